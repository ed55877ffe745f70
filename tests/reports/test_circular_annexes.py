"""Which annexes a circular has, and what T3, T7 and the charts say."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from ledger_app.cli.report_paper import ANNEXES
from ledger_app.domain.figures import Statistics, TrendPoint
from ledger_app.domain.snapshot import CIRCULAR_ANNEX_NAMES
from ledger_app.domain.statistics import compute_statistics
from ledger_app.reports.circular_annexes import circular_annexes
from ledger_app.reports.fonts import FontBook
from ledger_app.reports.further_tables import evidence_table, leader_table
from ledger_app.reports.model import Chart, Figure, ReportModel, run_text
from ledger_app.reports.model_json import model_from_json, model_to_json
from ledger_app.reports.statistics_charts import trend_chart, unit_chart
from tests.reports.pdf_reader import Printed
from tests.reports.samples import a_notice
from tests.reports.test_circular import CUTOFF, JUNE, SETTINGS, UNITS, a_task, tasks


def counted(**changes: object) -> Statistics:
    facts = [replace(one, leader_names=("李局长",) if one.id % 2 else ()) for one in tasks()]
    statistics = compute_statistics(facts, UNITS, [], SETTINGS, CUTOFF, JUNE)
    return replace(statistics, **changes)  # type: ignore[arg-type]


def points(count: int) -> tuple[TrendPoint, ...]:
    return tuple(
        TrendPoint(f"2024-{n:02}", dt.date(2024, n, 28), 10, n, 0, 7 - n, 10.0 * n if n != 2 else None)
        for n in range(7 - count, 7)
    )


def charted(chart: Chart, book: FontBook) -> Printed:
    annex = replace(a_notice().annexes[0], blocks=(chart,))
    return Printed(a_notice(annexes=(annex,), imprint=None), book)


def test_all_annexes_that_have_something_to_say_stand_in_their_order() -> None:
    annexes = circular_annexes(counted(trend=points(3)), JUNE, 3)
    assert [annex.label for annex in annexes] == [f"附件{n}" for n in range(1, 8)]
    assert [annex.title for annex in annexes] == [
        "2024年6月重点工作任务总体进展表",
        "2024年6月各单位任务完成情况表",
        "2024年6月分管领导任务完成情况表",
        "逾期和滞后任务清单",
        "30天内到期任务清单",
        "佐证材料报送和核查情况表",
        "2024年6月任务进展情况图",
    ]


def test_chosen_annexes_alone_stand_and_a_single_one_has_no_number() -> None:
    annexes = circular_annexes(counted(), JUNE, 3, ("soon", "units"))
    assert [annex.title for annex in annexes] == ["2024年6月各单位任务完成情况表", "30天内到期任务清单"]
    assert [annex.label for annex in circular_annexes(counted(), JUNE, 3, ("late",))] == ["附件"]
    nobody = compute_statistics([a_task(1, 50.0, dt.date(2024, 12, 31))], UNITS[:1], [], SETTINGS, CUTOFF, JUNE)
    assert circular_annexes(nobody, JUNE, 3, ("leaders", "evidence", "charts", "late")) == ()


def test_the_command_line_offers_the_same_annexes() -> None:
    assert ANNEXES == CIRCULAR_ANNEX_NAMES


def test_leaders_lights_add_up_and_nobody_comes_last() -> None:
    table = leader_table(counted())
    assert table is not None
    assert next(run_text(row.cells[0]) for row in table.rows) == "李局长"
    titles = [column.title for column in table.columns]
    lights = [place for place, column in enumerate(table.columns) if column.group]
    assert {titles[place][0] for place in lights} <= set("▲■●◆○")
    for row in table.rows:
        assert int(run_text(row.cells[1])) == sum(int(run_text(row.cells[place])) for place in lights)
        figures = [cell for cell in row.cells if isinstance(cell, Figure)]
        counts = [figure for figure in figures if figure.measure == "count"]
        assert all(figure.text == str(len(figure.task_ids)) for figure in counts)
        rates = [figure for figure in figures if figure.measure == "rate"]
        assert all(figure.whole_ids == row.task_ids for figure in rates)
        assert len(rates) == 1
    assert leader_table(compute_statistics(tasks(), UNITS, [], SETTINGS, CUTOFF, JUNE)) is None


def test_evidence_is_summed_and_checked_in_words() -> None:
    facts = [
        a_task(1, 50.0, None, expected_count=3, missing_count=1, verdict="doubtful"),
        a_task(2, 50.0, None, expected_count=2, missing_count=2),
        a_task(3, 50.0, None),
    ]
    table = evidence_table(compute_statistics(facts, UNITS, [], SETTINGS, CUTOFF, JUNE))
    assert table is not None
    assert [[run_text(cell) for cell in row.cells][4:] for row in table.rows] == [
        ["2", "0", "2", "—"],
        ["3", "2", "1", "存疑"],
        ["5", "2", "3", ""],
    ]


def test_a_trend_needs_two_reports_and_its_last_figures_name_their_tasks() -> None:
    assert trend_chart(counted(trend=points(1))) is None
    statistics = counted(trend=points(3))
    chart = trend_chart(statistics)
    assert chart is not None
    assert chart.places == ("2024年4月", "5月", "6月")
    assert [figure.text for figure in chart.series[0].figures] == ["40.0%", "50.0%", "60.0%"]
    assert chart.series[1].figures[-1].task_ids == statistics.total.overdue.ids


def test_the_parts_of_every_unit_are_all_its_tasks() -> None:
    statistics = counted()
    chart = unit_chart(statistics)
    assert chart is not None
    rows = {row.name: row for row in statistics.by_unit if row.tally.total.value}
    assert set(chart.places) == set(rows)
    for place, name in enumerate(chart.places):
        ids = [id_ for series in chart.series for id_ in series.figures[place].task_ids]
        assert sorted(ids) == sorted(rows[name].tally.total.ids)
        assert all(series.figures[place].text == str(len(series.figures[place].task_ids)) for series in chart.series)


@pytest.mark.parametrize("count", [2, 12])
def test_every_value_of_a_chart_is_printed_as_a_number_within_the_page(count: int, book: FontBook) -> None:
    trend = trend_chart(counted(trend=points(min(count, 6))))
    units = unit_chart(counted())
    assert trend is not None
    assert units is not None
    for chart in (trend, units):
        printed = charted(chart, book)
        page = len(printed) - 1
        text = printed.text(page).replace("\n", "")
        for series in chart.series:
            assert series.name in text
            for value, figure in zip(series.values, series.figures, strict=True):
                assert figure.text in text or not value
        assert all(place in text for place in chart.places)
        assert all(sign.left >= 27.9 and sign.right <= 184.1 for sign in printed.signs(page))
        assert all(line.left >= 27.8 and line.right <= 184.2 for line in printed.strokes(page))


def test_a_click_on_a_part_finds_its_tasks(book: FontBook) -> None:
    chart = unit_chart(counted())
    assert chart is not None
    printed = charted(chart, book)
    found = {
        id_ for figure in printed.report.figures if figure.page == len(printed) - 1 for id_ in figure.area.task_ids
    }
    assert found == set(counted().total.total.ids)


def test_many_units_go_over_to_further_pages_with_their_legend(book: FontBook) -> None:
    chart = unit_chart(counted())
    assert chart is not None
    count = 60
    series = tuple(
        replace(one, values=(one.values[0],) * count, figures=(one.figures[0],) * count) for one in chart.series
    )
    many = replace(chart, places=tuple(f"第{n}卫生院" for n in range(count)), series=series, ends=("50.0%",) * count)
    printed = charted(many, book)
    last, before = printed.text(len(printed) - 1), printed.text(len(printed) - 2)
    assert "第59卫生院" in last
    assert "已完成" in last
    assert "第0卫生院" in before


def test_charts_are_kept_with_the_snapshot(book: FontBook) -> None:
    model: ReportModel = a_notice(annexes=circular_annexes(counted(trend=points(3)), JUNE, 3, ("charts",)))
    assert model_from_json(model_to_json(model)) == model
    assert Printed(model_from_json(model_to_json(model)), book).content == Printed(model, book).content
