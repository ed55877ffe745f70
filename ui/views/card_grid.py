"""Cards side by side while there is room, in two or three rows where there is less."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

SPACING_PX = 8


class CardGrid(QWidget):
    """Lays widgets of one size out in as few rows as their least width allows, the rows of equal length."""

    def __init__(self, cards: Iterable[QWidget], least_width_px: int) -> None:
        """Take the cards in reading order."""
        super().__init__()
        self._cards = list(cards)
        self._least = least_width_px
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACING_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lay_out(len(self._cards))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use as many columns as there is room for."""
        super().resizeEvent(event)
        room = max(1, (event.size().width() + SPACING_PX) // (self._least + SPACING_PX))
        rows = -(-len(self._cards) // min(room, len(self._cards)))
        self._lay_out(-(-len(self._cards) // rows))

    def _lay_out(self, columns: int) -> None:
        if columns == self._columns:
            return
        for number in range(max(columns, self._columns)):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)
        self._columns = columns
        for place, card in enumerate(self._cards):
            self._grid.addWidget(card, place // columns, place % columns)
