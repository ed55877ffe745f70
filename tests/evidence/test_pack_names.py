from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.errors import RejectedError
from ledger_app.evidence.pack_names import (
    LONGEST_PATH,
    TakenPaths,
    file_name,
    folder_name,
    room_in,
    root_name,
    suffix_of,
)

DAY = dt.date(2025, 6, 12)
_ILLEGAL = re.compile(r'[\\/:*?"<>|%\x00-\x1f]')


def test_a_file_is_named_by_the_rule() -> None:
    assert file_name("3-02-01", "家庭医生签约通知", "城关卫生院", DAY, ".PDF", 90) == (
        "3-02-01-家庭医生签约通知-城关卫生院-20250612.pdf"
    )


def test_what_is_not_known_is_left_out_of_the_name() -> None:
    assert file_name("3-02-01", "签约通知", "", None, "", 90) == "3-02-01-签约通知"
    assert file_name("3-02-01", "城关卫生院签约通知", "城关卫生院", DAY, ".pdf", 90) == (
        "3-02-01-城关卫生院签约通知-20250612.pdf"
    )


def test_where_room_is_short_the_title_gives_way_and_then_the_unit() -> None:
    name = file_name("2-07-01", "关于进一步做好家庭医生签约服务工作的通知", "城关卫生院", DAY, ".pdf", 40)
    assert name == "2-07-01-关于进一步做好家庭医生签约-城关卫生院-20250612.pdf"
    assert len(name) <= 40
    short = file_name("2-07-01", "关于进一步做好家庭医生签约服务工作的通知", "青禾县某某镇中心卫生院", DAY, ".pdf", 32)
    assert short.startswith("2-07-01-关于进一步做好")
    assert short.endswith("-20250612.pdf")


@given(
    st.text(max_size=80),
    st.text(max_size=30),
    st.sampled_from(["", ".pdf", ".jpg"]),
    st.integers(min_value=36, max_value=120),
)
def test_any_title_gives_a_name_that_windows_takes(title: str, unit: str, suffix: str, room: int) -> None:
    name = file_name("12-345-07", title, unit, DAY, suffix, room)
    assert len(name) <= room
    assert not _ILLEGAL.search(name)
    assert name == name.strip(" .")
    assert name.endswith(suffix)
    assert name.startswith("12-345-07")


def test_folders_bear_the_number_once() -> None:
    assert folder_name("2-07", "建设 胸痛中心") == "2-07_建设胸痛中心"
    assert folder_name("1.1", "1.1领导机构") == "1.1领导机构"
    assert folder_name("", "COM1") == "_COM1"
    assert len(folder_name("2-07", "长" * 100)) <= 30


def test_the_packs_own_name_has_no_dot_that_would_be_a_suffix() -> None:
    assert Path(root_name("2024.6 县医院/中医院")).suffix == ""


def test_two_paths_that_differ_in_case_only_are_kept_apart() -> None:
    paths = TakenPaths()
    assert [paths.free(one) for one in ("a/Notes.txt", "a/notes.TXT", "b/notes.txt")] == [
        "a/Notes.txt",
        "a/notes(2).TXT",
        "b/notes.txt",
    ]


def test_the_whole_path_stays_below_200_wherever_the_pack_lies() -> None:
    # With the drive, where paths have one.
    parent = Path("/").absolute() / ("深" * 60)
    room = room_in(parent, "县医院")
    assert len(str(parent / "县医院" / "data" / ("x" * room))) == LONGEST_PATH
    assert room_in(Path("/d"), "县医院") < LONGEST_PATH - 50
    with pytest.raises(RejectedError) as refused:
        room_in(Path("/" + "深" * 140), "县医院")
    assert refused.value.code == "EVI-032"


def test_a_dot_in_a_name_is_not_always_a_suffix() -> None:
    assert suffix_of("扫描.PDF") == ".PDF"
    assert suffix_of("关于1.5倍的说明") == ""
