"""When tasks are due: by the days of a month, and by the months of a year for each plan, unit or section.

Every count is that of the list it opens: both are asked of the database by the same conditions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from ledger_app.domain.grid import Condition, GroupCount, TaskQuery
from ledger_app.domain.period import Period
from ledger_app.domain.tones import Light
from ledger_app.ports import Progress, ReadSession
from ui.models.task_lists import OPEN_LIGHTS

TimelineBy = Literal["plan", "lead", "section"]
TIMELINE_NAMES: dict[TimelineBy, str] = {"plan": "按计划文件", "lead": "按牵头单位", "section": "按板块"}
RowKind = Literal["all", "group", "milestone", "turn"]
MONTHS = range(1, 13)
# Rows with the most deadlines; the others stand together in the row of all.
ROWS_SHOWN = 40


@dataclass(frozen=True, slots=True)
class DueDay:
    """How many tasks are due then, those of them still open, overdue among these, and those that are not (done)."""

    open_count: int = 0
    done_count: int = 0
    overdue_count: int = 0

    @property
    def count(self) -> int:
        """Return all of them."""
        return self.open_count + self.done_count


NOTHING_DUE = DueDay()


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One line of the year: what it is about, and its twelve months.

    Attributes:
        kind: all tasks, one group, tasks with a milestone or with a turn in the month.
        key: the group's key for queries.
    """

    kind: RowKind
    key: str
    label: str
    months: tuple[DueDay, ...]


def read_due_days(session: ReadSession, cutoff: dt.date, month: Period) -> dict[dt.date, DueDay]:
    """Read how many tasks are due on each day of a month."""
    groups = session.groups(TaskQuery(cutoff, (_within(month),), group_by="due"))
    return {dt.date.fromisoformat(group.key): _due(group) for group in groups if group.key}


def read_year(
    session: ReadSession, cutoff: dt.date, year: int, by: TimelineBy, progress: Progress | None = None
) -> tuple[TimelineRow, ...]:
    """Read the year's deadlines month by month: all, each group, milestones, turns of recurring duties."""
    everything: list[DueDay] = []
    groups: dict[str, tuple[str, list[DueDay]]] = {}
    for number in MONTHS:
        if progress is not None:
            progress.step(number, len(MONTHS))
        found = session.groups(TaskQuery(cutoff, (_within(Period(year, "month", number)),), group_by=by))
        everything.append(_sum(_due(group) for group in found))
        for group in found:
            months = groups.setdefault(group.key, (group.label, [NOTHING_DUE] * len(MONTHS)))[1]
            months[number - 1] = _due(group)
    rows = [TimelineRow("group", key, label, tuple(months)) for key, (label, months) in groups.items()]
    rows.sort(key=lambda row: (-sum(one.count for one in row.months), row.label))
    return (
        TimelineRow("all", "", "全部任务", tuple(everything)),
        *rows[:ROWS_SHOWN],
        _steps(session, cutoff, year, "milestone", "里程碑节点"),
        _steps(session, cutoff, year, "turn", "周期性工作各期"),
    )


def timeline_query(cutoff: dt.date, year: int, row: TimelineRow, month: int, by: TimelineBy) -> TaskQuery:
    """Return the list of one cell; month from 1."""
    period = Period(year, "month", month)
    if row.kind in ("milestone", "turn"):
        return TaskQuery(cutoff, (Condition(f"{row.kind}_month", "is", (str(period),)),))
    query = TaskQuery(cutoff, (_within(period),))
    if row.kind == "all":
        return query
    if by == "plan":
        # Titles of plans may be the same, so that one is called by its number.
        return replace(query, group_by=by, group=row.key)
    wanted = Condition(by, "is", (row.key,)) if row.key else Condition(by, "empty")
    return replace(query, conditions=(*query.conditions, wanted))


def _within(month: Period) -> Condition:
    return Condition("due", "between", (month.first_day.isoformat(), month.last_day.isoformat()))


def _steps(
    session: ReadSession, cutoff: dt.date, year: int, kind: Literal["milestone", "turn"], label: str
) -> TimelineRow:
    months = []
    for number in MONTHS:
        condition = Condition(f"{kind}_month", "is", (str(Period(year, "month", number)),))
        # Lights belong to the task as it stands now, not to the step of that month: only the number is told.
        months.append(DueDay(open_count=session.totals(TaskQuery(cutoff, (condition,))).count))
    return TimelineRow(kind, "", label, tuple(months))


def _due(group: GroupCount) -> DueDay:
    still_open = sum(count for light, count in group.lights if light in OPEN_LIGHTS)
    overdue = sum(count for light, count in group.lights if light == Light.OVERDUE.value)
    return DueDay(still_open, group.count - still_open, overdue)


def _sum(days: Iterable[DueDay]) -> DueDay:
    total = NOTHING_DUE
    for one in days:
        total = DueDay(
            total.open_count + one.open_count,
            total.done_count + one.done_count,
            total.overdue_count + one.overdue_count,
        )
    return total
