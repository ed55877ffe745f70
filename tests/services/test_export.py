"""Lists of tasks handed over as files: the view's columns, order and groups, and back through the importer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from ledger_app.bootstrap import create_session
from ledger_app.domain.grid import Condition, Sorting, TaskQuery, custom_field_name
from ledger_app.domain.view import ViewColumn
from ledger_app.errors import EnvironmentFault
from ledger_app.intake.proposal import TASK_LIKE
from ledger_app.intake.readers.registry import read_document
from ledger_app.intake.understand import propose
from ledger_app.ports import Ledger
from ledger_app.reports.sheet import Sheet, Written, plain_text
from ledger_app.services import custom_fields, tasks
from ledger_app.services.export import ListExport, copy_list, export_list, list_sheet, said_of
from ledger_app.services.samples import fill_with_samples
from resources import locate
from ui.models.columns import columns_with, read_rows

CUTOFF = dt.date(2024, 6, 30)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """Return a ledger with the sample plans and columns of its own; nothing here changes its tasks but one test."""
    session = create_session(tmp_path_factory.mktemp("export") / "样例台账", "青禾县卫生健康局")
    fill_with_samples(session.ledger, session.store, locate.samples(), None)
    with session.ledger.write() as work:
        work.describe("test", "自定义列")
        money = custom_fields.define(work, "投资额", "number").field
        day = custom_fields.define(work, "开工日期", "date").field
        first, second = work.task_ids(TaskQuery(CUTOFF))[:2]
        custom_fields.set_value(work, [first], money.id, "1234.5")
        custom_fields.set_value(work, [second], day.id, "2024-03-01")
    yield session.ledger
    session.close()


def wanted(**rest: Any) -> ListExport:  # noqa: ANN401 - fields of the request
    query = rest.pop("query", TaskQuery(CUTOFF))
    return replace(ListExport(query, "青禾县卫生健康局 2024年度台账", "全部任务"), **rest)


def texts(sheet: Sheet) -> list[tuple[str, ...]]:
    kinds = [column.kind for column in sheet.columns]
    return [
        tuple(plain_text(kind, value) for kind, value in zip(kinds, row.values, strict=False)) for row in sheet.rows
    ]


def test_every_column_of_the_grid_says_the_same_in_a_file(ledger: Ledger) -> None:
    with ledger.read() as session:
        columns = columns_with(custom_fields.fields_of(session))
        ids = session.task_ids(TaskQuery(CUTOFF))
        rows = {row.facts.id: row for row in read_rows(session, ids, CUTOFF, session.settings())}
    sheet = list_sheet(ledger, wanted(columns=tuple(ViewColumn(one.key, one.width_px) for one in columns)))
    headings = [column.heading for column in sheet.columns]
    assert headings == [one.heading.replace(" | 时序", "") for one in columns]
    shown = [tuple(one.value(rows[id_]).removeprefix("—") for one in columns) for id_ in ids]
    assert texts(sheet) == shown
    assert len(shown) > 50


def test_columns_order_filter_and_sorting_are_the_views(ledger: Ledger, tmp_path: Path) -> None:
    query = TaskQuery(
        CUTOFF,
        conditions=(Condition("light", "is", ("overdue",)),),
        sorting=(Sorting("due", descending=True),),
    )
    columns = (ViewColumn("due", 90), ViewColumn("title", 210), ViewColumn("code", 60, is_shown=False))
    path = tmp_path / "逾期.xlsx"
    written = export_list(ledger, wanted(query=query, columns=columns, list_name="逾期", frozen=1), path)
    sheet: Any = load_workbook(path).active
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    with ledger.read() as session:
        found = session.task_rows(session.task_ids(query), CUTOFF)
    assert [(one.due, one.title) for one in found] == [(due.date(), title) for due, title in rows]
    assert written == Written(len(found))
    assert sheet.title == "逾期"
    assert sheet.cell(1, 1).value == "青禾县卫生健康局 2024年度台账 · 逾期"
    assert sheet.cell(2, 1).value.startswith(f"截至 2024-06-30，共 {len(found)} 项。")
    assert sheet.freeze_panes == "B4"
    assert sheet.column_dimensions["B"].width == 30


def test_groups_have_headings_with_their_counts(ledger: Ledger) -> None:
    query = TaskQuery(CUTOFF, group_by="lead")
    sheet = list_sheet(ledger, wanted(query=query))
    rows = list(sheet.rows)
    with ledger.read() as session:
        groups = session.groups(query)
    headings = [str(row.values[0]) for row in rows if row.is_group]
    assert headings == [f"{one.label}（{one.count} 项） 完成率 {one.done_percent:.0f}%" for one in groups]
    assert len(rows) == sheet.count == sum(one.count for one in groups) + len(groups)


def test_chosen_tasks_alone_are_handed_over(ledger: Ledger) -> None:
    with ledger.read() as session:
        ids = session.task_ids(TaskQuery(CUTOFF))
        codes = [row.code for row in session.task_rows([ids[1], ids[4]], CUTOFF)]
    columns = (ViewColumn("code", 60),)
    sheet = list_sheet(ledger, wanted(columns=columns, task_ids=frozenset((ids[4], ids[1]))))
    assert texts(sheet) == [(code,) for code in codes]
    grouped = wanted(query=TaskQuery(CUTOFF, group_by="plan"), columns=columns, task_ids=frozenset((ids[4],)))
    assert [row.is_group for row in list_sheet(ledger, grouped).rows] == [True, False]


def test_own_columns_keep_their_types(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.read() as session:
        fields = {one.name: one for one in custom_fields.fields_of(session)}
    columns = tuple(ViewColumn(custom_field_name(fields[name].id), 80) for name in ("投资额", "开工日期"))
    path = tmp_path / "自定义.xlsx"
    export_list(ledger, wanted(columns=columns), path)
    sheet: Any = load_workbook(path).active
    assert [cell.value for cell in sheet[3]] == ["投资额", "开工日期"]
    assert sheet.cell(4, 1).value == 1234.5
    assert sheet.cell(5, 2).value.date() == dt.date(2024, 3, 1)
    assert sheet.cell(5, 2).is_date


def test_wide_tables_are_set_up_for_larger_paper(ledger: Ledger) -> None:
    wide = tuple(ViewColumn(key, 400) for key in ("title", "progress", "content", "problems"))
    assert list_sheet(ledger, wanted()).paper == "A4"
    assert list_sheet(ledger, wanted(columns=wide)).paper == "A3"
    assert list_sheet(ledger, wanted(columns=wide, paper="A4")).paper == "A4"


def test_an_exported_ledger_imported_again_is_the_same_tasks(ledger: Ledger, tmp_path: Path) -> None:
    keys = ("code", "title", "content", "lead", "others", "due", "percent", "progress", "problems", "next", "note")
    path = tmp_path / "台账.xlsx"
    export_list(ledger, wanted(columns=tuple(ViewColumn(key, 120) for key in keys)), path)
    proposal = propose(read_document(path), year=2024)
    items = [item for plan in proposal.plans for item in plan.items if item.kind in TASK_LIKE]
    with ledger.read() as session:
        rows = session.task_rows(session.task_ids(TaskQuery(CUTOFF)), CUTOFF)
    assert len(items) == len(rows)
    assert [item.title for item in items] == [row.title for row in rows]
    days = [item.deadlines[0].date if item.deadlines else None for item in items]
    assert days == [row.due.isoformat() if row.due else None for row in rows]


def test_the_clipboard_gets_the_same_table(ledger: Ledger) -> None:
    copied = copy_list(ledger, wanted(columns=(ViewColumn("code", 60), ViewColumn("due", 90))))
    lines = copied.text.split("\n")
    assert lines[0] == "编号\t时限"
    assert len(lines) == copied.written.row_count + 1
    assert copied.html.count("<tr>") == len(lines)


def test_what_was_guarded_is_said(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.write() as work:
        task_id = work.task_ids(TaskQuery(CUTOFF))[0]
        work.describe("test", "改备注")
        tasks.edit_many(work, [task_id], {"note": "=cmd|' /C calc'!A0"})
    try:
        written = export_list(ledger, wanted(columns=(ViewColumn("note", 90),)), tmp_path / "备注.csv")
    finally:
        ledger.undo()
    assert written.guarded_count == 1
    assert "有 1 格以 =、+、-、@ 等开头" in said_of(written)
    assert "'=cmd|' /C calc'!A0" in (tmp_path / "备注.csv").read_text("utf-8-sig").splitlines()


def test_a_file_that_is_held_open_is_refused_before_anything_is_read(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(b"held")

    def held(_self: Path, *_args: object, **_rest: object) -> object:
        raise PermissionError(13, "held")

    monkeypatch.setattr(Path, "open", held)
    with pytest.raises(EnvironmentFault) as caught:
        export_list(ledger, wanted(), path)
    monkeypatch.undo()
    assert caught.value.code == "REP-002"
    assert path.read_bytes() == b"held"
