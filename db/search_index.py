"""The derived search index: two-character pieces of text in full-text tables, kept in step by every commit.

SQLite's own tokenizers cannot find two Chinese characters in mid-sentence, so texts are cut here: each run of letters
becomes its overlapping pairs and its last character alone.  A word of two or more characters is then a phrase of
pairs, a single character the beginning of a pair.  The tables keep no text of their own: to take a row out, the
text that was put in has to be given again, which is why rows are followed with their state before and after.
All progress of a task is one document, the latest entry first and what was carried over once: a word that is frequent
is then listed once a task, not once a month.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from db import capture
from db.capture import Row, RowDiff
from ledger_app.domain.pinyin import initials
from ledger_app.ports import Progress

# Raised whenever pieces are cut differently: a ledger with another number has its index made anew.
INDEX_VERSION = "3"
_RUN = re.compile(r"[^\W_]+")
_INITIALS_OF = 60

Document = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Indexed:
    """How the documents of one full-text table are made.

    Attributes:
        columns: of the full-text table.
        tables: whose rows go in, each with the column that holds the document's number.
        document: makes the text of a document from its rows, by table; None where there is none.
    """

    columns: tuple[str, ...]
    tables: dict[str, str]
    document: Callable[[dict[str, list[Row]]], Document | None]


def pieces(text: str) -> str:
    """Return a text as the tokens that are indexed."""
    cut: list[str] = []
    for match in _RUN.finditer(folded(text)):
        run = match.group()
        cut.extend(run[i : i + 2] for i in range(len(run) - 1))
        cut.append(run[-1])
    return " ".join(cut)


def folded(text: str) -> str:
    """Return a text as it is compared: width and case folded."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).lower()


def phrase(term: str) -> str | None:
    """Return the full-text expression that finds a term, None if it has no letter or digit in it."""
    runs = _RUN.findall(folded(term))
    if not runs:
        return None
    tokens: list[str] = []
    for run in runs:
        tokens.extend(run[i : i + 2] for i in range(len(run) - 1))
        tokens.append(run[-1])
    if len(runs[-1]) > 1:
        tokens.pop()  # what follows the last run is not known
        return f'"{" ".join(tokens)}"'
    return f'"{" ".join(tokens)}" *'


def follow(connection: sqlite3.Connection) -> None:
    """Bring the index in step with the rows that the present transaction has changed."""
    for name, indexed in _INDEXED.items():
        diffs = [diff for diff in capture.differences(connection, indexed.tables) if _is_read(diff)]
        if diffs:
            _follow(connection, name, indexed, diffs)


def rebuild(connection: sqlite3.Connection, progress: Progress | None = None) -> None:
    """Make the index anew from all rows, inside the caller's transaction."""
    for name in _INDEXED:
        connection.execute(f"INSERT INTO {name} ({name}) VALUES ('delete-all')")
    for name, indexed in _INDEXED.items():
        (first, key), *_ = indexed.tables.items()
        total = _count(connection, f"SELECT count(DISTINCT {key}) FROM {first}")
        done = 0
        last = -1
        while True:
            ids = [
                row[0]
                for row in connection.execute(
                    f"SELECT DISTINCT {key} FROM {first} WHERE {key} > ? ORDER BY {key} LIMIT 1000", [last]
                )
            ]
            if not ids:
                break
            last = ids[-1]
            now = _documents(indexed, _rows_now(connection, indexed, ids))
            _put(connection, name, indexed, now.items())
            done += len(ids)
            if progress is not None:
                progress.step(done, total, "重建查找索引")
    connection.execute("INSERT OR REPLACE INTO ledger_info VALUES ('search_version', ?)", [INDEX_VERSION])


def is_current(connection: sqlite3.Connection) -> bool:
    """Say whether the index was made by the present way of cutting texts."""
    row = connection.execute("SELECT value FROM ledger_info WHERE key = 'search_version'").fetchone()
    return row is not None and row[0] == INDEX_VERSION


def counts(connection: sqlite3.Connection) -> dict[str, tuple[int, int]]:
    """Return for each full-text table how many documents it has and how many it should have."""
    found = {}
    for name, indexed in _INDEXED.items():
        (first, key), *_ = indexed.tables.items()
        has = _count(connection, f"SELECT count(*) FROM {name}_docsize")
        found[name] = (has, _count(connection, f"SELECT count(DISTINCT {key}) FROM {first}"))
    return found


def strays(connection: sqlite3.Connection, sample: int = 200) -> list[tuple[str, int]]:
    """Return, of an even sample of rows, those whose own text does not find them in the index."""
    found = []
    for name, indexed in _INDEXED.items():
        (first, key), *_ = indexed.tables.items()
        total = _count(connection, f"SELECT count(*) FROM {first}")
        step = max(1, total // sample)
        ids = [
            row[0]
            for row in connection.execute(
                f"SELECT DISTINCT {key} FROM {first} WHERE {key} % ? = 0 ORDER BY {key} LIMIT ?", [step, sample]
            )
        ]
        for number, document in _documents(indexed, _rows_now(connection, indexed, ids)).items():
            tokens = max(document, key=len).split()[:12]
            if not tokens:
                continue
            rows = connection.execute(
                f"SELECT 1 FROM {name} WHERE {name} MATCH ? AND rowid = ?", [f'"{" ".join(tokens)}"', number]
            )
            if rows.fetchone() is None:
                found.append((name, number))
    return found


def _is_read(diff: RowDiff) -> bool:
    """Say whether a change touches anything that documents are made of."""
    if diff.before is None or diff.after is None:
        return True
    return any(diff.before[column] != diff.after[column] for column in _READ[diff.table])


def _follow(connection: sqlite3.Connection, name: str, indexed: _Indexed, diffs: list[RowDiff]) -> None:
    ids = {side[indexed.tables[diff.table]] for diff in diffs for side in (diff.before, diff.after) if side is not None}
    rows_now = _rows_now(connection, indexed, ids)
    now = _documents(indexed, rows_now)
    before = _documents(indexed, _rows_before(indexed, rows_now, diffs))
    gone = [(number, text) for number, text in before.items() if now.get(number) != text]
    marks = ", ".join("?" for _ in indexed.columns)
    connection.executemany(
        f"INSERT INTO {name} ({name}, rowid, {', '.join(indexed.columns)}) VALUES ('delete', ?, {marks})",
        ((number, *text) for number, text in gone),
    )
    _put(connection, name, indexed, ((number, text) for number, text in now.items() if before.get(number) != text))


def _put(
    connection: sqlite3.Connection, name: str, indexed: _Indexed, documents: Iterable[tuple[int, Document]]
) -> None:
    marks = ", ".join("?" for _ in indexed.columns)
    connection.executemany(
        f"INSERT INTO {name} (rowid, {', '.join(indexed.columns)}) VALUES (?, {marks})",
        ((number, *text) for number, text in documents),
    )


RowsByNumber = dict[int, dict[str, list[Row]]]


def _rows_now(connection: sqlite3.Connection, indexed: _Indexed, ids: Iterable[int]) -> RowsByNumber:
    """Return the present rows of each document, by table."""
    found: RowsByNumber = {number: {table: [] for table in indexed.tables} for number in ids}
    keys = json.dumps(list(found))
    for table, key in indexed.tables.items():
        columns = ", ".join(f'"{column}"' for column in _READ[table])
        rows = connection.execute(
            f"SELECT {columns} FROM {table} WHERE {key} IN (SELECT value FROM json_each(?)) ORDER BY id", [keys]
        )
        for values in rows:
            row = dict(zip(_READ[table], values, strict=True))
            found[row[key]][table].append(row)
    return found


def _rows_before(indexed: _Indexed, now: RowsByNumber, diffs: Iterable[RowDiff]) -> RowsByNumber:
    """Return the rows of each document as they were before the transaction."""
    changed: dict[str, dict[Any, Row | None]] = {table: {} for table in indexed.tables}
    for diff in diffs:
        changed[diff.table][diff.key] = diff.before
    before: RowsByNumber = {
        number: {table: [row for row in rows if row["id"] not in changed[table]] for table, rows in tables.items()}
        for number, tables in now.items()
    }
    for table, rows in changed.items():
        for row in rows.values():
            if row is not None:
                before[row[indexed.tables[table]]][table].append(row)
    return before


def _documents(indexed: _Indexed, rows: RowsByNumber) -> dict[int, Document]:
    return {number: text for number, text in _made(indexed, rows) if text is not None}


def _made(indexed: _Indexed, rows: RowsByNumber) -> Iterator[tuple[int, Document | None]]:
    for number, tables in rows.items():
        yield number, indexed.document(tables)


def _task_document(rows: dict[str, list[Row]]) -> Document | None:
    if not rows["task"]:
        return None
    task = rows["task"][0]
    title = task["title"]
    return (
        pieces(f"{task['code']} {title}"),
        pieces(initials(title[:_INITIALS_OF])),
        pieces(f"{task['content']} {task['section']} {task['source_ref']} {task['note']}"),
    )


def _progress_document(rows: dict[str, list[Row]]) -> Document | None:
    entries = rows["progress_entry"]
    if not entries:
        return None
    entries = sorted(entries, key=lambda row: (row["period"], row["created_at"], row["id"]), reverse=True)
    return (pieces(" ".join(dict.fromkeys(f"{row['text']} {row['problems']} {row['next_step']}" for row in entries))),)


def _item_document(rows: dict[str, list[Row]]) -> Document | None:
    if not rows["plan_item"]:
        return None
    item = rows["plan_item"][0]
    return (pieces(f"{item['no']} {item['title']}"), pieces(" ".join([item["text"], *json.loads(item["measures"])])))


def _evidence_document(rows: dict[str, list[Row]]) -> Document | None:
    if not rows["evidence"]:
        return None
    evidence = rows["evidence"][0]
    versions = sorted(rows["evidence_version"], key=lambda row: row["id"])
    names = " ".join(dict.fromkeys(row["original_name"] for row in versions))
    title = evidence["title"]
    return (
        pieces(f"{title} {evidence['doc_number']} {evidence['author']} {names} {evidence['kind']} {evidence['note']}"),
        pieces(initials(title[:_INITIALS_OF])),
    )


def _count(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])


_READ = {
    "task": ("id", "code", "title", "content", "section", "source_ref", "note"),
    "plan_item": ("id", "no", "title", "text", "measures"),
    "progress_entry": ("id", "task_id", "period", "created_at", "text", "problems", "next_step"),
    "evidence": ("id", "title", "kind", "doc_number", "author", "note"),
    "evidence_version": ("id", "evidence_id", "original_name"),
}
_INDEXED = {
    "search_task": _Indexed(("head", "initials", "body"), {"task": "id"}, _task_document),
    "search_item": _Indexed(("head", "body"), {"plan_item": "id"}, _item_document),
    "search_progress": _Indexed(("body",), {"progress_entry": "task_id"}, _progress_document),
    "search_evidence": _Indexed(
        ("head", "initials"), {"evidence": "id", "evidence_version": "evidence_id"}, _evidence_document
    ),
}
