"""A workbook as it looks: a tab for each sheet, widths, merged cells, grounds and lines, rows that stay in view."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTabBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ledger_app.preview.model import Book, CellStyle, SheetRow
from ui.look import Look
from ui.preview.asking import Asking
from ui.preview.sheet_model import INK_ROLE, STYLE_ROLE, SheetModel

PX_A_POINT = 96 / 72
_PADDING_PX = 3
_LINE_HEIGHT = 1.3
"""Height of a line in the size of its letters, as spreadsheets reckon it."""
_INDENT_PX = 9
_HIGHEST_PX = 546
_GRID = QColor("#d9dde2")
_LINE = QColor("#5b6672")
_CHOSEN = QColor(31, 95, 168, 50)
_MOST_CELLS_COPIED = 200_000
Index = QModelIndex | QPersistentModelIndex


class CellPainter(QStyledItemDelegate):
    """Paints cells as paper: ground, text, lines; the same in both schemes."""

    def __init__(self, view: QTableView, *, has_lines: bool) -> None:
        """Paint for a view; a sheet may want no grid."""
        super().__init__(view)
        self._has_lines = has_lines

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        box = QRect(option.rect)
        painter.save()
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if ground is None:
            painter.fillRect(box, Qt.GlobalColor.white)
        else:
            painter.fillRect(box, ground)
        if self._has_lines and ground is None:
            painter.setPen(_GRID)
            painter.drawLine(box.topRight(), box.bottomRight())
            painter.drawLine(box.bottomLeft(), box.bottomRight())
        style = index.data(STYLE_ROLE)
        if isinstance(style, CellStyle):
            self._text(painter, box, index, style)
            self._lines(painter, box, style)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, _CHOSEN)
        painter.restore()

    def _text(self, painter: QPainter, box: QRect, index: Index, style: CellStyle) -> None:
        text = index.data(Qt.ItemDataRole.DisplayRole)
        if not text:
            return
        inner = box.adjusted(_PADDING_PX + style.indent * _INDENT_PX, 1, -_PADDING_PX, -1)
        painter.setFont(index.data(Qt.ItemDataRole.FontRole))
        painter.setPen(QColor(index.data(INK_ROLE) or "#000000"))
        flags = int(index.data(Qt.ItemDataRole.TextAlignmentRole))
        if style.wraps or style.align == "justify":
            flags |= int(Qt.TextFlag.TextWordWrap.value) | int(Qt.TextFlag.TextWrapAnywhere.value)
        elif "\n" not in text:
            flags |= int(Qt.TextFlag.TextSingleLine.value)
        painter.setClipRect(box)
        painter.drawText(inner, flags, text)

    def _lines(self, painter: QPainter, box: QRect, style: CellStyle) -> None:
        painter.setClipping(False)
        painter.setPen(QPen(_LINE))
        left, top, right, bottom = style.lines
        if left:
            painter.drawLine(box.left() - 1, box.top(), box.left() - 1, box.bottom())
        if top:
            painter.drawLine(box.left(), box.top() - 1, box.right(), box.top() - 1)
        if right:
            painter.drawLine(box.topRight(), box.bottomRight())
        if bottom:
            painter.drawLine(box.bottomLeft(), box.bottomRight())


class SheetTable(QTableView):
    """One sheet, with the rows and columns that stay in view over it."""

    def __init__(self, model: SheetModel, parent: QWidget) -> None:
        """Lay out a sheet."""
        super().__init__(parent)
        self.sheet = model
        self.setObjectName("preview_sheet")
        self.setAccessibleName(f"工作表 {model.frame.name}")
        self._dress(self)
        self._frozen = [self._overlay(*kind) for kind in self._kinds()]
        model.rows_read.connect(self._on_rows)
        for bar, is_down in ((self.verticalScrollBar(), True), (self.horizontalScrollBar(), False)):
            bar.valueChanged.connect(lambda value, is_down=is_down: self._follow(value, is_down=is_down))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what stays in view in its place."""
        super().resizeEvent(event)
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the chosen cells."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the chosen cells into the clipboard, as a table of text."""
        lines = []
        areas = self.selectionModel().selection()
        for number in range(areas.size()):
            area = areas.at(number)
            if area.width() * area.height() > _MOST_CELLS_COPIED:
                continue
            for row in range(area.top(), area.bottom() + 1):
                cells = [self.sheet.index(row, column).data() or "" for column in range(area.left(), area.right() + 1)]
                lines.append("\t".join(str(cell).replace("\n", " ").replace("\t", " ") for cell in cells))
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))

    @property
    def frozen(self) -> list[QTableView]:
        """Return the views of what stays: rows, columns, their corner."""
        return [view for view, _, _ in self._frozen]

    def _kinds(self) -> list[tuple[bool, bool]]:
        frame = self.sheet.frame
        kinds = []
        if frame.frozen_rows:
            kinds.append((True, False))
        if frame.frozen_columns:
            kinds.append((False, True))
        if frame.frozen_rows and frame.frozen_columns:
            kinds.append((True, True))
        return kinds

    def _overlay(self, stays_above: bool, stays_left: bool) -> tuple[QTableView, bool, bool]:
        view = QTableView(self)
        view.setObjectName("preview_sheet_frozen")
        view.setAccessibleName("冻结的部分")
        self._dress(view)
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setSelectionModel(self.selectionModel())
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.horizontalHeader().hide()
        view.verticalHeader().hide()
        return view, stays_above, stays_left

    def _dress(self, view: QTableView) -> None:
        frame = self.sheet.frame
        view.setModel(self.sheet)
        view.setItemDelegate(CellPainter(view, has_lines=frame.has_lines))
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setShowGrid(False)
        view.setWordWrap(True)
        view.setCornerButtonEnabled(False)
        view.setTabKeyNavigation(False)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        down, across = view.verticalHeader(), view.horizontalHeader()
        for head in (down, across):
            head.setMinimumSectionSize(1)
            head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            head.setHighlightSections(False)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        across.setObjectName("preview_sheet_columns")
        down.setObjectName("preview_sheet_rows")
        down.setDefaultSectionSize(max(round(frame.default_height * PX_A_POINT), 4))
        across.setDefaultSectionSize(max(round(frame.default_width * PX_A_POINT), 8))
        for column, width in enumerate(frame.widths):
            if width <= 0:
                view.setColumnHidden(column, True)
            else:
                view.setColumnWidth(column, max(round(width * PX_A_POINT), 2))
        for span in frame.spans:
            if span.row < self.sheet.rowCount() and span.rows * span.columns > 1:
                view.setSpan(span.row, span.column, span.rows, span.columns)

    def _on_rows(self, _first: int, rows: tuple[SheetRow, ...]) -> None:
        for row in rows:
            height = round(row.height * PX_A_POINT) if row.height else self._height_by_text(row)
            for view in (self, *self.frozen):
                if row.is_hidden:
                    view.setRowHidden(row.number, True)
                elif height:
                    view.setRowHeight(row.number, max(height, 2))
        self._place()

    def _height_by_text(self, row: SheetRow) -> int:
        """Return the height that a row needs for wrapped or large text where it is not said, 0 for the usual one."""
        usual = self.verticalHeader().defaultSectionSize()
        highest = 0
        for cell in row.cells:
            index = self.sheet.index(row.number, cell.column)
            style = index.data(STYLE_ROLE)
            if not cell.text or not isinstance(style, CellStyle) or self.rowSpan(row.number, cell.column) > 1:
                continue
            if style.size * PX_A_POINT * _LINE_HEIGHT > usual:
                highest = max(highest, QFontMetrics(index.data(Qt.ItemDataRole.FontRole)).height() + 2)
            if not style.wraps or self.columnSpan(row.number, cell.column) > 1:
                continue
            room = QRect(0, 0, max(self.columnWidth(cell.column) - 2 * _PADDING_PX, 8), 10_000)
            flags = Qt.TextFlag.TextWordWrap.value | Qt.TextFlag.TextWrapAnywhere.value
            metrics = QFontMetrics(index.data(Qt.ItemDataRole.FontRole))
            highest = max(highest, metrics.boundingRect(room, flags, cell.text).height() + 4)
        return min(highest, _HIGHEST_PX) if highest > usual else 0

    def _place(self) -> None:
        frame = self.sheet.frame
        left, top = self.verticalHeader().width(), self.horizontalHeader().height()
        high = sum(self.rowHeight(row) for row in range(min(frame.frozen_rows, self.sheet.rowCount())))
        wide = sum(self.columnWidth(column) for column in range(min(frame.frozen_columns, self.sheet.columnCount())))
        for view, above, aside in self._frozen:
            width = wide if aside else self.viewport().width()
            height = high if above else self.viewport().height()
            view.setGeometry(left, top, min(width, self.viewport().width()), min(height, self.viewport().height()))
            view.show()
            view.raise_()

    def _follow(self, value: int, *, is_down: bool) -> None:
        for view, above, aside in self._frozen:
            if is_down and not above:
                view.verticalScrollBar().setValue(value)
            elif not is_down and not aside:
                view.horizontalScrollBar().setValue(value)


class BookView(QWidget):
    """A workbook: one sheet, and the tabs of all."""

    def __init__(self, look: Look) -> None:
        """Make it empty."""
        super().__init__()
        self._look = look
        self._book: Book | None = None
        self._asking: Asking | None = None
        self.table: SheetTable | None = None
        self.setObjectName("preview_book")
        self.tabs = QTabBar()
        self.tabs.setObjectName("preview_sheets")
        self.tabs.setAccessibleName("工作表")
        self.tabs.setShape(QTabBar.Shape.RoundedSouth)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setDrawBase(False)
        self.tabs.currentChanged.connect(self._show_sheet)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.tabs)

    def show_book(self, book: Book, asking: Asking) -> str:
        """Show a workbook at its first visible sheet, and return the note below."""
        self._book, self._asking = book, asking
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        shown = [number for number, frame in enumerate(book.sheets) if not frame.is_hidden] or [0]
        for number in shown:
            place = self.tabs.addTab(book.sheets[number].name.replace("&", "&&"))
            self.tabs.setTabData(place, number)
        self.tabs.blockSignals(False)
        self._show_sheet(0)
        hidden = len(book.sheets) - len(shown)
        said = f"{len(shown)} 张工作表" + (f"，另有 {hidden} 张隐藏" if hidden > 0 else "")
        return " · ".join(filter(None, (said, book.note)))

    def clear(self) -> None:
        """Let go of the workbook."""
        self._book = self._asking = None
        self._drop()

    def _show_sheet(self, place: int) -> None:
        if self._book is None or self._asking is None or place < 0:
            return
        number = self.tabs.tabData(place)
        had_focus = self.table is not None and self.table.hasFocus()
        self._drop()
        model = SheetModel(self._book.sheets[number], number, self._book.styles, self._asking, self)
        self.table = SheetTable(model, self)
        model.setParent(self.table)
        self._layout.insertWidget(0, self.table, 1)
        self.setFocusProxy(self.table)
        if had_focus:
            self.table.setFocus()

    def _drop(self) -> None:
        if self.table is not None:
            self.table.hide()
            self._layout.removeWidget(self.table)
            self.table.deleteLater()
            self.table = None
