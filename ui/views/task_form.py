"""The fields of a new task, group under group; what stands in them becomes a `NewTask`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import get_args

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QLabel, QLineEdit, QVBoxLayout, QWidget

from ledger_app.domain.task import TASK_KIND_NAMES, CustomField, Target, TaskKind
from ledger_app.domain.task_preset import (
    PRESETS,
    RECTIFICATION,
    RECTIFICATION_FIELDS,
    RECTIFICATION_TERMS,
    preset_of,
)
from ledger_app.intake.typed_deadline import Basis
from ledger_app.services.tasks import NewTask
from ui.deadline_field import DeadlineField
from ui.fields import ChoiceField, DateField, LineField, TextField
from ui.models.task_form import FormOffers, read_targets, said_targets
from ui.units_edit import UnitsEdit
from ui.value_field import ValueField
from ui.views.form_grid import FormGrid
from ui.views.source_rows import HAND_KINDS, SourceRows, kind_of
from ui.workspace import Workspace

RHYTHMS = (
    ("", "不重复"),
    ("每周", "每周"),
    ("每月", "每月"),
    ("每季度", "每季度"),
    ("每半年", "每半年"),
    ("每年", "每年"),
    ("长期坚持", "长期坚持"),
)
"""Words that the deadline field reads, and how they are offered."""


class TaskForm(QWidget):
    """All fields of a task that comes otherwise than by a plan.

    Signals:
        title_changed: another title is being typed (str).
    """

    title_changed = Signal(str)

    def __init__(self, workspace: Workspace) -> None:
        """Make the fields; `show_offers` fills what can be chosen."""
        super().__init__()
        self._workspace = workspace
        self._offers = FormOffers()
        self._values: dict[int, ValueField] = {}
        self._rectification: dict[str, ValueField] = {}
        self.setObjectName("task_form")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._grid = FormGrid()
        layout.addLayout(self._grid)
        self._make_source()
        self._make_task()
        self._problem = self._make_rectification()
        layout.addWidget(self._problem)
        self._own = QWidget()
        self._own_layout = QVBoxLayout(self._own)
        self._own_layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._own)
        layout.addStretch(1)
        self.choose_preset("instruction")

    def show_offers(self, offers: FormOffers) -> None:
        """Take what can be chosen; what was typed meanwhile stays."""
        self._offers = offers
        for edit in (self.lead, self.responsible, self.cooperate):
            edit.set_units(offers.units)
        for plan in offers.plans:
            self.plan.addItem(plan.title, str(plan.id))
        typed = self.section.currentText()
        self.section.addItems(list(offers.sections))
        self.section.setCurrentText(typed)
        names = QCompleter(list(offers.leaders), self.leader)
        names.setFilterMode(Qt.MatchFlag.MatchContains)
        self.leader.setCompleter(names)
        self._make_own(offers.fields)
        self._read_again()

    def choose_preset(self, key: str) -> None:
        """Begin as such tasks usually do; what was typed stays."""
        preset = preset_of(key)
        self.preset.show_value(preset.key)
        self.source.show_value(preset.source_kind)
        self.reference.setPlaceholderText(preset.ref_hint)
        before = {self.urgency.itemData(at) for at in range(self.urgency.count())} | {"", None}
        self.urgency.clear()
        for one in preset.urgencies:
            self.urgency.addItem(one.name, one.words)
        self.urgency.addItem("按文件写明的时限", "")
        self.urgency.setVisible(bool(preset.urgencies))
        self._urgency_label.setVisible(bool(preset.urgencies))
        self._problem.setVisible(preset.key == RECTIFICATION)
        if self.due.edit.text() in before:
            self.due.show_words(self.urgency.value())

    def new_task(self) -> NewTask:
        """Return the task as it stands in the fields."""
        is_rectification = self.preset.value() == RECTIFICATION
        plan = self.plan.value()
        return NewTask(
            title=self.title.text(),
            content=self.content.text(),
            kind=next((kind for kind in get_args(TaskKind) if kind == self.kind.value()), None),
            section=self.section.currentText(),
            plan_id=int(plan) if plan else None,
            source_kind=kind_of(self.source),
            source_ref=self.reference.text(),
            issued=self.issued.value(),
            owners=(
                *self.lead.choices("lead"),
                *self.responsible.choices("responsible"),
                *self.cooperate.choices("cooperate"),
            ),
            leader=self.leader.text(),
            deadlines=self.due.deadlines,
            targets=self._targets(),
            origins=self.sources.origins(),
            values={key: one.text() for key, one in self._values.items() if one.text()},
            rectification={key: one.text() for key, one in self._rectification.items()} if is_rectification else {},
        )

    def wrong_field(self) -> QWidget | None:
        """Return the first field that cannot be saved as it stands, None if all can."""
        if not self.title.text().strip():
            return self.title
        if self.issued.edit.text().strip() and self.issued.value() is None:
            return self.issued.edit
        return None if self.due.is_readable else self.due.edit

    def is_touched(self) -> bool:
        """Say whether something was typed that would be lost."""
        typed = (self.title.text(), self.content.text(), self.target.text())
        own = [one.text() for one in (*self._values.values(), *self._rectification.values())]
        return any(text.strip() for text in (*typed, *own))

    def clear_for_next(self) -> None:
        """Make room for the next task of the same source: where it comes from and who answers stay."""
        self.title.clear()
        self.content.show_value("")
        self.content.setPlainText("")
        self.target.clear()
        for one in (*self._values.values(), *self._rectification.values()):
            one.show_value("")
        self.due.show_words(self.urgency.value())
        self.rhythm.show_value("")
        self.title.setFocus()

    def _make_source(self) -> None:
        grid, look = self._grid, self._workspace.look
        self.preset = ChoiceField("new_task_preset", "预设", [(one.key, one.name) for one in PRESETS])
        self.preset.committed.connect(self.choose_preset)
        self.urgency = ChoiceField("new_task_urgency", "急缓", ())
        self.urgency.committed.connect(self._choose_urgency)
        self.source = ChoiceField("new_task_source", "任务来源", HAND_KINDS)
        self.reference = LineField("new_task_reference", "来源文号或场合")
        self.issued = DateField("new_task_issued", "交办日期", look)
        self.issued.show_value(self._workspace.today, self._workspace.today.year)
        self.issued.edit.textChanged.connect(lambda _text: self._read_again())
        self.sources = SourceRows(look)
        grid.add_heading("来源")
        _, self._urgency_label = grid.add_pair("预设", self.preset, "急缓", self.urgency)
        grid.add_pair("任务来源", self.source, "交办日期", self.issued)
        grid.add_wide("文号或场合", self.reference, self.sources)

    def _make_task(self) -> None:
        grid, look = self._grid, self._workspace.look
        self.title = QLineEdit()
        self.title.setObjectName("new_task_title")
        self.title.setAccessibleName("任务名称")
        self.title.textChanged.connect(self.title_changed)
        self.content = TextField("new_task_content", "任务内容", 3)
        self.plan = ChoiceField("new_task_plan", "所属计划", [("", "不属于计划文件")])
        self.section = QComboBox()
        self.section.setObjectName("new_task_section")
        self.section.setAccessibleName("板块")
        self.section.setEditable(True)
        self.section.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.lead = UnitsEdit("new_task_lead", "牵头单位")
        self.responsible = UnitsEdit("new_task_responsible", "责任单位")
        self.cooperate = UnitsEdit("new_task_cooperate", "配合单位")
        self.leader = LineField("new_task_leader", "牵头领导")
        self.kind = ChoiceField("new_task_kind", "任务类型", [("", "按时限判断"), *TASK_KIND_NAMES.items()])
        self.due = DeadlineField("new_task_due", "完成时限", look, self._workspace.today)
        self.rhythm = ChoiceField("new_task_rhythm", "周期", RHYTHMS)
        self.rhythm.committed.connect(self._choose_rhythm)
        self.target = LineField("new_task_target", "目标")
        self.target.setPlaceholderText("如 达到95%以上、不少于3家")
        self._target_reading = QLabel()
        self._target_reading.setObjectName("new_task_target_reading")
        self._target_reading.setProperty("role", "secondary")
        self._target_reading.hide()
        self.target.textChanged.connect(lambda _text: self._read_target())
        grid.add_heading("任务")
        grid.add_wide("任务名称", self.title)
        grid.add_wide("任务内容", self.content)
        grid.add_pair("所属计划", self.plan, "板块", self.section)
        grid.add_heading("时限和目标")
        grid.add_wide("完成时限", self.due, self.due.reading)
        grid.add_pair("周期", self.rhythm, "任务类型", self.kind)
        grid.add_wide("目标", self.target, self._target_reading)
        grid.add_heading("责任")
        grid.add_wide("牵头单位", self.lead, self.lead.reading)
        grid.add_wide("责任单位", self.responsible, self.responsible.reading)
        grid.add_wide("配合单位", self.cooperate, self.cooperate.reading)
        grid.add_wide("牵头领导", self.leader)

    def _make_rectification(self) -> QWidget:
        from ledger_app.domain.custom_field import kind_of as stored_kind
        from ledger_app.domain.custom_field import written_options

        box = QWidget()
        box.setObjectName("new_task_rectification")
        grid = FormGrid()
        grid.add_heading("问题整改")
        for one in RECTIFICATION_FIELDS:
            kind, is_long = stored_kind(one.kind)
            field = CustomField(0, one.name, kind, written_options(one.options), is_long=is_long)
            name = f"new_task_{one.purpose.replace('.', '_')}"
            editor = ValueField(field, name, self._workspace.look, 2)
            editor.setToolTip(one.hint)
            self._rectification[one.purpose] = editor
            grid.add_wide(one.name, editor)
        self._rectification["rectification.kind"].committed.connect(self._choose_rectification)
        grid.setContentsMargins(0, 8, 8, 0)
        box.setLayout(grid)
        return box

    def _make_own(self, fields: Sequence[CustomField]) -> None:
        if not fields:
            return
        grid = FormGrid()
        grid.setContentsMargins(0, 8, 8, 0)
        grid.add_heading("自定义列")
        for field in fields:
            editor = ValueField(field, f"new_task_field_{field.id}", self._workspace.look, 2)
            self._values[field.id] = editor
            grid.add_wide(field.name, editor)
        self._own_layout.addLayout(grid)

    def _choose_urgency(self, words: str) -> None:
        self.due.show_words(words)

    def _choose_rhythm(self, words: str) -> None:
        if words or self.due.edit.text() in dict(RHYTHMS):
            self.due.show_words(words)

    def _choose_rectification(self, kind: str) -> None:
        words = RECTIFICATION_TERMS.get(kind, "")
        if not self.due.edit.text().strip() or self.due.edit.text() in RECTIFICATION_TERMS.values():
            self.due.show_words(words)

    def _read_again(self) -> None:
        """Read the deadline against the day of issue and the calendar as they are now."""
        today = self._workspace.today
        self.due.set_basis(Basis(today, self.issued.value(), self._year(), self._offers.calendar))

    def _read_target(self) -> None:
        targets = self._targets()
        words = f"读作 {said_targets(targets)}" if targets and not targets[0].value_text else ""
        if targets and not words:
            words = "没有读出数字，按文字登记"
        self._target_reading.setText(words)
        self._target_reading.setVisible(bool(words))

    def _targets(self) -> tuple[Target, ...]:
        """Return the figures of the line; words without a figure are a target in words."""
        text = self.target.text().strip()
        found = read_targets(text, self._year())
        return found or ((Target(0, 0, 1, text, "=", value_text=text),) if text else ())

    def _year(self) -> int:
        issued: dt.date | None = self.issued.value()
        return (issued or self._workspace.today).year
