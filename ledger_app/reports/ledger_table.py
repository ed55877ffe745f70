"""Compose the plain ledger: all tasks of a scope in one wide table, grouped by plan and section."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledger_app.reports.model import (
    CellContent,
    Column,
    Orientation,
    PageSetting,
    Paper,
    Properties,
    ReportModel,
    ReportTable,
    Row,
    Tone,
    Words,
)
from ledger_app.reports.table_columns import without_empty

COLUMNS: tuple[Column, ...] = (
    Column("seq", "序号", "center", whole=True),
    Column("light", "状态", "center", whole=True, max_mm=27),
    Column("code", "编号", "center", whole=True),
    Column("task", "任务"),
    Column("lead", "牵头单位", "center"),
    Column("cooperate", "配合单位"),
    Column("due", "时限", "center", min_mm=22, max_mm=30),
    Column("percent", "进度", "right", whole=True),
    Column("progress", "本期进展", min_mm=40),
    Column("note", "备注"),
)
LIGHT_NOTE = "注：▲红 ■黄 ●绿 ◆蓝 ○灰，✓已完成；状态按截止日判定，带*的为人工设定。"
DEFAULT_COLUMNS = tuple(column.key for column in COLUMNS)


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One task of the ledger, as printed.

    Attributes:
        light: sign and word ("▲逾期"); tone: its colour's role.
        due_raw: the deadline's own words; due: the computed date, None if there is none.
        percent: as printed, "" = none.
        progress: text of the period's entry.
    """

    id: int
    code: str
    title: str
    plan: str = ""
    section: str = ""
    light: str = ""
    tone: Tone = ""
    lead: str = ""
    cooperate: str = ""
    due_raw: str = ""
    due: dt.date | None = None
    percent: str = ""
    progress: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class LedgerFacts:
    """What the ledger table says besides its rows.

    Attributes:
        title: heading of the table.
        cutoff: day at which the lights were judged.
        scope: in words ("县医院牵头"), "" = the whole ledger.
        columns: keys of the columns to print, in order.
        paper, orientation: of the sheets.
        snapshot, created: as in `Properties`.
    """

    bureau: str
    title: str
    cutoff: dt.date
    scope: str = ""
    columns: tuple[str, ...] = DEFAULT_COLUMNS
    paper: Paper = "A4"
    orientation: Orientation = "landscape"
    snapshot: str = ""
    created: str = "2000-01-01T00:00:00Z"


def compose_ledger(lines: Iterable[LedgerLine], facts: LedgerFacts) -> ReportModel:
    """Return the ledger report of some tasks.

    Args:
        lines: tasks in printing order; a change of plan or section begins a group.
        facts: heading, cut-off and columns.
    """
    by_key = {column.key: column for column in COLUMNS}
    tasks = list(lines)
    # Their names in a narrow column would make every row a dozen lines high.
    dropped = {"cooperate"} if facts.orientation == "portrait" else set()
    columns = tuple(by_key[key] for key in facts.columns if key in by_key and key not in dropped)
    table = ReportTable(
        "ledger",
        columns,
        tuple(_rows(tasks, columns)),
        notes=(LIGHT_NOTE,),
        size_pt=9.0,
        empty_text="（没有符合条件的任务）",
    )
    return ledger_sheet(without_empty(table, {"cooperate", "note"}), len(tasks), facts)


def ledger_sheet(table: ReportTable, count: int, facts: LedgerFacts) -> ReportModel:
    """Return a table of so many tasks as a titled working paper, with contents in front where it is long."""
    cutoff = f"{facts.cutoff.year}年{facts.cutoff.month}月{facts.cutoff.day}日"
    parts = (facts.scope, f"截至{cutoff}", f"共{count}项")
    return ReportModel(
        kind="ledger",
        title=facts.title,
        subtitle="　".join(part for part in (facts.bureau if facts.bureau not in facts.title else "", *parts) if part),
        body=(table,),
        page=PageSetting(paper=facts.paper, orientation=facts.orientation, has_contents=True),
        properties=Properties(facts.bureau, "任务台账", facts.snapshot, facts.cutoff.isoformat(), facts.created),
        foot=" ".join(part for part in (facts.snapshot, f"截至{facts.cutoff.isoformat()}") if part),
    )


def _rows(tasks: Sequence[LedgerLine], columns: Sequence[Column]) -> Iterable[Row]:
    counts: dict[tuple[str, str], int] = {}
    for line in tasks:
        counts[line.plan, line.section] = counts.get((line.plan, line.section), 0) + 1
    has_plans = len({line.plan for line in tasks}) > 1
    group: tuple[str, str] | None = None
    for number, line in enumerate(tasks, start=1):
        if (line.plan, line.section) != group:
            group = (line.plan, line.section)
            name = _group_name(line, has_plans=has_plans)
            if name:
                yield Row((f"{name}（{counts[group]}项）",), "group")
        yield Row(tuple(_cell(line, column.key, number) for column in columns), "row", (line.id,))


def _group_name(line: LedgerLine, *, has_plans: bool) -> str:
    parts = (line.plan if has_plans or not line.section else "", line.section)
    return "　".join(part for part in parts if part)


def _cell(line: LedgerLine, key: str, number: int) -> CellContent:
    if key == "light":
        return Words(line.light, tone=line.tone)
    if key == "due":
        return _due(line)
    plain = {
        "seq": str(number),
        "code": line.code,
        "task": line.title,
        "lead": line.lead,
        "cooperate": line.cooperate,
        "percent": line.percent,
        "progress": line.progress,
        "note": line.note,
    }
    return plain[key]


def _due(line: LedgerLine) -> str:
    """Return the written words and under them what they mean; one of them where they say the same or one is missing."""
    if line.due is None:
        return line.due_raw
    date = line.due.isoformat()
    return f"{line.due_raw}\n{date}" if line.due_raw and line.due_raw != date else date
