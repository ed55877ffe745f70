"""What a page is handed: the open ledger, jobs, and the signals by which pages hear of each other's changes.

Pages never call each other.  They ask `Workspace` to open a place, and the window shows the page for it; they
start jobs through it, and everybody hears of what was changed through `ledger_changed`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from ledger_app.domain.changes import ChangeSet, Operation
from ledger_app.domain.settings import LedgerSettings
from ledger_app.errors import EnvironmentFault
from ledger_app.intake.document import Finding
from ledger_app.ports import Clock, Ledger, Progress, ReadSession, UnitOfWork
from ui.dialogs.messages import Messages
from ui.inbox import Inbox
from ui.jobs import ChangeJob, JobRunner, QueryJob
from ui.look import Look
from ui.places import PageName, Place
from ui.state import WindowState

if TYPE_CHECKING:
    from ledger_app.domain.supervision import Holiday
    from ledger_app.domain.workday import WorkCalendar
    from ledger_app.evidence.act_record import ActRecord
    from ledger_app.ledger_place import PlaceAdvice
    from ledger_app.reports.fonts import FontBook
    from ledger_app.services.roll_over import RolledOver, RollOverChoice
    from ledger_app.services.store_move import StoreMoved
    from ledger_app.store_place import StorePlace

T = TypeVar("T")
ActDecision = Literal["go_on", "keep", "drop"]

__all__ = ["PRACTICE_NAME", "ActDecision", "Backend", "PageName", "Place", "Session", "Workspace"]

# Folder of the ledger that is made of the samples; its window says so.
PRACTICE_NAME = "练习台账"


class Session(Protocol):
    """An open ledger as the composition root hands it over."""

    @property
    def ledger(self) -> Ledger:
        """Return the ledger."""
        ...

    @property
    def clock(self) -> Clock:
        """Return the clock."""
        ...

    @property
    def acts_folder(self) -> Path:
        """Return where this PC keeps what adding files to this ledger has done so far; it may not be there."""
        ...

    @property
    def words_file(self) -> Path:
        """Return where this PC keeps words of reports that were edited and not kept yet; it may not be there."""
        ...

    def fonts(self, settings: LedgerSettings) -> FontBook:
        """Return the faces for reports."""
        ...

    def back_up_if_due(self, progress: Progress | None = None) -> bool:
        """Make the day's automatic backup if one is due; say whether one was made."""
        ...

    def back_up_before_import(self, tasks: int, progress: Progress | None = None) -> bool:
        """Make a backup before many tasks come in at once; say whether one was made."""
        ...

    def shipped_holidays(self) -> Sequence[Holiday]:
        """Return the days off and weekends worked of the years that ship with the program."""
        ...

    def last_backup(self) -> dt.datetime | None:
        """Return the local time of the newest proven backup, None if there is none."""
        ...

    def store_place(self) -> StorePlace:
        """Return where the evidence lies."""
        ...

    def move_store(self, parent: Path | None, progress: Progress | None = None) -> StoreMoved:
        """Move the evidence into a folder on another drive, None back into the ledger's own."""
        ...

    def finish_move(self, progress: Progress | None = None) -> StoreMoved:
        """Go on with a move of the evidence that was stopped."""
        ...

    def backup_places(self) -> Sequence[Path]:
        """Return the folders that hold this ledger's backups and are there now; may take long."""
        ...

    def second_backup(self) -> SecondPlace | None:
        """Return the second place for backups as it is now, None where none was chosen; may take long."""
        ...

    def other_writer(self) -> OtherWriter | None:
        """Return who else writes in the ledger now, None if nobody does; may take long."""
        ...

    def close(self) -> None:
        """Finish and release the ledger."""
        ...


class OtherWriter(Protocol):
    """Who writes in a ledger that is open here for reading: account, PC, and the local time since when."""

    @property
    def user(self) -> str:
        """Return the account."""
        ...

    @property
    def host(self) -> str:
        """Return the PC."""
        ...

    @property
    def since(self) -> dt.datetime:
        """Return when the writer opened the ledger."""
        ...


class SecondPlace(Protocol):
    """The second place for backups: where, whether it is there, local time of its last proven backup."""

    @property
    def place(self) -> Path:
        """Return the chosen folder."""
        ...

    @property
    def is_there(self) -> bool:
        """Say whether the drive is plugged in."""
        ...

    @property
    def at(self) -> dt.datetime | None:
        """Return when the last proven backup there was made, None if there is none or the drive is away."""
        ...


class Backend(Protocol):
    """What the composition root lets the window do with ledger folders; every method may take long."""

    @property
    def resources(self) -> Path:
        """Return the folder that holds icons and themes."""
        ...

    def open_session(self, folder: Path, *, read_only: bool = False, take_over: bool = False) -> Session:
        """Open a ledger folder; `take_over` also from another PC that has been silent for long.

        Raises:
            EnvironmentFault: locked by another PC, damaged, too new, no ledger.
        """
        ...

    def suggest_folder(self) -> Path:
        """Return where a new ledger could lie."""
        ...

    def advise_place(self, folder: Path) -> PlaceAdvice:
        """Return what is to be said of a folder in which a ledger is to be made."""
        ...

    def create_session(self, folder: Path, name: str) -> Session:
        """Make a ledger in an empty folder and open it."""
        ...

    def practice_session(self, progress: Progress) -> Session:
        """Make the practice ledger from the samples where it is not there yet, and open it."""
        ...

    def roll_over(self, session: Any, to: Path, choice: RollOverChoice, progress: Progress) -> RolledOver:  # noqa: ANN401 - a session of this backend
        """Make the ledger of the next year in an empty folder, and note in the session's own where its tasks went.

        Raises:
            RejectedError: the folder is not empty, nothing was chosen, the year is not later.
            EnvironmentFault: the disk is full or cannot be written; nothing is left behind.
        """
        ...

    def back_up_to(self, folder: Path, out: Path, progress: Progress) -> Mapping[str, int]:
        """Write a whole ledger into one proven file; return counts of what it holds."""
        ...

    def restore_from(self, file: Path, to: Path, progress: Progress) -> Mapping[str, int]:
        """Make a ledger folder from a backup; return counts of what it holds."""
        ...

    def check(self, folder: Path, progress: Progress) -> Sequence[Finding]:
        """Read everything in a ledger and verify it; return what was found, nothing when it is sound."""
        ...

    def last_backup(self, folder: Path) -> dt.datetime | None:
        """Return the local time of the newest proven backup beside a ledger, None if there is none."""
        ...


class Workspace(QObject):
    """One open ledger with all a page needs; a new one is made for each ledger opened.

    Signals:
        ledger_changed: rows were changed (a ChangeSet); whoever shows them reads anew.
        settings_changed: the ledger's settings were read anew.
        calendar_changed: the calendar of working days was read anew.
        cutoff_changed: lights and days are judged at another day.
        place_requested: something wants to be shown (a Place).
        evidence_offered: files are to be put into the ledger (paths, task ids to link them to).
        picture_pasted: a copied picture is to be put into the ledger (a Copied, task ids to link it to).
        acts_changed: what was begun to be added and not finished is known anew (`unfinished_acts`).
        act_decided: what becomes of an unfinished act (its ActRecord, an ActDecision).
        ledger_wanted: another ledger is to be opened instead of this one (its folder).
        banner_requested: say what was done, with a way back (text).
        note_requested: say what was done where nothing of the ledger was changed (text).
        texts_read: words of further evidence files were read.
        texts_wanted: words of evidence are to be read now.
        files_mended: files of the store that were damaged or away are there again.
    """

    ledger_changed = Signal(object)
    cutoff_changed = Signal()
    settings_changed = Signal()
    calendar_changed = Signal()
    place_requested = Signal(object)
    evidence_offered = Signal(object, object)
    picture_pasted = Signal(object, object)
    acts_changed = Signal()
    act_decided = Signal(object, str)
    ledger_wanted = Signal(object)
    banner_requested = Signal(str)
    note_requested = Signal(str)
    texts_read = Signal()
    texts_wanted = Signal()
    files_mended = Signal()

    def __init__(
        self, session: Session, runner: JobRunner, look: Look, messages: Messages, state: WindowState, parent: QObject
    ) -> None:
        """Join an open session to the window's runner, look, messages and state."""
        super().__init__(parent)
        self.session = session
        self.runner = runner
        self.look = look
        self.messages = messages
        self.state = state
        self.settings = LedgerSettings()
        self.ledger_name = ""
        self.is_rolled_over = False
        self.inbox = Inbox(self)
        self.unfinished_acts: tuple[ActRecord, ...] = ()
        self._calendar: WorkCalendar | None = None
        self._cutoff = session.clock.today()
        runner.changed.connect(self.ledger_changed)

    @property
    def ledger(self) -> Ledger:
        """Return the open ledger."""
        return self.session.ledger

    @property
    def is_read_only(self) -> bool:
        """Say whether nothing can be changed."""
        return self.session.ledger.is_read_only

    @property
    def today(self) -> dt.date:
        """Return the local calendar day."""
        return self.session.clock.today()

    @property
    def now(self) -> dt.datetime:
        """Return the local time, aware."""
        return dt.datetime.fromisoformat(self.session.clock.now()).astimezone()

    @property
    def cutoff(self) -> dt.date:
        """Return the last day that counts, inclusive."""
        return self._cutoff

    @property
    def title(self) -> str:
        """Return the ledger's name as shown, with what it is: for practice, rolled over."""
        name = self.plain_title
        name += "（已结转）" if self.is_rolled_over else ""
        is_practice = self.ledger.folder.name == PRACTICE_NAME and name != PRACTICE_NAME
        return f"【练习】{name}" if is_practice else name

    @property
    def has_own_name(self) -> bool:
        """Say whether the ledger is called otherwise than its bureau and its folder."""
        return self.ledger_name not in ("", self.settings.bureau_name, self.ledger.folder.name)

    @property
    def plain_title(self) -> str:
        """Return the ledger's name: its own, else the bureau's with the year, else the folder's."""
        if self.has_own_name:
            return self.ledger_name
        year = f" {self.settings.year}年度台账" if self.settings.year else " 台账"
        return self.settings.bureau_name + year if self.settings.bureau_name else self.ledger.folder.name

    @property
    def period(self) -> str:
        """Return the month that is reported on, "YYYY-MM": the cut-off date's month."""
        return f"{self._cutoff:%Y-%m}"

    def take_settings(self, settings: LedgerSettings) -> None:
        """Judge and show by other settings from now on."""
        self.settings = settings
        self.settings_changed.emit()

    @property
    def calendar(self) -> WorkCalendar:
        """Return the calendar of working days in force; until the ledger was read, the one that ships."""
        from ledger_app.domain.workday import WorkCalendar

        if self._calendar is None:
            self._calendar = WorkCalendar(self.session.shipped_holidays())
        return self._calendar

    def read_calendar(self) -> None:
        """Read the calendar of working days anew, with the days that the ledger holds itself."""
        self.query(self._work_calendar, self).on_success(self._take_calendar).start()

    def show_unfinished(self, acts: tuple[ActRecord, ...]) -> None:
        """Know which acts of adding were not finished, oldest first."""
        if acts or self.unfinished_acts:
            self.unfinished_acts = acts
            self.acts_changed.emit()

    def set_cutoff(self, cutoff: dt.date) -> None:
        """Judge lights and days at another day from now on."""
        if cutoff != self._cutoff:
            self._cutoff = cutoff
            self.cutoff_changed.emit()

    def query(self, work: Callable[[ReadSession, Progress], T], owner: QObject, *, lists: bool = False) -> QueryJob[T]:
        """Prepare a job that reads the ledger in a session of its own; results are dropped when `owner` is gone.

        Args:
            work: what to read.
            owner: who waits for it.
            lists: tasks are listed or counted over the whole ledger (see `ports.Ledger.read`).
        """
        ledger = self.ledger

        def run(progress: Progress) -> T:
            with ledger.read(lists=lists) as session:
                return work(session, progress)

        return self.runner.query(run).owned_by(owner)

    def change(
        self,
        work: Callable[[UnitOfWork, Progress], T],
        owner: QObject,
        *,
        before: Callable[[Progress], object] | None = None,
    ) -> ChangeJob[T]:
        """Prepare a job that changes the ledger in one unit of work.

        Args:
            work: the change.
            owner: who waits for it.
            before: what is done first, while nothing is written yet.
        """
        ledger = self.ledger

        def run(progress: Progress) -> T:
            if before is not None:
                before(progress)
            with ledger.write() as unit_of_work:
                return work(unit_of_work, progress)

        return self.runner.change(run).owned_by(owner)

    def back_up_before_import(self, tasks: int, progress: Progress) -> None:
        """Make a backup before many tasks come in at once, on a worker thread.

        A full backup drive is no reason to stop: one undo takes the whole import back.
        """
        with suppress(EnvironmentFault):
            self.session.back_up_before_import(tasks, progress)

    def undo(self, operation_id: int | None = None) -> None:
        """Undo the last operation or a named one, and say what it kept."""
        self._turn(lambda: self.ledger.undo(operation_id), "已撤销")

    def redo(self, operation_id: int | None = None) -> None:
        """Do an undone operation again."""
        self._turn(lambda: self.ledger.redo(operation_id), "已重做")

    def next_steps(self) -> QueryJob[tuple[Operation | None, Operation | None]]:
        """Prepare a job that tells what undo and redo would do next."""
        ledger = self.ledger
        return self.runner.query(lambda _progress: (ledger.undoable(), ledger.redoable())).owned_by(self)

    def open_place(self, place: Place) -> None:
        """Ask the window to show a place."""
        self.place_requested.emit(place)

    def say_done(self, text: str) -> None:
        """Show below the page what was done, with a button that undoes it."""
        self.banner_requested.emit(text)

    def say_noted(self, text: str) -> None:
        """Show below the page what was done without changing the ledger."""
        self.note_requested.emit(text)

    def _work_calendar(self, session: ReadSession, _progress: Progress) -> WorkCalendar:
        from ledger_app.services.workdays import work_calendar

        return work_calendar(session, self.session.shipped_holidays())

    def _take_calendar(self, calendar: WorkCalendar) -> None:
        self._calendar = calendar
        self.calendar_changed.emit()

    def _turn(self, verb: Callable[[], ChangeSet], done: str) -> None:
        def tell(changes: ChangeSet) -> None:
            if changes.kept:
                kept = "\n".join(changes.kept[:20])
                more = f"\n……另有 {len(changes.kept) - 20} 处" if len(changes.kept) > 20 else ""
                self.messages.show_text(done, f"{done}，但有 {len(changes.kept)} 处后来又改过，予以保留：", kept + more)

        self.runner.change(lambda _progress: verb()).owned_by(self).on_success(tell).start()
