"""List numbers in Word's forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.intake.readers.number_forms import WORD97_FORMS, form_of_word97, in_form


@pytest.mark.parametrize(
    ("form", "number", "printed"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCounting", 100, "一○○"),
        ("chineseCountingThousand", 10, "十"),
        ("chineseCountingThousand", 101, "一百零一"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 1001, "一千零一"),
        ("chineseLegalSimplified", 11, "壹拾壹"),
        ("chineseLegalSimplified", 203, "贰佰零叁"),
        ("taiwaneseCountingThousand", 15, "十五"),
        ("japaneseCounting", 10, "十"),
        ("japaneseCounting", 111, "百十一"),
        ("ideographDigital", 20, "二〇"),
        ("ideographTraditional", 3, "丙"),
        ("ideographTraditional", 11, "11"),
        ("ideographZodiacTraditional", 60, "癸亥"),
        ("ideographEnclosedCircle", 1, "㊀"),
        ("decimalEnclosedCircleChinese", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "㉑"),
        ("decimalEnclosedFullstop", 3, "⒊"),
        ("decimalEnclosedParen", 3, "⑶"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 7, "07"),
        ("upperRoman", 14, "XIV"),
        ("lowerRoman", 9, "ix"),
        ("upperLetter", 27, "AA"),
        ("lowerLetter", 28, "bb"),
        ("ordinal", 12, "12th"),
        ("ordinal", 22, "22nd"),
        ("hex", 26, "1A"),
        ("unheardOf", 5, "5"),
    ],
)
def test_form(form: str, number: int, printed: str) -> None:
    assert in_form(number, form) == printed


@given(st.sampled_from([*WORD97_FORMS, "none", "?"]), st.integers(-5, 40_000))
def test_every_form_writes_something_for_every_number(form: str, number: int) -> None:
    assert in_form(number, form)


@given(st.integers(1, 9999))
def test_counting_reads_back_as_the_same_number(number: int) -> None:
    values = {character: value for value, character in enumerate("零一二三四五六七八九")}
    units = {"十": 10, "百": 100, "千": 1000}
    total = digit = 0
    for character in in_form(number, "chineseCountingThousand"):
        if character in units:
            total += (digit or 1) * units[character]
            digit = 0
        else:
            digit = values[character]
    assert total + digit == number


def test_code_numbers_of_word97() -> None:
    assert [form_of_word97(code) for code in (0, 11, 23, 30, 37, 39, 255, 250)] == [
        "decimal",
        "japaneseCounting",
        "bullet",
        "ideographTraditional",
        "chineseCounting",
        "chineseCountingThousand",
        "none",
        "decimal",
    ]
