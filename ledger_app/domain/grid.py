"""What a list of tasks is asked for, and one row of it: the language between screens and the database.

A query names fields, never columns of a table; the database turns it into one statement over the whole
ledger, at one cut-off date.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from ledger_app.domain.task import Standing, TaskKind

FilterOp = Literal[
    "is",
    "is_not",
    "contains",
    "not_contains",
    "starts",
    "before",
    "after",
    "at_most",
    "at_least",
    "between",
    "empty",
    "not_empty",
    "any_of",
]
TaskField = Literal[
    "light",
    "code",
    "title",
    "content",
    "section",
    "plan",
    "lead",
    "owner",
    "owners",
    "others",
    "leader",
    "due",
    "due_raw",
    "original_due",
    "start",
    "days_left",
    "percent",
    "elapsed",
    "gap",
    "progress",
    "problems",
    "next_step",
    "period",
    "evidence",
    "missing",
    "source_kind",
    "source_ref",
    "note",
    "kind",
    "standing",
    "month_due",
    "ordinal",
    "soon",
    "unreported",
    "waits",
    "milestone_month",
    "turn_month",
]
# Values of the field "waits": an extension undecided, evidence missing, sent back for correction, a reading undecided.
Wait = Literal["extension", "evidence", "sent_back", "doubt"]
Joint = Literal["and", "or"]
FieldKind = Literal["text", "date", "number", "light", "names"]
CUSTOM_PREFIX = "custom:"


def custom_field_name(field_id: int) -> str:
    """Return the name that queries call a custom field by."""
    return f"{CUSTOM_PREFIX}{field_id}"


def custom_field_id(name: str) -> int | None:
    """Return which custom field a name calls, None if it calls none."""
    number = name.removeprefix(CUSTOM_PREFIX)
    return int(number) if number != name and number.isascii() and number.isdigit() else None


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on one field; dates as ISO text, lights by their value.

    "before" and "after" leave the day itself out, "at_most", "at_least" and "between" take it in.  "any_of" with ""
    among its values takes tasks without a value too.
    """

    field: str
    op: FilterOp
    values: tuple[str | float | int, ...] = ()


@dataclass(frozen=True, slots=True)
class ConditionGroup:
    """Conditions in brackets: (a 或 b).  Which brackets are needless, and what stands in them, is `filter_tree`."""

    conditions: tuple[Condition, ...]
    joined: Joint = "or"


FilterPart = Condition | ConditionGroup


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
        conditions: what the clerk filters by, single conditions and groups in brackets, joined by `joined`.
        scope: what holds in any case (a ready-made list), whatever joins the conditions.
        search: text that must occur (code, title, content, units, progress), "" for all.
        unit_id: tasks this unit leads or shares, None for all.
        group_by: field whose groups stay together before any sorting, None for a flat list.
        group: key of the one group of `group_by` that is wanted, None for all of them.
    """

    cutoff: dt.date
    conditions: tuple[FilterPart, ...] = ()
    joined: Joint = "and"
    search: str = ""
    unit_id: int | None = None
    sorting: tuple[Sorting, ...] = ()
    group_by: str | None = None
    scope: tuple[FilterPart, ...] = ()
    group: str | None = None

    @property
    def is_plain(self) -> bool:
        """Say whether every task is selected."""
        return not (self.conditions or self.scope or self.search.strip()) and self.unit_id is None


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One row of the grid: a task as it stands at the query's cut-off date.

    Attributes:
        plan_title, section: "" if none.
        lead_names: leads to print, short names first; other_owners: all others; leaders: in charge at the bureau.
        due_raw: the primary deadline's words; due: the day it is judged by, None if unknown.
        days_left: calendar days to the due date of open work, negative once overdue, None without a date or done.
        percent: latest reported, elapsed and gap: in percent and percentage points, None if unknown.
        light: a `Light` value; tone: its colour under the ledger's scheme; label: sign and word ("▲逾期");
            is_overridden: set by hand; reason: why it is so, in Chinese.
        period: month of the latest entry; text: of that entry; period_text: of the cut-off's own month, "" if none.
        evidence_count, expected_count, missing_count: pieces linked; expected; expected but not there.
    """

    id: int
    uid: str
    code: str
    title: str
    section: str
    plan_id: int | None
    plan_title: str
    lead_names: tuple[str, ...]
    other_owners: tuple[str, ...]
    leaders: tuple[str, ...]
    due_raw: str
    original_due: dt.date | None
    due: dt.date | None
    days_left: int | None
    percent: float | None
    elapsed: float | None
    gap: float | None
    light: str
    tone: str
    label: str
    is_overridden: bool
    reason: str
    period: str
    text: str
    period_text: str
    evidence_count: int
    expected_count: int
    missing_count: int
    kind: TaskKind
    standing: Standing
    version: int


@dataclass(frozen=True, slots=True)
class GroupCount:
    """One group of a grouped list, in list order, or all of a list.

    Attributes:
        key: what `TaskQuery.group` calls it by, "" for tasks without a value; label: its printed name.
        lights: number of tasks by light; done_count: those finished, checked or not.
        mean_percent: mean of the percents that were reported, None if none was.
    """

    key: str
    label: str
    count: int
    lights: tuple[tuple[str, int], ...] = ()
    done_count: int = 0
    mean_percent: float | None = None

    @property
    def done_percent(self) -> float:
        """Return the share of finished tasks, 0-100."""
        return self.done_count * 100 / self.count if self.count else 0.0


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One distinct value of a field: as conditions take it ("" for none), as people read it, and how many tasks."""

    value: str | float
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class FieldValues:
    """The distinct values of a field in list order; `distinct_count` counts those too that were left off."""

    values: tuple[FieldValue, ...]
    distinct_count: int


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One place where a search text was found.

    Attributes:
        kind: "task", "unit", "plan", "item" (what a plan says), "evidence" or "progress".
        id: row of that kind; task_id: the task it opens, None if none.
        snippet: a short stretch of text around the hit.
        period: month of the progress that was found ("2024-06"), "" for other kinds.
        plan_id, plan_title: of an item, the plan that says it.
        page: of evidence that was found by its words, the page they stand on; None where unknown.
    """

    kind: Literal["task", "unit", "plan", "item", "evidence", "progress"]
    id: int
    title: str
    snippet: str
    task_id: int | None = None
    period: str = ""
    plan_id: int | None = None
    plan_title: str = ""
    page: int | None = None
