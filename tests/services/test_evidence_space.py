"""What the evidence takes up, by what it is for."""

from __future__ import annotations

from pathlib import Path

from db.sqlite_ledger import SqliteLedger
from ledger_app.services import evidence
from ledger_app.services.evidence_space import read_space
from tests.builders import a_file


def test_old_versions_and_the_bin_are_told_apart(ledger: SqliteLedger, tmp_path: Path) -> None:
    files = [a_file(ledger, tmp_path, f"{name}.txt", b"x" * size) for name, size in (("a", 5), ("b", 7), ("c", 11))]
    with ledger.write() as work:
        piece, binned = evidence.attach(work, [files[0], files[2]], []).evidence
        evidence.add_version(work, piece.id, files[1])
        evidence.discard(work, [binned.id])
    with ledger.read() as session:
        space = read_space(session, tmp_path, is_away=False)
        away = read_space(session, tmp_path, is_away=True)
    assert (space.file_count, space.stored_bytes, space.old_bytes, space.bin_bytes) == (3, 23, 5, 11)
    assert space.room is not None
    assert away.room is None
