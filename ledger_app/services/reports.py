"""Make reports: freeze the figures of a cut-off date under a number, print them, keep the printed file.

What was printed once is handed out again byte for byte; the comparison with the period before uses exactly the
figures that were frozen then.  What each kind says is in the modules named in `_COMPOSERS`.
Source: docs/domain.md sections 4.1, 4.2 and 7.3.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.figures import Statistics
from ledger_app.domain.finding import Finding
from ledger_app.domain.lights import judge_all
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.snapshot import (
    REPORT_KIND_NAMES,
    ReportKind,
    compare_rows,
    freeze_rows,
    snapshot_number,
)
from ledger_app.domain.statistics import compute_statistics
from ledger_app.domain.supervision import ReturnLog, Snapshot, SnapshotRow
from ledger_app.domain.unit import Unit
from ledger_app.errors import RejectedError
from ledger_app.messages import text_of
from ledger_app.ports import EvidenceStore, Progress, ReadSession, UnitOfWork
from ledger_app.reports.correction import with_correction
from ledger_app.reports.fonts import FontBook
from ledger_app.reports.model import ReportModel
from ledger_app.services import (
    letters,
    report_circulars,
    report_forms,
    report_ledger,
    report_letters,
    report_one_page,
    report_sheets,
    report_slips,
)
from ledger_app.services.bulletin_issues import issue_of
from ledger_app.services.files import TakenFile, note
from ledger_app.services.lookup import row_of
from ledger_app.services.report_context import ReportContext
from ledger_app.services.report_history import facts_only, figures_since
from ledger_app.services.report_request import CIRCULAR_PERIODS, ReportRequest, cutoff_of, refuse_odd_period
from ledger_app.services.report_scope import Scope, scope_of
from ledger_app.services.report_snapshots import previous_snapshot, previous_statistics, snapshot_row
from ledger_app.services.report_words import circular_words

__all__ = [
    "CIRCULAR_PERIODS",
    "Draft",
    "ReportMade",
    "ReportRequest",
    "draft",
    "make",
    "previous_snapshot",
    "printable_kinds",
    "printed",
]

NAME_KEY = "ledger.name"
"""Raw setting that holds the ledger's name, given when it was made."""

_COMPOSERS: Mapping[ReportKind, Callable[[ReportContext], ReportModel]] = {
    "monthly": report_circulars.compose,
    "quarterly": report_circulars.compose,
    "half-year": report_circulars.compose,
    "annual": report_circulars.compose,
    "slip": report_slips.compose,
    "chase": report_letters.compose,
    "letter": report_letters.compose,
    "unit": report_sheets.compose_units,
    "leader": report_one_page.compose_leaders,
    "ledger": report_ledger.compose,
    "breakdown": report_sheets.compose_breakdown_notice,
    "evidence": report_sheets.compose_evidence_list,
    "closing": report_forms.compose_closing,
    "extension": report_forms.compose_extension,
    "meeting": report_one_page.compose_meeting_page,
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A report as it would be printed now; nothing of it is stored."""

    context: ReportContext
    model: ReportModel
    findings: tuple[Finding, ...]

    @property
    def number(self) -> str:
        """Return the number it would get."""
        return self.context.number

    @property
    def cutoff(self) -> dt.date:
        """Return the last day that counts."""
        return self.context.cutoff

    @property
    def statistics(self) -> Statistics:
        """Return the figures of the tasks in scope."""
        return self.context.statistics

    @property
    def settings(self) -> LedgerSettings:
        """Return the settings it was judged by."""
        return self.context.settings


@dataclass(frozen=True, slots=True)
class ReportMade:
    """A report that was printed and kept.

    Attributes:
        pages: of the PDF; notes: Chinese sentences about faces that stood in for others.
        findings: what should be known (no earlier report to compare with, a cut-off moved to today).
    """

    snapshot: Snapshot
    pages: int
    notes: tuple[str, ...]
    findings: tuple[Finding, ...]
    changes: ChangeSet


def draft(session: ReadSession, request: ReportRequest, today: dt.date, at: str) -> Draft:
    """Compose a report from the ledger as it stands.

    Args:
        session: the ledger.
        request: what is wanted.
        today: the local day.
        at: the moment that the file will bear, UTC ISO text.

    Raises:
        RejectedError: SVC-004, SVC-025; SVC-059 the cut-off lies in the future; SVC-061 the period does not fit;
            SVC-239, REP-012 to REP-014 there is nothing of the kind to print; REP-022 the report to compare with is
            none; REP-023 the report to correct is another one.
    """
    refuse_odd_period(request)
    settings = _named_settings(session)
    cutoff, findings = cutoff_of(request, settings, today)
    if not session.settings().bureau_name:
        findings.append(Finding("warning", "SVC-132", text_of("SVC-132", {"name": settings.bureau_name})))
    context = _gather(session, request, settings, cutoff, at, request.issued or today)
    issue, doubts = issue_of(session, request, context.issued)
    context = replace(context, issue=issue)
    findings += doubts
    findings += circular_words(context).findings if request.is_circular else ()
    if not context.statistics.previous_period and request.is_circular:
        findings.append(Finding("info", "SVC-130", text_of("SVC-130", {})))
    return Draft(context, _corrected(context, _COMPOSERS[request.kind](context)), tuple(findings))


def make(
    work: UnitOfWork, store: EvidenceStore, fonts: FontBook, request: ReportRequest, progress: Progress | None = None
) -> ReportMade:
    """Freeze a report under a number, print it and keep the PDF in the store.

    Slips are issued where they have to be; letters are entered in their register.

    Args:
        work: the operation.
        store: of the same ledger; the PDF is in place before the snapshot's row.
        fonts: the faces to be had.
        request: what is wanted.
        progress: told rows of tables.

    Raises:
        RejectedError: as `draft`.
        EnvironmentFault: REP-001, REP-003 faces; EVI-010 to -014 the store.
        Cancelled: through `progress`.
    """
    from ledger_app.reports.pdf import render_pdf

    refuse_odd_period(request)
    work.describe("report.make", f"生成{request.period.name}{REPORT_KIND_NAMES[request.kind]}")
    if request.kind == "slip":
        cutoff, _ = cutoff_of(request, work.settings(), work.today)
        report_slips.issue_missing(work, request, cutoff, request.issued or work.today)
    made = draft(work, request, work.today, work.at)
    content = io.BytesIO()
    rendered = render_pdf(made.model, fonts, content, progress)
    sha256, size = store.put_bytes(content.getvalue())
    note(work, TakenFile(sha256, size, "pdf", f"{made.number}.pdf"))
    faces = [asdict(use) for use in rendered.faces_used]
    snapshot = work.of(Snapshot).add(snapshot_row(work, made.context, made.model, sha256, faces, rendered.pages))
    rows = [replace(row, snapshot_id=snapshot.id) for row in freeze_rows(made.context.judged)]
    work.of(SnapshotRow).add_all(rows)
    if request.kind == "slip":
        report_slips.note_printed(work, request, made.context.issued, snapshot.id)
    elif request.kind in ("chase", "letter"):
        letters.enter(work, report_letters.sent_by(made.context), snapshot.id)
    return ReportMade(snapshot, rendered.pages, rendered.substitutions, made.findings, work.changes())


def printed(session: ReadSession, store: EvidenceStore, snapshot_id: int) -> bytes:
    """Return a report's PDF exactly as it was printed.

    Raises:
        RejectedError: SVC-004; SVC-060 it was never printed.
        EnvironmentFault: EVI-003 the stored file is missing.
    """
    snapshot = row_of(session, Snapshot, snapshot_id, "报表记录")
    if snapshot.pdf_sha256 is None:
        raise RejectedError("SVC-060", number=snapshot.number)
    with store.open(snapshot.pdf_sha256) as stream:
        return stream.read()


def printable_kinds() -> tuple[ReportKind, ...]:
    """Return the kinds that can be printed, in the order they are offered."""
    return tuple(_COMPOSERS)


def _gather(
    session: ReadSession,
    request: ReportRequest,
    settings: LedgerSettings,
    cutoff: dt.date,
    at: str,
    issued: dt.date,
) -> ReportContext:
    scope = _scope(session, request, cutoff, issued)
    judged = tuple(judge_all(session.facts(cutoff, task_ids=scope.task_ids), cutoff, settings))
    statistics = compute_statistics(
        (facts for facts, _ in judged),
        session.of(Unit).find(),
        session.of(ReturnLog).find(period=[str(month) for month in request.period.months]),
        settings,
        cutoff,
        request.period,
        previous_statistics(session, request.kind, scope.text, cutoff, request.compare_with_id),
    )
    numbers = (snapshot.number for snapshot in session.of(Snapshot).find(kind=request.kind, period=str(request.period)))
    return ReportContext(
        session=session,
        request=request,
        settings=settings,
        cutoff=cutoff,
        issued=issued,
        number=snapshot_number(request.period, request.kind, numbers),
        at=at,
        scope_name=scope.name,
        scope=scope.text,
        judged=judged,
        statistics=statistics,
    )


def _corrected(context: ReportContext, model: ReportModel) -> ReportModel:
    """Return a report that names the one it corrects, with what differs from it."""
    if context.request.corrects_id is None:
        return model
    old = row_of(context.session, Snapshot, context.request.corrects_id, "报表记录")
    if (old.kind, old.period, old.scope) != (context.request.kind, str(context.request.period), context.scope):
        raise RejectedError("REP-023", number=old.number)
    rows = compare_rows(context.session.of(SnapshotRow).find(snapshot_id=old.id), freeze_rows(context.judged))
    figures = figures_since(old, context.statistics)
    is_listed = context.request.lists_corrections
    return with_correction(model, old.number, figures, facts_only(rows), is_listed=is_listed)


def _scope(session: ReadSession, request: ReportRequest, cutoff: dt.date, issued: dt.date) -> Scope:
    scope = scope_of(session, request, cutoff)
    if request.kind != "slip":
        return scope
    return replace(scope, task_ids=report_slips.slip_tasks(session, request, cutoff, issued))


def _named_settings(session: ReadSession) -> LedgerSettings:
    """Return the settings; where the bureau's name was never given, the ledger's name stands in for it."""
    settings = session.settings()
    return settings if settings.bureau_name else replace(settings, bureau_name=session.read_setting(NAME_KEY) or "")
