"""Where a point of the viewer lies on a page of its PDF, and where a place on a page lies in the viewer.

Qt's viewer does not tell, so its layout is followed here: pages under each other with its margins and spacing, each in
the middle; lengths of pages are points, of the viewer pixels.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPdfWidgets import QPdfView


def page_rects(view: QPdfView) -> list[QRectF]:
    """Return where each page lies, in pixels of the viewport as it is scrolled."""
    document = view.document()
    margins, spacing = view.documentMargins(), view.pageSpacing()
    room = view.viewport().size()
    sizes = [_size_of(view, document.pagePointSize(number), room) for number in range(document.pageCount())]
    whole = max((size.width() for size in sizes), default=0) + margins.left() + margins.right()
    top = margins.top() - view.verticalScrollBar().value()
    across = view.horizontalScrollBar().value()
    rects = []
    for size in sizes:
        left = (max(whole, room.width()) - size.width()) // 2 - across
        rects.append(QRectF(left, top, size.width(), size.height()))
        top += size.height() + spacing
    return rects


def place_on_page(view: QPdfView, point: QPointF) -> tuple[int, QPointF] | None:
    """Return the page (from 0) under a point of the viewport and the point on it in points, None beside all pages."""
    for number, rect in enumerate(page_rects(view)):
        if rect.contains(point):
            scale = view.document().pagePointSize(number).width() / rect.width()
            return number, (point - rect.topLeft()) * scale
    return None


def rect_in_view(view: QPdfView, page: int, place: QRectF) -> QRectF:
    """Return where a place on a page (points) lies in the viewport."""
    rects = page_rects(view)
    if page >= len(rects):
        return QRectF()
    rect = rects[page]
    scale = rect.width() / view.document().pagePointSize(page).width()
    return QRectF(rect.topLeft() + place.topLeft() * scale, place.size() * scale)


def _size_of(view: QPdfView, points: QSizeF, room: QSize) -> QSize:
    resolution = QGuiApplication.primaryScreen().logicalDotsPerInch() / 72
    margins = view.documentMargins()
    if view.zoomMode() is QPdfView.ZoomMode.Custom:
        return (points * (resolution * view.zoomFactor())).toSize()
    natural = (points * resolution).toSize()
    wide = room.width() - margins.left() - margins.right()
    if view.zoomMode() is QPdfView.ZoomMode.FitToWidth:
        return natural * (wide / natural.width()) if natural.width() else natural
    return natural.scaled(QSize(wide, room.height() - view.pageSpacing()), Qt.AspectRatioMode.KeepAspectRatio)
