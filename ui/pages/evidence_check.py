"""The check of all files of the ledger against what they were when they came in, told in a box."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton

from ledger_app.services.evidence_check import VERDICT_NAMES, FilesChecked, check_files
from ui.jobs import QueryJob
from ui.open_file import size_text
from ui.workspace import Workspace

_MOST_SHOWN = 30


class FilesCheck(QObject):
    """Runs the check; its button waits meanwhile.

    Signals:
        faulty: a piece whose file is damaged (its id).
    """

    faulty = Signal(int)

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
        messages = self._workspace.messages
        what = f"{checked.file_count} 个文件（{size_text(checked.size_bytes)}）"
        if not checked.faults:
            messages.show_text("核对文件", f"已逐个读出 {what}，全部与存入时一致。")
            return
        lines = [
            f"{fault.evidence.title}（第 {fault.version.number} 版，{fault.version.original_name}）："
            f"{VERDICT_NAMES[fault.verdict]}"
            for fault in checked.faults
        ]
        more = f"\n……另有 {len(lines) - _MOST_SHOWN} 处" if len(lines) > _MOST_SHOWN else ""
        text = f"读了 {what}，其中 {len(lines)} 处有问题。请从备份中恢复，或重新添加原文件："
        messages.show_text("核对文件", text, "\n".join(lines[:_MOST_SHOWN]) + more)
        self.faulty.emit(checked.faults[0].evidence.id)
