"""What an undo (or redo) may do: which rows to take out, put back or set back, and what it must leave alone.

An operation is turned by its own journal rows: each says what the row should be now (`have`) and what it shall be
again (`want`).  Undo has after -> before, redo before -> after.  Left alone is what later acts rely on:
- a row that was added and is not as it was left, or that something outside refers to, with its whole aggregate
  (a task with owners, deadlines, ...; aggregates follow the foreign keys that delete by cascade) and with
  whatever it refers to;
- a field that no longer has the value it was given;
- a row that was deleted and whose parents are gone.
Source: docs/adr/0003-undo-by-journal.md.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

from db.capture import Row
from db.journal import JournalChange
from db.tables import columns_by_table

RowId = tuple[str, int | str]


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A reference from a column of `table` to the key of `parent`; `owns`: rows go with their parent."""

    table: str
    column: str
    parent: str
    owns: bool
    is_required: bool


@dataclass(slots=True)
class Plan:
    """What will be done, and what is left alone and why.

    Attributes:
        remove: rows to take out; edit: row -> fields to set; insert: rows to put back.
        kept_rows: rows that stay although they were added, each with the later rows it stays for.
        kept_fields: row -> fields that keep their present value.
        lost: rows that cannot come back, with the parent that is gone; gone: rows to set back that are no more.
    """

    remove: list[RowId] = field(default_factory=list)
    edit: dict[RowId, Row] = field(default_factory=dict)
    insert: dict[RowId, Row] = field(default_factory=dict)
    kept_rows: dict[RowId, set[RowId]] = field(default_factory=dict)
    kept_fields: dict[RowId, list[str]] = field(default_factory=dict)
    lost: dict[RowId, Row] = field(default_factory=dict)
    gone: list[RowId] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Turn:
    """One row's change in the direction that it is turned."""

    row: RowId
    have: Row | None
    want: Row | None


class Planner:
    """Decides on one operation; asks the database, changes nothing."""

    def __init__(self, connection: sqlite3.Connection, changes: Iterable[JournalChange], *, is_undo: bool) -> None:
        """Read what the rows are now."""
        self._connection = connection
        self.foreign_keys = foreign_keys(connection)
        self._turns = [
            Turn((c.table, c.key), c.after if is_undo else c.before, c.before if is_undo else c.after) for c in changes
        ]
        self._now = self._read_rows([turn.row for turn in self._turns])

    def plan(self, version: int) -> Plan:
        """Return what may be done.

        Args:
            version: what rows guarded by a version get where the old version does not fit any more.
        """
        plan = Plan()
        self._plan_inserts(plan)
        self._plan_edits(plan, version)
        self._plan_removals(plan)
        return plan

    def row_now(self, row: RowId) -> Row | None:
        """Return a row as it is now, of those that the operation touched."""
        return self._now.get(row)

    def owner_of(self, row: RowId, values: Row) -> RowId | None:
        """Return the row that a row belongs to, None if it stands on its own."""
        for key in self.foreign_keys:
            if key.table == row[0] and key.owns and values.get(key.column) is not None:
                return key.parent, values[key.column]
        return None

    def _plan_inserts(self, plan: Plan) -> None:
        plan.insert = {
            turn.row: dict(turn.want)
            for turn in self._turns
            if turn.have is None and turn.want is not None and self._now[turn.row] is None
        }
        is_settled = False
        while not is_settled:
            is_settled = True
            for row, key in self._orphans(plan.insert):
                is_settled = False
                if key.is_required or key.owns:
                    plan.lost[row] = plan.insert.pop(row, {}) or plan.lost[row]
                elif row in plan.insert:
                    plan.insert[row][key.column] = None
                    plan.kept_fields.setdefault(row, []).append(key.column)

    def _orphans(self, rows: dict[RowId, Row]) -> list[tuple[RowId, ForeignKey]]:
        """Return the references of rows to be written whose target neither exists nor will."""
        found = []
        for key in self.foreign_keys:
            users = [
                (row, values[key.column])
                for row, values in rows.items()
                if row[0] == key.table and values.get(key.column) is not None
            ]
            wanted = {value for _, value in users if (key.parent, value) not in rows}
            missing = wanted - self._existing(key.parent, wanted)
            found += [(row, key) for row, value in users if value in missing]
        return found

    def _plan_edits(self, plan: Plan, version: int) -> None:
        for turn in self._turns:
            if turn.have is not None and turn.want is not None:
                self._plan_edit(plan, turn.row, turn.have, turn.want, version)
        for row, key in self._orphans({**plan.insert, **plan.edit}):
            if row in plan.edit and key.column in plan.edit[row]:
                del plan.edit[row][key.column]
                plan.kept_fields.setdefault(row, []).append(key.column)
                if not plan.edit[row].keys() - {"version"}:
                    del plan.edit[row]

    def _plan_edit(self, plan: Plan, row: RowId, have: Row, want: Row, version: int) -> None:
        """Set back the fields that still have the value they were given."""
        now = self._now[row]
        if now is None:
            plan.gone.append(row)
            return
        names = [name for name in want if name != "version"]
        fields = {name: want[name] for name in names if now[name] == have[name]}
        kept = [name for name in names if now[name] not in (have[name], want[name])]
        if kept:
            plan.kept_fields.setdefault(row, []).extend(kept)
        if "version" in want:
            if len(fields) == len(names) and now["version"] == have["version"]:
                fields["version"] = want["version"]
            elif fields:
                fields["version"] = max(version, now["version"] + 1)
        if fields:
            plan.edit[row] = fields

    def _plan_removals(self, plan: Plan) -> None:
        turns = {turn.row: turn for turn in self._turns if turn.have is not None and turn.want is None}
        present = {row: now for row in turns if (now := self._now[row]) is not None}
        keep: dict[RowId, set[RowId]] = {}
        for row, turn in turns.items():
            now = present.get(row)
            if now is None:
                owner = self.owner_of(row, turn.have or {})
                if owner is not None and owner in present:
                    keep.setdefault(owner, set()).add(row)
            elif _content(now) != _content(turn.have or {}):
                keep.setdefault(row, set()).add(row)
        for user, target in self._references_from_outside(present, plan):
            keep.setdefault(target, set()).add(user)
        self._spread(keep, present)
        plan.kept_rows = keep
        plan.remove = [row for row in present if row not in keep]

    def _references_from_outside(self, present: dict[RowId, Row], plan: Plan) -> list[tuple[RowId, RowId]]:
        """Return (user, target) of rows that refer to rows to be removed and will go on doing so."""
        found = []
        for user, column, target in references_to(self._connection, self.foreign_keys, present):
            if user in present or (user in plan.edit and column in plan.edit[user]):
                continue
            found.append((user, target))
        return found

    def _spread(self, keep: dict[RowId, set[RowId]], present: dict[RowId, Row]) -> None:
        """Extend what is kept to whole aggregates and to everything that kept rows refer to."""
        roots = {row: self._root(row, present) for row in present}
        members: dict[RowId, list[RowId]] = {}
        for row, root in roots.items():
            members.setdefault(root, []).append(row)
        parents = {
            row: [
                (key.parent, values[key.column])
                for key in self.foreign_keys
                if key.table == row[0] and values[key.column] is not None
            ]
            for row, values in present.items()
        }
        queue = list(keep)
        while queue:
            row = queue.pop()
            for other in (*members.get(roots.get(row, row), ()), *parents.get(row, ())):
                if other in present and other not in keep:
                    keep[other] = set()
                    queue.append(other)

    def _root(self, row: RowId, present: dict[RowId, Row]) -> RowId:
        """Return the topmost row of an aggregate that is among the rows to be removed."""
        seen = {row}
        while True:
            owner = self.owner_of(row, present[row])
            if owner is None or owner not in present or owner in seen:
                return row
            row = owner
            seen.add(row)

    def _read_rows(self, rows: Iterable[RowId]) -> dict[RowId, Row | None]:
        by_table: dict[str, list[int | str]] = {}
        for table, key in rows:
            by_table.setdefault(table, []).append(key)
        found: dict[RowId, Row | None] = {}
        for table, keys in by_table.items():
            found |= dict.fromkeys((table, key) for key in keys)
            found |= {(table, values[columns_by_table()[table][0]]): values for values in self.read(table, keys)}
        return found

    def read(self, table: str, keys: Iterable[int | str]) -> list[Row]:
        """Return rows of a table as they are now."""
        columns = columns_by_table()[table]
        names = ", ".join(f'"{column}"' for column in columns)
        rows = self._connection.execute(
            f"SELECT {names} FROM {table} WHERE {columns[0]} IN (SELECT value FROM json_each(?))",
            [json.dumps(list(keys))],
        )
        return [dict(zip(columns, row, strict=True)) for row in rows]

    def _existing(self, table: str, keys: set[int | str]) -> set[int | str]:
        if not keys:
            return set()
        key = columns_by_table()[table][0]
        rows = self._connection.execute(
            f"SELECT {key} FROM {table} WHERE {key} IN (SELECT value FROM json_each(?))", [json.dumps(list(keys))]
        )
        return {row[0] for row in rows}


def foreign_keys(connection: sqlite3.Connection) -> tuple[ForeignKey, ...]:
    """Return all references between journalled tables, as the database itself has them."""
    found: list[ForeignKey] = []
    for table in columns_by_table():
        required = {row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[3]}
        found += [
            ForeignKey(table, row[3], row[2], owns=row[6] == "CASCADE", is_required=row[3] in required)
            for row in connection.execute(f"PRAGMA foreign_key_list({table})")
        ]
    return tuple(found)


def references_to(
    connection: sqlite3.Connection, keys: Iterable[ForeignKey], rows: Iterable[RowId]
) -> Iterable[tuple[RowId, str, RowId]]:
    """Yield (row, column, row referred to) of every row that refers to one of the rows."""
    by_table: dict[str, list[int | str]] = {}
    for table, key in rows:
        by_table.setdefault(table, []).append(key)
    for one in keys:
        if one.parent in by_table:
            found = connection.execute(
                f"SELECT {columns_by_table()[one.table][0]}, {one.column} FROM {one.table} "
                f"WHERE {one.column} IN (SELECT value FROM json_each(?))",
                [json.dumps(by_table[one.parent])],
            )
            for user, target in found:
                yield (one.table, user), one.column, (one.parent, target)


def _content(row: Row) -> Row:
    """Return a row without its version: counting is not content."""
    return {name: value for name, value in row.items() if name != "version"}
