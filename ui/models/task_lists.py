"""The groupings of tasks, and counts of states; the ready-made lists themselves are the domain's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ledger_app.domain.ready_lists import CHIPS, DONE_LIGHTS, LIST_OF_KEY, OPEN_LIGHTS, READY_LISTS

__all__ = ["CHIPS", "DONE_LIGHTS", "GROUPINGS", "LIST_OF_KEY", "OPEN_LIGHTS", "READY_LISTS", "counted"]

# Field to group by -> its word; "" is the plain list.
GROUPINGS: Mapping[str, str] = {
    "": "不分组",
    "plan": "计划文件",
    "section": "板块",
    "lead": "牵头单位",
    "light": "状态",
    "month_due": "到期月份",
    "leader": "牵头领导",
}


def counted(lights: Mapping[str, int], values: Iterable[str]) -> int:
    """Return how many tasks have one of the states."""
    return sum(lights.get(value, 0) for value in values)
