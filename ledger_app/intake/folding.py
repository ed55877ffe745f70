"""The matching copy of a text: what the rules look at, each character tied to its place in the document.

Official files mix full-width and half-width forms, four kinds of brackets, blanks inside words and look-alike
characters; papers from Hong Kong, Macao and Taiwan traditional ones.  Rules match against a folded copy without these
differences; places always refer to the original.
NFKC as a whole is not used: it also rewrites ① and ㈠, which are numbers here.  Source: docs/domain.md section 9.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ledger_app.intake.document import Place
from ledger_app.intake.traditional import SIMPLIFIED

LONGEST = 20_000
"""Characters of one text that are read for its times, units and figures; no real item comes near."""

_BLANKS = r"\s\u180e\u200b-\u200f\u2028\u2029\u2060\ufeff"
_BLANK = re.compile(f"[{_BLANKS}]+")
_SHORT = 60
_RADICALS = dict(
    zip("⺠⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻥⻦⻩⻬⻮⻰", "民西见角贝车长门青页风飞食马鱼鸟黄齐齿龙", strict=True)
)


def _table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFA6E)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1:
            table[code] = plain
    table.update({ord(odd): plain for odd, plain in _RADICALS.items()})
    groups = {
        "(": "（〔［【〖｛﹙[{",
        ")": "）〕］】〗｝﹚]}",
        "-": "—–―─－﹣−‐‑",
        "~": "～〜∼",
        "“": "「『〝＂",
        "”": "」』〞",
        "。": "｡",
        "〇": "○◯",
        "%": "﹪",
        ".": "．﹒",
        "·": "•・",
    }
    for plain, odd_ones in groups.items():
        table.update({ord(odd): plain for odd in odd_ones})
    table.update({ord(odd): plain for odd, plain in SIMPLIFIED.items()})
    return table


_TABLE = _table()
_PLAIN = {chr(odd): plain for odd, plain in _TABLE.items()}
_ODD_ONES = "".join(map(re.escape, _PLAIN))
_ODD = re.compile(f"[{_ODD_ONES}]")
_UNLIKE = re.compile(f"[{_ODD_ONES}{_BLANKS}]")
_PIECE = 1 << 16
_MANY_KINDS = 40


def flatten(text: str) -> str:
    """Return text of the same length with widths, brackets, dashes and look-alikes unified; blanks stay."""
    # `str.translate` looks up every character.  Texts hold few kinds of odd ones: to find which and to replace
    # each of them is five times faster.
    if len(text) > _PIECE:
        return "".join([flatten(text[start : start + _PIECE]) for start in range(0, len(text), _PIECE)])
    kinds = set(_ODD.findall(text))
    if len(kinds) > _MANY_KINDS:
        return text.translate(_TABLE)
    for odd in kinds:
        text = text.replace(odd, _PLAIN[odd])
    return text


def squeeze(text: str) -> str:
    """Return the folded text without any blank, for comparing and for dictionary look-ups."""
    return _squeezed_short(text) if len(text) <= _SHORT else _squeezed(text)


def without_blanks(flat: str) -> str:
    """Return a folded text without any blank."""
    return _BLANK.sub("", flat) if _BLANK.search(flat) else flat


def _squeezed(text: str) -> str:
    # Numbers, names and dates in cells are mostly written as they are folded.
    return text if _UNLIKE.search(text) is None else without_blanks(flatten(text))


# The cells of a long table say the same few things over and over.
_squeezed_short = lru_cache(maxsize=8192)(_squeezed)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text.

    Attributes:
        text: without blanks, except one line feed between paragraphs.
        origin: for each character its offset in the document's text, never falling; a line feed between two
            paragraphs has the end of the first.
        source: the document's whole text.
    """

    text: str
    origin: Sequence[int]
    source: str

    def place(self, start: int, end: int) -> Place:
        """Return the place in the document of a non-empty range of the folded text."""
        return Place(self.origin[start], self.origin[end - 1] + 1)

    def index(self, offset: int) -> int:
        """Return the position of the first character at or after an offset of the document."""
        return bisect_left(self.origin, offset)

    def raw(self, start: int, end: int) -> str:
        """Return the words as printed of a non-empty range."""
        return self.source[self.origin[start] : self.origin[end - 1] + 1]


def fold(source: str, ranges: Sequence[tuple[int, int]]) -> Folded:
    """Fold some ranges of a document's text into one matching copy, a line feed between two ranges.

    Of all ranges together the first `LONGEST` characters are folded.
    """
    ranges = _bounded(ranges)
    if len(ranges) == 1:
        start, end = ranges[0]
        flat = flatten(source[start:end])
        if _BLANK.search(flat) is None:
            return Folded(flat, range(start, end), source)
    pieces: list[str] = []
    origin: list[int] = []
    last_end = 0
    for start, end in ranges:
        if pieces:
            pieces.append("\n")
            origin.append(last_end)
        last_end = end
        flat = flatten(source[start:end])
        if _BLANK.search(flat) is None:
            pieces.append(flat)
            origin.extend(range(start, end))
            continue
        position = 0
        for blank in _BLANK.finditer(flat):
            pieces.append(flat[position : blank.start()])
            origin.extend(range(start + position, start + blank.start()))
            position = blank.end()
        pieces.append(flat[position:])
        origin.extend(range(start + position, end))
    return Folded("".join(pieces), origin, source)


def _bounded(ranges: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    length = 0
    for start, end in ranges:
        length += end - start
    if length <= LONGEST:
        return ranges
    kept: list[tuple[int, int]] = []
    left = LONGEST
    for start, end in ranges:
        if left > 0:
            kept.append((start, min(end, start + left)))
            left -= end - start
    return kept


def fold_text(text: str) -> Folded:
    """Fold a text of its own (a cell's); places then count from its first character."""
    return fold(text, [(0, len(text))])
