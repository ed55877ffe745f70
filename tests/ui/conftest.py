"""A window over a copy of the sample ledger, its dialogs recorded; nothing of it is left when a test ends."""

from __future__ import annotations

import datetime as dt
import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QMenu, QWidget
from pytestqt.qtbot import QtBot

from ledger_app.bootstrap import DesktopBackend, create_session
from ledger_app.services.samples import fill_with_samples
from resources import locate
from tests.ui.detail_desk import desk
from tests.ui.recorded import RecordedMessages
from tests.ui.sheet_hands import Settle, Sheet
from ui.app import ApplicationWindow
from ui.look import Look
from ui.state import WindowState
from ui.workspace import Place

__all__ = ["desk"]  # a fixture of the tests of the detail pane

CUTOFF = dt.date(2024, 6, 30)


class StrayWindows(QObject):
    """Notes every window that is shown and is neither ours, nor a dialog, a menu or a popup."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            kinds = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)
            known = isinstance(watched, QMainWindow | QDialog | QMenu) or watched.windowType() in kinds
            if not known:
                self.seen.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


@pytest.fixture(autouse=True)
def collected_on_this_thread() -> Iterator[None]:
    """Keep the garbage collector off the worker threads, as `ui.collector` does in the program."""
    gc.disable()
    yield
    gc.collect(1)
    gc.enable()


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a closed ledger with the sample plans, units, progress and evidence; tests work on copies."""
    folder = tmp_path_factory.mktemp("sample") / "样例台账"
    session = create_session(folder, "青禾县卫生健康局")
    fill_with_samples(session.ledger, session.store, locate.samples(), None)
    session.close()
    return folder


@pytest.fixture
def ledger_folder(sample_folder: Path, tmp_path: Path) -> Path:
    """Return a copy of the sample ledger."""
    return Path(shutil.copytree(sample_folder, tmp_path / "样例台账"))


@pytest.fixture
def recorded() -> RecordedMessages:
    return RecordedMessages()


@pytest.fixture
def state(tmp_path: Path) -> WindowState:
    return WindowState(tmp_path / "window.ini")


@pytest.fixture
def look(qapp: QApplication) -> Look:
    return Look(locate.root(), "light")


@pytest.fixture
def backend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DesktopBackend:
    """Return the real backend; the practice ledger would go under the test's folder."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "data"))
    return DesktopBackend()


@pytest.fixture
def window(
    qtbot: QtBot, look: Look, state: WindowState, backend: DesktopBackend, recorded: RecordedMessages
) -> Iterator[ApplicationWindow]:
    """Return a window on the screen with no ledger open."""
    strays = StrayWindows()
    QApplication.instance().installEventFilter(strays)
    window = ApplicationWindow(look, state, backend, recorded)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.begin()
    yield window
    recorded.agrees = True
    window.close()
    QApplication.instance().removeEventFilter(strays)
    assert not window.runner.running, "a job was left over"
    assert not strays.seen, "widgets without a parent flashed up as windows"


@pytest.fixture
def settle(qtbot: QtBot, window: ApplicationWindow) -> Settle:
    """Return a function that waits until every job is over and what it brought is on the screen."""

    def wait() -> None:
        for _ in range(3):
            qtbot.waitUntil(lambda: not window.runner.running, timeout=20_000)
            QApplication.processEvents()

    return wait


@pytest.fixture
def opened(window: ApplicationWindow, ledger_folder: Path, settle: Settle) -> ApplicationWindow:
    """Return the window with the sample ledger, judged at the end of June 2024."""
    window.ledger_acts.open_folder(ledger_folder)
    settle()
    assert window.workspace is not None
    window.workspace.set_cutoff(CUTOFF)
    settle()
    return window


@pytest.fixture
def sheet(qtbot: QtBot, opened: ApplicationWindow, settle: Settle) -> Sheet:
    opened.show_place(Place("ledger"))
    settle()
    return Sheet(qtbot, opened, settle)
