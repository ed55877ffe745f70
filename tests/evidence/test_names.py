from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.evidence.names import legal_name, long_path, needs_prefix, prefixed, shown_name


@given(name=st.text(max_size=400))
def test_a_legal_name_is_legal_on_both_systems(name: str) -> None:
    legal = legal_name(name)
    assert legal
    assert not re.search(r'[\\/:*?"<>|\x00-\x1f]', legal)
    assert legal not in {".", ".."}
    assert not legal.endswith((" ", "."))
    assert len(legal) <= 120
    assert len(legal.encode()) <= 255


@pytest.mark.parametrize(
    ("name", "legal"),
    [
        ("会议记录.pdf", "会议记录.pdf"),
        ("a/b:c.pdf", "a_b_c.pdf"),
        ("CON.txt", "_CON.txt"),
        ("尾点. ", "尾点"),
        ("", "未命名"),
        ("长" * 300 + ".pdf", "长" * 78 + ".pdf"),
    ],
)
def test_names_are_kept_as_far_as_possible(name: str, legal: str) -> None:
    assert legal_name(name) == legal


def test_a_disguised_suffix_shows() -> None:
    assert shown_name("合同\u202efdp.exe") == "合同fdp.exe"


def test_names_that_are_no_utf8_are_read_as_chinese_windows_wrote_them() -> None:
    assert shown_name(os.fsdecode("测试.txt".encode("gbk"))) == "测试.txt"
    assert shown_name("\udcff\udcff.txt") == "\ufffd\ufffd.txt"


def test_half_a_character_is_shown_as_such() -> None:
    assert shown_name("照\ud83d片.jpg") == "照\ufffd片.jpg"


@pytest.mark.parametrize(
    ("path", "is_odd"),
    [
        (r"C:\资料\会议记录.docx", False),
        (r"C:\资料\尾点.", True),
        (r"C:\资料 \会议记录.docx", True),
        (r"C:\资料\aux.txt", True),
        (r"\\?\C:\资料\aux.txt", False),
        ("C:\\" + "长" * 240, True),
    ],
)
def test_windows_is_told_to_take_odd_paths_letter_by_letter(path: str, is_odd: bool) -> None:
    assert needs_prefix(path) == is_odd


def test_the_prefix_knows_drives_and_network_places() -> None:
    assert prefixed("C:/资料/aux.txt") == r"\\?\C:\资料\aux.txt"
    assert prefixed(r"\\server\资料\尾点.") == r"\\?\UNC\server\资料\尾点."


def test_a_short_path_stays(tmp_path: Path) -> None:
    assert long_path(tmp_path) == tmp_path
