"""The workbench's left half: when tasks are due, as a month of days or as a year of months."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout

from ledger_app.domain.grid import Condition, TaskQuery
from ledger_app.domain.period import Period
from ui.entry_button import entry_button
from ui.fields import ChoiceField
from ui.jobs import QueryJob
from ui.models.due_dates import (
    TIMELINE_NAMES,
    DueDay,
    TimelineBy,
    TimelineRow,
    read_due_days,
    read_year,
    timeline_query,
)
from ui.pages.page import labelled
from ui.views.due_calendar import DueCalendar
from ui.views.year_timeline import YearTimeline
from ui.workspace import Place, Workspace

MONTH, YEAR = 0, 1


class DuePanel(QFrame):
    """Two views of the same dates, turned by the same buttons.

    Signals:
        calendar_wanted: the working calendar is to be shown for editing.
    """

    calendar_wanted = Signal()

    def __init__(self, workspace: Workspace) -> None:
        """Begin with the cut-off date's month; nothing is read before `refresh`."""
        super().__init__()
        self._workspace = workspace
        self._month = Period.containing(workspace.cutoff)
        self._by: TimelineBy = "plan"
        self._job: QueryJob[dict[dt.date, DueDay]] | None = None
        self._year_job: QueryJob[tuple[TimelineRow, ...]] | None = None
        self.setObjectName("calendar_panel")
        self.setProperty("role", "panel")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.setSpacing(6)
        layout.addLayout(self._make_head())
        self.calendar = DueCalendar(workspace.look)
        self.calendar.day_opened.connect(self._open_day)
        self.timeline = YearTimeline(workspace.look)
        self.timeline.cell_opened.connect(self._open_cell)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.calendar)
        self._stack.addWidget(self.timeline)
        layout.addWidget(self._stack, 1)
        self._note = entry_button("calendar_reach")
        self._note.clicked.connect(self.calendar_wanted)
        layout.addWidget(self._note, 0, Qt.AlignmentFlag.AlignLeft)
        workspace.calendar_changed.connect(self.refresh)

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(labelled("到期", "heading"))
        self._views: list[QPushButton] = []
        for number, name in enumerate(("due_view_month", "due_view_year")):
            button = entry_button(name)
            button.setCheckable(True)
            button.setChecked(number == MONTH)
            button.clicked.connect(lambda _c=False, number=number: self.show_view(number))
            self._views.append(button)
            head.addWidget(button)
        head.addStretch(1)
        self._choice = ChoiceField("timeline_by", "时间轴按什么分行", TIMELINE_NAMES.items())
        self._choice.committed.connect(self._choose_rows)
        self._choice.setMinimumWidth(124)
        self._choice.hide()
        head.addWidget(self._choice)
        self._turns: dict[str, QPushButton] = {}
        for name, icon, steps in (
            ("calendar_back", "left", -1),
            ("calendar_forth", "right", 1),
        ):
            button = entry_button(name)
            self._turns[icon] = button
            button.clicked.connect(lambda _c=False, steps=steps: self._turn(steps))
            if steps > 0:
                self._label = labelled("", "", "calendar_month")
                self._label.setMinimumWidth(76)
                self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
                head.addWidget(self._label)
            head.addWidget(button)
        self._show_icons()
        # By a method, not a lambda: the look outlives this panel when another ledger is opened.
        self._workspace.look.changed.connect(self._show_icons)
        return head

    def _show_icons(self) -> None:
        for icon, button in self._turns.items():
            button.setIcon(self._workspace.look.icon(icon))

    def show_view(self, number: int) -> None:
        """Show the month (0) or the year (1)."""
        self._stack.setCurrentIndex(number)
        self._choice.setVisible(number == YEAR)
        for place, button in enumerate(self._views):
            button.setChecked(place == number)
        self.refresh()

    def follow_cutoff(self) -> None:
        """Go to the cut-off date's month; `refresh` reads it."""
        self._month = Period.containing(self._workspace.cutoff)

    def refresh(self) -> None:
        """Read what is on sight anew."""
        cutoff, month, by = self._workspace.cutoff, self._month, self._by
        self._note.setText(self._reach())
        self._note.setAccessibleName(self._note.text())
        for job in (self._job, self._year_job):
            if job is not None:
                job.cancel()
        if self._stack.currentIndex() == MONTH:
            job = self._workspace.query(lambda session, _p: read_due_days(session, cutoff, month), self, lists=True)
            self._job = job.on_success(self._show_days).start()
            return
        year_job = self._workspace.query(
            lambda session, progress: read_year(session, cutoff, month.year, by, progress), self, lists=True
        )
        self._year_job = year_job.on_success(self._show_year).start()

    def _reach(self) -> str:
        """Say how far the working calendar goes, as a warning where what is shown lies behind it."""
        calendar = self._workspace.calendar
        first = self._month.first_day
        if self._stack.currentIndex() == YEAR:
            first = dt.date(self._month.year, 1, 1)
        return calendar.warning(first, first) or calendar.reach

    def _show_days(self, days: dict[dt.date, DueDay]) -> None:
        self._label.setText(self._month.name)
        workspace = self._workspace
        self.calendar.show_month(self._month, days, workspace.cutoff, workspace.today, workspace.calendar)

    def _show_year(self, rows: tuple[TimelineRow, ...]) -> None:
        self._label.setText(f"{self._month.year}年")
        self.timeline.show_year(self._month.year, rows, self._workspace.cutoff, self._workspace.today)

    def _turn(self, steps: int) -> None:
        self._month = self._month.shifted(steps * (12 if self._stack.currentIndex() == YEAR else 1))
        self.refresh()

    def _choose_rows(self, key: str) -> None:
        self._by = next(by for by in TIMELINE_NAMES if by == key)
        self.refresh()

    def _open_day(self, day: dt.date) -> None:
        query = TaskQuery(self._workspace.cutoff, (Condition("due", "is", (day.isoformat(),)),))
        self._workspace.open_place(Place("ledger", query=query, title=f"{day.month:02}月{day.day:02}日到期"))

    def _open_cell(self, row: TimelineRow, month: int) -> None:
        query = timeline_query(self._workspace.cutoff, self._month.year, row, month, self._by)
        what = {"milestone": "有里程碑", "turn": "有周期性工作"}.get(row.kind, "到期")
        name = "" if row.kind != "group" else f"{row.label} "
        self._workspace.open_place(Place("ledger", query=query, title=f"{name}{self._month.year}年{month}月{what}"))
