from __future__ import annotations

import datetime as dt

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.period import Period
from ledger_app.domain.return_round import ReturnLine, count_states, to_chase
from ledger_app.domain.returns import ReturnState
from ledger_app.domain.statistics import compute_statistics
from ledger_app.domain.supervision import Chase, ReturnLog
from ledger_app.domain.unit import Unit
from ledger_app.errors import RejectedError
from ledger_app.ports import UnitOfWork
from ledger_app.services import return_round, returns
from tests.builders import TODAY, a_unit

JUNE = "2024-06"
CUTOFF = dt.date(2024, 6, 30)


def three(work: UnitOfWork) -> list[int]:
    return [a_unit(work, name).id for name in ("甲院", "乙院", "丙院")]


def lines(ledger: SqliteLedger, cutoff: dt.date = CUTOFF) -> list[ReturnLine]:
    with ledger.read() as session:
        return return_round.read_round(session, JUNE, cutoff)


def states(ledger: SqliteLedger, cutoff: dt.date = CUTOFF) -> list[ReturnState]:
    return [line.state for line in lines(ledger, cutoff)]


def test_all_that_report_are_listed_before_anybody_was_asked(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        three(work)
        a_unit(work, "不报", is_reporting=False)
        a_unit(work, "已撤", active_to=dt.date(2024, 5, 31))
    assert [(line.name, line.log, line.days) for line in lines(ledger)] == [
        ("甲院", None, 5),
        ("乙院", None, 5),
        ("丙院", None, 5),
    ]
    assert states(ledger, dt.date(2024, 6, 25)) == [ReturnState.PENDING] * 3


def test_the_first_entry_of_a_month_asks_all_and_is_one_undo(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        ids = three(work)
    with ledger.write() as work:
        return_round.receive_units(work, ids[:2], JUNE, dt.date(2024, 6, 26))
    assert states(ledger) == [ReturnState.LATE, ReturnState.LATE, ReturnState.MISSING]
    assert [line.days for line in lines(ledger)] == [1, 1, 5]
    assert ledger.operations()[0].name == "登记收到 2 家单位的2024年6月进展"
    ledger.undo()
    assert [line.log for line in lines(ledger)] == [None] * 3


def test_the_circular_reads_the_same_log(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        ids = three(work)
        return_round.receive_units(work, ids[:1], JUNE, dt.date(2024, 6, 20))
        return_round.excuse_units(work, ids[1:2], JUNE, note="新设单位")
    with ledger.read() as session:
        statistics = compute_statistics(
            [],
            session.of(Unit).find(),
            session.of(ReturnLog).find(),
            session.settings(),
            CUTOFF,
            Period.parse(JUNE),
        )
    words = {row.name: row.returns.word for row in statistics.by_unit}
    assert words == {line.name: line.counted.word for line in lines(ledger)}
    assert list(words.values()) == ["按时", "免报", "漏报"]


def test_what_came_after_the_cutoff_is_seen_but_not_counted(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        ids = three(work)
        return_round.receive_units(work, ids[:1], JUNE, dt.date(2024, 7, 2))
    first = lines(ledger)[0]
    assert (first.state, first.counted, first.days) == (ReturnState.LATE, ReturnState.MISSING, 7)


def test_the_rest_comes_in_at_once(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        ids = three(work)
        return_round.receive_units(work, ids[:1], JUNE, dt.date(2024, 6, 20))
        return_round.excuse_units(work, ids[1:2], JUNE)
    with ledger.write() as work:
        return_round.receive_rest(work, JUNE)
    assert states(ledger) == [ReturnState.ON_TIME, ReturnState.EXCUSED, ReturnState.LATE]
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        return_round.receive_rest(work, JUNE)
    assert caught.value.code == "SVC-220"


def test_sent_back_and_in_again_on_one_day(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        ids = three(work)
        return_round.send_back_units(work, ids, JUNE, "没有数据")
    assert states(ledger, TODAY) == [ReturnState.SENT_BACK] * 3
    with ledger.write() as work:
        return_round.receive_units(work, ids[:1], JUNE)
    first, second, _ = lines(ledger, TODAY)
    assert (first.state, second.state) == (ReturnState.LATE, ReturnState.SENT_BACK)
    assert first.log is not None
    assert first.log.sent_back_reason == "没有数据"


def test_a_receipt_is_taken_back(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        ids = three(work)
        return_round.receive_units(work, ids[:1], JUNE)
        return_round.take_back(work, ids[:1], JUNE)
        with pytest.raises(RejectedError) as caught:
            return_round.take_back(work, ids[1:2], JUNE)
    assert caught.value.code == "SVC-221"
    assert states(ledger) == [ReturnState.MISSING] * 3


def test_chases_are_counted_on_the_line_and_named_in_the_text(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        ids = three(work)
        return_round.chase_units(work, ids[:2], JUNE, "微信群", "李强", "请报送")
        return_round.chase_units(work, ids[:1], JUNE, "电话")
        assert work.of(Chase).count() == 3
    found = lines(ledger, TODAY)
    assert [[chase.how for chase in line.chases] for line in found] == [["微信群", "电话"], ["微信群"], []]
    first = to_chase(found[0], TODAY)
    assert (first.name, first.late_days, first.chased, first.is_sent_back) == ("甲院", 10, 2, False)
    assert count_states(found)[ReturnState.MISSING] == 3


def test_the_year_shows_the_months_that_were_asked(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        ids = three(work)
        return_round.receive_units(work, ids, "2024-05", dt.date(2024, 5, 20))
        return_round.receive_units(work, ids[:1], JUNE, dt.date(2024, 6, 26))
    with ledger.read() as session:
        year = return_round.read_year(session, 2024, CUTOFF)
    assert [{month: line.state for month, line in one.months.items()} for one in year] == [
        {5: ReturnState.ON_TIME, 6: ReturnState.LATE},
        {5: ReturnState.ON_TIME, 6: ReturnState.MISSING},
        {5: ReturnState.ON_TIME, 6: ReturnState.MISSING},
    ]
    assert year[0].count(ReturnState.LATE) == 1


def test_nobody_chosen_and_unknown_months_are_refused(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        ids = three(work)
        for period, chosen, code in ((JUNE, [], "SVC-005"), ("2024-9", ids, "SVC-022"), ("2024-12", ids, "SVC-023")):
            with pytest.raises(RejectedError) as caught:
                return_round.receive_units(work, chosen, period)
            assert caught.value.code == code
        with pytest.raises(RejectedError) as caught:
            return_round.send_back_units(work, ids, JUNE, " ")
        assert caught.value.code == "SVC-041"
    assert returns.exists_in(Unit(1, "u", "甲"), Period.parse(JUNE))
