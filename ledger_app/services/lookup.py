"""Find the row that a person or a screen means, or say plainly that there is none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypeVar
from uuid import uuid4

from ledger_app.domain.evidence import TaskEvidence
from ledger_app.domain.plan import Plan
from ledger_app.domain.roster import Roster
from ledger_app.domain.supervision import Closing, Slip
from ledger_app.domain.task import Task
from ledger_app.domain.unit import Unit, UnitAlias, UnitGroup, UnitGroupMember
from ledger_app.errors import RejectedError
from ledger_app.intake.roster import Roster as KnownNames
from ledger_app.ports import ReadSession

E = TypeVar("E")


def new_uid() -> str:
    """Return an identity that no other ledger will give."""
    return uuid4().hex


def row_of(session: ReadSession, entity: type[E], key: int | str, what: str) -> E:
    """Return a stored row.

    Raises:
        RejectedError: SVC-004 it is gone; `what` names it in Chinese.
    """
    row = session.of(entity).get(key)
    if row is None:
        raise RejectedError("SVC-004", what=what)
    return row


def task_of(session: ReadSession, task_id: int) -> Task:
    """Return a task by its id.

    Raises:
        RejectedError: SVC-004.
    """
    return row_of(session, Task, task_id, "任务")


def task_by_code(session: ReadSession, code: str) -> Task:
    """Return a task by the code people see.

    Raises:
        RejectedError: SVC-001.
    """
    found = session.of(Task).find(code=code.strip())
    if not found:
        raise RejectedError("SVC-001", task=code)
    return found[0]


def roster_of(session: ReadSession, on: dt.date | None = None) -> Roster:
    """Return the units that exist on a day (None = at any time) with their names, aliases and groups."""
    return Roster.build(
        session.of(Unit).find(),
        session.of(UnitAlias).find(),
        session.of(UnitGroup).find(),
        session.of(UnitGroupMember).find(),
        on,
    )


def known_names(session: ReadSession) -> KnownNames:
    """Return the names that reading must not cut in two: units, their aliases, groups."""
    names = [name for unit in session.of(Unit).find() for name in (unit.name, unit.short_name) if name]
    names += [alias.alias for alias in session.of(UnitAlias).find()]
    names += [group.name for group in session.of(UnitGroup).find()]
    return KnownNames.of(names)


def unit_by_name(session: ReadSession, name: str) -> Unit:
    """Return a unit by name, short name or alias.

    Raises:
        RejectedError: SVC-002 there is none; SVC-003 several have that name.
    """
    matches = roster_of(session).named(name)
    if not matches:
        raise RejectedError("SVC-002", name=name)
    if len(matches) > 1:
        raise RejectedError("SVC-003", name=name, names="、".join(unit.name for unit in matches))
    return matches[0]


def slip_by_number(session: ReadSession, number: str) -> Slip:
    """Return a supervision slip by its number as printed.

    Raises:
        RejectedError: REP-010.
    """
    found = session.of(Slip).find(number=number.strip())
    if not found:
        raise RejectedError("REP-010", number=number)
    return found[0]


def plan_by_title(session: ReadSession, title: str) -> Plan:
    """Return a plan by its title, or by a part of it that only one has.

    Raises:
        RejectedError: REP-011 none or several have it.
    """
    wanted = title.strip("《》 ")
    plans = session.of(Plan).find()
    found = [plan for plan in plans if plan.title.strip("《》") == wanted]
    found = found or [plan for plan in plans if wanted in plan.title]
    if len(found) != 1:
        raise RejectedError("REP-011", title=title, count=len(found))
    return found[0]


def latest_closing(session: ReadSession, task_id: int) -> Closing | None:
    """Return the latest step of a task's striking off, None if there was none."""
    steps = session.of(Closing).find(task_id=task_id)
    return max(steps, key=lambda step: (step.on_date, step.id), default=None)


def bound_pieces(session: ReadSession, ids: Sequence[int]) -> set[int]:
    """Return the pieces that prove a task that was struck off: nothing of them may change then."""
    links = session.of(TaskEvidence).find(evidence_id=list(ids)) if ids else []
    closed: dict[int, bool] = {}
    for task_id in {link.task_id for link in links}:
        latest = latest_closing(session, task_id)
        closed[task_id] = latest is not None and latest.step == "approved"
    return {link.evidence_id for link in links if closed[link.task_id]}


def refuse_if_closed(session: ReadSession, task: Task, what: str) -> None:
    """Refuse to touch a task that was struck off.

    Raises:
        RejectedError: SVC-040.
    """
    latest = latest_closing(session, task.id)
    if latest is not None and latest.step == "approved":
        raise RejectedError("SVC-040", task=task.code, what=what)
