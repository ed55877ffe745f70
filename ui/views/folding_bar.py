"""A row of controls that puts what it has no room for into a menu at its end, the least wanted first.

Where even the controls that stay leave no room for the field, the field stands in a second row.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from ui.entries.registry import entry
from ui.entry_button import add_entry, entry_button

GAP_PX = 4
FIELD_PX = (120, 220)
"""Widths of the field: what it needs, and what it takes with room to spare."""


class FoldingBar(QWidget):
    """Controls that always stay, buttons that may fold into 更多 ▾, and at the end what was found and a field."""

    def __init__(self, more: str, *ends: QWidget, field: QLineEdit) -> None:
        """Make the bar.

        Args:
            more: entry of the button that opens the menu.
            ends: controls before the field.
            field: takes the room that is left.
        """
        super().__init__()
        self._left = QHBoxLayout()
        self._field = field
        self._stays: list[QWidget] = []
        self._ends = ends
        self._buttons: list[QPushButton] = []
        self._more = entry_button(more)
        self._menu = QMenu(self._more)
        self._menu.setObjectName(f"{more}_menu")
        self._menu.aboutToShow.connect(self._fill)
        self._more.setMenu(self._menu)
        self._more.hide()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GAP_PX)
        row, self._second = QHBoxLayout(), QHBoxLayout()
        self._first = row
        for one in (row, self._second):
            one.setSpacing(GAP_PX)
            rows.addLayout(one)
        self._left.setSpacing(GAP_PX)
        row.addLayout(self._left)
        row.addWidget(self._more)
        row.addStretch(1)
        for end in (*ends, field):
            row.addWidget(end)

    def add(self, *controls: QWidget) -> None:
        """Add controls that always stay, at the left."""
        for one in controls:
            self._left.addWidget(one)
            self._stays.append(one)

    def add_folding(self, *buttons: QPushButton) -> None:
        """Add buttons, made from the registry; the last one folds first."""
        for one in buttons:
            self._left.addWidget(one)
            self._buttons.append(one)
        self._fold()

    @property
    def folded(self) -> list[QPushButton]:
        """Return the buttons that are in the menu."""
        return [one for one in self._buttons if one.isHidden()]

    @property
    def is_high(self) -> bool:
        """Say whether the field stands in a second row."""
        return self._second.indexOf(self._field) >= 0

    def minimumSizeHint(self) -> QSize:
        """Return the room of what always stays, all else folded and the field below."""
        return QSize(_width(self._stays) + self._more_width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold and unfold."""
        super().resizeEvent(event)
        self._fold()

    def event(self, event: QEvent) -> bool:
        """Fold and unfold when words on the bar become longer or shorter."""
        said = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fold()
        return said

    def _more_width(self) -> int:
        return self._more.sizeHint().width() + GAP_PX

    def _fold(self) -> None:
        ends = _width(self._ends)
        widths = [one.sizeHint().width() + GAP_PX for one in self._buttons]
        # The stretch is an item of its own, with a gap on each side.
        room = self.width() - _width(self._stays) - 2 * GAP_PX
        is_high = room < self._more_width() + ends + FIELD_PX[0]
        room -= 0 if is_high else ends + FIELD_PX[0]
        count = len(widths)
        if sum(widths) > room:
            room -= self._more_width()
            while count and sum(widths[:count]) > room:
                count -= 1
        self._place_field(is_high=is_high)
        # Style sheets let buttons become narrower than their words: the field alone gives way.
        spare = self.width() - ends if is_high else room - sum(widths[:count]) + FIELD_PX[0]
        self._field.setFixedWidth(min(max(spare, FIELD_PX[0]), FIELD_PX[1]))
        for place, one in enumerate(self._buttons):
            if one.isHidden() != (place >= count):
                one.setVisible(place < count)
        if self._more.isHidden() != (count == len(widths)):
            self._more.setVisible(count < len(widths))

    def _place_field(self, *, is_high: bool) -> None:
        if is_high == self.is_high:
            return
        before, after = (self._first, self._second) if is_high else (self._second, self._first)
        for one in (self._field, *self._ends) if is_high else (*self._ends, self._field):
            before.removeWidget(one)
            after.addWidget(one)
        if is_high:
            self._second.addStretch(1)
        else:
            self._second.takeAt(0)

    def _fill(self) -> None:
        """List the folded buttons: each does what its button does."""
        self._menu.clear()
        for button in self.folded:
            # Qt says none where a button has no menu; its types do not.
            inner = cast("QMenu | None", button.menu())
            if inner is not None:
                part = self._menu.addMenu(entry(button.objectName()).name)
                part.menuAction().setObjectName(button.objectName())
                part.addActions(inner.actions())
                continue
            action = add_entry(self._menu, button.objectName(), button.click, text=button.text())
            action.setCheckable(button.isCheckable())
            action.setChecked(button.isChecked())
            action.setEnabled(button.isEnabled())


def _width(controls: Iterable[QWidget]) -> int:
    return sum(one.sizeHint().width() + GAP_PX for one in controls if not one.isHidden())
