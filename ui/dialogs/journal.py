"""操作记录: everything done in this ledger, newest first; any operation can be undone or done again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ledger_app.domain.changes import ChangeSet, Operation
from ui.models.history_lines import local_time
from ui.workspace import Workspace

PAGE_ROWS = 200


class JournalDialog(QDialog):
    """A table of operations with one button that undoes or redoes the chosen one."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        """Read the newest operations."""
        super().__init__(parent)
        self._workspace = workspace
        self._operations: list[Operation] = []
        self.setObjectName("journal_dialog")
        self.setWindowTitle("操作记录")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(820, 560)
        layout = QVBoxLayout(self)
        note = QLabel("每一步都记在台账里。撤销较早的一步时，后来又改过的内容会保留并列出来。")
        note.setProperty("role", "secondary")
        layout.addWidget(note)
        self._table = QTableWidget(0, 4)
        self._table.setObjectName("journal_table")
        self._table.setAccessibleName("操作记录")
        self._table.setHorizontalHeaderLabels(["时间", "操作", "谁", "状态"])
        self._table.verticalHeader().hide()
        self._table.setShowGrid(False)
        self._table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self._table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self._table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        header = self._table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self._table.itemSelectionChanged.connect(self._on_selected)
        layout.addWidget(self._table, 1)
        row = QHBoxLayout()
        self._more = QPushButton("更早的记录")
        self._more.setObjectName("journal_more")
        self._more.clicked.connect(self._read_more)
        self._act = QPushButton("撤销这一步")
        self._act.setObjectName("journal_act")
        self._act.setProperty("kind", "primary")
        self._act.setEnabled(False)
        self._act.clicked.connect(self._on_act)
        row.addWidget(self._more)
        row.addStretch(1)
        row.addWidget(self._act)
        layout.addLayout(row)
        workspace.ledger_changed.connect(self._on_ledger_changed)
        self._read_more()

    def _read_more(self) -> None:
        ledger = self._workspace.ledger
        before = self._operations[-1].id if self._operations else None
        job = self._workspace.runner.query(lambda _progress: ledger.operations(PAGE_ROWS, before))
        job.owned_by(self).on_success(self._add).start()

    def _add(self, operations: list[Operation]) -> None:
        self._more.setVisible(len(operations) == PAGE_ROWS)
        for operation in operations:
            row = self._table.rowCount()
            self._table.insertRow(row)
            who = f"{operation.user}（{operation.host}）" if operation.host else operation.user
            state = "已撤销" if operation.is_undone else f"{operation.row_count} 处"
            for column, text in enumerate((local_time(operation.at), operation.name, who, state)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self._table.setItem(row, column, item)
        self._operations += operations

    def _chosen(self) -> Operation | None:
        row = self._table.currentRow()
        return self._operations[row] if 0 <= row < len(self._operations) else None

    def _on_selected(self) -> None:
        operation = self._chosen()
        writable = not self._workspace.is_read_only
        self._act.setEnabled(operation is not None and writable)
        if operation is not None:
            self._act.setText("重做这一步" if operation.is_undone else "撤销这一步")

    def _on_act(self) -> None:
        operation = self._chosen()
        if operation is None:
            return
        if operation.is_undone:
            self._workspace.redo(operation.id)
        else:
            self._workspace.undo(operation.id)

    def _on_ledger_changed(self, _changes: ChangeSet) -> None:
        self._operations.clear()
        self._table.setRowCount(0)
        self._read_more()
