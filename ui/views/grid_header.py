"""The heading row of the grid: sort marks in their order, a filter button on every column.

A click sorts, Shift and a click sorts further within, Ctrl and a click chooses the column; the button at the right
end opens the filter.  The same acts are in the column's menu and on the keyboard (`ui.views.task_grid`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QMouseEvent, QPainter, QPolygon
from PySide6.QtWidgets import QApplication, QHeaderView, QWidget

from ledger_app.domain.grid import Sorting
from ui.look import Look
from ui.models.columns import Column

BUTTON_PX = 18
PADDING_PX = 8
_MARK_PX = 12
# Room that is left to the grip by which the column is sized.
_GRIP_PX = 4


@dataclass(frozen=True, slots=True)
class HeaderMarks:
    """What the headings tell: by what is sorted, in order, and which fields are filtered."""

    sorting: Sequence[Sorting] = ()
    filtered: frozenset[str] = field(default_factory=frozenset)


class GridHeader(QHeaderView):
    """Paints headings with their marks; sorts and filters nothing itself.

    Signals:
        sort_wanted: a heading was clicked (column, whether to sort further within the present order).
        filter_wanted: a filter button was pressed (column).
        column_chosen: the whole column is to be chosen (column).
        menu_wanted: the menu of a column is wanted (column, global point).
    """

    sort_wanted = Signal(int, bool)
    filter_wanted = Signal(int)
    column_chosen = Signal(int)
    menu_wanted = Signal(int, QPoint)

    def __init__(self, look: Look, parent: QWidget) -> None:
        """Make an empty heading row."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self._columns: Sequence[Column] = ()
        self._marks = HeaderMarks()
        self._hovered = -1
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(36)
        self.setMouseTracking(True)
        self.sectionClicked.connect(self._on_clicked)
        look.changed.connect(self.viewport().update)

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Take the columns of the model."""
        self._columns = columns
        self.viewport().update()

    def show_marks(self, sorting: Sequence[Sorting], filtered: Iterable[str]) -> None:
        """Tell by what is sorted and which fields are filtered."""
        self._marks = HeaderMarks(tuple(sorting), frozenset(filtered))
        self.viewport().update()

    def mark_text(self, number: int) -> str:
        """Return what the marks of a column say, for screen readers and tooltips."""
        name = self._columns[number].field
        parts = []
        for place, one in enumerate(self._marks.sorting, 1):
            if one.field == name:
                which = f"第 {place} 排序，" if len(self._marks.sorting) > 1 else ""
                parts.append(f"{which}{'降序' if one.descending else '升序'}")
        if name in self._marks.filtered:
            parts.append("已筛选")
        return "，".join(parts)

    def button_box(self, number: int) -> QRect:
        """Return where the filter button of a column is, in the viewport; empty without one."""
        column = self._columns[number] if 0 <= number < len(self._columns) else None
        width = self.sectionSize(number)
        if column is None or not column.field or column.filter_kind == "none" or width < BUTTON_PX * 2:
            return QRect()
        right = self.sectionViewportPosition(number) + width
        return QRect(right - BUTTON_PX - _GRIP_PX, (self.height() - BUTTON_PX) // 2, BUTTON_PX, BUTTON_PX)

    def paintSection(self, painter: QPainter, rect: QRect, number: int) -> None:
        """Paint heading, sort mark with its place in the order, and filter button."""
        if not 0 <= number < len(self._columns):
            return
        column = self._columns[number]
        is_hovered = number == self._hovered
        painter.save()
        painter.fillRect(rect, self._look.colour("hover" if is_hovered else "panel"))
        painter.setPen(self._look.colour("hairline"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(PADDING_PX, 0, -PADDING_PX, -1)
        is_filtered = bool(column.field) and column.field in self._marks.filtered
        room = self._heading_width(painter.fontMetrics(), column) + PADDING_PX + BUTTON_PX + _GRIP_PX
        # A heading that would be cut short goes before its button, until the pointer comes.
        if not self.button_box(number).isEmpty() and (is_filtered or is_hovered or room <= rect.width()):
            inner.setRight(rect.right() - BUTTON_PX - _GRIP_PX)
            box = QRect(inner.right() + 1, rect.center().y() - BUTTON_PX // 2, BUTTON_PX, BUTTON_PX)
            self._paint_button(painter, box, is_filtered=is_filtered, is_hovered=is_hovered)
        self._paint_heading(painter, inner, column)
        painter.restore()

    def _place_in_order(self, column: Column) -> int:
        """Return the place of a column in the order, from 1; 0 if it is not sorted by."""
        return next(
            (n for n, one in enumerate(self._marks.sorting, 1) if column.field and one.field == column.field), 0
        )

    def _number_in_order(self, place: int) -> str:
        return str(place) if place and len(self._marks.sorting) > 1 else ""

    def _heading_width(self, metrics: QFontMetrics, column: Column) -> int:
        place = self._place_in_order(column)
        mark = (_MARK_PX + metrics.horizontalAdvance(self._number_in_order(place)) + 2) if place else 0
        return metrics.horizontalAdvance(column.heading) + mark

    def _paint_heading(self, painter: QPainter, box: QRect, column: Column) -> None:
        place = self._place_in_order(column)
        number = self._number_in_order(place)
        metrics = painter.fontMetrics()
        mark = (_MARK_PX + metrics.horizontalAdvance(number) + 2) if place else 0
        text = metrics.elidedText(column.heading, Qt.TextElideMode.ElideRight, max(box.width() - mark, 8))
        width = metrics.horizontalAdvance(text)
        left = box.right() - width - mark if column.is_right else box.left()
        painter.setPen(self._look.colour("accent" if place else "secondary"))
        painter.drawText(QRect(left, box.top(), width + 2, box.height()), Qt.AlignmentFlag.AlignVCenter, text)
        if place:
            at = QRect(left + width + 2, box.center().y() - _MARK_PX // 2, _MARK_PX, _MARK_PX)
            self._paint_mark(painter, at, is_falling=self._marks.sorting[place - 1].descending)
            beside = QRect(at.right(), box.top(), mark, box.height())
            painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, number)

    def _paint_mark(self, painter: QPainter, box: QRect, *, is_falling: bool) -> None:
        """Paint the triangle of a sorted column: point up for rising, down for falling."""
        x, y, half = box.center().x(), box.center().y() + 1, 4
        tip, base = (y + half - 1, y - half + 2) if is_falling else (y - half, y + half - 2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._look.colour("accent"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(QPolygon([QPoint(x - half, base), QPoint(x + half, base), QPoint(x, tip)]))
        painter.restore()

    def _paint_button(self, painter: QPainter, box: QRect, *, is_filtered: bool, is_hovered: bool) -> None:
        role = "accent" if is_filtered else "secondary" if is_hovered else "control_edge"
        if is_filtered:
            painter.fillRect(box, self._look.colour("selection"))
        name, size = ("filter", 14) if is_filtered else ("down", 12)
        picture = self._look.icons.pixmap(name, size, self.devicePixelRatioF(), self._look.colour(role).name())
        painter.drawPixmap(box.center().x() - size // 2 + 1, box.center().y() - size // 2 + 1, picture)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the filter from its button; anything else is Qt's: click, size, drag."""
        point = event.position().toPoint()
        number = self.logicalIndexAt(point)
        if event.button() is Qt.MouseButton.LeftButton and self.button_box(number).contains(point):
            self.filter_wanted.emit(number)
            event.accept()
            return
        # A table chooses the column whose heading is pressed: sorting would move the cursor away from its task, and the
        # next Delete would empty the column.  `sectionPressed` tells nobody else anything.
        was_blocked = self.blockSignals(True)
        super().mousePressEvent(event)
        self.blockSignals(was_blocked)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the button of the column under the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self.logicalIndexAt(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the column under the pointer."""
        super().leaveEvent(event)
        self._hover(-1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the column under the pointer."""
        number = self.logicalIndexAt(event.pos())
        if number >= 0:
            self.menu_wanted.emit(number, event.globalPos())

    def _hover(self, number: int) -> None:
        if number != self._hovered:
            self._hovered = number
            self.viewport().update()

    def _on_clicked(self, number: int) -> None:
        keys = QApplication.keyboardModifiers()
        if keys & Qt.KeyboardModifier.ControlModifier:
            self.column_chosen.emit(number)
        else:
            self.sort_wanted.emit(number, bool(keys & Qt.KeyboardModifier.ShiftModifier))


def next_sorting(sorting: Sequence[Sorting], name: str, *, adds: bool) -> tuple[Sorting, ...]:
    """Return the order after a click on a field: rising, falling, none; beside the others only if it `adds`."""
    now = next((one for one in sorting if one.field == name), None)
    turned = Sorting(name) if now is None else Sorting(name, descending=True) if not now.descending else None
    if not adds:
        alone = now is None or len(sorting) == 1
        return () if alone and turned is None else (turned if alone and turned is not None else Sorting(name),)
    kept = [one if one.field != name else turned for one in sorting]
    return tuple(one for one in [*kept, *([turned] if now is None else [])] if one is not None)
