"""Several chosen tasks at once: what they have in common, and editors that change all of them in one step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.custom_field import NO, YES, options_of, type_of
from ledger_app.domain.task import OWNER_ROLE_NAMES, STANDING_NAMES, TASK_KIND_NAMES, CustomField
from ledger_app.ports import UnitOfWork
from ledger_app.services import custom_fields
from ledger_app.services import owners as owner_service
from ledger_app.services import progress as progress_service
from ledger_app.services import tasks as task_service
from ui.detail.focus import kept_typing
from ui.detail.many_closing import ManyClosing
from ui.detail.people_part import LeaderField
from ui.detail.saving_dialog import SavingDialog, Verb
from ui.detail.tab import DetailTab, clear, text_label
from ui.entry_button import entry_button
from ui.fields import ChoiceField, DateField, LineField, TextField
from ui.jobs import QueryJob
from ui.left_tasks import tell_repeated
from ui.models.many_tasks import ManyTasks, read_many
from ui.models.task_people import Roster
from ui.pages.page import labelled
from ui.unit_picker import UnitName, UnitPicker
from ui.workspace import Workspace

MIXED = "多个值"
MOST_TASKS = 2_000
_DIFFERENT = "?"
_MOST_CODES = 12


class ManyPanel(DetailTab):
    """Editors for many tasks; each change of one is one operation and one undo."""

    def __init__(self, workspace: Workspace) -> None:
        """Make the panel without tasks."""
        super().__init__("many", workspace)
        self._job: QueryJob[ManyTasks] | None = None
        self._ids: tuple[int, ...] = ()
        self._units: Sequence[UnitName] = ()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self.column.addLayout(self._rows)
        self.column.addStretch(1)

    def set_units(self, units: Sequence[UnitName]) -> None:
        """Offer these units."""
        self._units = units

    def show_tasks(self, task_ids: Sequence[int]) -> None:
        """Show what tasks have in common."""
        ids, cutoff = tuple(task_ids[:MOST_TASKS]), self.workspace.cutoff
        if self._job is not None:
            self._job.cancel()
        job = self.workspace.query(lambda session, _p: read_many(session, ids, Roster(session, cutoff)), self)
        self._job = job.on_success(self._show).start()

    def _show(self, many: ManyTasks) -> None:
        with kept_typing(self):
            self._fill(many)

    def _fill(self, many: ManyTasks) -> None:
        self._ids = many.ids
        clear(self._rows)
        count = len(many.ids)
        self._rows.addWidget(labelled(f"已选 {count} 项任务", "title", "many_title"))
        codes = "、".join(many.codes[:_MOST_CODES]) + (" 等" if count > _MOST_CODES else "")
        note = f"{codes}\n每改一处，对全部 {count} 项生效，一步可以撤销。"
        self._rows.addWidget(text_label(note, "secondary", "many_note"))
        if self.workspace.is_read_only:
            return
        self._add_choice(many, "kind", "类型", TASK_KIND_NAMES.items())
        self._add_standing(many)
        self._add_owner()
        self._add_leader(many)
        self._add_line(many, "section", "板块")
        self._add_date(many, "start", "启动日期")
        self._add_date(many, "issued", "交办日期")
        self._add_line(many, "source_ref", "来源文号")
        for field in many.fields:
            self._add_custom(many, field)
        self._add_progress()
        if any(many.ready.values()):
            self._put("销号", ManyClosing(self, self.workspace, many.ready))

    def _put(self, label: str, field: QWidget) -> None:
        words = labelled(label, "secondary")
        words.setBuddy(field)
        self._rows.addWidget(words)
        self._rows.addWidget(field)

    def _edit(self, name: str, value: object) -> None:
        ids = self._ids
        self._save(lambda work: task_service.edit_many(work, ids, {name: value}))

    def _save(self, verb: Callable[[UnitOfWork], ChangeSet]) -> None:
        ids = self._ids
        job = self.workspace.change(lambda work, _progress: verb(work), self)
        job.on_failure(lambda error: self._refuse(error, ids)).start()

    def _repeat(self, verb: Callable[[UnitOfWork], progress_service.Repeated]) -> None:
        """Enter the same for all tasks, and name those of which it cannot be said."""
        ids = self._ids
        job = self.workspace.change(lambda work, _progress: verb(work), self)
        job.on_success(lambda repeated: tell_repeated(self.workspace, "本期进展", len(ids), repeated))
        job.on_failure(lambda error: self._refuse(error, ids)).start()

    def _refuse(self, error: Exception, ids: tuple[int, ...]) -> None:
        self.workspace.messages.show_error(error)
        self.show_tasks(ids)

    def _choice(self, name: str, label: str, choices: Sequence[tuple[str, str]], value: str | None) -> ChoiceField:
        """Return a choice that says 多个值 while the tasks differ."""
        mixed = [(_DIFFERENT, MIXED)] if value is None else []
        field = ChoiceField(name, label, [*mixed, *choices])
        field.show_value(_DIFFERENT if value is None else value)
        return field

    def _add_choice(self, many: ManyTasks, name: str, label: str, choices: Iterable[tuple[str, str]]) -> None:
        value = many.common.get(name)
        pairs = list(choices)
        field = self._choice(f"many_{name}", label, pairs, str(value) if value is not None else None)
        field.committed.connect(lambda key: None if key == _DIFFERENT else self._edit(name, key))
        self._put(label, field)

    def _add_line(self, many: ManyTasks, name: str, label: str) -> None:
        field = LineField(f"many_{name}", label)
        field.show_value(str(many.common.get(name, "")))
        field.setPlaceholderText("" if name in many.common else MIXED)
        field.committed.connect(partial(self._edit, name))
        self._put(label, field)

    def _add_date(self, many: ManyTasks, name: str, label: str) -> None:
        field = DateField(f"many_{name}", label, self.look)
        value = many.common.get(name)
        field.show_value(value if isinstance(value, dt.date) else None, self.workspace.cutoff.year)
        if name not in many.common:
            field.edit.setPlaceholderText(MIXED)
        field.committed.connect(partial(self._edit, name))
        self._put(label, field)

    def _add_standing(self, many: ManyTasks) -> None:
        value = many.common.get("standing")
        pairs = [(str(key), word) for key, word in STANDING_NAMES.items()]
        field = self._choice("many_standing", "推进状态", pairs, str(value) if value is not None else None)
        field.committed.connect(lambda key: self._ask_standing(key) if key not in (_DIFFERENT, value) else None)
        self._put("推进状态", field)

    def _ask_standing(self, key: str) -> None:
        ids = self._ids
        word = STANDING_NAMES["active" if key == "active" else "suspended" if key == "suspended" else "cancelled"]
        note = "请写明原因，原因会随任务保存，并写入操作记录。"
        dialog = SavingDialog(self, self.workspace, "many_reason_dialog", f"{word}：{len(ids)} 项", f"登记{word}", note)
        reason = dialog.add_line("原因", "many_reason")

        def make() -> Verb:
            why = reason.text()
            if key == "active":
                return lambda work: task_service.resume(work, ids, why)
            verb = task_service.suspend if key == "suspended" else task_service.cancel
            return lambda work: verb(work, ids, why)

        dialog.on_save(make)
        dialog.rejected.connect(lambda: self.show_tasks(ids))
        dialog.open()

    def _add_owner(self) -> None:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        role = ChoiceField("many_owner_role", "分工", OWNER_ROLE_NAMES.items())
        role.setMaximumWidth(84)
        picker = UnitPicker("many_owner", "给全部所选任务添加责任单位")
        picker.set_units(self._units)
        picker.picked.connect(lambda unit_id: self._assign(unit_id, role.value()))
        row.addWidget(role)
        row.addWidget(picker, 1)
        self._put("添加责任单位", box)

    def _assign(self, unit_id: int, key: str) -> None:
        ids, role = self._ids, next(one for one in OWNER_ROLE_NAMES if one == key)
        self._save(lambda work: owner_service.assign(work, ids, unit_id, role))

    def _add_leader(self, many: ManyTasks) -> None:
        field = LeaderField()
        field.show_leader(many.leader or "", many.posts, is_read_only=False)
        if many.leader is None:
            field.say_mixed(MIXED)
        ids = self._ids
        field.committed.connect(
            lambda post_id, name: self._save(lambda work: owner_service.set_leader(work, ids, name, post_id))
        )
        self._put("牵头领导", field)

    def _add_custom(self, many: ManyTasks, column: CustomField) -> None:
        name, label, kind = f"many_value_{column.id}", column.name, type_of(column)
        value = many.values.get(column.id)
        give = partial(self._give, column.id)
        if kind in ("choice", "bool"):
            words = options_of(column) if kind == "choice" else (YES, NO)
            choice = self._choice(name, label, [("", "（未填）"), *((one, one) for one in words)], value)
            choice.committed.connect(lambda key: None if key == _DIFFERENT else give(key))
            self._put(label, choice)
            return
        line = TextField(name, label, 2) if kind == "long" else LineField(name, label)
        line.show_value(value or "")
        line.setPlaceholderText("" if value is not None else MIXED)
        line.committed.connect(give)
        self._put(label, line)

    def _give(self, field_id: int, value: str) -> None:
        ids = self._ids
        self._save(lambda work: custom_fields.set_value(work, ids, field_id, value))

    def _add_progress(self) -> None:
        row = QHBoxLayout()
        period, ids = self.workspace.period, self._ids
        for name, verb in (
            ("many_carry", progress_service.carry_over),
            ("many_no_change", progress_service.no_change),
        ):
            button = entry_button(name, tip=f"给 {len(ids)} 项任务登记 {period} 的进展")
            button.clicked.connect(lambda _checked=False, verb=verb: self._repeat(lambda work: verb(work, ids, period)))
            row.addWidget(button)
        row.addStretch(1)
        self._rows.addSpacing(8)
        self._rows.addLayout(row)
