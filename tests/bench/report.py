"""A ledger report of 10,000 rows as PDF: against LibreOffice turning the same rows, as xlsx, into PDF."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.bench.measure import Measure, child, seconds
from tests.bench.report_child import HEAD, ROWS, rows

BUDGET = 0.5
MEMORY_BUDGET_MB = 400


def run(folder: Path) -> list[Measure]:
    """Measure both, each in a process of its own."""
    ours = min(
        (child("tests.bench.report_child", str(folder / "ours.pdf")) for _ in range(2)), key=lambda one: one["seconds"]
    )
    verdict = "达标" if ours["peak_mb"] <= MEMORY_BUDGET_MB else "超出"
    memory = f"{ours['pages']} 页，内存峰值 {ours['peak_mb']:.0f} MB（{verdict}，≤{MEMORY_BUDGET_MB}）"
    office = shutil.which("soffice") or shutil.which("libreoffice")
    name = f"{ROWS} 行台账 PDF"
    if office is None:
        return [
            Measure(name, ours["seconds"], None, "LibreOffice", BUDGET, f"{memory}；本机没有 LibreOffice，未能对比")
        ]
    _write_workbook(folder / "rows.xlsx")
    command = [office, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / "rows.xlsx")]
    other = min(seconds(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(2))
    return [Measure(name, ours["seconds"], other, "LibreOffice 转同样的 xlsx", BUDGET, memory)]


def _write_workbook(path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.append(HEAD)
    for row in rows():
        sheet.append(row)
    book.save(path)
