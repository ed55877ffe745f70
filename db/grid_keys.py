"""Values of fields kept ready for sorting and filtering: narrow temporary tables of one connection.

A task's row is wide; a hundred thousand of them do not fit any cache.  What lists are sorted and filtered by is
therefore kept beside it, a table a field, filled when a query first names the field and then brought up to date from
the journal: only tasks that later operations touched are read again.  Like the lights (`db.judged`) these tables are
derived, belong to their connection and go with it.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from dataclasses import dataclass

from db import journal
from db import task_sql as sql
from db.grid_fields import Field, field_named
from db.judged import Judged
from db.touched import touched_since, touches_shared
from ledger_app.domain.grid import custom_field_id
from ledger_app.domain.period import month_of
from ledger_app.domain.settings import LedgerSettings

SPINE = "grid_spine"
_NOTHING_COMMITTED = -1


@dataclass(frozen=True, slots=True)
class Source:
    """Where a query finds a field.

    Attributes:
        table: temporary table to join by its id, "" where `value` reads the ledger's rows; alias: its name in a query.
        value, order: expressions over the alias (or over `w` and `j`).
    """

    field: Field
    table: str
    alias: str
    value: str
    order: str


class Keys:
    """Keeps the tables of one connection in step with the ledger, for one cut-off date and its settings.

    Tables: `grid_spine` (id, place); `key_<field>` (id, value, key, place); `name_<field>` (id, name).
    """

    def __init__(
        self, connection: sqlite3.Connection, judged: Judged, cutoff: dt.date, settings: LedgerSettings
    ) -> None:
        """Serve one question on a connection; nothing is made before it is needed."""
        self._connection = connection
        self._judged = judged
        self._cutoff = cutoff
        self._settings = settings
        self._bound = {"cutoff": cutoff.isoformat(), "month": month_of(cutoff)}
        self._is_judged = False
        self._seen: dict[str, Field] = {}

    def field(self, name: str) -> Field:
        """Return a field by its name.

        Raises:
            BugError: DB-090 there is no such field.
        """
        if name not in self._seen:
            self._seen[name] = field_named(self._connection, name)
        return self._seen[name]

    def source(self, name: str) -> Source:
        """Return where a field stands, its table up to date."""
        field = self.field(name)
        if field.needs_light:
            self.judge()
        if field.home == "judged":
            return Source(field, "judged", "j", field.value, field.order or field.value)
        if field.home in ("task", "entry"):
            return Source(field, "", "", field.value, field.order or field.value)
        table = f"key_{_plain(name)}"
        self._ensure(table, field, "(id INTEGER PRIMARY KEY, value, key, place)", _key_rows(field))
        return Source(field, table, table, f"{table}.value", f"{table}.key")

    def names(self, name: str) -> str:
        """Return the up-to-date table (id, name) of a field that holds several names."""
        table = f"name_{_plain(name)}"
        field = self.field(name)
        self._ensure(table, field, "(id INTEGER, name)", _name_rows(field), index="id")
        return table

    def spine(self) -> str:
        """Return the up-to-date table (id, place) of all tasks."""
        columns = "(id INTEGER PRIMARY KEY, place INTEGER)"
        self._ensure(SPINE, Field(""), columns, f"SELECT t.id, {sql.PLACE} FROM task t WHERE {{where}}")
        return SPINE

    def judge(self) -> None:
        """Bring the table of lights up to date."""
        if not self._is_judged:
            self._judged.ensure(self._cutoff, self._settings)
            self._is_judged = True

    def index(self, source: Source, name: str) -> None:
        """Give a field's table the index by which a whole list comes in order without sorting."""
        order = source.order.replace(f"{source.alias}.", "")
        self._connection.execute(
            f"CREATE INDEX IF NOT EXISTS temp.by_{_plain(name)} ON {source.table} "
            f"(({order}) IS NULL, ({order}), place, id)"
        )

    def _ensure(self, table: str, field: Field, columns: str, rows: str, index: str = "") -> None:
        """Make a table right for the ledger as this transaction sees it."""
        run = self._connection.execute
        run("CREATE TEMP TABLE IF NOT EXISTS grid_state (name PRIMARY KEY, question, operation)")
        question = self._cutoff.isoformat() if field.by_cutoff else field.value
        state = run("SELECT question, operation FROM temp.grid_state WHERE name = ?", [table]).fetchone()
        number = _NOTHING_COMMITTED if self._judged.has_uncommitted() else journal.last_number(self._connection)
        touched: list[int] | None = None
        if state is not None and state[0] == question and number != _NOTHING_COMMITTED:
            if state[1] == number:
                return
            if 0 <= state[1] < number and not (table != SPINE and touches_shared(self._connection, state[1])):
                touched = touched_since(self._connection, state[1])
        if touched is None:
            run(f"DROP TABLE IF EXISTS temp.{table}")
            run(f"CREATE TEMP TABLE {table} {columns}")
            run(f"INSERT INTO temp.{table} {rows.format(where='1')}", self._bound)
            if index:
                run(f"CREATE INDEX temp.{table}_{index} ON {table} ({index})")
        else:
            ids = {**self._bound, "ids": json.dumps(touched)}
            chosen = "IN (SELECT value FROM json_each(:ids))"
            run(f"DELETE FROM temp.{table} WHERE id {chosen}", ids)
            run(f"INSERT INTO temp.{table} {rows.format(where=f't.id {chosen}')}", ids)
        run("INSERT OR REPLACE INTO temp.grid_state VALUES (?, ?, ?)", [table, question, number])


def _key_rows(field: Field) -> str:
    """Return the query for the rows of a field's table; `{where}` chooses the tasks."""
    order = (field.order or "value").replace("t.plan_id", "plan_id")
    return f"""
        SELECT id, value, {order}, place FROM (
            SELECT t.id, {field.value} AS value, {sql.PLACE} AS place, t.plan_id
            FROM task t LEFT JOIN plan p ON p.id = t.plan_id WHERE {{where}}
        )
    """


def _name_rows(field: Field) -> str:
    """Return the query for the names of a field; one row a name and task."""
    return f"""
        SELECT t.id, n.value FROM task t,
        json_each((SELECT json_group_array(DISTINCT name) FROM ({field.names}))) n
        WHERE ({{where}}) AND n.value <> ''
    """


def _plain(name: str) -> str:
    """Return a field's name as part of a table's."""
    number = custom_field_id(name)
    return name if number is None else f"custom_{number}"
