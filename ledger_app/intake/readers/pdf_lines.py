"""Puts glyphs together into lines of text by their base lines, and lines into reading order.

A line that a wide gap parts is several; where such gaps stand one below the other, the page has two columns,
and the left one is read first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from ledger_app.intake.readers.pdf_page import Glyph

_SAME_BASE = 0.35
_WORD_GAP = 0.18
_COLUMN_GAP = 1.6
_FEWEST_PAIRS = 5
_PAIR_SHARE = 0.5
_CJK = 0x2E80
_CHINESE_STOPS = "“”‘’—…·"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text on a page.

    Attributes:
        base: height of its base line from the page's top; size: em in points.
        first_unit: width of what may not be parted at its start (a character with the stops after it, a word).
        body_right: right end without stops, which may hang over the margin.
        column: 0 where it spans the page, 1 and 2 in the left and right of two columns.
        gaps: how many gaps as wide as between columns part its words; two make a row of a table without rules.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    is_bold: bool
    first_unit: float
    body_right: float
    column: int = 0
    gaps: int = 0

    @property
    def width(self) -> float:
        """Return its length in points."""
        return self.right - self.left


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """Return the lines of a page or a cell from top to bottom, two columns one after the other."""
    rows = _rows(glyphs)
    pieces = [[made for made in map(_line, _parted(row)) if made is not None] for row in rows]
    pieces = [row for row in pieces if row]
    gutter = _gutter(pieces)
    if gutter is None:
        return [line for line in map(_line, rows) if line is not None]
    return _in_columns(rows, pieces, gutter)


def is_wide(character: str) -> bool:
    """Tell whether lines may end beside a character as beside Chinese: Chinese, its stops and its quotes."""
    return ord(character) >= _CJK or character in _CHINESE_STOPS


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Return glyphs that share a base line, rows from top to bottom, each from left to right."""
    rows: list[list[Glyph]] = []
    base = size = 0.0
    for glyph in sorted(glyphs, key=lambda item: item.base):
        if rows and glyph.base - base <= _SAME_BASE * min(size, max(glyph.size, 1.0)):
            rows[-1].append(glyph)
            continue
        rows.append([glyph])
        base, size = glyph.base, max(glyph.size, 1.0)
    return [sorted(row, key=lambda item: item.left) for row in _with_raised(rows)]


def _with_raised(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """Return rows with raised and lowered small print put into the row it belongs to."""
    out: list[list[Glyph]] = []
    for row in rows:
        if out and _overlaps(out[-1], row):
            out[-1].extend(row)
        else:
            out.append(row)
    return out


def _overlaps(above: Sequence[Glyph], below: Sequence[Glyph]) -> bool:
    """Tell whether a row hangs into the row above it without covering its glyphs."""
    upper, lower = _size_of(above), _size_of(below)
    distance = below[0].base - above[0].base
    if distance > 0.6 * max(upper, lower) or abs(upper - lower) < 0.15 * max(upper, lower):
        return False
    small, large = (above, below) if upper < lower else (below, above)
    return all(
        any(abs(glyph.left - other.right) < other.size for other in large) for glyph in small if glyph.text.strip()
    )


def _size_of(row: Sequence[Glyph]) -> float:
    wide = [glyph.size for glyph in row if ord(glyph.text) >= _CJK]
    return median(wide or [glyph.size for glyph in row])


def _parted(row: Sequence[Glyph]) -> list[list[Glyph]]:
    """Return the parts of a row between wide gaps."""
    shown = [glyph for glyph in row if glyph.text.strip()]
    if not shown:
        return []
    size = _size_of(shown)
    parts = [[shown[0]]]
    for before, glyph in pairwise(shown):
        if glyph.left - before.right > _COLUMN_GAP * size:
            parts.append([])
        parts[-1].append(glyph)
    return parts


def _line(row: Sequence[Glyph]) -> Line | None:
    """Return a row's glyphs as a line; None where it shows nothing."""
    shown = [glyph for glyph in row if glyph.text.strip()]
    if not shown:
        return None
    size = _size_of(shown)
    pieces: list[str] = []
    before: Glyph | None = None
    is_blank = False
    for glyph in row:
        if not glyph.text.strip():
            is_blank = before is not None
            continue
        if before is not None and _is_printed_twice(before, glyph):
            continue
        if before is not None and (is_blank or _is_gap(before, glyph, size)) and not _is_spacing(before, glyph, size):
            pieces.append(" ")
        pieces.append(glyph.text)
        before, is_blank = glyph, False
    bold = sum(glyph.is_bold for glyph in shown)
    return Line(
        "".join(pieces),
        shown[0].left,
        max(glyph.right for glyph in shown),
        median(glyph.base for glyph in shown),
        size,
        bold > 0.8 * len(shown),
        _first_unit(shown),
        next((glyph.right for glyph in reversed(shown) if glyph.text not in _NO_START), shown[-1].right),
        gaps=sum(glyph.left - before.right > _COLUMN_GAP * size for before, glyph in pairwise(shown)),
    )


def _is_printed_twice(before: Glyph, glyph: Glyph) -> bool:
    """Tell whether a glyph is the shadow of the one before, printed again to look bold."""
    return glyph.text == before.text and abs(glyph.left - before.left) < 0.25 * max(glyph.size, 1.0)


def _is_gap(before: Glyph, glyph: Glyph, size: float) -> bool:
    """Tell whether a gap without a blank in it means one: between Latin words, or wider than a character."""
    gap = glyph.left - before.right
    if is_wide(before.text) or is_wide(glyph.text):
        return gap > 0.9 * size
    return gap > _WORD_GAP * size


def _is_spacing(before: Glyph, glyph: Glyph, size: float) -> bool:
    """Tell whether a blank is only the spacing programs put between Chinese and Latin."""
    is_mixed = is_wide(before.text) != is_wide(glyph.text)
    return is_mixed and glyph.left - before.right < 0.45 * size


def _first_unit(shown: Sequence[Glyph]) -> float:
    """Return the width of a line's start up to where a line might end."""
    end = 0
    while end < len(shown):
        end = end + 1 if is_wide(shown[end].text) else _word_end(shown, end)
        while end < len(shown) and shown[end].text in _NO_START:
            end += 1
        last = shown[end - 1].text
        following = shown[end].text if end < len(shown) else ""
        # Programs keep a number with the stop or the bracket before it: ",2025", "〔2025〕3".
        is_glued = last in _KEEPS_NUMBER and following.isascii() and following.isalnum()
        if last not in _NO_END and not is_glued:
            break
    return shown[max(end - 1, 0)].right - shown[0].left


def _word_end(shown: Sequence[Glyph], start: int) -> int:
    """Return the index after a word or number that begins at `start`."""
    end = start + 1
    while end < len(shown) and not is_wide(shown[end].text) and shown[end - 1].text not in _NO_END:
        if _is_gap(shown[end - 1], shown[end], shown[start].size):
            break
        end += 1
    return end


_QUOTES = "“”‘’"
_NO_START = "，。、；：！？）》〉’】〕〗」』％…—,.;:!?)]}%" + _QUOTES
_KEEPS_NUMBER = ",.:;!?)]}%〕）】"
_NO_END = "（《〈【〔〖「『([{" + _QUOTES


def _gutter(rows: Sequence[Sequence[Line]]) -> float | None:
    """Return the middle of the gap between two columns, None where the page has one.

    In two columns most lines stand in pairs, and the gaps between the pairs share a strip of the page.
    """
    pairs = [(row[0], row[1]) for row in rows if len(row) == 2]
    if len(pairs) < _FEWEST_PAIRS or len(pairs) < _PAIR_SHARE * len(rows):
        return None
    left = median(pair[0].right for pair in pairs)
    starts = sorted(pair[1].left for pair in pairs)
    start = starts[len(starts) // 4]
    agreeing = [pair for pair in pairs if pair[0].right < start and abs(pair[1].left - start) < 3 * pair[1].size]
    if len(agreeing) < 0.8 * len(pairs) or left >= start:
        return None
    widths = (median(pair[0].right - pair[0].left for pair in pairs), median(p[1].right - p[1].left for p in pairs))
    # Columns of prose are of one width; a list of names and values is not.
    if min(widths) < 0.6 * max(widths):
        return None
    return (max(pair[0].right for pair in agreeing) + start) / 2


def _in_columns(rows: Sequence[Sequence[Glyph]], pieces: Sequence[Sequence[Line]], gutter: float) -> list[Line]:
    """Return lines band by band: what spans both columns as it comes, else left column, then right."""
    out: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    shown = [row for row in rows if any(glyph.text.strip() for glyph in row)]
    for row, parts in zip(shown, pieces, strict=True):
        if any(part.left < gutter < part.right for part in parts):
            out += [*left, *right]
            left, right = [], []
            whole = _line(row)
            out += [whole] if whole is not None else []
            continue
        for part in parts:
            if part.right <= gutter:
                left.append(replace(part, column=1))
            else:
                right.append(replace(part, column=2))
    return [*out, *left, *right]
