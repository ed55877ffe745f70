"""What the ledger follows of a plan's items: their tasks, and what a person has changed in them since.

A task is no longer as it was read when it differs from the reading that is kept beside its item; the journal is not
asked, so that what was changed at the import counts too.  Source: docs/domain.md section 12.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ledger_app.domain.evidence import TaskEvidence
from ledger_app.domain.plan import Plan, PlanItem
from ledger_app.domain.plan_revision import Change
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.roster import fold_name
from ledger_app.domain.supervision import Closing
from ledger_app.domain.task import Deadline, Standing, Target, Task, TaskMeasure, TaskOwner, TaskSource
from ledger_app.intake.proposal import ProposedItem
from ledger_app.intake.restructure import merged
from ledger_app.ports import ReadSession
from ledger_app.services.import_tasks import deadlines_of, title_of

R = TypeVar("R", TaskOwner, Deadline, Target, TaskMeasure, Closing)

IN_FORCE = ("active", "archived")
"""Plans that hold; a new issue may take the place of any of them."""


@dataclass(frozen=True, slots=True)
class HeldTask:
    """A task that was made of an item of the earlier plan.

    Attributes:
        is_closed: it was struck off.
        by_hand: what a person has changed in it since it was imported.
        is_shared: another item, of this plan or another in force, asks for it too.
        item_keys: the items of the plan that it was made of, in their order; several where they were merged.
        entries, evidence: how much was filed with it.
    """

    id: int
    code: str
    title: str
    standing: Standing = "active"
    completed_on: dt.date | None = None
    is_closed: bool = False
    by_hand: frozenset[Change] = frozenset()
    is_shared: bool = False
    entries: int = 0
    evidence: int = 0
    item_keys: tuple[str, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Say whether nothing is to be done any more."""
        return self.is_closed or self.standing == "cancelled"


def held_tasks(session: ReadSession, items: Sequence[ProposedItem]) -> dict[str, tuple[HeldTask, ...]]:
    """Return the tasks made of a plan's items by item key, by code; the keys are the ids of the stored rows."""
    by_key = {int(item.key): item for item in items}
    sources = session.of(TaskSource).find(plan_item_id=list(by_key)) if by_key else []
    ids = sorted({source.task_id for source in sources})
    if not ids:
        return {}
    facts = _TaskFacts(session, ids)
    of_item: dict[int, set[int]] = {}
    for source in sources:
        of_item.setdefault(source.plan_item_id or 0, set()).add(source.task_id)
    parts: dict[int, list[ProposedItem]] = {}
    for item_id, item in by_key.items():
        for task_id in of_item.get(item_id, ()):
            parts.setdefault(task_id, []).append(item)
    held: dict[str, dict[int, HeldTask]] = {}
    for task_id, its_items in parts.items():
        task = facts.held(task_id, its_items)
        for item in its_items:
            held.setdefault(item.key, {})[task_id] = task
    return {key: tuple(sorted(tasks.values(), key=lambda task: task.code)) for key, tasks in held.items()}


class _TaskFacts:
    """The rows of some tasks, read together."""

    def __init__(self, session: ReadSession, ids: list[int]) -> None:
        self._tasks = {task.id: task for task in session.of(Task).find(id=ids)}
        self._owners = _by_task(session.of(TaskOwner).find(task_id=ids))
        self._deadlines = _by_task(session.of(Deadline).find(task_id=ids))
        self._targets = _by_task(session.of(Target).find(task_id=ids))
        self._measures = _by_task(session.of(TaskMeasure).find(task_id=ids))
        self._entries = Counter(entry.task_id for entry in session.of(ProgressEntry).find(task_id=ids))
        self._evidence = Counter(link.task_id for link in session.of(TaskEvidence).find(task_id=ids))
        steps = _by_task(session.of(Closing).find(task_id=ids))
        latest = {task_id: max(rows, key=lambda step: (step.on_date, step.id)) for task_id, rows in steps.items()}
        self._closed = {task_id for task_id, step in latest.items() if step.step == "approved"}
        self._shared = _shared(session, ids)

    def held(self, task_id: int, items: Sequence[ProposedItem]) -> HeldTask:
        task = self._tasks[task_id]
        item = items[0] if len(items) == 1 else merged(items)
        return HeldTask(
            task.id,
            task.code,
            task.title,
            task.standing,
            task.completed_on,
            task_id in self._closed,
            frozenset(self._by_hand(task, item)),
            task_id in self._shared,
            self._entries[task_id],
            self._evidence[task_id],
            tuple(one.key for one in items),
        )

    def _by_hand(self, task: Task, item: ProposedItem) -> Iterable[Change]:
        """Yield in what a task is no longer what was read of its item."""
        measures = tuple(one.text for one in sorted(self._measures.get(task.id, ()), key=lambda one: one.ordinal))
        if (task.title, task.content, measures) != (title_of(item), item.text, item.measures):
            yield Change.WORDING
        if _dates(self._deadlines.get(task.id, ())) != _dates(deadlines_of(item)):
            yield Change.DUE
        # Who stands in a column of persons is no unit of the paper.
        owners = [one for one in self._owners.get(task.id, ()) if one.unit_id is not None or one.person_id is None]
        if {(fold_name(one.raw), one.role) for one in owners} != {
            (fold_name(one.name), one.role) for one in item.owners
        }:
            yield Change.OWNER
        if {one.raw for one in self._targets.get(task.id, ())} != {one.reading.raw for one in item.targets}:
            yield Change.TARGET


def _shared(session: ReadSession, ids: list[int]) -> set[int]:
    """Return the tasks that several items of plans in force ask for."""
    sources = [one for one in session.of(TaskSource).find(task_id=ids) if one.plan_item_id is not None]
    item_ids = sorted({one.plan_item_id for one in sources if one.plan_item_id is not None})
    plan_of = {item.id: item.plan_id for item in session.of(PlanItem).find(id=item_ids)}
    in_force = {plan.id for plan in session.of(Plan).find(id=sorted(set(plan_of.values())), status=IN_FORCE)}
    asked = Counter(
        task_id
        for task_id, item_id in {(one.task_id, one.plan_item_id) for one in sources}
        if plan_of.get(item_id or 0) in in_force
    )
    return {task_id for task_id, count in asked.items() if count > 1}


def _dates(rows: Iterable[Deadline]) -> Counter[tuple[object, ...]]:
    return Counter((one.kind, one.current_due, one.start, one.every, one.times, one.day) for one in rows)


def _by_task(rows: Iterable[R]) -> dict[int, list[R]]:
    found: dict[int, list[R]] = {}
    for row in rows:
        found.setdefault(row.task_id, []).append(row)
    return found
