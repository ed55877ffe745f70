"""The units a bureau knows, as far as reading needs them: names and aliases that must not be cut in two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ledger_app.intake.folding import squeeze


@dataclass(frozen=True, slots=True)
class Roster:
    """Known names, folded and without blanks.

    Attributes:
        names: full and short names of units, posts and groups, and their aliases.
    """

    names: frozenset[str] = field(default=frozenset())

    @classmethod
    def of(cls, names: Iterable[str], aliases: Mapping[str, str] | None = None) -> Roster:
        """Return a roster of names and aliases (alias -> name) as they are written."""
        everything = [*names, *(aliases or {})]
        return cls(frozenset(folded for folded in map(squeeze, everything) if len(folded) >= 2))

    def knows(self, words: str) -> bool:
        """Tell whether folded words are a known name."""
        return words in self.names


EMPTY_ROSTER = Roster()
