"""Counting judged tasks into figures that know which tasks they count.

A task has one class (state, colour, flags); a class belongs to a fixed set of figures.  So counting is one pass,
and every figure can answer "which ones?".  Source: docs/domain.md sections 3.2 and 4.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import NamedTuple

from ledger_app.domain.lights import Judgement
from ledger_app.domain.rounding import points, rate
from ledger_app.domain.tones import Light, Tone


@dataclass(frozen=True, slots=True)
class Count:
    """A figure and the tasks behind it, in ledger order, each once."""

    ids: tuple[int, ...] = ()

    @property
    def value(self) -> int:
        """Return the number that is printed."""
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Tally:
    """The figures of one group of tasks.

    `total` is without cancelled tasks and is exactly done + normal + lagging + overdue + excluded + unknown; it is
    also exactly red + yellow + green + blue + grey.

    Attributes:
        done: finished, checked or not; closed: struck off; on_time, late, undated: done by the due date, after
            it, or where that cannot be told (they make up done).
        normal: on schedule, ahead or due soon; ahead and due_soon are parts of it.
        lagging: behind schedule or not started; severe (also of lagging) and not_started are parts of it.
        overdue: past the due date and not done.
        excluded: 长期坚持, 年终考核, 暂缓 - never counted as lagging; continuing, year_end, suspended are its parts.
        unknown: 无法判定.
        unreported: work in hand without the report that had to be in.
        overridden: with a light set by hand.
        cancelled: 调整取消, outside of total.
    """

    total: Count = Count()
    done: Count = Count()
    closed: Count = Count()
    on_time: Count = Count()
    late: Count = Count()
    undated: Count = Count()
    normal: Count = Count()
    ahead: Count = Count()
    due_soon: Count = Count()
    lagging: Count = Count()
    severe: Count = Count()
    not_started: Count = Count()
    overdue: Count = Count()
    excluded: Count = Count()
    continuing: Count = Count()
    year_end: Count = Count()
    suspended: Count = Count()
    unknown: Count = Count()
    unreported: Count = Count()
    overridden: Count = Count()
    red: Count = Count()
    yellow: Count = Count()
    green: Count = Count()
    blue: Count = Count()
    grey: Count = Count()
    cancelled: Count = Count()

    @property
    def completion_rate(self) -> float | None:
        """Return done / total in percent with one decimal, None for no tasks."""
        return rate(self.done.value, self.total.value)

    @property
    def on_time_rate(self) -> float | None:
        """Return on_time / total in percent with one decimal, None for no tasks."""
        return rate(self.on_time.value, self.total.value)

    @property
    def judged(self) -> int:
        """Return how many tasks lag statistics are about: total without the excluded."""
        return self.total.value - self.excluded.value

    @property
    def lag_rate(self) -> float | None:
        """Return (lagging + overdue) / judged in percent with one decimal, None if nothing is judged."""
        return rate(self.lagging.value + self.overdue.value, self.judged)


@dataclass(frozen=True, slots=True)
class Change:
    """How a group's figures differ from the previous report's: counts as numbers, rates in percentage points."""

    total: int
    done: int
    normal: int
    lagging: int
    overdue: int
    completion_rate: float | None
    on_time_rate: float | None

    @classmethod
    def between(cls, now: Tally, before: Tally) -> Change:
        """Return now minus before."""
        return cls(
            total=now.total.value - before.total.value,
            done=now.done.value - before.done.value,
            normal=now.normal.value - before.normal.value,
            lagging=now.lagging.value - before.lagging.value,
            overdue=now.overdue.value - before.overdue.value,
            completion_rate=points(now.completion_rate, before.completion_rate),
            on_time_rate=points(now.on_time_rate, before.on_time_rate),
        )


FIGURES: tuple[str, ...] = tuple(one.name for one in fields(Tally))


class TaskClass(NamedTuple):
    """All that counting needs to know of a judged task."""

    light: Light
    tone: Tone
    is_severe: bool
    is_on_time: bool | None
    is_unreported: bool
    is_overridden: bool


def class_of(judgement: Judgement) -> TaskClass:
    """Return the class a judged task is counted under."""
    return TaskClass(
        judgement.light,
        judgement.tone,
        judgement.is_severe,
        judgement.is_on_time,
        judgement.is_unreported,
        judgement.is_overridden,
    )


@lru_cache(maxsize=4096)
def figures_of(task_class: TaskClass) -> tuple[str, ...]:
    """Return the names of all figures a task of this class is counted in."""
    light = task_class.light
    if light is Light.CANCELLED:
        return ("cancelled",)
    names = ["total", task_class.tone.value]
    names += _BUCKETS[light]
    if light.is_done:
        names.append({True: "on_time", False: "late", None: "undated"}[task_class.is_on_time])
    if task_class.is_severe:
        names.append("severe")
    if task_class.is_unreported:
        names.append("unreported")
    if task_class.is_overridden:
        names.append("overridden")
    return tuple(names)


_BUCKETS: dict[Light, tuple[str, ...]] = {
    Light.CLOSED: ("done", "closed"),
    Light.DONE_PENDING: ("done",),
    Light.ON_TRACK: ("normal",),
    Light.AHEAD: ("normal", "ahead"),
    Light.DUE_SOON: ("normal", "due_soon"),
    Light.LAGGING: ("lagging",),
    Light.NOT_STARTED: ("lagging", "not_started"),
    Light.OVERDUE: ("overdue",),
    Light.CONTINUING: ("excluded", "continuing"),
    Light.YEAR_END: ("excluded", "year_end"),
    Light.SUSPENDED: ("excluded", "suspended"),
    Light.UNKNOWN: ("unknown",),
}


@dataclass(slots=True)
class TallyBuilder:
    """Collects one group's tasks: one append a task, the figures are sorted out at the end."""

    _places: dict[TaskClass, list[int]] = field(default_factory=dict)

    def add(self, place: int, task_class: TaskClass) -> None:
        """Count the task that stands at a place (from 0) of the whole run; a place at most once a group."""
        places = self._places.get(task_class)
        if places is None:
            self._places[task_class] = [place]
        else:
            places.append(place)

    def build(self, ids: Sequence[int]) -> Tally:
        """Return the tally; `ids` are the task ids of the whole run by place."""
        found: dict[str, list[int]] = {}
        for task_class, places in self._places.items():
            for name in figures_of(task_class):
                found.setdefault(name, []).extend(places)
        return Tally(**{name: Count(tuple([ids[place] for place in sorted(places)])) for name, places in found.items()})


def tally_of(judged: Iterable[tuple[int, Judgement]]) -> Tally:
    """Return the tally of (task id, judgement) pairs."""
    builder = TallyBuilder()
    ids: list[int] = []
    for place, (task_id, judgement) in enumerate(judged):
        ids.append(task_id)
        builder.add(place, class_of(judgement))
    return builder.build(ids)


def tally_to_dict(tally: Tally) -> dict[str, list[int]]:
    """Return a tally as figure -> task ids, without the empty ones."""
    return {name: list(count.ids) for name in FIGURES if (count := getattr(tally, name)).ids}


def tally_from_dict(data: Mapping[str, Sequence[int]]) -> Tally:
    """Return the tally of `tally_to_dict`; figures it does not know are left out."""
    return Tally(**{name: Count(tuple(ids)) for name, ids in data.items() if name in FIGURES})
