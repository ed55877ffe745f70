"""Groups of units, and who belonged to them when."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.unit import UnitGroup, UnitGroupMember
from ledger_app.errors import RejectedError
from ledger_app.services import unit_groups
from ledger_app.services.lookup import roster_of
from tests.builders import TODAY, a_unit


def test_who_belonged_to_a_group_then_is_not_forgotten(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        one, two = a_unit(work, "甲"), a_unit(work, "乙")
        unit_groups.set_group(work, "各院", [one.id])
        group = work.of(UnitGroup).find()[0]
        unit_groups.set_group(work, "各院", [two.id], group.id)
        before, now = roster_of(work, dt.date(2024, 6, 1)), roster_of(work, TODAY)
    assert [unit.name for unit in before.match("各院").units] == ["甲"]
    assert [unit.name for unit in now.match("各院").units] == ["乙"]


def test_two_groups_of_one_name_are_refused(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        unit_groups.set_group(work, "各院", [])
        with pytest.raises(RejectedError) as caught:
            unit_groups.set_group(work, "各院", [])
        assert caught.value.code == "SVC-058"
        unit_groups.remove_group(work, work.of(UnitGroup).find()[0].id)
        assert work.of(UnitGroup).count() == 0


def test_members_of_a_group_change_from_a_day_on(ledger: SqliteLedger) -> None:
    day = dt.date(2024, 3, 1)
    with ledger.write() as work:
        one, two = a_unit(work, "甲卫生院"), a_unit(work, "乙卫生院")
        unit_groups.set_group(work, "各乡镇卫生院", [one.id])
        group = work.of(UnitGroup).find()[0]
        unit_groups.set_group(work, "各乡镇卫生院", [two.id], group.id, since=day)
        assert roster_of(work, dt.date(2024, 2, 29)).match("各乡镇卫生院").units == (one,)
        assert roster_of(work, day).match("各乡镇卫生院").units == (two,)
        (joined,) = work.of(UnitGroupMember).find(unit_id=two.id)
        unit_groups.change_membership(work, replace(joined, from_date=dt.date(2024, 1, 1)))
        assert set(roster_of(work, dt.date(2024, 2, 1)).match("各乡镇卫生院").units) == {one, two}
