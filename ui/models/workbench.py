"""What the workbench says, read in one session: six numbers, the month's due days, units, today's matters.

Everything is counted by the database; of the tasks themselves only the few that are named are read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ledger_app.domain.grid import Condition, GroupCount, Sorting, TaskQuery
from ledger_app.domain.period import Period
from ledger_app.domain.plan import Doubt
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.supervision import Closing
from ledger_app.domain.task import Deadline, Task
from ledger_app.domain.tones import Light
from ledger_app.ports import ReadSession
from ui.models.columns import GridRow, read_rows
from ui.models.task_lists import LIST_OF_KEY, OPEN_LIGHTS

NAMED_TASKS = 4
UNITS_SHOWN = 9


@dataclass(frozen=True, slots=True)
class Number:
    """One of the six: how many, and what else is worth knowing; key names the list it opens."""

    key: str
    count: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class DueDay:
    """How many tasks are due on a day, and how many of them are still open."""

    open_count: int = 0
    done_count: int = 0


@dataclass(frozen=True, slots=True)
class Matter:
    """Something to be done today: sign and tone, one sentence, the task it opens (None: the doubts)."""

    tone: str
    sign: str
    text: str
    task_id: int | None


@dataclass(frozen=True, slots=True)
class WorkbenchFacts:
    """All of the page.

    Attributes:
        task_count: all tasks; open_count: of them open; done_count: done.
        days: of the month shown, day -> counts.
    """

    cutoff: dt.date
    task_count: int
    done_count: int
    numbers: tuple[Number, ...]
    days: dict[dt.date, DueDay] = field(default_factory=dict)
    matters: tuple[Matter, ...] = ()


def read_workbench(session: ReadSession, cutoff: dt.date, settings: LedgerSettings) -> WorkbenchFacts:
    """Read the page at a cut-off date."""
    everything = TaskQuery(cutoff)
    lights = session.light_counts(everything)
    count = sum(lights.values())
    overdue_query = replace(_query("overdue", cutoff), sorting=(Sorting("days_left"),))
    overdue_ids = session.task_ids(overdue_query)
    overdue = read_rows(session, overdue_ids[:NAMED_TASKS], cutoff, settings)
    soon_ids = session.task_ids(replace(_query("due_30", cutoff), sorting=(Sorting("due"),)))
    soon = read_rows(session, soon_ids[: NAMED_TASKS * 2], cutoff, settings)
    pending = session.task_ids(_query("pending", cutoff))
    doubts = session.of(Doubt).count(answer=None)
    return WorkbenchFacts(
        cutoff,
        count,
        lights.get(Light.DONE_PENDING.value, 0) + lights.get(Light.CLOSED.value, 0),
        (
            _overdue_number(overdue_ids, overdue),
            Number("due_30", len(soon_ids), _this_week(soon, cutoff)),
            _lagging(lights, settings),
            _unreported(session, cutoff),
            Number("pending", len(pending), _first_asked(session, pending)),
            Number("doubts", doubts, "等您确认的日期和单位" if doubts else "没有待定的读数"),
        ),
        read_due_days(session, cutoff, Period.containing(cutoff)),
        _matters(overdue, soon, cutoff, doubts),
    )


def read_units(session: ReadSession, cutoff: dt.date) -> tuple[GroupCount, ...]:
    """Read the lead units, the one with most overdue tasks first; apart from the numbers, for it takes longer."""
    return _worst_first(session.groups(TaskQuery(cutoff, group_by="lead")))


def read_due_days(session: ReadSession, cutoff: dt.date, month: Period) -> dict[dt.date, DueDay]:
    """Read how many tasks are due on each day of a month."""
    days = [month.first_day + dt.timedelta(days=number) for number in range(month.last_day.day)]
    due = session.of(Deadline).find(current_due=days, is_primary=True)
    span = (month.first_day.isoformat(), month.last_day.isoformat())
    in_month = Condition("due", "between", span)
    still_open = set(session.task_ids(TaskQuery(cutoff, (in_month, Condition("light", "any_of", OPEN_LIGHTS)))))
    present = {task.id for task in session.of(Task).find(id=[one.task_id for one in due])} if due else set()
    found: dict[dt.date, DueDay] = {}
    for one in due:
        if one.current_due is not None and one.task_id in present:
            before = found.get(one.current_due, DueDay())
            is_open = one.task_id in still_open
            found[one.current_due] = DueDay(before.open_count + is_open, before.done_count + (not is_open))
    return found


def _query(key: str, cutoff: dt.date) -> TaskQuery:
    return TaskQuery(cutoff, LIST_OF_KEY[key].conditions(cutoff))


def _overdue_number(ids: Sequence[int], rows: list[GridRow]) -> Number:
    count = len(ids)
    if not count:
        return Number("overdue", 0, "没有逾期的任务")
    longest = max((row.judgement.overdue_days for row in rows), default=0)
    return Number("overdue", count, f"最长逾期 {longest} 天")


def _this_week(rows: list[GridRow], cutoff: dt.date) -> str:
    sunday = cutoff + dt.timedelta(days=6 - cutoff.weekday())
    count = sum(1 for row in rows if row.judgement.due is not None and row.judgement.due <= sunday)
    return f"本周 {count} 项" if count else "本周没有到期的"


def _lagging(lights: Mapping[str, int], settings: LedgerSettings) -> Number:
    count = lights.get(Light.LAGGING.value, 0) + lights.get(Light.NOT_STARTED.value, 0)
    return Number("lagging", count, f"差 {settings.lag_yellow:g} 个百分点以上，含未启动")


def _unreported(session: ReadSession, cutoff: dt.date) -> Number:
    query = _query("unreported", cutoff)
    ids = session.task_ids(query)
    owing = len(session.groups(replace(query, group_by="lead"))) if ids else 0
    return Number("unreported", len(ids), f"涉及 {owing} 家单位" if ids else "本月都报了")


def _first_asked(session: ReadSession, ids: Sequence[int]) -> str:
    if not ids:
        return "没有等待核查的"
    asked = session.of(Closing).find(task_id=list(ids[:500]), step="asked")
    first = min((one.on_date for one in asked), default=None)
    return f"最早 {first:%m 月 %d 日}申请" if first else "已报完成，等待核查"


def _worst_first(units: list[GroupCount]) -> tuple[GroupCount, ...]:
    named = [unit for unit in units if unit.label]

    def rank(unit: GroupCount) -> tuple[int, float, str]:
        overdue = dict(unit.lights).get(Light.OVERDUE.value, 0)
        return -overdue, unit.done_count / unit.count if unit.count else 0.0, unit.label

    return tuple(sorted(named, key=rank)[:UNITS_SHOWN])


def _matters(overdue: list[GridRow], soon: list[GridRow], cutoff: dt.date, doubts: int) -> tuple[Matter, ...]:
    matters = []
    for row in sorted(overdue, key=lambda one: -one.judgement.overdue_days)[:NAMED_TASKS]:
        who = "、".join(row.facts.lead_names) or "未定牵头单位"
        text = f"催办 {who} {row.facts.code} {row.facts.title}，已逾期 {row.judgement.overdue_days} 天"
        matters.append(Matter("red", "▲", text, row.facts.id))
    for row in sorted(soon, key=lambda one: one.judgement.due or cutoff)[:NAMED_TASKS]:
        due, who = row.judgement.due, "、".join(row.facts.lead_names) or "未定牵头单位"
        when = "今天到期" if due == cutoff else f"{due:%m-%d} 到期" if due else "将到期"
        matters.append(Matter("yellow", "■", f"关注 {who} {row.facts.code} {row.facts.title}，{when}", row.facts.id))
    if doubts:
        matters.append(Matter("grey", "○", f"回答 {doubts} 处待定读数", None))
    return tuple(matters)
