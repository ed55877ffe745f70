"""The left navigation: 160 px of icons with words, 48 px of icons in a narrow window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from ui.actions import PAGES, REGISTRY, Act, Actions
from ui.look import Look

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

WIDE_PX = 160
NARROW_PX = 48


class Navigation(QFrame):
    """Buttons of the pages, one pressed at a time."""

    def __init__(self, actions: Actions, look: Look) -> None:
        """Make one button a page."""
        super().__init__()
        self.setObjectName("navigation")
        self.setAccessibleName("导航")
        self.setProperty("role", "navigation")
        self._column = QVBoxLayout(self)
        self._column.setSpacing(2)
        group = QActionGroup(self)
        self._buttons: dict[Act, _NavigationButton] = {}
        for act in PAGES:
            group.addAction(actions[act])
            button = _NavigationButton(act, actions[act], look)
            self._buttons[act] = button
            self._column.addWidget(button)
        self._column.addStretch(1)
        self.set_folded(False)

    @property
    def is_folded(self) -> bool:
        """Say whether only icons are shown."""
        return self._is_folded

    def set_folded(self, is_folded: bool) -> None:
        """Show icons with words, or icons alone."""
        self._is_folded = is_folded
        self.setFixedWidth(NARROW_PX if is_folded else WIDE_PX)
        margin = 4 if is_folded else 8
        self._column.setContentsMargins(margin, 8, margin, 8)
        for button in self._buttons.values():
            button.set_folded(is_folded)

    def set_badge(self, act: Act, count: int) -> None:
        """Show a small number on a page's button, none for 0."""
        self._buttons[act].set_badge(count)


class _NavigationButton(QPushButton):
    """Follows the action of its page.  A push button, since tool buttons would cost the start a tenth of its time."""

    def __init__(self, act: Act, action: QAction, look: Look) -> None:
        super().__init__(action.icon(), "")
        self._look = look
        self._action = action
        self._badge = 0
        self._is_folded = False
        self._title = REGISTRY[act].text
        self.setObjectName(f"nav_{act.name.lower()}")
        self.setAccessibleName(self._title)
        self.setToolTip(action.toolTip())
        self.setProperty("kind", "navigation")
        self.setIconSize(QSize(20, 20))
        self.setCheckable(True)
        self.clicked.connect(self._on_clicked)
        action.changed.connect(self._follow)
        self._follow()

    def set_folded(self, is_folded: bool) -> None:
        self._is_folded = is_folded
        self.setText("" if is_folded else f" {self._title}")

    def set_badge(self, count: int) -> None:
        if count != self._badge:
            self._badge = count
            self.setAccessibleName(f"{self._title}，{count} 项" if count else self._title)
            self.update()

    def _on_clicked(self) -> None:
        self._action.trigger()
        # A page that may not be left keeps its button pressed.
        self._follow()

    def _follow(self) -> None:
        self.setIcon(self._action.icon())
        self.setEnabled(self._action.isEnabled())
        self.setChecked(self._action.isChecked())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._badge:
            self._paint_badge()

    def _paint_badge(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtGui import QPainter

        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self.font()
        font.setPointSizeF(8)
        font.setBold(False)
        painter.setFont(font)
        text = str(self._badge) if self._badge < 1000 else "999+"
        width = max(18, painter.fontMetrics().horizontalAdvance(text) + 10)
        top = 0 if self._is_folded else (self.height() - 18) // 2
        box = QRect(self.width() - width - (0 if self._is_folded else 8), top, width, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("red_ground"))
        painter.drawRoundedRect(box, 9, 9)
        painter.setPen(self._look.colour("red_text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()
