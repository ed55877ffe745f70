"""Lays scanned pages over each other: by the margins of their text, tables by their outer rules."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ledger_app.intake.ocr.line_sizes import Sized
from ledger_app.intake.ocr.wire import PageRead, TextLine

_NEAR_EDGE, _INDENT, _NEAR_INDENT = 0.5, 2.0, 0.45
_FEWEST_AT_EDGE, _FEW_LINES = 3, 12
_SAME_MEASURE, _FARTHEST_SHIFT = 2.5, 5.0
_SHORTEST_MEASURE = 10
_FEWEST_CELLS = 3
_SAME_GRID, _FARTHEST_GRID = 8.0, 60.0


@dataclass(frozen=True, slots=True)
class Margins:
    """Margins of a page in points; None where too few lines share one."""

    left: float | None
    right: float | None


@dataclass(frozen=True, slots=True)
class Shift:
    """Moves a page sideways: x becomes x * scale + move."""

    scale: float = 1.0
    move: float = 0.0

    def __call__(self, x: float) -> float:
        """Return where a place is moved to."""
        return x * self.scale + self.move


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a page, in points from its top left."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, line: TextLine) -> bool:
        """Tell whether a line's middle lies inside."""
        return self.left < (line.left + line.right) / 2 < self.right and self.top < line.middle < self.bottom


def alignment(pages: Sequence[PageRead], sized: Sequence[Sequence[Sized]]) -> tuple[list[Shift], Margins]:
    """Return how each page is moved, and the margins that all are brought to.

    Args:
        pages: pages on common paper.
        sized: the lines of each with their ems.
    """
    margins = [_margins(page, lines) for page, lines in zip(pages, sized, strict=True)]
    common = _common(margins, sized)
    shifts: list[Shift] = []
    grids: list[tuple[PageRead, Area]] = []
    for page, lines, own in zip(pages, sized, margins, strict=True):
        grid = grid_of(page)
        shift = None if grid is None else _onto_grid(page, grid, grids)
        if shift is None:
            shift = _shift_of(own, common, _body_size(lines))
        shifts.append(shift)
        moved = grid_of(page, shift)
        if moved is not None:
            grids.append((page, moved))
    return shifts, common


def grid_of(page: PageRead, shift: Shift | None = None) -> Area | None:
    """Return the area that a table's rules cover; text in it keeps its places.  None where there is no table."""
    if len(page.across) < 2 or len(page.down) < 2 or _cells_in_use(page) < _FEWEST_CELLS:
        return None
    at = shift or Shift()
    sides, levels = [at(rule.at) for rule in page.down], [rule.at for rule in page.across]
    return Area(min(sides), min(levels), max(sides), max(levels))


def _cells_in_use(page: PageRead) -> int:
    """Return in how many cells between a page's rules text stands; around a picture or a frame it is one or two."""
    sides, levels = sorted(rule.at for rule in page.down), sorted(rule.at for rule in page.across)
    cells = {
        (bisect(sides, (line.left + line.right) / 2), bisect(levels, line.middle))
        for line in page.lines
        if sides[0] < (line.left + line.right) / 2 < sides[-1] and levels[0] < line.middle < levels[-1]
    }
    return len(cells)


def _onto_grid(page: PageRead, grid: Area, others: Sequence[tuple[PageRead, Area]]) -> Shift | None:
    """Return how a table is laid over one of the same width on an earlier page: it may go on from there."""
    for other, area in reversed(others):
        measure, wanted = grid.right - grid.left, area.right - area.left
        is_near = abs(grid.left - area.left) < _FARTHEST_GRID
        if other.width == page.width and is_near and abs(measure - wanted) < _SAME_GRID and measure > 0:
            return Shift(wanted / measure, area.left - grid.left * wanted / measure)
    return None


def _body_size(lines: Sequence[Sized]) -> float:
    """Return the em that most characters of a page have."""
    counts: dict[float, int] = {}
    for line, size in lines:
        counts[size] = counts.get(size, 0) + len(line.text)
    return max(counts, key=counts.__getitem__) if counts else 1.0


def _margins(page: PageRead, lines: Sequence[Sized]) -> Margins:
    grid, size = grid_of(page), _body_size(lines)
    body = [line for line, own in lines if own == size and (grid is None or not grid.holds(line))]
    right = _shared_edge([-line.right for line in body], _NEAR_EDGE * size)
    return Margins(_shared_edge([line.left for line in body], _NEAR_EDGE * size), None if right is None else -right)


def _shared_edge(edges: Sequence[float], tolerance: float) -> float | None:
    """Return the lowest edge that several lines share, None where none do."""
    for edge in sorted(edges):
        sharing = [other for other in edges if 0 <= other - edge <= tolerance]
        if len(sharing) >= (_FEWEST_AT_EDGE if len(edges) > _FEW_LINES else 2):
            return median(sharing)
    return None


def _common(margins: Sequence[Margins], sized: Sequence[Sequence[Sized]]) -> Margins:
    """Return the margins that all pages are brought to."""
    lefts = [(found.left, len(lines)) for found, lines in zip(margins, sized, strict=True) if found.left is not None]
    rights = [(found.right, len(lines)) for found, lines in zip(margins, sized, strict=True) if found.right is not None]
    return Margins(_weighted(lefts), _weighted(rights))


def _weighted(values: Sequence[tuple[float, int]]) -> float | None:
    return median([value for value, weight in values for _ in range(weight)]) if values else None


def _shift_of(own: Margins, common: Margins, size: float) -> Shift:
    """Return how a page is moved so that its margins lie on those of the others."""
    left = None if own.left is None or common.left is None else common.left - own.left
    right = None if own.right is None or common.right is None else common.right - own.right
    if left is not None and own.left is not None and right is not None and own.right is not None:
        measure, wanted = own.right - own.left, own.right + right - own.left - left
        if abs(measure - wanted) < _SAME_MEASURE * size and measure > _SHORTEST_MEASURE * size:
            is_indented = abs(left + _INDENT * size) < _NEAR_INDENT * size and abs(right) < _NEAR_EDGE * size
            if is_indented:
                return Shift(move=right)
            scale = wanted / measure
            return Shift(scale, own.left + left - own.left * scale)
    move = right if left is None else left
    # A page of short items all of which are indented has no margin of its own.
    is_indented = left is not None and abs(left + _INDENT * size) < _NEAR_INDENT * size
    if move is None or is_indented or abs(move) > _FARTHEST_SHIFT * size:
        return Shift()
    return Shift(move=move)
