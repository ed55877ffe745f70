"""What the clerk decides about a proposal before it is written: which items become tasks, and as what.

Source: docs/domain.md sections 8, 9 and 12.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ledger_app.domain.unit import UnitKind
from ledger_app.intake.learned import LearnedAnswer
from ledger_app.intake.proposal import TASK_LIKE, ProposedItem, ProposedPlan
from ledger_app.services.record_decisions import RecordDecisions
from ledger_app.services.revision_reading import PlanRevision


@dataclass(frozen=True, slots=True)
class MadeItem:
    """A task put together by the clerk: of several items (merged), or one of several made of one (split).

    Attributes:
        sources: keys of the items of the proposal whose words it has, in order, at least one.
    """

    item: ProposedItem
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportDecisions:
    """What the clerk decided about a proposal; the default accepts every task-like item as it was read.

    Attributes:
        accepted: keys of the items that become tasks, None = every task-like one.
        edited: item key -> the item as the clerk changed it.
        unit_matches: printed owner name -> units it means; one unit's name is learned as an alias.
        new_units: printed owner name -> kind of the unit to be added to the roster under that name.
        titles: number of the plan within the proposal, from 0 -> title as changed.
        plan_year: year for plans that do not say theirs.
        made: tasks put together anew, each where its first source stands; the sources are not accepted themselves.
        learned: answers to be kept for later documents; unlearned: such that no longer hold.
        revisions: number of the plan within the proposal -> the earlier plan it is a new issue of, and what of it is
            carried over; tasks that an item has already are changed by that alone, whatever is accepted.
        records: what was decided about the columns and states of a ledger's tables.
    """

    accepted: frozenset[str] | None = None
    edited: Mapping[str, ProposedItem] = field(default_factory=dict)
    unit_matches: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    new_units: Mapping[str, UnitKind] = field(default_factory=dict)
    titles: Mapping[int, str] = field(default_factory=dict)
    plan_year: int | None = None
    made: tuple[MadeItem, ...] = ()
    learned: tuple[LearnedAnswer, ...] = ()
    unlearned: tuple[LearnedAnswer, ...] = ()
    revisions: Mapping[int, PlanRevision] = field(default_factory=dict)
    records: RecordDecisions = field(default_factory=RecordDecisions)

    def takes(self, item: ProposedItem) -> bool:
        """Say whether an item is to become a task."""
        return item.kind in TASK_LIKE if self.accepted is None else item.key in self.accepted

    def wanted(self, items: Sequence[ProposedItem]) -> list[MadeItem]:
        """Return what is to become tasks of a plan's items, in order."""
        made: dict[str, list[MadeItem]] = {}
        for one in self.made:
            made.setdefault(one.sources[0], []).append(one)
        wanted: list[MadeItem] = []
        for item in items:
            wanted += made.get(item.key, ())
            if self.takes(item):
                wanted.append(MadeItem(self.edited.get(item.key, item), (item.key,)))
        return wanted

    def count(self, plans: Iterable[ProposedPlan]) -> int:
        """Return how many tasks the plans would bring if the ledger had none of them."""
        return sum(len(self.wanted(plan.items)) for plan in plans)


ACCEPT_ALL = ImportDecisions()
"""As nobody decided otherwise: every task-like item, as it was read."""
