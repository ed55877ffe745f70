"""Evidence in: against copying the file and hashing it once."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from ledger_app.evidence.store import FileStore
from tests.bench.measure import Measure, turn_about

SIZE_MB = 1024
ROUNDS = 3


def run(folder: Path) -> list[Measure]:
    """Measure taking in one file of 1 GB."""
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
