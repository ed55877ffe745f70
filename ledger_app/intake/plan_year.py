"""The year of a plan: what a title, a text or a number says about it.

Which of these counts is decided in front_matter.  Source: docs/domain.md section 8.1.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ledger_app.intake import outline_marks as marks
from ledger_app.intake.chinese_number import chinese_value
from ledger_app.intake.folding import squeeze
from ledger_app.intake.outline_lines import Line

NAMED = re.compile(r"《[^《》]*》")

_SPAN = re.compile(rf"({marks.YEAR})年?度?(?:-+|~+|至|到)({marks.YEAR}|\d\d(?=年))年?")
_SINGLE = re.compile(rf"({marks.YEAR})年|^(20\d\d)(?=[^\d年])")
# 2023年工作总结和2024年工作计划 is a plan for 2024.
_LAST_YEAR = re.compile(
    rf"{marks.YEAR}年(?:度|上半年)?[^年]{{0,16}}(?:总结|情况|回顾|报告)(?:[和与及暨、,]|以及)+(?={marks.YEAR}年)"
)
_FIVE = re.compile(r"十([三四五六])五")
_FIVE_FIRST = {"三": 2016, "四": 2021, "五": 2026, "六": 2031}
_OPENING_YEAR = re.compile(rf"({marks.YEAR})年")
_MONTH = r"(?:\d{1,2}月(?:\d{1,2}日|[上中下]旬|份)?)"
# What is dated ahead: a stage in brackets or a day by which. What only happened in a year has neither.
_STAGE = re.compile(rf"\((?:自|从)?(20\d\d)年{_MONTH}[^()]{{0,24}}\)")
_BY = re.compile(rf"(20\d\d)年{_MONTH}?(?:年?底|末)?(?:之?前|底|末)|:(20\d\d)年{_MONTH}")


def years_of(title: str) -> tuple[int | None, int | None]:
    """Return first and last year that a title names; the last is None where it is no span."""
    words = _LAST_YEAR.sub("", squeeze(title))
    # 《健康某地2030》2024年实施要点 is about 2024; in 关于印发《2024年要点》的通知 only the name has a year.
    for part in (NAMED.sub("", words), words):
        first, last = _years_in(part)
        if first is not None:
            return first, last
    return None, None


def opening_year(lines: Sequence[Line]) -> int | None:
    """Return the year that one of the first paragraphs begins with, None if none does."""
    for line in lines[:12]:
        if line.label is not None:
            break
        opening = _OPENING_YEAR.match(line.squeezed)
        if opening:
            return chinese_value(opening[1])
    return None


def dated_year(lines: Sequence[Line]) -> int | None:
    """Return the first year of a text's stages, or without stages that of most of its deadlines, None without."""
    stages: list[int] = []
    deadlines: Counter[int] = Counter()
    for line in lines:
        words = NAMED.sub("", line.squeezed)
        if line.label is not None:
            stages += [int(year) for year in _STAGE.findall(words)]
        deadlines.update(int(found[1] or found[2]) for found in _BY.finditer(words))
    if stages:
        return min(stages)
    most = max(deadlines.values(), default=0)
    return min((year for year, count in deadlines.items() if count == most), default=None)


def _years_in(words: str) -> tuple[int | None, int | None]:
    span = _SPAN.search(words)
    if span:
        first, last = chinese_value(span[1]), chinese_value(span[2])
        if first and last:
            last = last if last > 99 else first // 100 * 100 + last
            if first < last <= first + 30:
                return first, last
    single = _SINGLE.search(words)
    if single:
        return chinese_value(single[1] or single[2]), None
    five = _FIVE.search(words)
    if five:
        return _FIVE_FIRST[five[1]], _FIVE_FIRST[five[1]] + 4
    return None, None
