"""Keep, read and take back the answers that hold for later documents too (`LearnedRule`).

Answers about the columns of somebody's ledger are kept by `services/column_memory.py`, and taken back here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import get_args

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.plan import LearnedRule
from ledger_app.intake.learned import Learned, LearnedAnswer, LearnedKind, code_text, learned_from
from ledger_app.intake.own_ledger.model import MEANING_NAMES, STATE_NAMES
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services.lookup import row_of

_KINDS: tuple[LearnedKind, ...] = get_args(LearnedKind)
_ITEM_KINDS = {
    "task": "任务",
    "goal": "目标",
    "schedule": "进度安排",
    "safeguard": "保障措施",
    "background": "背景要求",
}
_WHAT = {
    "deadline": "时限写法",
    "chapter": "章节",
    "owner": "责任单位写法",
    "column": "台账的列",
    "state": "台账的状态写法",
    "field": "台账的自定义列",
}
_OWN_KINDS = ("column", "state", "field")


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """One answer as a person gave it.

    Attributes:
        rules: the rows that keep it: one of a column is kept for its table and for its issuer.
        what, form, answer: what it is about, the form it holds for and what was answered, in words.
    """

    rules: tuple[LearnedRule, ...]
    what: str
    form: str
    answer: str

    @property
    def ids(self) -> tuple[int, ...]:
        """Return the ids of its rows, ascending."""
        return tuple(sorted(rule.id for rule in self.rules))


def learned_of(session: ReadSession) -> Learned:
    """Return all answers that were kept."""
    return learned_from(tuple(LearnedAnswer(_kind(one), one.raw, one.answer) for one in rules_of(session)))


def rules_of(session: ReadSession) -> list[LearnedRule]:
    """Return the kept answers of the kinds that a review gives, by kind and form."""
    found = [rule for rule in session.of(LearnedRule).find(scope="") if rule.kind in _KINDS]
    return sorted(found, key=lambda rule: (_KINDS.index(_kind(rule)), rule.raw))


def kept_answers(session: ReadSession) -> list[KeptAnswer]:
    """Return every answer that holds for later documents, those of reviews before those about ledgers."""
    groups: dict[tuple[str, str, str], list[LearnedRule]] = {}
    own = [rule for rule in session.of(LearnedRule).find(kind=list(_OWN_KINDS)) if rule.kind in _OWN_KINDS]
    own.sort(key=lambda rule: (_OWN_KINDS.index(rule.kind), rule.raw, rule.id))
    for rule in (*rules_of(session), *own):
        groups.setdefault((rule.kind, rule.raw, rule.answer), []).append(rule)
    return [KeptAnswer(tuple(rules), *words_of(rules[0])) for rules in groups.values()]


def keep(work: UnitOfWork, answers: Iterable[LearnedAnswer], taken_back: Iterable[LearnedAnswer] = ()) -> None:
    """Keep answers within a larger act; one about the same form takes the place of the one before.

    Args:
        work: the operation.
        answers: to keep.
        taken_back: no longer to hold, whatever their answer was.
    """
    repository = work.of(LearnedRule)
    for answer in taken_back:
        for rule in repository.find(scope="", kind=answer.kind, raw=answer.raw):
            repository.remove(rule.id)
    for answer in answers:
        known = repository.find(scope="", kind=answer.kind, raw=answer.raw)
        if not known:
            repository.add(LearnedRule(0, "", answer.kind, answer.raw, answer.answer))
        elif known[0].answer != answer.answer:
            repository.update(replace(known[0], answer=answer.answer))


def forget(work: UnitOfWork, rule_id: int, *others: int) -> ChangeSet:
    """Take an answer back; documents imported before stay as they are.

    Args:
        work: the operation.
        rule_id: the row that keeps it.
        *others: ids of further rows that keep the same answer.

    Raises:
        RejectedError: SVC-004 there is no such answer.
    """
    rules = [row_of(work, LearnedRule, one, "以前的回答") for one in (rule_id, *others)]
    work.describe("learned.forget", f"不再沿用关于“{words_of(rules[0])[1][:30]}”的回答")
    for rule in rules:
        work.of(LearnedRule).remove(rule.id)
    return work.changes()


def words_of(rule: LearnedRule) -> tuple[str, str, str]:
    """Return what an answer is about, the form it holds for, and what was answered, in words."""
    what = _WHAT.get(rule.kind, rule.kind)
    if rule.kind == "deadline":
        return what, rule.raw.replace("#", "×"), code_text(rule.answer)
    if rule.kind == "column":
        return what, rule.raw, next((name for key, name in MEANING_NAMES.items() if key == rule.answer), rule.answer)
    if rule.kind == "state":
        column, _, word = rule.raw.partition("=")
        meaning = next((name for key, name in STATE_NAMES.items() if key == rule.answer), rule.answer)
        return what, f"{column}：{word}" if word else column, meaning
    if rule.kind == "field":
        return what, rule.raw, f"名为“{rule.answer}”"
    return what, rule.raw, _ITEM_KINDS.get(rule.answer, rule.answer) if rule.kind == "chapter" else "不是单位"


def _kind(rule: LearnedRule) -> LearnedKind:
    return next(kind for kind in _KINDS if kind == rule.kind)
