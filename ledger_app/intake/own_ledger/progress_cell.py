"""Progress that was written month after month into one cell, cut into its dated parts.

A mark opens a part where it stands at the beginning of the cell, of a line or after a stop: 1月：, 【6月】,
截至6月底，, 2024.3.15：, 一季度：.  A date inside a sentence opens nothing.  Source: docs/domain.md section 2.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ledger_app.intake.folding import flatten
from ledger_app.intake.own_ledger.periods import NUMERIC, PERIOD, Stamp, stamp_of

_TIME = rf"(?:{NUMERIC}|{PERIOD}|(?P<smonth>1[0-2]|0?[1-9])[./](?P<sday>3[01]|[12]\d|0?[1-9])(?![\d月]))"
_NUMBER = r"(?:(?:\d{1,2}[、)]|\d{1,2}\.(?=\s|20\d\d|\d{1,2}月)|[①-⑳])\s*)?"
_END = r"(?:底|末|初|以来|止|前)*"
_TAIL = r"(?:工作|任务|完成|推进|落实|办理|整改|进展|进度|情况)*"
_MARK = re.compile(
    rf"(?P<edge>^|(?<=[\n;。!\s])|(?<=[)\]】]))(?!\s){_NUMBER}(?P<open>\()?\s*(?P<upto>截至|截止到?|至)?(?:目前|日期)?"
    rf"\s*{_TIME}\s*{_END}(?:{_TAIL}\s*(?P<close>\))?\s*(?P<stop>[:,])?(?<=[):,]))?\s*"
)
_INNER = re.compile(rf"[【\[［〖〔]\s*(?P<upto>截至|截止到?)?{_TIME}\s*{_END}{_TAIL}\s*[】\]］〗〕]\s*[:：,，]?")
# Without one of these no mark can stand in a cell; most cells of a column a month are done with here.
_HINT = re.compile(r"[:：【\[［〖〔(（\n;；]|截[至止]|20\d\d[-./]\d")
_LINE = re.compile(r"[^\n]+")
_SENTENCE = re.compile(r"[^\n;]+")
_JOINTS = " \t\n\r;；\u2028"
_MOST = 400


@dataclass(frozen=True, slots=True)
class ProgressPart:
    """One dated part of a cell; month is None for words before the first mark or in a cell without any."""

    text: str
    month: int | None = None
    year: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    stamp: Stamp


def split_progress(text: str, year: int | None) -> list[ProgressPart]:
    """Return the parts of a progress cell in the order in which they are written.

    Args:
        text: the cell.
        year: of months written without one; None if it is not known.
    """
    text = text.replace("\u2028", "\n").strip()
    if not text:
        return []
    marks = _marks(text) if _HINT.search(text) else []
    if not marks:
        return [ProgressPart(text)]
    parts = []
    before = text[: marks[0].start].strip(_JOINTS)
    if before:
        parts.append(ProgressPart(before))
    stamps = _with_years([mark.stamp for mark in marks], year)
    ends = [mark.start for mark in marks[1:]] + [len(text)]
    for mark, stamp, end in zip(marks, stamps, ends, strict=True):
        words = text[mark.end : end].strip(_JOINTS)
        if words:
            parts.append(ProgressPart(words, stamp.month, stamp.year, stamp.day))
    return parts


def _marks(text: str) -> list[_Mark]:
    flat = flatten(text)
    found = list(_bracketed(text))
    starts = _dated_starts(flat)
    position = 0
    while (match := _MARK.search(flat, position)) is not None:
        stamp = _stamp(match) if match.start() in starts or _opens(match, flat) else None
        if stamp is None or any(one.start <= match.start() < one.end for one in found):
            position = match.start() + 1
            continue
        found.append(_Mark(match.start(), match.end(), stamp))
        position = match.end()
    return sorted(found, key=lambda mark: mark.start)[:_MOST]


def _bracketed(text: str) -> Iterator[_Mark]:
    for match in _INNER.finditer(text):
        stamp = _stamp(match)
        if stamp is not None:
            yield _Mark(match.start(), match.end(), stamp)


def _opens(match: re.Match[str], flat: str) -> bool:
    if bool(match["open"]) != bool(match["close"]):
        return False
    stop = (match["stop"] or "").strip()
    if match["open"] or stop == ":":
        return True
    if match["upto"] in ("截至", "截止", "截止到") and stop == ",":
        return True
    starts_line = match.start() == 0 or flat[: match.start()].rstrip(" \t").endswith("\n")
    return starts_line and bool(match["nday"]) and (stop == "," or flat[match.end() - 1 : match.end()].isspace())


def _dated_starts(flat: str) -> frozenset[int]:
    """Return where the lines, or else the sentences, of a cell begin, if there are several and each opens with a date.

    3月15日召开动员会 or 1月完成选址 is a mark only in such a list.
    """
    for pieces in (_LINE, _SENTENCE):
        spans = [match for match in pieces.finditer(flat) if match.group().strip()]
        marks = [_MARK.match(flat, match.start() + len(match.group()) - len(match.group().lstrip())) for match in spans]
        if len(spans) > 1 and all(mark is not None and not mark["smonth"] and not mark["open"] for mark in marks):
            return frozenset(mark.start() for mark in marks if mark is not None)
    return frozenset()


def _stamp(match: re.Match[str]) -> Stamp | None:
    if match["smonth"]:
        return Stamp(int(match["smonth"]), None, int(match["sday"]))
    return stamp_of(match)


def _with_years(stamps: Sequence[Stamp], year: int | None) -> list[Stamp]:
    """Give each mark its year: its own, the one before it, or the ledger's; December to January turns the year."""
    steps = [later.month - earlier.month for earlier, later in pairwise(stamps)]
    rises = sum(1 for step in steps if 0 < step < 7)
    falls = sum(1 for step in steps if -7 < step < 0)
    current = year
    result: list[Stamp] = []
    for stamp in stamps:
        if stamp.year is not None:
            current = stamp.year
        elif result and current is not None:
            before = result[-1].month
            if before >= 10 and stamp.month <= 3 and rises and not falls:
                current += 1
            elif before <= 3 and stamp.month >= 10 and falls and not rises:
                current -= 1
        result.append(replace(stamp, year=current))
    return result
