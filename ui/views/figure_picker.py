"""Figures on the pages of a viewer: the hand over them, a frame around the chosen one, a click that names one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QApplication, QWidget

from ui.look import Look
from ui.models.report_figures import FigureLine, figure_at
from ui.views.pdf_places import place_on_page, rect_in_view

FRAME_PX = 2


class FigurePicker(QObject):
    """Watches the mouse over a viewer's pages.

    Signals:
        picked: a `FigureLine` was clicked.
    """

    picked = Signal(object)

    def __init__(self, view: QPdfView, look: Look) -> None:
        """Watch a viewer; without figures it is left as it is."""
        super().__init__(view)
        self._view = view
        self._lines: Sequence[FigureLine] = ()
        self._pressed: QPoint | None = None
        self._frame = _Frame(view, look)
        view.viewport().setMouseTracking(True)
        view.viewport().installEventFilter(self)
        for bar in (view.verticalScrollBar(), view.horizontalScrollBar()):
            bar.valueChanged.connect(lambda _value: self._frame.follow())
        view.zoomFactorChanged.connect(lambda _factor: self._frame.follow())
        view.zoomModeChanged.connect(lambda _mode: self._frame.follow())

    def take(self, lines: Sequence[FigureLine]) -> None:
        """Take the figures of the pages on show."""
        self._lines = lines
        self.mark(None)

    def mark(self, line: FigureLine | None) -> None:
        """Put the frame around a figure, None around nothing."""
        self._frame.show_line(line)

    def at(self, point: QPointF) -> FigureLine | None:
        """Return the figure under a point of the viewport."""
        if not self._lines:
            return None
        place = place_on_page(self._view, point)
        return figure_at(self._lines, place[0], place[1].x(), place[1].y()) if place is not None else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the hand over figures, and take clicks that are no drags."""
        if isinstance(event, QMouseEvent):
            kind, position = event.type(), event.position()
            if kind is QEvent.Type.MouseMove and not event.buttons():
                self._hover(position)
            elif kind is QEvent.Type.MouseButtonPress and event.button() is Qt.MouseButton.LeftButton:
                self._pressed = position.toPoint()
            elif kind is QEvent.Type.MouseButtonRelease and event.button() is Qt.MouseButton.LeftButton:
                self._release(position)
        elif event.type() is QEvent.Type.Resize:
            self._frame.follow()
        return super().eventFilter(watched, event)

    def _hover(self, position: QPointF) -> None:
        line = self.at(position)
        viewport = self._view.viewport()
        if line is None:
            viewport.unsetCursor()
            viewport.setToolTip("")
            return
        viewport.setCursor(Qt.CursorShape.PointingHandCursor)
        viewport.setToolTip(f"{line.meaning}，单击查看是哪几项")

    def _release(self, position: QPointF) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            return
        if (position.toPoint() - pressed).manhattanLength() > QApplication.startDragDistance():
            return
        line = self.at(position)
        if line is not None:
            self.picked.emit(line)


class _Frame(QWidget):
    """A see-through sheet over the pages with the frame on it."""

    def __init__(self, view: QPdfView, look: Look) -> None:
        super().__init__(view.viewport())
        self._view = view
        self._look = look
        self._line: FigureLine | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def show_line(self, line: FigureLine | None) -> None:
        """Frame a figure, None for nothing."""
        self._line = line
        self.setVisible(line is not None)
        self.follow()

    def follow(self) -> None:
        """Lie over the whole viewport, wherever it is scrolled."""
        if self._line is not None:
            self.setGeometry(self._view.viewport().rect())
            self.raise_()
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame."""
        if self._line is None:
            return
        line = self._line
        place = rect_in_view(self._view, line.page, QRectF(line.x, line.y, line.width, line.height))
        painter = QPainter(self)
        painter.setPen(QPen(self._look.colour("accent"), FRAME_PX))
        painter.drawRect(place.adjusted(-FRAME_PX, -FRAME_PX, FRAME_PX, FRAME_PX))
        painter.end()
