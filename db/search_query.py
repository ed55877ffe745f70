"""Finding things by words: in the index for tasks, progress and evidence, by direct comparison for the few others."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from db import task_sql as sql
from db.search_index import folded, phrase
from ledger_app.domain.grid import SearchHit
from ledger_app.domain.pinyin import initials

_FEW = 8
_SOME = 12
_AROUND = 18


def search(connection: sqlite3.Connection, text: str, limit: int) -> list[SearchHit]:
    """Return hits over tasks, units, plans and what they say, evidence and progress, best first.

    Every word must be found.  However many tasks hold a frequent word, what else holds it has its share of the hits.
    """
    terms = text.split()
    if not terms or limit < 1:
        return []
    best = _first_of(
        limit,
        _codes(connection, text.strip()),
        _units(connection, terms),
        _tasks(connection, terms, "head", limit),
        _tasks(connection, terms, "initials", _SOME),
        _plans(connection, terms),
        _evidence(connection, terms),
        _unit_tasks(connection, terms),
        _tasks(connection, terms, "{head body}", limit),
    )
    share = max(min(_SOME, limit // 3), limit - len(best))
    progress = _first_of(share, _progress(connection, terms, share))
    items = _first_of(max(share // 2, share - len(progress)), _items(connection, terms, share))
    further = [*items, *progress][:share]
    return [*best[: limit - len(further)], *further]


def _first_of(limit: int, *sources: Iterable[SearchHit]) -> list[SearchHit]:
    """Return the first hits of several sources, each row once; no source is asked for more than is taken."""
    hits: dict[tuple[str, int], SearchHit] = {}
    for source in sources:
        for hit in source:
            hits.setdefault((hit.kind, hit.id), hit)
            if len(hits) >= limit:
                return list(hits.values())
    return list(hits.values())


def task_filter(text: str) -> tuple[str, dict[str, str]]:
    """Return the condition on a task `t` that every word of a text occurs in it, and its parameters.

    A word may occur in the task's code or words, its owners' names (or their initials), or its progress.
    """
    parts: list[str] = []
    values: dict[str, str] = {}
    for number, term in enumerate(text.split()):
        name = f"term{number}"
        found = [
            f"SELECT id FROM task WHERE code LIKE :{name}_like ESCAPE '\\'",
            f"SELECT task_id FROM task_owner WHERE unit_id IN ({_UNITS_LIKE.format(name=name)})",
            f"SELECT task_id FROM task_owner WHERE unit_id IS NULL AND raw IN ({_RAW_NAMES.format(name=name)})",
        ]
        expression = phrase(term)
        if expression is not None:
            found.append(f"SELECT rowid FROM search_task WHERE search_task MATCH :{name}")
            found.append(f"SELECT rowid FROM search_progress WHERE search_progress MATCH :{name}")
            values[name] = expression
        values |= _name_values(name, term)
        parts.append(f"t.id IN ({' UNION '.join(found)})")
    return " AND ".join(parts) or "1", values


# Loose scan over the distinct unmatched names: there are hundreds, however many rows carry them.
_RAW_NAMES = """
    WITH RECURSIVE names (raw) AS (
        SELECT min(raw) FROM task_owner WHERE unit_id IS NULL
        UNION ALL
        SELECT (SELECT min(o.raw) FROM task_owner o WHERE o.unit_id IS NULL AND o.raw > names.raw)
        FROM names WHERE names.raw IS NOT NULL
    ) SELECT raw FROM names WHERE raw LIKE :{name}_like ESCAPE '\\'
"""
_UNITS_LIKE = """
    SELECT u.id FROM unit u
    WHERE u.name LIKE :{name}_like ESCAPE '\\' OR u.short_name LIKE :{name}_like ESCAPE '\\'
       OR ' ' || u.pinyin LIKE :{name}_initials ESCAPE '\\'
       OR u.id IN (SELECT a.unit_id FROM unit_alias a WHERE a.alias LIKE :{name}_like ESCAPE '\\')
"""


def like(text: str) -> str:
    r"""Return a text with LIKE's own signs made plain, to be used with ESCAPE '\'."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _name_values(name: str, term: str) -> dict[str, str]:
    """Return the patterns of one word: for names, and for initials, where a single letter must be the first."""
    plain = like(term)
    letters = "\x00"
    if term.isascii():
        letters = f"%{plain}%" if len(term) > 1 else f"% {plain}%"
    return {f"{name}_like": f"%{plain}%", f"{name}_initials": letters}


def _codes(connection: sqlite3.Connection, text: str) -> Iterator[SearchHit]:
    """Yield tasks whose code begins with the text; compared as it is, so that the index on codes serves."""
    rows = connection.execute(
        "SELECT id, code, title FROM task WHERE code >= ? AND code < ? ORDER BY code LIMIT ?",
        [text, f"{text}\U0010ffff", _FEW],
    )
    for task_id, code, title in rows:
        yield SearchHit("task", task_id, f"{code} {title}", "", task_id)


def _units(connection: sqlite3.Connection, terms: list[str]) -> Iterator[SearchHit]:
    ids, values = _units_of_all(terms)
    rows = connection.execute(
        f"""
        SELECT id, name, short_name FROM unit WHERE id IN ({ids})
        ORDER BY active_to IS NOT NULL, sort, id LIMIT {_FEW}
        """,
        values,
    )
    for unit_id, name, short_name in rows:
        yield SearchHit("unit", unit_id, name, short_name)


def _unit_tasks(connection: sqlite3.Connection, terms: list[str]) -> Iterator[SearchHit]:
    """Yield tasks that units of that name lead."""
    ids, values = _units_of_all(terms)
    rows = connection.execute(
        f"""
        SELECT t.id, t.code, t.title, {sql.OWNER_NAME} FROM task_owner o
        JOIN task t ON t.id = o.task_id LEFT JOIN unit u ON u.id = o.unit_id
        WHERE o.unit_id IN ({ids}) AND o.role <> 'cooperate' LIMIT {_SOME}
        """,
        values,
    )
    for task_id, code, title, name in rows:
        yield SearchHit("task", task_id, f"{code} {title}", name, task_id)


def _units_of_all(terms: list[str]) -> tuple[str, dict[str, str]]:
    parts: list[str] = []
    values: dict[str, str] = {}
    for number, term in enumerate(terms):
        parts.append(_UNITS_LIKE.format(name=f"term{number}"))
        values |= _name_values(f"term{number}", term)
    return " INTERSECT ".join(parts), values


def _tasks(connection: sqlite3.Connection, terms: list[str], column: str, limit: int) -> Iterator[SearchHit]:
    if column == "initials" and not all(term.isascii() for term in terms):
        return
    for row in _matches(connection, "search_task", column, terms, limit):
        found = connection.execute("SELECT code, title, content, note FROM task WHERE id = ?", [row]).fetchone()
        if found is not None:
            code, title, content, note = found
            snippet = _snippet(terms, content, note) if "body" in column else ""
            yield SearchHit("task", row, f"{code} {title}", snippet, row)


def _progress(connection: sqlite3.Connection, terms: list[str], limit: int) -> Iterator[SearchHit]:
    """Yield of each task the reports that say it, newest first; the same words carried over are one hit."""
    for task_id in _matches(connection, "search_progress", "body", terms, limit):
        entries = connection.execute(
            """
            SELECT r.id, r.period, t.code, t.title, r.text, r.problems, r.next_step
            FROM progress_entry r JOIN task t ON t.id = r.task_id WHERE r.task_id = ?
            ORDER BY r.period DESC, r.created_at DESC, r.id DESC
            """,
            [task_id],
        ).fetchall()
        said: set[tuple[str, ...]] = set()
        for entry_id, period, code, title, *texts in _that_say(terms, entries):
            if tuple(texts) not in said:
                said.add(tuple(texts))
                yield SearchHit("progress", entry_id, f"{code} {title}", _snippet(terms, *texts), task_id, period)


def _that_say(terms: list[str], entries: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return the reports that hold every term, else those that hold one: terms may stand in several months."""
    words = [folded(" ".join(entry[4:])) for entry in entries]
    spoken = [folded(term) for term in terms if phrase(term) is not None]
    for needed in (all, any):
        found = [entry for entry, text in zip(entries, words, strict=True) if needed(term in text for term in spoken)]
        if found:
            return found
    return entries[:1]


def _items(connection: sqlite3.Connection, terms: list[str], limit: int) -> Iterator[SearchHit]:
    """Yield what plans say, whether a task was made of it or not."""
    for item_id in _matches(connection, "search_item", "{head body}", terms, limit):
        found = connection.execute(
            """
            SELECT i.no, i.title, i.text, i.measures, p.id, p.title FROM plan_item i
            JOIN plan p ON p.id = i.plan_id WHERE i.id = ?
            """,
            [item_id],
        ).fetchone()
        if found is not None:
            no, title, text, measures, plan_id, plan_title = found
            # A heading stands at the beginning of many a sentence: the sentence is found at its own words.
            snippet = _snippet(terms, text, " ".join(json.loads(measures)), title) or text[: 2 * _AROUND]
            head = " ".join(part for part in (no, title) if part)
            yield SearchHit("item", item_id, head or plan_title, snippet, plan_id=plan_id, plan_title=plan_title)


def _evidence(connection: sqlite3.Connection, terms: list[str]) -> Iterator[SearchHit]:
    columns = "{head initials}" if all(term.isascii() for term in terms) else "head"
    for number in _matches(connection, "search_evidence", columns, terms, _SOME):
        found = connection.execute(
            """
            SELECT v.title, v.doc_number, v.note,
                   (SELECT w.original_name FROM evidence_version w WHERE w.evidence_id = v.id
                    ORDER BY w.number DESC LIMIT 1),
                   (SELECT te.task_id FROM task_evidence te WHERE te.evidence_id = v.id ORDER BY te.id LIMIT 1)
            FROM evidence v WHERE v.id = ? AND v.removed_at IS NULL
            """,
            [number],
        ).fetchone()
        if found is not None:
            title, doc_number, note, name, task_id = found
            about = " ".join(part for part in (doc_number, name) if part)
            yield SearchHit("evidence", number, title, _snippet(terms, note) or about, task_id)


def _plans(connection: sqlite3.Connection, terms: list[str]) -> Iterator[SearchHit]:
    found = 0
    rows = connection.execute("SELECT id, title, doc_number, source_name FROM plan ORDER BY id DESC")
    for plan_id, title, doc_number, source_name in rows:
        words = folded(f"{title} {doc_number} {source_name}")
        if all(folded(term) in words or (term.isascii() and term.lower() in initials(title)) for term in terms):
            yield SearchHit("plan", plan_id, title, doc_number)
            found += 1
            if found >= _FEW:
                return


def _matches(connection: sqlite3.Connection, table: str, columns: str, terms: Iterable[str], limit: int) -> list[int]:
    """Return the numbers of documents that hold every term, lowest first."""
    phrases = [expression for term in terms if (expression := phrase(term)) is not None]
    if not phrases:
        return []
    wanted = f"{columns} : ({' AND '.join(phrases)})"
    rows: Iterable[tuple[Any]] = connection.execute(
        f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid LIMIT ?", [wanted, limit]
    )
    return [row[0] for row in rows]


def _snippet(terms: list[str], *texts: str) -> str:
    """Return a stretch of the first text around the first term it holds, "" if none does."""
    for text in texts:
        lowered = text.lower()
        for term in terms:
            place = lowered.find(term.lower())
            if place >= 0:
                start, end = max(0, place - _AROUND), place + len(term) + _AROUND
                inner = " ".join(text[start:end].split())
                return f"{'…' if start else ''}{inner}{'…' if end < len(text) else ''}"
    return ""
