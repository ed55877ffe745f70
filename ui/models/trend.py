"""How the share of finished work and the overdue tasks went from month to month: the rules applied at each month's end.

Each month means judging the whole ledger at another day, so what was found is kept while the ledger stays the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from ledger_app.domain.grid import TaskQuery
from ledger_app.domain.period import Period
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.supervision import Snapshot
from ledger_app.domain.tones import Light
from ledger_app.ports import Progress, ReadSession
from ui.models.task_lists import DONE_LIGHTS

MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One month: the whole ledger at its cut-off date.

    Attributes:
        total: tasks without the cancelled ones.
        report: number of the month's latest frozen circular, "" if none.
    """

    month: Period
    cutoff: dt.date
    total: int
    done: int
    overdue: int
    report: str = ""

    @property
    def done_percent(self) -> float:
        """Return the share of finished tasks, 0-100."""
        return self.done * 100 / self.total if self.total else 0.0


def trend_days(cutoff: dt.date, settings: LedgerSettings) -> list[tuple[Period, dt.date]]:
    """Return the months of the year up to a cut-off date, each with the day it is judged at."""
    last = Period.containing(cutoff)
    first = max(1, last.number - MONTHS_SHOWN + 1)
    months = [Period(last.year, "month", number) for number in range(first, last.number)]
    return [*((month, month.cutoff(settings.cutoff_day)) for month in months), (last, cutoff)]


def read_trend(
    session: ReadSession, days: Sequence[tuple[Period, dt.date]], progress: Progress | None = None
) -> tuple[TrendPoint, ...]:
    """Judge the whole ledger at each of the days."""
    reports: dict[str, str] = {}
    for one in sorted(session.of(Snapshot).find(kind="monthly"), key=lambda found: found.id):
        reports[one.period] = one.number
    points = []
    for place, (month, cutoff) in enumerate(days, start=1):
        if progress is not None:
            progress.step(place, len(days))
        lights = session.light_counts(TaskQuery(cutoff))
        total = sum(lights.values()) - lights.get(Light.CANCELLED.value, 0)
        done = sum(lights.get(light, 0) for light in DONE_LIGHTS)
        overdue = lights.get(Light.OVERDUE.value, 0)
        points.append(TrendPoint(month, cutoff, total, done, overdue, reports.get(str(month), "")))
    return tuple(points)
