"""Carry a new issue of a plan over to the tasks of the earlier one, as was decided line by line.

Progress, evidence, striking off and slips hang on the task and stay; only what the paper says of it changes.
Source: docs/domain.md section 12.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ledger_app.domain.deadline_rules import REVISION
from ledger_app.domain.plan import Plan, PlanItem
from ledger_app.domain.plan_revision import REAL_CHANGES, Change, LineKind, RevisionLine, lines_of
from ledger_app.intake.clauses import clause_of
from ledger_app.intake.proposal import ProposedItem, ProposedPlan
from ledger_app.intake.restructure import merged
from ledger_app.ports import UnitOfWork
from ledger_app.services import tasks as task_service
from ledger_app.services.held_tasks import HeldTask
from ledger_app.services.import_tasks import TaskBuilder, title_of
from ledger_app.services.revision_reading import EarlierPlan, PlanRevision
from ledger_app.services.task_carrier import TaskCarrier


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
        run = TaskCarrier(work, plan, self.earlier.plan, builder)
        joined: dict[int, tuple[HeldTask, list[RevisionLine]]] = {}
        for line in self.lines:
            if line.old is None or line.new is None:
                continue
            held = self.earlier.tasks.get(line.old.key, ())
            for task in held:
                if len(task.item_keys) > 1:
                    joined.setdefault(task.id, (task, []))[1].append(line)
                    continue
                new, row = item_of(line.new.key), rows[line.new.key]
                run.carry(task, self._old[line.old.key], new, [(row, new.text)], self._takes(line), len(held))
        for task, lines in joined.values():
            self._carry_joined(run, task, lines, rows, item_of)
        run.store()
        self._cancel(work, plan)
        return run.doubt_count

    def _takes(self, line: RevisionLine) -> frozenset[Change]:
        """Return what the tasks of a line take over."""
        decided = self.decided.takes.get(line.new.key, frozenset()) if line.new is not None else frozenset()
        return decided & frozenset(line.changes)

    def _carry_joined(
        self,
        run: TaskCarrier,
        task: HeldTask,
        lines: Sequence[RevisionLine],
        rows: Mapping[str, PlanItem],
        item_of: Callable[[str], ProposedItem],
    ) -> None:
        """Carry over to a task of several items: it goes on saying what all of them say, each by its own decision.

        What is called off of it leaves it, unless a person has changed the task since.
        """
        by_old = {line.old.key: line for line in lines if line.old is not None}
        parts: list[ProposedItem] = []
        taken: frozenset[Change] = frozenset()
        links = []
        for key in task.item_keys:
            line = by_old.get(key)
            if line is not None and line.new is not None:
                new, takes = item_of(line.new.key), self._takes(line)
                parts.append(_as_taken(self._old[key], new, takes))
                links.append((rows[line.new.key], new.text))
                taken |= takes
            elif int(key) in self.decided.cancels:
                taken |= REAL_CHANGES - task.by_hand
            else:
                parts.append(self._old[key])
        before = merged([self._old[key] for key in task.item_keys])
        run.carry(task, before, merged(parts) if len(parts) > 1 else parts[0], links, taken, 1)

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
                is_cancelled = any(self._is_called_off(task) for task in held)
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

    def _is_called_off(self, task: HeldTask) -> bool:
        """Say whether all that asks for a task in this plan is called off."""
        return all(int(key) in self.decided.cancels for key in task.item_keys)

    def _cancel(self, work: UnitOfWork, plan: Plan) -> None:
        keys = [str(item_id) for item_id in sorted(self.decided.cancels)]
        held = [task for key in keys for task in self.earlier.tasks.get(key, ())]
        open_ids = [task.id for task in held if not task.is_settled and self._is_called_off(task)]
        if open_ids:
            reason = self.decided.reason.strip() or f"{REVISION}：《{plan.title}》不再列入"
            task_service.cancel(work, list(dict.fromkeys(open_ids)), reason)


def _as_taken(old: ProposedItem, new: ProposedItem, takes: frozenset[Change]) -> ProposedItem:
    """Return an item that says of the new issue what is taken over, and of the earlier one all else."""
    item = replace(new, extra=new.extra if Change.OWNER in takes else old.extra)
    if Change.WORDING not in takes:
        item = replace(item, title=old.title, text=old.text, measures=old.measures)
    if Change.DUE not in takes:
        item = replace(item, deadlines=old.deadlines)
    if Change.OWNER not in takes:
        item = replace(item, owners=old.owners, owners_etc=old.owners_etc)
    return item if Change.TARGET in takes else replace(item, targets=old.targets)
