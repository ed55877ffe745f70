from __future__ import annotations

import contextlib
import datetime as dt
import errno
import hashlib
import os
import sqlite3
import zipfile
from pathlib import Path

import pytest

from db import archive
from db.archive import read_manifest, restore_archive, verify_archive, write_archive
from db.backup import back_up, evidence_places, is_due, last_proof, list_backups
from db.media import Media
from ledger_app.errors import Cancelled, EnvironmentFault, LedgerError, RejectedError

NOW = dt.datetime.fromisoformat("2024-06-30T09:12:00")
STAMP = {"created_at": "2024-06-30T01:12:00Z", "app_version": "0.1.0"}


def a_ledger(folder: Path, files: tuple[bytes, ...] = (b"one", b"two" * 1000)) -> Path:
    """Make the few tables that a backup looks into, and a store."""
    folder.mkdir()
    with contextlib.closing(sqlite3.connect(folder / "ledger.sqlite3")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(
            "CREATE TABLE stored_file (id TEXT PRIMARY KEY, size_bytes INTEGER);"
            "CREATE TABLE task (id INTEGER PRIMARY KEY);"
            "CREATE TABLE plan (id INTEGER PRIMARY KEY); CREATE TABLE journal (id INTEGER PRIMARY KEY);"
            "INSERT INTO task VALUES (1), (2); INSERT INTO journal VALUES (1);"
        )
        for content in files:
            digest = hashlib.sha256(content).hexdigest()
            connection.execute("INSERT INTO stored_file VALUES (?, ?)", (digest, len(content)))
            place = folder / "evidence" / digest[:2] / digest
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        connection.commit()
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_whole_backup_comes_back_byte_for_byte(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path / "台账")
    out = tmp_path / "盘" / "台账.backup"
    manifest = write_archive(ledger, out, with_evidence=True, **STAMP)
    assert manifest.counts == {"tasks": 2, "plans": 0, "evidence_files": 2, "operations": 1}
    assert verify_archive(out) == manifest
    restored, missing = restore_archive(out, tmp_path / "还原")
    assert restored == manifest
    assert missing == ()
    want = {name: data for name, data in tree(ledger).items() if name.startswith("evidence")}
    assert {name: data for name, data in tree(tmp_path / "还原").items() if name.startswith("evidence")} == want
    assert sorted(file.name for file in out.parent.iterdir()) == [out.name]


def test_restore_never_writes_over_anything(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path / "台账")
    out = tmp_path / "a.backup"
    write_archive(ledger, out, with_evidence=True, **STAMP)
    before = tree(ledger)
    with pytest.raises(RejectedError) as caught:
        restore_archive(out, ledger)
    assert caught.value.code == "DB-048"
    assert tree(ledger) == before


@pytest.mark.parametrize("cut", [0, 1, 30, 500, 2000, -1, -40, -900])
def test_a_damaged_backup_is_refused_and_leaves_nothing(tmp_path: Path, cut: int) -> None:
    ledger = a_ledger(tmp_path / "台账")
    out = tmp_path / "a.backup"
    write_archive(ledger, out, with_evidence=True, **STAMP)
    out.write_bytes(out.read_bytes()[:cut])
    with pytest.raises(LedgerError) as caught:
        restore_archive(out, tmp_path / "还原")
    assert caught.value.code == "DB-045"
    assert not (tmp_path / "还原").exists()
    assert not (tmp_path / "还原.part").exists()


def test_a_flipped_byte_in_a_stored_file_is_found(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path / "台账")
    out = tmp_path / "a.backup"
    write_archive(ledger, out, with_evidence=True, **STAMP)
    data = bytearray(out.read_bytes())
    data[data.find(b"twotwotwo") + 5] ^= 1
    out.write_bytes(bytes(data))
    with pytest.raises(RejectedError):
        verify_archive(out)


def test_names_inside_a_hostile_zip_are_not_followed(tmp_path: Path) -> None:
    evil = tmp_path / "evil.backup"
    with zipfile.ZipFile(evil, "w") as archive:
        archive.writestr("../../outside.txt", "x")
        archive.writestr("manifest.json", '{"format": "ledger-backup", "format_version": 1, "evidence": {"../x": 1}}')
    with pytest.raises(RejectedError) as caught:
        restore_archive(evil, tmp_path / "还原")
    assert caught.value.code == "DB-045"
    assert not (tmp_path.parent / "outside.txt").exists()


def test_a_newer_backup_is_named_as_such(tmp_path: Path) -> None:
    newer = tmp_path / "n.backup"
    with zipfile.ZipFile(newer, "w") as archive:
        archive.writestr("manifest.json", '{"format": "ledger-backup", "format_version": 9, "app_version": "7.0"}')
    with pytest.raises(RejectedError) as caught:
        read_manifest(newer)
    assert caught.value.code == "DB-046"
    assert caught.value.facts["theirs"] == "7.0"


def test_a_full_disk_leaves_no_half_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = a_ledger(tmp_path / "台账")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("db.archive.os.fsync", full)
    with pytest.raises(EnvironmentFault) as caught:
        write_archive(ledger, tmp_path / "盘" / "a.backup", with_evidence=True, **STAMP)
    assert caught.value.code == "DB-041"
    assert list((tmp_path / "盘").iterdir()) == []


def test_a_backup_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    class Stop:
        def step(self, done: int, total: int, label: str = "") -> None:
            if "佐证" in label:
                raise Cancelled

    ledger = a_ledger(tmp_path / "台账")
    with pytest.raises(Cancelled):
        write_archive(ledger, tmp_path / "盘" / "a.backup", with_evidence=True, progress=Stop(), **STAMP)
    assert list((tmp_path / "盘").iterdir()) == []


def test_what_killed_backups_left_behind_goes_after_a_day(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path / "台账")
    place = ledger / "backups"
    for name in (".backup-old", ".verify-old", ".backup-new"):
        (place / name).mkdir(parents=True)
        (place / name / "ledger.sqlite3").write_bytes(b"half")
    (place / "ledger-20240101-000000.backup.part").write_bytes(b"half")
    (place / "说明.txt").write_bytes(b"somebody's own")
    for entry in place.iterdir():
        if entry.name != ".backup-new":
            os.utime(entry, (0, 0))
    proof = back_up(ledger, place, now=NOW, **STAMP)
    assert {entry.name for entry in place.iterdir()} == {".backup-new", "说明.txt", "proven.json", proof.file}


def test_a_damaged_database_is_not_backed_up_as_sound(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path / "台账")
    file = ledger / "ledger.sqlite3"
    file.write_bytes(file.read_bytes()[:4096] + os.urandom(8192))
    with pytest.raises(EnvironmentFault) as caught:
        write_archive(ledger, tmp_path / "a.backup", with_evidence=True, **STAMP)
    assert caught.value.code == "DB-001"
    assert not (tmp_path / "a.backup").exists()


def test_a_ledger_where_nothing_can_be_written_is_backed_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = a_ledger(tmp_path / "台账")
    monkeypatch.setattr(archive, "inspect", lambda _: Media("removable", is_writable=False))
    before = tree(ledger)
    assert write_archive(ledger, tmp_path / "a.backup", with_evidence=True, **STAMP).counts["tasks"] == 2
    assert tree(ledger) == before
    (ledger / "ledger.sqlite3-wal").write_bytes(b"not merged")
    with pytest.raises(EnvironmentFault) as caught:
        write_archive(ledger, tmp_path / "b.backup", with_evidence=True, **STAMP)
    assert caught.value.code == "DB-012"
    assert not (tmp_path / "b.backup").exists()


def test_the_daily_backup_is_made_once_and_names_its_evidence(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path / "台账")
    place = ledger / "backups"
    assert is_due(place, 1, NOW)
    proof = back_up(ledger, place, now=NOW, **STAMP)
    assert last_proof(place) == proof
    assert not is_due(place, 2, NOW)
    tomorrow = NOW + dt.timedelta(days=1)
    assert not is_due(place, 1, tomorrow)
    assert is_due(place, 2, tomorrow)
    assert not (place / "evidence").exists()
    backup = list_backups(place)[0][1]
    _, missing = restore_archive(backup, tmp_path / "还原", evidence_from=evidence_places(backup))
    assert missing == ()


def test_a_second_drive_mirrors_the_evidence_once(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path / "台账")
    place = tmp_path / "E盘" / "台账"
    back_up(ledger, place, now=NOW, **STAMP)
    first = {file: file.stat().st_mtime_ns for file in (place / "evidence").rglob("*") if file.is_file()}
    back_up(ledger, place, now=NOW + dt.timedelta(hours=1), **STAMP)
    assert {file: file.stat().st_mtime_ns for file in (place / "evidence").rglob("*") if file.is_file()} == first
    backup = list_backups(place)[-1][1]
    for file in (ledger / "evidence").rglob("*"):
        if file.is_file():
            file.unlink()
    _, missing = restore_archive(backup, tmp_path / "还原", evidence_from=evidence_places(backup))
    assert missing == ()


def test_older_backups_are_thinned_but_never_the_one_before_an_upgrade(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path / "台账")
    place = ledger / "backups"
    back_up(ledger, place, now=NOW - dt.timedelta(days=300), reason="upgrade", **STAMP)
    for days in range(40, -1, -1):
        copy = place / f"ledger-{(NOW - dt.timedelta(days=days, hours=1)).strftime('%Y%m%d-%H%M%S')}.backup"
        copy.write_bytes(b"")
    back_up(ledger, place, now=NOW, **STAMP)
    names = [file.name for _, file in list_backups(place)]
    assert any("upgrade" in name for name in names)
    assert 10 <= len(names) <= 18


def test_missing_evidence_is_counted_not_hidden(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path / "台账")
    next((ledger / "evidence").glob("*/*")).unlink()
    manifest = write_archive(ledger, tmp_path / "a.backup", with_evidence=True, **STAMP)
    assert len(manifest.missing) == 1
    assert verify_archive(tmp_path / "a.backup") == manifest
