"""What differs between two reports, or between a kept report and the ledger as it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ledger_app.domain.task import Task
from ui.entry_button import entry_button
from ui.exporting import export_sheet
from ui.models.report_differences import DifferenceLine, DifferenceModel
from ui.models.text_sheet import view_sheet
from ui.monthly.list_table import ListTable
from ui.pages.page import labelled
from ui.workspace import Place, Workspace


class DifferencesDialog(QDialog):
    """A sentence, the list, and a way to each task."""

    def __init__(
        self, parent: QWidget, workspace: Workspace, title: str, said: str, lines: Sequence[DifferenceLine]
    ) -> None:
        """Show the differences; `correct` is offered once a receiver is given to `on_correct`."""
        super().__init__(parent)
        self._workspace = workspace
        self.setObjectName("differences_dialog")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(860, 480)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(8)
        self.said = labelled(said, "", "differences_said")
        self.said.setWordWrap(True)
        layout.addWidget(self.said)
        self.model = DifferenceModel(self)
        self.table = ListTable("differences_list", "不同之处", workspace.look)
        self.table.show_list(self.model)
        self.model.show_lines(lines)
        self.table.doubleClicked.connect(lambda _index: self._open_task())
        self.table.selectionModel().currentRowChanged.connect(lambda *_args: self._show_buttons())
        layout.addWidget(self.table, 1)
        row = QHBoxLayout()
        self._open = entry_button("differences_open")
        self._open.clicked.connect(self._open_task)
        self._export = entry_button("differences_export")
        self._export.clicked.connect(self._write)
        self._correct = entry_button("differences_correct")
        self._correct.hide()
        row.addWidget(self._open)
        row.addWidget(self._export)
        row.addStretch(1)
        row.addWidget(self._correct)
        layout.addLayout(row)
        self.table.choose_rows([0])
        self._show_buttons()

    def on_correct(self, receive: Callable[[], object]) -> None:
        """Offer to make a correction, and call `receive` when it is asked for."""

        def go() -> None:
            self.accept()
            receive()

        self._correct.clicked.connect(lambda _on=False: go())
        self._correct.show()

    def _line(self) -> DifferenceLine | None:
        return self.model.line_at(self.table.currentIndex().row())

    def _show_buttons(self) -> None:
        line = self._line()
        self._open.setEnabled(line is not None and bool(line.task_uid))
        self._export.setEnabled(bool(self.model.lines))

    def _open_task(self) -> None:
        line = self._line()
        if line is None or not line.task_uid:
            return

        def show(tasks: list[Task]) -> None:
            if tasks:
                self.accept()
                self._workspace.open_place(Place("ledger", task_id=tasks[0].id))
            else:
                self._workspace.say_noted("这项任务已从台账删除")

        job = self._workspace.query(lambda session, _p: session.of(Task).find(uid=line.task_uid), self)
        job.on_success(show).start()

    def _write(self) -> None:
        name = self.windowTitle()
        export_sheet(self, self._workspace, view_sheet(self._workspace.title, name, self.said.text(), self.table))
