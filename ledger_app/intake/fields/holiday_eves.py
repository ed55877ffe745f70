"""The last day before a public holiday, for times such as 春节前 and 国庆前.

Source: docs/domain.md section 8.1; the yearly notices of the State Council on public holidays.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

_FIXED = {
    "元旦": (1, 1),
    "清明": (4, 4),
    "五一": (5, 1),
    "劳动": (5, 1),
    "国庆": (10, 1),
}
# The first day of the lunar year and the two lunar holidays that follow it, by year.  Source: astronomical calendar.
_LUNAR = {
    "春节": {
        2022: (2, 1),
        2023: (1, 22),
        2024: (2, 10),
        2025: (1, 29),
        2026: (2, 17),
        2027: (2, 6),
        2028: (1, 26),
        2029: (2, 13),
        2030: (2, 3),
    },
    "端午": {
        2022: (6, 3),
        2023: (6, 22),
        2024: (6, 10),
        2025: (5, 31),
        2026: (6, 19),
        2027: (6, 9),
        2028: (5, 28),
        2029: (6, 16),
        2030: (6, 5),
    },
    "中秋": {
        2022: (9, 10),
        2023: (9, 29),
        2024: (9, 17),
        2025: (10, 6),
        2026: (9, 25),
        2027: (9, 15),
        2028: (10, 3),
        2029: (9, 22),
        2030: (9, 12),
    },
}
# First days off by the yearly notices, where weekends or eves move them from the day itself.
_OFF_FROM = {
    "元旦": {2023: (2022, 12, 31), 2024: (2023, 12, 30)},
    "春节": {
        2022: (2022, 1, 31),
        2023: (2023, 1, 21),
        2024: (2024, 2, 10),
        2025: (2025, 1, 28),
        2026: (2026, 2, 15),
    },
    "清明": {2022: (2022, 4, 3), 2023: (2023, 4, 5)},
    "五一": {2022: (2022, 4, 30), 2023: (2023, 4, 29)},
    "端午": {2024: (2024, 6, 8)},
    "中秋": {2024: (2024, 9, 15), 2025: (2025, 10, 1)},
    "国庆": {2023: (2023, 9, 29)},
}
_ON_RECORD = range(2022, 2027)


@dataclass(frozen=True, slots=True)
class DayBefore:
    """The last day before a holiday.

    Attributes:
        day: calendar day.
        is_official: the days off are on record; otherwise it is the eve of the holiday itself.
    """

    day: dt.date
    is_official: bool


def day_before(name: str, year: int) -> DayBefore | None:
    """Return the last day before a holiday ("春节", "国庆节", "五一") of a year, None if unknown."""
    short = name if name == "春节" else name.removesuffix("节")
    short = "五一" if short == "劳动" else short
    off = _OFF_FROM.get(short, {}).get(year)
    own = _FIXED.get(short) or _LUNAR.get(short, {}).get(year)
    if own is None:
        return None
    first = dt.date(*off) if off else dt.date(year, *own)
    if short == "春节" and off is None:
        # Since 2025 the eve is a day off too.
        first -= dt.timedelta(days=1)
    return DayBefore(first - dt.timedelta(days=1), year in _ON_RECORD)
