"""One of the numbers of the workbench: a word with its sign, a large figure, a line of detail; opens its list."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.look import SECONDARY_PT, Look
from ui.views.paint import SIGN_PX, paint_sign

HEIGHT_PX = 80
LEAST_WIDTH_PX = 112
_MARGIN_PX = 10
FIGURE_PT = 18.0


class NumberCard(QAbstractButton):
    """A panel that is a button; a figure of zero is quiet."""

    def __init__(self, look: Look, name: str, word: str, tone: str, sign: str) -> None:
        """Make a card with no figure yet."""
        super().__init__()
        self._look = look
        self._word, self._tone, self._sign = word, tone, sign
        self._count: int | None = None
        self._detail = ""
        self.setObjectName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(HEIGHT_PX)
        self.setMinimumWidth(80)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_number(None, "")
        look.changed.connect(self.update)

    def show_number(self, count: int | None, detail: str) -> None:
        """Show another figure, None while it is not known."""
        self._count, self._detail = count, detail
        self.setText(f"{self._word} {count if count is not None else ''}")
        self.setAccessibleName(f"{self._word}，{count if count is not None else '正在统计'}，{detail}")
        self.setToolTip(f"列出这些任务：{self._word}" + (f"\n{detail}" if detail else ""))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size it likes best."""
        return QSize(180, HEIGHT_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the panel, the word, the figure and the detail."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().adjusted(0, 0, -1, -1)
        painter.setBrush(self._look.colour("hover" if self.underMouse() else "panel"))
        painter.setPen(self._look.colour("accent" if self.hasFocus() else "hairline"))
        painter.drawRoundedRect(box, 6, 6)
        quiet = not self._count
        tone = "grey" if quiet else self._tone
        left = _MARGIN_PX
        if self._sign:
            paint_sign(painter, self._look, tone, self._sign, QPoint(left + SIGN_PX // 2, 19))
            left += SIGN_PX + 6
        painter.setPen(self._look.colour("text"))
        painter.drawText(QRect(left, 8, self.width() - left, 22), Qt.AlignmentFlag.AlignVCenter, self._word)
        font = QFont(self.font())
        font.setPointSizeF(FIGURE_PT)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(self._look.colour("disabled" if quiet else f"{tone}_text" if tone != "grey" else "text"))
        figure = "…" if self._count is None else f"{self._count:,}"
        painter.drawText(QRect(_MARGIN_PX, 28, self.width() - 16, 28), Qt.AlignmentFlag.AlignVCenter, figure)
        small = QFont(self.font())
        small.setPointSizeF(SECONDARY_PT)
        painter.setFont(small)
        painter.setPen(self._look.colour("secondary"))
        detail = painter.fontMetrics().elidedText(
            self._detail, Qt.TextElideMode.ElideRight, self.width() - 2 * _MARGIN_PX + 4
        )
        painter.drawText(
            QRect(_MARGIN_PX, 56, self.width() - _MARGIN_PX - 4, 18), Qt.AlignmentFlag.AlignVCenter, detail
        )
        painter.end()
