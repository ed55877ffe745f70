"""Several numbered items in one paragraph: whole plans copied without line breaks, and lists inside a sentence.

A copy that lost its paragraphs is cut again at its numbers; a list like （1）…；（2）… inside one paragraph stays
one item.  Source: docs/domain.md section 9.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ledger_app.intake.numbering import Label, read_label
from ledger_app.intake.outline_lines import Flow, Line
from ledger_app.intake.pace import UNTIMED, Pace

_HAN = "一二三四五六七八九十"
_INNER = re.compile(
    # The sign before the number is matched, not looked behind at: a search for a set of signs is many times faster.
    rf"[。;)”\s](?=[{_HAN}]{{1,3}}、|\([{_HAN}]{{1,3}}\)|\([1-9]\d?\)|[1-9]\d?[.、](?!\d)|第[{_HAN}]{{1,3}}(?:部分|章|节)|[①-⑳⑴-⒇㈠-㈩⒈-⒛])"
)
_COPIED_FORMS = frozenset({"cn", "part", "chapter"})
_MIN_LENGTH = 40


def split_copies(flow: Flow, pace: Pace = UNTIMED) -> Flow:
    """Cut the paragraphs that hold a whole plan copied without line breaks."""
    result: Flow = []
    for entry in pace.over(flow):
        cuts = _copy_cuts(entry, pace) if isinstance(entry, Line) else []
        result.extend(pace.over(_pieces(entry, cuts)) if isinstance(entry, Line) and cuts else [entry])
    return result


def split_runs(lines: Sequence[Line], pace: Pace = UNTIMED) -> list[Line]:
    """Cut the lines in which the break before an item was lost, as the numbers around them show."""
    result: list[Line] = []
    for index, line in enumerate(pace.over(lines)):
        cuts = _gap_cuts(line, lines[index + 1] if index + 1 < len(lines) else None, pace)
        result.extend(_pieces(line, cuts) if cuts else [line])
    return result


def runs_on(line: Line, pace: Pace = UNTIMED) -> bool:
    """Tell whether the number at the beginning of a line opens a list that goes on inside the line."""
    label = line.label
    if label is None or line.is_automatic:
        return False
    inner_labels = pace.over(_inner_labels(line))
    return any(inner.form == label.form and inner.value == label.value + 1 for _, inner in inner_labels)


def _copy_cuts(line: Line, pace: Pace) -> list[int]:
    if len(line.text) < _MIN_LENGTH or line.is_automatic:
        return []
    labels = list(pace.over(_inner_labels(line)))
    own = [] if line.label is None else [(0, line.label)]
    return [start for start, _ in labels] if _is_copy([*own, *labels]) else []


def _gap_cuts(line: Line, following: Line | None, pace: Pace) -> list[int]:
    # （二） stands inside the paragraph of （一） and the next paragraph begins with （三）: a break was lost.
    label = line.label
    if label is None or following is None or following.label is None or following.label.form != label.form:
        return []
    expected = list(range(label.value + 1, following.label.value))
    if not expected or line.is_automatic:
        return []
    same = [(start, inner) for start, inner in pace.over(_inner_labels(line)) if inner.form == label.form]
    return [start for start, _ in same] if [inner.value for _, inner in same] == expected else []


def _is_copy(labels: Sequence[tuple[int, Label]]) -> bool:
    """Tell whether numbers are those of a plan without line breaks: two chapters follow each other in order."""
    for form in _COPIED_FORMS:
        values = [label.value for _, label in labels if label.form == form]
        if len(values) >= 2 and values == list(range(values[0], values[0] + len(values))):
            return True
    return False


def _inner_labels(line: Line) -> Iterator[tuple[int, Label]]:
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


def _pieces(line: Line, cuts: Sequence[int]) -> Iterator[Line]:
    bounds = [0, *cuts, len(line.text)]
    for first, last in pairwise(bounds):
        text = line.text[first:last]
        if text.strip():
            yield replace(line, start=line.start + first, end=line.start + last, text=text, label=read_label(text))
