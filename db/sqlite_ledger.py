"""An open ledger folder: `SqliteLedger` implements `ledger_app.ports.Ledger`; `db.ledger` makes one.

One connection writes, under a lock within the process and one across processes; readers have a connection each.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from db import capture, grid_fields, journal, search_index, settings_store, undo
from db.archive import DATABASE_NAME
from db.check import CheckableStore, CheckResult, check
from db.connection import close_writer, open_connection, translated
from db.evidence_texts import SqliteEvidenceTexts
from db.judged import Judged
from db.lock import WriterLock
from db.media import Media
from db.read_session import SqliteReadSession
from db.unit_of_work import SqliteUnitOfWork
from ledger_app.domain.changes import ChangeSet, Operation
from ledger_app.errors import BugError, EnvironmentFault, RejectedError
from ledger_app.ports import Clock, EvidenceStore, Progress

A = TypeVar("A")

NAME_KEY = "ledger.name"
_EMPTIED = "evidence.empty_bin"
_IDLE_READERS = 4
_WRITER_WAIT_S = 120.0
_CLOSING_WAIT_S = 10.0
# How long a list waits for the connection that has the lights of the whole ledger, rather than judging them anew.
_LISTS_WAIT_S = 1.5


class SqliteLedger:
    """A ledger folder with its database open; made by `db.ledger`."""

    def __init__(
        self,
        folder: Path,
        media: Media,
        store: EvidenceStore,
        *,
        clock: Clock,
        user: str,
        host: str,
        lock: WriterLock | None,
    ) -> None:
        """Serve a folder whose database is in the present format.

        Args:
            folder: the ledger folder.
            media: what it lies on.
            store: its evidence.
            clock: dates operations.
            user: who works.
            host: name of this PC.
            lock: held by this ledger until it is closed; None opens it for reading only.
        """
        self._folder = folder
        self._media = media
        self._store = store
        self._clock = clock
        self._user = user
        self._host = host
        self._lock = lock
        self._texts = SqliteEvidenceTexts(folder, is_read_only=lock is None)
        self._writer: sqlite3.Connection | None = None
        self._writer_judged: Judged | None = None
        self._write_turn = threading.Lock()
        self._writing_thread: int | None = None
        self._readers = threading.Condition()
        self._idle: list[tuple[sqlite3.Connection, Judged]] = []
        self._readers_out = 0
        self._lists_out = 0
        self._is_closed = False
        self._here = threading.local()
        if lock is not None:
            # Opened at once: it decides the journal mode before anybody reads.
            self._open_writer()

    @property
    def folder(self) -> Path:
        """Return the ledger's folder."""
        return self._folder

    @property
    def media(self) -> Media:
        """Return what the folder lies on."""
        return self._media

    @property
    def is_read_only(self) -> bool:
        """Say whether nothing can be written (write-protected stick, another PC writes)."""
        return self._lock is None

    @property
    def store(self) -> EvidenceStore:
        """Return the ledger's evidence store."""
        return self._store

    @property
    def texts(self) -> SqliteEvidenceTexts:
        """Return the words of the stored files."""
        return self._texts

    @property
    def uid(self) -> str:
        """Return what the ledger is told from all others by, copies of it aside."""
        query = "SELECT value FROM ledger_info WHERE key = 'uid'"
        return self._ask(lambda connection: str(connection.execute(query).fetchone()[0]))

    @property
    def name(self) -> str:
        """Return the ledger's name, the folder's name where it has none."""
        with self._reading() as (connection, _):
            return settings_store.read_raw(connection, NAME_KEY) or self._folder.name

    @contextmanager
    def read(self, *, lists: bool = False) -> Iterator[SqliteReadSession]:
        """Open a read session; any thread may, each its own.

        Args:
            lists: tasks will be listed, grouped or counted: such sessions take turns on one connection, which has
                what is worked out for all of them.
        """
        with self._reading(lists=lists) as (connection, judged):
            yield SqliteReadSession(connection, judged)

    @contextmanager
    def write(self) -> Iterator[SqliteUnitOfWork]:
        """Open the one writer; committed on leaving, rolled back by any exception.

        Raises:
            EnvironmentFault: DB-016 the ledger is read-only; DB-017 another operation does not end; DB-002 the disk
                is full; DB-005, DB-006.
        """
        with self._writing() as work:
            yield work
            work.commit()

    def operations(self, limit: int = 200, before: int | None = None) -> list[Operation]:
        """Return operations, newest first, older than `before` if given."""
        return self._ask(lambda connection: journal.operations(connection, limit, before))

    def undoable(self) -> Operation | None:
        """Return what the next plain undo would undo."""
        return self._ask(journal.undoable)

    def redoable(self) -> Operation | None:
        """Return what the next plain redo would do again."""
        return self._ask(journal.redoable)

    def history(self, table: str, key: int | str) -> list[tuple[Operation, Mapping[str, tuple[Any, Any]]]]:
        """Return, newest first, each operation that touched a row with its changed fields (before, after)."""
        return self._ask(lambda connection: journal.history(connection, table, key))

    def removed_rows(self, task_id: int) -> list[tuple[str, int | str]]:
        """Return table and key of the rows that were taken off a task at some time."""
        return self._ask(lambda connection: journal.removed_rows(connection, task_id))

    def undo(self, operation_id: int | None = None) -> ChangeSet:
        """Undo an operation (default: the last one); what was touched since is kept and listed.

        Raises:
            RejectedError: DB-030 there is nothing to undo, or it is undone already; DB-031 it cannot be undone as
                things are.
        """
        return self._turn_back("undo", operation_id)

    def redo(self, operation_id: int | None = None) -> ChangeSet:
        """Do an undone operation again (default: the last undone).

        Raises:
            RejectedError: DB-032 there is nothing to redo, or it is not undone; DB-031.
        """
        return self._turn_back("redo", operation_id)

    def check(self, store: CheckableStore, progress: Progress | None = None) -> CheckResult:
        """Read everything and say what is wrong; see `db.check`.

        Args:
            store: the ledger's evidence, able to verify its files.
            progress: where to report.
        """
        with self._reading() as (connection, _):
            return check(connection, store, progress)

    def rebuild_search(self, progress: Progress | None = None) -> None:
        """Make the search index anew."""
        with self._writing() as work, translated(DATABASE_NAME):
            search_index.rebuild(work.connection, progress)
            work.connection.execute("COMMIT")

    def close(self) -> None:
        """Finish, release the lock, and leave one plain database file; does nothing the second time."""
        with self._readers:
            if self._is_closed:
                return
            self._is_closed = True
            self._readers.wait_for(lambda: self._readers_out == 0, _CLOSING_WAIT_S)
            for connection, _ in self._idle:
                connection.close()
            self._idle.clear()
        with self._write_turn:
            writer, self._writer = self._writer, None
            if writer is not None:
                close_writer(writer)
        if self._lock is not None:
            self._lock.release()

    def _turn_back(self, kind: str, operation_id: int | None) -> ChangeSet:
        """Undo or redo an operation."""
        with self._writing(foreign_keys=False) as work:
            connection = work.connection
            with translated():
                operation = _operation_meant(connection, kind, operation_id)
                work.describe(kind, f"{'撤销' if kind == 'undo' else '恢复'}：{operation.name}")
                kept, is_done = undo.turn(connection, operation, is_undo=kind == "undo", version=work.number)
                self._refuse_without_files(connection, operation, is_undo=kind == "undo")
            changes = work.commit(operation.id) if is_done else ChangeSet(name=operation.name)
        return ChangeSet(changes.operation_id, changes.name, changes.rows, kept)

    def _refuse_without_files(self, connection: sqlite3.Connection, operation: Operation, *, is_undo: bool) -> None:
        """Refuse to bring back the row of a file that was deleted when the bin was emptied."""
        for change in journal.changes_of(connection, operation.id):
            gone, back = (change.after, change.before) if is_undo else (change.before, change.after)
            if change.table == "stored_file" and gone is None and back is not None:
                acts = (act for act, _fields in journal.history(connection, "stored_file", change.key))
                was_emptied = any(act.kind == _EMPTIED for act in acts)
                if was_emptied and not self._store.has(str(change.key)):
                    raise RejectedError("DB-033", name=operation.name)

    @contextmanager
    def _writing(self, *, foreign_keys: bool = True) -> Iterator[SqliteUnitOfWork]:
        """Lend the writer; whatever is not committed on leaving is rolled back."""
        if self._lock is None:
            raise EnvironmentFault("DB-016")
        if self._writing_thread == threading.get_ident():
            raise BugError("DB-090", field="nested write")
        if getattr(self._here, "readers", 0):
            # Without a write-ahead log the commit would wait for this very reader.
            raise BugError("DB-090", field="write inside read")
        if not self._write_turn.acquire(timeout=_WRITER_WAIT_S):
            raise EnvironmentFault("DB-017")
        try:
            self._writing_thread = threading.get_ident()
            if self._is_closed:
                raise EnvironmentFault("DB-018")
            with self._transaction(foreign_keys=foreign_keys) as work:
                yield work
        finally:
            self._writing_thread = None
            self._write_turn.release()

    @contextmanager
    def _transaction(self, *, foreign_keys: bool) -> Iterator[SqliteUnitOfWork]:
        connection, judged = self._open_writer()
        work = SqliteUnitOfWork(connection, judged, clock=self._clock, user=self._user, host=self._host)
        try:
            if not foreign_keys:
                # Cannot be changed inside a transaction; undo puts every row back itself and checks them then.
                connection.execute("PRAGMA foreign_keys = OFF")
            work.begin()
            yield work
        finally:
            try:
                work.roll_back()
                connection.execute("PRAGMA foreign_keys = ON")
            except (EnvironmentFault, sqlite3.Error):
                # The connection is not to be trusted any more; closing it rolls back for certain.
                self._writer = None
                with contextlib.suppress(sqlite3.Error):
                    connection.close()

    def _open_writer(self) -> tuple[sqlite3.Connection, Judged]:
        if self._writer is None or self._writer_judged is None:
            connection = open_connection(self._folder / DATABASE_NAME, "write", self._media)
            grid_fields.register(connection)
            capture.install(connection)
            self._writer, self._writer_judged = connection, Judged(connection)
        return self._writer, self._writer_judged

    @contextmanager
    def _reading(self, *, lists: bool = False) -> Iterator[tuple[sqlite3.Connection, Judged]]:
        """Lend a reader inside a transaction that sees the ledger of this moment."""
        connection, judged = self._take_reader(lists=lists)
        self._here.readers = getattr(self._here, "readers", 0) + 1
        end = "ROLLBACK"
        try:
            with translated(DATABASE_NAME):
                connection.execute("BEGIN")
                connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
            yield connection, judged
            end = "COMMIT"  # so that the temporary table of lights serves the next session too
        finally:
            self._here.readers -= 1
            self._give_back(connection, judged, end, lists=lists)

    def _take_reader(self, *, lists: bool) -> tuple[sqlite3.Connection, Judged]:
        with self._readers:
            if lists and not getattr(self._here, "readers", 0):
                self._readers.wait_for(lambda: self._lists_out == 0 or self._is_closed, _LISTS_WAIT_S)
            if self._is_closed:
                raise EnvironmentFault("DB-018")
            self._readers_out += 1
            self._lists_out += lists
            if self._idle:
                # What has been worked out is for lists: anybody else takes a connection without it.
                fit = next((one for one in self._idle if one[1].is_made is lists), self._idle[-1])
                self._idle.remove(fit)
                return fit
        try:
            connection = open_connection(self._folder / DATABASE_NAME, "read", self._media)
            grid_fields.register(connection)
        except BaseException:
            with self._readers:
                self._readers_out -= 1
                self._lists_out -= lists
                self._readers.notify_all()
            raise
        return connection, Judged(connection)

    def _give_back(self, connection: sqlite3.Connection, judged: Judged, end: str, *, lists: bool) -> None:
        is_sound = True
        try:
            if connection.in_transaction:
                connection.execute(end)
        except sqlite3.Error:
            is_sound = False
        with self._readers:
            self._readers_out -= 1
            self._lists_out -= lists
            if is_sound and not self._is_closed and len(self._idle) < _IDLE_READERS:
                self._idle.append((connection, judged))
            else:
                connection.close()
            self._readers.notify_all()

    def _ask(self, question: Callable[[sqlite3.Connection], A]) -> A:
        with self._reading() as (connection, _), translated(DATABASE_NAME):
            return question(connection)


def _operation_meant(connection: sqlite3.Connection, kind: str, operation_id: int | None) -> Operation:
    """Return the operation to undo or redo.

    Raises:
        RejectedError: DB-030, DB-032.
    """
    code = "DB-030" if kind == "undo" else "DB-032"
    if operation_id is None:
        operation = journal.undoable(connection) if kind == "undo" else journal.redoable(connection)
    else:
        operation = journal.operation(connection, operation_id)
    if operation is None or operation.target_id is not None or operation.is_undone != (kind == "redo"):
        raise RejectedError(code)
    return operation
