"""Chinese numerals as plans write them: 二十三, 二〇二三, 两, 廿, 壹.

Not here: where a numeral stands and what it counts (numbering, fields).
"""

from __future__ import annotations

from functools import lru_cache

DIGITS = {
    **dict(zip("〇一二三四五六七八九", range(10), strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)),
    **dict(zip("零○两ーニハ-", (0, 0, 2, 1, 2, 8, 1), strict=True)),
}
"""Digits, with the look-alikes that input methods and OCR leave (katakana, a dash for 一)."""

_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000}
_SHORT_TENS = {"廿": 20, "卅": 30}


@lru_cache(maxsize=1024)
def chinese_value(text: str) -> int | None:
    """Return the value of a numeral in Chinese or plain digits, None if it is none."""
    if not text:
        return None
    if text.isdecimal():
        return int(text) if len(text) <= 9 else None
    if all(character in DIGITS for character in text):
        return _by_place(text)
    return _by_tens(text)


def _by_place(text: str) -> int | None:
    if len(text) > 4:
        return None
    value = 0
    for character in text:
        value = value * 10 + DIGITS[character]
    return value


def _by_tens(text: str) -> int | None:
    total, digit = 0, 0
    for character in text:
        if character in DIGITS:
            digit = DIGITS[character]
        elif character in _TENS:
            total += (digit or 1) * _TENS[character]
            digit = 0
        elif character in _SHORT_TENS:
            total += _SHORT_TENS[character]
            digit = 0
        else:
            return None
    return total + digit
