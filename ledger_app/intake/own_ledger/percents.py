"""Completion as ledgers write it: 0.75, 75, 75%, 七成, 过半, 三分之二, 已完成; the column as a whole tells the scale.

Source: docs/domain.md section 2.2 (完成进度).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ledger_app.intake.chinese_number import DIGITS, chinese_value
from ledger_app.intake.document import Cell
from ledger_app.intake.folding import squeeze

Scale = Literal["share", "hundred"]

_ABOUT = r"(?:已|累计|总体|整体|任务|工作|进度|约|大约|近|达到?|完成|为|:|>=?|≥)*"
_HUNDRED = re.compile(rf"{_ABOUT}(\d{{1,3}}(?:\.\d+)?)%(?:以上|左右)?")
_OF_HUNDRED = re.compile(rf"{_ABOUT}百分之([零〇一二三四五六七八九十百\d]+)")
_PARTS = re.compile(rf"{_ABOUT}([一二三四五六七八九十百])分之([一二三四五六七八九十]+)")
_TENTHS = re.compile(rf"{_ABOUT}([一二三四五六七八九])成([一二三四五六七八九半])?")
_RATIO = re.compile(r"(?:已?完成)?(\d{1,5})/(\d{1,5})(?:个|项|家|件|村)?")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d+)?")
_HINT = re.compile(r"[%％成半分/／完办竣销未没无]|100")
_WORDS = (
    (re.compile(r"(?:已|全部|均已|已全部|已经|按期|提前)*(?:完成|办结|完工|销号|竣工)|100"), 100.0),
    (re.compile(r"(?:尚?未|没有|还未)(?:启动|开始|开工|开展|实施)|未动工|无进展"), 0.0),
    (re.compile(r"(?:进度|完成|已|刚|工程量)*(?:过半|一半|半)"), 50.0),
)


@dataclass(frozen=True, slots=True)
class Percents:
    """How the percentages of one column are read.

    Attributes:
        scale: whether a bare number is a share of one or of a hundred.
        is_doubtful: nothing but 0 and 1 stands there; they are read as shares.
    """

    scale: Scale = "hundred"
    is_doubtful: bool = False

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> Percents:
        """Return how a column is read: all bare numbers at most one are shares."""
        numbers = [number for cell in cells if (number := _bare(cell)) is not None]
        if not numbers or max(numbers) > 1:
            return cls()
        return cls("share", is_doubtful=all(number in (0, 1) for number in numbers))

    def read(self, cell: Cell) -> float | None:
        """Return the percentage of a cell, 0 to 100, None where it cannot be told."""
        number = _bare(cell)
        if number is None:
            return percent_of_words(cell.text)
        return _capped(number * 100 if self.scale == "share" else number)


@lru_cache(maxsize=4096)
def percent_of_words(text: str) -> float | None:
    """Return the percentage that written words mean by themselves, None where they mean none."""
    if not _HINT.search(text):
        return None
    words = squeeze(text).rstrip("。;,")
    for pattern in (_HUNDRED, _OF_HUNDRED):
        match = pattern.fullmatch(words)
        if match:
            value = float(match[1]) if pattern is _HUNDRED else chinese_value(match[1])
            return None if value is None else _capped(float(value))
    match = _PARTS.fullmatch(words)
    if match:
        whole, part = chinese_value(match[1]), chinese_value(match[2])
        return round(part * 100 / whole, 1) if whole and part and part <= whole else None
    match = _TENTHS.fullmatch(words)
    if match:
        rest = 5 if match[2] == "半" else DIGITS.get(match[2] or "", 0)
        return float(DIGITS[match[1]] * 10 + rest)
    match = _RATIO.fullmatch(words)
    if match and 0 < int(match[2]) >= int(match[1]):
        return round(int(match[1]) * 100 / int(match[2]), 1)
    return next((value for pattern, value in _WORDS if pattern.fullmatch(words)), None)


def _bare(cell: Cell) -> float | None:
    """Return a cell's number where it is written without a percent sign."""
    words = squeeze(cell.text)
    return float(words) if _NUMBER.fullmatch(words) else None


def _capped(value: float) -> float:
    return round(min(max(value, 0.0), 100.0), 4)
