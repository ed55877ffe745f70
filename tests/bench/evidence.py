"""Evidence in: against copying the file and hashing it once."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from ledger_app.evidence.store import FileStore
from tests.bench.measure import Measure, child, turn_about

SIZE_MB = 1024
MANY = 10_000
ROUNDS = 3


def run(folder: Path) -> list[Measure]:
    """Measure taking in one file of 1 GB, and ten thousand small ones."""
    return [*_one_large(folder), _many_small(folder)]


def _many_small(folder: Path) -> Measure:
    place = folder / "many"
    place.mkdir()
    found = child("tests.bench.adding_child", str(place), str(MANY))
    ours = found["store"] + found["attach"]
    note = (
        f"每秒 {found['files'] / ours:.0f} 个（存入 {found['store']:.1f} 秒，登记 {found['attach']:.1f} 秒），"
        f"内存峰值 {found['peak_mb']:.0f} MB（开始时 {found['before_mb']:.0f} MB）"
    )
    return Measure(f"佐证入库 {MANY} 个小文件", ours, found["other"], "逐个复制、落盘并算一次散列", note=note)


def _one_large(folder: Path) -> list[Measure]:
    source = folder / "影像.mp4"
    block = os.urandom(1 << 20)
    with source.open("wb") as stream:
        for number in range(SIZE_MB):
            stream.write(number.to_bytes(8, "big") + block[8:])
    store = FileStore(folder / "evidence")
    copy = folder / "copy.bin"

    def ours() -> None:
        sha256, _ = store.put(source)
        store.path_of(sha256).unlink()

    def copied() -> None:
        shutil.copyfile(source, copy)
        with source.open("rb") as stream:
            hashlib.file_digest(stream, "sha256")
        copy.unlink()

    def copied_to_disk() -> None:
        shutil.copyfile(source, copy)
        with copy.open("rb+") as stream:
            os.fsync(stream.fileno())
        with source.open("rb") as stream:
            hashlib.file_digest(stream, "sha256")
        copy.unlink()

    plain = turn_about(ours, copied, ROUNDS)
    synced = turn_about(ours, copied_to_disk, ROUNDS)
    source.unlink()
    return [
        Measure(f"佐证入库 {SIZE_MB} MB", *plain, "复制一遍并算一次散列", 1.15),
        Measure(f"佐证入库 {SIZE_MB} MB", *synced, "复制、落盘并算一次散列", note="本程序入库后已落盘"),
    ]
