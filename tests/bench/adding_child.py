"""Add many small files to a new ledger in a process of its own: `python -m tests.bench.adding_child FOLDER COUNT`.

Prints JSON: seconds to store and to write the rows, peak memory before and after, and how long the plain way takes
(copy each file, bring it to the disk, hash it once).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

from ledger_app.evidence import act_record
from ledger_app.services import evidence
from ledger_app.services.adding import take_in
from tests.bench.measure import peak_megabytes, seconds
from tests.builders import a_ledger, a_task

BYTES = 6_000


def main(folder: Path, count: int) -> None:
    """Make the files and measure both ways."""
    source = folder / "files"
    source.mkdir()
    for number in range(count):
        (source / f"{number:06d}.txt").write_bytes(number.to_bytes(8, "big") + os.urandom(BYTES))
    found = {"other": seconds(lambda: _copy(source, folder / "copy"))}
    ledger = a_ledger(folder / "ledger")
    with ledger.write() as work:
        task = a_task(work)
    before = peak_megabytes()
    record = act_record.begin(folder / "acts", [source], [task.id], "2024-06-30T08:00:00Z")
    taken = []
    found["store"] = seconds(lambda: taken.append(take_in(ledger.store, record)))

    def attach() -> None:
        with ledger.write() as work:
            evidence.attach(work, taken[0].taken, [task.id])

    found["attach"] = seconds(attach)
    found |= {"before_mb": before, "peak_mb": peak_megabytes(), "files": len(taken[0].taken)}
    ledger.close()
    print(json.dumps(found))


def _copy(source: Path, target: Path) -> None:
    target.mkdir()
    for path in source.iterdir():
        copy = target / path.name
        shutil.copyfile(path, copy)
        with copy.open("rb+") as stream:
            os.fsync(stream.fileno())
            hashlib.file_digest(stream, "sha256")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
