"""What a page is handed: the open ledger, jobs, and the signals by which pages hear of each other's changes.

Pages never call each other.  They ask `Workspace` to open a place, and the window shows the page for it; they
start jobs through it, and everybody hears of what was changed through `ledger_changed`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from ledger_app.domain.changes import ChangeSet, Operation
from ledger_app.domain.grid import TaskQuery
from ledger_app.domain.settings import LedgerSettings
from ledger_app.ports import Clock, Ledger, Progress, ReadSession, UnitOfWork
from ui.dialogs.messages import Messages
from ui.jobs import ChangeJob, JobRunner, QueryJob
from ui.look import Look
from ui.state import WindowState

T = TypeVar("T")

PageName = Literal["workbench", "ledger", "plans", "evidence", "reports", "units", "settings"]


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

    def close(self) -> None:
        """Finish and release the ledger."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere in the window.

    Attributes:
        page: the page to show.
        task_id, plan_id, plan_item_id, evidence_id, unit_id, snapshot_id: what to show there, None = as it was.
        query: for the ledger: the list to show.
        title: for the ledger: the name of that list ("逾期").
        tab: for a task: which part of it ("progress").
        files: for the plans: files to read and review.
    """

    page: PageName
    task_id: int | None = None
    plan_id: int | None = None
    plan_item_id: int | None = None
    evidence_id: int | None = None
    unit_id: int | None = None
    snapshot_id: int | None = None
    query: TaskQuery | None = None
    title: str = ""
    tab: str = ""
    files: tuple[Path, ...] = ()


class Workspace(QObject):
    """One open ledger with all a page needs; a new one is made for each ledger opened.

    Signals:
        ledger_changed: rows were changed (a ChangeSet); whoever shows them reads anew.
        cutoff_changed: lights and days are judged at another day.
        place_requested: something wants to be shown (a Place).
        evidence_offered: files are to be put into the ledger (paths, task ids to link them to).
        banner_requested: say what was done, with a way back (text).
    """

    ledger_changed = Signal(object)
    cutoff_changed = Signal()
    place_requested = Signal(object)
    evidence_offered = Signal(object, object)
    banner_requested = Signal(str)

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
    def cutoff(self) -> dt.date:
        """Return the last day that counts, inclusive."""
        return self._cutoff

    @property
    def period(self) -> str:
        """Return the month that is reported on, "YYYY-MM": the cut-off date's month."""
        return f"{self._cutoff:%Y-%m}"

    def set_cutoff(self, cutoff: dt.date) -> None:
        """Judge lights and days at another day from now on."""
        if cutoff != self._cutoff:
            self._cutoff = cutoff
            self.cutoff_changed.emit()

    def query(self, work: Callable[[ReadSession, Progress], T], owner: QObject) -> QueryJob[T]:
        """Prepare a job that reads the ledger in a session of its own; results are dropped when `owner` is gone."""
        ledger = self.ledger

        def run(progress: Progress) -> T:
            with ledger.read() as session:
                return work(session, progress)

        return self.runner.query(run).owned_by(owner)

    def change(self, work: Callable[[UnitOfWork, Progress], T], owner: QObject) -> ChangeJob[T]:
        """Prepare a job that changes the ledger in one unit of work."""
        ledger = self.ledger

        def run(progress: Progress) -> T:
            with ledger.write() as unit_of_work:
                return work(unit_of_work, progress)

        return self.runner.change(run).owned_by(owner)

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

    def _turn(self, verb: Callable[[], ChangeSet], done: str) -> None:
        def tell(changes: ChangeSet) -> None:
            if changes.kept:
                kept = "\n".join(changes.kept[:20])
                more = f"\n……另有 {len(changes.kept) - 20} 处" if len(changes.kept) > 20 else ""
                self.messages.show_text(done, f"{done}，但有 {len(changes.kept)} 处后来又改过，予以保留：", kept + more)

        self.runner.change(lambda _progress: verb()).owned_by(self).on_success(tell).start()
