"""Start the window, or a bare one, and tell as JSON when it could be used; times on the system-wide monotonic clock."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Notes = dict[str, float]


def bare() -> None:
    """Show a window with an empty table and leave once it is painted and idle."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QStandardItemModel
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    view = QTableView(window)
    view.setModel(QStandardItemModel(0, 10, view))
    window.setCentralWidget(view)
    window.resize(1366, 740)
    window.show()
    notes: Notes = {}

    def leave() -> None:
        notes["window"] = time.monotonic()
        app.quit()

    # Events already posted by showing, the first paint among them, come before a timer of no time.
    QTimer.singleShot(0, leave)
    app.exec()
    print(json.dumps(notes))


def ours(folder: Path, state: Path) -> None:
    """Start the application as a double click on a ledger does, and leave once its first page has its numbers."""
    from ledger_app.bootstrap import run_desktop
    from ui import app as application

    notes: Notes = {}
    original: Callable[..., Any] = application.make_window

    def make_window(*arguments: Any) -> Any:  # noqa: ANN401 - passes on what it is given
        window = original(*arguments)
        _watch(window, notes)
        return window

    application.make_window = make_window
    run_desktop(folder, state_path=state)
    print(json.dumps(notes))


def _watch(window: Any, notes: Notes) -> None:  # noqa: ANN401 - the application's window
    """Note when the window is painted and idle, when the ledger stands in it, and when no job is left."""
    from PySide6.QtCore import QTimer

    set_workspace = window.set_workspace

    def on_workspace(workspace: object) -> None:
        set_workspace(workspace)
        if workspace is not None:
            QTimer.singleShot(0, lambda: notes.setdefault("ledger", time.monotonic()))

    def look() -> None:
        notes.setdefault("window", time.monotonic())
        if "ledger" in notes and not window.runner.running:
            notes["numbers"] = time.monotonic()
            timer.stop()
            window.close()

    window.set_workspace = on_workspace
    timer = QTimer(window)
    timer.setInterval(5)
    timer.timeout.connect(look)
    timer.start()


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        bare()
    else:
        ours(Path(sys.argv[2]), Path(sys.argv[3]))
