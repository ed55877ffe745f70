"""Keep the roster: add, rename, alias and remove units.  Source: docs/domain.md sections 1.2 and 8.2."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.pinyin import initials
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.roster import fold_name
from ledger_app.domain.supervision import ReturnLog, Slip
from ledger_app.domain.task import TaskOwner
from ledger_app.domain.unit import UNIT_KIND_NAMES, Unit, UnitAlias
from ledger_app.errors import RejectedError
from ledger_app.ports import UnitOfWork
from ledger_app.services.checks import LONGEST_NAME, limit_text, require_choice, require_order, require_text
from ledger_app.services.lookup import new_uid, row_of
from ledger_app.services.unit_groups import join_group


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
