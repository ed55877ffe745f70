"""Measures inside one item: 一是…；二是…, 第一，…第二，…, 首先…其次…, and points on lines of their own.

Source: docs/domain.md section 9, numbers inside a line.
"""

from __future__ import annotations

import re

from ledger_app.intake.chinese_number import chinese_value
from ledger_app.intake.folding import Folded

_HAN = "一二三四五六七八九十"
_MARKS = (
    # What stands before is looked at behind the first numeral: numerals are found many times faster than beginnings.
    re.compile(rf"(?P<n>[{_HAN}](?<![^。;:,\n)”].)[{_HAN}]{{0,2}})(?:是|要(?=[^素求点件务]))"),
    re.compile(rf"第(?<![^。;:,\n)”].)(?P<n>[{_HAN}]{{1,3}})[,、:]"),
)
_ORDER_WORDS = re.compile(r"(?P<n>首先|其次|再次|然后|最后)(?<![^。;:,\n)]..)[,:]?")
_ORDER = {"首先": 1, "其次": 2, "再次": 3, "然后": 3, "最后": 9}
_HINT = re.compile(r"二[是要]|第二|其次|最后|\n")
_POINT = re.compile(r"(?:^|(?<=\n))(?:-{1,2}|[·●○■◆▲★◇□▪➢√※])(?P<n>)")
_TAIL = re.compile(r"\((?=[^()]*(?:负责|牵头|配合|单位|科|股|处|局|委|办|院|中心|站|各))(?:[^()]|\([^()]*\))*\)[。;]?$")


def read_measures(folded: Folded) -> tuple[str, ...]:
    """Return the measures of an item without their markers, () if it has fewer than two."""
    marks = measure_marks(folded.text)
    return tuple(_text(folded, marks, index) for index in range(len(marks)))


def measure_marks(text: str) -> list[tuple[int, int]]:
    """Return where the markers of a folded text's measures begin and end, [] if it has fewer than two."""
    if _HINT.search(text) is None:
        return []
    for marks_in in (_numbered, _ordered, _points):
        marks = marks_in(text)
        if len(marks) >= 2:
            return marks
    return []


def owner_tail(text: str) -> int:
    """Return where the bracket of owners that ends a folded text begins, its length if there is none."""
    tail = _TAIL.search(text)
    return tail.start() if tail and tail.start() else len(text)


def _numbered(text: str) -> list[tuple[int, int]]:
    """Return the markers of the longest run 1, 2, 3 … as (start, end)."""
    best: list[tuple[int, int]] = []
    for pattern in _MARKS:
        run: list[tuple[int, int]] = []
        for match in pattern.finditer(text):
            if chinese_value(match["n"]) == len(run) + 1:
                run.append(match.span())
        if len(run) > len(best):
            best = run
    return best


def _ordered(text: str) -> list[tuple[int, int]]:
    run: list[tuple[int, int]] = []
    last = 0
    for match in _ORDER_WORDS.finditer(text):
        value = _ORDER[match["n"]]
        if (value == 1) == (not run) and value > last:
            run.append(match.span())
            last = value
    return run


def _points(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _POINT.finditer(text)]


def _text(folded: Folded, marks: list[tuple[int, int]], index: int) -> str:
    start = marks[index][1]
    if index + 1 < len(marks):
        end = marks[index + 1][0]
    else:
        line_end = folded.text.find("\n", start)
        end = len(folded.text) if line_end < 0 else line_end
    words = folded.text[start:end].rstrip("\n")
    end = start + owner_tail(words)
    return folded.raw(start, end).replace("\n", "").replace("\u2028", "").strip() if end > start else ""
