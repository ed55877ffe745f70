"""Compose a table of tasks whose columns somebody chose: a saved view, or named columns of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledger_app.reports.ledger_table import LIGHT_NOTE, LedgerFacts, ledger_sheet
from ledger_app.reports.model import Align, CellContent, Column, PageSetting, ReportModel, ReportTable, Row, Words
from ledger_app.reports.page import SIZE_SMALL_5, points, working_sheet
from ledger_app.reports.sheet import Kind, SheetColumn, ToneWord, Value, plain_text
from ledger_app.reports.statistics_tables import TONES

_ALIGNS: dict[Kind, Align] = {
    "light": "center",
    "date": "center",
    "days": "center",
    "number": "center",
    "percent": "right",
    "points": "right",
}
_SEQUENCE = Column("seq", "序号", "center", whole=True)
_MOST_TEXT_MM = {"light": 27.0, "plan": 42.0, "section": 36.0, "lead": 30.0, "others": 50.0}
_LEAST_TEXT_MM = {"title": 40.0, "progress": 45.0, "content": 45.0}
_LEAST_SIGNS: dict[Kind, float] = {"light": 5, "date": 5}
"""Characters that a line of a cell has room for at the least; a date is ten digits, half a character each."""
_OTHER_LEAST_SIGNS = 2
_PADDING_SIGNS = 0.7


@dataclass(frozen=True, slots=True)
class ChosenColumn:
    """A column: its key in the grid, what a spreadsheet calls it, and whether equal neighbours are one tall cell."""

    key: str
    sheet: SheetColumn
    merges: bool = False


@dataclass(frozen=True, slots=True)
class ChosenRow:
    """A task with a value a column; group: the heading that it stands under, "" for none."""

    task_id: int
    values: tuple[Value, ...]
    group: str = ""


def compose_chosen(columns: Sequence[ChosenColumn], rows: Sequence[ChosenRow], facts: LedgerFacts) -> ReportModel:
    """Return the table, numbered from 1, a row of its own wherever a group begins."""
    table = ReportTable(
        "ledger",
        (_SEQUENCE, *map(_column, columns)),
        tuple(_rows(columns, rows)),
        notes=(LIGHT_NOTE,) if any(one.sheet.kind == "light" for one in columns) else (),
        size_pt=9.0,
        empty_text="（没有符合条件的任务）",
    )
    return ledger_sheet(table, len(rows), facts)


def fitting_columns(columns: Sequence[ChosenColumn], setting: PageSetting) -> int:
    """Return how many of the columns, from the first, a sheet has room for at the smallest legible type.

    Args:
        columns: besides the running number, which has a column of its own.
        setting: paper and orientation of the working table.
    """
    room = working_sheet(setting).width - (_OTHER_LEAST_SIGNS + _PADDING_SIGNS) * SIZE_SMALL_5
    for place, one in enumerate(columns):
        signs = _LEAST_SIGNS.get(one.sheet.kind, _OTHER_LEAST_SIGNS)
        room -= max((signs + _PADDING_SIGNS) * SIZE_SMALL_5, points(_LEAST_TEXT_MM.get(one.key, 0.0)) / 2)
        if room < 0:
            return place
    return len(columns)


def _column(chosen: ChosenColumn) -> Column:
    sheet = chosen.sheet
    is_short = sheet.kind != "text"
    return Column(
        chosen.key,
        sheet.heading,
        _ALIGNS.get(sheet.kind, "left" if sheet.wraps else "center"),
        min_mm=_LEAST_TEXT_MM.get(chosen.key, 0.0),
        max_mm=_MOST_TEXT_MM.get(chosen.key, 0.0),
        merges=chosen.merges,
        whole=is_short and sheet.kind not in {"number", "days"},
    )


def _rows(columns: Sequence[ChosenColumn], rows: Iterable[ChosenRow]) -> Iterable[Row]:
    group = ""
    for number, row in enumerate(rows, start=1):
        if row.group != group:
            group = row.group
            yield Row((group,), "group")
        cells = (_cell(one.sheet.kind, value) for one, value in zip(columns, row.values, strict=True))
        yield Row((str(number), *cells), "row", (row.task_id,))


def _cell(kind: Kind, value: Value) -> CellContent:
    if isinstance(value, ToneWord):
        return Words(value.text, tone=TONES.get(value.tone, ""))
    return plain_text(kind, value)
