from __future__ import annotations

import datetime as dt

from hypothesis import given

from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.lights import judge_all
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.tally import Change, Count, Tally, tally_from_dict, tally_of, tally_to_dict
from ledger_app.domain.tones import Light
from tests.domain.strategies import CUTOFFS, ledgers_of_facts, settings_of_ledgers

PARTITIONS = {
    "total": [
        ("done", "normal", "lagging", "overdue", "excluded", "unknown"),
        ("red", "yellow", "green", "blue", "grey"),
    ],
    "done": [("on_time", "late", "undated")],
    "excluded": [("continuing", "year_end", "suspended")],
}
PARTS = {
    "closed": "done",
    "ahead": "normal",
    "due_soon": "normal",
    "severe": "lagging",
    "not_started": "lagging",
    "unreported": "total",
    "overridden": "total",
}


def tally(facts: list[TaskFacts], cutoff: dt.date, settings: LedgerSettings) -> Tally:
    return tally_of((one.id, judgement) for one, judgement in judge_all(facts, cutoff, settings))


def ids_of(found: Tally, figure: str) -> list[int]:
    count: Count = getattr(found, figure)
    assert count.value == len(count.ids)
    return list(count.ids)


@given(ledgers_of_facts(), CUTOFFS, settings_of_ledgers())
def test_figures_partition_their_whole_and_keep_ledger_order(
    facts: list[TaskFacts], cutoff: dt.date, settings: LedgerSettings
) -> None:
    found = tally(facts, cutoff, settings)
    order = [one.id for one in facts]
    for whole, partitions in PARTITIONS.items():
        for parts in partitions:
            together = [task_id for part in parts for task_id in ids_of(found, part)]
            assert sorted(together) == sorted(ids_of(found, whole)), (whole, parts)
    for part, whole in PARTS.items():
        assert set(ids_of(found, part)) <= set(ids_of(found, whole)), part
    assert ids_of(found, "total") == [task_id for task_id in order if task_id not in found.cancelled.ids]
    for figure in tally_to_dict(found):
        ids = ids_of(found, figure)
        assert ids == sorted(ids, key=order.index)


@given(ledgers_of_facts(), CUTOFFS, settings_of_ledgers())
def test_every_figure_holds_exactly_the_tasks_of_its_state(
    facts: list[TaskFacts], cutoff: dt.date, settings: LedgerSettings
) -> None:
    found = tally(facts, cutoff, settings)
    judged = list(judge_all(facts, cutoff, settings))
    for light in (Light.OVERDUE, Light.CLOSED, Light.CONTINUING, Light.CANCELLED, Light.UNKNOWN, Light.DUE_SOON):
        assert ids_of(found, light.value) == [one.id for one, judgement in judged if judgement.light is light]
    assert ids_of(found, "late") == [
        one.id for one, judgement in judged if judgement.light.is_done and judgement.is_on_time is False
    ]


@given(ledgers_of_facts(), CUTOFFS, settings_of_ledgers())
def test_a_tally_survives_being_frozen(facts: list[TaskFacts], cutoff: dt.date, settings: LedgerSettings) -> None:
    found = tally(facts, cutoff, settings)
    assert tally_from_dict({**tally_to_dict(found), "figure_of_a_later_version": [1]}) == found


def test_rates_and_differences() -> None:
    before = Tally(total=Count((1, 2, 3)), done=Count((1,)), on_time=Count((1,)), lagging=Count((2,)))
    now = Tally(total=Count((1, 2, 3, 4)), done=Count((1, 2)), overdue=Count((3,)), excluded=Count((4,)))
    assert (before.completion_rate, now.completion_rate, Tally().completion_rate) == (33.3, 50.0, None)
    assert (now.judged, now.lag_rate, Tally().lag_rate) == (3, 33.3, None)
    assert Change.between(now, before) == Change(1, 1, 0, -1, 1, 16.7, -33.3)
    assert Change.between(now, Tally()).completion_rate is None
