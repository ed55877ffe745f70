"""Builds a `Document` block by block: cleans characters, counts offsets, keeps limits.

Every reader hands its paragraphs and tables to one `DocumentBuilder`, so that offsets are counted in one
place and hold for every format.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ledger_app.intake.document import Block, Cell, Document, Finding, Paragraph, Place, Severity, Table
from ledger_app.intake.source import Source
from ledger_app.messages import text_of

BREAK = "\u2028"
"""A forced line break inside a paragraph."""

_CLOCK_LINES = 1 << 14

EMPTY_CELL = Cell("", None, "empty")

_UNWANTED = re.compile(
    "[\x00-\x08\n-\x1f\x7f-\x9f\xa0\xad\u200b-\u200f\u202a-\u202e\u2029\u2060-\u2064\ufeff\ud800-\udfff]"
)
_LINE_ENDS = {"\n", "\x0b", "\x0c", "\r", "\x85", "\u2029"}
_BLANKS = " \t\u3000\u2002\u2003\u2009"


def _replacement(match: re.Match[str]) -> str:
    character = match.group()
    if character in _LINE_ENDS:
        return BREAK
    if character == "\xa0":
        return " "
    return "\ufffd" if "\ud800" <= character <= "\udfff" else ""


def clean_line(text: str) -> str:
    """Return text as one paragraph's: no control or invisible characters, no blanks or breaks at its ends."""
    if not text.isprintable() and _UNWANTED.search(text):
        text = _UNWANTED.sub(_replacement, text.replace("\r\n", "\n"))
    return text.strip(_BLANKS + BREAK)


def clean_cell(text: str) -> str:
    """Return text as a cell's: line feeds for its lines, no empty lines at its ends, no invisible characters."""
    if not text.isprintable():
        text = _UNWANTED.sub(_replacement, text.replace("\r\n", "\n")).replace(BREAK, "\n")
        text = "\n".join(line.strip(_BLANKS) for line in text.split("\n"))
    return text.strip(_BLANKS + "\n")


def text_cell(text: str) -> Cell:
    """Return a cell that holds text only."""
    text = clean_cell(text)
    return Cell(text) if text else EMPTY_CELL


class DocumentBuilder:
    """Collects what a reader finds, in reading order, and counts offsets as it goes."""

    def __init__(self, source: Source, format_name: str) -> None:
        """Begin an empty document of a format."""
        self.source = source
        self.format_name = format_name
        self.encoding: str | None = None
        self.title_hint = ""
        self._blocks: list[Block] = []
        self._texts: list[str] = []
        self._findings: list[Finding] = []
        self._length = 0

    def __len__(self) -> int:
        """Return the number of blocks so far."""
        return len(self._blocks)

    def add_paragraph(  # noqa: PLR0913 - a paragraph has as many facts as it has
        self,
        text: str,
        *,
        label: str = "",
        label_gap: str = "",
        level: int | None = None,
        style: str = "",
        outline_level: int | None = None,
        is_centred: bool = False,
        is_bold: bool = False,
        size_pt: float | None = None,
        page: int | None = None,
    ) -> None:
        """Append a paragraph; one without text of its own is left out, its number too."""
        text = clean_line(text)
        if not text:
            return
        start = self._length
        printed = label + label_gap + text
        self._blocks.append(
            Paragraph(text, label, label_gap, level, style, outline_level, is_centred, is_bold, size_pt, page, start)
        )
        self._append(printed)

    def add_table(
        self,
        rows: Sequence[Sequence[Cell]],
        *,
        sheet: str | None = None,
        first_row: int = 1,
        row_numbers: Sequence[int] = (),
        page: int | None = None,
        is_hidden: bool = False,
    ) -> None:
        """Append a table given as a full rectangle; a table without any text is left out.

        Raises:
            UnreadableFileError: INT-115, more cells than the limit.
        """
        kept = tuple(tuple(row) for row in rows)
        width = max((len(row) for row in kept), default=0)
        if len(kept) * width > self.source.limits.cells:
            raise self.source.refuse("INT-115", what=f"表格超过 {self.source.limits.cells} 格")
        if not any(cell.text for row in kept for cell in row):
            return
        table = Table(kept, sheet, first_row, tuple(row_numbers), page, self._length, (), is_hidden)
        starts: list[int] = []
        for index in range(len(kept)):
            starts.append(self._length)
            self._append(table.line(index))
        self._blocks.append(
            Table(kept, sheet, first_row, tuple(row_numbers), page, table.start, tuple(starts), is_hidden)
        )

    def note(self, severity: Severity, code: str, place: Place | None = None, **facts: object) -> None:
        """Append a finding; its words come from the messages by its code."""
        self._findings.append(Finding(severity, code, text_of(code, {"file": self.source.name, **facts}), place))

    def build(self) -> Document:
        """Return the document.

        Raises:
            UnreadableFileError: INT-112, nothing was found in the file.
        """
        if not self._blocks:
            raise self.source.refuse("INT-112")
        return Document(
            name=self.source.name,
            format=self.format_name,
            blocks=tuple(self._blocks),
            text="".join(self._texts),
            sha256=self.source.sha256,
            size_bytes=len(self.source.data),
            encoding=self.encoding,
            findings=tuple(self._findings),
            title_hint=self.title_hint,
        )

    def _append(self, line: str) -> None:
        self._texts.append(line)
        self._texts.append("\n")
        self._length += len(line) + 1
        if len(self._texts) % _CLOCK_LINES == 0:
            self.source.check_time()
        if self._length > self.source.limits.characters:
            raise self.source.refuse("INT-115", what=f"文字超过 {self.source.limits.characters // 10000} 万字")
