"""The page of acts and their keys, made from the registry; a field finds among them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QHeaderView, QLineEdit, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from ui.actions import MENUS, REGISTRY

# Keys of Qt's and of single pages, which are no acts of the registry.
FURTHER_KEYS = (
    ("任务表", "打开选中的任务", "Enter / F2"),
    ("任务表", "复制选中的行，可粘贴到 Excel、WPS", "Ctrl+C"),
    ("任务表", "折叠、展开一组", "← / →"),
    ("填写框", "保存这一栏", "Ctrl+Enter"),
    ("填写框", "放弃这一栏的改动", "Esc"),
    ("菜单", "打开菜单", "F10"),
)


class ShortcutsDialog(QDialog):
    """A table of heading, act, key and what it does."""

    def __init__(self, parent: QWidget) -> None:
        """Fill the table."""
        super().__init__(parent)
        self.setObjectName("shortcuts_dialog")
        self.setWindowTitle("快捷键一览")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 560)
        layout = QVBoxLayout(self)
        self.find_box = QLineEdit()
        self.find_box.setObjectName("shortcuts_find")
        self.find_box.setAccessibleName("查找操作")
        self.find_box.setPlaceholderText("输入几个字，查找操作")
        self.find_box.textChanged.connect(self._filter)
        layout.addWidget(self.find_box)
        rows = [
            (menu, spec.text, _native(spec.shortcut), spec.tip)
            for menu in MENUS
            for spec in REGISTRY.values()
            if spec.menu == menu
        ]
        rows += [(where, what, key, "") for where, what, key in FURTHER_KEYS]
        self.table = QTableWidget(len(rows), 4)
        self.table.setObjectName("shortcuts_table")
        self.table.setAccessibleName("操作和快捷键")
        self.table.setHorizontalHeaderLabels(["位置", "操作", "快捷键", "说明"])
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                self.table.setItem(number, column, QTableWidgetItem(text))
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in range(3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        layout.addWidget(self.table)

    def _filter(self, text: str) -> None:
        for row in range(self.table.rowCount()):
            items = [self.table.item(row, column) for column in range(4)]
            is_hit = any(item is not None and text.strip().lower() in item.text().lower() for item in items)
            self.table.setRowHidden(row, not is_hit)


def _native(shortcut: str) -> str:
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText) if shortcut else ""
