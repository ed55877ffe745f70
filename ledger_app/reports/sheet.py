"""A table as spreadsheets take it: typed columns and rows in order, apart from the kind of file it is written to.

Rows are handed over one at a time, so that a table of any length takes little memory.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "date", "number", "percent", "points", "days", "light"]
SheetPaper = Literal["A4", "A3"]


@dataclass(frozen=True, slots=True)
class ToneWord:
    """A state: sign and word ("▲逾期"), and its colour ("red", "yellow", "green", "blue", "grey")."""

    text: str
    tone: str


Value = str | int | float | dt.date | ToneWord | None


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column.

    Attributes:
        kind: what its values are; percents are 0-100, points are percentage points, days are calendar days to the due
            date, negative once it is past.  A text may stand in any of them.
        width_px: at 96 dots an inch.
        wraps: long texts, in several lines.
    """

    heading: str
    kind: Kind = "text"
    width_px: int = 100
    wraps: bool = False


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row, a value a column; the heading of a group has its words in the first column alone."""

    values: tuple[Value, ...]
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with what stands above it.

    Attributes:
        name: of the sheet within the workbook.
        title, notes: lines above the table.
        count: how many rows there are, headings of groups included; for progress.
        frozen: how many columns stay on the left.
        paper: to print on, landscape.
    """

    name: str
    title: str
    columns: tuple[SheetColumn, ...]
    rows: Iterable[SheetRow]
    count: int
    notes: tuple[str, ...] = ()
    frozen: int = 0
    paper: SheetPaper = "A4"


@dataclass(frozen=True, slots=True)
class Written:
    """What was written.

    Attributes:
        row_count: rows, headings of groups left out.
        guarded_count: cells that begin like a formula and were made plain text.
        cut_count: cells longer than a spreadsheet's cell can hold, whose end was left off.
    """

    row_count: int
    guarded_count: int = 0
    cut_count: int = 0


def plain_text(kind: Kind, value: Value) -> str:
    """Return a value as people read it, "" for none."""
    if value is None:
        return ""
    if isinstance(value, ToneWord):
        return value.text
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    if kind == "percent":
        return f"{value:g}%"
    if kind == "points":
        return f"{value:+g} 点"
    return _days(int(value)) if kind == "days" else f"{value:g}" if abs(value) < 1e6 else repr(value)


def _days(days: int) -> str:
    return f"逾期 {-days} 天" if days < 0 else f"还剩 {days} 天" if days else "今天到期"
