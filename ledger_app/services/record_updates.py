"""A ledger that comes again: find what is new in it for the tasks that are there, and write what was decided.

Finding reads only, so that a review can show it before anything is written; writing is part of the import, with one
undo for all.  Source: docs/domain.md sections 2.4 and 12.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar, cast

from ledger_app.domain.evidence import ExpectedEvidence
from ledger_app.domain.period import Period
from ledger_app.domain.plan import PlanItem
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.supervision import Closing
from ledger_app.domain.task import CustomField, CustomValue, Deadline, Extension, Task, TaskSource
from ledger_app.intake.own_ledger.model import ItemRecord, TablePlan
from ledger_app.intake.proposal import ProposedItem, ProposedPlan
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services.import_fields import OwnFields
from ledger_app.services.import_readings import item_of
from ledger_app.services.kept_records import kept_record
from ledger_app.services.progress import settle_turns
from ledger_app.services.record_changes import LeftChange, RecordChange, TaskUpdate, UpdateChoice, UpdateCounts
from ledger_app.services.record_comparison import HeldRecord, RecordComparison
from ledger_app.services.record_decisions import RecordDecisions

R = TypeVar("R", ProgressEntry, Closing, CustomValue, Deadline, ExpectedEvidence)


def find_updates(
    session: ReadSession,
    number: int,
    proposed: ProposedPlan,
    pairs: Mapping[str, int],
    decisions: RecordDecisions,
    today: dt.date,
) -> tuple[TaskUpdate, ...]:
    """Return what a table brings to tasks that are there, in the order of its rows; tasks without news are left out.

    Args:
        session: the ledger.
        number: of the plan within the file.
        proposed: the plan as read.
        pairs: key of an item -> id of the stored item it is the next issue of.
        decisions: about columns and states.
        today: the day of import.
    """
    table = proposed.table
    if table is None or not pairs:
        return ()
    before = {row.id: item_of(row).record for row in session.of(PlanItem).find(id=sorted(set(pairs.values())))}
    matched = _matched(session, proposed.items, pairs)
    ids = [task_id for _, _, task_id, _ in matched]
    if not ids:
        return ()
    facts = _Facts(session, ids)
    comparison = RecordComparison(table, decisions, proposed.plan_year, today)
    updates = []
    for item, stored_id, task_id, is_split in matched:
        held = facts.held(task_id, is_split=is_split)
        changes = comparison.changes(item.key, held, cast("ItemRecord", item.record), before.get(stored_id))
        if changes:
            updates.append(TaskUpdate(number, item.key, held.task, tuple(changes)))
    return tuple(updates)


def has_news(updates: Iterable[TaskUpdate], choices: Mapping[str, UpdateChoice]) -> bool:
    """Say whether anything of the updates is to be written."""
    return any(choice_of(change, choices) != "leave" for one in updates for change in one.changes)


def choice_of(change: RecordChange, choices: Mapping[str, UpdateChoice]) -> UpdateChoice:
    """Return what is done with a change: as decided, else as usual."""
    chosen = choices.get(change.key, change.usual)
    return chosen if chosen in change.choices else change.usual


def write_updates(
    work: UnitOfWork,
    updates: Sequence[TaskUpdate],
    table: TablePlan,
    decisions: RecordDecisions,
) -> UpdateCounts:
    """Write what was decided about updates, and return what was done.

    Args:
        work: the operation.
        updates: of one table.
        table: how it was understood.
        decisions: of the person.
    """
    run = _Writing(work)
    taken = [
        (update, [(change, choice_of(change, decisions.updates)) for change in update.changes]) for update in updates
    ]
    values: dict[str, list[str]] = {}
    for _, changes in taken:
        for change, choice in changes:
            if change.kind == "field" and choice != "leave":
                values.setdefault(change.column, []).append(change.new)
    own = OwnFields(work, table, decisions.fields, values)
    for update, changes in taken:
        run.write(update, changes, own)
    return run.counts


def keep_records(work: UnitOfWork, items: Iterable[ProposedItem], pairs: Mapping[str, int]) -> None:
    """Keep what a file said of items beside their stored issue, where no new issue of the plan is stored."""
    for item in items:
        row = work.of(PlanItem).get(pairs.get(item.key, 0))
        if row is not None and item.record is not None:
            kept = {**json.loads(row.readings or "{}"), "record": kept_record(item.record)}
            work.of(PlanItem).update(replace(row, readings=json.dumps(kept, ensure_ascii=False)))


class _Writing:
    """Changes single tasks."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self.counts = UpdateCounts()

    def write(self, update: TaskUpdate, changes: Sequence[tuple[RecordChange, UpdateChoice]], own: OwnFields) -> None:
        """Write the changes of one task."""
        left = [LeftChange(update.task.code, update.task.title, one) for one, choice in changes if choice == "leave"]
        taken = [(one, choice) for one, choice in changes if choice != "leave"]
        facts: dict[str, object] = {}
        for change, choice in taken:
            if change.kind in ("report", "longer", "differs"):
                self._write_report(update.task, change, choice)
            elif change.kind == "due":
                self._extend(update.task, change)
            elif change.kind == "field":
                self._set_fields(update.task, own.rows([(change.column, change.new)]))
            else:
                self._add(change.rows)
                facts |= change.facts
        task = self._work.of(Task).get(update.task.id)
        if task is not None and facts:
            self._work.of(Task).update(replace(task, **cast("dict[str, Any]", facts)))
        self.counts = self.counts.plus(_counted(taken, tuple(left)))

    def _write_report(self, task: Task, change: RecordChange, choice: UpdateChoice) -> None:
        if choice == "replace" and change.after is not None:
            self._work.of(ProgressEntry).update(change.after)
            return
        for row in change.rows:
            entry = replace(row, task_id=task.id, created_at=self._work.at)
            turn = settle_turns(self._work, task, Period.parse(entry.period), entry)
            self._work.of(ProgressEntry).add(replace(entry, occurrence_id=turn))

    def _add(self, rows: Iterable[Any]) -> None:
        for row in rows:
            stamped = replace(row, created_at=self._work.at) if isinstance(row, Closing) else row
            self._work.of(type(row)).add(stamped)

    def _extend(self, task: Task, change: RecordChange) -> None:
        due = next((one for one in self._work.of(Deadline).find(task_id=task.id) if one.is_primary), None)
        new = change.facts["current_due"]
        if due is None or due.current_due is None or not isinstance(new, dt.date):
            return
        day = min(due.current_due, self._work.today)
        reason = str(change.facts["reason"])
        self._work.of(Extension).add(
            Extension(0, due.id, reason, due.current_due, new, day, is_approved=True, decided_on=day)
        )
        self._work.of(Deadline).update(replace(due, current_due=new))

    def _set_fields(self, task: Task, rows: Iterable[CustomValue]) -> None:
        for row in rows:
            known = self._work.of(CustomValue).find(task_id=task.id, field_id=row.field_id)
            if known:
                self._work.of(CustomValue).update(replace(known[0], value=row.value))
            else:
                self._work.of(CustomValue).add(replace(row, task_id=task.id))


class _Facts:
    """The rows of some tasks, read together."""

    def __init__(self, session: ReadSession, ids: Sequence[int]) -> None:
        chosen = sorted(set(ids))
        self._tasks = {task.id: task for task in session.of(Task).find(id=chosen)}
        self._entries = _by_task(session.of(ProgressEntry).find(task_id=chosen))
        self._steps = _by_task(session.of(Closing).find(task_id=chosen))
        self._dues = _by_task(session.of(Deadline).find(task_id=chosen))
        self._evidence = _by_task(session.of(ExpectedEvidence).find(task_id=chosen))
        self._values = _by_task(session.of(CustomValue).find(task_id=chosen))
        self._names = {field.id: field.name for field in session.of(CustomField).find()}

    def held(self, task_id: int, *, is_split: bool) -> HeldRecord:
        """Return what hangs on a task."""
        return HeldRecord(
            self._tasks[task_id],
            tuple(self._entries.get(task_id, ())),
            max(self._steps.get(task_id, ()), key=lambda step: (step.on_date, step.id), default=None),
            {self._names[one.field_id]: one.value for one in self._values.get(task_id, ())},
            next((one for one in self._dues.get(task_id, ()) if one.is_primary), None),
            frozenset(one.name for one in self._evidence.get(task_id, ())),
            is_split=is_split,
        )


def _matched(
    session: ReadSession, items: Sequence[ProposedItem], pairs: Mapping[str, int]
) -> list[tuple[ProposedItem, int, int, bool]]:
    """Return item, stored item, task and whether the item has several tasks."""
    tasks: dict[int, list[int]] = {}
    for source in session.of(TaskSource).find(plan_item_id=sorted(set(pairs.values()))):
        found = tasks.setdefault(source.plan_item_id or 0, [])
        if source.task_id not in found:
            found.append(source.task_id)
    matched = []
    for item in items:
        stored_id = pairs.get(item.key, 0)
        own = tasks.get(stored_id, ())
        if item.record is not None:
            matched += [(item, stored_id, task_id, len(own) > 1) for task_id in own]
    return matched


def _counted(taken: Sequence[tuple[RecordChange, UpdateChoice]], left: tuple[LeftChange, ...]) -> UpdateCounts:
    reports = [choice for change, choice in taken if change.kind in ("report", "longer", "differs")]
    kinds = [change.kind for change, _ in taken]
    return UpdateCounts(
        tasks=int(bool(taken)),
        added=reports.count("both"),
        completed=reports.count("replace"),
        closed=kinds.count("closing"),
        facts=sum(kind in ("fact", "due", "evidence") for kind in kinds),
        fields=kinds.count("field"),
        left=left,
    )


def _by_task(rows: Iterable[R]) -> dict[int, list[R]]:
    found: dict[int, list[R]] = {}
    for row in rows:
        found.setdefault(row.task_id, []).append(row)
    return found
