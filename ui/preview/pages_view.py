"""Pages with their bar: zoom, page number, finding words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.entry_button import entry_button
from ui.look import Look
from ui.pages.page import labelled
from ui.preview.page_canvas import FIT_PAGE, FIT_WIDTH, PageCanvas
from ui.preview.page_source import Found, PageSource

_ZOOMS = (
    ("适合宽度", FIT_WIDTH),
    ("整页", FIT_PAGE),
    ("50%", 0.5),
    ("75%", 0.75),
    ("100%", 1.0),
    ("150%", 1.5),
    ("200%", 2.0),
)


class PagesView(QWidget):
    """Shows a PDF, or a text on pages."""

    def __init__(self, look: Look) -> None:
        """Make it empty."""
        super().__init__()
        self.setObjectName("preview_pages")
        self._found: Found = ()
        self._at = -1
        self._asked = ""
        self.canvas = PageCanvas(look, "preview_canvas", "预览的页面")
        self._make_bar(look)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._bar)
        layout.addWidget(self.canvas, 1)
        self.canvas.page_changed.connect(self._show_place)
        self.canvas.zoomed.connect(self._show_zoom)
        self.setFocusProxy(self.canvas)

    def show_source(self, source: PageSource | None) -> None:
        """Show other pages; the zoom stays."""
        self._found, self._at, self._asked = (), -1, ""
        self.hits.clear()
        self.canvas.show_source(source)
        self._show_place()
        if source is not None and self.find_field.text().strip():
            self._search()

    def find_in_page(self) -> None:
        """Put the keyboard into the field for finding."""
        self.find_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_field.selectAll()

    def find_words(self, words: str) -> None:
        """Show where words stand that were looked for elsewhere; nothing is said where they do not."""
        self.find_field.setText(words)
        self._search(is_asked_here=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the finding with Escape, when there is something to leave."""
        if event.key() == Qt.Key.Key_Escape and self.find_field.hasFocus() and self.find_field.text():
            self.find_field.clear()
            self.canvas.setFocus()
            return
        super().keyPressEvent(event)

    def _make_bar(self, look: Look) -> None:
        self._bar = QHBoxLayout()
        self._bar.setContentsMargins(8, 4, 8, 4)
        self._bar.setSpacing(4)
        self.zoom = QComboBox()
        self.zoom.setObjectName("preview_zoom")
        self.zoom.setAccessibleName("缩放")
        for word, factor in _ZOOMS:
            self.zoom.addItem(word, factor)
        self.zoom.activated.connect(lambda _index: self.canvas.set_zoom(float(self.zoom.currentData())))
        back, forth = entry_button("preview_back"), entry_button("preview_forth")
        back.setIcon(look.icon("left"))
        forth.setIcon(look.icon("right"))
        back.clicked.connect(lambda: self.canvas.go_to_page(self.canvas.page - 1))
        forth.clicked.connect(lambda: self.canvas.go_to_page(self.canvas.page + 1))
        self.place = labelled("", "secondary", "preview_place")
        self.hits = labelled("", "secondary", "preview_hits")
        self.find_field = QLineEdit()
        self.find_field.setObjectName("preview_find")
        self.find_field.setAccessibleName("在文件中查找")
        self.find_field.setPlaceholderText("查找")
        self.find_field.setClearButtonEnabled(True)
        self.find_field.setMinimumWidth(56)
        self.find_field.setMaximumWidth(170)
        self.find_field.returnPressed.connect(self._go_on)
        self.find_field.textChanged.connect(self._on_words)
        for widget in (self.zoom, back, self.place, forth):
            self._bar.addWidget(widget)
        self._bar.addStretch(1)
        self._bar.addWidget(self.hits)
        self._bar.addWidget(self.find_field)

    def _show_place(self) -> None:
        count = self.canvas.page_count
        self.place.setText(f"{self.canvas.page} / {count}" if count else "")

    def _show_zoom(self, factor: float) -> None:
        text = f"{factor * 100:.0f}%"
        place = self.zoom.findText(text)
        if place < 0:
            place = len(_ZOOMS)
            if self.zoom.count() > place:
                self.zoom.removeItem(place)
            self.zoom.addItem(text, factor)
        self.zoom.setCurrentIndex(place)

    def _on_words(self, words: str) -> None:
        if not words.strip():
            self._found, self._at, self._asked = (), -1, ""
            self.hits.clear()

    def _go_on(self) -> None:
        """Go to the next place, or look for other words."""
        if self.find_field.text().strip() != self._asked:
            self._search()
        elif self._found:
            self._at = (self._at + 1) % len(self._found)
            self._show_hit()

    def _search(self, *, is_asked_here: bool = True) -> None:
        source, words = self.canvas.source, self.find_field.text().strip()
        if source is None or not words:
            return
        self._asked = words
        self.hits.setText("正在查找…")

        def take(found: Found, _is_cut: bool) -> None:
            if words != self._asked or self.canvas.source is not source:
                return
            self._found, self._at = found, 0 if found else -1
            if found:
                self._show_hit()
            elif is_asked_here:
                self.hits.setText("没有找到")
            else:
                self.find_field.clear()

        source.find(words, take)

    def _show_hit(self) -> None:
        self.hits.setText(f"{self._at + 1} / {len(self._found)}")
        self.canvas.choose(*self._found[self._at])
