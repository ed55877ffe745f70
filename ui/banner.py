"""The line that appears after an act and takes it back ("已删除 3 项 · 撤销")."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

SHOWN_MS = 12_000
MARGIN_PX = 16


class UndoBanner(QFrame):
    """Floats at the bottom of the page; goes away by itself, or when something else is done.

    Signals:
        undo_asked: the person wants it back.
    """

    undo_asked = Signal()

    def __init__(self, page_area: QWidget) -> None:
        """Float over `page_area`."""
        super().__init__(page_area)
        self._area = page_area
        self.setObjectName("undo_banner")
        self.setProperty("role", "banner")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 8, 6)
        layout.setSpacing(12)
        self._text = QLabel()
        self._text.setObjectName("undo_banner_text")
        self._undo = QPushButton("撤销")
        self._undo.setObjectName("undo_banner_button")
        self._undo.setAccessibleName("撤销刚才的操作")
        self._undo.clicked.connect(self._on_undo)
        layout.addWidget(self._text)
        layout.addWidget(self._undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        page_area.installEventFilter(self)
        self.hide()

    def show_text(self, text: str, *, can_undo: bool = True) -> None:
        """Say what was done; what changed nothing in the ledger has nothing to be undone."""
        self._undo.setVisible(can_undo)
        self._text.setText(text)
        self._text.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom when the page changes its size."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _on_undo(self) -> None:
        self.hide()
        self.undo_asked.emit()

    def _place(self) -> None:
        self.adjustSize()
        self.move((self._area.width() - self.width()) // 2, self._area.height() - self.height() - MARGIN_PX)
