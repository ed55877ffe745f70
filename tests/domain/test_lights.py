from __future__ import annotations

import ast
import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.lights import Judgement, judge, judge_all
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.tones import Light, Tone
from tests.domain.strategies import CUTOFFS, facts_of_tasks, settings_of_ledgers

DEFAULTS = LedgerSettings()
JUNE_END = dt.date(2024, 6, 30)
SEPTEMBER_END = dt.date(2024, 9, 30)
YEAR_END = dt.date(2024, 12, 31)


def a_task(**fields: object) -> TaskFacts:
    """Return a whole-year task of 2024 that reported 50 % for June; state only what the test is about."""
    values: dict[str, object] = {
        "plan_year": 2024,
        "original_due": YEAR_END,
        "current_due": YEAR_END,
        "percent": 50.0,
        "reported_periods": ("2024-06",),
        **fields,
    }
    return TaskFacts(id=1, uid="u", code="1-01", title="任务", **values)  # type: ignore[arg-type]


def light_of(facts: TaskFacts, cutoff: dt.date = JUNE_END, settings: LedgerSettings = DEFAULTS) -> Judgement:
    return judge(facts, cutoff, settings)


def test_a_task_level_with_the_months_is_on_track() -> None:
    found = light_of(a_task())
    assert (found.light, found.tone, found.elapsed_percent, found.gap) == (Light.ON_TRACK, Tone.GREEN, 50.0, 0.0)
    assert found.reason == "完成50.0%，时序50.0%，与时序持平"


def test_the_published_quarter_three_example_is_12_4_points_behind() -> None:
    found = light_of(a_task(percent=62.6), SEPTEMBER_END)
    assert (found.light, found.tone, found.gap) == (Light.LAGGING, Tone.YELLOW, -12.4)
    assert "低于时序12.4个百分点" in found.reason


@pytest.mark.parametrize(
    ("percent", "light", "tone"),
    [
        (40.1, Light.ON_TRACK, Tone.GREEN),
        (40.0, Light.LAGGING, Tone.YELLOW),
        (20.1, Light.LAGGING, Tone.YELLOW),
        (20.0, Light.LAGGING, Tone.RED),
        (59.9, Light.ON_TRACK, Tone.GREEN),
        (60.0, Light.AHEAD, Tone.GREEN),
    ],
)
def test_gap_thresholds_are_inclusive(percent: float, light: Light, tone: Tone) -> None:
    found = light_of(a_task(percent=percent))
    assert (found.light, found.tone) == (light, tone)


def test_a_month_counts_only_when_it_is_over() -> None:
    assert light_of(a_task(), dt.date(2024, 6, 29)).elapsed_percent == 41.7
    by_25th = replace(DEFAULTS, cutoff_day=25)
    assert light_of(a_task(), dt.date(2024, 6, 25), by_25th).elapsed_percent == 50.0
    assert light_of(a_task(), dt.date(2024, 6, 24), by_25th).elapsed_percent == 41.7


def test_the_due_day_itself_is_not_overdue() -> None:
    facts = a_task(current_due=JUNE_END, original_due=JUNE_END, percent=95.0)
    on_the_day = light_of(facts)
    assert (on_the_day.light, on_the_day.days_left) == (Light.DUE_SOON, 0)
    next_day = light_of(facts, dt.date(2024, 7, 1))
    assert (next_day.light, next_day.overdue_days, next_day.days_left) == (Light.OVERDUE, 1, None)


def test_without_an_approved_extension_the_original_date_counts_where_the_ledger_says_so() -> None:
    facts = a_task(original_due=dt.date(2024, 5, 31), current_due=YEAR_END)
    assert light_of(facts).light is Light.ON_TRACK
    assert light_of(facts, JUNE_END, replace(DEFAULTS, judge_by="original")).light is Light.OVERDUE


def test_nothing_reported_is_not_started_and_turns_red_in_the_third_month() -> None:
    silent = a_task(percent=None, reported_periods=(), start=dt.date(2024, 4, 10))
    for cutoff, light, tone in [
        (dt.date(2024, 4, 9), Light.ON_TRACK, Tone.GREEN),
        (dt.date(2024, 4, 10), Light.NOT_STARTED, Tone.YELLOW),
        (dt.date(2024, 5, 31), Light.NOT_STARTED, Tone.YELLOW),
        (dt.date(2024, 6, 29), Light.NOT_STARTED, Tone.YELLOW),
        (JUNE_END, Light.NOT_STARTED, Tone.RED),
    ]:
        found = light_of(silent, cutoff)
        assert (found.light, found.tone) == (light, tone), cutoff


def test_work_cannot_be_missing_before_it_was_handed_out() -> None:
    assert light_of(a_task(percent=0.0, issued=dt.date(2024, 6, 20))).tone is Tone.YELLOW
    assert light_of(a_task(percent=0.0)).tone is Tone.RED


def test_warning_days_depend_on_the_length_of_the_task() -> None:
    def is_soon(start: dt.date, left: int) -> bool:
        due = JUNE_END + dt.timedelta(days=left)
        return light_of(a_task(start=start, current_due=due, percent=99.0)).light is Light.DUE_SOON

    assert is_soon(dt.date(2024, 6, 15), 7)
    assert not is_soon(dt.date(2024, 6, 15), 8)
    assert is_soon(dt.date(2024, 4, 1), 15)
    assert not is_soon(dt.date(2024, 4, 1), 16)
    assert is_soon(dt.date(2024, 1, 1), 30)
    assert not is_soon(dt.date(2024, 1, 1), 31)


def test_continuing_work_is_judged_by_this_months_report_alone() -> None:
    reported = light_of(a_task(kind="continuing", percent=100.0, current_due=dt.date(2024, 1, 1)))
    assert (reported.light, reported.tone, reported.word) == (Light.CONTINUING, Tone.GREY, "长期坚持")
    silent = light_of(a_task(kind="continuing", reported_periods=("2024-05",)))
    assert (silent.light, silent.tone, silent.word) == (Light.CONTINUING, Tone.YELLOW, "长期坚持（未报）")
    assert silent.is_unreported
    before_the_day = light_of(a_task(kind="continuing", reported_periods=("2024-05",)), dt.date(2024, 6, 24))
    assert before_the_day.tone is Tone.GREY


def test_reports_may_be_due_in_the_next_month() -> None:
    settings = replace(DEFAULTS, report_due_day=5, report_due_next_month=True)
    facts = a_task(kind="continuing", reported_periods=("2024-05",))
    assert light_of(facts, dt.date(2024, 7, 4), settings).tone is Tone.GREY
    assert light_of(facts, dt.date(2024, 7, 5), settings).tone is Tone.YELLOW


def test_year_end_tasks_wait_for_the_year_to_end() -> None:
    facts = a_task(kind="year_end", percent=None, reported_periods=())
    assert light_of(facts).tone is Tone.GREY
    after = light_of(facts, dt.date(2025, 1, 1))
    assert (after.light, after.tone, after.overdue_days) == (Light.YEAR_END, Tone.YELLOW, 0)


def test_a_recurring_duty_is_judged_by_its_next_open_turn() -> None:
    facts = a_task(kind="recurring", occurrence_count=4, next_occurrence_due=dt.date(2024, 6, 5), percent=None)
    assert light_of(facts, dt.date(2024, 6, 6)).light is Light.OVERDUE
    assert light_of(replace(facts, next_occurrence_due=dt.date(2024, 9, 30))).light is Light.ON_TRACK
    # A turn is short however long its duty goes on: a monthly one must not be due soon all the time.
    assert light_of(replace(facts, next_occurrence_due=dt.date(2024, 7, 7))).light is Light.DUE_SOON
    assert light_of(replace(facts, next_occurrence_due=dt.date(2024, 7, 8))).light is Light.ON_TRACK
    assert light_of(replace(facts, next_occurrence_due=None)).reason == "各期均已办结"
    assert light_of(replace(facts, occurrence_count=0)).light is Light.CONTINUING


def test_what_cannot_be_judged_says_why() -> None:
    no_date = light_of(a_task(original_due=None, current_due=None, due_raw="适时"))
    assert (no_date.light, no_date.tone) == (Light.UNKNOWN, Tone.GREY)
    assert "适时" in no_date.reason
    no_percent = light_of(a_task(percent=None))
    assert (no_percent.light, no_percent.reason) == (Light.UNKNOWN, "没有完成百分比，无法与时序比较")
    no_start = light_of(a_task(plan_year=None))
    assert (no_start.light, no_start.reason) == (Light.UNKNOWN, "没有启动时间和计划年度，无法计算时序")


def test_done_on_time_and_done_late_are_told_apart() -> None:
    due = dt.date(2024, 6, 15)
    done = a_task(current_due=due, closing_step="approved", closed_on=dt.date(2024, 6, 28), percent=100.0)
    assert light_of(replace(done, completed_on=due)).is_on_time is True
    assert light_of(replace(done, completed_on=dt.date(2024, 6, 16))).is_on_time is False
    assert light_of(done).is_on_time is False
    assert light_of(replace(done, full_since=dt.date(2024, 6, 10))).is_on_time is True
    assert light_of(replace(done, closed_on=None)).is_on_time is None
    assert light_of(replace(done, closed_on=None, current_due=YEAR_END)).is_on_time is True


@pytest.mark.parametrize("step", ["sent_back", "reopened"])
def test_a_task_sent_back_is_work_again_whatever_it_claims(step: str) -> None:
    facts = a_task(closing_step=step, percent=100.0, completed_on=dt.date(2024, 5, 1), current_due=dt.date(2024, 5, 31))
    assert light_of(facts).light is Light.OVERDUE


def test_the_order_of_the_rules() -> None:
    """Each step of the list wins over all that follow; the steps are taken away one by one."""
    facts = a_task(closing_step="approved", completed_on=JUNE_END, standing="cancelled", percent=0.0, current_due=None)
    facts = replace(facts, original_due=None)
    steps: list[tuple[dict[str, object], Light]] = [
        ({}, Light.CLOSED),
        ({"closing_step": "asked"}, Light.DONE_PENDING),
        ({"closing_step": None}, Light.DONE_PENDING),
        ({"completed_on": None}, Light.CANCELLED),
        ({"standing": "suspended"}, Light.SUSPENDED),
        ({"standing": "active", "kind": "continuing"}, Light.CONTINUING),
        ({"kind": "year_end"}, Light.YEAR_END),
        ({"kind": "once"}, Light.UNKNOWN),
        ({"current_due": dt.date(2024, 6, 29)}, Light.OVERDUE),
        ({"current_due": dt.date(2024, 7, 5)}, Light.NOT_STARTED),
        ({"percent": 5.0}, Light.LAGGING),
        ({"percent": 99.0}, Light.DUE_SOON),
        ({"current_due": YEAR_END}, Light.AHEAD),
        ({"percent": 50.0}, Light.ON_TRACK),
    ]
    for change, light in steps:
        facts = replace(facts, **change)  # type: ignore[arg-type]
        assert light_of(facts).light is light, change


def test_a_manual_light_is_kept_marked_and_shows_what_the_rules_say() -> None:
    found = light_of(a_task(percent=5.0, light_override="on_track", override_reason="上级已同意调整进度"))
    assert (found.light, found.tone, found.computed, found.is_overridden) == (
        Light.ON_TRACK,
        Tone.GREEN,
        Light.LAGGING,
        True,
    )
    assert found.label == "●正常*"
    assert "上级已同意调整进度" in found.reason


def test_a_doubtful_date_is_judged_and_marked() -> None:
    found = light_of(a_task(is_deadline_doubtful=True))
    assert found.is_doubtful
    assert found.reason.endswith("（完成时限待确认）")


def test_filter_words_name_tones_and_states_in_both_languages() -> None:
    found = light_of(a_task(percent=5.0))
    assert all(found.matches(word) for word in ("red", "红", "红灯", "lagging", "滞后", " RED "))
    assert not any(found.matches(word) for word in ("yellow", "overdue", "绿", "不是灯", ""))


@pytest.mark.parametrize(
    ("scheme", "normal", "near", "lagging", "severe", "overdue", "done"),
    [
        ("three_lights", "green", "yellow", "yellow", "red", "red", "green"),
        ("four_lights", "blue", "yellow", "yellow", "yellow", "red", "green"),
        ("slip_colours", "grey", "blue", "yellow", "yellow", "red", "grey"),
        ("cards", "grey", "blue", "yellow", "red", "red", "grey"),
    ],
)
def test_colour_schemes(
    scheme: str, normal: str, near: str, lagging: str, severe: str, overdue: str, done: str
) -> None:
    settings = replace(DEFAULTS, colour_scheme=scheme)  # type: ignore[arg-type]
    soon = dt.date(2024, 7, 10)
    expected = [normal, near, lagging, severe, overdue, done]
    facts = [a_task(), a_task(current_due=soon, percent=99.0), a_task(percent=35.0), a_task(percent=5.0)]
    facts += [a_task(current_due=dt.date(2024, 6, 1)), a_task(closing_step="approved")]
    assert [light_of(one, JUNE_END, settings).tone.value for one in facts] == expected


@given(facts_of_tasks(), CUTOFFS, settings_of_ledgers())
def test_judging_is_total_and_speaks(facts: TaskFacts, cutoff: dt.date, settings: LedgerSettings) -> None:
    found = judge(facts, cutoff, settings)
    assert found.reason
    assert found.sign in "▲■●◆○✓"
    assert found.matches(found.light.value)
    assert found.matches(found.tone.value)
    assert (found.overdue_days > 0) <= (found.light is Light.OVERDUE)
    assert list(judge_all([facts], cutoff, settings)) == [(facts, found)]


@given(facts_of_tasks(light_override=None), CUTOFFS, settings_of_ledgers())
def test_what_is_excluded_or_unknown_is_never_late_and_never_green(
    facts: TaskFacts, cutoff: dt.date, settings: LedgerSettings
) -> None:
    found = judge(facts, cutoff, settings)
    if found.light is Light.UNKNOWN:
        assert found.tone is Tone.GREY
    if facts.kind in {"continuing", "year_end"} or facts.standing == "suspended":
        assert found.light not in {Light.OVERDUE, Light.LAGGING, Light.NOT_STARTED}
        assert found.tone is not Tone.RED


@given(facts_of_tasks(light_override=None), CUTOFFS, settings_of_ledgers(), st.integers(1, 200))
def test_an_overdue_task_stays_overdue_and_ages_day_by_day(
    facts: TaskFacts, cutoff: dt.date, settings: LedgerSettings, days: int
) -> None:
    found = judge(facts, cutoff, settings)
    later = judge(facts, cutoff + dt.timedelta(days=days), settings)
    if found.light is Light.OVERDUE:
        assert later.light is Light.OVERDUE
        assert later.overdue_days == found.overdue_days + days
    if found.elapsed_percent is not None and later.elapsed_percent is not None:
        assert later.elapsed_percent >= found.elapsed_percent


BADNESS = {Light.OVERDUE: 4, Light.NOT_STARTED: 2, Light.LAGGING: 2, Light.DUE_SOON: 1}


@given(facts_of_tasks(light_override=None, kind="once"), CUTOFFS, settings_of_ledgers(), st.data())
def test_more_progress_is_never_worse(
    facts: TaskFacts, cutoff: dt.date, settings: LedgerSettings, data: st.DataObject
) -> None:
    low, high = sorted([data.draw(st.floats(0.1, 100)), data.draw(st.floats(0.1, 100))])
    worse = judge(replace(facts, percent=low), cutoff, settings)
    better = judge(replace(facts, percent=high), cutoff, settings)
    assert BADNESS.get(better.light, 0) <= BADNESS.get(worse.light, 0)


@given(facts_of_tasks(), CUTOFFS, settings_of_ledgers())
def test_an_override_changes_nothing_but_what_is_shown(
    facts: TaskFacts, cutoff: dt.date, settings: LedgerSettings
) -> None:
    plain = judge(replace(facts, light_override=None), cutoff, settings)
    found = judge(facts, cutoff, settings)
    assert found.computed is plain.light
    assert found.light.value == (facts.light_override or plain.light.value)
    assert (found.due, found.elapsed_percent, found.gap) == (plain.due, plain.elapsed_percent, plain.gap)


@given(facts_of_tasks(), CUTOFFS, settings_of_ledgers())
def test_colours_never_change_the_state(facts: TaskFacts, cutoff: dt.date, settings: LedgerSettings) -> None:
    schemes = ("three_lights", "four_lights", "slip_colours", "cards")
    lights = {judge(facts, cutoff, replace(settings, colour_scheme=scheme)).light for scheme in schemes}
    assert len(lights) == 1


def test_no_rule_of_the_domain_asks_what_day_it_is(root_dir: Path) -> None:
    """A cut-off date comes in from outside; a rule that looks at the clock would change old reports."""
    for path in sorted((root_dir / "ledger_app" / "domain").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        assert not names & {"today", "now", "utcnow", "time"}, path.name
