"""What a ledger holds, for comparing: all rows of all journalled tables, and the search index piece by piece."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from db import journal
from db.connection import close_writer, open_connection
from db.sqlite_ledger import SqliteLedger
from db.tables import columns_by_table
from tests.builders_ledger import LOCAL

SEARCH_TABLES = ("search_task", "search_item", "search_progress", "search_evidence")
Contents = dict[str, list[tuple[Any, ...]]]


def contents_of(ledger: SqliteLedger) -> Contents:
    with ledger.read() as session:
        return {
            table: session.connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()
            for table in columns_by_table()
        }


def index_of(ledger: SqliteLedger) -> set[tuple[Any, ...]]:
    with ledger.read() as session:
        connection = session.connection
        found = set()
        for name in SEARCH_TABLES:
            connection.execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.words_{name} USING fts5vocab (main, {name}, instance)"
            )
            rows = connection.execute(f'SELECT term, doc, col, "offset" FROM temp.words_{name}')
            found |= {(name, *row) for row in rows}
        return found


def assert_sound(ledger: SqliteLedger) -> None:
    """Claim that references, the journal's chain and the search index hold."""
    with ledger.read() as session:
        connection = session.connection
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert {wrong for _, wrong in journal.verify_chain(connection)} <= {None}
    kept = index_of(ledger)
    ledger.rebuild_search()
    assert index_of(ledger) == kept


def run_sql(folder: Path, *statements: str) -> None:
    """Change a closed ledger's database behind its back."""
    connection = open_connection(folder / "ledger.sqlite3", "peek", LOCAL)
    connection.execute("PRAGMA foreign_keys = OFF")
    for statement in statements:
        connection.execute(statement)
    close_writer(connection)
