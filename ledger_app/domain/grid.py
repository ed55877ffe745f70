"""What a list of tasks is asked for, and one row of it: the language between screens and the database.

A query names fields, never columns of a table; the database turns it into one statement over the whole
ledger, at one cut-off date.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

FilterOp = Literal["is", "is_not", "contains", "starts", "before", "after", "between", "empty", "not_empty", "any_of"]
TaskField = Literal[
    "light",
    "code",
    "title",
    "content",
    "section",
    "plan",
    "lead",
    "owner",
    "leader",
    "due",
    "due_raw",
    "original_due",
    "days_left",
    "percent",
    "elapsed",
    "gap",
    "progress",
    "period",
    "evidence",
    "source_kind",
    "kind",
    "standing",
    "month_due",
    "ordinal",
]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on one field; dates as ISO text, lights by their value."""

    field: str
    op: FilterOp
    values: tuple[str | float | int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sorting:
    """Order by one field; ties are always broken by plan, ordinal, id."""

    field: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class TaskQuery:
    """Which tasks, in which order, judged at which day.

    Attributes:
        cutoff: last day that counts, inclusive.
        conditions: joined by `joined`.
        search: text that must occur (code, title, content, units, progress), "" for all.
        unit_id: tasks this unit leads or shares, None for all.
        group_by: field whose groups stay together before any sorting, None for a flat list.
    """

    cutoff: dt.date
    conditions: tuple[Condition, ...] = ()
    joined: Literal["and", "or"] = "and"
    search: str = ""
    unit_id: int | None = None
    sorting: tuple[Sorting, ...] = ()
    group_by: str | None = None


@dataclass(frozen=True, slots=True)
class GroupCount:
    """One group of a grouped list, in list order: its key, its printed name, rows, lights, mean percent."""

    key: str
    label: str
    count: int
    lights: tuple[tuple[str, int], ...] = ()
    done_count: int = 0


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One place where a search text was found.

    Attributes:
        kind: "task", "unit", "plan", "evidence" or "progress".
        id: row of that kind; task_id: the task it opens, None if none.
        snippet: a short stretch of text around the hit.
    """

    kind: Literal["task", "unit", "plan", "evidence", "progress"]
    id: int
    title: str
    snippet: str
    task_id: int | None = None
