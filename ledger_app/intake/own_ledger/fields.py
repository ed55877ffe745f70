"""Of what kind a column of one's own is, by the values in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ledger_app.intake.document import Cell
from ledger_app.intake.folding import flatten, squeeze
from ledger_app.intake.own_ledger.model import FieldKind

_NUMBER = re.compile(r"[-+]?\d{1,15}(?:,\d{3})*(?:\.\d+)?")
_YES_NO = {"是": "是", "否": "否", "√": "是", "✓": "是", "✔": "是", "×": "否", "✗": "否", "有": "是", "无": "否"}
_DATE = re.compile(r"(20\d\d)(?:年|[-./])(1[0-2]|0?[1-9])(?:月|[-./])(3[01]|[12]\d|0?[1-9])日?")
_MOST_OPTIONS = 8
_LONGEST_OPTION = 12


def field_kind(cells: Sequence[Cell], head: str = "") -> tuple[FieldKind, tuple[str, ...]]:
    """Return the kind of field that holds all the values of a column, and the options of a choice."""
    if cells and all(cell.value_kind == "number" or _NUMBER.fullmatch(flatten(cell.text).strip()) for cell in cells):
        # Long runs of digits are numbers of papers, accounts or telephones: their zeros count.
        plain = [squeeze(cell.text) for cell in cells]
        return ("text", ()) if any(len(text) > 11 or re.match(r"0\d", text) for text in plain) else ("number", ())
    if cells and all(field_value(cell, "date") for cell in cells):
        return "date", ()
    values = [cell.text.strip() for cell in cells]
    distinct = tuple(dict.fromkeys(values))
    if values and all(value in _YES_NO for value in values) and (len(distinct) > 1 or "是否" in squeeze(head)):
        return "bool", ()
    is_short = all(len(value) <= _LONGEST_OPTION and "\n" not in value for value in distinct)
    if is_short and 1 < len(distinct) <= _MOST_OPTIONS and len(distinct) * 2 <= len(values):
        return "choice", distinct
    return "text", ()


def field_value(cell: Cell, kind: FieldKind) -> str:
    """Return a cell as a field of that kind keeps it, "" where it does not fit."""
    text = cell.text.strip()
    if kind == "number":
        plain = flatten(text).replace(",", "").strip()
        return plain if _NUMBER.fullmatch(plain) else ""
    if kind == "date":
        if cell.value_kind in ("date", "datetime"):
            return str(cell.value)[:10]
        match = _DATE.fullmatch(squeeze(text))
        return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}" if match else ""
    if kind == "bool":
        return _YES_NO.get(text, "")
    return text
