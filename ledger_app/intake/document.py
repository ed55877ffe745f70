"""What a reader hands over: a document as blocks with places, and no meaning.

Here belong the shapes that all file formats are brought to, and the offsets by which every later
reading is traced back to the page.  Not here: numbering rules, owners, deadlines (outline, fields).

Offsets: a `Document` has one plain text, its blocks' texts joined by one line feed each.  Every `Place`
of a later stage is a half-open range of characters (Python code points) in that text, or a sheet and row.
A table stands in the plain text row by row (`Table.line`): what a merged area shows stands there once, at
its origin, so that each character of the page has one place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from ledger_app.domain.finding import Finding, Place, Severity

__all__ = ["Block", "Cell", "Document", "Finding", "Paragraph", "Place", "Severity", "Table"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, its computed number kept apart from its own characters.

    Attributes:
        text: the text as a reader of the page sees it, WITHOUT an automatic number; never has a line feed
            (a forced line break inside a paragraph is U+2028).
        label: the automatic number as printed ("一、", "（一）", "1."), "" where it is typed or absent.
        label_gap: what the page shows between label and text: "" or one blank.
        level: automatic-numbering level from 0, None without automatic number.
        style: name of the paragraph style, lower case ("heading 1"), "" if unknown.
        outline_level: heading level from 0 by style or direct formatting, None for body text.
        is_centred: centred on the page.
        is_bold: all visible characters are bold.
        size_pt: size of the first visible character, None if unknown.
        page: page number from 1, None if unknown.
        start: offset of the first character (of the label, if any) in the document's text.
    """

    text: str
    label: str = ""
    label_gap: str = ""
    level: int | None = None
    style: str = ""
    outline_level: int | None = None
    is_centred: bool = False
    is_bold: bool = False
    size_pt: float | None = None
    page: int | None = None
    start: int = 0

    @property
    def printed(self) -> str:
        """Return label and text as they stand on the page."""
        return self.label + self.label_gap + self.text


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table after merged cells were resolved.

    Attributes:
        text: the text; paragraphs and forced breaks inside are line feeds.
        value: what a workbook holds besides text: float, int, bool, date or datetime (as ISO text) else None.
        is_merged_copy: the text belongs to another cell and was repeated here because of a merge.
        origin: (row, column) from 0 of the cell that holds the text, None for the cell itself.
    """

    text: str
    value: float | int | bool | str | None = None
    value_kind: Literal["text", "number", "date", "datetime", "bool", "empty"] = "text"
    is_merged_copy: bool = False
    origin: tuple[int, int] | None = None


@dataclass(frozen=True)
class Table:
    """A table as a full rectangle: every row has the same number of cells.

    Where the cells of a row begin is asked for several times in a run and kept for that long, hence no slots.

    Attributes:
        rows: cells by row and column, merged areas filled with copies.
        sheet: name of the sheet, None in text documents.
        first_row: number of the first row in its sheet or table, from 1.
        row_numbers: printed row number (from 1) of each row in its sheet, empty = consecutive from first_row.
        page: page where it begins, None if unknown.
        start: offset of the table's text in the document's text; rows are lines, cells are joined by tabs.
        row_starts: offset of each row's line in the document's text.
        is_hidden: the sheet is hidden in its workbook.
    """

    rows: tuple[tuple[Cell, ...], ...]
    sheet: str | None = None
    first_row: int = 1
    row_numbers: tuple[int, ...] = ()
    page: int | None = None
    start: int = 0
    row_starts: tuple[int, ...] = ()
    is_hidden: bool = False

    def line(self, row: int) -> str:
        """Return a row (from 0) as it stands in the document's text.

        Cells are joined by tabs; copies of merged cells are empty; a line feed inside a cell is U+2028 and
        a tab a blank there, so that offsets inside a cell stay true.
        """
        cells = self.rows[row]
        line = "\t".join(["" if cell.is_merged_copy else cell.text for cell in cells])
        if "\n" in line or line.count("\t") >= len(cells):
            return "\t".join([_in_line(cell) for cell in cells])
        return line

    def cell_start(self, row: int, column: int) -> int:
        """Return the offset in the document's text of a cell's first character, a copy's at its origin."""
        row, column = self.rows[row][column].origin or (row, column)
        return self.row_starts[row] + self._offsets(row)[column]

    def line_length(self, row: int) -> int:
        """Return the length of a row's line in the document's text."""
        return self._offsets(row)[-1] - 1

    @cached_property
    def _known_offsets(self) -> dict[int, list[int]]:
        return {}

    def _offsets(self, row: int) -> list[int]:
        """Return where the cells of a row begin in its line, and where one more would."""
        known = self._known_offsets.get(row)
        if known is None:
            at = 0
            known = [0]
            for cell in self.rows[row]:
                # Breaks and tabs are one character in the line too.
                at += 1 if cell.is_merged_copy else len(cell.text) + 1
                known.append(at)
            if len(self._known_offsets) >= _ROWS_KEPT:
                self._known_offsets.clear()
            self._known_offsets[row] = known
        return known


Block = Paragraph | Table

_ROWS_KEPT = 64


def _in_line(cell: Cell) -> str:
    """Return a cell's characters as its row's line shows them."""
    if cell.is_merged_copy:
        return ""
    text = cell.text
    if "\n" in text or "\t" in text:
        return text.replace("\n", "\u2028").replace("\t", " ")
    return text


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read.

    Attributes:
        name: the file's name without its folder.
        format: short name of the format found by content: "txt", "docx", "xlsx", ...
        blocks: paragraphs and tables in reading order; empty paragraphs are left out.
        text: all of it as plain text: each block's text followed by one line feed.
        sha256: lower-case hex digest of the bytes.
        size_bytes: size of the file.
        encoding: for text formats, the encoding that was found.
        findings: what the reader noticed (tracked changes taken as accepted, hidden text left out, ...).
        title_hint: title from the file's own properties or page head, "" if none.
    """

    name: str
    format: str
    blocks: tuple[Block, ...]
    text: str
    sha256: str = ""
    size_bytes: int = 0
    encoding: str | None = None
    findings: tuple[Finding, ...] = field(default=())
    title_hint: str = ""
