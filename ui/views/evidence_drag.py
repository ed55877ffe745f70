"""Dragging pieces of evidence out of their list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QTableView

from ui.dragged import EVIDENCE_MIME, carrying


class EvidenceDrag(QObject):
    """Starts a drag from a list that else would mark rows while the mouse moves."""

    def __init__(self, table: QTableView, chosen: Callable[[], Sequence[int]]) -> None:
        """Watch a list; `chosen` gives the ids of the pieces marked in it."""
        super().__init__(table)
        self._table = table
        self._chosen = chosen
        self._pressed_at: QPoint | None = None
        self._held_back = False
        table.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Begin the drag once the pressed mouse has moved far enough; a click stays a click."""
        if not isinstance(event, QMouseEvent):
            return False
        at = event.position().toPoint()
        if event.type() is QEvent.Type.MouseButtonPress and event.button() is Qt.MouseButton.LeftButton:
            return self._press(at, event)
        if event.type() is QEvent.Type.MouseMove and self._pressed_at is not None:
            if (at - self._pressed_at).manhattanLength() >= QApplication.startDragDistance():
                self._pressed_at = None
                self._held_back = False
                self._drag()
            return True
        if event.type() is QEvent.Type.MouseButtonRelease:
            self._release(at)
        return False

    def _press(self, at: QPoint, event: QMouseEvent) -> bool:
        index = self._table.indexAt(at)
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        self._pressed_at = at if index.isValid() and plain else None
        marked = self._table.selectionModel().selectedRows()
        # A press on one of several marked rows would leave it alone marked before the drag begins.
        self._held_back = plain and len(marked) > 1 and self._table.selectionModel().isRowSelected(index.row())
        return self._held_back

    def _release(self, at: QPoint) -> None:
        if self._held_back:
            self._table.selectRow(self._table.indexAt(at).row())
        self._pressed_at, self._held_back = None, False

    def _drag(self) -> None:
        ids = self._chosen()
        if ids:
            drag = QDrag(self._table)
            drag.setMimeData(carrying(EVIDENCE_MIME, ids))
            drag.exec(Qt.DropAction.CopyAction)
