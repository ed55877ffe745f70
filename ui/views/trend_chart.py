"""Share of finished work as a line and overdue tasks as bars, month by month; every figure is also written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy

from ui.look import Look
from ui.models.trend import TrendPoint
from ui.views.chart import Chart
from ui.views.paint import paint_area

_HEAD_PX = 22
_FOOT_PX = 22
_FIGURE_PX = 16
_BAR_SHARE = 0.42
# Of the height, what the line has for itself.
_LINE_SHARE = 0.6


class TrendChart(Chart):
    """Twelve months at most; opening one means its overdue tasks, judged at its own day."""

    def __init__(self, look: Look) -> None:
        """Begin empty."""
        super().__init__(look, "trend_chart", "完成率和逾期的月度趋势")
        self.points: Sequence[TrendPoint] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(120)

    def show_points(self, points: Sequence[TrendPoint]) -> None:
        """Show other months."""
        self.points = points
        self._cursor = max(len(points) - 1, 0)
        self.tell_all()

    @property
    def part_count(self) -> int:
        """Return how many months there are."""
        return len(self.points)

    def part_words(self, number: int) -> str:
        """Return a month in words."""
        point = self.points[number]
        told = f"，已生成通报 {point.report}" if point.report else ""
        share = f"完成 {point.done:,}/{point.total:,}（{point.done_percent:.1f}%）"
        return f"{point.month.name}（截止 {point.cutoff:%m-%d}）：{share}，逾期 {point.overdue:,} 项{told}"

    def part_at(self, point: QPoint) -> int | None:
        """Return the month at a point."""
        return next((number for number in range(len(self.points)) if self._box(number).contains(point)), None)

    def sizeHint(self) -> QSize:
        """Return the size it likes best."""
        return QSize(420, 170)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint bars, line and figures."""
        painter = QPainter(self)
        if not self.points:
            painter.setPen(self._look.colour("secondary"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "正在按各月截止日统计…")
            painter.end()
            return
        painter.setPen(self._look.colour("secondary"))
        painter.drawText(QRect(0, 0, self.width(), _HEAD_PX), Qt.AlignmentFlag.AlignLeft, "● 完成率 %　▮ 逾期项数")
        floor = self.height() - _FOOT_PX
        painter.setPen(self._look.colour("hairline"))
        painter.drawLine(0, floor, self.width(), floor)
        most = max(1, *(point.overdue for point in self.points))
        for number, point in enumerate(self.points):
            self._paint_month(painter, number, point, most)
        self._paint_line(painter)
        if self.has_cursor(self._cursor):
            painter.setPen(self._look.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self._box(self._cursor).adjusted(0, 0, -1, -1))
        painter.end()

    def _box(self, number: int) -> QRect:
        width = self.width() / max(len(self.points), 1)
        return QRect(round(number * width), _HEAD_PX, round((number + 1) * width) - round(number * width), self._deep())

    def _middle(self) -> int:
        """Return where the zone of the bars begins."""
        return _HEAD_PX + round((self.height() - _HEAD_PX - _FOOT_PX) * _LINE_SHARE)

    def _deep(self) -> int:
        return self.height() - _HEAD_PX

    def _paint_month(self, painter: QPainter, number: int, point: TrendPoint, most: int) -> None:
        box = self._box(number)
        floor = self.height() - _FOOT_PX
        high = round((self._middle() - floor) * -point.overdue / most)
        width = min(round(box.width() * _BAR_SHARE), 26)
        bar = QRect(box.center().x() - width // 2, floor - high, width, high)
        if point.overdue:
            paint_area(painter, self._look, bar, "red")
            painter.setPen(self._look.colour("red_text"))
            above = QRect(box.left(), bar.top() - 17, box.width(), 16)
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, f"{point.overdue:,}")
        painter.setPen(self._look.colour("text" if number == len(self.points) - 1 else "secondary"))
        foot = QRect(box.left(), floor, box.width(), _FOOT_PX)
        word = point.month.short_name + ("印" if point.report else "")
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, word)

    def _paint_line(self, painter: QPainter) -> None:
        # Above the bars, so that no figure stands on another.
        floor, top = self._middle() - _FIGURE_PX - 8, _HEAD_PX + _FIGURE_PX
        spots = [
            QPointF(self._box(number).center().x(), floor - (floor - top) * point.done_percent / 100)
            for number, point in enumerate(self.points)
        ]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.colour("bar_fill"), 1.6))
        painter.drawPolyline(QPolygonF(spots))
        painter.setBrush(self._look.colour("bar_fill"))
        for spot in spots:
            painter.drawEllipse(spot, 3, 3)
        painter.restore()
        painter.setPen(self._look.colour("text"))
        for spot, point in zip(spots, self.points, strict=True):
            place = QRect(round(spot.x()) - 30, round(spot.y()) - 19, 60, 15)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"{point.done_percent:.0f}")
