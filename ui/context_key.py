"""Shift+F10 and the menu key: the context menu of what has the keyboard.

Windows turns the key into the event itself; on Linux Qt knows only the menu key, which many keyboards lack.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget


def is_menu_key(event: QKeyEvent) -> bool:
    """Say whether a key wants a context menu that the system does not ask for by itself."""
    is_key = event.key() == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier
    return is_key and QGuiApplication.platformName() != "windows"


def ask_for_menu(widget: QWidget) -> None:
    """Ask a widget for its context menu: at the cell that has the cursor, or in the middle."""
    # Here, since PySide makes a class when it is first named: the start has no lists yet and saves some 15 ms.
    from PySide6.QtGui import QContextMenuEvent
    from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication

    target = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
    box = target.rect()
    if isinstance(widget, QAbstractItemView):
        cell = widget.visualRect(widget.currentIndex())
        box = cell if cell.isValid() and target.rect().intersects(cell) else box
    point = box.center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, point, target.mapToGlobal(point))
    QApplication.sendEvent(target, event)
