"""Beside the columns of a ledger: what its states mean, undated reports, what one row becomes, rows left out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ledger_app.domain.period import month_of
from ledger_app.intake.own_ledger.model import STATE_NAMES, StateMark, StateMeaning, StateValue
from ui.detail.tab import clear
from ui.fields import ChoiceField, LineField
from ui.look import Look
from ui.models.record_words import record_lines
from ui.models.review import Review
from ui.models.review_columns import LedgerTable
from ui.pages.page import hairline, labelled
from ui.views.chips import ChipLabel
from ui.views.column_rows import focused_name

_ROWS_SHOWN = 50


class LedgerSide(QWidget):
    """Shows and changes what holds for a whole table.

    Signals:
        decided: something was decided.
    """

    decided = Signal()

    def __init__(self, look: Look) -> None:
        """Make it empty."""
        super().__init__()
        self._look = look
        self._review: Review | None = None
        self._table: LedgerTable | None = None
        self._chosen = ""
        self.setObjectName("mapping_side")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 8, 12, 12)
        self._layout.setSpacing(8)

    def show_table(self, review: Review, table: LedgerTable) -> None:
        """Show a table of a review; the keyboard stays in the field it is in."""
        name = focused_name(self)
        self._review, self._table = review, table
        clear(self._layout)
        if table.plan.unit_from_sheet:
            self._layout.addWidget(_wrapped(f"责任单位取工作表名“{table.plan.unit_from_sheet}”。", "mapping_unit"))
        if table.plan.states:
            self._add_states(review, table)
        if table.plan.undated_count:
            self._add_undated(review, table)
        if review.rows_of(table):
            self._add_preview(review, table)
        if table.plan.left_out:
            self._add_left_out(table)
        self._layout.addStretch(1)
        # What was cleared away goes a little later.
        again = self.findChildren(QWidget, name)[-1:] if name else []
        for field in again:
            field.setFocus()

    # States

    def _add_states(self, review: Review, table: LedgerTable) -> None:
        self._layout.addWidget(labelled("状态写法 → 台账状态", "heading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        several = len({state.column for state in table.plan.states}) > 1
        for row, state in enumerate(table.plan.states):
            head = f"{state.head}：" if several else ""
            words = QLabel(f"{head}“{state.value}” {state.count} 项 →")
            words.setObjectName(f"state_words_{row}")
            words.setWordWrap(True)
            words.setToolTip(state.reason)
            grid.addWidget(words, row, 0)
            field = ChoiceField(f"state_{row}", f"状态“{state.value}”（{state.count} 项）对应", STATE_NAMES.items())
            field.setMaxVisibleItems(len(STATE_NAMES))
            field.show_value(review.state_meaning(table.plan, state))
            field.committed.connect(partial(self._on_state, state))
            grid.addWidget(field, row, 1)
            if review.is_state_open(table.plan, state):
                chip = ChipLabel(self._look, f"state_open_{row}")
                grid.addWidget(chip, row, 2)
                chip.show_light("yellow", "请选择", "■")
        self._layout.addLayout(grid)
        if review.rates_lights(table.plan):
            self._add_lights(review)
        self._layout.addWidget(hairline())

    def _add_lights(self, review: Review) -> None:
        box = QCheckBox("把原台账的评价写成手工亮灯")
        box.setObjectName("mapping_lights")
        box.setAccessibleName("把原台账的评价写成手工亮灯")
        box.setToolTip("不勾选时亮灯由程序按时限和进度判断，原来的写法保留在自定义列里")
        box.setChecked(review.records.sets_lights)
        box.toggled.connect(self._on_lights)
        self._layout.addWidget(box)

    def _on_state(self, state: StateValue, key: str) -> None:
        meaning: StateMeaning | None = next((one for one in STATE_NAMES if one == key), None)
        if self._review is not None and self._table is not None and meaning is not None:
            self._review.set_state(self._table.plan, state, meaning)
            self.decided.emit()

    def _on_lights(self, is_on: bool) -> None:
        if self._review is not None:
            self._review.set_lights(is_on)
            self.decided.emit()

    # Reports without a month

    def _add_undated(self, review: Review, table: LedgerTable) -> None:
        plan = table.plan
        reason = f"（{plan.undated_reason}）" if plan.undated_period and plan.undated_reason else ""
        self._layout.addWidget(
            _wrapped(f"有 {plan.undated_count} 处进展没写日期，记在哪个月？{reason}", "undated_words")
        )
        line = QHBoxLayout()
        field = LineField("undated_period", "没写日期的进展记在哪个月")
        field.setValidator(QRegularExpressionValidator(QRegularExpression(r"(20\d\d-(0[1-9]|1[0-2]))?"), field))
        field.setMaximumWidth(110)
        field.setPlaceholderText(plan.undated_period or month_of(review.today))
        field.setToolTip(f"如 2024-05；留空按 {plan.undated_period or month_of(review.today)}")
        field.show_value(review.records.undated_period)
        field.committed.connect(self._on_undated)
        line.addWidget(field)
        line.addStretch(1)
        self._layout.addLayout(line)
        self._layout.addWidget(hairline())

    def _on_undated(self, text: str) -> None:
        if self._review is not None:
            self._review.set_undated(text.strip())
            self.decided.emit()

    # What one row becomes

    def _add_preview(self, review: Review, table: LedgerTable) -> None:
        items = review.rows_of(table)
        line = QHBoxLayout()
        line.addWidget(labelled("预览", "heading"))
        choices = [(item.key, f"{item.no} {item.title}".strip()) for item in items]
        field = ChoiceField("preview_row", "预览哪一行", choices)
        field.show_value(self._chosen)
        self._chosen = field.value()
        line.addWidget(field, 1)
        self._layout.addLayout(line)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        self._layout.addLayout(grid)
        field.committed.connect(partial(self._on_row, grid))
        self._fill_preview(grid)
        self._layout.addWidget(hairline())

    def _on_row(self, grid: QGridLayout, key: str) -> None:
        self._chosen = key
        self._fill_preview(grid)

    def _fill_preview(self, grid: QGridLayout) -> None:
        clear(grid)
        review, table = self._review, self._table
        if review is None or table is None:
            return
        item = next((one for one in review.rows_of(table) if one.key == self._chosen), None)
        if item is None or item.record is None:
            return
        names = {column.key: review.field_name(table.plan, column) for column in table.plan.columns}
        undated = review.records.undated_period or table.plan.undated_period
        lines = list(record_lines(item.record, self._meaning_of, undated, lambda key: names.get(key, key)))
        for row, (what, words) in enumerate(lines or [("", "除任务本身外没有其他内容")]):
            grid.addWidget(labelled(what, "secondary"), row, 0)
            grid.addWidget(_wrapped(words, f"preview_{row}"), row, 1)

    def _meaning_of(self, mark: StateMark) -> StateMeaning:
        plan = self._table.plan if self._table is not None else None
        state = next((one for one in plan.states if one.key == mark.key), None) if plan is not None else None
        if self._review is None or plan is None or state is None:
            return "unknown"
        return self._review.state_meaning(plan, state)

    # Rows left out

    def _add_left_out(self, table: LedgerTable) -> None:
        rows = table.plan.left_out
        self._layout.addWidget(labelled(f"没有成为任务的行 {len(rows)}", "heading"))
        for number, row in enumerate(rows[:_ROWS_SHOWN]):
            self._layout.addWidget(
                _wrapped(f"第 {row.row} 行：{row.text}（{row.reason}）", f"left_out_{number}", "secondary")
            )
        if len(rows) > _ROWS_SHOWN:
            self._layout.addWidget(labelled(f"…等 {len(rows)} 行", "secondary"))


def _wrapped(text: str, name: str, role: str = "") -> QLabel:
    label = labelled(text, role, name)
    label.setWordWrap(True)
    return label
