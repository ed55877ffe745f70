"""Headings without a number: by paragraph style, by the usual names of chapters, in bold, or with their numbers lost.

A heading of this kind gets a label of its own form without anything printed; its level is decided with all the
others (outline_levels).  Bold counts only where no chapter has a number, and the short beginning of a paragraph
only where nothing has one.  Source: docs/domain.md section 9.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ledger_app.intake import outline_marks as marks
from ledger_app.intake.fields import kinds
from ledger_app.intake.numbering import Label
from ledger_app.intake.outline_lines import Line
from ledger_app.intake.pace import UNTIMED, Pace

_FORMS = ("style0", "style1", "style2")
_CHAPTER_FORMS = frozenset({"part", "chapter", "section", "formal", "stem", "roman", "cn"})
_LONGEST = 60
_LONGEST_BOLD = 40
_RUN_IN = re.compile(r"[^。;；:]{4,30}。(?=.{6})")
_MIN_RUN_INS = 2
_TWO_SIZES = 2


def labels_of(lines: Sequence[Line], numbers: Sequence[Label | None], pace: Pace = UNTIMED) -> list[Label | None]:
    """Return for each line its number, or a label without one where the line is a heading by other signs.

    Args:
        lines: the lines of a part.
        numbers: the numbers they begin with, None without.
        pace: the clock to look at.
    """
    firm = {number.form for number in numbers if number is not None and not number.is_doubtful}
    firsts = _before_a_first(lines, numbers)
    found = [
        number or _styled(line) or _named(line, has_stop=not firm or index in firsts)
        for index, (line, number) in enumerate(pace.over(zip(lines, numbers, strict=True)))
    ]
    if not firm & _CHAPTER_FORMS:
        _add_bold(lines, found)
    if not firm:
        _add_run_ins(lines, found)
    return found


def _heading(depth: int) -> Label:
    return Label(_FORMS[depth], 1, "", 0)


def _could_be(words: str) -> bool:
    return words[-1:] not in "。；;：:，," and not marks.is_body_name(words) and marks.is_title_part(words)


def _styled(line: Line) -> Label | None:
    depth = line.outline_level
    if depth is None or depth >= len(_FORMS) or len(line.squeezed) > _LONGEST or not _could_be(line.squeezed):
        return None
    return _heading(depth)


def _before_a_first(lines: Sequence[Line], numbers: Sequence[Label | None]) -> frozenset[int]:
    """Return the chapters by name, 工作任务： among them, under which 一、 begins anew, if there are several."""
    found = [
        index
        for index, line in enumerate(lines[:-1])
        if (following := numbers[index + 1]) is not None
        and following.value == 1
        and following.form in _CHAPTER_FORMS
        and line.label is None
        and kinds.is_chapter_name(line.squeezed.rstrip(":"))
    ]
    return frozenset(found if len(found) > 1 else ())


def _named(line: Line, *, has_stop: bool) -> Label | None:
    words = line.squeezed
    words = words.rstrip(":") if has_stop else words
    return _heading(0) if kinds.is_chapter_name(words) and _could_be(words) else None


def _add_bold(lines: Sequence[Line], found: list[Label | None]) -> None:
    """Take bold lines for headings; below the named chapters where there are any, larger ones above smaller ones."""
    bold = [
        index
        for index, line in enumerate(lines)
        if line.is_bold and line.label is None and len(line.squeezed) <= _LONGEST_BOLD and _could_be(line.squeezed)
    ]
    plain = sum(1 for line in lines if not line.is_bold)
    if not bold or plain < len(bold) // 2 or any(lines[index].outline_level is not None for index in bold):
        return
    sizes = sorted({lines[index].size_pt or 0.0 for index in bold}, reverse=True)
    below_named = 1 if any(found[index] is not None for index in bold) else 0
    for index in bold:
        if found[index] is None:
            by_size = sizes.index(lines[index].size_pt or 0.0)
            found[index] = _heading(by_size if len(sizes) == _TWO_SIZES else below_named)


def _add_run_ins(lines: Sequence[Line], found: list[Label | None]) -> None:
    """Take the paragraphs of a chapter for its items where each begins with a short sentence that names it."""
    heads = [index for index, label in enumerate(found) if label is not None]
    for at, head in enumerate(heads):
        stop = heads[at + 1] if at + 1 < len(heads) else len(lines)
        paragraphs = range(head + 1, stop)
        if len(paragraphs) >= _MIN_RUN_INS and all(_RUN_IN.match(lines[index].squeezed) for index in paragraphs):
            for index in paragraphs:
                found[index] = _heading(len(_FORMS) - 1)
