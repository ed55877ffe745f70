"""A dialog that finds what is typed and collects what is ticked; tasks and evidence are chosen with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from ui.dialogs.form import FormDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent

    from ledger_app.ports import ReadSession
    from ui.jobs import QueryJob
    from ui.workspace import Workspace

MOST_FOUND = 60
Found = list[tuple[int, str]]
"""(id, words to show) of what fits."""
_ID = Qt.ItemDataRole.UserRole
_WAIT_MS = 120


class TickPicker(FormDialog):
    """A field, what was found, and a tick for each that is meant; what is ticked stays while other words are typed."""

    def __init__(self, parent: QWidget, workspace: Workspace, name: str, title: str, verb: str, note: str) -> None:
        """Make the dialog and list what there is without words; `name` is the object name."""
        super().__init__(parent, name, title, verb, note)
        self._workspace = workspace
        self._verb = verb
        self._chosen: dict[int, str] = {}
        self._job: QueryJob[Found] | None = None
        self.setMinimumWidth(560)
        self.field = QLineEdit()
        self.field.setObjectName(f"{name}_field")
        self.field.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setObjectName(f"{name}_list")
        self.list.setMinimumHeight(280)
        self.list.itemChanged.connect(self._on_ticked)
        self.list.itemDoubleClicked.connect(self._on_double_click)
        self.extra.addWidget(self.field)
        self.extra.addWidget(self.list)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._search)
        self.field.textChanged.connect(lambda _text: self._timer.start())
        self._show_verb()
        self._search()
        self.field.setFocus()

    def fitting(self, session: ReadSession, words: str) -> Found:
        """Return what fits the words; called on a worker thread."""
        raise NotImplementedError

    def verb_for(self, count: int) -> str:
        """Return what the verb's button says when so many are ticked."""
        raise NotImplementedError

    def on_chosen(self, receive: Callable[[list[int]], object]) -> None:
        """Call `receive` with the ids of what is ticked when the verb's button is pressed."""
        self.on_accepted(lambda: receive(list(self._chosen)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from the field into the list with the arrow key; Enter ticks the only one found."""
        if event.key() == Qt.Key.Key_Down and self.field.hasFocus() and self.list.count():
            self.list.setFocus()
            self.list.setCurrentRow(max(self.list.currentRow(), 0))
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._chosen:
            if self.list.hasFocus() and self.list.currentRow() >= 0:
                self.list.currentItem().setCheckState(Qt.CheckState.Checked)
            elif self.list.count() == 1:
                self.list.item(0).setCheckState(Qt.CheckState.Checked)
            return
        super().keyPressEvent(event)

    def _search(self) -> None:
        words = self.field.text().strip()
        if self._job is not None:
            self._job.cancel()
        job = self._workspace.query(lambda session, _progress: self.fitting(session, words), self)
        self._job = job.on_success(self._show).start()

    def _show(self, found: Sequence[tuple[int, str]]) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for each, words in {**self._chosen, **dict(found)}.items():
            item = QListWidgetItem(words)
            item.setData(_ID, each)
            item.setToolTip(words)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if each in self._chosen else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.blockSignals(False)

    def _on_ticked(self, item: QListWidgetItem) -> None:
        each = int(item.data(_ID))
        if item.checkState() is Qt.CheckState.Checked:
            self._chosen[each] = item.text()
        else:
            self._chosen.pop(each, None)
        self._show_verb()

    def _on_double_click(self, item: QListWidgetItem) -> None:
        item.setCheckState(Qt.CheckState.Checked)

    def _show_verb(self) -> None:
        count = len(self._chosen)
        self.verb_button.setText(self.verb_for(count) if count else self._verb)
        self.verb_button.setEnabled(bool(count))
