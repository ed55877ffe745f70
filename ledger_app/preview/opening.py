"""Opens a file for the preview by its format and answers the questions about it; runs in the preview process."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from ledger_app.errors import LedgerError, UnreadableFileError
from ledger_app.evidence.kinds import FORMAT_NAMES
from ledger_app.intake.preflight import load
from ledger_app.intake.source import Source
from ledger_app.messages.evidence_text import why_unread
from ledger_app.preview.model import Book, Content, Nothing, SheetRows
from ledger_app.preview.pdf import PdfFile
from ledger_app.preview.pictures import PictureFile
from ledger_app.preview.wire import Answer, Failed, Request

PICTURES = frozenset({"jpeg", "png", "gif", "bmp", "tiff", "webp"})
_FLOWS = frozenset({"doc", "rtf", "ofd", "html", "odt", "ole", "bin", "mht"})
_PLAIN_SUFFIXES = frozenset({".txt", ".md", ".log", ".ini", ".json", ".xml", ".markdown", ".text"})
_TABLE_SUFFIXES = frozenset({".csv", ".tsv"})
_MOST_TEXT_BYTES = 8 << 20
_ONLY_CONTENT = "只显示文字与表格，版式请打开副本查看。"


class _Rows(Protocol):
    def book(self) -> Book: ...

    def rows(self, sheet: int, first: int, count: int) -> SheetRows: ...


class OpenFile:
    """The file that is open, one for the life of the process."""

    def __init__(self) -> None:
        """Begin without one."""
        self._pdf: PdfFile | None = None
        self._picture: PictureFile | None = None
        self._book: _Rows | None = None

    def answer(self, request: Request) -> Answer:
        """Return what is asked for; what goes wrong is an answer too."""
        try:
            return self._open(request) if request.ask == "open" else self._more(request)
        except LedgerError as error:
            if error.code.startswith("INT-"):
                # The readers speak of importing; here a file is only looked at.
                return Failed("EVI-089", (("file", request.name), ("why", why_unread(error.code))))
            return Failed(error.code, tuple((name, str(value)) for name, value in error.facts.items()))
        except (MemoryError, RecursionError):
            return Failed("EVI-080", (("file", request.name),))
        except Exception:  # noqa: BLE001
            # The border to the format libraries: hostile bytes make them raise anything.
            return Failed("EVI-082", (("file", request.name),))

    def _open(self, request: Request) -> Content:
        path, media = Path(request.path), request.media
        suffix = Path(request.name).suffix.lower()
        if media == "pdf":
            self._pdf = PdfFile(path, request.name)
            return self._pdf.pages()
        if media in PICTURES:
            self._picture = PictureFile(path.open("rb"), request.name)
            return self._picture.frames(request.size)
        if media == "zip" and suffix not in (".odt", ".ods"):
            return self._sheets(_archive(path, request.name))
        source = _source(path, request.name)
        if media == "docx":
            from ledger_app.preview.docx_flow import read_docx

            return read_docx(source)
        if media == "xlsx" and not _is_binary_book(source):
            from ledger_app.preview.xlsx_book import XlsxBook

            return self._sheets(XlsxBook(source))
        return self._other(source, media, suffix)

    def _other(self, source: Source, media: str, suffix: str) -> Content:
        from ledger_app.preview import packages, read_document

        if media == "pptx":
            return packages.read_slides(source)
        if suffix == ".eml":
            return packages.read_mail(source)
        if media in ("text", "xml") and suffix not in _TABLE_SUFFIXES | {".mht", ".mhtml", ".html", ".htm"}:
            from ledger_app.intake.readers.encoding import decode

            if len(source.data) > _MOST_TEXT_BYTES:
                source = Source(source.name, source.data[:_MOST_TEXT_BYTES], source.suffix, source.limits)
            decoded = decode(source)
            return read_document.text_flow(decoded.text, f"文字编码 {decoded.encoding}。")
        if media in ("rar", "7z", "gzip", "ppt", "encrypted", "empty", "program", "script", "shortcut", "heic") or (
            media.startswith(("mp", "wav", "wmv", "avi", "mov", "mkv"))
        ):
            return Nothing(f"{FORMAT_NAMES.get(media, '这种格式')}不能在这里预览，请打开副本查看。")
        from ledger_app.intake.readers.registry import read_source

        if book := _styled_book(source, media, suffix):
            return self._sheets(book)
        document = read_source(source)
        if document.format in ("xlsx", "xls", "ods", "csv", "xlsb", "et", "xml") or suffix in _TABLE_SUFFIXES:
            return self._sheets(read_document.PlainBook(document))
        return read_document.flow_of(document, _ONLY_CONTENT)

    def _sheets(self, book: _Rows) -> Book:
        self._book = book
        return book.book()

    def _more(self, request: Request) -> Answer:
        if request.ask == "rows" and self._book is not None:
            return self._book.rows(request.number, request.first, request.count)
        if request.ask == "picture" and self._picture is not None:
            return self._picture.frame(request.number, request.size)
        if self._pdf is not None:
            if request.ask == "page":
                return self._pdf.page(request.number, request.size)
            if request.ask == "text":
                return self._pdf.text(request.number)
            if request.ask == "find":
                return self._pdf.find(request.words)
        raise UnreadableFileError("EVI-082", file=request.name)


def _source(path: Path, name: str) -> Source:
    """Read a stored file, which has no name of its own."""
    stored = load(path)
    return Source(name, stored.data, Path(name).suffix.lower(), stored.limits)


def _archive(path: Path, name: str) -> _Rows:
    from ledger_app.preview.packages import ArchiveList

    return ArchiveList(path, name)


def _styled_book(source: Source, media: str, suffix: str) -> _Rows | None:
    """Return a workbook of an older or open format with its looks, None where the file is none."""
    if media == "zip" and suffix == ".ods":
        from ledger_app.preview.ods_book import OdsBook

        return OdsBook(source)
    from ledger_app.intake.readers import workbook
    from ledger_app.intake.readers.peek import Peek

    peek = Peek(source)
    if not peek.is_ole or workbook.can_read(peek) is None:
        return None
    from ledger_app.intake.readers.biff import workbook_stream
    from ledger_app.preview.xls_book import XlsBook
    from ledger_app.preview.xls_styles import is_biff8

    stream = workbook_stream(source)
    return XlsBook(source, stream) if is_biff8(stream) else None


def _is_binary_book(source: Source) -> bool:
    return b"xl/workbook.bin" in source.data
