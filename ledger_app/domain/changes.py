"""What an operation changed, as every open screen is told.

A `ChangeSet` names rows by table and id, never their contents: a screen that shows one of them reads anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

RowChange = Literal["added", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """The rows that one operation touched.

    Attributes:
        operation_id: journal number of the operation, 0 before it was committed.
        name: the operation's Chinese name as undo shows it ("填报 2-07 的6月进展").
        rows: table name -> {row id (or text key) -> what happened to it}.
        kept: Chinese descriptions of what an undo left alone because it was touched since.
    """

    operation_id: int = 0
    name: str = ""
    rows: Mapping[str, Mapping[int | str, RowChange]] = field(default_factory=dict)
    kept: tuple[str, ...] = ()

    def ids(self, table: str) -> frozenset[int | str]:
        """Return the ids of a table's rows that were touched in any way."""
        return frozenset(self.rows.get(table, {}))

    def touches(self, *tables: str) -> bool:
        """Say whether any row of the named tables was touched."""
        return any(self.rows.get(table) for table in tables)

    @property
    def is_empty(self) -> bool:
        """Say whether nothing changed at all."""
        return not any(self.rows.values())


@dataclass(frozen=True, slots=True)
class Operation:
    """One act as the journal keeps it.

    Attributes:
        id: number in the journal, from 1, without gaps.
        kind: stable English verb ("plan.import", "progress.file"); "undo" and "redo" for those.
        name: Chinese name shown in menus and history.
        at: UTC time as ISO text.
        user, host: who, on which PC.
        target_id: for undo and redo, the operation meant.
        is_undone: the operation is at present undone.
        row_count: number of rows it touched.
    """

    id: int
    kind: str
    name: str
    at: str
    user: str
    host: str
    target_id: int | None = None
    is_undone: bool = False
    row_count: int = 0
