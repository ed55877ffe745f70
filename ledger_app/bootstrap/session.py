"""An open ledger with what belongs to it, opened or made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ledger_app.bootstrap.backups import SessionBackups
from ledger_app.bootstrap.this_pc import AppPaths, SystemClock, host_name, user_name

if TYPE_CHECKING:
    from db.sqlite_ledger import SqliteLedger
    from ledger_app.domain.settings import LedgerSettings
    from ledger_app.domain.supervision import Holiday
    from ledger_app.evidence.store import FileStore
    from ledger_app.ports import Clock, Progress
    from ledger_app.reports.fonts import FontBook
    from ledger_app.services.store_move import StoreMoved
    from ledger_app.store_place import StorePlace

EVIDENCE_FOLDER = "evidence"
MARKER_SUFFIX = ".ledger"


@dataclass(frozen=True, slots=True)
class OtherWriter:
    """Who writes in a ledger that is open here for reading: account, PC, and the local time since when."""

    user: str
    host: str
    since: dt.datetime


class LedgerSession(SessionBackups):
    """An open ledger with what belongs to it; leaving it as a context closes it."""

    def __init__(self, ledger: SqliteLedger, store: FileStore, clock: Clock, paths: AppPaths) -> None:
        """Join what was opened."""
        super().__init__(ledger, clock)
        self.store = store
        self.paths = paths
        self._fonts: dict[str, FontBook] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def acts_folder(self) -> Path:
        """Return where this PC keeps what adding files to this ledger has done so far; it may not be there."""
        return self.paths.user_data / "adding" / self.ledger.uid

    @property
    def words_file(self) -> Path:
        """Return where this PC keeps words of reports that were edited and not kept yet; it may not be there."""
        return self.paths.user_data / "words" / f"{self.ledger.uid}.json"

    def fonts(self, settings: LedgerSettings) -> FontBook:
        """Return the faces for reports: the user's installed ones first, then the shipped ones.

        Kept for the life of the session: opening the faces takes longer than laying out a circular.
        """
        from ledger_app.reports.fonts import FontBook, system_font_folders

        digits = settings.digits_face
        if digits not in self._fonts:
            self._fonts[digits] = FontBook(self.paths.fonts, system_font_folders(), digits)
        return self._fonts[digits]

    def shipped_holidays(self) -> Sequence[Holiday]:
        """Return the days off and weekends worked of the years that ship with the program, by day."""
        from ledger_app.domain.workday import read_calendar

        files = sorted(self.paths.calendars.glob("*.csv"))
        return [holiday for file in files for holiday in read_calendar(file.read_text("utf-8"))]

    def other_writer(self) -> OtherWriter | None:
        """Return who else writes in the ledger now, None if nobody does or this session is the writer itself."""
        from db.lock import present_writer

        if not self.ledger.is_read_only:
            return None
        is_shared = self.ledger.media.kind == "network"
        holder = present_writer(self.ledger.folder, host_name(), is_shared=is_shared)
        if holder is None:
            return None
        return OtherWriter(holder.user, holder.host, dt.datetime.fromtimestamp(holder.since, dt.UTC).astimezone())

    def move_store(self, parent: Path | None, progress: Progress | None = None) -> StoreMoved:
        """Move the evidence into a folder on another drive, None back into the ledger's; see `services.store_move`."""
        from ledger_app.services.store_move import folder_in, move_store

        uid, folder = self.ledger.uid, self.ledger.folder
        target = folder_in(parent, self.ledger.name, uid) if parent is not None else None
        return move_store(self.store, folder, uid, target, progress)

    def finish_move(self, progress: Progress | None = None) -> StoreMoved:
        """Go on with a move of the evidence that was stopped after it had switched over."""
        from ledger_app.services.store_move import move_store
        from ledger_app.store_place import read_place

        place = read_place(self.ledger.folder)
        target = place.folder if place.is_elsewhere else None
        return move_store(self.store, self.ledger.folder, self.ledger.uid, target, progress)

    def store_place(self) -> StorePlace:
        """Return where the evidence lies."""
        from ledger_app.store_place import read_place

        return read_place(self.ledger.folder)

    def close(self) -> None:
        """Finish and release the ledger, and the faces with it: they take some 100 MB once they are open."""
        self.ledger.close()
        self._fonts.clear()


def ledger_folder(path: Path) -> Path:
    """Return the ledger folder meant by a folder, its marker or its database file."""
    is_file_inside = path.suffix.lower() == MARKER_SUFFIX or path.name == "ledger.sqlite3"
    return path.parent if is_file_inside and not path.is_dir() else path


def open_session(
    folder: Path, *, read_only: bool = False, take_over: bool = False, clock: Clock | None = None
) -> LedgerSession:
    """Open a ledger.

    Args:
        folder: the ledger folder, or its marker or database file.
        read_only: change nothing, also beside somebody who writes.
        take_over: also from another PC that has been silent for long.
        clock: the PC's own if None.

    Raises:
        EnvironmentFault: DB-001 to DB-019, see `db.ledger.open_ledger`.
    """
    from db.ledger import open_ledger
    from ledger_app.evidence.store import FileStore
    from ledger_app.store_place import read_place

    place = ledger_folder(folder)
    stored = read_place(place)
    store = FileStore(stored.folder, needs_mark=stored.is_elsewhere)
    used = clock or SystemClock()
    ledger = open_ledger(
        place,
        store=store,
        clock=used,
        user=user_name(),
        host=host_name(),
        mode="read" if read_only else "write",
        take_over=take_over,
    )
    if not read_only:
        # Nobody else writes now, so whatever is unfinished was left by somebody who did not get to its end.
        store.clear_stale()
    return LedgerSession(ledger, store, used, AppPaths.of_this_pc())


def create_session(folder: Path, name: str, *, clock: Clock | None = None) -> LedgerSession:
    """Make a ledger in a folder that is empty or not there yet, and open it.

    Raises:
        RejectedError: DB-008 there is something in the folder.
        EnvironmentFault: DB-014 the folder cannot be made or written.
    """
    from db.ledger import create_ledger
    from ledger_app.evidence.store import FileStore

    used = clock or SystemClock()
    store = FileStore(folder / EVIDENCE_FOLDER)
    ledger = create_ledger(folder, name, store=store, clock=used, user=user_name(), host=host_name())
    return LedgerSession(ledger, store, used, AppPaths.of_this_pc())
