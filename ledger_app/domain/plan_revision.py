"""Compare two issues of a plan: which item became which, and what changed in it.

Items are told by their wording before their number: a new issue counts anew, moves items to other chapters and
puts sentences in.  What cannot be told by identical words goes to the pairing that is best as a whole
(assignment.py).  Source: docs/domain.md section 12.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ledger_app.domain.assignment import best_pairs
from ledger_app.domain.likeness import Likeness


class Change(StrEnum):
    """What may differ between an item and its next issue."""

    WORDING = "wording"
    DUE = "due"
    OWNER = "owner"
    TARGET = "target"
    NUMBER = "number"

    @property
    def word(self) -> str:
        """Return the Chinese word."""
        return _CHANGE_WORDS[self]


_CHANGE_WORDS = {
    Change.WORDING: "措辞",
    Change.DUE: "时限",
    Change.OWNER: "责任单位",
    Change.TARGET: "目标",
    Change.NUMBER: "编号或章节",
}
REAL_CHANGES = frozenset(Change) - {Change.NUMBER}
"""What changes a task; a new number or chapter alone does not."""


class LineKind(StrEnum):
    """What became of an item."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    ADDED = "added"
    WITHDRAWN = "withdrawn"

    @property
    def word(self) -> str:
        """Return the Chinese word."""
        return _KIND_WORDS[self]


_KIND_WORDS = {
    LineKind.UNCHANGED: "未变",
    LineKind.CHANGED: "改动",
    LineKind.ADDED: "新增",
    LineKind.WITHDRAWN: "撤销",
}


@dataclass(frozen=True, slots=True)
class Clause:
    """One item of an issue, reduced to what is compared.

    Attributes:
        key: of the item within its issue.
        no, path: as printed.
        wording: the item's words without number, blanks and punctuation, and without what stands in owners, dues
            and targets, so that a new date alone is no new wording.
        topic: its title, folded the same way.
        chapter: ancestor headings without their numbers, folded.
        owners: (name, role), sorted; dues, targets: as comparable values, sorted.
    """

    key: str
    no: str
    path: tuple[str, ...]
    wording: str
    topic: str
    chapter: tuple[str, ...] = ()
    owners: tuple[tuple[str, str], ...] = ()
    dues: tuple[tuple[str, ...], ...] = ()
    targets: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """An item of the earlier issue, of the new one, or of both.

    Attributes:
        old, new: None for added and withdrawn items.
        changes: what differs, in the order of `Change`; empty for unchanged, added and withdrawn items.
        akin: key of the item that an added one was probably cut out of, or that a withdrawn one probably went into.
    """

    kind: LineKind
    old: Clause | None
    new: Clause | None
    changes: tuple[Change, ...] = ()
    akin: str | None = None


def compare(old: Sequence[Clause], new: Sequence[Clause]) -> tuple[RevisionLine, ...]:
    """Return one line an item: the new issue in its order, withdrawn items where they stood in the earlier one."""
    return _lines(old, new, _pair(old, new))


def lines_of(old: Sequence[Clause], new: Sequence[Clause], pairs: Mapping[str, str]) -> tuple[RevisionLine, ...]:
    """Return the lines of two issues whose items were paired before; `pairs` is old key -> new key."""
    place = {clause.key: at for at, clause in enumerate(new)}
    return _lines(old, new, {at: place[pairs[one.key]] for at, one in enumerate(old) if pairs.get(one.key) in place})


def _lines(old: Sequence[Clause], new: Sequence[Clause], pairs: Mapping[int, int]) -> tuple[RevisionLine, ...]:
    taken = set(pairs.values())
    gone = [at for at in range(len(old)) if at not in pairs]
    added = [at for at in range(len(new)) if at not in taken]
    cut_from, gone_into = _akin(old, new, gone, added)
    lines: dict[int, RevisionLine] = {}
    for before, after in pairs.items():
        changes = changes_between(old[before], new[after])
        kind = LineKind.CHANGED if set(changes) & REAL_CHANGES else LineKind.UNCHANGED
        lines[after] = RevisionLine(kind, old[before], new[after], changes)
    for after in added:
        lines[after] = RevisionLine(LineKind.ADDED, None, new[after], akin=cut_from.get(after))
    return tuple(_in_order(old, pairs, gone, lines, gone_into))


def changes_between(old: Clause, new: Clause) -> tuple[Change, ...]:
    """Return what differs between two issues of an item."""
    differs = {
        Change.WORDING: (old.wording, old.topic) != (new.wording, new.topic),
        Change.DUE: old.dues != new.dues,
        Change.OWNER: old.owners != new.owners,
        Change.TARGET: old.targets != new.targets,
        Change.NUMBER: (old.no, old.path) != (new.no, new.path),
    }
    return tuple(change for change in Change if differs[change])


def _in_order(
    old: Sequence[Clause],
    pairs: Mapping[int, int],
    gone: Sequence[int],
    lines: dict[int, RevisionLine],
    gone_into: dict[int, str],
) -> Iterator[RevisionLine]:
    after: dict[int, list[int]] = {}
    for at in gone:
        stood_behind = next((pairs[one] for one in range(at - 1, -1, -1) if one in pairs), -1)
        after.setdefault(stood_behind, []).append(at)
    for place in range(-1, len(lines)):
        if place >= 0:
            yield lines[place]
        for at in after.get(place, ()):
            yield RevisionLine(LineKind.WITHDRAWN, old[at], None, akin=gone_into.get(at))


# What identical items share, from all of it to their words alone; each pass takes those left over by the one before.
_SAMENESS: tuple[Callable[[Clause], Hashable], ...] = (
    lambda one: (one.no, one.chapter, one.wording, one.topic, one.owners, one.dues, one.targets),
    lambda one: (one.chapter, one.wording, one.topic, one.owners, one.dues, one.targets),
    lambda one: (one.wording, one.topic, one.owners, one.dues, one.targets),
    lambda one: (one.no, one.chapter, one.wording, one.topic),
    lambda one: (one.chapter, one.wording, one.topic),
    lambda one: (one.wording, one.topic),
)


def _pair(old: Sequence[Clause], new: Sequence[Clause]) -> dict[int, int]:
    pairs: dict[int, int] = {}
    for sameness in _SAMENESS:
        taken = set(pairs.values())
        waiting: dict[Hashable, list[int]] = {}
        for at in range(len(new) - 1, -1, -1):
            if at not in taken:
                waiting.setdefault(sameness(new[at]), []).append(at)
        for at, clause in enumerate(old):
            alike = waiting.get(sameness(clause)) if at not in pairs else None
            if alike:
                pairs[at] = alike.pop()
    taken = set(pairs.values())
    left = [at for at in range(len(old)) if at not in pairs]
    right = [at for at in range(len(new)) if at not in taken]
    if left and right:
        worths = _Worths(old, new, right)
        rows = [worths.of(one) for one in left]
        pairs.update({left[row]: column for row, column in best_pairs(rows).items()})
    return pairs


_SURE, _SAME_TOPIC, _SAME_PLACE = 0.45, 0.25, 0.25
"""How alike two items must be at least: anywhere, under the same title, at the same number of the same chapter."""
_WORTH_OF_WORDS, _WORTH_OF_TOPIC, _WORTH_OF_PLACE = 0.7, 0.15, 0.15
_NEIGHBOURS = 20
"""Items of the same title, or at the same place, that are looked at besides those of like words."""


class _Worths:
    """What it is worth to take an old item and a new one for the same."""

    def __init__(self, old: Sequence[Clause], new: Sequence[Clause], right: Sequence[int]) -> None:
        self._old, self._new = old, new
        self._likeness = Likeness([_words(one) for one in old], [_words(one) for one in new], right)
        self._beside: dict[Hashable, list[int]] = {}
        for at in right:
            for key in _neighbourhood(new[at]):
                self._beside.setdefault(key, []).append(at)

    def of(self, at: int) -> dict[int, float]:
        """Return new item -> worth, of those that may be the old one's next issue."""
        others = dict.fromkeys(self._likeness.candidates(at))
        for key in _neighbourhood(self._old[at]):
            others |= dict.fromkeys(self._beside.get(key, ())[:_NEIGHBOURS])
        return {other: worth for other in others if (worth := self._worth(at, other))}

    def _worth(self, at: int, other: int) -> float:
        old, new = self._old[at], self._new[other]
        words = self._likeness.of(at, other)
        is_topic = bool(old.topic) and old.topic == new.topic
        place = 0.5 * (bool(old.no) and old.no == new.no) + 0.5 * (old.chapter == new.chapter)
        least = _SAME_TOPIC if is_topic else _SAME_PLACE if place == 1 else _SURE
        if words < least:
            return 0.0
        # How far apart they stand in the paper is the last thing that tells two pairings apart.
        near = 1 - abs(at / len(self._old) - other / len(self._new))
        return _WORTH_OF_WORDS * words + _WORTH_OF_TOPIC * is_topic + _WORTH_OF_PLACE * place + 0.001 * near


def _neighbourhood(clause: Clause) -> Iterator[Hashable]:
    if clause.topic:
        yield clause.topic
    if clause.no:
        yield clause.no, clause.chapter


_MOST_HELD = 0.75
"""Part of an item's words that another must hold to be taken for where it came from or went to."""
_LOOKED_AT = 400


def _akin(
    old: Sequence[Clause], new: Sequence[Clause], gone: Sequence[int], added: Sequence[int]
) -> tuple[dict[int, str], dict[int, str]]:
    """Return for added items the old one that held their words, and for withdrawn ones the new one that does."""
    if not (gone or added):
        return {}, {}
    likeness = Likeness([_words(one) for one in old], [_words(one) for one in new])
    cut_from: dict[int, str] = {}
    gone_into: dict[int, str] = {}
    for after in added[:_LOOKED_AT]:
        held = {at: likeness.held_in_old(after, at) for at in likeness.candidates_of_new(after)}
        best = max(held, key=lambda at: held[at], default=None)
        if best is not None and held[best] >= _MOST_HELD:
            cut_from[after] = old[best].key
    for before in gone[:_LOOKED_AT]:
        held = {at: likeness.held_in_new(before, at) for at in likeness.candidates(before)}
        best = max(held, key=lambda at: held[at], default=None)
        if best is not None and held[best] >= _MOST_HELD:
            gone_into[before] = new[best].key
    return cut_from, gone_into


def _words(clause: Clause) -> str:
    # The title stands in most items' words already; counting it tells table rows with empty cells apart.
    return clause.wording if clause.topic in clause.wording else clause.topic + clause.wording


def usual_takes(
    changes: Collection[Change], *, is_settled: bool = False, by_hand: Collection[Change] = (), tasks: int = 1
) -> frozenset[Change]:
    """Return the changes that a task takes over unless somebody says otherwise.

    Args:
        changes: between the two issues of its item.
        is_settled: the task was struck off or called off; it is left.
        by_hand: what a person has changed in the task since; it is left until somebody decides.
        tasks: how many tasks were made of the item; none is changed where it is not plain which.
    """
    if is_settled or tasks != 1:
        return frozenset()
    return frozenset(changes) & REAL_CHANGES - frozenset(by_hand)
