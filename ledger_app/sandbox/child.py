"""The inside of a process of its own: no network, no writing, bounded memory and time, gone with the application.

Called first thing by a worker, before any library of a file format is imported.
"""

from __future__ import annotations

import os
import sys
from typing import IO, Any

_FORBIDDEN = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "subprocess.", "os.system", "os.exec", "os.spawn")
_CHANGING = frozenset({"os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.chmod", "os.link", "os.symlink"})
_INPUT, _OUTPUT, _ERRORS = 0, 1, 2


def open_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Forbid the network and other programs, and return the pipes from and to the application."""
    sys.addaudithook(_forbid)
    if sys.platform == "win32":
        import msvcrt

        for stream in (_INPUT, _OUTPUT):
            msvcrt.setmode(stream, os.O_BINARY)
    # What libraries print must not come between the messages.
    out = os.fdopen(os.dup(_OUTPUT), "wb", buffering=0)
    os.dup2(_ERRORS, _OUTPUT)
    return os.fdopen(_INPUT, "rb", closefd=False), out


def forbid_writing() -> None:
    """Forbid this process to open a file for writing, or to change or remove one, from now on."""
    sys.addaudithook(_forbid_writing)


def end_with(given: IO[bytes]) -> None:
    """End the process when the application closes its pipe or is gone; for a thread of its own."""
    given.read(1)
    os._exit(0)


def bound(memory_bytes: int, cpu_seconds: int = 0, *, niceness: int = 5) -> None:
    """Bound the memory, and the processor's time unless 0, where the system can; leave the processor to others."""
    if sys.platform == "win32":
        from ledger_app.sandbox.windows_job import bound_memory

        bound_memory(memory_bytes)
    else:
        import resource

        os.nice(niceness)
        # A process that is brought down leaves no image of its memory on the disk.
        for which, most in (
            (resource.RLIMIT_AS, memory_bytes),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_CPU, cpu_seconds),
        ):
            _, hard = resource.getrlimit(which)
            is_asked_for = most or which == resource.RLIMIT_CORE
            if is_asked_for and (hard == resource.RLIM_INFINITY or hard > most):
                resource.setrlimit(which, (most, hard))


def _forbid(event: str, _arguments: Any) -> None:  # noqa: ANN401
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)


def _forbid_writing(event: str, arguments: Any) -> None:  # noqa: ANN401
    if event in _CHANGING:
        raise PermissionError(event)
    if event == "open" and arguments[0] != os.devnull:
        flags = arguments[2] if isinstance(arguments[2], int) else 0
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND):
            raise PermissionError(event)
