"""100 to 200 %: the window and its dialogs fit small screens, and no words are cut off.

A factor holds for a whole process, so each is tried in one of its own, on the screen of 1366x768 that the
counties have.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QDialog, QLabel, QScrollArea, QVBoxLayout
from pytestqt.qtbot import QtBot

from ui.screen_fit import FRAME_PX, fit_dialog

SCREEN = (1366, 768)


@pytest.mark.parametrize("factor", ["1.5", "2"])
def test_nothing_is_cut_and_everything_fits(root_dir: Path, ledger_folder: Path, tmp_path: Path, factor: str) -> None:
    room = {
        **os.environ,
        "QT_SCALE_FACTOR": factor,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "PYTHONPATH": str(root_dir),
    }
    command = [sys.executable, "-m", "tests.ui.scaled_window", str(ledger_folder), str(tmp_path / "state.ini")]
    sizes = [str(int(side / float(factor))) for side in SCREEN]
    done = subprocess.run(
        [*command, *sizes], env=room, cwd=root_dir, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["pages"] == 9
    assert found["cut"] == []
    assert found["too_large"] == []


def test_a_dialog_larger_than_the_screen_scrolls(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    layout = QVBoxLayout(dialog)
    words = QLabel("很高的一段")
    words.setMinimumSize(500, 900)
    layout.addWidget(words)
    dialog.show()
    screen = QRect(0, 0, 683, 384)
    fit_dialog(dialog, screen)
    assert dialog.height() <= 384 - FRAME_PX
    assert dialog.width() <= 683
    area = dialog.findChild(QScrollArea, "dialog_scroll")
    assert area is not None
    assert area.isAncestorOf(words)
    assert words.height() >= 900


def test_a_dialog_that_fits_stays_as_it_is(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.resize(300, 200)
    dialog.show()
    fit_dialog(dialog, QRect(0, 0, 683, 384))
    assert (dialog.width(), dialog.height()) == (300, 200)
    assert dialog.findChild(QScrollArea, "dialog_scroll") is None
