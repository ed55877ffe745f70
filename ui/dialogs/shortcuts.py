"""The page of acts and their keys, made from the registry; a field finds among them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHeaderView, QLineEdit, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from ui.entries.registry import all_actions
from ui.keys import said_key


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
        rows = _rows(topic)
        self.table = QTableWidget(len(rows), 4)
        self.table.setObjectName("shortcuts_table")
        self.table.setAccessibleName("操作和快捷键")
        self.table.setHorizontalHeaderLabels(["位置", "操作", "快捷键", "说明"])
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
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


def _rows(topic: str) -> list[tuple[str, str, str, str]]:
    """Return section, words, key and tip of every entry: what belongs to the topic first, then what has a key."""
    rows: list[tuple[str, str, str, str]] = []
    for one in all_actions():
        row = (one.section, one.text, said_key(one), one.tip)
        if row not in rows:
            rows.append(row)
    is_other = {row: not (topic and row[0].startswith(topic)) for row in rows}
    places = {section: place for place, section in enumerate(dict.fromkeys(row[0] for row in rows))}
    return sorted(rows, key=lambda row: (is_other[row], places[row[0]], not row[2]))
