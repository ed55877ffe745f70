"""Reading everything in a ledger and saying what is wrong; nothing is changed or repaired.

In order: the database file, references between rows, the journal's chain, rows against the journal, the search
index, and every evidence file's hash.  Findings of severity "info" (files that nothing refers to) are no fault.
"""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from db import journal, search_index
from db.connection import translated
from db.row_names import TABLE_WORDS, field_words, words_of
from db.tables import columns_by_table
from ledger_app.domain.finding import Finding
from ledger_app.errors import Cancelled
from ledger_app.messages import text_of
from ledger_app.ports import Progress

_AT_MOST = 200
_STEPS_BETWEEN = 100_000
_COUNTED = {"tasks": "task", "plans": "plan", "evidence_files": "stored_file", "operations": "journal"}
_INDEX_WORDS = {
    "search_task": "任务",
    "search_item": "计划原文",
    "search_progress": "进展",
    "search_evidence": "佐证材料",
}

Verdict = Literal["ok", "missing", "changed", "unreadable"]


class CheckableStore(Protocol):
    """What a check asks of the evidence store."""

    def verify(self, sha256: str, progress: Progress | None = None) -> Verdict:
        """Read a file through and say whether it still is what its name says."""
        ...

    @property
    def is_away(self) -> bool:
        """Say whether the drive that the files lie on is not there now."""
        ...

    def iterate(self) -> Iterator[tuple[str, int]]:
        """Yield (SHA-256, size in bytes) of every stored file."""
        ...


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found.

    Attributes:
        findings: one sentence each; at most 200 of a kind, the last then says how many more there are.
        counts: tasks, plans, evidence_files, operations that were read.
    """

    findings: tuple[Finding, ...]
    counts: Mapping[str, int]

    @property
    def is_sound(self) -> bool:
        """Say whether nothing is wrong; files that nothing refers to are not."""
        return all(finding.severity == "info" for finding in self.findings)


def check(connection: sqlite3.Connection, store: CheckableStore, progress: Progress | None = None) -> CheckResult:
    """Check a ledger as one read transaction sees it.

    Raises:
        Cancelled: through `progress`.
        EnvironmentFault: DB-001 the file is so damaged that it cannot be read on.
    """
    parts: tuple[Callable[[sqlite3.Connection, Progress | None], Iterator[Finding]], ...] = (
        _references,
        _chain,
        _rows,
        _index,
    )
    findings: list[Finding] = []
    counts: dict[str, int] = {}
    with translated(), _interruptible(connection, progress):
        findings += _some(_database(connection))
        try:
            for part in parts:
                findings += _some(part(connection, progress))
            for name, table in _COUNTED.items():
                counts[name] = int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
            findings += _some(_files(connection, store, progress))
            findings += _orphans(connection, store)
        except sqlite3.DatabaseError:
            # Where the file itself is damaged, that is the finding; how far one can read on is chance.
            if not findings:
                raise
    return CheckResult(tuple(findings), counts)


class _interruptible:  # noqa: N801 - used as a verb
    """Let the user stop a long statement."""

    def __init__(self, connection: sqlite3.Connection, progress: Progress | None) -> None:
        self._connection = connection
        self._progress = progress
        self._cancelled: Cancelled | None = None

    def __enter__(self) -> None:
        if self._progress is not None:
            self._connection.set_progress_handler(self._ask, _STEPS_BETWEEN)

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self._connection.set_progress_handler(None, 0)
        if self._cancelled is not None and isinstance(error, sqlite3.OperationalError):
            raise self._cancelled from error

    def _ask(self) -> int:
        try:
            if self._progress is not None:
                self._progress.step(0, 0, "检查数据库")
        except Cancelled as cancelled:
            self._cancelled = cancelled
            return 1
        return 0


def _some(findings: Iterator[Finding]) -> list[Finding]:
    """Return the first findings of a kind, and how many more there are."""
    shown = list(itertools.islice(findings, _AT_MOST))
    more = sum(1 for _ in findings)
    return [*shown, _finding("DB-199", count=more)] if more else shown


def _finding(code: str, severity: Literal["info", "warning", "error"] = "error", **facts: object) -> Finding:
    return Finding(severity, code, text_of(code, dict(facts)))


def _database(connection: sqlite3.Connection) -> Iterator[Finding]:
    try:
        for (complaint,) in connection.execute("PRAGMA integrity_check"):
            if complaint != "ok":
                yield _finding("DB-101", detail=complaint)
    except sqlite3.OperationalError:
        raise  # stopped by the user, or the disk
    except sqlite3.DatabaseError as error:
        # Damage can go so deep that even the search for it does not come to its end.
        yield _finding("DB-101", detail=str(error))


def _references(connection: sqlite3.Connection, _progress: Progress | None) -> Iterator[Finding]:
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        words = {"table": TABLE_WORDS.get(table, table), "parent": TABLE_WORDS.get(parent, parent)}
        yield _finding("DB-102", row=row, **words)


def _chain(connection: sqlite3.Connection, progress: Progress | None) -> Iterator[Finding]:
    total = journal.last_number(connection)
    for number, wrong in journal.verify_chain(connection):
        if wrong is not None:
            yield _finding("DB-104" if wrong == "gap" else "DB-103", number=number)
        if progress is not None and number % 100 == 0:
            progress.step(number, total, "核对操作记录")


def _rows(connection: sqlite3.Connection, progress: Progress | None) -> Iterator[Finding]:
    """Compare every row with what the journal last made of it: somebody else's hand in the tables shows here."""
    total = int(connection.execute("SELECT count(*) FROM journal_change").fetchone()[0])
    done = 0
    for table, columns in columns_by_table().items():
        changes = connection.execute(
            "SELECT key, before, after FROM journal_change WHERE table_name = ? ORDER BY key, operation", [table]
        )
        names = ", ".join(f'"{column}"' for column in columns)
        for key, entries in itertools.groupby(changes, key=lambda change: change[0]):
            told: dict[str, Any] | None = {}
            for _, _, after in entries:
                told = None if after is None else {**(told or {}), **json.loads(after)}
                done += 1
            values = connection.execute(f"SELECT {names} FROM {table} WHERE {columns[0]} = ?", [key]).fetchone()
            row = None if values is None else dict(zip(columns, values, strict=True))
            yield from _compare(table, key, told, row)
            if progress is not None and done % 1000 == 0:
                progress.step(done, total, "核对记录内容")


def _compare(table: str, key: int | str, told: dict[str, Any] | None, row: dict[str, Any] | None) -> Iterator[Finding]:
    if told is None and row is None:
        return
    if told is None or row is None:
        words = words_of(table, row or {column: (told or {}).get(column, "") for column in columns_by_table()[table]})
        yield _finding("DB-107" if row is None else "DB-108", words=words, key=key)
        return
    names = [name for name, value in told.items() if name in row and row[name] != value]
    if names:
        yield _finding("DB-106", words=words_of(table, row), fields=field_words(table, names), key=key)


def _index(connection: sqlite3.Connection, _progress: Progress | None) -> Iterator[Finding]:
    if not search_index.is_current(connection):
        yield _finding("DB-105", "warning", words="全部")
        return
    wrong = {name for name, (has, should) in search_index.counts(connection).items() if has != should}
    wrong |= {name for name, _ in search_index.strays(connection)}
    for name in sorted(wrong):
        yield _finding("DB-105", "warning", words=_INDEX_WORDS[name])


def _files(connection: sqlite3.Connection, store: CheckableStore, progress: Progress | None) -> Iterator[Finding]:
    digests = [row[0] for row in connection.execute("SELECT id FROM stored_file ORDER BY id")]
    if store.is_away:
        yield _finding("DB-114", count=len(digests))
        return
    codes = {"missing": "DB-110", "changed": "DB-111", "unreadable": "DB-112"}
    for number, digest in enumerate(digests, 1):
        verdict = store.verify(digest)
        if verdict != "ok":
            yield _finding(codes[verdict], words=_users_of(connection, digest), digest=digest[:12])
        if progress is not None:
            progress.step(number, len(digests), "核对佐证文件")


def _users_of(connection: sqlite3.Connection, digest: str) -> str:
    """Return what a stored file is, for people: whose evidence, which plan, which report."""
    names = [
        f"“{title}”（{name}）"
        for title, name in connection.execute(
            """
            SELECT v.title, w.original_name FROM evidence_version w JOIN evidence v ON v.id = w.evidence_id
            WHERE w.sha256 = ?
            """,
            [digest],
        )
    ]
    names += [f"计划《{row[0]}》的原文件" for row in connection.execute(_PLANS, [digest])]
    names += [f"报表“{row[0]}”的存档" for row in connection.execute(_SNAPSHOTS, [digest])]
    return "、".join(names) or "未使用的文件"


_PLANS = "SELECT title FROM plan WHERE source_sha256 = ?"
_SNAPSHOTS = "SELECT number || ' ' || title FROM snapshot WHERE pdf_sha256 = ?"


def _orphans(connection: sqlite3.Connection, store: CheckableStore) -> Iterator[Finding]:
    known = {row[0] for row in connection.execute("SELECT id FROM stored_file")}
    sizes = [size for digest, size in store.iterate() if digest not in known]
    if sizes:
        yield _finding("DB-113", "info", count=len(sizes), size=f"{sum(sizes) / (1 << 20):.1f} MB")
