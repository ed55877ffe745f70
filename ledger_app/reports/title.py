"""Break a document title into lines by meaning, in the shape of a trapezoid or a diamond.

The standard asks that lines break between words that belong apart, and that the lines together are neither a rectangle
nor an hourglass (GB/T 9704-2012, 7.3.1).  All ways to break a title are weighed; the cheapest is taken.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import accumulate, combinations, pairwise

from ledger_app.reports.linebreak import NO_END, NO_START, clusters
from ledger_app.reports.title_words import places_between_words

MAX_LINES = 5
_COMFORT = 0.92
"""Share of the room that a title line fills at most if it can be helped."""
_MOST_WAYS = 60_000
"""Ways to break a title that are weighed at most; a longer one is filled line by line."""
_GOOD_ENDS = (
    "局",
    "委",
    "县",
    "市",
    "区",
    "省",
    "的",
    "年",
    "月",
    "度",
    "工作",
    "任务",
    "情况",
    "系统",
    "办公室",
    "》",
)
_POOR_ENDS = ("关于", "和", "与", "及", "对", "在", "为", "将", "把", "印发", "做好", "开展", "加强", "推进")
_POOR_STARTS = ("的", "和", "与", "及", "了", "等", "、", "暨")
_WEAK_STARTS = ("情况", "工作", "期间", "活动", "会议", "系统", "建设", "上半年", "下半年")
_PART_OF_YEAR = re.compile("(?:上半年|下半年|全年|第?[一二三四1-4]季度)")


def break_title(title: str, advances: Sequence[float], room: float) -> list[str]:
    """Return the lines of a title.

    Args:
        title: without line feeds; one with line feeds is broken there and nowhere else.
        advances: width of each character in points.
        room: width that a line may have.

    Returns:
        Lines that joined are the title, each no wider than the room unless a single word is.
    """
    if "\n" in title:
        return [line for line in title.split("\n") if line]
    sums = [0.0, *accumulate(advances)]
    if sums[-1] <= room * _COMFORT:
        return [title]
    words = places_between_words(title)
    for places in (sorted(words[0] | words[1]), _places(title)):
        cuts = _cheapest(title, sums, places, words, room)
        if cuts is not None:
            return [title[start:end] for start, end in pairwise(cuts)]
    return _greedy(title, sums, _places(title), room)


def _cheapest(
    title: str, sums: Sequence[float], places: Sequence[int], words: tuple[set[int], set[int]], room: float
) -> tuple[int, ...] | None:
    """Return the best ends of lines, 0 in front, None if no lines fit or there are too many ways to weigh."""
    fewest = max(2, int(-(-sums[-1] // room)))
    prices = {place: _price(title, place, words) for place in places}
    for comfort in (_COMFORT, 1.0):
        best: tuple[float, tuple[int, ...]] | None = None
        for count in range(fewest, min(fewest + 1, MAX_LINES) + 1):
            if math.comb(len(places), count - 1) > _MOST_WAYS:
                continue
            for inner in combinations(places, count - 1):
                cuts = (0, *inner, len(title))
                widths = [sums[end] - sums[start] for start, end in pairwise(cuts)]
                if max(widths) > room * comfort:
                    continue
                cost = sum(map(prices.__getitem__, inner)) + _shape_cost(widths, room) + 6.0 * (count - fewest)
                if best is None or cost < best[0]:
                    best = (cost, cuts)
        if best is not None:
            return best[1]
    return None


def _places(title: str) -> list[int]:
    """Return where lines may end at all: between clusters."""
    return list(accumulate(map(len, clusters(title))))[:-1]


def _price(title: str, place: int, words: tuple[set[int], set[int]]) -> float:
    """Return what it costs to end a line at a place: high inside a word, below zero after what closes a thought."""
    sure, fair = words
    before, after = title[:place], title[place:]
    price = 0.0 if place in sure else 5.0 if place in fair else 20.0
    price += 8.0 if before.endswith(_POOR_ENDS) else 0.0
    price += 8.0 if after.startswith(_POOR_STARTS) else 0.0
    price += 6.0 if after.startswith(_WEAK_STARTS) else 0.0
    price += 10.0 if before.endswith("年") and _PART_OF_YEAR.match(after) else 0.0
    price += 30.0 if before[-1] in NO_END or after[0] in NO_START else 0.0
    price -= 3.0 if before.endswith(_GOOD_ENDS) else 0.0
    return price


def _shape_cost(widths: Sequence[float], room: float) -> float:
    """Return how far the lines are from a trapezoid or a diamond, and how uneven they are."""
    shares = [width / room for width in widths]
    steps = [second - first for first, second in pairwise(shares)]
    cost = 0.0
    if all(abs(step) < 0.06 for step in steps):
        cost += 5.0  # a rectangle
    grows = [step > 0 for step in steps]
    turns = [(first, second) for first, second in pairwise(grows) if first != second]
    cost += 15.0 * sum(1 for first, second in turns if not first and second)  # an hourglass
    cost += 15.0 * max(0, len(turns) - 1)
    cost += 10.0 * (max(shares) - min(shares))
    cost += 12.0 * max(0.0, 0.25 - min(shares))
    return cost


def _greedy(title: str, sums: Sequence[float], places: Sequence[int], room: float) -> list[str]:
    lines: list[str] = []
    start = 0
    for place, following in pairwise((*places, len(title))):
        if sums[following] - sums[start] > room and place > start:
            lines.append(title[start:place])
            start = place
    return [*lines, title[start:]]
