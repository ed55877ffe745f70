"""What a clerk's own columns may hold: their types, and how a typed value is read into the form it is kept in.

A value is kept as text: a number plainly ("1234.5"), a day as ISO, yes and no as 是 and 否, a choice as its word.
Source: docs/domain.md section 2.2 (columns of real ledgers).
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

from ledger_app.domain.task import CustomField, CustomKind

FieldType = Literal["text", "long", "number", "date", "choice", "bool"]
FIELD_TYPE_NAMES: dict[FieldType, str] = {
    "text": "文字",
    "long": "长文字",
    "number": "数字",
    "date": "日期",
    "choice": "选项",
    "bool": "是否",
}
YES, NO = "是", "否"
LONGEST_VALUE: dict[FieldType, int] = {"text": 500, "long": 20_000}

_NUMBER = re.compile(r"([-+]?)(\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(\.\d{1,10})?")
_DAY = re.compile(r"(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?|(\d{4})(\d\d)(\d\d)")
_YES_NO = {
    **dict.fromkeys(("是", "有", "√", "✓", "✔", "y", "yes", "true", "1"), YES),
    **dict.fromkeys(("否", "无", "×", "✗", "x", "n", "no", "false", "0"), NO),
}


def type_of(field: CustomField) -> FieldType:
    """Return the type a person knows the field by."""
    return "long" if field.kind == "text" and field.is_long else field.kind


def kind_of(kind: FieldType) -> tuple[CustomKind, bool]:
    """Return how a type is kept: the kind, and whether it is long."""
    return ("text", True) if kind == "long" else (kind, False)


def options_of(field: CustomField) -> tuple[str, ...]:
    """Return the words of a choice in their order, none for other kinds."""
    found = json.loads(field.options) if field.kind == "choice" else []
    return tuple(str(one) for one in found) if isinstance(found, list) else ()


def written_options(options: Sequence[str]) -> str:
    """Return the words of a choice as they are kept."""
    return json.dumps(list(options), ensure_ascii=False)


def read_value(field: CustomField, text: str) -> str | None:
    """Return typed text in the form it is kept in, "" for nothing, None where it is no value of the field.

    Args:
        field: numbers may have thousands separators and full-width digits; days may be written 2024.6.30 or
            2024年6月30日; yes and no may be ticks; a choice must be one of its words.
        text: as typed, pasted or read from a file.
    """
    if field.kind == "text":
        bare = text.strip()
        # One line stays one line, so that a row of the grid shows the whole of it.
        return bare if field.is_long else " ".join(bare.split("\n"))
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return ""
    if field.kind == "number":
        return _number(plain)
    if field.kind == "date":
        return _day(plain)
    if field.kind == "bool":
        return _YES_NO.get(plain.lower())
    return next((one for one in options_of(field) if unicodedata.normalize("NFKC", one) == plain), None)


def _number(plain: str) -> str | None:
    match = _NUMBER.fullmatch(plain.replace(" ", ""))
    if match is None:
        return None
    whole = match[2].replace(",", "").lstrip("0") or "0"
    part = (match[3] or "").rstrip("0").rstrip(".")
    sign = "-" if match[1] == "-" and (whole, part) != ("0", "") else ""
    return f"{sign}{whole}{part}"


def _day(plain: str) -> str | None:
    match = _DAY.fullmatch(plain.removesuffix(" 00:00:00").replace(" ", ""))
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None
