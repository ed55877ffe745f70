"""The journal: every operation with the rows it changed, chained by hash, only ever appended to.

Undo state is nowhere stored: an operation is undone while the latest "undo" or "redo" that names it is an undo.
Source: docs/adr/0003-undo-by-journal.md, docs/format.md.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from db.capture import Row, RowDiff
from ledger_app.domain.changes import Operation
from ledger_app.errors import RejectedError

FIRST_HASH = "0" * 64
_IS_UNDONE = """
    coalesce((SELECT u.kind FROM journal u WHERE u.target = j.number ORDER BY u.number DESC LIMIT 1), '') = 'undo'
"""
_OPERATION = (
    f"SELECT j.number, j.kind, j.name, j.at, j.user, j.host, j.target, {_IS_UNDONE}, j.row_count FROM journal j"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What the journal says about an operation besides its rows."""

    kind: str
    name: str
    at: str
    user: str
    host: str
    target: int | None = None


@dataclass(frozen=True, slots=True)
class JournalChange:
    """One row's change as the journal keeps it.

    Attributes:
        before, after: all columns where the row came or went, else only those that differ.
    """

    table: str
    key: int | str
    before: Row | None
    after: Row | None


def next_number(connection: sqlite3.Connection) -> int:
    """Return the number of the next operation; numbers are never used again."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'journal'").fetchone()
    return int(row[0]) + 1 if row else 1


def last_number(connection: sqlite3.Connection) -> int:
    """Return the number of the last operation, 0 if there is none."""
    return int(connection.execute("SELECT coalesce(max(number), 0) FROM journal").fetchone()[0])


def record(connection: sqlite3.Connection, heading: Heading, diffs: Iterable[RowDiff]) -> int:
    """Append an operation with its rows and return its number; one that changed nothing is left out and gives 0.

    An undo or redo is kept even so: that it was done counts.
    """
    number = next_number(connection)
    uid = uuid.uuid4().hex
    digest = hashlib.sha256()
    count = 0

    def rows() -> Iterator[tuple[int, int, str, int | str, str | None, str | None]]:
        nonlocal count
        for diff in diffs:
            before, after = _texts(diff)
            digest.update(_change_line(diff.table, diff.key, before, after))
            count += 1
            yield number, count, diff.table, diff.key, before, after

    connection.executemany("INSERT INTO journal_change VALUES (?, ?, ?, ?, ?, ?)", rows())
    if count == 0 and heading.target is None:
        return 0
    previous = connection.execute("SELECT hash FROM journal ORDER BY number DESC LIMIT 1").fetchone()
    entry = {
        "number": number,
        "uid": uid,
        "kind": heading.kind,
        "name": heading.name,
        "at": heading.at,
        "user": heading.user,
        "host": heading.host,
        "target": heading.target,
        "row_count": count,
        "previous_hash": previous[0] if previous else FIRST_HASH,
    }
    entry["hash"] = _entry_hash(entry, digest)
    connection.execute(
        f"INSERT INTO journal ({', '.join(entry)}) VALUES ({', '.join('?' for _ in entry)})", list(entry.values())
    )
    return number


def operations(connection: sqlite3.Connection, limit: int, before: int | None) -> list[Operation]:
    """Return operations, newest first, older than `before` if given."""
    rows = connection.execute(
        f"{_OPERATION} WHERE j.number < ? ORDER BY j.number DESC LIMIT ?",
        [before if before is not None else 2**62, limit],
    )
    return [_operation(row) for row in rows]


def operation(connection: sqlite3.Connection, number: int) -> Operation | None:
    """Return one operation, None if there is none of that number."""
    row = connection.execute(f"{_OPERATION} WHERE j.number = ?", [number]).fetchone()
    return _operation(row) if row else None


def undoable(connection: sqlite3.Connection) -> Operation | None:
    """Return the last act of a user that is in force."""
    row = connection.execute(
        f"{_OPERATION} WHERE j.target IS NULL AND NOT ({_IS_UNDONE}) ORDER BY j.number DESC LIMIT 1"
    ).fetchone()
    return _operation(row) if row else None


def redoable(connection: sqlite3.Connection) -> Operation | None:
    """Return what was undone last, unless something new was done since."""
    row = connection.execute(
        f"""
        {_OPERATION}
        WHERE j.number = (
            SELECT u.target FROM journal u
            WHERE u.kind = 'undo'
              AND u.number > (SELECT coalesce(max(number), 0) FROM journal WHERE target IS NULL)
              AND NOT EXISTS (SELECT 1 FROM journal l WHERE l.target = u.target AND l.number > u.number)
            ORDER BY u.number DESC LIMIT 1
        )
        """
    ).fetchone()
    return _operation(row) if row else None


def changes_of(connection: sqlite3.Connection, number: int) -> list[JournalChange]:
    """Return the rows an operation changed, in its order."""
    rows = connection.execute(
        "SELECT table_name, key, before, after FROM journal_change WHERE operation = ? ORDER BY ordinal", [number]
    )
    return [JournalChange(table, key, _read(before), _read(after)) for table, key, before, after in rows]


def names_since(connection: sqlite3.Connection, number: int, table: str, keys: Iterable[int | str]) -> list[str]:
    """Return the names of acts in force after an operation that touched any of the rows, newest first."""
    rows = connection.execute(
        f"""
        SELECT DISTINCT j.number, j.name FROM journal_change c JOIN journal j ON j.number = c.operation
        WHERE c.table_name = ? AND c.key IN (SELECT value FROM json_each(?)) AND c.operation > ?
          AND j.target IS NULL AND NOT ({_IS_UNDONE})
        ORDER BY j.number DESC
        """,
        [table, json.dumps(list(keys)), number],
    )
    return [row[1] for row in rows]


def history(
    connection: sqlite3.Connection, table: str, key: int | str
) -> list[tuple[Operation, Mapping[str, tuple[Any, Any]]]]:
    """Return, newest first, each operation that touched a row with its changed fields (before, after)."""
    rows = connection.execute(
        f"""
        SELECT c.before, c.after, o.* FROM journal_change c JOIN ({_OPERATION}) o ON o.number = c.operation
        WHERE c.table_name = ? AND c.key = ? ORDER BY c.operation DESC
        """,
        [table, key],
    )
    found: list[tuple[Operation, Mapping[str, tuple[Any, Any]]]] = []
    for before_text, after_text, *rest in rows:
        before, after = _read(before_text) or {}, _read(after_text) or {}
        names = dict.fromkeys([*before, *after])
        fields = {name: (before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)}
        found.append((_operation(rest), fields))
    return found


def removed_rows(connection: sqlite3.Connection, task_id: int) -> list[tuple[str, int | str]]:
    """Return table and key of the rows that were taken off a task at some time, in order of their removal."""
    rows = connection.execute(
        """
        SELECT table_name, key FROM journal_change
        WHERE after IS NULL AND json_extract(before, '$.task_id') IS NOT NULL
          AND json_extract(before, '$.task_id') = ? ORDER BY operation, ordinal
        """,
        [task_id],
    )
    return list(dict.fromkeys((str(table), key) for table, key in rows))


def verify_chain(connection: sqlite3.Connection, stop_at: int | None = None) -> Iterator[tuple[int, str | None]]:
    """Yield each entry's number with what is wrong with it ("hash", "link", "gap", "rows"), None if it is sound.

    The end counts too: an entry that was cut off the end is told by the numbers that SQLite gave out.
    """
    previous, expected = FIRST_HASH, 1
    columns = ("number", "uid", "kind", "name", "at", "user", "host", "target", "row_count", "previous_hash")
    entries = connection.execute(f"SELECT {', '.join(columns)}, hash FROM journal ORDER BY number")
    for *values, stored in entries:
        entry = dict(zip(columns, values, strict=True))
        number = int(entry["number"])
        if stop_at is not None and number > stop_at:
            return
        digest, count = hashlib.sha256(), 0
        changes = connection.execute(
            "SELECT table_name, key, before, after FROM journal_change WHERE operation = ? ORDER BY ordinal", [number]
        )
        for change in changes:
            digest.update(_change_line(*change))
            count += 1
        wrong = None
        if number != expected:
            wrong = "gap"
        elif entry["previous_hash"] != previous:
            wrong = "link"
        elif count != entry["row_count"]:
            wrong = "rows"
        elif _entry_hash(entry, digest) != stored:
            wrong = "hash"
        yield number, wrong
        previous, expected = stored, number + 1
    if expected != next_number(connection):
        yield expected, "gap"


def canonical(value: object) -> str:
    """Return the one JSON text of a value: keys sorted, no spaces, text as it is.

    Raises:
        RejectedError: DB-024 a number is not finite.
    """
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    except ValueError as error:
        raise RejectedError("DB-024", value=str(value)[:40]) from error


def _entry_hash(entry: Mapping[str, object], changes: hashlib._Hash) -> str:
    """Return the hash of an entry: of its heading's JSON and of the digest over its rows."""
    heading = canonical({name: value for name, value in entry.items() if name != "hash"})
    return hashlib.sha256(f"{heading}\n{changes.hexdigest()}".encode()).hexdigest()


def _change_line(table: str, key: int | str, before: str | None, after: str | None) -> bytes:
    return f"{canonical([table, key, before, after])}\n".encode()


def _texts(diff: RowDiff) -> tuple[str | None, str | None]:
    """Return a change's two JSON texts; of a row that stayed only what differs."""
    before, after = diff.before, diff.after
    if before is not None and after is not None:
        names = [name for name, value in before.items() if value != after[name]]
        before, after = {n: before[n] for n in names}, {n: after[n] for n in names}
    return _write(before), _write(after)


def _write(row: Row | None) -> str | None:
    return None if row is None else canonical(row)


def _read(text: str | None) -> Row | None:
    return None if text is None else json.loads(text)


def _operation(row: Iterable[Any]) -> Operation:
    number, kind, name, at, user, host, target, is_undone, row_count = row
    return Operation(number, kind, name, at, user, host, target, bool(is_undone), row_count)
