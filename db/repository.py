"""Rows of one entity, read and written; one class serves every entity, driven by its dataclass."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar, cast

from db.connection import translated
from db.tables import Table
from ledger_app.errors import BugError, ConflictError

E = TypeVar("E")


class SqliteRepository(Generic[E]):
    """Rows of one table; the writable half is used inside a unit of work only."""

    def __init__(self, connection: sqlite3.Connection, table: Table[E], operation: Callable[[], int]) -> None:
        """Serve a table on a connection.

        Args:
            connection: of the session or unit of work.
            table: describes the entity.
            operation: returns the number of the operation under way, which becomes the version of changed rows.
        """
        self._connection = connection
        self._table = table
        self._operation = operation
        self._columns = ", ".join(f'"{column}"' for column in table.columns)

    def get(self, key: int | str) -> E | None:
        """Return the row, None if there is none."""
        rows = self._select("id = ?", [key])
        return rows[0] if rows else None

    def find(self, **equal: object) -> list[E]:
        """Return rows whose named fields equal the values (None = IS NULL), by id; a tuple or list means any of."""
        where, values = self._condition(equal)
        return self._select(where, values)

    def count(self, **equal: object) -> int:
        """Return how many rows `find` would give."""
        where, values = self._condition(equal)
        with translated():
            row = self._connection.execute(f"SELECT count(*) FROM {self._table.name} WHERE {where}", values).fetchone()
        return int(row[0])

    def add(self, entity: E) -> E:
        """Insert and return the entity with its id."""
        return self.add_all([entity])[0]

    def add_all(self, entities: Iterable[E]) -> list[E]:
        """Insert many and return them with their ids, in order."""
        items = [self._with_key(item, offset) for offset, item in self._numbered(entities)]
        marks = ", ".join("?" for _ in self._table.columns)
        rows = (self._table.to_row(item) for item in items)
        with translated():
            self._connection.executemany(f"INSERT INTO {self._table.name} ({self._columns}) VALUES ({marks})", rows)
        return items

    def update(self, entity: E) -> E:
        """Write all fields of a stored row.

        Raises:
            ConflictError: DB-020 the row has `version` and was changed since it was read; DB-021 it is gone.
        """
        table = self._table
        key = cast("Any", entity).id
        stored = self.get(key)
        if stored is None:
            raise ConflictError("DB-021", table=table.name, key=key)
        if table.has_version and cast("Any", stored).version != cast("Any", entity).version:
            raise ConflictError("DB-020", table=table.name, key=key)
        if stored == entity:
            return entity  # saving what is there already is no change, and nothing to undo
        if table.has_version:
            # The operation's number, not old + 1: after an undo the same number never means other content.
            version = max(self._operation(), cast("Any", stored).version + 1)
            entity = cast("E", dataclasses.replace(cast("Any", entity), version=version))
        sets = ", ".join(f'"{column}" = ?' for column in table.columns[1:])
        row = table.to_row(entity)
        with translated():
            self._connection.execute(f"UPDATE {table.name} SET {sets} WHERE id = ?", [*row[1:], key])
        return entity

    def remove(self, key: int | str) -> None:
        """Delete a row; rows that belong to it go with it."""
        with translated():
            self._connection.execute(f"DELETE FROM {self._table.name} WHERE id = ?", [key])

    def _select(self, where: str, values: list[Any]) -> list[E]:
        with translated():
            rows = self._connection.execute(
                f"SELECT {self._columns} FROM {self._table.name} WHERE {where} ORDER BY id", values
            ).fetchall()
        return [self._table.from_row(row) for row in rows]

    def _condition(self, equal: dict[str, object]) -> tuple[str, list[Any]]:
        """Return the WHERE clause of a `find`, and its values."""
        parts: list[str] = ["1"]
        values: list[Any] = []
        for name, value in equal.items():
            if name not in self._table.columns:
                raise BugError("DB-090", field=f"{self._table.name}.{name}")
            if value is None:
                parts.append(f'"{name}" IS NULL')
            elif isinstance(value, list | tuple | set | frozenset):
                parts.append(f'"{name}" IN (SELECT value FROM json_each(?))')
                values.append(json.dumps([self._table.value_of(name, one) for one in value]))
            else:
                parts.append(f'"{name}" = ?')
                values.append(self._table.value_of(name, value))
        return " AND ".join(parts), values

    def _numbered(self, entities: Iterable[E]) -> list[tuple[int, E]]:
        """Pair each entity with the id it gets if it has none."""
        items = list(entities)
        if self._table.is_text_key or all(cast("Any", item).id for item in items):
            return [(0, item) for item in items]
        start = self._highest_id() + 1
        numbered = []
        for item in items:
            numbered.append((start, item))
            start += not cast("Any", item).id
        return numbered

    def _with_key(self, item: E, key: int) -> E:
        if cast("Any", item).id:
            return item
        if self._table.is_text_key:
            raise BugError("DB-090", field=f"{self._table.name}.id")
        return cast("E", dataclasses.replace(cast("Any", item), id=key))

    def _highest_id(self) -> int:
        """Return the highest id ever given in this table; ids are never used again."""
        with translated():
            row = self._connection.execute(
                "SELECT seq FROM sqlite_sequence WHERE name = ?", [self._table.name]
            ).fetchone()
        return int(row[0]) if row else 0
