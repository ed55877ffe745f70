from __future__ import annotations

import datetime as dt
import errno
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger_app.errors import Cancelled, EnvironmentFault, RejectedError
from ledger_app.evidence.bag import Bag, fault_of, require_room
from tests.bags import faults_of, files_of, info_of

DAY = dt.date(2025, 6, 12)
FILES = {"2-07_胸痛中心/2-07-01-通知.pdf": b"%PDF-1.4 x", "目录.txt": "一份目录\n".encode() * 500, "空.txt": b""}


def _make(target: Path) -> None:
    with Bag(target, DAY) as bag:
        for path, content in FILES.items():
            bag.put(path, iter((content,)))
        bag.finish({"Source-Organization": "县卫生健康局\n办公室"})


@pytest.mark.parametrize("name", ["县医院", "县医院.zip"])
def test_a_bag_is_valid_by_an_independent_check(tmp_path: Path, name: str) -> None:
    _make(tmp_path / name)
    files = files_of(tmp_path / name)
    assert faults_of(files) == []
    assert {path.removeprefix("data/"): text for path, text in files.items() if path.startswith("data/")} == FILES
    info = info_of(files)
    assert info["Bagging-Date"] == "2025-06-12"
    assert info["Source-Organization"] == "县卫生健康局 办公室"
    assert [one.name for one in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("path", ["data/目录.txt", "bag-info.txt"])
def test_the_check_sees_a_changed_a_missing_and_a_foreign_file(tmp_path: Path, path: str) -> None:
    _make(tmp_path / "包")
    (tmp_path / "包" / path).write_bytes(b"Bagging-Date: 2020-01-01\n")
    (tmp_path / "包" / "data" / "多.txt").write_bytes(b"")
    found = faults_of(files_of(tmp_path / "包"))
    assert f"changed: {path}" in found
    assert "not in the manifest: data/多.txt" in found


@pytest.mark.parametrize("name", ["包", "包.zip"])
def test_the_bagit_program_takes_it(tmp_path: Path, name: str) -> None:
    bagit = pytest.importorskip("bagit")
    _make(tmp_path / name)
    place = tmp_path / name
    if place.is_file():
        with zipfile.ZipFile(place) as packed:
            packed.extractall(tmp_path / "出")
        place = tmp_path / "出" / "包"
    bagit.Bag(str(place)).validate()


def test_names_in_a_zip_say_that_they_are_utf_8(tmp_path: Path) -> None:
    _make(tmp_path / "包.zip")
    with zipfile.ZipFile(tmp_path / "包.zip") as packed:
        assert all(entry.flag_bits & 0x800 for entry in packed.infolist())
        by_name = {entry.filename: entry.compress_type for entry in packed.infolist()}
    assert by_name["包/data/目录.txt"] == zipfile.ZIP_DEFLATED
    assert by_name["包/data/2-07_胸痛中心/2-07-01-通知.pdf"] == zipfile.ZIP_STORED


def test_a_folder_that_is_there_is_not_touched_and_a_zip_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "包").mkdir()
    with pytest.raises(RejectedError) as refused:
        Bag(tmp_path / "包", DAY)
    assert refused.value.code == "EVI-031"
    (tmp_path / "包.zip").write_bytes(b"old")
    _make(tmp_path / "包.zip")
    assert faults_of(files_of(tmp_path / "包.zip")) == []


@pytest.mark.parametrize("name", ["包", "包.zip"])
def test_whatever_stops_it_nothing_is_left(tmp_path: Path, name: str) -> None:
    def stopped() -> Iterator[bytes]:
        yield b"x" * 100
        raise Cancelled

    (tmp_path / "包.zip").write_bytes(b"old")

    def fill() -> None:
        with Bag(tmp_path / name, DAY) as bag:
            bag.put("a.txt", iter((b"a",)))
            bag.put("b.txt", stopped())

    with pytest.raises(Cancelled):
        fill()
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == {"包.zip": b"old"}


def test_a_full_disk_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = fault_of(OSError(errno.ENOSPC, "full"), tmp_path / "包", 5 << 20)
    assert (fault.code, fault.facts["need_mb"]) == ("EVI-030", 5)
    assert fault_of(OSError(errno.EIO, "io"), tmp_path / "包", 1).code == "EVI-033"
    usage: Any = type("Usage", (), {"free": 10})
    monkeypatch.setattr("ledger_app.evidence.bag.shutil.disk_usage", lambda _place: usage)
    require_room(tmp_path / "包", 10)
    with pytest.raises(EnvironmentFault) as refused:
        require_room(tmp_path / "包", 11)
    assert refused.value.code == "EVI-030"
