"""历史: everything that was done to a task, newest first, read from the journal when the tab is looked at."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from ui.detail.tab import DetailTab, clear, text_label
from ui.jobs import QueryJob
from ui.models.history_lines import HistoryLine, local_time, read_history
from ui.models.task_detail import TaskDetail
from ui.pages.page import hairline, labelled
from ui.workspace import Workspace

MOST_LINES = 200


class HistoryTab(DetailTab):
    """A readable list of operations."""

    def __init__(self, workspace: Workspace) -> None:
        """Make an empty list."""
        super().__init__("history", workspace)
        self._job: QueryJob[list[HistoryLine]] | None = None
        self._read: TaskDetail | None = None
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
        self._job = job.on_success(self._show).start()

    def _show(self, lines: list[HistoryLine]) -> None:
        clear(self._list)
        for line in lines[:MOST_LINES]:
            operation = line.operation
            undone = "（已撤销）" if operation.is_undone else ""
            self._list.addWidget(text_label(f"{operation.name}{undone}"))
            who = " · ".join(filter(None, (local_time(operation.at), operation.user, operation.host)))
            self._list.addWidget(labelled(who, "secondary"))
            if line.changes:
                self._list.addWidget(text_label("\n".join(line.changes), "secondary"))
            self._list.addWidget(hairline())
        if not lines:
            self._list.addWidget(text_label("还没有记录。", "secondary"))
