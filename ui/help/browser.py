"""Shows one topic of the manual; its pictures come from the manual's folder and from nowhere else."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QImageReader,
    QPainter,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from ledger_app.manual.blocks import Topic
from ui.help.page_html import HtmlStyle, topic_html
from ui.look import BODY_PT, Look

LARGEST_STEP, SMALLEST_STEP = 8, -2
EDGE_PX = 48
"""Width that margins and the scroll bar take from a picture."""
REFLOW_MS = 150
LEAST_PICTURE_PX = 200
MOST_MARKS = 500
SMOOTH = Qt.TransformationMode.SmoothTransformation


class ManualBrowser(QTextBrowser):
    """The text of a topic.

    Signals:
        place_wanted: a link was pressed ("topic#anchor").
    """

    place_wanted = Signal(str)

    def __init__(self, pictures: Path, look: Look) -> None:
        """Show nothing yet; `pictures` is the only folder that is read."""
        super().__init__()
        self.setObjectName("help_text")
        self.setAccessibleName("手册正文")
        self.setOpenLinks(False)
        self.setProperty("role", "paper")
        self.document().setDocumentMargin(20)
        self._pictures = pictures
        self._look = look
        self._topic: Topic | None = None
        self._group = ""
        self._words: tuple[str, ...] = ()
        self._step = 0
        self._first_mark: QTextCursor | None = None
        self._reflow = QTimer(self)
        self._reflow.setSingleShot(True)
        self._reflow.setInterval(REFLOW_MS)
        self._reflow.timeout.connect(self._show_anew)
        self.anchorClicked.connect(lambda url: self.place_wanted.emit(url.toString()))
        look.changed.connect(self._show_anew)

    @property
    def text_step(self) -> int:
        """Return how many points larger than usual the text is."""
        return self._step

    def set_text_step(self, step: int) -> None:
        """Show the text larger or smaller, within limits."""
        self._step = max(SMALLEST_STEP, min(LARGEST_STEP, step))
        self._show_anew()

    def show_topic(self, topic: Topic, group: str, anchor: str = "", words: tuple[str, ...] = ()) -> None:
        """Show a topic from its beginning or an anchor, with words marked wherever they stand."""
        self._topic, self._group, self._words = topic, group, words
        self._fill()
        self.verticalScrollBar().setValue(0)
        if anchor:
            self.scrollToAnchor(anchor)
        elif self._first_mark is not None:
            self.setTextCursor(self._first_mark)
            self.ensureCursorVisible()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Return a picture of the manual; whatever else a text may name is not read."""
        url = QUrl(name) if isinstance(name, str) else name
        file = self._pictures / url.fileName()
        if kind != QTextDocument.ResourceType.ImageResource.value or not file.is_file():
            return None
        image = QImage(str(file))
        ratio = self.devicePixelRatioF()
        width = min(self._room(), image.width())
        # Scaled here: the document would leave out lines of what it draws smaller.
        image = image.scaledToWidth(round(min(width * ratio, image.width())), SMOOTH)
        image.setDevicePixelRatio(image.width() / width)
        if self._look.is_dark:
            # White pages would dazzle on a dark ground.
            image = image.convertToFormat(QImage.Format.Format_RGB32)
            _dim(image)
        return image

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pictures to the new width, once it comes to rest."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._reflow.start()

    def _show_anew(self) -> None:
        if self._topic is None:
            return
        bar = self.verticalScrollBar()
        share = bar.value() / bar.maximum() if bar.maximum() else 0.0
        self._fill()
        bar.setValue(round(share * bar.maximum()))

    def _fill(self) -> None:
        if self._topic is None:
            return
        style = HtmlStyle(BODY_PT + 1 + self._step, self._look.theme, self._room(), self._width_of)
        self.setHtml(topic_html(self._topic, self._group, style))
        self._mark()

    def _room(self) -> int:
        return max(LEAST_PICTURE_PX, self.viewport().width() - EDGE_PX)

    def _width_of(self, file: str) -> int:
        size: QSize = QImageReader(str(self._pictures / file)).size()
        return size.width() if size.isValid() else 0

    def _mark(self) -> None:
        selections: list[QTextEdit.ExtraSelection] = []
        self._first_mark = None
        form = QTextCharFormat()
        form.setBackground(self._look.colour("deadline_ground"))
        form.setForeground(QColor(self._look.colour("text")))
        for word in self._words:
            cursor = self.document().find(word)
            while not cursor.isNull() and len(selections) < MOST_MARKS:
                selection = QTextEdit.ExtraSelection()
                selection.cursor = cursor
                selection.format = form
                selections.append(selection)
                if self._first_mark is None:
                    self._first_mark = QTextCursor(self.document())
                    self._first_mark.setPosition(cursor.selectionStart())
                cursor = self.document().find(word, cursor)
        self.setExtraSelections(selections)


def _dim(image: QImage) -> None:
    painter = QPainter(image)
    painter.fillRect(image.rect(), QColor(0, 0, 0, 70))
    painter.end()
