"""The backups of an open ledger: the day's own, those on a second drive, the one before a large import."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ledger_app.errors import EnvironmentFault
from ledger_app.version import VERSION

if TYPE_CHECKING:
    from db.sqlite_ledger import SqliteLedger
    from ledger_app.ports import Clock, Progress

BACKUPS_FOLDER = "backups"
MANY_TASKS = 50
"""An import of more tasks is worth a backup before it."""


@dataclass(frozen=True, slots=True)
class SecondBackup:
    """The second place for backups.

    Attributes:
        is_there: the drive is plugged in.
        at: local time of the last proven backup there, None if there is none or the drive is away.
    """

    place: Path
    is_there: bool
    at: dt.datetime | None


class SessionBackups:
    """What an open ledger knows of its backups and does for them."""

    def __init__(self, ledger: SqliteLedger, clock: Clock) -> None:
        """Join what was opened."""
        self.ledger = ledger
        self.clock = clock

    def last_backup(self) -> dt.datetime | None:
        """Return the local time of the ledger's newest proven backup, None if there is none."""
        from db.backup import last_proof

        proof = last_proof(self.ledger.folder / BACKUPS_FOLDER)
        return dt.datetime.fromisoformat(proof.at) if proof is not None else None

    def backup_places(self) -> Sequence[Path]:
        """Return the folders that hold this ledger's backups and are there now: its own, and the second place's."""
        places = [self.ledger.folder / BACKUPS_FOLDER]
        second = self.second_backup()
        if second is not None and second.is_there:
            places.append(self._within(second.place))
        return [place for place in places if place.is_dir()]

    def second_backup(self) -> SecondBackup | None:
        """Return the second place for backups as it is now, None where none was chosen; may take long."""
        from db.backup import last_proof
        from ledger_app.services.second_place import second_place

        with self.ledger.read() as session:
            place = second_place(session)
        if place is None:
            return None
        proof = last_proof(self._within(place))
        return SecondBackup(place, place.is_dir(), dt.datetime.fromisoformat(proof.at) if proof is not None else None)

    def back_up_if_due(self, progress: Progress | None = None) -> bool:
        """Make the day's automatic backup if something changed since the last one; say whether one was made.

        The second place gets one too while it is there; the screens tell of its absence.

        Raises:
            EnvironmentFault: DB-041 to DB-043, SVC-317; the ledger and the older backups are as they were.
        """
        if self.ledger.is_read_only:
            return False
        is_made = self._back_up_in(self.ledger.folder / BACKUPS_FOLDER, progress)
        second = self.second_backup()
        if second is None or not second.is_there:
            return is_made
        place = self._within(second.place)
        try:
            place.mkdir(exist_ok=True)
        except OSError as error:
            raise EnvironmentFault("SVC-317", folder=str(second.place)) from error
        return self._back_up_in(place, progress) or is_made

    def _back_up_in(self, place: Path, progress: Progress | None) -> bool:
        from db.backup import back_up, is_due

        newest = self.ledger.operations(limit=1)
        now = dt.datetime.now()  # noqa: DTZ005 - backups are named by local time
        if not is_due(place, newest[0].id if newest else 0, now):
            return False
        back_up(self.ledger.folder, place, now=now, created_at=self.clock.now(), app_version=VERSION, progress=progress)
        return True

    def _within(self, second: Path) -> Path:
        """Return this ledger's own folder in a place that several ledgers may share."""
        return second / f"{self.ledger.folder.name}-{self.ledger.uid[:8]}"

    def back_up_before_import(self, tasks: int, progress: Progress | None = None) -> bool:
        """Make a backup before more than `MANY_TASKS` come in at once, unless the newest holds all; say whether it did.

        Raises:
            EnvironmentFault: DB-041 to DB-043; the ledger and the older backups are as they were.
        """
        from db.backup import back_up, last_proof

        newest = self.ledger.operations(limit=1)
        place = self.ledger.folder / BACKUPS_FOLDER
        proof = last_proof(place)
        if self.ledger.is_read_only or tasks <= MANY_TASKS or not newest:
            return False
        if proof is not None and proof.counts.get("operations") == newest[0].id:
            return False
        now = dt.datetime.now()  # noqa: DTZ005 - backups are named by local time
        made_at = self.clock.now()
        back_up(
            self.ledger.folder,
            place,
            now=now,
            created_at=made_at,
            app_version=VERSION,
            reason="import",
            progress=progress,
        )
        return True
