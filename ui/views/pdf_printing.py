"""A PDF's way to a printer: each page drawn in its true size, one in memory at a time."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

from ledger_app.errors import EnvironmentFault

# Beyond this a page takes more memory than old office PCs have to give.
PRINT_DPI_MOST = 600
_A3_FROM_MM = 250


def set_up(printer: QPrinter, document: QPdfDocument, title: str) -> None:
    """Name the job, and propose both sides of the paper, turned so that the binding edge stays where it is."""
    printer.setDocName(title)
    if document.pageCount():
        turn_paper(printer, document.pagePointSize(0))
    if document.pageCount() > 1:
        size = document.pagePointSize(0)
        is_wide = size.width() > size.height()
        printer.setDuplex(QPrinter.DuplexMode.DuplexShortSide if is_wide else QPrinter.DuplexMode.DuplexLongSide)


def duplex_words(document: QPdfDocument) -> str:
    """Return how to print on both sides, "" for a single page."""
    count = document.pageCount()
    if count < 2:
        return ""
    size = document.pagePointSize(0)
    edge = "短边" if size.width() > size.height() else "长边"
    return f"共 {count} 页，双面打印用纸 {(count + 1) // 2} 张，请选“沿{edge}翻转”，单页页码在右、双页在左"


def print_document(printer: QPrinter, document: QPdfDocument) -> int:
    """Draw the pages that were asked for, each in its true size where the paper has room; return how many.

    Raises:
        EnvironmentFault: UI-030 the printer cannot be started.
    """
    numbers = pages_asked_for(printer, document.pageCount())
    painter = QPainter()
    for place, number in enumerate(numbers):
        size = document.pagePointSize(number)
        turn_paper(printer, size)
        if place:
            printer.newPage()
        elif not painter.begin(printer):
            raise EnvironmentFault("UI-030", printer=printer.printerName())
        _draw(painter, printer, document, number, size)
    if numbers:
        painter.end()
    return len(numbers)


def pages_asked_for(printer: QPrinter, count: int) -> list[int]:
    """Return the pages (from 0) of the printer's range; without one, all."""
    first, last = printer.fromPage() or 1, printer.toPage() or count
    numbers = list(range(max(first, 1) - 1, min(last, count)))
    return numbers[::-1] if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst else numbers


def turn_paper(printer: QPrinter, size: QSizeF) -> None:
    """Lay the paper as the page lies; A3 pages ask for A3."""
    is_wide = size.width() > size.height()
    short = QPageSize(QSizeF(min(size.width(), size.height()), max(size.width(), size.height())), QPageSize.Unit.Point)
    is_a3 = short.size(QPageSize.Unit.Millimeter).width() > _A3_FROM_MM
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A3 if is_a3 else QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait)


def _draw(painter: QPainter, printer: QPrinter, document: QPdfDocument, number: int, size: QSizeF) -> None:
    dpi = min(printer.resolution(), PRINT_DPI_MOST)
    image = document.render(number, (size * (dpi / 72)).toSize())
    paper = printer.pageLayout().fullRectPixels(printer.resolution())
    margins = printer.pageLayout().paintRectPixels(printer.resolution()).topLeft()
    true_size = size * (printer.resolution() / 72)
    fit = min(1.0, paper.width() / true_size.width(), paper.height() / true_size.height())
    painter.drawImage(QRectF(QPointF(-margins), true_size * fit), image)
