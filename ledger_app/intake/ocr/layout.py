"""Turns recognised lines into glyphs and rules as a PDF page would give them, so that one code joins both.

Scanned pages lie a little differently on the glass each time; here their margins are laid over each other,
edges and sizes that differ by less than recognition can tell are made alike, and each character gets its place.
Not here: how lines become paragraphs (`readers/page_flow`), what ruled lines mean (`readers/pdf_tables`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from ledger_app.intake.ocr.letters import mended, prints_full_width
from ledger_app.intake.ocr.line_sizes import Sized, with_sizes
from ledger_app.intake.ocr.margins import Area, Margins, Shift, alignment, grid_of
from ledger_app.intake.ocr.wire import PageRead, RuledLine, TextLine
from ledger_app.intake.readers.pdf_lines import is_wide
from ledger_app.intake.readers.pdf_page import Glyph, PageContent, Rule

_SAME_PAPER = 0.08
_NEAR_EDGE, _INDENT, _NEAR_INDENT = 0.5, 2.0, 0.45
_FEWEST_AT_EDGE = 3
_BASE_BELOW_MIDDLE = 0.36
_REAL_GAP, _NARROW = 0.9, 0.5
_OWN_START = 1.5
_PERCENT = "%％"
_MARGIN_SHARE = 0.13
_LETTER = re.compile(r"[^\W_一]")


def contents_of(pages: Sequence[PageRead]) -> tuple[dict[int, PageContent], dict[int, tuple[TextLine, ...]]]:
    """Return the content of each recognised page by its number, and the lines it was made of, mended."""
    papered = [_without_specks(page) for page in _on_common_paper(pages)]
    sized = with_sizes(papered)
    is_full_width = prints_full_width(line.text for lines in sized for line, _ in lines)
    shifts, common = alignment(papered, sized)
    contents: dict[int, PageContent] = {}
    texts: dict[int, tuple[TextLine, ...]] = {}
    for page, lines, shift in zip(papered, sized, shifts, strict=True):
        moved = [(_moved(_without_doubles(line), shift), size) for line, size in lines]
        moved = _with_words_mended(_at_edges(moved, common, grid_of(page, shift)), is_full_width=is_full_width)
        glyphs = tuple(glyph for line, size in moved for glyph in _glyphs(line, size))
        rules = (page.across, page.down) if grid_of(page) is not None else ((), ())
        across = tuple(Rule(rule.at, shift(rule.start), shift(rule.end)) for rule in rules[0])
        down = tuple(Rule(shift(rule.at), rule.start, rule.end) for rule in rules[1])
        contents[page.page] = PageContent(page.page, page.width, page.height, glyphs, across, down, 0.0, 0)
        texts[page.page] = tuple(line for line, _ in moved)
    return contents, texts


def _on_common_paper(pages: Sequence[PageRead]) -> list[PageRead]:
    """Return pages of nearly the same size as pages of the same size: scanners cut a little more or less off."""
    out: list[PageRead] = []
    for page in pages:
        paper = next((other for other in out if _is_same_paper(page, other)), page)
        scale = paper.width / page.width
        lines = tuple(_scaled(line, scale) for line in page.lines)
        across, down = (
            tuple(RuledLine(rule.at * scale, rule.start * scale, rule.end * scale) for rule in rules)
            for rules in (page.across, page.down)
        )
        out.append(replace(page, width=paper.width, height=paper.height, lines=lines, across=across, down=down))
    return out


def _is_same_paper(page: PageRead, other: PageRead) -> bool:
    return abs(page.width / other.width - 1) < _SAME_PAPER and abs(page.height / other.height - 1) < _SAME_PAPER


def _scaled(line: TextLine, scale: float) -> TextLine:
    return replace(
        line,
        centres=tuple(centre * scale for centre in line.centres),
        left=line.left * scale,
        right=line.right * scale,
        middle=line.middle * scale,
        height=line.height * scale,
    )


def _moved(line: TextLine, shift: Shift) -> TextLine:
    return replace(line, centres=tuple(map(shift, line.centres)), left=shift(line.left), right=shift(line.right))


def _at_edges(lines: Sequence[Sized], common: Margins, grid: Area | None) -> list[Sized]:
    """Return lines with ends that nearly touch a margin, an indent or an edge of a column moved onto it."""
    free = [(line, size) for line, size in lines if grid is None or not grid.holds(line)]
    lefts, rights = [line.left for line, _ in free], [line.right for line, _ in free]
    out: list[Sized] = []
    for line, size in lines:
        if grid is not None and grid.holds(line):
            out.append((line, size))
            continue
        known = [] if common.left is None else [common.left, common.left + _INDENT * size]
        left = _onto(line.left, known, lefts, _NEAR_INDENT * size)
        right = _onto(line.right, [] if common.right is None else [common.right], rights, _NEAR_EDGE * size)
        out.append((replace(line, left=left, right=right), size))
    return out


def _onto(edge: float, known: Sequence[float], others: Sequence[float], tolerance: float) -> float:
    """Return the known edge near by, else the middle of those of other lines near by, else the edge itself."""
    for place in known:
        if abs(edge - place) < tolerance:
            return place
    near = [other for other in others if abs(other - edge) < tolerance]
    return median(near) if len(near) >= _FEWEST_AT_EDGE else edge


def _with_words_mended(lines: Sequence[Sized], *, is_full_width: bool) -> list[Sized]:
    out: list[Sized] = []
    for index, (line, size) in enumerate(lines):
        begins = not any(_stands_before(other, line, size) for other, _ in lines)
        following = lines[index + 1][0].text if index + 1 < len(lines) else ""
        text = mended(line.text, begins=begins, following=following, is_full_width=is_full_width)
        out.append((replace(line, text=text), size))
    return out


def _without_specks(page: PageRead) -> PageRead:
    """Return a page without lines at its edges that show no letter: the dashes beside a page number, dirt."""
    kept = tuple(line for line in page.lines if _LETTER.search(line.text) or not _is_at_edge(line, page))
    return replace(page, lines=kept)


def _is_at_edge(line: TextLine, page: PageRead) -> bool:
    return not _MARGIN_SHARE * page.height < line.middle < (1 - _MARGIN_SHARE) * page.height


def _without_doubles(line: TextLine) -> TextLine:
    """Return a line without the second of two percent signs: the narrow and the wide one look alike."""
    kept = [index for index in range(len(line.text)) if not _is_double(line.text, index)]
    return replace(
        line,
        text="".join(line.text[index] for index in kept),
        centres=tuple(line.centres[index] for index in kept),
        scores=tuple(line.scores[index] for index in kept),
    )


def _is_double(text: str, index: int) -> bool:
    return index > 0 and text[index] in _PERCENT and text[index - 1] in _PERCENT


def _stands_before(other: TextLine, line: TextLine, size: float) -> bool:
    """Tell whether a piece of the same line stands to the left, nearer than another column would."""
    is_level = abs(other.middle - line.middle) < line.height / 2
    return is_level and other.left < line.left and line.left - other.right < _OWN_START * size


def _glyphs(line: TextLine, size: float) -> list[Glyph]:
    """Return the characters of a line, side by side where no real gap parts them."""
    base = line.middle + _BASE_BELOW_MIDDLE * size
    places = [
        (character, centre, size if is_wide(character) else _NARROW * size)
        for character, centre in zip(line.text, line.centres, strict=True)
    ]
    shown = [place for place in places if place[0].strip()]
    lefts = [line.left]
    rights: list[float] = []
    for (_, before, wide), (_, after, wide_after) in pairwise(shown):
        right, left = before + wide / 2, after - wide_after / 2
        if left - right < _REAL_GAP * size:
            right = left = (left + right) / 2
        rights.append(right)
        lefts.append(left)
    rights.append(line.right)
    glyphs: list[Glyph] = []
    index = 0
    for character, _, _ in places:
        if not character.strip():
            # Where the character before it ends: glyphs are put in order by their left edges.
            left = rights[index - 1] if index else line.left
            glyphs.append(Glyph(" ", left, left, base, size))
            continue
        left = lefts[index]
        glyphs.append(Glyph(character, left, max(rights[index], left + 0.1), base, size))
        index += 1
    return glyphs
