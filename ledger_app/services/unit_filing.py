"""按单位填报: all that one unit reports on in a month, read in one go and filed in one operation.

Source: docs/domain.md sections 1.3 and 2.4.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.period import Period
from ledger_app.domain.progress import EntryKind, ProgressEntry, latest_of
from ledger_app.domain.supervision import Closing
from ledger_app.domain.task import Task, TaskOwner
from ledger_app.domain.unit import Unit
from ledger_app.errors import RejectedError
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services import progress, returns
from ledger_app.services.checks import require_month
from ledger_app.services.lookup import row_of, task_of

# Both are said of a task; what a unit only cooperates in, the lead reports.
_ANSWERING = ("lead", "responsible")


@dataclass(frozen=True, slots=True)
class FilingRow:
    """A task a unit reports on.

    Attributes:
        facts: the task at the month's end.
        before: the report that counts among those of earlier months, None if there is none.
        entry: this month's report by the unit or in nobody's name, None if it is still to be filed.
        unchanged: months running that say 无变化 if it may not be said again, else 0.
    """

    facts: TaskFacts
    before: ProgressEntry | None = None
    entry: ProgressEntry | None = None
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class FiledRow:
    """What is to be filed of one task.

    Attributes:
        kind: a report of one's own, 本月无变化, or the last text carried over; the latter two need no text.
        entry_id: the report that is corrected, None for a new one.
    """

    task_id: int
    text: str = ""
    percent: float | None = None
    problems: str = ""
    next_step: str = ""
    kind: EntryKind = "report"
    entry_id: int | None = None

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to file."""
        said = self.text.strip() or self.problems.strip() or self.next_step.strip()
        return self.kind == "report" and not said and self.percent is None


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of a unit's sheet.

    Attributes:
        left: codes of the tasks that were not filed, as 无变化 was said of them too often running.
    """

    changes: ChangeSet
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FiledCount:
    """How many tasks a unit answers for in a month, and of how many it has reported."""

    done: int
    total: int


def read_filing(session: ReadSession, unit_id: int, period: str) -> list[FilingRow]:
    """Return the tasks a unit reports on in a month, by plan, ordinal, id.

    These are the tasks it leads, or is named first for where nobody leads, without what is struck off, suspended or
    cancelled by the month's end.
    """
    month = Period.parse(period)
    ids = _answered(session, (unit_id,)).get(unit_id, ())
    if not ids:
        return []
    entries: dict[int, list[ProgressEntry]] = {}
    for entry in session.of(ProgressEntry).find(task_id=list(ids)):
        entries.setdefault(entry.task_id, []).append(entry)
    rows = []
    for facts in session.facts(month.last_day, task_ids=list(ids)):
        own = entries.get(facts.id, ())
        present = [one for one in own if one.period == period and one.unit_id in (None, unit_id)]
        before = latest_of(one for one in own if one.period < period)
        if facts.standing == "active" and (facts.closing_step != "approved" or present):
            unchanged = progress.said_too_often(session, own, period)
            rows.append(FilingRow(facts, before, latest_of(present), unchanged))
    return rows


def count_filed(session: ReadSession, unit_ids: Sequence[int], period: str) -> Mapping[int, FiledCount]:
    """Return unit id -> how much of a month's reports is filed; units that answer for nothing are left out."""
    answered = _answered(session, unit_ids)
    reported: dict[int, set[int | None]] = {}
    for entry in session.of(ProgressEntry).find(period=period):
        reported.setdefault(entry.task_id, set()).add(entry.unit_id)
    idle = _idle(session, Period.parse(period).last_day)
    counts = {}
    for unit_id, ids in answered.items():
        done = {task_id for task_id in ids if reported.get(task_id, set()) & {None, unit_id}}
        total = sum(1 for task_id in ids if task_id in done or task_id not in idle)
        if total:
            counts[unit_id] = FiledCount(len(done), total)
    return counts


def file_unit(
    work: UnitOfWork,
    unit_id: int,
    period: str,
    rows: Iterable[FiledRow],
    received: dt.date | None = None,
) -> Filed:
    """File what a unit reports on its tasks for a month and enter that its report came in: one operation.

    A task that may not be said to be 无变化 once more is left and named; the others are filed all the same.

    Args:
        work: the operation.
        unit_id: who reports.
        period: "YYYY-MM".
        rows: what changed; empty ones are passed over.
        received: the day it came in, None = today.

    Raises:
        RejectedError: SVC-004, SVC-021 to SVC-024, SVC-026, SVC-040, SVC-052; SVC-175 nothing but such tasks;
            SVC-223 nothing was filled in; SVC-224 a task has figures but no text.
    """
    unit, month = row_of(work, Unit, unit_id, "单位"), require_month(period, work.today)
    wanted = [row for row in rows if not row.is_empty]
    if not wanted:
        raise RejectedError("SVC-223", unit=unit.name, month=month.name)
    over = {row.task_id: count for row in wanted if (count := _too_often(work, row, str(month)))}
    codes = tuple(task_of(work, task_id).code for task_id in over)
    kept = [row for row in wanted if row.task_id not in over]
    if not kept:
        raise RejectedError("SVC-175", task="、".join(codes), count=min(over.values()))
    work.describe("progress.unit", f"填报 {unit.short_name or unit.name} {month.name}进展 {len(kept)} 项，并登记收到")
    day = received or work.today
    for row in kept:
        _file_row(work, unit_id, str(month), row, day)
    return Filed(returns.receive(work, unit_id, period, day), codes)


def _too_often(work: UnitOfWork, row: FiledRow, period: str) -> int:
    """Return how many months running 无变化 was said before, if the row says so once more and may not, else 0."""
    if row.kind != "no_change":
        return 0
    return progress.said_too_often(work, work.of(ProgressEntry).find(task_id=row.task_id), period)


def _file_row(work: UnitOfWork, unit_id: int, period: str, row: FiledRow, received: dt.date) -> None:
    if row.kind == "no_change" and row.entry_id is None:
        progress.no_change(work, [row.task_id], period, unit_id=unit_id, received=received)
        return
    if row.kind == "carried" and row.entry_id is None:
        progress.carry_over(work, [row.task_id], period, unit_id=unit_id, received=received)
        return
    if not row.text.strip():
        raise RejectedError("SVC-224", task=task_of(work, row.task_id).code)
    report = progress.Report(row.text, row.percent, row.problems, row.next_step, unit_id, received=received)
    if row.entry_id is None:
        progress.file_entry(work, row.task_id, period, report)
    else:
        progress.amend(work, row.entry_id, report)


def _answered(session: ReadSession, unit_ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Return unit id -> the tasks it reports on: those it leads, or is the first named for where nobody leads."""
    own = session.of(TaskOwner).find(unit_id=list(unit_ids), role=_ANSWERING) if unit_ids else []
    ids = sorted({owner.task_id for owner in own if owner.role != "lead"})
    others: dict[int, list[TaskOwner]] = {}
    for start in range(0, len(ids), 500):
        for owner in session.of(TaskOwner).find(task_id=ids[start : start + 500], role=_ANSWERING):
            others.setdefault(owner.task_id, []).append(owner)
    found: dict[int, dict[int, None]] = {}
    for owner in own:
        if owner.unit_id is not None and (owner.role == "lead" or _is_first(owner, others.get(owner.task_id, ()))):
            found.setdefault(owner.unit_id, {})[owner.task_id] = None
    return {unit_id: tuple(tasks) for unit_id, tasks in found.items()}


def _is_first(owner: TaskOwner, owners: Sequence[TaskOwner]) -> bool:
    if any(one.role == "lead" for one in owners):
        return False
    # The members of a group (各乡镇卫生院) stand under one printed name, and each of them reports.
    first = min(owners, key=lambda one: (one.ordinal, one.id), default=owner)
    return first.raw == owner.raw


def _idle(session: ReadSession, on: dt.date) -> set[int]:
    """Return the tasks nobody need report on: suspended, cancelled, or struck off by a day."""
    idle = {task.id for task in session.of(Task).find(standing=("suspended", "cancelled"))}
    latest: dict[int, Closing] = {}
    for step in sorted(session.of(Closing).find(), key=lambda one: (one.on_date, one.id)):
        if step.on_date <= on:
            latest[step.task_id] = step
    return idle | {task_id for task_id, step in latest.items() if step.step == "approved"}
