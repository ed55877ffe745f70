"""Further papers that ask for the same task: kind and number by line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledger_app.domain.task import SOURCE_KIND_NAMES, SourceKind
from ledger_app.services.sources import Origin
from ui.entry_button import entry_button
from ui.fields import ChoiceField, LineField
from ui.look import Look

HAND_KINDS: tuple[tuple[SourceKind, str], ...] = tuple(
    (kind, name) for kind, name in SOURCE_KIND_NAMES.items() if kind != "plan"
)
"""Where a task may come from that no plan file holds."""


class SourceRows(QWidget):
    """Lines that are added by a button and taken off one by one."""

    def __init__(self, look: Look) -> None:
        """Begin without lines."""
        super().__init__()
        self._look = look
        self._rows: list[tuple[QWidget, ChoiceField, LineField]] = []
        self.setObjectName("new_task_sources")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._add = entry_button("new_task_add_source")
        self._add.clicked.connect(self.add_row)
        self._layout.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)

    def origins(self) -> tuple[Origin, ...]:
        """Return the lines that say something."""
        return tuple(
            Origin(kind=kind_of(kind), ref=ref.text().strip()) for _, kind, ref in self._rows if ref.text().strip()
        )

    def clear(self) -> None:
        """Take all lines off."""
        for box, _, _ in list(self._rows):
            self._remove(box)

    def add_row(self) -> None:
        """Add an empty line and go there."""
        number = len(self._rows) + 2
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        kind = ChoiceField(f"new_task_source_{number}", f"第 {number} 处来源", HAND_KINDS)
        kind.setMaximumWidth(130)
        ref = LineField(f"new_task_reference_{number}", f"第 {number} 处来源的文号或场合")
        ref.setPlaceholderText("文号或场合")
        remove = entry_button("new_task_remove_source", number)
        remove.setAccessibleName(f"去掉第 {number} 处来源")
        remove.setIcon(self._look.icon("close"))
        remove.clicked.connect(lambda: self._remove(box))
        line.addWidget(kind)
        line.addWidget(ref, 1)
        line.addWidget(remove)
        self._rows.append((box, kind, ref))
        self._layout.insertWidget(self._layout.count() - 1, box)
        kind.setFocus()

    def _remove(self, box: QWidget) -> None:
        self._rows = [row for row in self._rows if row[0] is not box]
        self._layout.removeWidget(box)
        box.hide()
        box.deleteLater()
        self._add.setFocus()


def kind_of(field: ChoiceField) -> SourceKind:
    """Return the kind of source that is chosen."""
    return next((kind for kind, _ in HAND_KINDS if kind == field.value()), "other")
