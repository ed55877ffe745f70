"""Finds ruled tables on a PDF page: lines that cross make a grid, missing lines inside it make merged cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledger_app.intake.readers.pdf_lines import Line, lines_of
from ledger_app.intake.readers.pdf_page import Glyph, PageContent, Rule

_SAME = 3.0
_TOUCH = 4.0
_OPEN_SIDE = 12.0
_MOST_SQUARES, _MOST_CROSSINGS = 40_000, 1_000_000


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell: its area on the table's grid (rows and columns from 0) and its lines of text."""

    row: int
    column: int
    rows: int
    columns: int
    lines: tuple[Line, ...]
    width: float


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table on one page; edges in points from the page's top left."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[RuledCell, ...]

    @property
    def top(self) -> float:
        """Return the height of the upper edge."""
        return self.ys[0]

    @property
    def bottom(self) -> float:
        """Return the height of the lower edge."""
        return self.ys[-1]


def split_tables(page: PageContent) -> tuple[list[RuledTable], list[Glyph]]:
    """Return the tables of a page from top to bottom, and the glyphs outside them."""
    left = list(page.glyphs)
    tables: list[RuledTable] = []
    level, upright = _merged(page.across), _merged(page.down)
    if len(level) * len(upright) > _MOST_CROSSINGS:
        # Hatching or a drawing, not a table.
        return tables, left
    for across, down in _groups(level, upright):
        grid = _Grid.of(across, down)
        if grid is None:
            continue
        inside = [glyph for glyph in left if grid.holds(glyph)]
        if not any(glyph.text.strip() for glyph in inside):
            continue
        table = grid.table(inside)
        if len({cell.column for cell in table.cells}) < 2:
            # A frame around text is no table.
            continue
        taken = {id(glyph) for glyph in inside}
        left = [glyph for glyph in left if id(glyph) not in taken]
        tables.append(table)
    return sorted(tables, key=lambda table: table.top), left


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Return rules with pieces of one line joined, dashes too."""
    out: list[Rule] = []
    for rule in sorted(rules, key=lambda item: (round(item.at / _SAME), item.start)):
        last = out[-1] if out else None
        if last is not None and abs(last.at - rule.at) <= _SAME and _touch(last, rule):
            out[-1] = Rule(last.at, min(last.start, rule.start), max(last.end, rule.end))
            continue
        out.append(rule)
    return out


def _touch(rule: Rule, other: Rule) -> bool:
    return other.start - rule.end <= _TOUCH and rule.start - other.end <= _TOUCH


def _groups(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Return rules that hang together by crossing or touching."""
    parents = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    for row, level in enumerate(across):
        for column, upright in enumerate(down):
            if _cross(level, upright):
                parents[root(row)] = root(len(across) + column)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index in range(len(parents)):
        group = groups.setdefault(root(index), ([], []))
        if index < len(across):
            group[0].append(across[index])
        else:
            group[1].append(down[index - len(across)])
    return [group for group in groups.values() if len(group[0]) >= 2 and len(group[1]) >= 1]


def _cross(level: Rule, upright: Rule) -> bool:
    return (
        level.start - _TOUCH <= upright.at <= level.end + _TOUCH
        and upright.start - _TOUCH <= level.at <= upright.end + _TOUCH
    )


def _edges(positions: Iterable[float]) -> list[float]:
    """Return positions with close ones made one."""
    out: list[float] = []
    for position in sorted(positions):
        if not out or position - out[-1] > _SAME:
            out.append(position)
    return out


@dataclass(frozen=True, slots=True)
class _Grid:
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]

    @classmethod
    def of(cls, across: Sequence[Rule], down: Sequence[Rule]) -> _Grid | None:
        """Return the grid of rules, open sides closed where lines run on to them; None if it is none."""
        xs, ys = _edges(rule.at for rule in down), _edges(rule.at for rule in across)
        left, right = min(rule.start for rule in across), max(rule.end for rule in across)
        top, bottom = min(rule.start for rule in down), max(rule.end for rule in down)
        xs = ([left] if left < xs[0] - _OPEN_SIDE else []) + xs + ([right] if right > xs[-1] + _OPEN_SIDE else [])
        ys = ([top] if top < ys[0] - _OPEN_SIDE else []) + ys + ([bottom] if bottom > ys[-1] + _OPEN_SIDE else [])
        if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > _MOST_SQUARES:
            return None
        return cls(tuple(across), tuple(down), tuple(xs), tuple(ys))

    def holds(self, glyph: Glyph) -> bool:
        """Tell whether a glyph's middle lies inside."""
        x, y = (glyph.left + glyph.right) / 2, glyph.base - 0.35 * glyph.size
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def table(self, glyphs: Sequence[Glyph]) -> RuledTable:
        """Return the table with each glyph in its cell."""
        areas = self._areas()
        place = {spot: index for index, area in enumerate(areas) for spot in area}
        contents: list[list[Glyph]] = [[] for _ in areas]
        for glyph in glyphs:
            column = _slot(self.xs, (glyph.left + glyph.right) / 2)
            row = _slot(self.ys, glyph.base - 0.35 * glyph.size)
            contents[place[row, column]].append(glyph)
        cells = [self._cell(area, content) for area, content in zip(areas, contents, strict=True)]
        return RuledTable(self.xs, self.ys, tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))

    def _cell(self, area: list[tuple[int, int]], glyphs: list[Glyph]) -> RuledCell:
        top, bottom = min(row for row, _ in area), max(row for row, _ in area)
        left, right = min(column for _, column in area), max(column for _, column in area)
        width = self.xs[right + 1] - self.xs[left]
        return RuledCell(top, left, bottom - top + 1, right - left + 1, tuple(lines_of(glyphs)), width)

    def _areas(self) -> list[list[tuple[int, int]]]:
        """Return the small squares of each cell: neighbours without a line between them belong together."""
        rows, columns = len(self.ys) - 1, len(self.xs) - 1
        parents = {(row, column): (row, column) for row in range(rows) for column in range(columns)}

        def root(spot: tuple[int, int]) -> tuple[int, int]:
            while parents[spot] != spot:
                parents[spot] = parents[parents[spot]]
                spot = parents[spot]
            return spot

        for column in range(columns - 1):
            rules = _rules_at(self.down, self.xs[column + 1])
            for row in range(rows):
                if not _is_ruled(rules, (self.ys[row] + self.ys[row + 1]) / 2):
                    parents[root((row, column))] = root((row, column + 1))
        for row in range(rows - 1):
            rules = _rules_at(self.across, self.ys[row + 1])
            for column in range(columns):
                if not _is_ruled(rules, (self.xs[column] + self.xs[column + 1]) / 2):
                    parents[root((row, column))] = root((row + 1, column))
        areas: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for spot in parents:
            areas.setdefault(root(spot), []).append(spot)
        return list(areas.values())


def _rules_at(rules: Sequence[Rule], at: float) -> list[Rule]:
    return [rule for rule in rules if abs(rule.at - at) <= _SAME]


def _is_ruled(rules: Sequence[Rule], along: float) -> bool:
    return any(rule.start - _TOUCH <= along <= rule.end + _TOUCH for rule in rules)


def _slot(edges: Sequence[float], position: float) -> int:
    for index in range(len(edges) - 2):
        if position < edges[index + 1]:
            return index
    return len(edges) - 2
