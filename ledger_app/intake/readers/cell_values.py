"""Turns what a workbook holds in a cell into a `Cell`: whole numbers without ".0", dates as ISO text."""

from __future__ import annotations

import datetime as dt
import math

from ledger_app.intake.document import Cell
from ledger_app.intake.readers.building import EMPTY_CELL, text_cell

Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta | None
_MIDNIGHT = dt.time()
_LARGEST_EXACT = 1 << 53


class CellsByValue(dict[Value, Cell]):
    """Cells of one type of value, made once each: a column of a ledger repeats its words and numbers."""

    def __init__(self, *, is_percent: bool = False) -> None:
        """Begin empty; `is_percent` for numbers that are shown as percentages."""
        super().__init__()
        self._is_percent = is_percent

    def __missing__(self, value: Value) -> Cell:
        """Make the cell of a value not met before."""
        cell = _string_cell(value) if value.__class__ is str else value_cell(value, is_percent=self._is_percent)
        self[value] = cell
        return cell


class CellsByType(dict[type, CellsByValue]):
    """Cells by type, then by value, for 1, 1.0 and True are one key to Python."""

    def __missing__(self, kind: type) -> CellsByValue:
        """Begin the cells of a type not met before."""
        cells = CellsByValue()
        self[kind] = cells
        return cells


def value_cell(value: Value, *, is_percent: bool = False) -> Cell:
    """Return the cell of a value; `is_percent` where the sheet shows a number as a percentage."""
    if isinstance(value, str):
        return _string_cell(value)
    if isinstance(value, bool):
        return Cell("是" if value else "否", value, "bool")
    if isinstance(value, int | float):
        return _number_cell(value, is_percent=is_percent)
    if isinstance(value, dt.datetime):
        if value.time() == _MIDNIGHT:
            return _date_cell(value.date())
        text = value.isoformat(" ", "minutes" if value.second == 0 else "seconds")
        return Cell(text, value.isoformat(timespec="seconds"), "datetime")
    if isinstance(value, dt.date):
        return _date_cell(value)
    if isinstance(value, dt.time):
        return Cell(value.isoformat("minutes" if value.second == 0 else "seconds"))
    if isinstance(value, dt.timedelta):
        return Cell(str(value))
    return EMPTY_CELL


def number_text(value: float) -> str:
    """Return a number as people write it: no exponent, no ".0", no tail of binary rounding."""
    if not math.isfinite(value):
        return ""
    if value == int(value) and abs(value) < _LARGEST_EXACT:
        return str(int(value))
    return f"{value:.10f}".rstrip("0").rstrip(".") if 1e-6 < abs(value) < 1e15 else f"{value:g}"


def _string_cell(value: str) -> Cell:
    is_plain = value.isprintable() and value[:1] > " " and value[-1:] > " "
    return Cell(value) if is_plain else text_cell(value)


def _number_cell(value: float, *, is_percent: bool) -> Cell:
    if not math.isfinite(value):
        return EMPTY_CELL
    whole = int(value)
    if whole == value and not is_percent and -_LARGEST_EXACT < whole < _LARGEST_EXACT:
        return Cell(str(whole), whole, "number")
    kept = whole if whole == value and abs(value) < _LARGEST_EXACT else value
    text = number_text(value * 100) + "%" if is_percent else number_text(value)
    return Cell(text, kept, "number")


def _date_cell(day: dt.date) -> Cell:
    return Cell(day.isoformat(), day.isoformat(), "date")
