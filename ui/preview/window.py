"""A file in a window of its own, large: opened with Space over a list, closed with it, run through with the arrows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ledger_app.preview.session import PreviewPool
from ui.entry_button import entry_button
from ui.open_file import open_stored
from ui.pages.page import hairline, labelled
from ui.preview.pane import PreviewPane, Shown
from ui.workspace import Workspace

_SHARE = 0.82


class PreviewWindow(QDialog):
    """The large preview.

    Signals:
        neighbour_wanted: the file before (-1) or behind (1) is wanted.
    """

    neighbour_wanted = Signal(int)

    def __init__(self, parent: QWidget, workspace: Workspace, pool: PreviewPool) -> None:
        """Make it, most of the screen large."""
        super().__init__(parent)
        self._workspace = workspace
        self.setObjectName("preview_window")
        self.setWindowTitle("预览")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.pane = PreviewPane(workspace, pool)
        self._name = labelled("", "heading", "preview_name")
        self._open = entry_button("preview_open")
        self._open.setIcon(workspace.look.icon("open_out"))
        self._open.clicked.connect(self._open_copy)
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 8, 6)
        head.addWidget(self._name, 1)
        head.addWidget(self._open)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(hairline())
        layout.addWidget(self.pane, 1)
        area = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(int(area.width() * _SHARE), int(area.height() * _SHARE))
        self.installEventFilter(self)
        for widget in self.findChildren(QWidget):
            widget.installEventFilter(self)

    def show_file(self, file: Shown | None, words: str = "") -> None:
        """Show a file."""
        self.pane.show_file(file, words)
        name = file.name if file is not None else ""
        self._name.setText(name)
        self.setWindowTitle(f"预览 · {name}" if name else "预览")
        self._open.setEnabled(file is not None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close with Space or Escape, go on with Alt and the arrows, or with them alone where nothing scrolls."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not isinstance(watched, QLineEdit):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
                self.close()
                return True
            if step and event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier):
                self.neighbour_wanted.emit(step)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Find with Ctrl+F."""
        if event.key() == Qt.Key.Key_F and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.pane.find_in_page()
            return
        super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """Let go of the file with the window."""
        self.pane.close_file()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let go of the file with the window."""
        self.pane.close_file()
        super().closeEvent(event)

    def _open_copy(self) -> None:
        file = self.pane.file
        if file is not None:
            open_stored(self._workspace, file.sha256, file.name, self)


class LargePreview(QObject):
    """The one large preview of a list: opens it, keeps it with the list's current file."""

    def __init__(
        self, owner: QWidget, workspace: Workspace, step: Callable[[int], object], pool: PreviewPool | None = None
    ) -> None:
        """Belong to a page or tab; `step` moves its list, `pool` is that of its own preview if it has one."""
        super().__init__(owner)
        self._owner = owner
        self._workspace = workspace
        self._step = step
        self._pool = pool or PreviewPool()
        owner.destroyed.connect(self._pool.close)
        self.window: PreviewWindow | None = None

    def open(self, file: Shown | None, words: str = "") -> None:
        """Show a file large; without one nothing happens."""
        if file is None:
            return
        if self.window is None:
            self.window = PreviewWindow(self._owner.window(), self._workspace, self._pool)
            self.window.neighbour_wanted.connect(self._step)
            self.window.finished.connect(self._forget)
            self._owner.destroyed.connect(self.window.close)
            self.window.show()
        self.window.show_file(file, words)
        self.window.activateWindow()

    def follow(self, file: Shown | None) -> None:
        """Show the file that the list has come to, if the window is open."""
        if self.window is not None and file is not None:
            self.window.show_file(file)

    def _forget(self, _result: int) -> None:
        self.window = None
