"""Paragraph and character styles of a .docx, resolved along basedOn."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from xml.sax.saxutils import unescape

from lxml import etree

from ledger_app.intake.readers.docx_names import child_number, child_value, switch, w

_W_NAME, _W_BASED_ON, _W_PPR, _W_RPR = w("name"), w("basedOn"), w("pPr"), w("rPr")
_W_STYLE, _W_STYLE_ID, _W_TYPE, _W_DEFAULT = w("style"), w("styleId"), w("type"), w("default")
_W_NUM_PR, _W_NUM_ID, _W_ILVL = w("numPr"), w("numId"), w("ilvl")
_W_JC, _W_OUTLINE, _W_B, _W_SZ, _W_VANISH = w("jc"), w("outlineLvl"), w("b"), w("sz"), w("vanish")
_BODY_LEVEL = 9
_ON = ("1", "true", "on")
_ROOT_TAG = re.compile(rb"<w:styles\b[^>]*>")
_STYLE_START, _STYLE_END = b"<w:style ", b"</w:style>"
_DEFAULTS_END = b"</w:docDefaults>"


def _attribute(tag: bytes, name: bytes) -> str:
    """Return the value of an attribute of a start tag, given as its name and equals sign, "" without."""
    start = tag.find(name)
    quote = tag[start + len(name) : start + len(name) + 1]
    if start < 0 or quote not in (b'"', b"'"):
        return ""
    return tag[start + len(name) + 1 :].partition(quote)[0].decode("utf-8", "replace")


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


class StylePart:
    """The elements of a styles part by style id, parsed one by one when asked for.

    Word writes hundreds of styles and documents use a handful: the part is cut at its style tags, and only
    the pieces that are used are parsed.  A part written in an unusual way is parsed whole.
    """

    def __init__(self, data: bytes | None, parse: Callable[[bytes], etree._Element]) -> None:
        """Cut the part; None is a document without styles."""
        self._parse = parse
        self._pieces: dict[str, bytes] = {}
        self._elements: dict[str, etree._Element] = {}
        self._head = b""
        self.defaults: etree._Element | None = None
        self.default_id = ""
        if data is None:
            return
        head = _ROOT_TAG.search(data)
        if head is None or b"<!" in data:
            self._index(parse(data))
            return
        self._head = head.group()
        # Splitting at a fixed tag is many times faster than matching whole elements.
        for piece in data.split(_STYLE_START)[1:]:
            self._add_piece(piece)
        start, end = data.find(b"<w:docDefaults>"), data.find(_DEFAULTS_END)
        if 0 <= start < end:
            self.defaults = self._piece(data[start : end + len(_DEFAULTS_END)])

    def __contains__(self, style_id: str) -> bool:
        """Tell whether there is a style of this id."""
        return style_id in self._pieces or style_id in self._elements

    def element(self, style_id: str) -> etree._Element:
        """Return a style's element."""
        if style_id not in self._elements:
            inner, end, _ = self._pieces[style_id].partition(_STYLE_END)
            # A style may also be one empty element, which has no end tag.
            self._elements[style_id] = self._piece(
                _STYLE_START + (inner if end else inner.partition(b">")[0] + b">") + end
            )
        return self._elements[style_id]

    def _add_piece(self, piece: bytes) -> None:
        tag = piece[: piece.find(b">")]
        self._pieces.setdefault(unescape(_attribute(tag, b"w:styleId="), {"&quot;": '"'}), piece)
        is_default = b"w:default=" in tag and _attribute(tag, b"w:default=") in _ON
        if is_default and _attribute(tag, b"w:type=") == "paragraph":
            self.default_id = _attribute(tag, b"w:styleId=")

    def _piece(self, piece: bytes) -> etree._Element:
        return self._parse(self._head + piece + b"</w:styles>")[0]

    def _index(self, root: etree._Element) -> None:
        self.defaults = root.find(w("docDefaults"))
        for element in root.iterfind(_W_STYLE):
            style_id = element.get(_W_STYLE_ID, "")
            self._elements.setdefault(style_id, element)
            if element.get(_W_TYPE) == "paragraph" and element.get(_W_DEFAULT) in _ON:
                self.default_id = style_id


class Styles:
    """A document's styles, resolved one by one when first asked for."""

    def __init__(self, part: StylePart) -> None:
        """Begin with the document's defaults."""
        self._part = part
        self._resolved: dict[str, Style] = {}
        run = None if part.defaults is None else part.defaults.find(f"{w('rPrDefault')}/{_W_RPR}")
        self._base = Style(is_bold=switch(run, _W_B), size=child_number(run, _W_SZ))

    def paragraph(self, style_id: str | None) -> Style:
        """Return the style of a paragraph; without id, or with an unknown one, the default style."""
        if not style_id or style_id not in self._part:
            style_id = self._part.default_id
        return self._resolve(style_id, ()) if style_id else self._base

    def character(self, style_id: str) -> Style:
        """Return a character style; an unknown one says nothing."""
        return self._resolve(style_id, ()) if style_id in self._part else Style()

    def num_id_of(self, style_id: str) -> str | None:
        """Return the list a numbering style stands for."""
        return self._resolve(style_id, ()).num_id if style_id in self._part else None

    def _resolve(self, style_id: str, below: tuple[str, ...]) -> Style:
        known = self._resolved.get(style_id)
        if known is not None:
            return known
        element = self._part.element(style_id)
        parent_id = child_value(element, _W_BASED_ON) or ""
        is_sound = parent_id in self._part and parent_id not in (*below, style_id) and len(below) < 40
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
