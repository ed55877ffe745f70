"""Reporting periods: a month, a quarter, a half-year, a year.  Source: docs/domain.md sections 1.3 and 4.1."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

PeriodKind = Literal["month", "quarter", "half-year", "year"]

MONTHS_IN: dict[PeriodKind, int] = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_MARKS: dict[PeriodKind, str] = {"month": "", "quarter": "Q", "half-year": "H", "year": ""}
_QUARTER_NAMES = "一二三四"
_TEXT = re.compile(r"(?P<year>\d{4})(?:-(?:(?P<month>\d{2})|Q(?P<quarter>[1-4])|H(?P<half>[12])))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A calendar period; ordered by year, then kind's number, so compare only periods of one kind.

    Attributes:
        year: four digits.
        kind: month, quarter, half-year or year.
        number: 1-12, 1-4, 1-2 or 1 within the year.
    """

    year: int
    kind: PeriodKind
    number: int = 1

    def __post_init__(self) -> None:
        """Refuse a number that the kind does not have.

        Raises:
            ValueError: the year or the number is out of range.
        """
        if not 1 <= self.year <= 9998 or not 1 <= self.number <= 12 // MONTHS_IN[self.kind]:
            raise ValueError(f"no such period: {self.kind} {self.number} of {self.year}")

    def __str__(self) -> str:
        """Return the text form: "2024-06", "2024-Q2", "2024-H1" or "2024"."""
        if self.kind == "year":
            return f"{self.year:04d}"
        if self.kind == "month":
            return f"{self.year:04d}-{self.number:02d}"
        return f"{self.year:04d}-{_MARKS[self.kind]}{self.number}"

    @classmethod
    def parse(cls, text: str) -> Period:
        """Return the period of a text form.

        Raises:
            ValueError: the text is none of "2024-06", "2024-Q2", "2024-H1", "2024".
        """
        match = _TEXT.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"not a period: {text!r}")
        year = int(match["year"])
        if match["month"]:
            return cls(year, "month", int(match["month"]))
        if match["quarter"]:
            return cls(year, "quarter", int(match["quarter"]))
        if match["half"]:
            return cls(year, "half-year", int(match["half"]))
        return cls(year, "year")

    @classmethod
    def containing(cls, date: dt.date, kind: PeriodKind = "month") -> Period:
        """Return the period of a kind that a day lies in."""
        return cls(date.year, kind, (date.month - 1) // MONTHS_IN[kind] + 1)

    @property
    def first_month(self) -> int:
        """Return the number of its first month, 1-12."""
        return (self.number - 1) * MONTHS_IN[self.kind] + 1

    @property
    def last_month(self) -> int:
        """Return the number of its last month, 1-12."""
        return self.number * MONTHS_IN[self.kind]

    @property
    def first_day(self) -> dt.date:
        """Return its first day."""
        return dt.date(self.year, self.first_month, 1)

    @property
    def last_day(self) -> dt.date:
        """Return its last day, inclusive."""
        return last_day_of_month(self.year, self.last_month)

    @property
    def previous(self) -> Period:
        """Return the period of the same kind just before."""
        return self.shifted(-1)

    @property
    def next(self) -> Period:
        """Return the period of the same kind just after."""
        return self.shifted(1)

    def shifted(self, steps: int) -> Period:
        """Return the period of the same kind that many steps later (negative: earlier)."""
        in_year = 12 // MONTHS_IN[self.kind]
        year, number = divmod(self.year * in_year + self.number - 1 + steps, in_year)
        return Period(year, self.kind, number + 1)

    @property
    def months(self) -> tuple[Period, ...]:
        """Return its months in order."""
        return tuple(Period(self.year, "month", month) for month in range(self.first_month, self.last_month + 1))

    def contains(self, date: dt.date) -> bool:
        """Say whether a day lies in it."""
        return self.first_day <= date <= self.last_day

    def cutoff(self, cutoff_day: int = 0) -> dt.date:
        """Return the day to which its report is judged: that day of its last month, 0 or past the end = month end."""
        last = self.last_day
        return last if cutoff_day <= 0 else last.replace(day=min(cutoff_day, last.day))

    @property
    def name(self) -> str:
        """Return its full Chinese name: 2024年6月, 2024年二季度, 2024年上半年, 2024年."""
        return f"{self.year}年{'' if self.kind == 'year' else self.short_name}"

    @property
    def short_name(self) -> str:
        """Return its Chinese name without the year: 6月, 二季度, 上半年, 全年."""
        if self.kind == "month":
            return f"{self.number}月"
        if self.kind == "quarter":
            return f"{_QUARTER_NAMES[self.number - 1]}季度"
        if self.kind == "half-year":
            return "上半年" if self.number == 1 else "下半年"
        return "全年"

    @property
    def previous_name(self) -> str:
        """Return how a comparison calls the period before: 上月, 上季度, 上半年 (上年下半年), 上年."""
        names: dict[PeriodKind, str] = {
            "month": "上月",
            "quarter": "上季度",
            "half-year": "上年下半年" if self.number == 1 else "上半年",
            "year": "上年",
        }
        return names[self.kind]


def last_day_of_month(year: int, month: int) -> dt.date:
    """Return the last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def month_of(date: dt.date) -> str:
    """Return the month of a day as "YYYY-MM"."""
    return f"{date.year:04d}-{date.month:02d}"


def add_months(date: dt.date, months: int) -> dt.date:
    """Return the same day that many months later, the month's last day where it has no such day."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    return dt.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))
