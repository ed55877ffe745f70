"""One ledger as a clerk keeps it in Excel, month after month: the same heads, a further month column, changed cells."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.builders_own_ledgers import write_ledger

HEADS = ("序号", "重点任务", "牵头领导", "责任单位", "完成时限")
TAIL = ("完成进度", "状态", "存在问题", "乡镇")
CENTRE, ROOMS, SCREENING, CLINIC = "建设胸痛中心", "改造村卫生室", "开展慢病筛查", "建设中医馆"
TITLE = "2024年重点工作台账"

_TASKS = {
    CENTRE: ("赵明", "县人民医院", "2024年12月底"),
    ROOMS: ("孙立", "基层股", "2024年10月底"),
    SCREENING: ("赵明", "县疾控中心", "2024年11月底"),
    CLINIC: ("孙立", "中医股", "2024年9月底"),
}
Rows = Mapping[str, tuple[Any, ...]]
"""Title -> the cells of the months, then of `TAIL`."""

FEBRUARY: Rows = {
    CENTRE: ("完成选址", "完成招标", 0.4, "正常推进", "资金缺口50万元", "城关镇"),
    ROOMS: ("摸底12个村", None, 0.6, "正常推进", None, "河东乡"),
    SCREENING: ("印发方案", "筛查300人", 0.2, "正常推进", None, "城关镇"),
}
MARCH: Rows = {
    CENTRE: ("完成选址", "完成招标，中标价210万元", "设备安装过半", 0.6, "正常推进", "资金缺口50万元", "城关镇"),
    ROOMS: ("摸底12个村", None, "12个村全部完工", 1, "已销号", None, "河东乡"),
    SCREENING: ("印发方案", "筛查300人", None, 0.2, "正常推进", None, "河西乡"),
    CLINIC: (None, None, "完成选址", 0.1, "正常推进", None, "河东乡"),
}


def monthly_ledger(path: Path, rows: Rows, months: int, **more: tuple[Any, ...]) -> Path:
    """Write the ledger of a month; `more` are further columns, head -> cells."""
    heads = [*HEADS, *(f"{month}月进展" for month in range(1, months + 1)), *TAIL, *more]
    data: list[list[Any]] = [[TITLE], heads]
    for number, (title, cells) in enumerate(rows.items(), start=1):
        leader, unit, due = _TASKS[title]
        extra = [values[number - 1] for values in more.values()]
        data.append([number, title, leader, unit, due, *cells, *extra])
    return write_ledger(path, [("Sheet1", data, [])])
