"""What nobody foresaw, wherever it comes up: written down, and told in one sentence on the thread of the window.

Qt hands what is raised in its slots and events to `sys.excepthook`; threads of our own end in `threading.excepthook`;
the runner of jobs tells of every job that fails.
"""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from ledger_app.error_log import ErrorLog

if TYPE_CHECKING:
    from types import TracebackType

    from ui.dialogs.messages import Messages
    from ui.jobs import JobRunner


class FaultTaker(QObject):
    """Takes errors from the hooks and from jobs; lives on the window's thread.

    Signals:
        arrived: a fault came up on some thread (the error).
    """

    arrived = Signal(object)

    def __init__(self, messages: Messages, log: ErrorLog, parent: QObject) -> None:
        """Write into `log` and show through `messages`."""
        super().__init__(parent)
        self._messages = messages
        self._log = log
        self._is_showing = False
        self.arrived.connect(self._show, Qt.ConnectionType.AutoConnection)

    def watch(self, runner: JobRunner) -> None:
        """Write down what jobs fail by; showing it is the affair of who started them."""
        runner.erred.connect(lambda error: self._log.note(error, "job"))

    def install(self) -> None:
        """Take what Python's hooks are told from now on."""
        sys.excepthook = self.take
        threading.excepthook = self._take_of_thread

    def take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Write an error down and show it; the signature is `sys.excepthook`'s."""
        sys.__excepthook__(kind, error, trace)
        self._log.note(error, "window")
        if not issubclass(kind, KeyboardInterrupt):
            self.arrived.emit(error)

    def _take_of_thread(self, raised: threading.ExceptHookArgs) -> None:
        if raised.exc_value is not None and raised.exc_type is not SystemExit:
            self.take(raised.exc_type, raised.exc_value, raised.exc_traceback)

    def _show(self, error: BaseException) -> None:
        # A fault in a paint event would come again with every repaint behind the message.
        if not self._is_showing:
            self._is_showing = True
            try:
                self._messages.show_error(error)
            finally:
                self._is_showing = False
