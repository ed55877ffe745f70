"""The left navigation: 160 px of icons with words, 48 px of icons in a narrow window."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ui.actions import PAGES, REGISTRY, Act, Actions
from ui.look import Look

WIDE_PX = 160
NARROW_PX = 48


class Navigation(QWidget):
    """Buttons of the pages, one pressed at a time."""

    def __init__(self, actions: Actions, look: Look) -> None:
        """Make one button a page."""
        super().__init__()
        self.setObjectName("navigation")
        self.setAccessibleName("导航")
        self.setProperty("role", "navigation")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(2)
        group = QActionGroup(self)
        self._buttons: dict[Act, _NavigationButton] = {}
        for act in PAGES:
            group.addAction(actions[act])
            button = _NavigationButton(act, actions[act], look)
            self._buttons[act] = button
            layout.addWidget(button)
        layout.addStretch(1)
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
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(margin, 8, margin, 8)
        for button in self._buttons.values():
            button.set_folded(is_folded)

    def set_badge(self, act: Act, count: int) -> None:
        """Show a small number on a page's button, none for 0."""
        self._buttons[act].set_badge(count)


class _NavigationButton(QToolButton):
    def __init__(self, act: Act, action: QAction, look: Look) -> None:
        super().__init__()
        self._look = look
        self._badge = 0
        self._title = REGISTRY[act].text
        self.setDefaultAction(action)
        self.setObjectName(f"nav_{act.name.lower()}")
        self.setAccessibleName(self._title)
        self.setProperty("kind", "navigation")
        self.setIconSize(QSize(20, 20))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_folded(self, is_folded: bool) -> None:
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if is_folded else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        self.setToolButtonStyle(style)
        self.update()

    def set_badge(self, count: int) -> None:
        if count != self._badge:
            self._badge = count
            self.setAccessibleName(f"{self._title}，{count} 项" if count else self._title)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._badge:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self.font()
        font.setPointSizeF(8)
        font.setBold(False)
        painter.setFont(font)
        text = str(self._badge) if self._badge < 1000 else "999+"
        width = max(18, painter.fontMetrics().horizontalAdvance(text) + 10)
        narrow = self.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
        box = QRect(self.width() - width - (0 if narrow else 8), 0 if narrow else (self.height() - 18) // 2, width, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("red_ground"))
        painter.drawRoundedRect(box, 9, 9)
        painter.setPen(self._look.colour("red_text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
