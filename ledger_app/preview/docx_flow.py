"""A .docx as it looks: paragraphs with runs, computed list numbers, tables, pictures, pages.

Runs in the preview process only.  Headers, footers and footnotes stand behind the text (`docx_margins`); comments are
left aside, as by the intake.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from ledger_app.intake.readers.docx_body import unwrapped
from ledger_app.intake.readers.docx_names import child_value, switch, w
from ledger_app.intake.source import Source
from ledger_app.preview.budget import Budget
from ledger_app.preview.docx_look import Look, paragraph_look, run_look
from ledger_app.preview.docx_margins import margin_blocks
from ledger_app.preview.docx_parts import WordParts
from ledger_app.preview.docx_runs import RunReader
from ledger_app.preview.docx_tables import TableReader
from ledger_app.preview.model import Flow, Run, TableBlock, TextBlock

_P, _TBL, _PPR, _RPR, _SECT = w("p"), w("tbl"), w("pPr"), w("rPr"), w("sectPr")
_NATURAL = 1.3
"""Height of a line of Chinese type by itself, in its size."""


def read_docx(source: Source) -> Flow:
    """Return a .docx as it looks.

    Raises:
        UnreadableFileError: INT-108 damaged, INT-113 to INT-115 over a limit.
    """
    budget = Budget()
    reader = _FlowReader(source, budget)
    blocks = (*reader.blocks(), *margin_blocks(reader.word, budget))
    return Flow(blocks, tuple(reader.word.album.bitmaps), reader.word.paper(), budget.note())


class _FlowReader:
    """Walks the body."""

    def __init__(self, source: Source, budget: Budget) -> None:
        self.word = WordParts(source, budget)
        self._source = source
        self._budget = budget
        self._runs = RunReader(self.word, budget)
        self._tables = TableReader(self.word.looks, budget, self._cell)
        self._pitch = self.word.line_pitch()
        self._starts_page = False

    def blocks(self) -> Iterator[TextBlock | TableBlock]:
        """Yield the blocks of the body, as many as are shown."""
        for child in unwrapped(self.word.body):
            if self._budget.is_spent:
                return
            self._source.check_time()
            if child.tag == _P:
                yield from self._paragraph(child, 0)
            elif child.tag == _TBL:
                yield self._tables.read(child)

    def _cell(self, cell: etree._Element, style_id: str | None) -> tuple[TextBlock, ...]:
        return tuple(self._story(cell, 0, style_id))

    def _story(self, story: etree._Element, depth: int, table_style: str | None = None) -> Iterator[TextBlock]:
        """Yield the paragraphs of a cell or box; a table within is read line by line."""
        if depth > 8:
            return
        for child in unwrapped(story):
            if self._budget.is_spent:
                return
            if child.tag == _P:
                yield from self._paragraph(child, depth, table_style)
            elif child.tag == _TBL:
                for row in child.iter(w("tr")):
                    for cell in row.iterfind(w("tc")):
                        yield from self._story(cell, depth + 1)

    def _paragraph(self, paragraph: etree._Element, depth: int, table_style: str | None = None) -> Iterator[TextBlock]:
        self._budget.blocks -= 1
        properties = paragraph.find(_PPR)
        style_id = child_value(properties, w("pStyle"))
        style = self.word.styles.paragraph(style_id)
        shape, letters = self.word.looks.paragraph(style_id)
        if table_style is not None:
            shape, letters = self._in_table(table_style, shape, letters)
        number = None if properties is None else properties.find(w("numPr"))
        counted = self.word.numbering.label(number, style)
        label, gap, level = counted or ("", "", 0)
        num_id = child_value(number, w("numId")) or style.num_id
        listed = self.word.level_look(num_id, level) if counted else {}
        direct = paragraph_look(properties)
        look = {**shape, **listed, **direct}
        runs = self._runs.read(paragraph, letters)
        breaks_page = self._runs.breaks_page
        boxes, self._runs.boxes = self._runs.boxes, []
        if label:
            mark = letters if runs == [] else {**letters, **_letters_of(runs[0])}
            runs.insert(0, self._runs.run(label + gap, mark))
        mark_look = run_look(None if properties is None else properties.find(_RPR))
        if not (switch(None if properties is None else properties.find(_RPR), w("vanish")) and not runs):
            yield self._block(runs or [self._runs.run("", {**letters, **mark_look})], look, breaks_page=breaks_page)
        if properties is not None and properties.find(_SECT) is not None:
            kind = child_value(properties.find(_SECT), w("type"))
            self._starts_page = kind != "continuous"
        for box in boxes:
            for block in self._story(box, depth + 1):
                yield replace(block, left=block.left + 12)

    def _in_table(self, table_style: str, shape: Look, letters: Look) -> tuple[Look, Look]:
        """Lay what a table's style says of its text under the paragraph's own."""
        said: dict[str, Any] = {}
        for element in reversed(self.word.looks.chain(table_style)):
            said.update(paragraph_look(element.find(_PPR)))
        return {**shape, **said} if said else shape, letters

    def _block(self, runs: list[Run], look: Look, *, breaks_page: bool) -> TextBlock:
        size = max((run.size for run in runs if run.text.strip() or run.picture < 0), default=10.5)
        starts_page = self._starts_page or bool(look.get("starts_page"))
        # A break in an empty paragraph begins the next page; one among text comes before what follows it mostly.
        has_text = any(run.text.strip() or run.picture >= 0 for run in runs)
        self._starts_page = breaks_page
        if breaks_page and has_text and not starts_page:
            self._starts_page, starts_page = False, True
        outline = look.get("outline", 9)
        has_picture = any(run.picture >= 0 for run in runs)
        percent, exact, least = self._line(look, size)
        return TextBlock(
            tuple(runs),
            look.get("align", "left"),
            outline + 1 if 0 <= outline < 6 else 0,
            look["left_chars"] * size if "left_chars" in look else look.get("left", 0.0),
            look.get("right", 0.0),
            look["first_chars"] * size if "first_chars" in look else look.get("first", 0.0),
            self._room(look, "before"),
            self._room(look, "after"),
            percent,
            0 if has_picture else exact,
            exact if has_picture else least,
            starts_page,
        )

    def _room(self, look: Look, side: str) -> float:
        lines = look.get(f"{side}_lines")
        return float(lines * (self._pitch or 12.0) if lines is not None else look.get(side, 0.0))

    def _line(self, look: Look, size: float) -> tuple[float, float, float]:
        """Return (percent, exact, least) height of the lines of a paragraph."""
        rule, line = look.get("line_rule", "auto"), look.get("line", 1.0)
        if rule == "exact":
            return 0, max(line, size * 0.8), 0
        if rule == "atLeast":
            return 0, 0, line
        if self._pitch and look.get("on_grid", True):
            lines = max(math.ceil(size * _NATURAL / self._pitch - 0.01), 1)
            # Exact, for a typeface that stands in for the file's own may be higher than a line of the grid.
            return 0, lines * self._pitch * line, 0
        return line * 100, 0, 0


def _letters_of(run: Run) -> Look:
    return {"bold": run.is_bold, "size": run.size, "colour": run.colour}
