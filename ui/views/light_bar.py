"""How the tasks are spread over the lights: one bar and its legend; patterns, signs and numbers say it in grey too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from ui.look import Look
from ui.models.task_lists import CHIPS, counted
from ui.views.chart import Chart
from ui.views.paint import SIGN_PX, paint_area, paint_sign

BAR_PX = 16
LEGEND_PX = 24
_LEAST_PX = 6
_LOOKS = {
    "overdue": ("red", "▲", False),
    "warn": ("yellow", "■", False),
    "normal": ("green", "●", False),
    "done": ("green", "✓", True),
    "quiet": ("grey", "○", False),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of the bar."""

    key: str
    word: str
    lights: tuple[str, ...]
    count: int


class LightBar(Chart):
    """A bar of five parts, and what each of them is."""

    def __init__(self, look: Look) -> None:
        """Begin empty."""
        super().__init__(look, "light_bar", "灯色分布")
        self.parts: Sequence[Part] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def part_count(self) -> int:
        """Return how many parts there are."""
        return len(self.parts)

    def part_words(self, number: int) -> str:
        """Return a part with its share."""
        part, total = self.parts[number], sum(one.count for one in self.parts)
        return f"{part.word} {part.count:,} 项，占 {part.count * 100 / total if total else 0:.1f}%"

    def part_at(self, point: QPoint) -> int | None:
        """Return the part of the bar or of the legend at a point."""
        places = [*enumerate(self._boxes()), *((number, self._legend(number)) for number in range(len(self.parts)))]
        return next((number for number, box in places if box.contains(point)), None)

    def show_lights(self, lights: Mapping[str, int]) -> None:
        """Show other numbers, those of the chips above the grid."""
        self.parts = [Part(key, word, values, counted(lights, values)) for key, word, values in CHIPS]
        self.tell_all()

    def sizeHint(self) -> QSize:
        """Return the size it likes best."""
        return QSize(420, BAR_PX + LEGEND_PX)

    def minimumSizeHint(self) -> QSize:
        """Return the least size."""
        return QSize(240, BAR_PX + LEGEND_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar and the legend below it."""
        painter = QPainter(self)
        for part, box in zip(self.parts, self._boxes(), strict=True):
            tone, _sign, is_done = _LOOKS[part.key]
            if part.count:
                paint_area(painter, self._look, box, tone, is_done=is_done)
        for number, part in enumerate(self.parts):
            self._paint_legend(painter, self._legend(number), part, has_cursor=self.has_cursor(number))
        painter.end()

    def _boxes(self) -> list[QRect]:
        """Return the stretches of the bar; a part that is there is never too thin to be seen."""
        total = sum(part.count for part in self.parts)
        room = self.width() - _LEAST_PX * sum(1 for part in self.parts if part.count)
        boxes, left = [], 0.0
        for part in self.parts:
            width = part.count * room / total + _LEAST_PX if part.count else 0.0
            boxes.append(QRect(round(left), 0, round(left + width) - round(left), BAR_PX))
            left += width
        return boxes

    def _legend(self, number: int) -> QRect:
        """Return the place of a part's words; what room is left is shared between all of them."""
        wide = [self.fontMetrics().horizontalAdvance(_legend_words(part)) + SIGN_PX + 10 for part in self.parts]
        spare = (self.width() - sum(wide)) / max(len(wide), 1)
        left = sum(wide[:number]) + round(spare * number)
        return QRect(left, BAR_PX + 2, wide[number] + round(spare), LEGEND_PX - 2)

    def _paint_legend(self, painter: QPainter, box: QRect, part: Part, *, has_cursor: bool) -> None:
        tone, sign, _is_done = _LOOKS[part.key]
        paint_sign(painter, self._look, tone, sign, QPoint(box.left() + SIGN_PX // 2 + 1, box.center().y() + 1))
        painter.setPen(self._look.colour("secondary" if not part.count else "text"))
        words = painter.fontMetrics().elidedText(
            _legend_words(part), Qt.TextElideMode.ElideRight, box.width() - SIGN_PX - 8
        )
        painter.drawText(box.adjusted(SIGN_PX + 6, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)
        if has_cursor:
            painter.setPen(self._look.colour("accent"))
            painter.drawRect(box.adjusted(0, 1, -3, -1))


def _legend_words(part: Part) -> str:
    return f"{part.word} {part.count:,}"
