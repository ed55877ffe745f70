from __future__ import annotations

import os
from pathlib import Path

import pytest

from ledger_app.errors import Cancelled
from ledger_app.evidence.inbox import InboxWatch
from tests.services.test_adding import StopAt


def names(watch: InboxWatch) -> list[str]:
    return [file.path.name for file in watch.look().files]


def test_a_file_is_whole_when_two_looks_find_it_the_same(tmp_path: Path) -> None:
    watch = InboxWatch(tmp_path)
    (tmp_path / "到齐.pdf").write_bytes(b"whole")
    growing = tmp_path / "还在下载.mp4"
    growing.write_bytes(b"a")
    first = watch.look()
    assert (first.is_there, first.files, first.growing) == (True, (), 2)
    growing.write_bytes(b"ab")
    second = watch.look()
    assert ([file.path.name for file in second.files], second.growing) == (["到齐.pdf"], 1)
    assert names(watch) == ["到齐.pdf", "还在下载.mp4"]
    os.utime(growing, (1, 1))
    assert names(watch) == ["到齐.pdf"]


def test_half_downloads_empty_and_hidden_files_are_not_offered(tmp_path: Path) -> None:
    for name in ("a.pdf.crdownload", "b.part", "~$c.docx", "Thumbs.db", ".d"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "空.txt").write_bytes(b"")
    (tmp_path / "2024-06").mkdir()
    (tmp_path / "2024-06" / "真.txt").write_bytes(b"x")
    watch = InboxWatch(tmp_path)
    watch.look()
    assert names(watch) == ["真.txt"]


def test_a_stick_may_be_pulled_and_come_back(tmp_path: Path) -> None:
    folder, away = tmp_path / "stick", tmp_path / "away"
    folder.mkdir()
    (folder / "一.txt").write_bytes(b"x")
    watch = InboxWatch(folder)
    watch.look()
    folder.rename(away)
    assert watch.look().is_there is False
    away.rename(folder)
    assert names(watch) == ["一.txt"]


def test_the_ledger_is_never_looked_into_and_a_look_can_be_stopped(tmp_path: Path) -> None:
    (tmp_path / "台账").mkdir()
    (tmp_path / "台账" / "ledger.sqlite3").write_bytes(b"x")
    watch = InboxWatch(tmp_path, tmp_path / "台账")
    assert watch.look().growing == 0
    (tmp_path / "一.txt").write_bytes(b"x")
    with pytest.raises(Cancelled):
        watch.look(StopAt(0))
