"""Owners said behind the items they are about."""

from __future__ import annotations

from ledger_app.intake.understand import propose
from tests.intake.plan_documents import a_document
from tests.steps import growth

PLAN = """柳河县2024年卫生健康工作要点
一、抓服务
1.开展巡诊。年内完成。
2.开展体检。6月底前完成。
3.开展随访。（责任单位：妇幼股）
{first}
二、抓能力
4.建设卒中中心。年内完成。
5.培训护士。年内完成。
{second}"""


def owners_of(text: str) -> dict[str, list[tuple[str, str]]]:
    items = propose(a_document(text)).plans[0].items
    return {item.no: [(owner.name, owner.role) for owner in item.owners] for item in items if item.no}


def test_a_note_at_the_end_of_a_section_holds_for_the_items_above_without_owners() -> None:
    found = owners_of(PLAN.format(first="以上任务由基层股牵头，各乡镇卫生院配合。", second="三、抓作风"))
    basis = [("基层股", "lead"), ("各乡镇卫生院", "cooperate")]
    assert found["1."] == found["2."] == basis
    assert found["3."] == [("妇幼股", "responsible")]
    assert found["4."] == found["5."] == []


def test_a_note_may_say_how_many_items_it_is_about() -> None:
    found = owners_of(
        PLAN.format(first="三、抓作风", second="").replace(
            "3.开展随访。（责任单位：妇幼股）", "3.开展随访。\n上述两项工作责任单位：基层股"
        )
    )
    assert found["1."] == []
    assert found["2."] == found["3."] == [("基层股", "responsible")]


def test_a_note_behind_the_last_item_is_about_the_whole_plan() -> None:
    found = owners_of(PLAN.format(first="", second="以上各项任务由县卫健局负责，各有关单位要认真落实。"))
    assert found["1."] == found["4."] == found["5."] == [("县卫健局", "responsible")]


def test_where_each_section_has_a_note_the_last_is_about_its_own() -> None:
    first, second = "以上任务由基层股牵头。", "上述工作由医政股负责，各有关单位要认真落实。"
    found = owners_of(PLAN.format(first=first, second=second))
    assert found["1."] == [("基层股", "lead")]
    assert found["4."] == found["5."] == [("医政股", "responsible")]


def test_the_reading_says_why_and_is_asked() -> None:
    text = PLAN.format(first="以上任务由基层股牵头。", second="")
    item = next(one for one in propose(a_document(text)).plans[0].items if one.no == "1.")
    reading = item.owners[0].reading
    assert (reading.raw, reading.reason) == ("基层股", "后面写明“以上任务”的责任单位")
    assert reading.confidence < 0.8


def test_words_about_above_that_name_nobody_change_nothing() -> None:
    found = owners_of(PLAN.format(first="以上任务要按期完成，不得拖延。", second=""))
    assert found["1."] == []


def test_many_items_under_one_note_take_steps_in_proportion() -> None:
    def read(times: int) -> None:
        text = (
            "2024年任务清单\n一、任务\n"
            + "".join(f"{n}.推进第{n}号点位建设。年内完成。\n" for n in range(1, 100)) * times
        )
        found = propose(a_document(text + "以上任务由基层股牵头。\n二、其他工作\n")).plans[0].items
        assert found[0].owners

    assert growth(read, 2) < 2
