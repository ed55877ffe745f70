"""Numbers at the beginning of a line: 一、（一） 1. （1） ① 第一部分 1.1 and their many spellings.

Reads one line; whether the number is part of a sequence, and its level, is decided over the whole plan
(outline_levels).  Source: docs/domain.md section 9.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from ledger_app.intake.chinese_number import chinese_value
from ledger_app.intake.folding import flatten

CANONICAL_ORDER: Final = (
    "style0",
    "style1",
    "style2",
    "part",
    "chapter",
    "section",
    "article",
    "formal",
    "stem",
    "roman",
    "named",
    "stage",
    "cn",
    "cn_paren",
    "cn_half",
    "ar_dun",
    "ar",
    "decimal2",
    "decimal3",
    "decimal4",
    "ar_paren",
    "ar_half",
    "circled",
    "alpha",
)
"""Forms of numbers from the outermost to the innermost, where a plan itself shows no other order."""

_HAN = "一二三四五六七八九十百〇零廿卅ーニハ"
_UNITS = {
    "部分": "part",
    "编": "part",
    "篇": "part",
    "章": "chapter",
    "节": "section",
    "条": "article",
    "阶段": "stage",
}
_PART = re.compile(rf"第\s*([{_HAN}]{{1,5}}|\d{{1,3}})\s*(部分|编|篇|章|节|条|阶段)\s*[、:.,]?\s*")
_NAME = (
    r"(?:[\u4e00-\u9fff]{1,4}/)?(?:重点|专项)?"
    r"(?:任务|行动|工程|项目|举措|方向|赛道|专项|板块|专题|模块|路径|问题|事项|实事|课题|场景|清单)"
)
_NAMED = re.compile(
    rf"{_NAME}\s*([{_HAN}]{{1,3}}|\d{{1,2}})\s*[、:.]\s*"
    rf"|第\s*([{_HAN}]{{1,3}}|\d{{1,2}})\s*(?:件|项|类|步骤?)\s*[、:.]\s*"
)
_FORMAL = re.compile(r"([壹贰叁肆伍陆柒捌玖拾]{1,3})\s*[、.,:\s]\s*")
_CN = re.compile(rf"([{_HAN}]{{1,4}}|-)\s*([、.])\s*|([{_HAN}]{{1,4}})\s*([,:]|\s)\s*")
_CN_PAREN = re.compile(rf"\(\s*([{_HAN}](?:\s?[{_HAN}]){{0,3}}|-)\s*\)\s*[、.,:]?\s*")
_CN_HALF = re.compile(rf"([{_HAN}]{{1,4}})\s*\)\s*[、.]?\s*")
_AR = re.compile(
    r"([\dlIO]{1,3})\s*(、|\.(?!\d)|\.(?=20\d\d年)|(?<!\s)\.)\s*|(\d{1,3})\s*(,)(?!\d)\s*|(\d{1,2})(\s)\s*(?=[^\W\d_a-zA-Z])"
)
_AR_PAREN = re.compile(r"\(\s*([\dlIO]{1,3})\s*\)\s*[、.,:]?\s*")
_AR_HALF = re.compile(r"(\d{1,3})\s*\)\s*[、.]?\s*")
_DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})[.、]?(\s*)(?=[^\W\d_a-zA-Z])")
_ALPHA = re.compile(r"\(?([a-zA-Z])[.、)]\s*(?![a-zA-Z.])")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_STEM = re.compile(rf"([{_STEMS}])\s*[、.]\s*")
_ROMAN = re.compile(r"([Ⅰ-Ⅻ])\s*[、.,:\s]\s*")
_SIGN_RUNS = (  # first and last sign, value of the first, form
    ("㈠", "㈩", 1, "cn_paren"),
    ("⒈", "⒛", 1, "ar"),
    ("⑴", "⒇", 1, "ar_paren"),
    ("①", "⑳", 1, "circled"),
    ("㉑", "㉟", 21, "circled"),
    ("㊱", "㊿", 36, "circled"),
    ("❶", "❿", 1, "circled"),
    ("➀", "➉", 1, "circled"),
    ("➊", "➓", 1, "circled"),
)
_SIGNS = {
    chr(code): (code - ord(first) + value, form)
    for first, last, value, form in _SIGN_RUNS
    for code in range(ord(first), ord(last) + 1)
}
_COULD_BEGIN = re.compile(rf"[\d{_HAN}壹贰叁肆伍陆柒捌玖拾{_STEMS}Ⅰ-Ⅻa-zA-Z(第\-{''.join(_SIGNS)}]|{_NAME}")
_BEGINNING, _LONGEST_NAME = 24, 9
_AFTER_SIGN = re.compile(r"[\s、.]*")
# "三、四级手术", "二、三产业", "1、2号楼": two numerals of one phrase, no heading.
_SERIES = re.compile(
    rf"(?:[{_HAN}]+|\d+)(?:[、,和](?:[{_HAN}]+|\d+))*"
    r"(?:级|类|季度|产业|审|期|线|孩|胎|楼|届|环|号|班|年级|批|院区|甲|乙|月|次|种|人民)"
)
_QUANTITY = re.compile(r"[万亿千百%‰个家所名人倍元米公级版岁张份台套月年日次例支]")
_FIGURE = re.compile(r"\d(?!\d{3}年)")
_LETTERS = str.maketrans("lIO", "110")
_BEFORE = " \t\u3000\u2002\u2003\u2009★☆▲△※*"
_MAX_ITEM = 999


@dataclass(frozen=True, slots=True)
class Label:
    """A number at the beginning of a line.

    Attributes:
        form: one of CANONICAL_ORDER.
        value: its place in its sequence, from 1.
        printed: the number as printed, without the blanks after it.
        end: offset in the line of the first character after the number and its blanks.
        is_doubtful: may be no number of an item at all; only a fitting sequence makes it one.
        other: another way to read it, for where the sequence refuses the first (4.65岁 is 4. or 4.65).
    """

    form: str
    value: int
    printed: str
    end: int
    is_doubtful: bool = False
    other: Label | None = None


def read_label(line: str) -> Label | None:
    """Return the number at the beginning of a line (leading blanks allowed), None if there is none."""
    beginning = flatten(line[:_BEGINNING]).lstrip(_BEFORE)
    # Most lines begin with words: a look at the first letters spares folding the line and a dozen patterns.
    is_enough = len(beginning) >= _LONGEST_NAME or len(line) <= _BEGINNING
    if is_enough and _COULD_BEGIN.match(beginning) is None:
        return None
    flat = flatten(line)
    start = len(flat) - len(flat.lstrip(_BEFORE))
    if start >= len(flat):
        return None
    sign = _SIGNS.get(flat[start])
    if sign is not None:
        after = _AFTER_SIGN.match(flat, start + 1)
        return Label(sign[1], sign[0], flat[start], after.end() if after else start + 1)
    for read in (_part, _paren, _han, _arabic, _rare):
        label = read(line, flat, start)
        if label is not None:
            return label
    return None


def _label(form: str, digits: str, match: re.Match[str], line: str, *, doubtful: bool = False) -> Label | None:
    value = chinese_value(re.sub(r"\s", "", digits).translate(_LETTERS))
    if value is None or not 0 < value <= _MAX_ITEM:
        return None
    is_odd = doubtful or digits == "-" or any(letter in "lIO" for letter in digits)
    printed = line[match.start() : match.end()].strip()
    return Label(form, value, printed, match.end(), is_odd)


def _part(line: str, flat: str, start: int) -> Label | None:
    match = _PART.match(flat, start)
    if match:
        label = _label(_UNITS[match[2]], match[1], match, line)
        return label if label is None else _without_stop(label)
    match = _NAMED.match(flat, start)
    label = _label("named", match[1] or match[2], match, line) if match else None
    return label if label is None else _without_stop(label)


def _without_stop(label: Label) -> Label:
    """Return a number like 第一部分： or 任务一： without the stop that stands behind it."""
    return Label(label.form, label.value, label.printed.rstrip("、：:.．,，"), label.end)


def _paren(line: str, flat: str, start: int) -> Label | None:
    if flat[start] != "(":
        return None
    match = _CN_PAREN.match(flat, start)
    if match:
        return _label("cn_paren", match[1], match, line)
    match = _AR_PAREN.match(flat, start)
    return _label("ar_paren", match[1], match, line) if match else None


def _han(line: str, flat: str, start: int) -> Label | None:
    match = _CN_HALF.match(flat, start)
    if match:
        return _label("cn_half", match[1], match, line)
    match = _CN.match(flat, start)
    if match:
        digits = match[1] or match[3]
        series = _SERIES.match(flat, match.end()) is not None
        return _label("cn", digits, match, line, doubtful=series or match[1] is None)
    match = _FORMAL.match(flat, start)
    return _label("formal", match[1], match, line) if match else None


def _arabic(line: str, flat: str, start: int) -> Label | None:
    match = _DECIMAL.match(flat, start)
    if match:
        steps = match[1].split(".")
        doubtful = not match[2] and _QUANTITY.match(flat, match.end()) is not None
        label = _label(f"decimal{len(steps)}", steps[-1], match, line, doubtful=doubtful)
        plain = _plain_arabic(line, flat, start) if doubtful else None
        return replace(label, other=plain) if label is not None and plain is not None else label or plain
    match = _AR_HALF.match(flat, start)
    if match:
        return _label("ar_half", match[1], match, line)
    return _plain_arabic(line, flat, start)


def _plain_arabic(line: str, flat: str, start: int) -> Label | None:
    match = _AR.match(flat, start)
    if not match:
        return None
    digits = match[1] or match[3] or match[5]
    separator = match[2] or match[4] or match[6]
    # 2.0—6岁儿童 is item 2 about 0—6, or a figure; a year after the stop is the item's text.
    figure = separator == "." and _FIGURE.match(flat, match.end()) is not None
    doubtful = separator.isspace() or figure or _SERIES.match(flat, match.end()) is not None
    return _label("ar_dun" if separator == "、" else "ar", digits, match, line, doubtful=doubtful)


def _rare(line: str, flat: str, start: int) -> Label | None:
    match = _ROMAN.match(flat, start)
    if match:
        return Label("roman", ord(match[1]) - ord("Ⅰ") + 1, line[start : match.end()].strip(), match.end())
    match = _STEM.match(flat, start)
    if match:
        return Label("stem", _STEMS.index(match[1]) + 1, line[start : match.end()].strip(), match.end())
    match = _ALPHA.match(flat, start)
    if match:
        return Label("alpha", ord(match[1].lower()) - ord("a") + 1, line[start : match.end()].strip(), match.end())
    return None
