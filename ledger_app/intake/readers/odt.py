"""Reads OpenDocument texts (.odt, .ott), as LibreOffice and WPS write them.

The body with computed list numbers and tables as full rectangles, text boxes after the paragraph they hang on,
tracked changes as accepted.  Headers, footers, notes, comments and tables of contents are left aside; macros are
never looked at.  Source: OpenDocument 1.3 part 3.
"""

from __future__ import annotations

from lxml import etree

from ledger_app.intake.document import Document
from ledger_app.intake.readers.building import DocumentBuilder, clean_line
from ledger_app.intake.readers.odt_body import OdtBody
from ledger_app.intake.readers.odt_styles import OFFICE, TEXT, OdtStyles
from ledger_app.intake.readers.peek import Peek
from ledger_app.intake.readers.safe_xml import parse_xml
from ledger_app.intake.readers.safe_zip import SafeZip
from ledger_app.intake.readers.sinks import BodySink
from ledger_app.intake.source import Source

TITLE = "OpenDocument 文本"

_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"


def can_read(peek: Peek) -> float | None:
    """Return how surely the file is an OpenDocument text, None where it is not."""
    return 1.0 if "opendocument.text" in peek.content_types else None


def read(source: Source) -> Document:
    """Return the document.

    Raises:
        UnreadableFileError: INT-108 damaged, INT-109 protected, INT-112 no text, INT-113 to INT-115 over a limit.
    """
    archive = SafeZip(source, TITLE)
    if b"encryption-data" in (archive.read("META-INF/manifest.xml") or b""):
        raise source.refuse("INT-109")
    source.step(0, 1)
    content = _parsed(source, archive, "content.xml")
    body = None if content is None else content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise source.refuse("INT-108", format=TITLE)
    styles = OdtStyles((content, _parsed(source, archive, "styles.xml")))
    meta = _parsed(source, archive, "meta.xml")
    builder = DocumentBuilder(source, "odt")
    builder.title_hint = clean_line("" if meta is None else meta.findtext(f".//{_DC_TITLE}") or "")
    reader = OdtBody(source, styles)
    for change in body.iterfind(f"{TEXT}tracked-changes/{TEXT}changed-region"):
        reader.noticed.inserted += change.find(f"{TEXT}insertion") is not None
        reader.noticed.deleted += change.find(f"{TEXT}deletion") is not None
    reader.read(body, BodySink(builder))
    reader.noticed.say(builder)
    source.step(1, 1)
    return builder.build()


def _parsed(source: Source, archive: SafeZip, name: str) -> etree._Element | None:
    data = archive.read(name)
    return None if data is None else parse_xml(source, data, TITLE)
