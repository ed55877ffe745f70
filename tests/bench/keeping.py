"""Evidence kept: the check of 10,000 files against hashing them, a pack of 1,000 files against copying them."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.evidence import Evidence, EvidenceVersion, StoredFile, TaskEvidence
from ledger_app.ports import UnitOfWork
from ledger_app.reports.fonts import FontBook
from ledger_app.services import tasks
from ledger_app.services.evidence_check import check_files
from ledger_app.services.evidence_pack import write_pack
from ledger_app.services.pack_contents import PackRequest, read_contents
from ledger_app.services.tasks import NewTask
from resources import locate
from tests.bench.measure import Measure, turn_about
from tests.builders_ledger import Place

CHECKED, PACKED, SIZE = 10_000, 1_000, 64 << 10
ROUNDS = 3
TODAY = dt.date(2024, 6, 30)


def run(folder: Path) -> list[Measure]:
    """Measure a check and a pack of a ledger with 10,000 files of 64 KB."""
    ledger = Place(folder / "台账").create()
    ids = _fill(ledger)
    paths = [ledger.store.path_of(digest) for digest, _size in ledger.store.iterate()]
    checked = turn_about(lambda: _check(ledger), lambda: _hash_all(paths), ROUNDS)
    fonts, numbers = FontBook(locate.fonts()), iter(range(10_000))
    packed = turn_about(
        lambda: _pack(ledger, ids, fonts, folder / f"包{next(numbers)}"),
        lambda: _copy_all(paths[:PACKED], folder / f"抄{next(numbers)}"),
        ROUNDS,
    )
    ledger.close()
    return [
        Measure(f"核对 {CHECKED} 个文件", *checked, "逐个读出并算散列"),
        Measure(f"打包 {PACKED} 个文件", *packed, "复制、落盘并算两次散列", note="含目录、清单、封面"),
    ]


def _fill(ledger: SqliteLedger) -> tuple[int, ...]:
    """Put files into the store past the door, and into the ledger in one operation; return the tasks to be packed."""
    with ledger.write() as work:
        work.describe("bench", "性能数据")
        found = [tasks.create(work, NewTask(f"第{number}项任务")).tasks[0] for number in range(50)]
        for number, digest in enumerate(_files(ledger)):
            _prove(work, digest, number, found[number % 50].id if number < PACKED else None)
    return tuple(task.id for task in found)


def _files(ledger: SqliteLedger) -> Iterator[str]:
    block = os.urandom(SIZE)
    for number in range(CHECKED):
        content = number.to_bytes(8, "big") + block[8:]
        digest = hashlib.sha256(content).hexdigest()
        path = ledger.store.path_of(digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        yield digest


def _prove(work: UnitOfWork, digest: str, number: int, task_id: int | None) -> None:
    work.of(StoredFile).add(StoredFile(digest, SIZE, "bin", work.at))
    piece = work.of(Evidence).add(Evidence(0, f"e{number}", f"第{number}件材料", added_at=work.at))
    work.of(EvidenceVersion).add(EvidenceVersion(0, piece.id, 1, digest, f"材料{number}.bin", work.at))
    if task_id is not None:
        work.of(TaskEvidence).add(TaskEvidence(0, task_id, piece.id, number // 50 + 1))


def _check(ledger: SqliteLedger) -> None:
    with ledger.read() as session:
        found = check_files(session, ledger.store)
    if found.file_count != CHECKED or found.faults or found.orphans:
        raise AssertionError(found)


def _pack(ledger: SqliteLedger, ids: tuple[int, ...], fonts: FontBook, target: Path) -> None:
    with ledger.read() as session:
        contents = read_contents(session, PackRequest("性能", "", ids), TODAY)
    written = write_pack(ledger.store, contents, fonts, target, TODAY, "2024-06-30T08:00:00Z")
    if written.piece_count != PACKED:
        raise AssertionError(written)
    shutil.rmtree(target)


def _hash_all(paths: list[Path]) -> None:
    for path in paths:
        with path.open("rb") as stream:
            hashlib.file_digest(stream, "sha256")


def _copy_all(paths: list[Path], target: Path) -> None:
    target.mkdir()
    for path in paths:
        content = path.read_bytes()
        hashlib.sha256(content)
        hashlib.sha256(content)
        with (target / path.name).open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    shutil.rmtree(target)
