"""The journal of one task as lines to read: when, who, what, and each field before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from ledger_app.domain.changes import Operation
from ledger_app.domain.supervision import CLOSING_STEP_NAMES, VERIFICATION_NAMES
from ledger_app.domain.task import CustomField
from ledger_app.domain.tones import Light
from ledger_app.domain.unit import Person, Post, Unit
from ledger_app.ports import Ledger, ReadSession
from ui.models.task_detail import TaskDetail

FIELD_NAMES = {
    "code": "编号",
    "title": "任务名称",
    "content": "任务内容",
    "kind": "类型",
    "section": "板块",
    "start": "启动日期",
    "issued": "交办日期",
    "completed_on": "完成日期",
    "standing": "推进状态",
    "standing_reason": "原因",
    "light_override": "人工灯色",
    "override_reason": "人工灯色的原因",
    "note": "备注",
    "raw": "原文",
    "role": "分工",
    "unit_id": "单位",
    "original_due": "原定时限",
    "current_due": "现行时限",
    "text": "进展",
    "percent": "完成百分比",
    "problems": "存在问题",
    "next_step": "下一步",
    "received": "收到日期",
    "actual": "完成值",
    "caption": "说明",
    "opinion": "意见",
    "is_approved": "是否批准",
    "new_due": "延期到",
    "reason": "依据",
    "standing_since": "自何日起",
    "source_kind": "任务来源",
    "source_ref": "来源文号",
    "is_primary": "按此考核",
    "every": "周期",
    "times": "每期次数",
    "day": "到期日",
    "state": "各期情况",
    "due": "到期日",
    "done_on": "完成日期",
    "decided_by": "审批人",
    "decided_on": "审批日期",
    "post_id": "职务",
    "person_id": "责任人",
    "value": "值",
    "period": "期间",
    "reporter": "填报人",
}
ROW_NAMES = {
    "task": "任务",
    "deadline": "时限",
    "extension": "延期",
    "progress_entry": "进展",
    "task_owner": "责任单位",
    "task_leader": "牵头领导",
    "task_source": "来源",
    "task_evidence": "佐证",
    "closing": "销号",
    "target": "目标",
    "milestone": "节点",
    "occurrence": "各期",
    "verification": "核查",
    "custom_value": "自定义列",
}
# Of each kind of row, the fields that say which one it is.
_LABELS: dict[str, tuple[str, ...]] = {
    "deadline": ("raw",),
    "extension": ("new_due", "reason"),
    "progress_entry": ("period", "text"),
    "task_owner": ("role", "raw"),
    "task_leader": ("raw",),
    "task_source": ("source_ref", "quote"),
    "task_evidence": ("caption",),
    "closing": ("step", "by_name"),
    "target": ("raw",),
    "milestone": ("title",),
    "occurrence": ("period",),
    "verification": ("result", "note"),
    "custom_value": ("value",),
}
# What makes a task brings its rows along; they are the task, not changes of it.
_QUIET = frozenset({"version", "id", "uid", "task_id", "created_at", "ordinal", "confidence", "rule"})
VALUE_NAMES = {
    "once": "一次性",
    "recurring": "周期性",
    "continuing": "长期坚持",
    "year_end": "年终考核",
    "active": "正常推进",
    "suspended": "暂缓",
    "lead": "牵头",
    "responsible": "责任",
    "cooperate": "配合",
    **{light.value: light.word for light in Light if light not in (Light.CONTINUING, Light.YEAR_END, Light.SUSPENDED)},
    "cancelled": "调整取消",
    "week": "每周",
    "month": "每月",
    "quarter": "每季度",
    "half-year": "每半年",
    "year": "每年",
    "open": "未完成",
    "done": "完成",
    "skipped": "免做",
    **CLOSING_STEP_NAMES,
    **VERIFICATION_NAMES,
}
LONGEST = 60


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after, in words; "" where a row came or went.

    Attributes:
        field: "任务名称", "进展", "节点 完成日期".
    """

    field: str
    before: str
    after: str

    @property
    def text(self) -> str:
        """Return it as one line: "任务名称：甲 → 乙", "添加节点：选址", "删除时限：年底前"."""
        if not self.before:
            return f"添加{self.field}：{self.after}"
        if not self.after:
            return f"删除{self.field}：{self.before}"
        return f"{self.field}：{self.before} → {self.after}"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One operation that touched the task.

    Attributes:
        changes: what it changed; none where it made the task.
    """

    operation: Operation
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class FieldHistory:
    """All that happened to one field, newest first."""

    field: str
    changes: tuple[tuple[Operation, FieldChange], ...]


def read_history(ledger: Ledger, detail: TaskDetail) -> list[HistoryLine]:
    """Read what was done to a task, to the rows that hang on it and to those that were taken off it, newest first."""
    found: dict[int, tuple[Operation, list[FieldChange]]] = {}
    making: set[int] = set()
    with ledger.read() as session:
        names = _Names(session)
    for table, key in dict.fromkeys([*_keys(detail), *ledger.removed_rows(detail.task.id)]):
        for operation, fields in ledger.history(table, key):
            if table == "task" and "uid" in fields:
                making.add(operation.id)
            lines = found.setdefault(operation.id, (operation, []))[1]
            lines += [line for line in names.changes(table, fields) if line not in lines]
    return [
        HistoryLine(operation, () if number in making else tuple(lines))
        for number, (operation, lines) in sorted(found.items(), reverse=True)
    ]


def by_field(lines: list[HistoryLine]) -> list[FieldHistory]:
    """Return the same by field, the field that was changed last first."""
    fields: dict[str, list[tuple[Operation, FieldChange]]] = {}
    for line in lines:
        for change in line.changes:
            fields.setdefault(change.field, []).append((line.operation, change))
    return [FieldHistory(field, tuple(changes)) for field, changes in fields.items()]


def local_time(utc: str) -> str:
    """Return a UTC ISO time as the local one, "2024-06-30 16:05"."""
    try:
        return dt.datetime.fromisoformat(utc).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return utc


def _keys(detail: TaskDetail) -> list[tuple[str, int | str]]:
    keys: list[tuple[str, int | str]] = [("task", detail.task.id)]
    keys += [("deadline", one.id) for one in detail.deadlines]
    keys += [("extension", one.id) for one in detail.extensions]
    keys += [("progress_entry", one.id) for one in detail.entries]
    keys += [("task_owner", one.owner.id) for one in detail.owners]
    keys += [("task_leader", one.leader.id) for one in detail.leaders]
    keys += [("task_source", one.source.id) for one in detail.sources]
    keys += [("task_evidence", one.link.id) for one in detail.evidence]
    keys += [("closing", one.id) for one in detail.closings]
    keys += [("target", one.id) for one in detail.targets]
    keys += [("milestone", one.id) for one in detail.milestones]
    keys += [("occurrence", one.id) for one in detail.occurrences]
    keys += [("verification", one.id) for one in detail.verifications]
    keys += [("custom_value", key) for key in detail.value_ids]
    return keys


class _Names:
    """Words for what the journal keeps as numbers: units, posts, people, columns."""

    def __init__(self, session: ReadSession) -> None:
        self._of = {
            "unit_id": {one.id: one.short_name or one.name for one in session.of(Unit).find()},
            "post_id": {one.id: one.title for one in session.of(Post).find()},
            "person_id": {one.id: one.name for one in session.of(Person).find()},
            "field_id": {one.id: one.name for one in session.of(CustomField).find()},
        }

    def changes(self, table: str, fields: Mapping[str, tuple[object, object]]) -> list[FieldChange]:
        """Return what happened to one row: it came, it went, or these fields of it changed."""
        row_name = ROW_NAMES.get(table, "")
        if "id" in fields:
            label = _LABELS.get(table, ())
            if table == "custom_value":
                row_name = self._shown("field_id", _either(fields, "field_id"))
            came = fields["id"][0] is None
            words = " ".join(filter(None, (self._label(name, _either(fields, name)) for name in label)))
            return [FieldChange(row_name, "" if came else words, words if came else "")] if words else []
        prefix = "" if table in ("task", "progress_entry") else f"{row_name} "
        return [
            FieldChange(f"{prefix}{FIELD_NAMES[name]}", self._shown(name, before), self._shown(name, after))
            for name, (before, after) in fields.items()
            if name in FIELD_NAMES and name not in _QUIET and before != after
        ]

    def _label(self, name: str, value: object) -> str:
        return "" if value in (None, "") else self._shown(name, value)

    def _shown(self, name: str, value: object) -> str:
        if value is None or value == "":
            return "（空）"
        if name in self._of and isinstance(value, int):
            return self._of[name].get(value, f"第{value}号")
        if name.startswith("is_"):
            return "是" if value else "否"
        text = VALUE_NAMES.get(value, value) if isinstance(value, str) else f"{value}"
        flat = " ".join(text.split())
        return flat if len(flat) <= LONGEST else flat[:LONGEST] + "…"


def _either(fields: Mapping[str, tuple[object, object]], name: str) -> object:
    before, after = fields.get(name, (None, None))
    return after if after is not None else before
