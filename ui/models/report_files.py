"""Reports as files: a draft in memory, a kept one from the store, slips one by one into a folder; all on workers."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.supervision import Snapshot
from ledger_app.errors import EnvironmentFault
from ledger_app.ports import Ledger, Progress, ReadSession
from ledger_app.services import report_each, reports
from ledger_app.services.report_snapshots import comparable_snapshots
from ledger_app.services.reports import ReportRequest
from ui.models.report_figures import FigureLine, figure_lines
from ui.workspace import Session


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft as it is shown: the pages and what should be known about them.

    Attributes:
        faces: JSON text of the faces used, as a snapshot keeps it.
        kept: the reports of the same kind, period and scope, the newest first.
        comparable: those that its figures can be compared with, the one that is by default first.
        figures: what on the pages has tasks behind it; cutoff: day to which it is judged.
    """

    content: bytes
    number: str
    title: str
    notes: tuple[str, ...]
    faces: str = "[]"
    kept: tuple[Snapshot, ...] = ()
    comparable: tuple[Snapshot, ...] = ()
    figures: tuple[FigureLine, ...] = ()
    cutoff: dt.date | None = None


@dataclass(frozen=True, slots=True)
class SlipsSaved:
    """How many slips were written, and what keeping them changed."""

    count: int
    changes: ChangeSet


def save_each_slip(session: Session, snapshot_id: int, folder: Path, progress: Progress) -> SlipsSaved:
    """Keep every slip of a report under a number of its own and write each into a folder.

    Raises:
        EnvironmentFault: REP-002 a file cannot be written.
        Cancelled: through `progress`; nothing is kept or written then.
    """
    ledger = session.ledger
    with ledger.write() as work:
        fonts = session.fonts(work.settings())
        files = report_each.make_each_slip(work, ledger.store, fonts, snapshot_id, progress)
        changes = work.changes()
    for file in files:
        write_file(folder / f"{file.name}.pdf", stored_pdf(ledger, file.made.snapshot.id, progress))
    return SlipsSaved(len(files), changes)


def compose_draft(session: Session, request: ReportRequest, reading: ReadSession, progress: Progress) -> Drafted:
    """Compose and print a draft in memory; runs on a worker thread."""
    from ledger_app.reports.pdf import SUBSTITUTED, render_pdf

    clock = session.clock
    made = reports.draft(reading, request, clock.today(), clock.now())
    content = io.BytesIO()
    rendered = render_pdf(made.model, session.fonts(made.settings), content, progress)
    # Which faces stand in for others is said by a button of its own; what is lent or lost is said at once.
    lent = [text for text in rendered.substitutions if not text.startswith(SUBSTITUTED)]
    notes = (*(finding.message for finding in made.findings), *lent)
    scope, kind = made.context.scope, request.kind
    kept = reading.of(Snapshot).find(kind=kind, period=str(request.period), scope=scope)
    comparable = comparable_snapshots(reading, kind, scope, made.cutoff) if request.is_circular else []
    return Drafted(
        content.getvalue(),
        made.number,
        made.model.title.replace("\n", ""),
        notes,
        json.dumps([asdict(use) for use in rendered.faces_used], ensure_ascii=False),
        tuple(sorted(kept, key=lambda one: -one.id)),
        tuple(comparable),
        tuple(figure_lines(rendered.figures)),
        made.cutoff,
    )


def stored_pdf(ledger: Ledger, snapshot_id: int, _progress: Progress) -> bytes:
    """Return a kept report's PDF; runs on a worker thread."""
    with ledger.read() as session:
        return reports.printed(session, ledger.store, snapshot_id)


def write_file(target: Path, content: bytes) -> Path:
    """Write a file whole or not at all.

    Raises:
        EnvironmentFault: REP-002 it cannot be written.
    """
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_bytes(content)
        os.replace(part, target)  # noqa: PTH105 - replaces on Windows too
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise EnvironmentFault("REP-002", file=target.name, detail=error.strerror or str(error)) from error
    return target
