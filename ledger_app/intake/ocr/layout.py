"""Turns recognised lines into glyphs and rules as a PDF page would give them, so that one code joins both.

Scanned pages lie a little differently on the glass each time; here their margins are laid over each other,
edges and sizes that differ by less than recognition can tell are made alike, and each character gets its place.
Not here: how lines become paragraphs (`readers/page_flow`), what ruled lines mean (`readers/pdf_tables`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from ledger_app.intake.ocr.letters import mended, prints_full_width
from ledger_app.intake.ocr.line_sizes import Sized, with_sizes
from ledger_app.intake.ocr.wire import PageRead, RuledLine, TextLine
from ledger_app.intake.readers.pdf_lines import is_wide
from ledger_app.intake.readers.pdf_page import Glyph, PageContent, Rule

_SAME_PAPER = 0.08
_NEAR_EDGE, _INDENT, _NEAR_INDENT = 0.5, 2.0, 0.45
_FEWEST_AT_EDGE, _FEW_LINES = 3, 12
_SAME_MEASURE, _FARTHEST_SHIFT = 2.5, 5.0
_BASE_BELOW_MIDDLE = 0.36
_REAL_GAP, _NARROW = 0.9, 0.5
_OWN_START = 1.5
_PERCENT = "%％"


@dataclass(frozen=True, slots=True)
class _Margins:
    """Margins of a page in points; None where too few lines share one."""

    left: float | None
    right: float | None


@dataclass(frozen=True, slots=True)
class _Shift:
    """Moves a page sideways: x becomes x * scale + move."""

    scale: float
    move: float

    def __call__(self, x: float) -> float:
        return x * self.scale + self.move


def contents_of(pages: Sequence[PageRead]) -> tuple[dict[int, PageContent], dict[int, tuple[TextLine, ...]]]:
    """Return the content of each recognised page by its number, and the lines it was made of, mended."""
    papered = _on_common_paper(pages)
    sized = with_sizes(papered)
    is_full_width = prints_full_width(line.text for lines in sized for line, _ in lines)
    common = _common([_margins(lines) for lines in sized], sized)
    contents: dict[int, PageContent] = {}
    texts: dict[int, tuple[TextLine, ...]] = {}
    for page, lines in zip(papered, sized, strict=True):
        shift = _shift_of(_margins(lines), common, _body_size(lines))
        moved = [(_moved(_without_doubles(line), shift), size) for line, size in lines]
        moved = _with_words_mended(_at_edges(moved, common, _grid_of(page, shift)), is_full_width=is_full_width)
        glyphs = tuple(glyph for line, size in moved for glyph in _glyphs(line, size))
        across = tuple(Rule(rule.at, shift(rule.start), shift(rule.end)) for rule in page.across)
        down = tuple(Rule(shift(rule.at), rule.start, rule.end) for rule in page.down)
        contents[page.page] = PageContent(page.page, page.width, page.height, glyphs, across, down, 0.0, 0)
        texts[page.page] = tuple(line for line, _ in moved)
    return contents, texts


def _on_common_paper(pages: Sequence[PageRead]) -> list[PageRead]:
    """Return pages of nearly the same size as pages of the same size: scanners cut a little more or less off."""
    out: list[PageRead] = []
    for page in pages:
        paper = next((other for other in out if _is_same_paper(page, other)), page)
        scale = paper.width / page.width
        lines = tuple(_scaled(line, scale) for line in page.lines)
        across, down = (
            tuple(RuledLine(rule.at * scale, rule.start * scale, rule.end * scale) for rule in rules)
            for rules in (page.across, page.down)
        )
        out.append(replace(page, width=paper.width, height=paper.height, lines=lines, across=across, down=down))
    return out


def _is_same_paper(page: PageRead, other: PageRead) -> bool:
    return abs(page.width / other.width - 1) < _SAME_PAPER and abs(page.height / other.height - 1) < _SAME_PAPER


def _scaled(line: TextLine, scale: float) -> TextLine:
    return replace(
        line,
        centres=tuple(centre * scale for centre in line.centres),
        left=line.left * scale,
        right=line.right * scale,
        middle=line.middle * scale,
        height=line.height * scale,
    )


def _body_size(lines: Sequence[Sized]) -> float:
    """Return the em that most characters of a page have."""
    counts: dict[float, int] = {}
    for line, size in lines:
        counts[size] = counts.get(size, 0) + len(line.text)
    return max(counts, key=counts.__getitem__) if counts else 1.0


def _margins(lines: Sequence[Sized]) -> _Margins:
    size = _body_size(lines)
    body = [line for line, own in lines if own == size]
    right = _shared_edge([-line.right for line in body], _NEAR_EDGE * size)
    return _Margins(_shared_edge([line.left for line in body], _NEAR_EDGE * size), None if right is None else -right)


def _shared_edge(edges: Sequence[float], tolerance: float) -> float | None:
    """Return the lowest edge that several lines share, None where none do."""
    for edge in sorted(edges):
        sharing = [other for other in edges if 0 <= other - edge <= tolerance]
        if len(sharing) >= (_FEWEST_AT_EDGE if len(edges) > _FEW_LINES else 2):
            return median(sharing)
    return None


def _common(margins: Sequence[_Margins], sized: Sequence[Sequence[Sized]]) -> _Margins:
    """Return the margins that all pages are brought to."""
    lefts = [(found.left, len(lines)) for found, lines in zip(margins, sized, strict=True) if found.left is not None]
    rights = [(found.right, len(lines)) for found, lines in zip(margins, sized, strict=True) if found.right is not None]
    return _Margins(_weighted(lefts), _weighted(rights))


def _weighted(values: Sequence[tuple[float, int]]) -> float | None:
    return median([value for value, weight in values for _ in range(weight)]) if values else None


def _shift_of(own: _Margins, common: _Margins, size: float) -> _Shift:
    """Return how a page is moved so that its margins lie on those of the others."""
    left = None if own.left is None or common.left is None else common.left - own.left
    right = None if own.right is None or common.right is None else common.right - own.right
    if left is not None and own.left is not None and right is not None and own.right is not None:
        measure, wanted = own.right - own.left, own.right + right - own.left - left
        if abs(measure - wanted) < _SAME_MEASURE * size and measure > 10 * size:
            is_indented = abs(left + _INDENT * size) < _NEAR_INDENT * size and abs(right) < _NEAR_EDGE * size
            if is_indented:
                return _Shift(1.0, right)
            scale = wanted / measure
            return _Shift(scale, own.left + left - own.left * scale)
    move = right if left is None else left
    # A page of short items all of which are indented has no margin of its own.
    is_indented = left is not None and abs(left + _INDENT * size) < _NEAR_INDENT * size
    if move is None or is_indented or abs(move) > _FARTHEST_SHIFT * size:
        return _Shift(1.0, 0.0)
    return _Shift(1.0, move)


def _moved(line: TextLine, shift: _Shift) -> TextLine:
    return replace(line, centres=tuple(map(shift, line.centres)), left=shift(line.left), right=shift(line.right))


def _grid_of(page: PageRead, shift: _Shift) -> tuple[float, float, float, float] | None:
    """Return the area that crossing rules cover as left, top, right, bottom; text in it keeps its places."""
    if len(page.across) < 2 or len(page.down) < 2:
        return None
    return (
        shift(min(rule.at for rule in page.down)),
        min(rule.at for rule in page.across),
        shift(max(rule.at for rule in page.down)),
        max(rule.at for rule in page.across),
    )


def _at_edges(lines: Sequence[Sized], common: _Margins, grid: tuple[float, float, float, float] | None) -> list[Sized]:
    """Return lines with ends that nearly touch a margin, an indent or an edge of a column moved onto it."""
    free = [(line, size) for line, size in lines if grid is None or not _is_in(line, grid)]
    lefts, rights = [line.left for line, _ in free], [line.right for line, _ in free]
    out: list[Sized] = []
    for line, size in lines:
        if grid is not None and _is_in(line, grid):
            out.append((line, size))
            continue
        known = [] if common.left is None else [common.left, common.left + _INDENT * size]
        left = _onto(line.left, known, lefts, _NEAR_INDENT * size)
        right = _onto(line.right, [] if common.right is None else [common.right], rights, _NEAR_EDGE * size)
        out.append((replace(line, left=left, right=right), size))
    return out


def _is_in(line: TextLine, area: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = area
    return left < (line.left + line.right) / 2 < right and top < line.middle < bottom


def _onto(edge: float, known: Sequence[float], others: Sequence[float], tolerance: float) -> float:
    """Return the known edge near by, else the middle of those of other lines near by, else the edge itself."""
    for place in known:
        if abs(edge - place) < tolerance:
            return place
    near = [other for other in others if abs(other - edge) < tolerance]
    return median(near) if len(near) >= _FEWEST_AT_EDGE else edge


def _with_words_mended(lines: Sequence[Sized], *, is_full_width: bool) -> list[Sized]:
    out: list[Sized] = []
    for index, (line, size) in enumerate(lines):
        begins = not any(_stands_before(other, line, size) for other, _ in lines)
        following = lines[index + 1][0].text if index + 1 < len(lines) else ""
        text = mended(line.text, begins=begins, following=following, is_full_width=is_full_width)
        out.append((replace(line, text=text), size))
    return out


def _without_doubles(line: TextLine) -> TextLine:
    """Return a line without the second of two percent signs: the narrow and the wide one look alike."""
    kept = [index for index in range(len(line.text)) if not _is_double(line.text, index)]
    return replace(
        line,
        text="".join(line.text[index] for index in kept),
        centres=tuple(line.centres[index] for index in kept),
        scores=tuple(line.scores[index] for index in kept),
    )


def _is_double(text: str, index: int) -> bool:
    return index > 0 and text[index] in _PERCENT and text[index - 1] in _PERCENT


def _stands_before(other: TextLine, line: TextLine, size: float) -> bool:
    """Tell whether a piece of the same line stands to the left, nearer than another column would."""
    is_level = abs(other.middle - line.middle) < line.height / 2
    return is_level and other.left < line.left and line.left - other.right < _OWN_START * size


def _glyphs(line: TextLine, size: float) -> list[Glyph]:
    """Return the characters of a line, side by side where no real gap parts them."""
    base = line.middle + _BASE_BELOW_MIDDLE * size
    places = [
        (character, centre, size if is_wide(character) else _NARROW * size)
        for character, centre in zip(line.text, line.centres, strict=True)
    ]
    shown = [place for place in places if place[0].strip()]
    lefts = [line.left]
    rights: list[float] = []
    for (_, before, wide), (_, after, wide_after) in pairwise(shown):
        right, left = before + wide / 2, after - wide_after / 2
        if left - right < _REAL_GAP * size:
            right = left = (left + right) / 2
        rights.append(right)
        lefts.append(left)
    rights.append(line.right)
    glyphs: list[Glyph] = []
    index = 0
    for character, _, _ in places:
        if not character.strip():
            # Where the character before it ends: glyphs are put in order by their left edges.
            left = rights[index - 1] if index else line.left
            glyphs.append(Glyph(" ", left, left, base, size))
            continue
        left = lefts[index]
        glyphs.append(Glyph(character, left, max(rights[index], left + 0.1), base, size))
        index += 1
    return glyphs
