"""Filters as conditions and groups of conditions in brackets: going through them, and taking needless brackets away.

Two levels are enough: whatever can be said with 且, 或 and brackets can be said as groups that are joined one way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from ledger_app.domain.grid import Condition, ConditionGroup, FilterPart, Joint


def conditions_in(parts: Iterable[FilterPart]) -> Iterator[Condition]:
    """Yield every condition from left to right, those in brackets too."""
    for part in parts:
        if isinstance(part, ConditionGroup):
            yield from part.conditions
        else:
            yield part


def filtered_fields(parts: Iterable[FilterPart]) -> frozenset[str]:
    """Return the fields that are filtered by, in brackets or not."""
    return frozenset(one.field for one in conditions_in(parts))


def tidy(parts: Iterable[FilterPart]) -> tuple[FilterPart, ...]:
    """Return the parts without empty groups, and without brackets around a single condition."""
    found: list[FilterPart] = []
    for part in parts:
        if not isinstance(part, ConditionGroup) or len(part.conditions) > 1:
            found.append(part)
        else:
            found.extend(part.conditions)
    return tuple(found)


def changed_conditions(
    parts: Iterable[FilterPart], change: Callable[[Condition], Condition | None]
) -> tuple[FilterPart, ...]:
    """Return the parts with each condition put through `change`; None takes it away."""
    found: list[FilterPart] = []
    for part in parts:
        if isinstance(part, ConditionGroup):
            kept = tuple(now for one in part.conditions if (now := change(one)) is not None)
            found.append(replace(part, conditions=kept))
        elif (changed := change(part)) is not None:
            found.append(changed)
    return tidy(found)


def beside_field(parts: Sequence[FilterPart], joined: Joint, field: str) -> tuple[FilterPart, ...]:
    """Return what limits the tasks among which the values of a field are to be chosen.

    What is joined to the field's own condition by 或 does not limit them; what is joined by 且 does.
    """
    if joined == "or":
        return ()
    found: list[FilterPart] = []
    for part in parts:
        if not isinstance(part, ConditionGroup):
            found += [part] if part.field != field else []
        elif field not in filtered_fields([part]):
            found.append(part)
        elif part.joined == "and":
            found.append(replace(part, conditions=tuple(one for one in part.conditions if one.field != field)))
    return tidy(found)
