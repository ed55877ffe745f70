from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ledger_app.domain.rounding import (
    count_text,
    points,
    points_text,
    points_words,
    rate,
    rate_text,
    shares,
)

COUNTS = st.lists(st.integers(0, 5000), min_size=1, max_size=12)


def test_a_line_of_published_shares_adds_up() -> None:
    """17, 10, 24, 9 and 162 of 222: plain rounding would read 100.1."""
    assert shares([17, 10, 24, 9, 162]) == [7.7, 4.5, 10.8, 4.0, 73.0]


def test_equal_thirds() -> None:
    assert shares([1, 1, 1]) == [33.4, 33.3, 33.3]


def test_nothing_has_no_rate() -> None:
    assert rate(0, 0) is None
    assert rate_text(None) == "—"
    assert shares([0, 0]) == [0.0, 0.0]
    assert shares([]) == []


def test_halves_go_up() -> None:
    assert rate(1, 2000) == 0.1
    assert rate(6, 22) == 27.3


@given(COUNTS)
def test_shares_add_up_and_stay_near(counts: list[int]) -> None:
    found = shares(counts)
    whole = sum(counts)
    assert sum(round(share * 10) for share in found) == (1000 if whole else 0)
    for count, share in zip(counts, found, strict=True):
        exact = Fraction(100 * count, whole) if whole else Fraction(0)
        assert abs(Fraction(round(share * 10), 10) - exact) < Fraction(1, 10)
        assert (share == 0.0) or count > 0


@given(COUNTS)
def test_the_larger_count_never_has_the_smaller_share(counts: list[int]) -> None:
    pairs = sorted(zip(counts, shares(counts), strict=True))
    assert [share for _, share in pairs] == sorted(share for _, share in pairs)


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_rates_are_the_nearest_tenth(part: int, whole: int) -> None:
    found = rate(part, whole)
    assert found is not None
    assert abs(Fraction(round(found * 10), 10) - Fraction(100 * part, whole)) <= Fraction(1, 20)


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_differences_are_those_of_the_printed_rates(now: int, before: int) -> None:
    assert points(now / 10, before / 10) == (now - before) / 10


def test_differences_in_cells_and_words() -> None:
    assert points(None, 3.0) is None
    assert [points_text(value) for value in (None, 0.0, 2.3, -0.4)] == ["—", "0.0", "+2.3", "-0.4"]
    assert [points_words(value) for value in (0.0, 2.3, -0.4)] == ["持平", "提高2.3个百分点", "下降0.4个百分点"]
    assert [count_text(value) for value in (None, 0, 3, -2)] == ["—", "0", "+3", "-2"]
