"""One operation: everything in it is written together or not at all, journalled, and undone together."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator

from db import capture, journal, search_index, settings_store
from db.capture import RowDiff
from db.connection import translated
from db.journal import Heading
from db.judged import Judged
from db.read_session import SqliteReadSession
from ledger_app.domain.changes import ChangeSet, RowChange
from ledger_app.domain.settings import LedgerSettings
from ledger_app.ports import Clock


class SqliteUnitOfWork(SqliteReadSession):
    """A write transaction; made, finished and dropped by `SqliteLedger.write`."""

    def __init__(self, connection: sqlite3.Connection, judged: Judged, *, clock: Clock, user: str, host: str) -> None:
        """Write on the ledger's one writing connection, whose changes are being captured.

        Args:
            connection: not inside a transaction yet.
            judged: keeps the lights of the whole ledger on this connection.
            clock: read once.
            user: who does this.
            host: on which PC.
        """
        super().__init__(connection, judged)
        self._at = clock.now()
        self._today = clock.today()
        self._user = user
        self._host = host
        self._described: tuple[str, str] | None = None
        self._number = 0

    @property
    def at(self) -> str:
        """Return the moment of this operation as UTC ISO text with seconds, the same throughout."""
        return self._at

    @property
    def today(self) -> dt.date:
        """Return the local calendar day of this operation."""
        return self._today

    @property
    def user(self) -> str:
        """Return who does this, as the journal will name them."""
        return self._user

    @property
    def number(self) -> int:
        """Return the number that this operation will have in the journal."""
        return self._number

    def begin(self) -> None:
        """Start the transaction; from here on nobody else can write."""
        with translated():
            self._connection.execute("BEGIN IMMEDIATE")
            self._number = journal.next_number(self._connection)

    def describe(self, kind: str, name: str) -> None:
        """Name the operation for the journal; the first call counts, so that an outer act names its parts."""
        self._described = self._described or (kind, name)

    def save_settings(self, settings: LedgerSettings) -> None:
        """Write the ledger's settings."""
        settings_store.write_settings(self._connection, settings)

    def write_setting(self, key: str, value: str | None) -> None:
        """Write or clear (None) a raw setting."""
        settings_store.write_raw(self._connection, key, value)

    def changes(self) -> ChangeSet:
        """Return what was changed so far in this unit of work; the number is the one it will have in the journal."""
        with translated():
            rows = capture.touched_keys(self._connection)
        return ChangeSet(self._number if rows else 0, self._name, rows)

    def commit(self, target: int | None = None) -> ChangeSet:
        """Write the journal entry and the search index, and make all of it last.

        Args:
            target: the operation that this one undoes or redoes.

        Raises:
            EnvironmentFault: DB-002, DB-005, DB-006.
            RejectedError: DB-022 a row refers to one that is gone.
        """
        with translated():
            return self._commit(target)

    def roll_back(self) -> None:
        """Undo everything since `begin`; does nothing if that is done already."""
        with translated():
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def _commit(self, target: int | None) -> ChangeSet:
        connection = self._connection
        kind, name = self._described or ("edit", "修改台账")
        search_index.follow(connection)
        heading = Heading(kind, name, self._at, self._user, self._host, target)
        rows: dict[str, dict[int | str, RowChange]] = {}
        number = journal.record(connection, heading, _noted(capture.differences(connection), rows))
        capture.clear(connection)
        connection.execute("COMMIT")
        return ChangeSet(number, name, rows)

    @property
    def _name(self) -> str:
        return self._described[1] if self._described else ""

    def _next_operation(self) -> int:
        """Return the number of the operation under way."""
        return self._number


def _noted(diffs: Iterable[RowDiff], rows: dict[str, dict[int | str, RowChange]]) -> Iterator[RowDiff]:
    """Pass the changes on, noting in `rows` what happened to which row."""
    for diff in diffs:
        rows.setdefault(diff.table, {})[diff.key] = diff.what
        yield diff
