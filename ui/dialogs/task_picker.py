"""Choose tasks by typing a number, some words, or the initials of a unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from ledger_app.domain.grid import Sorting, TaskQuery
from ledger_app.domain.task import Task
from ledger_app.ports import ReadSession
from ui.dialogs.form import FormDialog
from ui.jobs import QueryJob
from ui.workspace import Workspace

MOST_FOUND = 60
_ID = Qt.ItemDataRole.UserRole
_WAIT_MS = 120


class TaskPicker(FormDialog):
    """A field, what was found, and a tick for each task that is meant."""

    def __init__(self, parent: QWidget, workspace: Workspace, title: str, verb: str, note: str = "") -> None:
        """Make the dialog; `take` tells where the chosen tasks go."""
        super().__init__(parent, "task_picker", title, verb, note)
        self._workspace = workspace
        self._chosen: dict[int, str] = {}
        self._verb = verb
        self._job: QueryJob[list[tuple[int, str]]] | None = None
        self.setMinimumWidth(560)
        self.field = QLineEdit()
        self.field.setObjectName("task_picker_field")
        self.field.setAccessibleName("查找任务")
        self.field.setPlaceholderText("输入任务编号、名称里的字或责任单位")
        self.field.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setObjectName("task_picker_list")
        self.list.setAccessibleName("找到的任务，空格勾选")
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

    def on_chosen(self, receive: Callable[[list[int]], object]) -> None:
        """Call `receive` with the ids of the ticked tasks when the verb's button is pressed."""
        self.on_accepted(lambda: receive(list(self._chosen)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from the field into the list with the arrow key; Enter ticks the only task found."""
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
        text = self.field.text().strip()
        if self._job is not None:
            self._job.cancel()
        cutoff = self._workspace.cutoff
        job = self._workspace.query(lambda session, _progress: _find(session, text, cutoff), self)
        self._job = job.on_success(self._show).start()

    def _show(self, found: Sequence[tuple[int, str]]) -> None:
        shown = {**self._chosen, **dict(found)}
        self.list.blockSignals(True)
        self.list.clear()
        for task_id, words in shown.items():
            item = QListWidgetItem(words)
            item.setData(_ID, task_id)
            item.setToolTip(words)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if task_id in self._chosen else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.blockSignals(False)

    def _on_ticked(self, item: QListWidgetItem) -> None:
        task_id = int(item.data(_ID))
        if item.checkState() is Qt.CheckState.Checked:
            self._chosen[task_id] = item.text()
        else:
            self._chosen.pop(task_id, None)
        self._show_verb()

    def _on_double_click(self, item: QListWidgetItem) -> None:
        item.setCheckState(Qt.CheckState.Checked)

    def _show_verb(self) -> None:
        count = len(self._chosen)
        self.verb_button.setText(f"{self._verb}到 {count} 项任务" if count else self._verb)
        self.verb_button.setEnabled(bool(count))


def _find(session: ReadSession, text: str, cutoff: dt.date) -> list[tuple[int, str]]:
    """Return (id, words to show) of the tasks that fit a text; without one the first tasks by number."""
    if text:
        exact = [task.id for task in session.of(Task).find(code=text)]
        hits = [hit.task_id or hit.id for hit in session.search(text, MOST_FOUND) if hit.kind in ("task", "progress")]
        ids = list(dict.fromkeys([*exact, *hits]))
    else:
        ids = list(session.task_ids(TaskQuery(cutoff, sorting=(Sorting("code"),)))[:MOST_FOUND])
    tasks = {task.id: task for task in session.of(Task).find(id=ids)} if ids else {}
    return [(task_id, f"{tasks[task_id].code}　{tasks[task_id].title}") for task_id in ids if task_id in tasks]
