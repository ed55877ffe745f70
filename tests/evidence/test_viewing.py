from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from ledger_app.errors import EnvironmentFault, RejectedError
from ledger_app.evidence.store import FileStore
from ledger_app.evidence.viewing import clear_copies, open_copy, save_copy
from tests.evidence.test_checks import a_package


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "evidence")


@pytest.fixture
def viewing(tmp_path: Path) -> Path:
    folder = tmp_path / "tmp"
    folder.mkdir()
    return folder


def test_a_copy_bears_the_original_name_and_cannot_be_written(store: FileStore, viewing: Path) -> None:
    sha256, _ = store.put_bytes(b"text of a notice")
    copy = open_copy(store, sha256, "通知：第1号.txt", viewing)
    assert copy.name == "通知：第1号.txt"
    assert copy.read_bytes() == b"text of a notice"
    assert not copy.stat().st_mode & stat.S_IWUSR
    assert copy.resolve() != store.path_of(sha256).resolve()
    assert copy.stat().st_ino != store.path_of(sha256).stat().st_ino


def test_two_copies_of_one_name_stand_apart(store: FileStore, viewing: Path) -> None:
    sha256, _ = store.put_bytes(b"text")
    assert open_copy(store, sha256, "a.txt", viewing) != open_copy(store, sha256, "a.txt", viewing)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("装.exe", b"text"),
        ("脚本.bat", b"dir"),
        ("照片.jpg", b"MZ\x90\0"),
        ("a.pdf", b"#!/bin/sh\n"),
        ("a.exe .", b"x"),
        ("总结.docx", a_package("word/document.xml", "word/vbaProject.bin")),
    ],
)
def test_programs_are_not_opened(name: str, content: bytes, store: FileStore, viewing: Path) -> None:
    sha256, _ = store.put_bytes(content)
    with pytest.raises(RejectedError) as caught:
        open_copy(store, sha256, name, viewing)
    assert caught.value.code == "EVI-020"
    assert list(viewing.iterdir()) == []


def test_an_absent_file_is_one_clear_error(store: FileStore, viewing: Path) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        open_copy(store, "ab" * 32, "a.pdf", viewing)
    assert caught.value.code == "EVI-003"


def test_old_copies_are_cleared_and_new_ones_stay(store: FileStore, viewing: Path) -> None:
    sha256, _ = store.put_bytes(b"text")
    old, new = (open_copy(store, sha256, "a.txt", viewing) for _ in range(2))
    past = time.time() - 3 * 24 * 3600
    os.utime(old.parent, (past, past))
    (viewing / "别人的").mkdir()
    os.utime(viewing / "别人的", (past, past))
    clear_copies(viewing)
    assert not old.parent.exists()
    assert new.exists()
    assert (viewing / "别人的").exists()


def test_a_program_can_be_saved_elsewhere_whole_or_not_at_all(store: FileStore, viewing: Path) -> None:
    sha256, _ = store.put_bytes(b"MZ program")
    target = viewing / "工具.exe"
    assert save_copy(store, sha256, target).read_bytes() == b"MZ program"
    with pytest.raises(EnvironmentFault, match="EVI-013"):
        save_copy(store, sha256, viewing / "没有" / "工具.exe")
    assert [path.name for path in viewing.iterdir()] == ["工具.exe"]
