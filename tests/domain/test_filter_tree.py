"""Conditions in brackets: going through them, taking needless brackets away, what limits the values of a field."""

from __future__ import annotations

from dataclasses import replace

from ledger_app.domain.filter_tree import beside_field, changed_conditions, conditions_in, filtered_fields, tidy
from ledger_app.domain.grid import Condition, ConditionGroup

LATE = Condition("light", "is", ("overdue",))
SLOW = Condition("light", "is", ("lagging",))
DUE = Condition("due", "at_most", ("2024-06-30",))
LEAD = Condition("lead", "contains", ("医",))


def test_conditions_are_gone_through_from_left_to_right() -> None:
    parts = (DUE, ConditionGroup((LATE, LEAD)), SLOW)
    assert list(conditions_in(parts)) == [DUE, LATE, LEAD, SLOW]
    assert filtered_fields(parts) == {"due", "light", "lead"}


def test_needless_brackets_go() -> None:
    group = ConditionGroup((LATE, SLOW))
    assert tidy([ConditionGroup(()), ConditionGroup((DUE,), "and"), group]) == (DUE, group)


def test_conditions_are_changed_and_dropped_inside_brackets_too() -> None:
    def without_lights(one: Condition) -> Condition | None:
        return None if one.field == "light" else replace(one, field="plan")

    parts = (DUE, ConditionGroup((LATE, LEAD)), ConditionGroup((LATE, SLOW)))
    assert changed_conditions(parts, without_lights) == (replace(DUE, field="plan"), replace(LEAD, field="plan"))


def test_what_is_joined_by_or_does_not_limit_the_values_to_choose_from() -> None:
    assert beside_field((DUE, LATE), "or", "light") == ()
    assert beside_field((DUE, LATE), "and", "light") == (DUE,)
    assert beside_field((DUE, ConditionGroup((LATE, LEAD), "or")), "and", "light") == (DUE,)
    assert beside_field((DUE, ConditionGroup((LATE, LEAD), "and")), "and", "light") == (DUE, LEAD)
    other = ConditionGroup((LATE, LEAD), "or")
    assert beside_field((DUE, other), "and", "due") == (other,)
