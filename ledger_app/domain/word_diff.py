"""Show what was put in and taken out between two wordings, in pieces that a person can read.

Numbers, dates and Latin words are never cut.  Sentences are compared first and letters only within those that
differ, so that long items stay quick.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_SENTENCES = re.compile(r"[^。；;！？!?\n]*[。；;！？!?\n]|[^。；;！？!?\n]+")
_WORDS = re.compile(r"\d[\d.,%％:：/年月日-]*|[A-Za-z]+|\s+|.", re.DOTALL)
_SHORT_ISLAND = 2
"""Letters between two changes that are read more easily as part of the change."""
_MOST_COMPARISONS = 4_000_000
"""Words times words; beyond that a stretch is shown as exchanged whole."""


class PieceKind(StrEnum):
    """Whether a piece stands in both wordings, in the old one only, or in the new one only."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text."""

    kind: PieceKind
    text: str


def word_diff(old: str, new: str) -> tuple[Piece, ...]:
    """Return both wordings cut into pieces; a piece that is gone stands before the one that took its place.

    The pieces that are not NEW make up the old wording, those that are not GONE the new one.
    """
    pieces = list(_compare(_SENTENCES.findall(old), _SENTENCES.findall(new), is_deep=True))
    return tuple(_joined(_without_islands(_joined(pieces))))


def side_of(pieces: Sequence[Piece], *, is_new: bool) -> tuple[Piece, ...]:
    """Return the pieces that make up one of the two wordings."""
    hidden = PieceKind.GONE if is_new else PieceKind.NEW
    return tuple(piece for piece in pieces if piece.kind is not hidden)


def _compare(old: Sequence[str], new: Sequence[str], *, is_deep: bool) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        gone, came = "".join(old[start:end]), "".join(new[new_start:new_end])
        if tag == "equal":
            yield Piece(PieceKind.SAME, gone)
        elif tag == "replace" and is_deep and len(gone) * len(came) <= _MOST_COMPARISONS:
            yield from _compare(_WORDS.findall(gone), _WORDS.findall(came), is_deep=False)
        else:
            if gone:
                yield Piece(PieceKind.GONE, gone)
            if came:
                yield Piece(PieceKind.NEW, came)


def _without_islands(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Count a letter or two between changes as changed: 推进→推动 is one change of a word, not of half of it."""
    last = len(pieces) - 1
    for number, piece in enumerate(pieces):
        is_island = (
            piece.kind is PieceKind.SAME
            and 0 < number < last
            and len(piece.text.strip()) <= _SHORT_ISLAND
            and not any(mark in piece.text for mark in "。；;，,、：:\n")
            and _is_between(pieces, number)
        )
        if is_island:
            yield Piece(PieceKind.GONE, piece.text)
            yield Piece(PieceKind.NEW, piece.text)
        else:
            yield piece


def _is_between(pieces: Sequence[Piece], number: int) -> bool:
    """Say whether words were exchanged on at least one side, so that the island is no mere insertion's edge."""
    around = [piece.kind for piece in (*pieces[max(0, number - 2) : number], *pieces[number + 1 : number + 3])]
    return PieceKind.GONE in around and PieceKind.NEW in around


def _joined(pieces: Sequence[Piece] | Iterator[Piece]) -> list[Piece]:
    """Join neighbours of one kind; within a run of changes what is gone comes first."""
    joined: list[Piece] = []
    gone = new = ""
    for piece in [*pieces, Piece(PieceKind.SAME, "")]:
        if piece.kind is PieceKind.GONE:
            gone += piece.text
        elif piece.kind is PieceKind.NEW:
            new += piece.text
        else:
            if gone:
                joined.append(Piece(PieceKind.GONE, gone))
            if new:
                joined.append(Piece(PieceKind.NEW, new))
            gone = new = ""
            if joined and joined[-1].kind is PieceKind.SAME:
                joined[-1] = Piece(PieceKind.SAME, joined[-1].text + piece.text)
            elif piece.text:
                joined.append(piece)
    return joined
