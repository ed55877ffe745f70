"""How far a task should be at a cut-off date: elapsed share, start, due date, gap.

All shares are whole tenths of a percent, so that the same rule written in SQL gives the same number and what is
printed is what was judged.  Source: docs/domain.md section 3.3.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.period import Period
from ledger_app.domain.settings import LedgerSettings

FULL_TENTHS = 1000


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What a cut-off date and the ledger's settings mean for every task alike; made once a run.

    Attributes:
        months_done: year * 12 + months of that year that are over at the cut-off; a month is over from its own
            cut-off day on (settings.cutoff_day), so nobody lags for a month that still runs.
        expected_period: the latest month ("YYYY-MM") whose reports had to be in by the cut-off.
        expected_until: last day of that month.
        lag_yellow, lag_red: thresholds in tenths of a percentage point.
    """

    cutoff: dt.date
    settings: LedgerSettings
    months_done: int
    expected_period: str
    expected_until: dt.date
    lag_yellow: int
    lag_red: int

    @classmethod
    def at(cls, cutoff: dt.date, settings: LedgerSettings) -> Yardstick:
        """Return the yardstick of a cut-off date under a ledger's settings."""
        is_over = cutoff >= Period.containing(cutoff).cutoff(settings.cutoff_day)
        expected = Period.containing(cutoff)
        while report_due(expected, settings) > cutoff:
            expected = expected.previous
        return cls(
            cutoff=cutoff,
            settings=settings,
            months_done=cutoff.year * 12 + cutoff.month - (0 if is_over else 1),
            expected_period=str(expected),
            expected_until=expected.last_day,
            lag_yellow=to_tenths(settings.lag_yellow),
            lag_red=to_tenths(settings.lag_red),
        )


def report_due(month: Period, settings: LedgerSettings) -> dt.date:
    """Return the day by which the reports of a month have to be in, by the ledger's settings."""
    return (month.next if settings.report_due_next_month else month).cutoff(settings.report_due_day)


def to_tenths(value: float) -> int:
    """Return a percent or number of points (>= 0) as whole tenths, halves rounded up."""
    return int(value * 10 + 0.5)


def due_of(facts: TaskFacts, settings: LedgerSettings) -> dt.date | None:
    """Return the day a task is judged by: the present or the original due date, whichever the ledger chose."""
    if settings.judge_by == "original":
        return facts.original_due or facts.current_due
    return facts.current_due or facts.original_due


def start_of(facts: TaskFacts) -> dt.date | None:
    """Return the first day of a task's span: its own start, else 1 January of the plan's year, else its issue."""
    if facts.start is not None:
        return facts.start
    if facts.plan_year is not None:
        return dt.date(facts.plan_year, 1, 1)
    return facts.issued


def begin_of(facts: TaskFacts) -> dt.date | None:
    """Return the day from which work can be asked for: never before the task was handed out."""
    start = start_of(facts)
    if start is None or facts.issued is None:
        return start
    return max(start, facts.issued)


def length_days(start: dt.date, due: dt.date) -> int:
    """Return the days from start to due date, both counted, at least 1."""
    return max(1, (due - start).days + 1)


def is_whole_year(start: dt.date, due: dt.date) -> bool:
    """Say whether a span is exactly one calendar year."""
    return start.year == due.year and (start.month, start.day, due.month, due.day) == (1, 1, 12, 31)


def elapsed_tenths(facts: TaskFacts, due: dt.date | None, yardstick: Yardstick) -> int | None:
    """Return the share of a task that should be done at the cut-off, in tenths of a percent (0-1000).

    Whole-year tasks go by the ledger's rule (months over / 12 by default, or quarters over / 4, or days); tasks
    with a start or due date of their own go by days, both ends counted; under the rule "milestones" a task with
    milestones goes by those reached.  None where the start or the due date is not known.
    """
    start = start_of(facts)
    if start is None or due is None:
        return None
    rule = yardstick.settings.schedule_rule
    if rule == "milestones" and facts.milestones:
        return _milestone_tenths(facts.milestones, yardstick.cutoff)
    if rule != "days" and is_whole_year(start, due):
        months = min(12, max(0, yardstick.months_done - start.year * 12))
        return _share(months // 3, 4) if rule == "quarter" else _share(months, 12)
    length = length_days(start, due)
    return _share(min(length, max(0, (yardstick.cutoff - min(start, due)).days + 1)), length)


def gap_tenths(percent: float | None, elapsed: int | None) -> int | None:
    """Return completion minus elapsed share in tenths of a percentage point, None where one is unknown."""
    if percent is None or elapsed is None:
        return None
    return min(FULL_TENTHS, to_tenths(percent)) - elapsed


def _share(done: int, total: int) -> int:
    """Return done / total in tenths of a percent, halves rounded up, in whole numbers only."""
    return (2 * FULL_TENTHS * done + total) // (2 * total)


def _milestone_tenths(milestones: tuple[tuple[dt.date, float | None], ...], cutoff: dt.date) -> int:
    """Return the highest share of the milestones due by the cut-off.

    A milestone without a percent stands for the share of milestones due by its own day.
    """
    reached = 0
    for due, percent in milestones:
        if due <= cutoff:
            by_then = sum(1 for other, _ in milestones if other <= due)
            share = _share(by_then, len(milestones)) if percent is None else min(FULL_TENTHS, to_tenths(percent))
            reached = max(reached, share)
    return reached
