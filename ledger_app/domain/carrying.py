"""Which tasks of a year go on in the next one, and why.  Source: docs/domain.md section 8.1."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from ledger_app.domain.facts import TaskFacts

CarryWhy = Literal["unfinished", "continuing", "recurring", "suspended", "unclosed"]

CARRY_NAMES: dict[CarryWhy, str] = {
    "unfinished": "未完成",
    "continuing": "长期坚持",
    "recurring": "周期性",
    "suspended": "暂缓",
    "unclosed": "已完成未销号",
}
# What is done needs nothing but its striking off, which belongs to the year in which it was done.
USUALLY_CARRIED: frozenset[CarryWhy] = frozenset({"unfinished", "continuing", "recurring", "suspended"})


@dataclass(frozen=True, slots=True)
class CarryLine:
    """A task that may be carried.

    Attributes:
        overdue_since: its due date where that lies before the new year, None if it does not.
        percent, period: of the last report, None and "" if there was none.
    """

    task_id: int
    code: str
    title: str
    why: CarryWhy
    unit: str
    due: dt.date | None
    overdue_since: dt.date | None
    percent: float | None
    period: str


def carry_why(facts: TaskFacts) -> CarryWhy | None:
    """Return why a task goes on, None for one that was struck off or cancelled."""
    if facts.closing_step == "approved" or facts.standing == "cancelled":
        return None
    if facts.standing == "suspended":
        return "suspended"
    if facts.kind == "continuing":
        return "continuing"
    if facts.kind == "recurring":
        return "recurring"
    return "unfinished" if facts.completed_on is None else "unclosed"


def carry_line(facts: TaskFacts, first_day: dt.date) -> CarryLine | None:
    """Return a task as it may be carried into a year that begins on a day, None where it is at an end."""
    why = carry_why(facts)
    if why is None:
        return None
    due = facts.current_due
    is_past = due is not None and due < first_day and why in ("unfinished", "suspended")
    return CarryLine(
        facts.id,
        facts.code,
        facts.title,
        why,
        "、".join(facts.lead_names),
        due,
        due if is_past else None,
        facts.percent,
        facts.period,
    )
