from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.domain.roster import Roster, fold_name
from ledger_app.domain.unit import Unit, UnitAlias, UnitGroup, UnitGroupMember, UnitKind

DAY = dt.date(2024, 6, 30)


def a_unit(number: int, name: str, kind: UnitKind = "subordinate", short: str = "", **span: dt.date | None) -> Unit:
    return Unit(number, f"u{number}", name, short, kind, sort=number, **span)  # type: ignore[arg-type]


UNITS = (
    a_unit(1, "县人民医院", short="县医院"),
    a_unit(2, "县疾病预防控制中心", short="县疾控中心"),
    a_unit(3, "医政医管和药政股", "department"),
    a_unit(4, "办公室", "department"),
    a_unit(5, "柳塘镇卫生院", "township"),
    a_unit(6, "白鹭镇中心卫生院", "township"),
    a_unit(7, "城北社区卫生服务中心", "community"),
    a_unit(8, "旧镇卫生院", "township", active_to=dt.date(2023, 12, 31)),
)
ALIASES = (UnitAlias(1, 2, "疾控中心"), UnitAlias(2, 6, "白鹭镇卫生院"), UnitAlias(3, 1, "别信我", is_confirmed=False))
GROUPS = (UnitGroup(1, "县直医疗卫生单位"),)
MEMBERS = (UnitGroupMember(1, 1, 1), UnitGroupMember(2, 1, 2, to_date=dt.date(2024, 1, 1)))
ROSTER = Roster.build(UNITS, ALIASES, GROUPS, MEMBERS, DAY)


def ids(printed: str) -> list[int]:
    return [unit.id for unit in ROSTER.match(printed).units]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("县人民医院", [1]),
        ("县医院", [1]),
        ("人民医院", []),
        ("疾控中心", [2]),
        ("县疾控中心等", [2]),
        ("县 疾控\u3000中心", [2]),
        ("医政医管和药政股", [3]),
        ("局办公室", [4]),
        ("县人民医院（县胸痛中心）", [1]),
        ("县卫健局（办公室）", [4]),
        ("白鹭镇卫生院", [6]),
        ("别信我", []),
        ("旧镇卫生院", []),
    ],
)
def test_names_find_their_unit_and_nothing_is_guessed(printed: str, expected: list[int]) -> None:
    assert ids(printed) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("各乡镇卫生院", [5, 6]),
        ("各镇卫生院", [5, 6]),
        ("各卫生院", [5, 6]),
        ("各社区卫生服务中心", [7]),
        ("各乡镇卫生院（社区卫生服务中心）", [5, 6, 7]),
        ("各基层医疗卫生机构", [5, 6, 7]),
        ("各股室", [3, 4]),
        ("局机关各股室", [3, 4]),
        ("各科室", [3, 4]),
        ("局属各单位", [1, 2]),
        ("委直属各单位", [1, 2]),
        ("各县直医疗卫生单位", [1]),
        ("县直医疗卫生单位", [1]),
        ("有关乡镇卫生院", []),
        ("相关股室", []),
        ("各学校", []),
    ],
)
def test_groups_mean_their_members_of_the_day(printed: str, expected: list[int]) -> None:
    assert ids(printed) == expected


def test_a_group_of_the_roster_comes_before_what_offices_usually_mean() -> None:
    roster = Roster.build(UNITS, (), (UnitGroup(1, "各乡镇卫生院"),), (UnitGroupMember(1, 1, 5),), DAY)
    assert [unit.id for unit in roster.match("各乡镇卫生院").units] == [5]


def test_a_name_that_two_units_bear_is_left_to_a_person() -> None:
    roster = Roster.build(
        (a_unit(1, "东镇卫生院", short="卫生院"), a_unit(2, "西镇卫生院", short="卫生院")), (), (), ()
    )
    match = roster.match("卫生院")
    assert (match.units, [unit.id for unit in match.suggestions]) == ((), [1, 2])


def test_similar_names_are_offered() -> None:
    assert [unit.id for unit in ROSTER.match("县人民总医院").suggestions][:1] == [1]
    assert ROSTER.match("县水务局").suggestions == ()


def test_another_day_has_other_units() -> None:
    past = Roster.build(UNITS, ALIASES, GROUPS, MEMBERS, dt.date(2023, 6, 30))
    assert [unit.id for unit in past.match("各乡镇卫生院").units] == [5, 6, 8]
    assert [unit.id for unit in past.match("县直医疗卫生单位").units] == [1, 2]


@given(st.text(max_size=40))
def test_any_text_is_taken(printed: str) -> None:
    match = ROSTER.match(printed)
    assert set(match.units) <= set(ROSTER.units)
    assert fold_name(fold_name(printed)) == fold_name(printed)
