"""Reads binary Word files (.doc of Word 97 to 2003, .dot, and WPS Writer's .wps, which is the same inside).

Text by the piece table, tables by cell marks and row shapes, automatic numbers from the list tables, text
boxes after the paragraph they hang on.  Headers, footers, footnotes and comments are left aside; macros are
never looked at.  Source: MS-DOC.
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from struct import unpack_from

from ledger_app.intake.document import Document
from ledger_app.intake.readers.building import DocumentBuilder
from ledger_app.intake.readers.noticed import Noticed
from ledger_app.intake.readers.peek import Peek
from ledger_app.intake.readers.row_tables import OpenTable
from ledger_app.intake.readers.sinks import BodySink, InlineText, ParagraphLook, Sink
from ledger_app.intake.readers.word97_file import WordFile, open_word_file
from ledger_app.intake.readers.word97_formats import FormattedRuns, WordStyles, is_body, paragraph_properties
from ledger_app.intake.readers.word97_lists import WordLists
from ledger_app.intake.readers.word97_sprm import ParagraphProperties
from ledger_app.intake.readers.word97_text import WordText
from ledger_app.intake.source import Source

_PARAGRAPH, _CELL, _SECTION = "\r", "\x07", "\x0c"
_SECTIONS, _SHAPES, _BOXES = 6, 40, 56
_SHAPE_BYTES, _BOX_BYTES, _SECTION_BYTES = 26, 22, 12
_BOX_STORY = 6
_CENTRED = 1


def can_read(peek: Peek) -> float | None:
    """Return how surely the file is a binary Word file, None where it is not."""
    return 0.9 if "WordDocument" in peek.ole_streams else None


def read(source: Source) -> Document:
    """Return the document.

    Raises:
        UnreadableFileError: INT-108 damaged, INT-109 protected, INT-123 older than Word 97, INT-112 no text.
    """
    file = open_word_file(source)
    source.step(0, 1)
    builder = DocumentBuilder(source, "doc")
    reader = _StoryReader(file)
    reader.read(0, min(file.stories[0], len(file.text)), BodySink(builder))
    reader.read_loose_boxes(BodySink(builder))
    reader.noticed.say(builder)
    source.step(1, 1)
    return builder.build()


class _StoryReader:
    """Reads ranges of characters as paragraphs and tables; numbers run on through all of them."""

    def __init__(self, file: WordFile) -> None:
        self.noticed = Noticed()
        self._file = file
        self._styles = WordStyles(file)
        self._lists = WordLists(file)
        self._paragraphs = FormattedRuns(file, is_paragraphs=True)
        runs = FormattedRuns(file, is_paragraphs=False)
        self._text = WordText(file, self._styles, runs, self._lists, self.noticed)
        self._section_ends = _section_ends(file)
        self._boxes = _boxes_by_shape(file)
        self._anchors = _shapes_by_position(file)

    def read(self, start: int, end: int, sink: Sink) -> None:
        """Hand the paragraphs and tables of a range to a sink."""
        table = OpenTable()
        while start < end:
            mark = self._mark(start, end)
            character = self._file.text[mark : mark + 1]
            block = self._paragraphs.at(self._file.offset_of(min(mark, end - 1)))
            properties = paragraph_properties(self._styles, block)
            inline = self._text.read(start, mark, self._styles.get(properties.istd).character)
            start = mark + 1
            if character == _CELL or properties.is_in_table or properties.depth:
                self._in_table(table, character, inline, properties)
                continue
            if table.is_begun:
                table.hand_to(sink)
            sink.add_paragraph(inline, self._look(properties))
            self._read_boxes(sink)
        if table.is_begun:
            table.hand_to(sink)
        self._read_boxes(sink)

    def read_loose_boxes(self, sink: Sink) -> None:
        """Hand over the text boxes whose place in the text is unknown."""
        for shape in list(self._boxes):
            self._read_box(shape, sink)

    def _mark(self, start: int, end: int) -> int:
        """Return the position of the mark that ends the paragraph at `start`, `end` where there is none."""
        text = self._file.text
        ends = [text.find(mark, start, end) for mark in (_PARAGRAPH, _CELL)]
        found = min((place for place in ends if place >= 0), default=end)
        section = text.find(_SECTION, start, found)
        while section >= 0 and section + 1 not in self._section_ends:
            section = text.find(_SECTION, section + 1, found)
        return found if section < 0 else section

    def _in_table(self, table: OpenTable, mark: str, inline: InlineText, properties: ParagraphProperties) -> None:
        if properties.is_row_end and mark == _CELL:
            table.end_row(properties.row)
            return
        if properties.is_inner_row_end:
            table.end_inner_row()
            return
        look = self._look(properties)
        if properties.depth > 1:
            table.add_inner(look.label + look.label_gap + inline.text, is_cell_end=properties.is_inner_cell_end)
            return
        table.content.append((inline, look))
        if mark == _CELL:
            table.end_cell()

    def _look(self, properties: ParagraphProperties) -> ParagraphLook:
        counted = self._lists.label(properties.list_index, properties.level)
        label, gap, level = counted or ("", "", None)
        return ParagraphLook(
            self._styles.get(properties.istd).name,
            label,
            gap,
            level,
            None if is_body(properties.outline) else properties.outline,
            properties.justification == _CENTRED,
        )

    def _read_boxes(self, sink: Sink) -> None:
        drawings, self._text.drawings = self._text.drawings, []
        for position in drawings:
            self._read_box(self._anchors.get(position, -1), sink)

    def _read_box(self, shape: int, sink: Sink) -> None:
        place = self._boxes.pop(shape, None)
        if place is None:
            return
        self.noticed.boxes += 1
        self.read(*place, sink)


def _positions(table: bytes, item_bytes: int) -> list[int]:
    """Return the character positions at the head of a list of positions and items."""
    count = (len(table) - 4) // (4 + item_bytes)
    return list(unpack_from(f"<{count + 1}I", table, 0)) if count > 0 else []


def _section_ends(file: WordFile) -> frozenset[int]:
    return frozenset(_positions(file.part(_SECTIONS), _SECTION_BYTES)[1:])


def _shapes_by_position(file: WordFile) -> dict[int, int]:
    """Return the number of the drawn shape by the position of its anchor."""
    table = file.part(_SHAPES)
    positions = _positions(table, _SHAPE_BYTES)
    start = 4 * len(positions)
    return {
        position: unpack_from("<i", table, start + index * _SHAPE_BYTES)[0]
        for index, position in enumerate(positions[:-1])
    }


def _boxes_by_shape(file: WordFile) -> dict[int, tuple[int, int]]:
    """Return the range of each text box's story by the number of its shape."""
    table = file.part(_BOXES)
    positions = _positions(table, _BOX_BYTES)
    before = list(accumulate(file.stories, initial=0))
    story, length = before[_BOX_STORY], file.stories[_BOX_STORY]
    boxes: dict[int, tuple[int, int]] = {}
    start = 4 * len(positions)
    for index, (first, last) in enumerate(pairwise(positions)):
        shape = unpack_from("<i", table, start + index * _BOX_BYTES + 14)[0]
        if first < last <= length:
            boxes.setdefault(shape, (story + first, min(story + last, len(file.text))))
    return boxes
