"""Put the items of a proposal together in another way: merge, split, make a heading or a measure of an item.

Acts (item_acts) are applied in order.  One whose items are not there is passed over, and holds again when they
come back with another reading.
Source: docs/domain.md section 9.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from ledger_app.domain.roster import fold_name
from ledger_app.intake.fields.measures import owner_tail
from ledger_app.intake.folding import flatten
from ledger_app.intake.item_acts import Act, Demote, Merge, Promote, Split, followers, keys_of
from ledger_app.intake.item_cuts import parts_cuts
from ledger_app.intake.numbering import read_label
from ledger_app.intake.part_reader import PartReader
from ledger_app.intake.proposal import TASK_LIKE, ProposedDeadline, ProposedItem, ProposedOwner, ProposedTarget

T = TypeVar("T")
_RANK = {"lead": 0, "responsible": 1, "cooperate": 2}


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The items as they stand after some acts.

    Attributes:
        items: by key, in order.
        plan_of: the number of each item's plan within the proposal, from 0.
        sources: key of an item that was made by acts -> keys of the items as read whose words it has, in order.
        made_by: key of an item that was made -> the act that made it.
        under: key of an item that was read -> the act that put it under another heading.
    """

    items: Mapping[str, ProposedItem]
    plan_of: Mapping[str, int]
    sources: Mapping[str, tuple[str, ...]]
    made_by: Mapping[str, Act]
    under: Mapping[str, Act]


class Arranger:
    """Applies acts; what an act made of the same items before is not made again."""

    def __init__(
        self, items: Mapping[str, ProposedItem], plan_of: Mapping[str, int], readers: Sequence[PartReader]
    ) -> None:
        """Begin with the items as read.

        Args:
            items: by key, in order.
            plan_of: the number of each item's plan.
            readers: one a plan.
        """
        self._items = items
        self._plan_of = plan_of
        self._readers = readers
        self._made: dict[tuple[Act, tuple[ProposedItem, ...]], tuple[ProposedItem, ...]] = {}

    def arrange(self, acts: Iterable[Act], edited: Callable[[ProposedItem], ProposedItem]) -> Arrangement:
        """Return the items after some acts.

        Args:
            acts: in the order they were done.
            edited: returns an item as it was changed by hand; an act takes items as changed.
        """
        run = _Run(dict(self._items), dict(self._plan_of), self._make, edited)
        for act in acts:
            run.apply(act)
        return Arrangement(run.items, run.plan_of, run.sources, run.made_by, run.under)

    def _make(self, act: Act, items: tuple[ProposedItem, ...], plan: int) -> tuple[ProposedItem, ...]:
        known = self._made.get((act, items))
        if known is None:
            known = self._made[act, items] = _made(act, items, self._readers[plan])
        return known


_Make = Callable[[Act, tuple[ProposedItem, ...], int], tuple[ProposedItem, ...]]


@dataclass(slots=True)
class _Run:
    items: dict[str, ProposedItem]
    plan_of: dict[str, int]
    make: _Make
    edited: Callable[[ProposedItem], ProposedItem]
    sources: dict[str, tuple[str, ...]] = field(default_factory=dict)
    made_by: dict[str, Act] = field(default_factory=dict)
    under: dict[str, Act] = field(default_factory=dict)

    def apply(self, act: Act) -> None:
        keys = keys_of(act)
        if not all(key in self.items for key in keys) or len({self.plan_of[key] for key in keys}) != 1:
            return
        if isinstance(act, Split) and act.length != len(self.edited(self.items[act.key]).text):
            return
        made = self.make(act, tuple(self.edited(self.items[key]) for key in keys), self.plan_of[keys[0]])
        if made:
            self._replace(act, keys, made)
        elif isinstance(act, Promote):
            self._put_under(act)

    def _replace(self, act: Act, keys: Sequence[str], made: Sequence[ProposedItem]) -> None:
        plan, gone = self.plan_of[keys[0]], set(keys)
        read = tuple(dict.fromkeys(key for one in keys for key in self.sources.get(one, (one,))))
        # Demoted items go to the item before them, merged ones to the first of them.
        at = keys[0] if not isinstance(act, Demote) else act.into
        order: dict[str, ProposedItem] = {}
        for key, item in self.items.items():
            if key == at:
                order.update((one.key, one) for one in made)
            if key not in gone:
                order[key] = item
        for key in keys:
            self.plan_of.pop(key)
        for one in made:
            self.plan_of[one.key] = plan
            self.sources[one.key] = read
            self.made_by[one.key] = act
        self.items = order

    def _put_under(self, act: Promote) -> None:
        """Make a heading of an item for those that follow it on its level."""
        below = followers(self.items, self.plan_of, act.key)
        if not below:
            return
        heading_item = self.edited(self.items[act.key])
        above = above_of(heading_item)
        length = len(self.items[act.key].path)
        for key in below:
            item = self.items[key]
            self.items[key] = replace(item, path=(*above, heading_of(heading_item), *item.path[length:]))
            self.under[key] = act
        self.items.pop(act.key)
        self.plan_of.pop(act.key)


def heading_of(item: ProposedItem) -> str:
    """Return an item as a heading: number and title."""
    title = item.title.strip() or " ".join(item.text.split())[:40]
    return title if item.no and title.startswith(item.no) else f"{item.no}{title}"


def above_of(item: ProposedItem) -> tuple[str, ...]:
    """Return the headings above an item that becomes one itself; a heading with a number like its own gives way."""
    if item.path:
        last, own = read_label(item.path[-1]), read_label(heading_of(item))
        if (last.form if last else "") == (own.form if own else "") and last is not None:
            return item.path[:-1]
    return item.path


def _made(act: Act, items: tuple[ProposedItem, ...], reader: PartReader) -> tuple[ProposedItem, ...]:
    """Return what an act makes of items, () where it makes nothing new of them."""
    if isinstance(act, Merge):
        return (merged(sorted(items, key=lambda item: (max(item.place.start, 0), item.place.row or 0))),)
    if isinstance(act, Demote):
        into, item = items
        measures = (*into.measures, _as_measure(item))
        return (replace(merged(items), key=f"{into.key}<{item.key}", measures=measures, title=into.title),)
    if isinstance(act, Split):
        parts = reader.parts(items[0], act.cuts)
        return parts if len(parts) > 1 else ()
    item = items[0]
    parts = reader.parts(item, parts_cuts(item))
    path = (*above_of(item), heading_of(item))
    # What is counted under a heading needs no number that repeats it.
    return tuple(replace(part, path=path) for part in parts) if len(parts) > 1 else ()


def merged(items: Sequence[ProposedItem]) -> ProposedItem:
    """Return one item that says what several say, in their order; at least one."""
    first = items[0]
    start = min(item.place.start for item in items)
    end = max(item.place.end for item in items)
    titles = [item.title for item in items if item.title.strip()]
    kinds = [item.kind for item in items if item.kind in TASK_LIKE] or [first.kind]
    return replace(
        first,
        key="+".join(item.key for item in items),
        title=titles[0] if titles else "",
        kind=kinds[0],
        text="\n".join(item.text for item in items),
        place=replace(first.place, start=start, end=end),
        measures=_once(text for item in items for text in item.measures),
        owners=united_owners(owner for item in items for owner in item.owners),
        owners_etc=any(item.owners_etc for item in items),
        deadlines=united_deadlines(one for item in items for one in item.deadlines),
        targets=united_targets(one for item in items for one in item.targets),
        extra=_once(pair for item in items for pair in item.extra),
        doubts=_once(text for item in items for text in item.doubts),
    )


def united_owners(owners: Iterable[ProposedOwner]) -> tuple[ProposedOwner, ...]:
    """Return owners each once, in order; who leads in one place leads."""
    found: dict[str, ProposedOwner] = {}
    for owner in owners:
        name = fold_name(owner.name)
        known = found.get(name)
        if known is None or _RANK[owner.role] < _RANK[known.role]:
            found[name] = owner
    return tuple(found.values())


def united_deadlines(deadlines: Iterable[ProposedDeadline]) -> tuple[ProposedDeadline, ...]:
    """Return deadlines each once, in order; those without a day are told apart by their words."""
    found: dict[tuple[object, ...], ProposedDeadline] = {}
    for one in deadlines:
        words = "" if one.date or one.every else one.reading.raw
        found.setdefault((one.kind, one.start, one.date, one.every, one.times, one.time, words), one)
    return tuple(found.values())


def united_targets(targets: Iterable[ProposedTarget]) -> tuple[ProposedTarget, ...]:
    """Return targets each once, in order; the same figure in other words is another target."""
    return tuple({(one.op, one.value, one.unit, one.reading.raw): one for one in targets}.values())


def _as_measure(item: ProposedItem) -> str:
    label = read_label(item.text)
    bare = item.text[label.end :] if label is not None else item.text
    bare = " ".join(bare.split())
    return bare[: owner_tail(flatten(bare))].strip() or bare


def _once(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))
