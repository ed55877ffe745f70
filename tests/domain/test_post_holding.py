from __future__ import annotations

import datetime as dt

import pytest

from ledger_app.domain.post_holding import holder_on
from ledger_app.domain.unit import PostHolder

HOLDERS = (
    PostHolder(1, 7, 11, None, dt.date(2024, 3, 31)),
    PostHolder(2, 7, 12, dt.date(2024, 4, 1), dt.date(2024, 8, 31)),
    PostHolder(3, 7, 13, dt.date(2024, 8, 15), None),
    PostHolder(4, 8, 14),
)


@pytest.mark.parametrize(
    ("day", "person"),
    [
        (dt.date(2023, 1, 1), 11),
        (dt.date(2024, 3, 31), 11),
        (dt.date(2024, 4, 1), 12),
        (dt.date(2024, 8, 20), 13),
        (dt.date(2030, 1, 1), 13),
    ],
)
def test_the_successor_answers_from_the_day_of_taking_over(day: dt.date, person: int) -> None:
    found = holder_on(HOLDERS, 7, day)
    assert found is not None
    assert found.person_id == person


def test_a_post_nobody_holds_is_vacant() -> None:
    assert holder_on(HOLDERS[1:3], 7, dt.date(2024, 1, 1)) is None
    assert holder_on(HOLDERS, 9, dt.date(2024, 1, 1)) is None
