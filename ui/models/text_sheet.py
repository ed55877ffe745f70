"""A page's list as a table for spreadsheets: days become days, counts numbers, dashes empty cells."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

from ledger_app.reports.sheet import Kind, Sheet, SheetColumn, SheetRow, Value

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_COUNT = re.compile(r"\d{1,9}")
_NOTHING = ("—", "")
_WRAPS_FROM_PX = 140
_WIDEST_ON_A4_PX = 1400


def view_sheet(title: str, name: str, note: str, view: QTableView) -> Sheet:
    """Return what a table view shows: its columns as they stand, its rows in order; read now.

    Args:
        title: the ledger's name.
        name: of the list ("单位名册").
        note: a line below the title.
        view: a list short enough to be read at once.
    """
    model, header = view.model(), view.horizontalHeader()
    order = [header.logicalIndex(place) for place in range(header.count())]
    shown = [number for number in order if not header.isSectionHidden(number)]
    rows = [[_flat(model.index(row, number).data()) for number in shown] for row in range(model.rowCount())]
    headings = [
        (_flat(model.headerData(number, Qt.Orientation.Horizontal)), view.columnWidth(number)) for number in shown
    ]
    rights = [_is_right(model.index(0, number).data(Qt.ItemDataRole.TextAlignmentRole)) for number in shown]
    return text_sheet(f"{title} · {name}", name, note, rows, headings, rights)


def text_sheet(
    title: str,
    name: str,
    note: str,
    rows: Sequence[Sequence[str]],
    headings: Sequence[tuple[str, int]],
    rights: Sequence[bool],
) -> Sheet:
    """Return rows of texts as a table.

    Args:
        title: stands above it.
        name: of the sheet.
        note: a line below the title, "" for none.
        rows: texts of the cells.
        headings: of the columns, with their widths in px.
        rights: which columns hold figures or days.
    """
    columns = tuple(
        SheetColumn(heading, _kind(rows, place) if rights[place] else "text", width, wraps=width >= _WRAPS_FROM_PX)
        for place, (heading, width) in enumerate(headings)
    )

    def lines() -> Iterator[SheetRow]:
        for row in rows:
            yield SheetRow(tuple(_value(text, is_right=right) for text, right in zip(row, rights, strict=True)))

    is_wide = sum(width for _, width in headings) > _WIDEST_ON_A4_PX
    return Sheet(name, title, columns, lines(), len(rows), (note,) if note else (), 1, "A3" if is_wide else "A4")


def _kind(rows: Sequence[Sequence[str]], place: int) -> Kind:
    """Return what the values of a column are, by the first that is one."""
    first = next((row[place] for row in rows if row[place] not in _NOTHING), "")
    return "date" if _DAY.fullmatch(first) else "number"


def _value(text: str, *, is_right: bool) -> Value:
    if text in _NOTHING:
        return None
    if is_right and _DAY.fullmatch(text):
        return dt.date.fromisoformat(text)
    return int(text) if is_right and _COUNT.fullmatch(text) else text


def _flat(text: object) -> str:
    return "" if text is None else str(text)


def _is_right(alignment: object) -> bool:
    right = Qt.AlignmentFlag.AlignRight
    if isinstance(alignment, int):
        return bool(Qt.AlignmentFlag(alignment) & right)
    return isinstance(alignment, Qt.AlignmentFlag) and bool(alignment & right)
