"""The second place for automatic backups: a folder on another drive, kept as a setting of the ledger."""

from __future__ import annotations

import secrets
from pathlib import Path

from ledger_app.domain.changes import ChangeSet
from ledger_app.errors import RejectedError
from ledger_app.messages.causes import cause_of
from ledger_app.ports import ReadSession, UnitOfWork

_KEY = "backup.second"


def second_place(session: ReadSession) -> Path | None:
    """Return the folder that backups also go to, None where none was chosen."""
    text = session.read_setting(_KEY)
    return Path(text) if text else None


def set_second_place(work: UnitOfWork, place: Path | None, ledger_folder: Path) -> ChangeSet:
    """Let backups also go to a folder, or no longer; it is tried by writing into it now.

    Args:
        work: the operation.
        place: a folder that is there; None for no second place.
        ledger_folder: of this ledger; what lies in it would be lost with it.

    Raises:
        RejectedError: SVC-315 the folder is not there or cannot be written; SVC-316 it lies in the ledger's folder.
    """
    work.describe("backup.place", f"设置第二备份位置 {place}" if place else "不再使用第二备份位置")
    if place is not None:
        if place.absolute().is_relative_to(ledger_folder.absolute()):
            raise RejectedError("SVC-316")
        _try_out(place)
    work.write_setting(_KEY, str(place) if place is not None else None)
    return work.changes()


def _try_out(place: Path) -> None:
    """Write a file into a folder and take it away again.

    Raises:
        RejectedError: SVC-315.
    """
    probe = place / f".try-{secrets.token_hex(4)}.tmp"
    try:
        probe.write_bytes(b"ok")
        probe.unlink()
    except OSError as error:
        raise RejectedError("SVC-315", folder=str(place), why=cause_of(error)) from error
