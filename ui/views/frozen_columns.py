"""The columns that stay on the left: a second view over the grid, of the same model, selection and scroll place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from ui.look import Look
from ui.views.grid_header import GridHeader
from ui.views.task_delegate import TaskDelegate

if TYPE_CHECKING:
    from ui.views.task_grid import TaskGrid


class FrozenColumns(QTableView):
    """Shows the first columns of the grid; what is done here is done to the grid."""

    def __init__(self, grid: TaskGrid, look: Look) -> None:
        """Lie over a grid, hidden while nothing is frozen."""
        super().__init__(grid)
        self._grid = grid
        self._count = 0
        self._follows = True
        self.setObjectName("task_grid_frozen")
        self.setAccessibleName("任务表（冻结的列）")
        self.setModel(grid.model())
        self.setSelectionModel(grid.selectionModel())
        # One of its own: editors belong to the grid's.
        self.delegate = TaskDelegate(look, grid, grid.delegate.scheme)
        self.setItemDelegate(self.delegate)
        # The keyboard stays with the grid, which knows all columns.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(grid)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(grid.selectionBehavior())
        self.setSelectionMode(grid.selectionMode())
        # Editors are the grid's, which knows all columns; it puts them over this view.
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.head = GridHeader(look, self)
        self.head.setObjectName("task_grid_frozen_header")
        self.head.setAccessibleName("冻结列的表头")
        self.setHorizontalHeader(self.head)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(20)
        self._edge = QFrame(grid)
        self._edge.setObjectName("task_grid_edge")
        self._edge.setProperty("role", "frozen_edge")
        self._edge.hide()
        self._connect()
        self.hide()

    @property
    def count(self) -> int:
        """Return how many shown columns are frozen."""
        return self._count

    def freeze(self, count: int) -> None:
        """Keep so many shown columns on the left."""
        self._count = count
        self.follow()

    def follow(self) -> None:
        """Take order, widths and heights of the grid."""
        theirs, ours = self._grid.horizontalHeader(), self.head
        self._follows = False
        left = self._count
        for place in range(theirs.count()):
            number = theirs.logicalIndex(place)
            if ours.visualIndex(number) != place:
                ours.moveSection(ours.visualIndex(number), place)
            is_here = left > 0 and not theirs.isSectionHidden(number)
            left -= is_here
            ours.setSectionHidden(number, not is_here)
            if is_here and ours.sectionSize(number) != theirs.sectionSize(number):
                ours.resizeSection(number, theirs.sectionSize(number))
        self._follows = True
        self.place()

    def place(self) -> None:
        """Lie exactly over the left of the grid."""
        width = self.head.length()
        shown = self._count > 0 and 0 < width < self._grid.viewport().width()
        self.setVisible(shown)
        self._edge.setVisible(shown)
        if shown:
            viewport = self._grid.viewport().geometry()
            head = self._grid.horizontalHeader().height()
            self.head.setFixedHeight(head)
            self.setGeometry(QRect(viewport.left(), viewport.top() - head, width, viewport.height() + head))
            self._edge.setGeometry(QRect(self.geometry().right(), self.y(), 1, self.height()))
            self._edge.raise_()
            rows = self._grid.verticalHeader()
            if self.verticalHeader().defaultSectionSize() != rows.defaultSectionSize():
                self.verticalHeader().setDefaultSectionSize(rows.defaultSectionSize())
            self.verticalScrollBar().setValue(self._grid.verticalScrollBar().value())

    def is_over(self, position: QPoint) -> bool:
        """Say whether a point of the grid's viewport lies under this view."""
        return self.isVisible() and position.x() < self.width()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the grid."""
        self._grid.scroll_by_wheel(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a cell or a block, or fold a group, as in the grid."""
        index = self.indexAt(event.position().toPoint())
        if not self._grid.extend_by_mouse(index, event):
            super().mousePressEvent(event)
            self._grid.cursor_.begin_block()
            self._grid.turn_group_at(index, event)
        self._grid.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the task under the pointer."""
        super().mouseDoubleClickEvent(event)
        self._grid.edit_or_open(self.indexAt(event.position().toPoint()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the chosen tasks."""
        self._grid.contextMenuEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand keys to the grid."""
        self._grid.keyPressEvent(event)

    def _connect(self) -> None:
        theirs = self._grid.horizontalHeader()
        for signal in (theirs.sectionResized, theirs.sectionMoved, theirs.sectionCountChanged):
            signal.connect(self._on_theirs_changed)
        self.head.sectionResized.connect(self._on_resized)
        self.head.sectionMoved.connect(self._on_moved)
        self._grid.verticalHeader().sectionResized.connect(lambda row, _old, new: self.setRowHeight(row, new))
        self._grid.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(self._grid.verticalScrollBar().setValue)

    def _on_theirs_changed(self) -> None:
        if self._count and self._follows:
            self.follow()

    def _on_resized(self, number: int, _old: int, new: int) -> None:
        if self._follows and new and not self.head.isSectionHidden(number):
            self._grid.horizontalHeader().resizeSection(number, new)

    def _on_moved(self, _number: int, old: int, new: int) -> None:
        if self._follows:
            self._follows = False
            self._grid.horizontalHeader().moveSection(old, new)
            self._follows = True
            self.follow()
