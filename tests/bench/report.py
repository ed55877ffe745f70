"""Reports as PDF: 10,000 rows against LibreOffice turning them from xlsx, a circular against reportlab's own tables."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.bench.circular_child import SLIPS, TASKS
from tests.bench.measure import Measure, child, seconds
from tests.bench.report_child import HEAD, ROWS, rows

BUDGET = 0.5
CIRCULAR_BUDGET = 0.5
MEMORY_BUDGET_MB = 400


def run(folder: Path) -> list[Measure]:
    """Measure both sides of both reports, each in a process of its own."""
    return [*_ledger(folder), _circular(folder)]


def _circular(folder: Path) -> Measure:
    """Measure a circular with its slips against the same words in reportlab's LongTable of Paragraphs."""
    rounds = [
        [child("tests.bench.circular_child", side, str(folder / f"{side}.pdf")) for side in ("ours", "theirs")]
        for _ in range(2)
    ]
    ours, theirs = (min(sides, key=lambda one: one["seconds"]) for sides in zip(*rounds, strict=True))
    note = (
        f"{ours['pages']} 页 {ours['bytes'] / 1e6:.1f} MB，内存峰值 {ours['peak_mb']:.0f} MB；"
        f"对方 {theirs['pages']} 页 {theirs['bytes'] / 1e6:.1f} MB、{theirs['peak_mb']:.0f} MB"
    )
    name = f"{TASKS} 项任务的通报带 {SLIPS} 张督办单"
    return Measure(
        name, ours["seconds"], theirs["seconds"], "reportlab 的 LongTable 和 Paragraph", CIRCULAR_BUDGET, note
    )


def _ledger(folder: Path) -> list[Measure]:
    ours = min(
        (child("tests.bench.report_child", str(folder / "ours.pdf")) for _ in range(2)), key=lambda one: one["seconds"]
    )
    verdict = "达标" if ours["peak_mb"] <= MEMORY_BUDGET_MB else "超出"
    size = (folder / "ours.pdf").stat().st_size / 1e6
    memory = f"{ours['pages']} 页 {size:.1f} MB，内存峰值 {ours['peak_mb']:.0f} MB（{verdict}，≤{MEMORY_BUDGET_MB}）"
    office = shutil.which("soffice") or shutil.which("libreoffice")
    name = f"{ROWS} 行台账 PDF"
    if office is None:
        return [
            Measure(name, ours["seconds"], None, "LibreOffice", BUDGET, f"{memory}；本机没有 LibreOffice，未能对比")
        ]
    _write_workbook(folder / "rows.xlsx")
    command = [office, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / "rows.xlsx")]
    other = min(seconds(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(2))
    if not (folder / "rows.pdf").exists():
        # Without its part for spreadsheets it says that it cannot load the file, and ends as if all were well.
        note = f"{memory}；本机的 LibreOffice 打不开 xlsx（没有 Calc），未能对比"
        return [Measure(name, ours["seconds"], None, "LibreOffice", BUDGET, note)]
    return [Measure(name, ours["seconds"], other, "LibreOffice 转同样的 xlsx", BUDGET, memory)]


def _write_workbook(path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.append(HEAD)
    for row in rows():
        sheet.append(row)
    book.save(path)
