"""Whole ledgers in the order of some fields, taken from indexes: no task is compared with another.

A list sorted by several fields is gathered from the least important one on, as cards are sorted by hand: whoever is
laid out by due date and then dealt onto a heap for each lead, lies by lead and within it by due date.  The work grows
with the tasks, not with their logarithm on top.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from db.grid_keys import Keys, Source
from ledger_app.domain.grid import Sorting


def ids_in_order(connection: sqlite3.Connection, keys: Keys, sorting: Sequence[Sorting]) -> list[int] | None:
    """Return all tasks sorted by fields, the first the most important; None where a field has no table of its own."""
    sources = [keys.source(one.field) for one in sorting]
    if not all(source.table for source in sources):
        return None
    for source, one in zip(sources, sorting, strict=True):
        keys.index(source, one.field)
    last, *others = list(zip(sources, sorting, strict=True))[::-1]
    if last[1].descending:
        ids = [id_ for heap in _heaps(connection, *last) for id_ in heap]
    else:
        ids = _by_index(connection, last[0])
    for source, one in others:
        ids = _dealt(ids, _heaps(connection, source, one))
    return ids


def packed(connection: sqlite3.Connection, query: str, values: Mapping[str, Any]) -> list[int]:
    """Return the ids of a query, handed over as one value: a row each would cost more than finding them."""
    # An aggregate that keeps the order of its rows: SQLite leaves the inner ORDER BY alone for it.
    found: list[int] = json.loads(
        connection.execute(f"SELECT json_group_array(id) FROM ({query})", values).fetchone()[0]
    )
    return found


def _by_index(connection: sqlite3.Connection, source: Source) -> list[int]:
    """Return all tasks rising by one field as its index has them, those without a value last."""
    order, table = source.order, f"temp.{source.table} {source.alias}"
    return packed(connection, f"SELECT id FROM {table} ORDER BY ({order}) IS NULL, ({order}), place, id", {})


def _heaps(connection: sqlite3.Connection, source: Source, sorting: Sorting) -> list[list[int]]:
    """Return the tasks of each value of a field, the values in order; tasks without a value come last either way."""
    order, table = source.order, f"temp.{source.table} {source.alias}"
    counts = f"""
        SELECT json_group_array(n), coalesce(sum(is_empty), 0) FROM (
            SELECT count(*) AS n, ({order}) IS NULL AS is_empty FROM {table} GROUP BY ({order}) IS NULL, ({order})
        )
    """
    sizes, empty = connection.execute(counts).fetchone()
    ids = _by_index(connection, source)
    heaps: list[list[int]] = []
    start = 0
    for size in json.loads(sizes):
        heaps.append(ids[start : start + size])
        start += size
    known = len(heaps) - empty
    return [*heaps[known - 1 :: -1], *heaps[known:]] if sorting.descending and known else heaps


def _dealt(ids: Sequence[int], heaps: Sequence[Sequence[int]]) -> list[int]:
    """Return ids in the order of the heaps they belong to, within a heap as they lay."""
    number: dict[int, int] = {}
    for place, heap in enumerate(heaps):
        number.update(dict.fromkeys(heap, place))
    dealt: list[list[int]] = [[] for _ in heaps]
    for id_ in ids:
        dealt[number[id_]].append(id_)
    return [id_ for heap in dealt for id_ in heap]
