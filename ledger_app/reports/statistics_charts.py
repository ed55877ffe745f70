"""The charts of the circulars: the trend of the periods (T6), and the units' tasks by state.

Source: docs/domain.md section 4.2.
"""

from __future__ import annotations

from collections.abc import Sequence

from ledger_app.domain.figures import Statistics, TrendPoint, UnitRow
from ledger_app.domain.period import Period
from ledger_app.domain.rounding import NOTHING, rate_text
from ledger_app.domain.tally import Count, Tally
from ledger_app.reports.model import Chart, ChartLook, ChartSeries, Figure

LEAST_POINTS = 2
LEAST_UNITS = 2


def trend_chart(statistics: Statistics) -> Chart | None:
    """Return T6: the rate of completion as a line, overdue tasks as bars; None before the second report."""
    points = statistics.trend
    if len(points) < LEAST_POINTS:
        return None
    now = statistics.total
    rates = [Figure(rate_text(point.completion_rate)) for point in points]
    overdue = [Figure(str(point.overdue)) for point in points]
    rates[-1] = Figure(rates[-1].text, now.done.ids)
    overdue[-1] = Figure(overdue[-1].text, now.overdue.ids)
    return Chart(
        "T6",
        "trend",
        tuple(_place(points, place) for place in range(len(points))),
        (
            ChartSeries("完成率（%）", tuple(point.completion_rate for point in points), tuple(rates), "line"),
            ChartSeries("逾期任务（项）", tuple(float(point.overdue) for point in points), tuple(overdue), "tinted"),
        ),
        caption="完成率和逾期任务变化情况",
        notes=(f"注：各期数据为当期报表留存的数；本期截至{statistics.cutoff.isoformat()}。",),
    )


def unit_chart(statistics: Statistics) -> Chart | None:
    """Return the units' tasks by state as lying bars, in the order of their table; None for a single unit."""
    rows = [row for row in statistics.by_unit if row.tally.total.value]
    if len(rows) < LEAST_UNITS:
        return None
    parts: list[tuple[str, ChartLook, list[Count]]] = [
        ("已完成", "tinted", [row.tally.done for row in rows]),
        ("正常", "open", [row.tally.normal for row in rows]),
        ("滞后", "hatched", [row.tally.lagging for row in rows]),
        ("逾期", "solid", [row.tally.overdue for row in rows]),
        ("其他", "ruled", [_other(row.tally) for row in rows]),
    ]
    shown = [part for part in parts if any(count.value for count in part[2])]
    others = "“其他”为长期坚持、年终考核、暂缓和无法判定的任务。" if shown and shown[-1][0] == "其他" else ""
    return Chart(
        "units",
        "bars",
        tuple(row.name for row in rows),
        tuple(
            ChartSeries(
                name,
                tuple(float(count.value) for count in counts),
                tuple(Figure(str(count.value), count.ids) for count in counts),
                look,
            )
            for name, look, counts in shown
        ),
        ends=tuple(_end(row) for row in rows),
        caption="各单位任务进展情况",
        notes=(f"注：条内为任务数，条末为完成率；单位顺序与单位任务完成情况表相同。{others}",),
    )


def _end(row: UnitRow) -> str:
    return rate_text(row.tally.completion_rate) if row.tally.total.value else NOTHING


def _other(tally: Tally) -> Count:
    return Count((*tally.excluded.ids, *tally.unknown.ids))


def _place(points: Sequence[TrendPoint], place: int) -> str:
    """Return a period's name at the axis; the year stands where it changes."""
    period = Period.parse(points[place].period)
    before = Period.parse(points[place - 1].period) if place else None
    return period.short_name if before is not None and before.year == period.year else period.name
