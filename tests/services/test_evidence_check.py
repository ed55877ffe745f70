"""Reading every file of evidence through."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger_app.errors import Cancelled, RejectedError
from ledger_app.services import evidence
from ledger_app.services.evidence_check import check_files
from tests.builders import a_file, a_ledger, a_task


class _Stop:
    def step(self, done: int, total: int, label: str = "") -> None:
        raise Cancelled


def test_missing_and_changed_files_are_named_and_the_others_counted(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path / "ledger")
    files = [a_file(ledger, tmp_path / "in", f"{name}.txt", name.encode()) for name in ("one", "two", "three")]
    with ledger.write() as work:
        evidence.attach(work, files, [])
    ledger.store.path_of(files[0].sha256).unlink()
    changed = ledger.store.path_of(files[1].sha256)
    changed.chmod(0o600)
    changed.write_bytes(b"other")
    with ledger.read() as session:
        found = check_files(session, ledger.store)
        with pytest.raises(Cancelled):
            check_files(session, ledger.store, _Stop())
    assert found.file_count == 3
    assert found.size_bytes == len("onetwothree")
    assert [(fault.version.original_name, fault.verdict) for fault in found.faults] == [
        ("one.txt", "missing"),
        ("two.txt", "changed"),
    ]
    ledger.close()


def test_evidence_goes_to_the_bin_off_all_its_tasks_and_comes_back(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path / "ledger")
    file = a_file(ledger, tmp_path / "in")
    with ledger.write() as work:
        task = a_task(work)
        attached = evidence.attach(work, [file], [task.id])
    piece = attached.evidence[0]
    with ledger.write() as work:
        evidence.discard(work, [piece.id])
    from ledger_app.domain.evidence import Evidence, TaskEvidence

    with ledger.read() as session:
        stored = session.of(Evidence).get(piece.id)
        assert stored is not None
        assert stored.removed_at is not None
        assert session.of(TaskEvidence).count(evidence_id=piece.id) == 0
    with pytest.raises(RejectedError, match="SVC-054"), ledger.write() as work:
        evidence.discard(work, [piece.id])
    ledger.undo()
    with ledger.read() as session:
        assert session.of(TaskEvidence).count(evidence_id=piece.id) == 1
    ledger.close()
