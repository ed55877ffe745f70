"""The list of imported plans."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QHeaderView, QLineEdit, QTableView, QVBoxLayout

from ui.models.plan_table import COLUMNS, PlanLine, PlanTableModel
from ui.pages.page import hairline, labelled
from ui.workspace import Workspace

ROW_PX = 32


class PlanTable(QTableView):
    """A table that is only looked at; Enter opens."""

    opened = Signal(int)

    def __init__(self, model: PlanTableModel) -> None:
        """Join table and model."""
        super().__init__()
        self._plans = model
        self.setObjectName("plan_list")
        self.setAccessibleName("已导入的计划")
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        header = self.horizontalHeader()
        header.setObjectName("plan_list_header")
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for number, column in enumerate(COLUMNS):
            self.setColumnWidth(number, column.width_px)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the chosen plan with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._on_activated(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the plan whose name is clicked."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid() and index.column() == 0:
            self._on_activated(index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the plan under the pointer."""
        index = self.indexAt(event.position().toPoint())
        if index.column() != 0:
            self._on_activated(index)

    def _on_activated(self, index: QModelIndex) -> None:
        plan = self._plans.plan_at(index.row()) if index.isValid() else None
        if plan is not None:
            self.opened.emit(plan.id)


class PlanList(QFrame):
    """A field to find a plan, and the table.

    Signals:
        plan_opened: a plan is to be shown (its id).
    """

    plan_opened = Signal(int)

    def __init__(self, workspace: Workspace) -> None:
        """Begin empty; `show_lines` fills it."""
        super().__init__()
        self.setObjectName("plan_list_panel")
        self.setProperty("role", "panel")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        self.find_field = QLineEdit()
        self.find_field.setObjectName("plan_find")
        self.find_field.setAccessibleName("查找计划")
        self.find_field.setPlaceholderText("按名称、文号、单位查找")
        self.find_field.setClearButtonEnabled(True)
        self.find_field.setProperty("role", "search")
        self.find_field.setFixedWidth(240)
        row = QHBoxLayout()
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(12)
        row.addWidget(self.find_field)
        row.addWidget(labelled("单击计划名称打开，看原文和由它生成的任务", "secondary"))
        row.addStretch(1)
        layout.addLayout(row)
        layout.addWidget(hairline())
        self.model = PlanTableModel(self)
        self.table = PlanTable(self.model)
        workspace.state.restore_layout(self.table.horizontalHeader())
        self.table.horizontalHeader().sectionResized.connect(
            lambda *_args: workspace.state.save_layout(self.table.horizontalHeader())
        )
        self.table.opened.connect(self.plan_opened)
        self.find_field.textChanged.connect(self.model.show_words)
        layout.addWidget(self.table, 1)

    def show_lines(self, lines: Sequence[PlanLine]) -> None:
        """List these plans; the chosen one stays chosen."""
        chosen = self.model.plan_at(self.table.currentIndex().row())
        self.model.show_lines(lines)
        row = self.model.row_of(chosen.id) if chosen is not None else None
        if row is not None or lines:
            self.table.selectRow(row or 0)

    def find_in_page(self) -> None:
        """Put the keyboard into the field."""
        self.find_field.setFocus()
        self.find_field.selectAll()
