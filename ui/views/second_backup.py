"""第二备份位置: choose a folder on another drive, see whether it is there, stop using it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from ledger_app.domain.changes import ChangeSet
from ledger_app.services.second_place import set_second_place
from ui.detail.tab import text_label
from ui.entry_button import entry_button
from ui.pages.page import labelled
from ui.workspace import SecondPlace, Workspace

_PURPOSE = (
    "自动备份平时放在台账文件夹里；电脑坏了会一起丢失。选另一个磁盘（移动硬盘、U盘、共享盘）上的文件夹，"
    "每天的备份连同佐证材料也放一份过去，没插好时在工作台上提醒。"
)


class SecondBackupPanel(QFrame):
    """A panel of the settings."""

    def __init__(self, workspace: Workspace) -> None:
        """Make it and look where backups go."""
        super().__init__()
        self.setObjectName("settings_backup")
        self.setProperty("role", "panel")
        self._workspace = workspace
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        column.addWidget(labelled("第二备份位置", "heading"))
        column.addWidget(text_label(_PURPOSE, "secondary"))
        self.state = text_label("", "", "second_backup_state")
        column.addWidget(self.state)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.choose_button = entry_button("second_backup_choose")
        self.now_button = entry_button("second_backup_now")
        self.stop_button = entry_button("second_backup_stop")
        for button in (self.choose_button, self.now_button, self.stop_button):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        self.choose_button.clicked.connect(self._choose)
        self.now_button.clicked.connect(self._back_up)
        self.stop_button.clicked.connect(lambda: self._set(None))
        workspace.ledger_changed.connect(self._on_ledger_changed)
        self._show(None)
        self._read()

    def _read(self) -> None:
        session = self._workspace.session
        job = self._workspace.runner.query(lambda _progress: session.second_backup()).owned_by(self)
        job.on_success(self._show).start()

    def _show(self, second: SecondPlace | None) -> None:
        can_write = not self._workspace.is_read_only
        if second is None:
            self.state.setText("还没有设置。")
        elif not second.is_there:
            self.state.setText(f"▲ {second.place}：找不到，备份盘没有插好？")
        else:
            last = f"上次备份 {second.at:%Y-%m-%d %H:%M}（已验证）" if second.at else "还没有备份"
            self.state.setText(f"✓ {second.place}：{last}")
        self.choose_button.setEnabled(can_write)
        self.now_button.setEnabled(can_write and second is not None and second.is_there)
        self.stop_button.setEnabled(can_write and second is not None)

    def _choose(self) -> None:
        folder = self._workspace.messages.choose_folder("选另一个磁盘上的文件夹放备份")
        if folder is not None:
            self._set(folder)

    def _set(self, folder: Path | None) -> None:
        here = self._workspace.ledger.folder
        done = "已设置第二备份位置" if folder is not None else "不再使用第二备份位置"
        job = self._workspace.change(lambda work, _p: set_second_place(work, folder, here), self)
        job.on_success(lambda _changes: self._workspace.say_done(done)).start()

    def _back_up(self) -> None:
        session = self._workspace.session
        job = self._workspace.runner.query(session.back_up_if_due).owned_by(self).with_progress("正在备份")
        job.on_success(lambda _made: self._read()).start()

    def _on_ledger_changed(self, changes: ChangeSet) -> None:
        if changes.touches("setting"):
            self._read()
