"""The window at a scale factor, in a process of its own: says what is cut off and which dialogs are too large."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, QRect, QTimer
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QWidget

from ledger_app.bootstrap import DesktopBackend
from ui.actions import PAGES, Act
from ui.app import make_application, make_window
from ui.elided_button import ElidedButton
from ui.elided_label import ElidedLabel
from ui.screen_fit import FRAME_PX, fit_dialog
from ui.state import WindowState

DIALOGS = (Act.CUTOFF, Act.JOURNAL, Act.NEW_TASK, Act.SHORTCUTS, Act.COMMANDS, Act.SPLIT_TASK, Act.ROLL_OVER)
MOST_LOOKS = 2_000
# So many looks in a row at which nothing was to be done: what the last job brought is on the screen.
ENOUGH_QUIET = 3


def main(folder: Path, state: Path, width: int, height: int) -> None:
    """Show every page and the main dialogs, and print what is wrong as one line of JSON."""
    app = make_application()
    window = make_window(app, DesktopBackend(), WindowState(state))
    window.resize(width, height - FRAME_PX)
    window.show()
    window.ledger_acts.open_folder(folder)
    _settle(lambda: window.workspace is not None and not window.runner.running)
    cut: list[str] = []
    acts = (*PAGES, Act.GO_RETURNS, Act.GO_SLIPS)
    for act in acts:
        window.actions_[act].trigger()
        _settle(lambda: not window.runner.running)
        cut += [f"{act.name}: {one}" for one in cut_words(window)]
        if act is Act.GO_REPORTS:
            cut += _cut_beside_figures(window)
    too_large = ["window"] if window.width() > width or window.height() > height else []
    window.actions_[Act.GO_LEDGER].trigger()
    _settle(lambda: not window.runner.running)
    screen = QRect(0, 0, width, height)
    for act in DIALOGS:
        window.actions_[act].trigger()
        _settle(lambda: not window.runner.running)
        for dialog in [one for one in window.findChildren(QDialog) if one.isVisible()]:
            fit_dialog(dialog, screen)
            if dialog.width() > width or dialog.height() > height - FRAME_PX:
                too_large.append(f"{act.name} {dialog.width()}x{dialog.height()}")
            cut += [f"{act.name}: {one}" for one in cut_words(dialog)]
            dialog.reject()
    print(json.dumps({"pages": len(acts), "cut": cut, "too_large": too_large}, ensure_ascii=False))
    window.close()
    sys.stdout.flush()
    os._exit(0)


def _cut_beside_figures(window: QWidget) -> list[str]:
    """Open the panel of figures, which leaves the pages of a report the least room."""
    button = window.findChild(QPushButton, "reports_figures")
    if button is None:
        return ["GO_REPORTS: no pages"]
    button.click()
    _settle(lambda: True)
    found = [f"GO_REPORTS, figures: {one}" for one in cut_words(window)]
    found += [] if not button.visibleRegion().isEmpty() or button.isHidden() else ["GO_REPORTS: 数字来源 is covered"]
    button.click()
    return found


def cut_words(root: QWidget) -> list[str]:
    """Return buttons and labels of one line that are narrower than their words and do not say that they are cut."""
    found = []
    for one in [*root.findChildren(QPushButton), *root.findChildren(QLabel)]:
        shortens = isinstance(one, ElidedButton | ElidedLabel) or type(one).paintEvent is not _painted_by_qt(one)
        wraps = isinstance(one, QLabel) and (one.wordWrap() or not one.text().strip())
        if not one.isVisible() or not one.text() or shortens or wraps:
            continue
        need = max(one.fontMetrics().horizontalAdvance(line) for line in one.text().replace("&", "").split("\n"))
        if one.contentsRect().width() < need - 1:
            found.append(f"{one.objectName()} {one.text()[:20]} {one.contentsRect().width()} < {need}")
    return found


def _painted_by_qt(one: QPushButton | QLabel) -> object:
    return QPushButton.paintEvent if isinstance(one, QPushButton) else QLabel.paintEvent


def _settle(is_done: object) -> None:
    """Let events run until something holds, then a little longer for what it brings."""
    quiet = 0
    for _look in range(MOST_LOOKS):
        loop = QEventLoop()
        QTimer.singleShot(5, loop.quit)
        loop.exec()
        quiet = quiet + 1 if callable(is_done) and is_done() else 0
        if quiet == ENOUGH_QUIET:
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
