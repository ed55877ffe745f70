"""A year of days, three rows of four months: days off filled and lined, weekends worked ringed; one day is chosen."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ledger_app.domain.period import last_day_of_month
from ledger_app.domain.workday import WorkCalendar
from ui.look import Look

WEEKDAYS = "一二三四五六日"
COLUMNS = 4
_HEAD_PX = 20
_WEEKS = 6
_GAP_PX = 10
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}


class YearDays(QWidget):
    """Twelve small months.

    Signals:
        day_chosen: the cursor stands on another day (a date).
    """

    day_chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        """Begin with a year nothing is known of."""
        super().__init__()
        self._look = look
        self._calendar = WorkCalendar()
        self.day = dt.date(2000, 1, 1)
        self.setObjectName("year_days")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(560, 330)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        look.changed.connect(self.update)

    def show_calendar(self, calendar: WorkCalendar) -> None:
        """Show other exceptions."""
        self._calendar = calendar
        self.choose(self.day)

    def choose(self, day: dt.date) -> None:
        """Put the cursor on a day; its year is shown."""
        self.day = day
        self.setAccessibleName(f"{day.year}年工作日历")
        self.setAccessibleDescription(self.words(day))
        self.update()
        self.day_chosen.emit(day)

    def words(self, day: dt.date) -> str:
        """Return a day in words."""
        return f"{day.isoformat()} 周{WEEKDAYS[day.weekday()]}，{self._calendar.day_word(day)}"

    def sizeHint(self) -> QSize:
        """Return the size it likes best."""
        return QSize(640, 380)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the months."""
        painter = QPainter(self)
        for month in range(1, 13):
            at = self._month(month)
            painter.setPen(self._look.colour("text"))
            painter.drawText(
                QRect(at.left(), at.top(), at.width(), _HEAD_PX), Qt.AlignmentFlag.AlignVCenter, f"{month}月"
            )
            for number in range(1, last_day_of_month(self.day.year, month).day + 1):
                self._paint_day(painter, dt.date(self.day.year, month, number))
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Say in a tooltip what the day under the pointer is."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            day = self._at(event.pos())
            QToolTip.showText(event.globalPos(), self.words(day) if day is not None else "", self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the day under the pointer."""
        day = self._at(event.position().toPoint())
        if day is not None:
            self.choose(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by days and weeks, within the year."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        moved = self.day + dt.timedelta(days=step)
        if moved.year == self.day.year:
            self.choose(moved)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the cursor in full."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the cursor quietly."""
        super().focusOutEvent(event)
        self.update()

    def _month(self, month: int) -> QRect:
        row, column = divmod(month - 1, COLUMNS)
        width = (self.width() - (COLUMNS - 1) * _GAP_PX) / COLUMNS
        height = self.height() / (12 // COLUMNS)
        return QRect(round(column * (width + _GAP_PX)), round(row * height), round(width), round(height) - 4)

    def _box(self, day: dt.date) -> QRect:
        at = self._month(day.month)
        week, weekday = divmod(day.replace(day=1).weekday() + day.day - 1, 7)
        width, height = at.width() / 7, (at.height() - _HEAD_PX) / _WEEKS
        left, top = round(at.left() + weekday * width), round(at.top() + _HEAD_PX + week * height)
        return QRect(left, top, round(width), round(height))

    def _at(self, point: QPoint) -> dt.date | None:
        first = dt.date(self.day.year, 1, 1)
        days = (first + dt.timedelta(days=number) for number in range(366))
        return next((day for day in days if day.year == self.day.year and self._box(day).contains(point)), None)

    def _paint_day(self, painter: QPainter, day: dt.date) -> None:
        box = self._box(day).adjusted(1, 1, -1, -1)
        exception = self._calendar.holiday(day)
        if exception is not None and not exception.is_workday:
            painter.fillRect(box, self._look.colour("green_ground"))
            painter.setPen(self._look.colour("green_text"))
            painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())
        elif exception is not None and day.weekday() >= 5:
            painter.setPen(self._look.colour("blue_text"))
            painter.setBrush(self._look.colour("blue_ground"))
            painter.drawRect(box.adjusted(0, 0, -1, -1))
        else:
            painter.setPen(self._look.colour("text" if day.weekday() < 5 else "disabled"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(day.day))
        if day == self.day:
            painter.setPen(QPen(self._look.colour("accent" if self.hasFocus() else "secondary"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box)
