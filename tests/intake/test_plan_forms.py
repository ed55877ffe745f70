"""Plans whose structure stands in the form of the file: styles, bold lines, lists of the word processor, web pages."""

from __future__ import annotations

import pytest

from ledger_app.intake.folding import squeeze
from ledger_app.intake.proposal import ProposedPlan
from ledger_app.intake.understand import propose
from tests.intake.docx_builder import definition, docx, instance, level, paragraph, run
from tests.intake.reading import read_bytes

_CHINESE = "chineseCountingThousand"


def plan_of(data: bytes, name: str) -> ProposedPlan:
    (plan,) = propose(read_bytes(data, name)).plans
    return plan


def outline_of(plan: ProposedPlan) -> list[tuple[str, str, str, str]]:
    """Return the items as (number, title, path without blanks, kind), introductions aside."""
    return [
        (item.no, item.title, "/".join(squeeze(heading) for heading in item.path), item.kind)
        for item in plan.items
        if item.title or item.kind != "background"
    ]


def centred(text: str) -> str:
    return f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{run(text, "<w:b/>" + _size(44))}</w:p>'


def bold(text: str, half_points: int = 32) -> str:
    return paragraph(inner=run(text, "<w:b/>" + _size(half_points)))


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/>'


def style(key: str, name: str, properties: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/><w:pPr>{properties}</w:pPr></w:style>'
    )


TITLE = "柳溪区2024年医疗质量提升工作方案"
EXPECTED = [
    ("", "工作目标", "", "goal"),
    ("", "健全质控组织", "重点任务", "task"),
    ("", "严格核心制度", "重点任务", "task"),
    ("", "组织保障", "", "safeguard"),
]
BODIES = {
    "工作目标": "病案首页主要诊断编码正确率达到90%以上。",
    "健全质控组织": "6月底前成立12个区级质控中心。（医政科）",
    "严格核心制度": "每季度开展核心制度督查。（医政科、各医院）",
    "组织保障": "各医院要落实主体责任。",
}


def _with_bodies(headings: list[tuple[str, str]]) -> list[str]:
    """Return headings (name, piece of the document) with the text under them."""
    body = [centred(TITLE), paragraph("为持续改进医疗质量，制定本方案。")]
    for name, piece in headings:
        body.append(piece)
        if name in BODIES:
            body.append(paragraph(BODIES[name]))
    return body


HEADINGS = ["工作目标", "重点任务", "健全质控组织", "严格核心制度", "组织保障"]
OUTER = {"工作目标", "重点任务", "组织保障"}


def test_headings_by_style() -> None:
    styles = style("1", "heading 1", '<w:outlineLvl w:val="0"/>') + style("2", "heading 2", '<w:outlineLvl w:val="1"/>')
    pieces = [(name, paragraph(name, style="1" if name in OUTER else "2")) for name in HEADINGS]
    assert outline_of(plan_of(docx(*_with_bodies(pieces), styles=styles), "计划.docx")) == EXPECTED


def test_headings_in_bold() -> None:
    pieces = [(name, bold(name)) for name in HEADINGS]
    plan = plan_of(docx(*_with_bodies(pieces)), "计划.docx")
    assert (plan.title, outline_of(plan)) == (TITLE, EXPECTED)


def test_headings_of_two_sizes() -> None:
    pieces = [(name, bold(name.replace("重点任务", "抓实五件大事"), 36 if name in OUTER else 32)) for name in HEADINGS]
    found = outline_of(plan_of(docx(*_with_bodies(pieces)), "计划.docx"))
    assert [path for _, _, path, _ in found] == ["", "抓实五件大事", "抓实五件大事", ""]


def test_bold_words_in_a_numbered_plan_are_no_headings() -> None:
    body = [
        centred(TITLE),
        bold("一、重点任务"),
        paragraph("（一）健全质控组织。6月底前成立中心。（医政科）"),
        bold("质控中心建设示意"),
        paragraph("（二）严格核心制度。每季度督查。（医政科）"),
        bold("二、组织保障"),
        paragraph("各医院要落实主体责任。"),
    ]
    assert [item[:2] for item in outline_of(plan_of(docx(*body), "计划.docx"))] == [
        ("（一）", "健全质控组织"),
        ("（二）", "严格核心制度"),
        ("二、", "组织保障"),
    ]


def test_half_of_the_numbers_typed() -> None:
    lists = (
        definition(0, level(0, _CHINESE, "%1、"))
        + definition(1, level(0, "chineseCounting", "（%1）"))
        + definition(2, level(0, "decimal", "%1."))
        + "".join(instance(number, number - 1) for number in (1, 2, 3))
    )
    body = [
        centred("桃源里县2025年健康县建设工作要点"),
        paragraph("优化健康服务", number=(1, 0)),
        paragraph("（一）推进家医签约。签约率达到42%。（基层股）"),
        paragraph("（二）推进智慧医疗。年底前完成升级。（信息中心）"),
        paragraph("建设健康环境", number=(1, 0)),
        paragraph("建设卫生乡镇。新创2个。（爱卫办）", number=(2, 0)),
        paragraph("建设无烟单位。9月底前建成10家。（爱卫办）", number=(2, 0)),
        paragraph("三、组织实施"),
        paragraph("加强领导。", number=(3, 0)),
        paragraph("强化督查。", number=(3, 0)),
    ]
    assert outline_of(plan_of(docx(*body, numbering=lists), "计划.docx")) == [
        ("（一）", "推进家医签约", "一、优化健康服务", "task"),
        ("（二）", "推进智慧医疗", "一、优化健康服务", "task"),
        ("（一）", "建设卫生乡镇", "二、建设健康环境", "task"),
        ("（二）", "建设无烟单位", "二、建设健康环境", "task"),
        ("1.", "加强领导", "三、组织实施", "safeguard"),
        ("2.", "强化督查", "三、组织实施", "safeguard"),
    ]


def test_chapters_and_sections_numbered_by_style() -> None:
    styles = "".join(
        style(str(at + 1), name, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="1"/></w:numPr>')
        for at, name in enumerate(("heading 1", "heading 2", "List Paragraph"))
    )
    lists = definition(
        0,
        level(0, "chineseCounting", "第%1章", '<w:pStyle w:val="1"/>'),
        level(1, "chineseCounting", "第%2节", '<w:pStyle w:val="2"/>'),
        level(2, "decimal", "%3.", '<w:pStyle w:val="3"/>'),
    ) + instance(1, 0)
    lines = [
        ("总体目标", "1"),
        ("到2026年，每千人口中医类执业医师达到0.8人。", ""),
        ("主要任务", "1"),
        ("服务能力提升行动", "2"),
        ("建设中医特色重点医院1家，2025年6月底前通过评审。（市中医院）", "3"),
        ("建设旗舰中医馆10家。（各县区卫生健康局）", "3"),
        ("人才培养行动", "2"),
        ("遴选市级名中医15名。（中医处）", "3"),
    ]
    body = [centred("东篱市中医药振兴行动计划（2024—2026年）"), *(paragraph(text, style=key) for text, key in lines)]
    found = outline_of(plan_of(docx(*body, styles=styles, numbering=lists), "计划.docx"))
    assert [(no, path) for no, _, path, _ in found] == [
        ("第一章", ""),
        ("1.", "第二章主要任务/第一节服务能力提升行动"),
        ("2.", "第二章主要任务/第一节服务能力提升行动"),
        ("1.", "第二章主要任务/第二节人才培养行动"),
    ]


PAGE = """<html><head><meta charset="utf-8"><title>某县政府网</title></head><body>
<div><a href="/">首页</a> | <a href="#">政务公开</a> | <a href="#">办事服务</a></div>
<div>当前位置：<a>首页</a> &gt; <a>部门文件</a> &gt; 正文</div>
<table><tr><td>索引号：</td><td>000-2025-0031</td><td>主题分类：</td><td>卫生、体育</td></tr>
<tr><td>发文机关：</td><td>紫荆县疾病预防控制局</td><td>成文日期：</td><td>2025年02月17日</td></tr></table>
<h1>紫荆县2025年疾控工作要点</h1><div>来源：县疾控局 发布时间：2025-02-20 浏览次数：128 字体：[大 中 小]</div>
<div>{text}</div><div>分享到：微信 微博</div><div>上一篇：关于公布预算的公告</div>
<div>主办：紫荆县人民政府办公室 备案号：00000000</div></body></html>"""
PAGE_ITEMS = [
    ("（一）", "健全组织网络", "一、完善体系建设", "task"),
    ("（二）", "提升检验能力", "一、完善体系建设", "task"),
    ("（一）", "免疫规划", "二、抓好重点工作", "task"),
]


@pytest.mark.parametrize(
    ("heading", "item"),
    [
        ("<p><strong>　　{0}</strong></p>", "<p>　　<strong>{0}。</strong>{1}</p>"),
        ("<h3>{0}</h3>", "<p>{0}。{1}</p>"),
        ("<div><span>{0}</span><br></div>", "<div>{0}。{1}</div>"),
        ("{0}<br>", "{0}。{1}<br>"),
    ],
)
def test_a_page_with_the_furniture_of_its_site(heading: str, item: str) -> None:
    text = (
        heading.format("一、完善体系建设")
        + item.format("（一）健全组织网络", "9月底前全部设立办公室。（综合股）")
        + item.format("（二）提升检验能力", "新增检测项目15项。（县疾控中心）")
        + heading.format("二、抓好重点工作")
        + item.format("（一）免疫规划", "接种率不低于95%。（免疫规划科）")
    )
    plan = plan_of(PAGE.replace("{text}", text).encode(), "计划.html")
    assert (plan.title, plan.issuer, str(plan.issued)) == (
        "紫荆县2025年疾控工作要点",
        "紫荆县疾病预防控制局",
        "2025-02-17",
    )
    assert outline_of(plan) == PAGE_ITEMS


def test_a_numbered_list_under_the_headings_of_a_page() -> None:
    page = """<html><body><h2>月牙县2024年度基层卫生工作安排</h2><p style="text-align:center">（2024年2月5日）</p>
    <h3>重点工作</h3><ol><li>开展优质服务基层行活动。（基层股）</li><li>开展村医培训。（县卫生学校）</li></ol>
    <h3>工作要求</h3><p>各单位要高度重视，每季度末报送进展。</p></body></html>"""
    plan = plan_of(page.encode(), "计划.html")
    assert plan.title == "月牙县2024年度基层卫生工作安排"
    assert outline_of(plan) == [
        ("1.", "开展优质服务基层行活动", "重点工作", "task"),
        ("2.", "开展村医培训", "重点工作", "task"),
        ("", "工作要求", "", "safeguard"),
    ]
