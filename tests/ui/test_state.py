"""What the window remembers, apart from every ledger."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget
from pytestqt.qtbot import QtBot

from ui.state import RECENT_MOST, WindowState


def test_recent_ledgers_come_newest_first_each_once(tmp_path: Path) -> None:
    state = WindowState(tmp_path / "window.ini")
    for number in range(RECENT_MOST + 2):
        state.note_opened(tmp_path / f"台账{number}")
    state.note_opened(tmp_path / "台账5")
    assert state.recent[0] == tmp_path / "台账5"
    assert len(state.recent) == RECENT_MOST
    assert len(set(state.recent)) == RECENT_MOST
    state.forget(tmp_path / "台账5")
    assert tmp_path / "台账5" not in state.recent


def test_one_recent_ledger_comes_back_from_the_file(tmp_path: Path) -> None:
    first = WindowState(tmp_path / "window.ini")
    first.note_opened(tmp_path / "青禾县 台账，2024")
    first.scheme = "dark"
    first.last_folder = str(tmp_path)
    first.sync()
    again = WindowState(tmp_path / "window.ini")
    assert again.recent == [tmp_path / "青禾县 台账，2024"]
    assert again.scheme == "dark"
    assert again.last_folder == str(tmp_path)


def test_nonsense_in_the_file_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "window.ini").write_text("[look]\nscheme=purple\n[ledgers]\nrecent=@Invalid()\n", encoding="utf-8")
    state = WindowState(tmp_path / "window.ini")
    assert state.scheme == "system"
    assert state.recent == []


def test_sizes_come_back(qtbot: QtBot, tmp_path: Path) -> None:
    state = WindowState(tmp_path / "window.ini")

    def splitter() -> QSplitter:
        made = QSplitter(Qt.Orientation.Horizontal)
        made.setObjectName("parts")
        made.addWidget(QWidget())
        made.addWidget(QWidget())
        made.resize(600, 100)
        qtbot.addWidget(made)
        return made

    first = splitter()
    assert not state.restore_layout(first)
    first.setSizes([150, 450])
    state.save_layout(first)
    second = splitter()
    assert state.restore_layout(second)
    assert second.sizes() == first.sizes()
    window = QMainWindow()
    window.setObjectName("main")
    qtbot.addWidget(window)
    window.resize(700, 500)
    state.save_geometry(window)
    other = QMainWindow()
    other.setObjectName("main")
    qtbot.addWidget(other)
    assert state.restore_geometry(other)
    assert other.size() == window.size()
