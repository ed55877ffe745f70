"""The tree of an inspection's indicators in its order, with the number each one bears.

Source: docs/domain.md section 6 (一级/二级/三级指标; folders follow the scoring standard).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from ledger_app.domain.evidence import Indicator


@dataclass(frozen=True, slots=True)
class IndicatorPlace:
    """An indicator where it stands.

    Attributes:
        number: as printed, or by its place where nothing is printed ("1.2.3").
        path: (number, title) from the outermost indicator to this one.
        depth: 0 for 一级指标.
        is_leaf: no indicator stands below it.
    """

    indicator: Indicator
    number: str
    path: tuple[tuple[str, str], ...]
    is_leaf: bool

    @property
    def depth(self) -> int:
        """Return how deep it stands, 0 for the first level."""
        return len(self.path) - 1

    @property
    def name(self) -> str:
        """Return number and title as people say them."""
        return f"{self.number}　{self.indicator.title}"


def in_order(indicators: Iterable[Indicator]) -> list[IndicatorPlace]:
    """Return the indicators of one tree, each before those below it; orphans stand at the top."""
    rows = list(indicators)
    known = {row.id for row in rows}
    below: dict[int | None, list[Indicator]] = {}
    for row in sorted(rows, key=lambda row: (row.ordinal, row.id)):
        below.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)
    found: list[IndicatorPlace] = []

    def walk(some: Sequence[Indicator], path: tuple[tuple[str, str], ...], above: str) -> None:
        for place, row in enumerate(some, start=1):
            number = row.no or (f"{above}.{place}" if above else str(place))
            own = (*path, (number, row.title))
            children = below.get(row.id, ())
            found.append(IndicatorPlace(row, number, own, is_leaf=not children))
            walk(children, own, number)

    walk(below.get(None, ()), (), "")
    return found


def ids_below(indicators: Iterable[Indicator], indicator_id: int) -> set[int]:
    """Return an indicator's id and those of all indicators below it."""
    children: dict[int | None, list[int]] = {}
    for row in indicators:
        children.setdefault(row.parent_id, []).append(row.id)
    found: set[int] = set()
    waiting = [indicator_id]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += children.get(one, ())
    return found


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a standard is proven.

    Attributes:
        total: sum of scores, 0 where none is printed; bare_score: of the indicators without anything.
        leaf_count: indicators that have none below them; bare: ids of those without anything.
    """

    total: float
    bare_score: float
    leaf_count: int
    bare: tuple[int, ...]


def coverage(places: Sequence[IndicatorPlace], proven: Container[int]) -> Coverage:
    """Return how far a standard is proven.

    Args:
        places: its indicators in order.
        proven: ids of the indicators that have something, themselves or through a task.
    """
    leaves = [place.indicator for place in places if place.is_leaf]
    bare = [leaf for leaf in leaves if leaf.id not in proven]
    lost = sum(leaf.score or 0.0 for leaf in bare)
    return Coverage(total_score(places), lost, len(leaves), tuple(leaf.id for leaf in bare))


def total_score(places: Sequence[IndicatorPlace]) -> float:
    """Return the sum of scores: what an upper indicator says itself counts, else those below it."""
    below: dict[int | None, list[Indicator]] = {}
    known = {place.indicator.id for place in places}
    for place in places:
        row = place.indicator
        below.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)

    def score(row: Indicator) -> float:
        return row.score if row.score is not None else sum(score(one) for one in below.get(row.id, ()))

    return sum(score(row) for row in below.get(None, ()))
