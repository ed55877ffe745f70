"""What lies on the clipboard, as a file that the readers can read: which of its formats, under which name.

A program that is copied from puts the same content down in several formats.  Here belong the names that Windows,
Linux and the programs give them, which of them keeps tables and numbers best, and how its bytes become those of
a file that means the same when it is opened alone.  Not here: the clipboard itself (`ui/clipboard.py`), what a
format means (`readers`).  Sources: HTML Clipboard Format (Microsoft), docs/domain.md section 10.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ledger_app.errors import UnreadableFileError
from ledger_app.intake.document import Document
from ledger_app.intake.readers.encoding import decode
from ledger_app.intake.readers.registry import read_source
from ledger_app.intake.source import Progress, Source

FILES, SHEET, PAGE, RICH, PLAIN, PICTURE = "files", "sheet", "page", "rich", "plain", "picture"

_NAMES = {
    "text/uri-list": FILES,
    "x-special/gnome-copied-files": FILES,
    "xml spreadsheet": SHEET,
    "text/html": PAGE,
    "html format": PAGE,
    "application/rtf": RICH,
    "text/rtf": RICH,
    "text/richtext": RICH,
    "rich text format": RICH,
    "text/plain": PLAIN,
    "utf8_string": PLAIN,
    "image/png": PICTURE,
    "png": PICTURE,
    "application/x-qt-image": PICTURE,
    "image/jpeg": PICTURE,
    "image/tiff": PICTURE,
    "image/bmp": PICTURE,
}
_WINDOWS_NAME = re.compile(r'application/x-qt-windows-mime;\s*value="([^"]*)"', re.IGNORECASE)
_POOR_PAGES = re.compile(r"libreoffice|openoffice|star ?writer", re.IGNORECASE)
_WRITER_PAGE = re.compile(r"<meta[^>]*generator[^>]*(?:libreoffice|openoffice)", re.IGNORECASE)
_OFFSET = re.compile(rb"(StartHTML|EndHTML|StartFragment|EndFragment):\s*(-?\d{1,12})")
_HEAD_BYTES = 1024
_OUTSIDE_TEXT = re.compile(rb">[^<]+")
_BOM = b"\xef\xbb\xbf"
_SHEET_MARK = b"urn:schemas-microsoft-com:office:spreadsheet"
_FEWEST_FIELDS, _SAME_SHARE = 3, 0.85
_SAMPLE_ROWS = 200
_GOES_ON = frozenset({"INT-105", "INT-107", "INT-108", "INT-112", "INT-114", "INT-117"})
_SUFFIXES = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"II*\x00": ".tif", b"MM\x00*": ".tif"}


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was read from the clipboard.

    Attributes:
        source: the format that was chosen, as a file in memory; its bytes are what an import keeps.
        document: what it holds.
    """

    source: Source
    document: Document


def kind_of(name: str) -> str | None:
    """Return which kind of content a format of the clipboard is, None for the many that are not looked at."""
    windows = _WINDOWS_NAME.match(name)
    base = windows.group(1) if windows else name.partition(";")[0]
    return _NAMES.get(base.strip().lower())


def wanted(names: Sequence[str]) -> tuple[str, ...]:
    """Return the formats worth copying, for each one costs its program the making.

    Args:
        names: as the clipboard gives them, in its order.
    """
    first: dict[str, str] = {}
    for name in names:
        kind = kind_of(name)
        if kind is not None and (kind not in first or _is_better(name, first[kind])):
            first[kind] = name
    kinds = [SHEET] if SHEET in first else [PAGE]
    is_poor = any(_POOR_PAGES.search(name) for name in names)
    if RICH in first and SHEET not in first and (is_poor or PAGE not in first):
        kinds.append(RICH)
    # Programs add a picture of what is copied as text; alone, the picture is what is copied.
    kinds.append(PLAIN if PLAIN in first else PICTURE)
    return tuple(first[kind] for kind in kinds if kind in first)


def files_in(formats: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Return the files that were copied in a file window, in their order; links to the network are none."""
    found: dict[Path, None] = {}
    for data in _of_kind(formats, FILES):
        for line in data.decode("utf-8", "replace").replace("\x00", "\n").splitlines():
            parts = urlsplit(line.strip()) if line.startswith("file:") else None
            if parts is not None and parts.netloc in ("", "localhost"):
                path = unquote(parts.path)
                # "/C:/..." is how a drive is written there.
                found[Path(path[1:] if re.match(r"/[A-Za-z]:", path) else path)] = None
    return tuple(found)


def name_at(at: dt.datetime) -> str:
    """Return the name of what is pasted at a local time, without suffix ("剪贴板 2024-06-30 1405")."""
    return f"剪贴板 {at:%Y-%m-%d %H%M}"


def sources(formats: Mapping[str, bytes], name: str, progress: Progress | None = None) -> tuple[Source, ...]:
    """Return the formats as files, the one that keeps most first.

    Args:
        formats: bytes by the clipboard's name of the format.
        name: their name without suffix, as `name_at` makes it.
        progress: told how far the reading is.
    """
    made = [
        *((".xml", _sheet(data)) for data in _of_kind(formats, SHEET)),
        *_written(formats),
        *((_picture_suffix(data), data) for data in _of_kind(formats, PICTURE)),
    ]
    return tuple(Source(name + suffix, data, suffix, progress=progress) for suffix, data in made if data.strip())


def read_clipboard(formats: Mapping[str, bytes], name: str, progress: Progress | None = None) -> Pasted:
    """Return what the clipboard holds, from the best of its formats that has any text.

    Raises:
        UnreadableFileError: INT-126 there is nothing to read; else what is wrong with the best format.
    """
    first: UnreadableFileError | None = None
    for source in sources(formats, name, progress):
        try:
            return Pasted(source, read_source(source))
        except UnreadableFileError as error:
            if error.code not in _GOES_ON:
                raise
            first = error if first is None or first.code == "INT-112" else first
    if first is None or first.code == "INT-112":
        raise UnreadableFileError("INT-126", file="剪贴板")
    raise first


def _written(formats: Mapping[str, bytes]) -> Iterable[tuple[str, bytes]]:
    """Yield page, rich text and plain text in the order of what they keep."""
    pages = [(".html", page) for page in map(_page, _of_kind(formats, PAGE)) if page]
    rich = [(".rtf", data.rstrip(b"\x00")) for data in _of_kind(formats, RICH)]
    plain = [_plain(data) for data in _of_kind(formats, PLAIN)]
    head = pages[0][1][: 4 * _HEAD_BYTES].decode("utf-8", "replace") if pages else ""
    has_table = any(b"<table" in page.lower() for _, page in pages)
    if plain and _is_chat(plain[0][1]) and not has_table:
        # A chat's page paints bubbles; names and times are told from the messages in its plain text.
        return [*plain, *pages, *rich]
    if _WRITER_PAGE.search(head) and not has_table:
        # LibreOffice's pages know no Chinese list numbers, its rich text has them printed.
        return [*rich, *pages, *plain]
    return [*pages, *rich, *plain]


def _of_kind(formats: Mapping[str, bytes], kind: str) -> list[bytes]:
    return [data for name, data in formats.items() if kind_of(name) == kind and data]


def _is_better(name: str, other: str) -> bool:
    """Tell whether a second name of the same kind is worth more: UTF-8, the raw page, pictures without loss."""
    marks = ("html format", "utf-8", "utf8", "image/png")
    return any(mark in name.lower() and mark not in other.lower() for mark in marks)


def _sheet(data: bytes) -> bytes:
    data = data.rstrip(b"\x00")
    return data if _SHEET_MARK in data[: 4 * _HEAD_BYTES] else b""


def _page(data: bytes) -> bytes:
    """Return a page without the clipboard's own head and without text outside what was copied, marked as UTF-8.

    The mark stands for the encoding, because the page itself may name another: pages on the clipboard of
    Windows are UTF-8 whatever they say.
    """
    data = data.removesuffix(b"\x00")
    if not data.lstrip().startswith(b"Version:"):
        return _as_utf8(data)
    said = {key: int(value) for key, value in _OFFSET.findall(data[:_HEAD_BYTES])}
    first, last = said.get(b"StartFragment", -1), said.get(b"EndFragment", -1)
    # Where the offsets cannot be, everything after the clipboard's own head is taken.
    start = max(data.find(b"<"), 0)
    if not start <= first < last <= len(data):
        return _BOM + data[start:]
    end = said.get(b"EndHTML", -1)
    return _BOM + _tags_only(data[start:first]) + data[first:last] + _OUTSIDE_TEXT.sub(b">", data[last:end])


def _tags_only(before: bytes) -> bytes:
    """Return what stands before the copied part without the text of its body; the head's styles stay."""
    body = before.lower().rfind(b"<body")
    return before if body < 0 else before[:body] + _OUTSIDE_TEXT.sub(b">", before[body:])


def _as_utf8(data: bytes) -> bytes:
    try:
        return _BOM + decode(Source("剪贴板", data)).text.replace("\x00", "").encode("utf-8", "replace")
    except UnreadableFileError:
        return b""


def _plain(data: bytes) -> tuple[str, bytes]:
    """Return plain text as a file: a table by tabs as .tsv, else .txt."""
    text = _as_utf8(data)
    return (".tsv" if _is_table(text.removeprefix(_BOM).decode("utf-8", "replace")) else ".txt"), text


def _is_table(text: str) -> bool:
    """Tell whether most rows have equally many tabs; a list's numbers with a tab after each are no table."""
    if "\t" not in text:
        return False
    try:
        rows = [row for _, row in zip(range(_SAMPLE_ROWS), csv.reader(_lines(text), delimiter="\t"), strict=False)]
    except csv.Error:
        return False
    widths = [len(row) for row in rows if any(row)]
    most = max(set(widths), key=widths.count, default=0)
    return len(widths) > 1 and most >= _FEWEST_FIELDS and widths.count(most) >= _SAME_SHARE * len(widths)


def _lines(text: str) -> list[str]:
    return text[: 1 << 18].splitlines(keepends=True)


def _is_chat(text: bytes) -> bool:
    from ledger_app.intake.readers.chat import without_heads

    return without_heads(text.removeprefix(_BOM).decode("utf-8", "replace").splitlines())[1] > 0


def _picture_suffix(data: bytes) -> str:
    return next((suffix for mark, suffix in _SUFFIXES.items() if data.startswith(mark)), ".bmp")
