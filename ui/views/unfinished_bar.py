"""The line above the evidence that offers to go on with an act of adding which was stopped or cut off."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.entry_button import entry_button
from ui.pages.page import labelled
from ui.workspace import ActDecision, Workspace

if TYPE_CHECKING:
    from ledger_app.evidence.act_record import ActRecord


class UnfinishedBar(QFrame):
    """Shows the oldest unfinished act; hidden while there is none."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        """Show what is known now and follow it."""
        super().__init__(parent)
        self.setObjectName("unfinished_bar")
        self.setProperty("role", "note")
        self._workspace = workspace
        self._act: ActRecord | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(8)
        self.words = labelled("", "", "unfinished_words")
        self.go_on = entry_button("unfinished_go_on")
        self.keep = entry_button("unfinished_keep")
        self.drop = entry_button("unfinished_drop")
        row.addWidget(self.words, 1)
        for button, decision in ((self.go_on, "go_on"), (self.keep, "keep"), (self.drop, "drop")):
            row.addWidget(button)
            button.clicked.connect(lambda _checked=False, decision=decision: self._decide(decision))
        workspace.acts_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        acts = self._workspace.unfinished_acts
        self._act = acts[0] if acts else None
        if self._act is not None:
            self.words.setText(_words(self._act, len(acts) - 1))
            self.words.setToolTip("\n".join(str(path) for path in self._act.act.sources))
            self.keep.setVisible(len(self._act.stored) > len(self._act.linked))
        self.setVisible(self._act is not None and not self._workspace.is_read_only)

    def _decide(self, decision: ActDecision) -> None:
        if self._act is not None:
            self._workspace.act_decided.emit(self._act, decision)


def _words(record: ActRecord, others: int) -> str:
    """Return what was dropped when, and how far it came."""
    begun = dt.datetime.fromisoformat(record.act.begun).astimezone()
    first = record.act.sources[0].name if record.act.sources else ""
    what = f"“{first}”等 {len(record.act.sources)} 项" if len(record.act.sources) > 1 else f"“{first}”"
    done = f"已存入 {len(record.stored)} / {record.total} 个文件"
    more = f"（另有 {others} 次）" if others else ""
    return f"{begun.month}月{begun.day}日 {begun:%H:%M} 添加的 {what} 没有做完，{done}{more}。"
