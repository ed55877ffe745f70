"""Look at a stored file: a read-only copy under its own name outside the ledger, and no programs.

The system's viewer gets a copy so that nothing it does can reach the store; starting the viewer is the
window's work.
"""

from __future__ import annotations

import contextlib
import shutil
import stat
import tempfile
import time
from pathlib import Path

from ledger_app.errors import EnvironmentFault, RejectedError
from ledger_app.evidence.kinds import kind_of, program_name
from ledger_app.evidence.names import legal_name
from ledger_app.messages.causes import cause_of
from ledger_app.ports import EvidenceStore

_PREFIX = "ledger-view-"
_KEPT_SECONDS = 2 * 24 * 3600


def open_copy(store: EvidenceStore, sha256: str, original_name: str, folder: Path | None = None) -> Path:
    """Make a read-only copy of a stored file and return its path.

    Args:
        store: where the file lies.
        sha256: which file.
        original_name: the name the copy is to bear, made legal for the system.
        folder: where copies go; the system's temporary folder if None.

    Raises:
        RejectedError: EVI-020, the file is a program or script.
        EnvironmentFault: EVI-003, it is not in the store; EVI-013, no copy can be made.
    """
    name = legal_name(original_name)
    with store.open(sha256) as stream:
        program = program_name(name, kind_of(stream))
        if program:
            raise RejectedError("EVI-020", file=name, what=program)
        stream.seek(0)
        try:
            target = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder)) / name
            with target.open("xb") as copy:
                shutil.copyfileobj(stream, copy, 1 << 20)
            target.chmod(stat.S_IREAD)
        except OSError as error:
            raise EnvironmentFault("EVI-013", file=name, why=cause_of(error)) from error
    return target


def save_copy(store: EvidenceStore, sha256: str, target: Path) -> Path:
    """Write a stored file, a program too, to where a person wants it, whole or not at all.

    Raises:
        EnvironmentFault: EVI-003, it is not in the store; EVI-013, it cannot be written there.
    """
    half = target.with_name(f".{target.name}.{sha256[:8]}.part")
    with store.open(sha256) as stream:
        try:
            with half.open("xb") as copy:
                shutil.copyfileobj(stream, copy, 1 << 20)
            half.replace(target)
        except OSError as error:
            with contextlib.suppress(OSError):
                half.unlink()
            raise EnvironmentFault("EVI-013", file=target.name, why=cause_of(error)) from error
    return target


def clear_copies(folder: Path | None = None) -> None:
    """Delete copies made for viewing more than two days ago; what a viewer still holds open stays."""
    limit = time.time() - _KEPT_SECONDS
    for place in Path(folder or tempfile.gettempdir()).glob(_PREFIX + "*"):
        with contextlib.suppress(OSError):
            if place.stat().st_mtime < limit:
                for copy in place.iterdir():
                    copy.chmod(stat.S_IREAD | stat.S_IWRITE)
                    copy.unlink()
                place.rmdir()
