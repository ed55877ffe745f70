"""全年一览: every unit's reports of a year, a sign a month."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QHeaderView, QVBoxLayout

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.period import Period
from ledger_app.domain.return_round import RETURN_SIGNS
from ledger_app.services import return_round
from ui.entry_button import entry_button
from ui.models.return_table import YearTableModel
from ui.monthly.list_table import PLAIN, ListTable
from ui.pages.page import labelled
from ui.workspace import Workspace

NAME_PX, MONTH_PX = 180, 40


class YearPart(QFrame):
    """Units by months.

    Signals:
        month_opened: a month's register is wanted (a Period).
        left: back to the register.
    """

    month_opened = Signal(object)
    left = Signal()

    def __init__(self, workspace: Workspace) -> None:
        """Make an empty table."""
        super().__init__()
        self.setObjectName("returns_year_panel")
        self.setProperty("role", "panel")
        self.workspace = workspace
        self.year = workspace.cutoff.year
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(6)
        leave = entry_button("year_leave")
        leave.clicked.connect(self.left)
        earlier = entry_button("year_back")
        later = entry_button("year_forth")
        for button, icon, steps in ((earlier, "left", -1), (later, "right", 1)):
            button.setAccessibleName(button.toolTip())
            button.setIcon(workspace.look.icon(icon))
            button.clicked.connect(lambda _c=False, steps=steps: self.show_year(self.year + steps))
        self._name = labelled("", "heading", "year_name")
        for widget in (leave, earlier, self._name, later):
            row.addWidget(widget)
        signs = "　".join(f"{sign} {state.word}" for state, sign in RETURN_SIGNS.items())
        row.addStretch(1)
        row.addWidget(labelled(f"{signs}　空白 没有登记", "secondary", "year_signs"))
        layout.addLayout(row)
        self.model = YearTableModel(self)
        self.table = ListTable("return_year", "全年报送情况", workspace.look, is_centred=True)
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(MONTH_PX)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.table.setColumnWidth(0, NAME_PX)
        self.table.set_acts({(Qt.Key.Key_Return, PLAIN): self._open_current})
        self.table.doubleClicked.connect(self._open)
        layout.addWidget(self.table, 1)
        workspace.ledger_changed.connect(self._on_ledger_changed)

    def show_year(self, year: int) -> None:
        """Show another year; what stands there stays until it is read."""
        self.year = year
        self._name.setText(f"{year}年")
        cutoff = self.workspace.cutoff
        job = self.workspace.query(lambda session, _p: return_round.read_year(session, year, cutoff), self)
        job.on_success(self.model.show_lines).start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _open_current(self) -> None:
        self._open(self.table.currentIndex())

    def _open(self, index: QModelIndex) -> None:
        if 1 <= index.column() <= 12:
            self.month_opened.emit(Period(self.year, "month", index.column()))

    def _on_ledger_changed(self, changes: ChangeSet) -> None:
        if self.isVisible() and changes.touches("return_log", "unit"):
            self.show_year(self.year)
