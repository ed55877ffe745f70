"""One unit with its names, groups and contact; each field is saved by itself, as one operation that can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.unit import UNIT_KIND_NAMES, Unit, UnitAlias
from ledger_app.ports import UnitOfWork
from ledger_app.services import units as unit_service
from ledger_app.services.lookup import row_of
from ui.detail.tab import clear, text_label
from ui.entry_button import entry_button
from ui.fields import ChoiceField, LineField, TextField
from ui.models.unit_table import UnitLine
from ui.pages.page import hairline, labelled
from ui.workspace import Workspace


class UnitForm(QScrollArea):
    """The fields of the unit that has the cursor.

    Signals:
        tasks_wanted: the unit's tasks are to be shown (the UnitLine).
        merge_wanted: the unit is to be joined into another (the UnitLine).
        close_wanted: the unit is to end (the UnitLine).
        remove_wanted: the unit is to be deleted (the UnitLine).
    """

    tasks_wanted = Signal(object)
    merge_wanted = Signal(object)
    close_wanted = Signal(object)
    remove_wanted = Signal(object)

    def __init__(self, workspace: Workspace) -> None:
        """Make it empty."""
        super().__init__()
        self._workspace = workspace
        self._line: UnitLine | None = None
        self.setObjectName("unit_form")
        self.setAccessibleName("单位信息")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._make_fields()
        inner = self._inner = QWidget()
        inner.setObjectName("unit_form_inner")
        inner.setProperty("role", "plain")
        inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(self._form())
        layout.addWidget(hairline())
        layout.addWidget(labelled("别名（文件里可能出现的其他写法）", "secondary"))
        self._aliases = QVBoxLayout()
        self._aliases.setSpacing(2)
        layout.addLayout(self._aliases)
        layout.addLayout(self._alias_row())
        layout.addWidget(hairline())
        self._groups = text_label("", "secondary", "unit_groups")
        layout.addWidget(self._groups)
        layout.addLayout(self._acts())
        layout.addStretch(1)
        self.setWidget(inner)
        self.show_line(None)

    def show_line(self, line: UnitLine | None) -> None:
        """Show a unit, or none."""
        if self._line is not None and (line is None or line.unit.id != self._line.unit.id):
            # What is still being typed belongs to the unit before.
            self._commit_all()
        self._line = line
        self._inner.setEnabled(line is not None)
        clear(self._aliases)
        if line is None:
            for field in (self.name, self.short, self.contact, self.phone, self.note):
                field.show_value("")
            self._groups.setText("")
            return
        unit, locked = line.unit, self._workspace.is_read_only
        self.name.show_value(unit.name)
        self.short.show_value(unit.short_name)
        self.kind.show_value(unit.kind)
        self.contact.show_value(unit.contact)
        self.phone.show_value(unit.phone)
        self.reporting.setChecked(unit.is_reporting)
        self.note.show_value(unit.note)
        for field in (self.name, self.short, self.contact, self.phone, self.note):
            field.setReadOnly(locked)
        for widget in (self.kind, self.reporting, self.alias):
            widget.setEnabled(not locked)
        for alias in line.aliases:
            self._aliases.addWidget(self._alias_line(alias, is_locked=locked))
        names = "、".join(group.name for group in line.groups)
        self._groups.setText(f"所在单位组：{names}" if names else "不在任何单位组里")
        self._tasks.setText(f"查看 {line.task_count} 项任务" if line.task_count else "还没有任务")
        self._tasks.setEnabled(bool(line.task_count))
        self._close.setText("停用…" if line.is_active else "恢复使用")
        for button in (self._merge, self._close, self._remove):
            button.setVisible(not locked)

    def start(self) -> None:
        """Put the keyboard into the name."""
        self.name.setFocus()
        self.name.selectAll()

    def _make_fields(self) -> None:
        self.name = LineField("unit_name", "单位名称")
        self.short = LineField("unit_short", "简称")
        self.short.setPlaceholderText("表格里用的短名")
        self.kind = ChoiceField("unit_kind", "类别", UNIT_KIND_NAMES.items())
        self.contact = LineField("unit_contact", "联系人")
        self.phone = LineField("unit_phone", "电话")
        self.reporting = QCheckBox("每月报送进展")
        self.reporting.setObjectName("unit_reporting")
        self.reporting.setAccessibleName("每月报送进展")
        self.note = TextField("unit_note", "备注", 2)
        for name, field in (
            ("name", self.name),
            ("short_name", self.short),
            ("contact", self.contact),
            ("phone", self.phone),
            ("note", self.note),
        ):
            field.committed.connect(partial(self._save_value, name))
        self.kind.committed.connect(partial(self._save_value, "kind"))
        self.reporting.clicked.connect(lambda is_on: self._save_value("is_reporting", is_on))

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(10)
        form.setVerticalSpacing(6)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        rows = (
            ("名称", self.name),
            ("简称", self.short),
            ("类别", self.kind),
            ("联系人", self.contact),
            ("电话", self.phone),
            ("", self.reporting),
            ("备注", self.note),
        )
        for label, field in rows:
            words = labelled(label, "secondary")
            words.setBuddy(field)
            form.addRow(words, field)
        return form

    def _alias_row(self) -> QHBoxLayout:
        self.alias = QLineEdit()
        self.alias.setObjectName("unit_alias")
        self.alias.setAccessibleName("新的别名")
        self.alias.setPlaceholderText("输入别名，回车添加")
        self.alias.returnPressed.connect(self._add_alias)
        row = QHBoxLayout()
        row.addWidget(self.alias, 1)
        return row

    def _acts(self) -> QVBoxLayout:
        self._tasks = entry_button("unit_tasks")
        self._merge = entry_button("unit_merge")
        self._close = entry_button("unit_close")
        self._remove = entry_button("unit_remove")
        for button, signal in (
            (self._tasks, self.tasks_wanted),
            (self._merge, self.merge_wanted),
            (self._close, self.close_wanted),
            (self._remove, self.remove_wanted),
        ):
            button.clicked.connect(partial(self._ask, signal.emit))
        column = QVBoxLayout()
        column.addWidget(self._tasks, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.setSpacing(6)
        for button in (self._merge, self._close, self._remove):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        return column

    def _ask(self, emit: Callable[[object], None], *_args: object) -> None:
        if self._line is not None:
            emit(self._line)

    def _alias_line(self, alias: UnitAlias, *, is_locked: bool) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        source = f"（{alias.source}）" if alias.source else ""
        row.addWidget(text_label(alias.alias + source), 1)
        if not is_locked:
            remove = entry_button("alias_remove", alias.id, tip=f"不再把“{alias.alias}”认作这个单位")
            remove.setAccessibleName(f"删除别名 {alias.alias}")
            remove.setIcon(self._workspace.look.icon("close"))
            remove.clicked.connect(lambda: self._save(lambda work: unit_service.remove_alias(work, alias.id)))
            row.addWidget(remove)
        return box

    def _add_alias(self) -> None:
        text, line = self.alias.text().strip(), self._line
        if text and line is not None:
            unit_id = line.unit.id
            self.alias.clear()
            self._save(lambda work: unit_service.add_alias(work, unit_id, text))

    def _commit_all(self) -> None:
        for field in (self.name, self.short, self.contact, self.phone, self.note):
            field.commit()
        self.alias.clear()

    def _save_value(self, name: str, value: object) -> None:
        """Write one field of the unit on show, upon what the ledger holds now."""
        if self._line is None:
            return
        unit_id = self._line.unit.id
        fields: dict[str, Any] = {name: value}

        def work(unit_of_work: UnitOfWork) -> ChangeSet:
            stored = row_of(unit_of_work, Unit, unit_id, "单位")
            return unit_service.change(unit_of_work, replace(stored, **fields))

        self._save(work)

    def _save(self, verb: Callable[[UnitOfWork], ChangeSet]) -> None:
        self._workspace.change(lambda work, _p: verb(work), self).on_failure(self._on_refused).start()

    def _on_refused(self, error: Exception) -> None:
        """Bring the stored values back."""
        self._workspace.messages.show_error(error)
        line, self._line = self._line, None
        self.setFocus()
        self.show_line(line)
