"""Put files into the ledger as evidence: in the store first, then one operation that links them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ledger_app.domain.changes import ChangeSet
from ledger_app.ports import Progress
from ui.workspace import Place, Workspace

if TYPE_CHECKING:
    from ledger_app.services.evidence import Attached


@dataclass(frozen=True, slots=True)
class _Added:
    """What came of adding files; attached is None where no file could be taken."""

    attached: Attached | None
    failed: tuple[str, ...]

    @property
    def changes(self) -> ChangeSet | None:
        return self.attached.changes if self.attached is not None else None


class EvidenceAdder(QObject):
    """Takes the files that pages, drops and the clipboard offer."""

    def __init__(self, workspace: Workspace) -> None:
        """Listen to the workspace."""
        super().__init__(workspace)
        self._workspace = workspace
        workspace.evidence_offered.connect(self.add)

    def add(self, files: Sequence[Path], task_ids: Sequence[int]) -> None:
        """Store files and link them to tasks; files that cannot be taken are named, the others go in."""
        ledger = self._workspace.ledger

        def work(progress: Progress) -> _Added:
            # Read when first needed: the checks of evidence know many formats.
            from ledger_app.services import evidence
            from ledger_app.services import files as file_service

            taken = file_service.take_all(ledger.store, file_service.files_under(files), progress)
            failed = tuple(one.message for one in taken.failed)
            if not taken.taken:
                return _Added(None, failed)
            with ledger.write() as unit_of_work:
                return _Added(evidence.attach(unit_of_work, taken.taken, task_ids), failed)

        job = self._workspace.runner.change(work).owned_by(self._workspace)
        job.with_progress("正在存入佐证材料").on_success(lambda added: self._say(added, task_ids)).start()

    def _say(self, added: _Added, task_ids: Sequence[int]) -> None:
        findings = [one.message for one in added.attached.findings] if added.attached else []
        if added.failed or findings:
            text = f"有 {len(added.failed)} 个文件没有存入：" if added.failed else "佐证材料已存入，请留意："
            self._workspace.messages.show_text("添加佐证", text, "\n".join([*added.failed, *findings][:20]))
        if added.attached is None or not added.attached.evidence:
            return
        count = len(added.attached.evidence)
        if task_ids:
            self._workspace.say_done(f"已添加 {count} 份佐证到 {len(task_ids)} 项任务")
        else:
            self._workspace.open_place(Place("evidence", evidence_id=added.attached.evidence[0].id))
            self._workspace.say_done(f"已存入 {count} 份佐证材料，还没有挂到任务上")
