"""历史: everything that was done to a task, by time or by field; read from the journal when the tab is looked at."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledger_app.domain.changes import Operation
from ui.detail.tab import DetailTab, clear, text_label
from ui.entry_button import entry_button
from ui.fields import ChoiceField
from ui.jobs import QueryJob
from ui.models.history_lines import FieldHistory, HistoryLine, by_field, local_time, read_history
from ui.models.task_detail import TaskDetail
from ui.pages.page import hairline, labelled
from ui.workspace import Workspace

MOST_LINES = 200
_ORDERS = {"time": "按时间", "field": "按项目"}
# Undoing an operation of more rows than these is asked about: it is more than this task.
_MANY_ROWS = 20


class HistoryTab(DetailTab):
    """A readable list of operations, each of which can be undone by itself."""

    def __init__(self, workspace: Workspace) -> None:
        """Make an empty list."""
        super().__init__("history", workspace)
        self._job: QueryJob[list[HistoryLine]] | None = None
        self._read: TaskDetail | None = None
        self._lines: list[HistoryLine] = []
        row = QHBoxLayout()
        self._order = ChoiceField("history_order", "历史的排列", _ORDERS.items())
        self._order.setMaximumWidth(120)
        self._order.committed.connect(lambda _key: self._fill())
        self._count = labelled("", "secondary", "history_count")
        row.addWidget(self._order)
        row.addWidget(self._count, 1)
        self.column.addLayout(row)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self.column.addLayout(self._list)
        self.column.addStretch(1)

    def show_detail(self, detail: TaskDetail) -> None:
        """Show a task's history, now or when the tab is next looked at."""
        super().show_detail(detail)
        if self.isVisible():
            self._start()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what is to be shown."""
        super().showEvent(event)
        self._start()

    def _start(self) -> None:
        detail = self.detail
        if detail is None or detail is self._read:
            return
        self._read = detail
        if self._job is not None:
            self._job.cancel()
        ledger = self.workspace.ledger
        job = self.workspace.runner.query(lambda _progress: read_history(ledger, detail)).owned_by(self)
        self._job = job.on_success(self._take).start()

    def _take(self, lines: list[HistoryLine]) -> None:
        self._lines = lines
        self._fill()

    def _fill(self) -> None:
        clear(self._list)
        shown = self._lines[:MOST_LINES]
        if self._order.value() == "time":
            for line in shown:
                self._add_operation(line)
        else:
            for field in by_field(shown):
                self._add_field(field)
        more = len(self._lines) - len(shown)
        self._count.setText(f"共 {len(self._lines)} 步" + (f"，只列出最近 {MOST_LINES} 步" if more else ""))
        if not self._lines:
            self._list.addWidget(text_label("还没有记录。", "secondary"))

    def _add_operation(self, line: HistoryLine) -> None:
        operation = line.operation
        head = QHBoxLayout()
        undone = "（已撤销）" if operation.is_undone else ""
        head.addWidget(text_label(f"{operation.name}{undone}"), 1)
        button = self._undo_button(operation)
        if button is not None:
            head.addWidget(button)
        self._list.addLayout(head)
        self._list.addWidget(labelled(_who(operation), "secondary"))
        if line.changes:
            words = "\n".join(change.text for change in line.changes)
            self._list.addWidget(text_label(words, "secondary", f"history_changes_{operation.id}"))
        self._list.addWidget(hairline())

    def _add_field(self, field: FieldHistory) -> None:
        self._list.addWidget(labelled(field.field, "heading"))
        for operation, change in field.changes:
            undone = "（已撤销）" if operation.is_undone else ""
            words = change.text.removeprefix(f"{field.field}：")
            self._list.addWidget(text_label(f"{words}{undone}"))
            self._list.addWidget(labelled(_who(operation), "secondary"))
        self._list.addWidget(hairline())

    def _undo_button(self, operation: Operation) -> QWidget | None:
        """Return the button that undoes an operation or does it again, None where there is nothing to undo."""
        if self.workspace.is_read_only or operation.kind in ("undo", "redo"):
            return None
        verb = "重做" if operation.is_undone else "撤销"
        button = entry_button("history_undo", operation.id, text=verb, tip=f"只{verb}这一步，后来又改过的内容保留")
        button.setAccessibleName(f"{verb}：{operation.name}")
        button.clicked.connect(partial(self._turn, operation))
        return button

    def _turn(self, operation: Operation, _checked: object = None) -> None:
        if operation.is_undone:
            self.workspace.redo(operation.id)
            return
        text = f"“{operation.name}”不只改动了这项任务。"
        if operation.row_count <= _MANY_ROWS or self.workspace.messages.ask(
            text, "撤销这一步", detail=f"这一步共改动 {operation.row_count} 处，撤销后可以重做。", is_dangerous=True
        ):
            self.workspace.undo(operation.id)


def _who(operation: Operation) -> str:
    return " · ".join(filter(None, (local_time(operation.at), operation.user, operation.host)))
