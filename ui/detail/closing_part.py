"""销号: the steps taken with dates and names, the conditions, and the steps that may follow."""

from __future__ import annotations

import json
from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.supervision import CLOSING_STEP_NAMES, Closing, ClosingStep
from ledger_app.ports import UnitOfWork
from ledger_app.services import closing as closing_service
from ledger_app.services.closing import StepTaken
from ui.detail.part import DetailPart
from ui.detail.saving_dialog import SavingDialog, Verb
from ui.detail.tab import DetailTab
from ui.entry_button import entry_button
from ui.fields import DateField, TextField
from ui.models.columns import day
from ui.models.task_detail import TaskDetail

_VERBS: dict[ClosingStep, Callable[[UnitOfWork, int, StepTaken], ChangeSet]] = {
    "asked": closing_service.ask,
    "checked": closing_service.check,
    "approved": closing_service.approve,
    "sent_back": closing_service.send_back,
    "reopened": closing_service.reopen,
}
# Which steps may follow each state; the service refuses the others.
_NEXT: dict[ClosingStep | None, tuple[ClosingStep, ...]] = {
    None: ("asked",),
    "asked": ("checked", "approved", "sent_back"),
    "checked": ("approved", "sent_back"),
    "approved": ("reopened",),
    "sent_back": ("asked",),
    "reopened": ("asked",),
}
_WITHOUT_CONDITIONS: tuple[ClosingStep, ...] = ("reopened", "sent_back")


class ClosingPart(DetailPart):
    """The way to being struck off."""

    def __init__(self, tab: DetailTab) -> None:
        """Make the part."""
        super().__init__(tab, "closing", "销号")

    def fill(self, detail: TaskDetail) -> None:
        """Show what was done, what is known of the conditions, and what may follow."""
        for taken in detail.closings:
            self.add_text(_step_words(taken), "", f"closing_step_{taken.id}")
        latest: ClosingStep | None = detail.closings[-1].step if detail.closings else None
        if latest is None:
            self.add_empty("尚未申请销号。任务完成、佐证齐全后，按“申请销号…”。")
        if latest != "approved":
            self._add_conditions(detail)
        if not self.workspace.is_read_only:
            self._add_steps(latest)
        self.add_print("closing", "打印销号审批表")

    def _add_steps(self, latest: ClosingStep | None) -> None:
        row = QHBoxLayout()
        for number, step in enumerate(_NEXT[latest]):
            button = entry_button(f"closing_{step}", kind="" if number == 0 else "flat")
            button.clicked.connect(lambda _checked=False, step=step: self._ask(step))
            row.addWidget(button)
        row.addStretch(1)
        self.rows.addLayout(row)

    def _add_conditions(self, detail: TaskDetail) -> None:
        lines = []
        for condition in closing_service.CONDITIONS:
            known = detail.conditions.get(condition)
            sign = "○" if known is None else "✓" if known.holds else "✗"
            lines.append(f"{sign} {condition}{f'（{known.why}）' if known is not None else ''}")
        self.add_text("\n".join(lines), "secondary", "closing_conditions")

    def _ask(self, step: ClosingStep) -> None:
        detail = self.detail
        if detail is None:
            return
        word, verb = CLOSING_STEP_NAMES[step], _VERBS[step]
        title = f"{word}：{detail.task.code} {detail.task.title}"
        dialog = SavingDialog(self, self.workspace, "closing_dialog", title, word)
        by_name = dialog.add_line("经办人", "closing_by")
        on_date = DateField("closing_date", "日期", self.look)
        on_date.show_value(self.workspace.today, self.workspace.today.year)
        dialog.add_row("日期", on_date)
        completed = DateField("closing_completed", "实际完成日期", self.look)
        completed.show_value(detail.task.completed_on, self.workspace.today.year)
        if step == "asked":
            dialog.add_row("实际完成", completed)
        opinion = TextField("closing_opinion", "意见", 3)
        dialog.add_row("意见" if step not in _WITHOUT_CONDITIONS else "原因", opinion)
        boxes = self._condition_boxes(detail, dialog) if step not in _WITHOUT_CONDITIONS else {}
        task_id = detail.task.id

        def make() -> Verb:
            checklist = {text: box.isChecked() for text, box in boxes.items()}
            taken = StepTaken(by_name.text(), opinion.text(), on_date.value(), checklist)
            done_on = completed.value()
            if step == "asked":
                return lambda work: closing_service.ask(work, task_id, taken, done_on)
            return lambda work: verb(work, task_id, taken)

        dialog.on_save(make)
        dialog.open()

    def _condition_boxes(self, detail: TaskDetail, dialog: SavingDialog) -> dict[str, QCheckBox]:
        """Put a box for each condition into the form: as ticked in the step before, else as the ledger knows it."""
        before = _checklist(detail.closings[-1]) if detail.closings else {}
        boxes = {}
        for number, condition in enumerate(closing_service.CONDITIONS):
            known = detail.conditions.get(condition)
            box = QCheckBox(f"{condition}（{known.why}）" if known is not None else condition)
            box.setObjectName(f"closing_condition_{number}")
            box.setChecked(known.holds if known is not None else before.get(condition, False))
            dialog.extra.addWidget(box)
            boxes[condition] = box
        return boxes


def _checklist(step: Closing) -> dict[str, bool]:
    read = json.loads(step.checklist or "{}")
    return {str(key): bool(value) for key, value in read.items()} if isinstance(read, dict) else {}


def _step_words(step: Closing) -> str:
    head = "　".join(filter(None, (day(step.on_date), CLOSING_STEP_NAMES[step.step], step.by_name)))
    checked = _checklist(step)
    missing = [name for name in closing_service.CONDITIONS if checked.get(name) is False]
    lines = [head, step.opinion]
    if checked and step.step not in _WITHOUT_CONDITIONS:
        lines.append(
            f"条件 {len(checked) - len(missing)}/{len(checked)}"
            + (f"，未满足：{'、'.join(missing)}" if missing else "")
        )
    return "\n".join(filter(None, lines))
