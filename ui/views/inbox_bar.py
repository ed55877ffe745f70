"""The tray above the evidence: what waits in the inbox folder, to be linked to tasks, kept, or passed over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui.dialogs.task_picker import TaskPicker
from ui.entry_button import entry_button
from ui.open_file import size_text
from ui.pages.page import labelled
from ui.workspace import Workspace

if TYPE_CHECKING:
    from ledger_app.evidence.walking import SourceFile
    from ui.inbox import Inbox

_MOST_ROWS = 5


class InboxBar(QFrame):
    """Shown while something waits, or while the folder cannot be found."""

    def __init__(self, workspace: Workspace, inbox: Inbox, parent: QWidget) -> None:
        """Show what waits now and follow it."""
        super().__init__(parent)
        self.setObjectName("inbox_bar")
        self.setProperty("role", "note")
        self._workspace = workspace
        self._inbox = inbox
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 8, 6)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.words = labelled("", "", "inbox_words")
        self.show_button = entry_button("inbox_show")
        self.show_button.setCheckable(True)
        self.link_button, self.add_button = entry_button("inbox_link"), entry_button("inbox_add")
        self.ignore_button = entry_button("inbox_ignore")
        row.addWidget(self.show_button)
        row.addWidget(self.words, 1)
        for button in (self.link_button, self.add_button, self.ignore_button):
            row.addWidget(button)
        column.addLayout(row)
        self.list = QListWidget()
        self.list.setObjectName("inbox_list")
        self.list.setAccessibleName("收件文件夹里待归档的文件")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        column.addWidget(self.list)
        self.list.hide()
        self.show_button.toggled.connect(self._unfold)
        self.list.itemSelectionChanged.connect(self._enable)
        self.link_button.clicked.connect(self._link)
        self.add_button.clicked.connect(lambda: self._workspace.evidence_offered.emit(self._paths(), ()))
        self.ignore_button.clicked.connect(lambda: self._inbox.ignore(self._chosen()))
        inbox.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        inbox = self._inbox
        count = len(inbox.waiting)
        self.setVisible(inbox.folder is not None and (bool(count) or not inbox.is_there))
        self.show_button.setText(f"待归档 {count} 个")
        self.show_button.setVisible(bool(count))
        where = str(inbox.folder or "")
        arriving = f"，另有 {inbox.growing} 个正在保存" if inbox.growing else ""
        self.words.setText(
            f"收件文件夹 {where}{arriving}" if inbox.is_there else f"找不到收件文件夹 {where}：U盘或网络盘没有连上？"
        )
        self.words.setToolTip(where)
        chosen = {file.path for file in self._chosen()}
        self.list.clear()
        for file in inbox.waiting:
            item = QListWidgetItem(f"{_inner(file, inbox)}　{size_text(file.size)}", self.list)
            item.setToolTip(str(file.path))
            item.setSelected(file.path in chosen)
        shown = min(_MOST_ROWS, max(1, self.list.count()))
        self.list.setFixedHeight(shown * max(1, self.list.sizeHintForRow(0)) + 2 * self.list.frameWidth())
        self._enable()

    def _unfold(self, is_open: bool) -> None:
        self.list.setVisible(is_open)
        if is_open:
            self.list.selectAll()
            self.list.setFocus()
        self._enable()

    def _enable(self) -> None:
        is_open = self.show_button.isChecked() and bool(self._inbox.waiting)
        for button in (self.link_button, self.add_button, self.ignore_button):
            button.setVisible(is_open)
            button.setEnabled(bool(self.list.selectedItems()))

    def _chosen(self) -> Sequence[SourceFile]:
        rows = sorted(self.list.row(item) for item in self.list.selectedItems())
        waiting = self._inbox.waiting
        return [waiting[row] for row in rows if row < len(waiting)]

    def _paths(self) -> list[object]:
        return [file.path for file in self._chosen()]

    def _link(self) -> None:
        paths = self._paths()
        note = f"收件文件夹里选中的 {len(paths)} 个文件要支持哪些任务？"
        picker = TaskPicker(self, self._workspace, "归档到任务", "归档", note)
        picker.on_chosen(lambda ids: self._workspace.evidence_offered.emit(paths, tuple(ids)))
        picker.open()


def _inner(file: SourceFile, inbox: Inbox) -> str:
    """Return a file's path below the inbox folder."""
    folder = inbox.folder
    is_below = folder is not None and file.path.is_relative_to(folder)
    return str(file.path.relative_to(folder)) if folder is not None and is_below else file.path.name
