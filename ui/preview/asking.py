"""Asks the preview process on worker threads and brings the answers to the thread of the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from ledger_app.preview.session import PreviewSession
from ui.jobs import Job, JobRunner

T = TypeVar("T")
Tick = Callable[[], None]


class Asking(QObject):
    """The questions about one file; none is answered after `close`."""

    def __init__(self, runner: JobRunner, session: PreviewSession, owner: QObject) -> None:
        """Ask a session on a runner's threads."""
        super().__init__(owner)
        self._runner = runner
        self._session = session
        self._jobs: list[Job[object]] = []
        self._is_closed = False

    def ask(
        self,
        question: Callable[[PreviewSession, Tick], T],
        take: Callable[[T], object],
        fail: Callable[[Exception], object] | None = None,
    ) -> None:
        """Put a question; errors that nobody takes are left alone: the pane says what there is to say at opening."""
        if self._is_closed:
            return
        session = self._session
        job = self._runner.query(lambda progress: question(session, lambda: progress.step(0, 0))).owned_by(self)
        self._jobs = [one for one in self._jobs if one in self._runner.running]
        self._jobs.append(job)  # type: ignore[arg-type]
        job.on_success(lambda answer: None if self._is_closed else take(answer))
        job.on_failure(lambda error: None if self._is_closed or fail is None else fail(error)).start()

    def close(self) -> None:
        """Stop what is being asked and end the process."""
        if self._is_closed:
            return
        self._is_closed = True
        for job in self._jobs:
            job.cancel()
        session = self._session
        # Ending a process may take a moment, which the window need not wait for.
        self._runner.query(lambda _progress: session.close()).start()
