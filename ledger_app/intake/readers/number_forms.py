"""Writes a list number in the forms Word knows: 一, 壹, 甲, ①, Ⅳ, iv, aa, １, ...

The names are those of WordprocessingML (ST_NumberFormat); Word 97 has the same forms under code numbers
(MSONFC).  Source: ECMA-376 part 1, 17.18.59; MS-OSHARED 2.2.1.3.
"""

from __future__ import annotations

from collections.abc import Callable

_PLAIN = "〇一二三四五六七八九"
_TAIWAN = "○一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_LEGAL_JAPANESE = "〇壱弐参四伍六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_ROMAN_LIMIT = 32767

WORD97_FORMS = (
    "decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "ordinal", "cardinalText", "ordinalText",
    "hex", "chicago", "ideographDigital", "japaneseCounting", "aiueo", "iroha", "decimalFullWidth",
    "decimalHalfWidth", "japaneseLegal", "japaneseDigitalTenThousand", "decimalEnclosedCircle", "decimalFullWidth2",
    "aiueoFullWidth", "irohaFullWidth", "decimalZero", "bullet", "ganada", "chosung", "decimalEnclosedFullstop",
    "decimalEnclosedParen", "decimalEnclosedCircleChinese", "ideographEnclosedCircle", "ideographTraditional",
    "ideographZodiac", "ideographZodiacTraditional", "taiwaneseCounting", "ideographLegalTraditional",
    "taiwaneseCountingThousand", "taiwaneseDigital", "chineseCounting", "chineseLegalSimplified",
    "chineseCountingThousand",
)  # fmt: skip
"""Names by Word 97's code numbers; 255 is "none"."""


def in_form(number: int, form: str) -> str:
    """Return a number in a form; forms that cannot write it, and unknown ones, give plain digits."""
    write = _FORMS.get(form)
    return (write(number) if write else "") or str(number)


def form_of_word97(code: int) -> str:
    """Return the name of a form from Word 97's code number."""
    if code == 255:
        return "none"
    return WORD97_FORMS[code] if code < len(WORD97_FORMS) else "decimal"


def _digits(alphabet: str) -> Callable[[int], str]:
    return lambda number: "".join(alphabet[int(digit)] for digit in str(number)) if number >= 0 else ""


def _counting(
    digits: str, units: str, *, zero: str = "", drops_one: str = "", is_ten_short: bool = False
) -> Callable[[int], str]:
    """Return a writer of numbers below 10,000 with unit characters.

    Args:
        digits: characters for 0 to 9.
        units: characters for ten, hundred, thousand.
        zero: what stands for skipped places between digits.
        drops_one: units before which a leading 1 is never written.
        is_ten_short: 10 to 19 are written without the leading 1.
    """

    def write(number: int) -> str:
        if not 0 < number < 10_000:
            return digits[0] if number == 0 else ""
        out: list[str] = []
        is_gap = False
        for power in (3, 2, 1, 0):
            digit = number // 10**power % 10
            if digit == 0:
                is_gap = bool(out)
                continue
            if is_gap and zero:
                out.append(zero)
            is_gap = False
            unit = units[power - 1] if power else ""
            is_short = unit in drops_one if unit else False
            is_short = is_short or (is_ten_short and power == 1 and not out)
            out.append(unit if digit == 1 and is_short else digits[digit] + unit)
        return "".join(out)

    return write


def _below_hundred_else(
    first: Callable[[int], str], then: Callable[[int], str], bound: int = 100
) -> Callable[[int], str]:
    return lambda number: first(number) if number < bound else then(number)


def _roman(number: int) -> str:
    if not 0 < number <= _ROMAN_LIMIT:
        return ""
    out = []
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        out.append(letters * count)
    return "".join(out)


def _letters(number: int) -> str:
    """Return A to Z, then AA, BB as Word repeats them."""
    if not 0 < number <= 780:
        return ""
    times, index = divmod(number - 1, 26)
    return chr(ord("A") + index) * (times + 1)


def _run(*starts: tuple[int, int, int]) -> Callable[[int], str]:
    """Return a writer over runs of consecutive characters given as (first number, last number, code point)."""

    def write(number: int) -> str:
        for low, high, code in starts:
            if low <= number <= high:
                return chr(code + number - low)
        return ""

    return write


def _of(alphabet: str) -> Callable[[int], str]:
    return lambda number: alphabet[number - 1] if 0 < number <= len(alphabet) else ""


def _sexagenary(number: int) -> str:
    if not 0 < number <= 60:
        return ""
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12]


def _ordinal(number: int) -> str:
    tail = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{tail}"


def _full_width(number: int) -> str:
    return str(number).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})


_tens_plain = _counting(_PLAIN, "十百千", is_ten_short=True)
_thousands = _counting(_PLAIN, "十百千", zero="零", is_ten_short=True)
_circled = _run((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1))

_FORMS: dict[str, Callable[[int], str]] = {
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "ordinal": _ordinal,
    "hex": lambda number: f"{number:X}",
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _run((1, 20, 0x2488)),
    "decimalEnclosedParen": _run((1, 20, 0x2474)),
    "numberInDash": lambda number: f"- {number} -",
    "ideographEnclosedCircle": _run((1, 10, 0x3280)),
    "ideographTraditional": _of(_STEMS),
    "ideographZodiac": _of(_BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
    "ideographDigital": _digits(_PLAIN),
    "japaneseDigitalTenThousand": _digits(_PLAIN),
    "taiwaneseDigital": _digits(_TAIWAN),
    "chineseCounting": _below_hundred_else(_tens_plain, _digits(_TAIWAN)),
    "taiwaneseCounting": _below_hundred_else(_tens_plain, _digits(_TAIWAN)),
    "chineseCountingThousand": _thousands,
    "taiwaneseCountingThousand": _thousands,
    "japaneseCounting": _counting(_PLAIN, "十百千", drops_one="十百千"),
    "japaneseLegal": _counting(_LEGAL_JAPANESE, "拾百阡"),
    "chineseLegalSimplified": _counting(_LEGAL, "拾佰仟", zero="零"),
    "ideographLegalTraditional": _counting(_LEGAL_TRADITIONAL, "拾佰仟", zero="零"),
}
