"""Snapshots of reports: the one compared with, and the row that freezes a new one."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import asdict

from ledger_app.domain.figures import Statistics
from ledger_app.domain.snapshot import ReportKind
from ledger_app.domain.statistics_json import statistics_from_dict, statistics_to_dict
from ledger_app.domain.supervision import Snapshot
from ledger_app.errors import RejectedError
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.reports.model import ReportModel
from ledger_app.reports.model_json import model_to_json
from ledger_app.services.bulletin_issues import issue_text
from ledger_app.services.lookup import new_uid
from ledger_app.services.report_context import ReportContext
from ledger_app.version import VERSION


def previous_snapshot(session: ReadSession, kind: ReportKind, scope: str, cutoff: dt.date) -> Snapshot | None:
    """Return the last snapshot of the same kind and scope with an earlier cut-off date, None if there is none."""
    return next(iter(comparable_snapshots(session, kind, scope, cutoff)), None)


def comparable_snapshots(session: ReadSession, kind: ReportKind, scope: str, cutoff: dt.date) -> list[Snapshot]:
    """Return the snapshots that figures can be compared with, the one that is by default first."""
    earlier = [one for one in session.of(Snapshot).find(kind=kind, scope=scope) if one.cutoff < cutoff]
    return sorted(earlier, key=lambda one: (one.cutoff, one.id), reverse=True)


def previous_statistics(
    session: ReadSession, kind: ReportKind, scope: str, cutoff: dt.date, chosen_id: int | None = None
) -> Statistics | None:
    """Return the figures of the report before, or of a chosen one; None if there is none to be compared with.

    Raises:
        RejectedError: REP-022 the chosen one is gone, or not of this kind, scope and an earlier day.
    """
    offered = comparable_snapshots(session, kind, scope, cutoff)
    if chosen_id is not None and all(one.id != chosen_id for one in offered):
        raise RejectedError("REP-022")
    before = next((one for one in offered if chosen_id in (None, one.id)), None)
    if before is None:
        return None
    try:
        return statistics_from_dict(json.loads(before.statistics))
    except (ValueError, KeyError, TypeError):
        # A snapshot of a program that counted otherwise cannot be compared with.
        return None


def snapshot_row(
    work: UnitOfWork,
    context: ReportContext,
    model: ReportModel,
    sha256: str,
    faces: Iterable[dict[str, object]],
    pages: int,
) -> Snapshot:
    """Return the row that freezes a report; it is not stored yet.

    Args:
        work: the operation; its moment and user stand in the row.
        context: what the report was composed from.
        model: what it says.
        sha256: of the printed PDF.
        faces: the faces used, as plain values.
        pages: how many the PDF has.
    """
    request = context.request
    return Snapshot(
        id=0,
        uid=new_uid(),
        number=context.number,
        kind=request.kind,
        period=str(request.period),
        cutoff=context.cutoff,
        title=model.title.replace("\n", ""),
        created_at=work.at,
        created_by=work.user,
        scope=context.scope,
        settings=json.dumps(asdict(context.settings), ensure_ascii=False, sort_keys=True),
        statistics=json.dumps(statistics_to_dict(context.statistics), ensure_ascii=False, separators=(",", ":")),
        model=model_to_json(model),
        faces=json.dumps(list(faces), ensure_ascii=False, default=str),
        app_version=VERSION,
        pdf_sha256=sha256,
        corrects_id=request.corrects_id,
        note=request.note,
        issue=issue_text(context.issue, context.issued),
        pages=pages,
    )
