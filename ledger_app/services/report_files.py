"""A kept report as a file: the PDF as it was printed, or the same report as a Word file or a workbook of its tables."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Literal

from ledger_app.domain.supervision import Snapshot
from ledger_app.errors import RejectedError
from ledger_app.ports import EvidenceStore, Progress, ReadSession
from ledger_app.reports.fonts import FontBook
from ledger_app.reports.model import ReportModel
from ledger_app.reports.model_json import model_from_json
from ledger_app.services.lookup import row_of
from ledger_app.services.reports import printed

FileForm = Literal["pdf", "docx", "xlsx"]
FORM_NAMES: dict[FileForm, str] = {"pdf": "PDF 文件", "docx": "Word 文件", "xlsx": "Excel 工作簿"}


def form_of(target: Path) -> FileForm:
    """Return the form that a file's name asks for.

    Raises:
        RejectedError: REP-060 none of those that can be written.
    """
    suffix = target.suffix.removeprefix(".").lower()
    form = next((form for form in FORM_NAMES if form == suffix), None)
    if form is None:
        raise RejectedError("REP-060", file=target.name)
    return form


def kept_file(
    session: ReadSession,
    store: EvidenceStore,
    fonts: FontBook,
    snapshot_id: int,
    form: FileForm,
    progress: Progress | None = None,
) -> bytes:
    """Return a kept report in a form.

    Args:
        session: the ledger.
        store: of the same ledger.
        fonts: the faces to be had; they measure what Word files hold.
        snapshot_id: of the report.
        form: "pdf" is what was printed, byte for byte.
        progress: told rows of tables.

    Raises:
        RejectedError: SVC-004; SVC-060 it was never printed; REP-021 its content cannot be read; REP-061 no tables.
        EnvironmentFault: EVI-003; REP-001.
        Cancelled: through `progress`.
    """
    if form == "pdf":
        return printed(session, store, snapshot_id)
    snapshot = row_of(session, Snapshot, snapshot_id, "报表记录")
    return made_file(kept_model(snapshot), fonts, form, snapshot.number, progress)


def kept_model(snapshot: Snapshot) -> ReportModel:
    """Return what a kept report says.

    Raises:
        RejectedError: REP-021 a newer program kept it.
    """
    try:
        return model_from_json(snapshot.model)
    except ValueError as error:
        raise RejectedError("REP-021", number=snapshot.number) from error


def made_file(
    model: ReportModel, fonts: FontBook, form: FileForm, number: str, progress: Progress | None = None
) -> bytes:
    """Return a report in a form, made anew.

    Raises:
        RejectedError: REP-061 it has no tables for a workbook; `number` names it.
        EnvironmentFault: REP-001, REP-003 faces.
        Cancelled: through `progress`.
    """
    out = io.BytesIO()
    if form == "docx":
        from ledger_app.reports.word import render_word

        render_word(model, fonts, out, progress)
    elif form == "pdf":
        from ledger_app.reports.pdf import render_pdf

        render_pdf(model, fonts, out, progress)
    else:
        from ledger_app.reports.report_sheets import sheets_of
        from ledger_app.reports.xlsx import write_workbook

        sheets = sheets_of(model)
        if not sheets:
            raise RejectedError("REP-061", number=number)
        write_workbook(sheets, out, progress)
    return out.getvalue()


def faces_note() -> str:
    """Return in Chinese which faces a Word file asks for."""
    from ledger_app.reports import word

    return word.faces_note()
