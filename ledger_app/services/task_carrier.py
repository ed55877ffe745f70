"""Let a task take over what a new issue of its plan says, and stand in that issue from then on.

Which tasks take over what is decided in revise_plan.  Source: docs/domain.md section 12.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ledger_app.domain.plan import Doubt, Plan, PlanItem
from ledger_app.domain.plan_revision import Change
from ledger_app.domain.roster import fold_name
from ledger_app.domain.task import Deadline, Target, Task, TaskLeader, TaskMeasure, TaskOwner, TaskSource
from ledger_app.intake.proposal import ProposedItem
from ledger_app.ports import UnitOfWork
from ledger_app.services.checks import LONGEST_NAME
from ledger_app.services.deadline_revision import revise_deadlines
from ledger_app.services.held_tasks import HeldTask
from ledger_app.services.import_tasks import TaskBuilder, section_of, title_of
from ledger_app.services.owners import OwnerChoice, set_owners

_DOUBT_CHANGES = {"deadline": Change.DUE, "owner": Change.OWNER, "target": Change.TARGET}


class TaskCarrier:
    """Carries the tasks of one plan over; their links to the new items are stored together at the end."""

    def __init__(self, work: UnitOfWork, plan: Plan, earlier: Plan, builder: TaskBuilder) -> None:
        self._work = work
        self._plan = plan
        self._earlier = earlier
        self._builder = builder
        self._links: list[TaskSource] = []
        self._done: set[int] = set()
        self.doubt_count = 0

    def carry(
        self,
        held: HeldTask,
        old: ProposedItem,
        new: ProposedItem,
        quotes: Sequence[tuple[PlanItem, str]],
        takes: frozenset[Change],
        task_count: int,
    ) -> None:
        """Link a task with the next issue of its items, and let it take over what was decided.

        Args:
            held: the task.
            old: what its items say in the earlier issue.
            new: what they say in the new one.
            quotes: the stored items of the new issue with their words, at least one.
            takes: what the task takes over of `new`.
            task_count: how many tasks were made of the item.
        """
        number = self._plan.doc_number
        self._links += [TaskSource(0, held.id, row.id, "plan", number, quote) for row, quote in quotes]
        row = quotes[0][0]
        task = self._work.of(Task).get(held.id)
        if task is None:
            return
        changed = task
        if task.plan_id == self._earlier.id:
            changed = self._moved(task, old, row)
        if takes and not held.is_closed:
            changed = self._take(changed, old, new, row, takes, task_count)
        if changed != task:
            self._work.of(Task).update(changed)

    def store(self) -> None:
        """Store the links."""
        self._work.of(TaskSource).add_all(self._links)

    def _moved(self, task: Task, old: ProposedItem, row: PlanItem) -> Task:
        """Let a task stand in the new issue: its plan, place, chapter and document number."""
        return replace(
            task,
            plan_id=self._plan.id,
            ordinal=row.ordinal,
            section=section_of(row.path) if task.section == section_of(old.path) else task.section,
            source_ref=self._plan.doc_number if task.source_ref == self._earlier.doc_number else task.source_ref,
        )

    def _take(
        self,
        task: Task,
        old: ProposedItem,
        new: ProposedItem,
        row: PlanItem,
        takes: frozenset[Change],
        task_count: int,
    ) -> Task:
        children = self._builder.children(new, [row])
        if Change.WORDING in takes and task_count == 1:
            # The parts of a task that was split have words of their own.
            task = replace(task, title=title_of(new), content=new.text)
            self._exchange(TaskMeasure, task.id, children)
        if Change.DUE in takes:
            rows = [one for one in children if isinstance(one, Deadline)]
            task = revise_deadlines(self._work, task, rows, self._plan.doc_number or f"《{self._plan.title}》")
        if Change.OWNER in takes:
            self._take_owners(task.id, old, [one for one in children if isinstance(one, TaskOwner)])
            if set(_leaders(old)) != set(_leaders(new)):
                self._exchange(TaskLeader, task.id, children)
        if Change.TARGET in takes:
            self._take_targets(task.id, [one for one in children if isinstance(one, Target)])
        self._ask(task.id, [one for one in children if isinstance(one, Doubt)], takes)
        return task

    def _exchange(self, kind: type[Any], task_id: int, children: Sequence[Any]) -> None:
        for one in self._work.of(kind).find(task_id=task_id):
            self._work.of(kind).remove(one.id)
        self._work.of(kind).add_all(replace(one, task_id=task_id) for one in children if isinstance(one, kind))

    def _take_owners(self, task_id: int, old: ProposedItem, owners: Sequence[TaskOwner]) -> None:
        """Set the owners the new issue names; who was added by hand stays behind them."""
        named = {fold_name(owner.name) for owner in old.owners} | {fold_name(owner.raw) for owner in owners}
        present = self._work.of(TaskOwner).find(task_id=task_id)
        by_hand = [one for one in present if one.unit_id is not None and fold_name(one.raw) not in named]
        units = {owner.unit_id for owner in owners}
        choices = [OwnerChoice(owner.role, owner.unit_id, owner.raw[:LONGEST_NAME]) for owner in owners]
        choices += [OwnerChoice(one.role, one.unit_id, one.raw) for one in by_hand if one.unit_id not in units]
        set_owners(self._work, task_id, choices)

    def _take_targets(self, task_id: int, targets: Sequence[Target]) -> None:
        """Set the targets of the new issue; the figure reached stays with a target of the same unit and direction."""
        left = self._work.of(Target).find(task_id=task_id)
        for target in targets:
            same = next((one for one in left if one.raw == target.raw), None)
            same = same or next((one for one in left if (one.op, one.unit) == (target.op, target.unit)), None)
            if same is None:
                self._work.of(Target).add(replace(target, task_id=task_id))
            else:
                left.remove(same)
                self._work.of(Target).update(replace(target, id=same.id, task_id=task_id, actual=same.actual))
        for one in left:
            self._work.of(Target).remove(one.id)

    def _ask(self, task_id: int, doubts: Sequence[Doubt], takes: frozenset[Change]) -> None:
        """Store the questions about what was taken over, but for those that wait already."""
        for doubt in doubts:
            if _DOUBT_CHANGES.get(doubt.field, Change.WORDING) not in takes:
                continue
            where = {} if doubt.field == "owner" else {"task_id": task_id}
            if not self._work.of(Doubt).count(field=doubt.field, raw=doubt.raw, answer=None, **where):
                self._work.of(Doubt).add(replace(doubt, task_id=task_id))
                self.doubt_count += 1


def _leaders(item: ProposedItem) -> list[str]:
    return [text for head, text in item.extra if "领导" in head]
