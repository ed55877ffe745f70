"""The ledger's own columns in 设置: add, change, order, retire, delete; each act a step that can be undone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.custom_field import FIELD_TYPE_NAMES, options_of, type_of
from ledger_app.domain.task import CustomField
from ledger_app.ports import UnitOfWork
from ledger_app.services import custom_fields
from ui.entry_button import entry_button
from ui.pages.page import labelled
from ui.workspace import Workspace

TABLE_HEIGHT_PX = 190
_HEADS = ("列名", "类型", "可选项", "已填任务", "状态")
_NAME, _KIND, _OPTIONS, _COUNT, _STATE = range(5)


class CustomFieldPanel(QFrame):
    """A list of the columns and the buttons for the chosen one."""

    def __init__(self, workspace: Workspace) -> None:
        """Make the panel and read the columns."""
        super().__init__()
        self._workspace = workspace
        self._fields: list[CustomField] = []
        self._counts: dict[int, int] = {}
        self._wanted: int | None = None
        self.setObjectName("settings_custom_fields")
        self.setProperty("role", "panel")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(labelled("自定义列", "heading"))
        self._note = labelled("", "secondary", "custom_fields_note")
        self._note.setWordWrap(True)
        layout.addWidget(self._note)
        self.table = self._make_table()
        layout.addWidget(self.table)
        layout.addLayout(self._make_buttons())
        workspace.ledger_changed.connect(self._on_changed)
        self.refresh()

    def refresh(self) -> None:
        """Read the columns anew."""
        job = self._workspace.query(
            lambda session, _p: (
                custom_fields.fields_of(session, with_retired=True),
                custom_fields.use_counts(session),
            ),
            self,
        )
        job.on_success(self._show).start()

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, len(_HEADS))
        table.setObjectName("custom_fields_table")
        table.setAccessibleName("自定义列")
        table.setHorizontalHeaderLabels(list(_HEADS))
        table.verticalHeader().hide()
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setFixedHeight(TABLE_HEIGHT_PX)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_OPTIONS, QHeaderView.ResizeMode.Stretch)
        table.itemSelectionChanged.connect(self._show_buttons)
        table.itemActivated.connect(lambda _item: self._edit())
        return table

    def _make_buttons(self) -> QHBoxLayout:
        self._add = entry_button("custom_field_add")
        self._change = entry_button("custom_field_change")
        self._up = entry_button("custom_field_up")
        self._down = entry_button("custom_field_down")
        self._retire = entry_button("custom_field_retire")
        self._remove = entry_button("custom_field_remove")
        acts: tuple[tuple[QPushButton, Callable[[], None]], ...] = (
            (self._add, self._define),
            (self._change, self._edit),
            (self._up, lambda: self._move(-1)),
            (self._down, lambda: self._move(1)),
            (self._retire, self._turn),
            (self._remove, self._delete),
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        for button, act in acts:
            button.clicked.connect(act)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.touches("custom_field", "custom_value"):
            self.refresh()

    def _show(self, found: tuple[list[CustomField], dict[int, int]]) -> None:
        before = self._chosen()
        chosen = self._wanted or (before.id if before is not None else None)
        self._wanted = None
        self._fields, self._counts = found
        self.table.setRowCount(len(self._fields))
        for row, field in enumerate(self._fields):
            words = (
                field.name,
                FIELD_TYPE_NAMES[type_of(field)],
                "、".join(options_of(field)),
                str(self._counts.get(field.id, 0)),
                "停用" if field.is_retired else "使用中",
            )
            for column, text in enumerate(words):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if column == _COUNT:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
            if field.id == chosen:
                self.table.selectRow(row)
        empty = "还没有自定义列。台账要记的内容没有现成的栏目时（如投资额、联系电话），在这里加一列。"
        self._note.setText(
            "停用的列保留已有内容，不再填写；列的顺序就是列表和表单里的顺序。" if self._fields else empty
        )
        self.table.setVisible(bool(self._fields))
        self._show_buttons()

    def _chosen(self) -> CustomField | None:
        rows = self.table.selectionModel().selectedRows() if self.table.rowCount() else []
        return self._fields[rows[0].row()] if rows and rows[0].row() < len(self._fields) else None

    def _show_buttons(self) -> None:
        can_write = not self._workspace.is_read_only
        field = self._chosen()
        self._add.setEnabled(can_write)
        for button in (self._change, self._up, self._down, self._retire, self._remove):
            button.setEnabled(can_write and field is not None)
            button.setVisible(bool(self._fields))
        if field is not None:
            at = self._fields.index(field)
            self._up.setEnabled(can_write and at > 0)
            self._down.setEnabled(can_write and at < len(self._fields) - 1)
            self._retire.setText("恢复使用" if field.is_retired else "停用")

    def _define(self) -> None:
        self._open(None)

    def _edit(self) -> None:
        field = self._chosen()
        if field is not None and not self._workspace.is_read_only:
            self._open(field)

    def _open(self, field: CustomField | None) -> None:
        from ui.dialogs.custom_field import CustomFieldDialog

        dialog = CustomFieldDialog(self.window(), field)
        dialog.on_accepted(lambda: self._run(dialog.change()))
        dialog.open()

    def _move(self, step: int) -> None:
        field = self._chosen()
        if field is None:
            return
        ids = [one.id for one in self._fields]
        at = ids.index(field.id)
        ids.insert(at + step, ids.pop(at))
        self._wanted = field.id
        self._run(lambda work: custom_fields.reorder(work, ids))

    def _turn(self) -> None:
        field = self._chosen()
        if field is not None:
            self._run(lambda work: custom_fields.retire(work, field.id, retired=not field.is_retired).changes)

    def _delete(self) -> None:
        field = self._chosen()
        if field is None:
            return
        count = self._counts.get(field.id, 0)
        question = f"“{field.name}”列有 {count} 项任务填了内容，删除后这些内容一并删除（可以撤销）。"
        if count == 0 or self._workspace.messages.ask(question, f"删除这一列和 {count} 项内容", is_dangerous=True):
            self._run(lambda work: custom_fields.remove(work, field.id, with_values=count > 0))

    def _run(self, change: Callable[[UnitOfWork], ChangeSet]) -> None:
        job = self._workspace.change(lambda work, _p: change(work), self)
        job.start()
