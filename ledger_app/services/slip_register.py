"""The register of supervision slips: every slip with how it stands, drafts made of tasks, what to escalate.

Nothing here changes the ledger; that is `services/slips.py`.  Source: docs/domain.md sections 1.1, 3.3 and 4.3.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.grid import Condition, TaskQuery
from ledger_app.domain.lights import Judgement, Light, judge_all
from ledger_app.domain.plan import Plan
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.slips import (
    DEFAULT_REPLY_DAYS,
    SlipChain,
    SlipState,
    chain_of,
    missing_numbers,
    next_colour,
    overdue_days,
    slip_state,
)
from ledger_app.domain.supervision import Slip, SlipColour, SlipTask
from ledger_app.domain.task import Task
from ledger_app.domain.unit import Unit
from ledger_app.errors import RejectedError
from ledger_app.ports import ReadSession
from ledger_app.services.slips import SlipDraft

_MOST_TASKS_NAMED = 8
_STANDARD_REQUIREMENT = (
    "请查明原因，倒排工期，于{due}前将办理情况书面报局办公室（加盖公章），并更新台账进展、补齐佐证材料。"
)


@dataclass(frozen=True, slots=True)
class SlipLine:
    """A slip as the register lists it.

    Attributes:
        unit: the undertaking unit, None if only tasks are named.
        tasks: what it is about, in the order they were listed.
        days: calendar days past its own due date while it waits for a reply, 0 otherwise.
        chain: the slips of this matter, the first one first.
        may_climb: its own due date passed with no reply and there is a graver colour.
    """

    slip: Slip
    state: SlipState
    chain: SlipChain
    unit: Unit | None = None
    tasks: tuple[Task, ...] = ()
    days: int = 0
    may_climb: bool = False

    @property
    def unit_name(self) -> str:
        """Return the unit's name for lists, "" if there is none."""
        return (self.unit.short_name or self.unit.name) if self.unit is not None else ""


@dataclass(frozen=True, slots=True)
class SlipRegister:
    """All slips, the newest first, and the numbers of the year that are missing."""

    lines: tuple[SlipLine, ...] = ()
    gaps: tuple[int, ...] = ()


def read_register(session: ReadSession, cutoff: dt.date, *, is_whole: bool = False) -> SlipRegister:
    """Return the slips, the newest first, with the gaps in the numbers of the cut-off date's year.

    Args:
        session: reads the ledger.
        cutoff: day at which a slip is late or not; slips, replies and closings after it do not count.
        is_whole: list all that is on record, also what was issued, answered or closed after the cut-off date: the
            register a clerk keeps hides nothing.  Lateness is counted to the cut-off date all the same.
    """
    known_on = dt.date.max if is_whole else cutoff
    settings = session.settings()
    every = session.of(Slip).find()
    issued = [slip for slip in every if slip.issued <= known_on]
    units = {unit.id: unit for unit in session.of(Unit).find()} if issued else {}
    links = session.of(SlipTask).find(slip_id=[slip.id for slip in issued]) if issued else []
    tasks = {task.id: task for task in session.of(Task).find(id=[one.task_id for one in links])} if links else {}
    about: dict[int, list[Task]] = {}
    for link in links:
        if link.task_id in tasks:
            about.setdefault(link.slip_id, []).append(tasks[link.task_id])
    climbed = {slip.escalated_from_id for slip in issued}
    lines = [
        replace(
            _line(slip, issued, (cutoff, known_on), settings, is_escalated=slip.id in climbed),
            unit=units.get(slip.unit_id or 0),
            tasks=tuple(about.get(slip.id, ())),
        )
        for slip in sorted(issued, key=lambda one: (one.issued, one.id), reverse=True)
    ]
    return SlipRegister(tuple(lines), missing_numbers(every, cutoff.year))


def slips_to_escalate(session: ReadSession, cutoff: dt.date) -> list[SlipLine]:
    """Return the slips whose own due date passed with no reply, the longest overdue first."""
    late = [line for line in read_register(session, cutoff).lines if line.state is SlipState.OVERDUE]
    return sorted(late, key=lambda line: -line.days)


def draft_for(
    session: ReadSession,
    task_ids: Sequence[int],
    today: dt.date,
    *,
    cutoff: dt.date | None = None,
    unit_id: int | None = None,
    reply_days: int = DEFAULT_REPLY_DAYS,
) -> SlipDraft:
    """Return a slip about tasks, ready to be read over: matter, basis, demand and due date filled in.

    Args:
        session: reads the ledger.
        task_ids: the tasks.
        today: day of issue.
        cutoff: day the tasks are judged at, None = today.
        unit_id: who is charged; None = the lead unit all of them share, if there is one.
        reply_days: days to answer.
    """
    facts = list(session.facts(cutoff or today, task_ids=list(task_ids))) if task_ids else []
    if unit_id is None:
        shared = set.intersection(*(set(one.lead_unit_ids) for one in facts)) if facts else set()
        unit_id = min(shared, default=None)
    return _draft(session, facts, unit_id, today, cutoff or today, reply_days)


def drafts_for_late_units(
    session: ReadSession, cutoff: dt.date, today: dt.date, reply_days: int = DEFAULT_REPLY_DAYS
) -> list[SlipDraft]:
    """Return one slip for each lead unit with overdue tasks that no open slip speaks of, by the roster's order.

    Raises:
        RejectedError: SVC-239 there is none.
    """
    query = TaskQuery(cutoff, (Condition("light", "any_of", (Light.OVERDUE.value,)),))
    ids = list(session.task_ids(query))
    running = {slip.id for slip in session.of(Slip).find(closed_on=None)}
    pursued = {link.task_id for link in session.of(SlipTask).find() if link.slip_id in running}
    late = [task_id for task_id in ids if task_id not in pursued]
    by_unit: dict[int, list[TaskFacts]] = {}
    for facts in session.facts(cutoff, task_ids=late) if late else ():
        for unit_id in facts.lead_unit_ids:
            by_unit.setdefault(unit_id, []).append(facts)
    units = sorted(session.of(Unit).find(id=list(by_unit)) if by_unit else (), key=lambda one: (one.sort, one.id))
    if not units:
        raise RejectedError("SVC-239")
    return [_draft(session, by_unit[unit.id], unit.id, today, cutoff, reply_days) for unit in units]


def standard_requirement(due: dt.date | None) -> str:
    """Return the demand that stands in a new slip."""
    day = f"{due.year}年{due.month}月{due.day}日" if due is not None else "规定时限"
    return _STANDARD_REQUIREMENT.replace("{due}", day)


def _line(
    slip: Slip, every: Sequence[Slip], days: tuple[dt.date, dt.date], settings: LedgerSettings, *, is_escalated: bool
) -> SlipLine:
    cutoff, known_on = days
    state = slip_state(slip, cutoff, is_escalated=is_escalated, known_on=known_on)
    late = state is SlipState.OVERDUE
    may_climb = late and next_colour(slip.colour, settings) is not None
    chain = chain_of(slip, every) if is_escalated or slip.escalated_from_id is not None else SlipChain((slip,))
    return SlipLine(slip, state, chain, days=overdue_days(slip, cutoff) if late else 0, may_climb=may_climb)


def _draft(
    session: ReadSession,
    facts: Sequence[TaskFacts],
    unit_id: int | None,
    today: dt.date,
    cutoff: dt.date,
    reply_days: int,
) -> SlipDraft:
    due = today + dt.timedelta(days=reply_days)
    judged = list(judge_all(facts, cutoff, session.settings()))
    first: SlipColour = "blue"
    return SlipDraft(
        first,
        unit_id,
        tuple(one.id for one in facts),
        _matter(judged, cutoff),
        today,
        due,
        _basis(session, facts),
        standard_requirement(due),
        contact=session.settings().contact_line,
    )


def _matter(judged: Sequence[tuple[TaskFacts, Judgement]], cutoff: dt.date) -> str:
    named = [f"{facts.code} {facts.title}{_lateness(one, cutoff)}" for facts, one in judged[:_MOST_TASKS_NAMED]]
    if len(judged) == 1:
        return named[0]
    lines = [f"{number}. {text}" for number, text in enumerate(named, 1)]
    return "\n".join([*lines, f"等 {len(judged)} 项任务"] if len(judged) > len(named) else lines)


def _lateness(judged: Judgement, cutoff: dt.date) -> str:
    if not judged.overdue_days or judged.due is None:
        return ""
    return f"（应于 {judged.due.isoformat()} 完成，截至 {cutoff.isoformat()} 已逾期 {judged.overdue_days} 天）"


def _basis(session: ReadSession, facts: Iterable[TaskFacts]) -> str:
    """Return the papers the tasks come from, each once: plan with its number, or the occasion."""
    found: dict[str, None] = {}
    plans = {plan.id: plan for plan in session.of(Plan).find()}
    for one in facts:
        plan = plans.get(one.plan_id or 0)
        if plan is not None:
            found[f"《{plan.title.strip('《》')}》" + (f"（{plan.doc_number}）" if plan.doc_number else "")] = None
        elif one.source_ref:
            found[one.source_ref] = None
    return "、".join(found)
