"""The editor of one custom field, by its type; what cannot be kept is marked while it is left."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ledger_app.domain.custom_field import NO, YES, options_of, read_value, type_of
from ledger_app.domain.task import CustomField
from ui.fields import ChoiceField, DateField, LineField, TextField
from ui.look import Look

_HINTS = {"number": "数字", "date": "日期"}


class ValueField(QWidget):
    """An editor for a value as text.

    Signals:
        committed: another value was given (as typed; the service checks it).
    """

    committed = Signal(str)

    def __init__(self, field: CustomField, name: str, look: Look, lines: int = 3) -> None:
        """Make the editor of a field's type; `lines` is the height of long text."""
        super().__init__()
        self._field = field
        self.setObjectName(f"{name}_box")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.editor = self._make(name, look, lines)
        layout.addWidget(self.editor)
        self.setFocusProxy(self.editor)

    def text(self) -> str:
        """Return the value as typed, "" for nothing."""
        if isinstance(self.editor, ChoiceField):
            return self.editor.value()
        if isinstance(self.editor, DateField):
            return self.editor.edit.text().strip()
        return self.editor.text().strip()

    def show_value(self, value: str, year: int = 0) -> None:
        """Show a kept value; a retired or foreign word of a choice is shown too."""
        if isinstance(self.editor, ChoiceField):
            if value and self.editor.findData(value) < 0:
                self.editor.addItem(value, value)
            self.editor.show_value(value)
        elif isinstance(self.editor, DateField):
            import datetime as dt

            self.editor.show_value(dt.date.fromisoformat(value) if read_value(self._field, value) else None, year)
        else:
            self.editor.show_value(value)

    def _make(self, name: str, look: Look, lines: int) -> ChoiceField | DateField | TextField | LineField:
        kind, label = type_of(self._field), self._field.name
        editor: ChoiceField | DateField | TextField | LineField
        if kind in ("choice", "bool"):
            words = options_of(self._field) if kind == "choice" else (YES, NO)
            editor = ChoiceField(name, label, [("", "（未填）"), *((word, word) for word in words)])
            editor.committed.connect(self.committed)
        elif kind == "date":
            editor = DateField(name, label, look)
            editor.committed.connect(lambda _day: self.committed.emit(self.text()))
        elif kind == "long":
            editor = TextField(name, label, lines)
            editor.committed.connect(self.committed)
        else:
            editor = LineField(name, label)
            editor.setPlaceholderText(_HINTS.get(kind, ""))
            editor.committed.connect(self.committed)
            editor.textChanged.connect(lambda text: self._mark(editor, text))
        return editor

    def _mark(self, edit: QLineEdit, text: str) -> None:
        state = "wrong" if read_value(self._field, text) is None else ""
        if edit.property("state") != state:
            edit.setProperty("state", state)
            edit.setToolTip("请只写数字，如 1200 或 3.5" if state else "")
            edit.style().unpolish(edit)
            edit.style().polish(edit)
