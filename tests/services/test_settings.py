from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.supervision import Holiday
from ledger_app.errors import RejectedError
from ledger_app.services import ledger_name, settings


def test_settings_are_kept_and_undone(ledger: SqliteLedger) -> None:
    wanted = replace(LedgerSettings(), bureau_name=" 青禾县卫生健康局 ", cutoff_day=25, year=2024)
    with ledger.write() as work:
        settings.change(work, wanted)
    with ledger.read() as session:
        assert session.settings() == replace(wanted, bureau_name="青禾县卫生健康局")
    ledger.undo()
    with ledger.read() as session:
        assert session.settings() == LedgerSettings()


def test_a_ledger_called_like_its_bureau_is_renamed_along_with_it(ledger: SqliteLedger) -> None:
    def called(bureau: str) -> str:
        with ledger.write() as work:
            settings.change(work, replace(work.settings(), bureau_name=bureau))
        return ledger.name

    with ledger.write() as work:
        ledger_name.rename(work, "青禾县卫健委")
    assert called("青禾县卫健委") == "青禾县卫健委"
    assert called("青禾县卫生健康局") == "青禾县卫生健康局"
    ledger.undo()
    assert ledger.name == "青禾县卫健委", "one undo takes both back"
    assert called("") == "青禾县卫健委", "a ledger is never left without a name"
    assert called("青禾县疾控局") == "青禾县卫健委", "nothing says any more that the two belong together"


def test_a_name_of_its_own_stays_when_the_bureau_is_renamed(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        settings.change(work, replace(work.settings(), bureau_name="青禾县卫健委"))
        ledger_name.rename(work, "医改专项台账")
    with ledger.write() as work:
        settings.change(work, replace(work.settings(), bureau_name="青禾县卫生健康局"))
    assert ledger.name == "医改专项台账"


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
