"""One deadline: the date, the written word with the reason, and what can be done about it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledger_app.domain.deadline_rules import is_by_revision
from ledger_app.domain.task import Deadline, Extension
from ledger_app.services import deadlines as deadline_service
from ui.detail.part import more_button
from ui.detail.tab import DetailTab, text_label
from ui.entry_button import add_entry, entry_button
from ui.fields import DateField
from ui.models.columns import day
from ui.models.task_detail import TaskDetail
from ui.pages.page import hairline, labelled

_WITHOUT_DAY = {"recurring": "周期任务，按各期判断", "continuing": "长期坚持，按是否报送判断"}


class DeadlineRow(QWidget):
    """A deadline with its editors; `prefix` tells the names of its widgets from those of the same row elsewhere."""

    def __init__(self, tab: DetailTab, deadline: Deadline, detail: TaskDetail, prefix: str = "") -> None:
        """Make the row; in the list of all deadlines (`prefix` given) it can also be removed."""
        super().__init__()
        self._tab = tab
        self._deadline = deadline
        self._name = f"{prefix}deadline"
        self.setObjectName(f"{self._name}_{deadline.id}")
        writable = not tab.workspace.is_read_only and not detail.is_closed
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(4)
        if deadline.kind in _WITHOUT_DAY:
            row.addWidget(text_label(deadline.raw or _WITHOUT_DAY[deadline.kind]), 1)
        else:
            row.addWidget(self._date_field(writable=writable), 1)
        if writable:
            self._add_answers(row)
        if writable and prefix:
            row.addWidget(self._more())
        layout.addLayout(row)
        layout.addWidget(text_label(_words(deadline), "secondary", f"{self._name}_raw_{deadline.id}"))
        for extension in detail.extensions:
            if extension.deadline_id == deadline.id:
                layout.addWidget(text_label(extension_words(extension), "secondary"))
        layout.addWidget(hairline())

    def _date_field(self, *, writable: bool) -> DateField:
        deadline, tab = self._deadline, self._tab
        field = DateField(f"{self._name}_due_{deadline.id}", f"完成时限（{deadline.raw}）", tab.look)
        field.show_value(deadline.original_due, tab.workspace.cutoff.year)
        field.set_read_only(not writable)
        field.committed.connect(lambda due: tab.save(lambda work: deadline_service.change(work, deadline.id, due)))
        return field

    def _add_answers(self, row: QHBoxLayout) -> None:
        deadline, tab = self._deadline, self._tab
        if deadline.needs_answer:
            sure = entry_button(f"{self._name}_confirm", deadline.id)
            sure.clicked.connect(lambda: tab.save(lambda work: deadline_service.confirm(work, deadline.id)))
            row.addWidget(sure)
        elif not deadline.is_primary:
            judge = entry_button(f"{self._name}_primary", deadline.id)
            judge.clicked.connect(lambda: tab.save(lambda work: deadline_service.make_primary(work, deadline.id)))
            row.addWidget(judge)
        else:
            row.addWidget(labelled("考核时限", "secondary", f"{self._name}_is_primary_{deadline.id}"))

    def _more(self) -> QWidget:
        deadline, tab = self._deadline, self._tab
        button, menu = more_button(f"{self._name}_more_{deadline.id}", f"时限“{deadline.raw}”的其他操作")
        add_entry(menu, "deadline_remove", lambda: tab.save(lambda work: deadline_service.remove(work, deadline.id)))
        return button


def extension_words(extension: Extension) -> str:
    """Return what is said of an extension: from when to when, what became of it, and why."""
    span = f"{day(extension.old_due)} → {day(extension.new_due)}"
    if is_by_revision(extension):
        return f"{span}　{day(extension.decided_on)}　{extension.reason}"
    state = {None: "待审批", True: "已批准", False: "未批准"}[extension.is_approved]
    return f"延期 {span}（{state}）：{extension.reason}"


def _words(deadline: Deadline) -> str:
    is_shown = deadline.kind in _WITHOUT_DAY
    parts = [f"原文“{deadline.raw}”" if deadline.raw and not is_shown else "", deadline.reason]
    if deadline.start is not None:
        parts.append(f"{day(deadline.start)} 起")
    if deadline.current_due != deadline.original_due:
        parts.append(f"延期后 {day(deadline.current_due)}")
    if deadline.is_stretch:
        parts.append("力争")
    if deadline.needs_answer:
        parts.append("请确认")
    return "　".join(filter(None, parts))
