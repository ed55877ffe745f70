"""Keep the roster: add, rename, alias, group, merge and close units.  Source: docs/domain.md sections 1.2 and 8.2."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.pinyin import initials
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.roster import fold_name
from ledger_app.domain.supervision import Closing, ReturnLog, Slip
from ledger_app.domain.task import Task, TaskLeader, TaskOwner
from ledger_app.domain.unit import UNIT_KIND_NAMES, Post, Unit, UnitAlias, UnitGroup, UnitGroupMember, UnitLeader
from ledger_app.errors import RejectedError
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services.checks import LONGEST_NAME, limit_text, require_choice, require_order, require_text
from ledger_app.services.lookup import new_uid, row_of


@dataclass(frozen=True, slots=True)
class UnitAdded:
    """A unit as stored."""

    unit: Unit
    changes: ChangeSet


def add(work: UnitOfWork, unit: Unit, aliases: Iterable[str] = (), groups: Iterable[str] = ()) -> UnitAdded:
    """Add a unit (its id, uid and pinyin are given here) with aliases and group memberships.

    Raises:
        RejectedError: SVC-020, SVC-025, SVC-026, SVC-028; SVC-043 its name is taken; SVC-044 an alias is.
    """
    checked = _checked(unit)
    work.describe("unit.add", f"添加单位 {checked.name}")
    _refuse_taken_name(work, checked)
    last = max((one.sort for one in work.of(Unit).find()), default=0)
    stored = work.of(Unit).add(replace(checked, id=0, uid=unit.uid or new_uid(), sort=unit.sort or last + 10))
    for alias in aliases:
        learn_alias(work, stored.id, alias)
    for group in groups:
        join_group(work, stored.id, group)
    return UnitAdded(stored, work.changes())


def change(work: UnitOfWork, unit: Unit) -> ChangeSet:
    """Write a unit's fields; when its name changes, the old one stays known as an alias.

    Raises:
        RejectedError: SVC-004, SVC-020, SVC-025, SVC-026, SVC-028, SVC-043.
    """
    before = row_of(work, Unit, unit.id, "单位")
    checked = _checked(replace(unit, uid=before.uid))
    renamed = checked.name != before.name
    work.describe("unit.change", f"{before.name} 更名为 {checked.name}" if renamed else f"修改单位 {checked.name}")
    _refuse_taken_name(work, checked)
    work.of(Unit).update(checked)
    if renamed:
        for alias in work.of(UnitAlias).find(unit_id=unit.id):
            if fold_name(alias.alias) == fold_name(checked.name):
                work.of(UnitAlias).remove(alias.id)
        learn_alias(work, unit.id, before.name, source="原名称")
    return work.changes()


def add_alias(work: UnitOfWork, unit_id: int, alias: str) -> ChangeSet:
    """Let a unit be known by another name too.

    Raises:
        RejectedError: SVC-004, SVC-020, SVC-026, SVC-044.
    """
    unit = row_of(work, Unit, unit_id, "单位")
    work.describe("unit.alias", f"为 {unit.name} 添加别名 {alias.strip()}")
    learn_alias(work, unit_id, alias)
    return work.changes()


def remove_alias(work: UnitOfWork, alias_id: int) -> ChangeSet:
    """Forget another name of a unit.

    Raises:
        RejectedError: SVC-004.
    """
    alias = row_of(work, UnitAlias, alias_id, "别名")
    work.describe("unit.alias", f"删除别名 {alias.alias}")
    work.of(UnitAlias).remove(alias_id)
    return work.changes()


def learn_alias(work: UnitOfWork, unit_id: int, alias: str, source: str = "") -> None:
    """Add an alias within a larger act; nothing happens if the unit is known by it already.

    Raises:
        RejectedError: SVC-020, SVC-026; SVC-044 another unit is known by it.
    """
    text = require_text(alias, "别名", LONGEST_NAME)
    key = fold_name(text)
    units = {unit.id: unit for unit in work.of(Unit).find()}
    known = [
        (unit.id, name) for unit in units.values() if unit.active_to is None for name in (unit.name, unit.short_name)
    ]
    known += [(one.unit_id, one.alias) for one in work.of(UnitAlias).find()]
    for owner_id, name in known:
        if fold_name(name) == key:
            if owner_id != unit_id:
                raise RejectedError("SVC-044", name=text, unit=units[owner_id].name)
            return
    work.of(UnitAlias).add(UnitAlias(0, unit_id, text, source))


def join_group(work: UnitOfWork, unit_id: int, group: str, since: dt.date | None = None) -> bool:
    """Put a unit into a group within a larger act, making the group if there is none; say whether it is new there."""
    name = require_text(group, "单位组", LONGEST_NAME)
    found = work.of(UnitGroup).find(name=name)
    stored = found[0] if found else work.of(UnitGroup).add(UnitGroup(0, name))
    if work.of(UnitGroupMember).count(group_id=stored.id, unit_id=unit_id, to_date=None):
        return False
    work.of(UnitGroupMember).add(UnitGroupMember(0, stored.id, unit_id, since))
    return True


def set_group(
    work: UnitOfWork, name: str, unit_ids: Iterable[int], group_id: int | None = None, since: dt.date | None = None
) -> ChangeSet:
    """Make or change a group: its name and who belongs to it from a day on; who belonged before keeps that span.

    Args:
        work: the operation.
        name: of the group.
        unit_ids: all who belong to it from then on.
        group_id: None makes a new one, whose first members have always belonged to it.
        since: first day of what changes, None = today.

    Raises:
        RejectedError: SVC-004, SVC-020, SVC-026; SVC-058 another group has the name.
    """
    text = require_text(name, "单位组", LONGEST_NAME)
    work.describe("unit.group", f"设置单位组 {text}")
    others = [group for group in work.of(UnitGroup).find(name=text) if group.id != group_id]
    if others:
        raise RejectedError("SVC-058", name=text)
    if group_id is None:
        group = work.of(UnitGroup).add(UnitGroup(0, text))
    else:
        group = work.of(UnitGroup).update(replace(row_of(work, UnitGroup, group_id, "单位组"), name=text))
    wanted = set(unit_ids)
    members = work.of(UnitGroupMember).find(group_id=group.id, to_date=None)
    first_day = since or work.today
    for member in members:
        if member.unit_id not in wanted:
            _end_membership(work, member, first_day - dt.timedelta(days=1))
    for unit_id in sorted(wanted - {member.unit_id for member in members}):
        row_of(work, Unit, unit_id, "单位")
        # A new group has always had its first members; who comes later belongs from that day on.
        joined = first_day if group_id is not None else None
        work.of(UnitGroupMember).add(UnitGroupMember(0, group.id, unit_id, joined))
    return work.changes()


def change_membership(work: UnitOfWork, member: UnitGroupMember) -> ChangeSet:
    """Write from and to which day a unit belonged to a group.

    Raises:
        RejectedError: SVC-004, SVC-028.
    """
    row_of(work, UnitGroupMember, member.id, "成员")
    group, unit = row_of(work, UnitGroup, member.group_id, "单位组"), row_of(work, Unit, member.unit_id, "单位")
    require_order(member.from_date, member.to_date)
    work.describe("unit.group", f"修改 {unit.name} 在 {group.name} 里的日期")
    work.of(UnitGroupMember).update(member)
    return work.changes()


def remove_group(work: UnitOfWork, group_id: int) -> ChangeSet:
    """Delete a group; its units stay.

    Raises:
        RejectedError: SVC-004.
    """
    group = row_of(work, UnitGroup, group_id, "单位组")
    work.describe("unit.group", f"删除单位组 {group.name}")
    work.of(UnitGroup).remove(group_id)
    return work.changes()


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


def remove(work: UnitOfWork, unit_id: int) -> ChangeSet:
    """Delete a unit that nothing refers to.

    Raises:
        RejectedError: SVC-004; SVC-046 it has tasks or records.
    """
    unit = row_of(work, Unit, unit_id, "单位")
    used = sum(work.of(entity).count(unit_id=unit_id) for entity in (TaskOwner, ProgressEntry, Slip, ReturnLog))
    if used:
        raise RejectedError("SVC-046", name=unit.name, count=used)
    work.describe("unit.remove", f"删除单位 {unit.name}")
    work.of(Unit).remove(unit_id)
    return work.changes()


def _checked(unit: Unit) -> Unit:
    name = require_text(unit.name, "单位名称", LONGEST_NAME)
    require_choice(unit.kind, UNIT_KIND_NAMES, "单位类别")
    require_order(unit.active_from, unit.active_to)
    short = limit_text(unit.short_name, "单位简称", LONGEST_NAME)
    return replace(unit, name=name, short_name=short, pinyin=" ".join(filter(None, (initials(name), initials(short)))))


def _refuse_taken_name(work: UnitOfWork, unit: Unit) -> None:
    if unit.active_to is None:
        key = fold_name(unit.name)
        for other in work.of(Unit).find(active_to=None):
            if other.id != unit.id and fold_name(other.name) == key:
                raise RejectedError("SVC-043", name=unit.name)


def _end_membership(work: UnitOfWork, member: UnitGroupMember, last_day: dt.date) -> None:
    if member.from_date is not None and member.from_date > last_day:
        work.of(UnitGroupMember).remove(member.id)
    else:
        work.of(UnitGroupMember).update(replace(member, to_date=last_day))


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
