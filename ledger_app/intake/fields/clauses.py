"""Clauses, names in 《》 and brackets of a folded text, looked up by position.

Shared by the readers of deadlines and targets: what counts there depends on the clause a figure stands in.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from ledger_app.intake.folding import Folded

_STOP = re.compile(r"[,。;:!?\n]")
_SENTENCE = re.compile(r"[。;!?\n]")
_NAME = re.compile(r"《[^《》\n]{1,150}》(?:\([^()\n]{2,30}\))?")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,14}\(20\d\d\)第?\d{1,5}号")


class Clauses:
    """Positions of clauses and of quoted names in one folded text."""

    def __init__(self, folded: Folded) -> None:
        """Look the text over once."""
        self.text = folded.text
        self._stops = [match.start() for match in _STOP.finditer(folded.text)]
        self._ends = [match.start() for match in _SENTENCE.finditer(folded.text)]
        spans = [match.span() for match in _NAME.finditer(folded.text)]
        spans += [match.span() for match in _NUMBER.finditer(folded.text)]
        self._names = sorted(spans)

    def start(self, position: int) -> int:
        """Return where the clause of a position begins."""
        return _after(self._stops, position)

    def end(self, position: int) -> int:
        """Return where the clause of a position ends (its stop is not included)."""
        index = bisect_right(self._stops, position - 1)
        return self._stops[index] if index < len(self._stops) else len(self.text)

    def sentence_start(self, position: int) -> int:
        """Return where the sentence of a position begins."""
        return _after(self._ends, position)

    def sentence_end(self, position: int) -> int:
        """Return where the sentence of a position ends."""
        index = bisect_right(self._ends, position - 1)
        return self._ends[index] if index < len(self._ends) else len(self.text)

    def is_in_name(self, position: int) -> bool:
        """Tell whether a position is inside 《…》 or a document's number."""
        index = bisect_right(self._names, (position, len(self.text)))
        return any(start <= position < end for start, end in self._names[max(0, index - 2) : index])

    def bracket_before(self, position: int) -> str:
        """Return up to four characters before the bracket a position is in, "" outside brackets."""
        opened = self.text.rfind("(", max(0, position - 40), position)
        if opened < 0 or self.text.find(")", opened, position) >= 0:
            return ""
        return self.text[max(0, opened - 4) : opened] or "("


def _after(stops: Sequence[int], position: int) -> int:
    index = bisect_right(stops, position - 1)
    return stops[index - 1] + 1 if index else 0
