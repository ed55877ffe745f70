"""Several of a list, chosen in a menu that stays open: a button that says what is chosen, and boxes below it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QPushButton, QWidget, QWidgetAction

MOST_SHOWN = 10
"""Characters of the chosen words that the button has room for."""


class CheckMenu(QObject):
    """Boxes in the menu of a button; none ticked means all, or what is usual.

    Signals:
        changed: boxes were ticked or unticked by hand.
    """

    changed = Signal()

    def __init__(self, button: QPushButton, label: str, nothing: str) -> None:
        """Begin without boxes.

        Args:
            button: opens the menu and says what is chosen.
            label: what is chosen here, for those who hear the window.
            nothing: words of the button while no box is ticked.
        """
        super().__init__(button)
        self._button = button
        self._label = label
        self._nothing = nothing
        self._boxes: dict[str, QCheckBox] = {}
        self._menu = QMenu(button)
        self._menu.setObjectName(f"{button.objectName()}_menu")
        button.setMenu(self._menu)
        # The keyboard goes to the boxes once the menu is there; arrows, Tab and Space are their own.
        self._menu.aboutToShow.connect(lambda: QTimer.singleShot(0, self._menu, self._focus_first))
        self._say()

    def set_choices(self, choices: Iterable[tuple[str, str]]) -> None:
        """Offer these keys with their words; what was ticked stays ticked if it is among them."""
        before = self.value()
        self._menu.clear()
        self._boxes = {}
        for key, words in choices:
            box = QCheckBox(words.replace("&", "&&"))
            box.setObjectName(f"{self._button.objectName()}_{key}")
            box.setAccessibleName(words)
            box.setChecked(key in before)
            box.toggled.connect(self._on_toggled)
            self._menu.addAction(self._action(box))
            self._boxes[key] = box
        self._say()

    def _action(self, box: QCheckBox) -> QWidgetAction:
        """Return an action of its own for a box: the menu's arrows and Tab go from action to action."""
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(12, 3, 16, 3)
        row.addWidget(box)
        holder.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        holder.setFocusProxy(box)
        action = QWidgetAction(self._menu)
        action.setDefaultWidget(holder)
        return action

    def value(self) -> tuple[str, ...]:
        """Return the keys that are ticked, in the order of the boxes."""
        return tuple(key for key, box in self._boxes.items() if box.isChecked())

    def show_value(self, keys: Sequence[str]) -> None:
        """Tick exactly these boxes without saying so."""
        for key, box in self._boxes.items():
            box.blockSignals(True)
            box.setChecked(key in keys)
            box.blockSignals(False)
        self._say()

    def _focus_first(self) -> None:
        boxes = list(self._boxes.values())
        if boxes:
            self._menu.setActiveAction(self._menu.actions()[0])
            boxes[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def _on_toggled(self, _is_on: bool) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        chosen = [box.accessibleName() for box in self._boxes.values() if box.isChecked()]
        said = "、".join(chosen) or self._nothing
        short = said if len(said) <= MOST_SHOWN else f"已选 {len(chosen)} 项"
        self._button.setText(short)
        self._button.setToolTip(f"{self._label}：{said}")
        self._button.setAccessibleName(f"{self._label}：{said}")
