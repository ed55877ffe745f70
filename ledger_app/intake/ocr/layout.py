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
from ledger_app.intake.ocr.wire import PageRead, RuledLine, TextLine
from ledger_app.intake.readers.pdf_lines import is_wide
from ledger_app.intake.readers.pdf_page import Glyph, PageContent, Rule

_SAME_PAPER = 0.08
_EM_OF_BOX, _MOST_OF_BOX = 0.86, 0.95
_SAME_SIZE, _UNSURE_SIZE = 0.13, 0.35
_FEWEST_PITCHES = 3
_NEAR_EDGE, _INDENT, _NEAR_INDENT = 0.5, 2.0, 0.45
_FEWEST_AT_EDGE = 3
_SAME_MEASURE, _FARTHEST_SHIFT = 2.5, 5.0
_BASE_BELOW_MIDDLE = 0.36
_REAL_GAP, _NARROW = 0.9, 0.5
_OWN_START = 1.5


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


_Sized = tuple[TextLine, float]
"""A line and its em in points."""


def contents_of(pages: Sequence[PageRead]) -> tuple[dict[int, PageContent], dict[int, tuple[TextLine, ...]]]:
    """Return the content of each recognised page by its number, and the lines it was made of, mended."""
    papered = _on_common_paper(pages)
    sized = _with_sizes(papered)
    is_full_width = prints_full_width(line.text for lines in sized for line, _ in lines)
    common = _common([_margins(lines) for lines in sized], sized)
    contents: dict[int, PageContent] = {}
    texts: dict[int, tuple[TextLine, ...]] = {}
    for page, lines in zip(papered, sized, strict=True):
        shift = _shift_of(_margins(lines), common, _body_size(lines))
        moved = [(_moved(line, shift), size) for line, size in lines]
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


def _with_sizes(pages: Sequence[PageRead]) -> list[list[_Sized]]:
    """Return the lines of each page with their ems, those that differ by a hair made one.

    A line of several Chinese characters shows its em by their distance; of a short one only the height of its
    box is known, which is uncertain, so it gets the nearest em that was measured elsewhere.
    """
    measured = [(line, pitch) for page in pages for line in page.lines if (pitch := _pitch(line)) is not None]
    shares = [min(pitch / line.height, _MOST_OF_BOX) for line, pitch in measured]
    usual = median(shares) if shares else _EM_OF_BOX
    classes = _size_classes([(min(pitch, _MOST_OF_BOX * line.height), len(line.text)) for line, pitch in measured])
    return [[(line, _size_of(line, usual, classes)) for line in page.lines] for page in pages]


def _size_of(line: TextLine, usual: float, classes: Sequence[float]) -> float:
    pitch = _pitch(line)
    if pitch is not None:
        return _nearest(classes, min(pitch, _MOST_OF_BOX * line.height))
    size = usual * line.height
    nearest = _nearest(classes, size) if classes else size
    return nearest if abs(nearest / size - 1) <= _UNSURE_SIZE else size


def _pitch(line: TextLine) -> float | None:
    """Return the usual distance of Chinese characters that stand side by side, None where too few do."""
    distances = [
        after - before
        for (first, before), (second, after) in pairwise(zip(line.text, line.centres, strict=True))
        if is_wide(first) and is_wide(second)
    ]
    return median(distances) if len(distances) >= _FEWEST_PITCHES else None


def _size_classes(weights: Sequence[tuple[float, int]]) -> list[float]:
    """Return the sizes that stand for all, the most used first."""
    left = list(weights)
    classes: list[float] = []
    while left:
        heaviest = max(left, key=lambda one: sum(weight for size, weight in left if _is_same_size(size, one[0])))[0]
        classes.append(median([size for size, _ in left if _is_same_size(size, heaviest)]))
        left = [(size, weight) for size, weight in left if not _is_same_size(size, heaviest)]
    return classes


def _is_same_size(size: float, other: float) -> bool:
    return abs(size / other - 1) <= _SAME_SIZE


def _nearest(classes: Sequence[float], size: float) -> float:
    return min(classes, key=lambda one: abs(one / size - 1))


def _body_size(lines: Sequence[_Sized]) -> float:
    """Return the em that most characters of a page have."""
    counts: dict[float, int] = {}
    for line, size in lines:
        counts[size] = counts.get(size, 0) + len(line.text)
    return max(counts, key=counts.__getitem__) if counts else 1.0


def _margins(lines: Sequence[_Sized]) -> _Margins:
    size = _body_size(lines)
    body = [line for line, own in lines if own == size]
    right = _shared_edge([-line.right for line in body], _NEAR_EDGE * size)
    return _Margins(_shared_edge([line.left for line in body], _NEAR_EDGE * size), None if right is None else -right)


def _shared_edge(edges: Sequence[float], tolerance: float) -> float | None:
    """Return the lowest edge that several lines share, None where none do."""
    for edge in sorted(edges):
        sharing = [other for other in edges if 0 <= other - edge <= tolerance]
        if len(sharing) >= _FEWEST_AT_EDGE:
            return median(sharing)
    return None


def _common(margins: Sequence[_Margins], sized: Sequence[Sequence[_Sized]]) -> _Margins:
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
    if left is None or abs(left) > _FARTHEST_SHIFT * size or abs(left + _INDENT * size) < _NEAR_INDENT * size:
        # A page of short items all of which are indented has no margin of its own.
        return _Shift(1.0, 0.0)
    return _Shift(1.0, left)


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


def _at_edges(
    lines: Sequence[_Sized], common: _Margins, grid: tuple[float, float, float, float] | None
) -> list[_Sized]:
    """Return lines with ends that nearly touch a margin, an indent or an edge of a column moved onto it."""
    free = [(line, size) for line, size in lines if grid is None or not _is_in(line, grid)]
    lefts, rights = [line.left for line, _ in free], [line.right for line, _ in free]
    out: list[_Sized] = []
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


def _with_words_mended(lines: Sequence[_Sized], *, is_full_width: bool) -> list[_Sized]:
    out: list[_Sized] = []
    for index, (line, size) in enumerate(lines):
        begins = not any(_stands_before(other, line, size) for other, _ in lines)
        following = lines[index + 1][0].text if index + 1 < len(lines) else ""
        text = mended(line.text, begins=begins, following=following, is_full_width=is_full_width)
        out.append((replace(line, text=text), size))
    return out


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
