"""收件文件夹 on the page of settings: choose the folder that files arrive in, or stop using it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from ui.detail.tab import text_label
from ui.entry_button import entry_button
from ui.inbox import Inbox
from ui.pages.page import labelled
from ui.workspace import Workspace

_PURPOSE = (
    "微信、QQ、邮箱或扫描仪把文件存到哪个文件夹，就选哪个。程序打开时每隔几秒看一眼，新来的文件列在“佐证材料”页上方，"
    "选中后存入台账、关联到任务；文件夹里的原件不动。只记在这台电脑上。"
)


class InboxPanel(QFrame):
    """A panel of the settings."""

    def __init__(self, workspace: Workspace, inbox: Inbox) -> None:
        """Make it and show the folder in use."""
        super().__init__()
        self.setObjectName("settings_inbox")
        self.setProperty("role", "panel")
        self._workspace = workspace
        self._inbox = inbox
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        column.addWidget(labelled("收件文件夹", "heading"))
        column.addWidget(text_label(_PURPOSE, "secondary"))
        self.state = text_label("", "", "inbox_state")
        column.addWidget(self.state)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.choose_button, self.stop_button = entry_button("inbox_choose"), entry_button("inbox_stop")
        row.addWidget(self.choose_button)
        row.addWidget(self.stop_button)
        row.addStretch(1)
        column.addLayout(row)
        self.choose_button.clicked.connect(self._choose)
        self.stop_button.clicked.connect(lambda: self._inbox.choose(None))
        inbox.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        folder = self._inbox.folder
        if folder is None:
            self.state.setText("还没有设置。")
        elif not self._inbox.is_there:
            self.state.setText(f"▲ {folder}：找不到，U盘或网络盘没有连上？")
        else:
            self.state.setText(f"✓ {folder}：待归档 {len(self._inbox.waiting)} 个")
        can_write = not self._workspace.is_read_only
        self.choose_button.setEnabled(can_write)
        self.stop_button.setEnabled(can_write and folder is not None)

    def _choose(self) -> None:
        folder = self._workspace.messages.choose_folder("选文件到来的文件夹")
        if folder is not None:
            self._inbox.choose(folder)
