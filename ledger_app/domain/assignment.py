"""Pair the members of two lists so that the pairs together are worth most.

The pairing of least cost in a sparse graph, found row by row along shortest alternating paths (Dijkstra with
potentials): a later row may take a partner from an earlier one if both together are then better off.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence


def best_pairs(worths: Sequence[Mapping[int, float]]) -> dict[int, int]:
    """Return row -> column of the pairing with the greatest sum of worths; who is better left alone stays alone.

    Args:
        worths: for each row, column -> worth of that pair, more than 0; absent columns cannot be its partners.

    Returns:
        The same pairs for the same worths; equal sums are decided by the order of rows and columns.
    """
    return _Matching(worths).solve()


class _Matching:
    """The pairs so far.  Columns from `_alone` on stand for staying alone, one a row."""

    def __init__(self, worths: Sequence[Mapping[int, float]]) -> None:
        self._worths = worths
        self._top = max((worth for row in worths for worth in row.values()), default=0.0)
        self._alone = 1 + max((column for row in worths for column in row), default=-1)
        self._row_price = [0.0] * len(worths)
        self._column_price: dict[int, float] = {}
        self._row_of: dict[int, int] = {}
        self._column_of: dict[int, int] = {}

    def solve(self) -> dict[int, int]:
        for row in range(len(self._worths)):
            self._place(row)
        return {row: column for row, column in self._column_of.items() if column < self._alone}

    def _place(self, row: int) -> None:
        """Give a row its partner along the cheapest chain of changes."""
        reached_from: dict[int, int] = {}
        far: dict[int, float] = {}
        settled: dict[int, float] = {}
        rows = {row: 0.0}
        heap: list[tuple[float, int]] = []
        current, way = row, 0.0
        while True:
            for column, cost in self._costs(current):
                length = way + cost - self._row_price[current] - self._column_price.get(column, 0.0)
                if column not in settled and length < far.get(column, float("inf")):
                    far[column] = length
                    reached_from[column] = current
                    heapq.heappush(heap, (length, column))
            way, column = heapq.heappop(heap)
            while column in settled:
                way, column = heapq.heappop(heap)
            if column not in self._row_of:
                break
            settled[column] = way
            current = self._row_of[column]
            rows[current] = way
        for one, length in rows.items():
            self._row_price[one] += way - length
        for one, length in settled.items():
            self._column_price[one] = self._column_price.get(one, 0.0) - (way - length)
        self._turn_over(row, column, reached_from)

    def _costs(self, row: int) -> list[tuple[int, float]]:
        costs = [(column, self._top - worth) for column, worth in self._worths[row].items()]
        return [*costs, (self._alone + row, self._top)]

    def _turn_over(self, row: int, column: int, reached_from: Mapping[int, int]) -> None:
        """Pair along the chain from its free end back to the row; each row on it leaves its earlier partner."""
        free: int | None = column
        while free is not None:
            taker = reached_from[free]
            earlier = self._column_of.get(taker)
            self._row_of[free], self._column_of[taker] = taker, free
            free = None if taker == row else earlier
