"""The content-addressed store: every file once, under its SHA-256, never changed and never deleted.

A file is copied under a temporary name in the same folder, hashed on the way, brought to the disk and then
renamed to its digest; whatever stops this, at worst an unfinished temporary file stays behind, which the next
opening for writing clears away.  Rows that name a file are none of this module's business: callers put the
file in place first and commit the row after.

Layout: `evidence/ab/abcd…` (64 hex digits, no suffix), temporary files `evidence/~in-HOST-PID-RANDOM.part`.
Source: contracts of the ledger folder (docs/format.md).
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import secrets
import shutil
import stat
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from ledger_app.errors import EnvironmentFault, UnreadableFileError
from ledger_app.evidence.copying import BUFFER_BYTES, TARGET_FORBIDDEN, TARGET_FULL, CopyPass, write_whole
from ledger_app.evidence.names import long_path, shown_name
from ledger_app.evidence.shared_open import is_held, open_shared
from ledger_app.messages.causes import cause_of
from ledger_app.ports import Progress, Verdict
from ledger_app.store_place import MARK_NAME

_MEGABYTE = 1 << 20
_RESERVE_BYTES = 32 << 20
_RESERVE_SHARE = 8
"""Room that files leave free, at most such a part of the disk: the ledger itself must still be written afterwards."""
_DIGEST = re.compile(r"[0-9a-f]{64}")
_TEMPORARY = re.compile(r"~in-([0-9a-f]{8})-(\d+)-[0-9a-f]{16}\.part")
_FOREIGN_STALE_SECONDS = 24 * 3600
"""After this long a temporary file of another PC is taken for left over."""


class FileStore:
    """The evidence files of one ledger.

    Attributes:
        folder: the store's own folder (`evidence` in the ledger's folder); made when the first file comes in.
        moving: held by who moves the files to another folder.
    """

    def __init__(self, folder: Path, *, needs_mark: bool = False) -> None:
        """Bind the store to its folder; nothing is read or written yet.

        Args:
            folder: of the files.
            needs_mark: it lies on another drive and is there only while it bears its mark (`ledger_app.store_place`).
        """
        self.folder = folder
        self._needs_mark = needs_mark
        self.moving = threading.Lock()
        self._placing = threading.Lock()
        self._gate = threading.Condition()
        self._coming_in = 0
        self._is_still = False
        self._unsynced: set[Path] | None = None

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Let folders' entries reach the disk once for all files put in meanwhile, before this is left.

        Until then a power cut may take files away again, so rows come after.  Files may be put by several threads.

        Raises:
            EnvironmentFault: EVI-015 what was put in meanwhile may not last.
        """
        with self._placing:
            self._unsynced = set()
        try:
            yield
        finally:
            with self._placing:
                folders, self._unsynced = self._unsynced or set(), None
        try:
            for folder in sorted(folders):
                _sync_folder(folder)
        except OSError as error:
            raise EnvironmentFault("EVI-015", why=cause_of(error)) from error

    def put(self, source: Path, progress: Progress | None = None) -> tuple[str, int]:
        """Copy a file in and return (SHA-256, size in bytes); it is on the disk before this returns.

        Raises:
            UnreadableFileError: EVI-001, -002, -004 to -007; the source, nothing was stored.
            EnvironmentFault: EVI-010, -011, -012, -014; the store, nothing was stored.
            Cancelled: through `progress`; nothing was stored.
        """
        name = shown_name(source.name or str(source))
        with open_source(source, name) as stream:
            copying = CopyPass(stream, source, name, progress)
            return self._take_in(copying.run, name, copying.size)

    def put_bytes(self, content: bytes) -> tuple[str, int]:
        """Store bytes and return (SHA-256, size in bytes).

        Raises:
            EnvironmentFault: EVI-010, -011, -012, -014.
        """

        def fill(target: BinaryIO) -> str:
            write_whole(target, content)
            return hashlib.sha256(content).hexdigest()

        return self._take_in(fill, "", len(content))

    def path_of(self, sha256: str) -> Path:
        """Return where a stored file lies, whether or not it is there."""
        return self.folder / sha256[:2] / sha256

    @property
    def is_away(self) -> bool:
        """Say whether the drive that the files lie on is not there now."""
        return self._needs_mark and not (long_path(self.folder) / MARK_NAME).is_file()

    def refuse_if_away(self, name: str) -> None:
        """Refuse to read or write files while their drive is not there.

        Raises:
            EnvironmentFault: EVI-090.
        """
        if self.is_away:
            raise EnvironmentFault("EVI-090", folder=str(self.folder), file=name)

    @contextlib.contextmanager
    def standing_still(self) -> Iterator[None]:
        """Wait until no file is coming in, and let others wait until this is left."""
        with self._gate:
            self._gate.wait_for(lambda: not self._is_still)
            self._is_still = True
            self._gate.wait_for(lambda: not self._coming_in)
        try:
            yield
        finally:
            with self._gate:
                self._is_still = False
                self._gate.notify_all()

    def settle_in(self, folder: Path, *, needs_mark: bool) -> None:
        """Go on in another folder, to which all files were moved; only while the store stands still."""
        with self._placing:
            self.folder, self._needs_mark = folder, needs_mark
            if self._unsynced is not None:
                # What was to be brought to the disk is there already, as a copy in the new folder.
                self._unsynced = set()

    def has(self, sha256: str) -> bool:
        """Say whether a file of this digest is in place; its content is not looked at."""
        return long_path(self.path_of(sha256)).is_file()

    def open(self, sha256: str) -> BinaryIO:
        """Open a stored file for reading.

        Raises:
            EnvironmentFault: EVI-003 it is not there or cannot be read.
        """
        self.refuse_if_away(sha256[:12])
        try:
            return long_path(self.path_of(sha256)).open("rb")
        except OSError as error:
            raise EnvironmentFault("EVI-003", file=sha256[:12], why=cause_of(error)) from error

    def verify(self, sha256: str, progress: Progress | None = None) -> Verdict:
        """Read a stored file through and say whether it still is what its name says.

        Raises:
            Cancelled: through `progress`, which is told bytes.
        """
        digest = hashlib.sha256()
        try:
            with long_path(self.path_of(sha256)).open("rb", buffering=0) as stream:
                size, done = os.fstat(stream.fileno()).st_size, 0
                buffer = memoryview(bytearray(BUFFER_BYTES))
                while count := stream.readinto(buffer):
                    digest.update(buffer[:count])
                    done += count
                    if progress is not None:
                        progress.step(done, size)
        except FileNotFoundError:
            return "missing"
        except OSError:
            return "unreadable"
        return "ok" if digest.hexdigest() == sha256 else "changed"

    def iterate(self) -> Iterator[tuple[str, int]]:
        """Yield (SHA-256, size in bytes) of every stored file, by digest."""
        for path in self._entries():
            if _DIGEST.fullmatch(path.name) and path.parent.name == path.name[:2]:
                yield path.name, path.stat().st_size

    def strangers(self) -> Iterator[Path]:
        """Yield files in the store's folder that are no stored files, temporary ones of ours included."""
        for path in self._entries():
            if not (_DIGEST.fullmatch(path.name) and path.parent.name == path.name[:2]):
                yield path

    def clear_stale(self) -> int:
        """Delete what an interrupted `put` left behind and return how many files that were.

        Only files of our own naming go, and none that a living process is still writing.
        """
        count = 0
        for path in _sorted_entries(self.folder):
            match = _TEMPORARY.fullmatch(path.name)
            # A file that another process holds open cannot be deleted on Windows: that is right.
            with contextlib.suppress(OSError):
                if match and _is_stale(path, match[1], int(match[2])):
                    _delete(path)
                    count += 1
        return count

    def _take_in(self, fill: Callable[[BinaryIO], str], name: str, size: int) -> tuple[str, int]:
        """Have a file filled under a temporary name, then give it its digest for a name, all in one folder."""
        with self._gate:
            self._gate.wait_for(lambda: not self._is_still)
            self._coming_in += 1
        try:
            return self._fill_and_place(fill, name, size)
        finally:
            with self._gate:
                self._coming_in -= 1
                self._gate.notify_all()

    def _fill_and_place(self, fill: Callable[[BinaryIO], str], name: str, size: int) -> tuple[str, int]:
        self.refuse_if_away(name)
        temporary = self.folder / f"~in-{_host_mark()}-{os.getpid()}-{secrets.token_hex(8)}.part"
        try:
            self._refuse_without_space(size, name)
            sha256 = self._write(temporary, fill)
            self._put_in_place(temporary, sha256)
        except OSError as error:
            raise self._fault(error, name, size) from error
        finally:
            with contextlib.suppress(OSError):
                _delete(long_path(temporary))
        return sha256, size

    def _write(self, temporary: Path, fill: Callable[[BinaryIO], str]) -> str:
        long_path(self.folder).mkdir(parents=True, exist_ok=True)
        with long_path(temporary).open("x+b", buffering=0) as target:
            sha256 = fill(target)
            os.fsync(target.fileno())
        # Sticks with a FAT file system know no rights; the hash is what proves the content.
        with contextlib.suppress(OSError):
            long_path(temporary).chmod(stat.S_IREAD | stat.S_IRGRP | stat.S_IROTH)
        return sha256

    def _put_in_place(self, temporary: Path, sha256: str) -> None:
        target = long_path(self.path_of(sha256))
        # One at a time: of two equal files the second must find the first, as Windows replaces no read-only file.
        with self._placing:
            if self.verify(sha256) == "ok":
                return
            folders = {target.parent} if target.parent.exists() else {target.parent, long_path(self.folder)}
            target.parent.mkdir(exist_ok=True)
            if target.exists():
                # What stands there is damaged, and this is its true content.
                target.chmod(stat.S_IREAD | stat.S_IWRITE)
            long_path(temporary).replace(target)
            if self._unsynced is not None:
                self._unsynced |= folders
                return
        for folder in sorted(folders, reverse=True):
            _sync_folder(folder)

    def _refuse_without_space(self, size: int, name: str) -> None:
        usage = self._usage()
        if usage is None:
            return
        need = size + min(_RESERVE_BYTES, usage.total // _RESERVE_SHARE)
        if usage.free < need:
            raise EnvironmentFault("EVI-010", file=name, need_mb=_megabytes(need), free_mb=_megabytes(usage.free))

    def _usage(self) -> shutil._ntuple_diskusage | None:
        place = self.folder if self.folder.exists() else self.folder.parent
        try:
            return shutil.disk_usage(place)
        except OSError:
            return None

    def _fault(self, error: OSError, name: str, size: int) -> EnvironmentFault:
        if error.errno in TARGET_FULL:
            usage = self._usage()
            free = usage.free if usage is not None else 0
            return EnvironmentFault("EVI-010", file=name, need_mb=_megabytes(size), free_mb=_megabytes(free))
        if error.errno in TARGET_FORBIDDEN:
            return EnvironmentFault("EVI-011", file=name)
        if error.errno == errno.EFBIG:
            return EnvironmentFault("EVI-014", file=name)
        return EnvironmentFault("EVI-012", file=name, why=cause_of(error))

    def _entries(self) -> Iterator[Path]:
        for path in _sorted_entries(self.folder):
            if path.is_dir() and not path.is_symlink():
                yield from _sorted_entries(path)
            else:
                yield path


def open_source(source: Path, name: str) -> BinaryIO:
    """Open a file that is to be taken in, unbuffered.

    Args:
        source: the file.
        name: as it is shown to people.

    Raises:
        UnreadableFileError: EVI-001, -002 (a folder, a pipe, a device), -004, -006, -007 (another program has it).
    """
    try:
        # Asked before opening: opening a pipe or a device would wait for ever.
        if not stat.S_ISREG(long_path(source).stat().st_mode):
            raise UnreadableFileError("EVI-002", file=name)
        return open_shared(long_path(source))
    except FileNotFoundError as error:
        raise UnreadableFileError("EVI-001", file=name) from error
    except PermissionError as error:
        raise UnreadableFileError("EVI-007" if is_held(error) else "EVI-004", file=name) from error
    except (OSError, ValueError) as error:
        cause = cause_of(error) if isinstance(error, OSError) else "文件名不合法"
        raise UnreadableFileError("EVI-006", file=name, why=cause) from error


def _sorted_entries(folder: Path) -> list[Path]:
    try:
        return sorted(long_path(folder).iterdir())
    except OSError:
        return []


def _delete(path: Path) -> None:
    """Delete a file of ours, also one that was made read-only: those Windows refuses to delete."""
    path.chmod(stat.S_IREAD | stat.S_IWRITE)
    path.unlink()


def _is_stale(path: Path, host: str, process: int) -> bool:
    if time.time() - path.stat().st_mtime > _FOREIGN_STALE_SECONDS:
        return True
    return host == _host_mark() and not _is_alive(process)


def _is_alive(process: int) -> bool:
    if process == os.getpid():
        return True
    if sys.platform == "win32":
        # Not asked there: a file that is still being written cannot be deleted anyway.
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _host_mark() -> str:
    import platform

    return f"{zlib.crc32(platform.node().encode('utf-8', 'replace')):08x}"


def _sync_folder(folder: Path) -> None:
    """Bring a folder's entries to the disk where the system can (Windows does it by itself)."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _megabytes(size: int) -> int:
    return -(-size // _MEGABYTE)
