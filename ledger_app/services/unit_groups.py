"""Groups of units and who belongs to them from which day.  Source: docs/domain.md sections 1.2 and 8.2."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.unit import Unit, UnitGroup, UnitGroupMember
from ledger_app.errors import RejectedError
from ledger_app.ports import UnitOfWork
from ledger_app.services.checks import LONGEST_NAME, require_order, require_text
from ledger_app.services.lookup import row_of


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


def _end_membership(work: UnitOfWork, member: UnitGroupMember, last_day: dt.date) -> None:
    if member.from_date is not None and member.from_date > last_day:
        work.of(UnitGroupMember).remove(member.id)
    else:
        work.of(UnitGroupMember).update(replace(member, to_date=last_day))
