"""What the workbench says, read in one session: its numbers and today's matters.

Everything is counted by the database; of the tasks themselves only the few that are named are read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ledger_app.domain.grid import Condition, GroupCount, Sorting, TaskQuery
from ledger_app.domain.period import Period
from ledger_app.domain.plan import Doubt
from ledger_app.domain.returns import ReturnState, return_state
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.supervision import Closing, ReturnLog
from ledger_app.domain.tones import Light
from ledger_app.domain.workday import WorkCalendar
from ledger_app.ports import ReadSession
from ui.models.columns import GridRow, read_rows
from ui.models.task_lists import LIST_OF_KEY

NAMED_TASKS = 3
UNITS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Number:
    """One of the numbers: how many, and what else is worth knowing; key names the list it opens."""

    key: str
    count: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """Something to be done today: sign and tone, one sentence, the task it opens (None: the doubts)."""

    tone: str
    sign: str
    text: str
    task_id: int | None


@dataclass(frozen=True, slots=True)
class WorkbenchFacts:
    """All of the page but its charts.

    Attributes:
        task_count: all tasks; done_count: done.
        lights: light -> number of tasks.
    """

    cutoff: dt.date
    task_count: int
    done_count: int
    numbers: tuple[Number, ...]
    lights: Mapping[str, int]
    matters: tuple[Matter, ...] = ()


def read_workbench(
    session: ReadSession, cutoff: dt.date, settings: LedgerSettings, calendar: WorkCalendar
) -> WorkbenchFacts:
    """Read the numbers and matters at a cut-off date."""
    lights = session.light_counts(TaskQuery(cutoff))
    overdue_ids = session.task_ids(replace(_query("overdue", cutoff), sorting=(Sorting("days_left"),)))
    overdue = read_rows(session, overdue_ids[:NAMED_TASKS], cutoff, settings)
    soon_ids = session.task_ids(replace(_query("due_soon", cutoff), sorting=(Sorting("due"),)))
    soon = read_rows(session, soon_ids[:NAMED_TASKS], cutoff, settings)
    doubts = session.of(Doubt).count(answer=None)
    return WorkbenchFacts(
        cutoff,
        sum(lights.values()),
        lights.get(Light.DONE_PENDING.value, 0) + lights.get(Light.CLOSED.value, 0),
        (
            _overdue_number(overdue_ids, overdue),
            Number("due_soon", len(soon_ids), _nearest(session, soon, cutoff, calendar)),
            _lagging(lights, settings),
            _unreported(session, cutoff),
            _sent_back(session, cutoff, settings),
            _pending(session, cutoff),
            _plain(session, "extension", cutoff, "等您批复", "没有待批的延期"),
            _plain(session, "no_evidence", cutoff, "应有的佐证还没有", "佐证都齐了"),
            Number("doubts", doubts, "等您确认" if doubts else "没有待定的读数"),
        ),
        dict(lights),
        _matters(overdue, soon, cutoff, doubts, calendar),
    )


def read_units(session: ReadSession, cutoff: dt.date) -> tuple[GroupCount, ...]:
    """Read the lead units, the one with most overdue tasks first; apart from the numbers, for it takes longer."""
    return _worst_first(session.groups(TaskQuery(cutoff, group_by="lead")))


def _query(key: str, cutoff: dt.date) -> TaskQuery:
    return TaskQuery(cutoff, LIST_OF_KEY[key].conditions(cutoff))


def _overdue_number(ids: Sequence[int], rows: list[GridRow]) -> Number:
    count = len(ids)
    if not count:
        return Number("overdue", 0, "没有逾期的任务")
    longest = max((row.judgement.overdue_days for row in rows), default=0)
    return Number("overdue", count, f"最长逾期 {longest} 天")


def _nearest(session: ReadSession, rows: list[GridRow], cutoff: dt.date, calendar: WorkCalendar) -> str:
    due = next((row.judgement.due for row in rows if row.judgement.due is not None), None)
    if due is None:
        return "近期没有到期的"
    condition = Condition("soon", "is", (2,))
    urgent = len(session.task_ids(TaskQuery(cutoff, (condition,))))
    return f"紧急 {urgent} 项，{days_words(due, cutoff, calendar)}" if urgent else days_words(due, cutoff, calendar)


def days_words(due: dt.date, cutoff: dt.date, calendar: WorkCalendar) -> str:
    """Return how long there is to a due date in calendar and working days ("还剩5天/3个工作日")."""
    if due == cutoff:
        return "今天到期"
    return f"还剩{(due - cutoff).days}天/{calendar.days_left(cutoff, due)}个工作日"


def _lagging(lights: Mapping[str, int], settings: LedgerSettings) -> Number:
    count = lights.get(Light.LAGGING.value, 0) + lights.get(Light.NOT_STARTED.value, 0)
    return Number("lagging", count, f"落后{settings.lag_yellow:g}点，含未启动")


def _unreported(session: ReadSession, cutoff: dt.date) -> Number:
    query = _query("unreported", cutoff)
    ids = session.task_ids(query)
    owing = len(session.groups(replace(query, group_by="lead"))) if ids else 0
    return Number("unreported", len(ids), f"涉及 {owing} 家单位" if ids else "应报的都报了")


def _sent_back(session: ReadSession, cutoff: dt.date, settings: LedgerSettings) -> Number:
    count = len(session.task_ids(_query("sent_back", cutoff)))
    logs = session.of(ReturnLog).find(period=str(Period.containing(cutoff)))
    units = sum(1 for log in logs if return_state(log, cutoff, settings) is ReturnState.SENT_BACK)
    detail = f"另有 {units} 家单位报送退回" if units else "等单位补正" if count else "没有退回的"
    return Number("sent_back", count, detail)


def _pending(session: ReadSession, cutoff: dt.date) -> Number:
    ids = session.task_ids(_query("pending", cutoff))
    return Number("pending", len(ids), _first_asked(session, ids))


def _plain(session: ReadSession, key: str, cutoff: dt.date, some: str, none: str) -> Number:
    count = len(session.task_ids(_query(key, cutoff)))
    return Number(key, count, some if count else none)


def _first_asked(session: ReadSession, ids: Sequence[int]) -> str:
    if not ids:
        return "没有等待核查的"
    asked = session.of(Closing).find(task_id=list(ids[:500]), step="asked")
    first = min((one.on_date for one in asked), default=None)
    return f"最早 {first:%m-%d} 申请" if first else "已报完成，等核查"


def _worst_first(units: list[GroupCount]) -> tuple[GroupCount, ...]:
    named = [unit for unit in units if unit.label]

    def rank(unit: GroupCount) -> tuple[int, float, str]:
        overdue = dict(unit.lights).get(Light.OVERDUE.value, 0)
        return -overdue, unit.done_count / unit.count if unit.count else 0.0, unit.label

    return tuple(sorted(named, key=rank)[:UNITS_SHOWN])


def _matters(
    overdue: list[GridRow], soon: list[GridRow], cutoff: dt.date, doubts: int, calendar: WorkCalendar
) -> tuple[Matter, ...]:
    matters = []
    for row in sorted(overdue, key=lambda one: -one.judgement.overdue_days):
        text = f"催办 {_who(row)} {row.facts.code} {row.facts.title}，已逾期 {row.judgement.overdue_days} 天"
        matters.append(Matter("red", "▲", text, row.facts.id))
    for row in soon:
        due = row.judgement.due or cutoff
        when = f"{due:%m-%d} 到期，{days_words(due, cutoff, calendar)}" if due != cutoff else "今天到期"
        text = f"关注 {_who(row)} {row.facts.code} {row.facts.title}，{when}"
        matters.append(Matter("yellow", "■", text, row.facts.id))
    if doubts:
        matters.append(Matter("grey", "○", f"回答 {doubts} 处待定读数", None))
    return tuple(matters)


def _who(row: GridRow) -> str:
    return "、".join(row.facts.lead_names) or "未定牵头单位"
