"""The columns of one ledger table as lines: letter, head, examples, what each becomes, and what that means."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ledger_app.intake.own_ledger.model import (
    FIELD_KIND_NAMES,
    MEANING_NAMES,
    ColumnPlan,
    FieldKind,
    Meaning,
    TablePlan,
)
from ui.detail.tab import clear
from ui.elided_label import ElidedLabel
from ui.fields import ChoiceField, LineField
from ui.look import Look
from ui.models.review import Review
from ui.pages.page import labelled
from ui.views.chips import ChipLabel

_LETTER, _HEAD, _SAMPLES, _BECOMES, _SAYS = range(5)
_WORD_LENGTH = 7
_HEADS = ("列", "表头", "示例", "成为", "说明")


class ColumnRows(QWidget):
    """Shows and changes the columns of one table.

    Signals:
        decided: something was decided that holds at once.
        reread_wanted: a column has another meaning; the document is to be understood anew.
    """

    decided = Signal()
    reread_wanted = Signal()

    def __init__(self, look: Look) -> None:
        """Make it empty."""
        super().__init__()
        self._look = look
        self._review: Review | None = None
        self._table: TablePlan | None = None
        self.setObjectName("mapping_columns")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 8, 12, 12)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        for column, stretch in ((_HEAD, 3), (_SAMPLES, 3), (_BECOMES, 2), (_SAYS, 5)):
            self._grid.setColumnStretch(column, stretch)

    def show_table(self, review: Review, table: TablePlan) -> None:
        """Show a table of a review; the keyboard stays in the line it is in."""
        name = focused_name(self)
        self._review, self._table = review, table
        clear(self._grid)
        for place, head in enumerate(_HEADS):
            self._grid.addWidget(labelled(head, "secondary"), 0, place)
        for row, column in enumerate(table.columns, start=1):
            self._add_column(row, review, table, column)
        self._grid.setRowStretch(len(table.columns) + 1, 1)
        # What was cleared away goes a little later.
        again = self.findChildren(QWidget, name)[-1:] if name else []
        for field in again:
            field.setFocus()

    def focus_first_open(self) -> None:
        """Put the keyboard into the first line that a person should look at, else into the first."""
        if self._review is None or self._table is None:
            return
        waiting = [one for one in self._table.columns if self._review.is_column_open(self._table, one)]
        first = (waiting or list(self._table.columns))[:1]
        field = self.findChild(QWidget, f"meaning_{first[0].index}") if first else None
        if field is not None:
            field.setFocus()

    def _add_column(self, row: int, review: Review, table: TablePlan, column: ColumnPlan) -> None:
        name = column.head.replace("/", " ▸ ") or "（没有表头）"
        meaning = review.column_meaning(table, column)
        self._grid.addWidget(labelled(column.letter, "secondary"), row, _LETTER)
        self._grid.addWidget(_line(name, f"column_head_{column.index}"), row, _HEAD)
        samples = _line("　".join(column.samples) or "（空列）", f"column_samples_{column.index}", "secondary")
        self._grid.addWidget(samples, row, _SAMPLES)
        field = ChoiceField(f"meaning_{column.index}", f"{column.letter}列“{name}”成为", MEANING_NAMES.items())
        field.setMaxVisibleItems(len(MEANING_NAMES))
        field.setMinimumContentsLength(_WORD_LENGTH)
        field.show_value(meaning)
        field.committed.connect(partial(self._on_meaning, column))
        self._grid.addWidget(field, row, _BECOMES)
        self._grid.addWidget(self._says(review, table, column, meaning), row, _SAYS)

    def _says(self, review: Review, table: TablePlan, column: ColumnPlan, meaning: Meaning) -> QWidget:
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        if review.is_column_open(table, column):
            chip = ChipLabel(self._look, f"column_open_{column.index}")
            line.addWidget(chip)
            chip.show_light("yellow", "请核对", "■")
        if meaning == "custom" and column.meaning == "custom":
            line.addWidget(self._name_field(review, table, column), 1)
            line.addWidget(self._kind_field(review, table, column))
            return box
        words = _words(column, meaning)
        line.addWidget(_line(words, f"column_says_{column.index}", "secondary"), 1)
        return box

    def _name_field(self, review: Review, table: TablePlan, column: ColumnPlan) -> QWidget:
        field = LineField(f"field_name_{column.index}", f"{column.letter}列的自定义列名")
        field.show_value(review.field_name(table, column))
        field.setToolTip("写入台账时的自定义列名")
        field.committed.connect(partial(self._on_name, column))
        return field

    def _kind_field(self, review: Review, table: TablePlan, column: ColumnPlan) -> QWidget:
        field = ChoiceField(f"field_kind_{column.index}", f"{column.letter}列的类型", FIELD_KIND_NAMES.items())
        field.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        field.show_value(review.field_kind(table, column))
        options = "、".join(column.options)
        field.setToolTip(f"可选项：{options}" if options else "值的类型；有放不下的值时按文字保存")
        field.committed.connect(partial(self._on_kind, column))
        return field

    def _on_meaning(self, column: ColumnPlan, key: str) -> None:
        meaning = next((one for one in MEANING_NAMES if one == key), None)
        if self._review is None or self._table is None or meaning is None:
            return
        before = self._review.state.basis
        self._review.set_column(self._table, column, meaning)
        self.decided.emit()
        if self._review.state.basis != before:
            self.reread_wanted.emit()

    def _on_name(self, column: ColumnPlan, name: str) -> None:
        if self._review is not None and self._table is not None:
            self._review.set_field(self._table, column, name=name)
            self.decided.emit()

    def _on_kind(self, column: ColumnPlan, key: str) -> None:
        kind: FieldKind | None = next((one for one in FIELD_KIND_NAMES if one == key), None)
        if self._review is not None and self._table is not None and kind is not None:
            self._review.set_field(self._table, column, kind=kind)
            self.decided.emit()


def focused_name(parent: QWidget) -> str:
    """Return the name of the widget within a parent that has the keyboard, "" if none has."""
    focused = QApplication.focusWidget()
    return focused.objectName() if focused is not None and parent.isAncestorOf(focused) else ""


def _words(column: ColumnPlan, meaning: Meaning) -> str:
    """Return what becomes of a column, in one line."""
    if meaning == "ignore":
        return f"{column.filled} 格内容不写入台账" if column.filled else "这一列是空的"
    if meaning != column.meaning:
        return "正在重新识别…"
    month = f"{column.period} · " if column.period else ""
    return f"{month}{column.reason}"


def _line(text: str, name: str, role: str = "") -> QLabel:
    """Return a label that gives way where there is little room; the whole stands in its tip."""
    label = ElidedLabel(text, name, role)
    label.setMinimumWidth(60)
    return label
