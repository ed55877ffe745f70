"""Which annexes a circular has: those that were chosen and have something to say, in a fixed order.

Source: docs/domain.md section 4.2.
"""

from __future__ import annotations

from collections.abc import Sequence

from ledger_app.domain.figures import Statistics
from ledger_app.domain.period import Period
from ledger_app.reports.further_tables import evidence_table, leader_table
from ledger_app.reports.model import Annex, Block, Orientation
from ledger_app.reports.statistics_charts import trend_chart, unit_chart
from ledger_app.reports.statistics_tables import (
    due_soon_table,
    lagging_table,
    overall_table,
    overdue_table,
    unit_table,
)


def circular_annexes(
    statistics: Statistics, period: Period, rank_minimum: int, chosen: Sequence[str] = ()
) -> tuple[Annex, ...]:
    """Return the annexes of a circular.

    Args:
        statistics: its figures.
        period: names the annexes.
        rank_minimum: units with fewer tasks are not ranked.
        chosen: keys of `CIRCULAR_ANNEX_NAMES`, () for all; one that has nothing to say is left out.
    """
    found = [
        (title, blocks, orientation)
        for key, title, blocks, orientation in _all(statistics, period, rank_minimum)
        if blocks and (not chosen or key in chosen)
    ]
    return tuple(
        Annex(f"附件{number}" if len(found) > 1 else "附件", title, blocks, orientation)
        for number, (title, blocks, orientation) in enumerate(found, start=1)
    )


def _all(
    statistics: Statistics, period: Period, rank_minimum: int
) -> list[tuple[str, str, tuple[Block, ...], Orientation]]:
    """Return (key, title, blocks, orientation) of every annex; the tables of figures always have blocks."""
    late: list[Block] = []
    if statistics.overdue:
        late.append(overdue_table(statistics))
    if statistics.lagging:
        late.append(lagging_table(statistics))
    soon = (due_soon_table(statistics),) if statistics.due_soon else ()
    units = (unit_table(statistics, period, rank_minimum),)
    return [
        ("overall", f"{period.name}重点工作任务总体进展表", (overall_table(statistics, period),), "portrait"),
        ("units", f"{period.name}各单位任务完成情况表", units, "portrait"),
        ("leaders", f"{period.name}分管领导任务完成情况表", _there(leader_table(statistics)), "portrait"),
        ("late", "逾期和滞后任务清单", tuple(late), "turned"),
        ("soon", "30天内到期任务清单", soon, "portrait"),
        ("evidence", "佐证材料报送和核查情况表", _there(evidence_table(statistics)), "portrait"),
        ("charts", f"{period.name}任务进展情况图", _charts(statistics), "portrait"),
    ]


def _charts(statistics: Statistics) -> tuple[Block, ...]:
    return (*_there(trend_chart(statistics)), *_there(unit_chart(statistics)))


def _there(block: Block | None) -> tuple[Block, ...]:
    return (block,) if block is not None else ()
