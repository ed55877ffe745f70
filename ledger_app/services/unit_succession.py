"""Who goes on with a unit's work: units are closed, and joined into others.  Source: docs/domain.md section 8.2."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.roster import fold_name
from ledger_app.domain.supervision import Closing, ReturnLog, Slip
from ledger_app.domain.task import Task, TaskLeader, TaskOwner
from ledger_app.domain.unit import Post, Unit, UnitAlias, UnitGroupMember, UnitLeader
from ledger_app.errors import RejectedError
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services.checks import require_order
from ledger_app.services.lookup import row_of


def close(
    work: UnitOfWork, unit_id: int, last_day: dt.date, successor_id: int | None = None, *, hands_over: bool = False
) -> ChangeSet:
    """End a unit on a day, naming the unit that goes on with its tasks if there is one; its records stay its own.

    Args:
        work: the operation.
        unit_id: which unit.
        last_day: the last on which it exists.
        successor_id: who goes on, None for nobody.
        hands_over: the tasks that were not done by that day get the successor for an owner in its place; what was
            reported and what was done stays the closed unit's.

    Raises:
        RejectedError: SVC-004, SVC-028, SVC-045.
    """
    unit = row_of(work, Unit, unit_id, "单位")
    require_order(unit.active_from, last_day)
    if successor_id is not None:
        if successor_id == unit_id:
            raise RejectedError("SVC-045", name=unit.name)
        row_of(work, Unit, successor_id, "接续单位")
    work.describe("unit.close", f"停用单位 {unit.name}")
    work.of(Unit).update(replace(unit, active_to=last_day, successor_id=successor_id))
    if successor_id is not None and hands_over:
        _move_owners(work, unit_id, successor_id, open_tasks_of(work, unit_id, last_day))
    return work.changes()


def open_tasks_of(session: ReadSession, unit_id: int, day: dt.date) -> set[int]:
    """Return the tasks that a unit has a part in and that were neither done, struck off nor cancelled by a day."""
    ids = {owner.task_id for owner in session.of(TaskOwner).find(unit_id=unit_id)}
    found = set()
    for task in session.of(Task).find(id=sorted(ids)):
        is_done = task.completed_on is not None and task.completed_on <= day
        steps = [one for one in session.of(Closing).find(task_id=task.id) if one.on_date <= day]
        latest = max(steps, key=lambda one: (one.on_date, one.id), default=None)
        is_struck_off = latest is not None and latest.step == "approved"
        if not is_done and not is_struck_off and task.standing != "cancelled":
            found.add(task.id)
    return found


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What goes over when a unit is joined into another: numbers of rows, and the names that will be known."""

    tasks: int
    shared_tasks: int
    entries: int
    returns: int
    slips: int
    posts: int
    names: tuple[str, ...]


def merge_preview(session: ReadSession, from_id: int, into_id: int) -> MergePreview:
    """Return what `merge` would move.

    Raises:
        RejectedError: SVC-004.
    """
    gone = row_of(session, Unit, from_id, "单位")
    mine = {owner.task_id for owner in session.of(TaskOwner).find(unit_id=from_id)}
    theirs = {owner.task_id for owner in session.of(TaskOwner).find(unit_id=into_id)}
    aliases = [one.alias for one in session.of(UnitAlias).find(unit_id=from_id)]
    return MergePreview(
        tasks=len(mine),
        shared_tasks=len(mine & theirs),
        entries=session.of(ProgressEntry).count(unit_id=from_id),
        returns=session.of(ReturnLog).count(unit_id=from_id),
        slips=session.of(Slip).count(unit_id=from_id),
        posts=session.of(Post).count(unit_id=from_id),
        names=tuple(dict.fromkeys(name for name in (gone.name, gone.short_name, *aliases) if name)),
    )


def merge(work: UnitOfWork, from_id: int, into_id: int) -> ChangeSet:
    """Join a unit that is the same as another into that one: tasks, records, aliases and groups go over.

    Raises:
        RejectedError: SVC-004, SVC-045.
    """
    gone, kept = row_of(work, Unit, from_id, "单位"), row_of(work, Unit, into_id, "单位")
    if from_id == into_id:
        raise RejectedError("SVC-045", name=gone.name)
    work.describe("unit.merge", f"把 {gone.name} 并入 {kept.name}")
    _move_owners(work, from_id, into_id)
    for entry in work.of(ProgressEntry).find(unit_id=from_id):
        work.of(ProgressEntry).update(replace(entry, unit_id=into_id))
    for slip in work.of(Slip).find(unit_id=from_id):
        work.of(Slip).update(replace(slip, unit_id=into_id))
    for leader in work.of(TaskLeader).find(unit_id=from_id):
        work.of(TaskLeader).update(replace(leader, unit_id=into_id))
    for post in work.of(Post).find(unit_id=from_id):
        work.of(Post).update(replace(post, unit_id=into_id))
    _move_relations(work, from_id, into_id)
    _move_returns(work, from_id, into_id)
    _move_names(work, gone, kept)
    work.of(Unit).remove(from_id)
    return work.changes()


def _move_relations(work: UnitOfWork, from_id: int, into_id: int) -> None:
    """Let leaders, parts and predecessors of a unit look to another one."""
    for duty in work.of(UnitLeader).find(unit_id=from_id):
        is_led = work.of(UnitLeader).count(unit_id=into_id, duty=duty.duty, to_date=None)
        if duty.to_date is None and is_led:
            work.of(UnitLeader).remove(duty.id)
        else:
            work.of(UnitLeader).update(replace(duty, unit_id=into_id))
    for unit in work.of(Unit).find(successor_id=from_id):
        work.of(Unit).update(replace(unit, successor_id=None if unit.id == into_id else into_id))
    for unit in work.of(Unit).find(parent_id=from_id):
        work.of(Unit).update(replace(unit, parent_id=None if unit.id == into_id else into_id))


def _move_owners(work: UnitOfWork, from_id: int, into_id: int, task_ids: set[int] | None = None) -> None:
    """Put a unit in another's place on its tasks, None = on all."""
    for owner in work.of(TaskOwner).find(unit_id=from_id):
        if task_ids is not None and owner.task_id not in task_ids:
            continue
        if work.of(TaskOwner).count(task_id=owner.task_id, unit_id=into_id):
            work.of(TaskOwner).remove(owner.id)
        else:
            # A post of the unit that is gone means nobody in the other one.
            post_id = owner.post_id if task_ids is None else None
            work.of(TaskOwner).update(replace(owner, unit_id=into_id, post_id=post_id))


def _move_returns(work: UnitOfWork, from_id: int, into_id: int) -> None:
    for log in work.of(ReturnLog).find(unit_id=from_id):
        if work.of(ReturnLog).count(unit_id=into_id, period=log.period):
            work.of(ReturnLog).remove(log.id)
        else:
            work.of(ReturnLog).update(replace(log, unit_id=into_id))


def _move_names(work: UnitOfWork, gone: Unit, kept: Unit) -> None:
    aliases = work.of(UnitAlias).find(unit_id=gone.id)
    groups = work.of(UnitGroupMember).find(unit_id=gone.id)
    known = {fold_name(one.alias) for one in work.of(UnitAlias).find(unit_id=kept.id)}
    known |= {fold_name(kept.name), fold_name(kept.short_name)}
    for text in dict.fromkeys([gone.name, gone.short_name, *(alias.alias for alias in aliases)]):
        if text and fold_name(text) not in known:
            known.add(fold_name(text))
            work.of(UnitAlias).add(UnitAlias(0, kept.id, text, "并入单位"))
    for member in groups:
        if not work.of(UnitGroupMember).count(group_id=member.group_id, unit_id=kept.id):
            work.of(UnitGroupMember).update(replace(member, unit_id=kept.id))
