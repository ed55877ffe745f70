"""The tables of the circulars, T1 to T5, from the statistics; each says under it how it was counted.

Source: docs/domain.md section 4.2.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ledger_app.domain.figures import GroupRow, Statistics, TaskLine, UnitRow
from ledger_app.domain.period import Period
from ledger_app.domain.returns import NO_RETURNS
from ledger_app.domain.rounding import NOTHING, points_text, rate_text
from ledger_app.domain.tally import Change, Count, Tally
from ledger_app.reports.model import CellContent, Column, Figure, ReportTable, Row, Tone, Words
from ledger_app.reports.table_columns import without_empty

TONES: dict[str, Tone] = {"red": "red", "yellow": "amber", "green": "green", "blue": "blue", "grey": "grey"}
"""Colour of a light -> role of the text's colour."""

_TASK_COLUMNS = (
    Column("seq", "序号", "center", whole=True),
    Column("code", "编号", "center", whole=True),
    Column("task", "任务"),
)
RATE_NOTE = "完成率=已完成÷任务数；长期坚持、年终考核、暂缓类任务不计滞后和逾期。“—”表示没有可比或可算的数。"


def overall_table(statistics: Statistics, period: Period) -> ReportTable:
    """Return T1: figures by section, with a total; sections of several plans stand under their plan."""
    has_unknown = bool(statistics.total.unknown.value)
    columns = [
        Column("section", "板块"),
        Column("total", "任务数", "center"),
        Column("done", "已完成", "center"),
        Column("normal", "正常", "center"),
        Column("lagging", "滞后", "center"),
        Column("overdue", "逾期", "center"),
        Column("excluded", "长期等", "center"),
        *([Column("unknown", "无法判定", "center")] if has_unknown else []),
        Column("rate", "完成率", "right", whole=True),
        Column("change", f"较{period.previous_name}\n（百分点）", "right", max_mm=24),
    ]
    rows: list[Row] = []
    for plan in statistics.by_plan:
        if len(statistics.by_plan) > 1:
            rows.append(Row((f"{plan.name}（{plan.tally.total.value}项）",), "group", plan.tally.total.ids))
        rows += [
            Row(_overall_cells(row.name, row.tally, row.change, has_unknown=has_unknown), "row", row.tally.total.ids)
            for row in _sections_of(plan, statistics)
        ]
    total = _overall_cells("合计", statistics.total, statistics.change, has_unknown=has_unknown)
    rows.append(Row(total, "total", statistics.total.total.ids))
    parts = "任务数=已完成+正常+滞后+逾期+长期等" + ("+无法判定" if has_unknown else "")
    cancelled = statistics.total.cancelled.value
    notes = [
        f"注：每项任务计一次，{parts}，不含已调整取消的{cancelled}项。"
        if cancelled
        else f"注：每项任务计一次，{parts}。"
    ]
    notes.append(RATE_NOTE)
    return ReportTable("T1", tuple(columns), tuple(rows), notes=tuple(notes))


def unit_table(statistics: Statistics, period: Period, rank_minimum: int) -> ReportTable:
    """Return T2: units with rank, figures, and how they reported; units with neither tasks nor reports are left out."""
    count_name = "牵头任务数" if statistics.counting == "lead" else "任务数"
    columns = (
        Column("rank", "排名", "center", whole=True),
        Column("unit", "单位"),
        Column("total", count_name, "center"),
        Column("done", "已完成", "center"),
        Column("on_time", "按期完成", "center"),
        Column("lagging", "滞后", "center"),
        Column("overdue", "逾期", "center"),
        Column("rate", "完成率", "right", whole=True),
        Column("before", f"{period.previous_name}排名/升降", "center"),
        Column("returns", "报送情况", "center"),
    )
    shown = [row for row in statistics.by_unit if row.tally.total.ids or row.returns != NO_RETURNS]
    rows = tuple(Row(_unit_cells(row), "row", row.tally.total.ids) for row in shown)
    counted = (
        "注：每项任务只计入第一牵头单位，合计等于任务总数。"
        if statistics.counting == "lead"
        else "注：每项任务计入每一个责任单位，各单位相加大于任务总数。"
    )
    ranked = f"按完成率排名，完成率相同的比滞后逾期占比，仍相同的并列；任务少于{rank_minimum}项的不参与排名。"
    return ReportTable("T2", columns, rows, notes=(counted, f"{ranked}{RATE_NOTE}"))


def overdue_table(statistics: Statistics) -> ReportTable:
    """Return T4: overdue tasks, the longest first."""
    columns = (
        *_TASK_COLUMNS,
        Column("lead", "牵头单位", "center"),
        Column("contact", "责任人", "center"),
        Column("due", "完成时限", "center", whole=True),
        Column("days", "逾期天数", "center"),
        Column("why", "原因及存在问题"),
        Column("next", "下一步措施和预计完成时间"),
        Column("slips", "已督办次数", "center"),
    )
    rows = _task_rows(
        statistics.overdue,
        lambda line: (
            line.lead,
            line.contact,
            _due(line),
            Words(str(line.days), tone="red"),
            line.problems,
            line.next_step,
            str(line.slip_count),
        ),
    )
    note = f"注：逾期天数为截至{statistics.cutoff.isoformat()}的自然日数。"
    table = ReportTable("T4", columns, rows, caption="逾期任务", notes=(note,), size_pt=9.0)
    return without_empty(table, {"contact"})


def lagging_table(statistics: Statistics) -> ReportTable:
    """Return the tasks behind schedule or not started, the widest gap first."""
    columns = (
        *_TASK_COLUMNS,
        Column("lead", "牵头单位", "center"),
        Column("due", "完成时限", "center", whole=True),
        Column("percent", "当前进度", "right", whole=True),
        Column("gap", "与时序差\n（百分点）", "right", max_mm=24),
        Column("light", "状态", "center", whole=True),
        Column("why", "存在问题"),
        Column("next", "下一步措施"),
    )
    rows = _task_rows(
        statistics.lagging,
        lambda line: (
            line.lead,
            _due(line),
            percent_text(line.percent),
            points_text(line.gap),
            light_cell(line),
            line.problems,
            line.next_step,
        ),
    )
    note = "注：与时序差=完成进度-时序进度，负数为落后；未报进度的以“—”表示。"
    return ReportTable("lagging", columns, rows, caption="滞后任务", notes=(note,), size_pt=9.0)


def due_soon_table(statistics: Statistics) -> ReportTable:
    """Return T5: tasks due within 30 days, the next first."""
    columns = (
        *_TASK_COLUMNS,
        Column("unit", "单位", "center"),
        Column("due", "时限", "center", whole=True),
        Column("days", "剩余天数", "center"),
        Column("percent", "当前进度", "right", whole=True),
        Column("light", "状态", "center", whole=True),
    )
    rows = _task_rows(
        statistics.due_soon,
        lambda line: (line.lead, _due(line), str(line.days), percent_text(line.percent), light_cell(line)),
    )
    note = f"注：截至{statistics.cutoff.isoformat()}，30天内到期且未完成的任务；剩余天数为自然日，0表示当日到期。"
    return ReportTable("T5", columns, rows, notes=(note,), size_pt=9.0)


def _task_rows(lines: Sequence[TaskLine], cells: Callable[[TaskLine], tuple[CellContent, ...]]) -> tuple[Row, ...]:
    """Return a numbered row a task: its code and title, then what the table says of it."""
    return tuple(
        Row((str(number), line.code, line.title, *cells(line)), "row", (line.id,))
        for number, line in enumerate(lines, start=1)
    )


def light_cell(line: TaskLine) -> Words:
    """Return a light as sign and word in its colour."""
    return Words(line.label, tone=TONES[line.tone.value])


def percent_text(percent: float | None) -> str:
    """Return a reported percent: "60%", "62.5%", or a dash if none was reported."""
    return NOTHING if percent is None else f"{percent:.1f}".removesuffix(".0") + "%"


def _due(line: TaskLine) -> str:
    return line.due.isoformat() if line.due is not None else line.due_raw or NOTHING


def _sections_of(plan: GroupRow, statistics: Statistics) -> Sequence[GroupRow]:
    prefix = f"section:{plan.key.removeprefix('plan:')}:"
    return [row for row in statistics.by_section if row.key.startswith(prefix)]


def _overall_cells(name: str, tally: Tally, change: Change | None, *, has_unknown: bool) -> tuple[CellContent, ...]:
    counts = [tally.total, tally.done, tally.normal, tally.lagging, tally.overdue, tally.excluded]
    if has_unknown:
        counts.append(tally.unknown)
    difference = points_text(change.completion_rate if change else None)
    return (name, *map(_count_cell, counts), rate_cell(tally), difference)


def _unit_cells(row: UnitRow) -> tuple[CellContent, ...]:
    tally = row.tally
    if not tally.total.value:
        return (NOTHING, row.name, *([NOTHING] * 6), NOTHING, row.returns.word)
    counts = (tally.total, tally.done, tally.on_time, tally.lagging, tally.overdue)
    rank = row.standing.text if row.standing else NOTHING
    return (rank, row.name, *map(_count_cell, counts), rate_cell(tally), _moved(row), row.returns.word)


def _moved(row: UnitRow) -> str:
    if row.previous_rank is None:
        return NOTHING
    if row.climbed is None:
        return str(row.previous_rank)
    arrow = f"↑{row.climbed}" if row.climbed > 0 else f"↓{-row.climbed}" if row.climbed < 0 else "—"
    return f"{row.previous_rank}/{arrow}"


def rate_cell(tally: Tally) -> CellContent:
    """Return the share of finished tasks, with those that it counts and those it is a share of."""
    if tally.completion_rate is None:
        return NOTHING
    return Figure(rate_text(tally.completion_rate), tally.done.ids, measure="rate", whole_ids=tally.total.ids)


def _count_cell(count: Count) -> Figure:
    return Figure(str(count.value), count.ids)
