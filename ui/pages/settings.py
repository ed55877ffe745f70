"""设置: what an office decides once for its ledger, and how the window looks on this PC.

Each value is saved when its field is left, as one operation that can be undone like any other.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ledger_app.domain.settings import LedgerSettings
from ledger_app.services import settings as setting_services
from ui.actions import Actions
from ui.entry_button import entry_button
from ui.fields import ChoiceField, LineField, TextField
from ui.look import SCHEME_NAMES
from ui.models.setting_rows import GROUPS, SettingGroup, SettingRow
from ui.number_field import NumberField
from ui.pages.page import Page, labelled, panel
from ui.views.custom_field_panel import CustomFieldPanel
from ui.views.inbox_panel import InboxPanel
from ui.views.learned_answers import LearnedAnswers
from ui.views.second_backup import SecondBackupPanel
from ui.workspace import Place, Workspace

FIELD_WIDTH_PX = 380
SHORT_WIDTH_PX = 150
CONTENT_WIDTH_PX = 980

Field = LineField | TextField | NumberField | ChoiceField


class SettingsPage(Page):
    """One panel a group of settings, under each other."""

    def __init__(self, workspace: Workspace, actions: Actions) -> None:
        """Make the page and show the settings in force."""
        super().__init__("settings", "设置", workspace, actions)
        words = "当前台账以只读方式打开，不能修改。" if workspace.is_read_only else "改动即时保存，可以撤销。"
        self.head.addWidget(labelled(words, "secondary", "settings_note"), 1)
        self._fields: dict[str, Field] = {}
        content = QWidget()
        content.setMaximumWidth(CONTENT_WIDTH_PX)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(16)
        for group in GROUPS:
            column.addWidget(self._make_group(group))
        column.addWidget(LearnedAnswers(workspace))
        column.addWidget(self._make_calendar())
        column.addWidget(CustomFieldPanel(workspace))
        column.addWidget(self._make_look())
        column.addWidget(InboxPanel(workspace, workspace.inbox))
        column.addWidget(SecondBackupPanel(workspace))
        column.addWidget(self._make_care())
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setObjectName("settings_scroll")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        scroll.setWidget(content)
        self.body.addWidget(scroll)
        workspace.settings_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the settings in force."""
        settings = self.workspace.settings
        for name, field in self._fields.items():
            value = getattr(settings, name)
            if isinstance(field, NumberField):
                field.show_value(float(value or 0))
            else:
                field.show_value(str(value))

    def show_place(self, _place: Place) -> None:
        """Show what is in force now."""
        self.refresh()

    def may_close(self) -> bool:
        """Save what is still being typed."""
        for field in self._fields.values():
            if not isinstance(field, ChoiceField):
                field.commit()
        return True

    def _make_group(self, group: SettingGroup) -> QWidget:
        box, grid = _group_panel(f"settings_{group.key}", group.title)
        for place, row in enumerate(group.rows, start=1):
            field = self._make_field(row)
            self._fields[row.field] = field
            _add_row(grid, place, row.label, field, row.help)
        return box

    def _make_look(self) -> QWidget:
        """Make the panel for what belongs to this PC rather than to the ledger."""
        box, grid = _group_panel("settings_look", "本机外观")
        scheme = ChoiceField("setting_scheme", "窗口配色", SCHEME_NAMES.items())
        scheme.setMaximumWidth(FIELD_WIDTH_PX)
        scheme.show_value(self.workspace.state.scheme)
        scheme.committed.connect(self._choose_scheme)
        _add_row(grid, 1, "窗口配色", scheme, "只影响这台电脑上的窗口，不影响台账和打印。")
        return box

    def _make_calendar(self) -> QWidget:
        """Make the panel that leads to the calendar of working days."""
        box, grid = _group_panel("settings_calendar", "工作日历")
        edit = entry_button("settings_work_calendar")
        edit.setMaximumWidth(SHORT_WIDTH_PX)
        edit.clicked.connect(self._open_calendar)
        _add_row(grid, 1, "放假调休", edit, "剩余工作日、按工作日计算的时限都用它；新一年的放假通知粘贴进来即可。")
        return box

    def _open_calendar(self) -> None:
        from ui.dialogs.work_calendar import WorkCalendarDialog

        WorkCalendarDialog(self, self.workspace).open()

    def _make_care(self) -> QWidget:
        """Make the panel for putting the ledger in order."""
        box, grid = _group_panel("settings_care", "台账维护")
        rebuild = entry_button("settings_rebuild")
        rebuild.setMaximumWidth(SHORT_WIDTH_PX)
        rebuild.setEnabled(not self.workspace.is_read_only)
        rebuild.clicked.connect(self._rebuild)
        _add_row(grid, 1, "查找索引", rebuild, "检查台账时提示查找索引不一致才需要；不改动任何内容。")
        return box

    def _rebuild(self) -> None:
        ledger = self.workspace.ledger
        job = self.workspace.runner.change(ledger.rebuild_search).owned_by(self).with_progress("重建查找索引")
        job.on_success(lambda _none: self.workspace.messages.show_text("查找索引", "查找索引已重建。")).start()

    def _make_field(self, row: SettingRow) -> Field:
        name = f"setting_{row.field}"
        field: Field
        if row.editor == "number":
            field = NumberField(name, row.label, row.low, row.high, row.decimals, row.suffix)
            field.setSpecialValueText(row.zero)
            field.setMaximumWidth(SHORT_WIDTH_PX)
        elif row.editor == "choice":
            field = ChoiceField(name, row.label, row.choices)
            field.setMaximumWidth(FIELD_WIDTH_PX)
        else:
            field = TextField(name, row.label, 2) if row.editor == "text" else LineField(name, row.label)
            field.setMaximumWidth(FIELD_WIDTH_PX)
            field.setReadOnly(self.workspace.is_read_only)
        if isinstance(field, NumberField | ChoiceField):
            field.setEnabled(not self.workspace.is_read_only)
        field.committed.connect(lambda value, row=row: self._save(row, value))
        return field

    def _save(self, row: SettingRow, value: str | float) -> None:
        changed = _with(self.workspace.settings, row, value)
        job = self.workspace.change(lambda work, _p: setting_services.change(work, changed), self)
        job.on_success(lambda _changes: self.workspace.say_done(f"已修改“{row.label}”")).on_failure(
            self._refuse
        ).start()

    def _refuse(self, error: Exception) -> None:
        """Say why, and show again what is in force."""
        self.workspace.messages.show_error(error)
        self.refresh()

    def _choose_scheme(self, key: str) -> None:
        choice = next(choice for choice in SCHEME_NAMES if choice == key)
        self.workspace.state.scheme = choice
        self.workspace.look.choose(choice)


def _with(settings: LedgerSettings, row: SettingRow, value: str | float) -> LedgerSettings:
    """Return the settings with one value changed; 0 of the year means none."""
    new: Any = value
    if row.editor == "number":
        new = float(value) if row.decimals else int(value)
        if row.field == "year" and not new:
            new = None
    elif isinstance(getattr(settings, row.field), bool):
        new = value == str(True)
    return replace(settings, **{row.field: new})


def _group_panel(name: str, title: str) -> tuple[QWidget, QGridLayout]:
    box = panel(name)
    grid = QGridLayout(box)
    grid.setContentsMargins(16, 12, 16, 16)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(10)
    grid.setColumnMinimumWidth(0, 110)
    grid.setColumnMinimumWidth(1, FIELD_WIDTH_PX)
    grid.setColumnStretch(2, 1)
    grid.addWidget(labelled(title, "heading"), 0, 0, 1, 3)
    return box, grid


def _add_row(grid: QGridLayout, place: int, label: str, field: QWidget, help_text: str) -> None:
    words = QLabel(label)
    words.setBuddy(field)
    explained = labelled(help_text, "secondary")
    explained.setWordWrap(True)
    field.setAccessibleDescription(help_text)
    middle = Qt.AlignmentFlag.AlignVCenter
    grid.addWidget(words, place, 0, middle)
    grid.addWidget(field, place, 1, middle)
    grid.addWidget(explained, place, 2, middle)
