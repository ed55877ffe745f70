"""The list of places of evidence: name at the left, number of pieces at the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui.look import Look
from ui.models.evidence_places import COUNT_ROLE, FIXED, PLACE_ROLE, EvidencePlaceModel
from ui.pages.page import labelled

ROW_PX = 28

Index = QModelIndex | QPersistentModelIndex


class EvidencePlaces(QFrame):
    """The places, with a field that narrows the tasks.

    Signals:
        place_chosen: another place is to be shown ("all", "loose", "bin", "task:ID").
    """

    place_chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        """Begin at all evidence."""
        super().__init__()
        self.setObjectName("evidence_places_panel")
        self.setProperty("role", "panel")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 6, 1, 1)
        layout.setSpacing(4)
        self.model = EvidencePlaceModel(self)
        self.view = QListView()
        self.view.setObjectName("evidence_places")
        self.view.setAccessibleName("按任务筛选材料")
        self.view.setModel(self.model)
        self.view.setUniformItemSizes(True)
        self.view.setItemDelegate(CountDelegate(look, self.view))
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.selectionModel().currentChanged.connect(self._on_current)
        self.find_field = QLineEdit()
        self.find_field.setObjectName("evidence_find_task")
        self.find_field.setAccessibleName("查找任务")
        self.find_field.setPlaceholderText("按编号、名称找任务")
        self.find_field.setClearButtonEnabled(True)
        self.find_field.setProperty("role", "search")
        self.find_field.textChanged.connect(self._narrow)
        row = QWidget()
        inner = QVBoxLayout(row)
        inner.setContentsMargins(8, 0, 8, 2)
        inner.setSpacing(4)
        inner.addWidget(labelled("有材料的任务", "secondary"))
        inner.addWidget(self.find_field)
        layout.addWidget(row)
        layout.addWidget(self.view, 1)
        self._place = "all"
        look.changed.connect(self.view.viewport().update)

    @property
    def place(self) -> str:
        """Return the place chosen."""
        return self._place

    def choose(self, place: str) -> None:
        """Choose a place; one that is not listed falls back to all."""
        row = self.model.row_of(place)
        self.view.setCurrentIndex(self.model.index(row if row is not None else 0))

    def restore(self) -> None:
        """Put the cursor back on the chosen place after the list was made anew."""
        self.choose(self._place)

    def _narrow(self, words: str) -> None:
        place = self._place
        self.view.selectionModel().blockSignals(True)
        self.model.show_words(words)
        row = self.model.row_of(place)
        self.view.selectionModel().blockSignals(False)
        if row is not None:
            self.view.setCurrentIndex(self.model.index(row))

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        place = current.data(PLACE_ROLE)
        if isinstance(place, str) and place != self._place:
            self._place = place
            self.place_chosen.emit(place)


class CountDelegate(QStyledItemDelegate):
    """Paints a place with the number of its pieces at the right."""

    def __init__(self, look: Look, view: QAbstractItemView) -> None:
        """Paint in the colours of a look."""
        super().__init__(view)
        self._look = look
        self._is_list = isinstance(view, QListView)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(120, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint name and number."""
        box = QRect(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, self._look.colour("selection"))
        inner = box.adjusted(12 if self._is_list else 4, 0, -10, 0)
        count = index.data(COUNT_ROLE)
        painter.setPen(self._look.colour("secondary" if count else "disabled"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(count))
        room = inner.width() - painter.fontMetrics().horizontalAdvance(str(count)) - 10
        painter.setPen(self._look.colour("text"))
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, text)
        if self._is_list and index.row() == len(FIXED) - 1:
            painter.setPen(self._look.colour("hairline"))
            painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()
