"""The items of a review as they stand: read, put under their chapter's kind, put together anew, changed by hand.

Pure.  `Shape` holds one reading of the document; what was decided comes as a `ReviewState`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ledger_app.intake.item_acts import Act, keys_of
from ledger_app.intake.learned import Learned, chapter_of
from ledger_app.intake.proposal import ItemKind, Proposal, ProposedItem
from ledger_app.intake.roster import Roster as KnownNames
from ui.models.item_edit import NO_EDIT
from ui.models.review_state import ReviewState

if TYPE_CHECKING:
    from ledger_app.intake.restructure import Arrangement


@dataclass(frozen=True, slots=True)
class Section:
    """The items under one outermost heading of one plan.

    Attributes:
        number: its place among the sections, from 0.
        plan: which plan of the file, from 0.
        keys: its items in order.
    """

    number: int
    plan: int
    title: str
    keys: tuple[str, ...]


class Shape:
    """One reading of a document and what acts and edits make of it."""

    def __init__(self, proposal: Proposal, known: KnownNames) -> None:
        """Begin with a reading; `known` are the names that are never cut in two."""
        # The rules of reading come with the first file, not with the window.
        from ledger_app.intake.part_reader import PartReader
        from ledger_app.intake.restructure import Arranger

        self.read = {item.key: item for plan in proposal.plans for item in plan.items}
        plan_of = {item.key: number for number, plan in enumerate(proposal.plans) for item in plan.items}
        readers = [PartReader(proposal.text, plan, known) for plan in proposal.plans]
        self._arranger = Arranger(self.read, plan_of, readers)

    def arranged(self, state: ReviewState, learned: Learned) -> Arrangement:
        """Return the items as they stand; edits are in those that acts took, not yet in the others."""

        def edited(item: ProposedItem) -> ProposedItem:
            return state.edits.get(item.key, NO_EDIT).applied(with_chapter(item, state, learned))

        return self._arranger.arrange(state.acts, edited)


def with_chapter(item: ProposedItem, state: ReviewState, learned: Learned) -> ProposedItem:
    """Return an item with the kind of its chapter: as said here, as said for an earlier document, or as read."""
    kind = chapter_kind(item.path, state, learned)
    return item if kind is None or kind == item.kind else replace(item, kind=kind)


def chapter_kind(path: tuple[str, ...], state: ReviewState, learned: Learned) -> ItemKind | None:
    """Return what a chapter was said to be, None if nothing was said."""
    if not path or not (state.chapters or learned.chapters):
        return None
    chapter = chapter_of(path)
    if chapter in state.chapters:
        return state.chapters[chapter]
    return None if chapter_key(chapter) in state.refused else learned.chapters.get(chapter)


def chapter_key(chapter: str) -> str:
    """Return the key under which a chapter's answer can be refused."""
    return f"chapter:{chapter}"


def sections_of(arrangement: Arrangement) -> list[Section]:
    """Return the items by plan and outermost heading, in order."""
    gathered: list[tuple[int, str, list[str]]] = []
    for key, item in arrangement.items.items():
        place = (arrangement.plan_of[key], item.path[0] if item.path else "")
        if not gathered or gathered[-1][:2] != place:
            gathered.append((*place, []))
        gathered[-1][2].append(key)
    return [Section(number, plan, title, tuple(keys)) for number, (plan, title, keys) in enumerate(gathered)]


def without(act: Act, acts: tuple[Act, ...], made_by: Mapping[str, Act]) -> tuple[Act, ...]:
    """Return acts without one, and without those that took what it made."""
    gone = {act}
    lost = {key for key, maker in made_by.items() if maker == act}
    kept = []
    for one in acts:
        if one == act or lost.intersection(keys_of(one)):
            gone.add(one)
            lost.update(key for key, maker in made_by.items() if maker == one)
        else:
            kept.append(one)
    return tuple(kept)
