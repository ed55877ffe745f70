"""How alike the words of two lists of texts are: pairs of letters, the rare ones weighing more.

An index finds for each text the few that share its rare words, so that ten thousand need not be compared with ten
thousand.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

_RAREST = 48
"""Pairs of letters of a text that are looked up: its rarest."""
_COMMON = 400
"""Texts that share a pair of letters before it says too little to look them all up."""
_CANDIDATES = 12


class Likeness:
    """The words of an old and of a new list; texts are named by their places in them."""

    def __init__(self, old: Sequence[str], new: Sequence[str], wanted: Iterable[int] | None = None) -> None:
        """Take texts that are folded already: no blanks, no punctuation.

        Args:
            old: the texts of the one list; all of both lists say which words are rare.
            new: those of the other.
            wanted: the new texts that may be candidates, None = all.
        """
        self._old = [_pairs_of(text) for text in old]
        self._new = [_pairs_of(text) for text in new]
        counts = Counter(pair for text in (*self._old, *self._new) for pair in text)
        whole = len(old) + len(new)
        self._weight = {pair: math.log(1 + whole / count) for pair, count in counts.items()}
        self._old_sum = [self._sum(text) for text in self._old]
        self._new_sum = [self._sum(text) for text in self._new]
        self._in_new = _index(self._new, range(len(new)) if wanted is None else wanted)
        self._in_old: dict[str, list[int]] | None = None

    def of(self, old: int, new: int) -> float:
        """Return how alike two texts are, 0.0 to 1.0."""
        both = self._old_sum[old] + self._new_sum[new]
        return 2 * self._shared(old, new) / both if both else 1.0

    def held_in_new(self, old: int, new: int) -> float:
        """Return which part of an old text's words stands in a new one, 0.0 to 1.0."""
        return self._shared(old, new) / self._old_sum[old] if self._old_sum[old] else 0.0

    def held_in_old(self, new: int, old: int) -> float:
        """Return which part of a new text's words stands in an old one, 0.0 to 1.0."""
        return self._shared(old, new) / self._new_sum[new] if self._new_sum[new] else 0.0

    def candidates(self, old: int) -> list[int]:
        """Return the wanted new texts that share most with an old one, best first."""
        return self._most_shared(self._old[old], self._in_new)

    def candidates_of_new(self, new: int) -> list[int]:
        """Return the old texts that share most with a new one, best first."""
        if self._in_old is None:
            self._in_old = _index(self._old, range(len(self._old)))
        return self._most_shared(self._new[new], self._in_old)

    def _most_shared(self, pairs: frozenset[str], index: dict[str, list[int]]) -> list[int]:
        rarest = sorted(pairs, key=lambda pair: (-self._weight[pair], pair))[:_RAREST]
        found: dict[int, float] = {}
        for pair in rarest:
            texts = index.get(pair, ())
            if len(texts) > _COMMON:
                continue
            for text in texts:
                found[text] = found.get(text, 0.0) + self._weight[pair]
        return sorted(found, key=lambda text: (-found[text], text))[:_CANDIDATES]

    def _shared(self, old: int, new: int) -> float:
        return self._sum(self._old[old] & self._new[new])

    def _sum(self, pairs: Iterable[str]) -> float:
        return sum(self._weight[pair] for pair in pairs)


def _pairs_of(text: str) -> frozenset[str]:
    padded = f"\u0002{text}\u0003" if text else ""
    return frozenset(padded[at : at + 2] for at in range(len(padded) - 1))


def _index(texts: Sequence[frozenset[str]], wanted: Iterable[int]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for number in wanted:
        for pair in texts[number]:
            index.setdefault(pair, []).append(number)
    return index
