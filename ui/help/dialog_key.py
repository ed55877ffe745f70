"""Gives F1 to every dialog that gets the keyboard: the window's own keys are silent while one waits.

Loaded at the start and therefore small: the manual itself is loaded when F1 is first pressed.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QWidget

KEY_NAME = "help_key"


class DialogKey(QObject):
    """Watches which window has the keyboard."""

    def __init__(self, owner: QObject, open_here: Callable[[], object]) -> None:
        """Call `open_here` for F1 in any dialog, as long as `owner` lives."""
        super().__init__(owner)
        self._open_here = open_here
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        dialog = now.window() if now is not None else None
        if not isinstance(dialog, QDialog) or dialog.findChild(QShortcut, KEY_NAME) is not None:
            return
        shortcut = QShortcut(dialog)
        shortcut.setObjectName(KEY_NAME)
        # By property, as in ui/actions.py: the method's many forms would load the whole namespace Qt.
        shortcut.setProperty("key", QKeySequence("F1"))
        shortcut.activated.connect(self._open_here)
