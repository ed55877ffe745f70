"""延期: what was asked for and why, what became of it; the old date holds until the new one is granted."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledger_app.domain.deadline_rules import extension_doubts, is_by_revision
from ledger_app.domain.task import Extension
from ledger_app.services import deadlines as deadline_service
from ui.detail.part import DetailPart
from ui.detail.saving_dialog import SavingDialog, Verb
from ui.detail.tab import DetailTab, text_label
from ui.entry_button import entry_button
from ui.fields import DateField, TextField
from ui.models.columns import day
from ui.models.task_detail import TaskDetail
from ui.pages.page import hairline


class ExtensionPart(DetailPart):
    """Requests to move the date a task is judged by."""

    def __init__(self, tab: DetailTab) -> None:
        """Make the part with its act."""
        ask = entry_button("extension_request")
        ask.clicked.connect(self._ask)
        super().__init__(tab, "extension", "延期", ask)

    def fill(self, detail: TaskDetail) -> None:
        """List the requests."""
        for extension in detail.extensions:
            self.rows.addWidget(self._row(extension))
        primary = detail.primary_deadline
        has_date = primary is not None and primary.current_due is not None
        is_open = any(one.is_approved is None for one in detail.extensions)
        if not detail.extensions:
            self.add_empty(
                "没有延期申请。" if has_date else "任务没有写明日期的时限，不能申请延期；请先在“时限”里填写。"
            )
        if is_open and primary is not None:
            self.add_text(f"申请尚未批准，仍按 {day(primary.current_due)} 判断。", "secondary", "extension_judged")
        if has_date:
            self.add_print("extension", "打印延期审批表")
        self.acts[0].setVisible(self.is_writable and has_date and not is_open)

    def _row(self, extension: Extension) -> QWidget:
        box = QWidget()
        box.setObjectName(f"extension_{extension.id}")
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(text_label(_words(extension), "", f"extension_words_{extension.id}"))
        doubts = "".join(doubt.text for doubt in extension_doubts(extension))
        if doubts and not is_by_revision(extension):
            layout.addWidget(text_label(doubts, "secondary", f"extension_doubts_{extension.id}"))
        if extension.is_approved is None and self.is_writable:
            row = QHBoxLayout()
            for granted in (True, False):
                button = entry_button(f"extension_{'grant' if granted else 'refuse'}")
                button.clicked.connect(lambda _c=False, yes=granted: self._ask_decision(extension, is_approved=yes))
                row.addWidget(button)
            row.addStretch(1)
            layout.addLayout(row)
        layout.addWidget(hairline())
        return box

    def _ask(self) -> None:
        detail = self.detail
        if detail is None:
            return
        note = "只登记申请；批准以前仍按原时限判断。按惯例应在到期 5 天以前提出。"
        dialog = SavingDialog(
            self, self.workspace, "extension_dialog", f"延期申请：{detail.task.code}", "登记申请", note
        )
        new_due = DateField("extension_new_due", "延期到", self.look)
        new_due.show_value(None, self.workspace.today.year)
        asked = DateField("extension_asked", "申请日期", self.look)
        asked.show_value(self.workspace.today, self.workspace.today.year)
        reason = TextField("extension_reason", "原因", 3)
        dialog.add_row("延期到", new_due)
        dialog.add_row("申请日期", asked)
        dialog.add_row("原因", reason)
        task_id = detail.task.id

        def make() -> Verb | str:
            due, on, why = new_due.value(), asked.value(), reason.text()
            if due is None:
                return "请填写延期到哪一天。"
            return lambda work: deadline_service.request_extension(work, task_id, due, why, on).changes

        dialog.on_save(make)
        dialog.open()

    def _ask_decision(self, extension: Extension, *, is_approved: bool) -> None:
        verb = "批准延期" if is_approved else "不批准延期"
        note = f"{day(extension.old_due)} → {day(extension.new_due)}：{extension.reason}"
        dialog = SavingDialog(self, self.workspace, "decision_dialog", verb, verb, note)
        by_name = dialog.add_line("审批人", "decision_by")
        on_date = DateField("decision_date", "审批日期", self.look)
        on_date.show_value(self.workspace.today, self.workspace.today.year)
        dialog.add_row("审批日期", on_date)
        opinion = dialog.add_line("意见", "decision_note")

        def make() -> Verb:
            name, on, text = by_name.text(), on_date.value(), opinion.text()
            return lambda work: deadline_service.decide_extension(
                work, extension.id, is_approved=is_approved, decided_by=name, decided_on=on, note=text
            )

        dialog.on_save(make)
        dialog.open()


def _words(extension: Extension) -> str:
    span = f"{day(extension.old_due)} → {day(extension.new_due)}"
    if is_by_revision(extension):
        return f"{span}　{day(extension.decided_on)}\n{extension.reason}"
    state = {None: "待审批", True: "已批准", False: "未批准，按原时限考核"}[extension.is_approved]
    lines = [f"{span}　{state}", f"{day(extension.requested_on)} 申请：{extension.reason}"]
    if extension.decided_by:
        lines.append("　".join(filter(None, (day(extension.decided_on), extension.decided_by, extension.note))))
    return "\n".join(lines)
