"""The filters in force as chips above the grid: what each says, how they are joined, and a way to take them away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLayout, QLayoutItem, QPushButton, QWidget

from ledger_app.domain.grid import Condition
from ui.look import Look
from ui.models.columns import Column
from ui.models.grid_filters import JOINT_WORDS, Joint, condition_text
from ui.pages.page import push_button


class FilterBar(QWidget):
    """A row of chips that wraps; hidden while nothing is filtered.

    Signals:
        removed: the chip of a field was taken away (its field).
        edit_wanted: the filter of a field is wanted (its field, a global point below the chip).
        joint_turned: the other way to join is wanted ("and" or "or").
        cleared: all filters are to go.
    """

    removed = Signal(str)
    edit_wanted = Signal(str, QPoint)
    joint_turned = Signal(str)
    cleared = Signal()

    def __init__(self, look: Look) -> None:
        """Make an empty bar."""
        super().__init__()
        self._look = look
        self._joint: Joint = "and"
        self.setObjectName("filter_bar")
        self.setAccessibleName("筛选条件")
        self._flow = FlowLayout(self)
        self._made: list[QWidget] = []
        look.changed.connect(self._set_icons)
        self.hide()

    def show_filters(self, columns: Sequence[Column], conditions: Sequence[Condition], joint: Joint) -> None:
        """Show other conditions; the keyboard stays on the bar where it was there."""
        had_focus = any(one.hasFocus() for one in self._made)
        for widget in self._made:
            self._flow.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._made = []
        self._joint = joint
        for number, condition in enumerate(conditions):
            if number:
                self._add_joint(number)
            self._add_chip(condition, condition_text(columns, condition))
        if conditions:
            clear = push_button("清除全部筛选", "filters_clear", "link")
            clear.clicked.connect(self.cleared)
            self._add(clear)
        self._set_icons()
        self.setVisible(bool(conditions))
        if had_focus and self._made:
            self._made[0].setFocus()

    def _add_chip(self, condition: Condition, text: str) -> None:
        chip = _Chip(text, condition.field)
        chip.clicked.connect(lambda: self.edit_wanted.emit(condition.field, chip.mapToGlobal(QPoint(0, chip.height()))))
        chip.delete_pressed.connect(lambda: self.removed.emit(condition.field))
        self._add(chip)
        away = push_button("", f"filter_remove_{condition.field}", "flat", f"去掉：{text}")
        away.setAccessibleName(f"去掉筛选：{text}")
        away.setProperty("role", "chip_away")
        away.clicked.connect(lambda: self.removed.emit(condition.field))
        self._add(away)

    def _add_joint(self, number: int) -> None:
        other: Joint = "or" if self._joint == "and" else "and"
        button = push_button(JOINT_WORDS[self._joint], f"filter_joint_{number}", "flat")
        meaning = "同时符合各个条件" if self._joint == "and" else "符合任何一个条件"
        button.setAccessibleName(f"条件之间：{JOINT_WORDS[self._joint]}（{meaning}）")
        button.setToolTip(f"现在要{meaning}；点击改为“{JOINT_WORDS[other]}”")
        button.clicked.connect(lambda: self.joint_turned.emit(other))
        self._add(button)

    def _add(self, widget: QWidget) -> None:
        self._flow.addWidget(widget)
        self._made.append(widget)
        widget.show()

    def _set_icons(self) -> None:
        for widget in self._made:
            if isinstance(widget, QPushButton) and widget.property("role") == "chip_away":
                widget.setIcon(self._look.icon("close"))
                widget.setIconSize(QSize(12, 12))


class _Chip(QPushButton):
    """A condition; a press opens its filter, the Delete key takes it away.

    Signals:
        delete_pressed: the Delete or Backspace key was pressed on it.
    """

    delete_pressed = Signal()

    def __init__(self, text: str, field: str) -> None:
        super().__init__(text)
        self.setObjectName(f"filter_chip_{field}")
        self.setAccessibleName(f"筛选：{text}")
        self.setToolTip(f"{text}\n点击修改，Delete 键去掉")
        self.setProperty("kind", "chip")
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the condition away with Delete."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_pressed.emit()
            event.accept()
        else:
            super().keyPressEvent(event)


class FlowLayout(QLayout):
    """Widgets from left to right, in as many lines as they need."""

    def __init__(self, parent: QWidget) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(QMargins(8, 4, 8, 4))
        self.setSpacing(4)

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return one of them, None past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give one of them back."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that a width needs."""
        return self._arrange(QRect(0, 0, width, 0), moves=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put everything in its place."""
        super().setGeometry(rect)
        self._arrange(rect, moves=True)

    def sizeHint(self) -> QSize:
        """Return the least size."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Return the size of the largest of them."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return QSize(margins.left() + margins.right(), size.height() + margins.top() + margins.bottom())

    def _arrange(self, rect: QRect, *, moves: bool) -> int:
        margins = self.contentsMargins()
        left, top, right = rect.left() + margins.left(), rect.top() + margins.top(), rect.right() - margins.right()
        x, y, line = left, top, 0
        for item in self._items:
            size = item.sizeHint()
            if x > left and x + size.width() > right:
                x, y, line = left, y + line + self.spacing(), 0
            if moves:
                item.setGeometry(QRect(QPoint(x, y), QSize(min(size.width(), right - left), size.height())))
            x += size.width() + self.spacing()
            line = max(line, size.height())
        return y + line + margins.bottom() - rect.top()
