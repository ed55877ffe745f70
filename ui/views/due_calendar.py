"""A month of due days: how many tasks are due on each, whether they are done, and which days are worked.

Painted here, readable in grey: signs and numbers say what the colours say.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ledger_app.domain.period import Period
from ledger_app.domain.workday import WorkCalendar
from ui.look import SECONDARY_PT, Look
from ui.models.due_dates import DueDay
from ui.views.paint import chip_width, paint_chip

HEAD_PX = 22
_WEEKDAYS = "一二三四五六日"
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}


class DueCalendar(QWidget):
    """Weeks from Monday; a day with due tasks can be opened.

    Signals:
        day_opened: a day was clicked, or Enter was pressed on it (a date).
    """

    day_opened = Signal(object)

    def __init__(self, look: Look) -> None:
        """Begin with an empty month."""
        super().__init__()
        self._look = look
        self._month = Period(2000, "month", 1)
        self._cutoff = self._today = dt.date(2000, 1, 1)
        self._calendar = WorkCalendar()
        self._days: Mapping[dt.date, DueDay] = {}
        self._cursor: dt.date | None = None
        self.setObjectName("due_calendar")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(200)
        look.changed.connect(self.update)

    def show_month(
        self,
        month: Period,
        days: Mapping[dt.date, DueDay],
        cutoff: dt.date,
        today: dt.date,
        calendar: WorkCalendar,
    ) -> None:
        """Show a month; the cut-off date is filled, today is ringed."""
        self._month, self._days, self._cutoff, self._today = month, days, cutoff, today
        self._calendar = calendar
        total = sum(day.count for day in days.values())
        self.setAccessibleName(f"{month.name}到期日历，{total} 项到期")
        self.update()

    def day_words(self, day: dt.date) -> str:
        """Return what there is to say of a day."""
        words = [f"{day.month}月{day.day}日 周{_WEEKDAYS[day.weekday()]}", self._calendar.day_word(day)]
        if day == self._cutoff:
            words.append("截止日")
        elif day > self._cutoff:
            words.append(
                f"距截止日{(day - self._cutoff).days}天，{self._calendar.days_left(self._cutoff, day)}个工作日"
            )
        due = self._days.get(day)
        if due is not None:
            late = f"，其中逾期 {due.overdue_count} 项" if due.overdue_count else ""
            words.append(f"到期 {due.count} 项，未完成 {due.open_count} 项{late}")
        return " · ".join(words)

    def event(self, event: QEvent) -> bool:
        """Say in a tooltip what the day under the pointer is about."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            day = next((one for one in self._all_days() if self._box(one).contains(event.pos())), None)
            QToolTip.showText(event.globalPos(), self.day_words(day) if day is not None else "", self)
            return True
        return super().event(event)

    def sizeHint(self) -> QSize:
        """Return the size it likes best."""
        return QSize(560, 250)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the head with the weekdays, and a box a day."""
        painter = QPainter(self)
        width = self.width() / 7
        painter.setPen(self._look.colour("secondary"))
        for number, word in enumerate(_WEEKDAYS):
            box = QRect(int(number * width), 0, int(width), HEAD_PX)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)
        day = self._month.first_day
        while day <= self._month.last_day:
            self._paint_day(painter, day)
            day += dt.timedelta(days=1)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the day under the pointer."""
        point = event.position().toPoint()
        day = next((one for one in self._all_days() if self._box(one).contains(point)), None)
        if day is not None:
            self._move_to(day)
            if day in self._days:
                self.day_opened.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by days and weeks, open with Enter."""
        step = _STEPS.get(Qt.Key(event.key())) if event.key() in [int(key) for key in _STEPS] else None
        if step is not None:
            moved = (self._cursor or self._month.first_day) + dt.timedelta(days=step)
            self._move_to(moved if self._month.contains(moved) else self._cursor)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._cursor in self._days:
            self.day_opened.emit(self._cursor)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Put the cursor on a day."""
        super().focusInEvent(event)
        if self._cursor is None or not self._month.contains(self._cursor):
            self._move_to(self._cutoff if self._month.contains(self._cutoff) else self._month.first_day)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the cursor."""
        super().focusOutEvent(event)
        self.update()

    def _move_to(self, day: dt.date | None) -> None:
        self._cursor = day
        if day is not None:
            self.setAccessibleDescription(self.day_words(day))
        self.update()

    def _all_days(self) -> list[dt.date]:
        return [self._month.first_day + dt.timedelta(days=number) for number in range(self._month.last_day.day)]

    def _box(self, day: dt.date) -> QRect:
        first = self._month.first_day
        offset = first.weekday() + (day - first).days
        weeks = -(-(first.weekday() + self._month.last_day.day) // 7)
        width, height = (self.width() - 1) / 7, (self.height() - HEAD_PX - 1) / weeks
        left, top = round(offset % 7 * width), round(HEAD_PX + offset // 7 * height)
        right, bottom = round((offset % 7 + 1) * width), round(HEAD_PX + (offset // 7 + 1) * height)
        return QRect(left, top, right - left, bottom - top)

    def _paint_day(self, painter: QPainter, day: dt.date) -> None:
        box = self._box(day)
        if day == self._cutoff:
            painter.fillRect(box, self._look.colour("selection"))
        painter.setPen(self._look.colour("hairline"))
        painter.drawRect(box)
        is_worked = self._calendar.is_workday(day)
        painter.setPen(self._look.colour("text" if is_worked else "disabled"))
        painter.drawText(box.adjusted(6, 3, 0, 0), Qt.AlignmentFlag.AlignTop, str(day.day))
        self._paint_marks(painter, box, day)
        due = self._days.get(day)
        if due is not None:
            self._paint_due(painter, box, day, due)
        if day == self._cursor and self.hasFocus():
            painter.setPen(self._look.colour("accent"))
            painter.drawRect(box.adjusted(1, 1, -2, -1))

    def _paint_marks(self, painter: QPainter, box: QRect, day: dt.date) -> None:
        """Write 休 and 班 where a day is not what its weekday says, and ring today."""
        number_width = painter.fontMetrics().horizontalAdvance(str(day.day))
        mark = self._calendar.mark(day)
        if mark:
            painter.save()
            font = QFont(painter.font())
            font.setPointSizeF(SECONDARY_PT - 1)
            painter.setFont(font)
            painter.setPen(self._look.colour("accent" if mark == "班" else "secondary"))
            painter.drawText(box.adjusted(6 + number_width + 3, 3, 0, 0), Qt.AlignmentFlag.AlignTop, mark)
            painter.restore()
        if day == self._today:
            painter.setPen(self._look.colour("accent"))
            line = painter.fontMetrics().height() + 4
            painter.drawLine(box.left() + 5, box.top() + line, box.left() + 7 + number_width, box.top() + line)

    def _paint_due(self, painter: QPainter, box: QRect, day: dt.date, due: DueDay) -> None:
        late = day < self._cutoff
        parts = []
        if due.open_count:
            parts.append(("red" if late else "yellow", "▲" if late else "■", due.open_count))
        if due.done_count:
            parts.append(("green", "✓", due.done_count))
        x = box.right() - 4
        for tone, sign, count in reversed(parts):
            width = chip_width(painter.fontMetrics(), str(count))
            x -= width
            # Under the number of the day where the box is high enough, beside it where it is not.
            top = box.bottom() - 23 if box.height() >= 42 else box.top() + 2
            paint_chip(painter, self._look, tone, str(count), QRect(x, top, width, 20), sign)
            x -= 3
