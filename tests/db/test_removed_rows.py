from __future__ import annotations

from db import journal
from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.task import Task, TaskOwner


def a_task(ledger: SqliteLedger, number: int) -> tuple[int, int]:
    with ledger.write() as work:
        task = work.of(Task).add(Task(0, f"t{number}", f"1-0{number}", f"任务{number}"))
        owner = work.of(TaskOwner).add(TaskOwner(0, task.id, "lead", None, "某单位"))
    return task.id, owner.id


def test_what_was_taken_off_a_task_is_found_once_and_of_that_task_alone(ledger: SqliteLedger) -> None:
    (one, owner), (other, its_owner) = a_task(ledger, 1), a_task(ledger, 2)
    assert ledger.removed_rows(one) == []
    for turn in range(2):
        with ledger.write() as work:
            work.of(TaskOwner).remove(owner)
        if turn == 0:
            ledger.undo()
    assert ledger.removed_rows(one) == [("task_owner", owner)]
    assert ledger.removed_rows(other) == []
    assert its_owner != owner


def test_the_search_for_removed_rows_reads_their_index_alone(ledger: SqliteLedger) -> None:
    task_id, _ = a_task(ledger, 1)
    with ledger.read() as session:
        seen: list[str] = []
        session.connection.set_trace_callback(seen.append)
        journal.removed_rows(session.connection, task_id)
        session.connection.set_trace_callback(None)
        (plan, *_) = session.connection.execute(f"EXPLAIN QUERY PLAN {seen[-1]}").fetchall()
    assert "journal_change_removed" in plan[-1]
