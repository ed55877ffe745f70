"""Mends what recognition confuses in official text: only where the place leaves no doubt, one sign for one.

Numbers at the start of a line, figures inside dates, brackets of document numbers, stops between Chinese
characters.  Never words: what a word should have been is for a person to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_HANZI = "\u3400-\u9fff"
_LIKE_NUMERAL = str.maketrans("—–-ー一_~=＝ニ二三ミ+＋十", "一一一一一一一二二二二三三十十十")
_LIKE_DIGIT = str.maketrans("lI|丨OoQ", "1111000")

_START = r"^[ \u3000]*"
_NUMERAL = "[—–\\-ー_~=＝ニ二三ミ+＋十一四五六七八九百〇○]"
_LEADING_NUMERAL = re.compile(_START + rf"({_NUMERAL}{{1,3}})(?=[、．])")
_LEADING_IN_BRACKETS = re.compile(_START + rf"[(（]({_NUMERAL}{{1,3}})(?=[)）])")
_LEADING_DIGITS = re.compile(_START + r"([lI|丨\d][lI|丨Oo\d]?)(?=[.．、][^\d])")
_DIGITS_IN_BRACKETS = re.compile(_START + r"[(（]([lI|丨\d][lI|丨Oo\d]?)(?=[)）])")
_DIGIT_IN_NUMBER = re.compile(
    r"(?<=\d)[OoQ](?=[\d年月日%％.])|(?<=[年月])[lI|丨](?=\d?[月日])|(?<=\d)[lI|丨](?=[\d年月日%％])"
)
_DAY = re.compile(r"(?<=月\d)口|(?<=月\d\d)口|(?<=\d)口(?=前)")
_DASH_IN_SPAN = re.compile(r"(?<=[\d年月日%％])[一ー](?=\d)")
_DASH_AT_END = re.compile(r"(?<=\d年)[一ー]$|(?<=\d月)[一ー]$")
_YEAR_IN_BRACKETS = re.compile(
    r"[\[［【〔(（]((?:19|20)\d{2})[\]］】〕)）](?=\s?\d{1,4}\s?号)"
    r"|(?<=[发字函办规文令])[\[［【〔]((?:19|20)\d{2})[\]］】〕]"
)
_HALF_OPEN = re.compile(r"〔((?:19|20)\d{2})[\]］】)）]|[\[［【(（]((?:19|20)\d{2})〕")
_HALF_STOPS = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_HALF_STOP = re.compile(rf"(?<=[{_HANZI}》”）)％%])[,;:?!](?=[{_HANZI}《“（(\s]|$)|(?<=[{_HANZI}])[,;:](?=[\dA-Za-z])")
_FULL_STOP = re.compile(rf"(?<=[{_HANZI}])[，；：？！](?=[{_HANZI}《“（]|$)")
_STOP_AT_END = re.compile(rf"(?<=[{_HANZI}]{{3}})\.$")


def mended(text: str, *, begins: bool, following: str = "", is_full_width: bool = True) -> str:
    """Return a recognised line with certain confusions put right; its length stays the same.

    Args:
        text: the line.
        begins: nothing stands to its left, so that it may begin with a number.
        following: the text of the next line, "" if none.
        is_full_width: the document is printed with Chinese stops, see `prints_full_width`.
    """
    if begins:
        text = _with(_LEADING_NUMERAL, text, _numeral)
        text = _with(_LEADING_IN_BRACKETS, text, _numeral)
        text = _with(_LEADING_DIGITS, text, _digits)
        text = _with(_DIGITS_IN_BRACKETS, text, _digits)
    text = _DIGIT_IN_NUMBER.sub(lambda match: _digits(match.group()), text)
    text = _DAY.sub("日", text)
    text = _DASH_IN_SPAN.sub("—", text)
    if following[:1].isdecimal():
        text = _DASH_AT_END.sub("—", text)
    for pattern in (_YEAR_IN_BRACKETS, _HALF_OPEN):
        text = pattern.sub(lambda match: f"〔{match.group(1) or match.group(2)}〕", text)
    return _with_chinese_stops(text) if is_full_width else text


def prints_full_width(lines: Iterable[str]) -> bool:
    """Tell whether a document is printed with Chinese stops: most between Chinese characters were seen so."""
    full = half = 0
    for line in lines:
        full += len(_FULL_STOP.findall(line))
        half += len(_HALF_STOP.findall(line))
    return full >= half


def _with(pattern: re.Pattern[str], text: str, change: Callable[[str], str]) -> str:
    """Return text with the group of a match changed."""
    match = pattern.match(text)
    return text if match is None else text[: match.start(1)] + change(match.group(1)) + text[match.end(1) :]


def _numeral(text: str) -> str:
    return text.translate(_LIKE_NUMERAL)


def _digits(text: str) -> str:
    return text.translate(_LIKE_DIGIT)


def _with_chinese_stops(text: str) -> str:
    text = _HALF_STOP.sub(lambda match: _HALF_STOPS[match.group()], text)
    text = _STOP_AT_END.sub("。", text)
    return _with_paired_brackets(text)


def _with_paired_brackets(text: str) -> str:
    """Return text with brackets around Chinese, or around anything in a Chinese line, full width."""
    if not re.search(f"[{_HANZI}]", text):
        return text
    return text.replace("(", "（").replace(")", "）")
