"""A closed window leaves nothing of itself in memory: neither its widgets nor the faces of its reports."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from ledger_app.bootstrap import DesktopBackend
from tests.ui.recorded import RecordedMessages
from ui.app import ApplicationWindow
from ui.look import Look
from ui.state import WindowState
from ui.workspace import Place


def test_a_closed_window_is_forgotten(
    qtbot: QtBot, look: Look, state: WindowState, backend: DesktopBackend, ledger_folder: Path
) -> None:
    def use() -> weakref.ref[ApplicationWindow]:
        window = ApplicationWindow(look, state, backend, RecordedMessages())
        window.show()
        window.ledger_acts.open_folder(ledger_folder)
        qtbot.waitUntil(lambda: window.workspace is not None and not window.runner.running, timeout=20_000)
        for page in ("ledger", "evidence", "reports", "units"):
            window.show_place(Place(page))
            qtbot.waitUntil(lambda: not window.runner.running, timeout=20_000)
        window.close()
        window.deleteLater()
        return weakref.ref(window)

    closed = use()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    assert closed() is None
