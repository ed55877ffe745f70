"""Fields that a text names itself: 责任单位：…；配合单位：…；完成时限：….

Finds the label and the extent of its value, in brackets, on lines of their own or one after another.  What a
value says is read by owners and deadlines.  Source: docs/domain.md sections 2.2 and 8.2.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ledger_app.intake.fields.clauses import Hinted

FieldKind = Literal["lead", "cooperate", "responsible", "due", "start", "person", "phone"]

_BODY = r"(?:单位|部门|科室|股室|处室|机构|主体|股|科|处|方)"
_KINDS: tuple[tuple[FieldKind, str], ...] = (
    (
        "person",
        r"(?:(?:牵头|责任|分管|主管|包抓|包保|联系|挂钩|挂联|督导|市级|县级|区级|局|委|院)领导|(?:第一|直接|主要|具体|整改)?责任人|负责人|联系人|联络员|经办人|填报人|牵头人|承办人)",
    ),
    ("phone", r"(?:联系电话|电话|手机|联系方式|手机号码)"),
    ("lead", rf"(?:总牵头|牵头|主办|主责|汇总)(?:责任)?{_BODY}?"),
    (
        "cooperate",
        rf"(?:主要|具体|其他|其它)?(?:配合|协办|协同|协作|协助|参与|参加|会办|协调)(?:责任)?{_BODY}?|其[他它]责任{_BODY}",
    ),
    (
        "due",
        r"(?:(?:任务|计划|整改|办结|完成|推进|拟|预计)*(?:完成|办结|整改|推进|落实|截止|实施)?(?:时限|时间|期限|节点|日期)(?:要求|节点|安排)?|时间节点|序时进度)",
    ),
    (
        "responsible",
        rf"(?:主体|主要|具体|直接|第[一二三]|整改|建议|落实|责任|承办|负责|实施|承担|完成|落地)+{_BODY}|责任分工|任务分工|职责分工",
    ),
)
_LABEL = re.compile("|".join(rf"(?P<{kind}>{pattern})" for kind, pattern in _KINDS))
_MARK = Hinted(re.compile(rf"(?:{_LABEL.pattern})(?:\([^()\n]{{1,8}}\))?:(?!\n)"), re.compile(":"))
_START = re.compile(r"(?:启动|开始|起始|交办|立项)(?:时间|日期)")


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled value in a folded text.

    Attributes:
        kind: what the label stands for.
        label: the label as folded, without its colon.
        start: where the label begins.
        value_start, value_end: the value.
    """

    kind: FieldKind
    label: str
    start: int
    value_start: int
    value_end: int


def find_fields(text: str) -> list[Field]:
    """Return the labelled fields of a folded text in reading order."""
    marks = _MARK.all_in(text)
    found = []
    for index, mark in enumerate(marks):
        limit = marks[index + 1].start() if index + 1 < len(marks) else len(text)
        stop = _value_end(text, mark.end(), limit)
        kind = _kind(mark)
        if stop > mark.end():
            found.append(Field(kind, mark.group().rstrip(":"), mark.start(), mark.end(), stop))
    return found


def kind_of_label(words: str) -> FieldKind | None:
    """Return what a label alone (a folded column head) stands for, None if it is none of ours."""
    if _START.fullmatch(words):
        return "start"
    match = _LABEL.fullmatch(words)
    return None if match is None else _kind(match)


def _kind(match: re.Match[str]) -> FieldKind:
    return next(kind for kind, _ in _KINDS if match[kind])


def _value_end(text: str, start: int, limit: int) -> int:
    """Return where a value ends: at a stop outside brackets, at the bracket around it, at the next label."""
    depth = 0
    for position in range(start, min(limit, start + 400)):
        character = text[position]
        if character == "(":
            depth += 1
        elif character == ")":
            if depth == 0:
                return position
            depth -= 1
        elif depth == 0 and character in ";。\n":
            return position
    return min(limit, start + 400)


def covered(fields: Sequence[Field], position: int) -> bool:
    """Tell whether a position is inside a labelled field."""
    return any(field.start <= position < field.value_end for field in fields)
