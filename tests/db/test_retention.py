from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from db.retention import ALWAYS, superfluous

NOW = dt.datetime.fromisoformat("2024-06-30T18:00")
EARLIEST, LATEST = dt.datetime.fromisoformat("2021-01-01"), dt.datetime.fromisoformat("2024-07-03")
TIMES = st.lists(st.datetimes(EARLIEST, LATEST), unique=True, max_size=60)


@given(TIMES)
def test_what_stays_stays_when_thinned_again(times: list[dt.datetime]) -> None:
    gone = superfluous(times, NOW)
    left = sorted(set(times) - set(gone))
    assert superfluous(left, NOW) == []
    assert set(gone) <= set(times)


@given(TIMES)
def test_the_newest_and_todays_always_stay(times: list[dt.datetime]) -> None:
    gone = set(superfluous(times, NOW))
    assert not gone & set(sorted(times)[-ALWAYS:])
    assert not any((NOW.date() - time.date()).days <= 1 for time in gone)


@given(TIMES)
def test_each_month_of_two_years_keeps_one(times: list[dt.datetime]) -> None:
    left = set(times) - set(superfluous(times, NOW))
    near = [time for time in times if (NOW.date() - time.date()).days <= 24 * 31]
    assert {(time.year, time.month) for time in near} == {
        (time.year, time.month) for time in left if (NOW.date() - time.date()).days <= 24 * 31
    }


def test_three_years_of_daily_backups_come_down_to_a_few_dozen() -> None:
    times = [NOW - dt.timedelta(days=days) for days in range(1000)]
    left = len(times) - len(superfluous(times, NOW))
    assert 30 <= left <= 45
