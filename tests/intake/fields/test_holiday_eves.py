"""The last day before a holiday: on record for known years, guessed and said so for later ones."""

from __future__ import annotations

import datetime as dt

import pytest

from ledger_app.intake.fields.holiday_eves import day_before


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("春节", 2024, dt.date(2024, 2, 9)),
        ("春节", 2025, dt.date(2025, 1, 27)),
        ("春节", 2026, dt.date(2026, 2, 14)),
        ("五一", 2023, dt.date(2023, 4, 28)),
        ("劳动节", 2026, dt.date(2026, 4, 30)),
        ("国庆节", 2025, dt.date(2025, 9, 30)),
        ("中秋节", 2025, dt.date(2025, 9, 30)),
        ("中秋", 2024, dt.date(2024, 9, 14)),
    ],
)
def test_years_on_record(name: str, year: int, day: dt.date) -> None:
    found = day_before(name, year)
    assert found is not None
    assert (found.day, found.is_official) == (day, True)


def test_later_years_are_guessed_and_said_to_be() -> None:
    found = day_before("春节", 2027)
    assert found is not None
    assert (found.day, found.is_official) == (dt.date(2027, 2, 4), False)


def test_unknown_holidays() -> None:
    assert day_before("春节", 2050) is None
    assert day_before("节", 2025) is None
