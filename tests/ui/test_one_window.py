"""One window a user: what a second start, a process of its own, does to the window that is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from resources import locate
from tests.source_code import ROOT
from ui.app import ApplicationWindow
from ui.one_window import Call, OneWindow
from ui.state import WindowState

# Starts the program as a double click does, with its window's state beside the first one's.
SECOND = """
import sys
from pathlib import Path
from ledger_app.bootstrap import run_desktop
folder, *files = sys.argv[2:]
sys.exit(run_desktop(Path(folder) if folder else None, [Path(file) for file in files], state_path=Path(sys.argv[1])))
"""
PLAN = locate.samples() / "2024年卫生健康工作要点.docx"
Start = Callable[..., subprocess.Popen[bytes]]
# The screen of the tests has no front; elsewhere a window comes to it.
pytestmark = pytest.mark.qt_log_ignore("does not support raise")


@pytest.fixture
def door(state: WindowState) -> Iterator[OneWindow]:
    """Return the lock and the calls of the first window."""
    made = OneWindow(state.path.parent)
    assert made.claim()
    yield made
    made.release()


@pytest.fixture
def start(state: WindowState) -> Iterator[Start]:
    """Return what starts the program a second time; nothing of it is left at the end."""
    running: list[subprocess.Popen[bytes]] = []

    def begin(folder: Path | None = None, files: Sequence[Path] = ()) -> subprocess.Popen[bytes]:
        words = [str(state.path), str(folder or ""), *map(str, files)]
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        running.append(subprocess.Popen([sys.executable, "-c", SECOND, *words], cwd=ROOT, env=environment))
        return running[-1]

    yield begin
    for process in running:
        process.kill()
        process.wait()


def is_over(process: subprocess.Popen[bytes]) -> Callable[[], bool]:
    return lambda: process.poll() is not None


def calls_in(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.call"))


def test_a_second_start_brings_the_window_forward_and_ends(
    qtbot: QtBot, window: ApplicationWindow, door: OneWindow, start: Start, tmp_path: Path
) -> None:
    door.called.connect(window.take_call)
    door.listen()
    window.showMinimized()
    second = start()
    qtbot.waitUntil(is_over(second), timeout=20_000)
    assert second.returncode == 0
    qtbot.waitUntil(lambda: not window.isMinimized())
    assert window.isActiveWindow()
    assert calls_in(tmp_path) == []


def test_a_second_start_hands_over_ledger_and_files(
    qtbot: QtBot, window: ApplicationWindow, door: OneWindow, start: Start, ledger_folder: Path
) -> None:
    door.called.connect(window.take_call)
    door.listen()
    second = start(ledger_folder, [PLAN])
    qtbot.waitUntil(is_over(second), timeout=20_000)
    qtbot.waitUntil(lambda: window.page is not None and window.page.name == "plans", timeout=20_000)
    assert window.workspace is not None
    assert window.workspace.ledger.folder == ledger_folder


def test_files_wait_for_a_ledger_and_say_so(qtbot: QtBot, window: ApplicationWindow, ledger_folder: Path) -> None:
    window.begin(None, [PLAN])
    note = window.welcome.findChild(QLabel, "welcome_waiting")
    assert note is not None
    assert "已记下要导入的 1 个文件" in note.text()
    window.take_call(Call(ledger_folder))
    qtbot.waitUntil(lambda: window.page is not None and window.page.name == "plans", timeout=20_000)


def test_no_ledger_is_changed_under_an_open_dialog(
    qtbot: QtBot, window: ApplicationWindow, ledger_folder: Path
) -> None:
    window.begin()
    dialog = QDialog(window)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.open()
    qtbot.waitExposed(dialog)
    window.take_call(Call(ledger_folder))
    assert not window.runner.running
    assert window.workspace is None
    dialog.reject()
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=20_000)


def test_a_window_that_does_not_answer_is_passed_over(door: OneWindow, tmp_path: Path) -> None:
    second = OneWindow(tmp_path)
    assert not second.claim()
    assert not second.hand_over(Call(tmp_path), seconds=0.2)
    assert calls_in(tmp_path) == []


def test_a_window_that_ends_meanwhile_is_succeeded(door: OneWindow, tmp_path: Path) -> None:
    second = OneWindow(tmp_path)
    assert not second.claim()
    door.release()
    assert not second.hand_over(Call(), seconds=20)
    third = OneWindow(tmp_path)
    assert not third.claim(), "the second is the window now"
    second.release()


def test_a_killed_window_leaves_no_lock(start: Start, state: WindowState, qtbot: QtBot, tmp_path: Path) -> None:
    first = start()
    qtbot.waitUntil(lambda: bool(list(tmp_path.glob("window-*.lock"))), timeout=20_000)
    first.kill()
    first.wait()
    door = OneWindow(tmp_path)
    assert door.claim()
    door.release()


def test_where_nothing_can_be_written_the_window_opens_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("")
    door = OneWindow(tmp_path / "文件" / "设置")
    assert door.claim()
    door.listen()
    door.release()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"folder": 3, "files": "x"}', "x" * 300_000])
def test_a_damaged_call_brings_forward_at_most(text: str, door: OneWindow, tmp_path: Path) -> None:
    heard: list[Call] = []
    door.called.connect(heard.append)
    next(tmp_path.glob("window-*/")).joinpath("a.call").write_text(text, encoding="utf-8")
    door.listen()
    assert heard in ([], [Call()])
    assert calls_in(tmp_path) == []


def test_a_call_nobody_took_in_time_is_not_carried_out(door: OneWindow, tmp_path: Path) -> None:
    heard: list[Call] = []
    door.called.connect(heard.append)
    file = next(tmp_path.glob("window-*/")) / "a.call"
    file.write_text(json.dumps({"folder": str(tmp_path), "files": []}), encoding="utf-8")
    os.utime(file, (time.time() - 3600, time.time() - 3600))
    door.listen()
    assert heard == []
    assert calls_in(tmp_path) == []
