"""Personal information in a text: identity numbers, mobile phones, bank cards, medical records.

What is found is a suggestion for a person to decide on.  Numbers are shown masked, so that what is kept of them
(a sample for each kind) tells where to look and gives nobody away.  Source: docs/domain.md section 6;
GB 11643-1999 (identity numbers), ISO/IEC 7812-1 annex B (check digit of cards).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

# First two digits of an identity number: provinces, and 81 to 83 of residents from Hong Kong, Macao and Taiwan.
_PROVINCES = frozenset(
    (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83)
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_FULL_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), 0xFF38, 0xFF58, 0xFF0B, 0xFF0D)}
_EARLIEST_YEAR = 1900

_ID_18 = re.compile(r"(?<![0-9A-Za-z])(\d{6}) ?(\d{8}) ?(\d{3}[0-9Xx])(?![0-9A-Za-z])")
_ID_15 = re.compile(r"(?<![0-9A-Za-z])\d{15}(?![0-9A-Za-z])")
_ID_WORDS = re.compile(r"身份证|证件号|公民身份号码|居民证")
_MOBILE = re.compile(r"(?<![0-9A-Za-z.])(?:\+?86[- ]?)?(1[3-9]\d)([- ]?)(\d{4})\2(\d{4})(?![0-9A-Za-z])")
_CARD = re.compile(r"(?<![0-9A-Za-z])\d{4}(?: ?\d{4}){2,3}(?: ?\d{1,4})?(?![0-9A-Za-z])")
_CARD_WORDS = re.compile(r"银行卡|卡号|银行账[号户]|开户行|开户银行|社保卡")
_CARD_DIGITS = range(16, 20)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪"
    "田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_RECORD = re.compile(r"(?:住院|病历|病案|门诊|就诊卡|检验单|体检)(?:编)?号[码]?[:： ]{0,3}([A-Za-z]{0,4}\d{4,})")
_PATIENT = re.compile(
    rf"(?:患者|病人|死者)(?:姓\s?名)?[:： ]{{1,3}}([{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?![\u4e00-\u9fff])"
)
_NAMED = re.compile(rf"姓\s{{0,4}}名[:： ]{{1,3}}([{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?![\u4e00-\u9fff])")
_MEDICAL = re.compile(r"诊断|病历|病案|住院|就诊|主诉|现病史|处方|检验结果|阳性|入院|出院|既往史|用药")
_NEAR = 240


@dataclass(frozen=True, slots=True)
class PersonalKind:
    """One kind of personal information that a text holds.

    Attributes:
        key: stable name: "id", "mobile", "card", "record".
        count: different values.
        sample: the first of them, masked.
    """

    key: str
    count: int
    sample: str

    @property
    def name(self) -> str:
        """Return the kind's Chinese name."""
        return KIND_NAMES[self.key]


KIND_NAMES = {"id": "身份证号", "mobile": "手机号", "card": "银行卡号", "record": "就诊信息"}


def find_personal(text: str) -> tuple[PersonalKind, ...]:
    """Return the kinds of personal information in a text, in the order of `KIND_NAMES`; empty for none."""
    flat = text.translate(_FULL_WIDTH)
    ids = _distinct(_identity_numbers(flat))
    found = (
        _kind("id", ids, _masked(4, 2)),
        _kind("mobile", _distinct(_mobiles(flat)), _masked(3, 4)),
        _kind("card", [card for card in _distinct(_cards(flat)) if card not in ids], _masked(4, 4)),
        _kind("record", _distinct(_records(flat)), _masked(1, 0)),
    )
    return tuple(kind for kind in found if kind is not None)


def in_words(kinds: tuple[PersonalKind, ...]) -> str:
    """Return what was found as one line ("身份证号 3 个（如 3625************1X）、手机号 1 个（如 139****2222）")."""
    return "、".join(f"{kind.name} {kind.count} 个（如 {kind.sample}）" for kind in kinds)


def is_identity_number(text: str) -> bool:
    """Tell whether 18 or 15 characters are an identity number: province, day of birth and, of 18, the check digit."""
    if len(text) == 15:
        return text.isdecimal() and _has_birth(text[:2], "19" + text[6:12])
    if len(text) != 18 or not text[:17].isdecimal():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, _WEIGHTS, strict=False))
    return _CHECK_DIGITS[total % 11] == text[17].upper() and _has_birth(text[:2], text[6:14])


def passes_luhn(digits: str) -> bool:
    """Tell whether the last of some digits is the check digit of a card."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _identity_numbers(text: str) -> Iterator[str]:
    for match in _ID_18.finditer(text):
        number = "".join(match.groups()).upper()
        if is_identity_number(number):
            yield number
    # Fifteen digits are many things; only a text that speaks of identity numbers means one.
    if _ID_WORDS.search(text):
        yield from (match[0] for match in _ID_15.finditer(text) if is_identity_number(match[0]))


def _has_birth(province: str, day: str) -> bool:
    if int(province) not in _PROVINCES:
        return False
    try:
        return dt.date(int(day[:4]), int(day[4:6]), int(day[6:])).year >= _EARLIEST_YEAR
    except ValueError:
        return False


def _mobiles(text: str) -> Iterator[str]:
    return (match[1] + match[3] + match[4] for match in _MOBILE.finditer(text))


def _cards(text: str) -> Iterator[str]:
    if not _CARD_WORDS.search(text):
        return
    for match in _CARD.finditer(text):
        digits = match[0].replace(" ", "")
        if len(digits) in _CARD_DIGITS and digits.strip("0") and passes_luhn(digits):
            yield digits


def _records(text: str) -> Iterator[str]:
    """Yield record numbers, and names of patients: said to be one, or beside the words of a medical record."""
    yield from (match[1] for match in _RECORD.finditer(text))
    yield from (match[1] for match in _PATIENT.finditer(text))
    for match in _NAMED.finditer(text):
        if _MEDICAL.search(text, max(0, match.start() - _NEAR), match.end() + _NEAR):
            yield match[1]


def _distinct(values: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _kind(key: str, values: list[str], mask: Callable[[str], str]) -> PersonalKind | None:
    return PersonalKind(key, len(values), mask(values[0])) if values else None


def _masked(front: int, back: int) -> Callable[[str], str]:
    def mask(value: str) -> str:
        end = value[len(value) - back :] if back else ""
        return value[:front] + "*" * max(1, len(value) - front - back) + end

    return mask
