"""Walks an OpenDocument text (body, cell or box) in reading order: paragraphs, lists, tables, boxes.

Not here: the characters inside a paragraph (`odt_inline`), what styles say (`odt_styles`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from ledger_app.intake.readers.docx_names import whole
from ledger_app.intake.readers.grid import Rows, Span, rectangle
from ledger_app.intake.readers.noticed import Noticed
from ledger_app.intake.readers.numbering import LEVELS, ListCounter, ListLevel
from ledger_app.intake.readers.odt_inline import OdtInline
from ledger_app.intake.readers.odt_styles import DRAW, TABLE, TEXT, OdtStyles
from ledger_app.intake.readers.sinks import CellSink, ParagraphLook, Sink
from ledger_app.intake.source import Source

_ROW_GROUPS = frozenset(f"{TABLE}{name}" for name in ("table-rows", "table-header-rows", "table-row-group"))
_CELLS = frozenset((f"{TABLE}table-cell", f"{TABLE}covered-table-cell"))
_ITEMS = frozenset((f"{TEXT}list-item", f"{TEXT}list-header"))
_PASSED = frozenset(
    (
        *(f"{TEXT}{name}" for name in ("tracked-changes", "table-of-content", "alphabetical-index", "sequence-decls")),
        *(f"{TEXT}{name}" for name in ("variable-decls", "user-field-decls", "bibliography", "illustration-index")),
    )
)
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_MOST_COLUMNS, _MOST_REPEATS = 1000, 64


@dataclass(frozen=True, slots=True)
class _List:
    """The list that is being read.

    Attributes:
        name: its list style's name.
        level: from 0.
        counter: its running numbers.
    """

    name: str
    level: int
    counter: ListCounter


class OdtBody:
    """Reads one document's stories; numbers run on through all of them."""

    def __init__(self, source: Source, styles: OdtStyles) -> None:
        """Begin at the document's start."""
        self.noticed = Noticed()
        self._source = source
        self._styles = styles
        self._inline = OdtInline(styles, self.noticed)
        self._headings = ListCounter()
        self._by_id: dict[str, ListCounter] = {}
        self._by_style: dict[str, ListCounter] = {}

    def read(self, story: etree._Element, sink: Sink, depth: int = 0) -> None:
        """Hand all paragraphs and tables of a story to a sink.

        Raises:
            UnreadableFileError: INT-115, tables or boxes nested too deep, or a table with too many cells.
        """
        if depth > self._source.limits.depth:
            raise self._source.refuse("INT-115", what="表格或文本框嵌套过深")
        for child in story:
            self._block(child, sink, depth)

    def _block(self, child: etree._Element, sink: Sink, depth: int) -> None:
        tag = child.tag
        if tag in (f"{TEXT}p", f"{TEXT}h"):
            self._paragraph(child, sink, depth, None)
        elif tag == f"{TEXT}list":
            self._list(child, sink, depth, None)
        elif tag == f"{TEXT}numbered-paragraph":
            self._numbered(child, sink, depth)
        elif tag == f"{TABLE}table":
            self._table(child, sink, depth)
        elif tag == f"{TEXT}section" and child.get(f"{TEXT}display") == "none":
            self.noticed.hidden += 1
        elif tag.startswith(DRAW):
            self._inline.collect(child)
            self._boxes(sink, depth)
        elif tag not in _PASSED:
            for inner in child:
                self._block(inner, sink, depth)

    def _paragraph(self, paragraph: etree._Element, sink: Sink, depth: int, label: tuple[str, str, int] | None) -> None:
        style = self._styles.of("paragraph", paragraph.get(f"{TEXT}style-name"))
        inline = self._inline.read(paragraph, style)
        outline = style.outline
        if paragraph.tag == f"{TEXT}h":
            outline = (whole(paragraph.get(f"{TEXT}outline-level")) or 1) - 1
            label = self._heading_label(paragraph, outline) if label is None else label
        number, gap, level = label or ("", "", None)
        look = ParagraphLook(style.name, number, gap, level, outline, bool(style.is_centred))
        if not style.is_hidden:
            sink.add_paragraph(inline, look)
        self._boxes(sink, depth)

    def _boxes(self, sink: Sink, depth: int) -> None:
        boxes, self._inline.boxes = self._inline.boxes, []
        for box in boxes:
            self.read(box, sink, depth + 1)

    def _heading_label(self, heading: etree._Element, level: int) -> tuple[str, str, int] | None:
        """Count a heading in the outline of the whole document."""
        here = self._styles.headings.get(level)
        if here is None or heading.get(f"{TEXT}is-list-header") == "true" or not (here.template or here.form != "none"):
            return None
        start = whole(heading.get(f"{TEXT}start-value"))
        if heading.get(f"{TEXT}restart-numbering") == "true":
            self._headings.restart(level)
        return _counted(self._headings, level, self._styles.headings, start)

    def _list(self, element: etree._Element, sink: Sink, depth: int, around: _List | None) -> None:
        name = element.get(f"{TEXT}style-name") or (around.name if around is not None else "")
        if around is None:
            here = _List(name, 0, self._counter(element, name))
        else:
            here = replace(around, name=name, level=min(around.level + 1, LEVELS - 1))
        for item in element:
            if item.tag in _ITEMS:
                self._item(item, sink, depth, here)

    def _item(self, item: etree._Element, sink: Sink, depth: int, here: _List) -> None:
        """Read one item: its first paragraph has the number, what follows has none."""
        is_numbered = item.tag == f"{TEXT}list-item"
        for child in item:
            if child.tag == f"{TEXT}list":
                self._list(child, sink, depth, here)
            elif child.tag in (f"{TEXT}p", f"{TEXT}h"):
                label = self._label(child, item, here) if is_numbered else ("", "", here.level)
                is_numbered = False
                self._paragraph(child, sink, depth, label)
            else:
                self._block(child, sink, depth)

    def _label(self, paragraph: etree._Element, item: etree._Element, here: _List) -> tuple[str, str, int] | None:
        style = self._styles.of("paragraph", paragraph.get(f"{TEXT}style-name"))
        levels = self._styles.levels(here.name or style.list_name)
        if here.level not in levels:
            return None
        return _counted(here.counter, here.level, levels, whole(item.get(f"{TEXT}start-value")))

    def _numbered(self, element: etree._Element, sink: Sink, depth: int) -> None:
        """Read a paragraph that carries its list with it."""
        name = element.get(f"{TEXT}style-name", "")
        level = min(max((whole(element.get(f"{TEXT}level")) or 1) - 1, 0), LEVELS - 1)
        key = element.get(f"{TEXT}list-id") or name
        here = _List(name, level, self._by_id.setdefault(key, ListCounter()))
        for child in element:
            if child.tag in (f"{TEXT}p", f"{TEXT}h"):
                self._paragraph(child, sink, depth, self._label(child, element, here))

    def _counter(self, element: etree._Element, name: str) -> ListCounter:
        """Return the numbers a list counts on with: those of a list it continues, else new ones."""
        continued = element.get(f"{TEXT}continue-list")
        counter = self._by_id.get(continued) if continued is not None else None
        if counter is None and element.get(f"{TEXT}continue-numbering") == "true":
            counter = self._by_style.get(name)
        counter = counter or ListCounter()
        self._by_style[name] = counter
        self._by_id[element.get(_ID, "")] = counter
        return counter

    def _table(self, table: etree._Element, sink: Sink, depth: int) -> None:
        rows = list(_rows(table))
        if all(sum(_count(cell, "number-columns-repeated") for cell in row if cell.tag in _CELLS) <= 1 for row in rows):
            # A frame drawn around text, not a table: its text reads on.
            for row in rows:
                for cell in row:
                    self.read(cell, sink, depth + 1)
            return
        sink.add_table(self._rectangle(rows, depth))

    def _rectangle(self, rows: list[etree._Element], depth: int) -> Rows:
        spans: list[Span] = []
        width = area = 0
        for number, row in enumerate(rows):
            column = 0
            for element in row:
                if element.tag not in _CELLS:
                    continue
                repeats = min(_count(element, "number-columns-repeated"), _MOST_REPEATS)
                if element.tag == f"{TABLE}table-cell":
                    span = self._span(element, number, column, len(rows) - number, depth)
                    spans += [replace(span, column=column + step) for step in range(repeats)]
                    area += repeats * span.rows * span.columns
                column += repeats
            width = max(width, column)
            # Areas that overlap cost as much as those that do not.
            if max(area, (number + 1) * width) > self._source.limits.cells:
                raise self._source.refuse("INT-115", what=f"表格超过 {self._source.limits.cells} 格")
        return rectangle(spans, len(rows), width)

    def _span(self, element: etree._Element, row: int, column: int, left: int, depth: int) -> Span:
        """Return a cell with its area; `left` is how many rows there are from its own on."""
        sink = CellSink()
        self.read(element, sink, depth + 1)
        rows = min(_count(element, "number-rows-spanned"), left)
        return Span(sink.cell, row, column, rows, min(_count(element, "number-columns-spanned"), _MOST_COLUMNS))


def _counted(
    counter: ListCounter, level: int, levels: Mapping[int, ListLevel], start: int | None
) -> tuple[str, str, int]:
    """Count one more paragraph, from a number of its own where it has one; return (number, gap, level)."""
    if start is not None:
        counter.restart(level)
        counter.advance(level, {**levels, level: replace(levels[level], start=start)})
    else:
        counter.advance(level, levels)
    text = counter.label(level, levels)
    return text, levels[level].gap if text else "", level


def _rows(parent: etree._Element) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == f"{TABLE}table-row":
            # Rows of a text have words; a claim that one stands for thousands is not believed.
            yield child
        elif child.tag in _ROW_GROUPS:
            yield from _rows(child)


def _count(element: etree._Element, name: str) -> int:
    return max(whole(element.get(f"{TABLE}{name}")) or 1, 1)
