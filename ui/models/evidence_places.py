"""The list at the left of the evidence page: all, without a task, in the bin, and the tasks that have evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.models.evidence_table import EvidenceTask

PLACE_ROLE = Qt.ItemDataRole.UserRole
COUNT_ROLE = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
FIXED: tuple[tuple[str, str], ...] = (("all", "全部材料"), ("loose", "没有挂任务"), ("bin", "回收站"))


class EvidencePlaceModel(QAbstractListModel):
    """Fixed places first, then tasks by number; tasks can be narrowed by words."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin with the fixed places."""
        super().__init__(parent)
        self._tasks: Sequence[EvidenceTask] = ()
        self._words = ""
        self._counts: Mapping[str, int] = {}
        self._rows: list[tuple[str, str, int]] = []
        self._lay_out()

    def show_tasks(self, tasks: Sequence[EvidenceTask], counts: Mapping[str, int]) -> None:
        """Show these tasks, and the counts of the fixed places."""
        self._tasks, self._counts = tasks, counts
        self._lay_out()

    def show_words(self, words: str) -> None:
        """Show only the tasks in whose number or name these words occur."""
        self._words = words.strip()
        self._lay_out()

    def row_of(self, place: str) -> int | None:
        """Return the row of a place, None if it is not listed."""
        return next((number for number, row in enumerate(self._rows) if row[0] == place), None)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of places."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a place's name, key and number of pieces."""
        if not index.isValid():
            return None
        place, name, count = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name}，{count} 件"
        if role == PLACE_ROLE:
            return place
        return count if role == COUNT_ROLE else None

    def _lay_out(self) -> None:
        self.beginResetModel()
        self._rows = [(place, name, self._counts.get(place, 0)) for place, name in FIXED]
        self._rows += [
            (f"task:{task.id}", f"{task.code}　{task.title}", task.count)
            for task in self._tasks
            if not self._words or self._words in task.code or self._words in task.title
        ]
        self.endResetModel()
