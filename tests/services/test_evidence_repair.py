"""Damaged files put right from the file chosen again or from backups; files that nothing names taken in."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.evidence import Evidence, EvidenceVersion
from ledger_app.errors import RejectedError
from ledger_app.services import evidence, evidence_repair
from ledger_app.services.evidence_check import FilesChecked, check_files
from ledger_app.services.files import TakenFile
from tests.builders import a_file


@pytest.fixture
def stored(ledger: SqliteLedger, tmp_path: Path) -> list[TakenFile]:
    """Return two files that prove something; the first has been changed in the store by hand, the second is gone."""
    files = [a_file(ledger, tmp_path / "in", f"{name}.txt", name.encode()) for name in ("通知", "照片")]
    with ledger.write() as work:
        evidence.attach(work, files, [])
    changed = ledger.store.path_of(files[0].sha256)
    changed.chmod(0o600)
    changed.write_bytes("别的".encode())
    ledger.store.path_of(files[1].sha256).unlink()
    return files


def _checked(ledger: SqliteLedger) -> FilesChecked:
    with ledger.read() as session:
        return check_files(session, ledger.store)


def test_the_file_chosen_again_is_taken_only_if_it_is_the_very_bytes(
    ledger: SqliteLedger, stored: list[TakenFile], tmp_path: Path
) -> None:
    digests = [one.sha256 for one in _checked(ledger).faults]
    other = tmp_path / "另一份.txt"
    other.write_text("改过的通知", "utf-8")
    with pytest.raises(RejectedError, match="EVI-062"):
        evidence_repair.repair_from_file(ledger.store, digests, other)
    assert not _checked(ledger).orphans
    assert evidence_repair.repair_from_file(ledger.store, digests, tmp_path / "in" / "照片.txt") == stored[1].sha256
    assert [one.sha256 for one in _checked(ledger).faults] == [stored[0].sha256]


def test_backups_give_back_what_they_have_and_the_rest_is_named(
    ledger: SqliteLedger, stored: list[TakenFile], tmp_path: Path
) -> None:
    mirror, kept = tmp_path / "第二位置", tmp_path / "整库.backup"
    first, second = (one.sha256 for one in stored)
    damaged = mirror / "evidence" / first[:2] / first
    damaged.parent.mkdir(parents=True)
    damaged.write_bytes(b"damaged in the mirror too")
    with zipfile.ZipFile(kept, "w") as packed:
        packed.writestr(f"evidence/{first[:2]}/{first}", "通知".encode())
    found = evidence_repair.repair_from_backups(ledger.store, [first, second], [mirror, kept, tmp_path / "没有"])
    assert (found.mended, found.left) == ((first,), (second,))
    shutil.copyfile(tmp_path / "in" / "照片.txt", mirror / second)
    (mirror / second[:2]).mkdir(exist_ok=True)
    shutil.move(mirror / second, mirror / second[:2] / second)
    assert evidence_repair.repair_from_backups(ledger.store, [second], [mirror]).mended == (second,)
    assert not _checked(ledger).faults


def test_a_file_that_nothing_names_becomes_evidence_or_goes_to_the_bin(ledger: SqliteLedger) -> None:
    ledger.store.put_bytes(b"%PDF-1.4 somebody laid it here")
    ledger.store.put_bytes("没写完".encode())
    orphans = _checked(ledger).orphans
    assert len(orphans) == 2
    with ledger.write() as work:
        evidence_repair.adopt(work, ledger.store, orphans[:1], to_bin=False)
    with ledger.write() as work:
        evidence_repair.adopt(work, ledger.store, orphans[1:], to_bin=True)
    assert not _checked(ledger).orphans
    with ledger.read() as session:
        pieces = session.of(Evidence).find()
        assert [piece.removed_at is None for piece in pieces] == [True, False]
        assert session.of(EvidenceVersion).find()[0].sha256 == orphans[0].sha256
    ledger.undo()
    ledger.undo()
    assert len(_checked(ledger).orphans) == 2
