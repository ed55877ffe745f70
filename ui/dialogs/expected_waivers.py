"""The forms in which a clerk says why evidence need not be there, and which papers are usual in this ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.evidence import ExpectedEvidence
from ledger_app.domain.task import TASK_KIND_NAMES, TaskKind
from ledger_app.ports import UnitOfWork
from ledger_app.services import evidence_templates, evidence_waivers
from ledger_app.services.evidence_templates import Templates
from ui.detail.saving_dialog import SavingDialog, Verb
from ui.fields import TextField
from ui.workspace import Workspace

REASONS = ("会议传达即可，不形成材料", "由上级统一制定，本县不另行印发", "材料含涉密内容，不入本台账", "本年度不开展")
"""What is said most often; offered while typing."""


def ask_waiver(parent: QWidget, workspace: Workspace, row: ExpectedEvidence) -> SavingDialog:
    """Ask why one expected paper need not be there."""
    dialog = _reason_dialog(parent, workspace, f"“{row.name}”不再算作缺少，销号、材料包和报表里都按“无需”处理。")
    field = dialog.add_line("原因", "waiver_reason", row.waived_reason, REASONS)

    def make() -> Verb:
        reason = field.text()
        return lambda work: evidence_waivers.waive(work, row.id, reason)

    dialog.on_save(make)
    dialog.open()
    return dialog


def ask_task_waiver(parent: QWidget, workspace: Workspace, task_ids: Sequence[int]) -> SavingDialog:
    """Ask why tasks need no evidence at all."""
    ids = tuple(task_ids)
    what = "这项任务" if len(ids) == 1 else f"选中的 {len(ids)} 项任务"
    dialog = _reason_dialog(parent, workspace, f"{what}还缺的材料都记为“无需”，已有的材料不受影响。")
    field = dialog.add_line("原因", "waiver_reason", "", REASONS)

    def make() -> Verb:
        reason = field.text()
        return lambda work: evidence_waivers.waive_tasks(work, ids, reason)

    dialog.on_save(make)
    dialog.open()
    return dialog


def ask_templates(parent: QWidget, workspace: Workspace, after: Callable[[], object]) -> None:
    """Read the usual papers of this ledger and let them be changed; `after` is called once they are."""

    def show(found: Templates) -> None:
        dialog = TemplatesDialog(parent, workspace, found)
        dialog.accepted.connect(after)
        dialog.open()

    job = workspace.query(lambda session, _progress: evidence_templates.read_templates(session), parent)
    job.on_success(show).start()


class TemplatesDialog(SavingDialog):
    """One field for each kind of task, a paper a line; only what was changed is written."""

    def __init__(self, parent: QWidget, workspace: Workspace, templates: Templates) -> None:
        """Show the usual papers."""
        note = "每行一项。“读取应有材料”时可以一并勾选；已经记下的不受影响。"
        super().__init__(parent, workspace, "templates_dialog", "常用材料", "保存", note)
        self.setMinimumWidth(520)
        self._before: Mapping[TaskKind, str] = {
            kind: "\n".join(name for name, _ in names) for kind, names in templates.items()
        }
        self.fields: dict[TaskKind, TextField] = {}
        for kind, words in self._before.items():
            field = TextField(f"template_{kind}", f"{TASK_KIND_NAMES[kind]}的常用材料", 4)
            field.show_value(words)
            self.fields[kind] = field
            self.add_row(TASK_KIND_NAMES[kind], field)
        self.on_save(self._verb)

    def _verb(self) -> Verb | str:
        texts = {kind: field.toPlainText() for kind, field in self.fields.items()}
        changed = {kind: text.splitlines() for kind, text in texts.items() if text != self._before[kind]}
        if not changed:
            return "没有改动。"

        def verb(work: UnitOfWork) -> ChangeSet:
            for kind, names in changed.items():
                evidence_templates.set_template(work, kind, names)
            return work.changes()

        return verb


def _reason_dialog(parent: QWidget, workspace: Workspace, note: str) -> SavingDialog:
    dialog = SavingDialog(parent, workspace, "waiver_dialog", "无需材料", "记为无需", note)
    dialog.setMinimumWidth(460)
    return dialog
