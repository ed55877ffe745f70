"""What can be done with several items of a review at once, as a menu; and the small dialogs it opens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from ledger_app.domain.task import OWNER_ROLE_NAMES, OwnerRole
from ui.dialogs.form import FormDialog
from ui.fields import ChoiceField, DateField
from ui.look import Look
from ui.models.item_edit import ITEM_KIND_NAMES, owner_by_hand
from ui.models.review import Review
from ui.unit_picker import UnitName, UnitPicker


class ReviewBatch(QMenu):
    """The menu; filled anew each time it opens.

    Signals:
        decided: something was decided.
        edit_wanted: the fields of one item are wanted (its key).
    """

    decided = Signal()
    edit_wanted = Signal(str)

    def __init__(self, parent: QWidget, look: Look, ask: Callable[[], tuple[Review | None, list[str]]]) -> None:
        """Ask `ask` for the review and the chosen items whenever the menu opens."""
        super().__init__(parent)
        self._owner = parent
        self._look = look
        self._ask = ask
        self._units: list[UnitName] = []
        self._full_names: dict[int, str] = {}
        self.setObjectName("review_batch_menu")
        self.aboutToShow.connect(self._fill)

    def set_units(self, units: Sequence[UnitName], full_names: dict[int, str]) -> None:
        """Offer these units."""
        self._units, self._full_names = list(units), full_names

    def _fill(self) -> None:
        self.clear()
        review, keys = self._ask()
        if review is None:
            return
        if keys:
            self._add_chosen_acts(review, keys)
            self.addSeparator()
        for kind, count in review.kinds().items():
            word = ITEM_KIND_NAMES[kind]
            self._add(
                f"batch_take_{kind}", f"导入全部“{word}”（{count} 项）", partial(review.accept_kinds, [kind], True)
            )
            self._add(
                f"batch_leave_{kind}", f"不导入“{word}”（{count} 项）", partial(review.accept_kinds, [kind], False)
            )
        self.addSeparator()
        for number in range(len(review.proposal.plans)):
            action = self.addAction(f"修改计划标题《{review.plan_title(number)[:24]}》…")
            action.setObjectName(f"batch_title_{number}")
            action.triggered.connect(partial(self._ask_title, review, number))

    def _add_chosen_acts(self, review: Review, keys: list[str]) -> None:
        what = f"选中的 {len(keys)} 项" if len(keys) > 1 else "这一项"
        if len(keys) == 1:
            edit = self.addAction("修改这一项…\tF2")
            edit.setObjectName("batch_edit")
            edit.triggered.connect(lambda: self.edit_wanted.emit(keys[0]))
        self._add("batch_take", f"导入{what}", partial(review.accept, keys, True))
        self._add("batch_leave", f"不导入{what}", partial(review.accept, keys, False))
        for name, word, receive in (("unit", "单位", self._ask_unit), ("due", "时限", self._ask_due)):
            action = self.addAction(f"给{what}指定{word}…")
            action.setObjectName(f"batch_{name}")
            action.triggered.connect(partial(receive, review, keys))

    def _add(self, name: str, text: str, verb: Callable[[], object]) -> None:
        def run() -> None:
            verb()
            self.decided.emit()

        action = self.addAction(text)
        action.setObjectName(name)
        action.triggered.connect(run)

    def _ask_unit(self, review: Review, keys: list[str], *_args: object) -> None:
        dialog = FormDialog(self._owner, "batch_unit_dialog", "指定单位", f"加到 {len(keys)} 项")
        role = ChoiceField("batch_role", "分工", OWNER_ROLE_NAMES.items())
        unit = UnitPicker("batch_unit_picker", "单位")
        unit.set_units(self._units)
        dialog.add_row("分工", role)
        dialog.add_row("单位", unit)
        dialog.on_accepted(lambda: self._add_unit(review, keys, unit, role.value()))
        dialog.open()

    def _add_unit(self, review: Review, keys: list[str], unit: UnitPicker, role: str) -> None:
        name = self._full_names.get(unit.unit_id or 0, unit.text().strip())
        chosen: OwnerRole = next((one for one in OWNER_ROLE_NAMES if one == role), "responsible")
        if not name:
            return
        for key in keys:
            before = review.item(key).owners
            others = [owner for owner in before if owner.name != name]
            new = owner_by_hand(name, chosen, before)
            review.set_owners([key], [new, *others] if chosen == "lead" else [*others, new])
        self.decided.emit()

    def _ask_due(self, review: Review, keys: list[str], *_args: object) -> None:
        dialog = FormDialog(
            self._owner,
            "batch_due_dialog",
            "指定时限",
            f"用于 {len(keys)} 项",
            "留空表示不设时限；原文的写法留在旁边。",
        )
        due = DateField("batch_due_date", "完成时限", self._look)
        due.show_value(None, review.today.year)
        dialog.add_row("完成时限", due)

        def take() -> None:
            review.set_due(keys, due.value())
            self.decided.emit()

        dialog.on_accepted(take)
        dialog.open()

    def _ask_title(self, review: Review, number: int, *_args: object) -> None:
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
