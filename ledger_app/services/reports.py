"""Make reports: freeze the figures of a cut-off date under a number, print them, keep the printed file.

What was printed once is handed out again byte for byte; the comparison with the period before uses exactly the
figures that were frozen then.  Source: docs/domain.md sections 4.1, 4.2 and 7.3.
"""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.figures import Statistics
from ledger_app.domain.finding import Finding
from ledger_app.domain.grid import TaskQuery
from ledger_app.domain.lights import Judgement, Tone, judge_all
from ledger_app.domain.period import Period
from ledger_app.domain.schedule import report_due
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.snapshot import REPORT_KIND_NAMES, ReportKind, freeze_rows, snapshot_number
from ledger_app.domain.statistics import compute_statistics
from ledger_app.domain.statistics_json import statistics_from_dict, statistics_to_dict
from ledger_app.domain.supervision import ReturnLog, Snapshot, SnapshotRow
from ledger_app.domain.unit import Unit
from ledger_app.errors import RejectedError
from ledger_app.messages import text_of
from ledger_app.ports import EvidenceStore, Progress, ReadSession, UnitOfWork
from ledger_app.reports.circular import CircularFacts, compose_circular
from ledger_app.reports.fonts import FontBook
from ledger_app.reports.ledger_table import LedgerFacts, LedgerLine, compose_ledger
from ledger_app.reports.model import Block, PageSetting, ReportModel
from ledger_app.reports.model import Tone as PrintedTone
from ledger_app.reports.model_json import model_to_json
from ledger_app.services.files import TakenFile, note
from ledger_app.services.lookup import new_uid, row_of
from ledger_app.version import VERSION

NAME_KEY = "ledger.name"
"""Raw setting that holds the ledger's name, given when it was made."""

CIRCULAR_PERIODS: dict[ReportKind, str] = {
    "monthly": "month",
    "quarterly": "quarter",
    "half-year": "half-year",
    "annual": "year",
}
_PRINTED_TONES: dict[Tone, PrintedTone] = {
    Tone.RED: "red",
    Tone.YELLOW: "amber",
    Tone.GREEN: "green",
    Tone.BLUE: "blue",
    Tone.GREY: "grey",
}


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """What is wanted.

    Attributes:
        kind: "monthly", "quarterly", "half-year", "annual" or "ledger".
        cutoff: last day that counts; None = the period's, by the ledger's settings, today if that has not come yet.
        unit_id: only tasks this unit leads or shares, None for all.
        issued: day on the paper, None = today.
        form, document_number, issue: of a circular, see `CircularFacts`.
        body: words edited by the office, empty = written from the figures.
        corrects_id: the snapshot that this one corrects.
    """

    kind: ReportKind
    period: Period
    cutoff: dt.date | None = None
    unit_id: int | None = None
    issued: dt.date | None = None
    form: str = "notice"
    document_number: str = ""
    issue: int | None = None
    body: tuple[Block, ...] = ()
    corrects_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A report as it would be printed now; nothing of it is stored.

    Attributes:
        judged: facts and lights of the tasks in scope, in ledger order.
        scope: of the snapshot, in words for people and as JSON text.
    """

    request: ReportRequest
    cutoff: dt.date
    settings: LedgerSettings
    statistics: Statistics
    judged: tuple[tuple[TaskFacts, Judgement], ...]
    model: ReportModel
    number: str
    scope_name: str
    scope: str
    findings: tuple[Finding, ...]


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
        RejectedError: SVC-004, SVC-025; SVC-059 the cut-off lies in the future; SVC-061 the period does not fit.
    """
    _refuse_odd_period(request)
    settings = _named_settings(session)
    cutoff, findings = _cutoff(request, settings, today)
    scope_name, scope, task_ids = _scope(session, request, cutoff)
    judged = tuple(judge_all(session.facts(cutoff, task_ids=task_ids), cutoff, settings))
    previous = _previous_statistics(session, request.kind, scope, cutoff)
    if not session.settings().bureau_name:
        findings.append(Finding("warning", "SVC-132", text_of("SVC-132", {"name": settings.bureau_name})))
    if previous is None and request.kind in CIRCULAR_PERIODS:
        findings.append(Finding("info", "SVC-130", text_of("SVC-130", {})))
    statistics = compute_statistics(
        (facts for facts, _ in judged),
        session.of(Unit).find(),
        session.of(ReturnLog).find(period=[str(month) for month in request.period.months]),
        settings,
        cutoff,
        request.period,
        previous,
    )
    numbers = (snapshot.number for snapshot in session.of(Snapshot).find(kind=request.kind, period=str(request.period)))
    number = snapshot_number(request.period, request.kind, numbers)
    issued = request.issued or today
    model = (
        compose_ledger(
            [_line(facts, judgement) for facts, judgement in judged],
            LedgerFacts(
                bureau=settings.bureau_name,
                title=f"{settings.bureau_name}重点任务台账",
                cutoff=cutoff,
                scope=scope_name,
                snapshot=number,
                created=at,
            ),
        )
        if request.kind == "ledger"
        else compose_circular(statistics, request.period, _circular_facts(request, settings, issued, number, at))
    )
    return Draft(request, cutoff, settings, statistics, judged, model, number, scope_name, scope, tuple(findings))


def make(
    work: UnitOfWork, store: EvidenceStore, fonts: FontBook, request: ReportRequest, progress: Progress | None = None
) -> ReportMade:
    """Freeze a report under a number, print it and keep the PDF in the store.

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

    made = draft(work, request, work.today, work.at)
    work.describe("report.make", f"生成{request.period.name}{REPORT_KIND_NAMES[request.kind]}")
    content = io.BytesIO()
    rendered = render_pdf(made.model, fonts, content, progress)
    sha256, size = store.put_bytes(content.getvalue())
    note(work, TakenFile(sha256, size, "pdf", f"{made.number}.pdf"))
    snapshot = work.of(Snapshot).add(_snapshot(work, made, sha256, [asdict(use) for use in rendered.faces_used]))
    rows = [replace(row, snapshot_id=snapshot.id) for row in freeze_rows(made.judged)]
    work.of(SnapshotRow).add_all(rows)
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


def previous_snapshot(session: ReadSession, kind: ReportKind, scope: str, cutoff: dt.date) -> Snapshot | None:
    """Return the last snapshot of the same kind and scope with an earlier cut-off date, None if there is none."""
    earlier = [one for one in session.of(Snapshot).find(kind=kind, scope=scope) if one.cutoff < cutoff]
    return max(earlier, key=lambda one: (one.cutoff, one.id), default=None)


def _named_settings(session: ReadSession) -> LedgerSettings:
    """Return the settings; where the bureau's name was never given, the ledger's name stands in for it."""
    settings = session.settings()
    return settings if settings.bureau_name else replace(settings, bureau_name=session.read_setting(NAME_KEY) or "")


def _refuse_odd_period(request: ReportRequest) -> None:
    wanted = CIRCULAR_PERIODS.get(request.kind)
    if request.kind != "ledger" and wanted is None:
        raise RejectedError("SVC-025", field="报表种类", value=REPORT_KIND_NAMES.get(request.kind, request.kind))
    if wanted is not None and request.period.kind != wanted:
        raise RejectedError("SVC-061", period=request.period.name, kind=REPORT_KIND_NAMES[request.kind])


def _cutoff(request: ReportRequest, settings: LedgerSettings, today: dt.date) -> tuple[dt.date, list[Finding]]:
    cutoff = request.period.cutoff(settings.cutoff_day)
    if request.period.first_day > today or (request.cutoff is not None and request.cutoff > today):
        raise RejectedError("SVC-059", cutoff=max(cutoff, request.cutoff or cutoff).isoformat())
    if request.cutoff is not None:
        return request.cutoff, []
    if cutoff <= today:
        return cutoff, []
    facts: dict[str, object] = {"cutoff": cutoff.isoformat(), "today": today.isoformat()}
    return today, [Finding("warning", "SVC-131", text_of("SVC-131", facts))]


def _scope(session: ReadSession, request: ReportRequest, cutoff: dt.date) -> tuple[str, str, Sequence[int] | None]:
    if request.unit_id is None:
        return "", "{}", None
    unit = row_of(session, Unit, request.unit_id, "单位")
    ids = session.task_ids(TaskQuery(cutoff, unit_id=unit.id))
    return f"{unit.name}承担的任务", json.dumps({"unit": unit.uid}), ids


def _previous_statistics(session: ReadSession, kind: ReportKind, scope: str, cutoff: dt.date) -> Statistics | None:
    before = previous_snapshot(session, kind, scope, cutoff)
    if before is None:
        return None
    try:
        return statistics_from_dict(json.loads(before.statistics))
    except (ValueError, KeyError, TypeError):
        # A snapshot of a program that counted otherwise cannot be compared with.
        return None


def _circular_facts(
    request: ReportRequest, settings: LedgerSettings, issued: dt.date, number: str, at: str
) -> CircularFacts:
    return CircularFacts(
        bureau=settings.bureau_name,
        issued=issued,
        office=settings.office_name,
        form="bulletin" if request.form == "bulletin" else "notice",
        document_number=request.document_number,
        issue=request.issue,
        addressees=settings.addressees,
        copies=settings.cc_line,
        contact=settings.contact_line,
        next_report=report_due(request.period.months[-1].next, settings),
        snapshot=number,
        created=at,
        rank_minimum=settings.rank_minimum,
        page=PageSetting(line_pitch_pt=settings.line_pitch),
        body=request.body,
    )


def _line(facts: TaskFacts, judgement: Judgement) -> LedgerLine:
    return LedgerLine(
        id=facts.id,
        code=facts.code,
        title=facts.title,
        plan=facts.plan_title,
        section=facts.section,
        light=judgement.label,
        tone=_PRINTED_TONES[judgement.tone],
        lead="、".join(facts.lead_names),
        cooperate="、".join(facts.cooperate_names),
        due_raw=facts.due_raw,
        due=judgement.due,
        percent="" if facts.percent is None else f"{facts.percent:g}%",
        progress=facts.period_text,
        note="" if facts.standing == "active" else judgement.reason,
    )


def _snapshot(work: UnitOfWork, made: Draft, sha256: str, faces: Iterable[dict[str, object]]) -> Snapshot:
    request = made.request
    return Snapshot(
        id=0,
        uid=new_uid(),
        number=made.number,
        kind=request.kind,
        period=str(request.period),
        cutoff=made.cutoff,
        title=made.model.title.replace("\n", ""),
        created_at=work.at,
        created_by=work.user,
        scope=made.scope,
        settings=json.dumps(asdict(made.settings), ensure_ascii=False, sort_keys=True),
        statistics=json.dumps(statistics_to_dict(made.statistics), ensure_ascii=False, separators=(",", ":")),
        model=model_to_json(made.model),
        faces=json.dumps(list(faces), ensure_ascii=False, default=str),
        app_version=VERSION,
        pdf_sha256=sha256,
        corrects_id=request.corrects_id,
        note=request.note,
    )
