"""A small curve of one task: reported percent by month against the elapsed share.  Drawn here, readable in grey."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ledger_app.domain.period import Period
from ui.look import SECONDARY_PT, Look

# A word of two letters beside the end of a line, and a line of text.
_WORD_PX, _LINE_PX = 34, 15


class ProgressCurve(QWidget):
    """Dashed: the share of time that has passed; solid with a dot: what was reported."""

    def __init__(self, look: Look) -> None:
        """Begin empty."""
        super().__init__()
        self._look = look
        self._points: list[tuple[float, float]] = []
        self._elapsed: float | None = None
        self.setObjectName("progress_curve")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(84)
        look.changed.connect(self.update)

    def show_points(
        self, reported: Sequence[tuple[str, float]], start: dt.date | None, due: dt.date | None, elapsed: float | None
    ) -> None:
        """Show other values.

        Args:
            reported: month "YYYY-MM" and percent 0-100, ascending.
            start: first day of work; due: last day; where one is unknown nothing is drawn.
            due: see start.
            elapsed: elapsed share 0-100 at the cut-off date, None if unknown.
        """
        self._elapsed = elapsed
        self._points = []
        if start is not None and due is not None and due > start:
            length = (due - start).days
            for month, percent in reported:
                day = Period.parse(month).last_day
                self._points.append((min(max((day - start).days / length, 0.0), 1.0), percent))
        words = f"最近报 {self._points[-1][1]:g}%" if self._points else "还没有报过进度"
        self.setAccessibleName(f"进度曲线：{words}" + (f"，时序 {elapsed:g}%" if elapsed is not None else ""))
        self.setVisible(bool(self._points))
        self.update()

    @staticmethod
    def word_drop_px(points: Sequence[QPointF], area: QRectF) -> float:
        """Return how far the word at the end of the dashed line goes down to leave room for the last percentage."""
        is_beside = bool(points) and points[-1].x() > area.right() - _WORD_PX
        is_near = is_beside and abs(points[-1].y() - area.top()) < _LINE_PX
        return points[-1].y() - area.top() + _LINE_PX if is_near else 0.0

    def sizeHint(self) -> QSize:
        """Return the size it likes best."""
        return QSize(280, 84)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw both lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPointSizeF(SECONDARY_PT)
        painter.setFont(font)
        area = QRectF(4, 12, self.width() - 44, self.height() - 22)
        painter.setPen(QPen(self._look.colour("hairline"), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setPen(QPen(self._look.colour("secondary"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(area.bottomLeft(), area.topRight())
        points = [
            QPointF(area.left() + x * area.width(), area.bottom() - y / 100 * area.height()) for x, y in self._points
        ]
        painter.drawText(QPointF(area.right() + 4, area.top() + 4 + self.word_drop_px(points, area)), "时序")
        if points:
            pen = QPen(self._look.colour("accent"), 2)
            painter.setPen(pen)
            painter.drawPolyline([area.bottomLeft(), *points])
            painter.setBrush(self._look.colour("accent"))
            painter.drawEllipse(points[-1], 3, 3)
            painter.drawText(points[-1] + QPointF(6, 4), f"{self._points[-1][1]:g}%")
        painter.end()
