"""One page for a leader, one for a meeting: what turned red, what to ask, what is late and what falls due.

Source: docs/domain.md sections 4.2 (T3 to T5) and 7.3; the questions are ours.
"""

from __future__ import annotations

from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.figures import TaskLine
from ledger_app.domain.lights import Judgement, Light, Tone
from ledger_app.domain.snapshot import REPORT_KIND_NAMES, thaw_row
from ledger_app.domain.statistics import task_line
from ledger_app.domain.supervision import Snapshot, SnapshotRow
from ledger_app.domain.tally import Tally, tally_of
from ledger_app.domain.unit import Unit
from ledger_app.errors import RejectedError
from ledger_app.reports.model import ReportModel
from ledger_app.reports.one_page import (
    LeaderSheet,
    MeetingSheet,
    compose_leader_sheets,
    compose_meeting,
)
from ledger_app.services.report_context import Judged, ReportContext, percent_of
from ledger_app.services.report_leaders import leader_names, tasks_of_leader, units_in_charge

MOST_QUESTIONS = 3
HEAD = "局主要领导"
"""Who gets the one page of a ledger in which no leader is named."""
_WHOLE = "{}"
_COMPARED = ("monthly", "quarterly", "half-year", "annual", "ledger", "meeting")
"""Kinds whose snapshots hold every task."""


def compose_leaders(context: ReportContext) -> ReportModel:
    """Return the page of the chosen leader, else of each who answers for a task; with no leader known, of the head.

    Raises:
        RejectedError: REP-014 there are no tasks.
    """
    session, cutoff = context.session, context.cutoff
    wanted = context.request.leader
    names = [wanted] if wanted else leader_names(session, cutoff)
    before = _reds_before(context)
    sheets = []
    for name in names:
        ids = set(tasks_of_leader(session, name, cutoff))
        own = tuple(one for one in context.judged if one[0].id in ids)
        if own:
            sheets.append(_leader_sheet(context, name, own, before))
    if not sheets and not wanted and context.judged:
        sheets.append(_leader_sheet(context, HEAD, context.judged, before))
    if not sheets:
        kind = REPORT_KIND_NAMES[context.request.kind]
        raise RejectedError(
            "REP-014", scope=f"{wanted}分管的单位" if wanted else context.scope_name or "台账", kind=kind
        )
    return compose_leader_sheets(sheets, context.bureau, cutoff, context.properties("分管工作一页清单"), context.foot)


def compose_meeting_page(context: ReportContext) -> ReportModel:
    """Return the page for a meeting: late and slow tasks, the gravest first, and those due within 30 days."""
    found = context.statistics
    sheet = MeetingSheet(found.total, (*found.overdue, *found.lagging), found.due_soon)
    return compose_meeting(sheet, context.bureau, context.cutoff, context.properties("会议简表"), context.foot)


def _leader_sheet(
    context: ReportContext, name: str, own: Judged, before: tuple[Snapshot, set[str]] | None
) -> LeaderSheet:
    red = [one for one in own if one[1].tone is Tone.RED]
    if before is not None:
        red = [one for one in red if one[0].uid not in before[1]]
    red.sort(key=lambda one: (-one[1].overdue_days, one[1].gap if one[1].gap is not None else 0.0, one[0].id))
    compared = f"{before[0].number}（截至{before[0].cutoff.isoformat()}）" if before is not None else ""
    return LeaderSheet(
        name,
        tally_of((facts.id, judged) for facts, judged in own),
        _units(context, name, own),
        tuple(_line(*one) for one in red),
        compared,
        tuple(_questions(own)),
    )


def _units(context: ReportContext, name: str, own: Judged) -> tuple[tuple[str, Tally], ...]:
    units = {unit.id: unit for unit in context.session.of(Unit).find()}
    ids = dict.fromkeys(units_in_charge(context.session, name, context.cutoff))
    ids.update(dict.fromkeys(unit_id for facts, _ in own for unit_id in facts.lead_unit_ids[:1]))
    found = []
    for unit_id in ids:
        led = [(facts.id, judged) for facts, judged in own if unit_id in facts.lead_unit_ids[:1]]
        if led and unit_id in units:
            found.append((units[unit_id].short_name or units[unit_id].name, tally_of(led)))
    return tuple(found)


def _reds_before(context: ReportContext) -> tuple[Snapshot, set[str]] | None:
    """Return the last report on all tasks with an earlier cut-off, and which tasks were red in it."""
    every = context.session.of(Snapshot).find(kind=_COMPARED, scope=_WHOLE)
    earlier = [one for one in every if one.cutoff < context.cutoff]
    if not earlier:
        return None
    last = max(earlier, key=lambda one: (one.cutoff, one.id))
    rows = context.session.of(SnapshotRow).find(snapshot_id=last.id)
    return last, {row.task_uid for row in rows if thaw_row(row).tone == Tone.RED.value}


def _questions(own: Judged) -> list[str]:
    """Return what to ask about: the longest overdue, the furthest behind, the next due, the unreported; one a task."""
    overdue = sorted((one for one in own if one[1].overdue_days), key=lambda one: -one[1].overdue_days)
    behind = sorted((one for one in own if one[1].light is Light.LAGGING), key=lambda one: one[1].gap or 0.0)
    idle = [one for one in own if one[1].light is Light.NOT_STARTED]
    soon = sorted((one for one in own if one[1].light is Light.DUE_SOON), key=lambda one: one[1].days_left or 0)
    silent = [one for one in own if one[1].is_unreported]
    first = [*(_ask_overdue(*one) for one in overdue[:1]), *(_ask_behind(*one) for one in behind[:1])]
    first += [*(_ask_idle(*one) for one in idle[:1]), *(_ask_soon(*one) for one in soon[:1])]
    rest = [*(_ask_overdue(*one) for one in overdue[1:]), *(_ask_behind(*one) for one in behind[1:])]
    if silent and len(first) < MOST_QUESTIONS:
        first.append(f"{len(silent)}项任务本期没有报送进展，主要是哪些单位、什么原因？")
    return [*first, *rest][:MOST_QUESTIONS]


def _named(facts: TaskFacts) -> str:
    return f"{'、'.join(facts.lead_names[:2]) or '责任单位'}：“{facts.title}”（{facts.code}）"


def _ask_overdue(facts: TaskFacts, judged: Judgement) -> str:
    why = f"单位反映“{facts.problems}”，" if facts.problems else ""
    return f"{_named(facts)}已逾期{judged.overdue_days}天，{why}卡在哪里、何时能完成？"


def _ask_behind(facts: TaskFacts, judged: Judgement) -> str:
    gap = f"落后时序{abs(judged.gap):g}个百分点" if judged.gap is not None else "进度落后"
    return f"{_named(facts)}{gap}，靠什么措施、到哪一天赶上？"


def _ask_idle(facts: TaskFacts, _judged: Judgement) -> str:
    return f"{_named(facts)}到期应启动而没有启动，谁来牵头、哪天开工？"


def _ask_soon(facts: TaskFacts, judged: Judgement) -> str:
    done = f"完成{percent_of(facts)}" if facts.percent is not None else "没有报进度"
    return f"{_named(facts)}还剩{judged.days_left}天到期，目前{done}，能否按时完成？"


def _line(facts: TaskFacts, judged: Judgement) -> TaskLine:
    return task_line(facts, judged, judged.overdue_days)
