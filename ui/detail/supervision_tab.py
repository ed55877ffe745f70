"""督办: the way to being struck off, extensions, slips."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.deadline_rules import is_by_revision
from ledger_app.domain.supervision import CLOSING_STEP_NAMES, Closing, ClosingStep
from ledger_app.domain.task import Extension
from ledger_app.ports import UnitOfWork
from ledger_app.services import closing as closing_service
from ledger_app.services import deadlines as deadline_service
from ui.detail.tab import DetailTab, clear, text_label
from ui.dialogs.form import FormDialog
from ui.fields import DateField, TextField
from ui.models.columns import day
from ui.models.task_detail import TaskDetail
from ui.pages.page import hairline, labelled, push_button
from ui.workspace import Workspace

_VERBS: dict[ClosingStep, tuple[str, Callable[[UnitOfWork, int, closing_service.StepTaken], ChangeSet]]] = {
    "asked": ("申请销号…", closing_service.ask),
    "checked": ("审核通过…", closing_service.check),
    "approved": ("批准销号…", closing_service.approve),
    "sent_back": ("退回重办…", closing_service.send_back),
    "reopened": ("重新办理…", closing_service.reopen),
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


class SupervisionTab(DetailTab):
    """Steps of striking off with the buttons that may follow; extensions; slips."""

    def __init__(self, workspace: Workspace) -> None:
        """Make the three parts."""
        super().__init__("supervision", workspace)
        self._closing = self._part("销号")
        self._extension = self._part("延期")
        self._slips = self._part("督办单")
        self.column.addStretch(1)

    def show_detail(self, detail: TaskDetail) -> None:
        """Show a task's supervision."""
        super().show_detail(detail)
        self._show_closing(detail)
        self._show_extensions(detail)
        clear(self._slips)
        for slip in detail.slips:
            state = f"已回复 {day(slip.replied_on)}" if slip.replied_on else f"限 {day(slip.due)} 回复"
            self._slips.addWidget(text_label(f"{slip.number}　{day(slip.issued)}　{state}\n{slip.matter}"))
        if not detail.slips:
            self._slips.addWidget(text_label("没有督办单。", "secondary"))

    def _part(self, title: str) -> QVBoxLayout:
        layout = QVBoxLayout()
        layout.setSpacing(4)
        self.column.addWidget(labelled(title, "heading"))
        self.column.addLayout(layout)
        self.column.addSpacing(8)
        return layout

    def _show_closing(self, detail: TaskDetail) -> None:
        clear(self._closing)
        for taken in detail.closings:
            self._closing.addWidget(text_label(_step_words(taken)))
        latest: ClosingStep | None = detail.closings[-1].step if detail.closings else None
        if latest is None:
            self._closing.addWidget(text_label("尚未申请销号。", "secondary"))
        if self.workspace.is_read_only:
            return
        row = QHBoxLayout()
        for number, step in enumerate(_NEXT[latest]):
            verb = _VERBS[step][0]
            button = push_button(verb, f"closing_{step}", "" if number == 0 else "flat")
            button.clicked.connect(lambda _checked=False, step=step: self._ask_step(step))
            row.addWidget(button)
        row.addStretch(1)
        self._closing.addLayout(row)

    def _show_extensions(self, detail: TaskDetail) -> None:
        clear(self._extension)
        for extension in detail.extensions:
            self._extension.addWidget(self._extension_row(extension))
        if not detail.extensions:
            self._extension.addWidget(text_label("没有延期申请。", "secondary"))
        has_date = detail.primary_deadline is not None and detail.primary_deadline.current_due is not None
        is_open = any(one.is_approved is None for one in detail.extensions)
        if has_date and not is_open and not self.workspace.is_read_only:
            row = QHBoxLayout()
            button = push_button("登记延期申请…", "extension_request")
            button.clicked.connect(self._ask_extension)
            row.addWidget(button)
            row.addStretch(1)
            self._extension.addLayout(row)

    def _extension_row(self, extension: Extension) -> QWidget:
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        state = {None: "待审批", True: "已批准", False: "未批准"}[extension.is_approved]
        words = f"{day(extension.old_due)} → {day(extension.new_due)}　{state}\n{extension.reason}"
        if is_by_revision(extension):
            words = (
                f"{day(extension.old_due)} → {day(extension.new_due)}　{day(extension.decided_on)}\n{extension.reason}"
            )
        elif extension.decided_by:
            words += f"\n{extension.decided_by}　{day(extension.decided_on)}　{extension.note}"
        layout.addWidget(text_label(words))
        if extension.is_approved is None and not self.workspace.is_read_only:
            row = QHBoxLayout()
            for verb, granted in (("批准…", True), ("不批准…", False)):
                button = push_button(verb, f"extension_{'grant' if granted else 'refuse'}", "" if granted else "flat")
                button.clicked.connect(lambda _c=False, yes=granted: self._ask_decision(extension, is_approved=yes))
                row.addWidget(button)
            row.addStretch(1)
            layout.addLayout(row)
        layout.addWidget(hairline())
        return box

    def _ask_step(self, step: ClosingStep) -> None:
        detail = self.detail
        if detail is None:
            return
        word, verb = CLOSING_STEP_NAMES[step], _VERBS[step][1]
        dialog = FormDialog(self, "closing_dialog", f"{word}：{detail.task.code} {detail.task.title}", word)
        by_name = _line("closing_by", "经办人")
        on_date = DateField("closing_date", "日期", self.look)
        on_date.show_value(self.workspace.today, self.workspace.today.year)
        opinion = TextField("closing_opinion", "意见", 3)
        dialog.add_row("经办人", by_name)
        dialog.add_row("日期", on_date)
        dialog.add_row("意见", opinion)
        boxes = {text: QCheckBox(text) for text in closing_service.CONDITIONS} if step != "reopened" else {}
        for number, box in enumerate(boxes.values()):
            box.setObjectName(f"closing_condition_{number}")
            dialog.extra.addWidget(box)
        task_id = detail.task.id

        def take() -> None:
            checklist = {text: box.isChecked() for text, box in boxes.items()}
            taken = closing_service.StepTaken(by_name.text(), opinion.text(), on_date.value(), checklist)
            self.save(lambda work: verb(work, task_id, taken))

        dialog.on_accepted(take)
        dialog.open()

    def _ask_extension(self) -> None:
        detail = self.detail
        if detail is None:
            return
        note = "只登记申请；批准以前仍按原时限判断。"
        dialog = FormDialog(self, "extension_dialog", f"延期申请：{detail.task.code}", "登记申请", note)
        new_due = DateField("extension_new_due", "延期到", self.look)
        new_due.show_value(None, self.workspace.today.year)
        asked = DateField("extension_asked", "申请日期", self.look)
        asked.show_value(self.workspace.today, self.workspace.today.year)
        reason = TextField("extension_reason", "原因", 3)
        dialog.add_row("延期到", new_due)
        dialog.add_row("申请日期", asked)
        dialog.add_row("原因", reason)
        task_id = detail.task.id

        def take() -> None:
            due, on, why = new_due.value(), asked.value(), reason.text()
            if due is not None:
                job = self.workspace.change(
                    lambda work, _p: deadline_service.request_extension(work, task_id, due, why, on), self
                )
                job.start()

        dialog.on_accepted(take)
        dialog.open()

    def _ask_decision(self, extension: Extension, *, is_approved: bool) -> None:
        verb = "批准延期" if is_approved else "不批准延期"
        note = f"{day(extension.old_due)} → {day(extension.new_due)}：{extension.reason}"
        dialog = FormDialog(self, "decision_dialog", verb, verb, note)
        by_name = _line("decision_by", "审批人")
        opinion = _line("decision_note", "意见")
        dialog.add_row("审批人", by_name)
        dialog.add_row("意见", opinion)

        def take() -> None:
            name, text = by_name.text(), opinion.text()
            self.save(
                lambda work: deadline_service.decide_extension(
                    work, extension.id, is_approved=is_approved, decided_by=name, note=text
                )
            )

        dialog.on_accepted(take)
        dialog.open()


def _line(name: str, label: str) -> QLineEdit:
    field = QLineEdit()
    field.setObjectName(name)
    field.setAccessibleName(label)
    return field


def _step_words(step: Closing) -> str:
    head = "　".join(filter(None, (day(step.on_date), CLOSING_STEP_NAMES[step.step], step.by_name)))
    return f"{head}\n{step.opinion}" if step.opinion else head
