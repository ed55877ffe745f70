"""更改截止日: the day at which lights and days are judged."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ledger_app.domain.period import Period
from ui.dialogs.form import FormDialog
from ui.entry_button import entry_button
from ui.fields import DateField
from ui.workspace import Workspace


class CutoffDialog(FormDialog):
    """A day, and the three that are meant most often."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        """Begin with the day in force."""
        note = "灯色、逾期天数和“本期”都按这一天判断，不会改动任何数据。"
        super().__init__(parent, "cutoff_dialog", "更改截止日", "按这一天判断", note)
        self._workspace = workspace
        self._field = DateField("cutoff_date", "截止日", workspace.look)
        self._field.show_value(workspace.cutoff, workspace.cutoff.year)
        self.add_row("截止日", self._field)
        row = QHBoxLayout()
        month = Period.containing(workspace.today)
        cutoff_day = workspace.settings.cutoff_day
        choices = (
            ("今天", workspace.today),
            (f"{month.previous.short_name}报表截止日", month.previous.cutoff(cutoff_day)),
            (f"{month.short_name}报表截止日", month.cutoff(cutoff_day)),
        )
        for number, (text, day) in enumerate(choices):
            button = entry_button("cutoff_choice", number, text=f"{text} {day:%m-%d}")
            button.clicked.connect(lambda _c=False, day=day: self._show(day))
            row.addWidget(button)
        self.extra.addLayout(row)
        self.on_accepted(self._take)

    def _show(self, day: dt.date) -> None:
        self._field.show_value(day, day.year)

    def _take(self) -> None:
        day = self._field.value()
        if day is not None:
            self._workspace.set_cutoff(day)
