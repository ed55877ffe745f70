"""One consistent view of a ledger: a read transaction on a connection of its own."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from db import facts_query, grid_query, search_query, settings_store
from db.connection import translated
from db.judged import Judged
from db.repository import SqliteRepository
from db.tables import table_of
from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.grid import FieldValues, GroupCount, SearchHit, TaskQuery, TaskRow
from ledger_app.domain.settings import LedgerSettings

E = TypeVar("E")


class SqliteReadSession:
    """Questions to a ledger at one moment; not shared between threads."""

    def __init__(self, connection: sqlite3.Connection, judged: Judged) -> None:
        """Ask on a connection that is inside a transaction.

        Args:
            connection: of this session alone.
            judged: keeps the lights of the whole ledger on this connection.
        """
        self._connection = connection
        self._judged = judged

    @property
    def connection(self) -> sqlite3.Connection:
        """Return the connection, for this package's own use."""
        return self._connection

    def of(self, entity: type[E]) -> SqliteRepository[E]:
        """Return the repository of an entity's rows."""
        return SqliteRepository(self._connection, table_of(entity), self._next_operation)

    def settings(self) -> LedgerSettings:
        """Return the ledger's settings, defaults where none were saved."""
        return settings_store.read_settings(self._connection)

    def read_setting(self, key: str) -> str | None:
        """Return a raw setting's text, None if unset (for state that is not in LedgerSettings)."""
        return settings_store.read_raw(self._connection, key)

    def facts(self, cutoff: dt.date, *, task_ids: Sequence[int] | None = None) -> Iterable[TaskFacts]:
        """Yield the facts of all tasks (or the named ones) at a cut-off date, by plan, ordinal, id."""
        return facts_query.facts(self._connection, cutoff, task_ids)

    def task_ids(self, query: TaskQuery) -> Sequence[int]:
        """Return the ids a query selects, in its order."""
        with translated():
            return grid_query.task_ids(self._connection, self._judged, query, self.settings())

    def task_rows(self, task_ids: Sequence[int], cutoff: dt.date) -> list[TaskRow]:
        """Return the grid's rows of the named tasks at a cut-off date, in the given order; gone tasks are left out."""
        with translated():
            return grid_query.task_rows(self._connection, task_ids, cutoff, self.settings())

    def groups(self, query: TaskQuery) -> list[GroupCount]:
        """Return the groups of a grouped query in list order."""
        with translated():
            return grid_query.groups(self._connection, self._judged, query, self.settings())

    def totals(self, query: TaskQuery) -> GroupCount:
        """Return what a query selects, counted as one group."""
        with translated():
            return grid_query.totals(self._connection, self._judged, query, self.settings())

    def field_values(self, query: TaskQuery, field: str, search: str = "", limit: int = 1000) -> FieldValues:
        """Return the distinct values of a field among a query's tasks, its own conditions on that field aside."""
        with translated():
            return grid_query.field_values(self._connection, self._judged, query, self.settings(), field, search, limit)

    def light_counts(self, query: TaskQuery) -> Mapping[str, int]:
        """Return light value -> number of tasks a query selects."""
        with translated():
            return grid_query.light_counts(self._connection, self._judged, query, self.settings())

    def search(self, text: str, limit: int = 50) -> list[SearchHit]:
        """Return hits over tasks, units, plans, evidence and progress, best first."""
        with translated():
            return search_query.search(self._connection, text, limit)

    def next_code(self, prefix: str) -> str:
        """Return the next free task code of a prefix ("2" -> "2-08")."""
        with translated():
            return grid_query.next_code(self._connection, prefix)

    def _next_operation(self) -> int:
        """Return the number of the operation under way; a read session has none."""
        return 0
