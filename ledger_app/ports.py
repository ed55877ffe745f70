"""What the application asks of the world outside it, as protocols.

`db` implements the ledger side, `ui` and the command line implement progress, `bootstrap` joins them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, BinaryIO, Literal, Protocol, TypeVar

from ledger_app.domain.changes import ChangeSet, Operation
from ledger_app.domain.evidence_text import Description, FileText, TextHit
from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.grid import FieldValues, GroupCount, SearchHit, TaskQuery, TaskRow
from ledger_app.domain.settings import LedgerSettings

E = TypeVar("E")
Verdict = Literal["ok", "missing", "changed", "unreadable"]


class Clock(Protocol):
    """Where the present comes from, so that tests and reprints can fix it."""

    def today(self) -> dt.date:
        """Return the local calendar day."""
        ...

    def now(self) -> str:
        """Return the present as UTC ISO text with seconds ("2024-06-30T08:00:00Z")."""
        ...


class Progress(Protocol):
    """Where long work says how far it is, and learns that it should stop."""

    def step(self, done: int, total: int, label: str = "") -> None:
        """Report `done` of `total` (0 = unknown) with a Chinese label.

        Raises:
            Cancelled: the user asked to stop.
        """
        ...


class Repository(Protocol[E]):
    """Rows of one entity; the entity's `id` is the key, 0 (or "") = not stored yet."""

    def get(self, key: int | str) -> E | None:
        """Return the row, None if there is none."""
        ...

    def find(self, **equal: object) -> list[E]:
        """Return rows whose named fields equal the values (None = IS NULL), by id; a tuple or list means any of."""
        ...

    def count(self, **equal: object) -> int:
        """Return how many rows `find` would give."""
        ...


class WritableRepository(Repository[E], Protocol[E]):
    """Rows of one entity that may be changed; every change is journalled."""

    def add(self, entity: E) -> E:
        """Insert and return the entity with its id."""
        ...

    def add_all(self, entities: Iterable[E]) -> list[E]:
        """Insert many and return them with their ids, in order."""
        ...

    def update(self, entity: E) -> E:
        """Write all fields of a stored row.

        Raises:
            ConflictError: DB-020 the row has `version` and was changed since it was read; DB-021 it is gone.
        """
        ...

    def remove(self, key: int | str) -> None:
        """Delete a row; rows that belong to it go with it."""
        ...


class ReadSession(Protocol):
    """A consistent view of one ledger at one moment; not shared between threads."""

    def of(self, entity: type[E]) -> Repository[E]:
        """Return the repository of an entity's rows."""
        ...

    def settings(self) -> LedgerSettings:
        """Return the ledger's settings, defaults where none were saved."""
        ...

    def facts(self, cutoff: dt.date, *, task_ids: Sequence[int] | None = None) -> Iterable[TaskFacts]:
        """Yield the facts of all tasks (or the named ones) at a cut-off date, by plan, ordinal, id."""
        ...

    def task_ids(self, query: TaskQuery) -> Sequence[int]:
        """Return the ids a query selects, in its order."""
        ...

    def task_rows(self, task_ids: Sequence[int], cutoff: dt.date) -> list[TaskRow]:
        """Return the grid's rows of the named tasks at a cut-off date, in the given order; gone tasks are left out."""
        ...

    def groups(self, query: TaskQuery) -> list[GroupCount]:
        """Return the groups of a grouped query in list order."""
        ...

    def totals(self, query: TaskQuery) -> GroupCount:
        """Return what a query selects, counted as one group."""
        ...

    def field_values(self, query: TaskQuery, field: str, search: str = "", limit: int = 1000) -> FieldValues:
        """Return the distinct values of a field among a query's tasks, its own conditions on that field aside.

        Args:
            query: which tasks.
            field: its name; long texts (content, note, progress) have no list and give none.
            search: text that must occur in a value's printed name, "" for all.
            limit: how many values at most; `distinct_count` tells how many there are.
        """
        ...

    def light_counts(self, query: TaskQuery) -> Mapping[str, int]:
        """Return light value -> number of tasks a query selects."""
        ...

    def search(self, text: str, limit: int = 50) -> list[SearchHit]:
        """Return hits over tasks, units, plans, evidence and progress, best first."""
        ...

    def next_code(self, prefix: str) -> str:
        """Return the next free task code of a prefix ("2" -> "2-08")."""
        ...

    def read_setting(self, key: str) -> str | None:
        """Return a raw setting's text, None if unset (for state that is not in LedgerSettings)."""
        ...


class UnitOfWork(ReadSession, Protocol):
    """One operation: everything in it is written together or not at all, and undone together."""

    @property
    def at(self) -> str:
        """Return the moment of this operation as UTC ISO text with seconds, the same throughout."""
        ...

    @property
    def today(self) -> dt.date:
        """Return the local calendar day of this operation."""
        ...

    @property
    def user(self) -> str:
        """Return who does this, as the journal will name them."""
        ...

    def of(self, entity: type[E]) -> WritableRepository[E]:
        """Return the writable repository of an entity's rows."""
        ...

    def describe(self, kind: str, name: str) -> None:
        """Name the operation for the journal; the first call counts, so that an outer act names its parts."""
        ...

    def save_settings(self, settings: LedgerSettings) -> None:
        """Write the ledger's settings."""
        ...

    def write_setting(self, key: str, value: str | None) -> None:
        """Write or clear (None) a raw setting."""
        ...

    def changes(self) -> ChangeSet:
        """Return what was changed so far in this unit of work."""
        ...


class EvidenceStore(Protocol):
    """The content-addressed store of a ledger (files never change once in)."""

    def put(self, source: Path, progress: Progress | None = None) -> tuple[str, int]:
        """Copy a file in and return (SHA-256, size in bytes); in place before this returns."""
        ...

    def put_bytes(self, content: bytes) -> tuple[str, int]:
        """Store bytes and return (SHA-256, size)."""
        ...

    def together(self) -> AbstractContextManager[None]:
        """Put many files, from several threads too; they last once this is left without an error."""
        ...

    def path_of(self, sha256: str) -> Path:
        """Return where a stored file lies (whether or not it is there)."""
        ...

    @property
    def is_away(self) -> bool:
        """Say whether the drive that the files lie on is not there now."""
        ...

    def refuse_if_away(self, name: str) -> None:
        """Refuse to read or write files while their drive is not there; EnvironmentFault EVI-090."""
        ...

    def has(self, sha256: str) -> bool:
        """Say whether a file of this digest is in place; its content is not looked at."""
        ...

    def open(self, sha256: str) -> BinaryIO:
        """Open a stored file for reading.

        Raises:
            EnvironmentFault: EVI-003 it is not there or cannot be read.
        """
        ...

    def verify(self, sha256: str, progress: Progress | None = None) -> Verdict:
        """Read a stored file through and say whether it still is what its name says.

        Raises:
            Cancelled: through `progress`, which is told bytes.
        """
        ...

    def iterate(self) -> Iterator[tuple[str, int]]:
        """Yield (SHA-256, size in bytes) of every stored file, by digest."""
        ...


class EvidenceTexts(Protocol):
    """The words of stored files, beside the ledger's records: made anew from the files whenever they are gone.

    Every method may raise EnvironmentFault EVI-072: the place cannot be read or written; the ledger is not touched.
    """

    def unread(self, digests: Iterable[str], *, with_waiting: bool = False) -> list[str]:
        """Return which files have not been read; `with_waiting`: scans that waited for a recognition count too."""
        ...

    def put(self, text: FileText) -> None:
        """Keep what was read of a file, in place of what was read before."""
        ...

    def keep_only(self, digests: Collection[str]) -> None:
        """Forget every other file."""
        ...

    def clear(self) -> None:
        """Forget everything, so that all is read anew."""
        ...

    def find(self, words: str, limit: int | None = None) -> list[TextHit]:
        """Return the files that hold every word, those read last first, at most `limit` (None = all)."""
        ...

    def text(self, sha256: str) -> FileText | None:
        """Return what was read of a file, None if it was not read."""
        ...

    def descriptions(self, digests: Iterable[str]) -> dict[str, Description]:
        """Return what files say about themselves, nothing for those that were not read."""
        ...

    def offered(self, digests: Iterable[str]) -> set[str]:
        """Return those files on whose descriptions somebody has decided."""
        ...

    def note_offered(self, digests: Iterable[str]) -> None:
        """Remember that somebody has decided on the descriptions of files."""
        ...

    def unreadable(self) -> list[FileText]:
        """Return the files whose words could not be read, with the reason."""
        ...

    def counts(self) -> Mapping[str, int]:
        """Return the number of files by state."""
        ...


class Ledger(Protocol):
    """An open ledger folder."""

    @property
    def folder(self) -> Path:
        """Return the ledger's folder."""
        ...

    @property
    def is_read_only(self) -> bool:
        """Say whether nothing can be written (write-protected stick, another PC writes)."""
        ...

    @property
    def store(self) -> EvidenceStore:
        """Return the ledger's evidence store."""
        ...

    @property
    def texts(self) -> EvidenceTexts:
        """Return the words of the stored files."""
        ...

    def read(self, *, lists: bool = False) -> AbstractContextManager[ReadSession]:
        """Open a read session; any thread may, each its own.

        Args:
            lists: tasks will be listed, grouped or counted over the whole ledger; such sessions share what was worked
                out for the ones before, and take turns.
        """
        ...

    def write(self) -> AbstractContextManager[UnitOfWork]:
        """Open the one writer; committed on leaving, rolled back by any exception.

        Raises:
            EnvironmentFault: the ledger is read-only, locked, or the disk is full.
        """
        ...

    def operations(self, limit: int = 200, before: int | None = None) -> list[Operation]:
        """Return operations, newest first, older than `before` if given."""
        ...

    def undoable(self) -> Operation | None:
        """Return what the next plain undo would undo."""
        ...

    def redoable(self) -> Operation | None:
        """Return what the next plain redo would do again."""
        ...

    def undo(self, operation_id: int | None = None) -> ChangeSet:
        """Undo an operation (default: the last one); what was touched since is kept and listed.

        Raises:
            RejectedError: DB-030 there is nothing to undo, or it is undone already.
        """
        ...

    def redo(self, operation_id: int | None = None) -> ChangeSet:
        """Do an undone operation again (default: the last undone)."""
        ...

    def history(self, table: str, key: int | str) -> list[tuple[Operation, Mapping[str, tuple[Any, Any]]]]:
        """Return, newest first, each operation that touched a row with its changed fields (before, after)."""
        ...

    def removed_rows(self, task_id: int) -> list[tuple[str, int | str]]:
        """Return table and key of the rows that were taken off a task at some time, for `history`."""
        ...

    def rebuild_search(self, progress: Progress | None = None) -> None:
        """Make the search index anew from the rows; for an index that `check` found wanting."""
        ...

    def close(self) -> None:
        """Finish, release the lock, and leave one plain database file."""
        ...
