"""A table as plain text: .csv for any program, and what the clipboard hands to Excel, WPS and Word."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from html import escape
from typing import BinaryIO

from ledger_app.ports import Progress
from ledger_app.reports.cell_text import cleaned, guarded
from ledger_app.reports.sheet import Kind, Sheet, SheetRow, Value, Written, plain_text

_STEP_ROWS = 500
_TEXT_CELL = "mso-number-format:'\\@'"


@dataclass(frozen=True, slots=True)
class CopiedTable:
    """A table for the clipboard: lines of cells parted by tabs, and the same as a table of HTML."""

    text: str
    html: str
    written: Written


def write_csv(sheet: Sheet, stream: BinaryIO, progress: Progress | None = None) -> Written:
    """Write heading and rows as UTF-8 with its mark, so that Excel reads the Chinese right; no lines above them.

    Raises:
        Cancelled: through `progress`, which is told rows.
    """
    lines = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(lines)
    writer.writerow([guarded(column.heading)[0] for column in sheet.columns])
    rows = guards = 0
    for number, row in enumerate(sheet.rows):
        if progress is not None and number % _STEP_ROWS == 0:
            progress.step(number, sheet.count, f"已写 {number:,} 行")
        if row.is_group:
            continue
        texts, guarded_count = _texts(sheet, row)
        guards += guarded_count
        writer.writerow(texts)
        rows += 1
    lines.flush()
    lines.detach()
    return Written(rows, guards)


def copied_table(sheet: Sheet) -> CopiedTable:
    """Return heading and rows for the clipboard; texts are marked, so that "2-07" does not become a day."""
    headings = [cleaned(column.heading) for column in sheet.columns]
    lines = ["\t".join(headings)]
    head = "".join(f"<th>{escape(heading)}</th>" for heading in headings)
    cells = [f"<tr>{head}</tr>"]
    rows = guards = 0
    for row in sheet.rows:
        texts, guarded_count = _texts(sheet, row)
        guards += guarded_count
        rows += not row.is_group
        # In plain text a line end would begin another row.
        lines.append("\t".join(" ".join(text.split()) for text in texts))
        marked = zip(sheet.columns, row.values, texts, strict=False)
        cells.append(f"<tr>{''.join(_html_cell(column.kind, value, text) for column, value, text in marked)}</tr>")
    html = f'<meta charset="utf-8"><table border="1">{"".join(cells)}</table>'
    return CopiedTable("\n".join(lines), html, Written(rows, guards))


def _texts(sheet: Sheet, row: SheetRow) -> tuple[list[str], int]:
    """Return the cells of a row as text, and how many of them were guarded."""
    kinds = (column.kind for column in sheet.columns)
    found = [guarded(plain_text(kind, value)) for kind, value in zip(kinds, row.values, strict=False)]
    return [text for text, _ in found], sum(is_guarded for _, is_guarded in found)


def _html_cell(kind: Kind, value: Value, text: str) -> str:
    is_figure = not isinstance(value, str) and kind in ("date", "number", "percent")
    style = "" if is_figure else f' style="{_TEXT_CELL}"'
    lines = "<br>".join(escape(line) for line in text.split("\n"))
    return f"<td{style}>{lines}</td>"
