"""The second reading of ambiguous deadlines."""

from __future__ import annotations

import datetime as dt

import pytest

from ledger_app.intake.other_reading import other_date


@pytest.mark.parametrize(
    ("raw", "read", "other"),
    [
        ("8月前", "2024-07-31", "2024-08-31"),
        ("2024年8月之前", "2024-07-31", "2024-08-31"),
        ("8月前", "2024-08-31", "2024-07-31"),
        ("1月前", "2023-12-31", "2024-01-31"),
        ("2025年前", "2024-12-31", "2025-12-31"),
        ("3月初", "2024-03-05", "2024-03-31"),
        ("国庆节前", "2024-09-30", None),
        ("年底", "2024-12-31", None),
        ("适时", None, None),
    ],
)
def test_each_ambiguous_form_offers_the_day_the_office_may_mean(raw: str, read: str | None, other: str | None) -> None:
    day = dt.date.fromisoformat(read) if read else None
    assert other_date(raw, day) == (dt.date.fromisoformat(other) if other else None)
