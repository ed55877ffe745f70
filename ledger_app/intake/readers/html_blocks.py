"""Walks a page's elements into paragraphs and tables.

A table is a table when it has rows and columns of text; tables that only lay the page out are read through.
Line breaks part paragraphs where they stand for them (in running text), and stay breaks in short centred
headings and in cells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from ledger_app.intake.readers.building import BREAK, DocumentBuilder, clean_line
from ledger_app.intake.readers.grid import Rows, Span, rectangle
from ledger_app.intake.readers.html_office import list_number, only_overflows, outline_of
from ledger_app.intake.readers.html_text import ListNumbers, all_text, is_bold, is_centred, shown, size_points, tidy
from ledger_app.intake.readers.html_values import Kind, cell_of
from ledger_app.intake.source import Source

_BLOCKS = frozenset(
    (
        "address", "article", "blockquote", "body", "center", "dd", "details", "dir", "div", "dl", "dt", "fieldset",
        "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "menu", "ol",
        "p", "pre", "section", "summary", "ul", "caption", "tbody", "thead", "tfoot", "tr", "td", "th",
    )
)  # fmt: skip
_HEADINGS = {f"h{number}": number for number in range(1, 7)}
_SKIPPED = frozenset(("script", "style", "rt", "rp", "title"))
_WIDEST, _TALLEST = 1000, 100_000
_LONGEST_HEADING = 80


@dataclass(frozen=True, slots=True)
class _Look:
    is_centred: bool = False
    is_bold: bool = False
    size: float | None = None
    heading: int | None = None
    outline: int | None = None
    is_preformatted: bool = False


@dataclass(slots=True)
class _Line:
    """The paragraph being collected."""

    pieces: list[str] = field(default_factory=list)
    label: str = ""
    gap: str | None = None
    look: _Look = field(default_factory=_Look)
    is_begun: bool = False
    has_plain: bool = False
    size: float | None = None


class HtmlBlocks:
    """Hands a page's text to a document."""

    def __init__(self, builder: DocumentBuilder, kinds: Mapping[str, Kind] | None = None) -> None:
        """Write into a builder; `kinds` is how the cells of a class show their numbers."""
        self._builder = builder
        self._kinds = kinds or {}
        self._numbers = ListNumbers()
        self._line = _Line()

    def read(self, body: etree._Element) -> None:
        """Read a page's body.

        Raises:
            UnreadableFileError: INT-115, a table has more cells than the limit.
        """
        self._walk(body, _Look())
        self._end_line()

    def _walk(self, element: etree._Element, look: _Look) -> None:
        self._add(element.text, look)
        for child in element:
            self._child(child, look)
            self._add(child.tail, look)

    def _child(self, child: etree._Element, look: _Look) -> None:
        tag = child.tag
        if tag in _SKIPPED:
            return
        if tag == "br":
            self._line.pieces.append(BREAK)
        elif tag == "table" and is_data_table(child):
            self._end_line()
            self._builder.add_table(table_rows(child, self._builder.source, self._kinds))
        elif tag in _BLOCKS or tag == "table":
            self._end_line()
            inner = _look_of(child, look)
            if tag == "li":
                self._line.label = self._numbers.label(child)
            self._line.look = inner
            self._walk(child, inner)
            self._end_line()
            self._line.look = look
        elif not self._took_number(child):
            self._walk(child, _look_of(child, look))

    def _took_number(self, child: etree._Element) -> bool:
        """Take an element for its paragraph's list number where it is marked so."""
        found = None if self._line.is_begun else list_number(child)
        if found is not None:
            self._line.label, self._line.gap = found
        return found is not None

    def _add(self, text: str | None, look: _Look) -> None:
        if not text:
            return
        if look.is_preformatted:
            self._line.pieces.append(text.replace("\r\n", "\n").replace("\n", BREAK))
        else:
            self._line.pieces.append(shown(text))
        if text.strip():
            if not self._line.is_begun:
                self._line.size = look.size
            self._line.is_begun = True
            self._line.has_plain = self._line.has_plain or not look.is_bold

    def _end_line(self) -> None:
        line, self._line = self._line, _Line(look=self._line.look)
        text = tidy(shown_join(line.pieces))
        if not text.strip(" \xa0\u3000\t" + BREAK):
            # A number whose text stands in an inner block goes with that block.
            self._line.label, self._line.gap = line.label, line.gap
            return
        look = line.look
        gap = (" " if line.label.endswith(".") else "") if line.gap is None else line.gap
        is_short = len(text) <= _LONGEST_HEADING and (look.is_centred or look.heading is not None)
        for index, part in enumerate([text] if is_short else text.split(BREAK)):
            self._builder.add_paragraph(
                part,
                label=line.label if index == 0 else "",
                label_gap=gap if index == 0 and line.label else "",
                style=f"heading {look.heading}" if look.heading else "",
                outline_level=look.heading - 1 if look.heading else look.outline,
                is_centred=look.is_centred,
                is_bold=not line.has_plain,
                size_pt=line.size,
            )


def shown_join(pieces: list[str]) -> str:
    """Return pieces of inline text as one, a blank at a seam once."""
    out: list[str] = []
    for piece in pieces:
        if piece[:1] == " " and out and out[-1][-1:] in (" ", BREAK):
            out.append(piece[1:])
        else:
            out.append(piece)
    return "".join(out)


def is_data_table(table: etree._Element) -> bool:
    """Tell whether a table holds data: two or more columns, no table inside, no cell that is a page of text."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    rows = [row for row in rows if row]
    if not rows or max(len(row) for row in rows) < 2:
        return False
    filled = [cell for row in rows for cell in row if all_text(cell).strip()]
    if len(filled) < 2:
        return False
    largest = max(len(all_text(cell)) for cell in filled)
    whole = sum(len(all_text(cell)) for cell in filled)
    return not (len(rows) <= 2 and largest > 400 and largest > 0.9 * whole)


def table_rows(table: etree._Element, source: Source, kinds: Mapping[str, Kind]) -> Rows:
    """Return a table's cells as a full rectangle; `kinds` as in `html_values.number_kinds`.

    Raises:
        UnreadableFileError: INT-115, more cells than the limit.
    """
    rows = [row for row in table.iter("tr") if any(cell.tag in ("td", "th") for cell in row)]
    taken: dict[int, int] = {}
    spans: list[Span] = []
    width = 0
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while taken.get(column, 0) > number:
                column += 1
            columns = _span(cell.get("colspan"), _WIDEST)
            height = min(_span(cell.get("rowspan"), _TALLEST), len(rows) - number)
            shown = 1 if only_overflows(cell) else columns
            spans.append(Span(cell_of(cell, cell_text(cell), kinds), number, column, height, shown))
            for covered in range(column, column + columns):
                taken[covered] = number + height
            column += columns
            width = max(width, column)
        if (number + 1) * width > source.limits.cells:
            raise source.refuse("INT-115", what=f"表格超过 {source.limits.cells} 格")
    return rectangle(spans, len(rows), width)


def cell_text(cell: etree._Element) -> str:
    """Return a cell's text, blocks and breaks as line feeds."""
    pieces: list[str] = []
    _collect(cell, pieces)
    lines = (tidy(clean_line(line)) for line in shown_join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _collect(element: etree._Element, pieces: list[str]) -> None:
    """Collect an element's text, a line feed at the edges of blocks."""
    pieces.append(shown(element.text or ""))
    for child in element:
        if child.tag not in _SKIPPED:
            edge = "\n" if child.tag in _BLOCKS or child.tag == "br" else ""
            pieces.append(edge)
            _collect(child, pieces)
            pieces.append(edge)
        pieces.append(shown(child.tail or ""))


def _look_of(element: etree._Element, look: _Look) -> _Look:
    return replace(
        look,
        is_centred=is_centred(element, inherited=look.is_centred),
        is_bold=is_bold(element, inherited=look.is_bold),
        size=size_points(element, look.size),
        heading=_HEADINGS.get(str(element.tag), look.heading),
        outline=look.outline if (own := outline_of(element)) is None else own,
        is_preformatted=look.is_preformatted or element.tag == "pre",
    )


def _span(text: str | None, most: int) -> int:
    digits = (text or "").strip()
    return min(max(int(digits), 1), most) if digits.isdecimal() and len(digits) <= 6 else 1
