"""A deadline as a person types it into a field, read by the rules that read a table's cell.

Beyond those rules a person may write what only somebody who knows the day can: 下周五, 月底前, +10工作日; and a
relative time (收到后10个工作日内) is counted out from the day of issue.  Source: docs/domain.md sections 1.3 and 8.1.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ledger_app.domain.deadline_rules import primary_of, relative_due
from ledger_app.domain.period import last_day_of_month
from ledger_app.domain.task import Deadline
from ledger_app.domain.workday import WorkCalendar
from ledger_app.intake.chinese_number import chinese_value
from ledger_app.intake.fields import deadline_patterns as patterns
from ledger_app.intake.fields.deadline_context import Setting
from ledger_app.intake.fields.deadlines import read_cell
from ledger_app.intake.folding import flatten, fold_text
from ledger_app.intake.proposal import ProposedDeadline

WEEKDAYS = "一二三四五六日"
_LONGEST = 200
_SHORT = re.compile(r"\+?(\d{1,3})个?(工作日|日|天|周)(?:之?内)?")
_NEAR = re.compile(r"(今|明|后)[天日]")
_WEEK = re.compile(r"(本|这|下)?(?:个)?(?:周|星期)([一二三四五六日天末])")
_MONTH_END = re.compile(r"(本|当|这|下)?个?月(?:底|末)")
_MONTH_DAY = re.compile(r"(本|当|这|下)个?月(\d{1,2})[日号]")
_EACH_WEEK = re.compile(r"每(?:个)?(?:周|星期)([一二三四五六日天])")
_ENDING = r"(?:之?前|以前|内)?(?:完成|办结|报送|报)?"


@dataclass(frozen=True, slots=True)
class Basis:
    """What typed words are read against.

    Attributes:
        today: the local calendar day; 明天 and 下周五 are counted from it.
        issued: day the task was handed out; relative times are counted from it, from `today` where None.
        year: of days typed without one, None = that of `issued` or of `today`.
        calendar: for working days and days off in exchange.
    """

    today: dt.date
    issued: dt.date | None = None
    year: int | None = None
    calendar: WorkCalendar = field(default_factory=WorkCalendar)

    @property
    def start(self) -> dt.date:
        """Return the day that relative times are counted from."""
        return self.issued or self.today


def read_typed(text: str, basis: Basis) -> tuple[Deadline, ...]:
    """Return the deadlines that typed words name, in reading order, the one that judges the task marked.

    The rows have no id and no task; `raw` is what was typed, `reason` says in Chinese how it was read.  Words that
    name no time give nothing; those that name none that can be counted (按上级要求) give a deadline without a day.
    """
    words = text.strip()[:_LONGEST]
    flat = flatten(words).replace(" ", "")
    if not flat:
        return ()
    near = _near(flat, basis)
    if near is not None:
        due, reason = near
        return (_dated(words, due, reason),)
    short = _SHORT.fullmatch(flat)
    if short is not None:
        flat = f"{short[1]}个{short[2]}内"
    setting = Setting(basis.year or basis.start.year, basis.start.isoformat())
    found = read_cell(fold_text(flat), setting)
    rows = [
        _row(place, one, words if len(found) == 1 else one.reading.raw, basis) for place, one in enumerate(found, 1)
    ]
    primary = primary_of(rows)
    return tuple(replace(row, is_primary=row is primary) for row in rows)


def reading_of(deadlines: Sequence[Deadline], basis: Basis) -> str:
    """Return one Chinese line that tells a person how typed words were read, "" for no deadlines."""
    parts = [_said(one) for one in deadlines]
    line = "；".join(part for part in parts if part)
    primary = primary_of(deadlines)
    if primary is None or primary.original_due is None:
        return line
    if primary.original_due < basis.start:
        line = f"{line}。早于{'交办日期' if basis.issued else '今天'}，请核对"
    elif "工作日" in primary.reason:
        warning = basis.calendar.warning(basis.start, primary.original_due)
        line = f"{line}。{warning}" if warning else line
    return line


def said_day(day: dt.date) -> str:
    """Return a day as a person reads it: 2024-07-19（周五）."""
    return f"{day.isoformat()}（周{WEEKDAYS[day.weekday()]}）"


def _said(one: Deadline) -> str:
    if one.kind == "recurring":
        return _rhythm(one)
    if one.original_due is None:
        return one.reason
    span = f"{said_day(one.start)} 至 " if one.kind == "range" and one.start else ""
    reason = f"，{one.reason}" if one.reason and one.reason != "写明了日期" else ""
    return f"{span}{said_day(one.original_due)}{reason}"


def _rhythm(one: Deadline) -> str:
    unit = {"year": "年", "half-year": "半年", "quarter": "季度", "month": "月", "week": "周"}.get(one.every or "", "")
    times = f" {one.times} 次" if one.times and one.times > 1 else ""
    if not one.day:
        return f"周期任务：每{unit}{times}，期末到期"
    month, _, day = one.day.rpartition("-")
    if one.every == "week":
        return f"周期任务：每周{times}，周{WEEKDAYS[min(max(int(day), 1), 7) - 1]}到期"
    when = f"{int(month)} 月 {int(day)} 日" if month else f"{int(day)} 日"
    where = "" if one.every in ("year", "month") else "末月 "
    return f"周期任务：每{unit}{times}，{where}{when}到期"


def _row(ordinal: int, one: ProposedDeadline, raw: str, basis: Basis) -> Deadline:
    is_recurring = one.kind == "recurring"
    due = None if is_recurring else _day(one.date)
    weekday = _EACH_WEEK.search(flatten(raw)) if is_recurring and one.every == "week" else None
    day = str("一二三四五六日天".index(weekday[1]) % 7 + 1) if weekday is not None else one.date
    reason, needs_answer = one.reading.reason, one.needs_answer
    if one.kind == "relative":
        counted = _counted(one.reading.raw, basis)
        if counted is not None:
            due, reason = counted
            needs_answer = False
    return Deadline(
        id=0,
        task_id=0,
        ordinal=ordinal,
        raw=raw,
        kind=one.kind,
        original_due=due,
        current_due=due,
        start=_day(one.start),
        every=one.every,
        times=one.times,
        day=day if is_recurring else None,
        time=one.time,
        rule="typed",
        reason=reason,
        confidence=1.0 if not needs_answer else one.reading.confidence,
        is_stretch=one.is_stretch,
        needs_answer=needs_answer and due is not None,
    )


def _dated(raw: str, due: dt.date, reason: str) -> Deadline:
    return Deadline(0, 0, 1, raw, "by", due, due, rule="typed", reason=reason, is_primary=True)


def _counted(raw: str, basis: Basis) -> tuple[dt.date, str] | None:
    """Return the last day of a relative time, and how it was counted; the day it counts from is not counted."""
    flat = flatten(raw).replace(" ", "")
    if patterns.AT_ONCE.search(flat):
        return basis.start, "要求立即办理，按交办当日计"
    match = patterns.RELATIVE.search(flat)
    number = chinese_value(match["n"]) if match is not None else None
    if match is None or number is None:
        return None
    unit = match["unit"]
    since = f"自 {basis.start.isoformat()} 次日起"
    try:
        if unit == "工作日":
            return relative_due(basis.start, number, basis.calendar, in_workdays=True), f"{since}第 {number} 个工作日"
        if unit == "月":
            ahead = basis.start.month - 1 + number
            year, month = basis.start.year + ahead // 12, ahead % 12 + 1
            end = last_day_of_month(year, month)
            due = end if basis.start.day > end.day else end.replace(day=basis.start.day)
            return basis.calendar.roll_forward(due), f"自 {basis.start.isoformat()} 起 {number} 个月"
        days = number * 7 if unit == "周" else number
        due = relative_due(basis.start, days, basis.calendar)
    except (OverflowError, ValueError):
        return None
    rolled = "，逢休息日顺延" if due != basis.start + dt.timedelta(days=days) else ""
    return due, f"{since}第 {days} 天{rolled}"


def _near(flat: str, basis: Basis) -> tuple[dt.date, str] | None:
    """Return the day of words that lean on today (明天, 下周五, 月底前), and why."""
    bare = re.sub(_ENDING + "$", "", flat)
    if match := _NEAR.fullmatch(bare):
        return basis.today + dt.timedelta(days="今明后".index(match[1])), "从今天算起"
    if match := _WEEK.fullmatch(bare):
        monday = basis.today - dt.timedelta(days=basis.today.weekday() - (7 if match[1] == "下" else 0))
        wanted = {"天": 6, "末": 4}.get(match[2], WEEKDAYS.find(match[2]))
        return monday + dt.timedelta(days=wanted), "“周末”按周五计" if match[2] == "末" else "从本周算起"
    if match := _MONTH_END.fullmatch(bare):
        return _in_month(basis.today, match[1], 31), "按当月最后一天计" if match[1] != "下" else "按下月最后一天计"
    if match := _MONTH_DAY.fullmatch(bare):
        day = int(match[2])
        return (_in_month(basis.today, match[1], day), "从本月算起") if 1 <= day <= 31 else None
    if bare in ("节", "下个节", "放假"):
        before = basis.calendar.day_before_next(basis.today)
        return (before, "下一个假期的前一天") if before is not None else None
    return None


def _in_month(today: dt.date, which: str | None, day: int) -> dt.date:
    ahead = today.month if which == "下" else today.month - 1
    end = last_day_of_month(today.year + ahead // 12, ahead % 12 + 1)
    return end.replace(day=min(day, end.day))


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None
