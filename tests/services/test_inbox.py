from __future__ import annotations

import os
from pathlib import Path

from db.sqlite_ledger import SqliteLedger
from ledger_app.evidence.walking import SourceFile, walk
from ledger_app.services import evidence, files
from ledger_app.services.inbox import in_ledger


def found_in(folder: Path) -> list[SourceFile]:
    return list(walk([folder]).files)


def known(ledger: SqliteLedger, folder: Path) -> set[str]:
    with ledger.read() as session:
        return {file.path.name for file in in_ledger(session, found_in(folder))}


def test_what_came_from_the_inbox_is_known_until_it_is_undone_or_changed(ledger: SqliteLedger, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for name in ("一.txt", "二.txt"):
        (inbox / name).write_bytes(name.encode())
    with ledger.write() as work:
        evidence.attach(work, [files.take(ledger.store, inbox / "一.txt")], [])
    assert known(ledger, inbox) == {"一.txt"}
    seen = (inbox / "一.txt").stat()
    (inbox / "一.txt").write_bytes(b"more")
    assert known(ledger, inbox) == set()
    (inbox / "一.txt").write_bytes("一.txt".encode())
    os.utime(inbox / "一.txt", ns=(seen.st_atime_ns, seen.st_mtime_ns))
    assert known(ledger, inbox) == {"一.txt"}
    ledger.undo()
    assert known(ledger, inbox) == set()
    assert known(ledger, tmp_path / "没有") == set()
