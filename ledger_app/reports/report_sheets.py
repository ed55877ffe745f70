"""The tables of a report as sheets of a workbook: one a table, numbers as numbers and days as days.

A value that is not what the rest of its column is stays a text ("—").
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence

from ledger_app.reports.model import Block, CellContent, Column, Figure, ReportModel, ReportTable, Words, run_text
from ledger_app.reports.sheet import Kind, Sheet, SheetColumn, SheetPaper, SheetRow, ToneWord, Value

_NUMBER = re.compile(r"[+-]?(0|[1-9]\d{0,8})(\.\d{1,4})?")
_PERCENT = re.compile(r"(0|[1-9]\d{0,3})(\.\d{1,2})?%")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{4})年(\d{1,2})月(\d{1,2})日")
_NOTHING = frozenset({"", "—", "-", "/", "（无）"})
_TONES = {"orange": "yellow", "amber": "yellow"}
_PX_PER_CHARACTER = 14
_LEAST_PX, _MOST_PX, _WRAPS_AT = 48, 420, 16


def sheets_of(model: ReportModel) -> list[Sheet]:
    """Return the tables of a report and its parts, in their order; every sheet has a name of its own."""
    taken: set[str] = set()
    return [_sheet(table, _free_name(name, taken), model, title, paper) for table, name, title, paper in _tables(model)]


def _tables(model: ReportModel) -> Iterator[tuple[ReportTable, str, str, SheetPaper]]:
    title = model.title.replace("\n", "")
    if model.form != "set":
        for table in _tables_in(model.body):
            yield table, table.caption or title, table.caption or title, model.page.paper
        for annex in model.annexes:
            name = annex.title.replace("\n", "")
            for table in _tables_in(annex.blocks):
                words = f"{name}：{table.caption}" if table.caption else name
                yield table, f"{annex.label} {table.caption or name}", f"{annex.label} {words}", annex.paper
    for part in model.parts:
        yield from _tables(part)


def _tables_in(blocks: Sequence[Block]) -> Iterator[ReportTable]:
    yield from (block for block in blocks if isinstance(block, ReportTable))


def _sheet(table: ReportTable, name: str, model: ReportModel, title: str, paper: SheetPaper) -> Sheet:
    kinds = [_kind([row.cells[place] for row in table.rows if row.kind != "group"]) for place in _places(table)]
    rows = (
        SheetRow((run_text(row.cells[0]),), is_group=True)
        if row.kind == "group"
        else SheetRow(tuple(_value(cell, kind) for cell, kind in zip(row.cells, kinds, strict=True)))
        for row in table.rows
    )
    columns = tuple(_column(column, kinds[place], table, place) for place, column in enumerate(table.columns))
    notes = tuple(note for note in (model.subtitle, model.foot, *table.notes) if note)
    return Sheet(name, title, columns, rows, len(table.rows), notes, paper=paper)


def _places(table: ReportTable) -> range:
    return range(len(table.columns))


def _column(column: Column, kind: Kind, table: ReportTable, place: int) -> SheetColumn:
    texts = [run_text(row.cells[place]) for row in table.rows[:400] if row.kind != "group"]
    longest = max([len(column.title), *map(len, texts)])
    width = min(max(longest * _PX_PER_CHARACTER, _LEAST_PX), _MOST_PX)
    heading = f"{column.group} {column.title}" if column.group else column.title
    return SheetColumn(heading, kind, width, wraps=longest > _WRAPS_AT)


def _kind(cells: Sequence[CellContent]) -> Kind:
    """Return what all values of a column are; texts where they differ or there is none."""
    texts = [text for text in map(run_text, cells) if text not in _NOTHING]
    tests: tuple[tuple[Kind, Callable[[str], object]], ...] = (
        ("number", _NUMBER.fullmatch),
        ("percent", _PERCENT.fullmatch),
        ("date", _day),
    )
    return next((kind for kind, fits in tests if texts and all(map(fits, texts))), "text")


def _value(cell: CellContent, kind: Kind) -> Value:
    text = run_text(cell)
    if text in _NOTHING or kind == "text":
        tone = cell.tone if isinstance(cell, Words | Figure) else ""
        return ToneWord(text, _TONES.get(tone, tone)) if tone and text else text or None
    if kind == "date":
        return _day(text)
    number = float(text.removesuffix("%"))
    return int(number) if number.is_integer() else number


def _day(text: str) -> dt.date | None:
    """Return a day as it is printed; None where it is none or stands in other words."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    try:
        return dt.date(*(int(part) for part in found.groups() if part is not None))
    except ValueError:
        return None


def _free_name(name: str, taken: set[str]) -> str:
    """Return a name for a sheet that no other has: spreadsheets take 31 characters."""
    plain = "".join(" " if sign in "\\/?*[]:" else sign for sign in name).strip()
    number, free = 1, plain[:31]
    while free.casefold() in taken:
        number += 1
        ending = f"（{number}）"
        free = f"{plain[: 31 - len(ending)]}{ending}"
    taken.add(free.casefold())
    return free
