"""Composition root: joins ledger folders, the database, the store, the faces and the window.

With `__main__` the only module of `ledger_app` that knows `db`, `ui` and `resources`; each is imported when it
is needed, so that a command that needs none of them starts at once.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ledger_app.errors import EnvironmentFault
from ledger_app.installation import portable_data, user_data
from ledger_app.version import VERSION

if TYPE_CHECKING:
    from db.sqlite_ledger import SqliteLedger
    from ledger_app.domain.finding import Finding
    from ledger_app.domain.settings import LedgerSettings
    from ledger_app.domain.supervision import Holiday
    from ledger_app.evidence.store import FileStore
    from ledger_app.ports import Clock, Progress
    from ledger_app.reports.fonts import FontBook
    from ledger_app.services.roll_over import RolledOver, RollOverChoice
    from ledger_app.services.store_move import StoreMoved
    from ledger_app.store_place import StorePlace

EVIDENCE_FOLDER = "evidence"
BACKUPS_FOLDER = "backups"
MANY_TASKS = 50
"""An import of more tasks is worth a backup before it."""
MARKER_SUFFIX = ".ledger"
_PRACTICE_FOLDER = "练习台账"


class SystemClock:
    """The PC's own clock."""

    def today(self) -> dt.date:
        """Return the local calendar day."""
        return dt.datetime.now().astimezone().date()

    def now(self) -> str:
        """Return the present as UTC ISO text with seconds."""
        return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class AppPaths:
    """Where things lie that belong to no ledger.

    Attributes:
        resources: root of the shipped data; fonts, samples, calendars: parts of it.
        user_data: folder of this user for what the application keeps (the practice ledger).
    """

    resources: Path
    fonts: Path
    samples: Path
    calendars: Path
    user_data: Path

    @classmethod
    def of_this_pc(cls) -> AppPaths:
        """Return the paths of this installation and user; nothing is made."""
        from resources import locate

        return cls(locate.root(), locate.fonts(), locate.samples(), locate.calendars(), user_data())


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


@dataclass(frozen=True, slots=True)
class OtherWriter:
    """Who writes in a ledger that is open here for reading: account, PC, and the local time since when."""

    user: str
    host: str
    since: dt.datetime


class LedgerSession:
    """An open ledger with what belongs to it; leaving it as a context closes it."""

    def __init__(self, ledger: SqliteLedger, store: FileStore, clock: Clock, paths: AppPaths) -> None:
        """Join what was opened."""
        self.ledger = ledger
        self.store = store
        self.clock = clock
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
        holder = present_writer(self.ledger.folder, _host(), is_shared=is_shared)
        if holder is None:
            return None
        return OtherWriter(holder.user, holder.host, dt.datetime.fromtimestamp(holder.since, dt.UTC).astimezone())

    def last_backup(self) -> dt.datetime | None:
        """Return the local time of the ledger's newest proven backup, None if there is none."""
        from db.backup import last_proof

        proof = last_proof(self.ledger.folder / BACKUPS_FOLDER)
        return dt.datetime.fromisoformat(proof.at) if proof is not None else None

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

    def close(self) -> None:
        """Finish and release the ledger."""
        self.ledger.close()


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
        user=_user(),
        host=_host(),
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
    ledger = create_ledger(folder, name, store=store, clock=used, user=_user(), host=_host())
    return LedgerSession(ledger, store, used, AppPaths.of_this_pc())


@dataclass(frozen=True, slots=True)
class LedgerCheck:
    """What a check found.

    Attributes:
        findings: one sentence each; files that nothing refers to are of severity info and no fault.
        counts: tasks, plans, evidence_files, operations that were read.
        is_sound: nothing is wrong.
    """

    findings: tuple[Finding, ...]
    counts: Mapping[str, int]
    is_sound: bool


def check_ledger(folder: Path, progress: Progress | None = None) -> LedgerCheck:
    """Read everything in a ledger and verify it; repairs nothing.

    Raises:
        EnvironmentFault: DB-001 to DB-012 it cannot be opened.
        Cancelled: through `progress`.
    """
    with open_session(folder, read_only=True) as session:
        result = session.ledger.check(session.store, progress)
    return LedgerCheck(result.findings, result.counts, result.is_sound)


def back_up_to(folder: Path, out: Path, progress: Progress | None = None) -> Mapping[str, int]:
    """Write a whole ledger, evidence included, into one proven file; return counts of what it holds.

    Works beside a writer.

    Raises:
        EnvironmentFault: DB-001 to DB-012 it cannot be opened; DB-041 to DB-043.
        RejectedError: DB-044 the file would lie inside the store or replace the ledger.
    """
    from db.archive import DATABASE_NAME, write_archive
    from db.ledger import settle

    place = ledger_folder(folder)
    if not (place / DATABASE_NAME).is_file():
        raise EnvironmentFault("DB-007", folder=place.name)
    # A copy reads only, and what a killed program left half-written must be taken back before it can.
    settle(place, host=_host(), user=_user())
    manifest = write_archive(
        place, out, created_at=SystemClock().now(), app_version=VERSION, with_evidence=True, progress=progress
    )
    return {**manifest.counts, "missing": len(manifest.missing)}


def restore_from(file: Path, to: Path, progress: Progress | None = None) -> Mapping[str, int]:
    """Make a ledger folder from a backup; an automatic one finds its evidence beside it. Return counts.

    Raises:
        RejectedError: DB-045 to DB-048.
        EnvironmentFault: DB-041 to DB-043.
    """
    from db.archive import restore_archive
    from db.backup import evidence_places

    manifest, missing = restore_archive(file, to, evidence_from=evidence_places(file), progress=progress)
    return {**manifest.counts, "missing": len(missing)}


def write_manual(out: Path, progress: Progress | None = None) -> int:
    """Write the manual as a PDF with the report engine; return the number of pages.

    Raises:
        EnvironmentFault: APP-018 a file of the manual is missing; REP-001 to REP-003.
    """
    from ledger_app.manual.book import load_manual
    from ledger_app.manual.printed import print_manual
    from ledger_app.reports.fonts import FontBook, system_font_folders
    from resources import locate

    fonts = FontBook(locate.fonts(), system_font_folders(), "times")
    return print_manual(load_manual(locate.manual()), fonts, out, progress).pages


class DesktopBackend:
    """What the window may do with ledger folders; see `ui.workspace.Backend`."""

    def __init__(self) -> None:
        """Know where the shipped data lies."""
        self._paths = AppPaths.of_this_pc()

    @property
    def resources(self) -> Path:
        """Return the folder that holds icons and themes."""
        return self._paths.resources

    def open_session(self, folder: Path, *, read_only: bool = False, take_over: bool = False) -> LedgerSession:
        """Open a ledger folder; see `open_session`."""
        from ledger_app.evidence.viewing import clear_copies

        clear_copies()
        return open_session(folder, read_only=read_only, take_over=take_over)

    def create_session(self, folder: Path, name: str) -> LedgerSession:
        """Make a ledger in an empty folder and open it; see `create_session`."""
        return create_session(folder, name)

    def practice_session(self, progress: Progress) -> LedgerSession:
        """Open the practice ledger, made from the samples where it is not there yet; it appears whole or not at all."""
        import shutil

        from ledger_app.services.samples import fill_with_samples

        folder = self._paths.user_data / _PRACTICE_FOLDER
        if not (folder / "ledger.sqlite3").is_file():
            part = folder.with_name(f"{folder.name}.part")
            shutil.rmtree(part, ignore_errors=True)
            with create_session(part, _PRACTICE_FOLDER) as session:
                fill_with_samples(session.ledger, session.store, self._paths.samples, progress)
            with suppress(OSError):
                folder.rmdir()  # an empty one may be there; a rename over it fails on Windows
            part.rename(folder)
        return open_session(folder)

    def roll_over(self, session: LedgerSession, to: Path, choice: RollOverChoice, progress: Progress) -> RolledOver:
        """Make the ledger of the next year in an empty folder; see `ledger_app.rolling`."""
        from ledger_app.rolling import roll_over
        from ledger_app.services.roll_over import Origin

        ledger = session.ledger
        origin = Origin(ledger.uid, ledger.name, str(ledger.folder))
        return roll_over(session, to, origin, choice, create_session, progress)

    def back_up_to(self, folder: Path, out: Path, progress: Progress) -> Mapping[str, int]:
        """Write a whole ledger into one proven file; see `back_up_to`."""
        return back_up_to(folder, out, progress)

    def restore_from(self, file: Path, to: Path, progress: Progress) -> Mapping[str, int]:
        """Make a ledger folder from a backup; see `restore_from`."""
        return restore_from(file, to, progress)

    def check(self, folder: Path, progress: Progress) -> Sequence[Finding]:
        """Read everything in a ledger and verify it; nothing is found in one that is sound."""
        return check_ledger(folder, progress).findings

    def last_backup(self, folder: Path) -> dt.datetime | None:
        """Return the local time of the newest proven backup beside a ledger, None if there is none."""
        from db.backup import last_proof

        proof = last_proof(ledger_folder(folder) / BACKUPS_FOLDER)
        return dt.datetime.fromisoformat(proof.at) if proof is not None else None


def run_desktop(folder: Path | None = None) -> int:
    """Open the window, with a ledger or the last one, and stay until it is closed; return the exit code.

    Raises:
        EnvironmentFault: APP-015 there is no display, or Qt cannot be loaded.
    """
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in screens):
        # Asked here because Qt ends the whole process where it finds no display.
        raise EnvironmentFault("APP-015", why="没有显示器或图形会话")
    try:
        from ui.app import run
    except ImportError as error:
        raise EnvironmentFault("APP-015", why=str(error)) from error

    beside = portable_data()
    state = beside / "window.ini" if beside is not None else None
    return run(DesktopBackend(), ledger_folder(folder) if folder is not None else None, state_path=state)


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        # A service account may have neither a name nor a home.
        return "未知用户"


def _host() -> str:
    import platform

    return platform.node() or "本机"
