"""The core of a review: one reading of the document, everything decided on it, the steps back and forth.

Without Qt.  What a person can do is in `review_acts`, `review_questions` and `review`, which build on this.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ledger_app.domain.roster import Match, Roster
from ledger_app.intake.learned import NOTHING_LEARNED, Learned
from ledger_app.intake.proposal import TASK_LIKE, Proposal, ProposedItem
from ledger_app.intake.roster import EMPTY_ROSTER
from ledger_app.intake.roster import Roster as KnownNames
from ui.models import questions as ask
from ui.models.item_edit import NO_EDIT, ItemEdit
from ui.models.questions import Question
from ui.models.review_answers import Answers, Names
from ui.models.review_shape import Section, Shape, sections_of, with_chapter
from ui.models.review_state import UNTOUCHED, ReviewState, Steps, with_edits

if TYPE_CHECKING:
    from ledger_app.intake.restructure import Arrangement


@dataclass
class _Cache:
    """What follows from reading and state, made when it is first asked for."""

    items: dict[str, ProposedItem] = field(default_factory=dict)
    arrangement: Arrangement | None = None
    sections: list[Section] | None = None
    questions: tuple[Question, ...] | None = None
    open: tuple[Question, ...] | None = None
    open_counts: dict[str, int] | None = None


class ReviewCore:
    """One file under review, without the verbs."""

    def __init__(
        self,
        proposal: Proposal,
        roster: Roster,
        today: dt.date,
        learned: Learned = NOTHING_LEARNED,
        known: KnownNames = EMPTY_ROSTER,
    ) -> None:
        """Begin with every task-like item accepted and nothing else decided.

        Args:
            proposal: what was read.
            roster: the units of today.
            today: for the years offered.
            learned: answers that were given for earlier documents.
            known: names that are never cut in two when parts of items are read.
        """
        self.today = today
        self.learned = learned
        self._known = known
        self._names = Names.of(roster)
        self._held: frozenset[str] = frozenset()
        self._state = UNTOUCHED
        self._steps = Steps()
        self._cache = _Cache()
        self._read(proposal)

    def _read(self, proposal: Proposal) -> None:
        self.proposal = proposal
        self._shape = Shape(proposal, self._known)
        self._forget()

    def rebase(self, proposal: Proposal) -> None:
        """Take a new reading of the same document; what was decided holds for the items that are still there."""
        self._read(proposal)

    def set_knowledge(self, roster: Roster, learned: Learned, known: KnownNames) -> None:
        """Take what the ledger knows now; it holds with the next reading."""
        self.learned, self._known = learned, known
        self.set_roster(roster)

    def set_roster(self, roster: Roster) -> None:
        """Take another roster: units were added or named while the review was open."""
        self._names = Names.of(roster)
        self._forget()

    def set_held(self, keys: Iterable[str]) -> None:
        """Name the items that the ledger follows already: they become no tasks unless they are ticked by hand."""
        held = frozenset(keys)
        if held != self._held:
            self._held = held
            self._forget()

    # Steps

    @property
    def state(self) -> ReviewState:
        """Return everything decided."""
        return self._state

    @property
    def is_touched(self) -> bool:
        """Say whether anything was decided that would be lost."""
        return self._state != UNTOUCHED

    @property
    def undo_name(self) -> str:
        """Return what undoing would take back, "" if there is nothing."""
        return self._steps.undo_name

    @property
    def redo_name(self) -> str:
        """Return what redoing would do again, "" if there is nothing."""
        return self._steps.redo_name

    def undo(self) -> str:
        """Take the last decision back and return its name, "" if there is none."""
        return self._go(self._steps.undo(self._state))

    def redo(self) -> str:
        """Take a decision again that was taken back and return its name, "" if there is none."""
        return self._go(self._steps.redo(self._state))

    def _go(self, step: tuple[str, ReviewState] | None) -> str:
        if step is None:
            return ""
        name, self._state = step
        self._forget()
        return name

    def _do(self, name: str, **changes: Any) -> None:  # noqa: ANN401 - fields of the state, checked by replace
        self._step(name, replace(self._state, **changes))

    def _step(self, name: str, state: ReviewState) -> None:
        if state != self._state:
            self._steps.note(name, self._state)
            self._state = state
            self._forget()

    # Items and names as they stand

    @property
    def arrangement(self) -> Arrangement:
        """Return the items as they were put together; changes by hand are in `item`."""
        if self._cache.arrangement is None:
            self._cache.arrangement = self._shape.arranged(self._state, self.learned)
        return self._cache.arrangement

    @property
    def keys(self) -> tuple[str, ...]:
        """Return all items in order."""
        return tuple(self.arrangement.items)

    def sections(self) -> list[Section]:
        """Return the items by plan and outermost heading, in order."""
        if self._cache.sections is None:
            self._cache.sections = sections_of(self.arrangement)
        return self._cache.sections

    def item(self, key: str) -> ProposedItem:
        """Return an item as it would be imported: as read, with what was changed and answered."""
        if key not in self._cache.items:
            self._cache.items[key] = self.answers.applied(self._edited(key), self._names)
        return self._cache.items[key]

    def is_accepted(self, key: str) -> bool:
        """Say whether an item becomes a task."""
        turned = self._state.turned.get(key)
        if turned is not None:
            return turned
        return key not in self._held and self._edited(key).kind in TASK_LIKE

    def accepted(self) -> tuple[str, ...]:
        """Return the items that become tasks, in order."""
        return tuple(key for key in self.keys if self.is_accepted(key))

    def edit_of(self, key: str) -> ItemEdit:
        """Return what was changed in an item."""
        return self._state.edits.get(key, NO_EDIT)

    @property
    def answers(self) -> Answers:
        """Return the answers in force."""
        return Answers(self._state.answers, self.learned, self._state.refused)

    def match(self, name: str) -> Match:
        """Return what a printed name means, by the roster and the answers given."""
        unit_id = ask.unit_of_option(self._state.answers.get(ask.owner_key(name), ""))
        if unit_id is not None:
            return Match(tuple(unit for unit in self._names.roster.units if unit.id == unit_id), "alias")
        return self._names.match(name)

    def is_new_unit(self, name: str) -> bool:
        """Say whether a unit of this name would be added to the roster."""
        return self._state.answers.get(ask.owner_key(name)) == ask.NEW

    def is_unsettled(self, name: str) -> bool:
        """Say whether nobody has decided yet what a name means."""
        return self.answers.is_unsettled(name, self._names)

    def unsettled_names(self) -> frozenset[str]:
        """Return the printed names that are not settled, of all items."""
        names = {owner.name for key in self.keys for owner in self._edited(key).owners}
        return frozenset(name for name in names if self.is_unsettled(name))

    # Within

    def _forget(self) -> None:
        self._cache = _Cache()

    def _edited(self, key: str) -> ProposedItem:
        return self.edit_of(key).applied(self._unedited(key))

    def _unedited(self, key: str) -> ProposedItem:
        item = self.arrangement.items[key]
        return item if key in self.arrangement.made_by else with_chapter(item, self._state, self.learned)

    def _kept(self, key: str, edit: ItemEdit) -> ItemEdit:
        return edit.kept(self._unedited(key))

    def _edit_all(self, name: str, edits: Mapping[str, ItemEdit]) -> None:
        self._step(name, with_edits(self._state, edits, self._kept))

    def _short(self, key: str) -> str:
        item = self.arrangement.items.get(key)
        title = (item.title or item.text.strip()) if item is not None else ""
        return title if len(title) <= 16 else f"{title[:15]}…"
