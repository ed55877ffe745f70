"""How characters and paragraphs of a .docx look: what styles, lists and direct formatting say, one over the other.

Kept as plain mappings while they are laid over each other; only what is said stands in them.
Source: ECMA-376 part 1, 17.3.1, 17.3.2, 17.7.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from lxml import etree

from ledger_app.intake.readers.docx_names import child_value, switch, w, whole
from ledger_app.intake.readers.docx_styles import StylePart

Look = Mapping[str, Any]

_RPR, _PPR, _IND, _SPACING, _FONTS = w("rPr"), w("pPr"), w("ind"), w("spacing"), w("rFonts")
_SWITCHES = (
    (w("b"), "bold"), (w("i"), "italic"), (w("strike"), "struck"), (w("dstrike"), "struck"), (w("vanish"), "hidden"),
)  # fmt: skip
_ALIGNS = {
    "left": "left", "start": "left", "right": "right", "end": "right", "center": "center",
    "both": "justify", "distribute": "justify",
}  # fmt: skip
_HIGHLIGHTS = {
    "yellow": "#ffff00", "green": "#00ff00", "cyan": "#00ffff", "magenta": "#ff00ff", "blue": "#0000ff",
    "red": "#ff0000", "darkBlue": "#000080", "darkCyan": "#008080", "darkGreen": "#008000", "darkMagenta": "#800080",
    "darkRed": "#800000", "darkYellow": "#808000", "darkGray": "#808080", "lightGray": "#c0c0c0", "black": "#000000",
    "white": "#ffffff",
}  # fmt: skip
_HEX = frozenset("0123456789abcdefABCDEF")
_DEEPEST = 40


def points(text: str | None) -> float | None:
    """Return a measure in twentieths of a point as points, None where it is none."""
    number = whole(text.partition(".")[0]) if text else None
    return None if number is None else max(min(number / 20, 2000.0), -2000.0)


def colour(text: str | None) -> str:
    """Return a colour of six digits as "#rrggbb", "" for any other."""
    return f"#{text.lower()}" if text and len(text) == 6 and set(text) <= _HEX else ""


def shade(properties: etree._Element | None) -> str:
    """Return the ground of w:shd."""
    ground = None if properties is None else properties.find(w("shd"))
    return "" if ground is None else colour(ground.get(w("fill")))


def run_look(properties: etree._Element | None) -> dict[str, Any]:
    """Return what a w:rPr says of characters."""
    said: dict[str, Any] = {}
    if properties is None:
        return said
    for tag, name in _SWITCHES:
        value = switch(properties, tag)
        if value is not None:
            said[name] = value
    underline = child_value(properties, w("u"))
    if underline is not None:
        said["underlined"] = underline != "none"
    size = whole(child_value(properties, w("sz")))
    if size is not None:
        said["size"] = min(max(size / 2, 1.0), 200.0)
    ink = child_value(properties, w("color"))
    if ink is not None:
        said["colour"] = colour(ink)
    ground = _HIGHLIGHTS.get(child_value(properties, w("highlight")) or "") or shade(properties)
    if ground:
        said["ground"] = ground
    raised = child_value(properties, w("vertAlign"))
    if raised is not None:
        said["raised"] = {"superscript": 1, "subscript": -1}.get(raised, 0)
    said.update(_faces(properties.find(_FONTS)))
    return said


def paragraph_look(properties: etree._Element | None) -> dict[str, Any]:
    """Return what a w:pPr says of a paragraph; indents in characters as `left_chars`, `first_chars`."""
    said: dict[str, Any] = {}
    if properties is None:
        return said
    align = _ALIGNS.get(child_value(properties, w("jc")) or "")
    if align:
        said["align"] = align
    outline = whole(child_value(properties, w("outlineLvl")))
    if outline is not None:
        said["outline"] = outline
    for tag, name in ((w("pageBreakBefore"), "starts_page"), (w("snapToGrid"), "on_grid")):
        value = switch(properties, tag)
        if value is not None:
            said[name] = value
    said.update(_indents(properties.find(_IND)))
    said.update(_spacing(properties.find(_SPACING)))
    return said


class Looks:
    """The styles of a document, each resolved along its ancestors."""

    def __init__(self, part: StylePart) -> None:
        """Begin with the document's defaults."""
        self._part = part
        self._known: dict[str, tuple[Look, Look]] = {}

    def paragraph(self, style_id: str | None) -> tuple[Look, Look]:
        """Return how a paragraph of a style and its characters look."""
        style_id = style_id if style_id and style_id in self._part else self._part.default_id
        own = self._resolve(style_id, 0) if style_id else ({}, {})
        base = self._defaults
        return {**base[0], **own[0]}, {**base[1], **own[1]}

    def character(self, style_id: str | None) -> Look:
        """Return what a character style says."""
        return self._resolve(style_id, 0)[1] if style_id and style_id in self._part else {}

    def chain(self, style_id: str | None) -> list[etree._Element]:
        """Return the elements of a style and its ancestors, the nearest first."""
        found: list[etree._Element] = []
        while style_id and style_id in self._part and len(found) < _DEEPEST:
            element = self._part.element(style_id)
            found.append(element)
            style_id = child_value(element, w("basedOn"))
        return found

    @cached_property
    def _defaults(self) -> tuple[Look, Look]:
        found = self._part.defaults
        if found is None:
            return {}, {"size": 10.0}
        paragraph = paragraph_look(found.find(f"{w('pPrDefault')}/{_PPR}"))
        return paragraph, {"size": 10.0, **run_look(found.find(f"{w('rPrDefault')}/{_RPR}"))}

    def _resolve(self, style_id: str, depth: int) -> tuple[Look, Look]:
        known = self._known.get(style_id)
        if known is not None:
            return known
        element = self._part.element(style_id)
        parent = child_value(element, w("basedOn")) or ""
        has_parent = parent != style_id and parent in self._part and depth < _DEEPEST
        above = self._resolve(parent, depth + 1) if has_parent else ({}, {})
        own = (
            {**above[0], **paragraph_look(element.find(_PPR))},
            {**above[1], **run_look(element.find(_RPR))},
        )
        self._known[style_id] = own
        return own


def _faces(fonts: etree._Element | None) -> dict[str, Any]:
    if fonts is None:
        return {}
    said = {}
    for key in ("ascii", "eastAsia"):
        face = fonts.get(w(key), "")
        if face:
            said[key] = face.replace(";", " ")[:64]
    return said


def _indents(element: etree._Element | None) -> dict[str, Any]:
    if element is None:
        return {}
    said: dict[str, Any] = {}
    for key, names in (("left", ("left", "start")), ("right", ("right", "end"))):
        value = next((points(element.get(w(name))) for name in names if element.get(w(name))), None)
        if value is not None:
            said[key] = value
    for name, key, sign in (("firstLine", "first", 1), ("hanging", "first", -1)):
        value = points(element.get(w(name)))
        if value is not None:
            said[key] = sign * value
            said.pop("first_chars", None)
    for name, key, sign in (("firstLineChars", "first_chars", 1), ("hangingChars", "first_chars", -1)):
        number = whole(element.get(w(name)))
        if number:
            said[key] = sign * min(number, 10_000) / 100
    number = whole(element.get(w("leftChars"))) or whole(element.get(w("startChars")))
    if number:
        said["left_chars"] = min(max(number, -10_000), 10_000) / 100
    return said


def _spacing(element: etree._Element | None) -> dict[str, Any]:
    if element is None:
        return {}
    said: dict[str, Any] = {}
    for key in ("before", "after"):
        value = points(element.get(w(key)))
        if value is not None:
            said[key] = max(value, 0.0)
        lines = whole(element.get(w(f"{key}Lines")))
        if lines:
            said[f"{key}_lines"] = min(max(lines, 0), 2000) / 100
        if element.get(w(f"{key}Autospacing")) in ("1", "true", "on"):
            said[key] = 14.0
    line = whole(element.get(w("line")))
    if line:
        rule = element.get(w("lineRule"), "auto")
        said["line_rule"] = rule
        said["line"] = line / 240 if rule == "auto" else abs(line) / 20
    return said
