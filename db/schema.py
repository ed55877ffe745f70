"""Which format a ledger has: make it, know it, refuse a newer one, bring an older one up to date.

Plain SQL answers the questions; sqlite_utils is imported only when a step must be taken.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from db.connection import translated
from db.migrations.steps import STEP_NAMES, STEPS
from ledger_app.errors import EnvironmentFault
from ledger_app.version import VERSION

if TYPE_CHECKING:
    from sqlite_utils import Migrations

MIGRATION_SET = "ledger"
# Set in the file's header, so that other tools can tell what it is ("LDGR").
APPLICATION_ID = 0x4C444752


@dataclass(frozen=True, slots=True)
class Format:
    """How far a ledger's format has come.

    Attributes:
        applied: names of the steps it has taken, in order.
        app_version: version of the application that took the last one, "" if unknown.
    """

    applied: tuple[str, ...]
    app_version: str

    @property
    def pending(self) -> tuple[str, ...]:
        """Return our steps that it has not taken."""
        return tuple(name for name in STEP_NAMES if name not in self.applied)

    @property
    def foreign(self) -> tuple[str, ...]:
        """Return its steps that we do not know: it is newer than we are."""
        return tuple(name for name in self.applied if name not in STEP_NAMES)


def read_format(connection: sqlite3.Connection, file: str = "") -> Format:
    """Return the format of an open database.

    Raises:
        EnvironmentFault: DB-001 it is no ledger.
    """
    with translated(file):
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        if "_sqlite_migrations" not in tables:
            raise EnvironmentFault("DB-001", file=file)
        applied = connection.execute(
            "SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY id", [MIGRATION_SET]
        ).fetchall()
        version = ""
        if "ledger_info" in tables:
            row = connection.execute("SELECT value FROM ledger_info WHERE key = 'app_version'").fetchone()
            version = row[0] if row else ""
    return Format(tuple(row[0] for row in applied), version)


def refuse_newer(found: Format) -> None:
    """Refuse a ledger that took steps we do not know.

    Raises:
        EnvironmentFault: DB-004, naming both versions and formats.
    """
    if found.foreign:
        raise EnvironmentFault(
            "DB-004",
            theirs=found.app_version or "?",
            their_format=len(found.applied),
            ours=VERSION,
            our_format=len(STEP_NAMES),
        )


def make_schema(path: Path) -> None:
    """Make a new database file with the whole present format."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        apply_steps(connection)
    finally:
        connection.close()


def apply_steps(connection: sqlite3.Connection, *, until: str | None = None) -> None:
    """Take the pending steps, each in a transaction of its own, and note who did it.

    Args:
        connection: in autocommit mode.
        until: name of the step before which to stop (tests make old ledgers with it).
    """
    from sqlite_utils import Database

    database = Database(connection)
    migrations().apply(database, stop_before=until)
    connection.execute("INSERT OR REPLACE INTO ledger_info (key, value) VALUES ('app_version', ?)", [VERSION])


def migrations() -> Migrations:
    """Return the registered steps."""
    from sqlite_utils import Migrations

    registry = Migrations(MIGRATION_SET)
    for step in STEPS:
        registry()(step)
    return registry
