"""Bring files into the store before an operation, and note them in the ledger within it.

A file is in place and on the disk before the row that names it exists; what an operation then does not take is
an unused file at worst.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ledger_app.domain.evidence import StoredFile
from ledger_app.domain.finding import Finding
from ledger_app.errors import EnvironmentFault, RejectedError, UnreadableFileError
from ledger_app.evidence.checks import LARGE_BYTES, check_entry, day_taken, look_at
from ledger_app.evidence.names import long_path, shown_name
from ledger_app.evidence.store import open_source
from ledger_app.evidence.walking import walk
from ledger_app.messages import describe
from ledger_app.ports import EvidenceStore, Progress, UnitOfWork

STORE_WIDE = frozenset({"EVI-010", "EVI-011", "EVI-012"})
"""Faults that are the store's: the next file may meet them too."""
_CHANGED = "EVI-005"
_TRIES = 3
_WAIT_S = 0.3


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file that is in the store.

    Attributes:
        name: original name, as it can be shown.
        modified: time of its last change as UTC ISO text, "" if unknown.
        findings: what the entry checks noticed.
        taken_on: the day a photo was taken, None where it is none or does not say.
    """

    sha256: str
    size_bytes: int
    media_type: str
    name: str
    modified: str = ""
    findings: tuple[Finding, ...] = ()
    taken_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file that could not be taken in; message is one Chinese sentence."""

    path: Path
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class TakenFiles:
    """What became of several files, in their order."""

    taken: tuple[TakenFile, ...]
    failed: tuple[FailedFile, ...]


def take(
    store: EvidenceStore, path: Path, progress: Progress | None = None, *, large_bytes: int = LARGE_BYTES
) -> TakenFile:
    """Put one file into the store; one that is being written to is tried again after a moment.

    Raises:
        UnreadableFileError: EVI-001, -002, -004 to -007; the file.
        EnvironmentFault: EVI-010, -011, -012, -014; the store.
        Cancelled: through `progress`.
    """
    for turn in range(1, _TRIES + 1):
        try:
            sha256, size = store.put(path, progress)
            break
        except UnreadableFileError as error:
            if error.code != _CHANGED or turn == _TRIES:
                raise
            time.sleep(_WAIT_S)
    return as_stored(store, sha256, size, path, large_bytes)


def as_stored(store: EvidenceStore, sha256: str, size: int, path: Path, large_bytes: int = LARGE_BYTES) -> TakenFile:
    """Return what is known of a file that is in the store already.

    Raises:
        UnreadableFileError: EVI-001, -004, -006; it cannot be read where it lies now.
    """
    # Looked at where it lies now: what is checked is what was stored.
    place = store.path_of(sha256)
    kind = look_at(place)
    name = shown_name(path.name)
    findings = check_entry(name, kind, size, large_bytes=large_bytes)
    return TakenFile(sha256, size, kind.format, name, _modified(path), findings, day_taken(place, kind))


def take_bytes(store: EvidenceStore, name: str, content: bytes) -> TakenFile:
    """Put what never was a file (pasted text, a pasted picture) into the store under a name that says what it is.

    Raises:
        EnvironmentFault: EVI-010, -011, -012, -014; the store.
    """
    sha256, size = store.put_bytes(content)
    kind = look_at(store.path_of(sha256))
    return TakenFile(sha256, size, kind.format, shown_name(name), "", check_entry(name, kind, size))


def take_all(store: EvidenceStore, paths: Iterable[Path], progress: Progress | None = None) -> TakenFiles:
    """Put files into the store; one that cannot be read does not stop the others.

    Raises:
        EnvironmentFault: EVI-010, -011, -012; nothing more fits or can be written, so the rest is not tried.
        Cancelled: through `progress`, which is told the number of files.
    """
    taken: list[TakenFile] = []
    failed: list[FailedFile] = []
    everything = list(paths)
    for number, path in enumerate(everything):
        if progress is not None:
            progress.step(number, len(everything), shown_name(path.name))
        try:
            taken.append(take(store, path))
        except (RejectedError, EnvironmentFault) as error:
            if error.code in STORE_WIDE:
                raise
            failed.append(FailedFile(path, error.code, describe(error)))
    return TakenFiles(tuple(taken), tuple(failed))


def unreadable(paths: Iterable[Path]) -> list[UnreadableFileError]:
    """Return why those files that cannot be read cannot; nothing is stored."""
    found = []
    for path in paths:
        try:
            open_source(path, shown_name(path.name)).close()
        except UnreadableFileError as error:
            found.append(error)
    return found


def note(work: UnitOfWork, file: TakenFile) -> None:
    """Add the row of a stored file unless the ledger has it."""
    if work.of(StoredFile).get(file.sha256) is None:
        work.of(StoredFile).add(StoredFile(file.sha256, file.size_bytes, file.media_type, work.at))


def files_under(paths: Sequence[Path]) -> list[Path]:
    """Return the files that are meant by files and folders, folders walked in order; see `evidence.walking`."""
    return [file.path for file in walk(paths).files]


def moment_of(modified_ns: int) -> str:
    """Return a file's time of change as a version keeps it: UTC ISO text with seconds, "" where it is no time."""
    try:
        return dt.datetime.fromtimestamp(modified_ns // 1_000_000_000, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OSError, OverflowError, ValueError):
        return ""


def _modified(path: Path) -> str:
    try:
        return moment_of(long_path(path).stat().st_mtime_ns)
    except (OSError, ValueError):
        return ""
