"""Reports to print in tests; all names and numbers are invented."""

from __future__ import annotations

from dataclasses import replace

from ledger_app.reports.model import (
    Annex,
    Column,
    Figure,
    Head,
    Heading,
    Imprint,
    Paragraph,
    Properties,
    ReportModel,
    ReportTable,
    Row,
    Signature,
    Words,
)

BUREAU = "青溪县卫生健康局"
PROPERTIES = Properties(BUREAU, "进展通报", "2024-06-月报-01", "2024-06-30", "2024-07-05T08:00:00Z")
LONG = (
    "截至2024年6月30日，全县共承担重点任务145项，已完成62项、占42.8%；家庭医生签约率达到75.3%，较上月提高2.1个百分点。"
    "其中“妇幼健康”“基层卫生”两个板块进度较快（分别为80.0%和76.5%），H7N9监测、COVID-19哨点监测按青卫发〔2024〕15号文件执行——"
)


def a_body(paragraphs: int = 6) -> tuple[Heading | Paragraph, ...]:
    blocks: list[Heading | Paragraph] = [
        Paragraph((Words("任务共"), Figure("145", (1, 2, 3)), Words("项，逾期"), Figure("2", (2, 3)), Words("项。"))),
        Heading(1, "一、总体情况"),
        Heading(2, "（一）进度。", (Words(LONG),)),
        Heading(3, "1.报送。", (Words("有3个单位迟报。"),)),
    ]
    blocks += [Paragraph((Words(LONG),)) for _ in range(paragraphs)]
    return tuple(blocks)


def a_table(rows: int = 3, text: str = "推进紧密型县域医共体建设", **changes: object) -> ReportTable:
    columns = (
        Column("seq", "序号", "center", whole=True),
        Column("section", "板块", "center", merges=True, max_mm=24),
        Column("task", "任务"),
        Column("due", "时限", "center", whole=True),
        Column("percent", "进度", "right", whole=True),
    )
    lines = tuple(
        Row((str(n), f"板块{n // 4}", text, "2024-06-30", f"{n}%"), task_ids=(n,)) for n in range(1, rows + 1)
    )
    return replace(ReportTable("t", columns, lines), **changes)  # type: ignore[arg-type]


def a_notice(**changes: object) -> ReportModel:
    facts: dict[str, object] = {
        "kind": "monthly",
        "title": "关于2024年6月全县卫生健康重点工作任务进展情况的通报",
        "form": "notice",
        "head": Head(f"{BUREAU}文件", "青卫发〔2024〕36号"),
        "addressees": "各乡镇卫生院、局属各单位",
        "body": a_body(),
        "annexes": (
            Annex("附件1", "总体进展情况表", (a_table(),)),
            Annex("附件2", "逾期任务清单", (a_table(30),), "turned"),
        ),
        "signature": Signature(BUREAU, "2024年7月5日"),
        "imprint": Imprint((("抄送", "县政府办公室，县委督查室"),), f"{BUREAU}办公室", "2024年7月5日"),
        "properties": PROPERTIES,
        "foot": "2024-06-月报-01 截至2024-06-30",
    }
    return ReportModel(**{**facts, **changes})  # type: ignore[arg-type]
