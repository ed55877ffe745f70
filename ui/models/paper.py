"""A plan's text as a page to look at: blocks with a style, coloured stretches, and where each item stands.

Everything is in offsets of the document's plain text (`ledger_app.intake.document`); how it is drawn is
`ui/views/paper_view.py`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from ledger_app.intake.proposal import ProposedItem, Reading

# A title may be broken into lines; further down nothing is the document's title any more.
_TITLE_LINES = 12
_FEWEST_CELLS = 3
_LONGEST_HEADING = 40
# An item may stand within another, but not many within each other.
_DEEPEST = 8


class BlockStyle(Enum):
    """How one line of the text is set."""

    BODY = auto()
    TITLE = auto()
    HEADING = auto()
    ROW = auto()  # cells joined by tabs


class MarkKind(Enum):
    """What a coloured stretch of text was read as."""

    OWNER = auto()
    DEADLINE = auto()
    TARGET = auto()
    RULE = auto()


@dataclass(frozen=True, slots=True)
class PaperBlock:
    """One line of the text, half open, its line feed left out."""

    start: int
    end: int
    style: BlockStyle


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text that was read as something, half open."""

    start: int
    end: int
    kind: MarkKind
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where an item stands in the text, half open."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A text cut into blocks."""

    text: str
    blocks: tuple[PaperBlock, ...]

    @classmethod
    def of(cls, text: str, title: str = "", headings: Iterable[str] = ()) -> Paper:
        """Cut a plan's text into lines.

        Args:
            text: the document's plain text.
            title: of the plan; the lines near the beginning that make it up are centred.
            headings: as printed, numbers included; lines that are one of them are bold.
        """
        flat_title, known = _flat(title), {_flat(heading) for heading in headings if heading.strip()}
        blocks: list[PaperBlock] = []
        start = 0
        for number, line in enumerate(text.split("\n")):
            end = start + len(line)
            if line or end < len(text):
                flat = _flat(line)
                is_title = bool(flat) and number < _TITLE_LINES and len(flat) > 3 and flat in flat_title
                style = BlockStyle.TITLE if is_title else BlockStyle.HEADING if flat in known else BlockStyle.BODY
                blocks.append(PaperBlock(start, end, style))
            start = end + 1
        return cls(text, tuple(_with_rows(text, blocks)))


class StretchIndex:
    """Finds the item at a place; items do not overlap, or the later one stands within the earlier."""

    def __init__(self, stretches: Iterable[Stretch]) -> None:
        """Sort them by where they begin."""
        self._sorted = sorted((one for one in stretches if one.start >= 0), key=lambda one: (one.start, -one.end))
        self._starts = [one.start for one in self._sorted]
        self._by_key = {one.key: one for one in self._sorted}

    def at(self, offset: int) -> Stretch | None:
        """Return the item that stands at an offset, the innermost one, None between items."""
        last = bisect_right(self._starts, offset) - 1
        for place in range(last, max(last - _DEEPEST, -1), -1):
            found = self._sorted[place]
            if offset < max(found.end, found.start + 1):
                return found
        return None

    def of(self, key: str) -> Stretch | None:
        """Return where an item stands, None if that is not known."""
        return self._by_key.get(key)


def marks_of(items: Iterable[ProposedItem], is_doubtful_name: frozenset[str] = frozenset()) -> list[Mark]:
    """Return the coloured stretches of items, by place, each place once.

    Args:
        items: as read, or as changed in the review.
        is_doubtful_name: printed owner names that are not settled yet.
    """
    found: dict[tuple[int, int, MarkKind], bool] = {}
    for item in items:
        for owner in item.owners:
            _note(found, owner.reading, MarkKind.OWNER, is_doubtful=owner.name in is_doubtful_name)
        for deadline in item.deadlines:
            _note(found, deadline.reading, MarkKind.DEADLINE, is_doubtful=deadline.needs_answer)
        for target in item.targets:
            _note(found, target.reading, MarkKind.TARGET, is_doubtful=False)
    marks = [Mark(start, end, kind, is_doubtful) for (start, end, kind), is_doubtful in found.items()]
    return sorted(marks, key=lambda mark: (mark.start, mark.end))


def headings_of(items: Iterable[ProposedItem]) -> set[str]:
    """Return the headings above items, and the first lines of items that go on below them."""
    found: set[str] = set()
    for item in items:
        found.update(item.path)
        first, feed, _ = item.text.partition("\n")
        if feed and len(first) <= _LONGEST_HEADING:
            found.add(first)
    return found


def stretches_of(items: Iterable[ProposedItem]) -> list[Stretch]:
    """Return where items stand in the text; those known by sheet and row alone are left out."""
    return [Stretch(item.place.start, item.place.end, item.key) for item in items if item.place.start >= 0]


def _note(found: dict[tuple[int, int, MarkKind], bool], reading: Reading, kind: MarkKind, *, is_doubtful: bool) -> None:
    place = reading.place
    if place is not None and 0 <= place.start < place.end:
        key = (place.start, place.end, kind)
        found[key] = found.get(key, False) or is_doubtful or reading.confidence < 0.8


def _with_rows(text: str, blocks: Sequence[PaperBlock]) -> list[PaperBlock]:
    """Find the lines that are rows of a table: cells joined by tabs, with neighbours of as many cells."""
    tabs = [text.count("\t", block.start, block.end) for block in blocks]
    done = []
    for place, block in enumerate(blocks):
        beside = {tabs[near] for near in (place - 1, place + 1) if 0 <= near < len(blocks)}
        is_row = tabs[place] > 0 and (tabs[place] in beside or tabs[place] >= _FEWEST_CELLS)
        done.append(PaperBlock(block.start, block.end, BlockStyle.ROW) if is_row else block)
    return done


def _flat(text: str) -> str:
    return "".join(text.split())
