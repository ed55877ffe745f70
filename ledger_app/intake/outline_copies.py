"""Whole plans copied into one paragraph: cut again at their numbers, their title and the blanks between lines.

A copy is told by two chapters that follow each other.  Where the break before a number was lost together with any
stop (…公共卫生服务1.提升…), the sequence of the numbers shows it.  Source: docs/domain.md section 9.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ledger_app.intake import outline_marks as marks
from ledger_app.intake.folding import squeeze
from ledger_app.intake.numbering import Label, read_label
from ledger_app.intake.outline_lines import Flow, Line
from ledger_app.intake.outline_runs import inner_labels, pieces
from ledger_app.intake.pace import UNTIMED, Pace

_CHAPTERS = frozenset({"cn", "part", "chapter"})
_LOOSE_FORMS = frozenset({"cn", "cn_paren", "ar", "ar_dun", "part", "chapter"})
_HAN = "一二三四五六七八九十"
_LOOSE = re.compile(
    rf"(?<=[\u4e00-\u9fff])(?<![第{_HAN}百〇零和至])"
    rf"(?=[{_HAN}]{{1,3}}、|\([{_HAN}]{{1,3}}\)|[1-9]\d?[.、](?!\d)|第[{_HAN}]{{1,3}}(?:部分|章))"
)
_MIN_LENGTH = 40
_LABEL_REACH = 24
_BREAK = re.compile(r"(?<=[^\d\s])\s+(?=[^\d\s,。;:、)])|(?<=日)\s+(?=20\d\d年)")
_USUAL_LINE = 8
"""Characters a line has on the average at least, where blanks stand for line breaks."""
_HEAD_BREAK = re.compile(
    r"文件(?=[^,。:()]{2,12}\(20\d\d\))|\(20\d\d\)第?\d{1,5}号(?=[^,。:]{0,40}关于)"
    r"|(?:通知|意见|函)(?=[^。:]{2,240}:(?:现|为|根据|按照))|:(?=现将|为|根据|按照)"
)


def split_copies(flow: Flow, pace: Pace = UNTIMED) -> Flow:
    """Cut the paragraphs that hold a whole plan copied without line breaks."""
    result: Flow = []
    for entry in pace.over(flow):
        cuts = _cuts(entry, pace) if isinstance(entry, Line) else []
        result.extend(pace.over(pieces(entry, cuts)) if isinstance(entry, Line) and cuts else [entry])
    return result


def _cuts(line: Line, pace: Pace) -> list[int]:
    if len(line.text) < _MIN_LENGTH or line.is_automatic:
        return []
    labels = list(pace.over(inner_labels(line)))
    own = [] if line.label is None else [(0, line.label)]
    if not _is_copy([*own, *labels]):
        return []
    cuts = {start for start, _ in labels} | {start for start, _ in _fitting(labels, _loose(line, pace))}
    if _blanks_are_breaks(line, labels):
        begun = {start + label.end for start, label in labels}
        cuts |= {blank.end() for blank in _BREAK.finditer(line.flat) if blank.end() not in begun}
    if line.label is None:
        cuts |= set(_head_cuts(line.flat[: min(cuts)]))
    return sorted(cuts)


def _is_copy(labels: Sequence[tuple[int, Label]]) -> bool:
    """Tell whether numbers are those of a plan without line breaks: two chapters follow each other in order."""
    for form in _CHAPTERS:
        values = [label.value for _, label in labels if label.form == form]
        if len(values) >= 2 and values == list(range(values[0], values[0] + len(values))):
            return True
    return False


def _loose(line: Line, pace: Pace) -> Iterator[tuple[int, Label]]:
    for match in pace.over(_LOOSE.finditer(line.flat)):
        label = read_label(line.text[match.end() : match.end() + _LABEL_REACH])
        if label is not None and not label.is_doubtful and label.form in _LOOSE_FORMS:
            yield match.end(), label


def _fitting(labels: Sequence[tuple[int, Label]], loose: Iterator[tuple[int, Label]]) -> Iterator[tuple[int, Label]]:
    """Yield the numbers behind no stop that a sequence needs: its first, and what it would leave out."""
    sure = {start for start, _ in labels}
    every = sorted([*labels, *loose], key=lambda one: one[0])
    following: list[int | None] = []
    next_of: dict[str, int] = {}
    for _, label in reversed(every):
        following.append(next_of.get(label.form))
        next_of[label.form] = label.value
    last: dict[str, int] = {}
    for (start, label), then in zip(every, reversed(following), strict=True):
        begins = label.value == 1 and then == label.value + 1
        goes_on = last.get(label.form) == label.value - 1 and label.value > 1
        if start in sure or begins or goes_on:
            last[label.form] = label.value
            yield start, label


def _blanks_are_breaks(line: Line, labels: Sequence[tuple[int, Label]]) -> bool:
    """Tell whether line breaks became blanks: most numbers stand behind one, and the lines have a usual length."""
    behind = sum(1 for start, _ in labels if line.flat[start - 1].isspace())
    count = sum(1 for _ in _BREAK.finditer(line.flat))
    return 2 * behind > len(labels) and count * _USUAL_LINE <= len(line.flat)


def _head_cuts(head: str) -> Iterator[int]:
    """Yield where the lines before the first number begin: the plan's own title last."""
    yield from (match.end() for match in _HEAD_BREAK.finditer(head))
    title_at = head.rfind("。") + 1
    for date in marks.DATE.finditer(head, title_at):
        title_at = date.end()
    if marks.is_strong_title(squeeze(head[title_at:])):
        yield title_at
        yield head.rfind("。") + 1
