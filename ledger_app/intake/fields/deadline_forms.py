"""How dates, spans and rhythms are written: patterns, and the calendar days they mean.

Only forms; whether a date found in a sentence is a deadline is decided in deadline_context.
Source: docs/domain.md section 8.1.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Literal

from ledger_app.intake.chinese_number import chinese_value
from ledger_app.intake.fields.holiday_eves import day_before
from ledger_app.intake.proposal import DeadlineKind, Every

_EVERY: dict[str, Every] = {
    "年": "year",
    "年度": "year",
    "年终": "year",
    "半年": "half-year",
    "季": "quarter",
    "季度": "quarter",
    "月": "month",
    "月度": "month",
    "周": "week",
    "星期": "week",
}
_TENTHS = {"上旬": 10, "中旬": 20, "初": 5, "中": 15}
_QUARTER_ENDS = {1: 3, 2: 6, 3: 9, 4: 12}
_FIVE_YEARS = {"三": 2016, "四": 2021, "五": 2026, "六": 2031}

Strength = Literal["strong", "weak", "said"]


@dataclass(frozen=True, slots=True)
class Form:
    """A time expression and what it means.

    Attributes:
        kind, date, start, every, times, time: as in ProposedDeadline.
        year: the year it names itself, None if it took the plan's.
        strength: "strong" forms (…前, …底, 年内) bound work wherever they stand; "weak" ones may only mention a time,
            "said" ones (今年) mostly do.
        reason: Chinese; why these days.
        needs_answer: an ambiguous form.
        is_bare_year: nothing but a year.
    """

    kind: DeadlineKind
    date: str | None = None
    start: str | None = None
    every: Every | None = None
    times: int | None = None
    time: str | None = None
    year: int | None = None
    strength: Strength = "strong"
    reason: str = ""
    needs_answer: bool = False
    is_bare_year: bool = False


def month_end(year: int, month: int) -> str:
    """Return the last day of a month as ISO text."""
    return f"{year:04d}-{month:02d}-{calendar.monthrange(year, month)[1]:02d}"


def day(year: int, month: int, number: int) -> str | None:
    """Return a day as ISO text, None if the calendar has no such day."""
    try:
        return dt.date(year, month, number).isoformat()
    except ValueError:
        return None


def named_year(text: str | None, base: int | None) -> int | None:
    """Return the year of "2023", "二〇二三", "23", "今", "明"; None without text or base."""
    if not text:
        return None
    if text in "今本当":
        return base
    if text in "明来次翌":
        return None if base is None else base + 1
    value = chinese_value(text)
    return None if value is None else value if value > 99 else 2000 + value


def month_number(text: str | None) -> int | None:
    """Return a month from 1 to 12, None if it is none."""
    value = chinese_value(text or "")
    return value if value is not None and 1 <= value <= 12 else None


def clock_time(text: str | None) -> str | None:
    """Return "HH:MM" of a written time of day."""
    match = re.fullmatch(r"(上午|下午|晚上?)?(\d{1,2})(?:时|点|:)(\d\d)?分?", text or "")
    if match is None:
        return None
    hour = int(match[2])
    if match[1] and match[1] != "上午" and hour < 12:
        hour += 12
    return f"{hour:02d}:{match[3] or '00'}" if hour <= 24 else None


def read_point(match: re.Match[str], base: int | None) -> Form | None:
    """Return what a match of POINT means, None if it is no date after all.

    Args:
        match: a match of POINT.
        base: the year that expressions without a year mean.
    """
    form = _point(match, base)
    if form is None:
        return None
    time = clock_time(match["clock"])
    if match["before"] or match["lead"].endswith(("到", "至", "迟于", "晚于", "最迟", "最晚")):
        form = replace(form, strength="strong")
    return replace(form, time=time) if time else form


def _point(match: re.Match[str], base: int | None) -> Form | None:
    if match["ny"]:
        return _numeric(match)
    own = named_year(match["y"] or match["y2"], base)
    year = own or base
    if match["m"]:
        return _month_form(match, year, own)
    if match["q"] or match["half"]:
        return _season_form(match, year, own)
    if match["y2"]:
        return _year_form(match, own)
    if match["word"] or match["whole"]:
        return _year_word(match["word"] or match["whole"], year)
    if match["five"]:
        return _five_years(match)
    if match["vague"]:
        return _vague_form(match["vague"])
    return _holiday_form(match["holiday"], named_year(match["y3"], base), base)


def _numeric(match: re.Match[str]) -> Form | None:
    year, month = int(match["ny"]), int(match["nm"])
    if not 1 <= month <= 12:
        return None
    if match["nd"] is None:
        return Form(
            "by",
            month_end(year, month),
            year=year,
            strength="weak",
            reason=f"写明 {year} 年 {month} 月，按该月最后一天计",
        )
    date = day(year, month, int(match["nd"]))
    return None if date is None else Form("by", date, year=year, strength="weak", reason="写明了日期")


def _month_form(match: re.Match[str], year: int | None, own: int | None) -> Form | None:
    month = month_number(match["m"])
    if month is None:
        return None
    if year is None:
        return Form("by", None, reason="没有年份，需补充计划年度", needs_answer=True, strength="weak")
    source = "" if own else f"，年份按计划年度 {year} 年计"
    if match["d"]:
        date = day(year, month, chinese_value(match["d"]) or 0)
        return None if date is None else Form("by", date, year=own, strength="weak", reason=f"写明了日期{source}")
    third = match["third"]
    if third in _TENTHS:
        date = day(year, month, _TENTHS[third])
        return Form(
            "by", date, year=own, reason=f"“{third}”按 {_TENTHS[third]} 日计{source}", needs_answer=third in "初中"
        )
    if third is None and match["before"]:
        first = dt.date(year, month, 1) - dt.timedelta(days=1)
        reason = f"“{month}月前”按字面为 {first.month} 月最后一天{source}，也可能指 {month} 月底"
        return Form("by", first.isoformat(), year=own, reason=reason, needs_answer=True)
    strength: Strength = "strong" if third else "weak"
    return Form("by", month_end(year, month), year=own, strength=strength, reason=f"按 {month} 月最后一天计{source}")


def _season_form(match: re.Match[str], year: int | None, own: int | None) -> Form | None:
    if year is None:
        return Form("by", None, reason="没有年份，需补充计划年度", needs_answer=True, strength="weak")
    if match["half"]:
        month, ends = (6 if match["half"] == "上半年" else 12), match["he"]
    else:
        sign = match["q"].removeprefix("第").removesuffix("季度")
        quarter = {"前三": 3, "首": 1}.get(sign) or chinese_value(sign) or 0
        month, ends = _QUARTER_ENDS[quarter], match["qe"]
    reason = f"“{match['half'] or match['q']}”按 {year} 年 {month} 月最后一天计"
    return Form("by", month_end(year, month), year=own, strength="strong" if ends else "weak", reason=reason)


def _year_form(match: re.Match[str], year: int | None) -> Form | None:
    if year is None:
        return None
    part = match["part"]
    if part == "年中":
        return Form("by", month_end(year, 6), year=year, strength="weak", reason="“年中”按 6 月最后一天计")
    if part is None and match["before"]:
        reason = f"“{year}年前”按字面为 {year - 1} 年最后一天，也可能指 {year} 年底"
        return Form("by", f"{year - 1}-12-31", year=year, reason=reason, needs_answer=True)
    if part is None and match["y2"] in ("今", "本", "当", "明", "来"):
        return Form(
            "by", f"{year}-12-31", strength="said", reason=f"“{match['y2']}年”按 {year} 年最后一天计", is_bare_year=True
        )
    is_bare = part is None
    return Form(
        "by",
        f"{year}-12-31",
        year=year,
        strength="weak" if is_bare else "strong",
        reason=f"按 {year} 年最后一天计",
        is_bare_year=is_bare,
    )


def _year_word(word: str, year: int | None) -> Form:
    if year is None:
        return Form("by", None, reason=f"“{word}”没有年份，需补充计划年度", needs_answer=True)
    if word == "年中":
        return Form("by", month_end(year, 6), strength="weak", reason=f"“年中”按 {year} 年 6 月最后一天计")
    return Form("by", f"{year}-12-31", reason=f"“{word}”按计划年度 {year} 年计")


def _holiday_form(name: str, own: int | None, base: int | None) -> Form | None:
    year = own or base
    if year is None:
        return Form("by", None, reason="没有写明是哪一年", needs_answer=True)
    # 元旦前 in a plan means the new year at its end.
    found = day_before(name, year + 1 if name == "元旦" and own is None else year)
    if found is None:
        return None
    reason = f"“{name}前”按放假首日的前一天计" if found.is_official else f"“{name}前”按节日前一天计，放假安排另见通知"
    return Form("by", found.day.isoformat(), reason=reason, needs_answer=not found.is_official)


def _vague_form(words: str) -> Form:
    """Return the end that 年前 and 节前 leave open: the year's own or the Spring Festival's, or which holiday's."""
    reason = "“年前”可能指年底前，也可能指春节前" if words == "年" else f"“{words.strip('“”')}前”没有写明是哪个节日"
    return Form("by", None, reason=reason, needs_answer=True)


def _five_years(match: re.Match[str]) -> Form:
    first = _FIVE_YEARS[match["five"]]
    name = f"“十{match['five']}五”"
    if match["fe"] in ("期间", "时期"):
        reason = f"{name}为 {first}—{first + 4} 年"
        return Form("range", f"{first + 4}-12-31", f"{first}-01-01", year=first, strength="weak", reason=reason)
    return Form("by", f"{first + 4}-12-31", year=first + 4, reason=f"{name}末为 {first + 4} 年底")


def read_year_span(match: re.Match[str], base: int | None) -> Form | None:
    """Return what a match of YEAR_SPAN means, None if it is no span."""
    del base
    first = named_year(match["a"], None)
    last = named_year(match["b"], None)
    if first is None or last is None or not first < last <= first + 30:
        return None
    reason = f"起止年份，按 {first} 年初至 {last} 年底计"
    return Form("range", f"{last}-12-31", f"{first}-01-01", year=first, strength="weak", reason=reason)


def read_month_span(match: re.Match[str], base: int | None) -> Form | None:
    """Return what a match of MONTH_SPAN means, None if it is no span."""
    own = named_year(match["y"], base)
    first_year = own or base
    last_year = named_year(match["y2"], first_year) or first_year
    bounds = _quarter_bounds(match) if match["q2"] else _month_bounds(match)
    if bounds is None:
        return None
    if first_year is None or last_year is None:
        reason = "起止时间没有年份，需补充计划年度"
        return Form("by", None, reason=reason, needs_answer=True, strength="weak")
    (month, first), (last_month, last) = bounds
    start = day(first_year, month, first)
    end = month_end(last_year, last_month) if last is None else day(last_year, last_month, last)
    if start is None or end is None or end < start:
        return None
    source = "" if own else f"，年份按计划年度 {first_year} 年计"
    return Form("range", end, start, year=own, strength="weak", reason=f"起止时间{source}")


def read_figure_span(match: re.Match[str], base: int | None) -> Form | None:
    """Return what a match of FIGURE_SPAN means, None if it is no span."""
    del base
    if match["sep"] == "-" and "至" not in match.group() and "到" not in match.group():
        return None
    year = int(match["y1"])
    last_year, last_month = int(match["y2"] or year), month_number(match["m2"])
    start = day(year, month_number(match["m1"]) or 0, int(match["d1"] or 1))
    if start is None or last_month is None:
        return None
    end = day(last_year, last_month, int(match["d2"])) if match["d2"] else month_end(last_year, last_month)
    if end is None or end < start or bool(match["d1"]) > bool(match["d2"]):
        return None
    return Form("range", end, start, year=year, strength="weak", reason="写明了起止日期")


def _quarter_bounds(match: re.Match[str]) -> tuple[tuple[int, int], tuple[int, int | None]] | None:
    first = chinese_value((match["q1"] or match["m1"] or "").removeprefix("第"))
    last = chinese_value(match["q2"].removeprefix("第"))
    if first is None or last is None or not 1 <= first < last <= 4:
        return None
    return (first * 3 - 2, 1), (last * 3, None)


def _month_bounds(match: re.Match[str]) -> tuple[tuple[int, int], tuple[int, int | None]] | None:
    month = month_number(match["m1"])
    last_month = month_number(match["m2"] or match["m3"] or match["m1"])
    if month is None or last_month is None:
        return None
    if not (match["m2"] or match["m3"]) and not match["d1"]:
        return None
    first = (
        chinese_value(match["d1"])
        if match["d1"]
        else {"中旬": 11, "下旬": 21, "底": 25, "末": 25}.get(match["t1"] or "", 1)
    )
    if match["d2"]:
        return (month, first or 0), (last_month, chinese_value(match["d2"]) or 0)
    return (month, first or 0), (last_month, _TENTHS.get(match["t2"] or ""))


def read_each(match: re.Match[str], times: int | None) -> Form:
    """Return what a match of EACH means.

    Args:
        match: a match of EACH.
        times: how often in each period, where it is said.
    """
    every = _EVERY[match["unit"]]
    date: str | None = None
    if every == "year":
        date = _yearly_day(match)
    elif every == "month" and match["day"]:
        number = chinese_value(match["day"]) or 0
        date = f"{number:02d}" if 1 <= number <= 31 else None
    return Form("recurring", date, every=every, times=times, reason=f"“{match.group().rstrip('前')}”是周期性要求")


def _yearly_day(match: re.Match[str]) -> str | None:
    if match["word"] in ("年底", "年末", "年终", "底", "末"):
        return "12-31"
    month = month_number(match["m"])
    if month is None:
        return None
    if match["d"]:
        date = day(2024, month, chinese_value(match["d"]) or 0)
        return None if date is None else date[5:]
    third = match["third"]
    number = _TENTHS.get(third or "")
    return f"{month:02d}-{number:02d}" if number else month_end(2023, month)[5:]


def read_further_month(form: Form, month: int) -> Form:
    """Return a yearly duty in another month (每年3月、9月各开展一次)."""
    return replace(form, date=month_end(2023, month)[5:], times=None)


def read_rhythm(unit: str, times: int | None = None) -> Form:
    """Return what 按月, 季调度, 半年通报 and 一年两次 mean."""
    return Form("recurring", every=_EVERY[unit], times=times, reason="周期性要求")
