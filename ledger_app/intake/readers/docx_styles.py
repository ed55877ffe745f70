"""Paragraph and character styles of a .docx, resolved along basedOn."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree

from ledger_app.intake.readers.docx_names import child_number, child_value, switch, w

_W_NAME, _W_BASED_ON, _W_PPR, _W_RPR = w("name"), w("basedOn"), w("pPr"), w("rPr")
_W_STYLE, _W_STYLE_ID, _W_TYPE, _W_DEFAULT = w("style"), w("styleId"), w("type"), w("default")
_W_NUM_PR, _W_NUM_ID, _W_ILVL = w("numPr"), w("numId"), w("ilvl")
_W_JC, _W_OUTLINE, _W_B, _W_SZ, _W_VANISH = w("jc"), w("outlineLvl"), w("b"), w("sz"), w("vanish")
_BODY_LEVEL = 9


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says, its ancestors' words included; None where nothing is said.

    Attributes:
        number_style: id of the style in the chain that names the list, for levels bound to a style.
        size: half points.
    """

    style_id: str = ""
    name: str = ""
    num_id: str | None = None
    ilvl: int | None = None
    number_style: str = ""
    justification: str | None = None
    outline: int | None = None
    is_bold: bool | None = None
    size: int | None = None
    is_hidden: bool | None = None


class Styles:
    """The styles part, resolved style by style when first asked for."""

    def __init__(self, root: etree._Element | None) -> None:
        """Index the part; None is a document without styles."""
        self._elements: dict[str, etree._Element] = {}
        self._resolved: dict[str, Style] = {}
        self._base = Style()
        self.default_id = ""
        if root is None:
            return
        for element in root.iterfind(_W_STYLE):
            style_id = element.get(_W_STYLE_ID, "")
            self._elements.setdefault(style_id, element)
            if element.get(_W_TYPE) == "paragraph" and element.get(_W_DEFAULT) in ("1", "true", "on"):
                self.default_id = style_id
        defaults = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{_W_RPR}")
        self._base = Style(is_bold=switch(defaults, _W_B), size=child_number(defaults, _W_SZ))

    def paragraph(self, style_id: str | None) -> Style:
        """Return the style of a paragraph; without id, or with an unknown one, the default style."""
        if not style_id or style_id not in self._elements:
            style_id = self.default_id
        return self._resolve(style_id, ()) if style_id else self._base

    def character(self, style_id: str) -> Style:
        """Return a character style; an unknown one says nothing."""
        return self._resolve(style_id, ()) if style_id in self._elements else Style()

    def num_id_of(self, style_id: str) -> str | None:
        """Return the list a numbering style stands for."""
        return self._resolve(style_id, ()).num_id if style_id in self._elements else None

    def _resolve(self, style_id: str, below: tuple[str, ...]) -> Style:
        known = self._resolved.get(style_id)
        if known is not None:
            return known
        element = self._elements[style_id]
        parent_id = child_value(element, _W_BASED_ON) or ""
        is_sound = parent_id in self._elements and parent_id not in (*below, style_id) and len(below) < 40
        if is_sound:
            parent = self._resolve(parent_id, (*below, style_id))
        else:
            parent = self._base if element.get(_W_TYPE) == "paragraph" else Style()
        resolved = _merged(parent, style_id, element)
        self._resolved[style_id] = resolved
        return resolved


def _merged(parent: Style, style_id: str, element: etree._Element) -> Style:
    """Return a style from its element and its resolved parent."""
    paragraph, run = element.find(_W_PPR), element.find(_W_RPR)
    number = None if paragraph is None else paragraph.find(_W_NUM_PR)
    changes: dict[str, object] = {
        "justification": child_value(paragraph, _W_JC),
        "is_bold": switch(run, _W_B),
        "size": child_number(run, _W_SZ),
        "is_hidden": switch(run, _W_VANISH),
        "num_id": child_value(number, _W_NUM_ID),
        "ilvl": child_number(number, _W_ILVL),
    }
    if number is not None:
        changes["number_style"] = style_id
    outline = child_number(paragraph, _W_OUTLINE)
    said = {key: value for key, value in changes.items() if value is not None}
    style = replace(parent, style_id=style_id, name=(child_value(element, _W_NAME) or "").lower(), **said)  # type: ignore[arg-type]
    if outline is not None:
        style = replace(style, outline=None if outline >= _BODY_LEVEL else outline)
    return style
