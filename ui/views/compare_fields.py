"""One comparison with its values: the upper part of a header's filter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ledger_app.domain.grid import Condition
from ui.fields import DateField
from ui.look import Look
from ui.models.columns import Column
from ui.models.grid_filters import COMPARISONS, Comparison
from ui.pages.page import labelled

_SPAN = 2


class CompareFields(QWidget):
    """A choice of comparisons and up to two fields.

    Signals:
        chosen: another comparison was chosen, or none.
        entered: Enter was pressed in a field.
    """

    chosen = Signal()
    entered = Signal()

    def __init__(self, column: Column, look: Look, year: int) -> None:
        """Offer the comparisons of a column; `year` is meant by days typed without one."""
        super().__init__()
        self._column = column
        self._comparisons: Sequence[Comparison] = COMPARISONS[column.filter_kind]
        self.fields: list[QLineEdit | DateField] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self.choice = QComboBox()
        self.choice.setObjectName("filter_compare")
        self.choice.setAccessibleName(f"{column.heading}：按条件")
        self.choice.addItem("按条件：不限", None)
        for one in self._comparisons:
            self.choice.addItem(one.word, one.op)
        self.choice.currentIndexChanged.connect(self._on_chosen)
        row = QHBoxLayout()
        row.setSpacing(6)
        self._joiner = labelled("和", "secondary")
        for number, word in enumerate(("第一个值", "第二个值")):
            if number:
                row.addWidget(self._joiner)
            field = self._make_field(number, f"{column.heading}：{word}", look, year)
            row.addWidget(field, 1)
            self.fields.append(field)
        layout.addWidget(self.choice)
        layout.addLayout(row)
        self._show_fields()

    @property
    def comparison(self) -> Comparison | None:
        """Return the chosen comparison, None for none."""
        place = self.choice.currentIndex() - 1
        return self._comparisons[place] if place >= 0 else None

    def show_condition(self, condition: Condition) -> None:
        """Begin with a comparison that is in force."""
        self.choice.setCurrentIndex(max(self.choice.findData(condition.op), 0))
        for field, value in zip(self.fields, condition.values, strict=False):
            text = f"{value:g}" if isinstance(value, int | float) else value
            _edit(field).setText(text)

    def condition(self) -> Condition | None:
        """Return the comparison with its values, None while they are not given; a span may have one end alone."""
        comparison = self.comparison
        if comparison is None:
            return None
        values = [self._value(field) for field in self.fields[: comparison.operands]]
        known = [value for value in values if value is not None]
        if comparison.operands == _SPAN and len(known) == 1:
            return Condition(self._column.field, "at_least" if values[0] is not None else "at_most", tuple(known))
        if len(known) < comparison.operands:
            return None
        if comparison.operands == _SPAN:
            known.sort(key=lambda value: (isinstance(value, str), value))
        return Condition(self._column.field, comparison.op, tuple(known))

    def mark_missing(self) -> None:
        """Show which value has to be given."""
        edit = next((_edit(field) for field in self.fields if self._value(field) is None), _edit(self.fields[0]))
        edit.setProperty("state", "wrong")
        edit.setToolTip("请填写要比较的值")
        edit.style().unpolish(edit)
        edit.style().polish(edit)
        edit.setFocus()

    def tab_stops(self) -> list[QWidget]:
        """Return what Tab goes through."""
        return [self.choice, *(_edit(field) for field in self.fields)]

    def _make_field(self, number: int, label: str, look: Look, year: int) -> QLineEdit | DateField:
        name = f"filter_operand_{number}"
        if self._column.filter_kind == "date":
            day = DateField(name, label, look)
            day.show_value(None, year)
            day.edit.setPlaceholderText("如 6-30、6月底")
            day.edit.returnPressed.connect(self.entered)
            return day
        field = QLineEdit()
        field.setObjectName(name)
        field.setAccessibleName(label)
        field.returnPressed.connect(self.entered)
        return field

    def _on_chosen(self) -> None:
        self._show_fields()
        if self.isVisible() and self.comparison is not None and self.comparison.operands:
            _edit(self.fields[0]).setFocus()
        self.chosen.emit()

    def _show_fields(self) -> None:
        count = self.comparison.operands if self.comparison is not None else 0
        for number, field in enumerate(self.fields):
            field.setVisible(number < count)
        self._joiner.setVisible(count == _SPAN)

    def _value(self, field: QLineEdit | DateField) -> str | float | None:
        if isinstance(field, DateField):
            day = field.value()
            return day.isoformat() if day is not None else None
        text = field.text().strip()
        if self._column.filter_kind != "number":
            return text or None
        try:
            return float(text.rstrip("%％天点 "))
        except ValueError:
            return None


def _edit(field: QLineEdit | DateField) -> QLineEdit:
    return field.edit if isinstance(field, DateField) else field
