"""Lead units with their share of finished tasks and their overdue ones; each row opens the unit's list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from ledger_app.domain.grid import GroupCount
from ledger_app.domain.tones import Light, Tone
from ui.look import Look
from ui.views.chart import Chart
from ui.views.paint import chip_width, paint_bar, paint_chip

ROW_PX = 28
NAME_PX = 132
BAR_PX = 130


class UnitBars(Chart):
    """A row a unit; those that have room."""

    def __init__(self, look: Look) -> None:
        """Begin empty."""
        super().__init__(look, "unit_bars", "牵头单位的完成情况")
        self.units: Sequence[GroupCount] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(3 * ROW_PX)

    def show_units(self, units: Sequence[GroupCount]) -> None:
        """Show other units."""
        self.units = units
        self._cursor = 0
        self.tell_all()

    @property
    def part_count(self) -> int:
        """Return how many units have room."""
        return len(self._shown())

    def part_words(self, number: int) -> str:
        """Return a unit in words."""
        unit = self.units[number]
        overdue = dict(unit.lights).get(Light.OVERDUE.value, 0)
        late = f"，逾期 {overdue:,} 项" if overdue else ""
        return f"{unit.label} 完成 {unit.done_count:,}/{unit.count:,}（{unit.done_percent:.1f}%）{late}"

    def part_at(self, point: QPoint) -> int | None:
        """Return the unit whose row is at a point."""
        number = point.y() // ROW_PX
        return number if 0 <= number < self.part_count else None

    def sizeHint(self) -> QSize:
        """Return the size it likes best."""
        return QSize(480, max(len(self.units), 1) * ROW_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint name, bar, share and overdue count of each unit."""
        painter = QPainter(self)
        for number, unit in enumerate(self._shown()):
            self._paint_unit(painter, QRect(0, number * ROW_PX, self.width(), ROW_PX), unit)
            if self.has_cursor(number):
                painter.setPen(self._look.colour("accent"))
                painter.drawRect(QRect(0, number * ROW_PX, self.width() - 1, ROW_PX - 2))
        if not self.units:
            painter.setPen(self._look.colour("secondary"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, "还没有牵头单位。")
        painter.end()

    def _shown(self) -> Sequence[GroupCount]:
        """Return the units that have room."""
        return self.units[: self.height() // ROW_PX]

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
