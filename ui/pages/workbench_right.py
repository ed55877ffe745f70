"""The workbench's right half: what to do today, how the lights are spread, units, and the months gone by."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ledger_app.domain.grid import Condition, GroupCount, TaskQuery
from ui.detail.tab import clear
from ui.elided_button import ElidedButton
from ui.entry_button import entry_button
from ui.jobs import QueryJob
from ui.models.trend import TrendPoint, read_trend, trend_days
from ui.models.workbench import Matter, WorkbenchFacts, read_units
from ui.pages.page import labelled
from ui.views.chips import ChipLabel
from ui.views.light_bar import LightBar
from ui.views.trend_chart import TrendChart
from ui.views.unit_bars import UnitBars
from ui.workspace import Place, Workspace

UNITS, TREND = 0, 1
MATTER_PX = 22


class MattersPanel(QFrame):
    """Matters on top, charts below.

    Signals:
        doubts_wanted: the open questions are to be shown.
    """

    doubts_wanted = Signal()

    def __init__(self, workspace: Workspace) -> None:
        """Begin empty; nothing is read before `show_facts`."""
        super().__init__()
        self._workspace = workspace
        self._units_job: QueryJob[tuple[GroupCount, ...]] | None = None
        self._trend_job: QueryJob[tuple[TrendPoint, ...]] | None = None
        self._trend_of: object = None
        self.setObjectName("matters_panel")
        self.setProperty("role", "panel")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.setSpacing(6)
        layout.addWidget(labelled("今天该做的", "heading"))
        self._matters = QVBoxLayout()
        self._matters.setSpacing(2)
        layout.addLayout(self._matters)
        layout.addSpacing(4)
        self.lights = LightBar(workspace.look)
        self.lights.part_opened.connect(self._open_light)
        layout.addWidget(self.lights)
        layout.addLayout(self._make_head())
        self.units = UnitBars(workspace.look)
        self.units.part_opened.connect(lambda number: self._open_unit(self.units.units[number]))
        self.trend = TrendChart(workspace.look)
        self.trend.part_opened.connect(lambda number: self._open_month(self.trend.points[number]))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.units)
        self._stack.addWidget(self.trend)
        layout.addWidget(self._stack, 1)

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(4)
        self._views: list[QPushButton] = []
        for number, name in enumerate(("chart_units", "chart_trend")):
            button = entry_button(name)
            button.setCheckable(True)
            button.setChecked(number == UNITS)
            button.clicked.connect(lambda _c=False, number=number: self.show_chart(number))
            self._views.append(button)
            head.addWidget(button)
        head.addStretch(1)
        every = entry_button("workbench_units")
        every.clicked.connect(lambda: self._workspace.open_place(Place("units")))
        head.addWidget(every)
        return head

    def show_chart(self, number: int) -> None:
        """Show the units (0) or the months (1)."""
        self._stack.setCurrentIndex(number)
        for place, button in enumerate(self._views):
            button.setChecked(place == number)
        self.refresh_chart()

    def show_facts(self, facts: WorkbenchFacts) -> None:
        """Show matters and lights, and read the chart that is on sight."""
        self.lights.show_lights(facts.lights)
        clear(self._matters)
        for matter in facts.matters:
            self._matters.addWidget(self._matter_row(matter))
        if not facts.matters:
            self._matters.addWidget(labelled("没有逾期和临近到期的任务。", "secondary"))
        self.refresh_chart()

    def refresh_chart(self) -> None:
        """Read the chart that is on sight anew."""
        cutoff, settings = self._workspace.cutoff, self._workspace.settings
        for job in (self._units_job, self._trend_job):
            if job is not None:
                job.cancel()
        if self._stack.currentIndex() == UNITS:
            units = self._workspace.query(lambda session, _p: read_units(session, cutoff), self, lists=True)
            self._units_job = units.on_success(self.units.show_units).start()
            return
        days = trend_days(cutoff, settings)
        if self._trend_of == (days, settings):
            return
        # Not with the lists: judging at other days would throw away what they have ready.
        trend = self._workspace.query(lambda session, progress: read_trend(session, days, progress), self)
        self._trend_job = trend.on_success(lambda points: self._show_trend(points, (days, settings))).start()

    def forget_trend(self) -> None:
        """Judge the months anew when they are next on sight: the ledger was changed."""
        self._trend_of = None

    def _show_trend(self, points: Sequence[TrendPoint], of: object) -> None:
        self._trend_of = of
        self.trend.show_points(points)

    def _matter_row(self, matter: Matter) -> QWidget:
        box = QWidget()
        box.setMinimumHeight(MATTER_PX)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        chip = ChipLabel(self._workspace.look, "matter_sign")
        chip.show_light(matter.tone, {"red": "逾期", "yellow": "临期"}.get(matter.tone, "待定"), matter.sign)
        row.addWidget(chip)
        name = f"matter_{matter.task_id}" if matter.task_id is not None else "matter_doubts"
        link = ElidedButton(matter.text, name)
        link.clicked.connect(lambda: self._open_matter(matter))
        row.addWidget(link, 1)
        return box

    def _open_matter(self, matter: Matter) -> None:
        if matter.task_id is None:
            self.doubts_wanted.emit()
        else:
            self._workspace.open_place(Place("ledger", task_id=matter.task_id))

    def _open_light(self, number: int) -> None:
        part = self.lights.parts[number]
        self._open((Condition("light", "any_of", part.lights),), part.word)

    def _open_unit(self, unit: GroupCount) -> None:
        self._open((Condition("lead", "is", (unit.key,)) if unit.key else Condition("lead", "empty"),), unit.label)

    def _open_month(self, point: TrendPoint) -> None:
        """List a month's overdue tasks; they were so on its own day, which therefore becomes the cut-off date."""
        if point.cutoff != self._workspace.cutoff:
            self._workspace.set_cutoff(point.cutoff)
        self._open(
            (Condition("light", "any_of", ("overdue",)),), f"{point.month.name}逾期（截止 {point.cutoff:%m-%d}）"
        )

    def _open(self, conditions: tuple[Condition, ...], title: str) -> None:
        query = TaskQuery(self._workspace.cutoff, conditions)
        self._workspace.open_place(Place("ledger", query=query, title=title))
