"""The filters in force as chips above the grid: what each says, how they are joined, and a way to take them away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLayout, QLayoutItem, QPushButton, QWidget

from ledger_app.domain.grid import ConditionGroup, FilterPart, Joint
from ui.entry_button import entry_button
from ui.look import Look
from ui.models.columns import Column
from ui.models.grid_filters import JOINT_WORDS, Spot, condition_text, spots
from ui.pages.page import labelled

# As high as a chip.
_BRACKET_PX = 24


class FilterBar(QWidget):
    """A row of chips that wraps, groups in brackets; hidden while nothing is filtered.

    Signals:
        removed: a chip was taken away (where its condition stands).
        edit_wanted: the filter of a chip is wanted (where its condition stands, a global point below the chip).
        joint_turned: the other way to join is wanted (number of the group, None for the whole; "and" or "or").
        editor_wanted: all conditions are to be edited together.
        cleared: all filters are to go.
    """

    removed = Signal(object)
    edit_wanted = Signal(object, QPoint)
    joint_turned = Signal(object, str)
    editor_wanted = Signal()
    cleared = Signal()

    def __init__(self, look: Look) -> None:
        """Make an empty bar."""
        super().__init__()
        self._look = look
        self.setObjectName("filter_bar")
        self.setAccessibleName("筛选条件")
        self._flow = FlowLayout(self)
        self._made: list[QWidget] = []
        look.changed.connect(self._set_icons)
        self.hide()

    def show_filters(self, columns: Sequence[Column], parts: Sequence[FilterPart], joined: Joint) -> None:
        """Show other conditions; the keyboard stays on the bar where it was there."""
        had_focus = next((one.objectName() for one in self._made if one.hasFocus()), None)
        for widget in self._made:
            self._flow.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._made = []
        names: list[str] = []
        for spot, condition in spots(parts):
            group = parts[spot[0]]
            if isinstance(group, ConditionGroup) and spot[1]:
                self._add_joint(f"filter_joint_{spot[0]}_{spot[1]}", spot[0], group.joined)
            elif spot[0]:
                self._add_joint(f"filter_joint_{spot[0]}", None, joined)
            if isinstance(group, ConditionGroup) and not spot[1]:
                self._add(_bracket("（"))
            names.append(condition.field)
            again = names.count(condition.field)
            name = f"{condition.field}_{again}" if again > 1 else condition.field
            self._add_chip(name, spot, condition_text(columns, condition))
            if isinstance(group, ConditionGroup) and spot[1] == len(group.conditions) - 1:
                self._add(_bracket("）"))
        if parts:
            self._add_links()
        self._set_icons()
        self.setVisible(bool(parts))
        if had_focus is not None and self._made:
            same = [one for one in self._made if one.objectName() == had_focus]
            next(iter([*same, *(one for one in self._made if isinstance(one, QPushButton))])).setFocus()

    def _add_links(self) -> None:
        for name, signal in (("filters_edit", self.editor_wanted), ("filters_clear", self.cleared)):
            link = entry_button(name)
            link.clicked.connect(signal)
            self._add(link)

    def _add_chip(self, name: str, spot: Spot, text: str) -> None:
        chip = _Chip(text, name)
        chip.clicked.connect(lambda: self.edit_wanted.emit(spot, chip.mapToGlobal(QPoint(0, chip.height()))))
        chip.delete_pressed.connect(lambda: self.removed.emit(spot))
        self._add(chip)
        away = entry_button("filter_remove", name, tip=f"去掉：{text}")
        away.setAccessibleName(f"去掉筛选：{text}")
        away.setProperty("role", "chip_away")
        away.clicked.connect(lambda: self.removed.emit(spot))
        self._add(away)

    def _add_joint(self, name: str, group: int | None, joined: Joint) -> None:
        other: Joint = "or" if joined == "and" else "and"
        button = entry_button("filter_joint", name.removeprefix("filter_joint_"), text=JOINT_WORDS[joined])
        where = "括号里的条件之间" if group is not None else "条件之间"
        meaning = "同时符合各个条件" if joined == "and" else "符合任何一个条件"
        button.setAccessibleName(f"{where}：{JOINT_WORDS[joined]}（{meaning}）")
        button.setToolTip(f"{where}：现在要{meaning}；点击改为“{JOINT_WORDS[other]}”")
        button.clicked.connect(lambda: self.joint_turned.emit(group, other))
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


def _bracket(sign: str) -> QLabel:
    label = labelled(sign, "heading")
    label.setMinimumHeight(_BRACKET_PX)
    return label


class _Chip(QPushButton):
    """A condition; a press opens its filter, the Delete key takes it away.

    Signals:
        delete_pressed: the Delete or Backspace key was pressed on it.
    """

    delete_pressed = Signal()

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.setObjectName(f"filter_chip_{name}")
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
