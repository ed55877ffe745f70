from __future__ import annotations

import datetime as dt
import threading
import time

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.task import Task
from ledger_app.errors import BugError, RejectedError
from tests.builders_ledger import Place
from tests.db.contents import contents_of, index_of


def test_an_exception_leaves_nothing_behind(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        work.of(Task).add(Task(0, "t1", "1-01", "任务"))
    before, index = contents_of(ledger), index_of(ledger)

    def stop_half_way() -> None:
        with ledger.write() as work:
            work.describe("test", "半途而废")
            work.of(Task).add(Task(0, "t2", "1-02", "任务"))
            work.of(Task).remove(1)
            work.save_settings(LedgerSettings(bureau_name="某局"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stop_half_way()
    assert contents_of(ledger) == before
    assert index_of(ledger) == index
    assert len(ledger.operations()) == 1
    with ledger.write() as work:
        work.of(Task).add(Task(0, "t2", "1-02", "任务"))
        assert work.changes().rows == {"task": {2: "added"}}


def test_one_operation_is_one_journal_entry_named_by_the_first_description(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        work.describe("plan.import", "导入《工作要点》")
        work.describe("task.add", "新增任务")
        assert (work.at, work.today, work.user) == ("2024-06-30T08:00:00Z", dt.date(2024, 6, 30), "张三")
        work.of(Task).add_all([Task(0, f"t{n}", f"1-{n}", "任务") for n in range(3)])
        changes = work.changes()
    (operation,) = ledger.operations()
    assert changes.operation_id == operation.id == 1
    assert (operation.kind, operation.name, operation.row_count) == ("plan.import", "导入《工作要点》", 3)
    assert (operation.at, operation.user, operation.host) == ("2024-06-30T08:00:00Z", "张三", "办公室PC")


def test_settings_come_back_and_others_stay_default(ledger: SqliteLedger) -> None:
    chosen = LedgerSettings(bureau_name="青禾县卫生健康局", year=2024, lag_red=25.5, judge_by="original")
    with ledger.write() as work:
        assert work.settings() == LedgerSettings()
        work.save_settings(chosen)
        work.write_setting("grid.columns", '["code"]')
    with ledger.read() as session:
        assert session.settings() == chosen
        assert session.read_setting("grid.columns") == '["code"]'
    with ledger.write() as work:
        work.write_setting("grid.columns", None)
        work.write_setting("settings.judge_by", '"a word of a newer program"')
        assert work.read_setting("grid.columns") is None
        assert work.settings().judge_by == "current"
        assert work.settings().lag_red == 25.5


def test_a_reader_sees_one_moment_and_does_not_stop_the_writer(ledger: SqliteLedger) -> None:
    def add() -> None:
        with ledger.write() as work:
            work.of(Task).add(Task(0, "t1", "1-01", "任务"))

    with ledger.read() as session:
        assert session.of(Task).count() == 0
        writer = threading.Thread(target=add)
        writer.start()
        writer.join()
        assert session.of(Task).count() == 0
        with ledger.read() as later:
            assert later.of(Task).count() == 1


def test_a_reader_cannot_write(ledger: SqliteLedger) -> None:
    with ledger.read() as session, pytest.raises(AttributeError):
        session.save_settings(LedgerSettings())  # type: ignore[attr-defined]
    with ledger.read() as session, pytest.raises(Exception, match="DB-003"):
        session.of(Task).add(Task(0, "t1", "1-01", "任务"))


def test_writers_of_one_process_take_turns(ledger: SqliteLedger) -> None:
    inside: list[int] = []
    most: list[int] = []

    def write(number: int) -> None:
        with ledger.write() as work:
            inside.append(number)
            most.append(len(inside))
            work.of(Task).add(Task(0, f"t{number}", f"1-{number:02d}", "任务"))
            time.sleep(0.002)
            inside.remove(number)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1
    assert [one.id for one in ledger.operations()] == list(range(12, 0, -1))
    with ledger.read() as session:
        assert session.of(Task).count() == 12


def test_a_write_inside_a_write_is_our_mistake_and_not_a_deadlock(ledger: SqliteLedger) -> None:
    with pytest.raises(BugError), ledger.write(), ledger.write():
        pass
    with pytest.raises(BugError), ledger.read(), ledger.write():
        pass
    with ledger.write(), ledger.read() as session:
        assert session.of(Task).count() == 0


def test_rejected_work_can_be_tried_again_at_once(place: Place) -> None:
    ledger = place.create()
    for _ in range(2):
        with pytest.raises(RejectedError), ledger.write() as work:
            work.of(Task).add_all([Task(0, "t1", "1", "甲"), Task(0, "t1", "2", "乙")])
    with ledger.write() as work:
        assert work.of(Task).add(Task(0, "t1", "1", "甲")).id == 1
    ledger.close()
