"""Reads web pages saved from sites (.html, .htm), and pages that systems hand out under .xls or .doc.

The page's own text is kept; navigation, site foot, link lists and adverts are taken out (`html_content`).
Scripts are never run, nothing the page points to is loaded.
"""

from __future__ import annotations

import re

from lxml import etree

from ledger_app.intake.document import Document
from ledger_app.intake.readers.building import DocumentBuilder, clean_line
from ledger_app.intake.readers.encoding import decode
from ledger_app.intake.readers.html_blocks import HtmlBlocks
from ledger_app.intake.readers.html_content import without_surroundings
from ledger_app.intake.readers.html_office import is_office_page, without_asides
from ledger_app.intake.readers.html_values import number_kinds
from ledger_app.intake.readers.peek import Peek
from ledger_app.intake.readers.txt import check_text_size, note_decoding
from ledger_app.intake.source import Source

TITLE = "网页"

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([\w-]{2,20})""", re.IGNORECASE)
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>")
_HTML_MARK = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta|div|p\b)", re.IGNORECASE)
_HEAD = 4096


def can_read(peek: Peek) -> float | None:
    """Return how surely the file is a page, None where it is not."""
    if not peek.is_markup:
        return None
    return 0.8 if _HTML_MARK.search(peek.head.replace(b"\x00", b"")) else None


def read(source: Source) -> Document:
    """Return the document.

    Raises:
        UnreadableFileError: INT-105 too large, INT-108 damaged, INT-112 no text, INT-117 unknown encoding.
    """
    check_text_size(source)
    decoded = decode(source, declared_encoding(source.data))
    builder = DocumentBuilder(source, "html")
    note_decoding(builder, decoded)
    add_page(builder, decoded.text)
    return builder.build()


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding a page names for itself, None where it names none."""
    head = data[:_HEAD]
    match = _CHARSET.search(head) or _XML_ENCODING.search(head)
    return None if match is None else match.group(1).decode("ascii", "replace")


def add_page(builder: DocumentBuilder, text: str) -> None:
    """Append a page's paragraphs and tables.

    Raises:
        UnreadableFileError: INT-108, the page cannot be parsed.
    """
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    data = _XML_HEAD.sub("", text).replace("\x00", "").encode("utf-8", "replace")
    root = etree.fromstring(data, parser) if data.strip() else None
    if root is None:
        raise builder.source.refuse("INT-108", format=TITLE)
    title = root.find(".//title")
    builder.title_hint = clean_line("" if title is None else title.text or "")
    body = root.find("body")
    main = root if body is None else body
    if is_office_page(root):
        # Such a page has no navigation, and its hidden rows are part of the table.
        without_asides(main, builder)
    elif without_surroundings(main):
        builder.note("info", "INT-165")
    HtmlBlocks(builder, number_kinds(root)).read(main)
