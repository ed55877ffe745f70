"""Strike tasks off, step by step: ask, check, approve, send back, open again.

Every step is a record of its own; the latest one is the task's state.  Source: docs/domain.md sections 1.1 and 3.3.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.evidence import Evidence, ExpectedEvidence, TaskEvidence
from ledger_app.domain.progress import ProgressEntry, latest_of
from ledger_app.domain.supervision import CLOSING_STEP_NAMES, Closing, ClosingStep, Slip, SlipTask
from ledger_app.domain.task import Task
from ledger_app.errors import RejectedError
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services.checks import LONGEST_NAME, limit_text, require_order
from ledger_app.services.lookup import latest_closing, task_of

FULL_PERCENT = 100.0
CONDITIONS: tuple[str, str, str, str, str] = (
    "目标已达到",
    "佐证材料齐全",
    "单位负责人已签字",
    "业务股室已审核",
    "没有未办结的督办单",
)
"""What a task should meet before it is struck off; which of them hold is recorded with each step."""

TARGET_MET, EVIDENCE_THERE, HEAD_SIGNED, OFFICE_CHECKED, NO_OPEN_SLIP = CONDITIONS

ManyStep = Literal["asked", "checked", "approved"]
"""A step that may be taken for several tasks at once; the others need a reason each."""

_ALLOWED_AFTER: dict[ClosingStep, frozenset[str | None]] = {
    "asked": frozenset({None, "sent_back", "reopened"}),
    "checked": frozenset({"asked"}),
    "approved": frozenset({"asked", "checked"}),
    "sent_back": frozenset({"asked", "checked"}),
    "reopened": frozenset({"approved"}),
}


@dataclass(frozen=True, slots=True)
class StepTaken:
    """Who took a step, when and with what opinion; on_date None = today."""

    by_name: str = ""
    opinion: str = ""
    on_date: dt.date | None = None
    checklist: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Condition:
    """What the ledger itself knows of a condition: whether it holds, and why so in Chinese."""

    holds: bool
    why: str


def known_conditions(session: ReadSession, task_id: int) -> dict[str, Condition]:
    """Return what the ledger knows of the conditions for striking a task off; the others only people can tell."""
    known = {EVIDENCE_THERE: _evidence_there(session, task_id), NO_OPEN_SLIP: _no_open_slip(session, task_id)}
    entry = latest_of(session.of(ProgressEntry).find(task_id=task_id))
    if entry is not None and entry.percent is not None:
        known[TARGET_MET] = Condition(entry.percent >= FULL_PERCENT, f"自报完成 {entry.percent:g}%")
    return known


def ask(work: UnitOfWork, task_id: int, step: StepTaken, completed_on: dt.date | None = None) -> ChangeSet:
    """Ask for a task to be struck off; completed_on is the day the work was in fact done, if it is not recorded yet.

    Raises:
        RejectedError: SVC-004, SVC-024, SVC-026, SVC-028, SVC-047.
    """
    if completed_on is not None and completed_on > work.today:
        raise RejectedError("SVC-024", value=completed_on.isoformat())
    task = task_of(work, task_id)
    changes = _take(work, task, "asked", step)
    if completed_on is not None and task.completed_on != completed_on:
        work.of(Task).update(replace(task, completed_on=completed_on))
        changes = work.changes()
    return changes


def check(work: UnitOfWork, task_id: int, step: StepTaken) -> ChangeSet:
    """Record that the request was examined and found in order.

    Raises:
        RejectedError: SVC-004, SVC-024, SVC-026, SVC-028, SVC-047.
    """
    return _take(work, task_of(work, task_id), "checked", step)


def approve(work: UnitOfWork, task_id: int, step: StepTaken) -> ChangeSet:
    """Strike a task off.

    Raises:
        RejectedError: SVC-004, SVC-024, SVC-026, SVC-028, SVC-047.
    """
    return _take(work, task_of(work, task_id), "approved", step)


def ready_for(session: ReadSession, task_ids: Sequence[int], step: ManyStep) -> list[int]:
    """Return the tasks that may take a step now, in the order given."""
    latest: dict[int, Closing] = {}
    steps = session.of(Closing).find(task_id=list(task_ids)) if task_ids else []
    for one in sorted(steps, key=lambda closing: (closing.on_date, closing.id)):
        latest[one.task_id] = one
    states = {task_id: latest[task_id].step if task_id in latest else None for task_id in task_ids}
    return [task_id for task_id, state in states.items() if state in _ALLOWED_AFTER[step]]


def take_for_many(work: UnitOfWork, task_ids: Sequence[int], step: ManyStep, taken: StepTaken) -> ChangeSet:
    """Take one step for several tasks as one operation; each records what the ledger knows of its own conditions.

    Args:
        work: the operation.
        task_ids: all of them must be ready for the step (`ready_for`).
        step: which.
        taken: who, when and with what opinion; its checklist holds for all and gives way to what is known of a task.

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-024, SVC-026, SVC-028, SVC-047.
    """
    if not task_ids:
        raise RejectedError("SVC-005", what="任务")
    work.describe(f"closing.{step}", f"{len(task_ids)} 项任务{CLOSING_STEP_NAMES[step]}")
    for task_id in task_ids:
        known = {name: condition.holds for name, condition in known_conditions(work, task_id).items()}
        _take(work, task_of(work, task_id), step, replace(taken, checklist={**taken.checklist, **known}))
    return work.changes()


def send_back(work: UnitOfWork, task_id: int, step: StepTaken) -> ChangeSet:
    """Return a request; the opinion says why.

    Raises:
        RejectedError: SVC-004, SVC-024, SVC-026, SVC-028, SVC-041, SVC-047.
    """
    if not step.opinion.strip():
        raise RejectedError("SVC-041", what="退回重办")
    return _take(work, task_of(work, task_id), "sent_back", step)


def reopen(work: UnitOfWork, task_id: int, step: StepTaken) -> ChangeSet:
    """Open a task again that was struck off (回头看); the opinion says why.

    Raises:
        RejectedError: SVC-004, SVC-024, SVC-026, SVC-028, SVC-041, SVC-047.
    """
    if not step.opinion.strip():
        raise RejectedError("SVC-041", what="重新办理")
    task = task_of(work, task_id)
    _take(work, task, "reopened", step)
    if task.completed_on is not None:
        work.of(Task).update(replace(task, completed_on=None))
    return work.changes()


def _evidence_there(session: ReadSession, task_id: int) -> Condition:
    every = session.of(ExpectedEvidence).find(task_id=task_id)
    expected = [one for one in every if one.is_required and not one.waived_reason]
    pieces = {one.id for one in session.of(Evidence).find(removed_at=None)} if expected else set()
    missing = [one.name for one in expected if one.evidence_id not in pieces]
    if missing:
        return Condition(holds=False, why=f"缺 {len(missing)} 项：{'、'.join(missing)}")
    links = session.of(TaskEvidence).find(task_id=task_id)
    found = [session.of(Evidence).get(link.evidence_id) for link in links]
    count = sum(1 for one in found if one is not None and one.removed_at is None)
    waived = next((one.waived_reason for one in every if one.waived_reason), "")
    if waived and not count:
        return Condition(holds=True, why=f"无需材料：{waived}")
    return Condition(holds=count > 0, why=f"已有 {count} 份" if count else "还没有佐证材料")


def _no_open_slip(session: ReadSession, task_id: int) -> Condition:
    slips = [session.of(Slip).get(link.slip_id) for link in session.of(SlipTask).find(task_id=task_id)]
    open_slips = [slip.number for slip in slips if slip is not None and slip.closed_on is None]
    if open_slips:
        return Condition(holds=False, why=f"未办结：{'、'.join(open_slips)}")
    return Condition(holds=True, why=f"{len(slips)} 份均已办结" if slips else "没有督办单")


def _take(work: UnitOfWork, task: Task, step: ClosingStep, taken: StepTaken) -> ChangeSet:
    latest = latest_closing(work, task.id)
    if (latest.step if latest else None) not in _ALLOWED_AFTER[step]:
        shown = CLOSING_STEP_NAMES[latest.step] if latest else "未申请销号"
        raise RejectedError("SVC-047", task=task.code, state=shown, what=CLOSING_STEP_NAMES[step])
    on_date = taken.on_date or work.today
    if on_date > work.today:
        raise RejectedError("SVC-024", value=on_date.isoformat())
    require_order(latest.on_date if latest else None, on_date)
    work.describe(f"closing.{step}", f"{task.code} {CLOSING_STEP_NAMES[step]}")
    work.of(Closing).add(
        Closing(
            id=0,
            task_id=task.id,
            step=step,
            on_date=on_date,
            by_name=limit_text(taken.by_name, "经办人", LONGEST_NAME),
            opinion=limit_text(taken.opinion, "意见"),
            checklist=json.dumps(dict(taken.checklist), ensure_ascii=False, sort_keys=True),
            created_at=work.at,
        )
    )
    return work.changes()
