"""What lights and statistics are judged by: one task's facts as known at a cut-off date.

The database gathers these in bulk (one row per task); the rules read nothing else.  Everything dated after
the cut-off is already left out by whoever gathers them: later entries, later closing steps, later extensions.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ledger_app.domain.supervision import ClosingStep
from ledger_app.domain.task import OwnerRole, SourceKind, Standing, TaskKind


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """One task at a cut-off date.

    Attributes:
        plan_title, section: for grouping, "" if none.
        lead_unit_ids: matched lead units; where no lead is named, the first responsible unit.  A name that stands for
            several units (各乡镇卫生院) is in `lead_names` alone.
        unit_ids: all matched units with their first role, leads first.
        lead_names: names to print for the leads, matched or as printed.
        cooperate_names: names to print for the others.
        owner_names: all of them as printed, each with its role in the plan: leads, then responsible, then others.
        leader_names: bureau leaders in charge.
        contact_names: persons named as owners.
        due_raw: the primary deadline's words, "" if none.
        original_due, current_due: of the primary deadline; current_due counts only extensions approved by then.
        has_open_deadline: there is a deadline without a readable date.
        is_deadline_doubtful: the primary deadline waits for an answer.
        start: first day of work; None = first day of plan_year if that is known.
        plan_year: of the plan, None if unknown.
        completed_on: day the work was done, if by the cut-off.
        closing_step: latest step by the cut-off, None if none.
        closed_on: day of the latest "approved" step while that is the latest.
        percent: latest reported percent by the cut-off, None if never given.
        full_since: day by which the work stood at 100 %, by the first of the reports that have said so ever since: the
            day it came in, or its month's end where that is earlier; None if the percent is not 100.
        period: month of the latest entry, "" if none; text, problems, next_step: of that entry.
        period_text: text of the entry of the cut-off's own month, "" if none.
        reported_periods: months with an entry, ascending.
        percent_before: latest percent by the end of the month before the cut-off's month.
        slip_count: slips and chase notices issued by the cut-off (已督办次数).
        evidence_count, expected_count, missing_count: evidence linked; expected pieces; those without a file.
        verdict: Chinese word for the result of the latest verification by the cut-off, "" if none.
        light_override: manual light and its reason.
        source_ref, note: document number or occasion of another source; the clerk's own remark.
        milestones: (due, percent that should be done by then or None), those with a date, in any order.
        occurrence_count: turns of a recurring duty that were generated; next_occurrence_due: due date of the
            earliest turn still open at the cut-off, None if none is.
    """

    id: int
    uid: str
    code: str
    title: str
    content: str = ""
    kind: TaskKind = "once"
    standing: Standing = "active"
    source_kind: SourceKind = "plan"
    plan_id: int | None = None
    plan_title: str = ""
    plan_year: int | None = None
    section: str = ""
    ordinal: int = 0
    lead_unit_ids: tuple[int, ...] = ()
    unit_ids: tuple[int, ...] = ()
    lead_names: tuple[str, ...] = ()
    cooperate_names: tuple[str, ...] = ()
    owner_names: tuple[tuple[str, OwnerRole], ...] = ()
    leader_names: tuple[str, ...] = ()
    contact_names: tuple[str, ...] = ()
    due_raw: str = ""
    original_due: dt.date | None = None
    current_due: dt.date | None = None
    has_open_deadline: bool = False
    is_deadline_doubtful: bool = False
    start: dt.date | None = None
    issued: dt.date | None = None
    completed_on: dt.date | None = None
    closing_step: ClosingStep | None = None
    closed_on: dt.date | None = None
    percent: float | None = None
    full_since: dt.date | None = None
    period: str = ""
    text: str = ""
    problems: str = ""
    next_step: str = ""
    period_text: str = ""
    reported_periods: tuple[str, ...] = ()
    percent_before: float | None = None
    slip_count: int = 0
    evidence_count: int = 0
    expected_count: int = 0
    missing_count: int = 0
    light_override: str | None = None
    override_reason: str = ""
    milestones: tuple[tuple[dt.date, float | None], ...] = ()
    occurrence_count: int = 0
    next_occurrence_due: dt.date | None = None
    verdict: str = ""
    source_ref: str = ""
    note: str = ""
