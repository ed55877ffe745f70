from __future__ import annotations

import datetime as dt

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.returns import ReturnState, return_state
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.supervision import Chase, ReturnLog
from ledger_app.errors import RejectedError
from ledger_app.services import returns
from tests.builders import TODAY, a_unit


def lines(ledger: SqliteLedger) -> list[ReturnLog]:
    with ledger.read() as session:
        return session.of(ReturnLog).find()


def state(ledger: SqliteLedger) -> ReturnState:
    return return_state(lines(ledger)[0], TODAY, LedgerSettings())


def test_all_that_report_are_asked_once(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        unit = a_unit(work, "甲")
        a_unit(work, "乙", is_reporting=False)
        a_unit(work, "丙", active_to=dt.date(2024, 5, 31))
        returns.ask(work, "2024-06")
        returns.ask(work, "2024-06")
    assert [(line.unit_id, line.period, line.asked_on, line.due) for line in lines(ledger)] == [
        (unit.id, "2024-06", TODAY, dt.date(2024, 6, 25))
    ]


def test_a_report_that_came_late_sent_back_and_again(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        unit = a_unit(work)
        returns.receive(work, unit.id, "2024-06", dt.date(2024, 6, 27))
    assert state(ledger) is ReturnState.LATE
    with ledger.write() as work:
        returns.send_back(work, unit.id, "2024-06", "没有数据", dt.date(2024, 6, 28))
    assert state(ledger) is ReturnState.SENT_BACK
    with ledger.write() as work:
        returns.receive(work, unit.id, "2024-06")
    assert state(ledger) is ReturnState.LATE
    assert lines(ledger)[0].sent_back_reason == "没有数据"


def test_a_unit_may_be_excused(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        unit = a_unit(work)
        returns.excuse(work, unit.id, "2024-06", note="新成立")
    assert state(ledger) is ReturnState.EXCUSED
    with ledger.write() as work:
        returns.excuse(work, unit.id, "2024-06", is_excused=False)
    assert state(ledger) is ReturnState.MISSING


def test_reminders_are_kept(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        ids = [a_unit(work, "甲").id, a_unit(work, "乙").id]
        returns.chase(work, ids, "2024-06", "微信", "李强", "请于今日18时前报送")
        found = [(chase.how, chase.by_name, chase.on_date) for chase in work.of(Chase).find()]
    assert found == [("微信", "李强", TODAY)] * 2


def test_what_cannot_be_is_refused(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        unit = a_unit(work)
        for act, code in (
            (lambda: returns.ask(work, "2024-06", []), "SVC-005"),
            (lambda: returns.receive(work, unit.id, "2024-6"), "SVC-022"),
            (lambda: returns.receive(work, unit.id, "2024-06", TODAY + dt.timedelta(days=1)), "SVC-024"),
            (lambda: returns.send_back(work, unit.id, "2024-06", ""), "SVC-041"),
            (lambda: returns.receive(work, 99, "2024-06"), "SVC-004"),
        ):
            with pytest.raises(RejectedError) as caught:
                act()
            assert caught.value.code == code
