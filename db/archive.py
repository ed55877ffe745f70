"""One verified file that holds a ledger: written, proved, and restored.

The file is a zip: `manifest.json`, `ledger.sqlite3`, and (in a whole backup) `evidence/ab/abc...`.  Automatic
backups have the same form without the evidence, which the manifest then names by digest: evidence never
changes, so it is found again in the store or in a mirror.  docs/format.md "Backups" has the fields.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from db.connection import open_connection
from db.media import inspect
from ledger_app.errors import EnvironmentFault, LedgerError, RejectedError
from ledger_app.messages.causes import cause_of
from ledger_app.ports import Progress
from ledger_app.store_place import store_folder

DATABASE_NAME = "ledger.sqlite3"
MANIFEST_NAME = "manifest.json"
FORMAT_NAME = "ledger-backup"
FORMAT_VERSION = 1
# Names of folders for work under way, in the folder of the backup; a killed program leaves them behind.
SCRATCH_PREFIXES = (".backup-", ".verify-")
_DIGEST = re.compile(r"^[0-9a-f]{64}$")
_CHUNK = 1 << 20
_ROOM_LEFT = 16 << 20
# Extra room on each kind of table whose rows are counted for people: "412 项任务、1903 个附件".
_COUNTED = {"tasks": "task", "plans": "plan", "evidence_files": "stored_file", "operations": "journal"}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    Attributes:
        created_at: UTC, ISO.
        ledger_name, app_version: whose ledger, written by which version.
        database_sha256, database_bytes: of the database inside.
        counts: tasks, plans, evidence_files, operations.
        evidence: digest -> size in bytes, all files the database names.
        missing: digests that were named but not in the store when the backup was made.
        has_evidence: the files themselves are inside.
    """

    created_at: str
    ledger_name: str
    app_version: str
    database_sha256: str
    database_bytes: int
    counts: Mapping[str, int]
    evidence: Mapping[str, int]
    missing: tuple[str, ...] = ()
    has_evidence: bool = False


def write_archive(
    folder: Path,
    out: Path,
    *,
    created_at: str,
    app_version: str,
    with_evidence: bool,
    progress: Progress | None = None,
) -> Manifest:
    """Write a backup of a ledger folder and prove it by opening it again; `out` appears only when it is sound.

    Works beside an open writer: the database is copied as of one moment.

    Raises:
        EnvironmentFault: DB-041 no room; DB-042 cannot be written; DB-043 the copy did not stand the proof.
        RejectedError: DB-044 `out` lies inside the evidence store, or is the ledger itself.
    """
    _refuse_odd_target(folder, out)
    part = out.with_name(out.name + ".part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            prefix=SCRATCH_PREFIXES[0], dir=out.parent, ignore_cleanup_errors=True
        ) as scratch:
            copy = Path(scratch) / DATABASE_NAME
            copy_database(folder / DATABASE_NAME, copy, progress)
            manifest = _describe(copy, folder, created_at, app_version, with_evidence=with_evidence)
            _refuse_without_room(out.parent, manifest)
            _write_zip(part, copy, folder, manifest, progress)
        verify_archive(part, progress)
        os.replace(part, out)  # noqa: PTH105 - replaces on Windows too
        sync_folder(out.parent)
    except OSError as error:
        raise _translated(error, out) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return manifest


def copy_database(source: Path, target: Path, progress: Progress | None = None) -> None:
    """Copy a database as of one moment with SQLite's own backup, then open the copy and check it.

    Raises:
        EnvironmentFault: DB-001 the source is damaged; DB-012 it lies unmerged where nothing can be written; DB-043
            the copy is not sound; DB-041 no room.
        Cancelled: through `progress`.
    """
    try:
        with (
            contextlib.closing(open_connection(source, "read", inspect(source.parent))) as origin,
            contextlib.closing(sqlite3.connect(target)) as copy,
        ):
            steps = _stepper(progress, "复制台账数据")
            origin.backup(copy, pages=2048 if progress else -1, progress=steps)
            # One plain file: the copy must not carry the WAL mark of its source.
            copy.execute("PRAGMA journal_mode = DELETE")
            if copy.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
                # An emptied file is a sound database to SQLite.
                raise EnvironmentFault("DB-001", file=source.name)
            prove_database(copy)
    except sqlite3.Error as error:
        if "full" in str(error):
            raise EnvironmentFault("DB-041", folder=target.parent.name, needed="") from error
        raise EnvironmentFault("DB-043", file=source.name, reason=str(error)) from error


def prove_database(connection: sqlite3.Connection) -> None:
    """Check an open database from end to end.

    Raises:
        EnvironmentFault: DB-043 with SQLite's first complaint.
    """
    complaint = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if complaint != "ok":
        raise EnvironmentFault("DB-043", file=DATABASE_NAME, reason=str(complaint))
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise EnvironmentFault("DB-043", file=DATABASE_NAME, reason="foreign keys")


def read_manifest(file: Path) -> Manifest:
    """Return what a backup file says of itself.

    Raises:
        RejectedError: DB-045 it is no backup of a ledger or is damaged; DB-046 made by a newer version.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            return _manifest_in(archive, file)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError) as error:
        raise RejectedError("DB-045", file=file.name) from error
    except OSError as error:
        raise RejectedError("DB-047", file=file.name, reason=cause_of(error)) from error


def verify_archive(file: Path, progress: Progress | None = None) -> Manifest:
    """Read a backup from end to end: every part against its digest, the database by opening it.

    Raises:
        RejectedError: DB-045, DB-046, DB-047 as `read_manifest`.
        EnvironmentFault: DB-043 the database inside is not sound.
    """
    manifest = read_manifest(file)
    with tempfile.TemporaryDirectory(
        prefix=SCRATCH_PREFIXES[1], dir=file.parent, ignore_cleanup_errors=True
    ) as scratch:
        _unpack(file, manifest, Path(scratch), progress, keep_evidence=False)
    return manifest


def restore_archive(
    file: Path, to: Path, *, evidence_from: Sequence[Path] = (), progress: Progress | None = None
) -> tuple[Manifest, tuple[str, ...]]:
    """Make a ledger folder from a backup; it appears whole or not at all.

    Args:
        file: the backup.
        to: a folder that does not exist yet, or is empty.
        evidence_from: evidence folders in which files not inside the backup are looked for.
        progress: where to report.

    Returns:
        The manifest, and the digests of evidence that could not be found.

    Raises:
        RejectedError: DB-045 to DB-047 the file; DB-048 `to` holds something already.
        EnvironmentFault: DB-041, DB-042, DB-043.
    """
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise RejectedError("DB-048", folder=to.name)
    manifest = read_manifest(file)
    part = to.with_name(to.name + ".part")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        part.mkdir()
    except FileExistsError as error:
        raise RejectedError("DB-048", folder=part.name) from error
    except OSError as error:
        raise _translated(error, to) from error
    try:
        _refuse_without_room(to.parent, manifest)
        _unpack(file, manifest, part, progress, keep_evidence=True)
        missing = () if manifest.has_evidence else _gather_evidence(manifest, evidence_from, part, progress)
        with contextlib.suppress(OSError):
            to.rmdir()  # the empty folder that may be there; a rename over it fails on Windows
        part.rename(to)
        sync_folder(to.parent)
    except OSError as error:
        raise _translated(error, to) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return manifest, missing


def _scratch(prefix: str, folder: Path) -> tempfile.TemporaryDirectory[str]:
    """Lend a folder for work under way; named as in `SCRATCH_PREFIXES`."""
    return tempfile.TemporaryDirectory(prefix=prefix, dir=folder, ignore_cleanup_errors=True)


def _refuse_odd_target(folder: Path, out: Path) -> None:
    inside = out.absolute().resolve()
    if inside.is_relative_to(store_folder(folder).resolve()) or inside == (folder / DATABASE_NAME).resolve():
        raise RejectedError("DB-044", file=out.name)


def _describe(copy: Path, folder: Path, created_at: str, app_version: str, *, with_evidence: bool) -> Manifest:
    with contextlib.closing(sqlite3.connect(copy)) as connection:
        counts = {name: _count(connection, table) for name, table in _COUNTED.items()}
        named = {
            str(digest): int(size) for digest, size in connection.execute("SELECT id, size_bytes FROM stored_file")
        }
    missing = tuple(sorted(digest for digest in named if not _stored(store_folder(folder), digest).is_file()))
    return Manifest(
        created_at=created_at,
        ledger_name=folder.name,
        app_version=app_version,
        database_sha256=_digest_of(copy),
        database_bytes=copy.stat().st_size,
        counts=counts,
        evidence=named,
        missing=missing,
        has_evidence=with_evidence,
    )


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _write_zip(part: Path, copy: Path, folder: Path, manifest: Manifest, progress: Progress | None) -> None:
    with part.open("wb") as raw:
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            fields = {"format": FORMAT_NAME, "format_version": FORMAT_VERSION}
            fields |= {name: getattr(manifest, name) for name in Manifest.__slots__}
            archive.writestr(MANIFEST_NAME, json.dumps(fields, ensure_ascii=False, indent=1))
            archive.write(copy, DATABASE_NAME, zipfile.ZIP_DEFLATED, compresslevel=1)
            if manifest.has_evidence:
                _add_evidence(archive, folder, manifest, progress)
        raw.flush()
        os.fsync(raw.fileno())


def _add_evidence(archive: zipfile.ZipFile, folder: Path, manifest: Manifest, progress: Progress | None) -> None:
    gone = set(manifest.missing)
    digests = [digest for digest in manifest.evidence if digest not in gone]
    for number, digest in enumerate(digests, 1):
        archive.write(_stored(store_folder(folder), digest), f"evidence/{digest[:2]}/{digest}")
        if progress is not None:
            progress.step(number, len(digests), "复制佐证材料")


def _manifest_in(archive: zipfile.ZipFile, file: Path) -> Manifest:
    fields = json.loads(archive.read(MANIFEST_NAME))
    if fields.get("format") != FORMAT_NAME:
        raise RejectedError("DB-045", file=file.name)
    if int(fields["format_version"]) > FORMAT_VERSION:
        raise RejectedError("DB-046", file=file.name, theirs=fields.get("app_version", "?"))
    evidence = {str(digest): int(size) for digest, size in fields["evidence"].items()}
    if not all(_DIGEST.match(digest) for digest in evidence):
        raise RejectedError("DB-045", file=file.name)
    return Manifest(
        created_at=str(fields["created_at"]),
        ledger_name=str(fields["ledger_name"]),
        app_version=str(fields["app_version"]),
        database_sha256=str(fields["database_sha256"]),
        database_bytes=int(fields["database_bytes"]),
        counts={str(name): int(count) for name, count in fields["counts"].items()},
        evidence=evidence,
        missing=tuple(str(digest) for digest in fields["missing"]),
        has_evidence=bool(fields["has_evidence"]),
    )


def _unpack(file: Path, manifest: Manifest, target: Path, progress: Progress | None, *, keep_evidence: bool) -> None:
    """Read all parts against their digests; names come from the manifest's digests, never from the zip."""
    try:
        with zipfile.ZipFile(file) as archive:
            database = target / DATABASE_NAME
            _take(archive, DATABASE_NAME, manifest.database_sha256, manifest.database_bytes, database)
            with contextlib.closing(sqlite3.connect(database)) as connection:
                prove_database(connection)
            if not manifest.has_evidence:
                return
            inside = {digest: size for digest, size in manifest.evidence.items() if digest not in manifest.missing}
            for number, (digest, size) in enumerate(inside.items(), 1):
                place = _stored(target / "evidence", digest) if keep_evidence else None
                _take(archive, f"evidence/{digest[:2]}/{digest}", digest, size, place)
                if progress is not None:
                    progress.step(number, len(inside), "恢复佐证材料" if keep_evidence else "核对备份")
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, sqlite3.Error, NotImplementedError) as error:
        raise RejectedError("DB-045", file=file.name) from error


def _take(archive: zipfile.ZipFile, name: str, digest: str, size: int, place: Path | None) -> None:
    """Read one part, at most its stated size, into a place (or nowhere), and compare its digest."""
    if archive.getinfo(name).file_size != size:
        raise zipfile.BadZipFile(name)
    seen = hashlib.sha256()
    with contextlib.ExitStack() as stack:
        part = stack.enter_context(archive.open(name))
        out: IO[bytes] | None = None
        if place is not None:
            place.parent.mkdir(parents=True, exist_ok=True)
            out = stack.enter_context(place.open("wb"))
        for chunk in _chunks(part):
            seen.update(chunk)
            if out is not None:
                out.write(chunk)
        if out is not None:
            out.flush()
            os.fsync(out.fileno())
    if seen.hexdigest() != digest:
        raise zipfile.BadZipFile(name)


def _gather_evidence(
    manifest: Manifest, folders: Sequence[Path], part: Path, progress: Progress | None
) -> tuple[str, ...]:
    """Copy evidence that is not inside the backup from the first folder that holds it unharmed."""
    missing = []
    for number, digest in enumerate(manifest.evidence, 1):
        place = _stored(part / "evidence", digest)
        place.parent.mkdir(parents=True, exist_ok=True)
        if not any(_copy_sound(_stored(folder, digest), digest, place) for folder in folders):
            missing.append(digest)
        if progress is not None:
            progress.step(number, len(manifest.evidence), "恢复佐证材料")
    return tuple(missing)


def _copy_sound(source: Path, digest: str, place: Path) -> bool:
    if not source.is_file():
        return False
    shutil.copyfile(source, place)
    if _digest_of(place) == digest:
        return True
    place.unlink()
    return False


def _stored(evidence: Path, digest: str) -> Path:
    return evidence / digest[:2] / digest


def _digest_of(file: Path) -> str:
    seen = hashlib.sha256()
    with file.open("rb") as stream:
        for chunk in _chunks(stream):
            seen.update(chunk)
    return seen.hexdigest()


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _refuse_without_room(folder: Path, manifest: Manifest) -> None:
    needed = manifest.database_bytes + _ROOM_LEFT
    if manifest.has_evidence:
        needed += sum(manifest.evidence.values())
    if shutil.disk_usage(folder).free < needed:
        raise EnvironmentFault("DB-041", folder=folder.name, needed=f"{needed / (1 << 20):.0f} MB")


def _stepper(progress: Progress | None, label: str) -> Callable[[int, int, int], None] | None:
    if progress is None:
        return None
    return lambda _status, remaining, total: progress.step(total - remaining, total, label)


def sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut; Windows keeps it by itself and cannot open folders."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _translated(error: OSError, target: Path) -> LedgerError:
    # 28 ENOSPC, 122 EDQUOT; 112 and 39 are the full disk of Windows.
    if error.errno in {28, 122} or getattr(error, "winerror", None) in {39, 112}:
        return EnvironmentFault("DB-041", folder=target.parent.name, needed="")
    return EnvironmentFault("DB-042", file=target.name, reason=cause_of(error))
