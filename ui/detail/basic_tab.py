"""基本信息: the fields of a task, its owners and leader, the date it is judged by, its targets, where it comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.task import Target, Task
from ledger_app.domain.tones import Light
from ledger_app.ports import UnitOfWork
from ledger_app.services import deadlines as deadline_service
from ledger_app.services import owners as owner_service
from ledger_app.services import tasks as task_service
from ui.detail.carried_part import CarriedPart
from ui.detail.deadline_row import DeadlineRow
from ui.detail.family_part import FamilyPart
from ui.detail.owner_editor import OwnerEditor
from ui.detail.part import DetailPart
from ui.detail.people_part import LeaderField, ask_person
from ui.detail.saving_dialog import SavingDialog, Verb
from ui.detail.sources_part import SourcesPart
from ui.detail.tab import DetailTab, clear, text_label
from ui.detail.values_part import ValuesPart
from ui.entry_button import entry_button
from ui.fields import ChoiceField, DateField, LineField, TextField
from ui.models.task_detail import OwnerLine, TaskDetail
from ui.pages.page import labelled
from ui.unit_picker import UnitName
from ui.workspace import Workspace

KIND_NAMES = {"once": "一次性任务", "recurring": "周期性任务", "continuing": "长期坚持", "year_end": "年终考核"}
STANDING_NAMES = {"active": "正常推进", "suspended": "暂缓", "cancelled": "调整取消"}
_BY_RULES = "rules"


class BasicTab(DetailTab):
    """Editors that save when left, each change one step that can be undone.

    Signals:
        deadlines_wanted: one wants to see all dates of the task.
    """

    deadlines_wanted = Signal()

    def __init__(self, workspace: Workspace) -> None:
        """Make the editors; `show_detail` fills them."""
        super().__init__("basic", workspace)
        self._read = _ReadVersion(0, 0)
        self.title = LineField("task_title", "任务名称")
        self.content = TextField("task_content", "任务内容", 5)
        self.owners = OwnerEditor(self.look)
        self.add_field("任务名称", self.title)
        family = FamilyPart(self)
        self.column.addWidget(family)
        self.leader = LeaderField()
        self.add_field("责任单位", self.owners)
        self.add_field("牵头领导", self.leader)
        self._leader_reason = text_label("", "secondary", "task_leader_reason")
        self.column.addWidget(self._leader_reason)
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
        self.parts: tuple[DetailPart, ...] = (
            family,
            ValuesPart(self),
            SourcesPart(self),
            CarriedPart(self),
        )
        for part in self.parts[1:]:
            self.column.addSpacing(4)
            self.column.addWidget(part)
        self.column.addStretch(1)
        for name, field in (("title", self.title), ("code", self.code), ("section", self.section)):
            field.committed.connect(partial(self._save_field, name))
        self.content.committed.connect(partial(self._save_field, "content"))
        self.note.committed.connect(partial(self._save_field, "note"))
        self.kind.committed.connect(partial(self._save_field, "kind"))
        for name, date in (("start", self.start), ("issued", self.issued), ("completed_on", self.completed)):
            date.committed.connect(partial(self._save_field, name))
        self.standing.committed.connect(self._change_standing)
        self.light.committed.connect(self._change_light)
        self.owners.committed.connect(self._save_owners)
        self.owners.claim_wanted.connect(self._claim)
        self.owners.person_wanted.connect(self._ask_person)
        self.leader.committed.connect(self._save_leader)

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
        for date, value in ((self.start, task.start), (self.issued, task.issued), (self.completed, task.completed_on)):
            date.show_value(value, self.workspace.cutoff.year)
            date.set_read_only(self.workspace.is_read_only)
        leaders = "、".join(line.name for line in detail.leaders)
        self.leader.show_leader(leaders, detail.posts, is_read_only=self.workspace.is_read_only)
        reasons = [line.leader.reason for line in detail.leaders if line.leader.reason]
        self._leader_reason.setText("；".join(dict.fromkeys(reasons)))
        self._leader_reason.setVisible(bool(reasons))
        self.owners.show_owners(detail.owners, is_read_only=self.workspace.is_read_only)
        self._show_deadlines(detail)
        self._show_targets(detail)
        self._measures.setText("\n".join(f"{one.ordinal}. {one.text}" for one in detail.measures))
        self._measures.setVisible(bool(detail.measures))
        self._reasons.setText("　".join(filter(None, (task.standing_reason, task.override_reason))))
        self._reasons.setVisible(bool(self._reasons.text()))
        for part in self.parts:
            part.show_detail(detail)

    def _make_short_fields(self) -> None:
        self.code = LineField("task_code", "编号")
        self.kind = ChoiceField("task_kind", "类型", KIND_NAMES.items())
        self.section = LineField("task_section", "板块")
        self.start = DateField("task_start", "启动日期", self.look)
        self.issued = DateField("task_issued", "交办日期", self.look)
        self.completed = DateField("task_completed", "实际完成日期", self.look)
        self.standing = ChoiceField("task_standing", "推进状态", STANDING_NAMES.items())
        lights = [(_BY_RULES, "按规则判断"), *((light.value, f"人工：{light.word}") for light in Light)]
        self.light = ChoiceField("task_light", "灯色", lights)
        pairs = (
            (("编号", self.code), ("类型", self.kind)),
            (("板块", self.section), ("启动日期", self.start)),
            (("交办日期", self.issued), ("实际完成", self.completed)),
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
        primary = detail.primary_deadline
        shown = [primary] if primary is not None else list(detail.deadlines)
        for deadline in shown:
            self._deadlines.addWidget(DeadlineRow(self, deadline, detail))
        more = _more_dates(detail, len(shown))
        if more:
            link = entry_button("deadlines_more", text=more)
            link.clicked.connect(self.deadlines_wanted)
            self._deadlines.addWidget(link)
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

    def _ask_person(self, line: OwnerLine) -> None:
        if self.detail is not None:
            ask_person(self, self.workspace, self.detail, line)

    def _save_leader(self, post_id: int | None, name: str) -> None:
        if self.detail is not None:
            task_id = self.detail.task.id
            self.save(lambda work: owner_service.set_leader(work, [task_id], name, post_id))

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
            title = f"恢复推进：{detail.task.code}"
            self._ask_reason(title, "恢复推进", lambda work, why, _since: task_service.resume(work, ids, why))
            return
        verb = task_service.suspend if key == "suspended" else task_service.cancel
        word = STANDING_NAMES[key]
        title = f"{word}：{detail.task.code}"
        self._ask_reason(title, f"登记{word}", lambda work, why, since: verb(work, ids, why, since), has_day=True)

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
            lambda work, why, _since: task_service.override_light(work, task_id, key, why),
        )

    def _ask_reason(
        self,
        title: str,
        verb: str,
        act: Callable[[UnitOfWork, str, dt.date | None], ChangeSet],
        *,
        has_day: bool = False,
    ) -> None:
        note = "请写明原因，原因会随任务保存，并写入操作记录。"
        dialog = SavingDialog(self, self.workspace, "reason_dialog", title, verb, note)
        field = dialog.add_line("原因", "reason_text")
        since = DateField("reason_since", "自何日起", self.look)
        since.show_value(self.workspace.today, self.workspace.today.year)
        if has_day:
            dialog.add_row("自何日起", since)

        def make() -> Verb:
            why, first_day = field.text(), since.value()
            return lambda work: act(work, why, first_day)

        dialog.on_save(make)
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


def _more_dates(detail: TaskDetail, shown: int) -> str:
    """Return what other dates the task has, "" if none."""
    words = []
    if len(detail.deadlines) > shown:
        words.append(f"另有 {len(detail.deadlines) - shown} 个时限")
    if detail.milestones:
        words.append(f"{len(detail.milestones)} 个节点")
    if detail.occurrences:
        done = sum(1 for one in detail.occurrences if one.state == "done")
        words.append(f"各期 {len(detail.occurrences)}（完成 {done}）")
    return "，".join(words)


def code_of(task: Task) -> str:
    """Return how a task is named in headings: code and section."""
    return " · ".join(filter(None, (task.code, task.section)))
