"""Clauses, names in 《》 and brackets of a folded text, looked up by position.

Shared by the readers of deadlines and targets: what counts there depends on the clause a figure stands in.  `Hinted`
makes their patterns fast.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_CLAUSE_END = re.compile("[,。;]")


@dataclass(frozen=True, slots=True)
class Hinted:
    """A pattern that is tried only in the clauses where a hint of it stands.

    Patterns that begin with what may be missing are tried at every character; to look for the one word or sign that
    none of their matches lacks takes a tenth of the time.

    Attributes:
        pattern: matches within a clause, that is over no comma, stop or semicolon; `$` means a clause's end for it.
        hint: found in every match of the pattern; fast where it begins with plain characters or a set of them.
    """

    pattern: re.Pattern[str]
    hint: re.Pattern[str]

    def all_in(self, text: str) -> list[re.Match[str]]:
        """Return the matches in a folded text, those that the pattern's own `finditer` yields."""
        matches: list[re.Match[str]] = []
        searched = 0
        found = self.hint.search(text)
        while found is not None:
            at = found.start()
            start = max(
                text.rfind(",", searched, at), text.rfind("。", searched, at), text.rfind(";", searched, at), searched
            )
            stop = _CLAUSE_END.search(text, found.end())
            searched = len(text) if stop is None else stop.start()
            matches += self.pattern.finditer(text, start, searched)
            found = self.hint.search(text, searched)
        return matches

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match in a folded text, as the pattern's own `search` does."""
        return next(iter(self.all_in(text)), None)


_STOP = re.compile(r"[,。;:!?\n]")
_NAME = re.compile(r"《[^《》\n]{1,150}》(?:\([^()\n]{2,30}\))?")
_NUMBER = Hinted(re.compile(r"[\u4e00-\u9fff]{1,14}\(20\d\d\)第?\d{1,5}号"), re.compile(r"\(20\d\d\)"))


class Clauses:
    """Positions of clauses and of quoted names in one folded text."""

    def __init__(self, text: str) -> None:
        """Look the text over once."""
        self.text = text
        self._stops = [match.start() for match in _STOP.finditer(text)]
        self._ends = [at for at in self._stops if text[at] not in ",:"]
        spans = [match.span() for match in _NAME.finditer(text)] if "《" in text else []
        spans += [match.span() for match in _NUMBER.all_in(text)]
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
        return _after(self._ends, position) if self._ends else 0

    def sentence_end(self, position: int) -> int:
        """Return where the sentence of a position ends."""
        index = bisect_right(self._ends, position - 1)
        return self._ends[index] if index < len(self._ends) else len(self.text)

    def is_in_name(self, position: int) -> bool:
        """Tell whether a position is inside 《…》 or a document's number."""
        if not self._names:
            return False
        index = bisect_right(self._names, (position, len(self.text)))
        return any(start <= position < end for start, end in self._names[max(0, index - 2) : index])

    def bracket_before(self, position: int) -> str:
        """Return up to four characters before the bracket a position is in, "" outside brackets."""
        opened = self.text.rfind("(", max(0, position - 40), position)
        if opened < 0 or self.text.find(")", opened, position) >= 0:
            return ""
        return self.text[max(0, opened - 4) : opened] or "("


@lru_cache(maxsize=4)
def clauses_of(text: str) -> Clauses:
    """Return the clauses of a folded text; the readers of one item share them."""
    return Clauses(text)


def _after(stops: Sequence[int], position: int) -> int:
    index = bisect_right(stops, position - 1)
    return stops[index - 1] + 1 if index else 0
