"""Recurring duties: the rule, the turns it makes for a year, and each turn by itself.

A turn that was done, skipped or is past is history: changing the rule makes anew only what is still to come.
Source: docs/domain.md section 8.1.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from itertools import chain, count
from typing import get_args

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.deadline_rules import task_kind_of
from ledger_app.domain.plan import Plan
from ledger_app.domain.recurrence import Recurrence, Turn, turns
from ledger_app.domain.task import Deadline, Every, Occurrence, Task
from ledger_app.errors import RejectedError
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services import progress
from ledger_app.services.checks import limit_text, require_choice
from ledger_app.services.deadlines import turns_of
from ledger_app.services.lookup import refuse_if_closed, row_of, task_of

EVERY_NAMES: dict[Every, str] = {
    "week": "每周",
    "month": "每月",
    "quarter": "每季度",
    "half-year": "每半年",
    "year": "每年",
}
_WEEKDAYS = "一二三四五六日"
_MOST_TIMES = 12


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a duty comes round, as a person chooses it; the meaning of `day` is that of `Recurrence.day`."""

    every: Every
    times: int = 1
    day: str | None = None

    @property
    def words(self) -> str:
        """Return the rule in words: 每月10日前, 每季度末, 每年12-20前, 每周五前, 每季度2次."""
        name = EVERY_NAMES[self.every]
        if self.times > 1:
            name = f"{name}{self.times}次"
        if self.day is None:
            return name if self.times > 1 else f"{name}末"
        if self.every == "week":
            return f"{name}{_WEEKDAYS[int(self.day) - 1]}前"
        if self.every == "year" and "-" in self.day:
            month, _, day = self.day.partition("-")
            return f"{name}{int(month)}月{int(day)}日前"
        return f"{name}{'' if self.every == 'month' else '末月'}{int(self.day)}日前"


def rhythm_of(deadline: Deadline) -> Rhythm | None:
    """Return the rhythm of a recurring deadline, None if it names none."""
    if deadline.kind != "recurring" or deadline.every is None:
        return None
    return Rhythm(deadline.every, max(1, deadline.times or 1), deadline.day)


def preview(rhythm: Rhythm, year: int) -> list[Turn]:
    """Return the turns that a rule makes in a year.

    Raises:
        RejectedError: SVC-025, SVC-027.
    """
    checked = _checked(rhythm)
    rule = Recurrence(checked.every, checked.times, checked.day)
    return list(turns(rule, dt.date(year, 1, 1), dt.date(year, 12, 31)))


def set_rhythm(work: UnitOfWork, task_id: int, rhythm: Rhythm, deadline_id: int | None = None) -> ChangeSet:
    """Change the rule of a recurring deadline, or give the task one; turns still to come are made anew.

    A task without a dated deadline becomes a recurring duty by it and is judged by its turns from then on.

    Args:
        work: the operation.
        task_id: which task.
        rhythm: the rule.
        deadline_id: the deadline whose rule it is, None = a new one.

    Raises:
        RejectedError: SVC-004, SVC-025, SVC-027, SVC-040.
    """
    task = task_of(work, task_id)
    refuse_if_closed(work, task, "修改周期")
    checked = _checked(rhythm)
    work.describe("deadline.rhythm", f"{task.code} 的周期改为{checked.words}")
    if deadline_id is None:
        deadline = _add_deadline(work, task, checked)
    else:
        deadline = _changed_deadline(work, deadline_id, checked)
    years = {turn.due.year for turn in work.of(Occurrence).find(deadline_id=deadline.id)}
    for turn in work.of(Occurrence).find(deadline_id=deadline.id, state="open"):
        if turn.due >= work.today:
            work.of(Occurrence).remove(turn.id)
    is_new = deadline_id is None
    for year in sorted(years or {usual_year(work, task, work.today)}):
        _add_missing(work, task_of(work, task_id), [deadline], year, since=None if is_new else work.today)
    return work.changes()


def generate(work: UnitOfWork, task_id: int, year: int) -> ChangeSet:
    """Add the turns of a task's recurring deadlines for a year that are not there yet.

    Raises:
        RejectedError: SVC-004, SVC-027, SVC-040; SVC-170 the task has no rule; SVC-171 all are there.
    """
    task = task_of(work, task_id)
    refuse_if_closed(work, task, "生成各期")
    if not 1990 <= year <= 2100:
        raise RejectedError("SVC-027", field="年度", value=year, low=1990, high=2100)
    deadlines = [one for one in work.of(Deadline).find(task_id=task_id) if rhythm_of(one) is not None]
    if not deadlines:
        raise RejectedError("SVC-170", task=task.code)
    work.describe("occurrence.generate", f"生成 {task.code} {year} 年各期")
    if not _add_missing(work, task, deadlines, year):
        raise RejectedError("SVC-171", task=task.code, year=year)
    return work.changes()


def make_turns(work: UnitOfWork, task_id: int, year: int) -> int:
    """Add, within a larger act, the turns of a year that are not there yet; return how many, 0 without a rule."""
    deadlines = [one for one in work.of(Deadline).find(task_id=task_id) if rhythm_of(one) is not None]
    return len(_add_missing(work, task_of(work, task_id), deadlines, year)) if deadlines else 0


def move(work: UnitOfWork, occurrence_id: int, due: dt.date, reason: str = "") -> ChangeSet:
    """Give a single turn another due date; the rule and the other turns stay.

    Raises:
        RejectedError: SVC-004, SVC-026, SVC-040.
    """
    turn, task = _turn(work, occurrence_id, "修改这一期的时限")
    work.describe("occurrence.move", f"{task.code} {turn.period} 改为 {due.isoformat()} 前")
    note = limit_text(reason, "原因") or turn.note
    work.of(Occurrence).update(replace(turn, due=due, note=note))
    return work.changes()


def add(work: UnitOfWork, task_id: int, due: dt.date, note: str = "") -> ChangeSet:
    """Add a single turn by hand, outside the rule; it is named by its month.

    Raises:
        RejectedError: SVC-004, SVC-026, SVC-040.
    """
    task = task_of(work, task_id)
    refuse_if_closed(work, task, "增加一期")
    month = f"{due.year:04d}-{due.month:02d}"
    taken = {one.period for one in work.of(Occurrence).find(task_id=task_id)}
    name = next(one for one in chain([month], (f"{month}/{n}" for n in count(2))) if one not in taken)
    work.describe("occurrence.add", f"{task.code} 增加一期 {name}")
    work.of(Occurrence).add(Occurrence(0, task_id, None, name, due, note=limit_text(note, "备注")))
    return work.changes()


def remove(work: UnitOfWork, occurrence_id: int) -> ChangeSet:
    """Delete a single turn.

    Raises:
        RejectedError: SVC-004, SVC-040.
    """
    turn, task = _turn(work, occurrence_id, "删除这一期")
    work.describe("occurrence.remove", f"删除 {task.code} {turn.period}")
    work.of(Occurrence).remove(occurrence_id)
    return work.changes()


def report(
    work: UnitOfWork, occurrence_id: int, period: str, said: progress.Report, *, is_done: bool = True
) -> ChangeSet:
    """File a report on one turn; other turns stay as they are.

    Args:
        work: the operation.
        occurrence_id: which turn.
        period: month of the report, "YYYY-MM".
        said: the report.
        is_done: the turn is done with it.

    Raises:
        RejectedError: as `progress.file_entry`.
    """
    turn, task = _turn(work, occurrence_id, "填报进展")
    work.describe("progress.file", f"填报 {task.code} {turn.period} 的完成情况")
    progress.file_entry(work, task.id, period, replace(said, occurrence_id=turn.id, settles_turns=False))
    if is_done:
        work.of(Occurrence).update(replace(turn, state="done", done_on=said.received or work.today))
    return work.changes()


def reopen_turn(work: UnitOfWork, occurrence_id: int) -> ChangeSet:
    """Take a done or skipped turn up again.

    Raises:
        RejectedError: SVC-004, SVC-040.
    """
    turn, task = _turn(work, occurrence_id, "修改周期完成情况")
    work.describe("occurrence.done", f"{task.code} {turn.period} 恢复为未完成")
    work.of(Occurrence).update(replace(turn, state="open", done_on=None))
    return work.changes()


def usual_year(session: ReadSession, task: Task, today: dt.date) -> int:
    """Return the year whose turns are made where nobody chose one: the plan's, the start's, the ledger's, this one."""
    plan = session.of(Plan).get(task.plan_id) if task.plan_id is not None else None
    known = (plan.plan_year if plan else None, task.start.year if task.start else None, session.settings().year)
    return next((year for year in known if year is not None), today.year)


def _turn(work: UnitOfWork, occurrence_id: int, what: str) -> tuple[Occurrence, Task]:
    turn = row_of(work, Occurrence, occurrence_id, "这一期任务")
    task = task_of(work, turn.task_id)
    refuse_if_closed(work, task, what)
    return turn, task


def _checked(rhythm: Rhythm) -> Rhythm:
    require_choice(rhythm.every, get_args(Every), "周期")
    if not 1 <= rhythm.times <= _MOST_TIMES:
        raise RejectedError("SVC-027", field="每期次数", value=rhythm.times, low=1, high=_MOST_TIMES)
    day = (rhythm.day or "").strip()
    if not day:
        return replace(rhythm, day=None)
    month, _, number = day.rpartition("-")
    highest = 7 if rhythm.every == "week" else 31
    is_month = not month or (rhythm.every == "year" and month.isdecimal() and 1 <= int(month) <= 12)
    if not (is_month and number.isdecimal() and 1 <= int(number) <= highest):
        raise RejectedError("SVC-025", field="到期日", value=day)
    text = f"{int(month):02d}-{int(number):02d}" if month else str(int(number))
    return replace(rhythm, day=text)


def _add_deadline(work: UnitOfWork, task: Task, rhythm: Rhythm) -> Deadline:
    others = work.of(Deadline).find(task_id=task.id)
    is_judged = task_kind_of(others) != "once" or not any(one.original_due for one in others)
    for other in others:
        if is_judged and other.is_primary:
            work.of(Deadline).update(replace(other, is_primary=False))
    if is_judged and task.kind != "recurring":
        work.of(Task).update(replace(task, kind="recurring"))
    return work.of(Deadline).add(
        Deadline(
            0,
            task.id,
            max((one.ordinal for one in others), default=0) + 1,
            rhythm.words,
            "recurring",
            every=rhythm.every,
            times=rhythm.times,
            day=rhythm.day,
            reason="手工填写",
            is_primary=is_judged,
        )
    )


def _changed_deadline(work: UnitOfWork, deadline_id: int, rhythm: Rhythm) -> Deadline:
    before = row_of(work, Deadline, deadline_id, "完成时限")
    return work.of(Deadline).update(
        replace(
            before,
            every=rhythm.every,
            times=rhythm.times,
            day=rhythm.day,
            kind="recurring",
            reason=f"人工改为{rhythm.words}",
            needs_answer=False,
            confidence=1.0,
        )
    )


def _add_missing(
    work: UnitOfWork, task: Task, deadlines: list[Deadline], year: int, since: dt.date | None = None
) -> list[Occurrence]:
    present = {(one.deadline_id, one.period) for one in work.of(Occurrence).find(task_id=task.id)}
    planned = [one for one in turns_of(task, deadlines, year) if one.due.year == year]
    missing = [one for one in planned if (one.deadline_id, one.period) not in present]
    return work.of(Occurrence).add_all([one for one in missing if since is None or one.due >= since])
