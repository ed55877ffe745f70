"""Chinese line breaking over measured text: where lines end, what is squeezed, where slack may go.

Pure: it knows characters and their advances (points), no faces and no pages.  Rich text comes as one string with one
advance per character; whoever set the runs maps the indices back.

Rules: no line begins with a closing or pausing mark and none ends with an opening one; numbers stay with their
units, signs and ranges, Latin words stay whole, —— and …… are not parted, nor are words joined by a stroke.  A cluster
is what may not be parted; a line is a whole number of clusters.  Only a cluster longer than a line is cut, at the
least bad place.  A date is cut after 年 or 月 also where keeping it whole would leave the line before it gaping.

Source: docs/domain.md section 5 (标题, 正文: numerals and years never split); the usual rules of 避头尾;
GB/T 15834-2011 section 5.1 (places of marks).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

NO_START = "，。、；：！？）》」』】〕〉〗］｝〙〛〞”’…—％‰℃·・•～°′″々ー,.;:!?)]}%"
NO_END = "（《「『【〔〈〖［｛〘〚〝“‘([{￥＄$№"
SQUEEZABLE_CLOSE = "，。、；：！？）》」』】〕〉〗］｝”’"
SQUEEZABLE_OPEN = "（《「『【〔〈〖［｛“‘"
LOOSE_SHARE = 0.1
"""Share of a line that may stay empty before a date is cut after 年 or 月."""
MAX_STRETCH_EM = 0.5
"""Widest extra space between two characters that justification may put in, in em of the line's text."""

Squeezed = tuple[tuple[int, float], ...]
"""(index, points) of characters whose advance is lessened."""

_SPACE = " \u3000\u00a0"
_MAGNITUDE = "[十百千万亿]"
_UNIT = (
    "(?:个百分点|百分点|平方米|平方公里|立方米|公里|千米|毫米|厘米|毫升|毫克|千克|公斤|工作日|人次|万元|亿元|个月|小时|分钟"
    "|[年月日号时分秒期个项家名人次件户所张支台套辆条章节款届批份页天周岁元倍类级折米吨点位种场轮例处间座床%％‰℃℉㎡°]|[A-Za-z]+)"
)
_DIGITS = "[0-9０-９]+(?:[.．,:：/／][0-9０-９]+)*"
_AMOUNT = f"第?[+＋±−-]?{_DIGITS}{_MAGNITUDE}*{_UNIT}?"
_NUMBER = f"{_AMOUNT}(?:[—–~～－-]?{_AMOUNT})*"
_WORD = "[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ0-9]*(?:[._@/&+'#:-]+[A-Za-zÀ-ÿ0-9]+)*"
_DOCUMENT_NUMBER = "〔[0-9]+〕第?[0-9]+号?"
# A short dash that joins two words begins no line.
_JOINED = "[^\\x00-\\x7f][-‐–－―](?![0-9０-９.])"
_CORE = f"{_NUMBER}|[〇零一二三四五六七八九]{{4}}年|{_WORD}|—+|…+|{_JOINED}|."
_OPENING = re.escape(NO_END) + _SPACE
_CLOSING = re.escape(NO_START) + _SPACE
_PIECE = f"(?:{_DOCUMENT_NUMBER}|[{_OPENING}]*(?:{_CORE}))[{_CLOSING}]*"
# A stroke that parts two words (是/否) begins no line and ends none (GB/T 15834, 5.1); runs of them end somewhere.
_WHOLE = f"{_PIECE}(?:[/／](?=[^\\s/／]){_PIECE}){{0,5}}"
_ONE = re.compile(_WHOLE, re.DOTALL)
# Hanzi between hanzi are clusters of one: a run of them, the most of any Chinese text, is met at once.  Figures and
# 第 may begin longer clusters.
_PLAIN = f"[{''.join(chr(code) for code in range(0x4E00, 0xA000) if chr(code) not in '第一二三四五六七八九')}]"
_CLUSTER = re.compile(f"(?P<plain>{_PLAIN}+(?=[\u4e00-\u9fff]|\\Z))|{_WHOLE}", re.DOTALL)
_SOFT_CUT = re.compile("(?<=[年月])(?=[0-9０-９])")
_BOUND_PAIR = re.compile("[0-9A-Za-zÀ-ÿ.,:/%+'@&#_-]{2}|——|……")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a paragraph, by indices into its text.

    Attributes:
        start, end: half-open range of the characters of the line; blanks at its end are not in it.
        next_start: where the next line begins (after the blanks that were dropped).
        width: natural width in points, squeezed marks counted squeezed.
        squeezed: (index, points) of characters whose advance is lessened.
        is_last: the line ends its paragraph or stands before a forced break, so it is not justified.
    """

    start: int
    end: int
    next_start: int
    width: float
    squeezed: Squeezed = ()
    is_last: bool = False


def clusters(text: str) -> list[str]:
    """Cut a text into the pieces that may not be parted, in order; joined they are the text."""
    return _ONE.findall(text)


def break_lines(
    text: str, advances: Sequence[float], width: float, first_width: float | None = None, em: float | None = None
) -> list[Line]:
    """Break a paragraph into lines.

    Args:
        text: the paragraph; a line feed forces a break.
        advances: width of each character in points, as long as the text.
        width: room of a line in points.
        first_width: room of the first line (less its indent), None = width.
        em: size of a full-width character in points, for squeezing; None = no squeezing.

    Returns:
        At least one line, also for an empty text.
    """
    # A column may be narrower than its padding; each line takes a character all the same.
    width = max(0.0, width)
    first = width if first_width is None else max(0.0, first_width)
    sums = [0.0, *accumulate(advances)]
    if sums[-1] <= first + 1e-6 and "\n" not in text:
        end = len(text.rstrip(_SPACE))
        return [Line(0, end, len(text), sums[end], (), is_last=True)]
    lines: list[Line] = []
    start = 0
    for part in text.split("\n"):
        room = first if not lines else width
        _Breaker(text, sums, width, em).run(start, start + len(part), room, lines)
        start += len(part) + 1
    return lines


def stretch_points(text: str, start: int, end: int) -> list[int]:
    """Return the indices in a line after which justification may put space: never inside numbers or words."""
    return [index for index in range(start, end - 1) if not _BOUND_PAIR.fullmatch(text, index, index + 2)]


def spread_slack(text: str, line: Line, room: float, em: float) -> tuple[list[int], float]:
    """Return where and how much space (points) makes a line as wide as its room; nothing for last or gaping lines."""
    slack = room - line.width
    if line.is_last or slack <= 0:
        return [], 0.0
    points = stretch_points(text, line.start, line.end)
    if not points or slack / len(points) > MAX_STRETCH_EM * em:
        return [], 0.0
    return points, slack / len(points)


class _Breaker:
    """Greedy breaking of one paragraph part; sums are running totals of the advances."""

    __slots__ = ("em", "room", "sums", "text", "width")

    def __init__(self, text: str, sums: list[float], width: float, em: float | None) -> None:
        self.text = text
        self.sums = sums
        self.width = width
        self.room = width
        self.em = em

    def run(self, start: int, stop: int, room: float, lines: list[Line]) -> None:
        """Append the lines of text[start:stop]; the first has `room` points, the others the full width."""
        self.room = room
        sums, text = self.sums, self.text
        at = line_start = start
        for match in _CLUSTER.finditer(text, start, stop):
            end = match.end()
            if match.lastgroup:
                line_start = self._fill(line_start, at, end, lines)
                at = end
                continue
            visible = end
            while visible > at and text[visible - 1] in _SPACE:
                visible -= 1
            while sums[visible] - sums[line_start] > self.room + 1e-6:
                cut = self._cut(line_start, at, visible, lines)
                line_start = cut
                at = max(at, cut)
            at = end
        if line_start < stop or not lines or line_start == start:
            self._close(line_start, stop, stop, (), lines, is_last=True)
        else:
            # The last mark was squeezed in: the line before is the last one.
            lines[-1] = replace(lines[-1], is_last=True)

    def _fill(self, line_start: int, at: int, end: int, lines: list[Line]) -> int:
        """Set the hanzi text[at:end], each a cluster, ending full lines; return where the last line begins."""
        while True:
            over = bisect_right(self.sums, self.sums[line_start] + self.room + 1e-6, at + 1, end + 1)
            if over > end:
                return line_start
            line_start = self._cut(line_start, over - 1, over, lines)
            at = max(over - 1, line_start)

    def _cut(self, line_start: int, at: int, visible: int, lines: list[Line]) -> int:
        """End the line somewhere, as the cluster text[at:visible] does not fit; return where the next line starts."""
        squeezed = self._squeeze(line_start, visible)
        if squeezed is not None and at < visible:
            end = visible
        else:
            squeezed, end = (), at
            if at <= line_start:
                end = self._emergency(line_start, visible)
            else:
                soft = self._soft(line_start, at, visible)
                end = soft or at
        next_start = end
        while next_start < visible and self.text[next_start] in _SPACE:
            next_start += 1
        self._close(line_start, end, next_start, squeezed, lines, is_last=False)
        self.room = self.width
        return next_start

    def _close(
        self,
        start: int,
        end: int,
        next_start: int,
        squeezed: tuple[tuple[int, float], ...],
        lines: list[Line],
        *,
        is_last: bool,
    ) -> None:
        while end > start and self.text[end - 1] in _SPACE:
            end -= 1
        width = self.sums[end] - self.sums[start] - sum(points for _, points in squeezed)
        lines.append(Line(start, end, next_start, width, squeezed, is_last))

    def _squeeze(self, start: int, end: int) -> Squeezed | None:
        """Return what to squeeze so that text[start:end] fits, None if it cannot: the end mark and adjacent marks."""
        over = self.sums[end] - self.sums[start] - self.room
        if self.em is None or over > 1.5 * self.em:
            return None
        half, text = self.em / 2, self.text
        places = [end - 1] if text[end - 1] in SQUEEZABLE_CLOSE else []
        places += [
            index
            for index in range(end - 2, start - 1, -1)
            if (text[index] in SQUEEZABLE_CLOSE and text[index + 1] in SQUEEZABLE_CLOSE + SQUEEZABLE_OPEN)
            or (text[index] in SQUEEZABLE_OPEN and text[index + 1] in SQUEEZABLE_OPEN)
        ]
        wide = [index for index in places if self.sums[index + 1] - self.sums[index] > 0.9 * self.em]
        if over > half * len(wide) + 1e-6:
            return None
        result = []
        for index in wide:
            share = min(half, over)
            if share <= 0:
                break
            result.append((index, share))
            over -= share
        return tuple(result)

    def _soft(self, line_start: int, at: int, visible: int) -> int | None:
        """Return a place inside a date that fits, where the line would else be left gaping; None if it would not."""
        if self.room - (self.sums[at] - self.sums[line_start]) <= LOOSE_SHARE * self.width:
            return None
        best = None
        for match in _SOFT_CUT.finditer(self.text, at, visible):
            if self.sums[match.start()] - self.sums[line_start] <= self.room:
                best = match.start()
        return best

    def _emergency(self, start: int, visible: int) -> int:
        """Return where to cut a cluster that is longer than a line: the best kind of place that fits, never nowhere."""
        limit = start + 1
        if limit >= visible:
            return visible  # a single character in a column narrower than it
        while limit < visible and self.sums[limit + 1] - self.sums[start] <= self.room + 1e-6:
            limit += 1
        places = range(limit, start, -1)
        for suits in (self._is_joint, self._is_fair):
            for place in places:
                if suits(place):
                    return place
        return limit

    def _is_joint(self, place: int) -> bool:
        before, after = self.text[place - 1], self.text[place]
        joins = before in "年月日号时期〕—–～~-/_.@，,；;、）" or before in _SPACE
        return joins and after not in NO_START and not (before in ".," and after.isdigit())

    def _is_fair(self, place: int) -> bool:
        before, after = self.text[place - 1], self.text[place]
        in_word = before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
        return before not in NO_END and after not in NO_START and not in_word
