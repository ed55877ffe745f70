"""What the file of a piece says about itself, above the fields that nobody has filled; one key takes it all."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ledger_app.services import evidence_describing
from ui.detail.tab import clear, text_label
from ui.entry_button import entry_button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger_app.domain.evidence_text import FileText
    from ledger_app.ports import ReadSession
    from ledger_app.services.evidence_describing import Suggestion
    from ui.jobs import QueryJob
    from ui.models.evidence_table import EvidenceRow
    from ui.workspace import Workspace

_LONGEST = 60
Said = tuple[tuple["Suggestion", ...], "FileText | None"]


class EvidenceSuggestions(QFrame):
    """Hidden where a file says nothing that is not written down already."""

    def __init__(self, workspace: Workspace) -> None:
        """Begin hidden."""
        super().__init__()
        self._workspace = workspace
        self._row: EvidenceRow | None = None
        self._job: QueryJob[Said] | None = None
        self._offered: tuple[Suggestion, ...] = ()
        self.setObjectName("evidence_suggestions")
        self.setAccessibleName("文件里读到的信息")
        self.setProperty("role", "note")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 8, 6)
        layout.setSpacing(2)
        head = QHBoxLayout()
        head.addWidget(text_label("文件里读到", "secondary"), 1)
        self.take_all = entry_button("suggest_all")
        self.take_all.clicked.connect(self._take_all)
        key = QShortcut(QKeySequence("Alt+A"), self)
        key.setContext(Qt.ShortcutContext.WindowShortcut)
        key.activated.connect(self._take_all)
        head.addWidget(self.take_all)
        self._head = QWidget()
        self._head.setLayout(head)
        head.setContentsMargins(0, 0, 0, 0)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self._state = text_label("", "secondary", "evidence_text_state")
        self._state.setWordWrap(True)
        for part in (self._head, self._state):
            layout.addWidget(part)
        layout.insertLayout(1, self._lines)
        workspace.texts_read.connect(self._read)
        self.hide()

    def show_row(self, row: EvidenceRow | None) -> None:
        """Show what the file of a piece says."""
        if self._row is None or row is None or row.evidence.id != self._row.evidence.id:
            self._show(((), None))
        self._row = row
        self._read()

    def _read(self) -> None:
        row = self._row
        if self._job is not None:
            self._job.cancel()
        if row is None or row.version is None:
            self._show(((), None))
            return
        texts, digest = self._workspace.ledger.texts, row.version.sha256
        is_open = not (self._workspace.is_read_only or row.is_in_bin or row.is_bound)
        piece = row.evidence.id

        def read(session: ReadSession, _progress: object) -> Said:
            offered = evidence_describing.suggestions(session, texts, [piece]) if is_open else {}
            return offered.get(piece, ()), texts.text(digest)

        self._job = self._workspace.query(read, self).on_success(self._show).start()

    def _show(self, said: Said) -> None:
        self._offered, text = said
        clear(self._lines)
        for one in self._offered:
            self._lines.addWidget(self._line(one))
        self._head.setVisible(bool(self._offered))
        state = _state_of(text)
        self._state.setText(state)
        self._state.setVisible(bool(state))
        self.setVisible(bool(self._offered or state))

    def _line(self, one: Suggestion) -> QWidget:
        box = QWidget()
        box.setObjectName(f"suggested_{one.field}")
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        short = one.words if len(one.words) <= _LONGEST else one.words[: _LONGEST - 1] + "…"
        words = text_label(f"{one.name}：{short}")
        words.setWordWrap(True)
        words.setToolTip(f"{one.words}\n取自{one.source}" if one.source else one.words)
        row.addWidget(words, 1)
        if one.field == "is_personal":
            none = entry_button("suggest_no_person")
            none.clicked.connect(self._deny_personal)
            row.addWidget(none)
        take = entry_button("suggest_take", one.field, text="标记" if one.field == "is_personal" else None)
        take.setAccessibleName(f"采用{one.name}：{short}")
        take.clicked.connect(partial(self._take, [one]))
        row.addWidget(take)
        return box

    def _take_all(self) -> None:
        if self._offered and self.isVisible():
            self._take(self._offered)

    def _take(self, chosen: Sequence[Suggestion], *_clicked: object) -> None:
        if self._row is None:
            return
        piece = self._row.evidence.id
        job = self._workspace.change(
            lambda work, _progress: evidence_describing.accept(work, {piece: tuple(chosen)}), self
        )
        names = "、".join(one.name for one in chosen)
        job.on_success(lambda _changes: self._workspace.say_done(f"已按文件内容填写：{names}")).start()

    def _deny_personal(self) -> None:
        if self._row is None:
            return
        piece = self._row.evidence.id
        job = self._workspace.change(lambda work, _p: evidence_describing.deny_personal(work, piece), self)
        job.on_success(lambda _changes: self._workspace.say_done("已记下：人工确认不含个人信息")).start()


def _state_of(text: FileText | None) -> str:
    """Return what a person should know of the file's words: why there are none, or that some are left out."""
    if text is None:
        return ""
    if text.message:
        return text.message
    return "文件很长，只有前 20 万字能按内容找到。" if text.is_cut else ""
