"""Personal information in texts: what is found, what is left alone, and that nothing is shown whole."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.evidence.personal import find_personal, in_words, is_identity_number, passes_luhn

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def an_identity_number(province: int = 36, birth: dt.date = dt.date(1987, 3, 9), serial: int = 21) -> str:
    """Return a number that nobody has: its county is 00."""
    body = f"{province}0000{birth:%Y%m%d}{serial:03d}"
    # The check digit makes the weighted sum, its own weight being 1, leave 1 when divided by 11.
    rest = (1 - sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))) % 11
    return body + ("X" if rest == 10 else str(rest))


def a_card(body: str) -> str:
    """Return digits with the check digit that cards have."""
    return next(body + digit for digit in "0123456789" if passes_luhn(body + digit))


numbers = st.builds(
    an_identity_number,
    st.sampled_from([11, 13, 31, 36, 44, 52, 65, 81]),
    st.dates(dt.date(1900, 1, 1), dt.date(2024, 12, 31)),
    st.integers(0, 999),
)
words = st.text(alphabet="县卫生健康局签约名单，。：（）\n\t ", max_size=30)


def counts(text: str) -> dict[str, int]:
    """Return what is found, by kind."""
    return {kind.key: kind.count for kind in find_personal(text)}


@given(words, numbers, words)
def test_an_identity_number_is_found_wherever_it_stands(before: str, number: str, after: str) -> None:
    assert counts(before + number + after) == {"id": 1}
    assert counts(before + number.lower() + after) == {"id": 1}


@given(numbers, st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_makes_it_no_identity_number(number: str, place: int, by: int) -> None:
    if not number[place].isdecimal():
        return
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    assert not is_identity_number(wrong)
    assert "id" not in counts(wrong)


@given(numbers)
def test_no_number_is_shown_whole(number: str) -> None:
    shown = in_words(find_personal(f"身份证号：{number}"))
    assert number not in shown
    assert number[6:14] not in shown
    assert shown.startswith("身份证号 1 个（如 ")


@given(st.sampled_from(["3", "5", "7", "8", "9"]), st.integers(0, 999_999_999), words)
def test_a_mobile_number_is_found_with_and_without_breaks(second: str, rest: int, around: str) -> None:
    digits = f"1{second}{rest:09d}"
    for printed in (
        digits,
        f"{digits[:3]} {digits[3:7]} {digits[7:]}",
        f"{digits[:3]}-{digits[3:7]}-{digits[7:]}",
        f"+86{digits}",
        "".join(chr(ord(digit) + 0xFEE0) for digit in digits),
    ):
        assert counts(around + printed + around) == {"mobile": 1}, printed


@pytest.mark.parametrize(
    "text",
    [
        "联系电话：0791-8812345",
        "发票号码 138000000001",
        "编号 1380000000",
        "坐标 113.13800000000",
        "合同 HT13800000000A",
        "统一社会信用代码 91360000MA35XXXXXX",
        "订单 202406301234567890",
        "指标 36000019870399021X 不是人",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert counts(text) == {}


def test_fifteen_digits_are_an_identity_number_only_where_such_are_spoken_of() -> None:
    assert counts("名单\n身份证号\t360000870309021") == {"id": 1}
    assert counts("流水号\t360000870309021") == {}
    assert counts("身份证号\t360000871309021") == {}, "there is no thirteenth month"


@given(st.integers(0, 10**12 - 1))
def test_a_bank_card_needs_its_check_digit_and_a_word_for_it(tail: int) -> None:
    card = a_card(f"622{tail:012d}")
    spaced = " ".join(card[at : at + 4] for at in range(0, len(card), 4))
    assert counts(f"开户行：县农商行 卡号：{card}") == {"card": 1}
    assert counts(f"银行卡 {spaced}") == {"card": 1}
    assert counts(f"设备编号 {card}") == {}
    wrong = card[:-1] + str((int(card[-1]) + 1) % 10)
    assert counts(f"卡号：{wrong}") == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("患者姓名：李小满  性别：女", 1),
        ("住院号：ZY0012345", 1),
        ("姓名：张三丰，入院诊断为肺炎", 1),
        ("姓  名：王某某\n出院带药", 1),
        ("姓名：张三丰，职务：科长", 0),
        ("对患者：一律登记造册", 0),
        ("诊断水平明显提高，住院率下降", 0),
    ],
)
def test_a_medical_record_is_told_by_its_number_or_by_a_name_beside_its_words(text: str, expected: int) -> None:
    assert counts(text).get("record", 0) == expected


def test_the_same_value_counts_once_and_each_kind_gives_one_sample() -> None:
    number = an_identity_number()
    text = f"{number}、13900001111\n{number}、13900001111、13900002222"
    assert counts(text) == {"id": 1, "mobile": 2}
    assert in_words(find_personal(text)).endswith("手机号 2 个（如 139****1111）")
