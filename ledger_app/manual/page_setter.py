"""Put topics of the manual on the report engine's pages: headings, text, lists, notes, tables, pictures.

The lines, tables and pages are those of `ledger_app.reports`; what is the manual's own is the order of things and the
links.  A link is set as a figure whose "task" is the number of its target, so that the engine tells where it was
printed; the rows of a table that can be linked to are told by negative numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ledger_app.manual.blocks import Block, Figure, Heading, Listing, Paragraph, Span, Spans, Table, Topic, plain
from ledger_app.reports.drawing import Bookmark, Box, Colour, Link, Page, Picture
from ledger_app.reports.flow import PageFlow
from ledger_app.reports.model import Column, FaceStyle, ReportTable, Row, Run, Words
from ledger_app.reports.model import Figure as LinkRun
from ledger_app.reports.page import EM_ASCENT
from ledger_app.reports.pdf_picture import picture_size
from ledger_app.reports.table_layout import place_table
from ledger_app.reports.typeset import SetLine, Typesetter

BODY_PT, LEADING = 10.5, 17.0
GAP = 5.0
"""Space below a paragraph, points."""
TABLE_PT = 9.0
HEADINGS = {0: (20.0, 34.0), 1: (16.0, 28.0), 2: (12.5, 22.0), 3: (11.0, 19.0)}
"""Level -> size and height of the line; 0 heads a group, 1 a topic."""
MARKER = 20.0
"""Width that the number or dot of a list's item takes."""
PICTURE_PT = 430.0
NOTE_PAD = 7.0
NOTE_GROUNDS: dict[str, Colour] = {"note": (0.91, 0.945, 0.984), "warning": (1.0, 0.957, 0.839)}
NOTE_WORDS = {"note": "提示：", "warning": "注意："}
UNPRINTED = str.maketrans({"◀": "←", "▶": "→", "�": "□"})
"""Signs of the screen that the shipped faces lack, and what is printed for them."""
SHORT = 14
"""Characters up to which a column's cells are kept on one line."""


class PageSetter:
    """Sets topics, one after the other, and remembers where everything came to stand.

    Attributes:
        pages: "topic" and "topic#anchor" -> number of the page it is on.
    """

    def __init__(self, flow: PageFlow, setter: Typesetter, pictures: Path, known: Mapping[str, int]) -> None:
        """Begin.

        Args:
            flow: the pages; one must have been begun.
            setter: of the type.
            pictures: folder of the pictures.
            known: as `pages`, from an earlier round: what links say.
        """
        self.flow = flow
        self.setter = setter
        self.pages: dict[str, int] = {}
        self._pictures = pictures
        self._known = known
        self._targets: list[str] = []
        self._rows: list[str] = []

    def place_group(self, title: str) -> None:
        """Put the heading of a group at the top of a page."""
        if not self.flow.is_at_top:
            self.flow.next_page()
        self._place_heading(0, title, f"group-{title}")
        self.flow.y += GAP

    def place_topic(self, topic: Topic) -> None:
        """Put a topic."""
        if not self.flow.is_at_top:
            self.flow.y += 2 * GAP
        if topic.blocks and isinstance(topic.blocks[0], Figure):
            # A heading with nothing but a picture below goes over with it.
            _, tall, _ = self._shown(topic.blocks[0])
            if self.flow.room < HEADINGS[1][1] + tall + 2 * LEADING:
                self.flow.next_page()
        self._place_heading(1, topic.title, topic.id)
        for block in topic.blocks:
            self._place_block(block, topic)

    def finish_page(self, page: Page) -> None:
        """Turn what the engine tells of a finished page into links and places that links lead to."""
        for area in page.areas:
            number = area.task_ids[0]
            if number > 0:
                key = self._targets[number - 1]
                page.links.append(Link(area.x, area.y, area.width, area.height, key))
            else:
                key = self._rows[-number - 1]
                page.bookmarks.append(Bookmark(-1, "", area.y, key))
                self.pages[key] = page.number or 0

    def place_runs(self, runs: Sequence[Run], left: float = 0.0, right: float = 0.0) -> None:
        """Put a paragraph of body text, in by `left` and `right` points."""
        room = self.flow.sheet.width - left - right
        lines = self.setter.set_paragraph(runs, FaceStyle.SONG, BODY_PT, room, align="justify")
        if len(lines) > 1 and self.flow.room < 2 * LEADING:
            self.flow.next_page()
        for line in lines:
            self._put(line, BODY_PT, LEADING, left)

    def _place_block(self, block: Block, topic: Topic) -> None:
        if isinstance(block, Heading):
            self.flow.y += GAP
            self._place_heading(block.level, block.text, f"{topic.id}#{block.anchor}")
        elif isinstance(block, Paragraph):
            self._place_paragraph(block)
        elif isinstance(block, Listing):
            for number, item in enumerate(block.items, start=1):
                self._place_item(f"{number}." if block.is_ordered else "·", item)
            self.flow.y += GAP
        elif isinstance(block, Table):
            self._place_table(block, topic)
        else:
            self._place_figure(block)

    def _place_heading(self, level: int, text: str, key: str) -> None:
        size, height = HEADINGS[level]
        if self.flow.room < height + 3 * LEADING:
            self.flow.next_page()
        flow = self.flow
        flow.page.bookmarks.append(Bookmark(level if level <= 2 else -1, text, flow.y, key))
        self.pages[key] = flow.page_number
        for line in self.setter.set_paragraph(
            (Words(text, FaceStyle.HEI),), FaceStyle.HEI, size, flow.sheet.width, align="left"
        ):
            self._put(line, size, height, 0.0)

    def _place_paragraph(self, block: Paragraph) -> None:
        runs = self._runs(block.spans)
        if block.kind == "plain":
            self.place_runs(runs)
            self.flow.y += GAP
            return
        flow = self.flow
        said = (Words(NOTE_WORDS[block.kind], FaceStyle.HEI), *runs)
        room = flow.sheet.width - 2 * NOTE_PAD
        lines = self.setter.set_paragraph(said, FaceStyle.SONG, BODY_PT, room, align="justify")
        height = len(lines) * LEADING + NOTE_PAD
        if flow.room < height:
            flow.next_page()
        flow.items.append(Box(flow.sheet.left, flow.y, flow.sheet.width, height, NOTE_GROUNDS[block.kind]))
        flow.y += NOTE_PAD / 2
        for line in lines:
            self._put(line, BODY_PT, LEADING, NOTE_PAD)
        flow.y += NOTE_PAD / 2 + GAP

    def _place_item(self, marker: str, item: Spans) -> None:
        flow = self.flow
        if flow.room < 2 * LEADING:
            flow.next_page()
        y = flow.y
        self._put(self.setter.set_line(marker, FaceStyle.SONG, BODY_PT), BODY_PT, LEADING, 4.0)
        flow.y = y
        self.place_runs(self._runs(item), left=MARKER)
        flow.y += 1.0

    def _place_table(self, block: Table, topic: Topic) -> None:
        widest = [max(len(plain(row[place])) for row in block.rows) for place in range(len(block.head))]
        columns = tuple(
            Column(str(place), title, whole=widest[place] <= SHORT) for place, title in enumerate(block.head)
        )
        rows = []
        for number, row in enumerate(block.rows):
            ids: tuple[int, ...] = ()
            if block.anchors:
                self._rows.append(f"{topic.id}#{block.anchors[number]}")
                ids = (-len(self._rows),)
            rows.append(Row(tuple(tuple(self._runs(cell)) for cell in row), task_ids=ids))
        self.flow.y += GAP / 2
        table = ReportTable(topic.id, columns, tuple(rows), size_pt=TABLE_PT)
        place_table(table, self.flow, self.setter, lambda _rows: None)
        self.flow.y += GAP

    def _place_figure(self, block: Figure) -> None:
        shown, tall, content = self._shown(block)
        flow = self.flow
        if flow.room < tall + 2 * LEADING:
            flow.next_page()
        left = flow.sheet.left + (flow.sheet.width - shown) / 2
        flow.page.pictures.append(Picture(left, flow.y, shown, tall, content))
        flow.y += tall + GAP / 2
        line = self.setter.set_line(block.caption, FaceStyle.KAI, TABLE_PT)
        self._put(line, TABLE_PT, LEADING, (flow.sheet.width - line.width) / 2)
        flow.y += GAP

    def _shown(self, block: Figure) -> tuple[float, float, bytes]:
        """Return width and height of a picture on the page, and the picture."""
        content = (self._pictures / block.file).read_bytes()
        width, height = picture_size(content)
        shown = min(PICTURE_PT, float(width))
        return shown, shown * height / width, content

    def _put(self, line: SetLine, size: float, height: float, left: float) -> None:
        flow = self.flow
        if flow.room < height:
            flow.next_page()
        flow.put_at(line, flow.sheet.left + left, flow.y + (height - size) / 2 + EM_ASCENT * size, size)
        flow.y += height

    def _runs(self, spans: Spans) -> list[Run]:
        return [self._run(span) for span in spans]

    def _run(self, span: Span) -> Run:
        if span.kind == "link":
            self._targets.append(span.target)
            page = self._known.get(span.target, 0)
            return LinkRun(f"{span.text}（第 {page} 页）", (len(self._targets),), tone="blue")
        text = span.text.translate(UNPRINTED)
        if span.kind == "button":
            return Words(f"【{text}】", FaceStyle.HEI)
        return Words(text, FaceStyle.HEI if span.kind in {"bold", "key", "code"} else None)
