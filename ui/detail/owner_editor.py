"""The owners of one task: role and unit by line, add by typing a name, take off with one click."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledger_app.domain.task import OWNER_ROLE_NAMES, OwnerRole
from ledger_app.services.owners import OwnerChoice
from ui.detail.tab import clear, text_label
from ui.elided_button import ElidedButton
from ui.entry_button import entry_button
from ui.fields import ChoiceField
from ui.look import Look
from ui.models.task_people import OwnerLine
from ui.pages.page import labelled
from ui.unit_picker import UnitName, UnitPicker


class OwnerEditor(QWidget):
    """Lines of owners and a field to add one.

    Signals:
        committed: the owners are to be these (a list of OwnerChoice).
        claim_wanted: a printed name is to be matched to a unit of the roster (the name, the unit's id).
        person_wanted: one wants to say who within an owning unit answers (its OwnerLine).
    """

    committed = Signal(object)
    claim_wanted = Signal(str, int)
    person_wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        """Begin without owners."""
        super().__init__()
        self._look = look
        self._lines: Sequence[OwnerLine] = ()
        self._units: list[UnitName] = []
        self._claiming = ""
        self.setObjectName("owner_editor")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        layout.addLayout(self._rows)
        self._note = labelled("", "secondary", "owner_note")
        layout.addWidget(self._note)
        row = QHBoxLayout()
        row.setSpacing(4)
        self.role = ChoiceField("owner_role", "分工", OWNER_ROLE_NAMES.items())
        self.role.setMaximumWidth(84)
        self.picker = UnitPicker("owner_picker", "添加责任单位")
        self.picker.picked.connect(self._on_picked)
        row.addWidget(self.role)
        row.addWidget(self.picker, 1)
        layout.addLayout(row)

    def set_units(self, units: Sequence[UnitName]) -> None:
        """Offer these units."""
        self._units = list(units)
        self.picker.set_units(units)

    def show_owners(self, lines: Sequence[OwnerLine], *, is_read_only: bool) -> None:
        """Show a task's owners."""
        self._lines = lines
        self._claim("")
        clear(self._rows)
        for number, line in enumerate(lines):
            self._rows.addWidget(self._row(number, line, is_read_only=is_read_only))
        self.role.setVisible(not is_read_only)
        self.picker.setVisible(not is_read_only)
        has_lead = any(line.owner.role == "lead" for line in lines)
        self.role.show_value("cooperate" if has_lead else "lead")

    def _row(self, number: int, line: OwnerLine, *, is_read_only: bool) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        role = ChoiceField(f"owner_role_{number}", f"{line.name} 的分工", OWNER_ROLE_NAMES.items())
        role.setMaximumWidth(84)
        role.show_value(line.owner.role)
        role.setEnabled(not is_read_only)
        role.committed.connect(lambda key: self._change_role(number, key))
        name = text_label(line.name, "", f"owner_name_{number}")
        marks = ["推定牵头"] if line.owner.is_assumed else []
        if line.owner.raw and line.owner.raw != line.name:
            marks.append(f"原文“{line.owner.raw}”")
        name.setToolTip("；".join(marks) or line.name)
        row.addWidget(role)
        row.addWidget(name, 1)
        if line.person or not is_read_only:
            row.addWidget(self._person_button(number, line, is_read_only=is_read_only))
        is_unmatched = line.owner.unit_id is None and line.owner.person_id is None and line.owner.post_id is None
        if is_unmatched and not is_read_only:
            claim = entry_button("owner_claim", number, tip=f"“{line.name}”不在单位库，指定它是哪个单位")
            claim.clicked.connect(lambda: self._claim(line.name))
            row.addWidget(claim)
        if not is_read_only:
            remove = entry_button("owner_remove", number, tip=f"去掉 {line.name}")
            remove.setAccessibleName(f"去掉 {line.name}")
            remove.setIcon(self._look.icon("close"))
            remove.clicked.connect(lambda: self._remove(number))
            row.addWidget(remove)
        return box

    def _person_button(self, number: int, line: OwnerLine, *, is_read_only: bool) -> QWidget:
        button = ElidedButton(line.person or "责任人…", f"owner_person_{number}", f"{line.name} 由谁负责")
        button.setEnabled(not is_read_only)
        button.setMaximumWidth(112)
        button.clicked.connect(lambda: self.person_wanted.emit(line))
        return button

    def _claim(self, name: str) -> None:
        self._claiming = name
        self._note.setText(f"“{name}”是哪个单位？在下面输入，以后遇到同样的写法会自动认出。" if name else "")
        self._note.setVisible(bool(name))
        self._note.setWordWrap(True)
        if name:
            self.picker.setFocus()

    def _on_picked(self, unit_id: int) -> None:
        name, self._claiming = self._claiming, ""
        self.picker.clear()
        if name:
            self.claim_wanted.emit(name, unit_id)
        else:
            role: OwnerRole = _role(self.role.value())
            self.committed.emit([*self._choices(), OwnerChoice(role, unit_id)])

    def _change_role(self, number: int, key: str) -> None:
        choices = self._choices()
        old = choices[number]
        choices[number] = OwnerChoice(_role(key), old.unit_id, old.raw)
        self.committed.emit(choices)

    def _remove(self, number: int) -> None:
        choices = self._choices()
        del choices[number]
        self.committed.emit(choices)

    def _choices(self) -> list[OwnerChoice]:
        return [OwnerChoice(line.owner.role, line.owner.unit_id, line.owner.raw) for line in self._lines]


def _role(key: str) -> OwnerRole:
    return next((role for role in OWNER_ROLE_NAMES if role == key), "responsible")
