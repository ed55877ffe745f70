"""Shows a cell's number as its format code says: figures, percentages, dates, times, words around them.

Codes as ECMA-376 part 1, 18.8.31 describes them; fractions and forms of figures in characters (DBNum) are shown as
plain numbers.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

BUILT_IN: dict[int, str] = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;[Red]-#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""Codes that a Chinese Excel knows by number alone; 0 and those missing are General."""

_TOKEN = re.compile(
    r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]|AM/PM|A/P|上午/下午|[Yy]+|[Mm]+|[Dd]+|[Hh]+|[Ss]+(?:\.0+)?|a{3,4}|E[+-]'
    r"|General|G/通用格式|[0#?][0#?,.]*|\.[0#?]+|.",
    re.DOTALL,
)
_SECTION = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?[\d.]+)\]")
_COLOURS = {
    "black": "#000000", "blue": "#0000ff", "cyan": "#00a0a0", "green": "#008000", "magenta": "#c000c0",
    "red": "#ff0000", "white": "", "yellow": "#b08000", "红色": "#ff0000", "蓝色": "#0000ff", "绿色": "#008000",
    "黑色": "#000000",
}  # fmt: skip
_WEEKDAYS = "一二三四五六日"
_HALVES, _VALUE = ("上午/下午",), ("@",)
_LONGEST_CODE = 400
_LAST_SERIAL = 2_958_466
_DATE_LETTERS = frozenset("yYdDsShHaA")


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as it stands in its cell; colour "" where the format gives none."""

    text: str
    colour: str = ""


@dataclass(frozen=True, slots=True)
class _Section:
    tokens: tuple[str, ...]
    colour: str
    condition: tuple[str, float] | None
    is_date: bool


def show_number(value: float, code: str, *, from_1904: bool = False) -> Shown:
    """Return a number as a format code shows it."""
    sections = _sections(code[:_LONGEST_CODE])
    section, shows_sign = _chosen(sections, value)
    if section is None:
        return Shown(general(value))
    if section.is_date:
        moment = moment_of(value, from_1904=from_1904)
        return Shown(general(value) if moment is None else _date(section.tokens, moment, value), section.colour)
    return Shown(_number(section.tokens, value, shows_sign=shows_sign), section.colour)


def is_date_code(code: str) -> bool:
    """Tell whether a format code shows dates or times."""
    sections = _sections(code[:_LONGEST_CODE])
    return bool(sections) and sections[0].is_date


def general(value: float) -> str:
    """Return a number as the format General shows it: up to eleven figures, no needless zeros."""
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 - not a number
        return "#NUM!"
    if value == int(value) and abs(value) < 1e11:
        return str(int(value))
    if abs(value) >= 1e11 or abs(value) < 1e-9:
        mantissa, _, exponent = f"{value:.5E}".partition("E")
        return f"{mantissa.rstrip('0').rstrip('.')}E{exponent}"
    whole = len(str(int(abs(value))))
    return f"{value:.{max(10 - whole, 0)}f}".rstrip("0").rstrip(".")


def moment_of(value: float, *, from_1904: bool = False) -> dt.datetime | None:
    """Return the moment a serial number stands for, None outside the calendar."""
    if not 0 <= value < _LAST_SERIAL:
        return None
    start = dt.datetime(1904, 1, 1) if from_1904 else dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a cell has no zone
    # The calendar of Excel has a 29 February 1900.
    days = value + 1 if not from_1904 and value < 60 else value
    try:
        return start + dt.timedelta(days=int(days), milliseconds=round((days - int(days)) * 86_400_000))
    except OverflowError:
        return None


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    if not code or code.lower() in ("general", "g/通用格式"):
        return ()
    return tuple(_section(part) for part in _SECTION.split(code)[:4])


def _section(part: str) -> _Section:
    tokens = tuple(_TOKEN.findall(part))
    colour = next(
        (_COLOURS[one[1:-1].lower()] for one in tokens if one[1:-1].lower() in _COLOURS and one[0] == "["), ""
    )
    said = _CONDITION.search(part)
    condition = None
    if said is not None:
        try:
            condition = (said.group(1), float(said.group(2)))
        except ValueError:
            condition = None
    is_date = any(
        token[0] in _DATE_LETTERS or token[:2].lower() in ("[h", "[m", "[s") or token in _HALVES
        for token in tokens
        if not token.startswith(("General", "[$", "[D", "[R", "[B", "[G", "[M", "[C", "[Y", "[W", "[b", "[g"))
        or token[:2].lower() == "[h"
    ) or any(set(token) <= {"m", "M"} for token in tokens)
    return _Section(tokens, colour, condition, is_date)


def _chosen(sections: tuple[_Section, ...], value: float) -> tuple[_Section | None, bool]:
    """Return the section for a value, and whether its sign is still to be written."""
    if not sections:
        return None, True
    for section in sections:
        if section.condition is not None and _holds(section.condition, value):
            return section, value < 0
    plain = [section for section in sections if section.condition is None]
    if not plain or plain[0].tokens == ("@",):
        return None, True
    if len(sections) == 1 or len(plain) < len(sections):
        return plain[0], value < 0
    if value < 0:
        return plain[1], False
    if value == 0 and len(plain) > 2:
        return plain[2], False
    return plain[0], False


def _holds(condition: tuple[str, float], value: float) -> bool:
    sign, limit = condition
    return {
        "<": value < limit, ">": value > limit, "<=": value <= limit, ">=": value >= limit, "=": value == limit,
        "<>": value != limit,
    }[sign]  # fmt: skip


def _literal(token: str) -> str | None:
    """Return the characters of a token that stands for itself, None for one that is filled."""
    if token[0] == '"':
        return token.strip('"')
    if token[0] == "\\":
        return token[1:]
    if token[0] == "_":
        return " "
    if token[0] == "*":
        return ""
    if token[0] == "[":
        # A currency with its country: [$¥-804].
        return (
            token[2:-1].partition("-")[0] if token.startswith("[$") else "" if token[1:2].lower() not in "hms" else None
        )
    return None


def _kept(token: str) -> str:
    """Return the characters of a token among figures."""
    literal = _literal(token)
    return token if literal is None else literal


def _number(tokens: tuple[str, ...], value: float, *, shows_sign: bool) -> str:
    places = [
        index
        for index, token in enumerate(tokens)
        if (token[0] in "0#?." and token.strip(".,")) or token in ("General", "G/通用格式")
    ]
    if "/" in tokens and places:
        return general(value)
    percents = tokens.count("%")
    amount = abs(value) * 100**percents
    out: list[str] = []
    is_filled = False
    for index, token in enumerate(tokens):
        if places and index == places[0]:
            power = next((one for one in tokens[index:] if one.startswith("E")), "")
            out.append(
                _scientific(token, amount) if power else _figures("".join(tokens[place] for place in places), amount)
            )
            is_filled = True
        elif index in places or token in ("E+", "E-"):
            continue
        else:
            out.append(general(amount) if token in _VALUE else _kept(token))
    text = "".join(out)
    is_zero = is_filled and not any(figure in text for figure in "123456789")
    return f"-{text}" if shows_sign and not is_zero else text


def _scientific(code: str, amount: float) -> str:
    decimals = len(code.partition(".")[2])
    mantissa, _, exponent = f"{amount:.{min(decimals, 12)}E}".partition("E")
    return f"{mantissa}E{exponent[0]}{exponent[1:].lstrip('0').rjust(2, '0')}"


def _figures(code: str, amount: float) -> str:
    if code.startswith("G"):
        return general(amount)
    whole_code, _, decimal_code = code.partition(".")
    kept = whole_code.rstrip(",")
    amount /= 1000 ** (len(whole_code) - len(kept)) * 1000 ** (len(decimal_code) - len(decimal_code.rstrip(",")))
    decimal_code = decimal_code.rstrip(",")
    most, least = min(len(decimal_code), 15), decimal_code.count("0")
    try:
        rounded = Decimal(repr(amount)).quantize(Decimal(1).scaleb(-most), rounding=ROUND_HALF_UP)
    except InvalidOperation:
        return general(amount)
    whole, _, decimals = f"{rounded:f}".partition(".")
    while len(decimals) > least and decimals.endswith("0"):
        decimals = decimals[:-1]
    digits = kept.replace(",", "").count("0")
    whole = whole.lstrip("0").rjust(digits, "0")
    if "," in kept:
        whole = re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", whole)
    return f"{whole}.{decimals}" if decimals or (decimal_code and least) else whole


def _date(tokens: tuple[str, ...], moment: dt.datetime, value: float) -> str:
    has_halves = any(token in ("AM/PM", "A/P", "上午/下午") for token in tokens)
    out: list[str] = []
    for index, token in enumerate(tokens):
        literal = _literal(token)
        if literal is not None:
            out.append(literal)
        elif token[0] == "[":
            out.append(_elapsed(token, value))
        elif token[0] in "mM" and _is_minute(tokens, index):
            out.append(f"{moment.minute:02d}" if len(token) > 1 else str(moment.minute))
        else:
            out.append(_date_part(token, moment, has_halves=has_halves))
    return "".join(out)


def _is_minute(tokens: tuple[str, ...], index: int) -> bool:
    """Tell whether an m behind hours or before seconds is minutes."""
    before = next((one for one in reversed(tokens[:index]) if one[0] in "yYmMdDhHsS" or one[:2].lower() == "[h"), "")
    after = next((one for one in tokens[index + 1 :] if one[0] in "yYmMdDhHsS"), "")
    return before[:1] in ("h", "H") or before[:2].lower() == "[h" or after[:1] in ("s", "S")


def _elapsed(token: str, value: float) -> str:
    unit = token[1:2].lower()
    total = round(value * 86_400)
    return str({"h": total // 3600, "m": total // 60, "s": total}[unit])


def _date_part(token: str, moment: dt.datetime, *, has_halves: bool) -> str:
    letter, width = token[0].lower(), len(token)
    if token in ("AM/PM", "A/P"):
        return "AM" if moment.hour < 12 else "PM"
    if token in _HALVES:
        return "上午" if moment.hour < 12 else "下午"
    if letter == "y":
        return f"{moment.year:04d}" if width > 2 else f"{moment.year % 100:02d}"
    if letter == "m":
        return str(moment.month) if width == 1 else f"{moment.month:02d}" if width == 2 else f"{moment.month}月"
    if letter == "d" and width > 2:
        return f"星期{_WEEKDAYS[moment.weekday()]}"
    if letter == "d":
        return f"{moment.day:02d}" if width > 1 else str(moment.day)
    if letter == "a":
        return f"{'星期' if width > 3 else ''}{_WEEKDAYS[moment.weekday()]}"
    if letter == "h":
        hour = (moment.hour - 1) % 12 + 1 if has_halves else moment.hour
        return f"{hour:02d}" if width > 1 else str(hour)
    if letter == "s":
        return f"{moment.second:02d}" if width > 1 else str(moment.second)
    return token
