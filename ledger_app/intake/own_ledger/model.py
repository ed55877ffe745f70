"""What a ledger's table offers besides its tasks, and what a person may change in how it was understood.

Source: docs/domain.md sections 2.2 to 2.4 and 3.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Meaning = Literal[
    "seq",
    "area",
    "task",
    "measures",
    "target",
    "lead",
    "responsible",
    "cooperate",
    "due",
    "start",
    "leader",
    "person",
    "phone",
    "progress",
    "percent",
    "state",
    "closed_on",
    "closed_by",
    "completed_on",
    "problems",
    "next",
    "evidence",
    "source",
    "source_ref",
    "due_extended",
    "extension_reason",
    "period",
    "received",
    "reporter",
    "note",
    "custom",
    "ignore",
]
MEANING_NAMES: dict[Meaning, str] = {
    "seq": "序号",
    "area": "板块",
    "task": "任务",
    "measures": "工作措施",
    "target": "目标指标",
    "lead": "牵头单位",
    "responsible": "责任单位",
    "cooperate": "配合单位",
    "due": "完成时限",
    "start": "启动时间",
    "leader": "牵头领导",
    "person": "联系人",
    "phone": "联系电话",
    "progress": "进展情况",
    "percent": "完成进度",
    "state": "状态",
    "closed_on": "销号时间",
    "closed_by": "销号人",
    "completed_on": "实际完成时间",
    "problems": "存在问题",
    "next": "下一步打算",
    "evidence": "佐证材料",
    "source": "任务来源",
    "source_ref": "来源文号",
    "due_extended": "延期后时限",
    "extension_reason": "延期原因",
    "period": "填报月份",
    "received": "填报时间",
    "reporter": "填报人",
    "note": "备注",
    "custom": "自定义列",
    "ignore": "不导入",
}
"""Every meaning a column may have, with the name a person chooses it by."""

StateMeaning = Literal[
    "not_done",
    "not_started",
    "on_track",
    "ahead",
    "lagging",
    "due_soon",
    "overdue",
    "done",
    "asked",
    "sent_back",
    "closed",
    "continuing",
    "year_end",
    "suspended",
    "cancelled",
    "unknown",
]
STATE_NAMES: dict[StateMeaning, str] = {
    "not_done": "未完成（不作处理）",
    "not_started": "未启动",
    "on_track": "正常推进",
    "ahead": "超时序",
    "lagging": "滞后",
    "due_soon": "临期",
    "overdue": "逾期",
    "done": "已完成",
    "asked": "申请销号",
    "sent_back": "退回重办",
    "closed": "已销号",
    "continuing": "长期坚持",
    "year_end": "年终考核",
    "suspended": "暂缓",
    "cancelled": "调整取消",
    "unknown": "请选择",
}
"""Every meaning a written state may have; those named in `LIGHT_MEANINGS` are judged by the program anyway."""

LIGHT_MEANINGS: frozenset[StateMeaning] = frozenset(
    {"not_started", "on_track", "ahead", "lagging", "due_soon", "overdue"}
)
FieldKind = Literal["text", "number", "date", "choice", "bool"]
FIELD_KIND_NAMES: dict[FieldKind, str] = {
    "text": "文字",
    "number": "数字",
    "date": "日期",
    "choice": "选项",
    "bool": "是否",
}
DecidedBy = Literal["rule", "learned", "person"]
Key = tuple[str, str]
"""(table key, key of a column or of a written state within it)."""


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """One column of a table and what it is taken for.

    Attributes:
        key: stable name of the column within its table (`TablePlan.key` and this name it in `OwnChoices.columns`).
        index: from 0; letter: as the sheet prints it ("H").
        head: as printed, levels joined by "/"; "" where the column has none.
        meaning: what it is taken for; proposed: what the rules alone say.
        reason: Chinese, why.
        by: whether a rule, an earlier answer or this person decided.
        is_sure: False where a person should look (no rule knew the head).
        samples: up to three different values as written; filled: rows that have one.
        period: Chinese name of the month its values belong to ("2024年3月"), "" if none.
        field_name, field_kind, options: the custom field that it becomes where the meaning is custom, and, for a
            state column, the field that keeps its words.
    """

    key: str
    index: int
    letter: str
    head: str
    meaning: Meaning
    proposed: Meaning
    reason: str
    by: DecidedBy = "rule"
    is_sure: bool = True
    samples: tuple[str, ...] = ()
    filled: int = 0
    period: str = ""
    field_name: str = ""
    field_kind: FieldKind = "text"
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StateValue:
    """One written state of a column, and what it is taken to mean.

    Attributes:
        key: names it in `OwnChoices.states` and `ImportDecisions.states`, with the table's key.
        column: key of its column; head: that column's head.
        value: as written, without a date beside it; count: rows that have it.
        meaning: "unknown" where nobody knows yet: nothing is done with it but keeping the word.
    """

    key: str
    column: str
    head: str
    value: str
    count: int
    meaning: StateMeaning
    reason: str
    by: DecidedBy = "rule"


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """A row that became no task and belongs to none; reason is Chinese, row the printed number in its sheet."""

    sheet: str | None
    row: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class TablePlan:
    """How one table was understood.

    Attributes:
        key: the same for tables with the same heads, whatever their months and years.
        sheet: its sheet; head_row: printed number of the row that holds its heads.
        states: the written states of all its state columns.
        left_out: rows that became no task.
        undated_period: "YYYY-MM" for progress without a date, "" where the table names none.
        undated_reason: Chinese, where that month was found.
        undated_count: reports that depend on it.
        unit_from_sheet: the sheet's name, where it stands for the unit in charge; "" if not.
        is_plan: False for a table that was not taken for one of tasks; giving it a task column makes it one.
    """

    key: str
    sheet: str | None
    head_row: int
    columns: tuple[ColumnPlan, ...]
    states: tuple[StateValue, ...] = ()
    left_out: tuple[LeftOutRow, ...] = ()
    undated_period: str = ""
    undated_reason: str = ""
    undated_count: int = 0
    unit_from_sheet: str = ""
    is_plan: bool = True


@dataclass(frozen=True, slots=True)
class ProposedEntry:
    """One dated report.

    Attributes:
        year, month: the month reported on; None where the ledger does not say.
        received: "YYYY-MM-DD" the day written beside it, "" if none.
    """

    year: int | None
    month: int | None
    text: str
    percent: float | None = None
    problems: str = ""
    next_step: str = ""
    reporter: str = ""
    received: str = ""


@dataclass(frozen=True, slots=True)
class ProposedPerson:
    """A person or post as named in a cell; name or title may be missing."""

    raw: str
    name: str = ""
    title: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class StateMark:
    """A state as it stands in one row.

    Attributes:
        key: of its `StateValue`.
        date: "YYYY-MM-DD" written beside it, "" if none.
    """

    key: str
    head: str
    value: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """What a ledger says of one task besides the task itself; every date is "YYYY-MM-DD" or "".

    Attributes:
        entries: by month, those without a month last.
        target_words, due_words: as written, for what no figure and no date was read from.
        custom: (column key, value) for the fields of one's own.
    """

    entries: tuple[ProposedEntry, ...] = ()
    states: tuple[StateMark, ...] = ()
    leaders: tuple[ProposedPerson, ...] = ()
    people: tuple[ProposedPerson, ...] = ()
    source: str = ""
    source_ref: str = ""
    start: str = ""
    completed_on: str = ""
    closed_on: str = ""
    closed_by: str = ""
    extended_due: str = ""
    extension_reason: str = ""
    evidence: tuple[str, ...] = ()
    note: str = ""
    target_words: tuple[str, ...] = ()
    due_words: str = ""
    custom: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class OwnChoices:
    """What a person, or an answer kept from before, says of columns and states.

    Attributes:
        columns: (table key, column key) -> meaning, of this person.
        states: (table key, state key) -> meaning, of this person.
        learned: scope (a table key, or an issuer) -> column key -> meaning, kept from earlier imports.
        learned_states: the same for written states, by state key.
        learned_fields: table key -> column key -> name that the column's field was given in earlier imports.
    """

    columns: Mapping[Key, Meaning] = field(default_factory=dict)
    states: Mapping[Key, StateMeaning] = field(default_factory=dict)
    learned: Mapping[str, Mapping[str, Meaning]] = field(default_factory=dict)
    learned_states: Mapping[str, Mapping[str, StateMeaning]] = field(default_factory=dict)
    learned_fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def with_column(self, table: str, column: str, meaning: Meaning) -> OwnChoices:
        """Return the choices with one column's meaning changed."""
        return replace(self, columns={**self.columns, (table, column): meaning})

    def with_state(self, table: str, state: str, meaning: StateMeaning) -> OwnChoices:
        """Return the choices with one written state's meaning changed."""
        return replace(self, states={**self.states, (table, state): meaning})


NO_CHOICES = OwnChoices()
