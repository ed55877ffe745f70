"""What an import did, for the person who asked for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.finding import Finding
from ledger_app.domain.plan import Plan
from ledger_app.domain.task import Task
from ledger_app.services.record_changes import UpdateCounts
from ledger_app.services.record_decisions import RecordCounts
from ledger_app.services.revise_plan import RevisionSummary


@dataclass(frozen=True, slots=True)
class SkippedItem:
    """An item that the ledger has already; reason is Chinese."""

    plan_title: str
    no: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did.

    Attributes:
        plans: plans that were added; tasks: tasks that were added, by code order of their plans.
        skipped: items that were in the ledger already.
        findings: of the reading and of the import.
        doubt_count: questions that now wait for an answer.
        revisions: what new issues of plans brought.
        records: what ledgers brought besides tasks.
        updates: what ledgers that came again changed in tasks that were there.
    """

    plans: tuple[Plan, ...]
    tasks: tuple[Task, ...]
    skipped: tuple[SkippedItem, ...]
    findings: tuple[Finding, ...]
    doubt_count: int
    changes: ChangeSet
    revisions: tuple[RevisionSummary, ...] = ()
    records: RecordCounts = field(default_factory=RecordCounts)
    updates: UpdateCounts = field(default_factory=UpdateCounts)
