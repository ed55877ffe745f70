"""The sections of a template in a list, with the buttons that change their order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QListWidget, QVBoxLayout, QWidget

from ledger_app.reports.wording_default import WordingSection
from ui.entry_button import entry_button
from ui.pages.page import labelled


class SectionList(QWidget):
    """Names of the sections; those without a heading are called by where they stand.

    Signals:
        chosen: number of a section.
        add_wanted, remove_wanted: after or of the chosen one; move_wanted: by so many places.
    """

    chosen = Signal(int)
    add_wanted = Signal()
    remove_wanted = Signal()
    move_wanted = Signal(int)

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(labelled("各部分", "heading"))
        self.list = QListWidget()
        self.list.setObjectName("wording_sections")
        self.list.setAccessibleName("模板的各部分")
        self.list.currentRowChanged.connect(self._on_row)
        column.addWidget(self.list, 1)
        grid = QGridLayout()
        grid.setSpacing(4)
        self._buttons = [entry_button(f"wording_{name}") for name in ("add", "remove", "up", "down")]
        add, remove, up, down = self._buttons
        add.clicked.connect(self.add_wanted)
        remove.clicked.connect(self.remove_wanted)
        up.clicked.connect(lambda: self.move_wanted.emit(-1))
        down.clicked.connect(lambda: self.move_wanted.emit(1))
        for place, button in enumerate(self._buttons):
            grid.addWidget(button, place // 2, place % 2)
        column.addLayout(grid)
        self._is_own = False

    @property
    def row(self) -> int:
        """Return the number of the chosen section."""
        return max(self.list.currentRow(), 0)

    def show_sections(self, sections: Sequence[WordingSection], row: int, *, is_own: bool) -> None:
        """List sections and choose one, without saying so."""
        self._is_own = is_own
        self.list.blockSignals(True)
        self.list.clear()
        last = len(sections) - 1
        for place, section in enumerate(sections):
            self.list.addItem(
                section.title or ("（开头）" if place == 0 else "（结尾）" if place == last else "（无标题）")
            )
        self.list.setCurrentRow(min(row, last))
        self.list.blockSignals(False)
        self._show_buttons()

    def _on_row(self, row: int) -> None:
        self._show_buttons()
        if row >= 0:
            self.chosen.emit(row)

    def _show_buttons(self) -> None:
        add, remove, up, down = self._buttons
        count, row = self.list.count(), self.row
        add.setEnabled(self._is_own)
        remove.setEnabled(self._is_own and count > 1)
        up.setEnabled(self._is_own and row > 0)
        down.setEnabled(self._is_own and row < count - 1)
