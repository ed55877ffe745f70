"""The decisions on a proposal: what is asked, what an answer does, what the import is handed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from ledger_app.domain.roster import Roster
from ledger_app.domain.unit import Unit, UnitAlias
from ledger_app.intake.proposal import DocumentRule, ProposedItem
from tests.builders import a_deadline, a_plan, a_proposal, a_reading, a_target, an_item, an_owner
from ui.models import questions as ask
from ui.models.item_card import number_path, review_card
from ui.models.item_edit import ItemEdit, due_by_hand, owner_by_hand
from ui.models.questions import Question, Topic
from ui.models.review import Review

TODAY = dt.date(2024, 3, 1)
HOSPITAL = Unit(1, "u1", "县人民医院", "县医院")
FINANCE = Unit(2, "u2", "县财政局")


def _roster(*units: Unit) -> Roster:
    return Roster.build(units or (HOSPITAL, FINANCE), [UnitAlias(1, 1, "人民医院")], [], [])


def _review(*items: ProposedItem, **plan: object) -> Review:
    return Review(a_proposal(a_plan(*items, **plan)), _roster(), TODAY)  # type: ignore[arg-type]


def _question(review: Review, topic: Topic) -> Question:
    return next(question for question in review.questions if question.topic is topic)


def test_task_like_items_are_ticked_and_others_offered_unticked() -> None:
    review = _review(
        an_item("建中心", "1."), an_item("组织领导", "2.", kind="safeguard"), an_item("总体目标", "3.", kind="goal")
    )
    assert review.accepted() == ("1.建中心", "3.总体目标")
    assert review.kinds() == {"task": 1, "goal": 1, "safeguard": 1}
    review.accept_kinds(["safeguard"], True)
    review.accept(["1.建中心"], False)
    assert review.accepted() == ("2.组织领导", "3.总体目标")
    assert review.decisions().accepted == {"2.组织领导", "3.总体目标"}


def test_nothing_decided_is_nothing_lost() -> None:
    review = _review(an_item())
    assert not review.is_touched
    review.accept(["1.建设胸痛中心"], True)
    assert review.is_touched


def test_a_name_is_asked_about_once_for_all_its_places_most_frequent_first() -> None:
    twice = an_owner("县财政金融局")
    review = _review(
        an_item("一", "1.", owners=(an_owner("发改委"), twice, an_owner("县医院"))),
        an_item("二", "2.", owners=(twice,)),
        an_item("三", "3.", owners=(an_owner("无人知"),), kind="background"),
    )
    asked = [(one.raw, one.item_keys) for one in review.questions if one.topic is Topic.UNIT]
    assert asked == [("县财政金融局", ("1.一", "2.二")), ("发改委", ("1.一",))]
    first = _question(review, Topic.UNIT)
    assert [option.text for option in first.options] == ["县财政局（相似）", "新建单位", "保留原文", "不是单位"]
    assert review.open_count("1.一") == 2
    assert review.unsettled_names() == {"县财政金融局", "发改委", "无人知"}


def test_answers_about_names_become_matches_new_units_or_nothing() -> None:
    review = _review(
        an_item("一", "1.", owners=(an_owner("财金局"), an_owner("东街社区卫生服务中心"), an_owner("某科技公司")))
    )
    names = {one.raw: one for one in review.questions}
    review.answer(names["财金局"], ask.unit_option(2))
    review.answer(names["东街社区卫生服务中心"], ask.NEW)
    review.answer(names["某科技公司"], ask.KEEP)
    assert review.open_questions == ()
    assert review.match("财金局").units == (FINANCE,)
    decisions = review.decisions()
    assert decisions.unit_matches == {"财金局": (2,)}
    assert decisions.new_units == {"东街社区卫生服务中心": "community"}
    review.take_back(names["财金局"])
    assert [one.raw for one in review.open_questions] == ["财金局"]


def test_all_open_names_can_become_units_at_once_but_not_groups_nobody_can_name() -> None:
    review = _review(
        an_item("一", "1.", owners=(an_owner("甲医院"), an_owner("乙医院"), an_owner("相关股室", is_group=True)))
    )
    assert review.answer_new_units() == 2
    assert review.decisions().new_units == {"甲医院": "subordinate", "乙医院": "subordinate"}
    assert [one.raw for one in review.open_questions] == ["相关股室"]


def test_an_ambiguous_day_offers_both_readings_and_the_answer_settles_every_place() -> None:
    day = a_deadline("8月前", "2024-07-31", confidence=0.5, needs_answer=True)
    note = "“8月前”是否按 2024-07-31 计？"
    review = _review(
        an_item("一", "1.", deadlines=(day,), doubts=(note,)), an_item("二", "2.", deadlines=(day,), doubts=(note,))
    )
    question = _question(review, Topic.DEADLINE)
    assert [option.text for option in question.options] == ["2024-07-31", "2024-08-31"]
    assert len(review.questions) == 1
    review.answer(question, ask.day_option(dt.date(2024, 8, 31)))
    for key in ("1.一", "2.二"):
        settled = review.item(key).deadlines[0]
        assert (settled.date, settled.needs_answer, settled.reading.raw) == ("2024-08-31", False, "8月前")
        assert settled.reading.confidence == 1.0
        assert review.item(key).doubts == ()
    assert set(review.decisions().edited) == {"1.一", "2.二"}


def test_a_time_without_a_day_may_stay_without_one() -> None:
    review = _review(an_item("一", "1.", deadlines=(a_deadline("适时", None, "open", needs_answer=True),)))
    review.answer(_question(review, Topic.DEADLINE), ask.NO_DATE)
    settled = review.item("1.一").deadlines[0]
    assert (settled.date, settled.kind, settled.needs_answer) == (None, "open", False)


def test_uncertain_readings_are_asked_by_reason_and_taken_off_when_refused() -> None:
    vague = a_target("稳步提高", "increase", None, "", confidence=0.6)
    review = _review(an_item("一", "1.", targets=(vague, a_target("达到95%"))), an_item("二", "2.", targets=(vague,)))
    question = _question(review, Topic.READING)
    assert question.item_keys == ("1.一", "2.二")
    review.answer(question, ask.NO)
    assert [target.reading.raw for target in review.item("1.一").targets] == ["达到95%"]
    review.answer(question, ask.YES)
    assert [target.reading.confidence for target in review.item("2.二").targets] == [1.0]


def test_an_open_list_of_units_is_asked_about_once() -> None:
    text = "责任单位后面写有“等”，是否还有其他单位？"
    review = _review(an_item("一", "1.", doubts=(text,)), an_item("二", "2.", doubts=(text,)))
    question = _question(review, Topic.NOTE)
    assert question.item_keys == ("1.一", "2.二")
    review.answer(question, ask.YES)
    assert review.item("1.一").doubts == ()


def test_a_plan_without_a_year_asks_for_it_first() -> None:
    review = _review(an_item("一", "1.", owners=(an_owner("某局"),)), plan_year=None)
    question = review.questions[0]
    assert question.topic is Topic.YEAR
    assert question.options[0].text == "2024 年"
    review.answer(question, ask.year_option(2023))
    assert review.year == 2023
    assert review.decisions().plan_year == 2023
    review.rebase(a_proposal(a_plan(an_item("一", "1."), plan_year=2023)))
    assert review.questions[0].key == "year"
    assert not review.is_open(review.questions[0])


def test_edits_and_answers_survive_a_new_reading() -> None:
    owners = (an_owner("县医院", "lead"), an_owner("某局"))
    rule = DocumentRule("first-named-leads", "列第一位的牵头", a_reading("列第一位的牵头").place)  # type: ignore[arg-type]
    review = _review(an_item("一", "1.", owners=owners), rules=(rule,))
    assert [one.key for one in review.rules] == ["first-named-leads"]
    review.edit("1.一", ItemEdit(title="改过的名称"))
    review.answer(_question(review, Topic.UNIT), ask.KEEP)
    review.rules_off = frozenset({"first-named-leads"})
    again = an_item("一", "1.", owners=(an_owner("县医院"), an_owner("某局")))
    review.rebase(a_proposal(a_plan(again)))
    assert review.item("1.一").title == "改过的名称"
    assert [owner.role for owner in review.item("1.一").owners] == ["responsible", "responsible"]
    assert review.open_questions == ()


def test_an_edit_that_equals_the_reading_is_none() -> None:
    review = _review(an_item("一", "1."))
    review.edit("1.一", ItemEdit(title="二", kind="goal"))
    assert review.edit_of("1.一") == ItemEdit("二", "goal")
    review.edit("1.一", ItemEdit(title="一", kind="task"))
    assert not review.is_touched
    review.edit("1.一", ItemEdit(kind="background"))
    assert review.accepted() == ()
    review.reset("1.一")
    assert review.accepted() == ("1.一",)


def test_a_day_given_by_hand_keeps_the_words_of_the_paper() -> None:
    item = an_item("一", "1.", deadlines=(a_deadline("年底前"), a_deadline("每月", None, "recurring", every="month")))
    by_hand = due_by_hand(item, dt.date(2024, 6, 30))
    assert [(one.date, one.reading.raw) for one in by_hand] == [("2024-06-30", "年底前"), (None, "每月")]
    assert due_by_hand(item, None) == ()
    owner = owner_by_hand("县医院", "lead", [an_owner("县医院")])
    assert (owner.role, owner.reading.place) == ("lead", an_owner("县医院").reading.place)


def test_a_title_of_the_plan_can_be_given() -> None:
    review = _review(an_item())
    review.set_plan_title(0, " 新标题 ")
    assert review.decisions().titles == {0: "新标题"}
    review.set_plan_title(0, "2024年卫生健康工作要点")
    assert review.decisions().titles == {}


def test_a_unit_added_meanwhile_settles_its_name() -> None:
    review = _review(an_item("一", "1.", owners=(an_owner("县教育局"),)))
    assert len(review.open_questions) == 1
    review.set_roster(_roster(HOSPITAL, Unit(3, "u3", "县教育局")))
    assert review.open_questions == ()


def test_the_card_says_number_owners_and_what_is_open() -> None:
    item = an_item(
        "建中心",
        "1.",
        path=("二、重点任务", "（三）基层"),
        owners=(an_owner("县医院", "lead"), an_owner("某局", "cooperate")),
    )
    review = _review(item)
    card = review_card(review, item.key)
    assert card.no == "二（三）1."
    assert [(owner.role, owner.name, owner.is_settled) for owner in card.owners] == [
        ("牵头", "县医院", True),
        ("配合", "某局", False),
    ]
    assert card.chip is not None
    assert card.chip.text == "待定 1"
    assert card.note == "文中没有写明时限"
    assert number_path(replace(item, no="7")) == "7"
