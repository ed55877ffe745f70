from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.lights import judge
from ledger_app.domain.period import Period
from ledger_app.domain.returns import ReturnState
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.statistics import NO_LEADER, NO_UNIT, Statistics, compute_statistics
from ledger_app.domain.statistics_json import statistics_from_dict, statistics_to_dict
from ledger_app.domain.supervision import ReturnLog
from ledger_app.domain.tones import Light
from ledger_app.domain.unit import Unit
from tests.domain.strategies import CUTOFFS, ledgers_of_facts, settings_of_ledgers

JUNE = Period.parse("2024-06")
JUNE_END = dt.date(2024, 6, 30)
UNITS = [
    Unit(1, "u1", "县人民医院", sort=2),
    Unit(2, "u2", "县疾病预防控制中心", "疾控中心", sort=1),
    Unit(3, "u3", "撤并的卫生院", active_to=dt.date(2020, 12, 31)),
    Unit(4, "u4", "不报送的股室", is_reporting=False),
    Unit(5, "u5", "城关卫生院", sort=3),
]


def a_task(task_id: int, lead: int | None, **fields: object) -> TaskFacts:
    values: dict[str, object] = {
        "plan_year": 2024,
        "plan_id": 1,
        "plan_title": "工作要点",
        "section": "医改",
        "current_due": dt.date(2024, 12, 31),
        "percent": 50.0,
        "reported_periods": ("2024-06",),
        "lead_unit_ids": (lead,) if lead else (),
        "unit_ids": (lead,) if lead else (),
        **fields,
    }
    return TaskFacts(id=task_id, uid=f"t{task_id}", code=f"1-{task_id:02d}", title="任务", **values)  # type: ignore[arg-type]


OVERDUE = {"current_due": dt.date(2024, 5, 31), "percent": 80.0}
DONE = {"percent": 100.0, "completed_on": dt.date(2024, 6, 1)}


def statistics(
    facts: list[TaskFacts],
    *,
    settings: LedgerSettings | None = None,
    returns: list[ReturnLog] | None = None,
    period: Period = JUNE,
    previous: Statistics | None = None,
) -> Statistics:
    cutoff = period.last_day
    return compute_statistics(facts, UNITS, returns or [], settings or LedgerSettings(), cutoff, period, previous)


def test_units_are_ranked_named_by_the_roster_and_shown_without_tasks() -> None:
    facts = [a_task(1, 1, **DONE), a_task(2, 1), a_task(3, 1), a_task(4, 2), a_task(5, 2), a_task(6, 2), a_task(7, 4)]
    rows = statistics(facts).by_unit
    assert [(row.name, row.standing.text if row.standing else "", row.tally.completion_rate) for row in rows] == [
        ("县人民医院", "1", 33.3),
        ("疾控中心", "2", 0.0),
        ("不报送的股室", "", 0.0),
        ("城关卫生院", "", None),
    ]


def test_joint_leads_count_once_and_unmatched_names_are_kept() -> None:
    facts = [
        a_task(1, None, lead_unit_ids=(2, 1), unit_ids=(2, 1, 5)),
        a_task(2, None, unit_ids=(5,)),
        a_task(3, None, lead_names=("县残联",)),
        a_task(4, None),
        a_task(5, None, lead_names=("各乡镇卫生院",), unit_ids=(5, 4)),
    ]
    by_lead = {row.name: row.tally.total.ids for row in statistics(facts).by_unit if row.tally.total.value}
    assert by_lead == {"疾控中心": (1,), "城关卫生院": (2,), "县残联": (3,), NO_UNIT: (4,), "各乡镇卫生院": (5,)}
    everyone = statistics(facts, settings=LedgerSettings(counting="all"))
    shared = {row.name: row.tally.total.ids for row in everyone.by_unit if row.tally.total.value}
    assert shared == {
        "疾控中心": (1,),
        "县人民医院": (1,),
        "城关卫生院": (1, 2, 5),
        "县残联": (3,),
        NO_UNIT: (4,),
        "不报送的股室": (5,),
    }


def test_change_against_the_frozen_report_before() -> None:
    may = statistics([a_task(1, 1), a_task(2, 1), a_task(3, 1)], period=Period.parse("2024-05"))
    frozen = statistics_from_dict(json.loads(json.dumps(statistics_to_dict(may))))
    facts = [a_task(1, 1, **DONE), a_task(2, 1, **OVERDUE), a_task(3, 1), a_task(4, 2, section="疾控")]
    found = statistics(facts, previous=frozen)
    assert found.change is not None
    assert (found.change.total, found.change.done, found.change.overdue) == (1, 1, 1)
    assert found.change.completion_rate == 25.0
    assert (found.previous_period, found.previous_cutoff) == ("2024-05", dt.date(2024, 5, 31))
    assert [row.change is None for row in found.by_section] == [False, True]
    assert [(point.period, point.overdue, point.completion_rate) for point in found.trend] == [
        ("2024-05", 0, 0.0),
        ("2024-06", 1, 25.0),
    ]


def test_places_won_and_lost() -> None:
    one_done = [a_task(1, 1, **DONE), a_task(2, 1), a_task(3, 1), a_task(4, 2), a_task(5, 2), a_task(6, 2)]
    may = statistics(one_done, period=Period.parse("2024-05"))
    facts = [*one_done[:3], *(replace(one, percent=100.0) for one in one_done[3:])]
    found = {row.name: row.climbed for row in statistics(facts, previous=may).by_unit}
    assert found == {"疾控中心": 1, "县人民医院": -1, "城关卫生院": None}


def test_a_corrected_report_replaces_its_point_in_the_trend() -> None:
    first = statistics([a_task(1, 1)])
    second = statistics([a_task(1, 1, **DONE)], previous=first)
    assert [(point.period, point.done) for point in second.trend] == [("2024-06", 1)]


def test_lists_are_in_the_order_they_are_read_out() -> None:
    facts = [
        a_task(1, 1, current_due=dt.date(2024, 6, 20), percent=90.0, problems="资金未到位", slip_count=2),
        a_task(2, 1, current_due=dt.date(2024, 4, 30), percent=90.0),
        a_task(3, 1, current_due=dt.date(2024, 7, 25), percent=99.0),
        a_task(4, 1, current_due=dt.date(2024, 7, 5), percent=99.0),
        a_task(5, 1, current_due=dt.date(2024, 7, 31), percent=99.0),
        a_task(6, 1, percent=35.0),
        a_task(7, 1, percent=5.0),
        a_task(8, 1, percent=None),
        a_task(9, 1, **DONE),
    ]
    found = statistics(facts)
    assert [(line.id, line.days) for line in found.overdue] == [(2, 61), (1, 10)]
    assert (found.overdue[1].problems, found.overdue[1].slip_count) == ("资金未到位", 2)
    assert [(line.id, line.days) for line in found.due_soon] == [(4, 5), (3, 25)]
    assert [line.id for line in found.lagging] == [7, 6]
    assert [line.id for line in found.unknown] == [8]


def test_evidence_and_returns() -> None:
    facts = [a_task(1, 1, expected_count=3, missing_count=1, evidence_count=4, verdict="存疑"), a_task(2, 1)]
    found = statistics(facts, returns=[ReturnLog(1, 2, "2024-06"), ReturnLog(2, 1, "2024-06", received_on=JUNE_END)])
    assert [(row.id, row.expected, row.present, row.missing, row.verdict) for row in found.evidence] == [
        (1, 3, 2, 1, "存疑")
    ]
    assert [row.name for row in found.units_by_return(ReturnState.MISSING)] == ["疾控中心"]
    assert [row.name for row in found.units_by_return(ReturnState.LATE)] == ["县人民医院"]


def test_sections_of_two_plans_with_one_name_stay_apart() -> None:
    facts = [
        a_task(1, 1),
        a_task(2, 1, plan_id=2, plan_title="实施方案"),
        a_task(3, 1, section="", leader_names=("王",)),
    ]
    found = statistics(facts)
    assert [(row.name, row.tally.total.ids) for row in found.by_section] == [
        ("医改", (1,)),
        ("医改", (2,)),
        ("工作要点", (3,)),
    ]
    assert [(row.name, row.tally.total.ids) for row in found.by_plan] == [("工作要点", (1, 3)), ("实施方案", (2,))]
    assert [(row.name, row.tally.total.ids) for row in found.by_leader] == [(NO_LEADER, (1, 2)), ("王", (3,))]


@given(ledgers_of_facts(), CUTOFFS, settings_of_ledgers())
def test_groups_add_up_to_the_total(facts: list[TaskFacts], cutoff: dt.date, settings: LedgerSettings) -> None:
    found = compute_statistics(facts, UNITS, [], settings, cutoff, Period.containing(cutoff))
    total = sorted(found.total.total.ids)
    for rows in (found.by_section, found.by_plan):
        assert sorted(task_id for row in rows for task_id in row.tally.total.ids) == total
    units = [task_id for row in found.by_unit for task_id in row.tally.total.ids]
    assert set(units) == set(total)
    if settings.counting == "lead":
        assert len(units) == len(total)
    assert {task_id for row in found.by_leader for task_id in row.tally.total.ids} == set(total)
    assert [line.id for line in found.overdue if line.light is not Light.OVERDUE] == []
    assert sorted(line.id for line in found.overdue) == sorted(found.total.overdue.ids)
    assert sorted(line.id for line in found.lagging) == sorted(found.total.lagging.ids)
    assert [line.id for line in found.unknown] == list(found.total.unknown.ids)
    soon = {line.id for line in found.due_soon if line.light is Light.DUE_SOON}
    assert soon >= {one.id for one in facts if one.id in found.total.due_soon.ids and not one.light_override}


@given(ledgers_of_facts(), CUTOFFS, settings_of_ledgers(), st.randoms(use_true_random=False))
def test_order_of_the_tasks_changes_no_figure(
    facts: list[TaskFacts], cutoff: dt.date, settings: LedgerSettings, random: object
) -> None:
    shuffled = list(facts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one = compute_statistics(facts, UNITS, [], settings, cutoff, JUNE)
    other = compute_statistics(shuffled, UNITS, [], settings, cutoff, JUNE)
    assert {row.key: sorted(row.tally.total.ids) for row in one.by_unit} == {
        row.key: sorted(row.tally.total.ids) for row in other.by_unit
    }
    assert {row.key: row.standing for row in one.by_unit} == {row.key: row.standing for row in other.by_unit}
    assert sorted(one.total.done.ids) == sorted(other.total.done.ids)


@given(ledgers_of_facts(), CUTOFFS, settings_of_ledgers())
def test_statistics_survive_being_frozen(facts: list[TaskFacts], cutoff: dt.date, settings: LedgerSettings) -> None:
    before = compute_statistics(facts[:4], UNITS, [], settings, cutoff, JUNE.previous)
    returns = [ReturnLog(1, 1, "2024-06", received_on=cutoff)]
    found = compute_statistics(facts, UNITS, returns, settings, cutoff, JUNE, before)
    frozen = json.dumps(statistics_to_dict(found), ensure_ascii=False)
    assert statistics_from_dict(json.loads(frozen)) == found


@given(ledgers_of_facts(), CUTOFFS, settings_of_ledgers())
def test_every_listed_task_is_judged_as_it_stands_in_the_list(
    facts: list[TaskFacts], cutoff: dt.date, settings: LedgerSettings
) -> None:
    found = compute_statistics(facts, UNITS, [], settings, cutoff, JUNE)
    by_id = {one.id: one for one in facts}
    for line in (*found.overdue, *found.due_soon, *found.lagging, *found.unknown):
        judgement = judge(by_id[line.id], cutoff, settings)
        assert (line.light, line.label, line.due, line.gap) == (
            judgement.light,
            judgement.label,
            judgement.due,
            judgement.gap,
        )
