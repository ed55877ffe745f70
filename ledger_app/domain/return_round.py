"""One month's round of reports, unit by unit: how each stands, how many days late, how often it was chased.

What a line of the return log means at a cut-off date is `domain/returns.py`; this adds what a clerk needs to see
beside it.  Source: docs/domain.md sections 1.1, 1.3 and 4.2 (T2).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ledger_app.domain.chase_text import LateUnit
from ledger_app.domain.period import Period
from ledger_app.domain.returns import ReturnState, return_state
from ledger_app.domain.schedule import report_due
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.supervision import Chase, ReturnLog
from ledger_app.domain.unit import Unit

RETURN_SIGNS: Mapping[ReturnState, str] = {
    ReturnState.ON_TIME: "✓",
    ReturnState.LATE: "迟",
    ReturnState.MISSING: "缺",
    ReturnState.SENT_BACK: "退",
    ReturnState.PENDING: "待",
    ReturnState.EXCUSED: "免",
}
# What still has to come in.
OWING = frozenset({ReturnState.MISSING, ReturnState.SENT_BACK, ReturnState.PENDING})
ARRIVED = frozenset({ReturnState.ON_TIME, ReturnState.LATE})


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """A unit's report of one month as the register shows it.

    Attributes:
        log: the stored line, None while the unit was not asked (it is then judged as if it had been).
        chases: oldest first.
        due: last day to report in time.
        state: with all that the log knows, also what came in after the cut-off date.
        counted: as a report of the cut-off date counts it; the same unless something came later.
        days: calendar days past the due date (missing, late) or since it was sent back, 0 otherwise.
    """

    unit: Unit
    log: ReturnLog | None
    due: dt.date
    state: ReturnState
    counted: ReturnState
    days: int = 0
    chases: tuple[Chase, ...] = ()

    @property
    def name(self) -> str:
        """Return the unit's name for lists."""
        return self.unit.short_name or self.unit.name

    @property
    def is_owing(self) -> bool:
        """Say whether the report has still to come in."""
        return self.state in OWING


def line_of(
    unit: Unit,
    month: Period,
    log: ReturnLog | None,
    cutoff: dt.date,
    settings: LedgerSettings,
    chases: Iterable[Chase] = (),
) -> ReturnLine:
    """Return how a unit's report of a month stands at a cut-off date."""
    judged = log or ReturnLog(0, unit.id, str(month))
    due = judged.due or report_due(month, settings)
    known = max([cutoff, *(day for day in (judged.received_on, judged.sent_back_on) if day is not None)])
    state = return_state(judged, known, settings)
    ordered = tuple(sorted(chases, key=lambda chase: (chase.on_date, chase.id)))
    counted = return_state(judged, cutoff, settings)
    return ReturnLine(unit, log, due, state, counted, _days(judged, state, due, cutoff), ordered)


def _days(log: ReturnLog, state: ReturnState, due: dt.date, cutoff: dt.date) -> int:
    if state is ReturnState.LATE and log.received_on is not None:
        return (log.received_on - due).days
    if state is ReturnState.MISSING:
        return (cutoff - due).days
    if state is ReturnState.SENT_BACK and log.sent_back_on is not None:
        return max(0, (cutoff - log.sent_back_on).days)
    return 0


def count_states(lines: Iterable[ReturnLine]) -> dict[ReturnState, int]:
    """Return how many lines stand in each state."""
    counts = dict.fromkeys(ReturnState, 0)
    for line in lines:
        counts[line.state] += 1
    return counts


def to_chase(line: ReturnLine, cutoff: dt.date, missing: int = 0) -> LateUnit:
    """Return a unit that owes its report, and lacks so many papers, as the words of a chase name it."""
    is_back = line.state is ReturnState.SENT_BACK
    return LateUnit(line.unit.id, line.name, (cutoff - line.due).days, 0, is_back, len(line.chases), missing)
