"""A form that stays open, with all that was typed, until what it says is in the ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.errors import RejectedError
from ledger_app.messages import describe
from ledger_app.ports import UnitOfWork
from ui.dialogs.form import FormDialog
from ui.fields import DateField
from ui.pages.page import labelled
from ui.workspace import Workspace

Verb = Callable[[UnitOfWork], ChangeSet]


class SavingDialog(FormDialog):
    """A form whose button changes the ledger; a refusal is said in it and nothing is lost."""

    def __init__(self, parent: QWidget, workspace: Workspace, name: str, title: str, verb: str, note: str = "") -> None:
        """Make an empty form; `on_save` says what it does."""
        super().__init__(parent, name, title, verb, note)
        self.workspace = workspace
        self._make: Callable[[], Verb | str] = lambda: ""
        self._is_saving = False
        self._trouble = labelled("", "error", f"{name}_trouble")
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self._trouble)

    def on_save(self, make: Callable[[], Verb | str]) -> None:
        """Let `make` return what to do with what was typed, or a sentence that says what is missing."""
        self._make = make

    def add_line(self, label: str, name: str, text: str = "", offers: Sequence[str] = ()) -> QLineEdit:
        """Put a field for one line below the others; `offers` are completed while typing."""
        field = QLineEdit(text)
        field.setObjectName(name)
        field.setAccessibleName(label)
        if offers:
            field.setCompleter(QCompleter(list(offers), field))
        self.add_row(label, field)
        return field

    def say(self, text: str) -> None:
        """Say what is wrong with what was typed."""
        self._trouble.setText(text)
        self._trouble.setVisible(bool(text))
        self.adjustSize()

    def accept(self) -> None:
        """Save; the form closes once that is done."""
        if self._is_saving:
            return
        made = self._unreadable() or self._make()
        if isinstance(made, str):
            self.say(made)
            return
        verb = made
        self.say("")
        self._set_saving(is_saving=True)
        job = self.workspace.change(lambda work, _progress: verb(work), self)
        job.on_success(lambda _changes: self._finish()).on_failure(self._on_refused).start()

    def _finish(self) -> None:
        super().accept()

    def _on_refused(self, error: Exception) -> None:
        self._set_saving(is_saving=False)
        if isinstance(error, RejectedError):
            self.say(describe(error))
        else:
            self.workspace.messages.show_error(error)

    def _set_saving(self, *, is_saving: bool) -> None:
        self._is_saving = is_saving
        self.verb_button.setEnabled(not is_saving)

    def _unreadable(self) -> str:
        """Return what to say of a day that was typed and cannot be read, "" if there is none."""
        for field in self.findChildren(DateField):
            text = field.edit.text().strip()
            if text and field.value() is None:
                field.setFocus()
                return f"看不懂日期“{text}”，请写成 2024-06-30、6月底 的样子。"
        return ""
