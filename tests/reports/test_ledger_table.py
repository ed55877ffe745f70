from __future__ import annotations

import datetime as dt
from dataclasses import replace

from ledger_app.reports.fonts import FontBook
from ledger_app.reports.ledger_table import LedgerFacts, LedgerLine, compose_ledger
from ledger_app.reports.model import ReportTable, run_text
from tests.reports.pdf_reader import Printed

FACTS = LedgerFacts("青溪县卫生健康局", "2024年重点任务台账", dt.date(2024, 6, 30), scope="县医院牵头")
LINE = LedgerLine(
    7, "1-07", "推进医共体建设", "2024年工作要点", "深化改革", "▲逾期", "red", "县医院", "县中医院",
    "5月底前", dt.date(2024, 5, 31), "60%", "已完成招标",
)  # fmt: skip


def table_of(lines: list[LedgerLine], facts: LedgerFacts = FACTS) -> ReportTable:
    (table,) = compose_ledger(lines, facts).body
    assert isinstance(table, ReportTable)
    return table


def test_the_written_words_of_a_deadline_stand_above_its_date() -> None:
    row = table_of([LINE]).rows[-1]
    assert [run_text(cell) for cell in row.cells] == [
        "1", "▲逾期", "1-07", "推进医共体建设", "县医院", "县中医院", "5月底前\n2024-05-31", "60%", "已完成招标",
    ]  # fmt: skip
    assert row.task_ids == (7,)
    assert run_text(table_of([replace(LINE, due=None, due_raw="长期坚持")]).rows[-1].cells[6]) == "长期坚持"
    assert run_text(table_of([replace(LINE, due_raw="2024-05-31")]).rows[-1].cells[6]) == "2024-05-31"


def test_plans_and_sections_head_their_tasks_with_their_number() -> None:
    lines = [LINE, replace(LINE, id=8, section="基层卫生"), replace(LINE, id=9, section="基层卫生")]
    groups = [run_text(row.cells[0]) for row in table_of(lines).rows if row.kind == "group"]
    assert groups == ["深化改革（1项）", "基层卫生（2项）"]
    lines.append(replace(LINE, id=10, plan="另一计划", section=""))
    groups = [run_text(row.cells[0]) for row in table_of(lines).rows if row.kind == "group"]
    assert groups == ["2024年工作要点　深化改革（1项）", "2024年工作要点　基层卫生（2项）", "另一计划（1项）"]


def test_columns_can_be_chosen() -> None:
    chosen = table_of([LINE], replace(FACTS, columns=("code", "task", "light")))
    assert [column.title for column in chosen.columns] == ["编号", "任务", "状态"]


def test_the_ledger_prints_landscape_with_scope_and_cut_off(book: FontBook) -> None:
    pages = Printed(compose_ledger([replace(LINE, id=n) for n in range(60)], FACTS), book)
    width, height = pages.size_mm(0)
    assert width > height
    text = pages.text(0)
    assert "青溪县卫生健康局　县医院牵头　截至2024年6月30日　共60项" in text
    assert all("截至2024-06-30" in pages.text(page) for page in range(len(pages)))
    assert Printed(compose_ledger([], replace(FACTS, paper="A3")), book).size_mm(0)[0] > 400


def test_an_empty_ledger_says_so(book: FontBook) -> None:
    assert "没有符合条件的任务" in Printed(compose_ledger([], FACTS), book).text(0)
