from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.evidence.names import legal_name, long_path, shown_name


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


def test_bytes_that_are_no_text_show_as_such() -> None:
    assert shown_name("\udcb2\udce2.txt") == "\ufffd\ufffd.txt"


def test_a_short_path_stays(tmp_path: Path) -> None:
    assert long_path(tmp_path) == tmp_path
