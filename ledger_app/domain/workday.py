"""The working calendar: weekends, official holidays and weekends worked in exchange (调休).

Holidays are exceptions to Monday-Friday, kept as `Holiday` rows; the years that ship are in resources/calendars.
A year counts as known once its National Day is on record, as every yearly notice names it; other years are
counted Monday-Friday, and the calendar says so.  Source: docs/domain.md section 8.1.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from ledger_app.domain.supervision import Holiday

CALENDAR_HEADER = ("日期", "安排", "节日", "依据")
_DAY = dt.timedelta(days=1)
_LONGEST_BLOCK_DAYS = 31
_DATE = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?")


class CalendarFileError(ValueError):
    """A calendar file has a line that cannot be read; `line` counts from 1, `text` is the line."""

    def __init__(self, line: int, text: str) -> None:
        """Keep where the fault is."""
        super().__init__(f"line {line}: {text!r}")
        self.line = line
        self.text = text


@dataclass(frozen=True, slots=True)
class HolidayBlock:
    """Days off that belong together; first and last are inclusive."""

    name: str
    first: dt.date
    last: dt.date


class WorkCalendar:
    """Answers what is a working day; made anew when the holidays change."""

    def __init__(self, holidays: Iterable[Holiday] = ()) -> None:
        """Take the exceptions of any years, in any order; of two rows for one day the later counts."""
        self._exceptions = {holiday.day: holiday for holiday in holidays}
        self._off = sorted(day for day, one in self._exceptions.items() if not one.is_workday and day.weekday() < 5)
        self._worked = sorted(day for day, one in self._exceptions.items() if one.is_workday and day.weekday() >= 5)
        self.known_years = frozenset(
            day.year for day, one in self._exceptions.items() if (day.month, day.day) == (10, 1) and not one.is_workday
        )

    @property
    def known_until(self) -> dt.date | None:
        """Return the last day of the last known year, None if no year is known."""
        return dt.date(max(self.known_years), 12, 31) if self.known_years else None

    def is_workday(self, day: dt.date) -> bool:
        """Say whether people work on a day."""
        exception = self._exceptions.get(day)
        return day.weekday() < 5 if exception is None else exception.is_workday

    def mark(self, day: dt.date) -> str:
        """Return 休 or 班 where a day is not what its weekday says, else ""."""
        exception = self._exceptions.get(day)
        if exception is None or exception.is_workday == (day.weekday() < 5):
            return ""
        return "班" if exception.is_workday else "休"

    def day_word(self, day: dt.date) -> str:
        """Return what kind of day it is, in Chinese ("国庆节放假", "春节调休上班", "周末", "工作日")."""
        exception = self._exceptions.get(day)
        if exception is not None and not exception.is_workday:
            return f"{exception.name}放假"
        if exception is not None and day.weekday() >= 5:
            return f"{exception.name}调休上班"
        return "工作日" if day.weekday() < 5 else "周末"

    def holiday(self, day: dt.date) -> Holiday | None:
        """Return the exception on record for a day, None if it is what its weekday says."""
        return self._exceptions.get(day)

    @property
    def reach(self) -> str:
        """Return a Chinese sentence that says how far the calendar goes."""
        if self.known_until is None:
            return "还没有放假安排，工作日按周一至周五推算。"
        return f"工作日历到{self.known_until.year}年底，之后按周一至周五推算。"

    def count(self, first: dt.date, last: dt.date) -> int:
        """Return the working days from first to last, both counted; 0 if last is before first."""
        if last < first:
            return 0
        days = (last - first).days + 1
        weeks, rest = divmod(days, 7)
        weekdays = weeks * 5 + sum(1 for offset in range(rest) if (first.weekday() + offset) % 7 < 5)
        return weekdays - _between(self._off, first, last) + _between(self._worked, first, last)

    def days_left(self, cutoff: dt.date, due: dt.date) -> int:
        """Return the working days after the cut-off up to and with the due date, 0 once it is past."""
        return self.count(cutoff + _DAY, due)

    def add(self, day: dt.date, workdays: int) -> dt.date:
        """Return the day that is so many working days after a day, which itself is not counted.

        0 gives the day itself, a negative number counts backwards.
        """
        step = _DAY if workdays > 0 else -_DAY
        for _ in range(abs(workdays)):
            day += step
            while not self.is_workday(day):
                day += step
        return day

    def roll_forward(self, day: dt.date) -> dt.date:
        """Return the day itself if it is worked, else the next working day."""
        return day if self.is_workday(day) else self.add(day, 1)

    def roll_back(self, day: dt.date) -> dt.date:
        """Return the day itself if it is worked, else the working day before."""
        return day if self.is_workday(day) else self.add(day, -1)

    def blocks(self, year: int) -> list[HolidayBlock]:
        """Return the holiday blocks that end in a year, in order; one name and days in a row make a block."""
        days = sorted(
            day
            for day, one in self._exceptions.items()
            if not one.is_workday and dt.date(year, 1, 1) - _DAY * _LONGEST_BLOCK_DAYS <= day <= dt.date(year, 12, 31)
        )
        found: list[HolidayBlock] = []
        for day in days:
            name = self._exceptions[day].name
            if found and found[-1].last + _DAY == day and found[-1].name == name:
                found[-1] = HolidayBlock(name, found[-1].first, day)
            else:
                found.append(HolidayBlock(name, day, day))
        return [block for block in found if block.last.year == year]

    def day_before(self, holiday: str, year: int) -> dt.date | None:
        """Return the day before a named holiday's block starts ("春节" also finds "春节、元宵节"), None if unknown."""
        wanted = holiday.strip().removesuffix("节")
        block = next((block for block in self.blocks(year) if wanted and wanted in block.name), None)
        return None if block is None else block.first - _DAY

    def day_before_next(self, day: dt.date) -> dt.date | None:
        """Return the day before the next holiday block that starts after a day (节前), None if none is known."""
        blocks = [*self.blocks(day.year), *self.blocks(day.year + 1)]
        return next((block.first - _DAY for block in blocks if block.first > day), None)

    def warning(self, first: dt.date, last: dt.date) -> str:
        """Return a Chinese sentence if a span of days touches years whose holidays are not on record, else ""."""
        unknown = [str(year) for year in range(first.year, last.year + 1) if year not in self.known_years]
        if not unknown:
            return ""
        return f"{'、'.join(unknown)}年的放假调休安排尚未载入，工作日暂按周一至周五计算，请在设置中导入当年放假通知。"


def read_calendar(text: str, source: str = "") -> list[Holiday]:
    """Return the rows of a calendar file: CSV with the columns 日期, 安排 (休 or 班), 节日, 依据.

    A date may be a span ("2025-01-28~2025-02-04"); empty lines and lines that start with # are left out.

    Raises:
        CalendarFileError: a line is no such row, or a span is backwards or longer than a month.
    """
    found: list[Holiday] = []
    for number, cells in enumerate(csv.reader(text.removeprefix("\ufeff").splitlines()), start=1):
        values = [cell.strip() for cell in cells] + [""] * len(CALENDAR_HEADER)
        if not any(values) or values[0].startswith("#") or values[0] == CALENDAR_HEADER[0]:
            continue
        kind = {"休": False, "班": True}.get(values[1])
        days = _days(values[0])
        if kind is None or not days:
            raise CalendarFileError(number, ",".join(cells))
        found.extend(Holiday(0, day, kind, values[2], values[3] or source) for day in days)
    return found


def _days(text: str) -> list[dt.date]:
    """Return the days of a date or a span, empty if it cannot be read."""
    parts = [_DATE.fullmatch(part.strip()) for part in re.split("[~～至]", text)]
    if len(parts) > 2 or None in parts:
        return []
    try:
        dates = [dt.date(*(int(group) for group in part.groups())) for part in parts if part is not None]
    except ValueError:
        return []
    length = (dates[-1] - dates[0]).days
    return [dates[0] + _DAY * offset for offset in range(length + 1)] if length < _LONGEST_BLOCK_DAYS else []


def _between(days: list[dt.date], first: dt.date, last: dt.date) -> int:
    return bisect_right(days, last) - bisect_left(days, first)
