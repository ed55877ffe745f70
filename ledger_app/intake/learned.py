"""Answers that hold for later documents too: what 8月前 means, what a chapter is, which words are no unit.

Pure: how an answer is put in a form that fits other documents, and how it is applied; where the answers are kept is
`services/learned.py`.  Source: docs/domain.md sections 8.1, 8.2 and 9.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from ledger_app.domain.period import last_day_of_month
from ledger_app.domain.roster import fold_name
from ledger_app.intake.folding import squeeze
from ledger_app.intake.item_doubts import doubts_of
from ledger_app.intake.numbering import read_label
from ledger_app.intake.proposal import ItemKind, Proposal, ProposedDeadline, ProposedItem

LearnedKind = Literal["deadline", "chapter", "owner"]
LEARNED_REASON = "按以前的回答"
NO_DATE = "none"
NOT_UNIT = "not-unit"

_LEAD = re.compile(r"^(?:力争|争取|确保|务必|于|在|到|至|截至|截止|赶)+")
_YEAR_BEFORE_MONTH = re.compile(r"(?:20\d\d|今|本|当|明)年(?=[\d一二三四五六七八九十#]{1,3}月)")
_NUMERAL = re.compile(r"\d+|[一二三四五六七八九十〇]+(?=[年月日天周季个])")
_CODE = re.compile(r"([+-]\d+):(end|\d{1,2})")
_FARTHEST = 2
_COUNT = re.compile(r"[(]共?\d+[项条个][)]$")


@dataclass(frozen=True, slots=True)
class LearnedAnswer:
    """One answer.

    Attributes:
        kind: what it is about.
        raw: the form it holds for: of a deadline (#月前), a chapter's title, a name; folded.
        answer: a day's code, `NO_DATE`, an item kind, or `NOT_UNIT`.
    """

    kind: LearnedKind
    raw: str
    answer: str


@dataclass(frozen=True, slots=True)
class Learned:
    """The answers given before, by form."""

    deadlines: Mapping[str, str] = field(default_factory=dict)
    chapters: Mapping[str, ItemKind] = field(default_factory=dict)
    not_units: frozenset[str] = frozenset()

    def is_unit(self, name: str) -> bool:
        """Say whether a printed name was never said to be no unit."""
        return fold_name(name) not in self.not_units

    def kind_of(self, item: ProposedItem) -> ItemKind:
        """Return the kind of an item's chapter as it was answered before, else its own."""
        return self.chapters.get(chapter_of(item.path), item.kind) if item.path else item.kind

    def settled(self, deadline: ProposedDeadline) -> ProposedDeadline:
        """Return an ambiguous deadline as such a one was answered before, else as it is."""
        code = self.deadlines.get(deadline_form(deadline.reading.raw)) if deadline.needs_answer else None
        return deadline if code is None else with_code(deadline, code)


NOTHING_LEARNED = Learned()


def learned_from(answers: tuple[LearnedAnswer, ...]) -> Learned:
    """Return answers sorted by what they are about."""
    kinds = get_args(ItemKind)
    return Learned(
        {one.raw: one.answer for one in answers if one.kind == "deadline"},
        {one.raw: one.answer for one in answers if one.kind == "chapter" and one.answer in kinds},  # type: ignore[misc]
        frozenset(one.raw for one in answers if one.kind == "owner" and one.answer == NOT_UNIT),
    )


def deadline_form(raw: str) -> str:
    """Return what the words of a deadline have in common with others like them: 2024年8月前 -> #月前."""
    words = _LEAD.sub("", squeeze(raw))
    return _NUMERAL.sub("#", _YEAR_BEFORE_MONTH.sub("", words))


def chapter_of(path: tuple[str, ...]) -> str:
    """Return the title of an item's chapter without number and count, folded; "" for items without heading."""
    if not path:
        return ""
    label = read_label(path[0])
    title = path[0][label.end :] if label is not None else path[0]
    return _COUNT.sub("", squeeze(title))


def code_of(read: str | None, answered: str | None) -> str | None:
    """Return an answered day in terms of the day that was read, None where it says nothing about other documents.

    Args:
        read: ISO day by the letter of the words, None without.
        answered: ISO day that was chosen, None = no day at all.
    """
    if answered is None:
        return NO_DATE
    if read is None:
        return None
    first, day = dt.date.fromisoformat(read), dt.date.fromisoformat(answered)
    months = (day.year - first.year) * 12 + day.month - first.month
    if abs(months) > _FARTHEST:
        return None
    return f"{months:+d}:{'end' if day == last_day_of_month(day.year, day.month) else day.day}"


def day_of_code(read: str | None, code: str) -> str | None:
    """Return the ISO day that a code means for a day as read, None where it means none."""
    found = _CODE.fullmatch(code)
    if found is None or read is None:
        return None
    first = dt.date.fromisoformat(read)
    months = first.year * 12 + first.month - 1 + int(found[1])
    last = last_day_of_month(months // 12, months % 12 + 1)
    return (last if found[2] == "end" else last.replace(day=min(int(found[2]), last.day))).isoformat()


def with_code(deadline: ProposedDeadline, code: str) -> ProposedDeadline:
    """Return a deadline as a code says, with the reason; as it is where the code does not fit it."""
    day = day_of_code(deadline.date, code)
    if day is None and code != NO_DATE:
        return deadline
    reason = f"{deadline.reading.reason}；{LEARNED_REASON}" if deadline.reading.reason else LEARNED_REASON
    reading = replace(deadline.reading, reason=reason, confidence=1.0)
    if day is None:
        return replace(deadline, reading=reading, needs_answer=False)
    kind = deadline.kind if deadline.kind in ("by", "range") else "by"
    return replace(deadline, kind=kind, date=day, reading=reading, needs_answer=False)


def code_text(code: str) -> str:
    """Return a code in words: 比字面晚一个月，月底."""
    found = _CODE.fullmatch(code)
    if found is None:
        return "不设日期，保留原文"
    month = {0: "字面所指的月份", 1: "比字面晚一个月", -1: "比字面早一个月"}.get(
        int(found[1]), f"与字面相差 {int(found[1])} 个月"
    )
    return f"{month}，{'月底' if found[2] == 'end' else f'{found[2]} 日'}"


def with_learned(proposal: Proposal, learned: Learned) -> Proposal:
    """Return a proposal in which what was answered before is settled, for an import without a review."""
    if learned == NOTHING_LEARNED:
        return proposal
    plans = [replace(plan, items=tuple(_settled(item, learned) for item in plan.items)) for plan in proposal.plans]
    return replace(proposal, plans=tuple(plans))


def _settled(item: ProposedItem, learned: Learned) -> ProposedItem:
    owners = tuple(owner for owner in item.owners if learned.is_unit(owner.name))
    deadlines = tuple(map(learned.settled, item.deadlines))
    kind = learned.kind_of(item)
    if (owners, deadlines, kind) == (item.owners, item.deadlines, item.kind):
        return item
    asked = set(doubts_of(item.deadlines, item.owners, is_open=item.owners_etc))
    still = set(doubts_of(deadlines, owners, is_open=item.owners_etc))
    doubts = tuple(text for text in item.doubts if text not in asked or text in still)
    return replace(item, owners=owners, deadlines=deadlines, kind=kind, doubts=doubts)
