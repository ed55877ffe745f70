"""The journal of one task as lines to read: when, who, what, and each field before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from ledger_app.domain.changes import Operation
from ledger_app.domain.tones import Light
from ledger_app.ports import Ledger
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
}
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
}
LONGEST = 60


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One operation that touched the task.

    Attributes:
        changes: "任务名称：甲 → 乙", one a field, none where a row was only added or removed.
    """

    operation: Operation
    changes: tuple[str, ...]


def read_history(ledger: Ledger, detail: TaskDetail) -> list[HistoryLine]:
    """Read what was done to a task and to the rows that hang on it, newest first."""
    keys: list[tuple[str, int | str]] = [("task", detail.task.id)]
    keys += [("deadline", one.id) for one in detail.deadlines]
    keys += [("extension", one.id) for one in detail.extensions]
    keys += [("progress_entry", one.id) for one in detail.entries]
    keys += [("task_owner", one.owner.id) for one in detail.owners]
    keys += [("task_evidence", one.link.id) for one in detail.evidence]
    keys += [("closing", one.id) for one in detail.closings]
    keys += [("target", one.id) for one in detail.targets]
    found: dict[int, tuple[Operation, list[str]]] = {}
    for table, key in keys:
        for operation, fields in ledger.history(table, key):
            lines = found.setdefault(operation.id, (operation, []))[1]
            lines += [line for line in _changed(fields) if line not in lines]
    return [HistoryLine(operation, tuple(lines)) for _, (operation, lines) in sorted(found.items(), reverse=True)]


def local_time(utc: str) -> str:
    """Return a UTC ISO time as the local one, "2024-06-30 16:05"."""
    try:
        return dt.datetime.fromisoformat(utc).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return utc


def _changed(fields: Mapping[str, tuple[object, object]]) -> list[str]:
    lines = []
    for name, (before, after) in fields.items():
        if name in FIELD_NAMES and before != after and before is not None and name != "unit_id":
            lines.append(f"{FIELD_NAMES[name]}：{_shown(before)} → {_shown(after)}")
    return lines


def _shown(value: object) -> str:
    if value is None or value == "":
        return "（空）"
    text = VALUE_NAMES.get(str(value), str(value)) if isinstance(value, str) else f"{value}"
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else flat[:LONGEST] + "…"
