"""The characters of one paragraph of an OpenDocument text as a reader of the page sees them.

Notes, comments and hidden text are left aside, boxes collected apart.  Deleted text is not in the body at all:
the format keeps it in a list of its own.  Source: OpenDocument 1.3 part 3, sections 6 and 7.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from ledger_app.intake.readers.building import BREAK
from ledger_app.intake.readers.docx_names import whole
from ledger_app.intake.readers.noticed import Noticed
from ledger_app.intake.readers.odt_styles import DRAW, OFFICE, TEXT, OdtStyle, OdtStyles
from ledger_app.intake.readers.sinks import InlineText

_BLANKS = re.compile(r"[ \t\r\n]+")
_MOST_BLANKS = 1000
_DROPPED = frozenset((f"{OFFICE}annotation", f"{OFFICE}annotation-end", f"{TEXT}ruby-text"))
_HIDING = frozenset((f"{TEXT}hidden-text", f"{TEXT}hidden-paragraph"))
_EMBEDDED = frozenset((f"{DRAW}object", f"{DRAW}object-ole"))


@dataclass(slots=True)
class OdtInline:
    """Reads paragraphs.

    Attributes:
        styles: the document's styles.
        noticed: counts over the whole document.
        boxes: text boxes met since they were last taken.
    """

    styles: OdtStyles
    noticed: Noticed
    boxes: list[etree._Element] = field(default_factory=list)

    def read(self, paragraph: etree._Element, style: OdtStyle) -> InlineText:
        """Return a paragraph's visible characters."""
        out = InlineText()
        self._walk(paragraph, style, out)
        return out

    def _walk(self, parent: etree._Element, style: OdtStyle, out: InlineText) -> None:
        self._add(parent.text, style, out)
        for child in parent:
            self._child(child, style, out)
            self._add(child.tail, style, out)

    def _child(self, child: etree._Element, style: OdtStyle, out: InlineText) -> None:
        tag = child.tag
        if tag == f"{TEXT}s":
            out.add(" " * min(max(whole(child.get(f"{TEXT}c")) or 1, 1), _MOST_BLANKS))
        elif tag == f"{TEXT}tab":
            out.add("\t")
        elif tag == f"{TEXT}line-break":
            out.add(BREAK)
        elif tag == f"{TEXT}note":
            self.noticed.notes += 1
        elif tag in _HIDING:
            self.noticed.hidden += 1
        elif tag in _DROPPED:
            return
        elif tag.startswith(DRAW):
            self.collect(child)
        else:
            own = self.styles.of("text", child.get(f"{TEXT}style-name")) if tag == f"{TEXT}span" else OdtStyle()
            self._walk(child, own.over(style), out)

    def _add(self, text: str | None, style: OdtStyle, out: InlineText) -> None:
        if not text:
            return
        if style.is_hidden:
            self.noticed.hidden += bool(text.strip())
            return
        # Blanks in a row count as one, those at a paragraph's beginning as none.
        shown = _BLANKS.sub(" ", text)
        if shown.startswith(" ") and (not out.pieces or out.pieces[-1][-1:] in (" ", BREAK)):
            shown = shown[1:]
        out.add(shown, is_bold=bool(style.is_bold), size=style.size)

    def collect(self, element: etree._Element) -> None:
        """Collect the outermost text boxes of a drawing."""
        if element.tag in (f"{DRAW}text-box", f"{DRAW}custom-shape"):
            if any(text.strip() for text in element.itertext()):
                self.boxes.append(element)
                self.noticed.boxes += 1
            return
        self.noticed.embedded += element.tag in _EMBEDDED
        for child in element:
            self.collect(child)
