"""What the painted charts have in common: parts that a mouse or the arrow keys choose, tooltips, text for readers."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

from ui.look import Look


class Chart(QWidget):
    """Base of the charts: `part_count` parts in a row, one of which has the cursor.

    Signals:
        part_opened: what a part stands for is wanted (its number).
    """

    part_opened = Signal(int)
    steps: ClassVar = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}

    def __init__(self, look: Look, name: str, title: str) -> None:
        """Make a chart with its name for tests and its title for screen readers."""
        super().__init__()
        self._look = look
        self._cursor = 0
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.changed.connect(self.update)

    @property
    def part_count(self) -> int:
        """Return how many parts there are."""
        raise NotImplementedError

    def part_words(self, number: int) -> str:
        """Return a part in words, for the tooltip and for screen readers."""
        raise NotImplementedError

    def part_at(self, point: QPoint) -> int | None:
        """Return the part at a point, None if there is none."""
        raise NotImplementedError

    def tell_all(self) -> None:
        """Let screen readers know the whole chart; called when other values are shown."""
        self.setAccessibleDescription("；".join(self.part_words(number) for number in range(self.part_count)))
        self.update()

    def event(self, event: QEvent) -> bool:
        """Say in a tooltip what is under the pointer."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self.part_at(event.pos())
            QToolTip.showText(event.globalPos(), "" if number is None else self.part_words(number), self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the part under the pointer."""
        number = self.part_at(event.position().toPoint())
        if number is not None:
            self._move_to(number)
            self.part_opened.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, open with Enter."""
        key = Qt.Key(event.key())
        if key in self.steps:
            self._move_to(self._cursor + self.steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.part_count:
            self.part_opened.emit(self._cursor)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the cursor."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the cursor."""
        super().focusOutEvent(event)
        self.update()

    def has_cursor(self, number: int) -> bool:
        """Say whether the keyboard stands on a part."""
        return self.hasFocus() and number == self._cursor

    def _move_to(self, number: int) -> None:
        self._cursor = min(max(number, 0), max(self.part_count - 1, 0))
        if self.part_count:
            self.setAccessibleDescription(self.part_words(self._cursor))
        self.update()
