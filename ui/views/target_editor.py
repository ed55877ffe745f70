"""The targets of one item of a review: relation, figure and unit by line, one more by typing, off with one click."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledger_app.intake.proposal import ProposedTarget, TargetOp
from ui.detail.tab import clear
from ui.entry_button import entry_button
from ui.fields import ChoiceField, LineField
from ui.models.item_edit import target_by_hand
from ui.pages.page import labelled

OP_NAMES: dict[TargetOp, str] = {
    ">=": "不少于 ≥",
    "<=": "不超过 ≤",
    "=": "等于",
    "range": "区间",
    "increase": "增长、提高",
    "decrease": "下降、减少",
}
_VALUE_PX, _UNIT_PX, _OP_PX = 96, 64, 104


class TargetEditor(QWidget):
    """Lines of targets and an empty one to add another.

    Signals:
        committed: the targets are to be these (a tuple of ProposedTarget).
    """

    committed = Signal(object)

    def __init__(self) -> None:
        """Begin without targets."""
        super().__init__()
        self._targets: tuple[ProposedTarget, ...] = ()
        self.setObjectName("target_editor")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(2)

    def show_targets(self, targets: Sequence[ProposedTarget]) -> None:
        """Show an item's targets."""
        if self._rows.count() and tuple(targets) == self._targets:
            return
        self._targets = tuple(targets)
        clear(self._rows)
        for number, target in enumerate((*targets, None)):
            self._rows.addWidget(self._row(number, target))

    def _row(self, number: int, target: ProposedTarget | None) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        what = f"目标 {number + 1}" if target is not None else "新目标"
        op = ChoiceField(f"target_op_{number}", f"{what}的关系", OP_NAMES.items())
        op.setFixedWidth(_OP_PX)
        value = LineField(f"target_value_{number}", f"{what}的数值")
        value.setPlaceholderText("95 或 10～20")
        value.setFixedWidth(_VALUE_PX)
        unit = LineField(f"target_unit_{number}", f"{what}的单位")
        unit.setPlaceholderText("单位")
        unit.setFixedWidth(_UNIT_PX)
        raw = labelled("", "secondary", f"target_raw_{number}")
        if target is not None:
            op.show_value(target.op)
            value.show_value(value_text(target))
            unit.show_value(target.unit)
            raw.setText(f"“{target.reading.raw[:24]}”")
            raw.setToolTip(f"原文“{target.reading.raw}”　{target.reading.reason}")
        take = partial(self._take, number, op, value, unit)
        for field in (op, value, unit):
            field.committed.connect(lambda _new, take=take: take())
            row.addWidget(field)
        row.addWidget(raw, 1)
        if target is not None:
            off = entry_button("target_off", number)
            off.setAccessibleName(f"去掉{what}")
            off.clicked.connect(partial(self._remove, number))
            row.addWidget(off)
        return box

    def _take(self, number: int, op: ChoiceField, value: LineField, unit: LineField) -> None:
        before = self._targets[number] if number < len(self._targets) else None
        if before is None and not value.text().strip():
            # A relation or a unit chosen first waits for its figure.
            return
        relation = next(one for one in OP_NAMES if one == op.value())
        target = target_by_hand(relation, value.text(), unit.text(), before)
        others = list(self._targets)
        others[number : number + 1] = [target] if target is not None else []
        self.committed.emit(tuple(others))

    def _remove(self, number: int, *_args: object) -> None:
        self.committed.emit(tuple(one for place, one in enumerate(self._targets) if place != number))


def value_text(target: ProposedTarget) -> str:
    """Return a target's figure as it is typed."""
    value = target.value
    if isinstance(value, tuple):
        return f"{value[0]:g}～{value[1]:g}"
    return f"{value:.10g}" if isinstance(value, int | float) else value or ""
