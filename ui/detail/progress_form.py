"""The fields of one month's report: what was done, how far, what hinders, what comes next, who said so and when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ledger_app.domain.progress import ProgressEntry, text_hints
from ledger_app.services.progress import Report
from ui.detail.part import PercentField
from ui.detail.progress_curve import ProgressCurve
from ui.detail.tab import text_label
from ui.fields import DateField, TextField
from ui.look import Look
from ui.pages.page import labelled


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the form, as typed; days as ISO."""

    text: str = ""
    percent: str = ""
    problems: str = ""
    next_step: str = ""
    reporter: str = ""
    received: str = ""

    @classmethod
    def of(cls, entry: ProgressEntry | None) -> Draft:
        """Return what the form shows of a stored entry, an empty form for none."""
        if entry is None:
            return cls()
        percent = "" if entry.percent is None else f"{entry.percent:g}"
        received = entry.received.isoformat() if entry.received else ""
        return cls(entry.text, percent, entry.problems, entry.next_step, entry.reporter, received)


class ProgressForm(QWidget):
    """The editors of a report."""

    def __init__(self, look: Look) -> None:
        """Make empty editors."""
        super().__init__()
        self._before = ""
        self.setObjectName("progress_form")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.text = TextField("progress_text", "本期进展情况", 4)
        self.text.setPlaceholderText("写清做了什么、到了哪一步，例如：完成选址 5 个，开工 3 个。")
        self.text.textChanged.connect(self._show_hints)
        self.hints = text_label("", "secondary", "progress_hints")
        self.hints.hide()
        self.percent = PercentField("progress_percent", "完成百分比")
        self.gap = text_label("", "secondary", "progress_gap")
        self.curve = ProgressCurve(look)
        self.problems = TextField("progress_problems", "存在问题", 2)
        self.next_step = TextField("progress_next", "下一步打算", 2)
        self.reporter = QLineEdit()
        self.reporter.setObjectName("progress_reporter")
        self.reporter.setAccessibleName("填报人")
        self.received = DateField("progress_received", "收到日期", look)
        self.received.edit.setPlaceholderText("不填为今天")
        column.addWidget(self.text)
        column.addWidget(self.hints)
        column.addLayout(self._percent_row())
        column.addWidget(self.curve)
        for label, field in (("存在问题", self.problems), ("下一步打算", self.next_step)):
            words = labelled(label, "secondary")
            words.setBuddy(field)
            column.addWidget(words)
            column.addWidget(field)
        column.addLayout(self._who_and_when())

    def typed(self) -> Draft:
        """Return what stands in the form."""
        return Draft(
            self.text.text(),
            self.percent.text().strip(),
            self.problems.text(),
            self.next_step.text(),
            self.reporter.text(),
            self.received.edit.text().strip(),
        )

    def show_draft(self, draft: Draft, before: str) -> None:
        """Show a report, or what was typed of one; `before` is the text of the report before, for the hints."""
        self._before = before
        for field, value in (
            (self.text, draft.text),
            (self.problems, draft.problems),
            (self.next_step, draft.next_step),
        ):
            if field.toPlainText() != value:
                field.setPlainText(value)
        self.percent.setText(draft.percent)
        self.reporter.setText(draft.reporter)
        try:
            day = dt.date.fromisoformat(draft.received) if draft.received else None
        except ValueError:
            day = None
        self.received.show_value(day)
        self.received.edit.setText(draft.received)
        self._show_hints()

    def report(self, entry: ProgressEntry | None) -> Report:
        """Return what is to be filed, or to stand in an entry's place."""
        return Report(
            text=self.text.text(),
            percent=self.percent.value(),
            problems=self.problems.text(),
            next_step=self.next_step.text(),
            unit_id=entry.unit_id if entry else None,
            occurrence_id=entry.occurrence_id if entry else None,
            reporter=self.reporter.text(),
            received=self.received.value(),
        )

    def unreadable(self) -> str:
        """Return what to say of a day that cannot be read, "" if it can."""
        text = self.received.edit.text().strip()
        return f"看不懂收到日期“{text}”，请写成 2024-06-30 的样子。" if text and self.received.value() is None else ""

    def set_read_only(self, *, is_read_only: bool) -> None:
        """Let the report be changed, or only read."""
        for editor in (self.text, self.problems, self.next_step, self.percent, self.reporter):
            editor.setReadOnly(is_read_only)
        self.received.set_read_only(is_read_only)

    def _percent_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(QLabel("完成"))
        row.addWidget(self.percent)
        row.addWidget(QLabel("%"))
        row.addWidget(self.gap, 1)
        return row

    def _who_and_when(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for column, (label, field) in enumerate((("填报人", self.reporter), ("收到日期", self.received))):
            words = labelled(label, "secondary")
            words.setBuddy(field)
            grid.addWidget(words, 0, column)
            grid.addWidget(field, 1, column)
            grid.setColumnStretch(column, 1)
        return grid

    def _show_hints(self) -> None:
        hints = text_hints(self.text.text(), self._before)
        self.hints.setText("　".join(f"◇ {hint.text}" for hint in hints))
        self.hints.setVisible(bool(hints))
