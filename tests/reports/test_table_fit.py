"""Tests of the ends of tables: no last page of a row or two."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ledger_app.reports.table_fit import Room, closer_padding

ROOM = Room(first=500.0, page=600.0, head=20.0, notes=30.0)


def test_a_table_that_nearly_fits_stands_closer() -> None:
    heights = [14.0] * 21  # 21 * (14 + 2 * 5) + 30 + 30 = 564: one page of 500 at a padding of 3
    assert closer_padding(5.0, heights, ROOM) < 5.0


def test_a_table_that_fits_stays_as_it_is() -> None:
    assert closer_padding(5.0, [14.0] * 12, ROOM) == 5.0


def test_a_well_filled_last_page_is_left() -> None:
    assert closer_padding(5.0, [14.0] * 32, ROOM) == 5.0


def test_a_page_that_cannot_be_saved_costs_no_closer_rows() -> None:
    assert closer_padding(1.0, [23.0] * 20, ROOM) == 1.0


@given(st.lists(st.floats(8.0, 60.0), min_size=1, max_size=150), st.floats(1.0, 6.0))
def test_rows_never_stand_wider_nor_touch(heights: list[float], pad: float) -> None:
    assert 0.0 < closer_padding(pad, heights, ROOM) <= pad
