"""What the window may do with ledger folders, and how it is started."""

from __future__ import annotations

import datetime as dt
import gc
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ledger_app.bootstrap.backups import BACKUPS_FOLDER
from ledger_app.bootstrap.keeping import back_up_to, check_ledger, restore_from
from ledger_app.bootstrap.session import LedgerSession, create_session, ledger_folder, open_session
from ledger_app.bootstrap.this_pc import AppPaths
from ledger_app.errors import EnvironmentFault
from ledger_app.installation import portable_data

if TYPE_CHECKING:
    from ledger_app.domain.finding import Finding
    from ledger_app.ledger_place import PlaceAdvice
    from ledger_app.ports import Progress
    from ledger_app.services.roll_over import RolledOver, RollOverChoice

_PRACTICE_FOLDER = "练习台账"


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

    def suggest_folder(self) -> Path:
        """Return where a new ledger could lie: on a fixed drive beside that of the system, if there is one."""
        from db.media import inspect
        from ledger_app.ledger_place import suggest

        places = [Path.home()]
        if sys.platform == "win32":
            system = os.environ.get("SYSTEMDRIVE", "C:").upper()
            drives = [Path(f"{letter}:\\") for letter in "DEFG" if f"{letter}:" != system]
            found = [drive for drive in drives if drive.exists() and inspect(drive).allows_wal]
            places = [*found, Path.home() / "Documents"]
        return suggest(places, dt.datetime.now().astimezone().year)

    def advise_place(self, folder: Path) -> PlaceAdvice:
        """Return what is to be said of a folder in which a ledger is to be made; nothing is left in it."""
        from db.media import inspect
        from ledger_app.installation import is_frozen, program_folder
        from ledger_app.ledger_place import advise

        disk = inspect(folder)
        return advise(
            folder,
            disk.kind,
            is_writable=disk.is_writable,
            is_empty=not folder.exists() or (folder.is_dir() and not any(folder.iterdir())),
            program=program_folder() if is_frozen() else self._paths.resources.parent,
            system_drive=os.environ.get("SYSTEMDRIVE", "") if sys.platform == "win32" else "",
        )

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


def run_desktop(folder: Path | None = None, files: Sequence[Path] = (), *, state_path: Path | None = None) -> int:
    """Open the window, or hand over to the one that is there, and stay until it is closed; return the exit code.

    Args:
        folder: the ledger's, or its marker or database file; None opens the last one.
        files: plan files to import into it.
        state_path: where the window keeps its state, None = beside a portable program or with the user's settings.

    Raises:
        EnvironmentFault: APP-015 there is no display, or Qt cannot be loaded.
    """
    # The UI thread collects from its first window on (`ui.collector`); until then some 10 ms of the start would go
    # into looking through modules that are only being loaded.
    gc.disable()
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in screens):
        # Asked here because Qt ends the whole process where it finds no display.
        raise EnvironmentFault("APP-015", why="没有显示器或图形会话")
    try:
        from ui.app import run
    except ImportError as error:
        raise EnvironmentFault("APP-015", why=str(error)) from error

    beside = portable_data()
    state = state_path or (beside / "window.ini" if beside is not None else None)
    # The window that is there may work in another folder.
    place = ledger_folder(folder.absolute()) if folder is not None else None
    return run(DesktopBackend(), place, [file.absolute() for file in files], state_path=state)
