"""How wide the columns of a table are: from their content, within the limits they name.

Works on a sample of the rows, so that a table of 10,000 rows costs no more than one of 400.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ledger_app.reports.linebreak import clusters
from ledger_app.reports.model import CellContent, Column, ReportTable, run_text
from ledger_app.reports.page import points

SAMPLE_ROWS = 400
EVENNESS = 0.8
"""Power of the text's length in sharing the width: 1 gives all columns equally many lines, less favours short ones."""
LEAST_CHARACTERS = 5
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
    least = [wish[0] for wish in wishes]
    if sum(least) >= total:
        return [width * total / sum(least) for width in least]
    natural = [wish[1] for wish in wishes]
    if sum(natural) <= total:
        return _widened(natural, table.columns, total)
    for place in sorted(range(len(natural)), key=natural.__getitem__):
        # Short columns are cheap to keep on one line; the long ones still get the greater part of the room.
        if sum(least) - least[place] + natural[place] <= total * SHORT_SHARE:
            least[place] = natural[place]
    return _shared(least, natural, [wish[2] for wish in wishes], total)


def _wish(
    column: Column, cells: Sequence[CellContent], total: float, padding: float, measure: Measure, measure_head: Measure
) -> tuple[float, float, float]:
    """Return (least, natural, weight) of a column: points, points, and how much text it has to bear."""
    texts = [run_text(cell) for cell in cells]
    widths = [max(map(measure, text.split("\n")), default=0.0) for text in texts]
    head = measure_head(column.title)
    # A head of five characters and more may stand on two lines.
    head_least = (
        head if len(column.title) <= 3 else max(measure_head(column.title[: (len(column.title) + 1) // 2]), 1.0)
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
    longer = sorted(widths)[len(widths) // 2 :]
    weight = sum(longer) / len(longer) if longer else 1.0
    return least, natural, max(weight, 1.0) ** EVENNESS


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


def _shared(least: list[float], natural: list[float], weights: list[float], total: float) -> list[float]:
    """Share the width by the amount of text, no column narrower than its least or wider than its natural width."""

    def widths_at(level: float) -> list[float]:
        return [min(max(low, level * weight), high) for low, weight, high in zip(least, weights, natural, strict=True)]

    low, high = 0.0, max(high / weight for high, weight in zip(natural, weights, strict=True))
    for _ in range(60):
        middle = (low + high) / 2
        if sum(widths_at(middle)) > total:
            high = middle
        else:
            low = middle
    widths = widths_at(low)
    scale = total / sum(widths)
    return [width * scale for width in widths]
