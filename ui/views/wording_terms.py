"""The placeholders that a template may use: name, what it is, what it says today; found by typing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ledger_app.reports.narrative import term_value
from ledger_app.reports.wording_facts import WordingFacts
from ledger_app.reports.wording_terms import TERMS
from ui.entry_button import entry_button
from ui.pages.page import labelled

_NAME = Qt.ItemDataRole.UserRole
LONGEST_VALUE = 40


class TermList(QWidget):
    """A field that filters, and the list; Enter inserts.

    Signals:
        wanted: a placeholder as it is written.
        optional_wanted: what is chosen in the text is to be a part that may drop out.
    """

    wanted = Signal(str)
    optional_wanted = Signal()

    def __init__(self, facts: WordingFacts) -> None:
        """List all placeholders with what they say of these figures."""
        super().__init__()
        self.setObjectName("wording_terms_part")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(labelled("占位符", "heading"))
        self.field = QLineEdit()
        self.field.setObjectName("wording_terms_find")
        self.field.setAccessibleName("查找占位符")
        self.field.setPlaceholderText("查找，如 逾期")
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._filter)
        self.list = QListWidget()
        self.list.setObjectName("wording_terms")
        self.list.setAccessibleName("占位符，回车插入")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(lambda _item: self._insert())
        for kind in TERMS.values():
            value = term_value(kind.name, facts) or "（空）"
            shown = value if len(value) <= LONGEST_VALUE else f"{value[: LONGEST_VALUE - 1]}…"
            item = QListWidgetItem(f"{{{kind.name}}}　{shown}\n{kind.explanation}")
            item.setToolTip(f"{kind.explanation}。现在：{value}" + ("。可写“:前5项”限定个数" if kind.is_list else ""))
            item.setData(_NAME, kind.name)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        self.insert = entry_button("wording_insert")
        self.insert.clicked.connect(self._insert)
        self.optional = entry_button("wording_optional")
        self.optional.clicked.connect(self.optional_wanted)
        row.addWidget(self.insert)
        row.addWidget(self.optional)
        column.addLayout(row)

    def _filter(self, text: str) -> None:
        wanted = text.strip()
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(wanted not in item.text())
        shown = [row for row in range(self.list.count()) if not self.list.item(row).isHidden()]
        if self.list.currentRow() not in shown:
            self.list.setCurrentRow(shown[0] if shown else -1)

    def _insert(self) -> None:
        for item in self.list.selectedItems():
            if self.insert.isEnabled() and not item.isHidden():
                self.wanted.emit(f"{{{item.data(_NAME)}}}")
