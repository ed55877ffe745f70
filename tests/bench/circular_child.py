"""Print a circular of 3,000 tasks with the slips of 60 units, ours or by reportlab's own tables; tell it as JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench.measure import ROOT, peak_megabytes

if TYPE_CHECKING:
    from ledger_app.reports.model import FormRow

TASKS, SLIPS = 3000, 60
_TITLES = ("推进县域医共体建设", "提升基层医疗卫生服务能力", "规范村卫生室药品管理", "开展老年人健康体检")
_REASON = "设备招标延期，供货单位尚未交货，预计下月完成安装调试并开展人员培训"
HEAD = ("序号", "任务", "牵头单位", "责任人", "完成时限", "逾期天数", "原因")


def rows() -> Iterator[tuple[str, ...]]:
    """Yield the late tasks, as both sides print them."""
    for n in range(1, TASKS + 1):
        unit = f"第{n % SLIPS + 1}卫生院"
        yield str(n), f"{_TITLES[n % 4]}第{n}项", unit, "张三", "2024-05-31", str(n % 90), _REASON


def slips() -> Iterator[tuple[tuple[str, str], ...]]:
    """Yield the cells of each slip as label and text."""
    for n in range(1, SLIPS + 1):
        matters = "；".join(f"{_TITLES[k % 4]}第{k}项，应于2024年5月31日完成" for k in range(5))
        yield (
            ("督办事项", matters),
            ("立项依据", "年度重点工作任务分解表"),
            ("承办单位", f"第{n}卫生院"),
            ("办理要求", "请倒排工期，明确专人，于时限前办结并报送佐证材料。"),
            ("办理情况", ""),
            ("存在困难", ""),
            ("领导意见", ""),
        )


def ours(out: Path) -> int:
    """Print with our layout; return the pages."""
    from ledger_app.reports.fonts import FontBook
    from ledger_app.reports.model import (
        Annex,
        Block,
        Column,
        FormPage,
        FormPart,
        Head,
        Heading,
        Paragraph,
        Properties,
        ReportModel,
        ReportTable,
        Row,
        Signature,
        Words,
    )
    from ledger_app.reports.pdf import render_pdf

    columns = tuple(Column(f"c{n}", title) for n, title in enumerate(HEAD))
    table = ReportTable("late", columns, tuple(Row(row, task_ids=(int(row[0]),)) for row in rows()))
    facts = Properties("县卫生健康局", "通报", "2024-06-月报-01", "2024-06-30", "2024-07-01T00:00:00Z")
    body: tuple[Block, ...] = (Heading(1, "一、总体情况"), *(Paragraph((Words(_REASON * 6),)) for _ in range(8)))
    notice = ReportModel(
        "monthly",
        "关于2024年6月重点工作任务进展情况的通报",
        "notice",
        head=Head("县卫生健康局文件", "卫发〔2024〕6号"),
        body=body,
        annexes=(Annex("附件", "逾期任务清单", (table,)),),
        signature=Signature("县卫生健康局", "2024年7月1日"),
        properties=facts,
    )
    forms = tuple(FormPage(f"s{n}", "督办通知单", (FormPart(_form_rows(slip)),)) for n, slip in enumerate(slips()))
    paper = ReportModel("slip", "督办通知单", "forms", body=forms, properties=facts)
    both = ReportModel("monthly", notice.title, "set", parts=(notice, paper), properties=facts)
    return render_pdf(both, FontBook(ROOT / "resources" / "fonts"), out).pages


def _form_rows(slip: tuple[tuple[str, str], ...]) -> tuple[FormRow, ...]:
    from ledger_app.reports.model import FormCell, FormRow

    return tuple(
        FormRow((FormCell(label, is_label=True, width_mm=26), FormCell(text)), 12.0, grows=not text)
        for label, text in slip
    )


def theirs(out: Path) -> int:
    """Print the same words with reportlab's LongTable of Paragraphs; return the pages."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import LongTable, PageBreak, Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(TTFont("Song", str(ROOT / "resources" / "fonts" / "LedgerSong-Regular.ttf")))
    cell = ParagraphStyle("cell", fontName="Song", fontSize=9, leading=12, wordWrap="CJK")
    text = ParagraphStyle("text", fontName="Song", fontSize=15.75, leading=29.6, wordWrap="CJK", firstLineIndent=31.5)
    grid: list[Any] = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    story: list[Any] = [Paragraph(_REASON * 6, text) for _ in range(8)]
    lines = [[Paragraph(words, cell) for words in row] for row in (HEAD, *rows())]
    widths = [12 * mm, 38 * mm, 24 * mm, 14 * mm, 21 * mm, 14 * mm, 33 * mm]
    story += [PageBreak(), LongTable(lines, colWidths=widths, repeatRows=1, style=grid)]
    for slip in slips():
        story.append(PageBreak())
        pairs = [[Paragraph(label, cell), Paragraph(words, cell)] for label, words in slip]
        story.append(Table(pairs, colWidths=[26 * mm, 130 * mm], style=grid))
    document = SimpleDocTemplate(str(out), pagesize=A4, leftMargin=28 * mm, rightMargin=26 * mm, topMargin=37 * mm)
    document.build(story)
    pages: int = document.page
    return pages


def main(side: str, out: Path) -> None:
    """Print one side and tell seconds, pages, bytes and peak memory."""
    start = time.perf_counter()
    pages = (ours if side == "ours" else theirs)(out)
    took = time.perf_counter() - start
    facts = {"seconds": took, "pages": pages, "peak_mb": peak_megabytes(), "bytes": out.stat().st_size}
    print(json.dumps(facts))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
