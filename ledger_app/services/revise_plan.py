"""Carry a new issue of a plan over to the tasks of the earlier one, as was decided line by line.

Progress, evidence, striking off and slips hang on the task and stay; only what the paper says of it changes.
Source: docs/domain.md section 12.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ledger_app.domain.deadline_rules import REVISION
from ledger_app.domain.plan import Doubt, Plan, PlanItem
from ledger_app.domain.plan_revision import REAL_CHANGES, Change, LineKind, RevisionLine, lines_of
from ledger_app.domain.roster import fold_name
from ledger_app.domain.task import Deadline, Target, Task, TaskLeader, TaskMeasure, TaskOwner, TaskSource
from ledger_app.intake.clauses import clause_of
from ledger_app.intake.proposal import ProposedItem, ProposedPlan
from ledger_app.ports import UnitOfWork
from ledger_app.services import tasks as task_service
from ledger_app.services.checks import LONGEST_NAME
from ledger_app.services.deadline_revision import revise_deadlines
from ledger_app.services.held_tasks import HeldTask
from ledger_app.services.import_tasks import TaskBuilder, section_of, title_of
from ledger_app.services.owners import OwnerChoice, set_owners
from ledger_app.services.revision_reading import EarlierPlan, PlanRevision

_DOUBT_CHANGES = {"deadline": Change.DUE, "owner": Change.OWNER, "target": Change.TARGET}


@dataclass(frozen=True, slots=True)
class WithdrawnItem:
    """An item that is no longer in the paper; codes of its tasks, and whether they were called off."""

    no: str
    title: str
    codes: tuple[str, ...]
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class LeftTask:
    """A task that was left as it is though the paper changed; changes: what was not taken over."""

    code: str
    title: str
    changes: tuple[Change, ...]
    is_closed: bool


@dataclass(frozen=True, slots=True)
class RevisionSummary:
    """What a new issue brought.

    Attributes:
        earlier, title: the plan it took the place of, and its own title.
        unchanged, renumbered: items that say the same; those of them whose number or chapter alone is another.
        changes: items by what differs; an item with two changes counts twice.
        changed, added: items.
        left: tasks that were not changed.
    """

    earlier: Plan
    title: str
    unchanged: int
    renumbered: int
    changed: int
    changes: Mapping[Change, int]
    added: int
    withdrawn: tuple[WithdrawnItem, ...]
    left: tuple[LeftTask, ...]


def is_other_issue(
    plan: Plan,
    proposed: ProposedPlan,
    title: str,
    lines: Iterable[RevisionLine],
    counted: Collection[Change] = frozenset(Change),
) -> bool:
    """Say whether a paper differs from a plan: in an item (`counted` says in what), or in what stands above all."""
    if any(line.kind is not LineKind.UNCHANGED or not set(line.changes).isdisjoint(counted) for line in lines):
        return True
    heads = (
        (title, plan.title),
        (proposed.doc_number, plan.doc_number),
        (proposed.issued, plan.issued),
        (proposed.period_end, plan.period_end),
    )
    return any(new and new != old for new, old in heads)


class Revision:
    """One plan's new issue under way."""

    def __init__(self, earlier: EarlierPlan, decided: PlanRevision, proposed: ProposedPlan, title: str) -> None:
        """Compare the issues by the pairs that were decided."""
        self.earlier = earlier
        self.decided = decided
        self._proposed = proposed
        self._title = title
        self._old = {item.key: item for item in earlier.items}
        pairs = {str(item_id): key for key, item_id in decided.pairs.items()}
        old, new = ([clause_of(item) for item in items] for items in (earlier.items, proposed.items))
        self.lines = lines_of(old, new, pairs)

    def has_task(self, key: str) -> bool:
        """Say whether a new item is the next issue of one that has a task."""
        return bool(self.earlier.tasks.get(str(self.decided.pairs.get(key, 0))))

    def unchanged(self) -> list[ProposedItem]:
        """Return the new items that say what the earlier ones said and have tasks."""
        items = {item.key: item for item in self._proposed.items}
        return [
            items[line.new.key]
            for line in self.lines
            if line.kind is LineKind.UNCHANGED and line.new is not None and self.has_task(line.new.key)
        ]

    def is_other(self) -> bool:
        """Say whether the new issue differs at all; the same paper in another form does not."""
        counted = frozenset(Change) if self.decided.counts_numbers else REAL_CHANGES
        return is_other_issue(self.earlier.plan, self._proposed, self._title, self.lines, counted)

    def apply(
        self,
        work: UnitOfWork,
        plan: Plan,
        rows: Mapping[str, PlanItem],
        item_of: Callable[[str], ProposedItem],
        builder: TaskBuilder,
    ) -> int:
        """Carry the new issue over to the tasks that are there; return how many questions were stored.

        Args:
            work: the operation.
            plan: the new issue, stored.
            rows: new item key -> its stored row.
            item_of: returns a new item as the clerk changed it.
            builder: of the new issue, for this alone.
        """
        work.of(Plan).update(replace(self.earlier.plan, status="superseded"))
        run = _Carrying(work, plan, self.earlier.plan, builder)
        for line in self.lines:
            if line.old is None or line.new is None:
                continue
            held = self.earlier.tasks.get(line.old.key, ())
            takes = self.decided.takes.get(line.new.key, frozenset()) & frozenset(line.changes)
            for task in held:
                run.carry(task, self._old[line.old.key], item_of(line.new.key), rows[line.new.key], takes, len(held))
        run.store()
        self._cancel(work, plan)
        return run.doubt_count

    def summary(self, added: int) -> RevisionSummary:
        """Return what the new issue brought; `added` is the number of new tasks."""
        by_kind = {kind: [line for line in self.lines if line.kind is kind] for kind in LineKind}
        changed = by_kind[LineKind.CHANGED]
        return RevisionSummary(
            self.earlier.plan,
            self._title,
            len(by_kind[LineKind.UNCHANGED]),
            sum(Change.NUMBER in line.changes for line in by_kind[LineKind.UNCHANGED]),
            len(changed),
            {change: sum(change in line.changes for line in changed) for change in Change if change in REAL_CHANGES},
            added,
            tuple(self._withdrawn(by_kind[LineKind.WITHDRAWN])),
            tuple(self._left(changed)),
        )

    def _withdrawn(self, lines: Iterable[RevisionLine]) -> Iterable[WithdrawnItem]:
        for line in lines:
            held = self.earlier.tasks.get(line.old.key, ()) if line.old is not None else ()
            if line.old is not None and held:
                item = self._old[line.old.key]
                is_cancelled = int(line.old.key) in self.decided.cancels
                yield WithdrawnItem(item.no, title_of(item), tuple(task.code for task in held), is_cancelled)

    def _left(self, lines: Iterable[RevisionLine]) -> Iterable[LeftTask]:
        for line in lines:
            if line.old is None or line.new is None:
                continue
            takes = self.decided.takes.get(line.new.key, frozenset())
            missed = tuple(one for one in line.changes if one in REAL_CHANGES and one not in takes)
            for task in self.earlier.tasks.get(line.old.key, ()):
                is_left = task.is_closed or missed
                if is_left:
                    changes = missed or tuple(one for one in line.changes if one in REAL_CHANGES)
                    yield LeftTask(task.code, task.title, changes, task.is_closed)

    def _cancel(self, work: UnitOfWork, plan: Plan) -> None:
        keys = [str(item_id) for item_id in sorted(self.decided.cancels)]
        open_ids = [task.id for key in keys for task in self.earlier.tasks.get(key, ()) if not task.is_settled]
        if open_ids:
            reason = self.decided.reason.strip() or f"{REVISION}：《{plan.title}》不再列入"
            task_service.cancel(work, list(dict.fromkeys(open_ids)), reason)


class _Carrying:
    """Changes single tasks; the links to the new items are stored together at the end."""

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
        row: PlanItem,
        takes: frozenset[Change],
        task_count: int,
    ) -> None:
        """Link a task with the next issue of its item, and let it take over what was decided."""
        self._links.append(TaskSource(0, held.id, row.id, "plan", self._plan.doc_number, new.text))
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
