"""Choose evidence that is in the ledger for a task, by name, number, or words inside the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger_app.domain.evidence import Evidence, TaskEvidence
from ledger_app.services.evidence_texts import find_anything
from ui.dialogs.tick_picker import MOST_FOUND, Found, TickPicker

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ledger_app.ports import ReadSession
    from ui.workspace import Workspace


class EvidencePicker(TickPicker):
    """The pieces in use that a task has not; without words those that came in last."""

    def __init__(self, parent: QWidget, workspace: Workspace, task_id: int, code: str) -> None:
        """Make the dialog; what the task has already is left out."""
        self._task_id = task_id
        self._texts = workspace.ledger.texts
        note = f"哪些材料也支持 {code}？文件只存一份。"
        super().__init__(parent, workspace, "evidence_picker", "选已有材料", "关联", note)
        self.field.setAccessibleName("查找材料")
        self.field.setPlaceholderText("名称、文号、文件里的字或首字母；不填列出最近存入的")
        self.list.setAccessibleName("找到的材料，空格勾选")

    def fitting(self, session: ReadSession, words: str) -> Found:
        """Return the pieces by words in and about them."""
        has = {link.evidence_id for link in session.of(TaskEvidence).find(task_id=self._task_id)}
        if words:
            hits = [hit for hit in find_anything(session, self._texts, words, MOST_FOUND) if hit.kind == "evidence"]
            return [(hit.id, f"{hit.title}　{hit.snippet}".strip()) for hit in hits if hit.id not in has]
        pieces = [piece for piece in reversed(session.of(Evidence).find(removed_at=None)) if piece.id not in has]
        return [(piece.id, f"{piece.title}　{piece.doc_number}".strip()) for piece in pieces[:MOST_FOUND]]

    def verb_for(self, count: int) -> str:
        """Return the verb with the number of pieces."""
        return f"关联 {count} 份材料"
