"""The strip above the bin on the evidence page: who put a piece there, restoring it, emptying the bin for good."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.evidence import Evidence
from ledger_app.evidence.upkeep import delete_files
from ledger_app.ports import Progress, ReadSession, UnitOfWork
from ledger_app.services import evidence_bin
from ledger_app.services.evidence_bin import BinEntry, Freed
from ui.entry_button import entry_button
from ui.open_file import size_text
from ui.pages.page import labelled
from ui.workspace import Workspace

_PLAIN = "回收站里的材料不计入任务，文件仍在台账里。"
_MOST_NAMED = 12


class BinStrip(QFrame):
    """Says what lies in the bin, and empties it after asking."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        """Make the strip; the page shows it while the bin is shown."""
        super().__init__(parent)
        self._workspace = workspace
        self._shown: int | None = None
        self.setObjectName("evidence_bin_note")
        self.setProperty("role", "note")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        self.said = labelled(_PLAIN, "secondary", "evidence_bin_said")
        self.said.setWordWrap(True)
        row.addWidget(self.said, 1)
        self.restore_button = entry_button("evidence_restore")
        self.empty_button = entry_button("evidence_empty_bin")
        self.empty_button.clicked.connect(self.ask_to_empty)
        self.empty_button.setEnabled(not workspace.is_read_only)
        row.addWidget(self.restore_button)
        row.addWidget(self.empty_button)

    def show_piece(self, evidence: Evidence | None) -> None:
        """Say who put a piece into the bin, when, and from which task."""
        self._shown = evidence.id if evidence is not None and evidence.removed_at is not None else None
        self.said.setText(_PLAIN)
        if evidence is None or self._shown is None:
            return
        ledger = self._workspace.ledger
        job = self._workspace.runner.query(lambda _progress: evidence_bin.entry_of(ledger, evidence)).owned_by(self)
        job.on_success(self._say).start()

    def ask_to_empty(self) -> None:
        """Read what would go, ask, and delete it."""
        job = self._workspace.query(_read_bin, self)
        job.on_success(lambda found: self._ask(*found)).start()

    def _say(self, entry: BinEntry) -> None:
        if entry.evidence.id == self._shown:
            who = f"{entry.by} " if entry.by else ""
            self.said.setText(
                f"{who}于 {entry.since[:10]} 移入：{entry.act or '放入回收站'}。文件仍在台账里，可以恢复。"
            )

    def _ask(self, freed: Freed, titles: Sequence[str]) -> None:
        messages = self._workspace.messages
        if not freed.evidence_ids:
            messages.show_text("清空回收站", "回收站是空的。")
            return
        stays = f"；{freed.shared_count} 个文件还有别处在用，会留下" if freed.shared_count else ""
        count, size = len(freed.evidence_ids), size_text(freed.size_bytes)
        text = f"永久删除回收站里的 {count} 件材料，腾出 {size}{stays}。删除后不能撤销。"
        named = "\n".join(titles[:_MOST_NAMED])
        more = f"\n……等 {len(titles)} 件" if len(titles) > _MOST_NAMED else ""
        if messages.ask(text, f"永久删除 {count} 件", detail=named + more, is_dangerous=True):
            self._empty(freed)

    def _empty(self, freed: Freed) -> None:
        def verb(work: UnitOfWork, _progress: Progress) -> ChangeSet:
            # Exactly what was asked about; what came into the bin meanwhile stays.
            return evidence_bin.empty(work, freed.evidence_ids).changes

        self._workspace.change(verb, self).on_success(lambda _changes: self._delete(freed)).start()

    def _delete(self, freed: Freed) -> None:
        store = self._workspace.ledger.store
        job = self._workspace.runner.query(lambda _progress: delete_files(store, freed.digests)).owned_by(self)
        count = len(freed.evidence_ids)
        job.on_success(
            lambda size: self._workspace.note_requested.emit(f"已永久删除 {count} 件材料，腾出 {size_text(size)}")
        ).start()


def _read_bin(session: ReadSession, _progress: Progress) -> tuple[Freed, list[str]]:
    return evidence_bin.would_free(session), [one.title for one in evidence_bin.in_bin(session)]
