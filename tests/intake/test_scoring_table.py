"""Scoring tables of our own, as workbooks and as documents, through the readers."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from ledger_app.intake.readers.registry import read_document
from ledger_app.intake.scoring_table import ProposedTree, read_scoring_table

HEAD = ("一级指标", "二级指标", "三级指标", "分值", "评分标准", "材料要求")
ROWS = (
    ("一、组织领导（20分）", "1.1 领导机构", "1.1.1 成立领导小组", 5, "未成立不得分", "成立文件"),
    (None, None, "1.1.2 明确专人", 5, "无专人扣2分", "分工文件"),
    (None, "1.2 经费保障", None, 10, "按到位率得分", "拨款文件、支出明细"),
    ("二、工作落实", "2.1 督导检查", "2.1.1 每季督导", "10分", "缺一次扣2分", "督导记录"),
    ("合计", None, None, 30, None, None),
)


def _workbook(path: Path, *, merged: bool) -> ProposedTree | None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["2024年基层卫生考核评分表"])
    sheet.append(HEAD)
    for row in ROWS:
        sheet.append(row)
    sheet.merge_cells("A1:F1")
    if merged:
        sheet.merge_cells("A3:A5")
        sheet.merge_cells("B3:B4")
    book.save(path)
    return read_scoring_table(read_document(path))


@pytest.mark.parametrize("merged", [True, False])
def test_levels_scores_standards_and_materials_are_read(tmp_path: Path, *, merged: bool) -> None:
    tree = _workbook(tmp_path / "评分表.xlsx", merged=merged)
    assert tree is not None
    assert tree.title == "2024年基层卫生考核评分表"
    assert [(one.depth, one.no, one.title, one.score) for one in tree.indicators] == [
        (0, "一", "组织领导", 20),
        (1, "1.1", "领导机构", None),
        (2, "1.1.1", "成立领导小组", 5),
        (2, "1.1.2", "明确专人", 5),
        (1, "1.2", "经费保障", 10),
        (0, "二", "工作落实", None),
        (1, "2.1", "督导检查", None),
        (2, "2.1.1", "每季督导", 10),
    ]
    assert (tree.indicators[2].standard, tree.indicators[2].materials) == ("未成立不得分", "成立文件")


def test_several_rows_of_one_indicator_are_one_with_all_they_say(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("序号", "考核内容", "分值", "评分办法", "备查资料"),
        (1, "家庭医生签约", 10, "签约率达标", "签约台账"),
        (None, None, 5, "履约率达标", "履约记录"),
        (2, "慢病管理", 15, "规范管理率", "随访记录"),
    ):
        sheet.append(row)
    sheet.merge_cells("B2:B3")
    sheet.merge_cells("A2:A3")
    book.save(tmp_path / "细则.xlsx")
    tree = read_scoring_table(read_document(tmp_path / "细则.xlsx"))
    assert tree is not None
    assert tree.title == "细则"
    assert [(one.no, one.title, one.score, one.standard, one.materials) for one in tree.indicators] == [
        ("1", "家庭医生签约", 15, "签约率达标\n履约率达标", "签约台账\n履约记录"),
        ("2", "慢病管理", 15, "规范管理率", "随访记录"),
    ]


def test_a_document_with_a_table_over_two_pages_is_read(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph("结核病防治示范县评估标准")
    for rows in ((HEAD, *ROWS[:2]), ROWS[3:4]):
        table = document.add_table(len(rows), len(HEAD))
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                table.cell(number, column).text = str(text or "")
        document.add_paragraph("（续表）")
    document.save(tmp_path / "标准.docx")
    tree = read_scoring_table(read_document(tmp_path / "标准.docx"))
    assert tree is not None
    assert tree.title == "结核病防治示范县评估标准"
    assert [one.title for one in tree.indicators if one.depth == 2] == ["成立领导小组", "明确专人", "每季督导"]


def test_a_document_without_a_scoring_table_gives_nothing(tmp_path: Path) -> None:
    path = tmp_path / "要点.txt"
    path.write_text("一、加强领导。分值10分。", "utf-8")
    assert read_scoring_table(read_document(path)) is None
