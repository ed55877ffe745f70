"""The words of stored files, in a database of their own beside the ledger's; made anew whenever it is not as it should.

Nothing here is a record: `evidence-text.sqlite3` may be deleted at any time and is filled again from the files
(docs/adr/0007-evidence-text-beside-the-ledger.md).  Texts are cut into pairs as in the ledger's own search index.
"""

from __future__ import annotations

import json
import re
import sqlite3
import threading
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from db.connection import database_uri
from db.search_index import INDEX_VERSION, folded, phrase, pieces
from ledger_app.domain.evidence_text import (
    Description,
    FileText,
    TextHit,
    description_of,
    description_values,
    place_at,
    place_values,
    places_of,
)
from ledger_app.errors import EnvironmentFault
from ledger_app.messages.causes import cause_of

TEXTS_NAME = "evidence-text.sqlite3"
FORMAT = f"1.{INDEX_VERSION}"
"""Raised whenever the tables or what readers give change: a file with another one is made anew."""

_BUSY_S = 10.0
_BEFORE, _AFTER = 8, 40
_SCHEMA = (
    "CREATE TABLE info (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    """
    CREATE TABLE file_text (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        sha256 TEXT NOT NULL UNIQUE,
        state TEXT NOT NULL CHECK (state IN ('read', 'empty', 'failed', 'foreign')),
        message TEXT NOT NULL,
        text BLOB NOT NULL,
        is_cut INTEGER NOT NULL,
        places TEXT NOT NULL,
        description TEXT NOT NULL,
        has_waited INTEGER NOT NULL,
        is_offered INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    "CREATE VIRTUAL TABLE text_index USING fts5 (body, content='', tokenize='ascii')",
)
_COLUMNS = "sha256, state, message, text, is_cut, places, description, has_waited"
_RUN = re.compile(r"[^\W_]+")
_MANY = 200


class SqliteEvidenceTexts:
    """The words of a ledger's files; any thread may ask, each call has a connection of its own."""

    def __init__(self, folder: Path, *, is_read_only: bool) -> None:
        """Serve a ledger folder; the file is made when the first text comes.

        Args:
            folder: the ledger folder.
            is_read_only: nothing is written, and a file of another format counts as none.
        """
        self._path = folder / TEXTS_NAME
        self._is_read_only = is_read_only
        self._turn = threading.Lock()

    def unread(self, digests: Iterable[str], *, with_waiting: bool = False) -> list[str]:
        """Return which files have not been read, in the given order.

        Args:
            digests: files that should be.
            with_waiting: scans that waited for a recognition count as unread.
        """
        rows = self._rows("SELECT sha256, has_waited FROM file_text")
        known = {digest for digest, waited in rows if not (waited and with_waiting)}
        return [digest for digest in dict.fromkeys(digests) if digest not in known]

    def put(self, text: FileText) -> None:
        """Keep what was read of a file, in place of what was read before.

        Raises:
            EnvironmentFault: EVI-072.
        """
        with self._writing() as connection:
            _remove(connection, [text.sha256])
            cursor = connection.execute(
                f"INSERT INTO file_text ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    text.sha256,
                    text.state,
                    text.message,
                    zlib.compress(text.text.encode("utf-8"), 6),
                    int(text.is_cut),
                    json.dumps(place_values(text.places)),
                    json.dumps(description_values(text.description), ensure_ascii=False),
                    int(text.has_waited),
                ],
            )
            if text.text:
                connection.execute(
                    "INSERT INTO text_index (rowid, body) VALUES (?, ?)", [cursor.lastrowid, pieces(text.text)]
                )

    def keep_only(self, digests: Collection[str]) -> None:
        """Forget every other file.

        Raises:
            EnvironmentFault: EVI-072.
        """
        stored = [row[0] for row in self._rows("SELECT sha256 FROM file_text")]
        gone = [digest for digest in stored if digest not in digests]
        if gone:
            with self._writing() as connection:
                _remove(connection, gone)

    def clear(self) -> None:
        """Forget everything, so that all is read anew.

        Raises:
            EnvironmentFault: EVI-072.
        """
        with self._writing() as connection:
            _make(connection)

    def find(self, words: str, limit: int | None = None) -> list[TextHit]:
        """Return the files that hold every word, those read last first; each with the place of the first word.

        Args:
            words: parted by blanks; two Chinese characters in mid-sentence are found.
            limit: so many at most, None for all, then with snippets for the first 200 only.
        """
        terms = words.split()
        wanted = [expression for term in terms if (expression := phrase(term)) is not None]
        if not wanted:
            return []
        query = """
            SELECT f.sha256, f.text, f.places FROM text_index i JOIN file_text f ON f.number = i.rowid
            WHERE text_index MATCH ? ORDER BY i.rowid DESC LIMIT ?
        """
        bare = query.replace("f.text, f.places", "NULL, NULL") + " OFFSET ?"
        expression = " AND ".join(wanted)
        first = min(limit, _MANY) if limit is not None else _MANY
        hits = [_hit(terms, *row) for row in self._rows(query, [expression, first])]
        if limit is None and len(hits) == _MANY:
            hits += [TextHit(row[0]) for row in self._rows(bare, [expression, -1, _MANY])]
        return hits

    def descriptions(self, digests: Iterable[str]) -> dict[str, Description]:
        """Return what files say about themselves, by file; nothing for those that were not read yet."""
        rows = self._rows(
            "SELECT sha256, description FROM file_text WHERE sha256 IN (SELECT value FROM json_each(?))",
            [json.dumps(list(digests))],
        )
        return {digest: description_of(json.loads(description)) for digest, description in rows}

    def offered(self, digests: Iterable[str]) -> set[str]:
        """Return those files of which the description was written into the ledger, or refused, before."""
        rows = self._rows(
            "SELECT sha256 FROM file_text WHERE is_offered = 1 AND sha256 IN (SELECT value FROM json_each(?))",
            [json.dumps(list(digests))],
        )
        return {row[0] for row in rows}

    def note_offered(self, digests: Iterable[str]) -> None:
        """Remember that a person, or the setting, has decided on the descriptions of files.

        Raises:
            EnvironmentFault: EVI-072.
        """
        with self._writing() as connection:
            connection.execute(
                "UPDATE file_text SET is_offered = 1 WHERE sha256 IN (SELECT value FROM json_each(?))",
                [json.dumps(list(digests))],
            )

    def unreadable(self) -> list[FileText]:
        """Return the files whose words could not be read, with the reason, by number; without what has no words."""
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM file_text WHERE state IN ('failed', 'empty') AND message <> '' ORDER BY number"
        )
        return [replace(_file_text(row), text="") for row in rows]

    def text(self, sha256: str) -> FileText | None:
        """Return what was read of a file, None if it was not read."""
        rows = self._rows(f"SELECT {_COLUMNS} FROM file_text WHERE sha256 = ?", [sha256])
        return _file_text(rows[0]) if rows else None

    def counts(self) -> Mapping[str, int]:
        """Return the number of files by state."""
        return dict(self._rows("SELECT state, count(*) FROM file_text GROUP BY state"))

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        """Return the rows of a query; none where there is no file, or a damaged one, which is then put away.

        Raises:
            EnvironmentFault: EVI-072 it cannot be read just now.
        """
        connection = self._open("ro") if self._path.is_file() else None
        if connection is None:
            return []
        try:
            return connection.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise EnvironmentFault("EVI-072", why=str(error)) from error
        finally:
            connection.close()
        self._put_away()
        return []

    def _put_away(self) -> None:
        """Remove a damaged file; it is made anew with the next text."""
        if not self._is_read_only:
            with self._turn, suppress(OSError):
                self._path.unlink()

    def _open(self, access: Any) -> sqlite3.Connection | None:  # noqa: ANN401 - "ro" or "rw"
        try:
            connection = sqlite3.connect(
                database_uri(self._path, access), uri=True, timeout=_BUSY_S, isolation_level=None
            )
        except sqlite3.Error:
            return None
        if _format_of(connection) == FORMAT:
            return connection
        connection.close()
        return None

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        if self._is_read_only:
            raise EnvironmentFault("DB-016")
        with self._turn:
            try:
                connection = self._open("rw") if self._path.is_file() else None
                if connection is None:
                    connection = self._made_anew()
                try:
                    connection.execute("PRAGMA synchronous = NORMAL")
                    connection.execute("BEGIN IMMEDIATE")
                    yield connection
                    connection.execute("COMMIT")
                finally:
                    connection.close()
            except sqlite3.DatabaseError as error:
                if _is_damage(error):
                    with suppress(OSError):
                        self._path.unlink()
                raise EnvironmentFault("EVI-072", why=str(error)) from error
            except OSError as error:
                raise EnvironmentFault("EVI-072", why=cause_of(error)) from error

    def _made_anew(self) -> sqlite3.Connection:
        for suffix in ("", "-journal", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        connection = sqlite3.connect(self._path, timeout=_BUSY_S, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        _make(connection)
        connection.execute("COMMIT")
        return connection


def _is_damage(error: sqlite3.Error) -> bool:
    code = getattr(error, "sqlite_errorname", "") or ""
    return code.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB"))


def _format_of(connection: sqlite3.Connection) -> str:
    try:
        row = connection.execute("SELECT value FROM info WHERE key = 'format'").fetchone()
    except sqlite3.DatabaseError:
        return ""
    return str(row[0]) if row is not None else ""


def _make(connection: sqlite3.Connection) -> None:
    for table in ("text_index", "file_text", "info"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in _SCHEMA:
        connection.execute(statement)
    connection.execute("INSERT INTO info VALUES ('format', ?)", [FORMAT])


def _remove(connection: sqlite3.Connection, digests: Sequence[str]) -> None:
    """Take files out; the index wants the words given again that were put in."""
    for digest in digests:
        row = connection.execute("SELECT number, text FROM file_text WHERE sha256 = ?", [digest]).fetchone()
        if row is None:
            continue
        text = _unpacked(row[1])
        if text:
            connection.execute(
                "INSERT INTO text_index (text_index, rowid, body) VALUES ('delete', ?, ?)", [row[0], pieces(text)]
            )
        connection.execute("DELETE FROM file_text WHERE number = ?", [row[0]])


def _unpacked(packed: bytes) -> str:
    return zlib.decompress(packed).decode("utf-8")


def _file_text(row: Sequence[Any]) -> FileText:
    digest, state, message, text, is_cut, places, description, has_waited = row
    return FileText(
        digest,
        state,
        message,
        _unpacked(text),
        bool(is_cut),
        places_of(json.loads(places)),
        description_of(json.loads(description)),
        bool(has_waited),
    )


def _hit(terms: Sequence[str], digest: str, packed: bytes, places: str) -> TextHit:
    text = _unpacked(packed)
    at, length = _first_place(terms, text)
    if at is None:
        return TextHit(digest)
    start, end = max(0, at - _BEFORE), at + length + _AFTER
    inner = " ".join(text[start:end].split())
    snippet = f"{'…' if start else ''}{inner}{'…' if end < len(text) else ''}"
    place = place_at(places_of(json.loads(places)), at)
    return TextHit(digest, snippet, place.page if place else None, place.sheet if place else "")


def _first_place(terms: Sequence[str], text: str) -> tuple[int | None, int]:
    """Return where the first word stands, and its length; the widths of characters and signs between them aside."""
    # As it is written, it is found at once; folding a long text takes longer than finding it.
    for term in terms:
        at = text.find(term)
        if at >= 0:
            return at, len(term)
    flat = folded(text)
    if len(flat) != len(text):
        flat = text.lower()
    for term in terms:
        at = flat.find(folded(term))
        if at >= 0:
            return at, len(term)
    for term in terms:
        runs = _RUN.findall(folded(term))
        if not runs:
            continue
        match = re.search(r"[\W_]*".join(map(re.escape, runs)), flat)
        if match is not None:
            return match.start(), len(match[0])
    return None, 0
