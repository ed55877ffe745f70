"""Reads pictures of pages (photographs, scans, faxes) through the recognition of text, where it is installed."""

from __future__ import annotations

from ledger_app.intake.document import Document
from ledger_app.intake.readers.peek import Peek
from ledger_app.intake.source import Source

TITLE = "图片"

_MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8")


def can_read(peek: Peek) -> float | None:
    """Return how surely the file is a picture, None where it is not."""
    head = peek.head
    is_bitmap = head.startswith(b"BM") and b"\x00" in head[:64]
    is_webp = head.startswith(b"RIFF") and head[8:12] == b"WEBP"
    return 1.0 if head.startswith(_MAGIC) or is_bitmap or is_webp else None


def read(source: Source) -> Document:
    """Return the document.

    Raises:
        UnreadableFileError: INT-116 the recognition is not installed; else see `ocr.process.recognise`.
    """
    from ledger_app.intake.ocr.installed import how_to_install, is_installed
    from ledger_app.intake.ocr.reading import recognition_of
    from ledger_app.intake.readers.pdf import document_of

    if not source.limits.recognises or not is_installed():
        raise source.refuse("INT-116", how=how_to_install())
    recognition = recognition_of(source, "picture")
    contents = [recognition.contents[page.page] for page in recognition.pages]
    return document_of(source, "picture", contents, recognition)
