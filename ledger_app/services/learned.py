"""Keep, read and take back the answers that hold for later documents too (`LearnedRule`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import get_args

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.plan import LearnedRule
from ledger_app.intake.learned import Learned, LearnedAnswer, LearnedKind, code_text, learned_from
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
_WHAT = {"deadline": "时限写法", "chapter": "章节", "owner": "责任单位写法"}


def learned_of(session: ReadSession) -> Learned:
    """Return all answers that were kept."""
    return learned_from(tuple(LearnedAnswer(_kind(one), one.raw, one.answer) for one in rules_of(session)))


def rules_of(session: ReadSession) -> list[LearnedRule]:
    """Return the kept answers of the kinds that a review gives, by kind and form."""
    found = [rule for rule in session.of(LearnedRule).find(scope="") if rule.kind in _KINDS]
    return sorted(found, key=lambda rule: (_KINDS.index(_kind(rule)), rule.raw))


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


def forget(work: UnitOfWork, rule_id: int) -> ChangeSet:
    """Take an answer back; documents imported before stay as they are.

    Raises:
        RejectedError: SVC-004 there is no such answer.
    """
    rule = row_of(work, LearnedRule, rule_id, "以前的回答")
    work.describe("learned.forget", f"不再沿用关于“{rule.raw[:30]}”的回答")
    work.of(LearnedRule).remove(rule.id)
    return work.changes()


def words_of(rule: LearnedRule) -> tuple[str, str, str]:
    """Return what an answer is about, the form it holds for, and what was answered, in words."""
    if rule.kind == "deadline":
        return _WHAT[rule.kind], rule.raw.replace("#", "×"), code_text(rule.answer)
    answer = _ITEM_KINDS.get(rule.answer, rule.answer) if rule.kind == "chapter" else "不是单位"
    return _WHAT.get(rule.kind, rule.kind), rule.raw, answer


def _kind(rule: LearnedRule) -> LearnedKind:
    return next(kind for kind in _KINDS if kind == rule.kind)
