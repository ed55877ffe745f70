"""The tables of the circulars that stand only where there is something to say: T3 by leader, T7 evidence.

Source: docs/domain.md section 4.2.
"""

from __future__ import annotations

from ledger_app.domain.figures import EvidenceRow, GroupRow, Statistics
from ledger_app.domain.rounding import NOTHING
from ledger_app.domain.statistics import NO_LEADER
from ledger_app.domain.supervision import VERIFICATION_NAMES
from ledger_app.domain.tally import Count
from ledger_app.reports.model import CellContent, Column, Figure, ReportTable, Row
from ledger_app.reports.statistics_tables import rate_cell

_LIGHTS = (("red", "▲红"), ("yellow", "■黄"), ("green", "●绿"), ("blue", "◆蓝"), ("grey", "○灰"))


def leader_table(statistics: Statistics) -> ReportTable | None:
    """Return T3: each leader's tasks by light, those without a leader last; None where no task names one."""
    rows = sorted(statistics.by_leader, key=lambda row: row.name == NO_LEADER)
    if not any(row.name != NO_LEADER for row in rows):
        return None
    shown = [(name, title) for name, title in _LIGHTS if any(_count(row, name).value for row in rows)]
    columns = (
        Column("leader", "分管领导"),
        Column("total", "任务数", "center"),
        *(Column(name, title, "center", group="亮灯情况") for name, title in shown),
        Column("done", "已完成", "center"),
        Column("overdue", "逾期", "center"),
        Column("rate", "完成率", "right", whole=True),
    )
    sums = "+".join(title[1:] for _, title in shown)
    notes = (
        f"注：任务数={sums}；已完成的任务按台账的亮灯方式计色。完成率=已完成÷任务数。",
        "一项任务有几位分管领导的，每位各计一次，各行相加可能大于任务总数。",
    )
    return ReportTable("T3", columns, tuple(_leader_row(row, shown) for row in rows), notes=notes)


def evidence_table(statistics: Statistics) -> ReportTable | None:
    """Return T7: tasks for which evidence is expected, those with the most missing first; None where none is."""
    rows = sorted(statistics.evidence, key=lambda row: -row.missing)
    if not rows:
        return None
    columns = (
        Column("seq", "序号", "center", whole=True),
        Column("code", "编号", "center", whole=True),
        Column("task", "任务"),
        Column("lead", "牵头单位", "center"),
        Column("expected", "应交", "center"),
        Column("present", "已交", "center"),
        Column("missing", "缺失", "center"),
        Column("verdict", "核查结论", "center", whole=True),
    )
    lines = [
        Row((str(number), row.code, row.title, row.lead, *_evidence_cells(row)), "row", (row.id,))
        for number, row in enumerate(rows, start=1)
    ]
    sums = (sum(row.expected for row in rows), sum(row.present for row in rows), sum(row.missing for row in rows))
    lines.append(Row(("", "", "合计", "", *map(str, sums), ""), "total", tuple(row.id for row in rows)))
    notes = (
        "注：只列写明应交佐证的任务，单位为件，已注明不需提交的不计。",
        "核查结论为最近一次核查的，“—”表示还没有核查。",
    )
    return ReportTable("T7", columns, tuple(lines), notes=notes, size_pt=9.0)


def _leader_row(row: GroupRow, shown: list[tuple[str, str]]) -> Row:
    counts = [row.tally.total, *(_count(row, name) for name, _ in shown), row.tally.done, row.tally.overdue]
    cells: tuple[CellContent, ...] = (
        row.name,
        *(Figure(str(count.value), count.ids) for count in counts),
        rate_cell(row.tally),
    )
    return Row(cells, "row", row.tally.total.ids)


def _count(row: GroupRow, name: str) -> Count:
    count: Count = getattr(row.tally, name)
    return count


def _evidence_cells(row: EvidenceRow) -> tuple[str, ...]:
    return (
        str(row.expected),
        str(row.present),
        str(row.missing),
        VERIFICATION_NAMES.get(row.verdict, row.verdict) or NOTHING,
    )
