"""A deadline typed in words or as a day, with what it means shown while typing."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QLabel

from ledger_app.domain.task import Deadline
from ledger_app.intake.typed_deadline import Basis, read_typed, reading_of
from ui.fields import DateField
from ui.look import Look

UNREAD = "看不懂这个时限，可写 2024-06-30、6月底、年底前、收到后10个工作日内、每月5日前、长期坚持"


class DeadlineField(DateField):
    """A field for a deadline; `reading` is the label under it, which the form puts in its place.

    A day chosen from the calendar is written into the field.  Nothing is read while an input method composes: only
    finished text reaches the field.
    """

    def __init__(self, name: str, label: str, look: Look, today: dt.date) -> None:
        """Begin empty; relative times count from today until `set_basis` says otherwise."""
        self._basis = Basis(today)
        self._rows: tuple[Deadline, ...] = ()
        super().__init__(name, label, look)
        self.reading = QLabel()
        self.reading.setObjectName(f"{name}_reading")
        self.reading.setAccessibleName(f"{label}：怎样理解")
        self.reading.setProperty("role", "secondary")
        self.reading.setWordWrap(True)
        self.edit.setPlaceholderText("日期，或 6月底、年底前、10个工作日内、每月5日前、长期坚持")
        self.edit.textChanged.connect(self._read)

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """Return what the words mean, nothing for none and for what cannot be read."""
        return self._rows

    @property
    def is_readable(self) -> bool:
        """Say whether the field is empty or names a time."""
        return bool(self._rows) or not self.edit.text().strip()

    def set_basis(self, basis: Basis) -> None:
        """Read the words against another day of issue, year or calendar."""
        self._basis = basis
        self._read()

    def show_words(self, words: str) -> None:
        """Write words into the field."""
        self.edit.setText(words)

    def value(self) -> dt.date | None:
        """Return the day the task would be judged by, None if there is none."""
        return next((row.original_due for row in self._rows if row.is_primary), None)

    def commit(self) -> None:
        """Mark what cannot be read; the words stay as typed."""
        self._mark("" if self.is_readable else "wrong")

    def _read(self) -> None:
        words = self.edit.text()
        self._rows = read_typed(words, self._basis)
        said = reading_of(self._rows, self._basis)
        self.reading.setText(f"读作 {said}" if said else UNREAD if words.strip() else "")
        if self.is_readable:
            self._mark("")
