"""What the grid is filtered by: the words of comparisons, a condition as a sentence, and one put in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ledger_app.domain.filter_tree import changed_conditions, tidy
from ledger_app.domain.grid import Condition, ConditionGroup, FilterOp, FilterPart, Joint
from ledger_app.domain.task import SOURCE_KIND_NAMES, STANDING_NAMES, TASK_KIND_NAMES
from ledger_app.domain.tones import Light
from ui.models.columns import Column, FilterKind

# Where a condition stands: its number among the parts, and in brackets its number there.
Spot = tuple[int, ...]
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


def filter_text(columns: Sequence[Column], parts: Sequence[FilterPart], joined: Joint) -> str:
    """Return a whole filter in words ("（状态：逾期 或 状态：滞后）且 时限 不晚于 2024-06-30"), "" for none."""
    words = []
    for part in parts:
        if isinstance(part, ConditionGroup):
            inner = f" {JOINT_WORDS[part.joined]} ".join(condition_text(columns, one) for one in part.conditions)
            words.append(f"（{inner}）")
        else:
            words.append(condition_text(columns, part))
    return f" {JOINT_WORDS[joined]} ".join(words)


def spots(parts: Sequence[FilterPart]) -> Iterable[tuple[Spot, Condition]]:
    """Yield every condition with where it stands, from left to right."""
    for number, part in enumerate(parts):
        if isinstance(part, ConditionGroup):
            yield from (((number, inner), one) for inner, one in enumerate(part.conditions))
        else:
            yield (number,), part


def spot_of(parts: Sequence[FilterPart], field: str) -> Spot | None:
    """Return where the condition stands that a column's heading shows: one without brackets before others."""
    found = [spot for spot, one in spots(parts) if one.field == field]
    return min(found, key=lambda spot: (len(spot), spot)) if found else None


def condition_at(parts: Sequence[FilterPart], spot: Spot | None) -> Condition | None:
    """Return the condition at a spot, None where there is none any more."""
    return next((one for where, one in spots(parts) if where == spot), None)


def with_condition_at(parts: Sequence[FilterPart], spot: Spot, condition: Condition | None) -> tuple[FilterPart, ...]:
    """Return the parts with the condition at a spot replaced, or taken away."""
    found: list[FilterPart] = []
    for number, part in enumerate(parts):
        if number != spot[0]:
            found.append(part)
        elif isinstance(part, ConditionGroup):
            inner = [condition if place == spot[-1] else one for place, one in enumerate(part.conditions)]
            found.append(replace(part, conditions=tuple(one for one in inner if one is not None)))
        elif condition is not None:
            found.append(condition)
    return tidy(found)


def with_condition(parts: Sequence[FilterPart], field: str, condition: Condition | None) -> tuple[FilterPart, ...]:
    """Return the parts as a heading changes them: its condition replaced or added, None takes all of the field away."""
    if condition is None:
        return changed_conditions(parts, lambda one: None if one.field == field else one)
    spot = spot_of(parts, field)
    return (*parts, condition) if spot is None else with_condition_at(parts, spot, condition)
