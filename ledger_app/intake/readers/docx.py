"""Reads Word documents of the XML kind (.docx, .docm, .dotx), also those that WPS writes.

Reads ECMA-376 transitional and strict WordprocessingML straight from the archive's parts: the body with
computed list numbers, tables as full rectangles, text boxes after the paragraph they hang on.  Headers,
footers, footnotes and comments are left aside; macros are never looked at.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from lxml import etree

from ledger_app.intake.document import Document
from ledger_app.intake.readers.building import DocumentBuilder, clean_line
from ledger_app.intake.readers.docx_body import BodyReader
from ledger_app.intake.readers.docx_names import to_transitional, w
from ledger_app.intake.readers.docx_numbering import DocxNumbering
from ledger_app.intake.readers.docx_styles import StylePart, Styles
from ledger_app.intake.readers.peek import Peek
from ledger_app.intake.readers.safe_xml import parse_xml
from ledger_app.intake.readers.safe_zip import SafeZip
from ledger_app.intake.readers.sinks import BodySink
from ledger_app.intake.source import Source

TITLE = "Word 文档"

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"


def can_read(peek: Peek) -> float | None:
    """Return how surely the file is a .docx, None where it is not."""
    if "wordprocessingml" in peek.content_types:
        return 1.0
    return 0.9 if "word/document.xml" in peek.zip_names else None


def read(source: Source) -> Document:
    """Return the document.

    Raises:
        UnreadableFileError: INT-108 damaged, INT-112 without text, INT-113 to INT-115 over a limit.
    """
    parts = Parts(source, SafeZip(source, TITLE))
    main = parts.main_name()
    source.step(0, 1)
    related = parts.related(main)
    styles = Styles(StylePart(parts.data(related.get("styles", "word/styles.xml")), parts.parsed))
    numbering = DocxNumbering(parts.parse(related.get("numbering", "word/numbering.xml")), styles)
    root = parts.parse(main)
    body = None if root is None else root.find(w("body"))
    if body is None:
        raise source.refuse("INT-108", format=TITLE)
    builder = DocumentBuilder(source, "docx")
    builder.title_hint = parts.title()
    reader = BodyReader(source, styles, numbering)
    reader.read(body, BodySink(builder))
    reader.noticed.say(builder)
    source.step(1, 1)
    return builder.build()


@dataclass(frozen=True, slots=True)
class Parts:
    """The archive's parts and how they point to each other."""

    source: Source
    archive: SafeZip

    def parse(self, name: str) -> etree._Element | None:
        """Return the root of a part, None where there is none."""
        data = self.data(name)
        return None if data is None else self.parsed(data)

    def data(self, name: str) -> bytes | None:
        """Return a part's bytes in the usual namespace, None where there is none."""
        data = self.archive.read(name)
        return None if data is None else to_transitional(data)

    def parsed(self, data: bytes) -> etree._Element:
        """Return the root of a part's bytes."""
        return parse_xml(self.source, data, TITLE)

    def main_name(self) -> str:
        """Return the name of the part that holds the body."""
        targets = self.related("")
        return targets.get("officeDocument", "word/document.xml")

    def related(self, name: str) -> dict[str, str]:
        """Return the parts a part points to, by the last word of the relation's type."""
        folder, base = posixpath.split(name)
        root = self.parse(posixpath.join(folder, "_rels", base + ".rels"))
        targets: dict[str, str] = {}
        for relation in () if root is None else root.iterfind(_RELATIONSHIP):
            if relation.get("TargetMode") == "External":
                continue
            kind = relation.get("Type", "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/" + folder, relation.get("Target", "")))
            targets.setdefault(kind, target.lstrip("/"))
        return targets

    def title(self) -> str:
        """Return the title from the file's properties, "" where there is none."""
        root = self.parse("docProps/core.xml")
        return clean_line("" if root is None else root.findtext(_DC_TITLE) or "")
