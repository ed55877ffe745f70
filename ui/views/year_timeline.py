"""A year of deadlines: a line for all tasks, one for each plan or unit, for milestones and turns; a column a month.

A cell says how many are due in it and how they stand, as sign, number and a bar of patterns: readable in grey.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from ledger_app.domain.period import Period
from ui.look import Look
from ui.models.due_dates import DueDay, TimelineRow
from ui.views.paint import SIGN_PX, paint_area, paint_sign

HEAD_PX = 24
ROW_PX = 30
NAME_PX = 132
MONTHS = 12
_BAR_PX = 5
_LARGEST_ROW_PX = 44
_STEPS = {"milestone": "有里程碑节点的任务", "turn": "有周期性工作到期的任务"}


class YearTimeline(QAbstractScrollArea):
    """Rows under a fixed head; arrows move from cell to cell, Enter or a click opens one.

    Signals:
        cell_opened: the tasks of a cell are wanted (its TimelineRow, its month from 1).
    """

    cell_opened = Signal(object, int)

    def __init__(self, look: Look) -> None:
        """Begin empty."""
        super().__init__()
        self._look = look
        self._year = 2000
        self._rows: Sequence[TimelineRow] = ()
        self._cutoff = self._today = dt.date(2000, 1, 1)
        self._cursor = (0, 0)
        self._row_px = ROW_PX
        self.setObjectName("year_timeline")
        self.setAccessibleName("年度时间轴")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.viewport().update())
        look.changed.connect(self.viewport().update)

    @property
    def rows(self) -> Sequence[TimelineRow]:
        """Return the lines shown."""
        return self._rows

    def show_year(self, year: int, rows: Sequence[TimelineRow], cutoff: dt.date, today: dt.date) -> None:
        """Show a year; cut-off date and today are marked where they fall into it."""
        self._year, self._rows, self._cutoff, self._today = year, rows, cutoff, today
        self._cursor = (0, cutoff.month - 1 if cutoff.year == year else 0)
        total = sum(one.count for one in rows[0].months) if rows else 0
        self.setAccessibleName(f"{year}年时间轴，{total} 项有时限")
        self._set_range()
        self.viewport().update()

    def cell_words(self, row: TimelineRow, month: int) -> str:
        """Return one cell in words; month from 1."""
        cell = row.months[month - 1]
        if row.kind in _STEPS:
            return f"{self._year}年{month}月：{_STEPS[row.kind]} {cell.count:,} 项"
        late = f"，其中逾期 {cell.overdue_count:,} 项" if cell.overdue_count else ""
        return f"{row.label} {self._year}年{month}月：到期 {cell.count:,} 项，未完成 {cell.open_count:,} 项{late}"

    def sizeHint(self) -> QSize:
        """Return the size it likes best."""
        return QSize(620, HEAD_PX + 8 * ROW_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the rows on sight, the head, the marks of cut-off date and today."""
        painter = QPainter(self.viewport())
        most = max((cell.count for row in self._rows[1:] for cell in row.months), default=1)
        for number, row in enumerate(self._rows):
            top = self._top(number)
            if HEAD_PX - self._row_px < top < self.viewport().height():
                self._paint_row(painter, number, row, max(most, 1))
        self._paint_head(painter)
        self._paint_marks(painter)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scroll as far as there are rows."""
        super().resizeEvent(event)
        self._set_range()

    def viewportEvent(self, event: QEvent) -> bool:
        """Say in a tooltip what is under the pointer."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self._at(event.pos())
            words = (
                self.cell_words(self._rows[place[0]], place[1] + 1) if place is not None else self._name_at(event.pos())
            )
            QToolTip.showText(event.globalPos(), words, self.viewport())
            return True
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the cell under the pointer."""
        place = self._at(event.position().toPoint())
        if place is not None:
            self._move_to(*place)
            self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, open with Enter."""
        row, month = self._cursor
        moves = {
            Qt.Key.Key_Left: (row, month - 1),
            Qt.Key.Key_Right: (row, month + 1),
            Qt.Key.Key_Up: (row - 1, month),
            Qt.Key.Key_Down: (row + 1, month),
            Qt.Key.Key_Home: (row, 0),
            Qt.Key.Key_End: (row, MONTHS - 1),
        }
        key = Qt.Key(event.key())
        if key in moves:
            self._move_to(*moves[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the cursor."""
        super().focusInEvent(event)
        self._move_to(*self._cursor)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the cursor."""
        super().focusOutEvent(event)
        self.viewport().update()

    def _open(self) -> None:
        row, month = self._cursor
        if row < len(self._rows) and self._rows[row].months[month].count:
            self.cell_opened.emit(self._rows[row], month + 1)

    def _move_to(self, row: int, month: int) -> None:
        self._cursor = (min(max(row, 0), max(len(self._rows) - 1, 0)), min(max(month, 0), MONTHS - 1))
        if self._rows:
            self.setAccessibleDescription(self.cell_words(self._rows[self._cursor[0]], self._cursor[1] + 1))
            top, bar = self._top(self._cursor[0]), self.verticalScrollBar()
            if top < HEAD_PX:
                bar.setValue(bar.value() - (HEAD_PX - top))
            elif top + self._row_px > self.viewport().height():
                bar.setValue(bar.value() + top + self._row_px - self.viewport().height())
        self.viewport().update()

    def _set_range(self) -> None:
        """Give few rows more room, and scroll as far as there are rows."""
        room = self.viewport().height() - HEAD_PX
        self._row_px = min(max(room // max(len(self._rows), 1), ROW_PX), _LARGEST_ROW_PX)
        self.verticalScrollBar().setRange(0, max(0, len(self._rows) * self._row_px - room))
        self.verticalScrollBar().setPageStep(max(room, self._row_px))
        self.verticalScrollBar().setSingleStep(self._row_px)

    @property
    def _name_px(self) -> int:
        return min(NAME_PX, self.viewport().width() * 2 // 9)

    def _top(self, number: int) -> int:
        return HEAD_PX + number * self._row_px - self.verticalScrollBar().value()

    def _column(self, month: int) -> tuple[int, int]:
        """Return left edge and width of a month, from 0."""
        width = (self.viewport().width() - self._name_px) / MONTHS
        left = round(self._name_px + month * width)
        return left, round(self._name_px + (month + 1) * width) - left

    def _at(self, point: QPoint) -> tuple[int, int] | None:
        row = (point.y() - HEAD_PX + self.verticalScrollBar().value()) // self._row_px
        if point.y() < HEAD_PX or not 0 <= row < len(self._rows):
            return None
        columns = (self._column(month) for month in range(MONTHS))
        found = next((month for month, (left, wide) in enumerate(columns) if left <= point.x() < left + wide), None)
        return None if found is None else (row, found)

    def _name_at(self, point: QPoint) -> str:
        row = (point.y() - HEAD_PX + self.verticalScrollBar().value()) // self._row_px
        return self._rows[row].label if point.y() >= HEAD_PX and 0 <= row < len(self._rows) else ""

    def _paint_head(self, painter: QPainter) -> None:
        painter.fillRect(QRect(0, 0, self.viewport().width(), HEAD_PX), self._look.colour("panel"))
        for month in range(MONTHS):
            left, wide = self._column(month)
            is_cutoff = (self._year, month + 1) == (self._cutoff.year, self._cutoff.month)
            painter.setPen(self._look.colour("accent" if is_cutoff else "secondary"))
            painter.drawText(QRect(left, 0, wide, HEAD_PX), Qt.AlignmentFlag.AlignCenter, f"{month + 1}月")
        painter.setPen(self._look.colour("hairline"))
        painter.drawLine(0, HEAD_PX - 1, self.viewport().width(), HEAD_PX - 1)

    def _paint_marks(self, painter: QPainter) -> None:
        """Draw a line at the cut-off date and, dotted, at today."""
        bottom = min(self._top(len(self._rows)), self.viewport().height())
        for day, style in ((self._today, Qt.PenStyle.DotLine), (self._cutoff, Qt.PenStyle.SolidLine)):
            if day.year == self._year:
                left, wide = self._column(day.month - 1)
                share = day.day / Period.containing(day).last_day.day
                x = left + min(round(wide * share), wide - 1)
                painter.setPen(QPen(self._look.colour("accent"), 1.4, style))
                painter.drawLine(x, HEAD_PX - 4, x, bottom)

    def _paint_row(self, painter: QPainter, number: int, row: TimelineRow, most: int) -> None:
        top = self._top(number)
        if number == 0:
            painter.fillRect(QRect(0, top, self.viewport().width(), self._row_px), self._look.colour("window"))
        painter.setPen(self._look.colour("text" if row.kind in ("all", "group") else "secondary"))
        name = painter.fontMetrics().elidedText(row.label, Qt.TextElideMode.ElideRight, self._name_px - 8)
        painter.drawText(QRect(2, top, self._name_px - 6, self._row_px), Qt.AlignmentFlag.AlignVCenter, name)
        for month, cell in enumerate(row.months):
            left, wide = self._column(month)
            if cell.count:
                near = (self._year, month + 1) == (self._cutoff.year, self._cutoff.month)
                sign, tone = ("◆", "blue") if row.kind in _STEPS else _sign(cell, is_near=near)
                self._paint_cell(painter, QRect(left, top, wide, self._row_px), cell, most, (sign, tone))
            if self.hasFocus() and self._cursor == (number, month):
                painter.setPen(self._look.colour("accent"))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRect(left, top + 1, wide - 1, self._row_px - 3))
        painter.setPen(self._look.colour("hairline"))
        painter.drawLine(0, top + self._row_px - 1, self.viewport().width(), top + self._row_px - 1)

    def _paint_cell(self, painter: QPainter, box: QRect, cell: DueDay, most: int, mark: tuple[str, str]) -> None:
        """Paint sign and number, and below them a bar: overdue, still open, done."""
        sign, tone = mark
        painter.setPen(self._look.colour(f"{tone}_text" if tone != "grey" else "text"))
        words = f"{cell.overdue_count or cell.count:,}"
        wide = painter.fontMetrics().horizontalAdvance(words) + SIGN_PX + 3
        left = box.left() + max((box.width() - wide) // 2, 0)
        if wide <= box.width():
            paint_sign(painter, self._look, tone, sign, QPoint(left + SIGN_PX // 2, box.center().y() - 4))
            left += SIGN_PX + 3
        text = QRect(left, box.center().y() - 13, box.right() - left + 1, 18)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, words)
        room = box.width() - 6
        length = max(round(room * min(cell.count / most, 1)), 4)
        at = box.left() + 3 + (room - length) // 2
        still = "blue" if tone == "blue" else "yellow"
        parts = ((cell.overdue_count, "red", False), (cell.open_count - cell.overdue_count, still, False))
        for count, tone_, is_done in (*parts, (cell.done_count, "green", True)):
            share = round(length * count / cell.count)
            if share:
                paint_area(painter, self._look, QRect(at, box.center().y() + 7, share, _BAR_PX), tone_, is_done=is_done)
            at += share


def _sign(cell: DueDay, *, is_near: bool) -> tuple[str, str]:
    """Return sign and tone of a cell: overdue, all done, due in the month of the cut-off date, or to come."""
    if cell.overdue_count:
        return "▲", "red"
    if not cell.open_count:
        return "✓", "green"
    return ("■", "yellow") if is_near else ("○", "grey")
