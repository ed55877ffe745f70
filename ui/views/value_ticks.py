"""The distinct values of a column to be ticked, with a search: the lower part of a header's filter."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView, QVBoxLayout, QWidget

from ledger_app.domain.grid import Condition, FieldValues, TaskQuery
from ui.jobs import QueryJob
from ui.models.columns import Column
from ui.models.filter_values import FilterValues
from ui.pages.page import labelled
from ui.workspace import Workspace

MOST_VALUES = 1000
_LIST_PX = 190
_DELAY_MS = 150


class ValueTicks(QWidget):
    """Reads the values of a column for a query, over the whole ledger; ticks what is to be seen.

    Signals:
        changed: other values are listed, or another tick is set.
        entered: Enter was pressed.
    """

    changed = Signal()
    entered = Signal()

    def __init__(self, workspace: Workspace, column: Column, query: TaskQuery, given: Condition | None) -> None:
        """Serve a column; `read` fills the list.  `given` is the condition in force that begins as ticks."""
        super().__init__()
        self._workspace = workspace
        self._column = column
        self._query = query
        self._given = given
        self._found = FieldValues((), 0)
        self._job: QueryJob[FieldValues] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self.read)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self.search = QLineEdit()
        self.search.setObjectName("filter_search")
        self.search.setAccessibleName(f"{column.heading}：查找值")
        self.search.setPlaceholderText("查找值，回车只看查到的")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self.search.returnPressed.connect(self.entered)
        self.values = FilterValues(self)
        self.list = TickList()
        self.list.setObjectName("filter_values")
        self.list.setAccessibleName(f"{column.heading}：勾选要看的值，空格键勾选")
        self.list.setFixedHeight(_LIST_PX)
        self.list.setModel(self.values)
        self.list.turned.connect(self.values.turn)
        self.values.ticked.connect(self.changed)
        self._note = labelled("", "secondary", "filter_note")
        self._note.setWordWrap(True)
        for widget in (self.search, self.list, self._note):
            layout.addWidget(widget)

    @property
    def is_waiting(self) -> bool:
        """Say whether what was searched for is not listed yet."""
        return self._timer.isActive() or self._job is not None

    def read(self) -> None:
        """Read the values that hold the searched text."""
        self._timer.stop()
        if self._job is not None:
            self._job.cancel()
        query, field, text = self._query, self._column.field, self.search.text().strip()
        job = self._workspace.query(
            lambda session, _p: session.field_values(query, field, text, MOST_VALUES), self, lists=True
        )
        self._job = job.on_success(self._take).start()

    def condition(self) -> Condition | None:
        """Return the ticked values as a condition, None where nothing is left out."""
        text = self.search.text().strip()
        if self.values.is_all:
            if not text:
                return None
            if self._found.distinct_count > len(self._found.values):
                return Condition(self._column.field, "contains", (text,))
        return Condition(self._column.field, "any_of", self.values.chosen)

    def _take(self, found: FieldValues) -> None:
        """Tick what the condition in force names; without one, or among what was searched for, everything."""
        self._job = None
        self._found = found
        given = self._given
        is_ticked = given is not None and given.op == "any_of" and not self.search.text().strip()
        self.values.show_values(found.values, given.values if is_ticked and given is not None else None)
        left_off = found.distinct_count - len(found.values)
        self._note.setVisible(left_off > 0 or not found.values)
        self._note.setText(
            f"共 {found.distinct_count:,} 个不同的值，只列出前 {len(found.values):,} 个；请用上面的查找缩小范围。"
            if left_off > 0
            else "没有这样的值。"
        )
        if found.values:
            self.list.setCurrentIndex(self.values.index(0, 0))
        self.changed.emit()


class TickList(QListView):
    """A list in which a click anywhere on a row, or the space bar, turns its tick.

    Signals:
        turned: the tick of a row is to be turned.
    """

    turned = Signal(int)

    def __init__(self) -> None:
        """Make an empty list."""
        super().__init__()
        self.setUniformItemSizes(True)
        self.clicked.connect(self._on_clicked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the tick of the current row with the space bar."""
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and index.isValid():
            self.turned.emit(index.row())
            event.accept()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _on_clicked(self, index: QModelIndex) -> None:
        self.turned.emit(index.row())
