"""Chips as widgets: the light of a task as a label, and the chips above the grid that filter by lights."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.look import Look
from ui.views.paint import CHIP_HEIGHT_PX, chip_width, paint_chip


class ChipLabel(QWidget):
    """A light, as sign, word and tint."""

    def __init__(self, look: Look, name: str) -> None:
        """Begin empty."""
        super().__init__()
        self._look = look
        self._tone, self._text, self._sign = "grey", "", ""
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def show_light(self, tone: str, text: str, sign: str = "") -> None:
        """Show another light."""
        self._tone, self._text, self._sign = tone, text, sign
        self.setAccessibleName(text)
        if self.parentWidget() is not None:
            # Without a parent it would flash up as a window of its own.
            self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the chip's size."""
        return QSize(chip_width(self.fontMetrics(), self._text, has_sign=bool(self._sign)), CHIP_HEIGHT_PX + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chip."""
        painter = QPainter(self)
        paint_chip(painter, self._look, self._tone, self._text, self.rect(), self._sign)
        painter.end()


class FilterChip(QAbstractButton):
    """A chip with a number that can be pressed in: while it is, only its tasks are listed."""

    def __init__(self, look: Look, name: str, word: str) -> None:
        """Make a chip named by its word, with no number yet."""
        super().__init__()
        self._look = look
        self._word = word
        self._tone, self._sign, self._count = "grey", "○", 0
        self.setObjectName(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.changed.connect(self.update)
        self.show_count(0)

    @property
    def count(self) -> int:
        """Return the number shown."""
        return self._count

    def show_tone(self, tone: str, sign: str) -> None:
        """Take the colours of the ledger's scheme."""
        self._tone, self._sign = tone, sign
        self.update()

    def show_count(self, count: int) -> None:
        """Show another number."""
        self._count = count
        self.setText(f"{self._word} {count}")
        self.setAccessibleName(f"只看{self._word}，{count} 项")
        self.setToolTip(f"只看{self._word}的任务，再按一次看全部")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the chip's size, with room for the pressed state's bold face."""
        return QSize(chip_width(self.fontMetrics(), self.text()) + 6, CHIP_HEIGHT_PX + 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chip, with an edge while pressed, quiet while its number is zero."""
        painter = QPainter(self)
        quiet = self._count == 0 and not self.isChecked()
        tone = "grey" if quiet else self._tone
        if self.isChecked():
            font = QFont(self.font())
            font.setBold(True)
            painter.setFont(font)
        box = QRect(QPoint(2, 3), QSize(self.width() - 4, CHIP_HEIGHT_PX))
        paint_chip(painter, self._look, tone, self.text(), box, self._sign)
        if self.isChecked() or self.hasFocus() or self.underMouse():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self._look.colour(f"{tone}_text"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-1, -1, 0, 0), 4, 4)
        painter.end()
