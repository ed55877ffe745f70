"""From a document to a proposal: parts of a file, front matter, inheritance, rules, findings."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.intake.document import Document, Paragraph
from ledger_app.intake.extract_json import to_json
from ledger_app.intake.folding import flatten, fold, squeeze
from ledger_app.intake.proposal import Proposal, Reading
from ledger_app.intake.roster import Roster
from ledger_app.intake.source import DEFAULT_LIMITS
from ledger_app.intake.understand import propose
from ledger_app.messages import TEXTS
from tests.intake.plan_documents import a_document, deadline_key, owner_keys, reading_of
from tests.steps import growth

PLAN = """松桥县2024年基层卫生工作要点
一、提升服务能力
（一）推进达标建设。6月底前完成自评，达标率达到90%以上。（基层股、各镇卫生院负责）
（二）充实人才队伍。年内招聘医师20名。（人事股牵头，财务股配合）
二、强化保障
（三）落实经费。每季度拨付一次补助资金。（财务股负责）"""


def codes(proposal: Proposal) -> list[str]:
    return [finding.code for finding in proposal.findings]


def test_a_bare_document_has_a_finding_and_no_crash() -> None:
    proposal = propose(a_document("今天天气很好。"))
    assert "INT-201" in codes(proposal)


def test_an_empty_document_gives_an_empty_proposal() -> None:
    proposal = propose(Document("空.txt", "txt", (), ""))
    assert proposal.plans == ()
    assert codes(proposal) == ["INT-201"]


def test_automatic_numbers_are_read_like_typed_ones() -> None:
    typed = a_document(PLAN)
    blocks = []
    start = 0
    for block in typed.blocks:
        assert isinstance(block, Paragraph)
        label = next(
            (mark for mark in ("一、", "二、", "（一）", "（二）", "（三）") if block.text.startswith(mark)), ""
        )
        blocks.append(Paragraph(block.text.removeprefix(label), label=label, start=start))
        start += len(block.text) + 1
    automatic = Document(typed.name, "docx", tuple(blocks), typed.text)
    assert propose(automatic).plans == propose(typed).plans


def test_the_year_is_asked_for_where_nothing_names_one() -> None:
    text = PLAN.replace("2024年", "")
    assert "INT-202" in codes(propose(a_document(text)))
    told = propose(a_document(text), year=2026)
    assert told.plans[0].plan_year == 2026
    assert deadline_key(told.plans[0].items[0].deadlines[0]) == "by 2026-06-30"
    assert "INT-202" not in codes(told)


def test_the_title_knows_the_year_better_than_the_caller() -> None:
    assert propose(a_document(PLAN), year=2030).plans[0].plan_year == 2024


def test_the_first_named_rule_holds_from_where_it_is_said_and_can_be_switched_off() -> None:
    text = PLAN.replace("各镇卫生院负责）", "各镇卫生院负责。列第一位的为牵头单位，下同）")
    on = propose(a_document(text)).plans[0]
    assert owner_keys(on.items[0]) == ["L 基层股", "R 各镇卫生院"]
    assert owner_keys(on.items[2]) == ["L 财务股"]
    assert [rule.is_on for rule in on.rules] == [True]
    off = propose(a_document(text), rules_off=frozenset({"first-named-leads"})).plans[0]
    assert owner_keys(off.items[0]) == ["R 基层股", "R 各镇卫生院"]
    assert [rule.is_on for rule in off.rules] == [False]


def test_the_rule_does_not_reach_back() -> None:
    text = PLAN.replace("（财务股负责）", "（财务股负责。列第一位的为牵头单位，下同）")
    plan = propose(a_document(text)).plans[0]
    assert owner_keys(plan.items[0]) == ["R 基层股", "R 各镇卫生院"]
    assert owner_keys(plan.items[2]) == ["L 财务股"]


def test_a_known_name_is_not_cut() -> None:
    text = PLAN.replace("基层股、各镇卫生院负责", "基层股和妇幼股、各镇卫生院负责")
    assert owner_keys(propose(a_document(text)).plans[0].items[0])[:2] == ["R 基层股", "R 妇幼股"]
    roster = Roster.of(["基层股和妇幼股"])
    assert owner_keys(propose(a_document(text), roster=roster).plans[0].items[0])[0] == "R 基层股和妇幼股"


def test_a_gap_in_the_numbers_is_told() -> None:
    text = PLAN.replace("（二）", "（四）")
    assert "INT-205" in codes(propose(a_document(text)))


def test_attachments_without_tasks_are_named_and_left_out() -> None:
    text = f"{PLAN}\n附件\n松桥县卫生院名单\n第一卫生院\n第二卫生院"
    proposal = propose(a_document(text))
    assert len(proposal.plans) == 1
    assert "INT-204" in codes(proposal)


def test_the_path_through_a_site_is_no_part_of_the_title() -> None:
    assert propose(a_document(f"首页 > 政务公开 > 工作计划\n{PLAN}")).plans[0].title == PLAN.partition("\n")[0]


def test_a_table_behind_the_last_words_of_a_plan_is_named_by_the_plan() -> None:
    rows = [["序号", "工作任务", "责任单位", "完成时限"], ["1", "举办科普大赛", "宣传股", "9月底前"]]
    text = f"{PLAN}\n三、组织保障\n各单位要加强领导。"
    first, second = (plan.title for plan in propose(a_document(text, rows)).plans)
    assert second == f"{first}（附表）"
    named = propose(a_document(f"{text}\n重点任务分解表\n单位：项", rows)).plans[1]
    assert named.title == "重点任务分解表"


def test_an_attachment_that_describes_what_there_is_is_no_plan() -> None:
    described = "一、东港产业园。园区占地300亩，到2026年建成。\n二、西山产业园。入驻企业20家。"
    proposal = propose(a_document(f"{PLAN}\n附件\n松桥县重点产业园区清单\n{described}"))
    assert [len(plan.items) for plan in proposal.plans] == [3]
    assert "INT-204" in codes(proposal)
    owned = described.replace("建成。", "建成。（责任单位：产业股）").replace("20家。", "20家。（责任单位：产业股）")
    proposal = propose(a_document(f"{PLAN}\n附件\n松桥县重点产业园区清单\n{owned}"))
    assert [len(plan.items) for plan in proposal.plans] == [3, 2]


def test_what_only_tells_where_a_heading_holds_is_no_task() -> None:
    text = PLAN.replace("一、提升服务能力", "一、提升服务能力\n重点区域：河东镇、河西镇、山口镇和县城城区")
    items = propose(a_document(text)).plans[0].items
    assert [(item.title, item.kind) for item in items][:2] == [("提升服务能力", "background"), ("推进达标建设", "task")]
    text = PLAN.replace("一、提升服务能力", "一、提升服务能力\n工作目标：到2024年底，达标率达到90%以上，覆盖全县各镇")
    assert propose(a_document(text)).plans[0].items[0].kind == "task"


@pytest.mark.parametrize("form", ["{}.", "{}、", "（{}）"])
def test_numbers_run_on_as_far_as_the_plan_does(form: str) -> None:
    lines = [f"{form.format(number)}改造第{number}处点位。年底前完成。" for number in range(1, 621)]
    items = propose(a_document("\n".join(["2024年点位改造计划", "一、任务", *lines]))).plans[0].items
    assert len(items) == 620
    assert {item.kind for item in items} == {"task"}


def test_every_finding_has_a_text_of_its_own() -> None:
    proposal = propose(a_document(PLAN.replace("2024年", "").replace("（二）", "（四）")))
    for finding in proposal.findings:
        assert finding.code in TEXTS
        assert "?" not in finding.message


def test_questions_are_in_chinese_and_name_the_words() -> None:
    text = PLAN.replace("6月底前", "6月前").replace("财务股负责", "相关股室等负责")
    plan = propose(a_document(text)).plans[0]
    assert any("“6月前”" in doubt for doubt in plan.items[0].doubts)
    assert any("相关股室" in doubt for doubt in plan.items[2].doubts)
    assert any("“等”" in doubt for doubt in plan.items[2].doubts)


def test_the_json_has_the_promised_keys() -> None:
    json = to_json(propose(a_document(PLAN)), "要点.txt")
    assert set(json) >= {"file", "format", "plans", "findings"}
    (plan,) = json["plans"]
    assert set(plan) >= {"title", "plan_year", "period_end", "issuer", "doc_number", "issued", "items"}
    for item in plan["items"]:
        wanted = {
            "no",
            "path",
            "title",
            "kind",
            "text",
            "measures",
            "owners",
            "owners_etc",
            "deadlines",
            "targets",
            "place",
        }
        assert set(item) >= wanted
    first = plan["items"][0]
    assert first["text"] == PLAN.split("\n")[2]
    assert first["deadlines"][0]["raw"] == "6月底前"
    assert first["targets"][0] | {"op": ">=", "value": 90, "unit": "%"} == first["targets"][0]


# Change of form: the same plan in other clothes reads the same.

NUMBERS = {
    "parts": {"一、": "第一部分 ", "二、": "第二部分 ", "（一）": "1.", "（二）": "2.", "（三）": "3."},
    "arabic": {"一、": "1. ", "二、": "2. ", "（一）": "（1）", "（二）": "（2）", "（三）": "（3）"},
    "half width": {"一、": "一.", "二、": "二.", "（一）": "(一)", "（二）": "(二)", "（三）": "(三)"},
    "katakana": {"一、": "ー、", "二、": "ニ、", "（一）": "〔一〕", "（二）": "〔二〕", "（三）": "〔三〕"},
    "signs": {"一、": "壹、", "二、": "贰、", "（一）": "㈠", "（二）": "㈡", "（三）": "㈢"},
    "chapters": {"一、": "第一章 ", "二、": "第二章 ", "（一）": "第一条 ", "（二）": "第二条 ", "（三）": "第三条 "},
    "inverted": {"一、": "（一）", "二、": "（二）", "（一）": "1、", "（二）": "2、", "（三）": "3、"},
}
BRACKETS = {"half width": "()", "square": "[]", "tortoise": "〔〕", "lenticular": "【】"}
RICH = (
    PLAN
    + """
三、工作安排
（四）动员部署（2024年3月1日—3月20日）。召开动员会，一是统一思想；二是明确分工。（办公室、各股室等按职责分工负责）
四、保障措施
（五）加强组织领导。各单位要明确专人负责。"""
)


def renumbered(text: str, numbers: dict[str, str]) -> str:
    lines = []
    for line in text.split("\n"):
        old = next((mark for mark in numbers if line.startswith(mark)), None)
        lines.append(line if old is None else numbers[old] + line.removeprefix(old))
    return "\n".join(lines)


@pytest.mark.parametrize("name", NUMBERS)
def test_other_numbers_same_reading(name: str) -> None:
    assert reading_of(propose(a_document(renumbered(PLAN, NUMBERS[name]))).plans[0]) == reading_of(
        propose(a_document(PLAN)).plans[0]
    )


@pytest.mark.parametrize("name", BRACKETS)
def test_other_brackets_same_reading(name: str) -> None:
    changed = RICH.translate(str.maketrans("（）", BRACKETS[name]))
    assert reading_of(propose(a_document(changed)).plans[0]) == reading_of(propose(a_document(RICH)).plans[0])


@pytest.mark.parametrize("shift", [-3, 1, 4])
def test_shifted_years_same_reading(shift: int) -> None:
    changed = RICH.replace("2024", str(2024 + shift))
    read = reading_of(propose(a_document(changed)).plans[0])
    back = [tuple(str(part).replace(str(2024 + shift), "2024") for part in item) for item in read]
    assert back == [tuple(str(part) for part in item) for item in reading_of(propose(a_document(RICH)).plans[0])]


@given(st.permutations(["医政科", "妇幼健康处", "县疾控中心", "规划与信息化办公室", "县爱卫办"]))
def test_other_units_same_reading(names: list[str]) -> None:
    old_names = ("基层股", "人事股", "财务股", "办公室", "各镇卫生院")
    swap = dict(zip(old_names, names, strict=True))
    changed = re.sub("|".join(old_names), lambda found: swap[found[0]], RICH)
    plan = propose(a_document(changed)).plans[0]
    assert owner_keys(plan.items[0]) == [f"R {names[0]}", f"R {names[4]}"]
    assert owner_keys(plan.items[1]) == [f"L {names[1]}", f"C {names[2]}"]
    assert [item.title for item in plan.items] == [item.title for item in propose(a_document(RICH)).plans[0].items]


def test_heading_alone_and_run_in_read_the_same() -> None:
    alone = RICH
    for title in ("推进达标建设", "充实人才队伍", "落实经费", "加强组织领导"):
        alone = alone.replace(f"{title}。", f"{title}\n")
    assert reading_of(propose(a_document(alone)).plans[0]) == reading_of(propose(a_document(RICH)).plans[0])


def test_lost_paragraphs_read_the_same() -> None:
    assert reading_of(propose(a_document(RICH.replace("\n", " "))).plans[0]) == reading_of(
        propose(a_document(RICH)).plans[0]
    )


def test_put_in_a_layout_table_reads_the_same() -> None:
    title, *lines = RICH.split("\n")
    table = [[line] for line in lines]
    assert reading_of(propose(a_document(title, table)).plans[0]) == reading_of(propose(a_document(RICH)).plans[0])


def test_blanks_in_every_gap_read_the_same() -> None:
    changed = "\n".join("　".join(line[at : at + 2] for at in range(0, len(line), 2)) for line in PLAN.split("\n"))
    plan = propose(a_document(changed)).plans[0]
    assert [squeeze(item.title) for item in plan.items] == [
        item.title for item in propose(a_document(PLAN)).plans[0].items
    ]
    assert [owner_keys(item) for item in plan.items] == [
        owner_keys(item) for item in propose(a_document(PLAN)).plans[0].items
    ]


# Places.


def readings(proposal: Proposal) -> list[Reading]:
    items = [item for plan in proposal.plans for item in plan.items]
    return [field.reading for item in items for field in (*item.owners, *item.deadlines, *item.targets)]


FRAGMENTS = st.sampled_from(
    [
        "一、",
        "（二）",
        "3.",
        "推进 建设。",
        "６月底前",
        "每季度一次，",
        "（基层股、财务 股负责）",
        "责任单位：甲局，乙办\n",
        "达到 90％以上；",
        "\n",
        "《某方案》",
        "（",
        "）",
        "2024年",
        "等",
        "附件1\n",
        "一是",
        "二是",
        "\u2028",
        "　",
        "①",
        "12个",
        "列第一位的为牵头单位",
        "至",
    ]
)


@given(st.lists(FRAGMENTS, min_size=1, max_size=30))
def test_places_hold_for_any_text(parts: list[str]) -> None:
    document = a_document("2024年工作要点\n" + "".join(parts))
    proposal = propose(document)
    for reading in readings(proposal):
        if reading.place is not None:
            printed = document.text[reading.place.start : reading.place.end]
            assert squeeze(printed) == squeeze(reading.raw)
    for plan in proposal.plans:
        for item in plan.items:
            assert 0 <= item.place.start < item.place.end <= len(document.text)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_folding_keeps_length_and_offsets(text: str) -> None:
    assert len(flatten(text)) == len(text)
    folded = fold(text, [(0, len(text))])
    assert len(folded.text) == len(folded.origin)
    for position, origin in enumerate(folded.origin):
        assert flatten(text[origin]) == folded.text[position]


def test_a_text_of_many_kinds_of_odd_characters_is_folded_like_one_of_few() -> None:
    kinds = "".join(chr(code) for code in range(0xFF01, 0xFF5F))
    assert flatten(kinds) == "".join(flatten(character) for character in kinds)
    long = "（一）Ａ　" * 20_000
    assert flatten(long) == "(一)A　" * 20_000


@given(st.lists(st.text(alphabet="一二（）()12.、，。：；年月日底前每至-第 \t附件《》“”", max_size=40), max_size=12))
def test_any_text_is_understood_without_a_crash(lines: list[str]) -> None:
    to_json(propose(a_document("\n".join(lines))), "a.txt")


# Hostile input: time grows with the text, not with its square.

HOSTILE = {
    "brackets": "（" * 4000,
    "nested": "（" * 2000 + "）" * 2000,
    "digits": "1" * 6000,
    "numerals": "一" * 6000,
    "commas": "，" * 6000,
    "dashes": "-" * 6000,
    "labels": "一、" * 3000,
    "dates": "2024年6月底前" * 800,
    "each": "每季度" * 2000,
    "percent": "达到90%，" * 1500,
    "owners": "（甲局、乙局负责）" * 600,
    "one name": "（" + "局和" * 1500 + "负责）",
    "quotes": "《" * 3000,
    "labelled": "责任单位：" * 1200,
    "by whom": "由甲局" * 1500,
    "organs": "县卫生健康局" * 1000,
    "enumeration": "、".join(["县卫生健康局"] * 1000) + "负责",
    "spaces": "甲 " * 3000,
    "cover": "实现" * 2500,
    "titles": "关于印发方案" * 1000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_no_long_time(name: str) -> None:
    document = a_document("2024年工作要点\n一、任务\n（一）" + HOSTILE[name] + "\n（二）完善制度。")
    # The clock of the understanding itself is the judge: past its limit it refuses the text.
    assert propose(document, limits=replace(DEFAULT_LIMITS, seconds=30.0)).text


def test_many_short_lines_take_steps_in_proportion() -> None:
    def read(lines: int) -> None:
        told = "\n".join(f"{index % 200 + 1}.完善制度{index}。（基层股负责）" for index in range(lines))
        assert propose(a_document("2024年工作要点\n" + told)).plans

    assert growth(read, 300) < 2
