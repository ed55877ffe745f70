from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.domain.deadline_rules import (
    ExtensionDoubt,
    extended_due,
    extension_doubts,
    primary_of,
    relative_due,
    task_kind_of,
)
from ledger_app.domain.task import Deadline, DeadlineKind, Extension
from tests.domain.test_workday import CALENDAR

JUNE_END = dt.date(2025, 6, 30)
JULY_END = dt.date(2025, 7, 31)
ASKED = dt.date(2025, 6, 20)


def a_request(**fields: object) -> Extension:
    values: dict[str, object] = {"old_due": JUNE_END, "new_due": JULY_END, "requested_on": ASKED, **fields}
    return Extension(1, 1, "设备未到货", **values)  # type: ignore[arg-type]


def test_only_an_approved_request_moves_the_date() -> None:
    assert extended_due(JUNE_END, [a_request()]) == JUNE_END
    assert extended_due(JUNE_END, [a_request(is_approved=False, decided_on=ASKED)]) == JUNE_END
    assert extended_due(JUNE_END, [a_request(is_approved=True, decided_on=ASKED)]) == JULY_END


def test_an_approval_counts_from_its_day() -> None:
    granted = a_request(is_approved=True, decided_on=dt.date(2025, 6, 25))
    assert extended_due(JUNE_END, [granted], dt.date(2025, 6, 24)) == JUNE_END
    assert extended_due(JUNE_END, [granted], dt.date(2025, 6, 25)) == JULY_END


def test_of_several_the_last_decision_counts_even_if_it_is_earlier() -> None:
    first = a_request(is_approved=True, decided_on=dt.date(2025, 6, 25))
    second = replace(first, id=2, new_due=dt.date(2025, 7, 15), decided_on=dt.date(2025, 7, 1))
    assert extended_due(JUNE_END, [second, first]) == dt.date(2025, 7, 15)
    assert extended_due(None, []) is None


def test_doubts_about_a_request() -> None:
    assert extension_doubts(a_request()) == []
    assert extension_doubts(a_request(requested_on=dt.date(2025, 6, 26))) == [ExtensionDoubt.SHORT_NOTICE]
    assert extension_doubts(a_request(requested_on=dt.date(2025, 7, 1))) == [ExtensionDoubt.EXPIRED]
    bad = replace(a_request(new_due=JUNE_END), reason=" ")
    assert extension_doubts(bad) == [ExtensionDoubt.NOT_LATER, ExtensionDoubt.NO_REASON]
    assert all(doubt.text.endswith("。") for doubt in ExtensionDoubt)


def test_relative_dates_count_from_the_day_after() -> None:
    thursday = dt.date(2025, 6, 5)
    assert relative_due(thursday, 7, CALENDAR) == dt.date(2025, 6, 12)
    assert relative_due(thursday, 2, CALENDAR) == dt.date(2025, 6, 9)
    assert relative_due(thursday, 2, CALENDAR, rolls=False) == dt.date(2025, 6, 7)
    assert relative_due(thursday, 5, CALENDAR, in_workdays=True) == dt.date(2025, 6, 12)


@given(st.dates(dt.date(2023, 1, 1), dt.date(2026, 6, 30)), st.integers(0, 40), st.booleans())
def test_more_days_are_never_earlier(base: dt.date, days: int, in_workdays: bool) -> None:
    due = relative_due(base, days, CALENDAR, in_workdays=in_workdays)
    assert base <= due <= relative_due(base, days + 1, CALENDAR, in_workdays=in_workdays)


def a_deadline(kind: DeadlineKind, due: dt.date | None = None, **fields: object) -> Deadline:
    return Deadline(0, 1, int(fields.pop("ordinal", 1)), "", kind, original_due=due, **fields)  # type: ignore[arg-type, call-overload]


@pytest.mark.parametrize(
    ("deadlines", "kind"),
    [
        ([a_deadline("by", JUNE_END), a_deadline("continuing")], "once"),
        ([a_deadline("recurring"), a_deadline("continuing")], "recurring"),
        ([a_deadline("recurring", JUNE_END)], "recurring"),
        ([a_deadline("continuing")], "continuing"),
        ([a_deadline("open")], "once"),
        ([], "once"),
    ],
)
def test_deadlines_make_the_kind_of_a_task(deadlines: list[Deadline], kind: str) -> None:
    assert task_kind_of(deadlines) == kind


def test_the_last_dated_deadline_is_the_one_judged_by() -> None:
    early, late, rhythm = a_deadline("by", JUNE_END), a_deadline("by", JULY_END), a_deadline("recurring")
    assert primary_of([rhythm, late, early]) is late
    marked = replace(early, is_primary=True)
    assert primary_of([late, marked]) is marked
    assert primary_of([a_deadline("open"), rhythm]) is rhythm
    assert primary_of([]) is None
