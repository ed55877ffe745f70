"""Choose tasks by typing a number, some words, or the initials of a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger_app.domain.grid import Sorting, TaskQuery
from ledger_app.domain.task import Task
from ui.dialogs.tick_picker import MOST_FOUND, Found, TickPicker

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ledger_app.ports import ReadSession
    from ui.workspace import Workspace


class TaskPicker(TickPicker):
    """The tasks that fit a text; without one the first tasks by number."""

    def __init__(self, parent: QWidget, workspace: Workspace, title: str, verb: str, note: str = "") -> None:
        """Make the dialog; `verb` is what is done to the chosen tasks."""
        self._cutoff = workspace.cutoff
        super().__init__(parent, workspace, "task_picker", title, verb, note)
        self.field.setAccessibleName("查找任务")
        self.field.setPlaceholderText("输入任务编号、名称里的字或责任单位")
        self.list.setAccessibleName("找到的任务，空格勾选")

    def fitting(self, session: ReadSession, words: str) -> Found:
        """Return the tasks with the number, then those found by words."""
        if words:
            exact = [task.id for task in session.of(Task).find(code=words)]
            hits = [
                hit.task_id or hit.id for hit in session.search(words, MOST_FOUND) if hit.kind in ("task", "progress")
            ]
            ids = list(dict.fromkeys([*exact, *hits]))
        else:
            ids = list(session.task_ids(TaskQuery(self._cutoff, sorting=(Sorting("code"),)))[:MOST_FOUND])
        tasks = {task.id: task for task in session.of(Task).find(id=ids)} if ids else {}
        return [(task_id, f"{tasks[task_id].code}　{tasks[task_id].title}") for task_id in ids if task_id in tasks]

    def verb_for(self, count: int) -> str:
        """Return the verb with the number of tasks."""
        return f"{self._verb}到 {count} 项任务"
