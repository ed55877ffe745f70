"""How the cells of the ledger grid are painted: chips, bars with their tick, days, quiet zeros, group headings."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ledger_app.domain.grid import GroupCount
from ledger_app.domain.tones import Light, Tone, sign_of, tone_of
from ui.look import Look
from ui.models.columns import Column, GridRow, Paint
from ui.models.grid_totals import worst_first
from ui.models.task_table_model import COLUMN_ROLE, GROUP_ROLE, ROW_ROLE
from ui.views.paint import paint_bar, paint_chip, paint_lines, paint_sign

PADDING_PX = 8
BAR_PX = 62

Index = QModelIndex | QPersistentModelIndex


class TaskDelegate(QStyledItemDelegate):
    """Paints one cell; knows the column by its number."""

    def __init__(self, look: Look, view: QTableView, scheme: str) -> None:
        """Paint in the colours of `look`; `scheme` is the ledger's colour scheme, for the signs of groups."""
        super().__init__(view)
        self._look = look
        self._view = view
        self.scheme = scheme

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the column's first width and the row height of the view."""
        return QSize(_column(index).width_px, self._view.verticalHeader().defaultSectionSize())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the ground, the cell and the hairline below it."""
        box = QRect(option.rect)
        group = index.data(GROUP_ROLE)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if isinstance(group, GroupCount):
            painter.fillRect(box, self._look.colour("window"))
            self._paint_group(painter, box, group)
        else:
            is_here = index.row() == self._view.currentIndex().row()
            ground = "selection_strong" if is_selected else "selection" if is_here else "panel"
            painter.fillRect(box, self._look.colour(ground))
            row = index.data(ROW_ROLE)
            if isinstance(row, GridRow):
                self._paint_cell(painter, box.adjusted(PADDING_PX, 0, -PADDING_PX, -1), index, row)
            else:
                painter.setPen(self._look.colour("disabled"))
                painter.drawText(box.adjusted(PADDING_PX, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, "…")
        painter.setPen(self._look.colour("hairline"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if self._is_current(index) and self._view.hasFocus():
            painter.setPen(QPen(self._look.colour("accent"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -2))
        painter.restore()

    def _is_current(self, index: Index) -> bool:
        current = self._view.currentIndex()
        return (index.row(), index.column()) == (current.row(), current.column())

    def _paint_cell(self, painter: QPainter, box: QRect, index: Index, row: GridRow) -> None:
        column = _column(index)
        text = column.value(row)
        judged = row.judgement
        if column.paint is Paint.CHIP:
            mark = "*" if judged.is_overridden else ""
            paint_chip(painter, self._look, judged.tone, judged.word + mark, box, judged.sign)
        elif column.paint is Paint.BAR:
            self._paint_bar(painter, box, row, text)
        elif column.paint is Paint.DAYS:
            late = judged.light is Light.OVERDUE
            near = judged.light is Light.DUE_SOON
            role = f"{judged.tone}_text" if (late or near) and judged.tone is not Tone.GREY else "secondary"
            painter.setPen(self._look.colour(role))
            painter.drawText(box, column.alignment, text)
        else:
            painter.setPen(self._look.colour(self._text_role(column.key, text, row)))
            if column.paint is Paint.WRAP:
                paint_lines(painter, box, text, max(1, box.height() // painter.fontMetrics().height()))
            else:
                shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
                painter.drawText(box, column.alignment, shown)

    def _paint_bar(self, painter: QPainter, box: QRect, row: GridRow, text: str) -> None:
        judged, percent = row.judgement, row.facts.percent
        if percent is None:
            painter.setPen(self._look.colour("disabled"))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
            return
        bar = QRect(box.left(), box.top(), min(BAR_PX, box.width() // 2 + 4), box.height())
        elapsed = None if judged.light.is_done else judged.elapsed_percent
        paint_bar(painter, self._look, bar, percent, elapsed, judged.tone)
        painter.setPen(self._look.colour("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)

    def _text_role(self, key: str, text: str, row: GridRow) -> str:
        if text in ("0", "—", "未定", "本期未报"):
            return "yellow_text" if text == "本期未报" else "disabled"
        if key == "evidence" and row.facts.missing_count:
            return "yellow_text"
        if key in ("title", "code", "lead", "due", "evidence"):
            return "text"
        return "secondary"

    def _paint_group(self, painter: QPainter, box: QRect, group: GroupCount) -> None:
        """Paint a heading across the whole row: each cell paints its own stretch of it, wherever it is scrolled to."""
        painter.setClipRect(box)
        line = QRect(PADDING_PX, box.top(), self._view.viewport().width() - PADDING_PX, box.height() - 1)
        model = self._view.model()
        is_folded = bool(getattr(model, "is_folded", lambda _key: False)(group.key))
        ratio = self._view.devicePixelRatioF()
        arrow = self._look.icons.pixmap("right" if is_folded else "down", 16, ratio)
        painter.drawPixmap(line.left(), line.center().y() - 7, arrow)
        x = line.left() + 20
        font = QFont(painter.font())
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(self._look.colour("text"))
        label = painter.fontMetrics().elidedText(group.label or "（未填）", Qt.TextElideMode.ElideRight, 420)
        x += self._word(painter, line, x, label) + 14
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(self._look.colour("secondary"))
        x += self._word(painter, line, x, f"{group.count} 项") + 14
        x += self._word(painter, line, x, f"完成 {group.done_count}（{group.done_percent:.1f}%）") + 14
        if group.mean_percent is not None:
            x += self._word(painter, line, x, f"平均进度 {group.mean_percent:.1f}%") + 14
        for light, count in worst_first(group):
            tone = tone_of(light, self.scheme)
            sign = sign_of(tone, is_done=light.is_done)
            paint_sign(painter, self._look, tone, sign, QRect(x, line.top(), 9, line.height()).center())
            painter.setPen(self._look.colour(f"{tone}_text"))
            x += 13 + self._word(painter, line, x + 13, f"{light.word} {count}") + 10

    def _word(self, painter: QPainter, line: QRect, x: int, text: str) -> int:
        width = painter.fontMetrics().horizontalAdvance(text)
        painter.drawText(QRect(x, line.top(), width + 2, line.height()), Qt.AlignmentFlag.AlignVCenter, text)
        return width


def _column(index: Index) -> Column:
    return cast("Column", index.data(COLUMN_ROLE))
