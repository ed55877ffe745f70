from __future__ import annotations

import datetime as dt

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.holiday_notice import read_notice
from ledger_app.domain.supervision import Holiday
from ledger_app.errors import RejectedError
from ledger_app.services import workdays

SHIPPED = [
    Holiday(0, dt.date(2025, 10, 1), is_workday=False, name="国庆节"),
    Holiday(0, dt.date(2026, 10, 1), is_workday=False, name="国庆节"),
    Holiday(0, dt.date(2026, 10, 10), is_workday=True, name="国庆节"),
]
NOTICE = "2027年部分节假日安排 元旦：2026年12月31日至2027年1月2日放假。国庆节：10月1日至7日放假。10月9日上班。"


def _in_force(ledger: SqliteLedger) -> dict[dt.date, bool]:
    with ledger.read() as session:
        return {one.day: one.is_workday for one in workdays.holidays_in_force(session, SHIPPED)}


def test_shipped_years_hold_until_the_ledger_has_its_own(ledger: SqliteLedger) -> None:
    assert len(_in_force(ledger)) == 3
    with ledger.write() as work:
        workdays.mark_day(work, SHIPPED, dt.date(2026, 10, 10), "usual")
    found = _in_force(ledger)
    assert dt.date(2026, 10, 10) not in found
    assert found[dt.date(2026, 10, 1)] is False
    assert found[dt.date(2025, 10, 1)] is False
    with ledger.write() as work:
        workdays.forget_year(work, 2026)
    assert _in_force(ledger)[dt.date(2026, 10, 10)] is True


def test_a_day_is_marked_and_undone_in_one_step(ledger: SqliteLedger) -> None:
    day = dt.date(2026, 3, 9)
    with ledger.write() as work:
        workdays.mark_day(work, SHIPPED, day, "rest", "停电检修")
    with ledger.read() as session:
        assert not workdays.work_calendar(session, SHIPPED).is_workday(day)
        assert next(one for one in session.of(Holiday).find() if one.day == day).source == workdays.BY_HAND
    step = ledger.undoable()
    assert step is not None
    assert step.name == "2026-03-09 改为放假"
    ledger.undo()
    assert day not in _in_force(ledger)


def test_a_notice_brings_its_year_and_the_december_before(ledger: SqliteLedger) -> None:
    reading = read_notice(NOTICE)
    assert reading.year == 2027
    assert reading.doubts == ()
    with ledger.write() as work:
        workdays.take_notice(work, SHIPPED, 2027, reading.days)
    found = _in_force(ledger)
    assert found[dt.date(2026, 12, 31)] is False
    assert found[dt.date(2026, 10, 10)] is True, "the shipped days of the year before stay"
    assert found[dt.date(2027, 10, 9)] is True
    with ledger.read() as session:
        calendar = workdays.work_calendar(session, SHIPPED)
    assert calendar.known_until == dt.date(2027, 12, 31)
    ledger.undo()
    assert len(_in_force(ledger)) == 3


def test_an_empty_notice_is_refused(ledger: SqliteLedger) -> None:
    with pytest.raises(RejectedError, match="SVC-005"), ledger.write() as work:
        workdays.take_notice(work, SHIPPED, 2027, [])
