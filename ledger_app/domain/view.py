"""A view: one arrangement of the grid under a name.  How it is written as text stands in `services.view_text`.

Between ledgers custom fields are called by their names; within one by their number, which outlives a new name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from ledger_app.domain.filter_tree import changed_conditions
from ledger_app.domain.grid import CUSTOM_PREFIX, Condition, FilterPart, Joint, Sorting

RowHeight = Literal["one", "two", "all"]
MOST_FROZEN = 8


@dataclass(frozen=True, slots=True)
class ViewColumn:
    """One column of a view, in the view's order; key as in the grid's own table of columns."""

    key: str
    width_px: int
    is_shown: bool = True


@dataclass(frozen=True, slots=True)
class GridView:
    """How the grid is arranged.

    Attributes:
        ready_list: key of the ready-made list it starts from ("all", "open", ...).
        chip: key of the pressed light chip, "" for none.
        conditions, joined: what is filtered by; conditions in brackets are groups.
        sorting: by which fields, first the most important.
        group_by: field of the groups, "" for none.
        columns: left to right; columns it does not name keep their place and stay as they are.
        fits_width: the widths follow the window.
        frozen: how many shown columns stay on the left.
        rows: how many lines of text a row has room for.
    """

    ready_list: str = "all"
    chip: str = ""
    conditions: tuple[FilterPart, ...] = ()
    joined: Joint = "and"
    sorting: tuple[Sorting, ...] = ()
    group_by: str = ""
    columns: tuple[ViewColumn, ...] = ()
    fits_width: bool = True
    frozen: int = 0
    rows: RowHeight = "one"


def renamed_fields(view: GridView, names: Mapping[str, str]) -> tuple[GridView, list[str]]:
    """Return a view whose custom fields are called anew, and the names of those that are not in `names`.

    Args:
        view: as it was read.
        names: what a custom field is called now ("custom:7") -> what it shall be called ("custom:投资额"), or back.
    """
    lost: list[str] = []

    def now(field: str) -> str | None:
        if not field.startswith(CUSTOM_PREFIX):
            return field
        if field not in names and field not in lost:
            lost.append(field)
        return names.get(field)

    def condition_now(one: Condition) -> Condition | None:
        name = now(one.field)
        return replace(one, field=name) if name else None

    conditions = changed_conditions(view.conditions, condition_now)
    sorting = [replace(one, field=name) for one in view.sorting if (name := now(one.field))]
    columns = [replace(one, key=name) for one in view.columns if (name := now(one.key))]
    return (
        replace(
            view,
            conditions=conditions,
            sorting=tuple(sorting),
            columns=tuple(columns),
            group_by=now(view.group_by) or "",
        ),
        [field.removeprefix(CUSTOM_PREFIX) for field in lost],
    )
