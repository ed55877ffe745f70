"""Answers in a form that fits other documents, and what they do to a proposal without a review."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.intake.learned import (
    NO_DATE,
    NOTHING_LEARNED,
    Learned,
    LearnedAnswer,
    chapter_of,
    code_of,
    code_text,
    day_of_code,
    deadline_form,
    learned_from,
    with_learned,
)
from ledger_app.intake.understand import propose
from tests.intake.plan_documents import a_document

PLAN = """松桥县2024年基层卫生工作要点
一、重点工作
1.改造用房。8月前完成。（基层股、广大村医负责）
二、有关说明
2.加强宣传。（办公室负责）"""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("8月前", "2024年10月前"),
        ("力争8月前", "八月前"),
        ("3月初", "十一月初"),
        ("6月上旬", "今年12月上旬"),
        ("5月15日左右", "11月2日左右"),
    ],
)
def test_deadlines_of_one_form_share_their_answer(one: str, other: str) -> None:
    assert deadline_form(one) == deadline_form(other)


@pytest.mark.parametrize(("one", "other"), [("8月前", "8月初"), ("8月前", "2024年前"), ("6月上旬", "6月中旬")])
def test_other_forms_have_their_own(one: str, other: str) -> None:
    assert deadline_form(one) != deadline_form(other)


@given(st.dates(dt.date(1995, 3, 1), dt.date(2099, 10, 1)), st.integers(-59, 59))
def test_a_day_in_terms_of_another_gives_itself_back(read: dt.date, days: int) -> None:
    answered = (read + dt.timedelta(days=days)).isoformat()
    code = code_of(read.isoformat(), answered)
    assert code is not None
    assert day_of_code(read.isoformat(), code) == answered
    assert code_text(code)


def test_no_day_and_far_days() -> None:
    assert code_of("2024-07-31", None) == NO_DATE
    assert day_of_code("2024-07-31", NO_DATE) is None
    assert code_of(None, "2024-08-31") is None, "what is chosen for 适时 in one paper says nothing about another"
    assert code_of("2024-07-31", "2025-07-31") is None
    assert day_of_code("2024-07-31", "+1:end") == "2024-08-31"
    assert day_of_code("2024-12-31", "+1:end") == "2025-01-31"


def test_an_import_without_a_review_follows_the_answers() -> None:
    proposal = propose(a_document(PLAN))
    assert with_learned(proposal, NOTHING_LEARNED) is proposal
    answers = (
        LearnedAnswer("deadline", "#月前", "+1:end"),
        LearnedAnswer("chapter", "有关说明", "background"),
        LearnedAnswer("owner", "基层股", "not-unit"),
        LearnedAnswer("chapter", "重点工作", "nonsense"),
    )
    first, second = with_learned(proposal, learned_from(answers)).plans[0].items
    assert first.deadlines[0].date == "2024-08-31"
    assert not first.deadlines[0].needs_answer
    assert first.deadlines[0].reading.reason.endswith("按以前的回答")
    assert not any("8月前" in text for text in first.doubts)
    assert "基层股" not in {owner.name for owner in first.owners}
    assert (first.kind, second.kind) == ("task", "background")


def test_chapters_are_known_without_number_and_count() -> None:
    assert chapter_of(("二、有关说明（3项）", "（一）甲")) == chapter_of(("(四) 有关说明",)) == "有关说明"
    assert chapter_of(()) == ""
    assert Learned().chapters == {}
