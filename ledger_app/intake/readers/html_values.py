"""Values of the cells of pages that Excel, WPS and LibreOffice write, beside the text they show.

Excel and WPS keep a number's value in `x:num` and its format in the style of the cell's class; LibreOffice keeps
them in `sdval` and `sdnum`.  Recent versions of Excel write the format alone, so a date is then read from its text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Literal

from lxml import etree

from ledger_app.intake.document import Cell
from ledger_app.intake.readers.building import text_cell
from ledger_app.intake.readers.cell_values import value_cell

Kind = Literal["date", "percent", "other"]

_RULE = re.compile(r"\.([\w-]{1,40})\s*\{([^{}]*)\}")
_FORMAT = re.compile(r'mso-number-format\s*:\s*("(?:[^"\\]|\\.)*"|[^;}"]+)', re.IGNORECASE)
_ESCAPED = re.compile(r"\\([0-9A-Fa-f]{4})")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DATE_NAMES = ("short date", "medium date", "long date", "general date")
_DATE_PARTS = re.compile("[yYdD]|年|日")
_WRITTEN_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_WRITTEN_NUMBER = re.compile(r"[-+]?\d{1,15}(?:\.\d{1,15})?(?:[eE][-+]?\d{1,3})?")
_FIRST_DAY = dt.datetime.combine(dt.date(1899, 12, 30), dt.time())
_LAST_SERIAL = 2_958_465
_LONGEST_STYLE = 1 << 21


def number_kinds(root: etree._Element) -> dict[str, Kind]:
    """Return how the cells of a class show their numbers, by the class; classes without a format are left out."""
    kinds: dict[str, Kind] = {}
    for style in root.iter("style"):
        for rule in _RULE.finditer((style.text or "")[:_LONGEST_STYLE]):
            found = _FORMAT.search(rule.group(2))
            if found is not None:
                kinds[rule.group(1)] = kind_of_format(_unescaped(found.group(1)))
    return kinds


def kind_of_format(code: str) -> Kind:
    """Return what a number format makes of a number; formats of times alone count as other."""
    if code.strip().lower() in _DATE_NAMES:
        return "date"
    if code.strip().lower() == "percent":
        return "percent"
    # The characters for year and day may be quoted text; what a quoted text says besides does not matter.
    plain = _QUOTED.sub("", code)
    if "%" in plain:
        return "percent"
    return "date" if _DATE_PARTS.search(plain) else "other"


def cell_of(element: etree._Element, text: str, kinds: Mapping[str, Kind]) -> Cell:
    """Return a cell with its value where the page tells it, the text it shows otherwise.

    Args:
        element: the cell's element.
        text: what it shows, line feeds for its lines.
        kinds: as `number_kinds` returns them.
    """
    said = element.get("x:num")
    written = (said.strip() or text.strip()) if said is not None else element.get("sdval", "").strip()
    kind = _kind(element, kinds)
    if _WRITTEN_NUMBER.fullmatch(written):
        return _valued(float(written), kind, text)
    return _dated(text) if kind == "date" else text_cell(text)


def _kind(element: etree._Element, kinds: Mapping[str, Kind]) -> Kind:
    own = _FORMAT.search(element.get("style", ""))
    if own is not None:
        return kind_of_format(_unescaped(own.group(1)))
    code = element.get("sdnum", "").split(";", 2)
    if len(code) == 3:
        return kind_of_format(code[2])
    return next((kinds[name] for name in element.get("class", "").split() if name in kinds), "other")


def _valued(value: float, kind: Kind, text: str) -> Cell:
    if kind != "date":
        return value_cell(value, is_percent=kind == "percent")
    if not 0 < value <= _LAST_SERIAL:
        return text_cell(text)
    # To the second: a serial's fraction is not exact.
    return value_cell(_FIRST_DAY + dt.timedelta(seconds=round(value * 86_400)))


def _dated(text: str) -> Cell:
    match = _WRITTEN_DATE.fullmatch(text.strip())
    try:
        return text_cell(text) if match is None else value_cell(dt.date(*(int(part) for part in match.groups())))
    except ValueError:
        return text_cell(text)


def _unescaped(code: str) -> str:
    """Return a number format out of its style sheet's clothes: quotes around it, hex for special characters."""
    text = _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), code.strip().strip('"'))
    return re.sub(r"\\(.)", r"\1", text)
