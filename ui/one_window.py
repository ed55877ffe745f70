"""One window a user: a second start hands what it was called with to the window that is there, and ends.

A lock file says that a window is there; calls are small files in a folder beside it, which that window watches.  No
socket is opened, and a stick or a PC that forbids them makes no difference.  A window that does not answer in
`ANSWER_SECONDS` is passed over: ledgers have a lock of their own, so two windows do no harm.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCryptographicHash, QDir, QFileSystemWatcher, QLockFile, QObject, QSysInfo, QUuid, Signal

ANSWER_SECONDS = 5.0
_LOOK_SECONDS = 0.05
# What an ended program left unanswered is not carried out by a later one.
_OLDEST_SECONDS = 60.0
_LONGEST_CALL = 256 * 1024
_SUFFIX = ".call"


@dataclass(frozen=True, slots=True)
class Call:
    """What the program was started with.

    Attributes:
        folder: the ledger to open, None for whichever is open.
        files: plan files to import.
    """

    folder: Path | None = None
    files: tuple[Path, ...] = ()


class OneWindow(QObject):
    """The lock and the folder of calls.

    Signals:
        called: another start handed over its `Call`.
    """

    called = Signal(object)

    def __init__(self, folder: Path) -> None:
        """Name both; nothing is made.

        Args:
            folder: where the window's state is kept; it may be shared by several users or PCs.
        """
        super().__init__()
        # A portable copy on a shared drive: a call must reach the window in front of this person and no other.
        # Qt's own hash and numbers, json only with a call: Python's modules for them would cost the start 10 ms.
        person = f"{QSysInfo.machineHostName()}\n{QDir.homePath()}".encode()
        who = QCryptographicHash.hash(person, QCryptographicHash.Algorithm.Sha256).toHex().toStdString()[:12]
        self._folder = folder / f"window-{who}"
        self._lock = QLockFile(str(folder / f"window-{who}.lock"))
        # Never stale by its age; one whose program is gone is taken over by Qt.
        self._lock.setStaleLockTime(0)
        self._watcher: QFileSystemWatcher | None = None

    def claim(self) -> bool:
        """Return whether this is to be the window: no other holds the lock, or no lock can be made here at all."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
        return self._lock.tryLock(0) or self._lock.error() is not QLockFile.LockError.LockFailedError

    def hand_over(self, call: Call, seconds: float = ANSWER_SECONDS) -> bool:
        """Give a call to the window that is there.

        Args:
            call: with absolute paths.
            seconds: how long it may take to answer.

        Returns:
            False when it did not, or has gone meanwhile; the call is withdrawn then and this process is the window.
        """
        self._let_it_come_forward()
        file = self._folder / f"{QUuid.createUuid().toString(QUuid.StringFormat.Id128)}{_SUFFIX}"
        try:
            part = file.with_suffix(".part")
            part.write_text(_text_of(call), encoding="utf-8")
            part.rename(file)
        except OSError:
            return False
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not file.exists():
                return True
            if self._lock.tryLock(0):
                break
            time.sleep(_LOOK_SECONDS)
        try:
            file.unlink()
        except FileNotFoundError:
            # Answered at the last moment, but whoever did is gone when the lock is ours now.
            return not self._lock.isLocked()
        except OSError:
            return False
        return False

    def listen(self) -> None:
        """Answer the calls that are there and those to come; does nothing without the lock."""
        if not self._lock.isLocked() or self._watcher is not None:
            return
        self._watcher = QFileSystemWatcher([str(self._folder)], self)
        self._watcher.directoryChanged.connect(self._answer)
        self._answer()

    def release(self) -> None:
        """Be the window no longer."""
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None
        if self._lock.isLocked():
            self._lock.unlock()

    def _answer(self) -> None:
        with suppress(OSError):
            for file in sorted(self._folder.glob(f"*{_SUFFIX}")):
                call = _taken(file)
                if call is not None:
                    self.called.emit(call)

    def _let_it_come_forward(self) -> None:
        """Pass on the right to be in front, which Windows gives only to the program that was just started."""
        if sys.platform == "win32":
            import ctypes

            found = self._lock.getLockInfo()
            if isinstance(found, tuple):
                ctypes.windll.user32.AllowSetForegroundWindow(int(found[0]))


def _text_of(call: Call) -> str:
    import json

    folder = None if call.folder is None else str(call.folder)
    return json.dumps({"folder": folder, "files": [str(file) for file in call.files]}, ensure_ascii=False)


def _taken(file: Path) -> Call | None:
    """Return what a file of a call says and delete it; None where it is too old, too long or no call."""
    try:
        facts = file.stat()
        text = file.read_text(encoding="utf-8") if facts.st_size <= _LONGEST_CALL else ""
        file.unlink()
    except (OSError, ValueError):
        return None
    if abs(time.time() - facts.st_mtime) > _OLDEST_SECONDS:
        return None
    import json

    try:
        said = json.loads(text)
    except ValueError:
        return None
    if not isinstance(said, dict):
        return None
    folder, files = said.get("folder"), said.get("files")
    return Call(Path(folder) if isinstance(folder, str) and folder else None, _paths(files))


def _paths(found: object) -> tuple[Path, ...]:
    names: Sequence[object] = found if isinstance(found, list) else ()
    return tuple(Path(name) for name in names if isinstance(name, str) and name)
