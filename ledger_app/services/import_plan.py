"""Commit a proposal: the clerk's decisions on it become plans, items and tasks, in one operation.

Every item of a plan is kept as it was read; those accepted become tasks.  What the ledger has already is
skipped and named.  The source file is in the evidence store before this begins.
Source: docs/domain.md sections 1.1, 8 and 9.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ledger_app.domain.finding import Finding, Severity
from ledger_app.domain.plan import Plan, PlanDocument, PlanItem
from ledger_app.domain.task import Task
from ledger_app.domain.unit import Unit
from ledger_app.errors import RejectedError
from ledger_app.evidence.names import shown_name
from ledger_app.intake.own_ledger.model import TablePlan
from ledger_app.intake.proposal import Proposal, ProposedItem, ProposedPlan
from ledger_app.messages import text_of
from ledger_app.ports import Progress, UnitOfWork
from ledger_app.services import learned, units
from ledger_app.services.files import TakenFile, note
from ledger_app.services.import_decisions import ACCEPT_ALL, ImportDecisions, MadeItem
from ledger_app.services.import_records import RecordWriter
from ledger_app.services.import_summary import ImportSummary, SkippedItem
from ledger_app.services.import_tasks import TaskBuilder, title_of
from ledger_app.services.known_items import KnownItems
from ledger_app.services.lookup import new_uid, roster_of, row_of
from ledger_app.services.plan_rows import codes_of, item_row
from ledger_app.services.record_changes import TaskUpdate, UpdateCounts
from ledger_app.services.record_decisions import RecordCounts, keep_choices
from ledger_app.services.record_updates import find_updates, has_news, keep_records, write_updates
from ledger_app.services.revise_plan import Revision, RevisionSummary
from ledger_app.services.revision_reading import PlanRevision, read_earlier

__all__ = ["ACCEPT_ALL", "ImportDecisions", "ImportSummary", "MadeItem", "SkippedItem", "import_plan"]

_SHOWN_NAMES = 12


def import_plan(
    work: UnitOfWork,
    proposal: Proposal,
    source: TakenFile | None,
    decisions: ImportDecisions = ACCEPT_ALL,
    progress: Progress | None = None,
) -> ImportSummary:
    """Write a proposal into the ledger.

    Args:
        work: the operation; several files may be imported in one.
        proposal: what was read.
        source: the file, in the store already; None for pasted text.
        decisions: the clerk's; by default every task-like item is accepted.
        progress: told items.

    Raises:
        RejectedError: SVC-004; SVC-043, SVC-044 a unit to be added or learned; SVC-053 the file is not the one
            that was read.
        Cancelled: through `progress`; the operation is rolled back by its caller's leaving.
    """
    if source is not None and proposal.sha256 and source.sha256 != proposal.sha256:
        raise RejectedError("SVC-053", file=source.name)
    # A name from another system may hold bytes that are no text, which the ledger cannot keep.
    proposal = replace(proposal, document_name=shown_name(proposal.document_name))
    work.describe("plan.import", f"导入“{proposal.document_name}”")
    matches = _settle_units(work, decisions)
    learned.keep(work, decisions.learned, decisions.unlearned)
    run = _Import(work, proposal, source, decisions, matches, progress)
    keep_choices(work, decisions.records, proposal)
    for number, plan in enumerate(proposal.plans):
        run.add_plan(number, plan)
    return run.summary()


class _Import:
    """One file's import under way."""

    def __init__(
        self,
        work: UnitOfWork,
        proposal: Proposal,
        source: TakenFile | None,
        decisions: ImportDecisions,
        matches: Mapping[str, tuple[Unit, ...]],
        progress: Progress | None,
    ) -> None:
        self._work = work
        self._proposal = proposal
        self._source = source
        self._decisions = decisions
        self._matches = matches
        self._progress = progress
        self._total = sum(len(plan.items) for plan in proposal.plans)
        self._done = 0
        self._plans: list[Plan] = []
        self._tasks: list[Task] = []
        self._skipped: list[SkippedItem] = []
        self._findings: list[Finding] = list(proposal.findings)
        self._unmatched: dict[str, str] = {}
        self._ownerless = 0
        self._doubts = 0
        self._revisions: list[RevisionSummary] = []
        self._records = RecordCounts()
        self._updates = UpdateCounts()

    def add_plan(self, number: int, proposed: ProposedPlan) -> None:
        """Add one plan of the file with what is new in it."""
        title = self._decisions.titles.get(number, proposed.title).strip() or self._proposal.document_name
        revision = self._decisions.revisions.get(number)
        if revision is not None:
            self._add_issue(number, title, proposed, revision)
            return
        by_key = {item.key: item for item in proposed.items}
        # The sheets of one workbook often hold tasks of the same name for different units.
        mine = [plan.id for plan in self._plans] if proposed.table is not None else []
        known = KnownItems(self._work, title, self._source.sha256 if self._source else None, mine)
        new: list[MadeItem] = []
        skipped: list[ProposedItem] = []
        for one in self._decisions.wanted(proposed.items):
            if all(known.has_task(by_key[key]) for key in one.sources):
                skipped.append(one.item)
            else:
                new.append(one)
        pairs = known.pairs(proposed.items)
        updates = self._news_of(number, proposed, pairs)
        if has_news(updates, self._decisions.records.updates):
            # Beside the items of the earlier file: the next one is compared with what this one says.
            keep_records(self._work, proposed.items, pairs)
        else:
            self._note_skipped(title, skipped, known)
        self._write_updates(updates, proposed)
        if not new:
            return
        plan = known.same_plan or self._store_plan(title, proposed)
        rows = known.rows_of(proposed.items)
        missing = [item for item in proposed.items if item.key not in rows]
        rows.update(self._store_items(plan, missing, len(rows)))
        self._store_tasks(plan, new, rows, proposed.table)

    def _add_issue(self, number: int, title: str, proposed: ProposedPlan, decided: PlanRevision) -> None:
        """Add a plan that takes the place of an earlier one, and carry it over to the tasks that are there."""
        revision = Revision(read_earlier(self._work, decided.earlier_id), decided, proposed, title)
        self._skipped += [
            SkippedItem(title, item.no, title_of(item), "与原计划相同，任务沿用") for item in revision.unchanged()
        ]
        # Where nobody is asked, what was no task of the earlier issue is none of this one.
        known = decided.pairs if self._decisions.accepted is None else {}
        wanted = self._decisions.wanted(proposed.items)
        new = [one for one in wanted if not any(key in known or revision.has_task(key) for key in one.sources)]
        self._revisions.append(revision.summary(len(new)))
        updates = self._news_of(number, proposed, decided.pairs)
        if not (new or revision.is_other() or has_news(updates, self._decisions.records.updates)):
            self._find("info", "SVC-107", title=title, count=len(proposed.items))
            self._write_updates(updates, proposed)
            return
        plan = self._store_plan(title, proposed, supersedes_id=decided.earlier_id)
        rows = self._store_items(plan, proposed.items, 0)
        items = {item.key: item for item in proposed.items}
        roster = roster_of(self._work, plan.issued or self._work.today)
        builder = TaskBuilder(self._work, plan, roster, self._matches)
        edited = self._decisions.edited
        self._doubts += revision.apply(self._work, plan, rows, lambda key: edited.get(key, items[key]), builder)
        self._write_updates(updates, proposed)
        self._store_tasks(plan, new, rows, proposed.table)

    def _news_of(self, number: int, proposed: ProposedPlan, pairs: Mapping[str, int]) -> tuple[TaskUpdate, ...]:
        """Return what a ledger's table brings to tasks that are there, before anything is changed."""
        return find_updates(self._work, number, proposed, pairs, self._decisions.records, self._work.today)

    def _write_updates(self, updates: Sequence[TaskUpdate], proposed: ProposedPlan) -> None:
        if not updates or proposed.table is None:
            return
        if self._source is not None and has_news(updates, self._decisions.records.updates):
            note(self._work, self._source)
        self._updates = self._updates.plus(write_updates(self._work, updates, proposed.table, self._decisions.records))

    def summary(self) -> ImportSummary:
        """Return what was done, with what should be known about it."""
        if not self._tasks and not self._skipped and not self._revisions:
            self._find("warning", "SVC-106", file=self._proposal.document_name)
        if self._unmatched:
            names = list(self._unmatched.values())
            shown = "、".join(names[:_SHOWN_NAMES]) + ("…" if len(names) > _SHOWN_NAMES else "")
            self._find("warning", "SVC-103", count=len(names), names=shown)
        if self._ownerless:
            self._find("warning", "SVC-104", count=self._ownerless)
        if self._doubts:
            self._find("info", "SVC-105", count=self._doubts)
        return ImportSummary(
            tuple(self._plans),
            tuple(self._tasks),
            tuple(self._skipped),
            tuple(self._findings),
            self._doubts,
            self._work.changes(),
            tuple(self._revisions),
            self._records,
            self._updates,
        )

    def _store_plan(self, title: str, proposed: ProposedPlan, supersedes_id: int | None = None) -> Plan:
        if self._source is not None:
            # Not before: a file that brings nothing new is no operation, and nothing to undo.
            note(self._work, self._source)
        rules = [{"key": rule.key, "text": rule.text, "is_on": rule.is_on} for rule in proposed.rules]
        plan = self._work.of(Plan).add(
            Plan(
                id=0,
                uid=new_uid(),
                title=title,
                plan_year=proposed.plan_year or self._decisions.plan_year,
                period_end=proposed.period_end,
                issuer=proposed.issuer or "",
                doc_number=proposed.doc_number or "",
                issued=proposed.issued,
                received=self._work.today,
                source_sha256=self._source.sha256 if self._source else None,
                source_name=self._proposal.document_name,
                source_format=self._proposal.document_format,
                rules=json.dumps(rules, ensure_ascii=False),
                supersedes_id=supersedes_id,
            )
        )
        self._work.of(PlanDocument).add(PlanDocument(plan.id, self._proposal.text))
        self._plans.append(plan)
        return plan

    def _store_items(self, plan: Plan, items: Sequence[ProposedItem], before: int) -> dict[str, PlanItem]:
        """Keep items as the paper has them, whatever the clerk changes in the tasks made of them."""
        rows = [item_row(plan.id, ordinal, item) for ordinal, item in enumerate(items, start=before + 1)]
        stored = self._work.of(PlanItem).add_all(rows)
        return {item.key: row for item, row in zip(items, stored, strict=True)}

    def _store_tasks(
        self, plan: Plan, items: Sequence[MadeItem], rows: Mapping[str, PlanItem], table: TablePlan | None
    ) -> None:
        if not items:
            return
        codes = codes_of(self._work, plan, [one.item for one in items])
        roster = roster_of(self._work, plan.issued or self._work.today)
        made = [one.item for one in items]
        records = RecordWriter(self._work, table, self._decisions.records, made, plan.plan_year) if table else None
        builder = TaskBuilder(self._work, plan, roster, self._matches, records)
        for one, code in zip(items, codes, strict=True):
            builder.add(one.item, [rows[key] for key in one.sources], code)
            self._done += 1
            if self._progress is not None:
                self._progress.step(self._done, self._total, "写入台账")
        self._tasks += builder.store()
        self._unmatched.update(builder.unmatched)
        self._ownerless += builder.ownerless
        self._doubts += builder.doubt_count
        if records is not None:
            self._records = self._records.plus(records.counts)
            self._findings += records.findings()

    def _note_skipped(self, title: str, items: Sequence[ProposedItem], known: KnownItems) -> None:
        if not items:
            return
        reason = "该文件以前已导入" if known.is_same_file else "台账中已有相同内容的任务"
        self._skipped += [SkippedItem(title, item.no, item.title, reason) for item in items]
        if known.is_same_file:
            self._find("info", "SVC-101", file=self._proposal.document_name, title=title, count=len(items))
        else:
            self._find("info", "SVC-102", title=title, count=len(items))

    def _find(self, severity: Severity, code: str, **facts: object) -> None:
        self._findings.append(Finding(severity, code, text_of(code, facts)))


def _settle_units(work: UnitOfWork, decisions: ImportDecisions) -> dict[str, tuple[Unit, ...]]:
    """Add the units the clerk wants, learn the names they matched, and return printed name -> units."""
    matches: dict[str, tuple[Unit, ...]] = {}
    for name, kind in decisions.new_units.items():
        matches[name] = (units.add(work, Unit(0, "", name, kind=kind)).unit,)
    for name, unit_ids in decisions.unit_matches.items():
        matches[name] = tuple(row_of(work, Unit, unit_id, "单位") for unit_id in unit_ids)
        if len(unit_ids) == 1:
            units.learn_alias(work, unit_ids[0], name, source="导入确认")
    return matches
