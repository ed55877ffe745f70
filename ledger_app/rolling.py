"""Two ledgers at once, for the year roll-over: the new one appears whole in its folder or not at all."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from ledger_app.errors import EnvironmentFault, RejectedError
from ledger_app.ports import Clock, Ledger, Progress
from ledger_app.services.roll_over import (
    Origin,
    RolledOver,
    RollOverChoice,
    RollOverNote,
    carry,
    files_of,
    mark_rolled_over,
)

_RESERVE_BYTES = 50 << 20


class OpenedLedger(Protocol):
    """An open ledger as the composition root has it."""

    @property
    def ledger(self) -> Ledger:
        """Return the ledger."""
        ...

    @property
    def clock(self) -> Clock:
        """Return the clock."""
        ...

    def close(self) -> None:
        """Finish and release the ledger."""
        ...


def roll_over(
    old: OpenedLedger,
    to: Path,
    origin: Origin,
    choice: RollOverChoice,
    create: Callable[[Path, str], OpenedLedger],
    progress: Progress | None = None,
) -> RolledOver:
    """Make the ledger of the next year in a folder and note in the old one where its tasks went.

    Args:
        old: open for writing.
        to: a folder that is empty or not there.
        origin: what the old ledger is called and where it lies.
        choice: the year, the tasks, whether files are copied.
        create: makes a ledger in an empty folder and opens it.
        progress: where to report.

    Raises:
        RejectedError: SVC-310, SVC-311; SVC-313 the folder lies in the old ledger; SVC-314 that is read-only; DB-008
            there is something in the folder.
        EnvironmentFault: SVC-312 there is no room; DB-014, DB-002, EVI-010 to EVI-014. Nothing is left behind.
    """
    if old.ledger.is_read_only:
        raise RejectedError("SVC-314")
    if to.absolute().is_relative_to(old.ledger.folder.absolute()):
        raise RejectedError("SVC-313")
    with old.ledger.read() as session:
        year = session.settings().year
        needed = sum(file.size_bytes for file in files_of(session, choice.task_ids)) if choice.with_files else 0
    _require_room(to, needed)
    was_there = to.is_dir()
    new = create(to, _next_name(origin.name, old.ledger.folder.name, year, choice.year))
    try:
        try:
            with old.ledger.read() as session, new.ledger.write() as work:
                done = carry(session, old.ledger.store, work, new.ledger.store, origin, choice, progress)
        finally:
            new.close()
        with old.ledger.write() as work:
            mark_rolled_over(work, RollOverNote(str(to), choice.year, work.today, done.tasks))
    except BaseException:
        _take_away(to, keep_folder=was_there)
        raise
    return done


def _next_name(name: str, folder: str, year: int | None, next_year: int) -> str:
    """Return what the new ledger is called: as the old one, of the next year; "" where that has no name of its own."""
    if name == folder:
        return ""
    return name.replace(str(year), str(next_year)) if year else name


def _require_room(to: Path, needed: int) -> None:
    """Refuse a place without room for the files and a new database.

    Raises:
        EnvironmentFault: SVC-312.
    """
    place = next((one for one in (to, *to.parents) if one.is_dir()), None)
    if place is None:
        return  # making the folder says why it cannot be made
    free = shutil.disk_usage(place).free
    if free < needed + _RESERVE_BYTES:
        megabytes = (needed + _RESERVE_BYTES) >> 20
        raise EnvironmentFault("SVC-312", folder=to.name, needed=f"{megabytes:,}", free=f"{free >> 20:,}")


def _take_away(to: Path, *, keep_folder: bool) -> None:
    """Remove what was made in a folder that was empty before."""
    for entry in list(to.iterdir()) if to.is_dir() else ():
        with contextlib.suppress(OSError):
            if entry.is_dir():
                shutil.rmtree(entry)
            else:
                entry.unlink()
    if not keep_folder:
        with contextlib.suppress(OSError):
            to.rmdir()
