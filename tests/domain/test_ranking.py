from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ledger_app.domain.ranking import rank
from ledger_app.domain.tally import Count, Tally


def a_group(total: int, done: int, overdue: int = 0) -> Tally:
    ids = tuple(range(total))
    return Tally(total=Count(ids), done=Count(ids[:done]), overdue=Count(ids[done : done + overdue]))


def test_ties_share_a_place_and_the_next_is_skipped() -> None:
    found = rank({"甲": a_group(4, 2), "乙": a_group(6, 3), "丙": a_group(4, 1), "丁": a_group(4, 4)}, 3)
    assert {key: one.text for key, one in found.items()} == {"丁": "1", "甲": "2（并列）", "乙": "2（并列）", "丙": "4"}


def test_of_equal_rates_the_less_overdue_is_first() -> None:
    found = rank({"甲": a_group(4, 2, overdue=1), "乙": a_group(4, 2)}, 3)
    assert (found["乙"].rank, found["甲"].rank) == (1, 2)


def test_units_with_few_or_no_tasks_have_no_place() -> None:
    tallies = {"甲": a_group(3, 0), "乙": a_group(2, 2), "丙": a_group(0, 0)}
    assert set(rank(tallies, 3)) == {"甲"}
    assert set(rank(tallies, 0)) == {"甲", "乙"}


@given(st.lists(st.integers(1, 6).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))), max_size=10))
def test_a_place_is_one_more_than_those_who_are_better(groups: list[tuple[int, int]]) -> None:
    tallies = {str(number): a_group(total, done) for number, (total, done) in enumerate(groups)}
    found = rank(tallies, 1)
    for key, tally in tallies.items():
        rates = [other.completion_rate or 0.0 for other in tallies.values()]
        mine = tally.completion_rate or 0.0
        assert found[key].rank == 1 + sum(1 for other in rates if other > mine)
        assert found[key].is_tied == (rates.count(mine) > 1)
