"""Which backups stay: a pure rule over their times.

All of today's and yesterday's, then one a day for a week, one a week for two months, one a month for two years,
and always the newest three.  The newest of each span is the one that stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

DAYS, WEEKS, MONTHS = 7, 8, 24
ALWAYS = 3


def superfluous(times: Iterable[dt.datetime], now: dt.datetime) -> list[dt.datetime]:
    """Return the times of backups that may go, oldest first.

    Args:
        times: when the backups were made (local, naive); in any order, without doubles.
        now: the present, in the same reckoning; backups from the future (a wrong clock) always stay.
    """
    newest_first = sorted(times, reverse=True)
    keep = set(newest_first[:ALWAYS])
    seen: set[tuple[str, object]] = set()
    for time in newest_first:
        age_days = (now.date() - time.date()).days
        if age_days <= 1:
            keep.add(time)
            continue
        for span in _spans(time, age_days):
            if span not in seen:
                seen.add(span)
                keep.add(time)
    return sorted(time for time in newest_first if time not in keep)


def _spans(time: dt.datetime, age_days: int) -> list[tuple[str, object]]:
    """Return the spans that a backup of that age can stand for."""
    spans: list[tuple[str, object]] = []
    if age_days <= DAYS:
        spans.append(("day", time.date()))
    if age_days <= WEEKS * 7:
        spans.append(("week", time.isocalendar()[:2]))
    if age_days <= MONTHS * 31:
        spans.append(("month", (time.year, time.month)))
    return spans
