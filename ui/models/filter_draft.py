"""A filter while it is being edited: groups of conditions, each joined its own way, all joined one way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ledger_app.domain.filter_tree import tidy
from ledger_app.domain.grid import Condition, ConditionGroup, FilterPart, Joint


@dataclass(slots=True)
class DraftGroup:
    """One group on the way: its conditions, and how they are joined."""

    conditions: list[Condition] = field(default_factory=list)
    joined: Joint = "and"


class FilterDraft:
    """Begins with a filter, is changed step by step, and gives a filter back.

    Conditions without brackets stand in a group of their own, joined as the whole is: they mean the same there.

    Attributes:
        groups: from top to bottom, one at least.
        joined: how the groups are joined.
    """

    def __init__(self, parts: Sequence[FilterPart], joined: Joint) -> None:
        """Lay out a filter."""
        plain = [part for part in parts if isinstance(part, Condition)]
        bracketed = [part for part in parts if isinstance(part, ConditionGroup)]
        self.joined: Joint = joined
        self.groups = [DraftGroup(plain, joined)] if plain or not bracketed else []
        self.groups += [DraftGroup(list(part.conditions), part.joined) for part in bracketed]

    def add_group(self) -> int:
        """Add an empty group and return its number; what is beside others by 且 is mostly joined by 或 within."""
        self.groups.append(DraftGroup(joined="or" if self.joined == "and" else "and"))
        return len(self.groups) - 1

    def remove_group(self, number: int) -> None:
        """Take a group away; the last one is only emptied."""
        del self.groups[number]
        if not self.groups:
            self.groups.append(DraftGroup())

    def put(self, number: int, place: int | None, condition: Condition) -> None:
        """Put a condition into a group, at the place of another or after the last."""
        own = self.groups[number].conditions
        if place is None:
            own.append(condition)
        else:
            own[place] = condition

    def remove(self, number: int, place: int) -> None:
        """Take a condition away."""
        del self.groups[number].conditions[place]

    def move(self, number: int, place: int, target: int | None) -> None:
        """Move a condition to the end of another group, or of a new one; a group that is emptied by it goes."""
        condition = self.groups[number].conditions.pop(place)
        into = self.groups[self.add_group() if target is None else target]
        into.conditions.append(condition)
        if not self.groups[number].conditions:
            self.remove_group(number)

    def parts(self) -> tuple[FilterPart, ...]:
        """Return the filter, without needless brackets."""
        found: list[FilterPart] = []
        for group in self.groups:
            conditions = tuple(group.conditions)
            found += conditions if group.joined == self.joined else [ConditionGroup(conditions, group.joined)]
        return tidy(found)
