"""A ledger that is open for reading while somebody else writes: say who, and offer to write once they have left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from ui.status_line import StatusLine
from ui.workspace import OtherWriter, Workspace

INTERVAL_MS = 5_000


class WriterWatch(QObject):
    """Looks every few seconds as long as the ledger is open here for reading; goes with its workspace."""

    def __init__(self, workspace: Workspace, status: StatusLine, reopen: Callable[[], object]) -> None:
        """Begin to look; `reopen` opens the ledger for writing."""
        super().__init__(workspace)
        self._workspace = workspace
        self._status = status
        self._was_written = False
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self.look)
        self._reopen = reopen
        # A slot of this object: its connection goes with it.
        status.writing_wanted.connect(self._on_wanted)
        self.look()
        self._timer.start()

    def look(self) -> None:
        """Ask who writes, in the background: the folder may lie on a slow drive."""
        session = self._workspace.session
        job = self._workspace.runner.query(lambda _progress: session.other_writer()).owned_by(self)
        # A drive that is away for a moment is no reason for a message every five seconds.
        job.on_failure(lambda _error: None).on_success(self._show).start()

    def _on_wanted(self) -> None:
        self._reopen()

    def _show(self, writer: OtherWriter | None) -> None:
        if writer is not None:
            self._was_written = True
            self._status.show_writer(writer_text(writer, self._workspace.today))
        elif self._was_written:
            self._status.show_writer("对方已关闭，现在仍是只读", may_write=True)


def writer_text(writer: OtherWriter, today: dt.date) -> str:
    """Return who writes and since when."""
    since = writer.since.strftime("%H:%M")
    day = "" if writer.since.date() == today else f"{writer.since.month}月{writer.since.day}日 "
    return f"{writer.user}（{writer.host}）自 {day}{since} 起正在修改，这里只读"
