"""Statements of ownership: units, the word of duty after them, and the part in the work that it gives them.

Reads a range that is nothing but a statement (a bracket, a labelled value, a table cell).  Where such ranges stand is
found in owners and owner_sentences.  Source: docs/domain.md section 8.2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ledger_app.intake.fields.deadline_patterns import POINT
from ledger_app.intake.fields.owner_names import Name, is_unit, split_names
from ledger_app.intake.folding import Folded
from ledger_app.intake.proposal import OwnerRole
from ledger_app.intake.roster import Roster

FIRST_LEADS = re.compile(
    r"(?:责任单位|责任部门|其中)?[,:]?(?:列|排|排列|位列|排名|名列)?(?:在)?(?:第一位|首位|第一个?|最前面?|第1位?)的?"
    r"(?:责任)?(?:单位|部门|科室|股室|处室|者|的)*(?:为|是|即为|作为)(?:总)?(?:牵头|汇总|主办|主要责任|第一责任)(?:单位|部门|科室|股室|处室|者)?(?:,?下同)?"
)
_NOT_A_VERB = r"(?!人|办|组|单位|部门|科|处|股|同志|领导|小组|机构|:)"
_VERB = re.compile(
    r"(?:等(?:有关|相关)?(?:部门|单位)?)?(?:(?:按照?|根据|依据|依照|结合)(?:各自|本单位|本部门|部门)?(?:的)?(?:工作)?(?:职责|职能|分工|任务)(?:分工|范围|范围内|任务|要求)?)?"
    r"(?:分别|共同|具体|协同|协作|联合|密切|做好|抓好|总|各自|分工)?"
    rf"(?:牵头|负责|配合|协助|协办|主办|承办|参与|参加|落实|实施|支持|推进|办理|执行|抓好|承担|组织(?=[实落推开])|为主|为辅){_NOT_A_VERB}"
    r"(?:负责|落实|实施|推进|组织|抓好|配合|办理|工作|做好|协调|完成|指导|牵头|执行|参与)*"
    r"|(?:按照?|根据|依据|依照)(?:各自)?(?:职责|职能)(?:分工)?"
)
TIME_ONLY = re.compile(r"[^、]*(?:长期|持续|常态|全年|推进|完成|启动|底前|月前|时限).*|\d[\d年月日\-./前底]*")
_NO_NAME = re.compile(r"^(?:等|按|下同|其中|具体)+$|均需|需由|以下|不再|^下均|如下|下同$")


@dataclass(frozen=True, slots=True)
class Block:
    """Units with one part in the work.

    Attributes:
        names: the units in the order printed.
        role: their part.
        reason: Chinese; how it was read.
        confidence: 0 to 1.
    """

    names: tuple[Name, ...]
    role: OwnerRole
    reason: str
    confidence: float


Keep = Callable[[Folded, int, int, Roster], tuple[Name, ...]]


def every_name(folded: Folded, start: int, end: int, roster: Roster) -> tuple[Name, ...]:
    """Return the names of a list, without the times that may stand among them."""
    names = split_names(folded, start, end, roster)
    return tuple(name for name in names if not _is_time(name.text, roster) and not _NO_NAME.search(name.text))


def unit_names(folded: Folded, start: int, end: int, roster: Roster) -> tuple[Name, ...]:
    """Return the names of a list in which every one reads like a unit, () for any other list."""
    names = every_name(folded, start, end, roster)
    return names if names and all(is_unit(name.text, roster) for name in names) else ()


def _is_time(words: str, roster: Roster) -> bool:
    if is_unit(words, roster):
        return False
    return TIME_ONLY.fullmatch(words) is not None or POINT.fullmatch(words) is not None


def blocks_of(folded: Folded, span: tuple[int, int], base: Block, roster: Roster, keep: Keep) -> Iterator[Block]:
    """Yield the units in a range that is nothing but an owner statement.

    Args:
        folded: the text.
        span: the range.
        base: gives role, reason and confidence to units without a word of their own.
        roster: known names.
        keep: which names count where no word of duty follows them.
    """
    text = folded.text
    for first, last in _statements(text, *span):
        position, has_verb = first, False
        for verb in _VERB.finditer(text, first, last):
            if verb.end() < last and text[verb.end()] not in ",、;。)和及与":
                continue
            role = _role(verb.group(), base.role)
            is_note = verb.start() > position and text[verb.start() - 1] == "(" and text.startswith(")", verb.end())
            names = every_name(folded, position, verb.start() - is_note, roster)
            if names and is_note:
                # 甲局（牵头）、乙局: the note is about the last name only.
                yield replace(base, names=names[:-1])
                names = names[-1:]
            if names:
                # 等 may stand in the words of duty: 甲局、乙局等部门按职责分工负责.
                names = (*names[:-1], replace(names[-1], is_open=names[-1].is_open or verb.group().startswith("等")))
                yield replace(base, names=names, role=role)
            position, has_verb = verb.end() + is_note, True
        names = (unit_names if has_verb else keep)(folded, position, last, roster)
        if names:
            yield replace(base, names=names)


def _statements(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts between stops outside brackets, without the sentence that says who leads."""
    rule = FIRST_LEADS.search(text, start, end)
    if rule is not None:
        yield from _statements(text, start, rule.start())
        yield from _statements(text, rule.end(), end)
        return
    depth, first = 0, start
    for position in range(start, end):
        character = text[position]
        if character == "(":
            depth += 1
        elif character == ")":
            depth = max(0, depth - 1)
        elif depth == 0 and character in ";。":
            if position > first:
                yield first, position
            first = position + 1
    if end > first:
        yield first, end


def _role(verb: str, usual: OwnerRole) -> OwnerRole:
    if re.search(r"牵头|主办|为主", verb):
        return "lead"
    if re.search(r"配合|协助|协办|参与|参加|支持|为辅", verb):
        return "cooperate"
    return usual
