"""Plan files to proposals: against reading the same file's paragraphs or cells with the format's own library."""

from __future__ import annotations

import importlib
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

from ledger_app.intake.readers.registry import read_document
from ledger_app.intake.understand import propose
from tests.bench.measure import ROOT, Measure, not_measured, turn_about

TABLE_ROWS = 10_000
HEAD = ("序号", "类别", "重点任务", "工作措施", "牵头单位", "配合单位", "完成时限", "备注")
UNITS = ("医政股", "疾控股", "基层卫生股", "县人民医院", "县中医院", "县疾控中心")
DUES = ("6月底前", "年底前", "2024年9月30日前", "每季度", "长期坚持", "三季度")


def run(folder: Path) -> list[Measure]:
    """Measure .docx, .txt and a table of 10,000 rows."""
    measures = [*_plans(folder), _table(folder)]
    return measures or [not_measured("计划文件", "没有可用的计划文件")]


def _read(path: Path) -> object:
    # A clerk reads a file once: what is remembered of the last round would flatter this one.
    for remembered in _caches():
        remembered.cache_clear()
    return propose(read_document(path), year=2024)


@cache
def _caches() -> tuple[Any, ...]:
    """Return what the intake remembers from text to text."""
    # The readers are loaded when the first file of their kind comes.
    importlib.import_module("ledger_app.intake.readers.docx")
    modules = [module for name, module in sys.modules.items() if name.startswith("ledger_app.intake")]
    return tuple(known for module in modules for known in vars(module).values() if hasattr(known, "cache_clear"))


def _plans(folder: Path) -> list[Measure]:
    from docx import Document

    def paragraphs(path: Path) -> list[str]:
        return [paragraph.text for paragraph in Document(str(path)).paragraphs]

    measures = []
    for path in _documents():
        text = folder / f"{path.stem}.txt"
        text.write_text(read_document(path).text, encoding="utf-8")
        # Both sides once beforehand: the first reading also loads the libraries.
        _read(path), paragraphs(path), _read(text)
        ours, other = turn_about(lambda path=path: _read(path), lambda path=path: paragraphs(path), 7)
        measures.append(Measure(f"{path.name} 到提案", ours, other, "python-docx 读出段落", 2.0))
        of_text, of_docx = turn_about(lambda text=text: _read(text), lambda path=path: _read(path), 7)
        measures.append(Measure(f"{path.stem}.txt 到提案", of_text, of_docx, "同一内容的 docx", 1.0))
    return measures


def _documents() -> list[Path]:
    """Return the shared plans where they are, else the samples that ship."""
    shared = Path(os.environ.get("LEDGER_SHARED") or ROOT.parent / "shared") / "corpus"
    return sorted(shared.glob("*.docx")) or sorted((ROOT / "resources" / "samples").glob("*.docx"))


def _table(folder: Path) -> Measure:
    from openpyxl import Workbook
    from python_calamine import CalamineWorkbook

    path = folder / "任务分解表.xlsx"
    book = Workbook(write_only=True)
    sheet = book.create_sheet("任务分解表")
    sheet.append(["2024年重点任务分解表"])
    sheet.append(HEAD)
    for n in range(1, TABLE_ROWS + 1):
        measures = f"一是制定第{n}号方案；二是组织培训{n % 7 + 1}期；三是覆盖率达到{60 + n % 40}%以上。"
        sheet.append(
            [
                n,
                f"第{n % 12 + 1}类",
                f"推进第{n}项重点工作",
                measures,
                UNITS[n % 6],
                UNITS[(n + 1) % 6],
                DUES[n % 6],
                "",
            ]
        )
    book.save(path)

    def cells() -> object:
        return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()

    _read(path), cells()
    return Measure(f"{TABLE_ROWS} 行表格到提案", *turn_about(lambda: _read(path), cells, 3), "calamine 读出单元格", 3.0)
