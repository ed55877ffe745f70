"""What the headers of the grid filter by: the words of comparisons, and a condition as a sentence on its chip."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ledger_app.domain.grid import Condition, FilterOp
from ledger_app.domain.task import SOURCE_KIND_NAMES, STANDING_NAMES, TASK_KIND_NAMES
from ledger_app.domain.tones import Light
from ui.models.columns import Column, FilterKind

Joint = Literal["and", "or"]
JOINT_WORDS: Mapping[Joint, str] = {"and": "且", "or": "或"}
# Values named on a chip; of more only the number is told.
NAMED_VALUES = 2


@dataclass(frozen=True, slots=True)
class Comparison:
    """One way to compare: its word, and how many values it needs."""

    op: FilterOp
    word: str
    operands: int = 1


_TEXT = (
    Comparison("contains", "包含"),
    Comparison("not_contains", "不包含"),
    Comparison("starts", "开头是"),
    Comparison("is", "等于"),
    Comparison("is_not", "不等于"),
    Comparison("empty", "为空", 0),
    Comparison("not_empty", "不为空", 0),
)
_DATE = (
    Comparison("between", "介于", 2),
    Comparison("at_least", "不早于"),
    Comparison("at_most", "不晚于"),
    Comparison("is", "就是"),
    Comparison("empty", "没有日期", 0),
    Comparison("not_empty", "有日期", 0),
)
_NUMBER = (
    Comparison("between", "介于", 2),
    Comparison("at_least", "不小于"),
    Comparison("at_most", "不大于"),
    Comparison("is", "等于"),
    Comparison("empty", "没有数值", 0),
    Comparison("not_empty", "有数值", 0),
)
COMPARISONS: Mapping[FilterKind, Sequence[Comparison]] = {
    "text": _TEXT,
    "long_text": tuple(one for one in _TEXT if one.op not in ("is", "is_not")),
    "date": _DATE,
    "number": _NUMBER,
    "choice": (),
    "none": (),
}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "light": {light.value: light.word for light in Light},
    "kind": {str(key): word for key, word in TASK_KIND_NAMES.items()},
    "standing": {str(key): word for key, word in STANDING_NAMES.items()},
    "source_kind": {str(key): word for key, word in SOURCE_KIND_NAMES.items()},
}


def condition_text(columns: Iterable[Column], condition: Condition) -> str:
    """Return a condition as a clerk would say it ("时限 介于 2024-05-01 和 2024-06-30", "状态：逾期、滞后")."""
    column = next((one for one in columns if one.field == condition.field), None)
    heading = column.heading if column is not None else "（已删除的列）"
    words = [value_word(condition.field, value) for value in condition.values]
    if condition.op == "any_of":
        named = "、".join(words[:NAMED_VALUES])
        more = f" 等 {len(words)} 个" if len(words) > NAMED_VALUES else ""
        return f"{heading}：{named}{more}" if words else f"{heading}：一个也不选"
    kind = column.filter_kind if column is not None else "text"
    comparison = next((one for one in (*COMPARISONS[kind], *_TEXT, *_DATE) if one.op == condition.op), None)
    word = comparison.word if comparison is not None else condition.op
    if comparison is not None and comparison.operands == 0:
        return f"{heading} {word}"
    quoted = [f"“{one}”" for one in words] if kind in ("text", "long_text") else words
    return f"{heading} {word} {' 和 '.join(quoted)}"


def value_word(field: str, value: str | float) -> str:
    """Return a value as people read it."""
    if isinstance(value, int | float):
        return f"{value:g}"
    return _WORDS.get(field, {}).get(value, value) or "（空）"


def with_condition(conditions: Sequence[Condition], field: str, condition: Condition | None) -> tuple[Condition, ...]:
    """Return the conditions with the one on a field put in its place, added, or taken away."""
    kept = [condition if one.field == field else one for one in conditions]
    if condition is not None and all(one.field != field for one in conditions):
        kept.append(condition)
    return tuple(one for one in kept if one is not None)


def condition_on(conditions: Iterable[Condition], field: str) -> Condition | None:
    """Return the condition on a field, None if there is none."""
    return next((one for one in conditions if one.field == field), None)
