"""Read the parts of an item that was cut in several, each anew; what a part does not say it has from the whole.

Source: docs/domain.md sections 8 and 9.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

from ledger_app.intake.document import Place
from ledger_app.intake.document_rules import FIRST_NAMED_LEADS
from ledger_app.intake.fields import deadlines, measures, owners, targets
from ledger_app.intake.fields.deadline_context import Setting
from ledger_app.intake.fields.labelled import find_fields
from ledger_app.intake.folding import flatten, fold_text
from ledger_app.intake.item_cuts import head_end, origins_of
from ledger_app.intake.item_doubts import doubts_of
from ledger_app.intake.numbering import read_label
from ledger_app.intake.outline_items import year_of_heading
from ledger_app.intake.proposal import (
    ProposedDeadline,
    ProposedItem,
    ProposedOwner,
    ProposedPlan,
    ProposedTarget,
    Reading,
)
from ledger_app.intake.roster import EMPTY_ROSTER, Roster

INHERITED = "随原条目"

_MARKER = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[是要]|第[一二三四五六七八九十]{1,3}[，,、：:]|首先[，,：:]?|其次[，,：:]?|再次[，,：:]?"
    r"|然后[，,：:]?|最后[，,：:]?|[-·●○■◆▲★◇□▪➢√※]+)\s*"
)
_FIRST_SENTENCE = re.compile(r"[^。；;！!？?\n]+")
_CLAUSE = re.compile(r"[，,]")
_LONG_TITLE = 40
_SHORTEST_TITLE = 6

F = TypeVar("F", ProposedOwner, ProposedDeadline, ProposedTarget)


@dataclass(frozen=True, slots=True)
class _Part:
    start: int
    text: str


class PartReader:
    """Reads parts of the items of one plan."""

    def __init__(self, source: str, plan: ProposedPlan, roster: Roster = EMPTY_ROSTER) -> None:
        """Begin with the plan's surroundings.

        Args:
            source: the document's text, to which places refer.
            plan: the plan; its year, its day and its rules hold for the parts too.
            roster: names that are never cut in two.
        """
        self._source = source
        self._plan = plan
        self._roster = roster
        self._first_leads = any(rule.key == FIRST_NAMED_LEADS and rule.is_on for rule in plan.rules)

    def parts(self, item: ProposedItem, cuts: Sequence[int]) -> tuple[ProposedItem, ...]:
        """Return an item as the parts that begin at 0 and at each cut, numbered 3-1, 3-2 and so on.

        All of the item's words are in one part or the other.
        """
        pieces = _pieces(item.text, cuts)
        if len(pieces) < 2:
            return (item,)
        shared = _Shared(item, self._source)
        return tuple(self._read(item, piece, number, shared) for number, piece in enumerate(pieces, start=1))

    def _read(self, item: ProposedItem, piece: _Part, number: int, shared: _Shared) -> ProposedItem:
        folded = fold_text(piece.text)
        fields = find_fields(folded.text)
        title_end = head_end(replace(item, text=piece.text)) if number == 1 else 0
        dates = deadlines.read_deadlines(folded, fields, self._setting(item), folded.index(title_end))
        figures = () if item.kind == "background" else targets.read_targets(folded, dates, self._plan.plan_year)
        units, is_open = owners.read_owners(folded, fields, self._roster, first_leads=self._first_leads)
        move = shared.mover(piece.start)
        found = [_moved(one, move) for one in dates]
        named = [_moved(one, move) for one in units] or list(shared.owners())
        if not any(one.kind in ("by", "range", "continuing") for one in found):
            found = [*shared.deadlines(is_bare=not found), *found]
        return replace(
            item,
            key=f"{item.key}/{piece.start}",
            no=part_number(item.no, number),
            title=part_title(piece.text, item, is_first=number == 1),
            text=piece.text,
            place=shared.place_of(piece.start, len(piece.text)),
            measures=measures.read_measures(folded),
            owners=tuple(named),
            owners_etc=is_open if units else item.owners_etc,
            deadlines=tuple(found),
            targets=tuple(_moved(one, move) for one in figures),
            doubts=doubts_of(found, named, is_open=is_open),
        )

    def _setting(self, item: ProposedItem) -> Setting:
        years = [year for heading in reversed(item.path) if (year := year_of_heading(_bare(heading))) is not None]
        year = years[0] if years else self._plan.plan_year
        issued = self._plan.issued.isoformat() if self._plan.issued else None
        return Setting(year, issued, is_background=item.kind == "background")


def part_number(no: str, number: int) -> str:
    """Return the number of a part: 3. -> 3-1."""
    bare = no.strip().rstrip("、.．,，")
    return f"{bare}-{number}" if bare else ""


def part_title(text: str, item: ProposedItem, *, is_first: bool) -> str:
    """Return what a part is about: the item's own title where it begins with that, else its first sentence."""
    head = head_end(replace(item, text=text)) if is_first else 0
    has_marks = bool(measures.measure_marks(fold_text(item.text).text))
    if is_first and not has_marks and head and item.title:
        return item.title
    marker = re.search(r"一[是要]|第一[，,、：:]|首先|^[-·●○■◆▲★◇□▪➢√※]", text, re.MULTILINE) if is_first else None
    bare = _bare(text[marker.start() :] if marker else text)
    bare = bare[match.end() :] if (match := _MARKER.match(bare)) else bare
    found = _FIRST_SENTENCE.search(bare)
    title = found[0].strip() if found else bare.strip()
    title = title[: measures.owner_tail(flatten(title))].strip()
    if len(title) <= _LONG_TITLE:
        return title
    clause = _CLAUSE.search(title, _SHORTEST_TITLE, _LONG_TITLE)
    return title[: clause.start()] if clause else f"{title[:_LONG_TITLE]}…"


class _Shared:
    """What the whole item says for all its parts: in its heading, in the bracket at its end, or by hand."""

    def __init__(self, item: ProposedItem, source: str) -> None:
        self._item = item
        self._origins = origins_of(item.text, source, item.place)
        self._head = head_end(item)
        self._tail = measures.owner_tail(flatten(item.text).rstrip())
        self._at = {origin: at for at, origin in enumerate(self._origins) if origin >= 0}

    def owners(self) -> tuple[ProposedOwner, ...]:
        everyone = self._item.owners
        return tuple(map(_inherited, [one for one in everyone if self._is_shared(one.reading)] or everyone))

    def deadlines(self, *, is_bare: bool) -> tuple[ProposedDeadline, ...]:
        """Return what holds for a part that names no day; `is_bare`: it names no rhythm either."""
        every = self._item.deadlines
        shared = [one for one in every if self._is_shared(one.reading)]
        # Where each date belongs to a part, the last one bounds the parts that name none.
        last = max(every, key=lambda one: one.date or "", default=None)
        kept = shared or ([last] if is_bare and last is not None and last.date else [])
        return tuple(replace(_inherited(one), is_inherited=True) for one in kept)

    def mover(self, start: int) -> Callable[[Place], Place | None]:
        """Return what turns a place in a part's text into one of the document."""

        def move(place: Place) -> Place | None:
            first, last = self._origins[start + place.start], self._origins[start + place.end - 1]
            return Place(first, last + 1, self._item.place.page) if 0 <= first <= last else None

        return move

    def place_of(self, start: int, length: int) -> Place:
        whole = self._item.place
        known = [origin for origin in self._origins[start : start + length] if origin >= 0]
        return replace(whole, start=known[0], end=known[-1] + 1) if known else whole

    def _is_shared(self, reading: Reading) -> bool:
        at = self._at.get(reading.place.start) if reading.place is not None else None
        return at is None or at < self._head or at >= self._tail


def _pieces(text: str, cuts: Iterable[int]) -> list[_Part]:
    bounds = sorted({0, len(text), *(cut for cut in cuts if 0 < cut < len(text))})
    pieces = []
    for start, end in pairwise(bounds):
        piece = text[start:end]
        if piece.strip():
            pieces.append(_Part(start + len(piece) - len(piece.lstrip()), piece.strip()))
    return pieces


def _bare(text: str) -> str:
    label = read_label(text)
    return text[label.end :] if label is not None else text


def _moved(one: F, move: Callable[[Place], Place | None]) -> F:
    place = one.reading.place
    return replace(one, reading=replace(one.reading, place=move(place) if place is not None else None))


def _inherited(one: F) -> F:
    reason = one.reading.reason
    if reason.startswith(INHERITED):
        return one
    return replace(one, reading=replace(one.reading, reason=f"{INHERITED}；{reason}" if reason else INHERITED))
