"""What must be known to check changes of cells: the named tasks with all that hangs on them, read at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from ledger_app.domain.deadline_rules import primary_of
from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.lights import Judgement, judge_all
from ledger_app.domain.period import Period
from ledger_app.domain.progress import ProgressEntry, latest_of
from ledger_app.domain.roster import Roster
from ledger_app.domain.supervision import Closing
from ledger_app.domain.task import CustomField, CustomValue, Deadline, TaskOwner
from ledger_app.domain.unit import Unit
from ledger_app.domain.workday import WorkCalendar
from ledger_app.intake.typed_deadline import Basis
from ledger_app.ports import ReadSession
from ledger_app.services.cell_fields import cell_text
from ledger_app.services.lookup import roster_of

# One statement names at most so many tasks.
_AT_ONCE = 2_000
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EditTime:
    """When the cells are edited.

    Attributes:
        today: the local calendar day; cutoff: of the grid; its month is the period that is reported on.
        calendar: for deadlines in working days.
    """

    today: dt.date
    cutoff: dt.date
    calendar: WorkCalendar = field(default_factory=WorkCalendar)

    @property
    def period(self) -> str:
        """Return the month that is reported on, "YYYY-MM"."""
        return str(Period.containing(self.cutoff))


@dataclass(frozen=True)
class Known:
    """Some tasks, and what typed text is checked against.

    Attributes:
        facts: task id -> facts at the cut-off date and what the rules make of them; gone tasks are left out.
        entries: task id -> its latest report of the period.
        fields: the ledger's own columns by id; values: task id -> field id -> value.
        year: of days typed without one, where a task's plan has none.
    """

    time: EditTime
    facts: Mapping[int, tuple[TaskFacts, Judgement]]
    closed: frozenset[int]
    owners: Mapping[int, Sequence[TaskOwner]]
    deadlines: Mapping[int, Sequence[Deadline]]
    entries: Mapping[int, ProgressEntry]
    fields: Mapping[int, CustomField]
    values: Mapping[int, Mapping[int, str]]
    roster: Roster
    year: int

    def text(self, task_id: int, name: str) -> str:
        """Return what a cell holds as text to be edited."""
        facts, judged = self.facts[task_id]
        return cell_text(name, facts, judged, self.values.get(task_id, {}))

    def primary(self, task_id: int) -> Deadline | None:
        """Return the deadline that a task is judged by, None without any."""
        return primary_of(self.deadlines.get(task_id, ()))

    def basis(self, task_id: int | None) -> Basis:
        """Return what typed deadlines of a task (None = a new one) are read against."""
        facts = self.facts[task_id][0] if task_id is not None else None
        year = facts.plan_year if facts is not None and facts.plan_year else self.year
        return Basis(self.time.today, facts.issued if facts else None, year, self.time.calendar)

    def shown_name(self, owner: TaskOwner) -> str:
        """Return an owner's name as the grid prints it."""
        unit = self._units.get(owner.unit_id or 0)
        return owner.raw if unit is None else unit.short_name or unit.name

    @cached_property
    def _units(self) -> dict[int, Unit]:
        return {unit.id: unit for unit in self.roster.units}


def read_known(session: ReadSession, task_ids: Iterable[int], time: EditTime) -> Known:
    """Read tasks and what hangs on them; tasks that are gone are left out."""
    ids = list(dict.fromkeys(task_ids))
    settings = session.settings()
    judged: dict[int, tuple[TaskFacts, Judgement]] = {}
    owners: dict[int, list[TaskOwner]] = {}
    deadlines: dict[int, list[Deadline]] = {}
    entries: dict[int, list[ProgressEntry]] = {}
    values: dict[int, dict[int, str]] = {}
    closings: dict[int, list[Closing]] = {}
    for some in _parts(ids):
        for facts, judgement in judge_all(session.facts(time.cutoff, task_ids=some), time.cutoff, settings):
            judged[facts.id] = (facts, judgement)
        _collect(session.of(TaskOwner).find(task_id=some), owners)
        _collect(session.of(Deadline).find(task_id=some), deadlines)
        _collect(session.of(ProgressEntry).find(task_id=some, period=time.period), entries)
        _collect(session.of(Closing).find(task_id=some), closings)
        for value in session.of(CustomValue).find(task_id=some):
            values.setdefault(value.task_id, {})[value.field_id] = value.value
    latest = {id_: one for id_, rows in entries.items() if (one := latest_of(rows)) is not None}
    return Known(
        time=time,
        facts=judged,
        closed=frozenset(id_ for id_, steps in closings.items() if _is_closed(steps)),
        owners=owners,
        deadlines=deadlines,
        entries=latest,
        fields={one.id: one for one in session.of(CustomField).find()},
        values=values,
        roster=roster_of(session),
        year=settings.year or time.cutoff.year,
    )


def _collect(rows: Iterable[T], into: dict[int, list[T]]) -> None:
    for row in rows:
        into.setdefault(row.task_id, []).append(row)  # type: ignore[attr-defined]  # each of them hangs on a task


def _is_closed(steps: Sequence[Closing]) -> bool:
    return max(steps, key=lambda step: (step.on_date, step.id)).step == "approved"


def _parts(ids: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield list(ids[start : start + _AT_ONCE])
