"""What became of many files: one line each, to be read through, copied, or handed to whoever can help."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ui.entry_button import entry_button
from ui.pages.page import labelled
from ui.workspace import Workspace

_MOST_LINES = 20


def tell_what_became(workspace: Workspace, failed: int, lines: Sequence[str]) -> None:
    """Say what became of files in one message, or in a list where there is much to say; without lines nothing."""
    if not lines:
        return
    text = f"有 {failed} 个文件没有存入：" if failed else "佐证材料已存入，请留意："
    if len(lines) <= _MOST_LINES:
        workspace.messages.show_text("添加佐证", text, "\n".join(lines))
    else:
        AddingResult(QApplication.activeWindow(), text, lines).open()


class AddingResult(QDialog):
    """A long list with a button that copies it."""

    def __init__(self, parent: QWidget | None, text: str, lines: Sequence[str]) -> None:
        """Show the lines under a sentence."""
        super().__init__(parent)
        self.setObjectName("adding_result")
        self.setWindowTitle("添加佐证")
        self.resize(760, 460)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(labelled(f"{text}共 {len(lines)} 条", "heading", "adding_result_head"))
        self.list = QPlainTextEdit("\n".join(lines))
        self.list.setObjectName("adding_result_list")
        self.list.setAccessibleName("没有存入或需要留意的文件")
        self.list.setReadOnly(True)
        self.list.setTabChangesFocus(True)
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        copy, close = entry_button("adding_result_copy"), entry_button("adding_result_close")
        close.setDefault(True)
        row.addWidget(copy)
        row.addStretch(1)
        row.addWidget(close)
        column.addLayout(row)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.list.toPlainText()))
        close.clicked.connect(self.accept)
