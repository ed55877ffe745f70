"""What each column of the grid is worth in a spreadsheet: typed values, where the grid has words.

The keys and headings are the grid's own (a test compares them); a state is sign and word, a day is a day, a percent
is a number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.grid import custom_field_name
from ledger_app.domain.lights import Judgement
from ledger_app.domain.task import OWNER_ROLE_NAMES, SOURCE_KIND_NAMES, STANDING_NAMES, TASK_KIND_NAMES, CustomField
from ledger_app.reports.sheet import Kind, SheetColumn, ToneWord, Value


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One task, judged at the cut-off date, with the values of its custom fields by their ids."""

    facts: TaskFacts
    judgement: Judgement
    custom: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """One column: what the grid calls it, what stands in it, and its width where the grid has none."""

    key: str
    sheet: SheetColumn
    value: Callable[[ExportRow], Value]

    def sized(self, width_px: int) -> SheetColumn:
        """Return the column at a width of the grid's."""
        return SheetColumn(self.sheet.heading, self.sheet.kind, width_px, self.sheet.wraps)


def _column(key: str, heading: str, kind: Kind, width_px: int, value: Callable[[ExportRow], Value]) -> ExportColumn:
    return ExportColumn(key, SheetColumn(heading, kind, width_px), value)


def _long(key: str, heading: str, width_px: int, value: Callable[[ExportRow], str]) -> ExportColumn:
    return ExportColumn(key, SheetColumn(heading, "text", width_px, wraps=True), value)


def _days(row: ExportRow) -> Value:
    """Return days to the due date, negative once past; of work that is done, how it was done."""
    judged = row.judgement
    if judged.overdue_days:
        return -judged.overdue_days
    if judged.light.is_done:
        return {True: "按期完成", False: "逾期完成", None: "已完成"}[judged.is_on_time]
    if judged.days_left is not None:
        return judged.days_left
    return "" if judged.light.is_open else judged.light.word


def _evidence(row: ExportRow) -> Value:
    facts = row.facts
    return f"{facts.evidence_count}/{facts.expected_count}" if facts.expected_count else facts.evidence_count


def _progress(row: ExportRow) -> str:
    facts = row.facts
    if facts.period_text:
        return facts.period_text
    if row.judgement.is_unreported:
        return "本期未报"
    return f"（{facts.period}）{facts.text}" if facts.text else ""


def _month_due(row: ExportRow) -> str:
    return f"{row.judgement.due:%Y-%m}" if row.judgement.due else ""


def _owners(row: ExportRow) -> str:
    return _join([f"{name}（{OWNER_ROLE_NAMES[role]}）" for name, role in row.facts.owner_names])


def _join(names: Sequence[str]) -> str:
    return "、".join(names)


EXPORT_COLUMNS: tuple[ExportColumn, ...] = (
    _column("light", "状态", "light", 112, lambda row: ToneWord(row.judgement.label, row.judgement.tone.value)),
    _column("code", "编号", "text", 60, lambda row: row.facts.code),
    _long("title", "任务", 280, lambda row: row.facts.title or row.facts.content),
    _long("lead", "牵头单位", 110, lambda row: _join(row.facts.lead_names) or "未定"),
    _column("due", "时限", "date", 86, lambda row: row.judgement.due),
    _column("days", "还剩", "days", 84, _days),
    _column("percent", "进度", "percent", 84, lambda row: row.facts.percent),
    _long("progress", "本期进展", 240, _progress),
    _column("evidence", "佐证", "number", 48, _evidence),
    _column("missing", "缺材料", "number", 56, lambda row: row.facts.missing_count),
    _column("gap", "偏差", "points", 72, lambda row: row.judgement.gap),
    _column("elapsed", "时序进度", "percent", 84, lambda row: row.judgement.elapsed_percent),
    _long("section", "板块", 140, lambda row: row.facts.section),
    _long("plan", "计划文件", 180, lambda row: row.facts.plan_title),
    _long("owners", "责任单位", 180, _owners),
    _long("others", "配合单位", 140, lambda row: _join(row.facts.cooperate_names)),
    _column("leader", "牵头领导", "text", 96, lambda row: _join(row.facts.leader_names)),
    _long("due_raw", "时限原文", 120, lambda row: row.facts.due_raw),
    _column("original_due", "原定时限", "date", 86, lambda row: row.facts.original_due),
    _column("start", "启动日期", "date", 86, lambda row: row.facts.start),
    _column("month_due", "到期月份", "text", 92, _month_due),
    _long("content", "任务内容", 240, lambda row: row.facts.content),
    _long("problems", "存在问题", 160, lambda row: row.facts.problems),
    _long("next", "下一步", 160, lambda row: row.facts.next_step),
    _column("kind", "类型", "text", 92, lambda row: TASK_KIND_NAMES[row.facts.kind]),
    _column("standing", "推进情况", "text", 92, lambda row: STANDING_NAMES[row.facts.standing]),
    _column("source", "来源", "text", 84, lambda row: SOURCE_KIND_NAMES[row.facts.source_kind]),
    _long("source_ref", "来源文号", 120, lambda row: row.facts.source_ref),
    _long("note", "备注", 140, lambda row: row.facts.note),
    _long("reason", "判断依据", 220, lambda row: row.judgement.reason),
)
# What is written where nobody has chosen columns.
USUAL_KEYS = ("light", "code", "title", "lead", "others", "due", "days", "percent", "progress", "evidence")


def export_columns(custom: Iterable[CustomField]) -> Mapping[str, ExportColumn]:
    """Return the columns of a ledger by their keys: the program's own, then one for each of its custom fields."""
    own = sorted(custom, key=lambda one: (one.ordinal, one.id))
    return {one.key: one for one in (*EXPORT_COLUMNS, *map(_custom_column, own))}


def _custom_column(custom: CustomField) -> ExportColumn:
    kinds: Mapping[str, Kind] = {"number": "number", "date": "date"}
    kind = kinds.get(custom.kind, "text")
    sheet = SheetColumn(custom.name, kind, 100, wraps=custom.kind == "text")
    return ExportColumn(custom_field_name(custom.id), sheet, lambda row: _custom_value(custom, row))


def _custom_value(custom: CustomField, row: ExportRow) -> Value:
    text = row.custom.get(custom.id, "")
    # A value that an older program kept otherwise is handed over as the text it is.
    if custom.kind == "number":
        with suppress(ValueError):
            return float(text)
    if custom.kind == "date":
        with suppress(ValueError):
            return dt.date.fromisoformat(text)
    if custom.kind == "bool" and text:
        return "否" if text.lower() in ("0", "false", "否") else "是"
    return text
