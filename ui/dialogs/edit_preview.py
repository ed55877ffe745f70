"""What a paste, a fill or a replacement would change: cell by cell, what is refused and why, then one button."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ledger_app.services.cell_edits import CellChange, CellRefusal, EditPlan
from ui.look import Look
from ui.models.list_table import HeadedTable, Index
from ui.pages.page import labelled, push_button

SIZE, FRAME_PX = QSize(860, 560), QSize(24, 80)
_HEADS = ("任务", "列", "原来", "改为", "说明")
_WIDTHS = (70, 88)
# Of more lines than this the long ones end in …; the tooltip has all of it.
_MOST_WRAPPED = 200
_NEW = "新任务"


class EditRows(HeadedTable):
    """The lines of a plan: what is refused first, then what changes."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._look = look
        self._rows: Sequence[CellChange | CellRefusal] = ()

    def show_plan(self, plan: EditPlan) -> None:
        """Show another plan."""
        self.beginResetModel()
        self._rows = (*plan.refusals, *plan.changes)
        self.endResetModel()

    def headings(self) -> Sequence[str]:
        """Return the heads."""
        return _HEADS

    def row_total(self) -> int:
        """Return the number of lines."""
        return len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a line; refusals in red."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            text = _words(row)[index.column()]
            return text if role == Qt.ItemDataRole.ToolTipRole else " ".join(text.split())
        if role == Qt.ItemDataRole.ForegroundRole and isinstance(row, CellRefusal):
            return QColor(self._look.colour("red_text"))
        return None


def plan_table(name: str, look: Look, parent: QWidget) -> tuple[QTableView, EditRows]:
    """Return a table that shows a plan, and its model."""
    table = QTableView(parent)
    table.setObjectName(name)
    table.setAccessibleName("将要修改的单元格")
    model = EditRows(look, table)
    table.setModel(model)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(28)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    for column, width in enumerate(_WIDTHS):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        table.setColumnWidth(column, width)

    def fit() -> None:
        if model.rowCount() <= _MOST_WRAPPED:
            table.resizeRowsToContents()

    model.modelReset.connect(fit)
    header.sectionResized.connect(lambda *_: fit())
    return table, model


def summary_of(plan: EditPlan) -> str:
    """Return what a plan does as one line."""
    parts = []
    if plan.cell_count:
        parts.append(f"将修改 {plan.task_count:,} 项任务的 {plan.cell_count:,} 个单元格")
    if plan.new_rows:
        parts.append(f"将新增 {len(plan.new_rows):,} 项任务")
    if not parts:
        parts.append("没有要修改的单元格")
    if plan.refusals:
        parts.append(f"{len(plan.refusals):,} 个单元格不能写入（红字，写明了原因）")
    if plan.unchanged:
        parts.append(f"{plan.unchanged:,} 个与原来相同")
    return "；".join(parts) + "。"


class EditPreview(QDialog):
    """Shows a plan before it is written."""

    def __init__(self, parent: QWidget, look: Look, plan: EditPlan, verb: str, note: str = "") -> None:
        """Show a plan.

        Args:
            parent: the window.
            look: for colours.
            plan: what would change.
            verb: Chinese verb of the button ("粘贴").
            note: one more sentence, "" for none.
        """
        super().__init__(parent)
        self._plan = plan
        self.setObjectName("edit_preview")
        self.setWindowTitle(f"{verb}预览")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._said = labelled(summary_of(plan) + note, "heading", "edit_preview_said")
        self._said.setWordWrap(True)
        self.table, model = plan_table("edit_preview_table", look, self)
        self.reason = QLineEdit()
        self.reason.setObjectName("edit_preview_reason")
        self.reason.setAccessibleName("暂缓或取消的原因")
        self.reason.setPlaceholderText("必填，这些任务记同一个原因")
        self.reason.textChanged.connect(lambda _text: self._show_button())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self._said)
        layout.addWidget(self.table, 1)
        row = QHBoxLayout()
        label = QLabel("暂缓或取消的原因")
        label.setBuddy(self.reason)
        row.addWidget(label)
        row.addWidget(self.reason, 1)
        layout.addLayout(row)
        for widget in (label, self.reason):
            widget.setVisible(plan.needs_reason)
        cancel = push_button("取消", "edit_preview_cancel")
        cancel.clicked.connect(self.reject)
        count = plan.cell_count
        what = f"{count:,} 个单元格" if count else f"{len(plan.new_rows):,} 项任务"
        self.verb_button = QPushButton(f"{verb} {what}" if plan.changes else verb)
        self.verb_button.setObjectName("edit_preview_accept")
        self.verb_button.setProperty("kind", "primary")
        self.verb_button.setDefault(True)
        self.verb_button.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.verb_button)
        layout.addLayout(buttons)
        room = (parent.screen().availableGeometry().size() - FRAME_PX).expandedTo(QSize(400, 300))
        self.resize(SIZE.boundedTo(room))
        model.show_plan(plan)
        self._show_button()
        (self.reason if plan.needs_reason else self.verb_button).setFocus()

    def on_accepted(self, receive: Callable[[str], object]) -> None:
        """Call `receive` with the reason when the plan is to be written."""
        self.accepted.connect(lambda: receive(self.reason.text().strip()))

    def _show_button(self) -> None:
        has_reason = not self._plan.needs_reason or bool(self.reason.text().strip())
        self.verb_button.setEnabled(bool(self._plan.changes) and has_reason)


def _words(row: CellChange | CellRefusal) -> tuple[str, ...]:
    if isinstance(row, CellRefusal):
        return (row.task or _NEW, row.label, "", row.cell.text, row.reason)
    return (row.task or _NEW, row.label, row.before, row.value.shown or "（清空）", row.value.note)
