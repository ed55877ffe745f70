"""Reads plain text: one paragraph a line, unless the lines were broken at a fixed width.

Lines with tabs in equal number, three or more in a row, are a table (text copied from a sheet).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ledger_app.intake.document import Document
from ledger_app.intake.readers.building import DocumentBuilder, clean_line, text_cell
from ledger_app.intake.readers.chat import without_heads
from ledger_app.intake.readers.encoding import Decoded, decode
from ledger_app.intake.readers.peek import Peek
from ledger_app.intake.readers.rewrap import join_cut_sentences, join_hard_lines, width_of
from ledger_app.intake.source import MEGABYTE, Source

_LINE_END = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_CENTRED_INDENT = 8
_FEWEST_TABS = 2
_FEWEST_ROWS = 3


def can_read(peek: Peek) -> float | None:
    """Return a low score for whatever is not visibly binary: text is what is left."""
    if peek.is_zip or peek.is_ole or peek.looks_binary:
        return None
    return 0.1


def read(source: Source) -> Document:
    """Return the document.

    Raises:
        UnreadableFileError: INT-105 too large, INT-107 no text, INT-112 blank, INT-117 unknown encoding.
    """
    check_text_size(source)
    decoded = decode(source)
    builder = DocumentBuilder(source, "txt")
    note_decoding(builder, decoded)
    add_plain_text(builder, decoded.text)
    return builder.build()


def check_text_size(source: Source) -> None:
    """Refuse text files larger than any plan.

    Raises:
        UnreadableFileError: INT-105.
    """
    if len(source.data) > source.limits.text_bytes:
        raise source.refuse("INT-105", limit_mb=source.limits.text_bytes // MEGABYTE)


def note_decoding(builder: DocumentBuilder, decoded: Decoded) -> None:
    """Record the encoding, and say where characters were lost."""
    builder.encoding = decoded.encoding
    if decoded.is_cut:
        builder.note("warning", "INT-164")
    if decoded.damaged:
        builder.note("warning", "INT-166", count=decoded.damaged)


def add_plain_text(builder: DocumentBuilder, text: str) -> None:
    """Append lines of text as paragraphs and tables."""
    lines, heads = without_heads([line.rstrip(" \u3000\xa0") for line in _LINE_END.split(text)])
    lines, joined = join_hard_lines(lines)
    lines, mended = join_cut_sentences(lines)
    joined += mended
    index = 0
    while index < len(lines):
        end = _table_end(lines, index)
        if end - index >= _FEWEST_ROWS:
            builder.add_table([[text_cell(cell) for cell in line.split("\t")] for line in lines[index:end]])
            index = end
            continue
        line = lines[index]
        builder.add_paragraph(line, is_centred=_is_centred(line))
        index += 1
    if heads:
        builder.note("info", "INT-168", count=heads)
    if joined:
        builder.note("info", "INT-156", count=joined)


def _table_end(lines: Sequence[str], start: int) -> int:
    """Return the index after the last line of a run with equally many tabs, `start` where there is none."""
    tabs = lines[start].count("\t")
    end = start
    while tabs >= _FEWEST_TABS and end < len(lines) and lines[end].count("\t") == tabs:
        end += 1
    return end


def _is_centred(line: str) -> bool:
    indent = width_of(line) - width_of(line.lstrip())
    return indent >= _CENTRED_INDENT and bool(clean_line(line))
