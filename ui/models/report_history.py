"""Kept reports as a table: number, kind, period, cut-off, when, who, pages, checksum, corrections."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ledger_app.domain.period import Period
from ledger_app.services.report_history import KeptReport
from ui.models.history_lines import local_time
from ui.models.list_table import ListColumn, ListTableModel

HASH_SHOWN = 8


def correction_words(kept: KeptReport) -> str:
    """Return which report this one corrects, and which one corrects it."""
    parts = [
        f"更正 {kept.corrects}" if kept.corrects else "",
        f"已由 {kept.corrected_by} 更正" if kept.corrected_by else "",
    ]
    return "；".join(filter(None, parts)) or "—"


COLUMNS: tuple[ListColumn[KeptReport], ...] = (
    ListColumn("number", "编号", lambda kept: kept.snapshot.number, 150),
    ListColumn("kind", "种类", lambda kept: kept.kind_name, 92),
    ListColumn("period", "期间", lambda kept: Period.parse(kept.snapshot.period).name, 92),
    ListColumn("cutoff", "截止日", lambda kept: kept.snapshot.cutoff.isoformat(), 88),
    ListColumn("made", "生成时间", lambda kept: local_time(kept.snapshot.created_at), 126),
    ListColumn("by", "生成人", lambda kept: kept.snapshot.created_by or "—", 72),
    ListColumn("pages", "页数", lambda kept: str(kept.snapshot.pages or "—"), 48, is_right=True),
    ListColumn("hash", "校验码", lambda kept: (kept.snapshot.pdf_sha256 or "—")[:HASH_SHOWN], 82),
    ListColumn("correction", "更正", correction_words, 190),
)


class ReportHistoryModel(ListTableModel[KeptReport]):
    """Kept reports by row, the newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(COLUMNS, parent)

    def key_of(self, line: KeptReport) -> int:
        """Return the snapshot's id."""
        return line.snapshot.id

    def tip(self, line: KeptReport, column: ListColumn[KeptReport]) -> str:
        """Return the whole checksum, and the title."""
        if column.key == "hash":
            return line.snapshot.pdf_sha256 or "没有打印过"
        return f"{self.text(line, column)}\n{line.snapshot.title}"
