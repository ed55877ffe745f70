"""待定读数: the open questions of what was imported; each opens its task, where it is answered."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.plan import Doubt
from ledger_app.domain.task import Task
from ledger_app.ports import ReadSession
from ui.workspace import Place, Workspace

MOST = 500
_TASK = Qt.ItemDataRole.UserRole


class DoubtsDialog(QDialog):
    """A list of questions; Enter or a double click opens the task."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        """Read the questions."""
        super().__init__(parent)
        self._workspace = workspace
        self.setObjectName("doubts_dialog")
        self.setWindowTitle("待定读数")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(640, 460)
        layout = QVBoxLayout(self)
        note = QLabel("导入时没有把握的单位和日期。双击打开任务，在“基本”里认领单位，或点“就是这天”。")
        note.setProperty("role", "secondary")
        note.setWordWrap(True)
        layout.addWidget(note)
        self._list = QListWidget()
        self._list.setObjectName("doubts_list")
        self._list.setAccessibleName("待定读数")
        self._list.itemActivated.connect(self._open)
        layout.addWidget(self._list)
        workspace.ledger_changed.connect(self._on_ledger_changed)
        self._read()

    def _read(self) -> None:
        self._workspace.query(lambda session, _p: _read_doubts(session), self).on_success(self._show).start()

    def _show(self, lines: list[tuple[str, int | None]]) -> None:
        self._list.clear()
        for text, task_id in lines:
            item = QListWidgetItem(text)
            item.setData(_TASK, task_id)
            item.setToolTip(text)
            self._list.addItem(item)
        if not lines:
            self._list.addItem("没有待定的读数。")

    def _open(self, item: QListWidgetItem) -> None:
        task_id = item.data(_TASK)
        if isinstance(task_id, int):
            self._workspace.open_place(Place("ledger", task_id=task_id, tab="basic"))
            self.accept()

    def _on_ledger_changed(self, changes: ChangeSet) -> None:
        if changes.touches("doubt"):
            self._read()


def _read_doubts(session: ReadSession) -> list[tuple[str, int | None]]:
    doubts = session.of(Doubt).find(answer=None)[:MOST]
    ids = sorted({doubt.task_id for doubt in doubts if doubt.task_id is not None})
    tasks = {task.id: task for task in session.of(Task).find(id=ids)} if ids else {}
    lines: list[tuple[str, int | None]] = []
    for doubt in doubts:
        task = tasks.get(doubt.task_id or 0)
        where = f"{task.code} {task.title}：" if task is not None else ""
        lines.append((f"{where}{doubt.question}", doubt.task_id))
    return lines
