"""Sub-tasks: split a task into parts, put the parts under another task, join them again, and see how far they are.

The task that was split is kept above its parts with its history, called off in their favour, so that nothing counts
twice; how far the whole has come is worked out from the parts and stored nowhere.
Source: docs/domain.md sections 1.1 (one plan sentence becomes several rows) and 3.2.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.deadline_rules import task_kind_of
from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.task import (
    Deadline,
    Target,
    Task,
    TaskLeader,
    TaskOwner,
    TaskSource,
)
from ledger_app.domain.task_code import part_code
from ledger_app.errors import RejectedError
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services import leaders
from ledger_app.services.checks import LONGEST_NAME, require_text
from ledger_app.services.deadlines import make_turns
from ledger_app.services.lookup import new_uid, refuse_if_closed, task_of
from ledger_app.services.owners import OwnerChoice, set_owners
from ledger_app.services.tasks import Created

SPLIT_REASON = "已拆分为 "
"""How the reason begins for which a split task is called off."""


@dataclass(frozen=True, slots=True)
class NewPart:
    """A part of a task that is to be split.

    Attributes:
        owners: None = those of the whole task.
        deadlines: as read from typed words; none = those of the whole task.
    """

    title: str
    owners: tuple[OwnerChoice, ...] | None = None
    deadlines: tuple[Deadline, ...] = ()


@dataclass(frozen=True, slots=True)
class Family:
    """A task's place among parts at a cut-off date.

    Attributes:
        parent: the task it is a part of, None without.
        parts: its own parts in the order of their codes, those that were called off too.
        done_count: parts that are done or struck off; live_count: parts that were not called off.
        percent: mean over the live parts, done ones 100, unreported ones 0; None without live parts.
    """

    parent: Task | None
    parts: tuple[TaskFacts, ...] = ()
    done_count: int = 0
    live_count: int = 0
    percent: float | None = None


def family_of(session: ReadSession, task_id: int, cutoff: dt.date) -> Family:
    """Return a task's parent and parts.

    Raises:
        RejectedError: SVC-004.
    """
    task = task_of(session, task_id)
    parent = session.of(Task).get(task.parent_id) if task.parent_id is not None else None
    ids = [one.id for one in session.of(Task).find(parent_id=task.id)]
    parts = tuple(sorted(session.facts(cutoff, task_ids=ids), key=lambda one: _order(one.code))) if ids else ()
    live = [one for one in parts if one.standing != "cancelled"]
    done = [one for one in live if _is_done(one, cutoff)]
    percents = [100.0 if one in done else one.percent or 0.0 for one in live]
    return Family(parent, parts, len(done), len(live), sum(percents) / len(percents) if percents else None)


def split(work: UnitOfWork, task_id: int, titles: Sequence[str | NewPart]) -> Created:
    """Split a task into parts with its owners, deadlines and sources, or with those of their own.

    A task that was split before gets further parts; one more is then enough.

    Raises:
        RejectedError: SVC-004, SVC-020, SVC-026, SVC-040; SVC-056 fewer than two parts.
    """
    task = task_of(work, task_id)
    refuse_if_closed(work, task, "拆分")
    before = work.of(Task).find(parent_id=task.id)
    wanted = [NewPart(one) if isinstance(one, str) else one for one in titles]
    if len(wanted) + len(before) < 2 or not wanted:
        raise RejectedError("SVC-056")
    names = [require_text(one.title, "任务名称", LONGEST_NAME) for one in wanted]
    work.describe("task.split", f"把 {task.code} 拆分为 {len(before) + len(names)} 项")
    codes = [part.code for part in before]
    parts = []
    for name, one in zip(names, wanted, strict=True):
        codes.append(_free_code(work, task.code, codes))
        parts.append(_add_part(work, task, codes[-1], name, one))
    everyone = "、".join(part.code for part in sorted([*before, *parts], key=lambda part: _order(part.code)))
    reason = f"{SPLIT_REASON}{everyone}"[:LONGEST_NAME]
    since = task.standing_since if task.standing == "cancelled" else work.today
    work.of(Task).update(replace(task, standing="cancelled", standing_reason=reason, standing_since=since))
    return Created(tuple(parts), work.changes())


def join(work: UnitOfWork, task_id: int) -> ChangeSet:
    """Undo a splitting that nobody has worked on yet: the parts go, the whole task is taken up again.

    Raises:
        RejectedError: SVC-004; SVC-200 it has no parts; SVC-201 a part has reports or parts of its own.
    """
    task = task_of(work, task_id)
    parts = work.of(Task).find(parent_id=task.id)
    if not parts:
        raise RejectedError("SVC-200", task=task.code)
    for part in parts:
        refuse_if_closed(work, part, "合并")
        if work.of(ProgressEntry).count(task_id=part.id) or work.of(Task).count(parent_id=part.id):
            raise RejectedError("SVC-201", task=task.code, part=part.code)
    work.describe("task.join", f"取消拆分 {task.code}")
    for part in parts:
        work.of(Task).remove(part.id)
    _take_up(work, task)
    return work.changes()


def move(work: UnitOfWork, task_ids: Sequence[int], parent_id: int | None) -> ChangeSet:
    """Put tasks under another task, or make them tasks of their own (None); codes stay as they are.

    A task that loses its last part to this is taken up again where it was called off for the splitting.

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-040; SVC-202 a task would stand under itself.
    """
    if not task_ids:
        raise RejectedError("SVC-005", what="任务")
    tasks = [task_of(work, task_id) for task_id in task_ids]
    parent = task_of(work, parent_id) if parent_id is not None else None
    named = tasks[0].code if len(tasks) == 1 else f"{len(tasks)} 项任务"
    where = f"移到 {parent.code} 之下" if parent is not None else "改为独立任务"
    work.describe("task.move", f"{named}{where}")
    above = _ancestors(work, parent)
    for task in tasks:
        refuse_if_closed(work, task, "移动")
        if task.id in above:
            raise RejectedError("SVC-202", task=task.code)
        work.of(Task).update(replace(task, parent_id=parent_id))
    for former in {task.parent_id for task in tasks} - {parent_id, None}:
        whole = work.of(Task).get(former) if former is not None else None
        if whole is not None and not work.of(Task).count(parent_id=whole.id):
            _take_up(work, whole)
    return work.changes()


def _add_part(work: UnitOfWork, task: Task, code: str, name: str, new: NewPart) -> Task:
    kind = task_kind_of(new.deadlines) if new.deadlines else task.kind
    part = work.of(Task).add(
        replace(
            task,
            id=0,
            uid=new_uid(),
            code=code,
            title=name,
            kind=kind,
            parent_id=task.id,
            standing="active",
            standing_reason="",
            standing_since=None,
            completed_on=None,
            created_at=work.at,
            version=1,
        )
    )
    copied: list[type[Any]] = [TaskLeader, Target, TaskSource]
    if new.owners is None:
        copied.append(TaskOwner)
    else:
        set_owners(work, part.id, new.owners)
    if new.deadlines:
        work.of(Deadline).add_all(replace(row, id=0, task_id=part.id) for row in new.deadlines)
    else:
        copied.append(Deadline)
    for entity in copied:
        rows = work.of(entity).find(task_id=task.id)
        work.of(entity).add_all(replace(row, id=0, task_id=part.id) for row in rows)
    leaders.name_leaders(work, [part.id])
    make_turns(work, part)
    return part


def _free_code(work: UnitOfWork, code: str, taken: Sequence[str]) -> str:
    """Return the next code of a part; one that some other task has been given by hand is passed over."""
    free = part_code(code, taken)
    while work.of(Task).count(code=free):
        free = part_code(code, [free])
    return free


def _take_up(work: UnitOfWork, task: Task) -> None:
    """Make a task active again that was called off only because it was split."""
    if task.standing == "cancelled" and task.standing_reason.startswith(SPLIT_REASON):
        work.of(Task).update(replace(task, standing="active", standing_reason="", standing_since=None))


def _ancestors(session: ReadSession, task: Task | None) -> set[int]:
    """Return the ids of a task and of everything above it."""
    found: set[int] = set()
    while task is not None and task.id not in found:
        found.add(task.id)
        task = session.of(Task).get(task.parent_id) if task.parent_id is not None else None
    return found


def _is_done(facts: TaskFacts, cutoff: dt.date) -> bool:
    return facts.closed_on is not None or (facts.completed_on is not None and facts.completed_on <= cutoff)


def _order(code: str) -> list[int | str]:
    """Return what sorts codes as people count: 2-07-2 before 2-07-10."""
    return [f"{int(part):09d}" if part.isdecimal() else part for part in code.split("-")]
