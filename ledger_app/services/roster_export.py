"""Write the roster as a workbook that can be filled in and imported again; its columns are those of `roster_file`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from ledger_app.domain.post_holding import holder_on
from ledger_app.domain.unit import (
    UNIT_KIND_NAMES,
    Person,
    Post,
    PostHolder,
    Unit,
    UnitAlias,
    UnitGroup,
    UnitGroupMember,
)
from ledger_app.ports import Progress, ReadSession
from ledger_app.reports.sheet import Sheet, SheetColumn, SheetRow, Written
from ledger_app.reports.target_file import replaced_file
from ledger_app.services import leaders

_COLUMNS = (
    SheetColumn("排序", "number", 48),
    SheetColumn("单位名称", "text", 190),
    SheetColumn("简称", "text", 90),
    SheetColumn("类别", "text", 100),
    SheetColumn("别名", "text", 150),
    SheetColumn("单位组", "text", 130),
    SheetColumn("联络员", "text", 70),
    SheetColumn("联络员电话", "text", 100),
    SheetColumn("负责人职务", "text", 80),
    SheetColumn("负责人", "text", 70),
    SheetColumn("负责人电话", "text", 100),
    SheetColumn("分管领导", "text", 100),
    SheetColumn("每月报送", "text", 64),
    SheetColumn("备注", "text", 150),
)


def roster_sheet(session: ReadSession, day: dt.date) -> Sheet:
    """Return the units in use on a day, in the roster's order, with names, groups, people and leaders of that day."""
    found = (one for one in session.of(Unit).find() if one.active_to is None or one.active_to >= day)
    units = sorted(found, key=lambda one: (one.sort, one.id))
    rows = list(_rows(session, units, day))
    notes = (f"截至 {day.isoformat()}，共 {len(rows)} 个单位；修改后可以重新导入，已有的内容不会被覆盖",)
    return Sheet("单位名册", "单位名册", _COLUMNS, rows, len(rows), notes, frozen=2)


def export_roster(session: ReadSession, target: Path, day: dt.date, progress: Progress | None = None) -> Written:
    """Write the roster of a day to an .xlsx file.

    Raises:
        EnvironmentFault: REP-002 it cannot be written; what was there stays.
    """
    from ledger_app.reports.xlsx import write_xlsx

    sheet = roster_sheet(session, day)
    with replaced_file(target) as stream:
        return write_xlsx(sheet, stream, progress)


def _rows(session: ReadSession, units: list[Unit], day: dt.date) -> Iterator[SheetRow]:
    aliases = session.of(UnitAlias).find()
    groups = {one.id: one.name for one in session.of(UnitGroup).find()}
    members = [one for one in session.of(UnitGroupMember).find() if one.to_date is None or one.to_date >= day]
    leading = {one.unit_id: one.post_id for one in leaders.duties_on(session, day) if one.duty == "charge"}
    titles = {one.id: one.title for one in session.of(Post).find()}
    heads = {one.unit_id: one for one in reversed(session.of(Post).find(kind="head"))}
    holders = session.of(PostHolder).find()
    for unit in units:
        post = heads.get(unit.id)
        held = holder_on(holders, post.id, day) if post is not None else None
        person = session.of(Person).get(held.person_id) if held is not None else None
        yield SheetRow(
            (
                unit.sort,
                unit.name,
                unit.short_name,
                UNIT_KIND_NAMES[unit.kind],
                "、".join(one.alias for one in aliases if one.unit_id == unit.id),
                "、".join(dict.fromkeys(groups[one.group_id] for one in members if one.unit_id == unit.id)),
                unit.contact,
                unit.phone,
                post.title if post is not None else "",
                person.name if person is not None else "",
                person.phone if person is not None else "",
                titles.get(leading.get(unit.id, 0), ""),
                "是" if unit.is_reporting else "否",
                unit.note,
            )
        )
