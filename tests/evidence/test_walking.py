from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from ledger_app.evidence import walking
from ledger_app.evidence.walking import PassedOver, summary_of, walk

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names, links or devices")


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x" * len(name))


def names(folder: Path) -> list[str]:
    return [str(file.path.relative_to(folder)) for file in walk([folder]).files]


def reasons(folder: Path) -> dict[str, str]:
    return {str(one.path.relative_to(folder)): one.why for one in walk([folder]).passed_over}


def test_names_with_figures_come_in_the_order_people_expect(tmp_path: Path) -> None:
    for name in ("10.总结.txt", "2.会议.txt", "1.通知.txt"):
        (tmp_path / name).write_text("x", "utf-8")
    assert [file.path.name for file in walk([tmp_path]).files] == ["1.通知.txt", "2.会议.txt", "10.总结.txt"]


def test_folders_are_walked_by_name_and_each_file_is_met_once(tmp_path: Path) -> None:
    put(tmp_path, "乙.txt", "a/2.txt", "a/1.txt", "a/深/3.txt", "b/4.txt")
    found = walk([tmp_path / "b" / "4.txt", tmp_path, tmp_path / "a"])
    assert [file.path.name for file in found.files] == ["4.txt", "乙.txt", "1.txt", "2.txt", "3.txt"]
    assert found.size == sum(file.path.stat().st_size for file in found.files)
    assert all(file.modified_ns == file.path.stat().st_mtime_ns for file in found.files)


def test_what_no_clerk_made_is_passed_over_and_said(tmp_path: Path) -> None:
    put(
        tmp_path, "会议.docx", "~$会议.docx", "Thumbs.db", "图/.DS_Store", "图/desktop.ini", "__MACOSX/x", ".git/config"
    )
    assert names(tmp_path) == ["会议.docx"]
    assert reasons(tmp_path) == {
        "~$会议.docx": walking.LOCK,
        "Thumbs.db": walking.SYSTEM,
        "图/.DS_Store".replace("/", os.sep): walking.SYSTEM,
        "图/desktop.ini".replace("/", os.sep): walking.SYSTEM,
        "__MACOSX": walking.SYSTEM,
        ".git": walking.HIDDEN,
    }


def test_a_file_that_was_chosen_itself_is_taken_whatever_its_name(tmp_path: Path) -> None:
    put(tmp_path, ".隐藏.txt")
    assert [file.path.name for file in walk([tmp_path / ".隐藏.txt", tmp_path / "没有.txt"]).files] == [
        ".隐藏.txt",
        "没有.txt",
    ]


@posix_only
def test_links_between_folders_are_not_followed_but_links_to_files_are(tmp_path: Path) -> None:
    put(tmp_path, "a/1.txt")
    (tmp_path / "a" / "回到上面").symlink_to(tmp_path)
    (tmp_path / "a" / "自己").symlink_to("自己")
    (tmp_path / "链接.txt").symlink_to(tmp_path / "a" / "1.txt")
    assert names(tmp_path) == ["链接.txt", "a/1.txt"]
    assert reasons(tmp_path)["a/回到上面"] == walking.LINK
    assert "首尾相连" in reasons(tmp_path)["a/自己"]


@posix_only
def test_pipes_and_sockets_are_said_without_waiting_for_them(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert names(tmp_path) == []
    assert reasons(tmp_path) == {"pipe": walking.SPECIAL}


@posix_only
def test_odd_names_are_met(tmp_path: Path) -> None:
    odd = ["换\n行.txt", "尾点.", " 空格 ", "😀.jpg", "长" * 85, os.fsdecode("测试.txt".encode("gbk"))]
    put(tmp_path, *odd)
    assert sorted(names(tmp_path)) == sorted(odd)


def test_the_ledger_itself_is_not_taken_into_itself(tmp_path: Path) -> None:
    put(tmp_path, "材料.txt", "台账/evidence/ab/abcd", "台账/ledger.sqlite3")
    found = walk([tmp_path], own=tmp_path / "台账")
    assert [file.path.name for file in found.files] == ["材料.txt"]
    assert [one.why for one in found.passed_over] == [walking.OWN]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a folder that is closed to us")
def test_a_closed_folder_is_said(tmp_path: Path) -> None:
    put(tmp_path, "a/1.txt")
    (tmp_path / "a").chmod(0)
    try:
        assert reasons(tmp_path)["a"].startswith(walking.CLOSED)
    finally:
        (tmp_path / "a").chmod(0o755)


def test_a_folder_that_vanishes_meanwhile_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a/1.txt", "b/2.txt")
    as_it_was = os.scandir

    def scandir(place: Path) -> object:
        if Path(place).name == "a":
            raise OSError(19, "No such device")
        return as_it_was(place)

    monkeypatch.setattr(os, "scandir", scandir)
    assert names(tmp_path) == [os.path.join("b", "2.txt")]  # noqa: PTH118 - a text is compared
    assert reasons(tmp_path)["a"].startswith(walking.CLOSED)


def test_a_summary_counts_and_names_a_few(tmp_path: Path) -> None:
    over = [PassedOver(tmp_path / name, walking.SYSTEM) for name in ("Thumbs.db", "Thumbs.db", "a", "b", "c")]
    assert summary_of(over) == ["没有收入 5 个（系统文件）：Thumbs.db、a、b 等"]
    assert summary_of([]) == []
