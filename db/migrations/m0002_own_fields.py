"""Format 2: more about custom fields; one more kind of source.  Never edited after release."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS: tuple[str, ...] = (
    "ALTER TABLE custom_field ADD COLUMN is_long INTEGER NOT NULL DEFAULT 0 CHECK (is_long IN (0, 1))",
    "ALTER TABLE custom_field ADD COLUMN is_retired INTEGER NOT NULL DEFAULT 0 CHECK (is_retired IN (0, 1))",
    "ALTER TABLE custom_field ADD COLUMN purpose TEXT NOT NULL DEFAULT ''",
    "CREATE UNIQUE INDEX custom_field_by_purpose ON custom_field (purpose) WHERE purpose <> ''",
)
_KINDS_BEFORE = "'audit', 'proposal', 'other')"
_KINDS_NOW = "'audit', 'work_report', 'proposal', 'other')"


def take(database: Database) -> None:
    """Take the step."""
    for statement in STATEMENTS:
        database.execute(statement)
    _widen_checks(database)


def _widen_checks(database: Database) -> None:
    """Let the check of two tables accept one more word.

    SQLite cannot alter a check.  Making the tables anew would touch every table that refers to a task; the stored
    form of a row does not depend on its checks, so changing their text is the documented shorter way.
    """
    (version,) = database.execute("PRAGMA schema_version").fetchone()
    database.execute("PRAGMA writable_schema = ON")
    database.execute(
        "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name IN ('task', 'task_source')",
        [_KINDS_BEFORE, _KINDS_NOW],
    )
    database.execute(f"PRAGMA schema_version = {version + 1}")
    database.execute("PRAGMA writable_schema = RESET")
