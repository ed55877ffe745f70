"""Which numbers of a plan are headings, and which kind of number stands under which.

Levels are not fixed: （一） may stand above 一、, 1. may run on through all chapters, levels may be skipped.
What decides is how the sequences interlock; only where a plan shows nothing the usual order holds.
Source: docs/domain.md section 9.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from ledger_app.intake.numbering import CANONICAL_ORDER, Label
from ledger_app.intake.pace import UNTIMED, Pace

_SAME_LEVEL = (("ar", "ar_dun"), ("cn_paren", "cn_half"), ("ar_paren", "ar_half"))
"""Pairs that are two spellings of one level, unless a plan nests one in the other."""
_FAR = 8
_SURE = 4
_STRICT_FORMS = frozenset({"ar", "ar_dun", "ar_half", "decimal2", "decimal3", "decimal4", "alpha", "cn"})


def accepted(labels: Sequence[Label | None], pace: Pace = UNTIMED) -> list[Label | None]:
    """Return for each line of a plan the number of its item, None where it has none.

    A number that looks like the beginning of a phrase ("三、四级手术") counts only where its sequence needs it.

    Args:
        labels: one entry a line, None for lines without number.
        pace: the clock to look at.
    """
    firm_after = _next_firm(labels)
    last_at = {(_family(label.form), label.value): index for index, label in enumerate(labels) if label is not None}
    last: dict[str, int] = {}
    result: list[Label | None] = [None] * len(labels)
    for index, label in enumerate(pace.over(labels)):
        for reading in (label, label.other if label is not None else None):
            if reading is None:
                continue
            family = _family(reading.form)
            goes_on = last_at.get((family, reading.value + 1), -1) > index
            if _fits(reading, last.get(family, 0), firm_after[index].get(family), goes_on=goes_on):
                result[index] = reading
                last[family] = reading.value
                break
    return result


def _family(form: str) -> str:
    return next((pair[0] for pair in _SAME_LEVEL if form in pair), form)


def _next_firm(labels: Sequence[Label | None]) -> list[dict[str, int]]:
    """Return for each numbered line the values of the next undoubted numbers, by family."""
    result: list[dict[str, int]] = [{} for _ in labels]
    upcoming: dict[str, int] = {}
    for index in range(len(labels) - 1, -1, -1):
        label = labels[index]
        if label is None:
            continue
        if label.is_doubtful:
            result[index] = dict(upcoming)
        else:
            upcoming[_family(label.form)] = label.value
    return result


def _fits(label: Label, before: int, firm_after: int | None, *, goes_on: bool) -> bool:
    value = label.value
    if label.is_doubtful:
        if before and value == before + 1:
            return firm_after in (value + 1, None, 1)
        return value == 1 and (firm_after == 2 or (firm_after is None and goes_on))
    if label.form not in _STRICT_FORMS or value == 1:
        return True
    return value <= before + _FAR


def ranks(labels: Sequence[Label]) -> Mapping[str, int]:
    """Return the level of each form of number in one plan, 0 for the outermost.

    Args:
        labels: the accepted numbers of the plan in reading order.
    """
    nested = _nestings(labels)
    used = {label.form for label in labels}
    present = [form for form in CANONICAL_ORDER if form in used]
    order: list[str] = []
    for form in present:
        position = len(order)
        for at, other in enumerate(order):
            if nested[form, other] > nested[other, form]:
                position = at
                break
        order.insert(position, form)
    return _merged(order, nested)


def _nestings(labels: Sequence[Label]) -> Counter[tuple[str, str]]:
    """Weigh how often a number n of one form, a run from 1 of another, and n + 1 of the first follow each other.

    A run from 1 under the last number of a form, which none of the first follows, shows it too, but weaker.
    """
    next_same: list[int | None] = [None] * len(labels)
    upcoming: dict[str, int] = {}
    for index in range(len(labels) - 1, -1, -1):
        next_same[index] = upcoming.get(labels[index].form)
        upcoming[labels[index].form] = index
    counted: Counter[tuple[str, str]] = Counter()
    for index in range(len(labels) - 1):
        outer, inner = labels[index], labels[index + 1]
        after = next_same[index]
        if inner.value != 1 or inner.form == outer.form or inner.form.startswith("style"):
            continue
        if after is None:
            counted[outer.form, inner.form] += 1
        elif labels[after].value == outer.value + 1:
            counted[outer.form, inner.form] += _SURE
    return counted


def _merged(order: Sequence[str], nested: Counter[tuple[str, str]]) -> dict[str, int]:
    levels: dict[str, int] = {}
    for level, form in enumerate(order):
        pair = next((pair for pair in _SAME_LEVEL if form in pair), None)
        twin = None if pair is None else pair[1 - pair.index(form)]
        between = order[order.index(twin) : level] if twin in levels else ()
        if twin in levels and not nested[form, twin] and not any(nested[other, form] for other in between):
            levels[form] = levels[twin]
        else:
            levels[form] = level
    return levels
