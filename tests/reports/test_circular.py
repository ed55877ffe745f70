from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest

from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.figures import Statistics
from ledger_app.domain.period import Period
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.statistics import compute_statistics
from ledger_app.domain.supervision import ReturnLog
from ledger_app.domain.unit import Unit
from ledger_app.reports.circular import CircularFacts, compose_circular
from ledger_app.reports.fonts import FontBook
from ledger_app.reports.model import Figure, Heading, Paragraph, ReportModel, ReportTable, Run, Words, run_text
from ledger_app.reports.model_json import model_from_json, model_to_json
from tests.reports.pdf_reader import Printed

JUNE = Period.parse("2024-06")
CUTOFF = dt.date(2024, 6, 30)
UNITS = [Unit(id=n, uid=f"u{n}", name=name) for n, name in enumerate(["县医院", "县中医院", "云岭镇卫生院"], start=1)]
SETTINGS = LedgerSettings(bureau_name="青溪县卫生健康局")
FACTS = CircularFacts(
    "青溪县卫生健康局",
    dt.date(2024, 7, 5),
    document_number="青卫发〔2024〕36号",
    addressees="各乡镇卫生院、局属各单位",
    copies="县政府办公室",
    contact="联系人：王芳，电话：0000-1234567",
    reply_by=dt.date(2024, 7, 15),
    next_report=dt.date(2024, 7, 25),
    snapshot="2024-06-月报-01",
    created="2024-07-05T08:00:00Z",
)


def a_task(number: int, percent: float | None, due: dt.date | None, unit: int = 1, **changes: object) -> TaskFacts:
    facts = TaskFacts(
        id=number,
        uid=f"t{number}",
        code=f"1-{number:02}",
        title=f"第{number}项任务",
        plan_id=1,
        plan_title="2024年工作要点",
        plan_year=2024,
        section="深化改革" if number % 2 else "基层卫生",
        lead_unit_ids=(unit,),
        unit_ids=(unit,),
        lead_names=(UNITS[unit - 1].name,),
        original_due=due,
        current_due=due,
        percent=percent,
        reported_periods=("2024-06",) if percent is not None else (),
    )
    return replace(facts, **changes)  # type: ignore[arg-type]


def tasks() -> list[TaskFacts]:
    may, december, july = dt.date(2024, 5, 20), dt.date(2024, 12, 31), dt.date(2024, 7, 10)
    done = [a_task(n, 100.0, december, unit=1, completed_on=dt.date(2024, 6, 3)) for n in (1, 2, 3)]
    overdue = [a_task(n, 60.0, may, unit=2, problems="资金未到位") for n in (4, 5)]
    lagging = [a_task(n, 20.0, december, unit=3) for n in (6, 7, 8)]
    normal = [a_task(n, 60.0, december, unit=1) for n in (9, 10)]
    soon = [a_task(11, 95.0, july, unit=3, expected_count=3, missing_count=2)]
    return [
        *done,
        *overdue,
        *lagging,
        *normal,
        *soon,
        a_task(12, None, None, unit=2),
        a_task(13, None, None, kind="continuing"),
    ]


def statistics(previous: Statistics | None = None, facts: list[TaskFacts] | None = None) -> Statistics:
    late = ReturnLog(id=1, unit_id=2, period="2024-06", received_on=dt.date(2024, 6, 28))
    missing = ReturnLog(id=2, unit_id=3, period="2024-06")
    return compute_statistics(
        tasks() if facts is None else facts, UNITS, [late, missing], SETTINGS, CUTOFF, JUNE, previous
    )


def last_month() -> Statistics:
    return compute_statistics(tasks()[3:], UNITS, [], SETTINGS, dt.date(2024, 5, 31), JUNE.previous)


def text_runs(model: ReportModel) -> list[Run]:
    runs: list[Run] = []
    for block in model.body:
        if isinstance(block, Paragraph):
            runs += block.runs
        elif isinstance(block, Heading):
            runs += [Words(block.text), *block.runs_in]
    return runs


def words_of(model: ReportModel) -> str:
    return "".join(run.text for run in text_runs(model))


def tables_of(model: ReportModel) -> dict[str, ReportTable]:
    return {block.key: block for annex in model.annexes for block in annex.blocks if isinstance(block, ReportTable)}


def cells(table: ReportTable, row: int) -> list[str]:
    return [run_text(cell) for cell in table.rows[row].cells]


@pytest.fixture(scope="module")
def model() -> ReportModel:
    return compose_circular(statistics(last_month()), JUNE, FACTS)


def test_the_words_say_the_figures(model: ReportModel) -> None:
    words = words_of(model)
    assert "截至2024年6月30日" in words
    assert "列入台账的任务共13项。其中，已完成3项，占23.1%；正常推进3项，滞后3项，逾期2项" in words
    assert "不计时序的1项" in words
    assert "暂无法判定的1项" in words
    assert "2项任务逾期未完成，涉及县中医院2项（1-04、1-05）" in words
    assert "逾期最长，已41天" in words
    assert "云岭镇卫生院未报送进展；县中医院迟报。" in words
    assert "1项任务的佐证材料尚缺2件" in words
    assert "于2024年7月15日前书面报青溪县卫生健康局办公室（联系人：王芳，电话：0000-1234567）" in words
    assert "2024年7月25日前报送" in words
    assert words.endswith("特此通报。")
    assert len(words) < 1500


def test_every_count_in_words_and_tables_is_the_number_of_tasks_behind_it(model: ReportModel) -> None:
    table_cells = [cell for table in tables_of(model).values() for row in table.rows for cell in row.cells]
    figures = [run for run in [*text_runs(model), *table_cells] if isinstance(run, Figure)]
    assert [figure.text for figure in figures if figure.measure == "days"] == ["41"]
    counts = [figure for figure in figures if figure.measure == "count"]
    assert len(counts) > 30
    assert all(figure.text == str(len(figure.task_ids)) for figure in counts)


def test_every_rate_in_tables_is_the_share_of_the_tasks_behind_it(model: ReportModel) -> None:
    for key in ("T1", "T2"):
        table = tables_of(model)[key]
        place = [column.key for column in table.columns].index("rate")
        for row in table.rows:
            cell = row.cells[place] if row.kind != "group" else ""
            if isinstance(cell, str):
                assert cell in {"", "—"}
                continue
            assert isinstance(cell, Figure)
            assert cell.measure == "rate"
            assert cell.whole_ids == row.task_ids
            assert cell.text == f"{100 * len(cell.task_ids) / len(cell.whole_ids):.1f}%"


def test_comparison_uses_the_report_before(model: ReportModel) -> None:
    assert re.search("与上月相比，完成率提高23.1个百分点，滞后任务(持平|增加|减少)", words_of(model))
    first = compose_circular(statistics(), JUNE, FACTS)
    assert "相比" not in words_of(first)
    assert cells(tables_of(first)["T1"], -1)[-1] == "—"


def test_what_there_is_not_is_not_said() -> None:
    quiet = [a_task(n, 60.0, dt.date(2024, 12, 31)) for n in range(1, 5)]
    counted = compute_statistics(quiet, UNITS[:1], [], SETTINGS, CUTOFF, JUNE)
    model = compose_circular(counted, JUNE, FACTS)
    words = words_of(model)
    assert "存在问题" not in words
    assert "二、下一步工作要求" in words
    assert [annex.title for annex in model.annexes] == [
        "2024年6月重点工作任务总体进展表",
        "2024年6月各单位任务完成情况表",
    ]


def test_an_empty_ledger_gives_a_report_without_rates(book: FontBook) -> None:
    model = compose_circular(compute_statistics([], UNITS, [], SETTINGS, CUTOFF, JUNE), JUNE, FACTS)
    assert "已完成0项；正常推进0项" in words_of(model)
    assert "0.0%" not in Printed(model, book).all_text()


def test_the_overall_table_adds_up_and_says_how_it_was_counted(model: ReportModel) -> None:
    table = tables_of(model)["T1"]
    titles = [column.title for column in table.columns]
    parts = [titles.index(title) for title in ("已完成", "正常", "滞后", "逾期", "长期等", "无法判定")]
    for row in range(len(table.rows)):
        line = cells(table, row)
        assert int(line[1]) == sum(int(line[part]) for part in parts)
    assert cells(table, -1)[:2] == ["合计", "13"]
    assert table.rows[-1].kind == "total"
    assert "每项任务计一次" in table.notes[0]


def test_the_unit_table_ranks_and_shows_dashes_for_nothing() -> None:
    counted = statistics()
    table = tables_of(compose_circular(counted, JUNE, FACTS))["T2"]
    rows = {cells(table, row)[1]: cells(table, row) for row in range(len(table.rows))}
    assert rows["县医院"][0] == "1"
    assert rows["县中医院"][-1] == "迟报"
    assert "只计入第一牵头单位" in table.notes[0]
    both = compute_statistics(tasks(), UNITS, [], replace(SETTINGS, counting="all"), CUTOFF, JUNE)
    assert "每一个责任单位" in tables_of(compose_circular(both, JUNE, FACTS))["T2"].notes[0]
    idle = tables_of(compose_circular(statistics(facts=tasks()[:3]), JUNE, FACTS))["T2"]
    assert [cells(idle, row)[1] for row in range(len(idle.rows))] == [
        "县医院",
        "县中医院",
        UNITS[2].short_name or UNITS[2].name,
    ]
    assert all(cells(idle, row)[2:9] == ["—"] * 7 for row in (1, 2))
    without_returns = compute_statistics(tasks()[:3], UNITS, [], SETTINGS, CUTOFF, JUNE)
    assert len(tables_of(compose_circular(without_returns, JUNE, FACTS))["T2"].rows) == 1


def test_lists_name_the_tasks_with_days(model: ReportModel) -> None:
    tables = tables_of(model)
    assert cells(tables["T4"], 0)[1:6] == ["1-04", "第4项任务", "县中医院", "2024-05-20", "41"]
    assert cells(tables["T5"], 0)[1:7] == ["1-11", "第11项任务", "云岭镇卫生院", "2024-07-10", "10", "95%"]
    assert len(tables["lagging"].rows) == 3


def test_the_bulletin_has_masthead_and_no_signature() -> None:
    model = compose_circular(statistics(), JUNE, replace(FACTS, form="bulletin", issue=6))
    assert model.form == "bulletin"
    assert model.head is not None
    assert (model.head.mark, model.head.number, model.head.date) == ("卫生健康工作督查", "第6期", "2024年7月5日")
    assert model.signature is None


@pytest.mark.parametrize(
    ("period", "kind", "title", "compared"),
    [
        ("2024-Q2", "quarterly", "2024年二季度", "上季度"),
        ("2024-H1", "half-year", "2024年上半年", "上年下半年"),
        ("2024", "annual", "2024年", "上年"),
    ],
)
def test_longer_periods_have_their_own_words(period: str, kind: str, title: str, compared: str) -> None:
    span = Period.parse(period)
    cutoff = span.last_day
    before = compute_statistics(tasks()[3:], UNITS, [], SETTINGS, span.previous.last_day, span.previous)
    model = compose_circular(compute_statistics(tasks(), UNITS, [], SETTINGS, cutoff, span, before), span, FACTS)
    assert model.kind == kind
    assert model.title == f"关于{title}重点工作任务进展情况的通报"
    assert f"与{compared}相比" in words_of(model)


def test_edited_words_take_the_place_of_written_ones() -> None:
    own = (Paragraph((Words("本期情况另行通报。"),)),)
    assert compose_circular(statistics(), JUNE, replace(FACTS, body=own)).body == own


def test_a_circular_prints_and_comes_back_from_its_snapshot_the_same(model: ReportModel, book: FontBook) -> None:
    printed = Printed(model, book)
    again = model_from_json(model_to_json(model))
    assert again == model
    assert Printed(again, book).content == printed.content
    text = printed.all_text()
    assert "青卫发〔2024〕36号" in text
    assert "2024-06-月报-01 数据截至2024-06-30" in text


def test_damaged_snapshots_are_refused() -> None:
    for text in ("{}", "[]", '{"is": "Words", "text": "甲"}', '{"is": "ReportModel", "new": 1}'):
        with pytest.raises(ValueError, match="no kept report"):
            model_from_json(text)
