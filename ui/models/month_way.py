"""The month's way: reports asked for, coming in, chased, told in the circular; and what comes next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from ledger_app.domain.period import Period
from ledger_app.domain.returns import ReturnState, return_state
from ledger_app.domain.schedule import report_due
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.supervision import Chase, ReturnLog, Snapshot
from ledger_app.domain.unit import Unit
from ledger_app.ports import ReadSession

StepName = Literal["ask", "receive", "chase", "report"]
StepState = Literal["done", "now", "later"]
_MISSING = (ReturnState.MISSING, ReturnState.PENDING)


@dataclass(frozen=True, slots=True)
class Step:
    """One station of the way."""

    name: StepName
    word: str
    detail: str
    state: StepState


@dataclass(frozen=True, slots=True)
class MonthWay:
    """How far the month is.

    Attributes:
        asked, received: units; missing: without a report, before or after the due day; sent_back: to be corrected.
        chased: reminders so far; reports: numbers of the month's frozen circulars.
        reporting_units: units that report, whether asked or not; unasked: those of them with no line in the register.
    """

    month: Period
    due: dt.date
    cutoff: dt.date
    asked: int = 0
    received: int = 0
    missing: int = 0
    sent_back: int = 0
    chased: int = 0
    reporting_units: int = 0
    unasked: int = 0
    reports: tuple[str, ...] = ()

    @property
    def next_act(self) -> StepName:
        """Return what is to be done next."""
        if not self.asked and self.reporting_units and not self.reports:
            return "ask"
        if (self.missing or self.sent_back) and not self.reports:
            return "chase" if self.cutoff >= self.due else "receive"
        return "report"

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return the four stations in order."""
        return (
            Step("ask", "布置报送", self._asked_words(), self._state("ask", is_done=self.asked > 0)),
            Step("receive", f"收齐 {self.received}/{self.asked} 单位", self._due_words(), self._received_state()),
            Step("chase", "催报", self._chase_words(), self._chase_state()),
            Step(
                "report",
                "通报",
                self.reports[-1] if self.reports else "还没有生成",
                self._state("report", is_done=bool(self.reports)),
            ),
        )

    @property
    def _is_complete(self) -> bool:
        return self.asked > 0 and not self.missing and not self.sent_back

    def _received_state(self) -> StepState:
        # Reports go on coming in while those who are late are reminded.
        return "done" if self._is_complete else "now" if self.asked else "later"

    def _chase_state(self) -> StepState:
        is_wanted = (self.missing or self.sent_back) and self.cutoff >= self.due
        return "done" if self._is_complete else "now" if is_wanted else "later"

    def _state(self, name: StepName, *, is_done: bool) -> StepState:
        return "done" if is_done else "now" if self.next_act == name else "later"

    def _asked_words(self) -> str:
        if not self.asked:
            return f"应报 {self.reporting_units} 家"
        return f"{self.asked} 家" + (f"，{self.unasked} 家未登记" if self.unasked else "")

    def _due_words(self) -> str:
        left = (self.due - self.cutoff).days
        when = f"{self.due:%m-%d}截止"
        return f"{when}，已过{-left}天" if left < 0 else f"{when}，今天" if left == 0 else f"{when}，还剩{left}天"

    def _chase_words(self) -> str:
        if not self.missing and not self.sent_back:
            return "不需要" if self.asked else "—"
        back = f"，退回 {self.sent_back} 家" if self.sent_back else ""
        return f"未报 {self.missing} 家{back}" + (f"，已催 {self.chased} 次" if self.chased else "")


def read_month_way(session: ReadSession, month: Period, cutoff: dt.date, settings: LedgerSettings) -> MonthWay:
    """Read how far a month's reports are at a cut-off date."""
    logs = session.of(ReturnLog).find(period=str(month))
    states = [return_state(log, cutoff, settings) for log in logs]
    wanted = [state for state in states if state is not ReturnState.EXCUSED]
    chases = session.of(Chase).find(return_id=[log.id for log in logs]) if logs else []
    reporting = _reporting(session, month)
    dues = [log.due for log in logs if log.due is not None]
    return MonthWay(
        month,
        max(dues, default=report_due(month, settings)),
        cutoff,
        asked=len(wanted),
        received=sum(1 for state in wanted if state in (ReturnState.ON_TIME, ReturnState.LATE)),
        missing=sum(1 for state in wanted if state in _MISSING),
        sent_back=sum(1 for state in wanted if state is ReturnState.SENT_BACK),
        chased=sum(1 for one in chases if one.on_date <= cutoff),
        reporting_units=reporting,
        unasked=max(0, reporting - len(logs)),
        reports=tuple(sorted(one.number for one in session.of(Snapshot).find(period=str(month), kind="monthly"))),
    )


def _reporting(session: ReadSession, month: Period) -> int:
    """Return how many units `services.returns.ask` would ask."""
    return sum(
        1
        for unit in session.of(Unit).find(is_reporting=True)
        if (unit.active_from is None or unit.active_from <= month.last_day)
        and (unit.active_to is None or unit.active_to >= month.first_day)
    )
