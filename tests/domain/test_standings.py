from __future__ import annotations

import datetime as dt
from typing import Literal

import pytest

from ledger_app.domain.standings import Standing, milestone_standing, report_standing, turn_standing
from ledger_app.domain.task import Milestone, Occurrence

CUTOFF = dt.date(2024, 6, 30)


@pytest.mark.parametrize(
    ("state", "due", "done_on", "standing"),
    [
        ("open", dt.date(2024, 6, 29), None, Standing.LATE),
        ("open", dt.date(2024, 6, 30), None, Standing.AHEAD),
        ("done", dt.date(2024, 6, 10), dt.date(2024, 6, 10), Standing.DONE),
        ("done", dt.date(2024, 6, 10), dt.date(2024, 6, 11), Standing.DONE_LATE),
        ("done", dt.date(2024, 6, 10), None, Standing.DONE),
        ("skipped", dt.date(2024, 1, 31), None, Standing.SKIPPED),
    ],
)
def test_a_turn_stands_by_its_own_day(
    state: Literal["open", "done", "skipped"], due: dt.date, done_on: dt.date | None, standing: Standing
) -> None:
    assert turn_standing(Occurrence(1, 1, 1, "2024-06", due, state, done_on), CUTOFF) is standing


def test_a_milestone_without_a_day_is_never_late() -> None:
    assert milestone_standing(Milestone(1, 1, 1, "投用"), CUTOFF) is Standing.AHEAD
    assert milestone_standing(Milestone(1, 1, 1, "选址", due=dt.date(2024, 3, 31)), CUTOFF) is Standing.LATE
    done = Milestone(1, 1, 1, "选址", due=dt.date(2024, 3, 31), done_on=dt.date(2024, 4, 2))
    assert milestone_standing(done, CUTOFF) is Standing.DONE_LATE


def test_a_report_is_missing_only_after_its_day() -> None:
    assert report_standing(None, CUTOFF, CUTOFF, is_there=False) is Standing.AHEAD
    assert report_standing(None, dt.date(2024, 6, 25), CUTOFF, is_there=False) is Standing.LATE
    assert report_standing(dt.date(2024, 6, 26), dt.date(2024, 6, 25), CUTOFF, is_there=True) is Standing.DONE_LATE
