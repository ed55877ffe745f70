"""自定义列: the values of the ledger's own columns, each edited by its type."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ledger_app.domain.custom_field import NO, YES, options_of, type_of
from ledger_app.services import custom_fields
from ledger_app.services.custom_fields import FieldValue
from ui.detail.part import DetailPart
from ui.detail.tab import DetailTab
from ui.fields import ChoiceField, DateField, LineField, TextField
from ui.models.task_detail import TaskDetail
from ui.pages.page import labelled

_LONG_LINES = 3


class ValuesPart(DetailPart):
    """One field for each column; nothing at all while the ledger has none."""

    def __init__(self, tab: DetailTab) -> None:
        """Make the part."""
        super().__init__(tab, "values", "自定义列")

    def fill(self, detail: TaskDetail) -> None:
        """Make the editors."""
        self.setVisible(bool(detail.values))
        for line in detail.values:
            box = QVBoxLayout()
            box.setSpacing(2)
            editor = self._editor(line)
            words = labelled(line.field.name, "secondary")
            words.setBuddy(editor)
            box.addWidget(words)
            box.addWidget(editor)
            self.rows.addLayout(box)

    def _editor(self, line: FieldValue) -> QWidget:
        name, label, kind = f"value_{line.field.id}", line.field.name, type_of(line.field)
        writable = self.is_writable and not line.field.is_retired
        give = partial(self._save, line.field.id)
        if kind in ("choice", "bool"):
            words = options_of(line.field) if kind == "choice" else (YES, NO)
            kept = () if not line.value or line.value in words else (line.value,)
            choice = ChoiceField(name, label, [("", "（未填）"), *((one, one) for one in (*words, *kept))])
            choice.show_value(line.value)
            choice.setEnabled(writable)
            choice.committed.connect(give)
            return choice
        if kind == "date":
            date = DateField(name, label, self.look)
            date.show_value(dt.date.fromisoformat(line.value) if line.value else None, self.workspace.cutoff.year)
            date.set_read_only(not writable)
            date.committed.connect(lambda day: give(day.isoformat() if day else ""))
            return date
        text = TextField(name, label, _LONG_LINES) if kind == "long" else LineField(name, label)
        text.show_value(line.value)
        text.setReadOnly(not writable)
        text.committed.connect(give)
        return text

    def _save(self, field_id: int, value: str) -> None:
        if self.detail is not None:
            task_id = self.detail.task.id
            self.tab.save(lambda work: custom_fields.set_value(work, [task_id], field_id, value))
