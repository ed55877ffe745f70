"""Work off the UI thread: reading jobs side by side, one writing job at a time.

A job gets plain data and a token, never a widget; its results come back on the UI thread through
`on_success`, `on_failure` and `on_progress`.  The runner is the one place of the window that catches
everything: an exception on a worker thread reaches nobody else.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal
from shiboken6 import isValid

from ledger_app.errors import Cancelled

if TYPE_CHECKING:
    from ledger_app.ports import Progress

T = TypeVar("T")

# Progress reaches the screen at most this often.
PROGRESS_INTERVAL_S = 0.1
READERS = 3
# How long a finished job is kept on the UI thread.
ENDING_MS = 500


class CancelToken:
    """Progress of one job as the worker sees it: reports at most ten times a second, stops when asked.

    Implements `ledger_app.ports.Progress`.
    """

    def __init__(self, report: Callable[[int, int, str], None]) -> None:
        """Send what is let through to `report`, which must be safe to call from a worker thread."""
        self._report = report
        self._stop = threading.Event()
        self._last = 0.0

    @property
    def is_cancelled(self) -> bool:
        """Say whether somebody asked to stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()

    def step(self, done: int, total: int, label: str = "") -> None:
        """Report `done` of `total`; see the protocol.

        Raises:
            Cancelled: somebody asked to stop.
        """
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._last >= PROGRESS_INTERVAL_S:
            self._last = now
            # Qt counts in 32 bits; bytes of a long film need more.
            shift = max(0, max(done, total).bit_length() - 31)
            self._report(done >> shift, total >> shift, label)


class _Relay(QObject):
    """Carries a job's results from its thread to the UI thread; lives on the UI thread."""

    arrived = Signal(object)
    failed = Signal(object)
    progressed = Signal(int, int, str)


class Job(Generic[T]):
    """One piece of work and who waits for it; made by `JobRunner`, started once.

    Attributes:
        title: Chinese name shown with its progress, "" for work too short to be shown.
        is_writer: it changes the ledger; such jobs run one at a time, in order.
    """

    def __init__(self, runner: JobRunner, work: Callable[[Progress], T], *, is_writer: bool) -> None:
        """Prepare; nothing runs before `start`."""
        self.title = ""
        self.is_writer = is_writer
        self._runner = runner
        self._work = work
        self._owner: QObject | None = None
        self._successes: list[Callable[[T], object]] = []
        self._failures: list[Callable[[Exception], object]] = []
        self._steps: list[Callable[[int, int, str], object]] = []
        self._is_finished = False
        self._is_forgotten = False
        self._relay = _Relay()
        self._relay.arrived.connect(self._on_arrived)
        self._relay.failed.connect(self._on_failed)
        self._relay.progressed.connect(self._on_progressed)
        self.token = CancelToken(self._relay.progressed.emit)

    def on_success(self, receive: Callable[[T], object]) -> Self:
        """Call `receive` on the UI thread with the result."""
        self._successes.append(receive)
        return self

    def on_failure(self, receive: Callable[[Exception], object]) -> Self:
        """Call `receive` on the UI thread with the error instead of showing it; not called for cancelled work."""
        self._failures.append(receive)
        return self

    def on_progress(self, receive: Callable[[int, int, str], object]) -> Self:
        """Call `receive` on the UI thread with (done, total, label)."""
        self._steps.append(receive)
        return self

    def with_progress(self, title: str) -> Self:
        """Show the work in the status line under a title, with a button to stop it."""
        self.title = title
        return self

    def owned_by(self, owner: QObject) -> Self:
        """Drop the results when `owner` is gone by then (a closed dialog, the page of a closed ledger)."""
        self._owner = owner
        return self

    def start(self) -> Self:
        """Begin, or queue behind the writer that runs."""
        self._runner.begin(self)
        return self

    def cancel(self) -> None:
        """Ask the work to stop; its results are dropped in any case."""
        self.token.cancel()

    def forget(self) -> None:
        """Drop whatever the job has still to tell; called when its ledger is closed."""
        # What the worker has sent waits in the event queue already; it will find this flag.
        self._is_forgotten = True
        self._finish()

    def run_here(self) -> None:
        """Do the work on the calling thread and send the outcome; the runner calls this on its threads."""
        try:
            if self.token.is_cancelled:
                raise Cancelled
            result = self._work(self.token)
        except Exception as error:  # noqa: BLE001 - the runner: whatever went wrong is handed to the UI thread
            self._relay.failed.emit(error)
        else:
            self._relay.arrived.emit(result)

    def _on_arrived(self, result: T) -> None:
        if self._is_forgotten:
            return
        self._finish()
        if self.is_writer:
            self._runner.tell_change(result)
        # A reader that was cancelled is out of date; a writer has committed, and the screens must know.
        if (self.token.is_cancelled and not self.is_writer) or not self._owner_is_alive():
            return
        for receive in self._successes:
            receive(result)

    def _on_failed(self, error: Exception) -> None:
        if self._is_forgotten:
            return
        self._finish()
        if isinstance(error, Cancelled) or not self._owner_is_alive():
            self._runner.stopped.emit(self)
            return
        self._runner.erred.emit(error)
        for receive in self._failures:
            receive(error)
        if not self._failures:
            self._runner.failed.emit(error)

    def _on_progressed(self, done: int, total: int, label: str) -> None:
        if self._is_finished or self.token.is_cancelled or not self._owner_is_alive():
            return
        for receive in self._steps:
            receive(done, total, label)
        self._runner.progressed.emit(self, done, total, label)

    def _owner_is_alive(self) -> bool:
        return self._owner is None or isValid(self._owner)

    def _finish(self) -> None:
        self._is_finished = True
        self._runner.end(self)


class _Ticket:
    """What a thread is handed: it lets go of its job as soon as that is done."""

    def __init__(self, job: Job[T]) -> None:
        self._job: Job[T] | None = job

    def run(self) -> None:
        """Do the job."""
        job, self._job = self._job, None
        if job is not None:
            job.run_here()


class QueryJob(Job[T]):
    """Work that only reads; several run side by side."""


class ChangeJob(Job[T]):
    """Work that changes the ledger; one at a time, in the order started."""


class JobRunner(QObject):
    """Runs the jobs of one window.

    Signals:
        started: a job began or was queued (the job).
        ended: a job is over, whatever came of it (the job).
        progressed: a job says how far it is (job, done, total, label).
        stopped: a job was cancelled (the job).
        erred: a job failed, whoever takes the error (the error).
        failed: nobody else takes this error (the error).
        changed: a writer changed the ledger (its ChangeSet).
    """

    started = Signal(object)
    ended = Signal(object)
    progressed = Signal(object, int, int, str)
    stopped = Signal(object)
    erred = Signal(object)
    failed = Signal(object)
    changed = Signal(object)

    def __init__(self) -> None:
        """Make the two pools; threads are made when work comes."""
        super().__init__()
        self._readers = QThreadPool()
        self._readers.setMaxThreadCount(READERS)
        self._writer = QThreadPool()
        self._writer.setMaxThreadCount(1)
        self._running: set[Job[object]] = set()
        self._is_closed = False
        self._ending: list[Job[object]] = []

    def query(self, work: Callable[[Progress], T]) -> QueryJob[T]:
        """Prepare a reading job."""
        return QueryJob(self, work, is_writer=False)

    def change(self, work: Callable[[Progress], T]) -> ChangeJob[T]:
        """Prepare a writing job; a ChangeSet in its result is told to everybody through `changed`."""
        return ChangeJob(self, work, is_writer=True)

    @property
    def running(self) -> tuple[Job[object], ...]:
        """Return the jobs that are not over."""
        return tuple(self._running)

    @property
    def writes_running(self) -> int:
        """Return how many changes are not saved yet."""
        return sum(job.is_writer for job in self._running)

    def begin(self, job: Job[T]) -> None:
        """Put a job on its pool; called by `Job.start`.  While the ledger is being closed nothing is begun any more."""
        if self._is_closed:
            return
        # Held until it is over: a job that nobody keeps must not vanish with its relay.
        self._running.add(job)  # type: ignore[arg-type]
        self.started.emit(job)
        (self._writer if job.is_writer else self._readers).start(_Ticket(job).run)

    def end(self, job: Job[T]) -> None:
        """Forget a job; called by the job."""
        self._running.discard(job)
        # Its thread may still hold it for a moment, and must not be the one that takes it apart.
        self._ending.append(job)  # type: ignore[arg-type]
        QTimer.singleShot(ENDING_MS, self, self._let_go)
        self.ended.emit(job)

    def tell_change(self, result: object) -> None:
        """Emit `changed` for a writer's result that holds a ChangeSet; called by the job."""
        # Read with the first change: nothing of the domain is needed to show the window.
        from ledger_app.domain.changes import ChangeSet

        changes = result if isinstance(result, ChangeSet) else getattr(result, "changes", None)
        if isinstance(changes, ChangeSet) and not changes.is_empty:
            self.changed.emit(changes)

    def close(self) -> None:
        """Stop and wait: afterwards no thread of ours is left, and none begins before `reopen`.

        Readers and long work are cancelled; a short change that was begun or queued is what somebody typed
        last, and is still saved.
        """
        self._is_closed = True
        for job in self.running:
            if not job.is_writer or job.title:
                job.cancel()
        self._readers.waitForDone()
        self._writer.waitForDone()
        # What they still want to tell comes from a ledger that is about to be closed.
        for job in self.running:
            job.forget()
        self._ending.clear()

    def _let_go(self) -> None:
        if self._ending:
            self._ending.pop(0)

    def reopen(self) -> None:
        """Take jobs again, after what was closed is gone."""
        self._is_closed = False
