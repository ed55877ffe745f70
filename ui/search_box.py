"""The search field of the top bar and the list of hits below it.

The list is a child of the window, not a window of its own: the keyboard, and with it the input method, stays in
the field while hits come and go.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ledger_app.domain.grid import SearchHit
from ui.jobs import QueryJob
from ui.look import SECONDARY_PT, Look
from ui.workspace import Place, Workspace

DELAY_MS = 120
MOST_HITS = 40
ROW_PX = 44
KIND_NAMES = {"task": "任务", "unit": "单位", "plan": "计划", "evidence": "佐证", "progress": "进展"}
_HIT = Qt.ItemDataRole.UserRole


class SearchBox(QLineEdit):
    """The field; hits open with Enter or a click, Esc leaves.

    Signals:
        place_chosen: a hit was chosen (its Place).
    """

    place_chosen = Signal(object)

    def __init__(self, look: Look, window: QWidget) -> None:
        """Make the field and its list over `window`."""
        super().__init__()
        self._workspace: Workspace | None = None
        self._job: QueryJob[list[SearchHit]] | None = None
        self.setObjectName("search_box")
        self.setAccessibleName("全局查找")
        self.setProperty("role", "search")
        self.setPlaceholderText("查找任务、单位、计划、佐证…  Ctrl+K")
        self.setClearButtonEnabled(True)
        self.setMaximumWidth(420)
        self.hits = _HitList(look, window)
        self.hits.view.clicked.connect(self._choose)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._search)
        self.textChanged.connect(self._on_text_changed)

    def set_workspace(self, workspace: Workspace | None) -> None:
        """Search another ledger from now on, none without one."""
        self._workspace = workspace
        self.setEnabled(workspace is not None)
        self.clear()
        self.hits.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let arrows move in the hits, Enter open one and Esc leave."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.hits.isVisible():
            self.hits.move_by(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def focusOutEvent(self, event: object) -> None:
        """Put the hits away when the keyboard goes elsewhere."""
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.hits.hide()

    def _enter(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self._search()
        elif self.hits.isVisible():
            self._choose(self.hits.view.currentIndex())

    def _leave(self) -> None:
        if self.hits.isVisible():
            self.hits.hide()
        elif self.text():
            self.clear()
        else:
            self.clearFocus()

    def _on_text_changed(self, text: str) -> None:
        if self._job is not None:
            self._job.cancel()
        if text.strip():
            self._timer.start()
        else:
            self._timer.stop()
            self.hits.hide()

    def _search(self) -> None:
        if self._workspace is None:
            return
        text = self.text().strip()
        job = self._workspace.query(lambda session, _progress: session.search(text, MOST_HITS), self)
        self._job = job.on_success(lambda hits: self._show(text, hits)).start()

    def _show(self, text: str, hits: list[SearchHit]) -> None:
        if text == self.text().strip() and self.hasFocus():
            self.hits.show_hits(text, hits, self)

    def _choose(self, index: QModelIndex) -> None:
        hit = index.data(_HIT)
        if isinstance(hit, SearchHit):
            self.hits.hide()
            self.place_chosen.emit(place_of(hit))


def place_of(hit: SearchHit) -> Place:
    """Return where a hit is opened: its task where it has one, else its own page."""
    if hit.kind == "unit":
        return Place("units", unit_id=hit.id)
    if hit.kind == "plan":
        return Place("plans", plan_id=hit.id)
    if hit.kind == "evidence":
        return Place("evidence", evidence_id=hit.id)
    return Place("ledger", task_id=hit.task_id or hit.id, tab="progress" if hit.kind == "progress" else "")


class _HitList(QFrame):
    def __init__(self, look: Look, window: QWidget) -> None:
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
        self._model.clear()
        for hit in hits:
            item = QStandardItem(f"{KIND_NAMES[hit.kind]}：{hit.title}")
            item.setData(hit, _HIT)
            item.setEditable(False)
            self._model.appendRow(item)
        self._none.setText(f"没有找到“{text}”。可以换几个字，或用单位简称、拼音首字母再试。")
        self._none.setVisible(not hits)
        self.view.setVisible(bool(hits))
        if hits:
            self.view.setCurrentIndex(self._model.index(0, 0))
        corner = field.mapTo(self._window, QPoint(0, field.height() + 2))
        height = min(len(hits), 9) * ROW_PX + 12 if hits else 48
        self.setGeometry(QRect(corner, QSize(max(field.width(), 480), height)))
        self.show()
        self.raise_()

    def move_by(self, step: int) -> None:
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
        hit = index.data(_HIT)
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
