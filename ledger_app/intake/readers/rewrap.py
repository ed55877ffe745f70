"""Joins lines of fixed width back into paragraphs, when the lines show that they were broken by width.

Shared by plain text and mail-like copies.  Not here: lines of printed pages (`pdf_paragraphs`), whose
widths are measured.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import east_asian_width

HEADING_START = re.compile(
    r"\s*(?:[一二三四五六七八九十百〇○零]{1,4}[、.．，]|[（(〔][一二三四五六七八九十百]{1,4}[)）〕]|第[一二三四五六七八九十百\d]{1,4}[章节条部分项]"
    r"|[（(]\d{1,3}[)）]|\d{1,3}(?:\.\d{1,2})*[.．、)）](?!\d)|[①-⑳]|[—–-]{1,2}\s*\d+\s*[—–-]{1,2}\s*$|附件|附：|抄送)"
)
"""What a new paragraph of an official document may begin with.  Source: docs/domain.md section 9."""

_SENTENCE_END = "。！？；：!?;:…”」』）)》】"
_FEWEST_LINES = 8
_NARROWEST, _WIDEST = 40, 120
_SLACK = 4
_FULL_SHARE = 0.4
_OPEN_SHARE = 0.6
_SHORTEST_CUT = 20


def width_of(text: str) -> int:
    """Return a line's width in half-width columns."""
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


def join_hard_lines(lines: Sequence[str]) -> tuple[list[str], int]:
    """Return paragraphs and how many line ends were removed, 0 where the lines are paragraphs already.

    Args:
        lines: lines with their leading blanks, "" for blank lines.
    """
    width = _wrap_width(lines)
    if width is None:
        return list(lines), 0
    has_indents = _has_indents(lines)
    out: list[str] = []
    joined = 0
    before = ""
    for line in lines:
        if before and line.strip() and _goes_on(before, line, width, has_indents=has_indents):
            out[-1] += _glue(out[-1], line) + line.strip()
            joined += 1
        else:
            out.append(line)
        before = line
    return out, joined


def join_cut_sentences(paragraphs: Sequence[str]) -> tuple[list[str], int]:
    """Return paragraphs with those joined that a page's end cut in mid-sentence, and how many were joined.

    Text taken from printed pages has such cuts.  A paragraph is cut when it has whole sentences and ends in
    none, and what follows does not begin as a paragraph of its own does.

    Args:
        paragraphs: paragraphs with their leading blanks, "" for blank lines.
    """
    out: list[str] = []
    joined = 0
    last = -1
    for paragraph in paragraphs:
        if last >= 0 and paragraph.strip() and _is_cut(out[last], paragraph):
            out[last] += paragraph.strip()
            joined += 1
            continue
        out.append(paragraph)
        if paragraph.strip():
            last = len(out) - 1
    return out, joined


def _is_cut(before: str, after: str) -> bool:
    end = before.rstrip()[-1:]
    is_open = end in "，、,（(“《" or 0x4E00 <= ord(end) <= 0x9FFF
    if not is_open or "。" not in before or len(before.strip()) < _SHORTEST_CUT:
        return False
    follows = after.strip()
    return not HEADING_START.match(follows) and follows[0] not in "（(【“《" and follows[-1] in "。；：）)！"


def _wrap_width(lines: Sequence[str]) -> int | None:
    """Return the width at which lines were broken, None where they were not."""
    widths = sorted(width_of(line.rstrip()) for line in lines if line.strip())
    if len(widths) < _FEWEST_LINES:
        return None
    widest = widths[-1]
    if not _NARROWEST <= widest <= _WIDEST:
        return None
    full = [line.rstrip() for line in lines if width_of(line.rstrip()) >= widest - _SLACK]
    if len(full) < _FULL_SHARE * len(widths):
        return None
    # Paragraphs end in a full stop; lines broken by width mostly end in mid-sentence.
    still_open = sum(1 for line in full if not line.endswith(tuple(_SENTENCE_END)))
    return widest if still_open >= _OPEN_SHARE * len(full) else None


def _has_indents(lines: Sequence[str]) -> bool:
    kept = [line for line in lines if line.strip()]
    indented = sum(1 for line in kept if line[0] in " \u3000\t")
    return 0.03 * len(kept) <= indented <= 0.7 * len(kept)


def _goes_on(before: str, line: str, width: int, *, has_indents: bool) -> bool:
    if width_of(before.rstrip()) < width - _SLACK:
        return False
    if has_indents:
        return line[0] not in " \u3000\t"
    return not HEADING_START.match(line) and not before.rstrip().endswith("。")


def _glue(before: str, line: str) -> str:
    """Return what stands between two joined lines: a blank between Latin words, else nothing."""
    first, last = line.strip()[:1], before.rstrip()[-1:]
    is_word = last.isascii() and last.isalnum() and first.isascii() and first.isalnum()
    return " " if is_word and last.isalpha() and first.isalpha() else ""
