"""Several numbered items in one paragraph: lists inside a sentence, and items whose line break was lost.

A list like （1）…；（2）… inside one paragraph stays one item.  Not here: whole plans copied without line breaks
(outline_copies).  Source: docs/domain.md section 9.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ledger_app.intake.numbering import Label, read_label
from ledger_app.intake.outline_lines import Line
from ledger_app.intake.pace import UNTIMED, Pace

_HAN = "一二三四五六七八九十"
_INNER = re.compile(
    # The sign before the number is matched, not looked behind at: a search for a set of signs is many times faster.
    rf"[。;)”\s](?=[{_HAN}]{{1,3}}、|\([{_HAN}]{{1,3}}\)|\([1-9]\d?\)|[1-9]\d?[.、](?!\d)|第[{_HAN}]{{1,3}}(?:部分|章|节)|[①-⑳⑴-⒇㈠-㈩⒈-⒛])"
)


def split_runs(lines: Sequence[Line], pace: Pace = UNTIMED) -> list[Line]:
    """Cut the lines in which the break before an item was lost, as the numbers around them show."""
    result: list[Line] = []
    for index, line in enumerate(pace.over(lines)):
        cuts = _gap_cuts(line, lines[index + 1] if index + 1 < len(lines) else None, pace)
        result.extend(pieces(line, cuts) if cuts else [line])
    return result


def runs_on(line: Line, pace: Pace = UNTIMED) -> bool:
    """Tell whether the number at the beginning of a line opens a list that goes on inside the line."""
    label = line.label
    if label is None or line.is_automatic:
        return False
    found = pace.over(inner_labels(line))
    return any(inner.form == label.form and inner.value == label.value + 1 for _, inner in found)


def _gap_cuts(line: Line, following: Line | None, pace: Pace) -> list[int]:
    # （二） stands inside the paragraph of （一） and the next paragraph begins with （三）: a break was lost.
    label = line.label
    if label is None or following is None or following.label is None or following.label.form != label.form:
        return []
    expected = list(range(label.value + 1, following.label.value))
    if not expected or line.is_automatic:
        return []
    same = [(start, inner) for start, inner in pace.over(inner_labels(line)) if inner.form == label.form]
    return [start for start, _ in same] if [inner.value for _, inner in same] == expected else []


def inner_labels(line: Line) -> Iterator[tuple[int, Label]]:
    """Yield the numbers that stand behind a stop or a blank inside a line, with where they begin."""
    first = line.label.end if line.label else 1
    for start, label in _found(line):
        if start >= first:
            yield start, label


def _found(line: Line) -> Iterator[tuple[int, Label]]:
    for match in _INNER.finditer(line.flat):
        start = match.end()
        label = read_label(line.text[start : start + 24])
        if label is not None and not label.is_doubtful:
            yield start, label


def pieces(line: Line, cuts: Sequence[int]) -> Iterator[Line]:
    """Yield what is left of a line when it is cut at some offsets, in order."""
    bounds = [0, *cuts, len(line.text)]
    for first, last in pairwise(bounds):
        text = line.text[first:last]
        if text.strip():
            yield replace(line, start=line.start + first, end=line.start + last, text=text, label=read_label(text))
