"""基本信息: the fields of a task, its owners, its deadlines with the written word, its targets, where it comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.task import SOURCE_KIND_NAMES, Deadline, Target, Task
from ledger_app.domain.tones import Light
from ledger_app.ports import UnitOfWork
from ledger_app.services import deadlines as deadline_service
from ledger_app.services import owners as owner_service
from ledger_app.services import tasks as task_service
from ui.detail.owner_editor import OwnerEditor
from ui.detail.tab import DetailTab, clear, text_label
from ui.dialogs.form import FormDialog
from ui.elided_button import ElidedButton
from ui.fields import ChoiceField, DateField, LineField, TextField
from ui.models.columns import day
from ui.models.task_detail import SourceLine, TaskDetail
from ui.pages.page import hairline, labelled, push_button
from ui.unit_picker import UnitName
from ui.workspace import Place, Workspace

KIND_NAMES = {"once": "一次性任务", "recurring": "周期性任务", "continuing": "长期坚持", "year_end": "年终考核"}
STANDING_NAMES = {"active": "正常推进", "suspended": "暂缓", "cancelled": "调整取消"}
_BY_RULES = "rules"


class BasicTab(DetailTab):
    """Editors that save when left, each change one step that can be undone."""

    def __init__(self, workspace: Workspace) -> None:
        """Make the editors; `show_detail` fills them."""
        super().__init__("basic", workspace)
        self._read = _ReadVersion(0, 0)
        self.title = LineField("task_title", "任务名称")
        self.content = TextField("task_content", "任务内容", 5)
        self.owners = OwnerEditor(self.look)
        self.add_field("任务名称", self.title)
        self.add_field("责任单位", self.owners)
        self._deadlines = QVBoxLayout()
        self._deadlines.setSpacing(4)
        self._section("时限", self._deadlines)
        self._targets = QVBoxLayout()
        self._targets_heading = self._section("目标", self._targets)
        self.add_field("任务内容", self.content)
        self._measures = text_label("", "", "task_measures")
        self.column.addWidget(self._measures)
        self._make_short_fields()
        self.note = TextField("task_note", "备注", 2)
        self.add_field("备注", self.note)
        self._sources = QVBoxLayout()
        self._sources_heading = self._section("原文", self._sources)
        self.column.addStretch(1)
        for name, field in (("title", self.title), ("code", self.code), ("section", self.section)):
            field.committed.connect(partial(self._save_field, name))
        self.content.committed.connect(partial(self._save_field, "content"))
        self.note.committed.connect(partial(self._save_field, "note"))
        self.kind.committed.connect(partial(self._save_field, "kind"))
        self.start.committed.connect(partial(self._save_field, "start"))
        self.standing.committed.connect(self._change_standing)
        self.light.committed.connect(self._change_light)
        self.owners.committed.connect(self._save_owners)
        self.owners.claim_wanted.connect(self._claim)

    def set_units(self, units: list[UnitName]) -> None:
        """Offer these units as owners."""
        self.owners.set_units(units)

    def show_detail(self, detail: TaskDetail) -> None:
        """Show a task."""
        super().show_detail(detail)
        task = detail.task
        if self._read.task_id != task.id:
            self._read = _ReadVersion(task.id, task.version)
        elif not self._read.edits_waiting:
            self._read.version = task.version
        for field, text in (
            (self.title, task.title),
            (self.code, task.code),
            (self.section, task.section),
            (self.content, task.content),
            (self.note, task.note),
        ):
            field.show_value(text)
            field.setReadOnly(self.workspace.is_read_only)
        self.kind.show_value(task.kind)
        self.standing.show_value(task.standing)
        self.light.show_value(task.light_override or _BY_RULES)
        for choice in (self.kind, self.standing, self.light):
            choice.setEnabled(not self.workspace.is_read_only)
        self.start.show_value(task.start, self.workspace.cutoff.year)
        self.start.set_read_only(self.workspace.is_read_only)
        self.owners.show_owners(detail.owners, is_read_only=self.workspace.is_read_only)
        self._show_deadlines(detail)
        self._show_targets(detail)
        self._measures.setText("\n".join(f"{one.ordinal}. {one.text}" for one in detail.measures))
        self._measures.setVisible(bool(detail.measures))
        self._reasons.setText("　".join(filter(None, (task.standing_reason, task.override_reason))))
        self._reasons.setVisible(bool(self._reasons.text()))
        self._show_sources(detail)

    def _make_short_fields(self) -> None:
        self.code = LineField("task_code", "编号")
        self.kind = ChoiceField("task_kind", "类型", KIND_NAMES.items())
        self.section = LineField("task_section", "板块")
        self.start = DateField("task_start", "启动日期", self.look)
        self.standing = ChoiceField("task_standing", "推进状态", STANDING_NAMES.items())
        lights = [(_BY_RULES, "按规则判断"), *((light.value, f"人工：{light.word}") for light in Light)]
        self.light = ChoiceField("task_light", "灯色", lights)
        pairs = (
            (("编号", self.code), ("类型", self.kind)),
            (("板块", self.section), ("启动日期", self.start)),
            (("推进状态", self.standing), ("灯色", self.light)),
        )
        for pair in pairs:
            row = QHBoxLayout()
            row.setSpacing(8)
            for label, field in pair:
                cell = QVBoxLayout()
                cell.setSpacing(4)
                words = labelled(label, "secondary")
                words.setBuddy(field)
                cell.addWidget(words)
                cell.addWidget(field)
                row.addLayout(cell, 1)
            self.column.addSpacing(4)
            self.column.addLayout(row)
        self._reasons = text_label("", "secondary", "task_reasons")
        self.column.addWidget(self._reasons)

    def _section(self, title: str, layout: QVBoxLayout) -> QWidget:
        heading = labelled(title, "secondary")
        self.column.addSpacing(4)
        self.column.addWidget(heading)
        self.column.addLayout(layout)
        return heading

    def _show_deadlines(self, detail: TaskDetail) -> None:
        clear(self._deadlines)
        for deadline in detail.deadlines:
            self._deadlines.addWidget(_DeadlineRow(self, deadline, detail))
        if not detail.deadlines:
            field = DateField("deadline_new", "完成时限", self.look)
            field.show_value(None, self.workspace.cutoff.year)
            field.set_read_only(self.workspace.is_read_only)
            field.committed.connect(self._set_due)
            self._deadlines.addWidget(field)

    def _show_targets(self, detail: TaskDetail) -> None:
        clear(self._targets)
        self._targets_heading.setVisible(bool(detail.targets))
        for target in detail.targets:
            self._targets.addWidget(self._target_row(target))

    def _target_row(self, target: Target) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(text_label(target.raw), 1)
        actual = LineField(f"target_actual_{target.id}", f"{target.raw} 的完成值")
        actual.setPlaceholderText("完成值")
        actual.setMaximumWidth(96)
        actual.show_value(target.actual)
        actual.setReadOnly(self.workspace.is_read_only)
        actual.committed.connect(
            lambda text: self.save(lambda work: task_service.set_target_actual(work, target.id, text))
        )
        row.addWidget(actual)
        return box

    def _show_sources(self, detail: TaskDetail) -> None:
        clear(self._sources)
        lines = detail.sources
        origin = SOURCE_KIND_NAMES[detail.task.source_kind]
        self._sources_heading.setVisible(bool(lines) or bool(detail.task.source_ref))
        if not lines and detail.task.source_ref:
            self._sources.addWidget(text_label(f"{origin}：{detail.task.source_ref}"))
        for line in lines:
            self._sources.addWidget(self._source_row(line))

    def _source_row(self, line: SourceLine) -> QWidget:
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        if line.plan is not None and line.item is not None:
            place = Place("plans", plan_id=line.plan.id, plan_item_id=line.item.id)
            link = ElidedButton(f"《{line.plan.title}》", f"source_{line.source.id}", "打开计划，标出这一句")
            link.setIcon(self.look.icon("open_out", "accent"))
            link.clicked.connect(lambda: self.workspace.open_place(place))
            layout.addWidget(link)
        quote = line.source.quote or (line.item.text if line.item else "")
        layout.addWidget(text_label(quote, "secondary"))
        return box

    def _save_field(self, name: str, value: object) -> None:
        if self.detail is None:
            return
        read = self._read

        def edit(work: UnitOfWork) -> ChangeSet:
            changes = task_service.edit(work, read.task_id, read.version, {name: value})
            # The next field may have been left before this one is saved: it follows our own edit, not a stranger's.
            edited = work.of(Task).get(read.task_id)
            read.version = edited.version if edited is not None else read.version
            return changes

        def finish() -> None:
            read.edits_waiting -= 1

        def refuse(error: Exception) -> None:
            finish()
            self._on_refused(error)

        read.edits_waiting += 1
        job = self.workspace.change(lambda work, _progress: edit(work), self)
        job.on_success(lambda _changes: finish()).on_failure(refuse).start()

    def _save_owners(self, choices: list[owner_service.OwnerChoice]) -> None:
        if self.detail is not None:
            task_id = self.detail.task.id
            self.save(lambda work: owner_service.set_owners(work, task_id, choices))

    def _claim(self, name: str, unit_id: int) -> None:
        self.save(lambda work: owner_service.claim_name(work, name, [unit_id]))

    def _set_due(self, due: dt.date | None) -> None:
        if self.detail is not None:
            task_id = self.detail.task.id
            self.save(lambda work: deadline_service.set_due(work, task_id, due))

    def _change_standing(self, key: str) -> None:
        detail = self.detail
        if detail is None or key == detail.task.standing:
            return
        ids = [detail.task.id]
        if key == "active":
            self.save(lambda work: task_service.resume(work, ids))
            return
        verb = task_service.suspend if key == "suspended" else task_service.cancel
        word = STANDING_NAMES[key]
        self._ask_reason(f"{word}：{detail.task.code}", f"登记{word}", lambda work, why: verb(work, ids, why))

    def _change_light(self, key: str) -> None:
        detail = self.detail
        if detail is None or key == (detail.task.light_override or _BY_RULES):
            return
        task_id = detail.task.id
        if key == _BY_RULES:
            self.save(lambda work: task_service.override_light(work, task_id, None))
            return
        self._ask_reason(
            f"人工设定灯色：{Light(key).word}",
            "设定灯色",
            lambda work, why: task_service.override_light(work, task_id, key, why),
        )

    def _ask_reason(self, title: str, verb: str, act: Callable[[UnitOfWork, str], ChangeSet]) -> None:
        dialog = FormDialog(self, "reason_dialog", title, verb, "请写明原因，原因会随任务保存，并写入操作记录。")
        field = QLineEdit()
        field.setObjectName("reason_text")
        field.setAccessibleName("原因")
        dialog.add_row("原因", field)

        def take() -> None:
            why = field.text()
            self.save(lambda work: act(work, why))

        dialog.on_accepted(take)
        dialog.rejected.connect(self._show_again)
        dialog.open()

    def _show_again(self) -> None:
        if self.detail is not None:
            self.show_detail(self.detail)


@dataclass
class _ReadVersion:
    """The version of a task that edits are based on; it grows on the writer's thread, where edits run one by one.

    Attributes:
        edits_waiting: edits of ours that are not saved yet; while there are any, what is read may be older than ours.
    """

    task_id: int
    version: int
    edits_waiting: int = 0


class _DeadlineRow(QWidget):
    """One deadline: the date, the written word with the reason, and what can be done about it."""

    def __init__(self, tab: BasicTab, deadline: Deadline, detail: TaskDetail) -> None:
        super().__init__()
        self.setObjectName(f"deadline_{deadline.id}")
        writable = not tab.workspace.is_read_only
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(4)
        field = DateField(f"deadline_due_{deadline.id}", "完成时限", tab.look)
        field.show_value(deadline.original_due, tab.workspace.cutoff.year)
        field.set_read_only(not writable)
        field.committed.connect(lambda due: tab.save(lambda work: deadline_service.change(work, deadline.id, due)))
        row.addWidget(field, 1)
        if deadline.needs_answer and writable:
            sure = push_button("就是这天", f"deadline_confirm_{deadline.id}", "link", "确认这样理解，不再提示")
            sure.clicked.connect(lambda: tab.save(lambda work: deadline_service.confirm(work, deadline.id)))
            row.addWidget(sure)
        elif not deadline.is_primary and writable:
            judge = push_button("按此考核", f"deadline_primary_{deadline.id}", "link", "以这个时限判断是否逾期")
            judge.clicked.connect(lambda: tab.save(lambda work: deadline_service.make_primary(work, deadline.id)))
            row.addWidget(judge)
        layout.addLayout(row)
        layout.addWidget(text_label(_deadline_words(deadline), "secondary", f"deadline_raw_{deadline.id}"))
        for extension in detail.extensions:
            if extension.deadline_id == deadline.id:
                state = {None: "待审批", True: "已批准", False: "未批准"}[extension.is_approved]
                words = f"延期 {day(extension.old_due)} → {day(extension.new_due)}（{state}）：{extension.reason}"
                layout.addWidget(text_label(words, "secondary"))
        layout.addWidget(hairline())


def _deadline_words(deadline: Deadline) -> str:
    parts = [f"原文“{deadline.raw}”" if deadline.raw else "", deadline.reason]
    if deadline.current_due != deadline.original_due:
        parts.append(f"延期后 {day(deadline.current_due)}")
    if deadline.is_stretch:
        parts.append("力争")
    if deadline.needs_answer:
        parts.append("请确认")
    return "　".join(filter(None, parts))


def code_of(task: Task) -> str:
    """Return how a task is named in headings: code and section."""
    return " · ".join(filter(None, (task.code, task.section)))
