"""Ranking of units with shared places.  Source: docs/domain.md section 4.2; the second key is ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from ledger_app.domain.tally import Tally


@dataclass(frozen=True, slots=True)
class Standing:
    """A place in the ranking: 1 is best; units that are alike share it (并列) and the next place is skipped."""

    rank: int
    is_tied: bool = False

    @property
    def text(self) -> str:
        """Return the place as printed: "3", or "3（并列）"."""
        return f"{self.rank}（并列）" if self.is_tied else str(self.rank)


def rank(tallies: Mapping[str, Tally], minimum: int) -> dict[str, Standing]:
    """Return key -> place, best first: higher completion rate, then lower share of lagging and overdue tasks.

    Rates are compared as printed, with one decimal, so that equal figures on paper share a place.  Groups without
    tasks or with fewer than `minimum` have no place.
    """
    scored = {
        key: (-(tally.completion_rate or 0.0), tally.lag_rate or 0.0)
        for key, tally in tallies.items()
        if tally.total.value >= max(1, minimum)
    }
    ordered = sorted(scored.values())
    places = {score: place for place, score in reversed(list(enumerate(ordered, start=1)))}
    shared = {score for score, following in pairwise(ordered) if score == following}
    return {key: Standing(places[score], is_tied=score in shared) for key, score in scored.items()}
