"""What the evidence takes up and where it lies; moving it to another drive and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ledger_app.ports import Progress
from ledger_app.services.evidence_space import EvidenceSpace, read_space
from ui.entry_button import entry_button
from ui.open_file import size_text
from ui.pages.page import labelled
from ui.workspace import Workspace

if TYPE_CHECKING:
    from ledger_app.services.store_move import StoreMoved


class SpaceDialog(QDialog):
    """The figures, the place, and what can be done about both."""

    def __init__(self, parent: QWidget, workspace: Workspace, space: EvidenceSpace) -> None:
        """Show the figures."""
        super().__init__(parent)
        self._workspace = workspace
        self.setObjectName("space_dialog")
        self.setWindowTitle("空间和存放位置")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(560)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(12)
        self.warning = labelled(_warning(space, is_away=workspace.ledger.store.is_away), "error", "space_warning")
        self.warning.setWordWrap(True)
        self.warning.setVisible(bool(self.warning.text()))
        layout.addWidget(self.warning)
        form = QFormLayout()
        for label, name, words in self._lines(space):
            said = QLabel(words)
            said.setObjectName(name)
            said.setWordWrap(True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            form.addRow(label, said)
        layout.addLayout(form)
        layout.addLayout(self._make_buttons())

    def _lines(self, space: EvidenceSpace) -> list[tuple[str, str, str]]:
        room = space.room
        drive = f"剩余 {size_text(room.free_bytes)}，共 {size_text(room.total_bytes)}" if room else "现在看不到"
        place = self._workspace.session.store_place()
        where = f"{place.folder}" if place.is_elsewhere else f"台账文件夹里（{place.folder}）"
        return [
            ("全部文件", "space_stored", f"{size_text(space.stored_bytes)}（{space.file_count} 个）"),
            ("其中旧版本", "space_old", size_text(space.old_bytes)),
            ("其中回收站", "space_bin", f"{size_text(space.bin_bytes)}（清空可以腾出）"),
            ("磁盘", "space_drive", drive),
            ("存放位置", "space_place", where),
        ]

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        place, session = self._workspace.session.store_place(), self._workspace.session
        is_free = not self._workspace.is_read_only and not self._workspace.ledger.store.is_away
        acts: list[tuple[str, bool, Callable[[], object]]] = [
            ("space_move", True, self._move),
            ("space_home", place.is_elsewhere, self._go_home),
            ("space_finish", place.leaving is not None, lambda: self._start(session.finish_move)),
        ]
        for name, is_shown, act in acts:
            if not is_shown:
                continue
            button = entry_button(name)
            button.setEnabled(is_free)
            button.clicked.connect(lambda _on=False, act=act: act())
            row.addWidget(button)
        row.addStretch(1)
        close = entry_button("space_close")
        close.clicked.connect(self.reject)
        row.addWidget(close)
        return row

    def _move(self) -> None:
        """Ask for a folder on another drive and move the files there."""
        messages, session = self._workspace.messages, self._workspace.session
        parent = messages.choose_folder("佐证材料放到哪个磁盘上的文件夹里")
        if parent is None:
            return
        text = (
            f"把全部佐证文件移到“{parent}”。逐个核对无误后才删除原来的；移动时可以停止，以后接着做。\n"
            "移走后，台账文件夹单独复制到别处时不带佐证文件；拔掉那个磁盘时材料暂时看不到，台账照常使用。"
        )
        if messages.ask(text, "移到那里"):
            self._start(lambda progress: session.move_store(parent, progress))

    def _go_home(self) -> None:
        """Move the files back into the ledger's own folder."""
        session = self._workspace.session
        if self._workspace.messages.ask("把全部佐证文件移回台账文件夹，逐个核对无误后才删除那边的。", "移回来"):
            self._start(lambda progress: session.move_store(None, progress))

    def _start(self, work: Callable[[Progress], StoreMoved]) -> None:
        workspace = self._workspace
        job = workspace.runner.query(work).owned_by(workspace).with_progress("正在移动佐证材料")
        job.on_success(lambda moved: _tell(workspace, moved)).start()
        self.accept()


def open_space_dialog(parent: QWidget, workspace: Workspace) -> None:
    """Read the figures and show them."""
    store = workspace.ledger.store
    folder: Path = workspace.session.store_place().folder
    job = workspace.query(lambda session, _progress: read_space(session, folder, is_away=store.is_away), parent)
    job.on_success(lambda space: SpaceDialog(parent, workspace, space).open()).start()


def _tell(workspace: Workspace, moved: StoreMoved) -> None:
    text = f"佐证材料现在放在“{moved.folder}”：{moved.count} 个文件，{size_text(moved.size_bytes)}，都已核对。"
    if moved.left:
        text += f"\n另有 {len(moved.left)} 个损坏的文件留在原处，请用“核对文件”处理后再继续。"
    workspace.messages.show_text("存放位置", text)
    workspace.files_mended.emit()


def _warning(space: EvidenceSpace, *, is_away: bool) -> str:
    if is_away:
        return "放佐证材料的磁盘没有接上，材料暂时看不到；接上后自动恢复。"
    if space.room is not None and space.room.is_low:
        free = size_text(space.room.free_bytes)
        return f"磁盘快满了，只剩 {free}。请清空回收站、清理磁盘，或把佐证材料移到别的磁盘。"
    return ""
