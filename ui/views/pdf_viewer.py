"""A PDF inside the window: the real pages, zoom, turning pages, finding words; and its way to a printer.

Qt's PDF modules are loaded with this module, so it is imported only when a page needs it.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtPdf import QPdfDocument, QPdfSearchModel
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ledger_app.errors import EnvironmentFault
from ui.entry_button import entry_button
from ui.look import Look
from ui.pages.page import labelled

_ZOOMS: tuple[tuple[str, float], ...] = (
    ("适合宽度", 0.0),
    ("整页", -1.0),
    ("50%", 0.5),
    ("75%", 0.75),
    ("100%", 1.0),
    ("125%", 1.25),
    ("150%", 1.5),
    ("200%", 2.0),
)
_FIRST_ZOOM = 3
# Beyond this a page takes more memory than old office PCs have to give.
PRINT_DPI_MOST = 600


class PdfViewer(QWidget):
    """Shows one PDF held in memory.

    Signals:
        page_changed: another page is in view (number from 1).
    """

    page_changed = Signal(int)

    def __init__(self, name: str, look: Look) -> None:
        """Make an empty viewer."""
        super().__init__()
        self.setObjectName(name)
        self.document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self._view = QPdfView(self)
        self._view.setObjectName(f"{name}_view")
        self._view.setAccessibleName("报表页面")
        self._view.setPageMode(QPdfView.PageMode.MultiPage)
        self._view.setDocument(self.document)
        self._found = QPdfSearchModel(self)
        self._found.setDocument(self.document)
        self._view.setSearchModel(self._found)
        self._found.countChanged.connect(self._show_found)
        self._find = QLineEdit()
        self._find.setObjectName(f"{name}_find")
        self._find.setAccessibleName("在报表中查找")
        self._find.setPlaceholderText("在报表中查找")
        self._find.setClearButtonEnabled(True)
        self._find.setMaximumWidth(220)
        self._find.textChanged.connect(self._search)
        self._find.returnPressed.connect(self._go_to_next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._make_bar(name, look))
        layout.addWidget(self._view, 1)
        self._view.pageNavigator().currentPageChanged.connect(self._on_page)

    def show_bytes(self, content: bytes) -> None:
        """Show another PDF, at the page that was in view if it has one."""
        page = self._view.pageNavigator().currentPage()
        self.document.close()
        self._buffer.close()
        self._buffer.setData(content)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        self._view.pageNavigator().jump(min(page, max(self.document.pageCount() - 1, 0)), QPointF())
        self._on_page()

    def clear(self) -> None:
        """Show nothing."""
        self.document.close()
        self._buffer.close()
        self._on_page()

    @property
    def page_count(self) -> int:
        """Return how many pages are shown."""
        return self.document.pageCount()

    def go_to_page(self, number: int) -> None:
        """Bring a page (from 1) into view."""
        if 1 <= number <= self.page_count:
            self._view.pageNavigator().jump(number - 1, QPointF())

    def find(self) -> None:  # type: ignore[override]  # QWidget.find looks up native windows and is of no use here
        """Put the keyboard into the field for finding."""
        self._find.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._find.selectAll()

    def print_on(self, printer: QPrinter) -> None:
        """Draw the pages that were asked for on a printer, each in its true size where the paper has room.

        Raises:
            EnvironmentFault: UI-030 the printer cannot be started.
        """
        numbers = _pages_asked_for(printer, self.page_count)
        painter = QPainter()
        for place, number in enumerate(numbers):
            size = self.document.pagePointSize(number)
            _turn_paper(printer, size)
            if place == 0:
                if not painter.begin(printer):
                    raise EnvironmentFault("UI-030", printer=printer.printerName())
            else:
                printer.newPage()
            self._draw(painter, printer, number, size)
        if numbers:
            painter.end()

    def _draw(self, painter: QPainter, printer: QPrinter, number: int, size: QSizeF) -> None:
        dpi = min(printer.resolution(), PRINT_DPI_MOST)
        image = self.document.render(number, (size * (dpi / 72)).toSize())
        paper = printer.pageLayout().fullRectPixels(printer.resolution())
        margins = printer.pageLayout().paintRectPixels(printer.resolution()).topLeft()
        true_size = size * (printer.resolution() / 72)
        fit = min(1.0, paper.width() / true_size.width(), paper.height() / true_size.height())
        target = QRectF(QPointF(-margins), true_size * fit)
        painter.drawImage(target, image)

    def _make_bar(self, name: str, look: Look) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(4)
        self._zoom = QComboBox()
        self._zoom.setObjectName(f"{name}_zoom")
        self._zoom.setAccessibleName("缩放")
        for word, factor in _ZOOMS:
            self._zoom.addItem(word, factor)
        self._zoom.setCurrentIndex(_FIRST_ZOOM)
        self._set_zoom(_ZOOMS[_FIRST_ZOOM][1])
        self._zoom.activated.connect(lambda _index: self._set_zoom(float(self._zoom.currentData())))
        back = entry_button(f"{name}_back")
        back.setAccessibleName("上一页")
        back.setIcon(look.icon("left"))
        back.clicked.connect(lambda: self.go_to_page(self._view.pageNavigator().currentPage()))
        forth = entry_button(f"{name}_forth")
        forth.setAccessibleName("下一页")
        forth.setIcon(look.icon("right"))
        forth.clicked.connect(lambda: self.go_to_page(self._view.pageNavigator().currentPage() + 2))
        self._place = labelled("", "secondary", f"{name}_place")
        self._hits = labelled("", "secondary", f"{name}_hits")
        bar.addWidget(self._zoom)
        bar.addWidget(back)
        bar.addWidget(self._place)
        bar.addWidget(forth)
        bar.addStretch(1)
        bar.addWidget(self._hits)
        bar.addWidget(self._find)
        return bar

    def _set_zoom(self, factor: float) -> None:
        if factor > 0:
            self._view.setZoomMode(QPdfView.ZoomMode.Custom)
            self._view.setZoomFactor(factor)
        else:
            whole = QPdfView.ZoomMode.FitInView
            self._view.setZoomMode(whole if factor < 0 else QPdfView.ZoomMode.FitToWidth)

    def _search(self, text: str) -> None:
        self._found.setSearchString(text.strip())
        if not text.strip():
            self._hits.clear()

    def _show_found(self) -> None:
        count = self._found.rowCount(self._found.index(-1, 0))
        self._hits.setText(f"找到 {count} 处" if self._found.searchString() else "")
        if count and self._view.currentSearchResultIndex() < 0:
            self._go_to_next()

    def _go_to_next(self) -> None:
        count = self._found.rowCount(self._found.index(-1, 0))
        if not count:
            return
        place = (self._view.currentSearchResultIndex() + 1) % count
        self._view.setCurrentSearchResultIndex(place)
        hit = self._found.resultAtIndex(place)
        self._view.pageNavigator().jump(hit.page(), hit.location())

    def _on_page(self) -> None:
        count = self.page_count
        number = self._view.pageNavigator().currentPage() + 1 if count else 0
        self._place.setText(f"第 {number} / {count} 页" if count else "")
        if count:
            self.page_changed.emit(number)


def _pages_asked_for(printer: QPrinter, count: int) -> list[int]:
    """Return the pages (from 0) of the printer's range; without one, all."""
    first, last = printer.fromPage() or 1, printer.toPage() or count
    numbers = list(range(max(first, 1) - 1, min(last, count)))
    return numbers[::-1] if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst else numbers


def _turn_paper(printer: QPrinter, size: QSizeF) -> None:
    """Lay the paper as the page lies; A3 pages ask for A3."""
    from PySide6.QtGui import QPageLayout, QPageSize

    is_wide = size.width() > size.height()
    wanted = QPageSize(QSizeF(min(size.width(), size.height()), max(size.width(), size.height())), QPageSize.Unit.Point)
    printer.setPageSize(
        QPageSize(QPageSize.PageSizeId.A3)
        if wanted.size(QPageSize.Unit.Millimeter).width() > 250
        else QPageSize(QPageSize.PageSizeId.A4)
    )
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait)
