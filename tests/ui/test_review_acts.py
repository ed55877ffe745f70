"""Items put together anew: merge, split, promote, demote; every step back and forth; what the import is handed."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_app.domain.roster import Roster
from ledger_app.domain.unit import Unit
from ledger_app.intake.understand import propose
from tests.intake.plan_documents import a_document
from ui.models import questions as ask
from ui.models.item_edit import ItemEdit
from ui.models.questions import Topic
from ui.models.review import Review

TODAY = dt.date(2024, 3, 1)
ROSTER = Roster.build((Unit(1, "u1", "县人民医院", "县医院"), Unit(2, "u2", "县财政局")), [], [], [])
TEXT = """2024年示例县卫生健康工作要点
一、提升服务能力
（一）建设胸痛中心。一是6月底前完成选址；二是购置设备2台；三是年底前投入使用。（县人民医院牵头，县财政局配合）
（二）开展培训。每季度组织一次。8月前完成全员考核。（县人民医院负责）
（三）组织巡诊。派出医疗队3支。（县财政局负责）
二、夯实基层基础
（一）改造卫生室。年底前改造5个。（县财政局负责）
"""


def _review(text: str = TEXT, level: str = "") -> Review:
    return Review(propose(a_document(text), level=level), ROSTER, TODAY)


def _facts(review: Review) -> list[tuple[object, ...]]:
    return [(key, review.item(key), review.is_accepted(key)) for key in review.keys]


def test_a_merged_item_unites_text_owners_deadlines_and_place() -> None:
    review = _review()
    first, second, third, _ = review.keys
    items = [review.item(key) for key in (first, second, third)]
    merged = review.merge([third, first])
    assert review.keys == (merged, second, review.keys[-1])
    item = review.item(merged)
    assert item.text == f"{items[0].text}\n{items[2].text}", "in the order of the document"
    assert item.title == items[0].title
    assert [(owner.name, owner.role) for owner in item.owners] == [("县人民医院", "lead"), ("县财政局", "responsible")]
    assert [one.date for one in item.deadlines] == ["2024-06-30", "2024-12-31"]
    assert [target.value for target in item.targets] == [2, 3]
    assert (item.place.start, item.place.end) == (items[0].place.start, items[2].place.end)
    made = review.decisions().made
    assert [(one.item, one.sources) for one in made] == [(item, (first, third))]
    assert first not in review.decisions().accepted


def test_a_split_item_is_read_anew_part_by_part() -> None:
    review = _review()
    key = review.keys[0]
    whole = review.item(key)
    review.split(key, review.split_cuts(key)["measures"])
    parts = [review.item(one) for one in review.keys[:3]]
    assert [part.no for part in parts] == ["（一）-1", "（一）-2", "（一）-3"]
    assert [part.title for part in parts] == ["6月底前完成选址", "购置设备2台", "年底前投入使用"]
    assert "".join(part.text for part in parts) == whole.text
    assert [[one.date for one in part.deadlines] for part in parts] == [["2024-06-30"], ["2024-12-31"], ["2024-12-31"]]
    assert [one.is_inherited for one in parts[1].deadlines] == [True]
    assert [[target.value for target in part.targets] for part in parts] == [[], [2], []]
    assert [[(owner.name, owner.role) for owner in part.owners] for part in parts] == [
        [("县人民医院", "lead"), ("县财政局", "cooperate")]
    ] * 3
    text = review.proposal.text
    for part in parts:
        assert text[part.place.start : part.place.end] == part.text
        for reading in (*(one.reading for one in part.owners), *(one.reading for one in part.deadlines)):
            assert reading.place is None or text[reading.place.start : reading.place.end] == reading.raw
    assert [one.sources for one in review.decisions().made] == [(key,)] * 3


def test_an_item_is_split_where_the_caret_stands_in_the_document() -> None:
    review = _review()
    key = review.keys[1]
    place = review.proposal.text.index("8月前")
    assert review.cuts_at(key, [0]) == ()
    assert review.cuts_at(key, [review.item(key).place.start]) == ()
    review.split(key, review.cuts_at(key, [place]))
    first, second = (review.item(one) for one in review.keys[1:3])
    assert first.title == "开展培训"
    assert second.text.startswith("8月前")
    assert [one.kind for one in first.deadlines] == ["recurring"]


def test_an_item_becomes_the_heading_of_its_parts_or_of_its_followers() -> None:
    review = _review()
    first, second, third, _ = review.keys
    review.promote([first])
    assert [review.item(key).path for key in review.keys[:3]] == [("一、提升服务能力", "（一）建设胸痛中心")] * 3
    assert review.may_promote(second)
    assert review.promote([second]) == third
    assert second not in review.keys
    assert review.item(third).path == ("一、提升服务能力", "（二）开展培训")
    assert review.decisions().edited[third].path == review.item(third).path
    assert not review.may_promote(third), "nothing stands under it"
    review.take_apart(third)
    assert review.item(third).path == ("一、提升服务能力",)


def test_an_item_becomes_a_measure_of_the_one_before() -> None:
    review = _review()
    first, second, *_ = review.keys
    before = review.item(first)
    made = review.demote([second])
    item = review.item(made)
    assert item.title == before.title
    assert item.measures == (*before.measures, "开展培训。每季度组织一次。8月前完成全员考核。")
    assert {one.kind for one in item.deadlines} == {"by", "recurring"}
    assert review.decisions().made[0].sources == (first, second)
    assert review.demote_target([made]) == ""
    assert review.take_apart(made) == first
    assert review.item(first) == before


def test_changes_by_hand_go_into_what_is_put_together_and_come_back() -> None:
    review = _review()
    first, second, *_ = review.keys
    review.edit(first, ItemEdit(title="建成胸痛中心", note="联系县医院", measures=("选址", "设备")))
    made = review.merge([first, second])
    assert review.item(made).title == "建成胸痛中心"
    assert review.item(made).extra == (("备注", "联系县医院"),)
    assert review.item(made).measures == ("选址", "设备")
    review.edit(made, ItemEdit(title="合并后的名称"))
    review.take_apart(made)
    assert review.item(first).title == "建成胸痛中心"


def test_what_was_put_together_holds_for_a_new_reading() -> None:
    review = _review(TEXT.replace("2024年", ""))
    first, second, third, fourth = review.keys
    merged = review.merge([second, third])
    review.split(first, review.split_cuts(first)["measures"])
    parts = review.keys[:3]
    review.answer(review.questions[0], ask.year_option(2023))
    document = a_document(TEXT.replace("2024年", ""))
    review.rebase(propose(document, year=2023))
    assert review.keys == (*parts, merged, fourth)
    assert [one.date for one in review.item(parts[0]).deadlines] == ["2023-06-30"]


def test_decisions_wait_while_another_level_is_chosen() -> None:
    review = _review()
    document = a_document(TEXT)
    assert [(one.sample, one.count) for one in review.proposal.levels] == [("一、", 2), ("（一）", 4)]
    made = review.merge(review.keys[:2])
    review.edit(made, ItemEdit(title="合并后的名称"))
    review.choose_level("cn")
    review.rebase(propose(document, level="cn"))
    assert [review.item(key).title for key in review.keys] == ["提升服务能力", "夯实基层基础"]
    assert review.item(review.keys[0]).measures[2] == "组织巡诊。派出医疗队3支。"
    assert review.undo() == "更改任务层级"
    assert review.state.basis == (None, frozenset(), "", frozenset())
    review.rebase(propose(document))
    assert review.item(made).title == "合并后的名称"


def test_a_part_can_be_split_and_all_of_it_taken_apart_at_once() -> None:
    review = _review()
    first, second, *_ = review.keys
    merged = review.merge([first, second])
    cut = review.item(merged).text.index("（二）")
    review.split(merged, [cut])
    assert [one.sources for one in review.decisions().made] == [(first,), (second,)]
    review.undo()
    review.undo()
    assert review.keys[:2] == (first, second)
    review.redo()
    review.redo()
    assert len(review.decisions().made) == 2
    part = review.keys[0]
    review.take_apart(part)
    assert review.keys[0] == merged


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "split", "promote", "demote", "tick", "kind", "edit", "answer"]),
        st.integers(0, 6),
        st.integers(0, 6),
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(ACTS)
def test_every_step_back_brings_back_what_stood_before(acts: list[tuple[str, int, int]]) -> None:
    review = _review()
    seen = [(review.state, _facts(review))]
    for act, one, other in acts:
        _take(review, act, one, other)
        if review.state != seen[-1][0]:
            assert review.undo_name
            seen.append((review.state, _facts(review)))
    for state, facts in reversed(seen[:-1]):
        assert review.undo()
        assert (review.state, _facts(review)) == (state, facts)
    assert not review.undo_name
    for state, facts in seen[1:]:
        assert review.redo()
        assert (review.state, _facts(review)) == (state, facts)
    decisions = review.decisions()
    assert {key for made in decisions.made for key in made.sources} <= {
        item.key for plan in review.proposal.plans for item in plan.items
    }


def _take(review: Review, act: str, one: int, other: int) -> None:
    keys = review.keys
    key, mate = keys[one % len(keys)], keys[other % len(keys)]
    if act == "merge":
        review.merge(sorted({key, mate}, key=keys.index))
    elif act == "split":
        cuts = list(review.split_cuts(key).values())
        review.split(key, cuts[other % len(cuts)] if cuts else ())
    elif act == "promote":
        review.promote([key])
    elif act == "demote":
        review.demote([key])
    elif act == "tick":
        review.accept([key, mate], not review.is_accepted(key))
    elif act == "kind":
        review.set_kind([key], "background")
    elif act == "edit":
        review.edit(key, ItemEdit(title=f"名称{other}", text="改过的正文。第二句。"))
    elif review.open_questions:
        question = review.open_questions[one % len(review.open_questions)]
        review.answer(question, question.options[other % len(question.options)].key)


@settings(max_examples=40, deadline=None)
@given(st.sets(st.integers(0, 3), min_size=2))
def test_merged_and_split_where_they_met_the_texts_are_those_before(chosen: set[int]) -> None:
    review = _review()
    keys = [review.keys[number] for number in sorted(chosen)]
    texts = [review.item(key).text for key in keys]
    owners = [{owner.name for owner in review.item(key).owners} for key in keys]
    merged = review.merge(keys)
    starts, at = [], 0
    for text in texts[:-1]:
        at += len(text) + 1
        starts.append(at)
    review.split(merged, starts)
    parts = [key for key in review.keys if review.is_made(key)]
    assert [review.item(key).text for key in parts] == texts
    assert [{owner.name for owner in review.item(key).owners} for key in parts] == owners


def test_an_answer_settles_all_questions_like_it() -> None:
    review = _review(TEXT.replace("三是年底前", "三是10月前").replace("年底前改造", "9月前改造"))
    asked = [one for one in review.questions if one.topic is Topic.DEADLINE]
    assert {one.raw for one in asked} == {"10月前", "8月前", "9月前"}
    first = asked[0]
    assert set(review.alike(first)) == set(asked[1:])
    assert review.answer_alike(first, first.options[1].key) == 3
    assert review.open_questions == ()
    days = sorted(one.date or "" for key in review.keys for one in review.item(key).deadlines if one.kind == "by")
    assert days == ["2024-06-30", "2024-08-31", "2024-09-30", "2024-10-31"]
    assert [(one.kind, one.raw, one.answer) for one in review.decisions().learned][:1] == [
        ("deadline", "#月前", "+1:end")
    ]
