"""What the person decided about one file's proposal, before anything is written.

Without Qt: which items become tasks, how they were put together and changed, how each question was answered.  Every
decision is a step that can be undone by name.  The services are handed `Review.decisions()` at the end; until then
nothing leaves this object.  The state and the items as they stand are `review_core`'s.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from ledger_app.intake.learned import LearnedAnswer, chapter_of
from ledger_app.intake.proposal import DocumentRule, ItemKind, ProposedOwner
from ledger_app.services.import_plan import ImportDecisions
from ui.models.item_edit import ITEM_KIND_NAMES, ItemEdit, due_by_hand
from ui.models.review_acts import ReviewActs
from ui.models.review_columns import ReviewColumns
from ui.models.review_decisions import decisions_of
from ui.models.review_questions import ReviewQuestions
from ui.models.review_shape import chapter_key, chapter_kind
from ui.models.review_state import with_edits


class Review(ReviewActs, ReviewColumns, ReviewQuestions):
    """One file under review."""

    # The document as a whole

    @property
    def rules(self) -> tuple[DocumentRule, ...]:
        """Return the document-wide rules, each key once."""
        found = {rule.key: rule for plan in reversed(self.proposal.plans) for rule in reversed(plan.rules)}
        return tuple(found.values())

    @property
    def year(self) -> int | None:
        """Return the year given for plans that do not say theirs."""
        return self._state.year

    @property
    def usual_year(self) -> int:
        """Return the year that a day typed without one is in: the plans' own, else this one."""
        years = (plan.plan_year for plan in self.proposal.plans if plan.plan_year)
        return self._state.year or next(years, self.today.year)

    @property
    def rules_off(self) -> frozenset[str]:
        """Return the keys of the rules that were switched off."""
        return self._state.rules_off

    @rules_off.setter
    def rules_off(self, keys: frozenset[str]) -> None:
        word = "关闭" if keys - self._state.rules_off else "恢复"
        self._do(f"{word}全文规则", rules_off=keys)

    @property
    def level(self) -> str:
        """Return the form of number whose level is that of the tasks, "" for as read."""
        return self._state.level

    def choose_level(self, form: str) -> None:
        """Let another level of the outline be that of the tasks; the document is to be understood anew."""
        self._do("更改任务层级", level=form)

    def plan_title(self, number: int) -> str:
        """Return the title a plan of the file would have."""
        return self._state.titles.get(number, self.proposal.plans[number].title)

    def set_plan_title(self, number: int, title: str) -> None:
        """Give a plan of the file another title."""
        titles = {one: text for one, text in self._state.titles.items() if one != number}
        if title.strip() and title != self.proposal.plans[number].title:
            titles[number] = title.strip()
        self._do("修改计划标题", titles=titles)

    # Items

    def accept(self, keys: Iterable[str], is_accepted: bool) -> None:
        """Tick items or untick them."""
        changed = list(keys)
        word = "导入" if is_accepted else "不导入"
        name = f"{word} {len(changed)} 项" if len(changed) != 1 else f"{word}“{self._short(changed[0])}”"
        self._do(name, turned={**self._state.turned, **dict.fromkeys(changed, is_accepted)})

    def accept_kinds(self, kinds: Iterable[ItemKind], is_accepted: bool) -> None:
        """Tick or untick all items of some kinds."""
        chosen = set(kinds)
        self.accept([key for key in self.keys if self._edited(key).kind in chosen], is_accepted)

    def kinds(self) -> dict[ItemKind, int]:
        """Return how many items there are of each kind that occurs, in the order of `ITEM_KIND_NAMES`."""
        kinds = [self._edited(key).kind for key in self.keys]
        return {kind: kinds.count(kind) for kind in ITEM_KIND_NAMES if kind in kinds}

    def edit(self, key: str, edit: ItemEdit) -> None:
        """Change an item; what equals the reading is no change."""
        self._edit_all(f"修改“{self._short(key)}”", {key: edit})

    def reset(self, key: str) -> None:
        """Take back all that was changed in an item, and its tick."""
        turned = {one: is_on for one, is_on in self._state.turned.items() if one != key}
        edits = {one: edit for one, edit in self._state.edits.items() if one != key}
        self._do(f"恢复“{self._short(key)}”", turned=turned, edits=edits)

    def set_kind(self, keys: Iterable[str], kind: ItemKind) -> None:
        """Say what items are; the tick follows the kind."""
        chosen = list(keys)
        edits = {key: replace(self.edit_of(key), kind=kind) for key in chosen}
        state = with_edits(self._state, edits, self._kept)
        turned = {key: is_on for key, is_on in state.turned.items() if key not in edits}
        self._step(f"{len(chosen)} 项改为{ITEM_KIND_NAMES[kind]}", replace(state, turned=turned))

    def set_owners(self, keys: Iterable[str], owners: Sequence[ProposedOwner]) -> None:
        """Give items the same owners."""
        self.change_owners(keys, lambda _before: tuple(owners))

    def change_owners(
        self, keys: Iterable[str], change: Callable[[tuple[ProposedOwner, ...]], tuple[ProposedOwner, ...]]
    ) -> None:
        """Change the owners of several items in one step."""
        edits = {key: replace(self.edit_of(key), owners=change(self.item(key).owners)) for key in keys}
        self._edit_all(f"给 {len(edits)} 项指定单位", edits)

    def set_due(self, keys: Iterable[str], day: dt.date | None) -> None:
        """Give items one deadline by hand; the first one's words stay beside it, None takes all away."""
        edits = {key: replace(self.edit_of(key), deadlines=due_by_hand(self._edited(key), day)) for key in keys}
        self._edit_all(f"给 {len(edits)} 项指定时限", edits)

    def chapter_kind(self, key: str) -> ItemKind | None:
        """Return what an item's chapter was said to be, here or for an earlier document."""
        return chapter_kind(self.arrangement.items[key].path, self._state, self.learned)

    def is_chapter_learned(self, key: str) -> bool:
        """Say whether an item's chapter has its kind from an earlier document."""
        chapter = chapter_of(self.arrangement.items[key].path)
        return chapter not in self._state.chapters and self.chapter_kind(key) is not None

    def set_chapter_kind(self, key: str, kind: ItemKind | None) -> None:
        """Say what all items of an item's chapter are, here and in later documents; None takes that back."""
        chapter = chapter_of(self.arrangement.items[key].path)
        if not chapter:
            return
        chapters = {one: said for one, said in self._state.chapters.items() if one != chapter}
        refused = self._state.refused - {chapter_key(chapter)}
        if kind is not None:
            chapters[chapter] = kind
        else:
            refused |= {chapter_key(chapter)}
        name = f"本章改为{ITEM_KIND_NAMES[kind]}" if kind is not None else "本章类别改回读出的"
        self._do(name, chapters=chapters, refused=refused)

    # The end

    def decisions(self) -> ImportDecisions:
        """Return everything decided, as the import takes it."""
        questions = {question.key: question for question in self.questions}
        learned = [LearnedAnswer("chapter", chapter, kind) for chapter, kind in self._state.chapters.items()]
        unlearned = [
            LearnedAnswer("chapter", chapter, "")
            for chapter in self.learned.chapters
            if chapter_key(chapter) in self._state.refused
        ]
        return replace(
            decisions_of(self.arrangement, self._shape.read, self.accepted(), self.item, self._state),
            learned=(*learned, *self.answers.to_learn(questions)),
            unlearned=(*unlearned, *self.answers.to_unlearn(questions)),
            records=self.record_decisions(),
        )
