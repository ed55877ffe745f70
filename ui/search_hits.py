"""The list of hits below the search field: kind and title, then the stretch of text that was found."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ledger_app.domain.grid import SearchHit
from ui.look import SECONDARY_PT, Look
from ui.places import Place

ROW_PX = 44
MOST_ROWS = 9
KIND_NAMES = {"task": "任务", "unit": "单位", "plan": "计划", "evidence": "佐证", "progress": "进展"}
HIT_ROLE = Qt.ItemDataRole.UserRole


def place_of(hit: SearchHit) -> Place:
    """Return where a hit is opened: its task where it has one, else its own page."""
    if hit.kind == "unit":
        return Place("units", unit_id=hit.id)
    if hit.kind == "plan":
        return Place("plans", plan_id=hit.id)
    if hit.kind == "evidence":
        return Place("evidence", evidence_id=hit.id)
    return Place("ledger", task_id=hit.task_id or hit.id, tab="progress" if hit.kind == "progress" else "")


class HitList(QFrame):
    """A frame over the window; the keyboard stays in the field."""

    def __init__(self, look: Look, window: QWidget) -> None:
        """Begin hidden."""
        super().__init__(window)
        self._window = window
        self.setObjectName("search_hits")
        self.setProperty("role", "popup")
        self.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(2)
        self._none = QLabel()
        self._none.setObjectName("search_none")
        self._none.setProperty("role", "secondary")
        self._none.setContentsMargins(8, 8, 8, 8)
        self.view = QListView()
        self.view.setObjectName("search_hit_list")
        self.view.setAccessibleName("查找结果")
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setUniformItemSizes(True)
        self.view.setItemDelegate(_HitDelegate(look, self.view))
        self._model = QStandardItemModel(self)
        self.view.setModel(self._model)
        layout.addWidget(self._none)
        layout.addWidget(self.view)

    def show_hits(self, text: str, hits: list[SearchHit], field: QWidget) -> None:
        """Show hits below the field, or that there are none."""
        self._model.clear()
        for hit in hits:
            item = QStandardItem(f"{KIND_NAMES[hit.kind]}：{hit.title}")
            item.setData(hit, HIT_ROLE)
            item.setEditable(False)
            self._model.appendRow(item)
        self._none.setText(f"没有找到“{text}”。可以换几个字，或用单位简称、拼音首字母再试。")
        self._none.setVisible(not hits)
        self.view.setVisible(bool(hits))
        if hits:
            self.view.setCurrentIndex(self._model.index(0, 0))
        corner = field.mapTo(self._window, QPoint(0, field.height() + 2))
        height = min(len(hits), MOST_ROWS) * ROW_PX + 12 if hits else 48
        self.setGeometry(QRect(corner, QSize(max(field.width(), 480), height)))
        self.show()
        self.raise_()

    def chosen(self) -> Place | None:
        """Return the place of the chosen hit."""
        hit = self.view.currentIndex().data(HIT_ROLE)
        return place_of(hit) if isinstance(hit, SearchHit) else None

    def move_by(self, step: int) -> None:
        """Choose another hit."""
        row = self.view.currentIndex().row() + step
        if 0 <= row < self._model.rowCount():
            self.view.setCurrentIndex(self._model.index(row, 0))


class _HitDelegate(QStyledItemDelegate):
    """Two lines: kind and title, then the stretch of text that was found."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, ROW_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        hit = index.data(HIT_ROLE)
        if not isinstance(hit, SearchHit):
            return
        box: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, self._look.colour("selection"))
        painter.save()
        upper = box.adjusted(8, 4, -8, -box.height() // 2)
        lower = box.adjusted(8, box.height() // 2, -8, -4)
        font = painter.font()
        font.setPointSizeF(SECONDARY_PT)
        painter.setPen(self._look.colour("accent"))
        painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter, KIND_NAMES[hit.kind])
        painter.setPen(self._look.colour("text"))
        title = painter.fontMetrics().elidedText(hit.title, Qt.TextElideMode.ElideRight, upper.width() - 36)
        painter.drawText(upper.adjusted(36, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(font)
        painter.setPen(self._look.colour("secondary"))
        snippet = painter.fontMetrics().elidedText(
            hit.snippet.replace("\n", " "), Qt.TextElideMode.ElideRight, lower.width() - 36
        )
        painter.drawText(lower.adjusted(36, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, snippet)
        painter.restore()
