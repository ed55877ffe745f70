"""Whether units sent in their monthly reports: on time, late, missing, sent back.

Source: docs/domain.md sections 1.1 and 4.2 (T2).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ledger_app.domain.period import Period
from ledger_app.domain.schedule import report_due
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.supervision import ReturnLog


class ReturnState(StrEnum):
    """How a unit's report for one month stands at a cut-off date."""

    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    SENT_BACK = "sent_back"
    PENDING = "pending"
    EXCUSED = "excused"

    @property
    def word(self) -> str:
        """Return the Chinese word as printed in T2."""
        return _WORDS[self]


_WORDS = {
    ReturnState.ON_TIME: "按时",
    ReturnState.LATE: "迟报",
    ReturnState.MISSING: "漏报",
    ReturnState.SENT_BACK: "退回",
    ReturnState.PENDING: "待报",
    ReturnState.EXCUSED: "免报",
}


@dataclass(frozen=True, slots=True)
class ReturnSummary:
    """One unit's reports over the months of a period: (month "YYYY-MM", state), ascending; empty if not asked."""

    months: tuple[tuple[str, ReturnState], ...] = ()

    def count(self, state: ReturnState) -> int:
        """Return in how many months the state holds."""
        return sum(1 for _, found in self.months if found is state)

    @property
    def worst(self) -> ReturnState | None:
        """Return the gravest state of the period, None if no report was asked for."""
        found = {state for _, state in self.months}
        return next((state for state in _GRAVEST if state in found), None)

    @property
    def word(self) -> str:
        """Return the cell of T2: one word for one month, counts for several ("按时2 迟报1"), a dash for none."""
        if not self.months:
            return "—"
        if len(self.months) == 1:
            return self.months[0][1].word
        return " ".join(f"{state.word}{self.count(state)}" for state in ReturnState if self.count(state))


NO_RETURNS = ReturnSummary()

_GRAVEST = (
    ReturnState.MISSING,
    ReturnState.SENT_BACK,
    ReturnState.LATE,
    ReturnState.PENDING,
    ReturnState.ON_TIME,
    ReturnState.EXCUSED,
)


def return_state(log: ReturnLog, cutoff: dt.date, settings: LedgerSettings) -> ReturnState:
    """Return how one line of the return log stands at a cut-off date; what came later is not known yet."""
    if log.is_excused:
        return ReturnState.EXCUSED
    due = log.due or report_due(Period.parse(log.period), settings)
    received = log.received_on if log.received_on is not None and log.received_on <= cutoff else None
    sent_back = log.sent_back_on if log.sent_back_on is not None and log.sent_back_on <= cutoff else None
    # A report that came in again after it was sent back counts from the day it came again.
    if sent_back is not None and (received is None or received <= sent_back):
        return ReturnState.SENT_BACK
    if received is None:
        return ReturnState.MISSING if cutoff > due else ReturnState.PENDING
    return ReturnState.ON_TIME if received <= due else ReturnState.LATE


def summarise_returns(
    logs: Iterable[ReturnLog], period: Period, cutoff: dt.date, settings: LedgerSettings
) -> dict[int, ReturnSummary]:
    """Return unit id -> its reports over the months of a period."""
    wanted = {str(month) for month in period.months}
    found: dict[int, dict[str, ReturnState]] = {}
    for log in logs:
        if log.period in wanted:
            found.setdefault(log.unit_id, {})[log.period] = return_state(log, cutoff, settings)
    return {unit_id: ReturnSummary(tuple(sorted(months.items()))) for unit_id, months in found.items()}
