"""Editors of single fields that save by themselves: each says when a new value was given.

A value is given when the person leaves the field or presses Enter, never while an input method is composing;
what is being typed is not overwritten by a refresh.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from PySide6.QtCore import QDate, QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from ledger_app.domain.period import last_day_of_month
from ui.look import Look

_ISO = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?")
_PLAIN = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH_DAY = re.compile(r"(\d{1,2})[-./月](\d{1,2})日?")
_MONTH_END = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:底|末|底前)")
_YEAR_END = re.compile(r"(?:(\d{4})年|今年|本年)?(?:年底|年底前|年末|年内|底|底前|内)")


class LineField(QLineEdit):
    """One line of text.

    Signals:
        committed: another value was given (the text).
    """

    committed = Signal(str)

    def __init__(self, name: str, label: str) -> None:
        """Make a field with its name for tests and for screen readers."""
        super().__init__()
        self._saved = ""
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.editingFinished.connect(self.commit)

    def show_value(self, text: str) -> None:
        """Show the stored value, unless something else is being typed."""
        if not (self.hasFocus() and self.text() != self._saved):
            self.setText(text)
            self.setCursorPosition(0)
        self._saved = text

    def commit(self) -> None:
        """Give the value if it is another one."""
        if self.text() != self._saved and not self.isReadOnly():
            self._saved = self.text()
            self.committed.emit(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc put the stored value back."""
        if event.key() == Qt.Key.Key_Escape and self.text() != self._saved:
            self.setText(self._saved)
            event.accept()
        else:
            super().keyPressEvent(event)


class TextField(QPlainTextEdit):
    """Several lines of text; Tab leaves the field.

    Signals:
        committed: another value was given (the text).
    """

    committed = Signal(str)

    def __init__(self, name: str, label: str, lines: int = 3) -> None:
        """Make a field as high as so many lines."""
        super().__init__()
        self._saved = ""
        self._composing = False
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setTabChangesFocus(True)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 16)

    def text(self) -> str:
        """Return what stands there."""
        return self.toPlainText()

    def show_value(self, text: str) -> None:
        """Show the stored value, unless something else is being typed."""
        if not (self.hasFocus() and self.toPlainText() != self._saved) and self.toPlainText() != text:
            self.setPlainText(text)
        self._saved = text

    def commit(self) -> None:
        """Give the value if it is another one."""
        if self.toPlainText() != self._saved and not self.isReadOnly():
            self._saved = self.toPlainText()
            self.committed.emit(self._saved)

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+Enter for saving where it is also the key of a button."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_save(event):
            event.accept()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Give the value on leaving; a menu over the window is no leaving."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.commit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save with Ctrl+Enter; Esc puts the stored value back."""
        if _is_save(event):
            self.commit()
            # The form it stands in may have more to save than this field.
            event.ignore()
        elif event.key() == Qt.Key.Key_Escape and self.toPlainText() != self._saved:
            self.setPlainText(self._saved)
            event.accept()
        else:
            super().keyPressEvent(event)


def _is_save(event: QKeyEvent) -> bool:
    is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return is_enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


class ChoiceField(QComboBox):
    """One of several values.

    Signals:
        committed: another value was chosen (its key).
    """

    committed = Signal(str)

    def __init__(self, name: str, label: str, choices: Iterable[tuple[str, str]]) -> None:
        """Offer `choices`: pairs of key and word."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(4)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for key, word in choices:
            self.addItem(word, key)
        self.activated.connect(lambda _index: self.committed.emit(self.value()))

    def value(self) -> str:
        """Return the key of the chosen value."""
        return str(self.currentData() or "")

    def show_value(self, key: str) -> None:
        """Show the stored value."""
        self.setCurrentIndex(max(self.findData(key), 0))

    def wheelEvent(self, event: QEvent) -> None:
        """Leave the wheel to the page: scrolling past must not change a value."""
        event.ignore()


class DateField(QWidget):
    """A day: typed in any usual form (2024-6-30, 6.30, 6月底, 年底) or picked from a calendar.

    Signals:
        committed: another day was given (a date, or None for none).
    """

    committed = Signal(object)

    def __init__(self, name: str, label: str, look: Look) -> None:
        """Make an empty field."""
        super().__init__()
        self._saved: dt.date | None = None
        self._year = 0
        self._look = look
        self.setObjectName(f"{name}_field")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        self.edit = QLineEdit()
        self.edit.setObjectName(name)
        self.edit.setAccessibleName(label)
        self.edit.setPlaceholderText("如 2024-06-30、6月底")
        self.edit.editingFinished.connect(self.commit)
        self._button = QToolButton()
        self._button.setObjectName(f"{name}_calendar")
        self._button.setAccessibleName(f"{label}：日历")
        self._button.setToolTip("从日历里选")
        self._button.setIcon(look.icon("calendar"))
        self._button.clicked.connect(self.open_calendar)
        layout.addWidget(self.edit, 1)
        layout.addWidget(self._button)
        self.setFocusProxy(self.edit)

    def show_value(self, value: dt.date | None, year: int = 0) -> None:
        """Show the stored day; `year` is the year of days typed without one, 0 = this year."""
        self._year = year
        if not (self.edit.hasFocus() and self.edit.text() != _iso(self._saved)):
            self.edit.setText(_iso(value))
        self._saved = value
        self._mark("")

    def value(self) -> dt.date | None:
        """Return the day that stands there, None if there is none or it cannot be read."""
        return read_day(self.edit.text(), self._year or dt.date.today().year)  # noqa: DTZ011 - the local calendar day

    def set_read_only(self, is_read_only: bool) -> None:
        """Let the day be changed, or only read."""
        self.edit.setReadOnly(is_read_only)
        self._button.setVisible(not is_read_only)

    def commit(self) -> None:
        """Give the day if it is another one; what cannot be read stays and is marked."""
        text = self.edit.text().strip()
        value = self.value()
        if text and value is None:
            self._mark("wrong")
            return
        self._mark("")
        self.edit.setText(_iso(value))
        if value != self._saved:
            self._saved = value
            self.committed.emit(value)

    def _place_for(self, size: QSize) -> QPoint:
        """Return where a popup of a size goes: below the field, above it where the screen ends."""
        below = self.mapToGlobal(QPoint(0, self.height()))
        area = self.screen().availableGeometry()
        left = max(area.left(), min(below.x(), area.right() - size.width()))
        if below.y() + size.height() <= area.bottom():
            return QPoint(left, below.y())
        return QPoint(left, max(area.top(), self.mapToGlobal(QPoint(0, 0)).y() - size.height()))

    def _mark(self, state: str) -> None:
        if self.edit.property("state") != state:
            self.edit.setProperty("state", state)
            self.edit.setToolTip("看不懂这个日期，请写成 2024-06-30 的样子" if state else "")
            self.edit.style().unpolish(self.edit)
            self.edit.style().polish(self.edit)

    def open_calendar(self) -> None:
        """Let a day be picked from a calendar below the field."""
        # The window's, not the field's: a refresh may take the field away while its calendar is open.
        popup = QFrame(self.window(), Qt.WindowType.Popup)
        popup.setObjectName("calendar_popup")
        popup.setProperty("role", "popup")
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget(popup)
        calendar.setObjectName("calendar")
        calendar.setGridVisible(False)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        shown = self.value()
        if shown is not None:
            calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        layout = QVBoxLayout(popup)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(calendar)

        def take(day: QDate) -> None:
            if not isValid(self):
                popup.close()
                return
            self.edit.setText(f"{day.year():04d}-{day.month():02d}-{day.day():02d}")
            popup.close()
            self.commit()

        calendar.clicked.connect(take)
        calendar.activated.connect(take)
        popup.adjustSize()
        popup.move(self._place_for(popup.size()))
        popup.show()
        calendar.setFocus()


def read_day(text: str, year: int) -> dt.date | None:
    """Return the day that a short text names, None if it names none.

    Args:
        text: "2024-06-30", "2024年6月30日", "20240630", "6.30", "6月30日", "6月底", "年底".
        year: for texts without one.
    """
    flat = re.sub(r"\s+", "", text)
    try:
        if match := _ISO.fullmatch(flat) or _PLAIN.fullmatch(flat):
            return dt.date(int(match[1]), int(match[2]), int(match[3]))
        if match := _MONTH_DAY.fullmatch(flat):
            return dt.date(year, int(match[1]), int(match[2]))
        if match := _MONTH_END.fullmatch(flat):
            return last_day_of_month(int(match[1] or year), int(match[2]))
        if match := _YEAR_END.fullmatch(flat):
            return dt.date(int(match[1] or year), 12, 31)
    except ValueError:
        return None
    return None


def _iso(value: dt.date | None) -> str:
    return value.isoformat() if value else ""
