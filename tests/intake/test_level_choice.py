"""The level of the tasks as a choice: what there is, how many it gives, what becomes of the other levels."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ledger_app.intake.understand import propose
from tests.intake.plan_documents import a_document

PLAN = """松桥县2024年卫生工作要点
一、提升能力
（一）建设中心
1.选址。6月底前完成选址。（基层股负责）
2.施工。年底前完工。（规划股牵头）
（二）培训队伍。培训100人。（人事股负责）
二、组织保障
（一）加强领导。压实责任。"""


def test_the_levels_of_an_outline_are_offered_with_their_tasks() -> None:
    levels = propose(a_document(PLAN)).levels
    assert [(one.sample, one.count) for one in levels] == [("一、", 1), ("（一）", 2), ("1.", 3)]
    assert levels[1].titles == ("（一）建设中心", "（二）培训队伍")


def test_deeper_text_becomes_measures_and_is_read_with_the_item() -> None:
    proposal = propose(a_document(PLAN), level="cn_paren")
    assert proposal.level == "cn_paren"
    first, second, third = proposal.plans[0].items
    assert (first.title, first.path) == ("建设中心", ("一、提升能力",))
    assert first.measures == ("选址。6月底前完成选址。", "施工。年底前完工。")
    assert [one.date for one in first.deadlines] == ["2024-06-30", "2024-12-31"]
    assert {owner.name for owner in first.owners} == {"基层股", "规划股"}
    assert first.text.count("\n") == 2
    assert (second.title, third.kind) == ("培训队伍", "safeguard")


def test_an_outline_of_one_level_offers_no_choice() -> None:
    assert propose(a_document("松桥县2024年要点\n一、甲事。\n二、乙事。")).levels == ()


def test_a_level_the_document_does_not_have_changes_nothing() -> None:
    assert propose(a_document(PLAN), level="circled").plans == propose(a_document(PLAN)).plans


@given(st.sampled_from(["cn", "cn_paren", "ar", ""]))
def test_every_level_has_all_the_words_once_and_its_own_keys(level: str) -> None:
    proposal = propose(a_document(PLAN), level=level)
    items = proposal.plans[0].items
    assert len({item.key for item in items}) == len(items)
    for word in ("选址", "完工", "培训100人", "压实责任"):
        assert sum(word in item.text.replace("完成选址", "") or word in item.text for item in items) == 1
    same = {item.key: item for item in propose(a_document(PLAN)).plans[0].items}
    assert all(same[item.key].place == item.place for item in items if item.key in same)
