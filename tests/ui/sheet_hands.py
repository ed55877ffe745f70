"""The grid of the ledger page and what a hand does to its cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ledger_app.domain.task import Task
from ui.app import ApplicationWindow
from ui.dialogs.edit_preview import EditPreview
from ui.pages.ledger import LedgerPage

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
NONE = Qt.KeyboardModifier.NoModifier
T = TypeVar("T", bound=QWidget)
Settle = Callable[[], None]


class Sheet:
    """The grid of a ledger page and what a hand does to it."""

    def __init__(self, qtbot: QtBot, window: ApplicationWindow, settle: Settle) -> None:
        assert isinstance(window.page, LedgerPage)
        self.page, self.window, self.qtbot, self.settle = window.page, window, qtbot, settle
        self.grid, self.model = self.page.grid, self.page.model
        self.show("section", "content", "note", "problems", "standing", "start", "kind")
        self.grid.setFocus()
        settle()

    def show(self, *keys: str) -> None:
        for key in keys:
            self.grid.layout_.set_shown(self.grid.layout_.number_of(key), is_shown=True)

    def go(self, row: int, key: str) -> None:
        self.grid.cursor_.go(row, self.grid.layout_.number_of(key))
        self.settle()

    def choose(self, rows: list[int], *keys: str) -> None:
        self.grid.cursor_.choose(rows, [self.grid.layout_.number_of(key) for key in keys])
        self.settle()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        self.qtbot.keyClick(self.focus(), key, modifier)
        self.settle()

    def type(self, text: str) -> None:
        for letter in text:
            self.qtbot.keyClicks(self.focus(), letter)

    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.grid

    def compose(self, preedit: str, commit: str = "") -> None:
        event = QInputMethodEvent(preedit, [])
        if commit:
            event.setCommitString(commit)
        QApplication.sendEvent(self.focus(), event)

    def at(self) -> tuple[int, str]:
        index = self.grid.currentIndex()
        return index.row(), self.model.columns[index.column()].key

    def shown(self, row: int, key: str) -> str:
        self.settle()
        index = self.model.index(row, self.grid.layout_.number_of(key))
        index.data()
        self.settle()
        return str(index.data())

    def editor(self) -> QWidget:
        found = self.grid.open_editor()
        assert found is not None, "no editor is open"
        return found

    def undo_name(self) -> str:
        assert self.page.workspace is not None
        operation = self.page.workspace.ledger.undoable()
        return operation.name if operation else ""

    def task(self, row: int) -> Task:
        task_id = self.model.task_id(row)
        assert task_id is not None
        with self.page.workspace.ledger.read() as session:
            found = session.of(Task).get(task_id)
        assert found is not None
        return found

    def dated_row(self) -> int:
        """Return the first row whose deadline is a day."""
        rows = range(self.model.rowCount())
        return next(row for row in rows if self.task(row).kind == "once" and self.shown(row, "due") != "—")

    def paste(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.key(Qt.Key.Key_V, CTRL)

    def preview(self) -> EditPreview:
        found = [one for one in self.window.findChildren(EditPreview) if one.isVisible()]
        assert len(found) == 1, "no preview"
        return found[0]

    def take_preview(self) -> None:
        self.qtbot.mouseClick(self.preview().verb_button, Qt.MouseButton.LeftButton)
        self.settle()

    def words(self, preview: EditPreview) -> list[tuple[str, ...]]:
        model = preview.table.model()
        return [
            tuple(str(model.index(row, column).data()) for column in range(model.columnCount()))
            for row in range(model.rowCount())
        ]


def child(parent: QWidget, kind: type[T], name: str) -> T:
    found = parent.findChild(kind, name)
    assert found is not None, f"no {name}"
    return found
