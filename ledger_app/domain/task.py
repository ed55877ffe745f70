"""Tasks, and what hangs on them: owners, deadlines, targets, sources.

Every dataclass is one row of the table of the same name (snake case); the written word stands beside the
computed value.  Source: docs/domain.md sections 2, 3 and 8.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

TaskKind = Literal["once", "recurring", "continuing", "year_end"]
SourceKind = Literal[
    "plan", "instruction", "meeting", "superior", "inspection", "audit", "work_report", "proposal", "other"
]
Standing = Literal["active", "suspended", "cancelled"]
OwnerRole = Literal["lead", "responsible", "cooperate"]
DeadlineKind = Literal["by", "recurring", "range", "continuing", "open", "relative", "link"]
Every = Literal["year", "half-year", "quarter", "month", "week"]
CustomKind = Literal["text", "number", "date", "choice", "bool"]
TargetOp = Literal[">=", "<=", "=", "range", "increase", "decrease"]

SOURCE_KIND_NAMES: dict[SourceKind, str] = {
    "plan": "计划文件",
    "instruction": "领导批示",
    "meeting": "会议议定",
    "superior": "上级文件",
    "inspection": "巡察反馈",
    "audit": "审计问题",
    "work_report": "政府工作报告",
    "proposal": "建议提案",
    "other": "其他",
}
TASK_KIND_NAMES: dict[TaskKind, str] = {
    "once": "一次性任务",
    "recurring": "周期性任务",
    "continuing": "长期坚持",
    "year_end": "年终考核",
}
STANDING_NAMES: dict[Standing, str] = {"active": "正常推进", "suspended": "暂缓", "cancelled": "调整取消"}
OWNER_ROLE_NAMES: dict[OwnerRole, str] = {"lead": "牵头", "responsible": "责任", "cooperate": "配合"}


@dataclass(frozen=True, slots=True)
class Task:
    """One matter the ledger follows.

    Attributes:
        uid: stable across ledgers and PCs.
        code: number shown to people, unique in the ledger ("2-07").
        title: short name; content: the full wording.
        section: board or chapter for grouping (板块), "" if none.
        parent_id: the task it was split from.
        plan_id: the plan it mainly comes from, None if it came otherwise.
        source_ref: document number or occasion for other sources.
        start: first day of work, None = from the start of the plan year.
        issued: day it was handed out; relative deadlines count from it.
        completed_on: day the work was in fact done (not the day it was struck off).
        standing: suspended and cancelled need standing_reason.
        light_override, override_reason: manual light (a `Light` value) and why; both or neither.
        year_end: judged only at year's end is kind "year_end".
        ordinal: order within its plan.
        version: grows by one with each change, guards edits.
    """

    id: int
    uid: str
    code: str
    title: str
    content: str = ""
    kind: TaskKind = "once"
    section: str = ""
    parent_id: int | None = None
    plan_id: int | None = None
    source_kind: SourceKind = "plan"
    source_ref: str = ""
    start: dt.date | None = None
    issued: dt.date | None = None
    completed_on: dt.date | None = None
    standing: Standing = "active"
    standing_reason: str = ""
    standing_since: dt.date | None = None
    light_override: str | None = None
    override_reason: str = ""
    ordinal: int = 0
    note: str = ""
    created_at: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class TaskSource:
    """A sentence a task comes from; several plans may ask for the same thing."""

    id: int
    task_id: int
    plan_item_id: int | None = None
    source_kind: SourceKind = "plan"
    source_ref: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class TaskMeasure:
    """One 一是/二是… of a task, in order from 1."""

    id: int
    task_id: int
    ordinal: int
    text: str


@dataclass(frozen=True, slots=True)
class TaskOwner:
    """Who answers for a task.

    Attributes:
        unit_id: None while the printed name is not matched to the roster.
        raw: the name as printed; role_raw: the printed role name ("主体责任单位").
        is_assumed: the lead was not written but assumed (first named).
    """

    id: int
    task_id: int
    role: OwnerRole
    unit_id: int | None
    raw: str
    ordinal: int = 0
    post_id: int | None = None
    person_id: int | None = None
    role_raw: str = ""
    is_assumed: bool = False


@dataclass(frozen=True, slots=True)
class TaskLeader:
    """The bureau leader in charge of a task (牵头领导), by post where possible.

    Attributes:
        reason: why the program named this leader (Chinese), "" where a paper or a person did.
    """

    id: int
    task_id: int
    post_id: int | None = None
    person_id: int | None = None
    unit_id: int | None = None
    raw: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as written and as computed.

    Attributes:
        raw: the words of the paper; rule and reason: which rule read it, and why so (Chinese).
        original_due: last day by the paper; current_due: after approved extensions and new issues of the paper; None
            where none.
        start: first day of a range.
        every, times, day, time: rhythm of a recurring duty; day is "MM-DD", "DD" or None.
        is_primary: the one the task is judged by.
        needs_answer: an ambiguous form nobody confirmed yet.
        is_stretch: 力争 rather than 确保.
    """

    id: int
    task_id: int
    ordinal: int
    raw: str
    kind: DeadlineKind
    original_due: dt.date | None = None
    current_due: dt.date | None = None
    start: dt.date | None = None
    every: Every | None = None
    times: int | None = None
    day: str | None = None
    time: str | None = None
    rule: str = ""
    reason: str = ""
    confidence: float = 1.0
    is_primary: bool = False
    is_inherited: bool = False
    is_stretch: bool = False
    needs_answer: bool = False


@dataclass(frozen=True, slots=True)
class Extension:
    """A request to move a deadline, or a date that a new issue of the plan moved (`deadline_rules.is_by_revision`).

    Attributes:
        is_approved: None while open, then the decision; only approved ones move current_due.
    """

    id: int
    deadline_id: int
    reason: str
    old_due: dt.date
    new_due: dt.date
    requested_on: dt.date
    is_approved: bool | None = None
    decided_on: dt.date | None = None
    decided_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated step inside a task."""

    id: int
    task_id: int
    ordinal: int
    title: str
    raw: str = ""
    due: dt.date | None = None
    done_on: dt.date | None = None
    percent: float | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One turn of a recurring duty, made by its rule, edited singly.

    Attributes:
        period: "2024-06", "2024-Q2", "2024-H1", "2024" or "2024-W23".
        state: open, done, skipped (with note).
    """

    id: int
    task_id: int
    deadline_id: int | None
    period: str
    due: dt.date
    state: Literal["open", "done", "skipped"] = "open"
    done_on: dt.date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A figure to be reached.

    Attributes:
        value_low, value_high: numbers (equal for a single value), None for words or pure direction.
        value_text: the value as printed where it is no number.
        actual: the latest reported figure as text, "" if none.
    """

    id: int
    task_id: int
    ordinal: int
    raw: str
    op: TargetOp
    value_low: float | None = None
    value_high: float | None = None
    value_text: str = ""
    unit: str = ""
    actual: str = ""


@dataclass(frozen=True, slots=True)
class CustomField:
    """A column of the clerk's own.

    Attributes:
        options: JSON list of words for kind "choice".
        is_long: of kind "text": may have several lines.
        is_retired: its values are kept and shown where there are any; nothing new is entered.
        purpose: what the program itself fills it for ("rectification.cause"), "" for the clerk's own.
    """

    id: int
    name: str
    kind: CustomKind
    options: str = "[]"
    ordinal: int = 0
    is_long: bool = False
    is_retired: bool = False
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class CustomValue:
    """The value of a custom field for a task, as text in the field's own form."""

    id: int
    task_id: int
    field_id: int
    value: str


@dataclass(frozen=True, slots=True)
class CarriedTask:
    """Where a task was followed before this ledger: the entry it had in the ledger of an earlier year.

    Attributes:
        ledger_uid, ledger_name, ledger_path: the earlier ledger, and where it lay when it was carried.
        year: of that ledger, None if it had none.
        code: the task's number there; its uid is the same.
        carried_at: UTC, ISO.
        entry_count: progress entries there; last_period and last_percent: of the one that counted last.
        overdue_since: the due date that had passed undone when it was carried, None if none had.
        evidence: JSON list of what was attached ({"sha256", "title", "file", "number"}).
    """

    id: int
    task_id: int
    ledger_uid: str
    ledger_name: str
    ledger_path: str
    year: int | None
    code: str
    carried_at: str
    entry_count: int = 0
    last_period: str = ""
    last_percent: float | None = None
    overdue_since: dt.date | None = None
    evidence: str = "[]"
