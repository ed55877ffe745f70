"""The catalogue of evidence for a spreadsheet: one line a piece, with its file, number and tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from ledger_app.evidence.kinds import FORMAT_NAMES
from ledger_app.reports.sheet import Sheet, SheetColumn, SheetRow
from ui.models.evidence_table import EvidenceRow

_COLUMNS = (
    SheetColumn("序号", "number", 44),
    SheetColumn("材料", "text", 260, wraps=True),
    SheetColumn("类别", "text", 70),
    SheetColumn("文号", "text", 130),
    SheetColumn("作者", "text", 110),
    SheetColumn("日期", "date", 86),
    SheetColumn("任务编号", "text", 110, wraps=True),
    SheetColumn("文件名", "text", 220, wraps=True),
    SheetColumn("格式", "text", 90),
    SheetColumn("大小（字节）", "number", 90),
    SheetColumn("版本", "number", 44),
    SheetColumn("存入日期", "date", 86),
    SheetColumn("说明", "text", 160, wraps=True),
    SheetColumn("校验值", "text", 200),
)


def catalogue(title: str, note: str, rows: Sequence[EvidenceRow], codes: Mapping[int, str]) -> Sheet:
    """Return pieces of evidence as a table; codes are those of the tasks by their ids."""

    def lines() -> Iterator[SheetRow]:
        for number, row in enumerate(rows, start=1):
            piece, version = row.evidence, row.version
            yield SheetRow(
                (
                    number,
                    piece.title,
                    piece.kind,
                    piece.doc_number,
                    piece.author,
                    piece.document_date,
                    "、".join(codes[id_] for id_ in row.task_ids if id_ in codes),
                    version.original_name if version is not None else "",
                    FORMAT_NAMES.get(row.media_type, ""),
                    row.size_bytes,
                    row.version_count,
                    dt.date.fromisoformat(piece.added_at[:10]) if piece.added_at else None,
                    piece.note,
                    version.sha256 if version is not None else "",
                )
            )

    return Sheet("佐证材料目录", f"{title} · 佐证材料目录", _COLUMNS, lines(), len(rows), (note,), 2, "A3")
