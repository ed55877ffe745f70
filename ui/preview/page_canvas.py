"""Pages under each other, as far as they are in view: zoom, scrolling, choosing and copying text, found places."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QMenu

from ui.entry_button import add_entry
from ui.look import Look
from ui.preview.page_source import Found, PageSource, Spot

GAP_PX = 10
FIT_WIDTH, FIT_PAGE = 0.0, -1.0
_LEAST, _MOST = 0.1, 6.0
_PX_A_POINT = 96 / 72


class PageCanvas(QAbstractScrollArea):
    """Shows the pages of a source.

    Signals:
        page_changed: another page is at the top (number from 1).
        zoomed: the zoom was changed with the wheel or keys (a factor).
    """

    page_changed = Signal(int)
    zoomed = Signal(float)

    def __init__(self, look: Look, name: str, label: str) -> None:
        """Make it empty."""
        super().__init__()
        self._look = look
        self._source: PageSource | None = None
        self._zoom = FIT_WIDTH
        self._tops: list[int] = []
        self._chosen: tuple[Spot, Spot] | None = None
        self._anchor: Spot | None = None
        self._found: Found = ()
        self._shown_page = 0
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        look.changed.connect(self.viewport().update)

    @property
    def source(self) -> PageSource | None:
        """Return what is shown."""
        return self._source

    @property
    def page_count(self) -> int:
        """Return how many pages there are."""
        return len(self._source.sizes) if self._source is not None else 0

    @property
    def page(self) -> int:
        """Return the number (from 1) of the page that fills the middle of the view, 0 without pages."""
        if not self._tops:
            return 0
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        return max(bisect_right(self._tops, middle), 1)

    @property
    def chosen_text(self) -> str:
        """Return the text that is chosen."""
        if self._source is None or self._chosen is None:
            return ""
        return self._source.text_between(*self._chosen)

    def show_source(self, source: PageSource | None) -> None:
        """Show other pages, from the first on."""
        before, self._source = self._source, source
        if before is not None:
            before.close()
            before.deleteLater()
        self._chosen = self._anchor = None
        self._found = ()
        self._shown_page = 0
        if source is not None:
            source.setParent(self)
            source.page_changed.connect(self._on_page_changed)
        self._place()
        self.verticalScrollBar().setValue(0)
        self.horizontalScrollBar().setValue(0)
        self._on_scrolled()

    def set_zoom(self, zoom: float) -> None:
        """Show pages at a factor, or as wide or as high as the view; what is in view stays there."""
        share = self._share_in_view()
        self._zoom = zoom if zoom <= 0 else min(max(zoom, _LEAST), _MOST)
        self._place()
        self._go_to_share(share)

    def factor(self, page: int = 0) -> float:
        """Return pixels a point at which a page is shown."""
        if self._source is None or not self._source.sizes:
            return _PX_A_POINT
        size = self._source.sizes[page]
        room = self.viewport().width() - 2 * GAP_PX
        if self._zoom > 0:
            return self._zoom * _PX_A_POINT
        fit = max(room, 40) / size.width()
        if self._zoom == FIT_PAGE:
            fit = min(fit, max(self.viewport().height() - 2 * GAP_PX, 40) / size.height())
        return min(fit, _MOST * _PX_A_POINT)

    def go_to_page(self, number: int) -> None:
        """Bring a page (from 1) to the top."""
        if 1 <= number <= len(self._tops):
            self.verticalScrollBar().setValue(self._tops[number - 1] - GAP_PX)

    def show_found(self, found: Found) -> None:
        """Mark places where words were found."""
        self._found = found
        self.viewport().update()

    def choose(self, start: Spot, end: Spot) -> None:
        """Choose text and bring it into view."""
        self._chosen = (min(start, end), max(start, end))
        if self._source is not None:
            page, box = self._source.where(self._chosen[0])
            top = self._tops[page] + int(box.top() * self.factor(page))
            bar = self.verticalScrollBar()
            if not bar.value() <= top <= bar.value() + self.viewport().height() - 60:
                bar.setValue(top - self.viewport().height() // 3)
        self.viewport().update()

    def choose_all(self) -> None:
        """Choose all text."""
        if self._source is not None:
            self._chosen = self._source.ends()
            self.viewport().update()

    def copy(self) -> None:
        """Put the chosen text into the clipboard."""
        text = self.chosen_text
        if text:
            QGuiApplication.clipboard().setText(text)

    def page_box(self, page: int) -> QRectF:
        """Return where a page (from 0) stands in the viewport."""
        assert self._source is not None  # noqa: S101 - called for pages of a source
        size, factor = self._source.sizes[page], self.factor(page)
        width = size.width() * factor
        left = max((self.viewport().width() - width) / 2, GAP_PX) - self.horizontalScrollBar().value()
        return QRectF(left, self._tops[page] - self.verticalScrollBar().value(), width, size.height() * factor)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pages in view."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._look.colour("window"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        if self._source is not None:
            for page in self._pages_in_view():
                box = self.page_box(page)
                self._source.paint(painter, page, box, self._chosen)
                painter.setPen(QPen(self._look.colour("hairline")))
                painter.drawRect(box.adjusted(-1, -1, 0, 0))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the pages anew; what is in view stays there."""
        share = self._share_in_view()
        super().resizeEvent(event)
        self._place()
        self._go_to_share(share)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, scroll else."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1.1 if event.angleDelta().y() > 0 else 1 / 1.1)
            event.accept()
            return
        super().wheelEvent(event)

    def zoom_by(self, share: float) -> None:
        """Zoom from what is shown now."""
        self.set_zoom(self.factor(max(self.page - 1, 0)) / _PX_A_POINT * share)
        self.zoomed.emit(self._zoom)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page through, copy, choose all, zoom."""
        bar = self.verticalScrollBar()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.choose_all()
        elif event.matches(QKeySequence.StandardKey.ZoomIn):
            self.zoom_by(1.25)
        elif event.matches(QKeySequence.StandardKey.ZoomOut):
            self.zoom_by(0.8)
        elif event.key() == Qt.Key.Key_Home:
            bar.setValue(0)
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        elif event.key() == Qt.Key.Key_PageDown:
            bar.setValue(bar.value() + self.viewport().height() - 40)
        elif event.key() == Qt.Key.Key_PageUp:
            bar.setValue(bar.value() - self.viewport().height() + 40)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to choose text."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._anchor = self._spot(event.position())
            self._chosen = None
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Choose text up to the pointer."""
        spot = self._spot(event.position()) if self._anchor is not None else None
        if spot is not None and self._anchor is not None:
            self._chosen = (min(self._anchor, spot), max(self._anchor, spot))
            self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy."""
        menu = QMenu(self)
        menu.setObjectName("preview_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        add_entry(menu, "preview_copy", self.copy).setEnabled(bool(self.chosen_text))
        add_entry(menu, "preview_all", self.choose_all)
        menu.popup(event.globalPos())

    def _spot(self, point: QPointF) -> Spot | None:
        if self._source is None:
            return None
        for page in self._pages_in_view():
            box = self.page_box(page)
            if point.y() <= box.bottom() + GAP_PX:
                return self._source.spot_at(page, (point - box.topLeft()) / self.factor(page))
        return None

    def _pages_in_view(self) -> range:
        if not self._tops:
            return range(0)
        top = self.verticalScrollBar().value()
        first = max(bisect_right(self._tops, top) - 1, 0)
        last = bisect_right(self._tops, top + self.viewport().height())
        return range(first, last)

    def _place(self) -> None:
        """Count where each page begins, and how far can be scrolled."""
        self._tops = []
        at, widest = GAP_PX, 0.0
        for number, size in enumerate(self._source.sizes if self._source is not None else ()):
            factor = self.factor(number)
            self._tops.append(int(at))
            at += int(size.height() * factor) + GAP_PX
            widest = max(widest, size.width() * factor)
        view = self.viewport().size()
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setRange(0, max(int(at) - view.height(), 0))
        down.setPageStep(view.height())
        down.setSingleStep(40)
        wide = int(widest) + 2 * GAP_PX
        across.setRange(0, max(wide - view.width(), 0) if self._zoom > 0 else 0)
        across.setPageStep(view.width())
        self.viewport().update()

    def _share_in_view(self) -> tuple[int, float]:
        """Return which page is at the top, and what share of it is above."""
        if not self._tops or self._source is None:
            return 0, 0.0
        top = self.verticalScrollBar().value()
        page = max(bisect_right(self._tops, top) - 1, 0)
        height = self._source.sizes[page].height() * self.factor(page)
        return page, (top - self._tops[page]) / max(height, 1)

    def _go_to_share(self, share: tuple[int, float]) -> None:
        page, part = share
        if self._source is not None and page < len(self._tops):
            height = self._source.sizes[page].height() * self.factor(page)
            self.verticalScrollBar().setValue(int(self._tops[page] + part * height))

    def _on_scrolled(self) -> None:
        self.viewport().update()
        if self.page != self._shown_page:
            self._shown_page = self.page
            self.page_changed.emit(self._shown_page)

    def _on_page_changed(self, _page: int) -> None:
        self.viewport().update()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Paint anew: pages are placed by the scroll bars."""
        self.viewport().update()

    def point_of(self, page: int, point: QPointF) -> QPoint:
        """Return where a point of a page stands in the viewport."""
        return (self.page_box(page).topLeft() + point * self.factor(page)).toPoint()
