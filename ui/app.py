"""Start of the desktop application: QApplication, Chinese dialogs, look, who takes faults, the one window.

Only QtCore, QtGui and QtWidgets are loaded before the window shows; the ledger is opened by a job after that.
"""

from __future__ import annotations

import sys
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

from ui.actions import Act
from ui.collector import Collector
from ui.dialogs.messages import MessageBoxes
from ui.help.dialog_key import DialogKey
from ui.look import Look, choose_font
from ui.main_window import MainWindow
from ui.one_window import Call, OneWindow
from ui.state import WindowState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QWindow
    from PySide6.QtWidgets import QWidget

    from ui.call_taker import CallTaker
    from ui.dialogs.messages import Messages
    from ui.faults import FaultTaker
    from ui.help.handbook import Handbook
    from ui.ledger_acts import LedgerActs
    from ui.workspace import Backend, Workspace

BEGIN_DELAY_MS = 20
# What `ui/ledger_acts.py` carries out; it is loaded with the first of them.
FOLDER_ACTS = (
    Act.NEW_LEDGER,
    Act.OPEN_LEDGER,
    Act.RECENT,
    Act.OPEN_PRACTICE,
    Act.OPEN_FOLDER,
    Act.RENAME_LEDGER,
    Act.ROLL_OVER,
    Act.BACK_UP,
    Act.RESTORE,
    Act.CHECK,
    Act.CUTOFF,
    Act.JOURNAL,
    Act.NEW_TASK,
    Act.IMPORT_PLAN,
    Act.ADD_EVIDENCE,
    Act.FILE_PROGRESS,
    Act.SPLIT_TASK,
    Act.ISSUE_SLIP,
    Act.EXPECTED_EVIDENCE,
    Act.PACK_EVIDENCE,
    Act.SHORTCUTS,
    Act.ABOUT,
)


def run(
    backend: Backend, folder: Path | None = None, files: Sequence[Path] = (), *, state_path: Path | None = None
) -> int:
    """Show the window and stay until it is closed; where one is there already, hand over to it and end.

    Args:
        backend: what the composition root offers.
        folder: the ledger to open; None means the one opened last, if any.
        files: plan files to import.
        state_path: the ini file of the window's state, None for the user's own.

    Returns:
        The exit code, 0 for a normal end.
    """
    app = make_application()
    state = WindowState(state_path)
    call = Call(folder, tuple(files))
    door = OneWindow(state.path.parent)
    if not door.claim() and door.hand_over(call):
        return 0
    window = make_window(app, backend, state)
    door.called.connect(window.take_call)
    faults = fault_taker(window)
    faults.watch(window.runner)
    faults.install()
    window.show()
    # After the first paint, and once what was clicked meanwhile is done: the window never waits for a ledger.

    def begin() -> None:
        window.begin(folder, call.files)
        door.listen()

    QTimer.singleShot(BEGIN_DELAY_MS, begin)
    code = app.exec()
    door.release()
    return code


def make_application() -> QApplication:
    """Return the application, made if there is none yet, with our names and style."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("renwu-taizhang")
    app.setStyle("Fusion")
    app.focusWindowChanged.connect(_fit_dialog)
    if app is not existing:
        Collector(app)
    return app


def _fit_dialog(_window: QWindow | None) -> None:
    if isinstance(QApplication.activeWindow(), QDialog):
        from ui.screen_fit import fit_active_dialog

        fit_active_dialog()


def install_chinese(app: QApplication, window: QWidget) -> None:
    """Let Qt's own dialogs and calendars speak Chinese, whatever the system's language is."""
    from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

    QLocale.setDefault(QLocale("zh_CN"))
    window.setLocale(QLocale())
    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)


def make_window(app: QApplication, backend: Backend, state: WindowState) -> ApplicationWindow:
    """Return the window with its look in force, not shown yet."""
    choose_font(app, backend.resources)
    look = Look(backend.resources, state.scheme)
    look.apply(app)
    return ApplicationWindow(look, state, backend)


class ApplicationWindow(MainWindow):
    """The window together with the acts on ledger folders."""

    def __init__(self, look: Look, state: WindowState, backend: Backend, messages: Messages | None = None) -> None:
        """Join them; `messages` None means Qt's own dialogs."""
        super().__init__(look, state, messages)
        self._backend = backend
        for act in FOLDER_ACTS:
            self.actions_.connect_act(act, partial(self._perform, act))
        self.ledger_chosen.connect(self._open_chosen)
        self.actions_.connect_act(Act.MANUAL, self._open_manual)
        DialogKey(self, self._open_manual)
        if isinstance(self.messages, MessageBoxes):
            self.messages.explain = self._explain

    @cached_property
    def handbook(self) -> Handbook:
        """Return what opens the manual, loaded now if it was not yet."""
        from ui.help.handbook import Handbook

        return Handbook(self, self._backend.resources)

    @cached_property
    def ledger_acts(self) -> LedgerActs:
        """Return the acts on ledger folders, loaded now if they were not yet."""
        from ui.ledger_acts import LedgerActs

        return LedgerActs(self, self._backend)

    @cached_property
    def call_taker(self) -> CallTaker:
        """Return what carries out what the program was started with, loaded now if it was not yet."""
        from ui.call_taker import CallTaker

        return CallTaker(self, self._open_chosen)

    def take_call(self, call: Call) -> None:
        """Come forward and do what a later start was called with."""
        self.call_taker.take(call)

    def set_workspace(self, workspace: Workspace | None) -> None:
        """Show a ledger, and import into it what the program was started with."""
        super().set_workspace(workspace)
        if workspace is not None and "call_taker" in vars(self):
            self.call_taker.import_files()

    def begin(self, folder: Path | None = None, files: Sequence[Path] = ()) -> None:
        """Open a ledger, or the one opened last, or show the first page; then import the plan files."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            install_chinese(app, self)
        acts = self.ledger_acts
        recent = self.state.recent
        first = folder or (recent[0] if recent else None)
        self.show_welcome()
        if files:
            self.call_taker.keep_files(tuple(files))
        if first is not None:
            acts.open_folder(first)

    def _open_chosen(self, folder: Path) -> None:
        self.ledger_acts.open_folder(folder)

    def _open_manual(self) -> None:
        self.handbook.open_here()

    def _explain(self, code: str) -> None:
        # Not its own method: naming it would load the manual at the start.
        self.handbook.open_error(code)

    def _perform(self, act: Act) -> None:
        self.ledger_acts.perform(act)


def fault_taker(window: MainWindow) -> FaultTaker:
    """Return what takes the faults of a window: they are written beside its state and shown by its messages."""
    from ledger_app.error_log import ErrorLog
    from ui.faults import FaultTaker

    return FaultTaker(window.messages, ErrorLog(window.state.path.parent), window)
