"""Read the yearly notice on holidays (部分节假日安排的通知) as it is pasted: days off, and weekends worked for them.

What the notice says twice (the weekday behind a date, the number of days) is compared with what was read; whatever
does not agree becomes a doubt for the clerk, never a guess.  Source: docs/domain.md section 8.4.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from ledger_app.domain.supervision import Holiday

WEEKDAYS = "一二三四五六日"
_DAY = dt.timedelta(days=1)
_LONGEST_BLOCK_DAYS = 31
_LONGEST_TEXT = 20_000
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_TITLE_YEAR = re.compile(r"((?:19|20)\d\d)年(?:部分)?(?:节假日|[^。\n]{0,12}放假)")
_NAME = r"(?:元旦|[一-龥]{1,4}节)"
_HEADING = re.compile(rf"(?:^|[。\n]|[一二三四五六七八九十]、)\s*({_NAME}(?:[、和]?{_NAME})*)\s*:")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
_DATE = re.compile(r"(?:((?:19|20)\d\d)年)?(?:(\d{1,2})月)?(\d{1,2})[日号](?:<([一二三四五六日])>)?")
_CLAUSE = re.compile(r"[,。;\n]")
_COUNT = re.compile(r"(?:共|放假|调休)(\d{1,2})天")
_TILL = re.compile(r"\s*(?:至|到|-|—|–|~)+\s*")
_FIXED_NAMES = {(1, 1): "元旦", (5, 1): "劳动节", (10, 1): "国庆节"}


@dataclass(frozen=True, slots=True)
class NoticeReading:
    """What was read from a notice.

    Attributes:
        year: the year it is about, None if none is named.
        days: exceptions to the working week, by day; the first block may begin in the December before.
        doubts: Chinese sentences on what does not agree or was not found.
    """

    year: int | None
    days: tuple[Holiday, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(slots=True)
class _Found:
    """What has been read so far."""

    year: int
    off: dict[dt.date, str] = field(default_factory=dict)
    worked: dict[dt.date, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)


def read_notice(text: str, year: int | None = None) -> NoticeReading:
    """Return the days that a notice sets.

    Args:
        text: the notice, whole or in part, as copied from a page or a paper.
        year: the year it is about where the text names none.
    """
    plain = _plain(text)
    named = _TITLE_YEAR.search(plain) or _YEAR.search(plain)
    meant = int(named[1]) if named is not None else year
    if meant is None:
        return NoticeReading(None, doubts=("文字里没有写是哪一年，请先选择年份。",))
    found = _Found(meant)
    for name, part in _sections(plain):
        _read_section(found, name, part)
    return NoticeReading(meant, _rows(found), tuple(_checked(found)))


def _plain(text: str) -> str:
    """Return the text in plain signs, what stands in brackets cut to the weekday it names."""
    folded = unicodedata.normalize("NFKC", text[:_LONGEST_TEXT]).replace(" ", "").replace("\t", "")

    def weekday(match: re.Match[str]) -> str:
        named = _WEEKDAY.search(match[1])
        return f"<{named[1].replace('天', '日')}>" if named is not None else ""

    return _BRACKETS.sub(weekday, folded)


def _sections(plain: str) -> Iterator[tuple[str, str]]:
    """Yield each holiday's name with its sentences; what stands before the first name goes by no name."""
    headings = list(_HEADING.finditer(plain))
    first = headings[0].start() if headings else len(plain)
    yield "", plain[:first]
    ends = [*(heading.start() for heading in headings[1:]), len(plain)]
    for heading, end in zip(headings, ends, strict=bool(headings)):
        yield heading[1].replace("和", "、"), plain[heading.end() : end]


def _read_section(found: _Found, name: str, part: str) -> None:
    """Read the sentences of one holiday; dates wait for the word that says what they are."""
    waiting: list[dt.date] = []
    block: list[dt.date] = []
    month: int | None = None
    for clause in _CLAUSE.split(part):
        days, month = _dates(found, name, clause, month)
        waiting += days
        if "上班" in clause and waiting:
            found.worked.update(dict.fromkeys(waiting, name or _name_of(block)))
            waiting = []
        elif "放假" in clause and waiting:
            block, waiting = waiting, []
            found.off.update(dict.fromkeys(block, name or _name_of(block)))
        count = _COUNT.search(clause)
        if count is not None and block and int(count[1]) != len(block):
            found.doubts.append(f"{name or '节日'}写的是共 {count[1]} 天，读到 {len(block)} 天，请核对。")


def _name_of(block: list[dt.date]) -> str:
    """Return the name of a block that was pasted without its heading, "" where its days do not tell."""
    return next((name for (month, day), name in _FIXED_NAMES.items() if (month, day) in _month_days(block)), "")


def _month_days(block: list[dt.date]) -> set[tuple[int, int]]:
    return {(day.month, day.day) for day in block}


def _dates(found: _Found, name: str, clause: str, month: int | None) -> tuple[list[dt.date], int | None]:
    """Return the days a clause names, spans spelt out, and the month that a bare day behind it would mean."""
    days: list[dt.date] = []
    before: tuple[dt.date, int] | None = None
    for match in _DATE.finditer(clause):
        month = int(match[2]) if match[2] else month
        day = _date(found, name, match, month)
        if day is None:
            continue
        if before is not None and _TILL.fullmatch(clause[before[1] : match.start()]):
            days += _span(found, before[0], day)
        else:
            days.append(day)
        before = (day, match.end())
    return days, month


def _date(found: _Found, name: str, match: re.Match[str], month: int | None) -> dt.date | None:
    """Return a date with its weekday compared, None where there is none such."""
    if month is None:
        return None
    # New Year's block may begin in the December before without naming the year.
    year = int(match[1]) if match[1] else found.year - (1 if month == 12 and "元旦" in name else 0)
    try:
        day = dt.date(year, month, int(match[3]))
    except ValueError:
        found.doubts.append(f"没有 {year} 年 {month} 月 {match[3]} 日这一天，请核对。")
        return None
    if match[4] and WEEKDAYS[day.weekday()] != match[4]:
        actual = WEEKDAYS[day.weekday()]
        found.doubts.append(f"{_words(day)}写的是周{match[4]}，{day.year} 年的这一天是周{actual}，请核对年份。")
    return day


def _span(found: _Found, first: dt.date, last: dt.date) -> list[dt.date]:
    """Return the days after the first up to the last."""
    length = (last - first).days
    if not 0 < length < _LONGEST_BLOCK_DAYS:
        found.doubts.append(f"{_words(first)}至{_words(last)}不像一段假期，没有采用。")
        return []
    return [first + _DAY * offset for offset in range(1, length + 1)]


def _rows(found: _Found) -> tuple[Holiday, ...]:
    source = f"国务院办公厅关于{found.year}年部分节假日安排的通知"
    rows = [Holiday(0, day, is_workday=False, name=name, source=source) for day, name in found.off.items()]
    rows += [Holiday(0, day, is_workday=True, name=name, source=source) for day, name in found.worked.items()]
    return tuple(sorted(rows, key=lambda row: row.day))


def _checked(found: _Found) -> Iterator[str]:
    """Yield what does not agree, then what is missing."""
    yield from found.doubts
    for day in sorted(found.worked):
        if day in found.off:
            yield f"{_words(day)}既写了放假又写了上班，请核对。"
        elif day.weekday() < 5:
            yield f"{_words(day)}是周{WEEKDAYS[day.weekday()]}，本来就上班，请核对。"
    strays = sorted(day for day in (*found.off, *found.worked) if not _belongs(day, found.year))
    if strays:
        yield f"{_words(strays[0])}不在 {found.year} 年，请核对年份。"
    if not found.off:
        yield "没有读到放假的日期，请粘贴通知中“放假调休”“上班”的原文。"
    elif dt.date(found.year, 10, 1) not in found.off:
        yield "没有读到国庆节放假，可能没有粘贴完整。"


def _belongs(day: dt.date, year: int) -> bool:
    return day.year == year or (day.year == year - 1 and day.month == 12)


def _words(day: dt.date) -> str:
    return f"{day.month}月{day.day}日"
