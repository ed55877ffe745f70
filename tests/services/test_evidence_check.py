from __future__ import annotations

from pathlib import Path

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.errors import Cancelled
from ledger_app.services.evidence import attach
from ledger_app.services.evidence_check import check_files
from tests.builders import a_file, a_task


@pytest.fixture
def kept(ledger: SqliteLedger, tmp_path: Path) -> SqliteLedger:
    """Return a ledger with two versions of one piece and one other piece."""
    with ledger.write() as work:
        task = a_task(work)
    for name, content in (("记录.txt", b"one"), ("记录.txt", b"two"), ("照片.txt", b"three")):
        taken = a_file(ledger, tmp_path / "in", name, content)
        with ledger.write() as work:
            attach(work, [taken], [task.id])
    return ledger


def test_sound_files_are_counted(kept: SqliteLedger) -> None:
    with kept.read() as session:
        checked = check_files(session, kept.store)
    assert (checked.file_count, checked.size_bytes, checked.faults) == (3, 11, ())


def test_each_fault_names_its_piece_and_version(kept: SqliteLedger) -> None:
    with kept.read() as session:
        before = check_files(session, kept.store)
        paths = sorted(path for path in (kept.folder / "evidence").rglob("*") if path.is_file())
        for path in paths:
            path.chmod(0o644)
            path.write_bytes(b"harm") if path.read_bytes() == b"two" else None
            path.unlink() if path.read_bytes() == b"three" else None
        faults = check_files(session, kept.store).faults
    assert before.faults == ()
    assert [(one.evidence.title, one.version.number, one.verdict) for one in faults] == [
        ("记录", 2, "changed"),
        ("照片", 1, "missing"),
    ]


def test_a_check_can_be_stopped(kept: SqliteLedger) -> None:
    class Stop:
        def step(self, done: int, total: int, label: str = "") -> None:
            raise Cancelled

    with kept.read() as session, pytest.raises(Cancelled):
        check_files(session, kept.store, Stop())
