"""The ready-made lists of tasks and the chips above the grid, as conditions of a query; views name them by key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ledger_app.domain.grid import Condition, FilterOp
from ledger_app.domain.tones import Light

OPEN_LIGHTS = tuple(light.value for light in Light if light.is_open)
DONE_LIGHTS = (Light.DONE_PENDING.value, Light.CLOSED.value)
QUIET_LIGHTS = tuple(light.value for light in Light if not light.is_open and not light.is_done)


@dataclass(frozen=True, slots=True)
class ReadyList:
    """A named list: which tasks it holds at a cut-off date."""

    key: str
    name: str
    conditions: Callable[[dt.date], tuple[Condition, ...]]


def _lights(*values: str) -> Callable[[dt.date], tuple[Condition, ...]]:
    return lambda _cutoff: (Condition("light", "any_of", values),)


def _due_within(days: int) -> Callable[[dt.date], tuple[Condition, ...]]:
    def conditions(cutoff: dt.date) -> tuple[Condition, ...]:
        last = cutoff + dt.timedelta(days=days)
        return (
            Condition("due", "between", (cutoff.isoformat(), last.isoformat())),
            Condition("light", "any_of", OPEN_LIGHTS),
        )

    return conditions


def _one(field: str, op: FilterOp, value: str | int) -> Callable[[dt.date], tuple[Condition, ...]]:
    return lambda _cutoff: (Condition(field, op, (value,)),)


def _without_evidence(_cutoff: dt.date) -> tuple[Condition, ...]:
    """Tasks that lack a piece of evidence that was expected; of cancelled ones nothing is expected any more."""
    return Condition("waits", "is", ("evidence",)), Condition("light", "is_not", (Light.CANCELLED.value,))


READY_LISTS: tuple[ReadyList, ...] = (
    ReadyList("all", "全部任务", lambda _cutoff: ()),
    ReadyList("open", "未完成", _lights(*OPEN_LIGHTS)),
    ReadyList("overdue", "逾期", _lights(Light.OVERDUE.value)),
    ReadyList("due_soon", "临期", _one("soon", "at_least", 1)),
    ReadyList("due_30", "30 天内到期", _due_within(30)),
    ReadyList("lagging", "进度滞后", _lights(Light.LAGGING.value, Light.NOT_STARTED.value)),
    ReadyList("unreported", "应报未报", _one("unreported", "is", 1)),
    ReadyList("sent_back", "退回补正", _one("waits", "is", "sent_back")),
    ReadyList("pending", "待核查销号", _lights(Light.DONE_PENDING.value)),
    ReadyList("extension", "延期待批", _one("waits", "is", "extension")),
    ReadyList("no_evidence", "缺佐证", _without_evidence),
    ReadyList("closed", "已销号", _lights(Light.CLOSED.value)),
    ReadyList("continuing", "长期坚持", _lights(Light.CONTINUING.value)),
    ReadyList("unknown", "无法判定", _lights(Light.UNKNOWN.value)),
)
LIST_OF_KEY: Mapping[str, ReadyList] = {one.key: one for one in READY_LISTS}

# Chips above the grid: key, word, the states it stands for (the first gives its colour and sign).
CHIPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("overdue", "逾期", (Light.OVERDUE.value,)),
    ("warn", "滞后·临期", (Light.LAGGING.value, Light.DUE_SOON.value, Light.NOT_STARTED.value)),
    ("normal", "正常", (Light.ON_TRACK.value, Light.AHEAD.value)),
    ("done", "完成", DONE_LIGHTS),
    ("quiet", "长期·其他", (*QUIET_LIGHTS, Light.UNKNOWN.value)),
)


def view_conditions(ready_list: str, chip: str, cutoff: dt.date) -> tuple[Condition, ...]:
    """Return what a view's ready-made list and its pressed chip ask at a cut-off date; unknown keys ask nothing."""
    ready = LIST_OF_KEY.get(ready_list)
    lights = next((values for key, _word, values in CHIPS if key == chip), ())
    asked = ready.conditions(cutoff) if ready is not None else ()
    return (*asked, Condition("light", "any_of", lights)) if lights else asked
