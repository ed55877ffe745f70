"""The application's side of a process of its own: starts it, talks through its pipes, ends it.

Whatever reads bytes of unknown origin with a library that can be brought down by them works in such a process: the
recognition of scans, the preview of evidence.  Not here: what is said through the pipes.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import IO, Self

from ledger_app.installation import is_frozen

_TICK_SECONDS = 0.05
_LAST_SECONDS = 5.0
_NO_WINDOW = 0x08000000
_BELOW_NORMAL = 0x00004000

Receive = Callable[[IO[bytes]], bytes]
"""Takes the next message off a pipe, empty bytes at its end or where it is none."""


class ProcessLost(Exception):
    """The process died, overran its time or spoke nonsense."""


class ProcessLate(ProcessLost):
    """The process did not answer in its time."""


def words_for(worker_word: str, module: str) -> list[str]:
    """Return the words that start a worker.

    Args:
        worker_word: first word by which a built program knows that it is to be this worker.
        module: the worker's module, run from source.
    """
    if is_frozen():
        return [sys.executable, worker_word]
    # -P: a folder named ledger_app in the user's working folder must not be taken for ours.
    return [sys.executable, "-P", "-m", module]


class ChildProcess:
    """A running process, its pipes served by two threads, because Windows cannot wait on pipes; gone on leaving."""

    def __init__(self, words: Sequence[str], receive: Receive, *, is_in_background: bool = True) -> None:
        """Start it.

        Args:
            words: its command line.
            receive: how messages are told apart.
            is_in_background: it leaves the processor to the application.

        Raises:
            OSError: the system refuses.
        """
        self._popen = subprocess.Popen(  # noqa: S603 - the words are ours, no shell
            list(words),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            creationflags=_flags(is_in_background=is_in_background),
        )
        self._sent: SimpleQueue[bytes | None] = SimpleQueue()
        self._received: SimpleQueue[bytes] = SimpleQueue()
        self._threads = [
            threading.Thread(target=_feed, args=(self._popen.stdin, self._sent.get), daemon=True),
            threading.Thread(target=_listen, args=(self._popen.stdout, receive, self._received.put), daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """Return the number of the process."""
        return self._popen.pid

    @property
    def is_running(self) -> bool:
        """Tell whether the process is still there."""
        return self._popen.poll() is None

    def send(self, data: bytes) -> None:
        """Send bytes, without waiting until they are taken."""
        self._sent.put(data)

    def receive(self, tick: Callable[[], None], seconds: float) -> bytes:
        """Return the next message; `tick` is called several times a second while waiting, and may raise.

        Raises:
            ProcessLost: the process is gone, or its time is over.
        """
        deadline = time.monotonic() + seconds
        while True:
            tick()
            try:
                message = self._received.get(timeout=_TICK_SECONDS)
            except Empty:
                if time.monotonic() > deadline:
                    raise ProcessLate from None
                continue
            if not message:
                raise ProcessLost
            return message

    def close(self) -> None:
        """End the process, whatever it is doing, and the threads that serve it."""
        self._popen.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(_LAST_SECONDS)
        self._sent.put(None)
        for thread in self._threads:
            thread.join(_LAST_SECONDS)
        for pipe in (self._popen.stdin, self._popen.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _environment() -> dict[str, str]:
    environment = dict(os.environ)
    root = str(Path(__file__).resolve().parents[2])
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [root, environment.get("PYTHONPATH", "")]))
    return environment


def _flags(*, is_in_background: bool) -> int:
    if sys.platform == "win32":
        return _NO_WINDOW | _BELOW_NORMAL if is_in_background else _NO_WINDOW
    return 0


def _feed(pipe: IO[bytes], take: Callable[[], bytes | None]) -> None:
    """Send what is to be sent; the pipe stays open, its end would end the process."""
    with contextlib.suppress(OSError, ValueError):  # the process died: the other pipe tells
        while (data := take()) is not None:
            pipe.write(data)
            pipe.flush()


def _listen(pipe: IO[bytes], receive: Receive, put: Callable[[bytes], None]) -> None:
    """Hand over each message of the process, empty bytes at its end or where it sends none."""
    with contextlib.suppress(OSError, ValueError):
        while message := receive(pipe):
            put(message)
    put(b"")
