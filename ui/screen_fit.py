"""Dialogs never larger than the screen: at 200 % a small screen has 683x384 points, less than some dialogs need.

What does not fit by making the dialog smaller scrolls inside it; the window's own pages scroll in `ui.main_window`.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

FRAME_PX = 32
"""What the system's title bar takes."""


def fit_active_dialog() -> None:
    """Fit the dialog that was just opened to its screen; called when another window of ours becomes active."""
    window = QApplication.activeWindow()
    if isinstance(window, QDialog):
        fit_dialog(window, window.screen().availableGeometry())


def fit_dialog(dialog: QDialog, screen: QRect) -> None:
    """Make a dialog no larger than a screen and put it wholly on it; one that needs more room scrolls."""
    width, height = screen.width(), screen.height() - FRAME_PX
    least = dialog.minimumSizeHint().expandedTo(dialog.minimumSize())
    if least.width() > width or least.height() > height:
        _let_scroll(dialog)
    if dialog.width() > width or dialog.height() > height:
        dialog.resize(min(dialog.width(), width), min(dialog.height(), height))
    frame = dialog.frameGeometry()
    if not screen.contains(frame):
        left = max(screen.left(), min(frame.left(), screen.right() - frame.width()))
        top = max(screen.top(), min(frame.top(), screen.bottom() - frame.height()))
        dialog.move(left, top)


def _let_scroll(dialog: QDialog) -> None:
    """Put what a dialog shows into an area that scrolls, once."""
    layout = dialog.layout()
    if layout is None or dialog.findChild(QScrollArea, "dialog_scroll") is not None:
        return
    focus = dialog.focusWidget()
    dialog.setMinimumSize(0, 0)
    inner = QWidget()
    inner.setObjectName("dialog_scroll_inner")
    inner.setProperty("role", "plain")
    inner.setLayout(layout)
    area = QScrollArea()
    area.setObjectName("dialog_scroll")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    outer = QVBoxLayout(dialog)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(area)
    if focus is not None:
        focus.setFocus()
