from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.unit import Unit, UnitAlias, UnitGroup
from ledger_app.errors import RejectedError
from ledger_app.services import units
from ledger_app.services.lookup import unit_by_name
from tests.builders import a_unit


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
