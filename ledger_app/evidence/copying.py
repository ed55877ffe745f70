"""Copy a file and hash what arrived, in one pass: the next piece is copied while the last one is hashed.

The digest is made from the copy, read back while it is still in memory, so that it proves what is stored and
not what was meant to be.  Faults of the source are raised here as errors of ours; those of the target stay
`OSError`, for the store to name.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

from ledger_app.errors import UnreadableFileError
from ledger_app.evidence.names import long_path
from ledger_app.messages.causes import cause_of
from ledger_app.ports import Progress

PIECE_BYTES = 8 << 20
BUFFER_BYTES = 1 << 18
"""Small enough to stay in the processor's cache between reading and hashing."""
_SYNC_BYTES = 64 << 20

_FRESH_SECONDS = 3
"""A file changed less long ago may change again without a sign: FAT counts time in steps of two seconds."""

TARGET_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
TARGET_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class CopyPass:
    """One pass over one source file."""

    def __init__(self, source: BinaryIO, path: Path, name: str, progress: Progress | None) -> None:
        """Note what the source is now.

        Args:
            source: the open file, unbuffered.
            path: where it was opened.
            name: as it is shown to people.
            progress: told bytes.
        """
        self._source = source
        self._path = path
        self._name = name
        self._progress = progress
        self._before = os.fstat(source.fileno())
        self.size = self._before.st_size
        self._is_fresh = time.time() - self._before.st_mtime < _FRESH_SECONDS
        self._by_kernel = hasattr(os, "sendfile")

    def run(self, target: BinaryIO) -> str:
        """Copy all bytes into an empty file open for reading and writing; return their SHA-256.

        Raises:
            UnreadableFileError: EVI-001, -005, -006; the source.
            OSError: the target.
            Cancelled: through the progress.
        """
        digest = hashlib.sha256()
        done = 0
        for end in self._copied(target):
            _hash_range(target, done, end, digest)
            done = end
            if self._progress is not None:
                self._progress.step(done, self.size, self._name)
        self._refuse_if_changed()
        if self._is_fresh and self._second_look() != digest.digest():
            raise UnreadableFileError("EVI-005", file=self._name)
        return digest.hexdigest()

    def _second_look(self) -> bytes:
        """Read the source once more: its time of change tells nothing where that was a moment ago."""
        digest = hashlib.sha256()
        place = 0
        while content := self._read(place, BUFFER_BYTES):
            digest.update(content)
            place += len(content)
            if self._progress is not None and place % PIECE_BYTES < BUFFER_BYTES:
                self._progress.step(self.size, self.size, self._name)
        return digest.digest()

    def _copied(self, target: BinaryIO) -> Iterator[int]:
        """Yield how far the copy is; while the caller hashes that far, the next piece is on its way."""
        place = self._copy_piece(target, 0)
        if place >= self.size:
            if place:
                yield place
            return
        with ThreadPoolExecutor(1) as worker:
            while place < self.size:
                following: Future[int] = worker.submit(self._copy_piece, target, place)
                yield place
                place = following.result()
            yield place

    def _copy_piece(self, target: BinaryIO, start: int) -> int:
        """Copy one piece and return where it ends."""
        place, end = start, min(start + PIECE_BYTES, self.size)
        while place < end:
            count = self._copy_some(target, place, end - place)
            if not count:
                # Shorter than it was a moment ago.
                raise UnreadableFileError("EVI-005", file=self._name)
            place += count
        if start // _SYNC_BYTES != place // _SYNC_BYTES:
            # Little by little, so that the last one does not have to wait for the whole file.
            os.fsync(target.fileno())
        return place

    def _copy_some(self, target: BinaryIO, place: int, count: int) -> int:
        if self._by_kernel:
            # What the system's own copy cannot do is tried plainly, which also tells whose fault it is.
            with contextlib.suppress(OSError):
                target.seek(place)
                return os.sendfile(target.fileno(), self._source.fileno(), place, count)
            self._by_kernel = False
        content = self._read(place, min(count, BUFFER_BYTES))
        target.seek(place)
        write_whole(target, content)
        return len(content)

    def _read(self, place: int, count: int) -> bytes:
        try:
            self._source.seek(place)
            return self._source.read(count)
        except OSError as error:
            raise UnreadableFileError("EVI-006", file=self._name, why=cause_of(error)) from error

    def _refuse_if_changed(self) -> None:
        try:
            states = (os.fstat(self._source.fileno()), long_path(self._path).stat())
        except FileNotFoundError as error:
            raise UnreadableFileError("EVI-001", file=self._name) from error
        except OSError as error:
            raise UnreadableFileError("EVI-006", file=self._name, why=cause_of(error)) from error
        before = (self._before.st_size, self._before.st_mtime_ns)
        if any((state.st_size, state.st_mtime_ns) != before for state in states):
            raise UnreadableFileError("EVI-005", file=self._name)


def write_whole(target: BinaryIO, content: bytes) -> None:
    """Write all bytes: an unbuffered write may take only part of them, which is how a full disk begins."""
    rest = memoryview(content)
    while rest:
        count = target.write(rest)
        if not count:
            raise OSError(errno.ENOSPC, "short write")
        rest = rest[count:]


def _hash_range(target: BinaryIO, start: int, end: int, digest: hashlib._Hash) -> None:
    """Hash a stretch of the copy without moving the place at which the other thread writes."""
    with _reader(target) as reader:
        reader.seek(start)
        buffer = memoryview(bytearray(min(BUFFER_BYTES, max(1, end - start))))
        place = start
        while place < end:
            count = reader.readinto(buffer[: end - place])  # type: ignore[attr-defined]
            if not count:
                raise OSError(errno.EIO, "copy is shorter than written")
            digest.update(buffer[:count])
            place += count


def _reader(target: BinaryIO) -> BinaryIO:
    return long_path(Path(target.name)).open("rb", buffering=0)
