"""What the window does with what it was started with, and with what a later start hands over to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from ui.places import Place

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.one_window import Call

_AGAIN_MS = 300
_WAITING = "已记下要导入的 {count} 个文件：新建或打开台账后，就接着导入。"


class CallTaker(QObject):
    """Carries out calls one after the other, none under an open dialog."""

    def __init__(self, window: MainWindow, open_folder: Callable[[Path], object]) -> None:
        """Know the window and how it opens a ledger."""
        super().__init__(window)
        self._window = window
        self._open_folder = open_folder
        self._calls: list[Call] = []
        self._files: tuple[Path, ...] = ()
        self._later = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._later.timeout.connect(self._carry_out)

    def take(self, call: Call) -> None:
        """Bring the window forward and do what the call says, or do it when the open dialog is closed."""
        self._come_forward()
        if call.folder is not None or call.files:
            self._calls.append(call)
            self._carry_out()

    def keep_files(self, files: tuple[Path, ...]) -> None:
        """Import plan files as soon as a ledger is open."""
        self._files = (*self._files, *(file for file in files if file not in self._files))
        self.import_files()

    def import_files(self) -> None:
        """Begin with the files that wait, if there are any and a ledger is open; else say that they wait."""
        if not self._files:
            return
        if self._window.workspace is None:
            self._window.welcome.show_waiting(_WAITING.format(count=len(self._files)))
            return
        files, self._files = self._files, ()
        self._window.show_place(Place("plans", files=files))

    def _carry_out(self) -> None:
        if QApplication.activeModalWidget() is not None:
            self._later.start()
            return
        while self._calls:
            call = self._calls.pop(0)
            workspace = self._window.workspace
            is_other = call.folder is not None and (workspace is None or workspace.ledger.folder != call.folder)
            if call.folder is not None and is_other:
                # With a ledger on its way the files wait for it and not for the one that is open.
                self._files = (*self._files, *call.files)
                self._open_folder(call.folder)
            else:
                self.keep_files(call.files)

    def _come_forward(self) -> None:
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        for each in (window, QApplication.activeModalWidget()):
            if each is not None:
                each.raise_()
                each.activateWindow()
