"""The fillings and marks of charts: told apart by black, white, a tint and lines, so that grey copies can be read."""

from __future__ import annotations

from ledger_app.reports.drawing import BLACK, Box, Colour, Item, Rule
from ledger_app.reports.model import ChartLook

EDGE = 0.5
HATCH = 3.6
"""Distance of the slanting lines of a hatched bar, points."""
MARK = 4.2
FILLS: dict[ChartLook, Colour] = {
    "line": BLACK,
    "solid": (0.6, 0.1, 0.08),
    "tinted": (0.78, 0.86, 0.8),
    "hatched": (1.0, 1.0, 1.0),
    "ruled": (1.0, 1.0, 1.0),
    "open": (1.0, 1.0, 1.0),
}


def fill_bar(items: list[Item], box: Box, look: ChartLook) -> None:
    """Draw a bar with its filling and its edge."""
    items.append(box)
    left, top, right, bottom = box.x, box.y, box.x + box.width, box.y + box.height
    if look == "hatched":
        items.extend(_hatching(left, top, right, bottom))
    elif look == "ruled":
        count = int(box.height / HATCH)
        items.extend(Rule(left, top + n * HATCH, right, top + n * HATCH, EDGE * 0.6) for n in range(1, count + 1))
    for x1, y1, x2, y2 in (
        (left, top, right, top),
        (left, bottom, right, bottom),
        (left, top, left, bottom),
        (right, top, right, bottom),
    ):
        items.append(Rule(x1, y1, x2, y2, EDGE))


def put_mark(items: list[Item], x: float, y: float) -> None:
    """Draw the mark of a point of a line."""
    items.append(Box(x - MARK / 2, y - MARK / 2, MARK, MARK, BLACK))


def _hatching(left: float, top: float, right: float, bottom: float) -> list[Rule]:
    """Return lines that rise to the right, cut off at the edges."""
    height = bottom - top
    rules = []
    start = left - height + HATCH
    while start < right:
        # A line from (start, bottom) to (start + height, top).
        x1, x2 = max(start, left), min(start + height, right)
        if x2 > x1:
            rules.append(Rule(x1, bottom - (x1 - start), x2, bottom - (x2 - start), EDGE * 0.8))
        start += HATCH
    return rules
