"""What a check of the stored files found, and what puts it right: the file chosen again, backups, taking it in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ledger_app.domain.changes import ChangeSet
from ledger_app.ports import Progress, UnitOfWork
from ledger_app.services import evidence_repair
from ledger_app.services.evidence_check import VERDICT_NAMES, FileFault, FilesChecked, Orphan
from ledger_app.services.evidence_repair import Repaired
from ui.entry_button import entry_button
from ui.open_file import size_text
from ui.pages.page import labelled
from ui.workspace import Place, Workspace

_ROW = Qt.ItemDataRole.UserRole
_BACKUPS = "备份文件 (*.backup);;所有文件 (*)"


class FaultsDialog(QDialog):
    """The list; what is put right leaves it."""

    def __init__(self, parent: QWidget, workspace: Workspace, found: FilesChecked) -> None:
        """Show what was found."""
        super().__init__(parent)
        self._workspace = workspace
        self.setObjectName("faults_dialog")
        self.setWindowTitle("核对文件")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(720, 420)
        self._faults = list(found.faults)
        self._orphans = list(found.orphans)
        self._read = f"读了 {found.file_count} 个文件（{size_text(found.size_bytes)}）"
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(8)
        self.said = labelled("", "", "faults_said")
        self.said.setWordWrap(True)
        layout.addWidget(self.said)
        self.tree = QTreeWidget()
        self.tree.setObjectName("faults_list")
        self.tree.setAccessibleName("有问题的文件")
        self.tree.setHeaderLabels(["文件", "问题"])
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tree.setColumnWidth(0, 470)
        self.tree.itemSelectionChanged.connect(self._show_buttons)
        self.tree.itemActivated.connect(lambda _item: self._show_piece())
        layout.addWidget(self.tree, 1)
        layout.addLayout(self._make_buttons())
        self._fill()

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.acts = {
            name: entry_button(name)
            for name in (
                "faults_choose",
                "faults_backup",
                "faults_archive",
                "faults_adopt",
                "faults_bin",
                "faults_show",
            )
        }
        acts: dict[str, Callable[[], object]] = {
            "faults_choose": self._choose,
            "faults_backup": self._from_backups,
            "faults_archive": self._from_archive,
            "faults_adopt": lambda: self._adopt(to_bin=False),
            "faults_bin": lambda: self._adopt(to_bin=True),
            "faults_show": self._show_piece,
        }
        for name, button in self.acts.items():
            button.clicked.connect(lambda _on=False, act=acts[name]: act())
            row.addWidget(button)
        row.addStretch(1)
        close = entry_button("faults_close")
        close.clicked.connect(self.reject)
        row.addWidget(close)
        return row

    def _fill(self) -> None:
        self.tree.clear()
        for fault in self._faults:
            self._put(fault.name, VERDICT_NAMES[fault.verdict], fault)
        for orphan in self._orphans:
            name = f"没有登记的文件 {orphan.sha256[:12]}（{size_text(orphan.size_bytes)}）"
            self._put(name, "台账里没有记录", orphan)
        parts = []
        if self._faults:
            parts.append(
                f"{len(self._faults)} 处与存入时不一致，可以重新选择原文件，或从备份恢复（校验值相符才会替换）"
            )
        if self._orphans:
            parts.append(f"{len(self._orphans)} 个文件没有登记，可以登记为材料，或放入回收站")
        self.said.setText(f"{self._read}：{'；'.join(parts)}。" if parts else f"{self._read}，问题都已处理。")
        first = self.tree.topLevelItem(0)
        if first is not None:
            self.tree.setCurrentItem(first)
        self._show_buttons()

    def _put(self, name: str, problem: str, row: FileFault | Orphan) -> None:
        item = QTreeWidgetItem(self.tree, [name, problem])
        item.setToolTip(0, name)
        item.setData(0, _ROW, row)

    def _chosen(self) -> list[FileFault | Orphan]:
        return [item.data(0, _ROW) for item in self.tree.selectedItems()]

    def _show_buttons(self) -> None:
        chosen, writable = self._chosen(), not self._workspace.is_read_only
        faults = any(isinstance(one, FileFault) for one in chosen)
        orphans = any(isinstance(one, Orphan) for one in chosen)
        for name in ("faults_choose", "faults_backup", "faults_archive"):
            self.acts[name].setVisible(bool(self._faults))
            self.acts[name].setEnabled(writable and (faults if name == "faults_choose" else bool(self._faults)))
        for name in ("faults_adopt", "faults_bin"):
            self.acts[name].setVisible(bool(self._orphans))
            self.acts[name].setEnabled(writable and orphans)
        pieces = [one for one in chosen if isinstance(one, FileFault) and one.evidence is not None]
        self.acts["faults_show"].setEnabled(len(pieces) == 1)

    def _choose(self) -> None:
        """Let the original be chosen; of several rows the one whose bytes it has is put right."""
        files = self._workspace.messages.choose_files("选择当初添加的原文件")
        if not files:
            return
        digests = [one.sha256 for one in self._faults]
        store, path = self._workspace.ledger.store, Path(files[0])
        job = self._workspace.runner.query(
            lambda progress: evidence_repair.repair_from_file(store, digests, path, progress)
        )
        job = job.owned_by(self).with_progress(f"正在核对 {path.name}")
        job.on_success(lambda digest: self._mended(Repaired((digest,), ()))).start()

    def _from_backups(self) -> None:
        """Look into the ledger's own backups and those of the second place."""
        session, digests = self._workspace.session, [one.sha256 for one in self._faults]
        store = self._workspace.ledger.store

        def work(progress: Progress) -> Repaired:
            return evidence_repair.repair_from_backups(store, digests, session.backup_places(), progress)

        self._start(work)

    def _from_archive(self) -> None:
        """Look into a backup file that the person has somewhere."""
        files = self._workspace.messages.choose_files("选择备份文件", _BACKUPS)
        if not files:
            return
        store, digests = self._workspace.ledger.store, [one.sha256 for one in self._faults]
        places = [Path(one) for one in files]
        self._start(lambda progress: evidence_repair.repair_from_backups(store, digests, places, progress))

    def _start(self, work: Callable[[Progress], Repaired]) -> None:
        job = self._workspace.runner.query(work).owned_by(self).with_progress("正在从备份中恢复文件")
        job.on_success(self._mended).start()

    def _mended(self, repaired: Repaired) -> None:
        self._faults = [one for one in self._faults if one.sha256 not in repaired.mended]
        self._fill()
        if repaired.left:
            text = f"已恢复 {len(repaired.mended)} 个文件；另有 {len(repaired.left)} 个在这些备份里找不到完好的一份。"
            self._workspace.messages.show_text("从备份恢复", text)
        else:
            self._workspace.note_requested.emit(f"已恢复 {len(repaired.mended)} 个文件，与存入时一致")
        self._workspace.files_mended.emit()

    def _adopt(self, *, to_bin: bool) -> None:
        orphans = [one for one in self._chosen() if isinstance(one, Orphan)]
        store = self._workspace.ledger.store
        if not orphans:
            return

        def verb(work: UnitOfWork, _progress: Progress) -> ChangeSet:
            return evidence_repair.adopt(work, store, orphans, to_bin=to_bin)

        job = self._workspace.change(verb, self)
        job.on_success(lambda _changes: self._adopted(orphans, to_bin=to_bin)).start()

    def _adopted(self, orphans: list[Orphan], *, to_bin: bool) -> None:
        self._orphans = [one for one in self._orphans if one not in orphans]
        self._fill()
        where = "放入回收站" if to_bin else "登记为材料，在“未关联”里"
        self._workspace.say_done(f"{len(orphans)} 个文件已{where}")

    def _show_piece(self) -> None:
        pieces = [one for one in self._chosen() if isinstance(one, FileFault) and one.evidence is not None]
        if pieces and pieces[0].evidence is not None:
            self._workspace.open_place(Place("evidence", evidence_id=pieces[0].evidence.id))
            self.accept()
