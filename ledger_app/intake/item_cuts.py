"""Where an item may be cut into several: at its measures, its sentences, its lines, or at a place of the text.

Every cut is an offset in the item's own text (`ProposedItem.text`) at which a part begins; the first part begins
at 0 and is no cut.  Source: docs/domain.md section 9, numbers inside a line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, Literal

from ledger_app.intake.document import Place
from ledger_app.intake.fields.measures import measure_marks
from ledger_app.intake.folding import flatten, fold_text
from ledger_app.intake.proposal import ProposedItem

SplitAt = Literal["measures", "lines", "sentences"]
SPLIT_ORDER: Final[tuple[SplitAt, ...]] = ("measures", "lines", "sentences")

_SENTENCE_END = re.compile(r"[。；;！!？?]+[”’」』]*")
_FEWEST = 2


def cuts_of(item: ProposedItem, at: SplitAt) -> tuple[int, ...]:
    """Return where an item falls into parts of one kind, () if it has fewer than two."""
    if at == "measures":
        return _measure_cuts(item.text)
    if at == "lines":
        return _line_cuts(item)
    return _sentence_cuts(item)


def parts_cuts(item: ProposedItem) -> tuple[int, ...]:
    """Return where a promoted item falls into its sub-parts: measures, else lines; () if it has none."""
    return next((cuts for at in SPLIT_ORDER[:2] if (cuts := cuts_of(item, at))), ())


def head_end(item: ProposedItem) -> int:
    """Return where the words that introduce an item's parts end: at its first measure, else behind its title."""
    marks = measure_marks(fold_text(item.text).text)
    if marks:
        return fold_text(item.text).origin[marks[0][0]]
    at = item.text.find(item.title) if item.title else -1
    return at + len(item.title) if 0 <= at <= len(item.no) + 1 else 0


def origins_of(text: str, source: str, place: Place) -> list[int]:
    """Return for each character of an item's text its offset in the document, -1 where it is not found there.

    Args:
        text: the item's text; lines were stripped, rejoined, or taken from cells.
        source: the document's text.
        place: where the item stands in it.
    """
    origins = [-1] * len(text)
    if place.start < 0:
        return origins
    position, end, at = place.start, min(place.end, len(source)), 0
    for line in text.split("\n"):
        found = source.find(line, position, end) if line else -1
        if found >= 0:
            origins[at : at + len(line)] = range(found, found + len(line))
            position = found + len(line)
        else:
            position = _align(line, source, (position, end), origins, at)
        at += len(line) + 1
    return origins


def offset_of(origins: Sequence[int], place: int) -> int:
    """Return the offset in an item's text of the first character at or behind a place of the document."""
    known = [(origin, at) for at, origin in enumerate(origins) if origin >= 0]
    number = bisect_left(known, (place, 0))
    return known[number][1] if number < len(known) else len(origins)


def _align(line: str, source: str, span: tuple[int, int], origins: list[int], at: int) -> int:
    """Place a line letter by letter, as breaks inside it were left out; return where it ends in the document."""
    position, end = span
    placed: list[int] = []
    for letter in line:
        found = source.find(letter, position, end)
        if found < 0 or source[position:found].strip():
            return span[0]
        placed.append(found)
        position = found + 1
    origins[at : at + len(line)] = placed
    return position


def _measure_cuts(text: str) -> tuple[int, ...]:
    folded = fold_text(text)
    marks = measure_marks(folded.text)
    # What stands before the first measure introduces it.
    return tuple(folded.origin[start] for start, _ in marks[1:])


def _line_cuts(item: ProposedItem) -> tuple[int, ...]:
    starts: list[int] = []
    at = 0
    title_end = head_end(item)
    for line in item.text.split("\n"):
        # A line that is but the title goes with the one below it.
        is_behind_title = bool(starts) and not item.text[min(title_end, at) : at].strip(" \n。.：:")
        if line.strip() and not is_behind_title:
            starts.append(at)
        at += len(line) + 1
    return tuple(starts[1:]) if len(starts) >= _FEWEST else ()


def _sentence_cuts(item: ProposedItem) -> tuple[int, ...]:
    text = item.text
    flat = flatten(text)
    cuts = []
    for match in _SENTENCE_END.finditer(text):
        after = flat[match.end() :].lstrip()
        # A bracket of owners belongs to the sentence before it.
        if not after or after[0] in ")(“”" or _depth(flat, match.start()):
            continue
        cuts.append(match.end() + len(flat[match.end() :]) - len(after))
    title_end = head_end(item)
    behind_title = [cut for cut in cuts if cut > title_end + 2]
    return tuple(behind_title or cuts)


def _depth(flat: str, position: int) -> int:
    line = flat[flat.rfind("\n", 0, position) + 1 : position]
    return max(line.count("(") - line.count(")"), 0)
