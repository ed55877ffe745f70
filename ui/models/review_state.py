"""Everything a person has decided in one review as one value, and the steps back and forth.

Pure.  A step is a whole state with the name of what led away from it; states share what they have in common.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from ledger_app.intake.item_acts import Act
from ledger_app.intake.proposal import ItemKind
from ui.models.item_edit import ItemEdit
from ui.models.record_choices import NO_RECORD_CHOICES, Columns, RecordChoices

MOST_STEPS = 500


@dataclass(frozen=True, slots=True)
class ReviewState:
    """What was decided.

    Attributes:
        year, rules_off, level: the document is to be understood under these.
        acts: what was merged, split, promoted and demoted, in order.
        edits: item key -> what was changed in it.
        turned: item key -> ticked or unticked by hand.
        answers: question key -> option key.
        titles: number of the plan -> title given by hand.
        chapters: folded chapter title -> kind of all its items.
        refused: keys of questions and chapters whose answers from earlier documents are not to hold.
        records: what becomes of a ledger's columns, states and news.
    """

    year: int | None = None
    rules_off: frozenset[str] = frozenset()
    level: str = ""
    acts: tuple[Act, ...] = ()
    edits: Mapping[str, ItemEdit] = field(default_factory=dict)
    turned: Mapping[str, bool] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[int, str] = field(default_factory=dict)
    chapters: Mapping[str, ItemKind] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()
    records: RecordChoices = NO_RECORD_CHOICES

    @property
    def basis(self) -> tuple[int | None, frozenset[str], str, Columns]:
        """Return what the document is to be understood under."""
        return self.year, self.rules_off, self.level, self.records.basis


UNTOUCHED = ReviewState()


class Steps:
    """The states a review went through, by the name of each step."""

    def __init__(self) -> None:
        """Begin with nothing done."""
        self._back: list[tuple[str, ReviewState]] = []
        self._forth: list[tuple[str, ReviewState]] = []

    @property
    def undo_name(self) -> str:
        """Return what going back would undo, "" if there is nothing."""
        return self._back[-1][0] if self._back else ""

    @property
    def redo_name(self) -> str:
        """Return what going forth would do again, "" if there is nothing."""
        return self._forth[-1][0] if self._forth else ""

    def note(self, name: str, before: ReviewState) -> None:
        """Note a step that was taken from a state; what was undone before cannot be done again."""
        self._back.append((name, before))
        del self._back[:-MOST_STEPS]
        self._forth.clear()

    def undo(self, now: ReviewState) -> tuple[str, ReviewState] | None:
        """Go one step back; return its name and the state before it, None if there is none."""
        return _moved(self._back, self._forth, now)

    def redo(self, now: ReviewState) -> tuple[str, ReviewState] | None:
        """Go one step forth again; return its name and the state after it, None if there is none."""
        return _moved(self._forth, self._back, now)


def with_entry(values: Mapping[str, str], key: str, value: str | None) -> dict[str, str]:
    """Return values with one set, or taken out."""
    rest = {name: one for name, one in values.items() if name != key}
    return rest if value is None else {**rest, key: value}


def with_edits(
    state: ReviewState, changes: Mapping[str, ItemEdit], keep: Callable[[str, ItemEdit], ItemEdit]
) -> ReviewState:
    """Return a state with items changed; `keep` takes out of an edit what equals the reading."""
    edits = dict(state.edits)
    for key, edit in changes.items():
        kept = keep(key, edit)
        if kept == ItemEdit():
            edits.pop(key, None)
        else:
            edits[key] = kept
    return replace(state, edits=edits)


def _moved(
    source: list[tuple[str, ReviewState]], goal: list[tuple[str, ReviewState]], now: ReviewState
) -> tuple[str, ReviewState] | None:
    if not source:
        return None
    name, state = source.pop()
    goal.append((name, now))
    return name, state
