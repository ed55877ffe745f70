"""The second step of the format: a ledger of the first keeps its rows and takes what the new one allows."""

from __future__ import annotations

import sqlite3

import pytest

from db import schema
from db.archive import prove_database

FIELD = "INSERT INTO custom_field (name, kind) VALUES ('投资额', 'number')"
TASK = "INSERT INTO task (uid, code, title, source_kind) VALUES (?, ?, '任务', ?)"
SOURCE = "INSERT INTO task_source (task_id, source_kind) VALUES (1, ?)"


def test_a_ledger_of_the_first_format_keeps_its_rows_and_takes_the_new_kind() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    schema.apply_steps(connection, until="m0002_fields_and_sources")
    connection.execute(FIELD)
    connection.execute(TASK, ["a", "0-01", "proposal"])
    connection.execute(SOURCE, ["audit"])
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(TASK, ["b", "0-02", "work_report"])
    schema.apply_steps(connection)
    assert connection.execute("SELECT name, is_long, is_retired, purpose FROM custom_field").fetchall() == [
        ("投资额", 0, 0, "")
    ]
    connection.execute(TASK, ["b", "0-02", "work_report"])
    connection.execute(SOURCE, ["work_report"])
    for statement, values in ((TASK, ["c", "0-03", "gossip"]), (SOURCE, ["gossip"])):
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement, values)
    prove_database(connection)
    connection.close()


def test_leaders_of_an_older_ledger_were_named_by_somebody() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    schema.apply_steps(connection, until="m0007_leaders_with_reasons")
    connection.execute(TASK, ["a", "0-01", "proposal"])
    connection.execute("INSERT INTO task_leader (task_id, raw) VALUES (1, '王副局长')")
    schema.apply_steps(connection)
    assert connection.execute("SELECT raw, reason FROM task_leader").fetchall() == [("王副局长", "")]
    prove_database(connection)
    connection.close()
