"""Give a task the deadlines of a new issue of its plan; the first dates and the turns that were done are kept.

A date that moves is kept as a step with its day, like an extension, so that lights and reports of an earlier
cut-off date still see the date that held then.  Source: docs/domain.md sections 3.3 and 12.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace

from ledger_app.domain.deadline_rules import REVISION, extended_due, task_kind_of
from ledger_app.domain.task import Deadline, Extension, Occurrence, Task
from ledger_app.ports import UnitOfWork
from ledger_app.services.deadlines import make_turns

_NO_DAY = frozenset({"recurring", "continuing", "open"})


def revise_deadlines(work: UnitOfWork, task: Task, rows: Sequence[Deadline], reason: str) -> Task:
    """Replace what a task's deadlines say, and return the task with the kind and start that follow from them.

    Args:
        work: the operation.
        task: stored; the caller stores what is returned.
        rows: as read from the new issue, without ids, the primary one marked.
        reason: what made them change, after 计划修订.
    """
    before = work.of(Deadline).find(task_id=task.id)
    pairs = dict(_pairs(before, rows))
    has_new_rhythm = False
    for number, row in enumerate(rows):
        old = pairs.get(number)
        if old is None:
            work.of(Deadline).add(replace(row, task_id=task.id, reason=_because(reason, row.reason)))
            has_new_rhythm = has_new_rhythm or row.kind == "recurring"
        elif _value(old) == _value(row):
            _keep(work, old, row)
        else:
            _move(work, old, row, reason)
            has_new_rhythm = has_new_rhythm or row.kind == "recurring"
    kept = {old.id for old in pairs.values()}
    for old in before:
        if old.id not in kept:
            _drop_turns(work, old)
            work.of(Deadline).remove(old.id)
    primary = next((row for row in rows if row.is_primary), None)
    changed = replace(task, kind=task_kind_of(rows), start=primary.start if primary is not None else None)
    if has_new_rhythm:
        # What was due before the new issue was due by the old rhythm.
        make_turns(work, changed, since=work.today)
    return changed


def _pairs(before: Sequence[Deadline], rows: Sequence[Deadline]) -> Iterator[tuple[int, Deadline]]:
    """Yield (place of the new row, stored row) of those that are the same deadline, the surest first."""
    left = list(before)
    open_rows = list(range(len(rows)))
    sameness: tuple[Callable[[Deadline], Hashable], ...] = (
        lambda one: (one.raw, _value(one)),
        _value,
        lambda one: (one.raw, one.kind),
        lambda one: "day" if one.kind not in _NO_DAY else one.kind,
        lambda one: "rhythm" if one.kind == "recurring" else "none",
    )
    for same in sameness:
        for number in list(open_rows):
            old = next((one for one in left if same(one) == same(rows[number])), None)
            if old is not None:
                left.remove(old)
                open_rows.remove(number)
                yield number, old


def _value(row: Deadline) -> tuple[Hashable, ...]:
    return row.kind, row.current_due, row.start, row.every, row.times, row.day, row.time, row.is_stretch


def _keep(work: UnitOfWork, old: Deadline, row: Deadline) -> None:
    same = replace(old, ordinal=row.ordinal, raw=row.raw, is_primary=row.is_primary, is_inherited=row.is_inherited)
    if same != old:
        work.of(Deadline).update(same)


def _move(work: UnitOfWork, old: Deadline, row: Deadline, reason: str) -> None:
    """Let a stored deadline say what the new issue says; a date that moves leaves a step behind."""
    if old.kind == "recurring":
        _drop_turns(work, old)
    moved = replace(row, id=old.id, task_id=old.task_id, reason=_because(reason, row.reason))
    if old.current_due is not None and row.current_due is not None:
        if old.current_due != row.current_due:
            work.of(Extension).add(
                Extension(
                    0,
                    old.id,
                    _because(reason, f"“{old.raw}”改为“{row.raw}”"),
                    old.current_due,
                    row.current_due,
                    requested_on=work.today,
                    is_approved=True,
                    decided_on=work.today,
                    decided_by=REVISION,
                )
            )
        steps = work.of(Extension).find(deadline_id=old.id)
        moved = replace(moved, original_due=old.original_due, current_due=extended_due(row.current_due, steps))
    work.of(Deadline).update(moved)


def _drop_turns(work: UnitOfWork, deadline: Deadline) -> None:
    """Take away the turns that are still to come; what was done, skipped or missed stays."""
    for turn in work.of(Occurrence).find(deadline_id=deadline.id, state="open"):
        if turn.due >= work.today:
            work.of(Occurrence).remove(turn.id)


def _because(reason: str, more: str) -> str:
    return "：".join(part for part in (f"{REVISION}（{reason}）" if reason else REVISION, more) if part)
