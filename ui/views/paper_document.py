"""Build the text document that shows a paper, and the map between its places and those of the plain text.

Rows of a table become a real table as long as there are not too many of them; beyond that they stay lines with
a stroke between cells, which any number of rows can be.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTableFormat,
)

from ui.look import Look
from ui.models.paper import BlockStyle, Paper, PaperBlock

TEXT_PT = 10.0
TITLE_PT = 12.0
LINE_PERCENT = 145
MARGIN_PX = 14
# A table of Qt is laid out cell by cell; this many take about a tenth of a second.
MOST_CELLS = 2500
_WIDE_TEXT = 400
_LONG_WORD = 12
_WORDS = re.compile(r"[0-9A-Za-z./%:-]+")
# What a text document would take for a break of its own, one character for one.
_PLAIN = str.maketrans({"\r": " ", "\0": " ", "\u2029": "\u2028", "\ufdd0": " ", "\ufdd1": " ", "\v": " ", "\f": " "})


class PlaceMap:
    """Translates offsets of the plain text (code points) into places of the document (UTF-16 units) and back."""

    def __init__(self) -> None:
        """Begin empty."""
        self._pieces: list[tuple[int, int, str, bool]] = []
        self._starts: list[int] = []
        self._places: list[int] = []

    def add(self, start: int, place: int, text: str) -> None:
        """Note that `text`, which begins at an offset, stands at a place; in ascending order."""
        # Nearly every piece has one unit a letter, and then counting is adding.
        self._pieces.append((start, place, text, _is_plain(text)))
        self._starts.append(start)
        self._places.append(place)

    def to_view(self, offset: int) -> int:
        """Return the place of an offset; what lies between pieces is put to the end of the one before."""
        number = bisect_right(self._starts, offset) - 1
        if number < 0:
            return 0
        start, place, text, is_plain = self._pieces[number]
        return place + (min(offset - start, len(text)) if is_plain else _units(text[: offset - start]))

    def to_text(self, place: int) -> int:
        """Return the offset of a place."""
        number = bisect_right(self._places, place) - 1
        if number < 0:
            return 0
        start, first, text, is_plain = self._pieces[number]
        units = place - first
        if is_plain:
            return start + min(units, len(text))
        for count, letter in enumerate(text):
            if units <= 0:
                return start + count
            units -= 2 if letter > "\uffff" else 1
        return start + len(text)


def build_document(paper: Paper, font: QFont, look: Look) -> tuple[QTextDocument, PlaceMap]:
    """Return a document that shows the paper, and its map."""
    writer = _Writer(paper, font, look)
    return writer.document, writer.places


class _Writer:
    def __init__(self, paper: Paper, font: QFont, look: Look) -> None:
        self.document = QTextDocument()
        self.places = PlaceMap()
        self._text = paper.text
        self._look = look
        self._is_fresh = True  # the block at the end is empty and unused
        self.document.setUndoRedoEnabled(False)
        face = QFont(font)
        face.setPointSizeF(TEXT_PT)
        self.document.setDefaultFont(face)
        self.document.setDocumentMargin(MARGIN_PX)
        self._cursor = QTextCursor(self.document)
        self._cells_left = MOST_CELLS
        self._cursor.beginEditBlock()
        for style, blocks in groupby(paper.blocks, key=lambda block: block.style):
            for run in _runs(paper.text, style, list(blocks)):
                self._write(style, run)
        self._cursor.endEditBlock()

    def _write(self, style: BlockStyle, run: Sequence[PaperBlock]) -> None:
        if style is BlockStyle.ROW:
            columns = self._text.count("\t", run[0].start, run[0].end) + 1
            if len(run) * columns <= self._cells_left:
                self._cells_left -= len(run) * columns
                self._write_table(run, columns)
                return
        for block in run:
            self._write_line(block)

    def _write_line(self, block: PaperBlock) -> None:
        form, letters = _FORMATS[block.style]
        if self._is_fresh:
            self._cursor.setBlockFormat(form)
        else:
            self._cursor.insertBlock(form)
        self._is_fresh = False
        text = self._text[block.start : block.end]
        self.places.add(block.start, self._cursor.position(), text)
        shown = text.translate(_PLAIN)
        self._cursor.insertText(shown.replace("\t", "│") if block.style is BlockStyle.ROW else shown, letters)

    def _write_table(self, run: Sequence[PaperBlock], columns: int) -> None:
        rows = [self._text[block.start : block.end].split("\t") for block in run]
        table = self._cursor.insertTable(len(rows), columns, self._table_format(rows))
        for number, cells in enumerate(rows):
            for column, width in _spans(cells):
                table.mergeCells(number, column, 1, width)
        for number, (block, cells) in enumerate(zip(run, rows, strict=True)):
            offset = block.start
            letters = _ACROSS if _is_across(cells) else _CELL
            for column, cell in enumerate(cells):
                place = table.cellAt(number, column).firstCursorPosition()
                # An empty cell may be hidden under one that runs across it.
                if cell:
                    self.places.add(offset, place.position(), cell)
                    place.insertText(cell.translate(_PLAIN), letters)
                offset += len(cell) + 1
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._is_fresh = True

    def _table_format(self, rows: Sequence[Sequence[str]]) -> QTextTableFormat:
        form = QTextTableFormat()
        form.setBorder(1)
        form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        form.setBorderCollapse(True)
        form.setBorderBrush(self._look.colour("control_edge"))
        form.setCellPadding(4)
        form.setCellSpacing(0)
        form.setTopMargin(4)
        form.setBottomMargin(4)
        form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        form.setColumnWidthConstraints(
            [QTextLength(QTextLength.Type.PercentageLength, share) for share in _shares(rows)]
        )
        return form


def _runs(text: str, style: BlockStyle, blocks: list[PaperBlock]) -> Iterator[list[PaperBlock]]:
    """Cut rows where the number of their cells changes; other lines stay together."""
    if style is not BlockStyle.ROW:
        yield blocks
        return
    for _, run in groupby(blocks, key=lambda block: text.count("\t", block.start, block.end)):
        yield list(run)


def _is_across(cells: Sequence[str]) -> bool:
    """Say whether a row is a title or the name of a group, which runs across the whole table."""
    return bool(cells[0]) and not any(cells[1:])


def _spans(cells: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield (column, width) of the cells of a row that run across the empty ones behind them.

    Cells that are merged downwards are empty too, so only rows that hold next to nothing else are widened.
    """
    filled = [column for column, cell in enumerate(cells) if cell]
    if len(filled) > 2:
        return
    for column, following in zip(filled, [*filled[1:], len(cells)], strict=True):
        if following - column > 1 and (len(filled) == 1 or len(cells[column]) >= _LONG_WORD):
            yield column, following - column


def _shares(rows: Sequence[Sequence[str]]) -> list[float]:
    """Return the percent of the width each column gets: more for longer texts, room for whole dates and words."""
    told_apart = [row for row in rows if not any(_spans(row))] or rows
    weights = []
    for column in range(len(rows[0])):
        texts = [row[column] for row in told_apart if row[column]]
        if not texts:
            weights.append(1.5)
            continue
        mean = sum(min(len(text), _WIDE_TEXT) for text in texts) / len(texts)
        word = max(len(word) for text in texts for word in _WORDS.findall(text) or [""])
        weights.append(max(mean**0.75, min(word, _LONG_WORD) * 0.65, 1.5) + 1)
    whole = sum(weights)
    return [100 * weight / whole for weight in weights]


def _units(text: str) -> int:
    """Return how many UTF-16 units a text takes."""
    return len(text.encode("utf-16-le")) // 2


def _is_plain(text: str) -> bool:
    """Say whether every letter is one UTF-16 unit."""
    return text.isascii() or max(text) <= "\uffff"


def _block_format(*, is_centred: bool = False, before: float = 0, after: float = 2) -> QTextBlockFormat:
    form = QTextBlockFormat()
    form.setLineHeight(LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    form.setTopMargin(before)
    form.setBottomMargin(after)
    if is_centred:
        form.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return form


def _letters(*, is_bold: bool = False, size: float = 0) -> QTextCharFormat:
    form = QTextCharFormat()
    if is_bold:
        form.setFontWeight(QFont.Weight.Bold)
    if size:
        form.setFontPointSize(size)
    return form


_CELL = _letters(size=9.0)
_ACROSS = _letters(size=9.0, is_bold=True)
_FORMATS = {
    BlockStyle.BODY: (_block_format(), _letters()),
    BlockStyle.TITLE: (_block_format(is_centred=True, after=4), _letters(is_bold=True, size=TITLE_PT)),
    BlockStyle.HEADING: (_block_format(before=6), _letters(is_bold=True)),
    BlockStyle.ROW: (_block_format(), _letters()),
}
