"""Make pieces of evidence of stored files and link them to tasks: which of them are known, which are new versions.

The same content is one piece of evidence whatever its name; the same name with other content on one task is a new
version of it.  Everything is looked up once for all files, so that thousands of them cost thousands of steps.
Source: docs/domain.md section 6.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from ledger_app.domain.evidence import Evidence, EvidenceVersion, StoredFile, TaskEvidence
from ledger_app.domain.finding import Finding
from ledger_app.domain.task import Task
from ledger_app.messages import text_of
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services.checks import LONGEST_NAME
from ledger_app.services.files import TakenFile
from ledger_app.services.lookup import bound_pieces, new_uid

_AT_ONCE = 500


@dataclass(slots=True)
class _Known:
    """A piece of evidence that the ledger has, or was just given, with its current version."""

    evidence: Evidence
    version: EvidenceVersion


class Attaching:
    """One attachment under way.

    Attributes:
        evidence: one a file, in the files' order.
        links: links that were made; findings: what should be known.
    """

    def __init__(self, work: UnitOfWork, files: Sequence[TakenFile], tasks: Sequence[Task], caption: str) -> None:
        """Read what the ledger holds of these contents and under these tasks."""
        self._work = work
        self._tasks = tasks
        self._caption = caption
        self._days = _period(tasks, work.settings().year)
        self.evidence: list[Evidence] = []
        self.links: list[TaskEvidence] = []
        self.findings: list[Finding] = []
        links = [link for task in tasks for link in work.of(TaskEvidence).find(task_id=task.id)]
        self._linked = {(link.task_id, link.evidence_id) for link in links}
        self._last = dict.fromkeys((task.id for task in tasks), 0)
        for link in links:
            self._last[link.task_id] = max(self._last[link.task_id], link.number)
        digests = list(dict.fromkeys(file.sha256 for file in files))
        self._stored = {row.id for part in _parts(digests) for row in work.of(StoredFile).find(id=part)}
        same = {row.evidence_id for part in _parts(digests) for row in work.of(EvidenceVersion).find(sha256=part)}
        known = _read(work, same | {link.evidence_id for link in links})
        self._by_content = _by_content(known.values(), frozenset(digests))
        self._by_name: dict[tuple[int, str], list[_Known]] = {}
        for link in links:
            piece = known[link.evidence_id]
            self._by_name.setdefault((link.task_id, piece.version.original_name), []).append(piece)

    def add(self, file: TakenFile) -> None:
        """Find or make the piece of evidence that a file is, and link it to the tasks."""
        self.findings += file.findings
        self._look_at_day(file)
        if file.sha256 not in self._stored:
            self._stored.add(file.sha256)
            self._work.of(StoredFile).add(StoredFile(file.sha256, file.size_bytes, file.media_type, self._work.at))
        known = self._by_content.get(file.sha256)
        piece = known or self._as_version(file) or self._new(file)
        self._by_content[file.sha256] = piece
        if piece.evidence.removed_at is not None:
            piece.evidence = self._work.of(Evidence).update(replace(piece.evidence, removed_at=None))
        self.evidence.append(piece.evidence)
        for task in self._tasks:
            self._link(task, piece, file, is_known=known is not None)

    def _link(self, task: Task, piece: _Known, file: TakenFile, *, is_known: bool) -> None:
        place = (task.id, piece.evidence.id)
        if place in self._linked:
            if is_known:
                self._find("SVC-120", file=file.name, task=task.code)
            return
        self._last[task.id] += 1
        row = TaskEvidence(0, task.id, piece.evidence.id, self._last[task.id], self._caption)
        self.links.append(self._work.of(TaskEvidence).add(row))
        self._linked.add(place)
        self._by_name.setdefault((task.id, piece.version.original_name), []).append(piece)
        if is_known and piece.evidence.title != PurePath(file.name).stem:
            self._find("SVC-122", file=file.name, title=piece.evidence.title)

    def _as_version(self, file: TakenFile) -> _Known | None:
        """Add the file as a version of the evidence that bears its name on one of the tasks, if there is one."""
        for task in self._tasks:
            namesakes = self._by_name.get((task.id, file.name), ())
            # What also proves a task that was struck off stays what it is.
            bound = bound_pieces(self._work, [piece.evidence.id for piece in namesakes])
            free = [piece for piece in namesakes if piece.evidence.id not in bound]
            if namesakes and not free:
                self._find("SVC-123", file=file.name, task=task.code)
            for piece in free[:1]:
                # Its content so far is an old one from now on: met again, it is a version of its own.
                self._by_content.pop(piece.version.sha256, None)
                piece.version = add_version(self._work, piece.evidence.id, file, piece.version.number)
                self._find("SVC-121", file=file.name, task=task.code, number=piece.version.number)
                return piece
        return None

    def _new(self, file: TakenFile) -> _Known:
        title = PurePath(file.name).stem[:LONGEST_NAME] or file.name[:LONGEST_NAME]
        work = self._work
        evidence = work.of(Evidence).add(Evidence(0, new_uid(), title, added_at=work.at, added_by=work.user))
        return _Known(evidence, add_version(work, evidence.id, file, 0))

    def _look_at_day(self, file: TakenFile) -> None:
        """Warn of a photo that was taken outside the time its tasks are worked on, or after today."""
        if file.taken_on is None:
            return
        if file.taken_on > self._work.today:
            self._find("EVI-108", "warning", file=file.name, taken=_day(file.taken_on))
        elif self._days is not None and not self._days[0] <= file.taken_on <= self._days[1]:
            period = f"{_day(self._days[0])}至{_day(self._days[1])}"
            self._find("EVI-107", "warning", file=file.name, taken=_day(file.taken_on), period=period)

    def _find(self, code: str, severity: str = "info", /, **facts: object) -> None:
        self.findings.append(Finding("warning" if severity == "warning" else "info", code, text_of(code, facts)))


def add_version(work: UnitOfWork, evidence_id: int, file: TakenFile, last: int) -> EvidenceVersion:
    """Add the row of a content; `last` is the number of the one before, 0 for none."""
    return work.of(EvidenceVersion).add(
        EvidenceVersion(0, evidence_id, last + 1, file.sha256, file.name, work.at, file.modified)
    )


def _read(session: ReadSession, evidence_ids: Iterable[int]) -> dict[int, _Known]:
    """Return pieces of evidence with their current versions by id."""
    ids = sorted(evidence_ids)
    pieces = {row.id: row for part in _parts(ids) for row in session.of(Evidence).find(id=part)}
    current: dict[int, EvidenceVersion] = {}
    for part in _parts(ids):
        for version in session.of(EvidenceVersion).find(evidence_id=part):
            before = current.get(version.evidence_id)
            if before is None or version.number > before.number:
                current[version.evidence_id] = version
    return {key: _Known(piece, current[key]) for key, piece in pieces.items() if key in current}


def _by_content(known: Iterable[_Known], digests: frozenset[str]) -> dict[str, _Known]:
    """Return the piece whose current content each digest is, one in use before one in the bin."""
    found: dict[str, _Known] = {}
    for piece in sorted(known, key=lambda one: (one.evidence.removed_at is not None, one.evidence.id)):
        if piece.version.sha256 in digests:
            found.setdefault(piece.version.sha256, piece)
    return found


def _period(tasks: Sequence[Task], year: int | None) -> tuple[dt.date, dt.date] | None:
    """Return the days in which a photo of these tasks may have been taken, None where the ledger has no year."""
    if year is None:
        return None
    first = dt.date(year, 1, 1)
    starts = [task.start or task.issued or first for task in tasks]
    return min([first, *starts]), dt.date(year, 12, 31)


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _parts(keys: Sequence[int] | Sequence[str]) -> Iterable[list[int | str]]:
    for start in range(0, len(keys), _AT_ONCE):
        yield list(keys[start : start + _AT_ONCE])
