"""How wide the columns of a table are: from their content, within the limits they name.

Works on a sample of the rows, so that a table of 10,000 rows costs no more than one of 400.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ledger_app.reports.linebreak import clusters
from ledger_app.reports.model import CellContent, Column, ReportTable, run_text
from ledger_app.reports.page import points

SAMPLE_ROWS = 400
WEIGHED_ROWS = 100
"""Rows of the sample whose height is looked at in sharing the width."""
TALLEST = 4
"""Power by which the tallest cell of a row outweighs the others."""
LEAST_CHARACTERS = 5
LEAST_WHEN_TIGHT = 4
TIGHT_SHARE = 0.97
SHORT_SHARE = 0.6
"""Share of the width within which the shortest columns get all they wish for."""
Measure = Callable[[str], float]
"""Width of a text on one line, in points."""


def column_widths(
    table: ReportTable, total: float, padding: float, measure: Measure, measure_head: Measure
) -> list[float]:
    """Return the width of each column in points; together they are exactly the total.

    Args:
        table: its columns, heads and a sample of its rows decide.
        total: width of the table.
        padding: left plus right space inside a cell.
        measure: width of cell text.
        measure_head: width of heads.
    """
    rows = [row for row in table.rows if row.kind != "group"]
    step = max(1, len(rows) // SAMPLE_ROWS)
    sample = rows[::step]
    wishes = [
        _wish(column, [row.cells[place] for row in sample], total, padding, measure, measure_head)
        for place, column in enumerate(table.columns)
    ]
    least = _squeezed([wish[0] for wish in wishes], table.columns, total, padding + LEAST_WHEN_TIGHT * measure("国"))
    if sum(least) >= total:
        return [width * total / sum(least) for width in least]
    natural = [max(wish[1], low) for wish, low in zip(wishes, least, strict=True)]
    if sum(natural) <= total:
        return _widened(natural, table.columns, total)
    for place in sorted(range(len(natural)), key=natural.__getitem__):
        # Short columns are cheap to keep on one line; the long ones still get the greater part of the room.
        if sum(least) - least[place] + natural[place] <= total * SHORT_SHARE:
            least[place] = natural[place]
    few = sample[:: max(1, len(sample) // WEIGHED_ROWS)]
    needs = [[list(map(measure, run_text(cell).split("\n"))) for cell in row.cells] for row in few]
    return _shared(least, natural, needs, total, padding, measure("国"))


def stands_on_lines(table: ReportTable, total: float, padding: float, measure: Measure, measure_head: Measure) -> bool:
    """Say whether every cell of a table could stand on one line, heads of more than three characters on two."""
    wanted = 0.0
    for place, column in enumerate(table.columns):
        texts = (line for row in table.rows if row.kind != "group" for line in run_text(row.cells[place]).split("\n"))
        halves = 1 if len(column.title) <= 3 or "\n" in column.title else 2
        heads = (measure_head(head[: (len(head) + halves - 1) // halves]) for head in column.title.split("\n"))
        wanted += max(max(map(measure, texts), default=0.0), *heads) + padding
    return wanted <= total


def _squeezed(least: list[float], columns: Sequence[Column], total: float, floor: float) -> list[float]:
    """Return the least widths so that they fit the total: columns of text give way before dates and numbers do."""
    excess = sum(least) - total * TIGHT_SHARE
    givers = [place for place, column in enumerate(columns) if not column.whole and least[place] > floor]
    given = sum(least[place] - floor for place in givers)
    if excess <= 0 or not given:
        return least
    share = min(1.0, excess / given)
    return [width - (width - floor) * share if place in givers else width for place, width in enumerate(least)]


def _wish(
    column: Column, cells: Sequence[CellContent], total: float, padding: float, measure: Measure, measure_head: Measure
) -> tuple[float, float]:
    """Return the least and the natural width of a column in points."""
    texts = [run_text(cell) for cell in cells]
    widths = [max(map(measure, text.split("\n")), default=0.0) for text in texts]
    heads = column.title.split("\n")
    head = max(map(measure_head, heads))
    # A head of five characters and more may stand on two lines.
    head_least = (
        head
        if len(column.title) <= 3 or len(heads) > 1
        else max(measure_head(column.title[: (len(column.title) + 1) // 2]), 1.0)
    )
    natural = max([*widths, head])
    least = max([head_least, *(_longest_cluster(text, measure) for text in texts if text)])
    least = max(least, min(max(widths, default=0.0), LEAST_CHARACTERS * measure("国")))
    if column.whole:
        least = natural
    least = min(least + padding, total / 3)
    natural = max(least, natural + padding)
    if column.min_mm:
        least = max(least, points(column.min_mm))
        natural = max(natural, least)
    if column.max_mm:
        natural = min(natural, points(column.max_mm))
        least = min(least, natural)
    return least, natural


def _longest_cluster(text: str, measure: Measure) -> float:
    if len(text) <= 2:
        return measure(text)
    longest = max(clusters(text[:200].replace("\n", " ")), key=len, default="")
    return measure(longest.rstrip())


def _widened(natural: list[float], columns: Sequence[Column], total: float) -> list[float]:
    """Give what is left over to the columns of running text, or to all if there are none."""
    limits = [points(column.max_mm) if column.max_mm else total for column in columns]
    flexible = [
        place for place, column in enumerate(columns) if column.align in {"left", "justify"} and not column.whole
    ]
    takers = [place for place in flexible if natural[place] < limits[place]] or list(range(len(natural)))
    share = sum(natural[place] for place in takers)
    extra = total - sum(natural)
    widths = list(natural)
    for place in takers:
        widths[place] += extra * natural[place] / share
    return widths


def _shared(
    least: list[float],
    natural: list[float],
    needs: Sequence[Sequence[Sequence[float]]],
    total: float,
    padding: float,
    step: float,
) -> list[float]:
    """Share the width so that the rows are low: character by character to the column that lowers them most.

    Args:
        least: lower limits of the columns, padding included.
        natural: upper limits.
        needs: row, column and line of text -> its width.
        total: to be shared.
        padding: left plus right space inside a cell.
        step: width of a character.
    """
    widths = list(least)
    heights = [[_lines(cell, width - padding) for cell, width in zip(row, widths, strict=True)] for row in needs]
    while total - sum(widths) > 0.01:
        room = min(step, total - sum(widths))
        open_ = [place for place in range(len(widths)) if widths[place] < natural[place] - 0.01]
        if not open_:
            break
        gains = {place: _gain(heights, needs, place, widths[place] + room - padding) for place in open_}
        best = max(open_, key=lambda place: (gains[place], natural[place] / widths[place]))
        widths[best] += min(room, natural[best] - widths[best])
        for row, cells in zip(heights, needs, strict=True):
            row[best] = _lines(cells[best], widths[best] - padding)
    scale = total / sum(widths)
    return [width * scale for width in widths]


def _gain(
    heights: Sequence[Sequence[float]], needs: Sequence[Sequence[Sequence[float]]], place: int, room: float
) -> float:
    """Return by how much the rows are lower with this room in a column; the tallest cell of a row counts most."""
    gain = 0.0
    for row, cells in zip(heights, needs, strict=True):
        now = row[place]
        then = _lines(cells[place], room)
        if then < now:
            others = sum(line**TALLEST for line in row) - now**TALLEST
            gain += (others + now**TALLEST) ** (1 / TALLEST) - (others + then**TALLEST) ** (1 / TALLEST)
    return gain


def _lines(cell: Sequence[float], room: float) -> float:
    """Return how many lines a cell takes, not rounded, so that every character of room tells."""
    return sum(max(1.0, width / room) for width in cell)
