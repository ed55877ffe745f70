"""Deadlines: add, correct, answer doubtful ones, extend; make the turns of recurring duties.

What the paper said (`raw`, `original_due`) is never changed by an extension; only `current_due` moves.
Source: docs/domain.md sections 3.3 and 8.1.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.deadline_rules import ExtensionDoubt, extended_due, extension_doubts, primary_of
from ledger_app.domain.plan import Doubt, Plan
from ledger_app.domain.recurrence import Recurrence, turns
from ledger_app.domain.task import Deadline, Extension, Occurrence, Task
from ledger_app.errors import RejectedError
from ledger_app.ports import UnitOfWork
from ledger_app.services.checks import LONGEST_NAME, limit_text, require_order, require_reason, require_text
from ledger_app.services.lookup import refuse_if_closed, row_of, task_of


@dataclass(frozen=True, slots=True)
class ExtensionRequested:
    """A request as stored, with what is wrong with it; it may be granted all the same."""

    extension: Extension
    doubts: tuple[ExtensionDoubt, ...]
    changes: ChangeSet


def set_due(work: UnitOfWork, task_id: int, due: dt.date | None, reason: str = "", raw: str = "") -> ChangeSet:
    """Correct the date a task is judged by; a task without a deadline gets one.

    This mends a misreading of the paper; a date that was moved by decision is an extension.

    Raises:
        RejectedError: SVC-004, SVC-026, SVC-028, SVC-040.
    """
    task = task_of(work, task_id)
    refuse_if_closed(work, task, "修改时限")
    require_order(task.start, due)
    work.describe("deadline.correct", f"修改 {task.code} 的完成时限")
    deadlines = work.of(Deadline).find(task_id=task_id)
    primary = primary_of(deadlines)
    if primary is None:
        text = raw.strip() or (due.isoformat() if due else "")
        work.of(Deadline).add(
            Deadline(
                0,
                task_id,
                1,
                text,
                "by" if due else "open",
                due,
                due,
                reason=reason.strip() or "手工填写",
                is_primary=True,
            )
        )
    else:
        _correct(work, primary, due, reason, raw)
    return work.changes()


def change(work: UnitOfWork, deadline_id: int, due: dt.date | None, reason: str = "", raw: str = "") -> ChangeSet:
    """Correct one deadline of a task; the clerk's word settles what was doubtful about it.

    Raises:
        RejectedError: SVC-004, SVC-026, SVC-028, SVC-040.
    """
    deadline = row_of(work, Deadline, deadline_id, "完成时限")
    task = task_of(work, deadline.task_id)
    refuse_if_closed(work, task, "修改时限")
    require_order(deadline.start or task.start, due)
    work.describe("deadline.correct", f"修改 {task.code} 的完成时限")
    _correct(work, deadline, due, reason, raw)
    return work.changes()


def add(work: UnitOfWork, task_id: int, due: dt.date, raw: str = "", reason: str = "") -> ChangeSet:
    """Give a task one more date to keep; the first dated one is what it is judged by.

    Raises:
        RejectedError: SVC-004, SVC-026, SVC-028, SVC-040.
    """
    task = task_of(work, task_id)
    refuse_if_closed(work, task, "修改时限")
    require_order(task.start, due)
    work.describe("deadline.add", f"为 {task.code} 添加时限 {due.isoformat()}")
    others = work.of(Deadline).find(task_id=task_id)
    work.of(Deadline).add(
        Deadline(
            0,
            task_id,
            max((one.ordinal for one in others), default=0) + 1,
            limit_text(raw, "时限原文", LONGEST_NAME) or due.isoformat(),
            "by",
            due,
            due,
            reason=limit_text(reason, "原因") or "手工填写",
            is_primary=not any(one.is_primary for one in others),
        )
    )
    return work.changes()


def remove(work: UnitOfWork, deadline_id: int) -> ChangeSet:
    """Take a deadline off a task, with its extensions and turns; the next in line is what the task is judged by.

    Raises:
        RejectedError: SVC-004, SVC-040.
    """
    deadline = row_of(work, Deadline, deadline_id, "完成时限")
    task = task_of(work, deadline.task_id)
    refuse_if_closed(work, task, "修改时限")
    work.describe("deadline.remove", f"删除 {task.code} 的时限“{deadline.raw}”")
    for turn in work.of(Occurrence).find(deadline_id=deadline_id):
        work.of(Occurrence).remove(turn.id)
    work.of(Deadline).remove(deadline_id)
    following = primary_of(work.of(Deadline).find(task_id=task.id))
    if deadline.is_primary and following is not None:
        work.of(Deadline).update(replace(following, is_primary=True))
    return work.changes()


def confirm(work: UnitOfWork, deadline_id: int) -> ChangeSet:
    """Confirm a doubtful reading of a date as it stands.

    Raises:
        RejectedError: SVC-004.
    """
    deadline = row_of(work, Deadline, deadline_id, "完成时限")
    task = task_of(work, deadline.task_id)
    work.describe("deadline.confirm", f"确认 {task.code} 的完成时限“{deadline.raw}”")
    work.of(Deadline).update(replace(deadline, needs_answer=False, confidence=1.0))
    _close_doubts(work, deadline, "按原解读")
    return work.changes()


def make_primary(work: UnitOfWork, deadline_id: int) -> ChangeSet:
    """Judge a task by another of its deadlines.

    Raises:
        RejectedError: SVC-004, SVC-040.
    """
    deadline = row_of(work, Deadline, deadline_id, "完成时限")
    task = task_of(work, deadline.task_id)
    refuse_if_closed(work, task, "修改时限")
    work.describe("deadline.primary", f"{task.code} 按“{deadline.raw}”考核")
    for other in work.of(Deadline).find(task_id=task.id):
        if other.is_primary != (other.id == deadline_id):
            work.of(Deadline).update(replace(other, is_primary=other.id == deadline_id))
    return work.changes()


def request_extension(
    work: UnitOfWork, task_id: int, new_due: dt.date, reason: str, requested_on: dt.date | None = None
) -> ExtensionRequested:
    """Record a request to move the date a task is judged by.

    Raises:
        RejectedError: SVC-004, SVC-026, SVC-040, SVC-041; SVC-048 the task has no date; SVC-049 the new date is not
            later; SVC-051 another request is open.
    """
    task = task_of(work, task_id)
    refuse_if_closed(work, task, "申请延期")
    text = require_reason(reason, "申请延期")
    deadline = primary_of(work.of(Deadline).find(task_id=task_id))
    if deadline is None or deadline.current_due is None:
        raise RejectedError("SVC-048", task=task.code)
    if new_due <= deadline.current_due:
        raise RejectedError("SVC-049", old=deadline.current_due.isoformat(), new=new_due.isoformat())
    if work.of(Extension).count(deadline_id=deadline.id, is_approved=None):
        raise RejectedError("SVC-051", task=task.code)
    work.describe("extension.request", f"{task.code} 申请延期到 {new_due.isoformat()}")
    extension = work.of(Extension).add(
        Extension(0, deadline.id, text, deadline.current_due, new_due, requested_on or work.today)
    )
    return ExtensionRequested(extension, tuple(extension_doubts(extension)), work.changes())


def decide_extension(
    work: UnitOfWork,
    extension_id: int,
    *,
    is_approved: bool,
    decided_by: str,
    decided_on: dt.date | None = None,
    note: str = "",
) -> ChangeSet:
    """Grant or refuse a request; granting it moves the current date, never the original one.

    Raises:
        RejectedError: SVC-004, SVC-020, SVC-026; SVC-050 it was decided before.
    """
    extension = row_of(work, Extension, extension_id, "延期申请")
    if extension.is_approved is not None:
        raise RejectedError("SVC-050")
    deadline = row_of(work, Deadline, extension.deadline_id, "完成时限")
    task = task_of(work, deadline.task_id)
    work.describe("extension.decide", f"{'批准' if is_approved else '不批准'} {task.code} 延期")
    work.of(Extension).update(
        replace(
            extension,
            is_approved=is_approved,
            decided_on=decided_on or work.today,
            decided_by=require_text(decided_by, "审批人", LONGEST_NAME),
            note=limit_text(note, "审批意见"),
        )
    )
    due = extended_due(deadline.original_due, work.of(Extension).find(deadline_id=deadline.id))
    if due != deadline.current_due:
        work.of(Deadline).update(replace(deadline, current_due=due))
    return work.changes()


def make_turns(work: UnitOfWork, task: Task, since: dt.date | None = None) -> list[Occurrence]:
    """Add the turns of a task's recurring deadlines over its plan's years that are not there yet.

    A task whose year is not known gets none: it is then judged by its reports, like 长期坚持.

    Args:
        work: the operation.
        task: stored.
        since: only turns that are due from this day on, None = all.
    """
    if task.kind != "recurring":
        return []
    plan = work.of(Plan).get(task.plan_id) if task.plan_id is not None else None
    year = plan.plan_year if plan is not None else None
    began = task.start or task.issued
    year = year or (task.start.year if task.start else work.settings().year) or (began.year if began else None)
    if year is None:
        return []
    present = {(one.deadline_id, one.period) for one in work.of(Occurrence).find(task_id=task.id)}
    planned = turns_of(task, work.of(Deadline).find(task_id=task.id), year, plan.period_end if plan else None)
    missing = [one for one in planned if (one.deadline_id, one.period) not in present]
    return work.of(Occurrence).add_all([one for one in missing if since is None or one.due >= since])


def turns_of(
    task: Task, deadlines: Iterable[Deadline], year: int, period_end: dt.date | None = None
) -> list[Occurrence]:
    """Return the turns of a task's recurring deadlines; none is due before the task was handed out.

    Args:
        task: stored, so that the turns can name it.
        deadlines: stored; those that do not recur have no turns.
        year: the first one that counts.
        period_end: last day of a plan of several years; None = the year's.
    """
    first = max(day for day in (dt.date(year, 1, 1), task.start, task.issued) if day is not None)
    last = max(dt.date(year, 12, 31), period_end or dt.date(year, 12, 31))
    rules = [(deadline, Recurrence.of(deadline)) for deadline in deadlines]
    return [
        Occurrence(0, task.id, deadline.id, turn.period, turn.due)
        for deadline, rule in rules
        if rule is not None
        for turn in turns(rule, first, last)
    ]


def finish_turn(work: UnitOfWork, occurrence_id: int, done_on: dt.date | None, note: str = "") -> ChangeSet:
    """Mark one turn of a recurring duty as done on a day; None opens it again.

    Raises:
        RejectedError: SVC-004, SVC-024, SVC-026, SVC-040.
    """
    turn = row_of(work, Occurrence, occurrence_id, "这一期任务")
    task = task_of(work, turn.task_id)
    refuse_if_closed(work, task, "修改周期完成情况")
    if done_on is not None and done_on > work.today:
        raise RejectedError("SVC-024", value=done_on.isoformat())
    work.describe("occurrence.done", f"{task.code} {turn.period} {'完成' if done_on else '恢复为未完成'}")
    work.of(Occurrence).update(
        replace(turn, state="done" if done_on else "open", done_on=done_on, note=limit_text(note, "备注"))
    )
    return work.changes()


def skip_turn(work: UnitOfWork, occurrence_id: int, reason: str) -> ChangeSet:
    """Leave out one turn of a recurring duty, with the reason.

    Raises:
        RejectedError: SVC-004, SVC-026, SVC-040, SVC-041.
    """
    turn = row_of(work, Occurrence, occurrence_id, "这一期任务")
    task = task_of(work, turn.task_id)
    refuse_if_closed(work, task, "修改周期完成情况")
    text = require_reason(reason, "免除这一期")
    work.describe("occurrence.skip", f"{task.code} {turn.period} 免做")
    work.of(Occurrence).update(replace(turn, state="skipped", done_on=None, note=text))
    return work.changes()


def _correct(work: UnitOfWork, deadline: Deadline, due: dt.date | None, reason: str, raw: str) -> None:
    extensions = work.of(Extension).find(deadline_id=deadline.id)
    kind = deadline.kind
    if due is not None and kind not in {"by", "range"}:
        kind = "by"
    elif due is None and kind in {"by", "range", "relative", "link"}:
        kind = "open"
    work.of(Deadline).update(
        replace(
            deadline,
            kind=kind,
            raw=limit_text(raw, "时限原文", LONGEST_NAME) or deadline.raw,
            original_due=due,
            current_due=extended_due(due, extensions),
            reason=limit_text(reason, "原因") or "人工更正",
            confidence=1.0,
            needs_answer=False,
        )
    )
    _close_doubts(work, deadline, due.isoformat() if due else "无固定日期")


def _close_doubts(work: UnitOfWork, deadline: Deadline, answer: str) -> None:
    for doubt in work.of(Doubt).find(task_id=deadline.task_id, field="deadline", answer=None):
        if doubt.raw == deadline.raw:
            work.of(Doubt).update(replace(doubt, answer=answer, answered_at=work.at))
