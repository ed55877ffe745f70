"""The ledger as a table: views, chosen columns, sheets."""

from __future__ import annotations

import datetime as dt

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.grid import Sorting, custom_field_name
from ledger_app.domain.period import Period
from ledger_app.domain.task import CustomField
from ledger_app.domain.view import GridView, ViewColumn
from ledger_app.errors import RejectedError
from ledger_app.reports.model import ReportModel, ReportTable, run_text
from ledger_app.services import custom_fields, views
from ledger_app.services.report_ledger import columns_by_words
from ledger_app.services.reports import ReportRequest, draft
from tests.builders import TODAY, a_task, a_unit

JUNE = Period.parse("2024-06")
NOW = "2024-07-05T08:00:00Z"


@pytest.fixture
def filled(ledger: SqliteLedger) -> SqliteLedger:
    with ledger.write() as work:
        hospital, centre = a_unit(work, "县人民医院"), a_unit(work, "县疾控中心")
        for number, (title, unit) in enumerate([("建胸痛中心", hospital), ("培训", centre), ("巡诊", hospital)]):
            due = dt.date(2024, 12, 31 - number)
            a_task(work, title, due, start=dt.date(2024, 1, 1), lead_unit_ids=(unit.id,))
    return ledger


def composed(ledger: SqliteLedger, **options: object) -> ReportModel:
    asked = ReportRequest("ledger", JUNE, **options)  # type: ignore[arg-type]
    with ledger.read(lists=True) as session:
        return draft(session, asked, TODAY, NOW).model


def table_of(model: ReportModel) -> ReportTable:
    (table,) = model.body
    assert isinstance(table, ReportTable)
    return table


def rows(table: ReportTable) -> list[list[str]]:
    return [[run_text(cell) for cell in row.cells] for row in table.rows]


def saved(ledger: SqliteLedger, view: GridView) -> int:
    with ledger.write() as work:
        return views.save(work, "医院任务", view).id


def test_a_view_prints_on_a3_in_its_order_groups_and_columns(filled: SqliteLedger) -> None:
    view = GridView(
        sorting=(Sorting("due"),),
        group_by="lead",
        columns=(ViewColumn("due", 90), ViewColumn("code", 60, is_shown=False), ViewColumn("title", 200)),
    )
    model = composed(filled, view_id=saved(filled, view))
    assert "（医院任务）" in model.title
    assert (model.page.paper, model.page.orientation) == ("A3", "landscape")
    table = table_of(model)
    assert [column.title for column in table.columns] == ["序号", "时限", "任务"]
    groups = [run_text(row.cells[0]) for row in table.rows if row.kind == "group"]
    assert sorted(groups) == ["县人民医院（2项）", "县疾控中心（1项）"]
    place = rows(table).index(["县人民医院（2项）"])
    assert [line[1:] for line in rows(table)[place + 1 : place + 3]] == [
        ["2024-12-29", "巡诊"],
        ["2024-12-31", "建胸痛中心"],
    ]


def test_chosen_columns_and_sheet_are_taken(filled: SqliteLedger) -> None:
    with filled.write() as work:
        custom_fields.define(work, "投资额", "number")
        (field,) = work.of(CustomField).find()
        key = custom_field_name(field.id)
    with filled.read() as session:
        keys = columns_by_words(session, ["任务", "牵头单位", "投资额"])
    assert keys == ("title", "lead", key)
    model = composed(filled, columns=keys, paper="A3", is_portrait=True)
    assert (model.page.paper, model.page.orientation) == ("A3", "portrait")
    assert [column.title for column in table_of(model).columns] == ["序号", "任务", "牵头单位", "投资额"]
    assert [line[1] for line in rows(table_of(model)) if len(line) > 1] == ["建胸痛中心", "培训", "巡诊"]


def test_plans_with_a_column_of_their_own_are_tall_cells_and_no_headings(filled: SqliteLedger) -> None:
    table = table_of(composed(filled, columns=("title", "plan", "section")))
    assert [column.key for column in table.columns if column.merges] == ["plan", "section"]
    assert all(row.kind == "row" for row in table.rows)


def test_unknown_columns_and_views_are_refused(filled: SqliteLedger) -> None:
    with filled.read() as session, pytest.raises(RejectedError) as refused:
        columns_by_words(session, ["任务", "月亮"])
    assert refused.value.code == "REP-016"
    with pytest.raises(RejectedError) as gone:
        composed(filled, view_id=99)
    assert gone.value.code == "SVC-004"


def test_more_columns_than_can_be_read_are_refused_with_how_many_fit(filled: SqliteLedger) -> None:
    with filled.write() as work:
        for number in range(60):
            custom_fields.define(work, f"栏目{number}", "text")
        keys = tuple(custom_field_name(field.id) for field in work.of(CustomField).find())
    found = {}
    for paper, is_portrait in (("A4", True), ("A4", False), ("A3", False)):
        with pytest.raises(RejectedError) as refused:
            composed(filled, columns=("title", "due", *keys), paper=paper, is_portrait=is_portrait)
        assert refused.value.code == "REP-017"
        found[paper, is_portrait] = most = int(str(refused.value.facts["most"]))
        fitting = ("title", "due", *keys)[:most]
        assert (
            len(table_of(composed(filled, columns=fitting, paper=paper, is_portrait=is_portrait)).columns) == most + 1
        )
    assert 10 <= found["A4", True] < found["A4", False] < found["A3", False] <= 45


def test_an_upright_ledger_leaves_out_the_cooperating_units(filled: SqliteLedger) -> None:
    titles = [column.title for column in table_of(composed(filled, is_portrait=True)).columns]
    assert "配合单位" not in titles
