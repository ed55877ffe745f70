"""What the written states of an imported ledger do to a task: completion, striking off, standing, kind.

Source: docs/domain.md sections 3.2 and 3.3.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ledger_app.domain.period import Period
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.supervision import Closing, ClosingStep
from ledger_app.domain.task import Standing, Task
from ledger_app.intake.own_ledger.model import LIGHT_MEANINGS, ItemRecord, StateMark, StateMeaning

_STANDINGS: dict[StateMeaning, Standing] = {"suspended": "suspended", "cancelled": "cancelled"}
_FROM_LEDGER = "原台账导入"


@dataclass(slots=True)
class StateTally:
    """What the states of a ledger did, counted.

    Attributes:
        assumed: codes of tasks whose day of completion or striking off is not written but was taken from their last
            report, or from the day of import.
        contradicted: codes of tasks that have a day of striking off, but a state that says no.
        future: codes of tasks with a day that has not come yet, which was not taken.
    """

    closed: int = 0
    done: int = 0
    assumed: list[str] = field(default_factory=list)
    contradicted: list[str] = field(default_factory=list)
    future: list[str] = field(default_factory=list)


class StateWriter:
    """Turns the states of one table's tasks into rows."""

    def __init__(
        self, meanings: Mapping[str, StateMeaning], today: dt.date, until: dt.date | None, *, sets_lights: bool
    ) -> None:
        """Begin a table.

        Args:
            meanings: state key -> meaning.
            today: the day of import.
            until: last day that the table reports on, None if it does not say.
            sets_lights: written ratings become lights set by hand.
        """
        self._meanings = meanings
        self._today = today
        self._until = until if until is not None and until <= today else None
        self._sets_lights = sets_lights
        self.tally = StateTally()

    def apply(self, task: Task, record: ItemRecord, entries: Sequence[ProgressEntry]) -> tuple[Task, list[Closing]]:
        """Return the task as its states make it, with its steps towards being struck off."""
        marks = {self._meanings.get(mark.key, "unknown"): mark for mark in reversed(record.states)}
        task = _with_standing(task, marks, self._until or self._today)
        if self._sets_lights:
            task = _with_light(task, marks)
        is_closed = "closed" in marks or (bool(record.closed_on) and "not_done" not in marks)
        if record.closed_on and "closed" not in marks and "not_done" in marks:
            self.tally.contradicted.append(task.code)
        closed_mark = marks.get("closed")
        if is_closed:
            day = self._day(task, closed_mark.date if closed_mark else "", record.closed_on, record.completed_on)
            closed_on = day or self._last_day(task, entries)
            done_on = self._done_on(task, record, marks, entries, closed_on)
            self.tally.closed += 1
            steps = [_step("asked", closed_on, ""), _step("approved", closed_on, record.closed_by)]
            return replace(task, completed_on=min(done_on, closed_on)), steps
        if record.completed_on or "done" in marks:
            self.tally.done += 1
            task = replace(task, completed_on=self._done_on(task, record, marks, entries, None))
        return task, self._asked(task, marks, record, entries)

    def _asked(
        self,
        task: Task,
        marks: Mapping[StateMeaning, StateMark],
        record: ItemRecord,
        entries: Sequence[ProgressEntry],
    ) -> list[Closing]:
        for meaning in ("sent_back", "asked"):
            mark = marks.get("sent_back" if meaning == "sent_back" else "asked")
            if mark is not None:
                day = self._day(task, mark.date, record.closed_on) or self._last_day(task, entries)
                steps = [_step("asked", day, "")]
                return [*steps, _step("sent_back", day, record.closed_by)] if meaning == "sent_back" else steps
        return []

    def _done_on(
        self,
        task: Task,
        record: ItemRecord,
        marks: Mapping[StateMeaning, StateMark],
        entries: Sequence[ProgressEntry],
        closed_on: dt.date | None,
    ) -> dt.date:
        """Return the day the work was done: as written, else that of the last report (by the day of striking off)."""
        done = marks.get("done")
        day = self._day(task, record.completed_on, done.date if done else "")
        if day is not None:
            return day
        if closed_on is not None and not entries:
            return closed_on
        return self._last_day(task, entries)

    def _day(self, task: Task, *texts: str) -> dt.date | None:
        """Return the first written day that has come already."""
        for text in texts:
            day = dt.date.fromisoformat(text) if text else None
            if day is not None and day <= self._today:
                return day
            if day is not None:
                self.tally.future.append(task.code)
        return None

    def _last_day(self, task: Task, entries: Sequence[ProgressEntry]) -> dt.date:
        self.tally.assumed.append(task.code)
        if not entries:
            return self._until or self._today
        last = max(entries, key=lambda entry: entry.period)
        return min(last_day_of(last), self._today)


def last_day_of(entry: ProgressEntry) -> dt.date:
    """Return the day a report speaks for: the one written beside it, else the end of its month."""
    month = Period.parse(entry.period)
    return entry.received if entry.received is not None and month.contains(entry.received) else month.last_day


def _with_standing(task: Task, marks: Mapping[StateMeaning, StateMark], since: dt.date) -> Task:
    for meaning, standing in _STANDINGS.items():
        mark = marks.get(meaning)
        if mark is not None:
            day = dt.date.fromisoformat(mark.date) if mark.date else since
            reason = f"原台账“{mark.head}”写明“{mark.value}”"
            task = replace(task, standing=standing, standing_reason=reason, standing_since=day)
    if "continuing" in marks:
        return replace(task, kind="continuing")
    return replace(task, kind="year_end") if "year_end" in marks else task


def _with_light(task: Task, marks: Mapping[StateMeaning, StateMark]) -> Task:
    for meaning in ("overdue", "lagging", "due_soon", "not_started", "ahead", "on_track"):
        for known, mark in marks.items():
            if known == meaning and known in LIGHT_MEANINGS:
                reason = f"原台账“{mark.head}”写明“{mark.value}”"
                return replace(task, light_override=known, override_reason=reason)
    return task


def _step(step: ClosingStep, day: dt.date, by_name: str) -> Closing:
    return Closing(0, 0, step, day, by_name=by_name, opinion=_FROM_LEDGER)
