"""A small form in a dialog: labelled fields, one button with the verb.  Opened without blocking the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

LABEL_ALIGNMENT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FormDialog(QDialog):
    """Fields under each other; the verb's button accepts, Esc leaves."""

    def __init__(self, parent: QWidget, name: str, title: str, verb: str, note: str = "") -> None:
        """Make an empty form.

        Args:
            parent: the page it belongs to.
            name: its object name.
            title: its title.
            verb: what the button does ("批准延期").
            note: a sentence above the fields, "" for none.
        """
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setMinimumWidth(420)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(12)
        self._note = QLabel(note)
        self._note.setProperty("role", "secondary")
        self._note.setWordWrap(True)
        layout.addWidget(self._note)
        self._note.setVisible(bool(note))
        self.form = QFormLayout()
        self.form.setLabelAlignment(LABEL_ALIGNMENT)
        self.form.setHorizontalSpacing(12)
        self.form.setVerticalSpacing(8)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        layout.addLayout(self.form)
        self.extra = QVBoxLayout()
        layout.addLayout(self.extra)
        self.verb_button = QPushButton(verb)
        self.verb_button.setObjectName(f"{name}_accept")
        self.verb_button.setProperty("kind", "primary")
        self.verb_button.setDefault(True)
        self.verb_button.clicked.connect(self.accept)
        cancel = QPushButton("取消")
        cancel.setObjectName(f"{name}_cancel")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.verb_button)
        layout.addLayout(buttons)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the verb's button with Ctrl+Enter from any field: in one of several lines Enter begins a line."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.verb_button.click()
            event.accept()
        else:
            super().keyPressEvent(event)

    def add_row(self, label: str, field: QWidget) -> None:
        """Put a labelled field below the others."""
        words = QLabel(label)
        words.setBuddy(field)
        self.form.addRow(words, field)
        if self.form.rowCount() == 1:
            field.setFocus()

    def on_accepted(self, receive: Callable[[], object]) -> None:
        """Call `receive` when the verb's button is pressed."""
        self.accepted.connect(receive)
