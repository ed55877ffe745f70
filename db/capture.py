"""What a transaction changed, seen by temporary triggers on the writer's connection.

For every journalled table there is a temporary table that takes a row's values the first time the row is touched
(or notes that there was none).  Whatever statement, trigger or cascade touched it, the row's state before the
transaction stands there; its state after is the row itself.  So changes come coalesced, and numbers keep every bit.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from db.tables import columns_by_table, has_text_key
from ledger_app.domain.changes import RowChange

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RowDiff:
    """A row before and after a transaction: all columns each, None where it did not exist."""

    table: str
    key: int | str
    before: Row | None
    after: Row | None

    @property
    def what(self) -> RowChange:
        """Return what happened to the row."""
        if self.before is None:
            return "added"
        return "changed" if self.after is not None else "removed"


def install(connection: sqlite3.Connection) -> None:
    """Make the temporary tables and triggers; once for the life of a connection."""
    for table, columns in columns_by_table().items():
        for statement in _capture_statements(table, columns):
            connection.execute(statement)


def clear(connection: sqlite3.Connection) -> None:
    """Forget what was captured, inside the transaction that it was captured in."""
    for table in touched_tables(connection):
        connection.execute(f"DELETE FROM temp.seen_{table}")


def touched_tables(connection: sqlite3.Connection) -> list[str]:
    """Return the tables of which rows were touched, in the order in which rows can be put in."""
    return [
        table
        for table in columns_by_table()
        if connection.execute(f"SELECT 1 FROM temp.seen_{table} LIMIT 1").fetchone() is not None
    ]


def touched_keys(connection: sqlite3.Connection) -> dict[str, dict[int | str, RowChange]]:
    """Return what happened to which rows, without looking whether a value really differs."""
    found: dict[str, dict[int | str, RowChange]] = {}
    for table in touched_tables(connection):
        key = columns_by_table()[table][0]
        rows = connection.execute(
            f"SELECT s.k, s.existed, t.{key} IS NOT NULL "
            f"FROM temp.seen_{table} s LEFT JOIN main.{table} t ON t.{key} = s.k"
        )
        kinds: dict[int | str, RowChange] = {}
        for row_key, existed, exists in rows:
            if existed or exists:
                kinds[row_key] = "added" if not existed else "changed" if exists else "removed"
        if kinds:
            found[table] = kinds
    return found


def differences(connection: sqlite3.Connection, tables: Collection[str] | None = None) -> Iterator[RowDiff]:
    """Yield every row (of the named tables, None = all) that differs from what it was when the transaction began."""
    for table in touched_tables(connection):
        if tables is not None and table not in tables:
            continue
        columns = columns_by_table()[table]
        width = len(columns)
        key = columns[0]
        now = ", ".join(f't."{column}"' for column in columns)
        rows = connection.execute(
            f"SELECT s.*, {now} FROM temp.seen_{table} s LEFT JOIN main.{table} t ON t.{key} = s.k ORDER BY s.k"
        )
        for row in rows:
            before, after = row[2 : 2 + width], row[2 + width :]
            existed, exists = bool(row[1]), after[0] is not None
            if not (existed or exists) or (existed and exists and before == after):
                continue
            yield RowDiff(
                table,
                row[0],
                dict(zip(columns, before, strict=True)) if existed else None,
                dict(zip(columns, after, strict=True)) if exists else None,
            )


def _capture_statements(table: str, columns: tuple[str, ...]) -> list[str]:
    """Return the statements that make one table's capture.

    The guard against a second capture is a condition, not OR IGNORE: inside a trigger the conflict clause of the
    outer statement would take its place.
    """
    key = columns[0]
    # An integer key is the row's own number: anything else makes wide rows slow by the thousand.
    key_type = "TEXT" if has_text_key(table) else "INTEGER"
    names = ", ".join(f'"{column}"' for column in columns)
    old = ", ".join(f'OLD."{column}"' for column in columns)
    missing = ", ".join("NULL" for _ in columns)
    seen = f"seen_{table}"

    def note(row: str, existed: int, values: str) -> str:
        return (
            f"INSERT INTO {seen} SELECT {row}.{key}, {existed}, {values} "
            f"WHERE NOT EXISTS (SELECT 1 FROM {seen} WHERE k = {row}.{key});"
        )

    return [
        f"CREATE TEMP TABLE {seen} (k {key_type} PRIMARY KEY, existed, {names})",
        f"CREATE TEMP TRIGGER {seen}_insert AFTER INSERT ON main.{table} BEGIN {note('NEW', 0, missing)} END",
        f"CREATE TEMP TRIGGER {seen}_update AFTER UPDATE ON main.{table} BEGIN {note('OLD', 1, old)} END",
        f"CREATE TEMP TRIGGER {seen}_move AFTER UPDATE OF {key} ON main.{table} BEGIN {note('NEW', 0, missing)} END",
        f"CREATE TEMP TRIGGER {seen}_delete AFTER DELETE ON main.{table} BEGIN {note('OLD', 1, old)} END",
    ]
