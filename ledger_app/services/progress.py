"""File what units report on their tasks: new entries, corrections, 本月无变化, carrying over.

Each report is a dated entry of its own; nothing is overwritten but by a correction, which the journal keeps.
Source: docs/domain.md section 2.4.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.period import Period
from ledger_app.domain.progress import EntryKind, ProgressEntry, latest_of, unchanged_months
from ledger_app.domain.task import Occurrence, Task
from ledger_app.domain.unit import Unit
from ledger_app.errors import RejectedError
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services.checks import LONGEST_NAME, limit_text, require_month, require_percent, require_text
from ledger_app.services.lookup import new_uid, refuse_if_closed, row_of, task_of

NO_CHANGE_TEXT = "本月无变化。"


@dataclass(frozen=True, slots=True)
class Report:
    """What a unit says about one task.

    Attributes:
        percent: 0-100, None if none is given.
        received: the day it came in, None = today.
        settles_turns: on a recurring duty, the turns that are due by the month's end count as done with this report.
    """

    text: str
    percent: float | None = None
    problems: str = ""
    next_step: str = ""
    unit_id: int | None = None
    occurrence_id: int | None = None
    reporter: str = ""
    received: dt.date | None = None
    source_sha256: str | None = None
    settles_turns: bool = True


@dataclass(frozen=True, slots=True)
class Repeated:
    """What became of an entry that was to be made for several tasks.

    Attributes:
        left: why a task was left out, one error each with the task's code among its facts: SVC-040, SVC-052, SVC-175.
    """

    changes: ChangeSet
    left: tuple[RejectedError, ...] = ()


def file_entry(work: UnitOfWork, task_id: int, period: str, report: Report) -> ChangeSet:
    """File a report on a task for a month ("YYYY-MM").

    Raises:
        RejectedError: SVC-004, SVC-020 to SVC-023, SVC-026, SVC-040.
    """
    task = task_of(work, task_id)
    month = require_month(period, work.today)
    refuse_if_closed(work, task, "填报进展")
    checked = _checked(work, report)
    work.describe("progress.file", f"填报 {task.code} 的{month.name}进展")
    entry = _entry(work, task, month, checked, "report")
    settled = settle_turns(work, task, month, entry) if checked.settles_turns else None
    work.of(ProgressEntry).add(replace(entry, occurrence_id=entry.occurrence_id or settled))
    return work.changes()


def amend(work: UnitOfWork, entry_id: int, report: Report, period: str | None = None) -> ChangeSet:
    """Correct an entry; what it said before stays in the journal.

    Raises:
        RejectedError: SVC-004, SVC-020 to SVC-023, SVC-026, SVC-040.
    """
    entry = row_of(work, ProgressEntry, entry_id, "进展记录")
    task = task_of(work, entry.task_id)
    month = require_month(period or entry.period, work.today)
    refuse_if_closed(work, task, "修改进展")
    checked = _checked(work, report)
    work.describe("progress.amend", f"更正 {task.code} 的{month.name}进展")
    work.of(ProgressEntry).update(
        replace(
            entry,
            period=str(month),
            text=checked.text,
            percent=checked.percent,
            problems=checked.problems,
            next_step=checked.next_step,
            unit_id=checked.unit_id,
            occurrence_id=checked.occurrence_id,
            reporter=checked.reporter,
            received=checked.received or entry.received,
            kind="report",
        )
    )
    return work.changes()


def remove_entry(work: UnitOfWork, entry_id: int) -> ChangeSet:
    """Take an entry back.

    Raises:
        RejectedError: SVC-004, SVC-040.
    """
    entry = row_of(work, ProgressEntry, entry_id, "进展记录")
    task = task_of(work, entry.task_id)
    refuse_if_closed(work, task, "删除进展")
    work.describe("progress.remove", f"删除 {task.code} 的{Period.parse(entry.period).name}进展")
    work.of(ProgressEntry).remove(entry_id)
    return work.changes()


def no_change(
    work: UnitOfWork,
    task_ids: Sequence[int],
    period: str,
    reporter: str = "",
    *,
    unit_id: int | None = None,
    received: dt.date | None = None,
) -> Repeated:
    """Enter 本月无变化 for tasks, with their last percent; `unit_id` says so on that day, None = unknown, today.

    Tasks that cannot be said to be so are left and named as long as there are others.

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-022, SVC-023; where no task is left SVC-040 it is struck off, SVC-175 it
            was said too often running.
    """
    return _repeat(
        work, task_ids, period, "no_change", Report("", reporter=reporter, unit_id=unit_id, received=received)
    )


def carry_over(
    work: UnitOfWork,
    task_ids: Sequence[int],
    period: str,
    reporter: str = "",
    *,
    unit_id: int | None = None,
    received: dt.date | None = None,
) -> Repeated:
    """Enter the last earlier report again for a month, marked as carried over; by the unit that gave it, or `unit_id`.

    Tasks that have nothing to carry over, or are struck off, are left and named as long as there are others.

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-022, SVC-023; where no task is left SVC-040 it is struck off, SVC-052 it
            has no earlier report.
    """
    return _repeat(work, task_ids, period, "carried", Report("", reporter=reporter, unit_id=unit_id, received=received))


def said_too_often(session: ReadSession, entries: Iterable[ProgressEntry], period: str) -> int:
    """Return how many months running a task's `entries` say 无变化 if it may not be said again in `period`, else 0."""
    limit = session.settings().no_change_limit
    running = unchanged_months(entries, period)
    return running if limit and running >= limit else 0


def settle_turns(work: UnitOfWork, task: Task, month: Period, entry: ProgressEntry) -> int | None:
    """Mark a recurring duty's open turns up to a month's end as done with its report; return the last one's id.

    A duty that is reported on is being done: without this every monthly duty would stay overdue since its first turn.
    """
    if task.kind != "recurring":
        return None
    due = [turn for turn in work.of(Occurrence).find(task_id=task.id, state="open") if turn.due <= month.last_day]
    for turn in due:
        work.of(Occurrence).update(replace(turn, state="done", done_on=entry.received, note=f"随{month.name}进展销记"))
    return max(due, key=lambda turn: (turn.due, turn.id)).id if due else None


def _repeat(work: UnitOfWork, task_ids: Sequence[int], period: str, kind: EntryKind, by: Report) -> Repeated:
    """Enter what was said before once more; `by` tells who says so and when."""
    if not task_ids:
        raise RejectedError("SVC-005", what="任务")
    month = require_month(period, work.today)
    what = "登记本月无变化" if kind == "no_change" else "沿用上期进展"
    entries: list[tuple[Task, ProgressEntry]] = []
    left: list[RejectedError] = []
    for task in [task_of(work, task_id) for task_id in task_ids]:
        try:
            refuse_if_closed(work, task, what)
            entries.append((task, _entry(work, task, month, _said_again(work, task, month, kind, by), kind)))
        except RejectedError as error:
            left.append(error)
    if not entries:
        raise left[0]
    named = entries[0][0].code if len(entries) == 1 else f"{len(entries)} 项任务"
    work.describe(f"progress.{kind}", f"{named}{month.name}{what}")
    work.of(ProgressEntry).add_all([entry for _, entry in entries])
    return Repeated(work.changes(), tuple(left))


def _said_again(work: UnitOfWork, task: Task, month: Period, kind: EntryKind, by: Report) -> Report:
    """Return what is entered of a task.

    Raises:
        RejectedError: SVC-052 it has no earlier report; SVC-175 it was said to be unchanged too often.
    """
    earlier = [one for one in work.of(ProgressEntry).find(task_id=task.id) if one.period < str(month)]
    before = latest_of(earlier)
    if kind == "no_change":
        if running := said_too_often(work, earlier, str(month)):
            raise RejectedError("SVC-175", task=task.code, count=running)
        percent = before.percent if before else None
        return replace(by, text=NO_CHANGE_TEXT, percent=percent, reporter=by.reporter.strip())
    if before is None:
        raise RejectedError("SVC-052", task=task.code)
    return replace(
        by,
        text=before.text,
        percent=before.percent,
        problems=before.problems,
        next_step=before.next_step,
        unit_id=by.unit_id or before.unit_id,
        reporter=by.reporter.strip(),
    )


def _checked(work: UnitOfWork, report: Report) -> Report:
    if report.unit_id is not None:
        row_of(work, Unit, report.unit_id, "单位")
    if report.occurrence_id is not None:
        row_of(work, Occurrence, report.occurrence_id, "周期任务的这一期")
    return replace(
        report,
        text=require_text(report.text, "进展情况"),
        percent=require_percent(report.percent),
        problems=limit_text(report.problems, "存在问题"),
        next_step=limit_text(report.next_step, "下一步打算"),
        reporter=limit_text(report.reporter, "填报人", LONGEST_NAME),
    )


def _entry(work: UnitOfWork, task: Task, month: Period, report: Report, kind: EntryKind) -> ProgressEntry:
    return ProgressEntry(
        id=0,
        uid=new_uid(),
        task_id=task.id,
        period=str(month),
        text=report.text,
        percent=report.percent,
        problems=report.problems,
        next_step=report.next_step,
        unit_id=report.unit_id,
        occurrence_id=report.occurrence_id,
        reporter=report.reporter,
        received=report.received or work.today,
        kind=kind,
        source_sha256=report.source_sha256,
        created_at=work.at,
    )
