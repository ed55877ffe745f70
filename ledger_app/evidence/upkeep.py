"""What is done to the store besides taking files in: delete what nothing names any more, measure the room.

Deleting is for the bin that was emptied by hand, after its rows are gone; nothing else takes a file out of the store.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ledger_app.evidence.copying import BUFFER_BYTES
from ledger_app.evidence.names import long_path
from ledger_app.evidence.store import open_source
from ledger_app.ports import EvidenceStore, Progress

_LOW_BYTES = 2 << 30
_LOW_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class DriveRoom:
    """The drive that the store lies on.

    Attributes:
        free_bytes, total_bytes: of the drive.
    """

    free_bytes: int
    total_bytes: int

    @property
    def is_low(self) -> bool:
        """Say whether it is time to make room: less than 2 GB, and less than a twentieth of the drive."""
        return self.free_bytes < _LOW_BYTES and self.free_bytes < self.total_bytes * _LOW_SHARE


def delete_files(store: EvidenceStore, digests: Iterable[str]) -> int:
    """Delete stored files and return how many bytes that freed; one that another program holds stays unused."""
    freed = 0
    for digest in digests:
        path = long_path(store.path_of(digest))
        with contextlib.suppress(OSError):
            size = path.stat().st_size
            # Stored files are read-only, and Windows does not delete those.
            path.chmod(stat.S_IREAD | stat.S_IWRITE)
            path.unlink()
            freed += size
    return freed


def drive_room(folder: Path) -> DriveRoom | None:
    """Return the room on the drive of a folder, or of the nearest one above it that is there; None if unknown."""
    for place in (folder, *folder.parents):
        with contextlib.suppress(OSError):
            if place.is_dir():
                usage = shutil.disk_usage(place)
                return DriveRoom(usage.free, usage.total)
    return None


def digest_of(path: Path, name: str, progress: Progress | None = None) -> str:
    """Return the SHA-256 of any file.

    Args:
        path: the file; name: as it is shown to people.
        name: as it is shown to people.
        progress: told bytes.

    Raises:
        UnreadableFileError: EVI-001, -002, -004, -006, -007.
        OSError: while reading.
        Cancelled: through `progress`.
    """
    digest, done = hashlib.sha256(), 0
    with open_source(path, name) as stream:
        size = long_path(path).stat().st_size
        while chunk := stream.read(BUFFER_BYTES):
            digest.update(chunk)
            done += len(chunk)
            if progress is not None:
                progress.step(done, size)
    return digest.hexdigest()
