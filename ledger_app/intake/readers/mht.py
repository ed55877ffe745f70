"""Reads web archives (.mht, .mhtml), and the ones Word and Excel hand out under .doc or .xls.

A web archive is a mail message whose first page of HTML is read; pictures and styles beside it are not.
The few parts of MIME that occur are read here, because Python's mail package brings network modules along.
"""

from __future__ import annotations

import binascii
import quopri
import re
from dataclasses import dataclass

from ledger_app.intake.document import Document
from ledger_app.intake.readers.building import DocumentBuilder
from ledger_app.intake.readers.encoding import decode
from ledger_app.intake.readers.peek import Peek
from ledger_app.intake.readers.txt import check_text_size, note_decoding
from ledger_app.intake.source import Source

TITLE = "网页存档"

_HEAD = re.compile(rb"^(?:[\w-]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+", re.MULTILINE)
_MIME = re.compile(rb"^(?:mime-version|content-type)\s*:", re.IGNORECASE | re.MULTILINE)
_BOUNDARY = re.compile(r"""boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;]{1,200}))""", re.IGNORECASE)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w-]{2,30})""", re.IGNORECASE)
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class _Part:
    kind: str
    charset: str | None
    data: bytes


def can_read(peek: Peek) -> float | None:
    """Return how surely the file is a web archive, None where it is not."""
    head = peek.head.lstrip(b"\xef\xbb\xbf\r\n")
    if not _MIME.search(head) or not re.match(rb"[\w-]+:", head):
        return None
    return 0.85


def read(source: Source) -> Document:
    """Return the document.

    Raises:
        UnreadableFileError: INT-105 too large, INT-108 damaged or without a page, INT-112 no text.
    """
    from ledger_app.intake.readers.html import add_page, declared_encoding

    check_text_size(source)
    page = _first_page(source.data, 0)
    if page is None:
        raise source.refuse("INT-108", format=TITLE)
    builder = DocumentBuilder(source, "mht")
    inner = Source(source.name, page.data, ".html", source.limits)
    decoded = decode(inner, page.charset or declared_encoding(page.data))
    note_decoding(builder, decoded)
    add_page(builder, decoded.text)
    return builder.build()


def _first_page(data: bytes, depth: int) -> _Part | None:
    """Return the first part that is HTML, looking into parts that hold parts."""
    headers, body = _split(data)
    kind = headers.get("content-type", "text/plain")
    name = kind.partition(";")[0].strip().lower()
    if name == "text/html":
        charset = _CHARSET.search(kind)
        encoding = headers.get("content-transfer-encoding", "").strip().lower()
        return _Part(name, charset.group(1) if charset else None, _unpacked(body, encoding))
    boundary = _BOUNDARY.search(kind)
    if not name.startswith("multipart/") or boundary is None or depth >= _DEEPEST:
        return None
    mark = b"--" + (boundary.group(1) or boundary.group(2)).encode("latin-1", "replace")
    for piece in body.split(mark)[1:]:
        if piece.startswith(b"--"):
            break
        found = _first_page(piece.lstrip(b" \t").removeprefix(b"\r").removeprefix(b"\n"), depth + 1)
        if found is not None:
            return found
    return None


def _split(data: bytes) -> tuple[dict[str, str], bytes]:
    """Return headers by lower-case name, long ones joined, and what follows the first blank line."""
    data = data.lstrip(b"\xef\xbb\xbf\r\n")
    match = _HEAD.match(data)
    if match is None:
        return {}, data
    joined = re.sub(r"\r?\n[ \t]+", " ", match.group().decode("latin-1"))
    headers: dict[str, str] = {}
    for line in joined.splitlines():
        name, _, value = line.partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    return headers, data[match.end() :]


def _unpacked(body: bytes, encoding: str) -> bytes:
    if encoding == "base64":
        try:
            return binascii.a2b_base64(re.sub(rb"[^A-Za-z0-9+/=]", b"", body))
        except binascii.Error:
            # A cut archive: whole groups of four are still good.
            clean = re.sub(rb"[^A-Za-z0-9+/]", b"", body)
            return binascii.a2b_base64(clean[: len(clean) // 4 * 4])
    return quopri.decodestring(body) if encoding == "quoted-printable" else body
