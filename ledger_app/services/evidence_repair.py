"""Put damaged or missing files right: from the file chosen again, or from backups; and take unnamed files in.

Nothing is accepted but the very bytes: the SHA-256 that the ledger remembers decides.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.evidence import Evidence, EvidenceVersion, StoredFile
from ledger_app.errors import RejectedError, UnreadableFileError
from ledger_app.evidence.checks import look_at
from ledger_app.evidence.names import shown_name
from ledger_app.evidence.upkeep import digest_of
from ledger_app.ports import EvidenceStore, Progress, UnitOfWork
from ledger_app.services.evidence_check import Orphan
from ledger_app.services.lookup import new_uid

_SUFFIXES = {"jpeg": ".jpg", "text": ".txt", "bin": ""}


@dataclass(frozen=True, slots=True)
class Repaired:
    """What became of damaged files: digests that are whole again, and those no source had."""

    mended: tuple[str, ...]
    left: tuple[str, ...]


def repair_from_file(store: EvidenceStore, digests: Sequence[str], path: Path, progress: Progress | None = None) -> str:
    """Put a file chosen by hand in the place of the damaged one it is, and return its digest.

    Args:
        store: where the damaged files lie.
        digests: of those that it may be.
        path: the file chosen.
        progress: told bytes.

    Raises:
        UnreadableFileError: EVI-001 to -007 the chosen file cannot be read.
        RejectedError: EVI-062 it is none of them; nothing is stored.
        EnvironmentFault: EVI-010 to -014.
    """
    found = digest_of(path, shown_name(path.name), progress)
    if found not in digests:
        raise RejectedError("EVI-062", file=shown_name(path.name))
    store.put(path)
    return found


def repair_from_backups(
    store: EvidenceStore, digests: Iterable[str], places: Sequence[Path], progress: Progress | None = None
) -> Repaired:
    """Look for damaged files in backups and put those right whose bytes are found there.

    Args:
        store: where the damaged files lie.
        digests: of those.
        places: folders of backups (their `evidence/` and the backup files in them), or single backup files.
        progress: told files.

    Raises:
        EnvironmentFault: EVI-010 to -014 the store cannot be written.
        Cancelled: through `progress`; what is mended stays so.
    """
    wanted = tuple(dict.fromkeys(digests))
    mended: list[str] = []
    with tempfile.TemporaryDirectory(prefix="repair-") as scratch:
        backups = _Backups.of(places)
        for number, digest in enumerate(wanted):
            if progress is not None:
                progress.step(number, len(wanted), "正在从备份中查找")
            if _put_from(store, digest, backups, Path(scratch)):
                mended.append(digest)
    return Repaired(tuple(mended), tuple(one for one in wanted if one not in mended))


def adopt(work: UnitOfWork, store: EvidenceStore, orphans: Sequence[Orphan], *, to_bin: bool) -> ChangeSet:
    """Make evidence of files that nothing named: without a task, or in the bin, from where they can be deleted.

    Raises:
        RejectedError: SVC-005 there are none.
    """
    if not orphans:
        raise RejectedError("SVC-005", what="文件")
    where = "放入回收站" if to_bin else "登记为材料"
    work.describe("evidence.adopt", f"把 {len(orphans)} 个未登记的文件{where}")
    for orphan in orphans:
        kind = look_at(store.path_of(orphan.sha256)).format
        if work.of(StoredFile).get(orphan.sha256) is None:
            work.of(StoredFile).add(StoredFile(orphan.sha256, orphan.size_bytes, kind, work.at))
        name = f"未登记的文件-{orphan.sha256[:8]}"
        removed = work.at if to_bin else None
        piece = Evidence(0, new_uid(), name, added_at=work.at, added_by=work.user, removed_at=removed)
        row = work.of(Evidence).add(piece)
        suffix = _SUFFIXES.get(kind, f".{kind}")
        work.of(EvidenceVersion).add(EvidenceVersion(0, row.id, 1, orphan.sha256, f"{name}{suffix}", work.at))
    return work.changes()


@dataclass(frozen=True, slots=True)
class _Backups:
    """Where the bytes of a file may be found: folders of files by digest, and archives with what they hold."""

    folders: tuple[Path, ...]
    archives: tuple[tuple[Path, frozenset[str]], ...]

    @classmethod
    def of(cls, places: Sequence[Path]) -> _Backups:
        """Look once at what lies in the places."""
        folders = [folder for place in places for folder in (place / "evidence", place) if folder.is_dir()]
        files = [file for place in places for file in (sorted(place.glob("*.backup")) if place.is_dir() else [place])]
        return cls(tuple(folders), tuple((file, _named_in(file)) for file in reversed(files)))

    def sources(self, digest: str, scratch: Path) -> Iterator[Callable[[], Path]]:
        """Yield ways to files that may have the bytes; what comes out of an archive lies in `scratch`."""
        for folder in self.folders:
            stored = folder / digest[:2] / digest
            if stored.is_file():
                yield partial(Path, stored)
        for archive, names in self.archives:
            if digest in names:
                yield partial(_unpacked, archive, digest, scratch)


def _named_in(archive: Path) -> frozenset[str]:
    """Return the digests of the files in a backup, none for one that cannot be read."""
    try:
        with zipfile.ZipFile(archive) as packed:
            return frozenset(name.rpartition("/")[2] for name in packed.namelist() if name.startswith("evidence/"))
    except (OSError, zipfile.BadZipFile):
        return frozenset()


def _unpacked(archive: Path, digest: str, scratch: Path) -> Path:
    target = scratch / "unpacked"
    with (
        zipfile.ZipFile(archive) as packed,
        packed.open(f"evidence/{digest[:2]}/{digest}") as origin,
        target.open("wb") as copy,
    ):
        shutil.copyfileobj(origin, copy, 1 << 20)
    return target


def _put_from(store: EvidenceStore, digest: str, backups: _Backups, scratch: Path) -> bool:
    """Put the first source in place that is the very bytes; say whether one was."""
    for give in backups.sources(digest, scratch):
        try:
            path = give()
            is_it = digest_of(path, digest[:12]) == digest
        except (OSError, KeyError, zipfile.BadZipFile, NotImplementedError, UnreadableFileError):
            # A backup that is damaged or away: the next one may have the file.
            continue
        if is_it:
            store.put(path)
            return True
    return False
