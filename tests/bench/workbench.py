"""The workbench of 100,000 tasks: each of its parts against the same at 10,000, counted for each task.

A part that grew faster than the ledger would one day hold up the page; all of them run on worker threads.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ledger_app.domain.period import Period
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.workday import WorkCalendar
from ledger_app.ports import ReadSession
from tests.bench.big import CUTOFF, big_ledger, open_big
from tests.bench.measure import Measure, turn_about
from ui.models.due_dates import read_due_days, read_year
from ui.models.trend import read_trend, trend_days
from ui.models.workbench import read_units, read_workbench

SIZES = (100_000, 10_000)
BUDGET = 1.5
_SETTINGS = LedgerSettings()
_PARTS: dict[str, Callable[[ReadSession], object]] = {
    "数字和今天该做的": lambda session: read_workbench(session, CUTOFF, _SETTINGS, WorkCalendar()),
    "牵头单位": lambda session: read_units(session, CUTOFF),
    "月历": lambda session: read_due_days(session, CUTOFF, Period.containing(CUTOFF)),
    "年度时间轴": lambda session: read_year(session, CUTOFF, CUTOFF.year, "plan"),
    "月度趋势": lambda session: read_trend(session, trend_days(CUTOFF, _SETTINGS)),
}


def run(folder: Path) -> list[Measure]:
    """Measure each part of the page."""
    ledgers = [open_big(big_ledger(folder, tasks)) for tasks in SIZES]
    try:
        with ledgers[0].read() as large, ledgers[1].read() as small:
            return [_part(name, read, large, small) for name, read in _PARTS.items()]
    finally:
        for ledger in ledgers:
            ledger.close()


def _part(name: str, read: Callable[[ReadSession], object], large: ReadSession, small: ReadSession) -> Measure:
    ours, other = turn_about(lambda: read(large), lambda: read(small))
    note = f"{ours * 1000:.0f} / {other * 1000:.0f} 毫秒"
    return Measure(f"工作台{name}：每项", ours / SIZES[0], other / SIZES[1], "1 万项时", BUDGET, note)
