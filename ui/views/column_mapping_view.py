"""列对应: what the columns and states of a ledger become, table by table, before anything is written."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from ui.entry_button import entry_button
from ui.fields import ChoiceField
from ui.look import Look
from ui.models.review import Review
from ui.models.review_columns import LedgerTable
from ui.pages.page import hairline, labelled, panel
from ui.views.column_rows import ColumnRows
from ui.views.ledger_side import LedgerSide


class ColumnMappingView(QWidget):
    """Shows the tables of a `Review`; writes nothing.

    Signals:
        decided: something was decided.
        reread_wanted: a column has another meaning; the document is to be understood anew.
    """

    decided = Signal()
    reread_wanted = Signal()

    def __init__(self, look: Look) -> None:
        """Make it empty."""
        super().__init__()
        self._review: Review | None = None
        self._at = 0
        self.setObjectName("column_mapping")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        frame = panel("mapping_panel")
        whole.addWidget(frame)
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        self._head = QHBoxLayout()
        self._head.setContentsMargins(12, 6, 8, 6)
        self._head.setSpacing(8)
        layout.addLayout(self._head)
        layout.addWidget(hairline())
        self.columns = ColumnRows(look)
        self.side = LedgerSide(look)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("mapping_splitter")
        splitter.setChildrenCollapsible(False)
        for part, stretch in ((self.columns, 5), (self.side, 3)):
            splitter.addWidget(_scrolled(part))
            splitter.setStretchFactor(splitter.count() - 1, stretch)
        splitter.setSizes([760, 460])
        layout.addWidget(splitter, 1)
        self._make_head()
        for source in (self.columns, self.side):
            source.decided.connect(self.decided)
        self.columns.reread_wanted.connect(self.reread_wanted)

    def show_review(self, review: Review | None) -> None:
        """Show the tables of a review; the table on sight stays where it is still there."""
        if review is not self._review:
            self._at = 0
        self._review = review
        tables = review.tables if review is not None else ()
        self._at = min(self._at, max(len(tables) - 1, 0))
        self.table_field.clear()
        for number, table in enumerate(tables):
            self.table_field.addItem(_name(table), str(number))
        self.table_field.show_value(str(self._at))
        self.table_field.setVisible(len(tables) > 1)
        if review is not None and tables:
            self._show_table(review, tables[self._at])

    def start(self) -> None:
        """Put the keyboard where a person should look first."""
        self.columns.focus_first_open()

    def _make_head(self) -> None:
        self._title = labelled("", "heading", "mapping_title")
        self._head.addWidget(self._title)
        self.table_field = ChoiceField("mapping_table", "哪一张表", ())
        self.table_field.setMaximumWidth(320)
        self.table_field.committed.connect(self._on_table)
        self._head.addWidget(self.table_field)
        self._note = labelled("", "secondary", "mapping_note")
        self._head.addWidget(self._note, 1)
        self.confirm_button = entry_button("mapping_confirm")
        self.confirm_button.clicked.connect(self._on_confirm)
        self._head.addWidget(self.confirm_button)

    def _show_table(self, review: Review, table: LedgerTable) -> None:
        self._title.setText("列对应" if table.number is not None else "列对应（没有当作任务表）")
        where = f"工作表“{table.plan.sheet}”，" if table.plan.sheet else ""
        waiting = sum(review.is_column_open(table.plan, column) for column in table.plan.columns)
        note = f"{where}表头在第 {table.plan.head_row} 行，{len(table.plan.columns)} 列"
        if table.number is None:
            note += "；把一列改为“任务”，这张表就按任务导入"
        self._note.setText(note)
        self.confirm_button.setEnabled(waiting > 0)
        self.confirm_button.setText(f"照此采用 {waiting} 列" if waiting else "列已核对")
        self.confirm_button.setAccessibleName(self.confirm_button.text())
        self.columns.show_table(review, table.plan)
        self.side.show_table(review, table)

    def _on_table(self, key: str) -> None:
        self._at = int(key or 0)
        self.show_review(self._review)

    def _on_confirm(self) -> None:
        review = self._review
        if review is None:
            return
        review.confirm_columns(review.tables[self._at].plan)
        self.decided.emit()
        self.reread_wanted.emit()


def _name(table: LedgerTable) -> str:
    sheet = f"工作表“{table.plan.sheet}”" if table.plan.sheet else ""
    words = " ".join(filter(None, (sheet, table.title)))
    return words if table.number is not None else f"{words}（没有当作任务表）".strip()


def _scrolled(part: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName(f"{part.objectName()}_area")
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    part.setProperty("role", "plain")
    part.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    area.setWidget(part)
    return area
