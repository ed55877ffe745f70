"""Joins the lines of printed pages into paragraphs, across lines, columns and pages.

Works on lines with places, whoever found them (a PDF's text, or a recognition of pictures).  A line ends a
paragraph when the next line's first word would still have fitted on it, or when indent, distance or size say
so.  Page numbers and running heads are taken out first.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ledger_app.intake.readers.building import BREAK, DocumentBuilder
from ledger_app.intake.readers.pdf_lines import Line
from ledger_app.intake.readers.pdf_tables import RuledTable
from ledger_app.intake.readers.rewrap import HEADING_START

_PAGE_NUMBER = re.compile(
    r"[\s\-—–－―一·.。_~]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*(?:[/／,，]?\s*共?)\s*\d{1,4}\s*页?)?[\s\-—–－―一·.。_~]*$"
)
_MARGIN_SHARE = 0.13
_WIDE_MARGIN_SHARE = 0.25
_SAME_HEIGHT, _SAME_EDGE = 4.0, 2.0
_FEWEST_REPEATS = 3
_INDENT, _CENTRED_MARGIN, _CENTRED_SLACK = 1.2, 1.6, 0.8
_FIRST_INDENT, _MOST_INDENT = 2.0, 2.8
_WIDE_PITCH = 1.3
_OTHER_SIZE = 0.12
_TITLE_GROWTH = 1.0
_ROW_GAPS = 2
_SENTENCE_ENDS = "。；：！？”）)》;:!?"


@dataclass(frozen=True, slots=True)
class Page:
    """Lines and tables of one page in reading order."""

    number: int
    width: float
    height: float
    parts: tuple[Line | RuledTable, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    """Margins of a column of text, and the distance of its lines."""

    left: float
    right: float
    pitch: float


@dataclass(slots=True)
class _Open:
    """The paragraph being joined."""

    lines: list[Line] = field(default_factory=list)
    page: int = 0
    is_centred: bool = False
    text: str = ""


def without_running_heads(pages: Sequence[Page]) -> tuple[list[Page], bool]:
    """Return pages without page numbers, running heads and feet; and whether there were any."""
    repeated = _repeated(pages)
    out: list[Page] = []
    has_any = False
    for page in pages:
        kept = [part for part in page.parts if not _is_running(part, page, repeated)]
        has_any = has_any or len(kept) < len(page.parts)
        out.append(Page(page.number, page.width, page.height, tuple(kept)))
    return out, has_any


def _margin_key(line: Line, page: Page) -> tuple[str, int] | None:
    """Return what repeats in a margin: the words with digits masked, and where; None outside margins."""
    is_top, is_bottom = line.base < _MARGIN_SHARE * page.height, line.base > (1 - _MARGIN_SHARE) * page.height
    if not (is_top or is_bottom):
        return None
    return re.sub(r"\d+", "#", line.text), round((line.base if is_top else line.base - page.height) / _SAME_HEIGHT)


def _repeated(pages: Sequence[Page]) -> set[tuple[str, int]]:
    counts: Counter[tuple[str, int]] = Counter()
    for page in pages:
        found = {_margin_key(part, page) for part in page.parts if isinstance(part, Line)}
        counts.update(key for key in found if key is not None)
    fewest = max(_FEWEST_REPEATS, len(pages) // 3)
    kept = {key for key, count in counts.items() if count >= fewest}
    # A head may sit a hair higher on some pages.
    return kept | {(words, place + step) for words, place in kept for step in (-1, 1)}


def _is_running(part: Line | RuledTable, page: Page, repeated: set[tuple[str, int]]) -> bool:
    if not isinstance(part, Line):
        return False
    is_number = _PAGE_NUMBER.fullmatch(part.text) is not None
    if is_number and not part.text.strip().isdecimal():
        # Dashes or 页 beside it make a page number of a number also where margins are wide.
        return not _WIDE_MARGIN_SHARE * page.height < part.base < (1 - _WIDE_MARGIN_SHARE) * page.height
    key = _margin_key(part, page)
    return key is not None and (is_number or key in repeated)


class Flow:
    """Joins lines and hands paragraphs to a document."""

    def __init__(self, builder: DocumentBuilder, pages: Iterable[Page]) -> None:
        """Measure the margins of all pages first: they tell where lines were broken."""
        self._builder = builder
        lines = [(page, part) for page in pages for part in page.parts if isinstance(part, Line)]
        self._columns = _measured(lines)
        sizes: Counter[float] = Counter()
        for _, line in lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
        self._body_size = sizes.most_common(1)[0][0] if sizes else 0.0
        self._open = _Open()

    def add(self, line: Line, page: Page) -> None:
        """Add the next line of the document."""
        column = self._columns[_key(page, line)]
        is_centred = self._is_centred(line, page, column)
        paragraph = self._open
        if paragraph.lines and paragraph.is_centred and is_centred and self._is_title(paragraph, line, page):
            paragraph.lines.append(line)
            paragraph.text += BREAK + line.text
            return
        if paragraph.lines and self._goes_on(paragraph, line, page, is_centred=is_centred):
            paragraph.text = joined(paragraph.text, line.text)
            paragraph.is_centred = False
            paragraph.lines.append(line)
            return
        self.end()
        self._open = _Open([line], page.number, is_centred, line.text)

    def end(self) -> None:
        """Hand over the paragraph that is open."""
        paragraph, self._open = self._open, _Open()
        if not paragraph.lines:
            return
        self._builder.add_paragraph(
            paragraph.text,
            is_centred=paragraph.is_centred,
            is_bold=all(line.is_bold for line in paragraph.lines),
            size_pt=round(paragraph.lines[0].size * 2) / 2,
            page=paragraph.page,
        )

    def _is_centred(self, line: Line, page: Page, column: _Column) -> bool:
        """Tell whether a line stands in the middle of its column or page; a title may fill the column."""
        before, after = line.left - column.left, column.right - line.right
        slack = _CENTRED_SLACK * line.size
        is_title = line.size > self._body_size + _TITLE_GROWTH
        is_indented = abs(before - _FIRST_INDENT * line.size) < _CENTRED_SLACK * line.size / 2
        if not is_title and (is_indented or min(before, after) <= _CENTRED_MARGIN * line.size):
            return False
        # A centred title is often pushed aside by half of a forgotten first-line indent.
        aside = 2.2 * line.size if is_title else slack
        is_in_page = line.column == 0 and abs(line.left + line.right - page.width) < aside
        return abs(before - after) < slack or is_in_page

    def _is_title(self, paragraph: _Open, line: Line, page: Page) -> bool:
        """Tell whether a centred line goes on a title of several lines, which is larger than the text."""
        last = paragraph.lines[-1]
        is_large = line.size > self._body_size + _TITLE_GROWTH
        is_same = abs(line.size - last.size) < 0.5
        return is_large and is_same and paragraph.page == page.number and 0 < line.base - last.base < 2.2 * line.size

    def _goes_on(self, paragraph: _Open, line: Line, page: Page, *, is_centred: bool) -> bool:
        last = paragraph.lines[-1]
        column = self._columns[_key(page, line)]
        if is_centred or abs(line.size - last.size) > _OTHER_SIZE * max(line.size, last.size):
            return False
        if max(line.gaps, last.gaps) >= _ROW_GAPS:
            return False
        if paragraph.is_centred and last.left > column.left + _MOST_INDENT * last.size:
            # Nearer to the margin it may be the indented first line of a paragraph that only looks centred.
            return False
        if line.left > column.left + _INDENT * line.size and not _hangs(paragraph.lines, line):
            return False
        is_below = line.base > last.base and line.column == last.column
        if is_below and line.base - last.base > _WIDE_PITCH * max(column.pitch, line.size):
            return False
        before = column if is_below else self._columns.get(_key(page, last), column)
        if last.right + line.first_unit < before.right - 0.1 * line.size:
            return False
        return not (HEADING_START.match(line.text) and last.text.endswith(tuple(_SENTENCE_ENDS)))


def joined(before: str, after: str) -> str:
    """Return two lines of one paragraph as one, a blank between Latin words."""
    first, last = after[:1], before[-1:]
    is_latin = first.isascii() and last.isascii() and first.isalpha() and last.isalnum()
    return before + (" " if is_latin else "") + after


def _hangs(lines: Sequence[Line], line: Line) -> bool:
    """Tell whether a line stands as the lines of a paragraph with a hanging indent do."""
    return len(lines) >= 2 and abs(lines[-1].left - line.left) < 0.3 * line.size and lines[0].left < line.left


def _key(page: Page, line: Line) -> tuple[int, int, int]:
    return round(page.width), round(page.height), line.column


def _measured(lines: Sequence[tuple[Page, Line]]) -> dict[tuple[int, int, int], _Column]:
    """Return the margins for each size of page and each column."""
    groups: dict[tuple[int, int, int], list[Line]] = defaultdict(list)
    pitches: dict[tuple[int, int, int], list[float]] = defaultdict(list)
    before: tuple[Page, Line] | None = None
    for page, line in lines:
        key = _key(page, line)
        groups[key].append(line)
        if before is not None and before[0] is page and 0 < line.base - before[1].base < 4 * line.size:
            pitches[key].append(line.base - before[1].base)
        before = (page, line)
    return {key: _margins(group, key[0], _pitch(pitches[key], group)) for key, group in groups.items()}


def _margins(lines: Sequence[Line], page_width: int, pitch: float) -> _Column:
    """Return a column's margins; where no lines share a right edge, all are short and the margins are alike."""
    left, _ = _shared_edge([line.left for line in lines])
    right, sharing = _shared_edge([-line.body_right for line in lines])
    right = -right
    if sharing < _FEWEST_REPEATS and lines[0].column == 0:
        right = max(right, page_width - left)
    return _Column(left, right, pitch)


def _shared_edge(edges: Sequence[float]) -> tuple[float, int]:
    """Return the outermost edge that several lines share and how many do, else the outermost of all and 1."""
    ordered = sorted(edges)
    fewest = max(2, len(ordered) // 25)
    for edge in ordered:
        sharing = bisect_right(ordered, edge + _SAME_EDGE) - bisect_left(ordered, edge - _SAME_EDGE)
        if sharing >= fewest:
            return edge, sharing
    return ordered[0], 1


def _pitch(distances: Sequence[float], lines: Sequence[Line]) -> float:
    """Return the usual distance of lines, the smaller of two where headings stand apart."""
    if not distances:
        return 2.0 * max((line.size for line in lines), default=10.0)
    ordered = sorted(distances)
    return ordered[len(ordered) * 2 // 5]
