"""A view of the grid as JSON text, and back: what is kept in `saved_view.definition` and what a file holds.

The form is docs/format.md, "Views".  A file comes from anywhere: every part is checked before it is used.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, cast, get_args

from ledger_app.domain.filter_tree import conditions_in, tidy
from ledger_app.domain.grid import (
    CUSTOM_PREFIX,
    Condition,
    ConditionGroup,
    FilterOp,
    FilterPart,
    Joint,
    Sorting,
    TaskField,
)
from ledger_app.domain.view import MOST_FROZEN, GridView, RowHeight, ViewColumn
from ledger_app.errors import RejectedError

FORMAT = "ledger-view"
# 2: conditions may stand in brackets.  A view without brackets is still written as 1: older programs open it.
VERSION = 2
_WITHOUT_GROUPS = 1
MOST_CONDITIONS = 40
MOST_VALUES = 5000
MOST_COLUMNS = 500
LONGEST_TEXT = 2000
LEAST_WIDTH_PX, MOST_WIDTH_PX = 24, 2000

_OPS = frozenset(get_args(FilterOp))
_FIELDS = frozenset(get_args(TaskField))


def write_view(view: GridView, name: str = "") -> str:
    """Return a view as JSON text, with its format and, for a file, its name."""
    has_groups = any(isinstance(one, ConditionGroup) for one in view.conditions)
    head = {"format": FORMAT, "version": VERSION if has_groups else _WITHOUT_GROUPS}
    content: dict[str, Any] = {**head, **({"name": name} if name else {}), **asdict(view)}
    return json.dumps(content, ensure_ascii=False, indent=2 if name else None)


def read_view(text: str) -> tuple[str, GridView]:
    """Return name ("" if it has none) and view of a JSON text.

    Raises:
        RejectedError: SVC-140 it is no view; SVC-141 a newer program made it; SVC-142 a part of it makes no sense.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RejectedError("SVC-140") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise RejectedError("SVC-140")
    version = content.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise RejectedError("SVC-140")
    if version > VERSION:
        raise RejectedError("SVC-141", theirs=version, ours=VERSION)
    return _text(content, "name"), _Reader(content).view()


class _Reader:
    """Takes the parts of a view out of JSON; whatever does not fit is refused with the part's Chinese name."""

    def __init__(self, content: dict[str, Any]) -> None:
        self._content = content

    def view(self) -> GridView:
        rows = self._content.get("rows", "one")
        if rows not in get_args(RowHeight):
            raise _senseless("行高")
        conditions = self._list("conditions", "筛选条件", MOST_CONDITIONS, _part)
        if sum(1 for _ in conditions_in(conditions)) > MOST_CONDITIONS:
            raise _senseless("筛选条件")
        fits = self._content.get("fits_width", True)
        frozen = self._content.get("frozen", 0)
        if not isinstance(fits, bool) or not _is_whole(frozen, 0, MOST_FROZEN):
            raise _senseless("列")
        return GridView(
            ready_list=_text(self._content, "ready_list") or "all",
            chip=_text(self._content, "chip"),
            conditions=tidy(conditions),
            joined=_joint(self._content, "and"),
            sorting=tuple(self._list("sorting", "排序", MOST_COLUMNS, _sorting)),
            group_by=_field(self._content, "group_by", "分组", is_needed=False),
            columns=tuple(self._list("columns", "列", MOST_COLUMNS, _column)),
            fits_width=fits,
            frozen=frozen,
            rows=rows,
        )

    def _list(self, key: str, word: str, most: int, read: Callable[[dict[str, Any]], Any]) -> list[Any]:
        items = self._content.get(key, [])
        if not isinstance(items, list) or len(items) > most or not all(isinstance(item, dict) for item in items):
            raise _senseless(word)
        return [read(item) for item in items]


def _part(item: dict[str, Any]) -> FilterPart:
    """Read a condition, or several in brackets; brackets within brackets there are none."""
    inner = item.get("conditions")
    if inner is None:
        return _condition(item)
    if not isinstance(inner, list) or not all(isinstance(one, dict) for one in inner):
        raise _senseless("筛选条件")
    return ConditionGroup(tuple(_condition(one) for one in inner), _joint(item, "or"))


def _joint(item: dict[str, Any], usual: Joint) -> Joint:
    joined = item.get("joined", usual)
    if joined not in get_args(Joint):
        raise _senseless("条件关系")
    return cast("Joint", joined)


def _condition(item: dict[str, Any]) -> Condition:
    values = item.get("values", [])
    op = item.get("op")
    if op not in _OPS or not isinstance(values, list) or len(values) > MOST_VALUES:
        raise _senseless("筛选条件")
    for value in values:
        is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        if not (is_number or (isinstance(value, str) and len(value) <= LONGEST_TEXT)):
            raise _senseless("筛选条件")
    return Condition(_field(item, "field", "筛选条件"), cast("FilterOp", op), tuple(values))


def _sorting(item: dict[str, Any]) -> Sorting:
    descending = item.get("descending", False)
    if not isinstance(descending, bool):
        raise _senseless("排序")
    return Sorting(_field(item, "field", "排序"), descending)


def _column(item: dict[str, Any]) -> ViewColumn:
    key, width, shown = item.get("key"), item.get("width_px"), item.get("is_shown", True)
    is_key = isinstance(key, str) and 0 < len(key) <= LONGEST_TEXT
    if not is_key or not _is_whole(width, LEAST_WIDTH_PX, MOST_WIDTH_PX) or not isinstance(shown, bool):
        raise _senseless("列")
    return ViewColumn(cast("str", key), cast("int", width), shown)


def _field(item: dict[str, Any], key: str, word: str, *, is_needed: bool = True) -> str:
    name = item.get(key) or ""
    is_text = isinstance(name, str) and len(name) <= LONGEST_TEXT
    is_name = is_text and (name in _FIELDS or len(name.removeprefix(CUSTOM_PREFIX)) not in (0, len(name)))
    if not is_name and (name or is_needed):
        raise _senseless(word)
    return cast("str", name)


def _text(content: dict[str, Any], key: str) -> str:
    value = content.get(key, "")
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise _senseless("名称")
    return value


def _is_whole(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _senseless(word: str) -> RejectedError:
    return RejectedError("SVC-142", part=word)
