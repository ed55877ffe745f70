"""A PDF inside the window: the real pages, zoom, turning pages, finding words; and its way to a printer.

Qt's PDF modules are loaded with this module, so it is imported only when a page needs it.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QImage, QKeySequence, QPainter, QShortcut, QWheelEvent
from PySide6.QtPdf import QPdfDocument, QPdfSearchModel
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QComboBox, QGraphicsColorizeEffect, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from ui.entry_button import add_entry, entry_button
from ui.look import Look
from ui.pages.page import labelled
from ui.views.folding_bar import FoldingBar
from ui.views.page_strip import PageStrip
from ui.views.pdf_printing import duplex_words, print_document

_ZOOMS: tuple[tuple[str, float], ...] = (
    ("适合宽度", 0.0),
    ("整页", -1.0),
    ("50%", 0.5),
    ("75%", 0.75),
    ("100%", 1.0),
    ("125%", 1.25),
    ("150%", 1.5),
    ("200%", 2.0),
    ("300%", 3.0),
)
_FIRST_ZOOM = 3
COPY_DPI = 150


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
        self._find.textChanged.connect(self._search)
        self._find.returnPressed.connect(partial(self._go_to_hit, 1))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self.strip = PageStrip(name, self.document)
        self.strip.page_wanted.connect(self.go_to_page)
        self.strip.hide()
        self.bar = self._make_bar(name, look)
        layout.addWidget(self.bar)
        pages = QHBoxLayout()
        pages.setSpacing(6)
        pages.addWidget(self.strip)
        pages.addWidget(self._view, 1)
        layout.addLayout(pages, 1)
        self._view.viewport().installEventFilter(self)
        for keys, step in (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1)):
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.zoom_by, step))
        back_key = QShortcut(QKeySequence("Shift+Return"), self._find, context=Qt.ShortcutContext.WidgetShortcut)
        back_key.activated.connect(partial(self._go_to_hit, -1))
        self._view.pageNavigator().currentPageChanged.connect(self._on_page)

    def show_bytes(self, content: bytes) -> None:
        """Show another PDF, at the page that was in view if it has one."""
        page = self._view.pageNavigator().currentPage()
        self.document.close()
        self._buffer.close()
        self._buffer.setData(content)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        self.strip.read_again()
        self._place.setToolTip(duplex_words(self.document))
        self._view.pageNavigator().jump(min(page, max(self.document.pageCount() - 1, 0)), QPointF())
        self._on_page()

    def clear(self) -> None:
        """Show nothing."""
        self.document.close()
        self._buffer.close()
        self._on_page()

    @property
    def pages(self) -> QPdfView:
        """Return Qt's view of the pages."""
        return self._view

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

    def print_on(self, printer: QPrinter) -> int:
        """Draw the pages that were asked for on a printer; return how many.

        Raises:
            EnvironmentFault: UI-030 the printer cannot be started.
        """
        return print_document(printer, self.document)

    @property
    def current_page(self) -> int:
        """Return the page in view (from 1), 0 for none."""
        return self._view.pageNavigator().currentPage() + 1 if self.page_count else 0

    def page_text(self, number: int) -> str:
        """Return a page's text (from 1) as it is read."""
        return self.document.getAllText(number - 1).text().replace("\r\n", "\n").strip()

    def copy_page_text(self) -> None:
        """Put the text of the page in view into the clipboard."""
        QGuiApplication.clipboard().setText(self.page_text(self.current_page))

    def copy_all_text(self) -> None:
        """Put the text of all pages into the clipboard."""
        pages = [self.page_text(number) for number in range(1, self.page_count + 1)]
        QGuiApplication.clipboard().setText("\n\n".join(pages))

    def copy_page_picture(self) -> None:
        """Put the page in view into the clipboard as a picture, in grey while it is shown so."""
        size = self.document.pagePointSize(self.current_page - 1) * (COPY_DPI / 72)
        image = self.document.render(self.current_page - 1, size.toSize())
        # Pages have no ground of their own.
        paper = QImage(image.size(), QImage.Format.Format_RGB32)
        paper.fill(Qt.GlobalColor.white)
        painter = QPainter(paper)
        painter.drawImage(0, 0, image)
        painter.end()
        shown = paper.convertToFormat(QImage.Format.Format_Grayscale8) if self.is_grey else paper
        QGuiApplication.clipboard().setImage(shown)

    @property
    def is_grey(self) -> bool:
        """Say whether the pages are shown as a copier gives them."""
        return self._grey.isChecked()

    def zoom_by(self, step: int) -> None:
        """Go to the next larger (1) or smaller (-1) size."""
        now = self._shown_factor()
        sizes = [factor for _, factor in _ZOOMS if factor > 0]
        wanted = next((one for one in sizes if one > now + 0.01), sizes[-1])
        if step < 0:
            wanted = next((one for one in reversed(sizes) if one < now - 0.01), sizes[0])
        self._zoom.setCurrentIndex(self._zoom.findData(wanted))
        self._set_zoom(wanted)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Zoom by the wheel with Ctrl."""
        if (
            watched is self._view.viewport()
            and isinstance(event, QWheelEvent)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            return True
        return super().eventFilter(watched, event)

    def _shown_factor(self) -> float:
        mode = self._view.zoomMode()
        if mode is QPdfView.ZoomMode.Custom or not self.page_count:
            return self._view.zoomFactor()
        size = self.document.pagePointSize(max(self.current_page - 1, 0)) * (self._view.logicalDpiX() / 72)
        across = self._view.viewport().width() / max(size.width(), 1)
        down = self._view.viewport().height() / max(size.height(), 1)
        return across if mode is QPdfView.ZoomMode.FitToWidth else min(across, down)

    def _show_grey(self, is_grey: bool) -> None:
        effect = None
        if is_grey:
            effect = QGraphicsColorizeEffect(self._view.viewport())
            effect.setColor(QColor(Qt.GlobalColor.black))
        # Qt takes None to mean no effect.
        self._view.viewport().setGraphicsEffect(effect)  # type: ignore[arg-type]

    def _make_bar(self, name: str, look: Look) -> FoldingBar:
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
        bar = FoldingBar(f"{name}_tools", self._hits, field=self._find)
        bar.add(self._zoom, back, self._place, forth)
        pages = entry_button(f"{name}_list")
        pages.setCheckable(True)
        pages.toggled.connect(self.strip.setVisible)
        self._grey = entry_button(f"{name}_grey")
        self._grey.setCheckable(True)
        self._grey.toggled.connect(self._show_grey)
        copying = entry_button(f"{name}_copy")
        menu = QMenu(copying)
        menu.setObjectName(f"{name}_copy_menu")
        add_entry(menu, f"{name}_copy_text", self.copy_page_text)
        add_entry(menu, f"{name}_copy_picture", self.copy_page_picture)
        add_entry(menu, f"{name}_copy_all", self.copy_all_text)
        copying.setMenu(menu)
        bar.add_folding(pages, self._grey, copying)
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
            self._go_to_hit(1)

    def _go_to_hit(self, step: int) -> None:
        """Go to the next (1) or the last (-1) place that was found, around the end."""
        count = self._found.rowCount(self._found.index(-1, 0))
        if not count:
            return
        before = self._view.currentSearchResultIndex()
        place = (before + step) % count if before >= 0 or step > 0 else count - 1
        self._view.setCurrentSearchResultIndex(place)
        hit = self._found.resultAtIndex(place)
        self._view.pageNavigator().jump(hit.page(), hit.location())
        self._hits.setText(f"第 {place + 1} / {count} 处")

    def _on_page(self) -> None:
        count = self.page_count
        number = self._view.pageNavigator().currentPage() + 1 if count else 0
        self._place.setText(f"第 {number} / {count} 页" if count else "")
        if count:
            self.strip.show_page(number)
            self.page_changed.emit(number)
