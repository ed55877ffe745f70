"""The characters of one .docx paragraph as a reader of the page sees them.

Tracked insertions are kept and deletions left out, hidden runs are left out, fields give their results,
text boxes are collected apart.  Source: ECMA-376 part 1, 17.3.3, 17.13.5, 17.16.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from ledger_app.intake.readers.building import BREAK
from ledger_app.intake.readers.docx_names import (
    ALTERNATE,
    BOX,
    CHOICE,
    FALLBACK,
    MATH_TEXT,
    OMATH,
    OMATH_PARAGRAPH,
    child_number,
    child_value,
    switch,
    w,
)
from ledger_app.intake.readers.docx_styles import Style, Styles
from ledger_app.intake.readers.noticed import Noticed
from ledger_app.intake.readers.sinks import InlineText
from ledger_app.intake.readers.symbol_fonts import symbol

_W_R, _W_T, _W_RPR = w("r"), w("t"), w("rPr")
_W_TAB, _W_BR, _W_CR, _W_SYM = w("tab"), w("br"), w("cr"), w("sym")
_W_FIELD, _W_FIELD_TYPE = w("fldChar"), w("fldCharType")
_W_VANISH, _W_B, _W_SZ, _W_R_STYLE = w("vanish"), w("b"), w("sz"), w("rStyle")
_W_INS, _W_RUBY, _W_RUBY_BASE = w("ins"), w("ruby"), w("rubyBase")
_W_SDT, _W_SDT_CONTENT = w("sdt"), w("sdtContent")
_PLAIN_TEXT = {
    _W_TAB: "\t", w("ptab"): "\t", _W_BR: BREAK, _W_CR: BREAK, w("noBreakHyphen"): "-",
}  # fmt: skip
_KEPT_WRAPPERS = frozenset(
    w(name) for name in ("hyperlink", "smartTag", "ins", "moveTo", "fldSimple", "customXml", "dir", "bdo")
)
_DROPPED = frozenset({w("del"), w("moveFrom")})
_DRAWINGS = frozenset({w("drawing"), w("pict"), w("object")})
_MATHS = frozenset({OMATH, OMATH_PARAGRAPH})
_NOTES = frozenset({w("footnoteReference"), w("endnoteReference")})
_OLE_OBJECT = "{urn:schemas-microsoft-com:office:office}OLEObject"


@dataclass(slots=True)
class InlineReader:
    """Reads runs; keeps the fields that are open, for they may span paragraphs.

    Attributes:
        styles: the document's styles.
        noticed: counts over the whole document.
        boxes: text boxes met since they were last taken.
    """

    styles: Styles
    noticed: Noticed
    boxes: list[etree._Element] = field(default_factory=list)
    _fields: list[bool] = field(default_factory=list)

    def read(self, paragraph: etree._Element, style: Style) -> InlineText:
        """Return a paragraph's visible characters."""
        out = InlineText()
        self._walk(paragraph, style, out)
        if not all(self._fields):
            # A field's code never runs over a paragraph's end in a sound file: what is open is broken.
            self._fields.clear()
        return out

    def _walk(self, parent: etree._Element, style: Style, out: InlineText) -> None:
        for child in parent:
            tag = child.tag
            if tag == _W_R:
                self._run(child, style, out)
            elif tag in _DROPPED:
                self.noticed.deleted += 1
            elif tag in _MATHS:
                out.add("".join(text.text or "" for text in child.iter(MATH_TEXT)))
            else:
                inner = self._inner(child)
                if inner is not None:
                    self._walk(inner, style, out)

    def _inner(self, child: etree._Element) -> etree._Element | None:
        """Return the element whose runs stand in a wrapper's place, None where it holds none."""
        tag = child.tag
        if tag in _KEPT_WRAPPERS:
            self.noticed.inserted += tag == _W_INS
            return child
        if tag == _W_SDT:
            return child.find(_W_SDT_CONTENT)
        return chosen_branch(child) if tag == ALTERNATE else None

    def _run(self, run: etree._Element, style: Style, out: InlineText) -> None:
        is_bold, size, is_hidden = self._look(run.find(_W_RPR), style)
        if is_hidden:
            self.noticed.hidden += any(text.text for text in run.iter(_W_T))
            return
        for child in run:
            text = _characters(child)
            if text is None:
                self._other(child, style, out)
            elif all(self._fields):
                out.add(text, is_bold=is_bold, size=size)

    def _other(self, child: etree._Element, style: Style, out: InlineText) -> None:
        """Follow what is in a run besides characters."""
        if child.tag == _W_FIELD:
            self._field(child.get(_W_FIELD_TYPE))
        elif child.tag in _NOTES:
            self.noticed.notes += 1
        elif child.tag in _DRAWINGS or child.tag == ALTERNATE:
            self._collect_boxes(child)
        elif child.tag == _W_RUBY:
            base = child.find(_W_RUBY_BASE)
            if base is not None:
                self._walk(base, style, out)

    def _look(self, properties: etree._Element | None, style: Style) -> tuple[bool, int | None, bool]:
        """Return (bold, size in half points, hidden) of a run: own words, its style's, the paragraph's."""
        is_bold, size, is_hidden = style.is_bold, style.size, style.is_hidden
        if properties is None:
            return bool(is_bold), size, bool(is_hidden)
        style_id = child_value(properties, _W_R_STYLE)
        if style_id:
            own = self.styles.character(style_id)
            is_bold = is_bold if own.is_bold is None else own.is_bold
            size = size if own.size is None else own.size
            is_hidden = is_hidden if own.is_hidden is None else own.is_hidden
        direct_bold, direct_hidden = switch(properties, _W_B), switch(properties, _W_VANISH)
        is_bold = is_bold if direct_bold is None else direct_bold
        is_hidden = is_hidden if direct_hidden is None else direct_hidden
        direct_size = child_number(properties, _W_SZ)
        return bool(is_bold), size if direct_size is None else direct_size, bool(is_hidden)

    def _field(self, kind: str | None) -> None:
        """Follow the marks of a field: its code is not shown, its result is."""
        if kind == "begin":
            self._fields.append(False)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _collect_boxes(self, element: etree._Element) -> None:
        """Collect outermost text boxes of a drawing, each once though it is written twice."""
        if element.tag == BOX:
            self.boxes.append(element)
            self.noticed.boxes += 1
            return
        if element.tag == ALTERNATE:
            branch = chosen_branch(element)
            if branch is not None:
                self._collect_boxes(branch)
            return
        if element.tag == _OLE_OBJECT:
            self.noticed.embedded += 1
        for child in element:
            self._collect_boxes(child)


def _characters(child: etree._Element) -> str | None:
    """Return the characters a part of a run stands for, None where it is no character."""
    tag = child.tag
    if tag == _W_T:
        return child.text or ""
    if tag == _W_SYM:
        return symbol(child.get(w("char"), ""), child.get(w("font"), ""))
    return _PLAIN_TEXT.get(tag)


def chosen_branch(alternate: etree._Element) -> etree._Element | None:
    """Return the branch of alternate content that is read: the first choice with text, else the fallback."""
    choice, fallback = alternate.find(CHOICE), alternate.find(FALLBACK)
    if fallback is None or (choice is not None and next(choice.iter(_W_T), None) is not None):
        return choice
    has_text = next(fallback.iter(_W_T), None) is not None
    return fallback if choice is None or has_text else choice
