"""Dialogs of the slip register: one slip, slips for all late units, the reply, how slips are numbered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QWidget

from ledger_app.domain.slips import NUMBER_GAP, SLIP_COLOUR_NAMES, YEAR_GAP
from ledger_app.domain.supervision import SlipColour
from ledger_app.services.slips import SlipDraft
from ui.detail.saving_dialog import SavingDialog
from ui.entry_button import entry_button
from ui.fields import ChoiceField, DateField, LineField, TextField
from ui.look import Look
from ui.pages.page import labelled
from ui.unit_picker import UnitName, UnitPicker
from ui.workspace import Workspace

LOW_PX = 640
_ID = Qt.ItemDataRole.UserRole
_COLOURS: dict[str, SlipColour] = {colour: colour for colour in SLIP_COLOUR_NAMES}


class SlipDialog(SavingDialog):
    """All a slip says; the tasks it is about can be taken off."""

    def __init__(
        self,
        parent: QWidget,
        workspace: Workspace,
        draft: SlipDraft,
        units: Sequence[UnitName],
        tasks: Mapping[int, str],
        *,
        title: str,
        verb: str,
    ) -> None:
        """Show a draft.

        Args:
            parent: the window.
            workspace: the ledger it is saved in.
            draft: what stands in the fields.
            units: to choose the undertaking unit from.
            tasks: id -> words of the draft's tasks.
            title: of the dialog.
            verb: of its button.
        """
        super().__init__(parent, workspace, "slip_dialog", title, verb)
        look = workspace.look
        self.setMinimumWidth(640)
        self._draft = draft
        self.number = LineField("slip_number", "编号")
        self.number.setText(draft.number)
        self.colour = ChoiceField("slip_colour", "督办单颜色", list(SLIP_COLOUR_NAMES.items()))
        self.colour.show_value(draft.colour)
        self.add_row("编号", _side_by_side(self.number, ("颜色", self.colour)))
        self.unit = UnitPicker("slip_unit", "承办单位")
        self.unit.set_units(units)
        self.unit.pick(draft.unit_id)
        self.add_row("承办单位", self.unit)
        self.tasks = QListWidget()
        self.tasks.setObjectName("slip_tasks")
        self.tasks.setAccessibleName("督办的任务，空格勾选")
        # On a low screen (1366x768 at 150 %) the button must not lie below the edge.
        is_low = parent.screen().availableGeometry().height() < LOW_PX
        self.tasks.setFixedHeight(56 if is_low else 84)
        self.show_tasks(tasks)
        self.add_tasks_button = entry_button("slip_add_tasks")
        self.add_row("督办任务", self.tasks)
        self.add_row("", self.add_tasks_button)
        self.matter = self._text("slip_matter", "督办事项", 2 if is_low else 4, draft.matter)
        self.basis = self._text("slip_basis", "督办依据", 1 if is_low else 2, draft.basis)
        self.requirement = self._text("slip_requirement", "办理要求", 2 if is_low else 3, draft.requirement)
        self.issued = _day("slip_issued", "签发日期", look, draft.issued)
        self.due = _day("slip_due", "限办日期", look, draft.due)
        self.add_row("签发日期", _side_by_side(self.issued, ("限办日期", self.due)))
        self.signer = LineField("slip_signer", "签发人")
        self.signer.setText(draft.signer)
        self.contact = LineField("slip_contact", "督办人及电话")
        self.contact.setText(draft.contact)
        self.add_row("签发人", _side_by_side(self.signer, ("督办人及电话", self.contact)))
        self.matter.setFocus()

    def show_tasks(self, tasks: Mapping[int, str]) -> None:
        """List more tasks, ticked."""
        known = {int(self.tasks.item(row).data(_ID)) for row in range(self.tasks.count())}
        for task_id, words in tasks.items():
            if task_id not in known:
                item = QListWidgetItem(words)
                item.setData(_ID, task_id)
                item.setToolTip(words)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked)
                self.tasks.addItem(item)

    @property
    def unknown_unit(self) -> str:
        """Return what was typed for the unit and names none, "" otherwise."""
        return "" if self.unit.unit_id is not None else self.unit.text().strip()

    def draft(self) -> SlipDraft:
        """Return what stands in the fields."""
        ticked = [item for row in range(self.tasks.count()) if (item := self.tasks.item(row)).checkState() is _TICKED]
        return replace(
            self._draft,
            number=self.number.text(),
            colour=_COLOURS[self.colour.value()],
            unit_id=self.unit.unit_id,
            task_ids=tuple(int(item.data(_ID)) for item in ticked),
            matter=self.matter.text(),
            basis=self.basis.text(),
            requirement=self.requirement.text(),
            issued=self.issued.value() or self._draft.issued,
            due=self.due.value(),
            signer=self.signer.text(),
            contact=self.contact.text(),
        )

    def _text(self, name: str, label: str, lines: int, value: str) -> TextField:
        field = TextField(name, label, lines)
        field.setPlainText(value)
        self.add_row(label, field)
        return field


class LateUnitsDialog(SavingDialog):
    """One slip each for the units that are late: which of them, and what all the slips share."""

    def __init__(
        self, parent: QWidget, workspace: Workspace, drafts: Sequence[SlipDraft], names: Mapping[int, str]
    ) -> None:
        """List the units, all ticked."""
        note = "每个单位一张，列明它逾期的任务；已在督办中的任务不再重复。"
        super().__init__(parent, workspace, "late_slips_dialog", "给逾期单位发督办单", "签发督办单", note)
        self.setMinimumWidth(560)
        self._drafts = tuple(drafts)
        self.list = QListWidget()
        self.list.setObjectName("late_slips_units")
        self.list.setAccessibleName("逾期的单位，空格勾选")
        self.list.setMinimumHeight(180)
        for draft in drafts:
            item = QListWidgetItem(f"{names.get(draft.unit_id or 0, '')}　逾期 {len(draft.task_ids)} 项")
            item.setToolTip(draft.matter)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(item)
        self.list.itemChanged.connect(lambda _item: self._show_verb())
        self.add_row("单位", self.list)
        first = drafts[0]
        self.colour = ChoiceField("late_slips_colour", "督办单颜色", list(SLIP_COLOUR_NAMES.items()))
        self.colour.show_value(first.colour)
        self.add_row("颜色", self.colour)
        self.due = _day("late_slips_due", "限办日期", workspace.look, first.due)
        self.add_row("限办日期", self.due)
        self.requirement = TextField("late_slips_requirement", "办理要求", 3)
        self.requirement.setPlainText(first.requirement)
        self.add_row("办理要求", self.requirement)
        self.signer = LineField("late_slips_signer", "签发人")
        self.add_row("签发人", self.signer)
        self.contact = LineField("late_slips_contact", "督办人及电话")
        self.contact.setText(first.contact)
        self.add_row("督办人及电话", self.contact)
        self._show_verb()
        self.list.setFocus()

    def drafts(self) -> list[SlipDraft]:
        """Return the slips of the ticked units."""
        return [
            replace(
                draft,
                colour=_COLOURS[self.colour.value()],
                due=self.due.value(),
                requirement=self.requirement.text(),
                signer=self.signer.text(),
                contact=self.contact.text(),
            )
            for row, draft in enumerate(self._drafts)
            if self.list.item(row).checkState() is _TICKED
        ]

    def _show_verb(self) -> None:
        count = sum(self.list.item(row).checkState() is _TICKED for row in range(self.list.count()))
        self.verb_button.setText(f"签发 {count} 张督办单")
        self.verb_button.setEnabled(bool(count))


class ReplyDialog(SavingDialog):
    """What the unit answered and when."""

    def __init__(self, parent: QWidget, workspace: Workspace, number: str, text: str, on: dt.date) -> None:
        """Show the stored reply."""
        title = f"登记 {number} 的回复"
        super().__init__(parent, workspace, "slip_reply_dialog", title, "保存回复", "清空内容即取消回复。")
        self.setMinimumWidth(520)
        self.text = TextField("slip_reply", "回复内容", 6)
        self.text.setPlainText(text)
        self.add_row("回复内容", self.text)
        self.day = _day("slip_replied_on", "回复日期", workspace.look, on)
        self.add_row("回复日期", self.day)


class NumberDialog(SavingDialog):
    """How slips are numbered."""

    def __init__(self, parent: QWidget, workspace: Workspace, pattern: str) -> None:
        """Show the pattern in force."""
        note = f"“{YEAR_GAP}”换成年份，“{NUMBER_GAP}”按年从 1 顺序编号。清空即用默认格式。已发的督办单编号不变。"
        super().__init__(parent, workspace, "slip_number_dialog", "督办单编号格式", "保存编号格式", note)
        self.pattern = LineField("slip_pattern", "编号格式")
        self.pattern.setText(pattern)
        self.add_row("编号格式", self.pattern)


_TICKED = Qt.CheckState.Checked


def _day(name: str, label: str, look: Look, value: dt.date | None) -> DateField:
    field = DateField(name, label, look)
    field.show_value(value)
    return field


def _side_by_side(field: QWidget, other: tuple[str, QWidget]) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(field, 1)
    label: QLabel = labelled(other[0], "")
    label.setBuddy(other[1])
    row.addWidget(label)
    row.addWidget(other[1], 1)
    box.setFocusProxy(field)
    return box
