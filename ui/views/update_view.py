"""更新进展: what a ledger that came again brings to tasks that are there, old and new beside each other."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QMenu, QTableView, QVBoxLayout, QWidget

from ledger_app.services.record_changes import TaskUpdate, UpdateChoice
from ui.entry_button import add_entry, entry_button
from ui.models.review import Review
from ui.models.update_table import CHOICE, NEW, OLD, TASK, WHAT, UpdateTableModel
from ui.pages.page import hairline, labelled, panel

_ROW_PX = 44
_ORDER: tuple[UpdateChoice, ...] = ("both", "replace", "leave")
_BUTTON_WORDS: dict[UpdateChoice, str] = {
    "both": "1 新增（两份都留）",
    "replace": "2 按文件更新",
    "leave": "3 不动台账",
}


class UpdateView(QWidget):
    """Shows the news of a `Review`; writes nothing.

    Signals:
        decided: something was decided.
        task_chosen: another row has the cursor (the key of its item).
    """

    decided = Signal()
    task_chosen = Signal(str)

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__()
        self._review: Review | None = None
        self.setObjectName("update_view")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        frame = panel("update_panel")
        whole.addWidget(frame)
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(self._make_head())
        layout.addWidget(hairline())
        self.model = UpdateTableModel(self)
        self.table = self._make_table()
        layout.addWidget(self.table, 1)
        layout.addWidget(hairline())
        self._detail = labelled("", "", "update_detail")
        self._detail.setWordWrap(True)
        self._detail.setContentsMargins(12, 8, 12, 8)
        self._detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(self._detail)

    def show_news(self, review: Review, updates: tuple[TaskUpdate, ...]) -> None:
        """Show the news of a review; the cursor stays in its row where there is one."""
        row = max(self.table.currentIndex().row(), 0) if review is self._review else 0
        self._review = review
        self.model.show_news(review, updates)
        if self.model.lines:
            self._go_to(min(row, len(self.model.lines) - 1))
        self._show_counts()

    def show_decisions(self) -> None:
        """Show what was decided, or taken back, elsewhere."""
        self.model.tell_changed()
        self._show_counts()

    def start(self) -> None:
        """Put the keyboard into the first row that waits for a decision, else where it was."""
        waiting = self.model.open_rows()
        if waiting:
            self._go_to(waiting[0])
        self.table.setFocus()

    def choose(self, choice: UpdateChoice) -> None:
        """Decide about the chosen rows, as far as they allow it."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        changes = [self.model.lines[row].change for row in rows]
        allowed = {change.key: choice for change in changes if choice in change.choices}
        if self._review is None or not allowed:
            return
        self._review.set_updates(list(allowed), allowed)
        self.decided.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let 1, 2 and 3 decide, and Enter or F2 open the choices."""
        if watched is self.table and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            digit = event.key() - Qt.Key.Key_1
            if not event.modifiers() and 0 <= digit < len(_ORDER):
                self.choose(_ORDER[digit])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and not event.modifiers():
                self._open_menu()
                return True
        return super().eventFilter(watched, event)

    def _make_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(6)
        self._counts = labelled("", "heading", "update_counts")
        row.addWidget(self._counts)
        row.addWidget(labelled("选中若干行后按数字键；程序里填过的默认不动", "secondary"), 1)
        self.buttons: dict[UpdateChoice, QWidget] = {}
        for choice in _ORDER:
            button = entry_button(f"update_{choice}")
            button.clicked.connect(partial(self._on_button, choice))
            self.buttons[choice] = button
            row.addWidget(button)
        return row

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("update_table")
        table.setAccessibleName("已有任务的更新")
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setWordWrap(True)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW_PX)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        for column, width in ((TASK, 230), (WHAT, 180), (CHOICE, 150)):
            header.resizeSection(column, width)
        for column in (OLD, NEW):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        table.selectionModel().currentRowChanged.connect(self._on_row)
        table.doubleClicked.connect(lambda _index: self._open_menu())
        table.installEventFilter(self)
        return table

    def _go_to(self, row: int) -> None:
        # The view's own way looks at Ctrl, which is still held where a key brought us here.
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.table.selectionModel().setCurrentIndex(self.model.index(row, CHOICE), flags)
        self.table.scrollTo(self.model.index(row, CHOICE))

    def _show_counts(self) -> None:
        waiting = len(self.model.open_rows())
        words = f"已有任务更新 {self.model.taken()} / {len(self.model.lines)} 处"
        self._counts.setText(f"{words} · ■ 待定 {waiting}" if waiting else words)

    def _on_row(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._show_row()

    def _show_row(self) -> None:
        row = self.table.currentIndex().row()
        if not 0 <= row < len(self.model.lines):
            self._detail.setText("")
            return
        line = self.model.lines[row]
        change = line.change
        why = f"\n{change.why}" if change.why else ""
        self._detail.setText(f"台账：{change.old or '无'}\n文件：{change.new}{why}")
        for choice, button in self.buttons.items():
            button.setEnabled(choice in change.choices)
        self.task_chosen.emit(line.update.item_key)

    def _on_button(self, choice: UpdateChoice, *_args: object) -> None:
        self.choose(choice)
        self.table.setFocus()

    def _open_menu(self) -> None:
        row = self.table.currentIndex().row()
        if not 0 <= row < len(self.model.lines):
            return
        menu = QMenu(self.table)
        menu.setObjectName("update_menu")
        menu.aboutToHide.connect(menu.deleteLater)
        for choice, words in self.model.lines[row].change.choice_names.items():
            action = add_entry(menu, "update_menu", key=choice, text=words)
            action.setCheckable(True)
            action.setChecked(choice == self.model.choice(row))
            action.triggered.connect(partial(self._on_button, choice))
        box = self.table.visualRect(self.model.index(row, CHOICE))
        menu.popup(self.table.viewport().mapToGlobal(QPoint(box.left(), box.bottom())))
