"""The turns of a recurring duty, by its rule: 每月5日前, 每季度末, 每半年, 每年12月, 每周, 每季度2次.

A pure function of rule, span and calendar; nothing here knows the present day.
Source: docs/domain.md section 8.1; the weekly and the several-times forms are ours.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ledger_app.domain.period import Period, PeriodKind
from ledger_app.domain.task import Deadline, Every
from ledger_app.domain.workday import WorkCalendar

Roll = Literal["none", "forward", "back"]
_KINDS: dict[Every, PeriodKind] = {"year": "year", "half-year": "half-year", "quarter": "quarter", "month": "month"}
_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The rhythm of a duty.

    Attributes:
        every: the period in which it comes round.
        times: turns in each period, at least 1; several are spread evenly, the last at its end.
        day: "MM-DD" for every year, "DD" for a month or the last month of a longer period, "1"-"7" (Monday to
            Sunday) for a week; None = last day of the period.  Days past a month's end mean its last day.
        roll: what happens to a due date on a rest day.
    """

    every: Every
    times: int = 1
    day: str | None = None
    roll: Roll = "none"

    @classmethod
    def of(cls, deadline: Deadline, roll: Roll = "none") -> Recurrence | None:
        """Return the rhythm of a recurring deadline, None if it names none."""
        if deadline.kind != "recurring" or deadline.every is None:
            return None
        return cls(deadline.every, max(1, deadline.times or 1), deadline.day, roll)


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn and its due date; period is "2024-06", "2024-Q2", "2024-H1", "2024" or "2024-W23", "/2" for a second."""

    period: str
    due: dt.date


def turns(rule: Recurrence, first: dt.date, last: dt.date, calendar: WorkCalendar | None = None) -> Iterator[Turn]:
    """Yield the turns whose due date by the rule lies from first to last, in order of due date.

    Rolling comes after: a turn whose rest day rolls out of the span still belongs to it.

    Args:
        rule: the rhythm.
        first: first day of the span.
        last: last day of the span, inclusive.
        calendar: needed to roll rest days; without one nothing rolls.
    """
    for label, start, end in _periods(rule.every, first, last):
        dues = _due_days(rule, start, end)
        for number, due in enumerate(dues, start=1):
            if first <= due <= last:
                yield Turn(label if number == 1 else f"{label}/{number}", _rolled(due, rule.roll, calendar))


def _periods(every: Every, first: dt.date, last: dt.date) -> Iterator[tuple[str, dt.date, dt.date]]:
    """Yield label, first and last day of each period that touches a span."""
    if every == "week":
        monday = first - dt.timedelta(days=first.weekday())
        while monday <= last:
            year, week, _ = monday.isocalendar()
            yield f"{year:04d}-W{week:02d}", monday, monday + _WEEK - dt.timedelta(days=1)
            monday += _WEEK
        return
    period = Period.containing(first, _KINDS[every])
    while period.first_day <= last:
        yield str(period), period.first_day, period.last_day
        period = period.next


def _due_days(rule: Recurrence, start: dt.date, end: dt.date) -> list[dt.date]:
    """Return the due days within one period, ascending: even steps, the last on the rule's own day."""
    final = _final_day(rule, start, end)
    span = (final - start).days + 1
    return [start + dt.timedelta(days=max(1, span * number // rule.times) - 1) for number in range(1, rule.times + 1)]


def _final_day(rule: Recurrence, start: dt.date, end: dt.date) -> dt.date:
    if rule.day is None:
        return end
    if rule.every == "week":
        return start + dt.timedelta(days=min(7, max(1, int(rule.day))) - 1)
    month, _, day = rule.day.rpartition("-")
    if rule.every == "year" and month:
        return Period(start.year, "month", int(month)).cutoff(int(day))
    return Period.containing(end).cutoff(int(day))


def _rolled(day: dt.date, roll: Roll, calendar: WorkCalendar | None) -> dt.date:
    if calendar is None or roll == "none":
        return day
    return calendar.roll_forward(day) if roll == "forward" else calendar.roll_back(day)
