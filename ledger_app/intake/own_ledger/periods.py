"""Months as heads, titles and progress cells write them.  Source: docs/domain.md sections 2.2 and 2.4."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ledger_app.intake.chinese_number import chinese_value
from ledger_app.intake.folding import squeeze

MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_YEAR = r"(?:(?P<year>20\d\d)(?:年|[-./])?)?度?"
_QUARTERS = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}
_SPAN_JOINT = r"(?:[-~/、]|至|到)+"
PERIOD = (
    rf"{_YEAR}(?:(?:(?P<first>{MONTH})(?:月份?)?{_SPAN_JOINT}(?:20\d\d年)?)?(?P<month>{MONTH})月(?:份|(?P<day>[12]\d|3[01]|0?[1-9])[日号]|"
    r"[上中下]旬)?|第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年|(?P<whole>全年))"
)
NUMERIC = (
    r"(?:(?P<cyear>20\d\d)(?P<cmonth>0[1-9]|1[0-2])(?P<cday>0[1-9]|[12]\d|3[01])?(?=\s*[:,]|$)|"
    r"(?P<nyear>20\d\d)(?P<joint>[-./])(?P<nmonth>1[0-2]|0?[1-9])(?:(?P=joint)(?P<nday>3[01]|[12]\d|0?[1-9]))?(?!\d)日?)"
)
_FOUND = re.compile(f"{NUMERIC}|(?<![0-9]){PERIOD}")
_HEAD_YEAR = re.compile(r"(20\d\d)年")
_AS_OF = re.compile(rf"(?:截至|截止|填报|报送|统计|更新)[^0-9一二三四五六七八九十]{{0,8}}(?:{NUMERIC}|{PERIOD})")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A point of time in progress; year and day may be unknown."""

    month: int
    year: int | None = None
    day: int | None = None

    @property
    def name(self) -> str:
        """Return its month in Chinese."""
        return f"{self.year}年{self.month}月" if self.year else f"{self.month}月"


def stamp_of(match: re.Match[str]) -> Stamp | None:
    """Return the time a match of `PERIOD` or `NUMERIC` (or both, as alternatives) names; a span counts as its end."""
    groups = match.groupdict()
    if groups.get("cmonth"):
        return Stamp(int(groups["cmonth"]), int(groups["cyear"]), int(groups["cday"]) if groups["cday"] else None)
    if groups.get("nmonth"):
        day = int(groups["nday"]) if groups["nday"] else None
        return Stamp(int(groups["nmonth"]), int(groups["nyear"]), day)
    year = int(groups["year"]) if groups.get("year") else None
    if groups.get("month"):
        month = chinese_value(groups["month"])
        day = int(groups["day"]) if groups.get("day") else None
        return Stamp(month, year, day) if month else None
    if groups.get("quarter"):
        return Stamp(_QUARTERS[groups["quarter"]], year)
    if groups.get("half"):
        return Stamp(6 if groups["half"] == "上" else 12, year)
    return Stamp(12, year) if groups.get("whole") else None


def head_period(words: str) -> Stamp | None:
    """Return the month that a folded column head names: 1月, 2024年1-3月进展情况, 截至6月底进展, 一季度/进展."""
    match = _FOUND.search(words)
    return stamp_of(match) if match else None


def column_period(head: str) -> Stamp | None:
    """Return the month of a column by its head, the innermost level first; the year may stand on an outer one."""
    parts = [squeeze(part) for part in head.split("/")]
    stamp = next((found for part in reversed(parts) if (found := head_period(part)) is not None), None)
    if stamp is None or stamp.year is not None:
        return stamp
    year = next((int(match[1]) for part in parts if (match := _HEAD_YEAR.match(part))), None)
    return replace(stamp, year=year)


def as_of(words: str) -> Stamp | None:
    """Return the month up to which a folded title or form line says that it reports (截至2024年6月底, 填报时间)."""
    match = _AS_OF.search(words)
    return stamp_of(match) if match else None


def bare_period(words: str) -> Stamp | None:
    """Return the month of a folded cell that names nothing else (3月, 2024年3月, 2024-03), None otherwise."""
    match = re.fullmatch(f"(?:{NUMERIC}|{PERIOD})(?:底|末|进展|进展情况)?", words)
    return stamp_of(match) if match else None
