from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.supervision import ReturnLog
from ledger_app.domain.task import Task, TaskOwner
from ledger_app.domain.unit import Unit, UnitAlias, UnitGroup, UnitGroupMember
from ledger_app.errors import RejectedError
from ledger_app.services import progress, returns, units
from ledger_app.services.lookup import roster_of, unit_by_name
from ledger_app.services.progress import Report
from tests.builders import TODAY, a_task, a_unit


def test_a_unit_gets_its_initials_and_place(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        added = units.add(work, Unit(0, "", " 县人民医院 ", "县医院"), ["人民医院"], ["局属各单位"]).unit
        second = a_unit(work, "县中医院")
    assert (added.name, added.pinyin, added.sort, second.sort) == ("县人民医院", "xrmyy xyy", 10, 20)
    with ledger.read() as session:
        assert unit_by_name(session, "人民医院").id == added.id
        assert session.of(UnitGroup).find()[0].name == "局属各单位"


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        (Unit(0, "", ""), "SVC-020"),
        (Unit(0, "", "县医院"), "SVC-043"),
        (Unit(0, "", "县 医 院"), "SVC-043"),
        (Unit(0, "", "x", kind="palace"), "SVC-025"),  # type: ignore[arg-type]
        (Unit(0, "", "x", active_from=dt.date(2024, 2, 1), active_to=dt.date(2024, 1, 1)), "SVC-028"),
    ],
)
def test_what_cannot_be_is_refused(unit: Unit, code: str, ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        a_unit(work, "县医院")
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        units.add(work, unit)
    assert caught.value.code == code


def test_an_alias_belongs_to_one_unit(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        one, two = a_unit(work, "甲"), a_unit(work, "乙")
        units.add_alias(work, one.id, "丙")
        units.add_alias(work, one.id, "丙")
        assert work.of(UnitAlias).count() == 1
    for alias in ("丙", "甲"):
        with pytest.raises(RejectedError) as caught, ledger.write() as work:
            units.add_alias(work, two.id, alias)
        assert caught.value.code == "SVC-044"


def test_a_renamed_unit_is_still_found_by_its_old_name(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        unit = a_unit(work, "县妇幼站")
        units.change(work, replace(unit, name="县妇幼保健院"))
        assert unit_by_name(work, "县妇幼站").name == "县妇幼保健院"
        assert unit_by_name(work, "县妇幼保健院").pinyin == "xfybjy"


def test_an_ambiguous_or_unknown_name_is_said(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        a_unit(work, "东镇卫生院", short_name="卫生院")
        a_unit(work, "西镇卫生院", short_name="卫生院")
        for name, code in (("卫生院", "SVC-003"), ("北镇卫生院", "SVC-002")):
            with pytest.raises(RejectedError) as caught:
                unit_by_name(work, name)
            assert caught.value.code == code


def test_merging_moves_everything_and_keeps_the_name(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        gone, kept = a_unit(work, "城关卫生院"), a_unit(work, "城关中心卫生院")
        units.set_group(work, "各卫生院", [gone.id])
        alone, both = a_task(work, lead_unit_ids=(gone.id,)), a_task(work, lead_unit_ids=(gone.id, kept.id))
        progress.file_entry(work, alone.id, "2024-06", Report("x", unit_id=gone.id))
        returns.receive(work, gone.id, "2024-06")
        returns.receive(work, gone.id, "2024-05")
        returns.receive(work, kept.id, "2024-05")
    with ledger.write() as work:
        units.merge(work, gone.id, kept.id)
    with ledger.read() as session:
        assert [unit.name for unit in session.of(Unit).find()] == ["城关中心卫生院"]
        assert unit_by_name(session, "城关卫生院").id == kept.id
        assert {owner.unit_id for owner in session.of(TaskOwner).find()} == {kept.id}
        assert session.of(TaskOwner).count(task_id=both.id) == 1
        assert session.of(ProgressEntry).find()[0].unit_id == kept.id
        assert [(log.unit_id, log.period) for log in session.of(ReturnLog).find()] == [
            (kept.id, "2024-06"),
            (kept.id, "2024-05"),
        ]
        assert [member.unit_id for member in session.of(UnitGroupMember).find()] == [kept.id]
    ledger.undo()
    with ledger.read() as session:
        assert session.of(Unit).count() == 2


def test_a_unit_is_not_merged_into_itself(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        unit = a_unit(work)
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        units.merge(work, unit.id, unit.id)
    assert caught.value.code == "SVC-045"


def test_a_unit_with_tasks_is_closed_not_deleted(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        unit, heir = a_unit(work, "甲"), a_unit(work, "乙")
        a_task(work, lead_unit_ids=(unit.id,))
        with pytest.raises(RejectedError) as caught:
            units.remove(work, unit.id)
        assert caught.value.code == "SVC-046"
        units.close(work, unit.id, dt.date(2024, 6, 30), heir.id)
        assert [one.name for one in roster_of(work, TODAY).units] == ["乙"]
        assert [one.name for one in roster_of(work, dt.date(2024, 6, 30)).units] == ["甲", "乙"]
        units.remove(work, heir.id)


def test_who_belonged_to_a_group_then_is_not_forgotten(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        one, two = a_unit(work, "甲"), a_unit(work, "乙")
        units.set_group(work, "各院", [one.id])
        group = work.of(UnitGroup).find()[0]
        units.set_group(work, "各院", [two.id], group.id)
        before, now = roster_of(work, dt.date(2024, 6, 1)), roster_of(work, TODAY)
    assert [unit.name for unit in before.match("各院").units] == ["甲"]
    assert [unit.name for unit in now.match("各院").units] == ["乙"]


def test_two_groups_of_one_name_are_refused(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        units.set_group(work, "各院", [])
        with pytest.raises(RejectedError) as caught:
            units.set_group(work, "各院", [])
        assert caught.value.code == "SVC-058"
        units.remove_group(work, work.of(UnitGroup).find()[0].id)
        assert work.of(UnitGroup).count() == 0


def test_the_open_tasks_of_a_closed_unit_go_to_its_successor(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        old, new = a_unit(work, "卫生监督所"), a_unit(work, "疾控局")
        open_task, done, later = (a_task(work, title) for title in ("甲", "乙", "丙"))
        for task in (open_task, done, later):
            work.of(TaskOwner).add(TaskOwner(0, task.id, "lead", old.id, "卫生监督所"))
        progress.file_entry(work, open_task.id, "2024-05", Report("检查12户", unit_id=old.id))
        stored = {task.title: task for task in work.of(Task).find()}
        work.of(Task).update(replace(stored["乙"], completed_on=dt.date(2024, 5, 31)))
        work.of(Task).update(replace(stored["丙"], completed_on=dt.date(2024, 7, 2)))
    with ledger.write() as work:
        units.close(work, old.id, dt.date(2024, 6, 30), new.id, hands_over=True)
    with ledger.read() as session:
        owned = {row.task_id: row.unit_id for row in session.of(TaskOwner).find()}
        assert owned == {open_task.id: new.id, done.id: old.id, later.id: new.id}
        assert {row.raw for row in session.of(TaskOwner).find()} == {"卫生监督所"}
        assert session.of(ProgressEntry).find()[0].unit_id == old.id
    ledger.undo()
    with ledger.read() as session:
        assert {row.unit_id for row in session.of(TaskOwner).find()} == {old.id}


def test_a_preview_tells_what_a_merge_would_move(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        one, two = a_unit(work, "县医院", short_name="医院"), a_unit(work, "县人民医院")
        first, second = a_task(work, "甲"), a_task(work, "乙")
        for task in (first, second):
            work.of(TaskOwner).add(TaskOwner(0, task.id, "lead", one.id, "县医院"))
        work.of(TaskOwner).add(TaskOwner(0, second.id, "cooperate", two.id, "县人民医院"))
        units.add_alias(work, one.id, "人民医院")
        seen = units.merge_preview(work, one.id, two.id)
        assert (seen.tasks, seen.shared_tasks, seen.names) == (2, 1, ("县医院", "医院", "人民医院"))


def test_members_of_a_group_change_from_a_day_on(ledger: SqliteLedger) -> None:
    day = dt.date(2024, 3, 1)
    with ledger.write() as work:
        one, two = a_unit(work, "甲卫生院"), a_unit(work, "乙卫生院")
        units.set_group(work, "各乡镇卫生院", [one.id])
        group = work.of(UnitGroup).find()[0]
        units.set_group(work, "各乡镇卫生院", [two.id], group.id, since=day)
        assert roster_of(work, dt.date(2024, 2, 29)).match("各乡镇卫生院").units == (one,)
        assert roster_of(work, day).match("各乡镇卫生院").units == (two,)
        (joined,) = work.of(UnitGroupMember).find(unit_id=two.id)
        units.change_membership(work, replace(joined, from_date=dt.date(2024, 1, 1)))
        assert set(roster_of(work, dt.date(2024, 2, 1)).match("各乡镇卫生院").units) == {one, two}
