"""The columns of the ledger grid, as one table; and the row they are read from.

A column says what a cell shows and how it is painted; it holds nothing.  The values come from the facts of a
task and its judgement at the cut-off date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Literal

from PySide6.QtCore import Qt

from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.grid import custom_field_name
from ledger_app.domain.lights import Judgement, judge_all
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.task import (
    OWNER_ROLE_NAMES,
    SOURCE_KIND_NAMES,
    STANDING_NAMES,
    TASK_KIND_NAMES,
    CustomField,
    CustomValue,
)
from ledger_app.ports import ReadSession
from ledger_app.services.cell_fields import edited_field

# What the filter of a column offers: words and a list of values, spans of days or numbers, values alone.
FilterKind = Literal["text", "long_text", "date", "number", "choice", "none"]


@dataclass(frozen=True, slots=True)
class GridRow:
    """One task as the grid shows it, judged at the cut-off date of its query.

    Attributes:
        custom: values of the custom fields by the field's id, those that are given.
    """

    facts: TaskFacts
    judgement: Judgement
    custom: Mapping[int, str] = field(default_factory=dict)


class Paint(Enum):
    """How a cell is painted."""

    TEXT = auto()  # one line
    WRAP = auto()  # two lines where the row is high enough
    CHIP = auto()  # sign, word and tint
    BAR = auto()  # progress against elapsed share
    DAYS = auto()  # 逾期 12 天 in the light's colour, 还剩 5 天 quiet


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        key: stable name for remembered layouts.
        heading: as printed above it.
        value: text of a cell.
        width_px: at first; paint: see Paint; is_right: figures and dates.
        field: the field of TaskQuery it sorts and filters by, "" if it can do neither.
        filter_kind: what its filter offers.
        can_group: tasks can be grouped by it.
        is_shown: visible at first.
        tip: text of the heading's tooltip.
    """

    key: str
    heading: str
    value: Callable[[GridRow], str]
    width_px: int
    paint: Paint = Paint.TEXT
    is_right: bool = False
    field: str = ""
    is_shown: bool = True
    tip: str = ""
    filter_kind: FilterKind = "text"
    can_group: bool = False

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        """Return how cells and heading are aligned."""
        side = Qt.AlignmentFlag.AlignRight if self.is_right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    @property
    def edits(self) -> str:
        """Return the field that its cells change; whether they can be changed is `services.cell_fields`."""
        return edited_field(self.field or self.key)


def day(value: dt.date | None) -> str:
    """Return a date as shown, "—" for none."""
    return value.isoformat() if value else "—"


def days_text(row: GridRow) -> str:
    """Return what the due date means at the cut-off: 逾期 12 天, 还剩 5 天, 今天到期, 按期, 长期坚持."""
    judged = row.judgement
    if judged.overdue_days:
        return f"逾期 {judged.overdue_days} 天"
    if judged.light.is_done:
        return {True: "按期完成", False: "逾期完成", None: "已完成"}[judged.is_on_time]
    if judged.days_left is not None:
        return "今天到期" if judged.days_left == 0 else f"还剩 {judged.days_left} 天"
    return "" if judged.light.is_open else judged.light.word


def percent_text(value: float | None) -> str:
    """Return a percentage, "—" where none was ever given."""
    return "—" if value is None else f"{value:g}%"


def _evidence(row: GridRow) -> str:
    facts = row.facts
    if facts.expected_count:
        return f"{facts.evidence_count}/{facts.expected_count}"
    return str(facts.evidence_count)


def _progress(row: GridRow) -> str:
    facts = row.facts
    if facts.period_text:
        return facts.period_text
    if row.judgement.is_unreported:
        return "本期未报"
    return f"（{facts.period}）{facts.text}" if facts.text else ""


def _gap(row: GridRow) -> str:
    gap = row.judgement.gap
    return "" if gap is None else f"{gap:+g} 点"


def owners_text(facts: TaskFacts) -> str:
    """Return all owners, each with its role (县医院（牵头）、疾控中心（配合）)."""
    return "、".join(f"{name}（{OWNER_ROLE_NAMES[role]}）" for name, role in facts.owner_names)


def _join(names: Sequence[str]) -> str:
    return "、".join(names)


def _more(key: str, heading: str, value: Callable[[GridRow], str], width_px: int, **rest: Any) -> Column:  # noqa: ANN401
    """Return a column that is hidden at first; text in several lines unless `rest` says otherwise."""
    return Column(key, heading, value, width_px, **{"paint": Paint.WRAP, "field": key, "is_shown": False, **rest})


def _hidden_day(key: str, heading: str, value: Callable[[GridRow], dt.date | None], tip: str) -> Column:
    return _more(key, heading, lambda row: day(value(row)), 86, is_right=True, filter_kind="date", tip=tip)


_CHOICE: dict[str, Any] = {"paint": Paint.TEXT, "filter_kind": "choice", "can_group": True}
_NUMBER: dict[str, Any] = {"is_right": True, "filter_kind": "number"}
_LONG: dict[str, Any] = {"filter_kind": "long_text"}
_GROUPED: dict[str, Any] = {"can_group": True}

_SHOWN: tuple[Column, ...] = (
    Column(
        "light",
        "状态",
        lambda row: row.judgement.label,
        112,
        Paint.CHIP,
        field="light",
        tip="按截止日判断的灯色",
        filter_kind="choice",
        can_group=True,
    ),
    Column("code", "编号", lambda row: row.facts.code, 52, field="code"),
    Column("title", "任务", lambda row: row.facts.title or row.facts.content, 182, Paint.WRAP, field="title"),
    Column(
        "lead", "牵头单位", lambda row: _join(row.facts.lead_names) or "未定", 88, Paint.WRAP, field="lead", **_GROUPED
    ),
    Column("due", "时限", lambda row: day(row.judgement.due), 86, is_right=True, field="due", filter_kind="date"),
    Column(
        "days",
        "还剩",
        days_text,
        84,
        Paint.DAYS,
        field="days_left",
        filter_kind="number",
        tip="到截止日还剩几天，或已经逾期几天（筛选时逾期写负数）",
    ),
    Column(
        "percent",
        "进度 | 时序",
        lambda row: percent_text(row.facts.percent),
        106,
        Paint.BAR,
        field="percent",
        tip="完成百分比；竖线是按时间应当达到的进度",
        filter_kind="number",
    ),
    Column("progress", "本期进展", _progress, 88, Paint.WRAP, field="progress", filter_kind="long_text"),
    Column("evidence", "佐证", _evidence, 48, field="evidence", tip="已有佐证份数 / 应有份数", **_NUMBER),
)
_HIDDEN: tuple[Column, ...] = (
    _more("gap", "偏差", _gap, 72, paint=Paint.TEXT, tip="完成进度与时序进度相差几个百分点", **_NUMBER),
    _more(
        "missing",
        "缺材料",
        lambda row: str(row.facts.missing_count),
        64,
        paint=Paint.TEXT,
        tip="应有而没有的材料项数；在“佐证”里可以记下无需材料的原因",
        **_NUMBER,
    ),
    _more(
        "elapsed",
        "时序进度",
        lambda row: percent_text(row.judgement.elapsed_percent),
        84,
        paint=Paint.TEXT,
        tip="按时间应当达到的百分比",
        **_NUMBER,
    ),
    _more("section", "板块", lambda row: row.facts.section, 140, **_GROUPED),
    _more("plan", "计划文件", lambda row: row.facts.plan_title, 180, **_GROUPED),
    _more(
        "owners",
        "责任单位",
        lambda row: owners_text(row.facts),
        180,
        tip="全部责任单位，括号里是在计划中的分工；按牵头单位排序，在“牵头单位”“配合单位”两列里修改",
    ),
    _more("others", "配合单位", lambda row: _join(row.facts.cooperate_names), 140),
    _more("leader", "牵头领导", lambda row: _join(row.facts.leader_names), 96, paint=Paint.TEXT, **_GROUPED),
    _more("due_raw", "时限原文", lambda row: row.facts.due_raw, 120),
    _hidden_day("original_due", "原定时限", lambda row: row.facts.original_due, "延期以前的日期"),
    _hidden_day("start", "启动日期", lambda row: row.facts.start, "开始办理的日期，不填从年初算起"),
    _more(
        "month_due", "到期月份", lambda row: f"{row.judgement.due:%Y-%m}" if row.judgement.due else "", 92, **_CHOICE
    ),
    _more("content", "任务内容", lambda row: row.facts.content, 240, **_LONG),
    _more("problems", "存在问题", lambda row: row.facts.problems, 160, **_LONG),
    _more("next", "下一步", lambda row: row.facts.next_step, 160, **{**_LONG, "field": "next_step"}),
    _more("kind", "类型", lambda row: TASK_KIND_NAMES[row.facts.kind], 92, **_CHOICE),
    _more("standing", "推进情况", lambda row: STANDING_NAMES[row.facts.standing], 92, **_CHOICE),
    _more(
        "source",
        "来源",
        lambda row: SOURCE_KIND_NAMES[row.facts.source_kind],
        84,
        **{**_CHOICE, "field": "source_kind"},
    ),
    _more("source_ref", "来源文号", lambda row: row.facts.source_ref, 120, **_GROUPED),
    _more("note", "备注", lambda row: row.facts.note, 140, **_LONG),
    _more(
        "reason",
        "判断依据",
        lambda row: row.judgement.reason,
        220,
        field="",
        filter_kind="none",
        tip="由程序按截止日写出的一句话，不能排序和筛选",
    ),
)
COLUMNS: tuple[Column, ...] = (*_SHOWN, *_HIDDEN)
_CUSTOM_FILTERS: Mapping[str, FilterKind] = {"number": "number", "date": "date", "choice": "choice", "bool": "choice"}


def columns_with(custom: Iterable[CustomField]) -> tuple[Column, ...]:
    """Return the columns of a ledger: the program's own and one for each of its custom fields."""
    return (*COLUMNS, *(_custom_column(one) for one in sorted(custom, key=lambda one: (one.ordinal, one.id))))


def _custom_column(custom: CustomField) -> Column:
    is_number = custom.kind == "number"

    def value(row: GridRow) -> str:
        text = row.custom.get(custom.id, "")
        return _yes_or_no(text) if custom.kind == "bool" else text

    return Column(
        custom_field_name(custom.id),
        custom.name,
        value,
        100,
        Paint.WRAP if custom.kind == "text" else Paint.TEXT,
        is_right=is_number or custom.kind == "date",
        field=custom_field_name(custom.id),
        tip="本台账自定义的列",
        filter_kind=_CUSTOM_FILTERS.get(custom.kind, "text"),
        can_group=not is_number,
    )


def _yes_or_no(text: str) -> str:
    return "" if not text else "否" if text.lower() in ("0", "false", "否") else "是"


def read_rows(session: ReadSession, ids: Sequence[int], cutoff: dt.date, settings: LedgerSettings) -> list[GridRow]:
    """Read the rows of some tasks, judged at a cut-off date; in any order, missing tasks left out."""
    custom: dict[int, dict[int, str]] = {}
    for one in session.of(CustomValue).find(task_id=tuple(ids)) if ids else ():
        custom.setdefault(one.task_id, {})[one.field_id] = one.value
    judged = judge_all(session.facts(cutoff, task_ids=ids), cutoff, settings)
    return [GridRow(facts, judgement, custom.get(facts.id, {})) for facts, judgement in judged]
