"""The page of acts and their keys, made from the registry; a field finds among them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QHeaderView, QLineEdit, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from ui.actions import MENUS, REGISTRY

# Keys of Qt's and of single pages, which are no acts of the registry.
FURTHER_KEYS = (
    ("台账", "修改单元格", "F2 / 直接输入"),
    ("台账", "写入并到下一行、上一行", "Enter / Shift+Enter"),
    ("台账", "写入并到右一格、左一格", "Tab / Shift+Tab"),
    ("台账", "把刚输入的写入所有选中的单元格", "Ctrl+Enter"),
    ("台账", "在单元格里换行", "Alt+Enter"),
    ("台账", "清空选中的单元格", "Delete"),
    ("台账", "向下填充", "Ctrl+D"),
    ("台账", "向右填充", "Ctrl+Shift+R"),
    ("台账", "查找和替换", "Ctrl+Shift+H"),
    ("台账", "到表的边上（加 Shift 一并选中）", "Ctrl+↑ ↓ ← → / Home / End"),
    ("台账", "选中整行、整列", "Shift+空格 / Ctrl+空格"),
    ("台账", "复制选中的单元格，可粘贴到 Excel、WPS、Word", "Ctrl+C"),
    ("台账", "复制选中的单元格和表头", "Ctrl+Shift+C"),
    ("台账", "粘贴单元格，先看会怎样修改", "Ctrl+V"),
    ("台账", "打开任务详情", "Alt+Enter"),
    ("台账", "离开表，到详情", "F6"),
    ("台账", "折叠、展开一组", "← / →"),
    ("台账", "筛选光标所在的列", "Alt+↓"),
    ("台账", "光标所在列的菜单", "Alt+↑"),
    ("台账", "从详情回到表里，再按一次清除查找", "Esc"),
    ("台账", "沿用上期进展", "F7"),
    ("台账", "登记无变化", "F8"),
    ("计划文件", "确认导入", "Ctrl+Enter"),
    ("计划文件", "回到计划列表，核对可以以后继续", "Esc"),
    ("佐证材料", "打开副本", "Enter"),
    ("佐证材料", "放入回收站", "Delete"),
    ("单位", "修改选中的单位或单位组", "Enter"),
    ("全局查找", "在结果中移动，打开选中的一条", "↑ / ↓ / Enter"),
    ("全局查找", "第一条、最后一条", "PageUp / PageDown"),
    ("填写框", "保存这一栏", "Ctrl+Enter"),
    ("填写框", "放弃这一栏的改动", "Esc"),
    ("菜单", "打开菜单", "F10"),
)


class ShortcutsDialog(QDialog):
    """A table of heading, act, key and what it does."""

    def __init__(self, parent: QWidget, topic: str = "") -> None:
        """Fill the table; what belongs to `topic` (a page's name, "" for none) stands first."""
        super().__init__(parent)
        self.setObjectName("shortcuts_dialog")
        self.setWindowTitle(f"快捷键一览 · {topic}" if topic else "快捷键一览")
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
        further = [(where, what, key, "") for where, what, key in FURTHER_KEYS]
        rows = [*(one for one in further if one[0] == topic), *rows, *(one for one in further if one[0] != topic)]
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
