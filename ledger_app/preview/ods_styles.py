"""How the cells, columns and rows of an .ods look, by the names of their styles.

Source: OpenDocument 1.3 part 3, sections 16 (styles) and 20 (their properties).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from lxml import etree

from ledger_app.preview.model import CellStyle

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_PROPERTIES = ("text-properties", "paragraph-properties", "table-cell-properties", "table-column-properties",
               "table-row-properties", "table-properties")  # fmt: skip
_LENGTH = re.compile(r"(-?\d{1,6}(?:\.\d{1,6})?)(mm|cm|in|pt|pc|px)")
_POINTS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0, "pc": 12.0, "px": 0.75}
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_ALIGNS: dict[str, Literal["left", "center", "right", "justify"]] = {
    "start": "left", "left": "left", "center": "center", "end": "right", "right": "right", "justify": "justify",
}  # fmt: skip
_RISES: dict[str, Literal["top", "middle", "bottom"]] = {"top": "top", "middle": "middle", "bottom": "bottom"}
_SIDES = ("left", "top", "right", "bottom")
_MOST_PARENTS = 20
_MOST_STYLES = 20_000
_INDENT_PT = 10.0
_USUAL_PT = 10.0

Said = dict[str, str]


def length(text: str) -> float | None:
    """Return a length in points, None where there is none."""
    match = _LENGTH.fullmatch(text.strip())
    return None if match is None else float(match.group(1)) * _POINTS[match.group(2)]


class OdsStyles:
    """The styles of a workbook; those of cells are numbered as they are met, 0 is the plain one."""

    def __init__(self, roots: Iterable[etree._Element | None]) -> None:
        """Index the styles of several parts; those of earlier parts come first."""
        self._elements: dict[tuple[str, str], etree._Element] = {}
        self._faces: dict[str, str] = {}
        self._numbers: dict[str, int] = {}
        self._usual: dict[str, Said] = {}
        for root in roots:
            if root is not None:
                self._index(root)
        self._looks: list[CellStyle] = [_cell_style(self.said("table-cell", "Default"), self._faces)]

    @property
    def looks(self) -> tuple[CellStyle, ...]:
        """Return the looks of all cells that were asked for."""
        return tuple(self._looks)

    def number(self, name: str) -> int:
        """Return the number of a cell's style."""
        if name not in self._numbers:
            is_known = ("table-cell", name) in self._elements and len(self._looks) < _MOST_STYLES
            if is_known:
                self._looks.append(_cell_style(self.said("table-cell", name), self._faces))
            self._numbers[name] = len(self._looks) - 1 if is_known else 0
        return self._numbers[name]

    def said(self, family: str, name: str) -> Said:
        """Return what a style says by name of the property, its parents included."""
        chain: list[etree._Element] = []
        element = self._elements.get((family, name))
        while element is not None and len(chain) < _MOST_PARENTS:
            chain.append(element)
            element = self._elements.get((family, element.get(f"{_STYLE}parent-style-name", "")))
        found = dict(self._usual.get(family, {}))
        for one in reversed(chain):
            found.update(_own(one))
        return found

    def _index(self, root: etree._Element) -> None:
        for element in root.iter(f"{_STYLE}style"):
            key = (element.get(f"{_STYLE}family", ""), element.get(f"{_STYLE}name", ""))
            self._elements.setdefault(key, element)
        for element in root.iter(f"{_STYLE}default-style"):
            self._usual.setdefault(element.get(f"{_STYLE}family", ""), _own(element))
        for element in root.iter(f"{_STYLE}font-face"):
            family = element.get("{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}font-family", "")
            self._faces.setdefault(element.get(f"{_STYLE}name", ""), family.strip("'\""))


def _own(style: etree._Element) -> Said:
    """Return what a style says itself; a line on all sides also ends what parents said of single sides."""
    found: Said = {}
    for group in style:
        if etree.QName(group).localname in _PROPERTIES:
            for name, value in group.attrib.items():
                found[etree.QName(str(name)).localname] = str(value)
    if "border" in found:
        for side in _SIDES:
            found.setdefault(f"border-{side}", found["border"])
    return found


def _cell_style(said: Said, faces: dict[str, str]) -> CellStyle:
    face = said.get("font-name-asian") or said.get("font-name", "")
    indent = length(said.get("margin-left", "")) or 0.0
    left, top, right, bottom = (_is_drawn(said.get(f"border-{side}", "")) for side in _SIDES)
    size = length(said.get("font-size-asian") or said.get("font-size", ""))
    return CellStyle(
        is_bold=_is_bold(said),
        is_italic="italic" in (said.get("font-style"), said.get("font-style-asian")),
        is_underlined=said.get("text-underline-style", "none") != "none",
        is_struck=said.get("text-line-through-style", "none") != "none",
        size=min(max(size or _USUAL_PT, 1.0), 200.0),
        face=(faces.get(face) or face)[:64].replace(";", " "),
        colour=_colour(said.get("color", "")),
        ground=_colour(said.get("background-color", "")),
        align=_ALIGNS.get(said.get("text-align", ""), "") if said.get("text-align-source") != "value-type" else "",
        rise=_RISES.get(said.get("vertical-align", ""), "bottom"),
        wraps=said.get("wrap-option") == "wrap",
        indent=min(max(round(indent / _INDENT_PT), 0), 50),
        lines=(left, top, right, bottom),
    )


def _is_bold(said: Said) -> bool:
    weights = (said.get("font-weight", ""), said.get("font-weight-asian", ""))
    return any(weight in ("bold", "600", "700", "800", "900") for weight in weights)


def _is_drawn(line: str) -> bool:
    return bool(line) and "none" not in line.split() and "hidden" not in line.split()


def _colour(text: str) -> str:
    return text.lower() if _COLOUR.fullmatch(text) else ""
