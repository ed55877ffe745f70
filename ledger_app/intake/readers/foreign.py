"""Recognises files that no reader takes, so that the refusal can say what they are and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from ledger_app.intake.readers.peek import Peek


@dataclass(frozen=True, slots=True)
class Foreign:
    """Why a file is refused before any reader sees it.

    Attributes:
        code: code of the error.
        what: what the file is, or was before it was damaged, for the sentence.
        target: what to save it as, for old formats.
    """

    code: str
    what: str = ""
    target: str = ""


_MAGIC = (
    (b"Rar!", Foreign("INT-118", "压缩包（RAR）")),
    (b"7z\xbc\xaf", Foreign("INT-118", "压缩包（7z）")),
    (b"\x1f\x8b", Foreign("INT-118", "压缩包（gzip）")),
    (b"MZ", Foreign("INT-118", "程序文件")),
    (b"\x7fELF", Foreign("INT-118", "程序文件")),
    (b"SQLite format 3\x00", Foreign("INT-118", "数据库文件")),
    (b"ID3", Foreign("INT-118", "音频文件")),
    (b"OggS", Foreign("INT-118", "音频文件")),
    (b"\x31\xbe\x00\x00", Foreign("INT-110", "Write/Word 早期版本", ".docx")),
    (b"\xdb\xa5", Foreign("INT-110", "Word 2.0", ".docx")),
    (b"\x09\x08\x10\x00\x00\x06", Foreign("INT-110", "Excel 早期版本", ".xlsx")),
    (b"\x09\x04\x06\x00", Foreign("INT-110", "Excel 4.0", ".xlsx")),
    (b"\x09\x02\x06\x00", Foreign("INT-110", "Excel 3.0", ".xlsx")),
)
_SLIDES = Foreign("INT-122")
_WORD_XML = (b"office/word/2003/wordml", b"office/2006/xmlPackage")
_TYPED = ("wordprocessingml", "spreadsheetml", "opendocument.spreadsheet", "opendocument.text", "ms-excel")


def foreign_kind(peek: Peek) -> Foreign | None:
    """Return what a file is if it is of a kind that is never read, None if a reader may take it."""
    if peek.is_zip:
        return _zip_kind(peek)
    if peek.is_ole:
        return _ole_kind(peek)
    if peek.is_markup and any(mark in peek.head for mark in _WORD_XML):
        return Foreign("INT-110", "Word 2003 XML", ".docx")
    for magic, foreign in _MAGIC:
        if peek.head.startswith(magic) and (len(magic) > 2 or b"\x00" in peek.head[:64]):
            return foreign
    return Foreign("INT-118", "视频文件") if peek.head[4:8] == b"ftyp" else None


def _zip_kind(peek: Peek) -> Foreign | None:
    types = peek.content_types
    names = peek.zip_names
    if "presentationml" in types or "opendocument.presentation" in types:
        return _SLIDES
    if not names:
        return Foreign("INT-108", "Office 文档")
    if "sheet.binary" in types:
        return Foreign("INT-121")
    if any(mark in types for mark in _TYPED):
        return None
    is_known = any(name in names for name in ("OFD.xml", "word/document.xml", "xl/workbook.xml", "content.xml"))
    return None if is_known else Foreign("INT-118", "压缩包（ZIP）")


def _ole_kind(peek: Peek) -> Foreign | None:
    streams = peek.ole_streams
    if not streams:
        return Foreign("INT-108", "Office 文档")
    if "EncryptedPackage" in streams or "EncryptionInfo" in streams:
        return Foreign("INT-109")
    if "PowerPoint Document" in streams:
        return _SLIDES
    if "__properties_version1.0" in streams:
        return Foreign("INT-118", "邮件（Outlook）")
    return None
