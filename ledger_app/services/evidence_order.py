"""The order of a task's evidence: its number within the task, 任务序号-材料序号.  Source: docs/domain.md section 6."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledger_app.domain.evidence import TaskEvidence
from ledger_app.errors import RejectedError
from ledger_app.services.lookup import refuse_if_closed, row_of, task_of

if TYPE_CHECKING:
    from ledger_app.domain.changes import ChangeSet
    from ledger_app.ports import UnitOfWork


def full_number(code: str, number: int) -> str:
    """Return the number of a piece as printed: the task's, then its own ("2-07-03").

    Two figures, for "2-07-3" may be a part of the task.  Source: docs/domain.md section 6.
    """
    return f"{code}-{number:02d}"


def place_before(work: UnitOfWork, link_id: int, before_id: int | None) -> ChangeSet:
    """Put a piece of a task's evidence before another, or last, and number all of the task's from 1.

    Args:
        work: the operation.
        link_id: the link of the piece that is moved.
        before_id: the link it will stand before, None for last.

    Raises:
        RejectedError: SVC-004, SVC-040; EVI-075 the other is not of the same task.
    """
    moved = row_of(work, TaskEvidence, link_id, "材料关联")
    task = task_of(work, moved.task_id)
    refuse_if_closed(work, task, "调整佐证材料的顺序")
    others = [link for link in _ordered(work, task.id) if link.id != moved.id]
    place = next((number for number, link in enumerate(others) if link.id == before_id), None)
    if before_id is not None and place is None:
        raise RejectedError("EVI-075", task=task.code)
    work.describe("evidence.order", f"调整 {task.code} 佐证材料的顺序")
    others.insert(len(others) if place is None else place, moved)
    for number, link in enumerate(others, start=1):
        if link.number != number:
            work.of(TaskEvidence).update(replace(link, number=number))
    return work.changes()


def move_by(work: UnitOfWork, link_id: int, step: int) -> ChangeSet:
    """Move a piece up (-1) or down (1) among its task's; at the end it stays.

    Raises:
        RejectedError: SVC-004, SVC-040.
    """
    moved = row_of(work, TaskEvidence, link_id, "材料关联")
    links = _ordered(work, moved.task_id)
    at = next(number for number, link in enumerate(links) if link.id == link_id)
    others = [link.id for link in links if link.id != link_id]
    target = min(max(0, at + step), len(others))
    return place_before(work, link_id, others[target] if target < len(others) else None)


def _ordered(work: UnitOfWork, task_id: int) -> list[TaskEvidence]:
    return sorted(work.of(TaskEvidence).find(task_id=task_id), key=lambda link: (link.number, link.id))
