"""The answers of earlier reviews that hold for later documents and ledgers, each with a button that takes it back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout

from ledger_app.domain.changes import ChangeSet
from ledger_app.services import learned as learned_services
from ledger_app.services.learned import KeptAnswer
from ui.detail.tab import clear
from ui.entry_button import entry_button
from ui.pages.page import labelled
from ui.workspace import Workspace

_NONE = (
    "还没有。核对文件时的回答会记在这里：“8月前”按哪一天、哪些写法不是单位、某一章是什么类别，"
    "台账的哪一列当作什么、哪种写法算办结。"
)


class LearnedAnswers(QFrame):
    """A panel of the settings; follows the ledger."""

    def __init__(self, workspace: Workspace) -> None:
        """Make it and read the answers."""
        super().__init__()
        self._workspace = workspace
        self.setObjectName("settings_learned")
        self.setProperty("role", "panel")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(16, 12, 16, 16)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(3, 1)
        workspace.ledger_changed.connect(self._on_ledger_changed)
        self._read()

    def _on_ledger_changed(self, changes: ChangeSet) -> None:
        if changes.touches("learned_rule"):
            self._read()

    def _read(self) -> None:
        job = self._workspace.query(lambda session, _progress: learned_services.kept_answers(session), self)
        job.on_success(self._show).start()

    def _show(self, answers: list[KeptAnswer]) -> None:
        clear(self._grid)
        self._grid.addWidget(labelled("以前的回答", "heading"), 0, 0, 1, 4)
        if not answers:
            none = labelled(_NONE, "secondary", "learned_none")
            none.setWordWrap(True)
            self._grid.addWidget(none, 1, 0, 1, 4)
        for number, one in enumerate(answers, start=1):
            key = one.ids[0]
            self._grid.addWidget(labelled(one.what, "secondary"), number, 0)
            form = labelled(f"“{one.form}”", "", f"learned_form_{key}")
            form.setWordWrap(True)
            self._grid.addWidget(form, number, 1)
            self._grid.addWidget(labelled(one.answer, "", f"learned_answer_{key}"), number, 2)
            button = entry_button("learned_forget", key)
            button.setAccessibleName(f"不再沿用关于“{one.form}”的回答")
            button.setEnabled(not self._workspace.is_read_only)
            button.clicked.connect(partial(self._forget, one))
            self._grid.addWidget(button, number, 3, Qt.AlignmentFlag.AlignLeft)

    def _forget(self, answer: KeptAnswer, *_args: object) -> None:
        job = self._workspace.change(lambda work, _progress: learned_services.forget(work, *answer.ids), self)
        job.on_success(lambda _changes: self._workspace.say_done(f"不再沿用关于“{answer.form}”的回答"))
        job.on_failure(self._workspace.messages.show_error).start()
