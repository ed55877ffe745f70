from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ledger_app.domain.evidence import Indicator
from ledger_app.domain.indicators import coverage, ids_below, in_order


def _row(id_: int, parent: int | None, no: str = "") -> Indicator:
    return Indicator(id_, 1, parent, id_, no, f"指标{id_}")


def test_numbers_are_the_printed_ones_or_made_from_the_place() -> None:
    rows = [_row(1, None, "一"), _row(2, 1), _row(3, 1, "1.9"), _row(4, None), _row(5, 4)]
    assert [(one.number, one.depth, one.is_leaf) for one in in_order(rows)] == [
        ("一", 0, False),
        ("一.1", 1, True),
        ("1.9", 1, True),
        ("2", 0, False),
        ("2.1", 1, True),
    ]


def test_what_stands_below_goes_with_it() -> None:
    rows = [_row(1, None), _row(2, 1), _row(3, 2), _row(4, None)]
    assert ids_below(rows, 1) == {1, 2, 3}


@given(st.lists(st.integers(min_value=0, max_value=12), max_size=12))
def test_every_indicator_stands_once_and_after_the_one_above(parents: list[int]) -> None:
    """Parents come before their children or are not there at all."""
    rows = [_row(id_, parent if 0 < parent < id_ else 99) for id_, parent in enumerate(parents, start=1)]
    places = [one.indicator.id for one in in_order(rows)]
    assert sorted(places) == [row.id for row in rows]
    known = {row.id for row in rows}
    for row in rows:
        if row.parent_id in known:
            assert places.index(row.parent_id) < places.index(row.id)


def test_scores_are_summed_once_and_what_has_nothing_is_named() -> None:
    rows = [
        Indicator(1, 1, None, 1, "", "组织领导", 20.0),
        Indicator(2, 1, 1, 2, "", "机构", 5.0),
        Indicator(3, 1, 1, 3, "", "经费", 15.0),
        Indicator(4, 1, None, 4, "", "落实"),
        Indicator(5, 1, 4, 5, "", "督导", 7.5),
        Indicator(6, 1, 4, 6, "", "没有分值"),
    ]
    found = coverage(in_order(rows), {2, 6})
    assert (found.total, found.leaf_count, found.bare, found.bare_score) == (27.5, 4, (3, 5), 22.5)
    assert coverage([], set()).total == 0
