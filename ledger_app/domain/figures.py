"""What the statistics of a report consist of: rows, lists and the trend, ready to print and to freeze.

Every figure carries the ids of its tasks (`Count`).  How they are computed is in statistics.py.
Source: docs/domain.md sections 4.1 and 4.2 (T1-T7).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ledger_app.domain.ranking import Standing
from ledger_app.domain.returns import NO_RETURNS, ReturnState, ReturnSummary
from ledger_app.domain.tally import Change, Tally
from ledger_app.domain.tones import Light, Tone


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One row of T1 or T3.

    Attributes:
        key: stable within a ledger, so that last period's row is found again.
        change: against the previous report, None if there is none or the group is new.
    """

    key: str
    name: str
    tally: Tally
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One row of T2.

    Attributes:
        unit_id: None where the printed name is not matched to the roster.
        standing: rank among the units with enough tasks, None = 不参与排名.
        previous_rank: of the previous report; climbed: places won (negative: lost); None where either is missing.
        returns: the unit's monthly reports within the period.
    """

    key: str
    name: str
    unit_id: int | None
    tally: Tally
    change: Change | None = None
    standing: Standing | None = None
    previous_rank: int | None = None
    returns: ReturnSummary = NO_RETURNS

    @property
    def climbed(self) -> int | None:
        """Return the places won against the previous report, None where there is nothing to compare."""
        if self.standing is None or self.previous_rank is None:
            return None
        return self.previous_rank - self.standing.rank


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task in a list (T4, T5, lagging, cannot be judged), ready to print.

    Attributes:
        lead, contact: names joined by 、.
        days: overdue days in T4, days left in T5, else 0.
        percent, elapsed, gap: None where unknown.
        label: sign and word of the light.
    """

    id: int
    uid: str
    code: str
    title: str
    section: str
    lead: str
    contact: str
    due: dt.date | None
    due_raw: str
    days: int
    percent: float | None
    elapsed: float | None
    gap: float | None
    light: Light
    tone: Tone
    label: str
    reason: str
    problems: str
    next_step: str
    slip_count: int


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One row of T7: what should be there, what is, what is missing; verdict of the last check, "" if none."""

    id: int
    code: str
    title: str
    lead: str
    expected: int
    missing: int
    linked: int
    verdict: str = ""

    @property
    def present(self) -> int:
        """Return how many of the expected pieces are there."""
        return self.expected - self.missing


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One period of T6."""

    period: str
    cutoff: dt.date
    total: int
    done: int
    lagging: int
    overdue: int
    completion_rate: float | None


@dataclass(frozen=True, slots=True)
class Statistics:
    """All figures of one ledger (or a part of it) at a cut-off date.

    Attributes:
        period: as text, see period.py; previous_period: of the report compared with, "" if none.
        counting: T2 counts each task once by its first lead unit, or once for every responsible unit.
        by_section, by_plan: in ledger order; by_unit: ranked first; by_leader: by name of first appearance.
        overdue: T4, longest first; due_soon: T5, next first; lagging: widest gap first; unknown: ledger order.
        evidence: T7, tasks for which evidence is expected.
        trend: oldest first, this report last.
    """

    period: str
    cutoff: dt.date
    counting: str
    total: Tally
    change: Change | None = None
    previous_period: str = ""
    previous_cutoff: dt.date | None = None
    by_section: tuple[GroupRow, ...] = ()
    by_plan: tuple[GroupRow, ...] = ()
    by_unit: tuple[UnitRow, ...] = ()
    by_leader: tuple[GroupRow, ...] = ()
    overdue: tuple[TaskLine, ...] = ()
    due_soon: tuple[TaskLine, ...] = ()
    lagging: tuple[TaskLine, ...] = ()
    unknown: tuple[TaskLine, ...] = ()
    evidence: tuple[EvidenceRow, ...] = ()
    trend: tuple[TrendPoint, ...] = ()

    def units_by_return(self, state: ReturnState) -> tuple[UnitRow, ...]:
        """Return the units whose reports stand in a state for at least one month of the period."""
        return tuple(row for row in self.by_unit if row.returns.count(state))
