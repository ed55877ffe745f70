"""Computing the figures of a report: totals, by section, plan, unit and leader, lists, trend.

Computed from facts at a cut-off date, never from the present.  The results are in figures.py, what each figure
means in tally.py, how they are frozen in statistics_json.py; what is said about them is for the reports.
Source: docs/domain.md sections 4.1 and 4.2 (T1-T7).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.figures import EvidenceRow, GroupRow, Statistics, TaskLine, TrendPoint, UnitRow
from ledger_app.domain.lights import Judgement, judge_all
from ledger_app.domain.period import Period
from ledger_app.domain.ranking import rank
from ledger_app.domain.returns import NO_RETURNS, ReturnSummary, summarise_returns
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.supervision import ReturnLog
from ledger_app.domain.tally import Change, Tally, TallyBuilder, class_of
from ledger_app.domain.tones import Light
from ledger_app.domain.unit import Unit

__all__ = ["Statistics", "compute_statistics", "statistics_of"]

DUE_SOON_HORIZON_DAYS = 30
TREND_LENGTH = 24
NO_UNIT = "（未明确单位）"
NO_LEADER = "（未明确领导）"
NO_SECTION = "（未分板块）"
NO_PLAN = "（非计划任务）"


def compute_statistics(
    facts: Iterable[TaskFacts],
    units: Iterable[Unit],
    returns: Iterable[ReturnLog],
    settings: LedgerSettings,
    cutoff: dt.date,
    period: Period,
    previous: Statistics | None = None,
) -> Statistics:
    """Return the statistics of tasks at a cut-off date.

    Args:
        facts: of the tasks in scope, in ledger order; read once.
        units: the roster; units that exist at the cut-off and report are listed in T2 even without tasks.
        returns: the return log, any periods.
        settings: thresholds, counting rule, minimum for ranking.
        cutoff: last day that counts, inclusive.
        period: what the report is about.
        previous: the frozen statistics of the report before, None if there is none.
    """
    return statistics_of(judge_all(facts, cutoff, settings), units, returns, settings, cutoff, period, previous)


def statistics_of(
    judged: Iterable[tuple[TaskFacts, Judgement]],
    units: Iterable[Unit],
    returns: Iterable[ReturnLog],
    settings: LedgerSettings,
    cutoff: dt.date,
    period: Period,
    previous: Statistics | None = None,
) -> Statistics:
    """Return the statistics of tasks that are judged already, at the same cut-off date and settings."""
    run = _Run(settings)
    for facts, judgement in judged:
        run.add(facts, judgement)
    roster = {unit.id: unit for unit in units}
    total = run.total.build(run.ids)
    before = {row.key: row.tally for row in _group_rows(previous)} if previous else {}
    return Statistics(
        period=str(period),
        cutoff=cutoff,
        counting=settings.counting,
        total=total,
        change=Change.between(total, previous.total) if previous else None,
        previous_period=previous.period if previous else "",
        previous_cutoff=previous.cutoff if previous else None,
        by_section=run.rows(run.sections, before),
        by_plan=run.rows(run.plans, before),
        by_unit=_unit_rows(run, roster, summarise_returns(returns, period, cutoff, settings), cutoff, previous),
        by_leader=run.rows(run.leaders, before),
        overdue=tuple(sorted(run.overdue, key=lambda line: -line.days)),
        due_soon=tuple(sorted(run.due_soon, key=lambda line: line.days)),
        lagging=tuple(sorted(run.lagging, key=lambda line: 0.0 if line.gap is None else line.gap)),
        unknown=tuple(run.unknown),
        evidence=tuple(run.evidence),
        trend=_trend(previous, str(period), cutoff, total),
    )


class _Groups:
    """Tallies of one kind of group, in order of first appearance."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.builders: dict[str, TallyBuilder] = {}

    def of(self, key: str, name: str) -> TallyBuilder:
        builder = self.builders.get(key)
        if builder is None:
            builder = self.builders[key] = TallyBuilder()
            self.names[key] = name
        return builder


class _Run:
    """One pass over the judged tasks, in ledger order."""

    def __init__(self, settings: LedgerSettings) -> None:
        self.counting = settings.counting
        self.rank_minimum = settings.rank_minimum
        self.ids: list[int] = []
        self.total = TallyBuilder()
        self.sections, self.plans, self.units, self.leaders = _Groups(), _Groups(), _Groups(), _Groups()
        self.overdue: list[TaskLine] = []
        self.due_soon: list[TaskLine] = []
        self.lagging: list[TaskLine] = []
        self.unknown: list[TaskLine] = []
        self.evidence: list[EvidenceRow] = []

    def add(self, facts: TaskFacts, judgement: Judgement) -> None:
        """Count one task in every group it belongs to and put it on the lists it is for."""
        place = len(self.ids)
        self.ids.append(facts.id)
        task_class = class_of(judgement)
        self.total.add(place, task_class)
        plan_name = facts.plan_title or NO_PLAN
        self.plans.of(f"plan:{facts.plan_id or 0}", plan_name).add(place, task_class)
        section_key = f"section:{facts.plan_id or 0}:{facts.section}"
        self.sections.of(section_key, facts.section or facts.plan_title or NO_SECTION).add(place, task_class)
        for key, name in _unit_keys(facts, self.counting):
            self.units.of(key, name).add(place, task_class)
        for name in dict.fromkeys(facts.leader_names) or (NO_LEADER,):
            self.leaders.of(f"leader:{name}", name).add(place, task_class)
        self._list(facts, judgement)

    def _list(self, facts: TaskFacts, judgement: Judgement) -> None:
        light = judgement.light
        if light is Light.OVERDUE:
            self.overdue.append(task_line(facts, judgement, judgement.overdue_days))
        elif light in {Light.LAGGING, Light.NOT_STARTED}:
            self.lagging.append(task_line(facts, judgement, 0))
        elif light is Light.UNKNOWN:
            self.unknown.append(task_line(facts, judgement, 0))
        left = judgement.days_left
        if left is not None and left <= DUE_SOON_HORIZON_DAYS:
            self.due_soon.append(task_line(facts, judgement, left))
        if facts.expected_count and light is not Light.CANCELLED:
            self.evidence.append(
                EvidenceRow(
                    id=facts.id,
                    code=facts.code,
                    title=facts.title,
                    lead="、".join(facts.lead_names),
                    expected=facts.expected_count,
                    missing=facts.missing_count,
                    linked=facts.evidence_count,
                    verdict=facts.verdict,
                )
            )

    def rows(self, groups: _Groups, before: dict[str, Tally]) -> tuple[GroupRow, ...]:
        """Return the rows of a kind of group, each compared with its previous tally where there is one."""
        rows = []
        for key, builder in groups.builders.items():
            tally = builder.build(self.ids)
            change = Change.between(tally, before[key]) if key in before else None
            rows.append(GroupRow(key, groups.names[key], tally, change))
        return tuple(rows)


def _unit_keys(facts: TaskFacts, counting: str) -> list[tuple[str, str]]:
    """Return the (key, printed name) of the units a task counts for; the roster's name replaces the printed one.

    Counted by leads, a task whose lead is no one unit of the roster counts under the lead's name as printed; only one
    that names no lead at all counts for the first unit that takes part.
    """
    units: Sequence[int] = facts.lead_unit_ids[:1] or (() if facts.lead_names else facts.unit_ids[:1])
    if counting == "all":
        units = facts.unit_ids or facts.lead_unit_ids
    if units:
        return [(f"unit:{unit_id}", "") for unit_id in dict.fromkeys(units)]
    name = facts.lead_names[0] if facts.lead_names else NO_UNIT
    return [(f"name:{name}", name)]


def task_line(facts: TaskFacts, judgement: Judgement, days: int) -> TaskLine:
    """Return a task as lists print it; days: overdue or left, as the list has it."""
    return TaskLine(
        id=facts.id,
        uid=facts.uid,
        code=facts.code,
        title=facts.title,
        section=facts.section,
        lead="、".join(facts.lead_names),
        contact="、".join(facts.contact_names),
        due=judgement.due,
        due_raw=facts.due_raw,
        days=days,
        percent=facts.percent,
        elapsed=judgement.elapsed_percent,
        gap=judgement.gap,
        light=judgement.light,
        tone=judgement.tone,
        label=judgement.label,
        reason=judgement.reason,
        problems=facts.problems,
        next_step=facts.next_step,
        slip_count=facts.slip_count,
    )


def _group_rows(statistics: Statistics) -> tuple[GroupRow, ...]:
    return statistics.by_section + statistics.by_plan + statistics.by_leader


def _unit_rows(
    run: _Run,
    roster: dict[int, Unit],
    returns: dict[int, ReturnSummary],
    cutoff: dt.date,
    previous: Statistics | None,
) -> tuple[UnitRow, ...]:
    """Return T2: ranked units by rank, then those with too few tasks, then those with none, each by roster order."""
    before = {row.key: row for row in previous.by_unit} if previous else {}
    old_ranks = {key: row.standing.rank for key, row in before.items() if row.standing is not None}
    tallies = {key: builder.build(run.ids) for key, builder in run.units.builders.items()}
    for unit in roster.values():
        if unit.is_reporting and _exists(unit, cutoff):
            tallies.setdefault(f"unit:{unit.id}", Tally())
    standings = rank(tallies, run.rank_minimum)
    rows = []
    for key, tally in tallies.items():
        unit_id = int(key.removeprefix("unit:")) if key.startswith("unit:") else None
        known = roster.get(unit_id) if unit_id is not None else None
        name = (known.short_name or known.name) if known else run.units.names.get(key) or NO_UNIT
        rows.append(
            UnitRow(
                key=key,
                name=name,
                unit_id=unit_id,
                tally=tally,
                change=Change.between(tally, before[key].tally) if key in before else None,
                standing=standings.get(key),
                previous_rank=old_ranks.get(key),
                returns=returns.get(unit_id, NO_RETURNS) if unit_id is not None else NO_RETURNS,
            )
        )
    return tuple(sorted(rows, key=lambda row: _unit_order(row, roster)))


def _unit_order(row: UnitRow, roster: dict[int, Unit]) -> tuple[int, int, int, int, str]:
    known = roster.get(row.unit_id) if row.unit_id is not None else None
    if row.standing is not None:
        group = 0
    elif row.tally.total.value:
        group = 1
    else:
        group = 2
    place = row.standing.rank if row.standing else 0
    return group, place, known.sort if known else 1 << 30, row.unit_id or 1 << 30, row.name


def _exists(unit: Unit, day: dt.date) -> bool:
    is_begun = unit.active_from is None or unit.active_from <= day
    return is_begun and (unit.active_to is None or day <= unit.active_to)


def _trend(previous: Statistics | None, period: str, cutoff: dt.date, total: Tally) -> tuple[TrendPoint, ...]:
    """Return the points so far and this one; a report of the same period takes the place of the earlier."""
    point = TrendPoint(
        period=period,
        cutoff=cutoff,
        total=total.total.value,
        done=total.done.value,
        lagging=total.lagging.value,
        overdue=total.overdue.value,
        completion_rate=total.completion_rate,
    )
    earlier = [one for one in previous.trend if one.period != period and one.cutoff <= cutoff] if previous else []
    return (*earlier, point)[-TREND_LENGTH:]
