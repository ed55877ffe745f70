"""Tell by their titles whether two papers are issues of the same plan.  Source: docs/domain.md section 12."""

from __future__ import annotations

import re
import unicodedata

_QUOTED = re.compile(r"(?:印发|下发|转发|修订|修改|调整|公布|发布|实行|实施|做好|落实)[^《]{0,12}《(.{4,})》")
_ISSUE = (
    r"(?:再次)?(?:修订|修改|修正|调整|更新|更正|征求意见|公开征求意见|送审|报审|审议|讨论|草案|草|初|试行|暂行|定|终|最终|正式"
    r"|最新|会签|印发|第?[一二三四五六七八九十\d]+次?(?:修订|修改)?)(?:稿|版|本)?"
)
_DAY = r"(?:20\d\d年?)?(?:\d{1,2}月)?(?:\d{1,2}日)?"
_BRACKETED = re.compile(rf"[(\[]\s*(?:{_DAY}{_ISSUE}|20\d\d年?(?:版|修订)?)\s*[)\]]")
_AT_END = re.compile(
    r"(?:[-_\s]*(?:修订稿|修订版|修改稿|征求意见稿|送审稿|草案|初稿|定稿|终稿|最终版|正式稿|新版"
    r"|v\d+(?:\.\d+)*|第[一二三四五\d]+版))+$"
)
_NOTICE = re.compile(r"(?:的)?(?:补充)?通知$")
_ABOUT = re.compile(r"^.{0,40}?关于(?:重新)?(?:印发|下发|转发|修订|修改|调整|公布|发布)")
_YEAR = re.compile(r"(20\d\d)(?:\s*[-~至]\s*(20\d\d))?\s*年?(?:度)?")
_NO_LETTERS = re.compile(r"[\W_]+")


def title_stem(title: str) -> str:
    """Return what two issues of a plan have in common: no year, no 的通知, no （修订）, no blanks or punctuation."""
    text = unicodedata.normalize("NFKC", title).strip().lower()
    quoted = _QUOTED.search(text)
    text = quoted[1] if quoted else _ABOUT.sub("", text)
    text = _NOTICE.sub("", _AT_END.sub("", _BRACKETED.sub("", text)).strip())
    return _NO_LETTERS.sub("", _YEAR.sub("", _AT_END.sub("", text)))


def title_years(title: str) -> tuple[int, ...]:
    """Return the years a title names, those in （2024年修订） left out."""
    text = _BRACKETED.sub("", unicodedata.normalize("NFKC", title))
    return tuple(int(year) for match in _YEAR.finditer(text) for year in match.groups() if year)


def is_other_year(one: str, other: str) -> bool:
    """Say whether two titles name different years: then they are different plans."""
    years, others = title_years(one), title_years(other)
    return bool(years and others) and years != others
