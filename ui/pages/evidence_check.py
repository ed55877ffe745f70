"""The check of all files of the ledger against what they were when they came in."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton

from ledger_app.services.evidence_check import FilesChecked, check_files
from ui.dialogs.evidence_faults import FaultsDialog
from ui.jobs import QueryJob
from ui.open_file import size_text
from ui.workspace import Workspace


class FilesCheck(QObject):
    """Runs the check; its button waits meanwhile."""

    def __init__(self, workspace: Workspace, button: QPushButton) -> None:
        """Listen to the button."""
        super().__init__(button)
        self._workspace = workspace
        self._button = button
        self._job: QueryJob[FilesChecked] | None = None
        button.clicked.connect(self.start)
        workspace.runner.ended.connect(self._on_ended)

    def start(self) -> None:
        """Read every file through."""
        store = self._workspace.ledger.store
        self._button.setEnabled(False)
        job = self._workspace.query(lambda session, progress: check_files(session, store, progress), self)
        self._job = job.with_progress("正在核对文件").on_success(self._tell).start()

    def _on_ended(self, job: object) -> None:
        if job is self._job:
            self._job = None
            self._button.setEnabled(True)

    def _tell(self, checked: FilesChecked) -> None:
        if checked.faults or checked.orphans:
            FaultsDialog(self._button.window(), self._workspace, checked).open()
            return
        what = f"{checked.file_count} 个文件（{size_text(checked.size_bytes)}）"
        self._workspace.messages.show_text("核对文件", f"已逐个读出 {what}，全部与存入时一致。")
