"""Year roll-over: a new ledger takes up what goes on; the old one keeps all it has and a note of where that went.

Rows keep their ids, so that what refers to them (views, custom values, parts) needs no translation: the new ledger
is empty.  Source: docs/domain.md section 8.1.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from ledger_app.domain.carrying import CarryLine, carry_line
from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.evidence import Evidence, EvidenceVersion, ExpectedEvidence, StoredFile, TaskEvidence
from ledger_app.domain.plan import LearnedRule, Plan, PlanDocument, PlanItem
from ledger_app.domain.progress import ProgressEntry, latest_of
from ledger_app.domain.supervision import Holiday, SavedView
from ledger_app.domain.task import (
    CarriedTask,
    CustomField,
    CustomValue,
    Deadline,
    Extension,
    Milestone,
    Occurrence,
    Target,
    Task,
    TaskLeader,
    TaskMeasure,
    TaskOwner,
    TaskSource,
)
from ledger_app.domain.unit import (
    Person,
    Post,
    PostHolder,
    Unit,
    UnitAlias,
    UnitGroup,
    UnitGroupMember,
    UnitLeader,
)
from ledger_app.errors import RejectedError
from ledger_app.ports import EvidenceStore, Progress, ReadSession, UnitOfWork
from ledger_app.services.turns import make_turns

E = TypeVar("E")

_NOTE_KEY = "ledger.rolled_over"
# Kept as they are: the view it opens with, the numbering of slips, the words of reminders, where backups go too.
_OWN_SETTINGS = ("view.default", "slip.number_pattern", "chase.first", "chase.second", "backup.second")
_ROSTER: tuple[type[Any], ...] = (
    UnitAlias,
    UnitGroup,
    UnitGroupMember,
    Person,
    Post,
    PostHolder,
    UnitLeader,
    CustomField,
    LearnedRule,
    Holiday,
    SavedView,
)
_OF_A_TASK: tuple[type[Any], ...] = (TaskOwner, TaskLeader, TaskMeasure, Milestone, Target, CustomValue, CarriedTask)


@dataclass(frozen=True, slots=True)
class Origin:
    """The ledger that is carried from: its uid, name and folder."""

    uid: str
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class RollOverChoice:
    """What was decided.

    Attributes:
        year: of the new ledger.
        task_ids: the tasks to carry.
        with_files: copy their evidence and the plans' files too; else evidence is listed by digest only.
    """

    year: int
    task_ids: tuple[int, ...]
    with_files: bool = False


@dataclass(frozen=True, slots=True)
class RolledOver:
    """What was carried: numbers of tasks, of turns made for the new year and of files copied."""

    tasks: int
    turns: int
    files: int
    changes: ChangeSet


@dataclass(frozen=True, slots=True)
class RollOverNote:
    """Where a ledger's open tasks went, and when (local day)."""

    path: str
    year: int
    on: dt.date
    tasks: int


def lines_to_carry(session: ReadSession, day: dt.date, year: int) -> list[CarryLine]:
    """Return the tasks that may go on in a year as they stand on a day, by plan and order."""
    first = dt.date(year, 1, 1)
    found = (carry_line(facts, first) for facts in session.facts(day))
    return [line for line in found if line is not None]


def usual_next_year(session: ReadSession, today: dt.date) -> int:
    """Return the year after the ledger's, where that is not set the one after today's."""
    return (session.settings().year or today.year) + 1


def carry(
    source: ReadSession,
    old_store: EvidenceStore,
    target: UnitOfWork,
    new_store: EvidenceStore,
    origin: Origin,
    choice: RollOverChoice,
    progress: Progress | None = None,
) -> RolledOver:
    """Fill a new, empty ledger with roster, settings and the chosen tasks; one operation there, nothing changed here.

    Raises:
        RejectedError: SVC-310 nothing was chosen; SVC-311 the year is not later.
        EnvironmentFault: EVI-010 to EVI-014 a file cannot be copied.
        Cancelled: through `progress`.
    """
    settings = source.settings()
    if not choice.task_ids:
        raise RejectedError("SVC-310")
    if settings.year is not None and choice.year <= settings.year:
        raise RejectedError("SVC-311", year=choice.year, old=settings.year)
    target.describe("ledger.roll_over", f"从“{origin.name}”结转 {len(choice.task_ids)} 项任务")
    target.save_settings(replace(settings, year=choice.year))
    for key in _OWN_SETTINGS:
        target.write_setting(key, source.read_setting(key))
    _copy_units(source, target)
    for entity in _ROSTER:
        target.of(entity).add_all(source.of(entity).find())
    run = _Carrying(source, target, origin, choice)
    files = run.copy_files(old_store, new_store, progress) if choice.with_files else 0
    run.copy_plans()
    turns = run.copy_tasks(progress)
    return RolledOver(len(run.tasks), turns, files, target.changes())


def mark_rolled_over(work: UnitOfWork, note: RollOverNote) -> ChangeSet:
    """Write into the old ledger where its open tasks went."""
    work.describe("ledger.rolled_over", f"标记为已结转到 {note.year} 年度台账")
    fields = {"path": note.path, "year": note.year, "on": note.on.isoformat(), "tasks": note.tasks}
    work.write_setting(_NOTE_KEY, json.dumps(fields, ensure_ascii=False))
    return work.changes()


def roll_over_note(session: ReadSession) -> RollOverNote | None:
    """Return where a ledger's open tasks went, None while they are here."""
    text = session.read_setting(_NOTE_KEY)
    if text is None:
        return None
    fields = json.loads(text)
    return RollOverNote(fields["path"], fields["year"], dt.date.fromisoformat(fields["on"]), fields["tasks"])


def files_of(session: ReadSession, task_ids: Iterable[int]) -> list[StoredFile]:
    """Return the stored files that tasks and their plans have, each once."""
    tasks = session.of(Task).find(id=list(task_ids))
    links = session.of(TaskEvidence).find(task_id=[task.id for task in tasks])
    versions = session.of(EvidenceVersion).find(evidence_id=[one.evidence_id for one in links])
    plans = session.of(Plan).find(id=sorted({task.plan_id for task in tasks if task.plan_id is not None}))
    reports = [one.source_sha256 for task in tasks for one in _last_entries(session, task.id)]
    digests = {one.sha256 for one in versions} | {one.source_sha256 for one in plans} | set(reports)
    return session.of(StoredFile).find(id=sorted(digest for digest in digests if digest))


class _Carrying:
    """The tasks of one roll-over on their way from one ledger to the other."""

    def __init__(self, source: ReadSession, target: UnitOfWork, origin: Origin, choice: RollOverChoice) -> None:
        self._source = source
        self._target = target
        self._origin = origin
        self._choice = choice
        self._year_before = source.settings().year
        self._first_day = dt.date(choice.year, 1, 1)
        self.tasks = source.of(Task).find(id=list(choice.task_ids))
        self._ids = [task.id for task in self.tasks]
        self._files: set[str] = set()

    def copy_files(self, old: EvidenceStore, new: EvidenceStore, progress: Progress | None) -> int:
        """Copy the files, then the rows of evidence; a file that is missing there is missing here too."""
        files = files_of(self._source, self._ids)
        for number, file in enumerate(files):
            if progress is not None:
                progress.step(number, len(files), "正在复制文件")
            if old.path_of(file.id).is_file():
                new.put(old.path_of(file.id))
        self._files = {file.id for file in files}
        self._target.of(StoredFile).add_all(files)
        links = self._source.of(TaskEvidence).find(task_id=self._ids)
        evidence_ids = sorted({one.evidence_id for one in links})
        self._target.of(Evidence).add_all(self._source.of(Evidence).find(id=evidence_ids))
        self._target.of(EvidenceVersion).add_all(self._source.of(EvidenceVersion).find(evidence_id=evidence_ids))
        return len(files)

    def copy_plans(self) -> None:
        """Copy the papers that the tasks come from, text and items included; their files only if files are copied."""
        item_ids = [one.plan_item_id for one in self._source.of(TaskSource).find(task_id=self._ids)]
        cited = self._source.of(PlanItem).find(id=[one for one in item_ids if one is not None])
        plan_ids = {task.plan_id for task in self.tasks} | {item.plan_id for item in cited}
        plans = self._source.of(Plan).find(id=[one for one in plan_ids if one is not None])
        kept = [replace(plan, supersedes_id=None, source_sha256=self._digest(plan.source_sha256)) for plan in plans]
        self._target.of(Plan).add_all(kept)
        self._target.of(PlanDocument).add_all(self._source.of(PlanDocument).find(id=[plan.id for plan in plans]))
        self._target.of(PlanItem).add_all(self._source.of(PlanItem).find(plan_id=[plan.id for plan in plans]))

    def copy_tasks(self, progress: Progress | None) -> int:
        """Copy the tasks with what hangs on them; return how many turns were made for the new year."""
        there = set(self._ids)
        begun = [replace(self._begun_anew(task), parent_id=None, version=1) for task in self.tasks]
        stored = self._target.of(Task).add_all(begun)
        for task, before in zip(stored, self.tasks, strict=True):
            if before.parent_id in there:
                self._target.of(Task).update(replace(task, parent_id=before.parent_id))
        for entity in _OF_A_TASK:
            self._target.of(entity).add_all(self._source.of(entity).find(task_id=self._ids))
        self._target.of(TaskSource).add_all(self._source.of(TaskSource).find(task_id=self._ids))
        self._copy_evidence_links()
        for number, task in enumerate(self.tasks):
            if progress is not None:
                progress.step(number, len(self.tasks), "正在结转任务")
            self._copy_rest(task)
        # Last: turns made now must not take the numbers of turns that are copied.
        return sum(make_turns(self._target, task.id, self._choice.year) for task in self.tasks)

    def _begun_anew(self, task: Task) -> Task:
        """Return a task as the new year begins: what comes round again is not done yet."""
        return replace(task, completed_on=None) if task.kind in ("recurring", "continuing") else task

    def _copy_evidence_links(self) -> None:
        expected = self._source.of(ExpectedEvidence).find(task_id=self._ids)
        if self._choice.with_files:
            links = self._source.of(TaskEvidence).find(task_id=self._ids)
            self._target.of(TaskEvidence).add_all(replace(one, progress_id=None) for one in links)
        else:
            expected = [replace(one, evidence_id=None) for one in expected]
        self._target.of(ExpectedEvidence).add_all(expected)

    def _copy_rest(self, task: Task) -> None:
        """Copy a task's deadlines, open turns and last report, and link its history."""
        due = self._copy_deadlines(task)
        self._target.of(Occurrence).add_all(self._source.of(Occurrence).find(task_id=task.id, state="open"))
        entries = self._source.of(ProgressEntry).find(task_id=task.id)
        for entry in _last_entries(self._source, task.id):
            self._target.of(ProgressEntry).add(
                replace(entry, occurrence_id=None, kind="carried", source_sha256=self._digest(entry.source_sha256))
            )
        latest = latest_of(entries)
        percents = latest_of([one for one in entries if one.percent is not None])
        self._target.of(CarriedTask).add(
            CarriedTask(
                0,
                task.id,
                self._origin.uid,
                self._origin.name,
                self._origin.path,
                self._year_before,
                task.code,
                self._target.at,
                len(entries),
                latest.period if latest is not None else "",
                percents.percent if percents is not None else None,
                due,
                self._evidence_list(task.id),
            )
        )

    def _copy_deadlines(self, task: Task) -> dt.date | None:
        """Copy the deadlines with their extensions, marking what is past; return the primary one that is."""
        deadlines = self._source.of(Deadline).find(task_id=task.id)
        past = [one for one in deadlines if self._is_past(task, one)]
        marked = [
            replace(one, reason=f"{one.reason}；{one.current_due} 已到期，结转时未完成".lstrip("；"))
            if one in past
            else one
            for one in deadlines
        ]
        self._target.of(Deadline).add_all(marked)
        extensions = self._source.of(Extension).find(deadline_id=[one.id for one in deadlines])
        self._target.of(Extension).add_all(extensions)
        return next((one.current_due for one in past if one.is_primary), None)

    def _is_past(self, task: Task, deadline: Deadline) -> bool:
        due = deadline.current_due
        return due is not None and due < self._first_day and deadline.kind != "recurring" and not task.completed_on

    def _evidence_list(self, task_id: int) -> str:
        """Return what was attached as JSON, the latest version of each."""
        found = []
        for link in sorted(self._source.of(TaskEvidence).find(task_id=task_id), key=lambda one: one.number):
            evidence = self._source.of(Evidence).get(link.evidence_id)
            versions = self._source.of(EvidenceVersion).find(evidence_id=link.evidence_id)
            if evidence is not None and versions and evidence.removed_at is None:
                last = max(versions, key=lambda one: one.number)
                found.append(
                    {
                        "sha256": last.sha256,
                        "title": evidence.title,
                        "file": last.original_name,
                        "number": link.number,
                    }
                )
        return json.dumps(found, ensure_ascii=False)

    def _digest(self, digest: str | None) -> str | None:
        return digest if digest in self._files else None


def _copy_units(source: ReadSession, target: UnitOfWork) -> None:
    """Copy the units; which belongs to and follows which is written once all are there."""
    units = source.of(Unit).find()
    target.of(Unit).add_all(replace(unit, parent_id=None, successor_id=None) for unit in units)
    for unit in units:
        if unit.parent_id is not None or unit.successor_id is not None:
            target.of(Unit).update(unit)


def _last_entries(session: ReadSession, task_id: int) -> Sequence[ProgressEntry]:
    """Return the report that counted last, and the last one with a percent where that is another."""
    entries = session.of(ProgressEntry).find(task_id=task_id)
    found = (latest_of(entries), latest_of([one for one in entries if one.percent is not None]))
    return list({one.id: one for one in found if one is not None}.values())
