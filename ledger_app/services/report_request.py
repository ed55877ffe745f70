"""What report is wanted, whether its period fits, and the day to which it is judged.

Source: docs/domain.md sections 4.1 to 4.3.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from ledger_app.domain.finding import Finding
from ledger_app.domain.period import Period
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.snapshot import REPORT_KIND_NAMES, ReportKind
from ledger_app.domain.supervision import SlipColour
from ledger_app.errors import RejectedError
from ledger_app.messages import text_of
from ledger_app.reports.model import Paper

Turned = Literal["standard", "plain"]
CIRCULAR_PERIODS: dict[ReportKind, str] = {
    "monthly": "month",
    "quarterly": "quarter",
    "half-year": "half-year",
    "annual": "year",
}


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """What is wanted; an option that the kind does not know makes no difference.

    Attributes:
        kind: see `REPORT_KIND_NAMES`.
        cutoff: last day that counts; None = the period's, by the ledger's settings, today if that has not come yet.
        unit_id: only tasks this unit leads or shares, None for all; slips and letters: those to this unit.
        issued: day on the paper, None = today.
        form, document_number: of a circular, see `CircularFacts`; letters: number of the first.
        issue: of a bulletin, None = the next of its year, 0 = none is printed.
        annexes: of a circular, see `CircularFacts`.
        view_id: of a ledger table: the saved view whose tasks, order, groups and columns it has.
        columns: of a ledger table: keys of the grid's columns in order, () = the usual or the view's.
        paper, is_portrait: of a ledger table, None = A3 for views and A4 for others; landscape unless portrait.
        turned: wide annexes stand turned on upright pages as the standard says, or on plain landscape pages.
        seal: room for the seal is left in the signature, None = as the ledger is set.
        wording: name of the template that writes the words of a circular, "" = the one for its kind.
        edited: the words of a circular as edited by the office, "" = as the template writes them.
        corrects_id: the snapshot that this one corrects; lists_corrections: what differs is printed as an annex.
        compare_with_id: the snapshot that figures are compared with, None = the last one before.
        task_ids: only these tasks, empty = all in scope.
        slip_ids: exactly these slips of the register.
        colour: of slips that are issued by this report.
        issues_slips: late tasks that no open slip speaks of get one; False = only what is in the register.
        leader: only tasks of this bureau leader, as named in lists, "" = all.
        plan_id: only tasks of this plan.
        reply_by: day by which letters and demands are to be answered, None = by their kind and the ledger's settings.
    """

    kind: ReportKind
    period: Period
    cutoff: dt.date | None = None
    unit_id: int | None = None
    issued: dt.date | None = None
    form: str = "notice"
    document_number: str = ""
    issue: int | None = None
    wording: str = ""
    edited: str = ""
    corrects_id: int | None = None
    lists_corrections: bool = True
    compare_with_id: int | None = None
    note: str = ""
    task_ids: tuple[int, ...] = ()
    slip_ids: tuple[int, ...] = ()
    colour: SlipColour = "blue"
    issues_slips: bool = True
    leader: str = ""
    plan_id: int | None = None
    reply_by: dt.date | None = None
    annexes: tuple[str, ...] = ()
    turned: Turned = "standard"
    view_id: int | None = None
    columns: tuple[str, ...] = ()
    paper: Paper | None = None
    is_portrait: bool = False
    seal: bool | None = None

    @property
    def is_circular(self) -> bool:
        """Say whether it is a circular of a month, quarter, half-year or year."""
        return self.kind in CIRCULAR_PERIODS


def refuse_odd_period(request: ReportRequest) -> None:
    """Refuse a kind that is none, or a circular of another length than its kind.

    Raises:
        RejectedError: SVC-025, SVC-061.
    """
    if request.kind not in REPORT_KIND_NAMES:
        raise RejectedError("SVC-025", field="报表种类", value=request.kind)
    if request.is_circular and request.period.kind != CIRCULAR_PERIODS[request.kind]:
        raise RejectedError("SVC-061", period=request.period.name, kind=REPORT_KIND_NAMES[request.kind])


def cutoff_of(request: ReportRequest, settings: LedgerSettings, today: dt.date) -> tuple[dt.date, list[Finding]]:
    """Return the last day that counts, and what should be known about it.

    Raises:
        RejectedError: SVC-059 it lies in the future.
    """
    cutoff = request.period.cutoff(settings.cutoff_day)
    if request.period.first_day > today or (request.cutoff is not None and request.cutoff > today):
        raise RejectedError("SVC-059", cutoff=max(cutoff, request.cutoff or cutoff).isoformat())
    if request.cutoff is not None:
        return request.cutoff, []
    if cutoff <= today:
        return cutoff, []
    facts: dict[str, object] = {"cutoff": cutoff.isoformat(), "today": today.isoformat()}
    return today, [Finding("warning", "SVC-131", text_of("SVC-131", facts))]
