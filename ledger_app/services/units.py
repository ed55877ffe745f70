"""Keep the roster: add, rename, alias, group, merge and close units.  Source: docs/domain.md sections 1.2 and 8.2."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.pinyin import initials
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.roster import fold_name
from ledger_app.domain.supervision import ReturnLog, Slip
from ledger_app.domain.task import TaskLeader, TaskOwner
from ledger_app.domain.unit import UNIT_KIND_NAMES, Post, Unit, UnitAlias, UnitGroup, UnitGroupMember
from ledger_app.errors import RejectedError
from ledger_app.ports import UnitOfWork
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


def join_group(work: UnitOfWork, unit_id: int, group: str, since: dt.date | None = None) -> None:
    """Put a unit into a group within a larger act, making the group if there is none of that name."""
    name = require_text(group, "单位组", LONGEST_NAME)
    found = work.of(UnitGroup).find(name=name)
    stored = found[0] if found else work.of(UnitGroup).add(UnitGroup(0, name))
    if not work.of(UnitGroupMember).count(group_id=stored.id, unit_id=unit_id, to_date=None):
        work.of(UnitGroupMember).add(UnitGroupMember(0, stored.id, unit_id, since))


def set_group(work: UnitOfWork, name: str, unit_ids: Iterable[int], group_id: int | None = None) -> ChangeSet:
    """Make or change a group: its name and who belongs to it from today; who belonged before keeps that span.

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
    yesterday = work.today - dt.timedelta(days=1)
    for member in members:
        if member.unit_id not in wanted:
            _end_membership(work, member, yesterday)
    for unit_id in sorted(wanted - {member.unit_id for member in members}):
        row_of(work, Unit, unit_id, "单位")
        # A new group has always had its first members; who comes later belongs from that day on.
        since = work.today if group_id is not None else None
        work.of(UnitGroupMember).add(UnitGroupMember(0, group.id, unit_id, since))
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


def close(work: UnitOfWork, unit_id: int, last_day: dt.date, successor_id: int | None = None) -> ChangeSet:
    """End a unit on a day, naming the unit that goes on with its tasks if there is one; its records stay its own.

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
    return work.changes()


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


def _move_owners(work: UnitOfWork, from_id: int, into_id: int) -> None:
    for owner in work.of(TaskOwner).find(unit_id=from_id):
        if work.of(TaskOwner).count(task_id=owner.task_id, unit_id=into_id):
            work.of(TaskOwner).remove(owner.id)
        else:
            work.of(TaskOwner).update(replace(owner, unit_id=into_id))


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
