"""The words beside the mouse that say what becomes of files if they are let go here."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

_AWAY = QPoint(18, 20)


class DropHint(QFrame):
    """Floats over the window while files are dragged across it."""

    def __init__(self, window: QWidget) -> None:
        """Be hidden until something is dragged."""
        super().__init__(window)
        self._window = window
        self.setProperty("role", "banner")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        self._text = QLabel()
        self._text.setObjectName("drop_hint")
        row.addWidget(self._text)
        self.hide()

    def show_at(self, position: QPoint, task_ids: tuple[int, ...] | None) -> None:
        """Say what the files become beside a point of the window.

        Args:
            position: of the mouse.
            task_ids: as `Page.task_ids_for_drop` gives them.
        """
        self._text.setText(_words(task_ids))
        self._text.setAccessibleName(self._text.text())
        self.adjustSize()
        room = self._window.rect().bottomRight() - self.rect().bottomRight()
        place = position + _AWAY
        self.move(min(place.x(), room.x()), min(place.y(), room.y()))
        self.show()
        self.raise_()


def _words(task_ids: tuple[int, ...] | None) -> str:
    if task_ids is None:
        return "松开：作为计划文件导入"
    if not task_ids:
        return "松开：存为佐证材料"
    return "松开：成为这项任务的佐证" if len(task_ids) == 1 else f"松开：成为选中的 {len(task_ids)} 项任务的佐证"
