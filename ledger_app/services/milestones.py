"""Milestones: dated steps inside a task, which the schedule may follow (节点).  Source: docs/domain.md section 3.3."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.task import Milestone, Task
from ledger_app.errors import RejectedError
from ledger_app.ports import UnitOfWork
from ledger_app.services.checks import LONGEST_NAME, limit_text, require_percent, require_text
from ledger_app.services.lookup import refuse_if_closed, row_of, task_of


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone as entered; percent is the share of the task (0-100) that should be done with it."""

    title: str
    due: dt.date | None = None
    percent: float | None = None
    raw: str = ""


def add(work: UnitOfWork, task_id: int, step: Step) -> ChangeSet:
    """Add a milestone to a task; they stand in order of their days.

    Raises:
        RejectedError: SVC-004, SVC-020, SVC-021, SVC-026, SVC-040.
    """
    task = task_of(work, task_id)
    refuse_if_closed(work, task, "修改节点")
    checked = _checked(step)
    work.describe("milestone.add", f"为 {task.code} 添加节点“{checked.title[:20]}”")
    work.of(Milestone).add(Milestone(0, task_id, 0, checked.title, checked.raw, checked.due, percent=checked.percent))
    _put_in_order(work, task_id)
    return work.changes()


def change(work: UnitOfWork, milestone_id: int, step: Step) -> ChangeSet:
    """Change a milestone's words, day or share.

    Raises:
        RejectedError: SVC-004, SVC-020, SVC-021, SVC-026, SVC-040.
    """
    milestone, task = _milestone(work, milestone_id)
    checked = _checked(step)
    work.describe("milestone.change", f"修改 {task.code} 的节点“{milestone.title[:20]}”")
    work.of(Milestone).update(
        replace(
            milestone,
            title=checked.title,
            due=checked.due,
            percent=checked.percent,
            raw=checked.raw or milestone.raw,
        )
    )
    _put_in_order(work, task.id)
    return work.changes()


def finish(work: UnitOfWork, milestone_id: int, done_on: dt.date | None) -> ChangeSet:
    """Record the day a milestone was reached; None takes that back.

    Raises:
        RejectedError: SVC-004, SVC-024, SVC-040.
    """
    milestone, task = _milestone(work, milestone_id)
    if done_on is not None and done_on > work.today:
        raise RejectedError("SVC-024", value=done_on.isoformat())
    verb = "完成" if done_on else "恢复为未完成"
    work.describe("milestone.done", f"{task.code} 的节点“{milestone.title[:20]}”{verb}")
    work.of(Milestone).update(replace(milestone, done_on=done_on))
    return work.changes()


def remove(work: UnitOfWork, milestone_id: int) -> ChangeSet:
    """Delete a milestone.

    Raises:
        RejectedError: SVC-004, SVC-040.
    """
    milestone, task = _milestone(work, milestone_id)
    work.describe("milestone.remove", f"删除 {task.code} 的节点“{milestone.title[:20]}”")
    work.of(Milestone).remove(milestone_id)
    return work.changes()


def _milestone(work: UnitOfWork, milestone_id: int) -> tuple[Milestone, Task]:
    milestone = row_of(work, Milestone, milestone_id, "节点")
    task = task_of(work, milestone.task_id)
    refuse_if_closed(work, task, "修改节点")
    return milestone, task


def _checked(step: Step) -> Step:
    return Step(
        require_text(step.title, "节点名称", LONGEST_NAME),
        step.due,
        require_percent(step.percent),
        limit_text(step.raw, "节点原文", LONGEST_NAME),
    )


def _put_in_order(work: UnitOfWork, task_id: int) -> None:
    """Number a task's milestones by day; those without one come last, in the order they were added."""
    rows = sorted(work.of(Milestone).find(task_id=task_id), key=lambda one: (one.due or dt.date.max, one.id))
    for ordinal, row in enumerate(rows, start=1):
        if row.ordinal != ordinal:
            work.of(Milestone).update(replace(row, ordinal=ordinal))
