"""Chooses the reader of a file by its content and stands between the readers' libraries and the product.

Each reader is a module with `can_read(peek) -> score or None` and `read(source) -> Document`; it is imported
only when its kind of container is met.  Whatever a library raises over a damaged file becomes an
`UnreadableFileError` here, once.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from ledger_app.errors import LedgerError
from ledger_app.intake.document import Document
from ledger_app.intake.preflight import load
from ledger_app.intake.readers.foreign import foreign_kind
from ledger_app.intake.readers.peek import Peek
from ledger_app.intake.source import DEFAULT_LIMITS, Progress, ReadLimits, Source

_PACKAGE = "ledger_app.intake.readers."
_ZIP_READERS = ("docx", "workbook", "odt", "ods", "ofd")
_OLE_READERS = ("workbook", "word97")
_MARKUP_READERS = ("spreadsheet_xml", "html", "txt")
_OTHER_READERS = ("picture", "pdf", "rtf", "mht", "delimited", "txt")
_TITLES = {
    "docx": "Word 文档",
    "word97": "Word 文档",
    "odt": "OpenDocument 文本",
    "rtf": "RTF 文档",
    "pdf": "PDF 文档",
    "picture": "图片",
    "ofd": "OFD 文档",
    "html": "网页",
    "mht": "网页存档",
    "txt": "文本文件",
    "delimited": "CSV 表格",
}
_WORKBOOK_TITLE = "电子表格"


class _Reader(Protocol):
    def can_read(self, peek: Peek) -> float | None: ...

    def read(self, source: Source) -> Document: ...


def read_document(path: Path, *, limits: ReadLimits = DEFAULT_LIMITS, progress: Progress | None = None) -> Document:
    """Return what a file holds, its format found by content.

    Args:
        path: the file.
        limits: how much of it is believed.
        progress: told (done, total) while reading; may raise `Cancelled`.

    Raises:
        UnreadableFileError: the file cannot be read; code INT-101 to INT-119 says why.
    """
    return read_source(load(path, limits=limits, progress=progress))


def read_source(source: Source) -> Document:
    """Return what bytes in memory hold, as `read_document`."""
    peek = Peek(source)
    foreign = foreign_kind(peek)
    if foreign is not None:
        raise source.refuse(foreign.code, what=foreign.what, format=foreign.what, target=foreign.target)
    name = _choose(peek)
    if name is None:
        raise source.refuse("INT-107")
    try:
        return _reader(name).read(source)
    except (LedgerError, KeyboardInterrupt, SystemExit):
        raise
    except (MemoryError, RecursionError) as error:
        what = "内容需要的内存过多" if isinstance(error, MemoryError) else "内容嵌套过深"
        raise source.refuse("INT-115", what=what) from error
    except BaseException as error:
        # The border to the format libraries: hostile bytes make them raise anything, Rust panics
        # (which are no `Exception`) included.
        raise source.refuse("INT-108", format=_TITLES.get(name, _WORKBOOK_TITLE)) from error


def _choose(peek: Peek) -> str | None:
    """Return the name of the reader with the highest score, None where nobody takes the file."""
    if peek.is_zip or peek.is_ole:
        names: tuple[str, ...] = _ZIP_READERS if peek.is_zip else _OLE_READERS
    else:
        names = _MARKUP_READERS if peek.is_markup else _OTHER_READERS
    scores = {name: _reader(name).can_read(peek) for name in names}
    taken = {name: score for name, score in scores.items() if score is not None}
    return max(taken, key=taken.__getitem__) if taken else None


def _reader(name: str) -> _Reader:
    return cast("_Reader", import_module(_PACKAGE + name))
