"""`report` in the form that the file's name asks for, and all papers of a period in one folder."""

from __future__ import annotations

from pathlib import Path

import docx
from openpyxl import load_workbook

from tests.cli.conftest import Cli
from tests.cli.test_reporting import snapshots


def test_the_files_name_chooses_the_form(cli: Cli, ledger: Path, tmp_path: Path) -> None:
    words = ("report", "--ledger", ledger, "--kind", "monthly", "--period", "2024-06", "--out")
    answer = cli(*words, tmp_path / "通报.docx")
    assert (answer.code, answer.out.strip()) == (0, str(tmp_path / "通报.docx"))
    assert "Word 文件指定了仿宋_GB2312、方正小标宋简体" in answer.err
    assert docx.Document(str(tmp_path / "通报.docx")).core_properties.identifier == "2024-06-月报-01"
    assert cli(*words, tmp_path / "附表.xlsx").code == 0
    assert load_workbook(tmp_path / "附表.xlsx").sheetnames[0].startswith("附件1 ")


def test_a_form_that_cannot_be_costs_no_number(cli: Cli, ledger: Path, tmp_path: Path) -> None:
    out = tmp_path / "通报.doc"
    answer = cli("report", "--ledger", ledger, "--kind", "monthly", "--period", "2024-06", "--out", out)
    assert (answer.code, len(answer.lines)) == (2, 1)
    assert "不以 .pdf、.docx 或 .xlsx 结尾" in answer.err
    out = tmp_path / "简表.xlsx"
    answer = cli("report", "--ledger", ledger, "--kind", "meeting", "--period", "2024-06", "--out", out)
    assert answer.code == 2
    assert "没有表格" in answer.err
    assert snapshots(ledger) == []
    assert list(tmp_path.glob("*.xlsx")) == []


def test_all_papers_are_written_into_a_new_folder(cli: Cli, ledger: Path, tmp_path: Path) -> None:
    words = ("report", "--ledger", ledger, "--kind", "all", "--period", "2024-06", "--out", tmp_path / "材料")
    answer = cli(*words)
    assert (answer.code, answer.out.strip()) == (0, str(tmp_path / "材料"))
    assert {"01 通报.pdf", "01 通报.docx", "01 通报.xlsx"} <= {path.name for path in (tmp_path / "材料").iterdir()}
    kept = snapshots(ledger)
    again = cli(*words)
    assert (again.code, len(again.lines)) == (2, 1)
    assert "已经存在" in again.err
    assert snapshots(ledger) == kept
