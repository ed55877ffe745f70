"""Turning an operation back, or forward again, from its journal rows.

The caller has switched foreign keys off: every row is put where it belongs by the plan, no cascade may add to that,
and at the end the references of all rows touched are checked.  The changes are captured and journalled like any
other, as an operation that names the one it turns.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from db import journal
from db.capture import Row
from db.row_names import field_words, words_of
from db.tables import columns_by_table
from db.undo_plan import Plan, Planner, RowId, references_to
from ledger_app.domain.changes import Operation
from ledger_app.errors import RejectedError

_NAMES_SHOWN = 2


def turn(
    connection: sqlite3.Connection, operation: Operation, *, is_undo: bool, version: int
) -> tuple[tuple[str, ...], bool]:
    """Undo or redo an operation inside the caller's transaction.

    Args:
        connection: the writer, inside a transaction, foreign keys off.
        operation: what to turn.
        is_undo: back, else forward again.
        version: number of the turning operation; rows get it where their old version does not fit.

    Returns:
        What was kept, in Chinese, and whether the operation now counts as turned (not where all of it was kept).

    Raises:
        RejectedError: DB-031 rows would refer to rows that are gone, or double something unique.
    """
    planner = Planner(connection, journal.changes_of(connection, operation.id), is_undo=is_undo)
    plan = planner.plan(version)
    try:
        _apply(connection, plan, planner)
        _check_references(connection, plan, planner)
    except sqlite3.IntegrityError as error:
        raise RejectedError("DB-031", name=operation.name, detail=str(error)) from error
    since = operation.id if is_undo else _last_turn(connection, operation.id)
    kept = tuple(dict.fromkeys(_kept(connection, plan, planner, since)))
    return kept, bool(plan.remove or plan.edit or plan.insert) or not kept


def _apply(connection: sqlite3.Connection, plan: Plan, planner: Planner) -> None:
    _delete(connection, plan.remove)
    _step_aside(connection, plan)
    for row, fields in list(plan.edit.items()):
        if not _set(connection, row, fields):
            now = planner.row_now(row) or {}
            names = [name for name in fields if name != "version"]
            # Back to what it was: it may have stepped aside.
            if not _set(connection, row, {name: now[name] for name in fields}):
                raise sqlite3.IntegrityError(words_of(row[0], now))
            del plan.edit[row]
            plan.kept_fields.setdefault(row, []).extend(names)
    order = list(columns_by_table())
    for row in sorted(plan.insert, key=lambda one: (order.index(one[0]), one[1])):
        values = plan.insert[row]
        owner = planner.owner_of(row, values)
        is_orphan = owner is not None and owner in plan.lost
        if is_orphan or not _insert(connection, row[0], values):
            plan.lost[row] = plan.insert.pop(row)


def _delete(connection: sqlite3.Connection, rows: Iterable[RowId]) -> None:
    by_table: dict[str, list[tuple[int | str]]] = {}
    for table, key in rows:
        by_table.setdefault(table, []).append((key,))
    for table, keys in by_table.items():
        connection.executemany(f"DELETE FROM {table} WHERE {columns_by_table()[table][0]} = ?", keys)


def _step_aside(connection: sqlite3.Connection, plan: Plan) -> None:
    """Give unique texts that are about to change a value of their own, so that rows can swap theirs."""
    unique = {table: _unique_texts(connection, table) for table in {row[0] for row in plan.edit}}
    for (table, key), fields in plan.edit.items():
        for column in unique[table] & fields.keys():
            if fields[column]:
                connection.execute(
                    f'UPDATE {table} SET "{column}" = ? WHERE {columns_by_table()[table][0]} = ?',
                    [f"\x00{table}/{key}", key],
                )


def _unique_texts(connection: sqlite3.Connection, table: str) -> set[str]:
    """Return the text columns of a table's unique indexes that may hold any text."""
    types = {row[1]: row[2] for row in connection.execute(f"PRAGMA table_info({table})")}
    found = set()
    for index in connection.execute(f"PRAGMA index_list({table})").fetchall():
        if index[2]:
            found |= {row[2] for row in connection.execute(f"PRAGMA index_info({index[1]})") if row[2] is not None}
    # Days and periods are checked for their form and cannot step aside; they never swap either.
    return {name for name in found if types[name] == "TEXT" and name not in {"day", "period"}}


def _set(connection: sqlite3.Connection, row: RowId, fields: Row) -> bool:
    """Set fields of a row; return False where the database refuses them."""
    table, key = row
    sets = ", ".join(f'"{name}" = ?' for name in fields)
    try:
        connection.execute(
            f"UPDATE {table} SET {sets} WHERE {columns_by_table()[table][0]} = ?", [*fields.values(), key]
        )
    except sqlite3.IntegrityError:
        return False
    return True


def _insert(connection: sqlite3.Connection, table: str, values: Row) -> bool:
    """Put a row back; return False where the database refuses it."""
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" for _ in values)
    try:
        connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values()))
    except sqlite3.IntegrityError:
        return False
    return True


def _check_references(connection: sqlite3.Connection, plan: Plan, planner: Planner) -> None:
    """Make sure that no row touched refers to nothing, and that nothing refers to a row taken out.

    Raises:
        sqlite3.IntegrityError: one does.
    """
    for user, _, _ in references_to(connection, planner.foreign_keys, plan.remove):
        raise sqlite3.IntegrityError(f"{user[0]} {user[1]}")
    written: dict[str, list[Any]] = {}
    for table, key in (*plan.edit, *plan.insert):
        written.setdefault(table, []).append(key)
    for one in planner.foreign_keys:
        if one.table not in written:
            continue
        own, parents = columns_by_table()[one.table][0], columns_by_table()[one.parent][0]
        broken = connection.execute(
            f"""
            SELECT {own} FROM {one.table} WHERE {own} IN (SELECT value FROM json_each(?)) AND {one.column} IS NOT NULL
              AND {one.column} NOT IN (SELECT {parents} FROM {one.parent}) LIMIT 1
            """,
            [json.dumps(written[one.table])],
        ).fetchone()
        if broken is not None:
            raise sqlite3.IntegrityError(f"{one.table} {broken[0]}")


def _last_turn(connection: sqlite3.Connection, number: int) -> int:
    row = connection.execute("SELECT max(number) FROM journal WHERE target = ?", [number]).fetchone()
    return int(row[0] or number)


def _kept(connection: sqlite3.Connection, plan: Plan, planner: Planner, since: int) -> Iterable[str]:
    """Yield one Chinese line for everything that was left alone."""
    yield from _kept_rows(connection, plan, planner, since)
    for row, names in plan.kept_fields.items():
        now = planner.row_now(row) or plan.insert.get(row)
        if now is not None:
            acts = _acts(connection, since, {row})
            yield f"{_words(planner, row, now)}的{field_words(row[0], names)}：{acts}，保留现在的内容"
    for row, values in plan.lost.items():
        if planner.owner_of(row, values) not in plan.lost:
            yield f"{_words(planner, row, values)}：所属的记录已删除，或编号、名称已被占用，没有恢复"
    for table, key in plan.gone:
        yield f"{words_of(table, _last_known(connection, table, key))}：之后已删除，没有改动"


def _kept_rows(connection: sqlite3.Connection, plan: Plan, planner: Planner, since: int) -> Iterable[str]:
    """Yield one line for every aggregate that stays, named by its head, with what was done to it since."""
    reasons: dict[RowId, set[RowId]] = {}
    for row, why in plan.kept_rows.items():
        head = row
        while (owner := planner.owner_of(head, planner.row_now(head) or {})) in plan.kept_rows and owner is not None:
            head = owner
        reasons.setdefault(head, set()).update(why)
    for head, why in reasons.items():
        now = planner.row_now(head) or {}
        if why:
            yield f"{_words(planner, head, now)}：{_acts(connection, since, why)}，已保留"
        else:
            yield f"{_words(planner, head, now)}：仍被保留的内容引用，已保留"


def _words(planner: Planner, row: RowId, values: Row) -> str:
    """Call a row by its name; a row that belongs to another by that one's name first."""
    owner = planner.owner_of(row, values)
    words = words_of(row[0], values)
    if owner is None:
        return words
    heads = planner.read(owner[0], [owner[1]])
    return f"{words_of(owner[0], heads[0])}的{words}" if heads else words


def _acts(connection: sqlite3.Connection, since: int, rows: Iterable[RowId]) -> str:
    by_table: dict[str, list[int | str]] = {}
    for table, key in rows:
        by_table.setdefault(table, []).append(key)
    names = list(
        dict.fromkeys(
            name for table, keys in by_table.items() for name in journal.names_since(connection, since, table, keys)
        )
    )
    if not names:
        return "之后又有改动"
    shown = "、".join(f"“{name}”" for name in names[:_NAMES_SHOWN])
    return f"之后有{shown}" + (f"等{len(names)}项操作" if len(names) > _NAMES_SHOWN else "")


def _last_known(connection: sqlite3.Connection, table: str, key: int | str) -> Row:
    """Return what a deleted row was, by the journal."""
    row = connection.execute(
        """
        SELECT before FROM journal_change WHERE table_name = ? AND key = ? AND after IS NULL
        ORDER BY operation DESC LIMIT 1
        """,
        [table, key],
    ).fetchone()
    columns = dict.fromkeys(columns_by_table()[table], "")
    return {**columns, **(json.loads(row[0]) if row else {})}
