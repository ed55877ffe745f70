from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.supervision import Holiday
from ledger_app.errors import RejectedError
from ledger_app.services import settings


def test_settings_are_kept_and_undone(ledger: SqliteLedger) -> None:
    wanted = replace(LedgerSettings(), bureau_name=" 青禾县卫生健康局 ", cutoff_day=25, year=2024)
    with ledger.write() as work:
        settings.change(work, wanted)
    with ledger.read() as session:
        assert session.settings() == replace(wanted, bureau_name="青禾县卫生健康局")
    ledger.undo()
    with ledger.read() as session:
        assert session.settings() == LedgerSettings()


@pytest.mark.parametrize(
    "values",
    [
        {"cutoff_day": 32},
        {"report_due_day": -1},
        {"year": 24},
        {"lag_yellow": 40.0},
        {"lag_red": 101.0},
        {"not_started_red_months": 0},
        {"due_soon_long": 400},
        {"line_pitch": 5.0},
        {"colour_scheme": "rainbow"},
        {"counting": "twice"},
        {"bureau_name": "长" * 501},
    ],
)
def test_what_cannot_be_is_refused(values: dict[str, Any], ledger: SqliteLedger) -> None:
    with pytest.raises(RejectedError), ledger.write() as work:
        settings.change(work, replace(LedgerSettings(), **values))


def test_holidays_of_a_year_are_replaced(ledger: SqliteLedger) -> None:
    first = {dt.date(2024, 10, 1): (False, "国庆节"), dt.date(2024, 9, 29): (True, "国庆节")}
    with ledger.write() as work:
        settings.set_holidays(work, 2023, {dt.date(2023, 10, 1): (False, "国庆节")})
        settings.set_holidays(work, 2024, first)
        settings.set_holidays(work, 2024, {dt.date(2024, 5, 1): (False, "劳动节")}, "通知")
        assert [(one.day, one.is_workday, one.source) for one in work.of(Holiday).find()] == [
            (dt.date(2023, 10, 1), False, ""),
            (dt.date(2024, 5, 1), False, "通知"),
        ]
    with pytest.raises(RejectedError), ledger.write() as work:
        settings.set_holidays(work, 2024, {dt.date(2025, 1, 1): (False, "元旦")})
