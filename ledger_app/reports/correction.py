"""更正说明: the annex of a corrected report that says what differs from the report it takes the place of.

Source: docs/domain.md sections 3.3 and 7.3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ledger_app.domain.snapshot import RowDifference
from ledger_app.reports.model import Annex, Block, Column, Paragraph, ReportModel, ReportTable, Row, Words

FIGURE_NAMES: Mapping[str, str] = {
    "total": "任务数",
    "done": "已完成",
    "on_time": "按期完成",
    "normal": "正常推进",
    "lagging": "滞后",
    "overdue": "逾期",
    "excluded": "长期、年终考核和暂缓",
    "unknown": "无法判定",
    "unreported": "未按时报送进展",
    "cancelled": "调整取消",
}
"""The figures that people see; the others are parts of them."""


def with_correction(
    model: ReportModel,
    corrected: str,
    figures: Mapping[str, tuple[int, int]],
    rows: Sequence[RowDifference],
    *,
    is_listed: bool,
) -> ReportModel:
    """Return a report that says which one it corrects: in its foot, and in an annex if that is wanted.

    Args:
        model: the new report.
        corrected: number of the earlier one.
        figures: names as in `Tally`, before and after.
        rows: tasks that differ.
        is_listed: the annex is printed; forms and letters have none.
    """
    marked = replace(model, foot=f"{model.foot}　更正{corrected}".strip())
    if not is_listed or model.form in ("forms", "letter", "set"):
        return marked
    annexes = (*model.annexes, Annex("附件", "更正说明", _blocks(corrected, figures, rows)))
    labelled = annexes if len(annexes) == 1 else (*model.annexes, replace(annexes[-1], label=f"附件{len(annexes)}"))
    if len(annexes) == 2:
        labelled = (replace(annexes[0], label="附件1"), labelled[1])
    return replace(marked, annexes=labelled)


def _blocks(corrected: str, figures: Mapping[str, tuple[int, int]], rows: Sequence[RowDifference]) -> tuple[Block, ...]:
    shown = {FIGURE_NAMES[name]: pair for name, pair in figures.items() if name in FIGURE_NAMES}
    if not shown and not rows:
        said = f"本件更正{corrected}，各项数字和任务情况与原件相同。"
        return (Paragraph((Words(said),)),)
    said = f"本件更正{corrected}，以本件为准。与原件相比，有{len(shown)}个总数、{len(rows)}项任务的情况不同，列表如下。"
    found: list[Block] = [Paragraph((Words(said),))]
    if shown:
        found.append(_figure_table(shown))
    if rows:
        found.append(_task_table(rows))
    return tuple(found)


def _figure_table(shown: Mapping[str, tuple[int, int]]) -> ReportTable:
    columns = (
        Column("figure", "总数", min_mm=50),
        Column("before", "原件", "center", whole=True),
        Column("after", "更正后", "center", whole=True),
        Column("change", "增减", "center", whole=True),
    )
    rows = (Row((name, str(old), str(new), f"{new - old:+d}")) for name, (old, new) in shown.items())
    return ReportTable("correction_figures", columns, tuple(rows), caption="总数的变化")


def _task_table(rows: Iterable[RowDifference]) -> ReportTable:
    columns = (
        Column("code", "编号", "center", merges=True, whole=True),
        Column("task", "任务", merges=True, min_mm=36, max_mm=54),
        Column("field", "项目", "center", whole=True),
        Column("before", "原件", min_mm=24),
        Column("after", "更正后", min_mm=24),
    )
    found: list[Row] = []
    for one in rows:
        if one.what == "changed":
            found += [
                Row((one.code, one.title, name, old or "—", new or "—")) for name, (old, new) in one.fields.items()
            ]
        else:
            before, after = ("—", "新列入") if one.what == "added" else ("已列入", "不再列入")
            found.append(Row((one.code, one.title, "任务", before, after)))
    return ReportTable("correction_tasks", columns, tuple(found), caption="任务情况的变化")
