"""The words of evidence: how many files can be found by them, which could not be read and why, what they offer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ledger_app.services import evidence_describing as describing
from ledger_app.services.evidence_texts import evidence_files, unread_files
from ui.detail.tab import text_label
from ui.entry_button import entry_button
from ui.places import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger_app.ports import EvidenceTexts, ReadSession
    from ledger_app.services.evidence_describing import Suggestion
    from ui.workspace import Workspace

_ID = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class WordsOfEvidence:
    """What the dialog shows.

    Attributes:
        counts: files by state; unread: files that are still to be read.
        unreadable: (evidence id, sentence) of those without words that should have some.
        offered: suggestions by evidence.
        fills: the setting.
    """

    counts: Mapping[str, int]
    unread: int
    unreadable: tuple[tuple[int, str], ...]
    offered: Mapping[int, tuple[Suggestion, ...]]
    fills: bool


def read_words(session: ReadSession, texts: EvidenceTexts) -> WordsOfEvidence:
    """Read what the dialog shows."""
    by_digest = {file.sha256: file.evidence_id for file in evidence_files(session)}
    unreadable = [(by_digest[one.sha256], one.message) for one in texts.unreadable() if one.sha256 in by_digest]
    return WordsOfEvidence(
        texts.counts(),
        len(unread_files(session, texts)),
        tuple(unreadable),
        describing.suggestions(session, texts),
        describing.fills_unasked(session),
    )


class EvidenceTextsDialog(QDialog):
    """Stays open while files are read, and shows what changes."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        """Make it and read what it shows."""
        super().__init__(parent)
        self._workspace = workspace
        self._offered: Mapping[int, tuple[Suggestion, ...]] = {}
        self.setObjectName("evidence_texts")
        self.setWindowTitle("材料文字")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(500, 300)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(10)
        self._counts = text_label("", "", "words_counts")
        self._counts.setWordWrap(True)
        layout.addWidget(self._counts)
        self.list = QListWidget()
        self.list.setObjectName("words_unreadable")
        self.list.setAccessibleName("没有读出文字的材料")
        self.list.setWordWrap(True)
        self.list.itemActivated.connect(lambda _item: self._show_piece())
        layout.addWidget(self.list, 1)
        self._room = QWidget()
        layout.addWidget(self._room, 1)
        self._offer = text_label("", "secondary", "words_offer")
        self._offer.setWordWrap(True)
        self.take = entry_button("words_take")
        self.take.clicked.connect(self._take)
        offer = QHBoxLayout()
        offer.addWidget(self._offer, 1)
        offer.addWidget(self.take)
        layout.addLayout(offer)
        self.fills = QCheckBox(
            "以后自动填写：新材料读出的名称、文号、日期等直接写进空着的各项（手工填的不改，可以撤销）"
        )
        self.fills.setObjectName("words_fills")
        self.fills.setToolTip("名称、类别、文号、责任者、日期、页数和个人信息标记；手工填的不改，可以撤销")
        self.fills.clicked.connect(self._set_fills)
        layout.addWidget(self.fills)
        layout.addLayout(self._make_buttons())
        workspace.texts_read.connect(self._read)
        workspace.ledger_changed.connect(lambda _changes: self._read())
        self._read()

    def _make_buttons(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        self.again = entry_button("words_again")
        self.again.clicked.connect(self._read_again)
        self.show_button = entry_button("words_show")
        self.show_button.clicked.connect(self._show_piece)
        self.list.currentRowChanged.connect(lambda row: self.show_button.setEnabled(row >= 0))
        self.show_button.setEnabled(False)
        close = entry_button("words_close")
        close.clicked.connect(self.accept)
        for button in (self.again, self.show_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(close)
        self.again.setEnabled(not self._workspace.is_read_only)
        self.fills.setEnabled(not self._workspace.is_read_only)
        return buttons

    def _read(self) -> None:
        texts = self._workspace.ledger.texts
        job = self._workspace.query(lambda session, _progress: read_words(session, texts), self)
        job.on_success(self._show).start()

    def _show(self, words: WordsOfEvidence) -> None:
        counts = words.counts
        said = [f"{counts.get('read', 0)} 份文件能按内容查找"]
        silent = counts.get("foreign", 0) + max(
            0, counts.get("empty", 0) + counts.get("failed", 0) - len(words.unreadable)
        )
        said += [f"{silent} 份本来没有文字（视频、压缩包等）"] if silent else []
        said += [f"{len(words.unreadable)} 份没有读出文字"] if words.unreadable else []
        said += [f"{words.unread} 份还没有读到，窗口开着时自动读"] if words.unread else []
        self._counts.setText("；".join(said) + "。")
        self.list.clear()
        for piece, message in words.unreadable:
            item = QListWidgetItem(message)
            item.setData(_ID, piece)
            self.list.addItem(item)
        self.list.setVisible(bool(words.unreadable))
        self._room.setVisible(not words.unreadable)
        self._offered = words.offered
        count = sum(map(len, words.offered.values()))
        self._offer.setText(
            f"从 {len(words.offered)} 份文件里读到 {count} 项还没有填写的信息。" if count else "没有待采用的信息。"
        )
        self.take.setEnabled(bool(count) and not self._workspace.is_read_only)
        self.fills.setChecked(words.fills)

    def _take(self) -> None:
        offered = dict(self._offered)
        job = self._workspace.change(lambda work, _progress: describing.accept(work, offered), self)
        job.on_success(
            lambda _changes: self._workspace.say_done(f"已按文件内容补全 {len(offered)} 份材料的信息")
        ).start()

    def _set_fills(self, is_on: bool) -> None:
        self._workspace.change(lambda work, _p: describing.set_fills_unasked(work, is_on=is_on), self).start()

    def _read_again(self) -> None:
        texts = self._workspace.ledger.texts
        job = self._workspace.runner.query(lambda _progress: texts.clear()).owned_by(self)
        job.on_success(lambda _none: self._begin_again()).start()

    def _begin_again(self) -> None:
        self._workspace.texts_wanted.emit()
        self._read()

    def _show_piece(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._workspace.open_place(Place("evidence", evidence_id=int(item.data(_ID))))
            self.accept()
