"""Lead units with their share of finished tasks and their overdue ones; each row opens the unit's list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ledger_app.domain.grid import GroupCount
from ledger_app.domain.tones import Light, Tone
from ui.look import Look
from ui.views.paint import chip_width, paint_bar, paint_chip

ROW_PX = 28
NAME_PX = 132
BAR_PX = 130


class UnitBars(QWidget):
    """A row a unit.

    Signals:
        unit_opened: a unit's tasks are wanted (its group).
    """

    unit_opened = Signal(object)

    def __init__(self, look: Look) -> None:
        """Begin empty."""
        super().__init__()
        self._look = look
        self._units: Sequence[GroupCount] = ()
        self._cursor = 0
        self.setObjectName("unit_bars")
        self.setAccessibleName("牵头单位的完成情况")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(3 * ROW_PX)
        look.changed.connect(self.update)

    def show_units(self, units: Sequence[GroupCount]) -> None:
        """Show other units."""
        self._units = units
        self._cursor = 0
        words = (f"{one.label} 完成 {one.done_count}/{one.count}" for one in units)
        self.setAccessibleDescription("；".join(words))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size it likes best."""
        return QSize(480, max(len(self._units), 1) * ROW_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint name, bar, share and overdue count of each unit."""
        painter = QPainter(self)
        for number, unit in enumerate(self._shown()):
            self._paint_unit(painter, QRect(0, number * ROW_PX, self.width(), ROW_PX), unit)
            if number == self._cursor and self.hasFocus():
                painter.setPen(self._look.colour("accent"))
                painter.drawRect(QRect(0, number * ROW_PX, self.width() - 1, ROW_PX - 2))
        if not self._units:
            painter.setPen(self._look.colour("secondary"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, "还没有牵头单位。")
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the unit under the pointer."""
        number = int(event.position().y()) // ROW_PX
        if 0 <= number < len(self._shown()):
            self._cursor = number
            self.unit_opened.emit(self._units[number])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, open with Enter."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            moved = self._cursor + (1 if event.key() == Qt.Key.Key_Down else -1)
            self._cursor = min(max(moved, 0), max(len(self._shown()) - 1, 0))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._units:
            self.unit_opened.emit(self._units[self._cursor])
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

    def _shown(self) -> Sequence[GroupCount]:
        """Return the units that have room."""
        return self._units[: self.height() // ROW_PX]

    def _paint_unit(self, painter: QPainter, box: QRect, unit: GroupCount) -> None:
        overdue = dict(unit.lights).get(Light.OVERDUE.value, 0)
        share = unit.done_count * 100 / unit.count if unit.count else 0.0
        painter.setPen(self._look.colour("text"))
        name = painter.fontMetrics().elidedText(unit.label, Qt.TextElideMode.ElideRight, NAME_PX)
        painter.drawText(box.adjusted(4, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, name)
        bar_left = 4 + NAME_PX + 12
        bar = QRect(bar_left, box.top(), min(BAR_PX, max(box.width() - bar_left - 190, 40)), box.height())
        paint_bar(painter, self._look, bar, share, None, Tone.RED if overdue else Tone.GREEN)
        words = f"{unit.done_count}/{unit.count}　{share:.0f}%"
        painter.setPen(self._look.colour("secondary"))
        painter.drawText(QRect(bar.right() + 10, box.top(), 90, box.height()), Qt.AlignmentFlag.AlignVCenter, words)
        if overdue:
            text = f"逾期 {overdue}"
            width = chip_width(painter.fontMetrics(), text)
            place = QRect(box.right() - width - 4, box.top(), width, box.height() - 2)
            paint_chip(painter, self._look, "red", text, place, "▲")
        painter.setPen(self._look.colour("hairline"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
