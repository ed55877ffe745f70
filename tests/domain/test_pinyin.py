from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.domain.pinyin import initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("县人民医院", "xrmyy"),
        ("城关镇中心卫生院", "cgzzxwsy"),
        ("疾控中心（卫生监督所）", "jkzxwsjds"),
        ("医政医管和药政股", "yzyghyzg"),
        ("衢州", "qz"),
        ("泗水", "ss"),
        ("亳州", "bz"),
        ("郴州", "cz"),
        ("綦江", "qj"),
        ("歙县", "sx"),
        ("濮阳", "py"),
        ("重庆", "cq"),
        ("局长", "jz"),
        ("ＣＤＣ 3号楼", "cdc3hl"),
        ("、。—", ""),
        ("", ""),
    ],
)
def test_names_as_people_type_them(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_every_character_of_the_standard_has_a_letter() -> None:
    rows = [*range(0xB0, 0xF8)]
    cells = [
        bytes([row, cell]) for row in rows for cell in range(0xA1, 0xFF) if (row, cell) < (0xD7, 0xFA) or row > 0xD7
    ]
    assert len(cells) == 6763
    for cell in cells:
        letter = initials(cell.decode("gb2312"))
        assert len(letter) == 1
        assert letter.isascii()


def test_rare_characters_stay() -> None:
    assert initials("㭎村") == "㭎c"


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=10))
def test_one_letter_a_character(name: str) -> None:
    assert len(initials(name)) == len(name)
