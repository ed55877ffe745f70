"""The columns of the ledger grid, as one table; and the row they are read from.

A column says what a cell shows and how it is painted; it holds nothing.  The values come from the facts of a
task and its judgement at the cut-off date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import Qt

from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.lights import Judgement, judge_all
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.task import SOURCE_KIND_NAMES
from ledger_app.ports import ReadSession


@dataclass(frozen=True, slots=True)
class GridRow:
    """One task as the grid shows it, judged at the cut-off date of its query."""

    facts: TaskFacts
    judgement: Judgement


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
        field: the field of TaskQuery it sorts by, "" if it cannot be sorted.
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

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        """Return how cells and heading are aligned."""
        side = Qt.AlignmentFlag.AlignRight if self.is_right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


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


COLUMNS: tuple[Column, ...] = (
    Column("light", "状态", lambda row: row.judgement.label, 112, Paint.CHIP, field="light", tip="按截止日判断的灯色"),
    Column("code", "编号", lambda row: row.facts.code, 48, field="code"),
    Column("title", "任务", lambda row: row.facts.title or row.facts.content, 182, Paint.WRAP, field="title"),
    Column("lead", "牵头单位", lambda row: "、".join(row.facts.lead_names) or "未定", 84, Paint.WRAP, field="lead"),
    Column("due", "时限", lambda row: day(row.judgement.due), 86, is_right=True, field="due"),
    Column("days", "还剩", days_text, 84, Paint.DAYS, field="days_left", tip="到截止日还剩几天，或已经逾期几天"),
    Column(
        "percent",
        "进度 | 时序",
        lambda row: percent_text(row.facts.percent),
        106,
        Paint.BAR,
        field="percent",
        tip="完成百分比；竖线是按时间应当达到的进度",
    ),
    Column("progress", "本期进展", _progress, 88, Paint.WRAP, field="progress"),
    Column("evidence", "佐证", _evidence, 44, is_right=True, field="evidence", tip="已有佐证份数 / 应有份数"),
    Column("gap", "偏差", _gap, 72, is_right=True, field="gap", is_shown=False, tip="完成进度与时序进度相差几个百分点"),
    Column("section", "板块", lambda row: row.facts.section, 140, Paint.WRAP, field="section", is_shown=False),
    Column("plan", "计划文件", lambda row: row.facts.plan_title, 180, Paint.WRAP, field="plan", is_shown=False),
    Column("others", "配合单位", lambda row: "、".join(row.facts.cooperate_names), 140, Paint.WRAP, is_shown=False),
    Column("leader", "牵头领导", lambda row: "、".join(row.facts.leader_names), 84, field="leader", is_shown=False),
    Column("due_raw", "时限原文", lambda row: row.facts.due_raw, 120, Paint.WRAP, field="due_raw", is_shown=False),
    Column("problems", "存在问题", lambda row: row.facts.problems, 160, Paint.WRAP, is_shown=False),
    Column("next", "下一步", lambda row: row.facts.next_step, 160, Paint.WRAP, is_shown=False),
    Column(
        "source", "来源", lambda row: SOURCE_KIND_NAMES[row.facts.source_kind], 76, field="source_kind", is_shown=False
    ),
    Column("reason", "判断依据", lambda row: row.judgement.reason, 220, Paint.WRAP, is_shown=False),
)


def read_rows(session: ReadSession, ids: Sequence[int], cutoff: dt.date, settings: LedgerSettings) -> list[GridRow]:
    """Read the rows of some tasks, judged at a cut-off date; in any order, missing tasks left out."""
    return rows_from(session.facts(cutoff, task_ids=ids), cutoff, settings)


def rows_from(facts: Iterable[TaskFacts], cutoff: dt.date, settings: LedgerSettings) -> list[GridRow]:
    """Judge facts and return them as rows."""
    return [GridRow(one, judgement) for one, judgement in judge_all(facts, cutoff, settings)]
