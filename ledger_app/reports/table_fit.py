"""Whether a table ends well: a last page that would hold a few rows only is saved by closer rows.

An office does the same by hand before it signs.  Estimated from the rows' lines alone; tall cells and rows that are
split do not matter for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

MOST_ROWS = 150
"""Longer tables end as they end: nobody sees three rows in thirty pages, and every row would be set twice."""
LAST_ROWS = 3
"""As many rows at the least stand on the last page of a table."""
SHORT_SHARE = 0.25
"""A last page filled less than this is worth saving."""
CLOSER = (0.85, 0.7, 0.55, 0.4)


class Room(NamedTuple):
    """Heights in points: what is left of the first page, a whole page, the table's head without padding, its notes."""

    first: float
    page: float
    head: float
    notes: float


def closer_padding(pad: float, heights: Sequence[float], room: Room) -> float:
    """Return the padding above and below the text of a row with which a table takes a page less, else `pad`.

    Args:
        pad: the usual padding in points.
        heights: of the rows' text, without padding, in points.
        room: where the table goes.
    """
    pages, last = _pages(pad, heights, room)
    if pages < 2 or last > room.page * SHORT_SHARE:
        return pad
    return next((pad * share for share in CLOSER if _pages(pad * share, heights, room)[0] < pages), pad)


def _pages(pad: float, heights: Sequence[float], room: Room) -> tuple[int, float]:
    """Return how many pages the rows take, and the height of what stands on the last."""
    head = room.head + 2 * pad
    pages, used, limit = 1, head, room.first
    for number, height in enumerate(heights):
        tall = height + 2 * pad
        below = room.notes if number + 1 == len(heights) else 0.0
        if used + tall + below > limit:
            pages, used, limit = pages + 1, head, room.page
        used += tall
    return pages, used + room.notes
