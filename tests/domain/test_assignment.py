from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from ledger_app.domain.assignment import best_pairs

ROWS = st.lists(st.dictionaries(st.integers(0, 4), st.integers(1, 9).map(float), max_size=5), max_size=5)


def _sum(worths: list[dict[int, float]], pairs: dict[int, int]) -> float:
    return sum(worths[row][column] for row, column in pairs.items())


def _best_sum(worths: list[dict[int, float]]) -> float:
    """Try everything: each row takes a column of an order of all, or one that is none."""
    columns = [*range(5), *(-1 for _ in worths)]
    return max(
        sum(worths[row].get(column, 0.0) for row, column in enumerate(order))
        for order in set(permutations(columns, len(worths)))
    )


@given(ROWS)
def test_no_other_pairing_is_worth_more(worths: list[dict[int, float]]) -> None:
    pairs = best_pairs(worths)
    assert len(set(pairs.values())) == len(pairs)
    assert _sum(worths, pairs) == _best_sum(worths)


def test_the_greedy_choice_gives_way() -> None:
    """The first row's favourite is the second row's only partner."""
    assert best_pairs([{0: 0.9, 1: 0.8}, {0: 0.7}]) == {0: 1, 1: 0}


def test_who_fits_nobody_stays_alone() -> None:
    assert best_pairs([{}, {3: 0.5}]) == {1: 3}
    assert best_pairs([]) == {}
