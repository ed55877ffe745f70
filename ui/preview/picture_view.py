"""A picture, or those of a file one by one: as large as there is room, enlarged, turned; the file stays as it is."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledger_app.preview.model import Bitmap, Frames
from ui.entry_button import entry_button
from ui.look import Look
from ui.pages.page import labelled
from ui.preview.asking import Asking
from ui.preview.flow_document import image_of

FIRST_PX, LARGE_PX = 1600, 5000
_LEAST, _MOST = 0.05, 16.0


class PictureCanvas(QWidget):
    """Paints one picture.

    Signals:
        enlarged: it is shown larger than it was decoded.
        zoomed: another zoom is in force.
    """

    enlarged = Signal()
    zoomed = Signal()

    def __init__(self) -> None:
        """Begin without a picture."""
        super().__init__()
        self._image = QImage()
        self._full = QSize()
        self._zoom = 0.0
        self._turn = 0
        self._shift = QPointF()
        self._grip: QPoint | None = None
        self.setObjectName("preview_picture_canvas")
        self.setAccessibleName("图片预览")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(80)

    @property
    def image(self) -> QImage:
        """Return what was decoded, as it lies in the file."""
        return self._image

    @property
    def turn(self) -> int:
        """Return by how many degrees the picture is turned."""
        return self._turn

    @property
    def zoom(self) -> float:
        """Return pixels of the screen for one of the picture."""
        return self._zoom or self._fit()

    def show_image(self, image: QImage, full: QSize, *, is_other: bool = True) -> None:
        """Show a picture; another one begins fitted and unturned."""
        self._image, self._full = image, full
        if is_other:
            self._zoom, self._turn, self._shift = 0.0, 0, QPointF()
        self.update()
        self.zoomed.emit()

    def fit(self) -> None:
        """Show it as large as there is room."""
        self._zoom, self._shift = 0.0, QPointF()
        self.update()
        self.zoomed.emit()

    def zoom_by(self, share: float) -> None:
        """Show it larger or smaller."""
        self._zoom = min(max(self.zoom * share, _LEAST), _MOST)
        self._shift *= share
        self.update()
        self.zoomed.emit()
        if not self._image.isNull() and self._zoom * self._full.width() > self._image.width() * 1.05:
            self.enlarged.emit()

    def turn_by(self, degrees: int) -> None:
        """Turn what is shown."""
        self._turn = (self._turn + degrees) % 360
        self.update()
        self.zoomed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it in the middle."""
        if self._image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        width, height = self._full.width() * self.zoom, self._full.height() * self.zoom
        painter.setTransform(
            QTransform()
            .translate(self.width() / 2 + self._shift.x(), self.height() / 2 + self._shift.y())
            .rotate(self._turn)
        )
        painter.drawImage(QRectF(-width / 2, -height / 2, width, height), self._image)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1.1 if event.angleDelta().y() > 0 else 1 / 1.1)
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        self._grip = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it."""
        if self._grip is not None and self._zoom:
            place = event.position().toPoint()
            self._shift += QPointF(place - self._grip)
            self._grip = place
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go of it."""
        self._grip = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom with + and -, fit with 0."""
        if event.text() in ("+", "="):
            self.zoom_by(1.25)
        elif event.text() == "-":
            self.zoom_by(0.8)
        elif event.text() == "0":
            self.fit()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> float:
        if self._full.isEmpty():
            return 1.0
        full = self._full.transposed() if self._turn % 180 else self._full
        ratio = self.devicePixelRatioF()
        share = min(self.width() / full.width(), self.height() / full.height())
        return min(share, 1 / ratio)


class PictureView(QWidget):
    """A picture with its bar."""

    def __init__(self, look: Look) -> None:
        """Make it empty."""
        super().__init__()
        self.setObjectName("preview_picture")
        self._asking: Asking | None = None
        self._count, self._number, self._decoded_px = 0, 0, 0
        self.canvas = PictureCanvas()
        self.setFocusProxy(self.canvas)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._make_bar(look))
        layout.addWidget(self.canvas, 1)
        self.canvas.enlarged.connect(self._sharpen)
        self.canvas.zoomed.connect(self._show_zoom)

    def show_frames(self, frames: Frames, asking: Asking) -> str:
        """Show the pictures of a file from the first on, and return the note below."""
        self._asking, self._count, self._number = asking, frames.count, 0
        self._take(frames.first, FIRST_PX)
        has_more = frames.count > 1
        for widget in (self._back, self._forth, self.place):
            widget.setVisible(has_more)
        size = f"{frames.first.full_width} × {frames.first.full_height} 像素"
        return f"{size} · 共 {frames.count} 幅" if has_more else size

    def clear(self) -> None:
        """Let go of the pictures."""
        self._asking = None
        self.canvas.show_image(QImage(), QSize())

    def show_number(self, number: int) -> None:
        """Show another picture of the file (from 0)."""
        if self._asking is not None and 0 <= number < self._count:
            self._number = number
            self._ask(FIRST_PX, is_other=True)

    def _make_bar(self, look: Look) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 8, 4)
        bar.setSpacing(2)
        self._back, self._forth = entry_button("preview_back"), entry_button("preview_forth")
        self.place = labelled("", "secondary", "preview_place")
        turn_left, turn_right = entry_button("preview_turn_left"), entry_button("preview_turn_right")
        for button, icon in (
            (self._back, "left"),
            (self._forth, "right"),
            (turn_left, "undo"),
            (turn_right, "redo"),
        ):
            button.setIcon(look.icon(icon))
        fit, out, larger = (
            entry_button("preview_fit"),
            entry_button("preview_zoom_out"),
            entry_button("preview_zoom_in"),
        )
        out.setAccessibleName("缩小")
        larger.setAccessibleName("放大")
        self.zoom_label = labelled("", "secondary", "preview_zoom_label")
        self._back.clicked.connect(lambda: self.show_number(self._number - 1))
        self._forth.clicked.connect(lambda: self.show_number(self._number + 1))
        fit.clicked.connect(self.canvas.fit)
        out.clicked.connect(lambda: self.canvas.zoom_by(0.8))
        larger.clicked.connect(lambda: self.canvas.zoom_by(1.25))
        turn_left.clicked.connect(lambda: self.canvas.turn_by(-90))
        turn_right.clicked.connect(lambda: self.canvas.turn_by(90))
        for widget in (fit, out, self.zoom_label, larger):
            bar.addWidget(widget)
        bar.addStretch(1)
        for widget in (self._back, self.place, self._forth, turn_left, turn_right):
            bar.addWidget(widget)
        return bar

    def _sharpen(self) -> None:
        """Ask for the picture as large as it may be, once."""
        if self._decoded_px < LARGE_PX and max(self.canvas.image.width(), self.canvas.image.height()) >= FIRST_PX:
            self._ask(LARGE_PX, is_other=False)

    def _ask(self, longest_px: int, *, is_other: bool) -> None:
        if self._asking is None:
            return
        asking, number = self._asking, self._number
        self._decoded_px = longest_px

        def take(bitmap: Bitmap) -> None:
            if self._asking is asking and self._number == number:
                self._take(bitmap, longest_px, is_other=is_other)

        def fail(_error: Exception) -> None:
            self.place.setText(f"{number + 1} / {self._count} 显示不出来")

        asking.ask(lambda session, tick: session.picture(number, longest_px, tick), take, fail)

    def _take(self, bitmap: Bitmap, longest_px: int, *, is_other: bool = True) -> None:
        self._decoded_px = longest_px
        self.canvas.show_image(image_of(bitmap), QSize(bitmap.full_width, bitmap.full_height), is_other=is_other)
        self.place.setText(f"{self._number + 1} / {self._count}")

    def _show_zoom(self) -> None:
        self.zoom_label.setText(f"{self.canvas.zoom * self.devicePixelRatioF() * 100:.0f}%")
