"""The rows that hang on a task entered by hand: owners, leader, deadlines, figures, sources, own columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledger_app.domain.deadline_rules import primary_of, task_kind_of
from ledger_app.domain.task import Deadline, DeadlineKind, Target, Task, TaskKind
from ledger_app.services import custom_fields, leaders, rectification, sources
from ledger_app.services.checks import LONGEST_NAME, limit_text, require_order
from ledger_app.services.deadlines import make_turns
from ledger_app.services.owners import OwnerChoice, set_leader, set_owners

if TYPE_CHECKING:
    from ledger_app.ports import UnitOfWork
    from ledger_app.services.tasks import NewTask


def deadlines_for(new: NewTask) -> tuple[Deadline, ...]:
    """Return the deadlines of a new task, one of them marked: those that were read, else the plain day.

    Raises:
        RejectedError: SVC-028 the task is due before it begins.
    """
    rows = new.deadlines or _plain(new)
    primary = primary_of(rows)
    require_order(new.start, primary.original_due if primary else None)
    return tuple(replace(row, ordinal=place, is_primary=row is primary) for place, row in enumerate(rows, start=1))


def kind_for(new: NewTask, deadlines: tuple[Deadline, ...]) -> TaskKind:
    """Return the kind that was chosen, else the one that the deadlines make."""
    return new.kind or task_kind_of(deadlines)


def add_rows(work: UnitOfWork, task: Task, new: NewTask, deadlines: tuple[Deadline, ...]) -> None:
    """Add everything that hangs on a task that was just stored.

    Raises:
        RejectedError: SVC-004, SVC-020, SVC-026, SVC-173, SVC-174, SVC-191, SVC-197.
    """
    choices = [
        *(OwnerChoice("lead", unit_id) for unit_id in new.lead_unit_ids),
        *(OwnerChoice("responsible", unit_id) for unit_id in new.responsible_unit_ids),
        *(OwnerChoice("cooperate", unit_id) for unit_id in new.cooperate_unit_ids),
        *new.owners,
    ]
    if choices:
        set_owners(work, task.id, choices)
    if new.leader.strip():
        set_leader(work, [task.id], new.leader)
    else:
        leaders.name_leaders(work, [task.id])
    work.of(Deadline).add_all(
        replace(row, id=0, task_id=task.id, raw=limit_text(row.raw, "时限原文", LONGEST_NAME)) for row in deadlines
    )
    work.of(Target).add_all(
        replace(row, id=0, task_id=task.id, ordinal=place) for place, row in enumerate(new.targets, start=1)
    )
    for origin in new.origins:
        sources.add(work, task.id, origin)
    if new.values:
        custom_fields.set_values(work, task.id, new.values)
    if new.rectification:
        rectification.fill(work, task.id, new.rectification)
    make_turns(work, task)


def _plain(new: NewTask) -> tuple[Deadline, ...]:
    raw = new.due_raw.strip() or (new.due.isoformat() if new.due else "")
    if not raw:
        return ()
    kind: DeadlineKind = "by" if new.due else "open"
    return (Deadline(0, 0, 1, raw, kind, new.due, new.due, start=new.start, reason="手工填写"),)
