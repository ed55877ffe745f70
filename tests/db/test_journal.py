from __future__ import annotations

import dataclasses

import pytest

from db import journal
from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.task import Task, TaskOwner
from ledger_app.errors import RejectedError
from tests.builders_ledger import Place
from tests.db.contents import run_sql


def fill(ledger: SqliteLedger) -> None:
    for number in range(1, 4):
        with ledger.write() as work:
            work.describe("task.add", f"新增{number}")
            task = work.of(Task).add(Task(0, f"t{number}", f"1-0{number}", f"任务{number}"))
            work.of(TaskOwner).add(TaskOwner(0, task.id, "lead", None, "某单位"))
    ledger.undo()


def complaints(ledger: SqliteLedger) -> dict[int, str]:
    with ledger.read() as session:
        return {number: wrong for number, wrong in journal.verify_chain(session.connection) if wrong is not None}


def test_a_row_changed_many_times_in_one_operation_is_one_change(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = work.of(Task).add(Task(0, "t", "1-01", "甲"))
        for title in ("乙", "丙"):
            task = work.of(Task).update(dataclasses.replace(task, title=title))
        gone = work.of(Task).add(Task(0, "t2", "1-02", "来了又走"))
        work.of(Task).remove(gone.id)
    (operation,) = ledger.operations()
    assert operation.row_count == 1
    ((_, fields),) = ledger.history("task", task.id)
    assert fields["title"] == (None, "丙")
    assert ledger.history("task", gone.id) == []


def test_only_what_differs_is_kept_of_a_changed_row(ledger: SqliteLedger) -> None:
    fill(ledger)
    with ledger.write() as work:
        work.describe("task.edit", "改名")
        task = work.of(Task).get(1)
        assert task is not None
        work.of(Task).update(dataclasses.replace(task, title="新名"))
    newest, first = ledger.history("task", 1)
    assert newest[0].name == "改名"
    assert newest[1] == {"title": ("任务1", "新名"), "version": (1, 5)}
    assert first[1]["code"] == (None, "1-01")


def test_statements_past_the_repository_are_seen_too(ledger: SqliteLedger) -> None:
    fill(ledger)
    with ledger.write() as work:
        run = work.connection.execute
        run("UPDATE task SET note = 'x'")
        run("INSERT OR REPLACE INTO task (id, uid, code, title) VALUES (1, 't1', '1-01', '顶替')")
        run("DELETE FROM task_owner WHERE task_id = 2")
        run("UPDATE task SET id = 77 WHERE id = 2")
    before = ledger.operations(1)[0]
    assert before.row_count > 2
    keys = {(one.table, one.key, one.before is None, one.after is None) for one in changes(ledger, before.id)}
    assert {
        ("task", 1, False, False),
        ("task", 2, False, True),
        ("task", 77, True, False),
        ("task_owner", 1, False, True),
    } <= keys


def changes(ledger: SqliteLedger, number: int) -> list[journal.JournalChange]:
    with ledger.read() as session:
        return journal.changes_of(session.connection, number)


def test_operations_are_paged_newest_first(ledger: SqliteLedger) -> None:
    fill(ledger)
    assert [one.id for one in ledger.operations(limit=2)] == [4, 3]
    assert [one.id for one in ledger.operations(before=3)] == [2, 1]
    assert [(one.kind, one.target_id, one.is_undone) for one in ledger.operations(limit=2)] == [
        ("undo", 3, False),
        ("task.add", None, True),
    ]


def test_a_sound_chain_has_no_complaints(ledger: SqliteLedger) -> None:
    fill(ledger)
    assert complaints(ledger) == {}


@pytest.mark.parametrize("statement", ["UPDATE journal SET name = 'x'", "DELETE FROM journal_change"])
def test_the_journal_can_only_grow(ledger: SqliteLedger, statement: str) -> None:
    fill(ledger)
    with pytest.raises(Exception, match="append-only"), ledger.write() as work:
        work.connection.execute(statement)


FREE = tuple(
    f"DROP TRIGGER {table}_no_{verb}" for table in ("journal", "journal_change") for verb in ("update", "delete")
)


@pytest.mark.parametrize(
    ("statements", "wrong"),
    [
        (["UPDATE journal SET user = '别人' WHERE number = 2"], {2: "hash"}),
        (["UPDATE journal SET at = '2020-01-01T00:00:00Z' WHERE number = 1"], {1: "hash"}),
        (["UPDATE journal_change SET after = replace(after, '任务2', '别的') WHERE operation = 2"], {2: "hash"}),
        (["DELETE FROM journal_change WHERE operation = 3 AND ordinal = 2"], {3: "rows"}),
        (["DELETE FROM journal_change WHERE operation = 2", "DELETE FROM journal WHERE number = 2"], {3: "gap"}),
        (["DELETE FROM journal_change WHERE operation = 4", "DELETE FROM journal WHERE number = 4"], {4: "gap"}),
        (["UPDATE journal SET hash = printf('%064d', 0) WHERE number = 2"], {2: "hash", 3: "link"}),
    ],
)
def test_every_kind_of_tampering_shows(
    ledger: SqliteLedger, place: Place, statements: list[str], wrong: dict[int, str]
) -> None:
    fill(ledger)
    ledger.close()
    run_sql(place.folder, *FREE, *statements)
    again = place.open()
    assert complaints(again) == wrong
    again.close()


def test_numbers_that_json_cannot_say_are_refused() -> None:
    with pytest.raises(RejectedError):
        journal.canonical({"x": float("nan")})
    assert journal.canonical({"b": 0.1 + 0.2, "a": "乙"}) == '{"a":"乙","b":0.30000000000000004}'
