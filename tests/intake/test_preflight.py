"""Questions asked of any file before its format."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import pytest

from ledger_app.errors import UnreadableFileError
from ledger_app.intake.preflight import load
from ledger_app.intake.readers import ReadLimits
from ledger_app.messages import describe


def refusal(path: Path, limits: ReadLimits | None = None) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        load(path, limits=limits or ReadLimits())
    assert path.name in describe(caught.value)
    return caught.value.code


def test_file_is_read_once_and_known_by_its_hash(tmp_path: Path) -> None:
    path = tmp_path / "方案 2025.TXT"
    path.write_bytes(b"abc")
    source = load(path)
    assert (source.name, source.data, source.suffix) == ("方案 2025.TXT", b"abc", ".txt")
    assert source.sha256 == sha256(b"abc").hexdigest()


def test_missing_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "没有.docx") == "INT-101"


def test_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "INT-102"


def test_empty_file(tmp_path: Path) -> None:
    (tmp_path / "空.docx").touch()
    assert refusal(tmp_path / "空.docx") == "INT-104"


def test_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "大.txt").write_bytes(b"x" * 11)
    assert refusal(tmp_path / "大.txt", ReadLimits(file_bytes=10)) == "INT-105"


@pytest.mark.parametrize("name", ["~$方案.docx", ".~方案.wps"])
def test_lock_files_of_editors(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    assert refusal(tmp_path / name) == "INT-106"


def test_file_that_may_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "占用.docx"
    path.write_bytes(b"x")

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "open", denied)
    assert refusal(path) == "INT-103"


def test_disk_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "坏盘.docx"
    path.write_bytes(b"x")

    def failing(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", failing)
    assert refusal(path) == "INT-119"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are a matter of Unix")
def test_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.docx")
    assert refusal(tmp_path / "管道.docx") == "INT-102"
