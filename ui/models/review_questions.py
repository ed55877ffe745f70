"""The part of a review that asks and is answered.  Without Qt; builds on `review_core`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ui.models import questions as ask
from ui.models.questions import Question, Topic
from ui.models.review_answers import Answers, alike, option_for
from ui.models.review_core import ReviewCore
from ui.models.review_state import with_entry


class ReviewQuestions(ReviewCore):
    """What is undecided, and the answers."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return every question about the accepted items, answered ones included, in order."""
        if self._cache.questions is None:
            items = [self._edited(key) for key in self.accepted()]
            asked = ask.questions_of(
                self.proposal.plans, items, self._names.match, self.today, is_year_known=self._state.year is not None
            )
            self._cache.questions = tuple(asked)
        return self._cache.questions

    def is_open(self, question: Question) -> bool:
        """Say whether a question waits for its answer."""
        return self.answers.of(question) is None

    def is_learned(self, question: Question) -> bool:
        """Say whether a question is answered as it was for an earlier document."""
        return self.answers.is_learned(question)

    def answer_of(self, question: Question) -> str | None:
        """Return the key of the answer in force, None while there is none."""
        return self.answers.of(question)

    def answer(self, question: Question, option: str) -> None:
        """Answer a question; another answer takes the place of an earlier one."""
        self._answer(f"答复“{_named(question)}”", {question.key: option}, question)

    def answer_name(self, name: str, option: str) -> None:
        """Say what a printed name means, whether or not that was asked."""
        self._do(f"答复“{name}”", answers=with_entry(self._state.answers, ask.owner_key(name), option))

    def alike(self, question: Question) -> tuple[Question, ...]:
        """Return the open questions that are of the same sort as one."""
        return alike(question, self.open_questions)

    def answer_alike(self, question: Question, option: str) -> int:
        """Answer a question and all open ones alike in the same way; return how many were answered."""
        others = {one.key: same for one in self.alike(question) if (same := option_for(question, option, one))}
        given = {question.key: option, **others}
        self._answer(f"答复“{_named(question)}”等 {len(given)} 条", given, question)
        return len(given)

    def take_back(self, question: Question) -> None:
        """Open a question again; an answer from an earlier document is not to hold any more."""
        answers = with_entry(self._state.answers, question.key, None)
        refused = self._state.refused | ({question.key} if self._is_taught(question) else frozenset())
        year = None if question.topic is Topic.YEAR else self._state.year
        self._do(f"撤回“{_named(question)}”的答复", answers=answers, refused=refused, year=year)

    def answer_new_units(self) -> int:
        """Let every name that may be a unit and is still open become a new unit; return how many."""
        waiting = [
            question
            for question in self.open_questions
            if question.topic is Topic.UNIT and question.option(ask.NEW) is not None
        ]
        if waiting:
            self._answer(f"{len(waiting)} 个名称新建单位", dict.fromkeys((one.key for one in waiting), ask.NEW))
        return len(waiting)

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """Return the questions without an answer, in order."""
        if self._cache.open is None:
            answers = self.answers
            self._cache.open = tuple(question for question in self.questions if answers.of(question) is None)
        return self._cache.open

    def open_count(self, key: str) -> int:
        """Return how many open questions concern an item."""
        if self._cache.open_counts is None:
            counts: dict[str, int] = {}
            for question in self.open_questions:
                for item_key in dict.fromkeys(question.item_keys):
                    counts[item_key] = counts.get(item_key, 0) + 1
            self._cache.open_counts = counts
        return self._cache.open_counts.get(key, 0)

    def _answer(self, name: str, given: Mapping[str, str], question: Question | None = None) -> None:
        changes: dict[str, Any] = {"answers": {**self._state.answers, **given}}
        if question is not None and question.topic is Topic.YEAR:
            changes["year"] = ask.year_of_option(given[question.key])
        self._do(name, **changes)

    def _is_taught(self, question: Question) -> bool:
        return Answers({}, self.learned, self._state.refused).of(question) is not None


def _named(question: Question) -> str:
    return question.raw or ("计划年度" if question.topic is Topic.YEAR else question.text[:12])
