"""All of one task as the detail pane shows it, read in one session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from ledger_app.domain.evidence import Evidence, EvidenceVersion, ExpectedEvidence, StoredFile, TaskEvidence
from ledger_app.domain.plan import Plan, PlanItem
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.supervision import Closing, Slip, SlipTask, Verification
from ledger_app.domain.task import (
    CarriedTask,
    CustomValue,
    Deadline,
    Extension,
    Milestone,
    Occurrence,
    Target,
    Task,
    TaskMeasure,
    TaskSource,
)
from ledger_app.domain.unit import Person
from ledger_app.ports import ReadSession
from ledger_app.services import closing, custom_fields, parts
from ledger_app.services.closing import Condition
from ledger_app.services.custom_fields import FieldValue
from ledger_app.services.parts import Family
from ui.models.columns import GridRow, read_rows
from ui.models.task_people import LeaderLine, OwnerLine, PostLine, Roster

NO_FAMILY = Family(None)

__all__ = ["EvidenceLine", "LeaderLine", "OwnerLine", "PostLine", "SourceLine", "TaskDetail", "read_detail"]


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A piece of evidence as linked to the task, with its current content."""

    link: TaskEvidence
    evidence: Evidence
    version: EvidenceVersion | None
    size_bytes: int
    media_type: str = "bin"


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A sentence the task comes from, with its plan where it has one."""

    source: TaskSource
    item: PlanItem | None
    plan: Plan | None


@dataclass(frozen=True, slots=True)
class TaskDetail:
    """A task and what hangs on it.

    Attributes:
        row: facts and judgement at the cut-off date.
        entries: progress entries, latest period first.
        closings: steps of striking off, oldest first.
        slips: by day of issue.
        extensions: by deadline id, oldest first.
        milestones: by ordinal; occurrences: by due date.
        verifications: latest first.
        conditions: what the ledger knows of the conditions for striking it off.
        posts, people: whom one may choose from, holders as of the cut-off.
        family: the task it is a part of, and its own parts.
    """

    task: Task
    row: GridRow
    plan: Plan | None
    owners: tuple[OwnerLine, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    extensions: tuple[Extension, ...] = ()
    targets: tuple[Target, ...] = ()
    measures: tuple[TaskMeasure, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    entries: tuple[ProgressEntry, ...] = ()
    evidence: tuple[EvidenceLine, ...] = ()
    expected: tuple[ExpectedEvidence, ...] = ()
    closings: tuple[Closing, ...] = ()
    slips: tuple[Slip, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    occurrences: tuple[Occurrence, ...] = ()
    verifications: tuple[Verification, ...] = ()
    leaders: tuple[LeaderLine, ...] = ()
    values: tuple[FieldValue, ...] = ()
    value_ids: tuple[int, ...] = ()
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    posts: tuple[PostLine, ...] = ()
    people: tuple[Person, ...] = ()
    family: Family = NO_FAMILY
    carried: tuple[CarriedTask, ...] = ()

    @property
    def is_closed(self) -> bool:
        """Say whether the task is struck off, so that nothing but opening it again can be done."""
        return bool(self.closings) and self.closings[-1].step == "approved"

    @property
    def primary_deadline(self) -> Deadline | None:
        """Return the deadline the task is judged by, None if it has none."""
        return next((one for one in self.deadlines if one.is_primary), None)

    def entry_of(self, period: str) -> ProgressEntry | None:
        """Return the entry of a month that counts: the latest one."""
        return next((entry for entry in self.entries if entry.period == period), None)


def read_detail(session: ReadSession, task_id: int, cutoff: dt.date, settings: LedgerSettings) -> TaskDetail | None:
    """Read a task at a cut-off date; None when it is gone."""
    task = session.of(Task).get(task_id)
    rows = read_rows(session, [task_id], cutoff, settings)
    if task is None or not rows:
        return None
    deadlines = session.of(Deadline).find(task_id=task_id)
    entries = session.of(ProgressEntry).find(task_id=task_id)
    checks = session.of(Verification).find(task_id=task_id)
    roster = Roster(session, cutoff)
    return TaskDetail(
        task,
        rows[0],
        session.of(Plan).get(task.plan_id) if task.plan_id is not None else None,
        roster.owners(task_id),
        tuple(sorted(deadlines, key=lambda one: (not one.is_primary, one.ordinal, one.id))),
        tuple(session.of(Extension).find(deadline_id=[one.id for one in deadlines])) if deadlines else (),
        tuple(session.of(Target).find(task_id=task_id)),
        tuple(sorted(session.of(TaskMeasure).find(task_id=task_id), key=lambda one: one.ordinal)),
        _sources(session, task_id),
        tuple(sorted(entries, key=lambda one: (one.period, one.created_at, one.id), reverse=True)),
        _evidence(session, task_id),
        tuple(session.of(ExpectedEvidence).find(task_id=task_id)),
        tuple(sorted(session.of(Closing).find(task_id=task_id), key=lambda one: (one.on_date, one.id))),
        _slips(session, task_id),
        tuple(sorted(session.of(Milestone).find(task_id=task_id), key=lambda one: (one.ordinal, one.id))),
        tuple(sorted(session.of(Occurrence).find(task_id=task_id), key=lambda one: (one.due, one.id))),
        tuple(sorted(checks, key=lambda one: (one.on_date, one.id), reverse=True)),
        roster.leaders(task_id),
        tuple(custom_fields.values_of(session, task_id)),
        tuple(one.id for one in session.of(CustomValue).find(task_id=task_id)),
        closing.known_conditions(session, task_id),
        roster.posts,
        roster.people,
        parts.family_of(session, task_id, cutoff),
        tuple(session.of(CarriedTask).find(task_id=task_id)),
    )


def _sources(session: ReadSession, task_id: int) -> tuple[SourceLine, ...]:
    lines = []
    for source in session.of(TaskSource).find(task_id=task_id):
        item = session.of(PlanItem).get(source.plan_item_id) if source.plan_item_id is not None else None
        lines.append(SourceLine(source, item, session.of(Plan).get(item.plan_id) if item else None))
    return tuple(lines)


def _evidence(session: ReadSession, task_id: int) -> tuple[EvidenceLine, ...]:
    links = sorted(session.of(TaskEvidence).find(task_id=task_id), key=lambda one: (one.number, one.id))
    lines = []
    for link in links:
        evidence = session.of(Evidence).get(link.evidence_id)
        if evidence is None or evidence.removed_at is not None:
            continue
        versions = session.of(EvidenceVersion).find(evidence_id=evidence.id)
        version = max(versions, key=lambda one: one.number, default=None)
        stored = session.of(StoredFile).get(version.sha256) if version else None
        lines.append(EvidenceLine(link, evidence, version, *_facts_of(stored)))
    return tuple(lines)


def _facts_of(stored: StoredFile | None) -> tuple[int, str]:
    return (stored.size_bytes, stored.media_type) if stored is not None else (0, "bin")


def _slips(session: ReadSession, task_id: int) -> tuple[Slip, ...]:
    found = [session.of(Slip).get(link.slip_id) for link in session.of(SlipTask).find(task_id=task_id)]
    return tuple(sorted((slip for slip in found if slip is not None), key=lambda slip: (slip.issued, slip.id)))
