"""What goes into a pack of evidence, in which order and folder, and what should be in it and is not.

Read in one session; nothing is written.  Source: docs/domain.md section 6.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ledger_app.domain.archive_number import ArchiveNumber
from ledger_app.domain.evidence import (
    Evidence,
    EvidenceVersion,
    ExpectedEvidence,
    Indicator,
    IndicatorEvidence,
    IndicatorTask,
    IndicatorTree,
    StoredFile,
    TaskEvidence,
)
from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.indicators import IndicatorPlace, in_order
from ledger_app.errors import RejectedError
from ledger_app.ports import ReadSession
from ledger_app.reports.evidence_catalogue import MissingLine
from ledger_app.services.evidence_order import full_number
from ledger_app.services.lookup import row_of


@dataclass(frozen=True, slots=True)
class PackRequest:
    """What is to be packed.

    Attributes:
        title: of the pack ("县人民医院2024年度").
        scope: in words ("18 项任务").
        task_ids: the tasks, in the pack's order; not looked at when there is a tree.
        tree_id: the indicator tree whose order and folders the pack takes, None for a list of tasks.
        with_personal: pieces that hold personal information go in too.
        archive: what the archive numbers have in common, None leaves them to the archivist.
        with_box: cover and side label for a box go in too.
    """

    title: str
    scope: str = ""
    task_ids: tuple[int, ...] = ()
    tree_id: int | None = None
    with_personal: bool = False
    archive: ArchiveNumber | None = None
    with_box: bool = False


@dataclass(frozen=True, slots=True)
class PackPiece:
    """One piece in one place of the pack.

    Attributes:
        folders: (number, title) of the folders it lies in, outermost first.
        number: of the file ("2-07-01"); group: heading in the catalogue.
        unit: who it comes from, for its name; caption: what it shows there.
    """

    folders: tuple[tuple[str, str], ...]
    number: str
    group: str
    unit: str
    caption: str
    evidence: Evidence
    version: EvidenceVersion
    file: StoredFile


@dataclass(frozen=True, slots=True)
class PackContents:
    """Everything that a pack will say and hold.

    Attributes:
        bureau: who makes it.
        left_out: pieces with personal information that do not go in, each once.
        missing: what is expected and not there.
        owner_count: tasks or indicators.
    """

    request: PackRequest
    bureau: str
    pieces: tuple[PackPiece, ...]
    left_out: tuple[PackPiece, ...]
    missing: tuple[MissingLine, ...]
    owner_count: int

    @property
    def size_bytes(self) -> int:
        """Return the bytes of all files, each as often as it lies in the pack."""
        return sum(piece.file.size_bytes for piece in self.pieces)


def read_contents(session: ReadSession, request: PackRequest, cutoff: dt.date) -> PackContents:
    """Return what a pack will hold.

    Raises:
        RejectedError: SVC-004 the indicator tree is gone; SVC-005 no tasks are named; EVI-038 no archive number can
            be made so.
    """
    if request.archive is not None and request.archive.fault:
        raise RejectedError("EVI-038", part=request.archive.fault)
    if request.tree_id is None and not request.task_ids:
        raise RejectedError("SVC-005", what="任务")
    reading = _Reading(session, cutoff)
    if request.tree_id is None:
        reading.read_tasks(request.task_ids)
        found = [piece for task_id in request.task_ids for piece in reading.of_task(task_id)]
        missing = [one for task_id in request.task_ids for one in reading.missing_of_task(task_id)]
        count = len(request.task_ids)
    else:
        row_of(session, IndicatorTree, request.tree_id, "考核标准")
        found, missing, count = reading.of_tree(request.tree_id)
    pieces = [piece for piece in found if request.with_personal or not piece.evidence.is_personal]
    hidden = {piece.evidence.id: piece for piece in found if not request.with_personal and piece.evidence.is_personal}
    bureau = session.settings().bureau_name
    return PackContents(request, bureau, tuple(pieces), tuple(hidden.values()), tuple(missing), count)


@dataclass
class _Reading:
    """The rows that a pack is made of, read once."""

    session: ReadSession
    cutoff: dt.date
    facts: dict[int, TaskFacts] = field(default_factory=dict)
    links: dict[int, list[TaskEvidence]] = field(default_factory=dict)
    expected: dict[int, list[ExpectedEvidence]] = field(default_factory=dict)
    evidence: dict[int, Evidence] = field(default_factory=dict)
    versions: dict[int, EvidenceVersion] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)

    def read_tasks(self, task_ids: Iterable[int]) -> None:
        """Read tasks with their links, and what is expected of them."""
        ids = tuple(dict.fromkeys(task_ids))
        self.facts = {one.id: one for one in self.session.facts(self.cutoff, task_ids=ids)}
        for link in self.session.of(TaskEvidence).find(task_id=ids):
            self.links.setdefault(link.task_id, []).append(link)
        for one in self.session.of(ExpectedEvidence).find(task_id=ids):
            self.expected.setdefault(one.task_id, []).append(one)
        matched = [one.evidence_id for some in self.expected.values() for one in some if one.evidence_id is not None]
        self._read_evidence([*(link.evidence_id for some in self.links.values() for link in some), *matched])

    def of_task(self, task_id: int) -> Iterator[PackPiece]:
        """Yield a task's pieces by their numbers."""
        facts = self.facts.get(task_id)
        if facts is None:
            return
        for link in sorted(self.links.get(task_id, ()), key=lambda one: (one.number, one.id)):
            head = f"{facts.code}　{facts.title}"
            folders = ((facts.code, facts.title),)
            yield from self._piece(
                link.evidence_id, folders, full_number(facts.code, link.number), head, link.caption, facts
            )

    def missing_of_task(self, task_id: int) -> Iterator[MissingLine]:
        """Yield what is expected of a task and is not there; a task without anything is one line."""
        facts = self.facts.get(task_id)
        if facts is None or facts.standing == "cancelled":
            return
        owner = f"{facts.code}　{facts.title}"
        for one in self.expected.get(task_id, ()):
            if one.waived_reason:
                continue
            matched = self.evidence.get(one.evidence_id) if one.evidence_id is not None else None
            if matched is None or matched.removed_at is not None:
                yield MissingLine(owner, one.name, one.source)
        if not self.expected.get(task_id) and not any(self.of_task(task_id)):
            yield MissingLine(owner, "没有任何佐证材料")

    def of_tree(self, tree_id: int) -> tuple[list[PackPiece], list[MissingLine], int]:
        """Return the pieces of an indicator tree in its order, what it lacks, and how many indicators it has."""
        places = in_order(self.session.of(Indicator).find(tree_id=tree_id))
        ids = tuple(place.indicator.id for place in places)
        tasks: dict[int, list[int]] = {}
        for one in self.session.of(IndicatorTask).find(indicator_id=ids):
            tasks.setdefault(one.indicator_id, []).append(one.task_id)
        direct: dict[int, list[IndicatorEvidence]] = {}
        for link in self.session.of(IndicatorEvidence).find(indicator_id=ids):
            direct.setdefault(link.indicator_id, []).append(link)
        self.read_tasks(task_id for some in tasks.values() for task_id in some)
        self._read_evidence([link.evidence_id for some in direct.values() for link in some])
        pieces: list[PackPiece] = []
        missing: list[MissingLine] = []
        for place in places:
            own = sorted(direct.get(place.indicator.id, ()), key=lambda one: (one.ordinal, one.id))
            found = list(self._of_indicator(place, own, tasks.get(place.indicator.id, ())))
            pieces += found
            if not found and place.is_leaf:
                note = place.indicator.note.strip().replace("\n", "；")
                missing.append(MissingLine(place.name, "没有任何材料", note))
            for task_id in tasks.get(place.indicator.id, ()):
                missing += self.missing_of_task(task_id) if self.expected.get(task_id) else ()
        return pieces, list(dict.fromkeys(missing)), len(places)

    def _of_indicator(
        self, place: IndicatorPlace, links: Sequence[IndicatorEvidence], task_ids: Sequence[int]
    ) -> Iterator[PackPiece]:
        seen: set[int] = set()
        from_tasks = [(piece.evidence.id, piece.caption, piece.unit) for one in task_ids for piece in self.of_task(one)]
        for evidence_id, caption, unit in [*((one.evidence_id, "", "") for one in links), *from_tasks]:
            if evidence_id in seen:
                continue
            number = f"{place.number}-{len(seen) + 1:02d}"
            for piece in self._piece(evidence_id, place.path, number, place.name, caption, None, unit):
                seen.add(evidence_id)
                yield piece

    def _piece(
        self,
        evidence_id: int,
        folders: tuple[tuple[str, str], ...],
        number: str,
        group: str,
        caption: str,
        facts: TaskFacts | None,
        unit: str = "",
    ) -> Iterator[PackPiece]:
        evidence, version = self.evidence.get(evidence_id), self.versions.get(evidence_id)
        if evidence is None or version is None or evidence.removed_at is not None:
            return
        if facts is not None and facts.lead_names:
            unit = facts.lead_names[0]
        file = self.files.get(version.sha256) or StoredFile(version.sha256, 0)
        yield PackPiece(folders, number, group, evidence.author or unit, caption, evidence, version, file)

    def _read_evidence(self, evidence_ids: Iterable[int]) -> None:
        ids = tuple(dict.fromkeys(id_ for id_ in evidence_ids if id_ not in self.evidence))
        if not ids:
            return
        self.evidence |= {one.id: one for one in self.session.of(Evidence).find(id=ids)}
        for version in self.session.of(EvidenceVersion).find(evidence_id=ids):
            known = self.versions.get(version.evidence_id)
            if known is None or version.number > known.number:
                self.versions[version.evidence_id] = version
        digests = tuple({self.versions[id_].sha256 for id_ in ids if id_ in self.versions})
        if digests:
            self.files |= {one.id: one for one in self.session.of(StoredFile).find(id=digests)}
