"""Lines, parts, runs and the tree: what is heading, item, opening, closing, attachment, page furniture."""

from __future__ import annotations

import pytest

from ledger_app.intake.document import Document, Paragraph
from ledger_app.intake.outline import listed, read_outline
from ledger_app.intake.outline_copies import split_copies
from ledger_app.intake.outline_lines import Line, read_flow
from ledger_app.intake.outline_parts import split_parts
from ledger_app.intake.outline_runs import runs_on, split_runs
from ledger_app.intake.understand import propose
from tests.intake.plan_documents import a_document


def lines_of(text: str) -> list[str]:
    return [entry.text for entry in read_flow(a_document(text)) if isinstance(entry, Line)]


def entries_of(text: str) -> list[tuple[str, str, str]]:
    outline = read_outline(read_flow(a_document(text)))
    return [
        (entry.role, entry.node.label.printed if entry.node.label else "", entry.node.title)
        for entry in listed(outline)
    ]


def titles_of(text: str) -> list[str]:
    return [part.title for part in split_parts(split_copies(read_flow(a_document(text))))]


# Lines.


def test_page_numbers_and_contents_are_left_out() -> None:
    text = (
        "目 录\n一、任务……1\n二、保障……9\n— 1 —\n一、任务\n（一）完善制度。\n- 2 -\n第3页 共9页\n二、保障\n强化领导。"
    )
    assert lines_of(text) == ["一、任务", "（一）完善制度。", "二、保障", "强化领导。"]


def test_a_contents_without_page_numbers() -> None:
    text = "目录\n一、任务\n二、保障\n一、任务\n（一）完善制度。\n二、保障\n强化领导。"
    assert lines_of(text)[0] == "一、任务"
    assert len(lines_of(text)) == 4


def test_a_paragraph_broken_by_a_page_is_rejoined() -> None:
    text = "一、任务\n健全政策法规，加强研发、测\n试、标准等公共服务能力，推动建设平台。\n二、保障"
    assert [line.replace("\n", "") for line in lines_of(text)][
        1
    ] == "健全政策法规，加强研发、测试、标准等公共服务能力，推动建设平台。"


@pytest.mark.parametrize(
    "heading", ["（一）加强专科建设，提升急救能力", "一、聚焦改革创新，推动医改走深走实，完善长效机制"]
)
def test_a_heading_with_a_comma_stays_apart_from_its_text(heading: str) -> None:
    text = f"2024年工作要点\n{heading}\n新增重点专科2个，6月底前完成。"
    assert lines_of(text)[1:] == [heading, "新增重点专科2个，6月底前完成。"]


def test_a_bracket_left_open_goes_on_in_the_next_line() -> None:
    text = "2024年工作要点\n1.完善制度。健全机制。（责\n任单位：医政股、县医院）\n2.强化培训。（基层股）"
    assert [line.replace("\n", "") for line in lines_of(text)][1:] == [
        "1.完善制度。健全机制。（责任单位：医政股、县医院）",
        "2.强化培训。（基层股）",
    ]


def test_headings_and_fields_are_not_joined_to_the_line_above() -> None:
    text = "（一）完善制度，健全机制\n责任单位：基层股\n完成时限：年内\n（二）强化培训"
    assert lines_of(text) == text.split("\n")


def test_a_number_alone_on_its_line_belongs_to_the_next() -> None:
    assert [line.replace("\n", "") for line in lines_of("一、\n总体要求\n坚持预防为主。")] == [
        "一、总体要求",
        "坚持预防为主。",
    ]


def test_forced_line_breaks_are_lines() -> None:
    text = "一、任务\u2028（一）完善制度。\u2028（二）强化培训。"
    document = Document("a.docx", "docx", (Paragraph(text),), text + "\n")
    assert [entry.text for entry in read_flow(document) if isinstance(entry, Line)] == text.split("\u2028")


def test_columns_typed_with_tabs_are_a_table() -> None:
    flow = read_flow(a_document("任务表\n序号\t任务\t单位\n1\t完善制度\t基层股"))
    assert [type(entry).__name__ for entry in flow] == ["Line", "Table"]


# The tree.


def test_leaves_headings_opening_and_closing() -> None:
    text = (
        "为做好工作，制定本方案。\n一、任务\n（一）完善制度。健全机制。\n（二）强化培训。分级实施。\n"
        "二、要求\n（一）加强领导。落实责任。\n各单位要抓好落实。"
    )
    assert entries_of(text) == [
        ("opening", "", ""),
        ("leaf", "（一）", "完善制度"),
        ("leaf", "（二）", "强化培训"),
        ("leaf", "（一）", "加强领导"),
        ("closing", "", ""),
    ]


def test_a_heading_with_work_of_its_own_is_an_item_too() -> None:
    text = "一、任务\n组织实施三项工程，年内全部开工建设，确保质量安全。\n（一）完善制度。\n（二）强化培训。"
    assert entries_of(text)[0] == ("heading", "一、", "任务")


def test_a_heading_that_only_introduces_is_none() -> None:
    text = "一、任务\n重点抓好以下三个方面的工作任务落实：\n（一）完善制度。\n（二）强化培训。"
    assert [role for role, _, _ in entries_of(text)] == ["leaf", "leaf"]


def test_titles() -> None:
    text = (
        "一、推进建设：加快项目实施，确保如期完工。\n二、做好“一老一小。”服务工作。提升质量。\n"
        "三、完善制度（责任单位：基层股）。\n四、全面加强管理，提高质量，确保安全"
    )
    assert [title for _, _, title in entries_of(text)] == [
        "推进建设",
        "做好“一老一小。”服务工作",
        "完善制度",
        "全面加强管理，提高质量，确保安全",
    ]


def test_headings_by_style_without_numbers() -> None:
    lines = [("重点工作", 0), ("完善制度", 1), ("健全工作机制。", None), ("强化培训", 1), ("分级分类实施。", None)]
    blocks, text = [], ""
    for line, level in lines:
        blocks.append(Paragraph(line, outline_level=level, start=len(text)))
        text += line + "\n"
    outline = read_outline(read_flow(Document("a.docx", "docx", tuple(blocks), text)))
    found = [(entry.node.title, [node.title for node in entry.node.path]) for entry in listed(outline)]
    assert found == [("完善制度", ["重点工作"]), ("强化培训", ["重点工作"])]


def test_chapters_without_numbers() -> None:
    text = "重点任务\n1.完善制度。健全机制。\n2.强化培训。分级实施。\n保障措施\n加强领导，落实责任。"
    assert [title for _, _, title in entries_of(text)] == ["完善制度", "强化培训", "保障措施"]


def test_chapters_without_numbers_over_numbers_that_begin_anew() -> None:
    text = "工作任务：\n一、完善制度。健全机制。\n二、强化培训。分级实施。\n保障措施：\n一、加强领导。成立小组。"
    assert [title for _, _, title in entries_of(text)] == ["完善制度", "强化培训", "加强领导"]
    outline = read_outline(read_flow(a_document(text)))
    paths = ["".join(node.title for node in entry.node.path) for entry in listed(outline)]
    assert paths == ["工作任务", "工作任务", "保障措施"]


def test_paragraphs_that_lost_their_numbers_are_items_of_their_chapter() -> None:
    text = "重点任务\n完善制度。各单位6月底前健全机制。\n强化培训。全年举办培训班2期。\n保障措施\n各单位要加强领导。"
    assert [title for _, _, title in entries_of(text)] == ["完善制度", "强化培训", "保障措施"]


# Several items in one paragraph.


def line_of(text: str) -> Line:
    (line,) = read_flow(a_document(text))
    assert isinstance(line, Line)
    return line


def test_a_list_inside_a_paragraph_is_one_item() -> None:
    assert runs_on(line_of("（1）落实责任；（2）加强培训；（3）强化考核。"))
    assert not runs_on(line_of("（1）落实责任，按照（二）项要求执行。"))


def test_a_lost_break_is_found_by_the_numbers_around_it() -> None:
    flow = read_flow(a_document("（一）完善制度。健全机制。（二）强化培训。分级实施。\n（三）严格考核。"))
    lines = [entry for entry in flow if isinstance(entry, Line)]
    assert [line.text for line in split_runs(lines)] == [
        "（一）完善制度。健全机制。",
        "（二）强化培训。分级实施。",
        "（三）严格考核。",
    ]


# Parts.

NOTICE = (
    "关于印发工作方案的通知\n各镇卫生院：\n现将《2024年控烟工作方案》印发给你们，请认真执行。\n"
    "松桥县卫生健康局\n2024年3月1日"
)


def test_a_notice_and_its_plan() -> None:
    text = f"{NOTICE}\n2024年控烟工作方案\n一、任务\n（一）完善制度。"
    assert titles_of(text) == ["关于印发工作方案的通知", "2024年控烟工作方案"]
    (plan,) = propose(a_document(text)).plans
    assert (plan.title, plan.issuer) == ("2024年控烟工作方案", "松桥县卫生健康局")


def test_two_plans_one_after_the_other() -> None:
    text = (
        f"{NOTICE}\n2024年控烟工作方案\n一、任务\n（一）完善制度。\n2024年健康教育工作要点\n"
        "为做好工作，制定本要点。\n一、任务\n（一）强化培训。"
    )
    assert titles_of(text)[1:] == ["2024年控烟工作方案", "2024年健康教育工作要点"]


def test_attachments_and_the_list_of_them() -> None:
    text = (
        f"{NOTICE}\n附件：1.控烟工作方案\n2.考核评分表\n附件1\n控烟工作方案\n一、任务\n（一）完善制度。\n"
        "附件2\n考核评分表\n内容\t分值\n制度\t10"
    )
    proposal = propose(a_document(text))
    assert [plan.title for plan in proposal.plans] == ["控烟工作方案"]
    assert [item.no for item in proposal.plans[0].items] == ["（一）"]
    assert "INT-204" in [finding.code for finding in proposal.findings]


def test_a_date_under_a_heading_is_no_signature() -> None:
    text = "2024年控烟活动方案\n一、活动时间\n2024年5月31日\n二、活动内容\n开展宣传。"
    assert titles_of(text) == ["2024年控烟活动方案"]
    items = propose(a_document(text)).plans[0].items
    assert [item.title for item in items] == ["活动时间", "活动内容"]
    assert items[0].deadlines[0].date == "2024-05-31"


def test_last_years_report_in_the_same_file_is_no_plan() -> None:
    text = (
        f"{NOTICE}\n2023年工作总结\n一、成效\n（一）完善制度。\n松桥县卫生健康局\n2024年1月5日\n"
        "2024年工作要点\n一、任务\n（一）强化培训。"
    )
    assert [plan.title for plan in propose(a_document(text)).plans] == ["2024年工作要点"]


def test_foot_lines_are_no_items() -> None:
    text = (
        "2024年控烟工作方案\n一、任务\n（一）完善制度。\n（此件公开发布）\n抄送：县政府办。\n"
        "松桥县卫生健康局办公室 2024年3月1日印发"
    )
    (plan,) = propose(a_document(text)).plans
    assert [item.no for item in plan.items] == ["（一）"]
