"""One writer at a time for a ledger folder, across processes and PCs.

The file `ledger.lock` is held by a lock of the operating system where that works; beside it the file says who
writes.  On a shared folder, where such locks may not reach the other PC, the written words count as well: a sign
of life from another PC is respected, and a silent one is never broken without being asked to.
Source: docs/format.md "The folder", docs/domain.md section 10.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from ledger_app.errors import EnvironmentFault
from ledger_app.messages.causes import cause_of

LOCK_NAME = "ledger.lock"
HEARTBEAT_S = 60.0
# Ten missed signs of life: clocks of office PCs differ by minutes.
SILENT_AFTER_S = 600.0
# Windows locks are mandatory: lock a byte far behind the text, so that others can still read who writes.
_LOCK_BYTE = 1 << 30


@dataclass(frozen=True, slots=True)
class Holder:
    """Who writes in a ledger.

    Attributes:
        host, user, pid: PC, account and process.
        since, seen: UTC seconds when it began and when it last gave a sign of life.
    """

    host: str
    user: str
    pid: int
    since: float = 0.0
    seen: float = 0.0


class WriterLock:
    """The right to write in a ledger folder; taken by `acquire`, given back by `release`."""

    def __init__(self, folder: Path, host: str, user: str, *, is_shared: bool = False) -> None:
        """Prepare a lock on a folder.

        Args:
            folder: the ledger folder.
            host: name of this PC.
            user: account on this PC.
            is_shared: the folder lies on a network drive.
        """
        self._path = folder / LOCK_NAME
        self._me = Holder(host, user, os.getpid())
        self._is_shared = is_shared
        self._handle: int | None = None
        self._stop = threading.Event()
        self._beat: threading.Thread | None = None

    @property
    def is_held(self) -> bool:
        """Say whether this object holds the lock."""
        return self._handle is not None

    def acquire(self, *, take_over: bool = False) -> None:
        """Take the lock.

        Args:
            take_over: also from another PC that has been silent for long (after the user confirmed it).

        Raises:
            EnvironmentFault: DB-010 somebody writes (facts host, user, since); DB-011 another PC did not finish
                properly and has been silent (facts host, user, seen); DB-014 the lock file cannot be written.
        """
        handle = self._open_locked()
        try:
            self._respect_others(_read(handle), take_over=take_over)
            now = time.time()
            self._me = Holder(self._me.host, self._me.user, os.getpid(), now, now)
            self._write_me(handle)
        except BaseException:
            _unlock_and_close(handle)
            raise
        self._handle = handle
        if self._is_shared:
            self._stop.clear()
            self._beat = threading.Thread(target=self._keep_beating, name="ledger-lock", daemon=True)
            self._beat.start()

    def release(self) -> None:
        """Give the lock back and remove its file; does nothing if it is not held."""
        handle, self._handle = self._handle, None
        if handle is None:
            return
        self._stop.set()
        if self._beat is not None:
            self._beat.join()
            self._beat = None
        if sys.platform == "win32":
            # An open file cannot be removed there; empty it first, so that nobody reads an old name meanwhile.
            os.ftruncate(handle, 0)
            _unlock_and_close(handle)
            with contextlib.suppress(OSError):
                self._path.unlink()
            return
        # Removed while still locked: whoever waits for this file finds afterwards that it is gone and opens anew.
        with contextlib.suppress(OSError):
            self._path.unlink()
        _unlock_and_close(handle)

    def _open_locked(self) -> int:
        for _ in range(20):
            try:
                handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
            except OSError as error:
                raise EnvironmentFault("DB-014", folder=self._path.parent.name, why=cause_of(error)) from error
            if not _try_lock(handle):
                holder = _read(handle)
                os.close(handle)
                raise _taken("DB-010", holder)
            if _is_same_file(handle, self._path):
                return handle
            _unlock_and_close(handle)
        raise EnvironmentFault("DB-014", folder=self._path.parent.name, why=LOCK_NAME)

    def _write_me(self, handle: int) -> None:
        try:
            _write(handle, self._me)
        except OSError as error:
            # A full disk shows here first.
            raise EnvironmentFault("DB-014", folder=self._path.parent.name, why=cause_of(error)) from error

    def _respect_others(self, holder: Holder | None, *, take_over: bool) -> None:
        """Refuse where a shared folder's file speaks of somebody whom the system's lock may not have reached."""
        if holder is None or not self._is_shared or take_over:
            return
        if holder.host == self._me.host:
            return  # a lock of this PC's own system is reliable, so that process is gone
        silent_s = time.time() - holder.seen
        if silent_s < SILENT_AFTER_S:
            raise _taken("DB-010", holder)
        raise _taken("DB-011", holder)

    def _keep_beating(self) -> None:
        while not self._stop.wait(HEARTBEAT_S):
            handle = self._handle
            if handle is None:
                return
            me = self._me
            # A share that is away for a moment must not end the beating.
            with contextlib.suppress(OSError):
                _write(handle, Holder(me.host, me.user, me.pid, me.since, time.time()))


def current_holder(folder: Path) -> Holder | None:
    """Return who is written in a folder's lock file, None if nobody is or it cannot be read."""
    try:
        handle = os.open(folder / LOCK_NAME, os.O_RDONLY)
    except OSError:
        return None
    try:
        return _read(handle)
    finally:
        os.close(handle)


def present_writer(folder: Path, host: str, *, is_shared: bool = False) -> Holder | None:
    """Return who writes in a folder now, None if it could be taken at once; nothing is changed.

    A name that a killed writer left behind is nobody: what counts is the system's lock, and on a share a recent sign
    of life from another PC.

    Args:
        folder: the ledger folder.
        host: name of this PC.
        is_shared: the folder lies on a network drive.
    """
    try:
        handle = os.open(folder / LOCK_NAME, os.O_RDWR)
    except FileNotFoundError:
        return None
    except OSError:
        return current_holder(folder)
    holder = _read(handle)
    if not _try_lock(handle):
        os.close(handle)
        return holder or Holder("另一程序", "未知", 0, time.time())
    _unlock_and_close(handle)
    is_elsewhere = holder is not None and is_shared and holder.host != host
    return holder if is_elsewhere and holder is not None and time.time() - holder.seen < SILENT_AFTER_S else None


def _taken(code: str, holder: Holder | None) -> EnvironmentFault:
    if holder is None:  # caught between locking and writing down who it is
        return EnvironmentFault(code, host="另一程序", user="未知", since="刚才", seen="刚才")
    return EnvironmentFault(
        code, host=holder.host, user=holder.user, since=_local(holder.since), seen=_local(holder.seen)
    )


def _local(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))


def _read(handle: int) -> Holder | None:
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        fields = json.loads(os.read(handle, 4096).decode("utf-8"))
        return Holder(
            str(fields["host"]), str(fields["user"]), int(fields["pid"]), float(fields["since"]), float(fields["seen"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(handle: int, holder: Holder) -> None:
    text = json.dumps(asdict(holder), ensure_ascii=False).encode()
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, text)
    os.ftruncate(handle, len(text))
    os.fsync(handle)


def _is_same_file(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        os.lseek(handle, _LOCK_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock_and_close(handle: int) -> None:
        with contextlib.suppress(OSError):
            os.lseek(handle, _LOCK_BYTE, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
        os.close(handle)

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _unlock_and_close(handle: int) -> None:
        os.close(handle)
