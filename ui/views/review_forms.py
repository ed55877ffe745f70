"""The small dialogs of a review: one unit or one deadline for many items, the title of a plan."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ledger_app.domain.task import OWNER_ROLE_NAMES, OwnerRole
from ledger_app.intake.proposal import ProposedOwner
from ui.dialogs.form import FormDialog
from ui.fields import ChoiceField, DateField
from ui.look import Look
from ui.models.item_edit import owner_by_hand
from ui.models.review import Review
from ui.unit_picker import UnitName, UnitPicker


class ReviewForms(QObject):
    """Opens the dialogs over one widget.

    Signals:
        decided: something was decided.
    """

    decided = Signal()

    def __init__(self, owner: QWidget, look: Look) -> None:
        """Begin without units."""
        super().__init__(owner)
        self._owner = owner
        self._look = look
        self._units: list[UnitName] = []
        self._full_names: dict[int, str] = {}

    def set_units(self, units: Sequence[UnitName], full_names: dict[int, str]) -> None:
        """Offer these units; `full_names` are those that are written for a unit chosen here."""
        self._units, self._full_names = list(units), full_names

    def ask_unit(self, review: Review, keys: list[str], *_args: object) -> None:
        """Ask for a unit that items are to have, and its part in them."""
        note = "各项已有的单位保留；改为牵头的排在最前。" if len(keys) > 1 else ""
        dialog = FormDialog(self._owner, "batch_unit_dialog", "指定单位", f"加到 {len(keys)} 项", note)
        unit = UnitPicker("batch_unit_picker", "单位")
        unit.set_units(self._units)
        role = ChoiceField("batch_role", "分工", OWNER_ROLE_NAMES.items())
        role.show_value("responsible")
        dialog.add_row("单位", unit)
        dialog.add_row("分工", role)
        dialog.on_accepted(lambda: self._add_unit(review, keys, unit, role.value()))
        dialog.open()

    def ask_due(self, review: Review, keys: list[str], *_args: object) -> None:
        """Ask for the day by which items are to be done."""
        note = "留空表示不设时限；原文的写法留在旁边。"
        dialog = FormDialog(self._owner, "batch_due_dialog", "指定时限", f"用于 {len(keys)} 项", note)
        due = DateField("batch_due_date", "完成时限", self._look)
        due.show_value(None, review.usual_year)
        dialog.add_row("完成时限", due)
        # What cannot be read as a day must not take the days away.
        due.edit.textChanged.connect(
            lambda text: dialog.verb_button.setEnabled(not text.strip() or due.value() is not None)
        )

        def take() -> None:
            review.set_due(keys, due.value())
            self.decided.emit()

        dialog.on_accepted(take)
        dialog.open()

    def ask_title(self, review: Review, number: int, *_args: object) -> None:
        """Ask for the title of a plan."""
        dialog = FormDialog(self._owner, "plan_title_dialog", "计划标题", "就用这个标题")
        field = QLineEdit(review.plan_title(number))
        field.setObjectName("plan_title")
        field.setAccessibleName("计划标题")
        field.setMinimumWidth(420)
        dialog.add_row("标题", field)

        def take() -> None:
            review.set_plan_title(number, field.text())
            self.decided.emit()

        dialog.on_accepted(take)
        dialog.open()

    def _add_unit(self, review: Review, keys: list[str], unit: UnitPicker, role: str) -> None:
        name = self._full_names.get(unit.unit_id or 0, unit.text().strip())
        chosen: OwnerRole = next((one for one in OWNER_ROLE_NAMES if one == role), "responsible")
        if not name:
            return

        def change(before: tuple[ProposedOwner, ...]) -> tuple[ProposedOwner, ...]:
            others = tuple(owner for owner in before if owner.name != name)
            new = owner_by_hand(name, chosen, before)
            return (new, *others) if chosen == "lead" else (*others, new)

        review.change_owners(keys, change)
        self.decided.emit()
