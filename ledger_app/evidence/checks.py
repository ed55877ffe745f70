"""What is noticed about a file as it comes in: warnings for the clerk, never a reason to refuse it.

Source: docs/domain.md section 6, checks at entry.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from ledger_app.domain.finding import Finding
from ledger_app.errors import UnreadableFileError
from ledger_app.evidence.kinds import FileKind, kind_of, program_name
from ledger_app.evidence.names import long_path, shown_name
from ledger_app.evidence.pictures import taken_on
from ledger_app.messages import text_of
from ledger_app.messages.causes import cause_of

LARGE_BYTES = 200 << 20
"""From this size on a file is called large: backups and packs get slow."""
_PHOTOS = frozenset({"jpeg", "heic", "tiff", "webp"})


def look_at(path: Path) -> FileKind:
    """Return what a file is by its content.

    Raises:
        UnreadableFileError: EVI-001, -004, -006.
    """
    name = shown_name(path.name)
    try:
        with long_path(path).open("rb") as stream:
            return kind_of(stream)
    except FileNotFoundError as error:
        raise UnreadableFileError("EVI-001", file=name) from error
    except PermissionError as error:
        raise UnreadableFileError("EVI-004", file=name) from error
    except OSError as error:
        raise UnreadableFileError("EVI-006", file=name, why=cause_of(error)) from error


def day_taken(path: Path, kind: FileKind) -> dt.date | None:
    """Return the day a photo was taken as it says itself, None for anything else."""
    if kind.format not in _PHOTOS:
        return None
    try:
        with long_path(path).open("rb") as stream:
            return taken_on(stream)
    except OSError:
        return None


def check_entry(name: str, kind: FileKind, size_bytes: int, *, large_bytes: int = LARGE_BYTES) -> tuple[Finding, ...]:
    """Return what the clerk should know about a file of this name, content and size; empty if all is well."""
    name = shown_name(name)
    if size_bytes == 0:
        return (_warning("EVI-101", file=name),)
    found: list[Finding] = []
    suffix = Path(name).suffix.lower()
    program = program_name(name, kind)
    if program:
        found.append(_warning("EVI-105", file=name, what=program))
    elif not kind.fits(suffix):
        found.append(_warning("EVI-102", file=name, suffix=suffix or "（无）", format=kind.name))
    if kind.is_protected:
        found.append(_warning("EVI-103", file=name))
    if kind.flaw:
        found.append(_warning("EVI-106", file=name, what=kind.flaw))
    if 0 < large_bytes < size_bytes:
        found.append(_warning("EVI-104", file=name, size_mb=size_bytes >> 20, limit_mb=large_bytes >> 20))
    return tuple(found)


def _warning(code: str, **facts: object) -> Finding:
    return Finding("warning", code, text_of(code, facts))
