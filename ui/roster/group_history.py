"""Who belonged to a group, from and to which day; each span can be put right."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.unit import Unit, UnitGroup, UnitGroupMember
from ledger_app.ports import ReadSession
from ledger_app.services import unit_groups
from ui.detail.saving_dialog import SavingDialog, Verb
from ui.dialogs.form import FormDialog
from ui.fields import DateField
from ui.workspace import Workspace

_HEADINGS = ("单位", "从", "到", "")
Lines = list[tuple[UnitGroupMember, str]]


class GroupHistoryDialog(FormDialog):
    """The spans of a group's members by unit and day."""

    def __init__(self, parent: QWidget, workspace: Workspace, group: UnitGroup) -> None:
        """Read them."""
        note = "统计和展开单位组都按截止日当天的成员。回车或双击可以改日期。"
        super().__init__(parent, "group_history_dialog", f"{group.name}：历次成员", "修改日期…", note)
        self._workspace = workspace
        self._group = group
        self._lines: Lines = []
        self.setMinimumSize(560, 420)
        self.table = QTableWidget(0, len(_HEADINGS))
        self.table.setObjectName("group_history")
        self.table.setAccessibleName("历次成员")
        self.table.setHorizontalHeaderLabels(list(_HEADINGS))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        # The name takes what the days leave and is shortened where it must be: nothing is scrolled to sideways.
        for column in range(len(_HEADINGS)):
            mode = QHeaderView.ResizeMode.ResizeToContents if column else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(column, mode)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.itemActivated.connect(lambda _item: self._edit())
        self.extra.addWidget(self.table, 1)
        self.verb_button.setEnabled(False)
        workspace.ledger_changed.connect(self._on_ledger_changed)
        self._read()

    def accept(self) -> None:
        """Change the chosen span; the list stays open."""
        self._edit()

    def _read(self) -> None:
        self._workspace.query(lambda session, _p: _lines_of(session, self._group.id), self).on_success(
            self._take
        ).start()

    def _take(self, lines: Lines) -> None:
        row = self.table.currentRow()
        self._lines = lines
        self.table.setRowCount(len(lines))
        for number, (member, name) in enumerate(lines):
            first = member.from_date.isoformat() if member.from_date else "一直"
            last = member.to_date.isoformat() if member.to_date else "至今"
            present = "在组内" if member.to_date is None else "已退出"
            for column, text in enumerate((name, first, last, present)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(number, column, item)
        if lines:
            self.table.selectRow(max(0, min(row, len(lines) - 1)))
        self.verb_button.setEnabled(bool(lines) and not self._workspace.is_read_only)

    def _edit(self) -> None:
        row = self.table.currentRow()
        if self._workspace.is_read_only or not 0 <= row < len(self._lines):
            return
        member, name = self._lines[row]
        dialog = SavingDialog(self, self._workspace, "membership_dialog", f"{name}在组内的日期", "保存日期")
        first = DateField("membership_from", "从", self._workspace.look)
        last = DateField("membership_to", "到", self._workspace.look)
        first.show_value(member.from_date)
        last.show_value(member.to_date)
        dialog.add_row("从（不填为一直）", first)
        dialog.add_row("到（不填为至今）", last)

        def make() -> Verb:
            changed = replace(member, from_date=first.value(), to_date=last.value())
            return lambda work: unit_groups.change_membership(work, changed)

        dialog.on_save(make)
        dialog.open()

    def _on_ledger_changed(self, changes: ChangeSet) -> None:
        if changes.touches("unit_group_member", "unit"):
            self._read()


def _lines_of(session: ReadSession, group_id: int) -> Lines:
    units = {unit.id: unit for unit in session.of(Unit).find()}
    members = session.of(UnitGroupMember).find(group_id=group_id)
    ordered = sorted(members, key=lambda one: (units[one.unit_id].sort, one.unit_id, str(one.from_date or "")))
    return [(one, units[one.unit_id].name) for one in ordered]
