"""Columns in which no row has anything to say leave their room to the others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ledger_app.domain.rounding import NOTHING
from ledger_app.reports.model import ReportTable, run_text


def without_empty(table: ReportTable, keys: Collection[str]) -> ReportTable:
    """Return a table without those of the named columns whose cells are all empty; one without rows as it is.

    Args:
        table: its group rows span whatever columns are left.
        keys: columns that nobody writes in by hand.
    """
    rows = [row for row in table.rows if row.kind != "group"]
    if not rows:
        return table
    kept = [
        place
        for place, column in enumerate(table.columns)
        if column.key not in keys or any(run_text(row.cells[place]) not in {"", NOTHING} for row in rows)
    ]
    if len(kept) == len(table.columns):
        return table
    return replace(
        table,
        columns=tuple(table.columns[place] for place in kept),
        rows=tuple(
            row if row.kind == "group" else replace(row, cells=tuple(row.cells[place] for place in kept))
            for row in table.rows
        ),
    )
