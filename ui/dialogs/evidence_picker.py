"""Choose evidence that is in the ledger for a task, by name, number, or words inside the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from ledger_app.domain.evidence import Evidence, TaskEvidence
from ledger_app.services.evidence_texts import find_anything
from ui.dialogs.form import FormDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ledger_app.ports import EvidenceTexts, ReadSession
    from ui.jobs import QueryJob
    from ui.workspace import Workspace

MOST_FOUND = 60
_ID = Qt.ItemDataRole.UserRole
_WAIT_MS = 120
Found = list[tuple[int, str]]


class EvidencePicker(FormDialog):
    """A field, what was found, and a tick for each piece that is meant."""

    def __init__(self, parent: QWidget, workspace: Workspace, task_id: int, code: str) -> None:
        """Make the dialog; what the task has already is left out."""
        super().__init__(parent, "evidence_picker", "选已有材料", "关联", f"哪些材料也支持 {code}？文件只存一份。")
        self._workspace = workspace
        self._task_id = task_id
        self._chosen: dict[int, str] = {}
        self._job: QueryJob[Found] | None = None
        self.setMinimumWidth(560)
        self.field = QLineEdit()
        self.field.setObjectName("evidence_picker_field")
        self.field.setAccessibleName("查找材料")
        self.field.setPlaceholderText("名称、文号、文件里的字或首字母；不填列出最近存入的")
        self.field.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setObjectName("evidence_picker_list")
        self.list.setAccessibleName("找到的材料，空格勾选")
        self.list.setMinimumHeight(280)
        self.list.itemChanged.connect(self._on_ticked)
        self.list.itemDoubleClicked.connect(lambda item: item.setCheckState(Qt.CheckState.Checked))
        self.extra.addWidget(self.field)
        self.extra.addWidget(self.list)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._search)
        self.field.textChanged.connect(lambda _text: self._timer.start())
        self._show_verb()
        self._search()
        self.field.setFocus()

    def on_chosen(self, receive: Callable[[list[int]], object]) -> None:
        """Call `receive` with the ids of the ticked pieces when the verb's button is pressed."""
        self.on_accepted(lambda: receive(list(self._chosen)))

    def _search(self) -> None:
        if self._job is not None:
            self._job.cancel()
        words, task_id, texts = self.field.text().strip(), self._task_id, self._workspace.ledger.texts
        job = self._workspace.query(lambda session, _progress: _find(session, texts, words, task_id), self)
        self._job = job.on_success(self._show).start()

    def _show(self, found: Sequence[tuple[int, str]]) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for piece, words in {**self._chosen, **dict(found)}.items():
            item = QListWidgetItem(words)
            item.setData(_ID, piece)
            item.setToolTip(words)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if piece in self._chosen else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.blockSignals(False)

    def _on_ticked(self, item: QListWidgetItem) -> None:
        piece = int(item.data(_ID))
        if item.checkState() is Qt.CheckState.Checked:
            self._chosen[piece] = item.text()
        else:
            self._chosen.pop(piece, None)
        self._show_verb()

    def _show_verb(self) -> None:
        self.verb_button.setText(f"关联 {len(self._chosen)} 份材料" if self._chosen else "关联")
        self.verb_button.setEnabled(bool(self._chosen))


def _find(session: ReadSession, texts: EvidenceTexts, words: str, task_id: int) -> Found:
    """Return (id, words to show) of pieces in use that the task has not; without words those that came in last."""
    has = {link.evidence_id for link in session.of(TaskEvidence).find(task_id=task_id)}
    if words:
        hits = [hit for hit in find_anything(session, texts, words, MOST_FOUND) if hit.kind == "evidence"]
        return [(hit.id, f"{hit.title}　{hit.snippet}".strip()) for hit in hits if hit.id not in has]
    pieces = [piece for piece in reversed(session.of(Evidence).find(removed_at=None)) if piece.id not in has]
    return [(piece.id, f"{piece.title}　{piece.doc_number}".strip()) for piece in pieces[:MOST_FOUND]]
