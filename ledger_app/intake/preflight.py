"""Before any reader: is there a file that can be read at all, and what are its bytes.

Here belong the questions that do not depend on the format (exists, regular, allowed, not empty, not too
large, not an editor's lock file).  Not here: what the bytes mean.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ledger_app.errors import UnreadableFileError
from ledger_app.intake.source import DEFAULT_LIMITS, MEGABYTE, Progress, ReadLimits, Source
from ledger_app.messages.causes import cause_of

_LOCK_PREFIXES = ("~$", ".~")
"""Word and WPS put a small file of this name beside a document that is open."""


def load(path: Path, *, limits: ReadLimits = DEFAULT_LIMITS, progress: Progress | None = None) -> Source:
    """Read a file into memory once, after asking all that can be asked of any file.

    Raises:
        UnreadableFileError: INT-101 to INT-106 and INT-119, each naming the file.
    """
    name = path.name or str(path)
    if name.startswith(_LOCK_PREFIXES):
        raise UnreadableFileError("INT-106", file=name)
    try:
        # Asked before opening: opening a pipe or a device would wait for ever.
        _refuse_irregular(path.stat(), name, limits)
        with path.open("rb") as stream:
            size = _refuse_irregular(os.fstat(stream.fileno()), name, limits)
            data = stream.read(limits.file_bytes + 1)
    except FileNotFoundError as error:
        raise UnreadableFileError("INT-101", file=name) from error
    except PermissionError as error:
        raise UnreadableFileError("INT-103", file=name) from error
    except (OSError, ValueError) as error:
        raise UnreadableFileError("INT-119", file=name, why=_why(error)) from error
    if len(data) > limits.file_bytes:
        raise _too_large(name, limits)
    if len(data) < size:
        raise UnreadableFileError("INT-119", file=name, why="读到的内容比文件短")
    return Source(name, data, path.suffix.lower(), limits, progress)


def _refuse_irregular(status: os.stat_result, name: str, limits: ReadLimits) -> int:
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFileError("INT-102", file=name)
    if status.st_size == 0:
        raise UnreadableFileError("INT-104", file=name)
    if status.st_size > limits.file_bytes:
        raise _too_large(name, limits)
    return status.st_size


def _too_large(name: str, limits: ReadLimits) -> UnreadableFileError:
    return UnreadableFileError("INT-105", file=name, limit_mb=limits.file_bytes // MEGABYTE)


def _why(error: OSError | ValueError) -> str:
    if isinstance(error, OSError):
        return cause_of(error)
    return "文件名不合法"
