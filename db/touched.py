"""Which tasks the operations since a number may have changed: what derived tables are brought up to date by."""

from __future__ import annotations

import sqlite3

# Above so many changed rows it is quicker to make a derived table anew.
FOLLOW_AT_MOST = 20_000
# Rows that name their task in `task_id`.
_OF_A_TASK = (
    "deadline",
    "milestone",
    "occurrence",
    "progress_entry",
    "closing",
    "task_owner",
    "task_leader",
    "task_evidence",
    "custom_value",
    "expected_evidence",
    "doubt",
)
# Rows whose words many tasks show: names of units and people, titles of plans, evidence put into the bin.
_SHARED = ("unit", "person", "post", "post_holder", "plan", "evidence", "custom_field")


def touched_since(connection: sqlite3.Connection, number: int) -> list[int] | None:
    """Return the tasks that rows changed since operation `number` belong to, None if these are too many to follow."""
    count = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM journal_change WHERE operation > ? LIMIT ?)",
        [number, FOLLOW_AT_MOST + 1],
    ).fetchone()[0]
    if count > FOLLOW_AT_MOST:
        return None
    rows = connection.execute(_TOUCHED, {"number": number})
    return [row[0] for row in rows if row[0] is not None]


def touches_shared(connection: sqlite3.Connection, number: int) -> bool:
    """Say whether a row that many tasks take words from was changed since operation `number`."""
    marks = ", ".join("?" for _ in _SHARED)
    row = connection.execute(
        f"SELECT 1 FROM journal_change WHERE operation > ? AND table_name IN ({marks}) LIMIT 1", [number, *_SHARED]
    ).fetchone()
    return row is not None


def _touched_statement() -> str:
    """Return the query for the ids of tasks that rows changed since `:number` belong to, now or before."""
    changed = "FROM journal_change c WHERE c.operation > :number AND c.table_name ="
    parts = [f"SELECT c.key {changed} 'task'"]
    for table in _OF_A_TASK:
        parts.append(f"SELECT json_extract(c.before, '$.task_id') {changed} '{table}'")
        parts.append(f"SELECT json_extract(c.after, '$.task_id') {changed} '{table}'")
        parts.append(f"SELECT x.task_id FROM {table} x WHERE x.id IN (SELECT c.key {changed} '{table}')")
    deadlines = " UNION ".join(
        (
            f"SELECT json_extract(c.before, '$.deadline_id') {changed} 'extension'",
            f"SELECT x.deadline_id FROM extension x WHERE x.id IN (SELECT c.key {changed} 'extension')",
        )
    )
    parts.append(f"SELECT x.task_id FROM deadline x WHERE x.id IN ({deadlines})")
    parts.append(f"SELECT x.id FROM task x WHERE x.plan_id IN (SELECT c.key {changed} 'plan')")
    return " UNION ".join(parts)


_TOUCHED = _touched_statement()
