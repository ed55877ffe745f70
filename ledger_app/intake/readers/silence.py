"""Keeps a native library from writing to the process's error stream while it works.

WORKAROUND: calamine, when it stumbles over a damaged workbook, prints a trace of its own before Python can
catch the error; people are promised one sentence a file.
"""

from __future__ import annotations

import os
from threading import RLock
from types import TracebackType

_ERROR_STREAM = 2


class SilentErrorStream:
    """A context in which nothing reaches the error stream; one thread at a time."""

    def __init__(self) -> None:
        """Prepare, touching nothing yet."""
        self._lock = RLock()
        self._kept: list[int | None] = []

    def __enter__(self) -> None:
        """Turn the error stream away; without one (a windowed program) there is nothing to do."""
        self._lock.acquire()
        try:
            kept = os.dup(_ERROR_STREAM)
        except OSError:
            self._kept.append(None)
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, _ERROR_STREAM)
        os.close(nowhere)
        self._kept.append(kept)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the error stream back."""
        kept = self._kept.pop()
        if kept is not None:
            os.dup2(kept, _ERROR_STREAM)
            os.close(kept)
        self._lock.release()
