"""工作台: what needs somebody today; each number opens its list."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.grid import Condition, GroupCount, TaskQuery
from ledger_app.domain.period import Period
from ui.actions import Act, Actions
from ui.detail.tab import clear
from ui.elided_button import ElidedButton
from ui.jobs import QueryJob
from ui.models.task_lists import LIST_OF_KEY
from ui.models.workbench import DueDay, Matter, WorkbenchFacts, read_due_days, read_units, read_workbench
from ui.pages.page import EmptyState, Page, labelled, panel, push_button
from ui.views.chips import ChipLabel
from ui.views.due_calendar import DueCalendar
from ui.views.number_card import NumberCard
from ui.views.unit_bars import UnitBars
from ui.workspace import Place, Workspace

# Key of the number, word, tone, sign; the key is that of a ready-made list, "doubts" opens the doubts.
CARDS = (
    ("overdue", "逾期", "red", "▲"),
    ("due_30", "30 天内到期", "yellow", "■"),
    ("lagging", "进度滞后", "yellow", "■"),
    ("unreported", "本月未报", "grey", ""),
    ("pending", "待核查销号", "blue", ""),
    ("doubts", "待定读数", "grey", ""),
)


class WorkbenchPage(Page):
    """Six numbers, the month's due days, today's matters, units."""

    def __init__(self, workspace: Workspace, actions: Actions) -> None:
        """Make the page and read it."""
        super().__init__("workbench", "工作台", workspace, actions)
        self._job: QueryJob[WorkbenchFacts] | None = None
        self._month = Period.containing(workspace.cutoff)
        self._facts = labelled("", "secondary", "workbench_facts")
        self.head.addWidget(self._facts, 1)
        self._report = push_button("", "workbench_report", "", "打开报表页，预览这个月的通报")
        self._report.setIcon(self.look.icon("report"))
        self._report.clicked.connect(lambda: workspace.open_place(Place("reports", period=workspace.period)))
        self.head.addWidget(self._report)
        self._stack = QStackedWidget()
        start = push_button("导入计划文件", "workbench_start", "primary", actions[Act.IMPORT_PLAN].toolTip())
        start.clicked.connect(actions[Act.IMPORT_PLAN].trigger)
        start.setEnabled(not workspace.is_read_only)
        words = "从一份计划文件开始：把工作要点、实施方案或任务分解表拖进窗口，几分钟就能变成台账。"
        self._stack.addWidget(self._make_content())
        self._stack.addWidget(EmptyState("workbench_empty", "台账还是空的", words, start))
        self.body.addWidget(self._stack)
        workspace.ledger_changed.connect(self._on_ledger_changed)
        workspace.cutoff_changed.connect(self._on_cutoff_changed)
        workspace.settings_changed.connect(self.refresh_when_seen)
        self.refresh()

    def refresh(self) -> None:
        """Count anew; what stands there stays until then."""
        if self._job is not None:
            self._job.cancel()
        cutoff, settings = self.workspace.cutoff, self.workspace.settings
        job = self.workspace.query(lambda session, _p: read_workbench(session, cutoff, settings), self, lists=True)
        self._job = job.on_success(self._show).start()

    def _make_content(self) -> QWidget:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(10)
        self.cards: dict[str, NumberCard] = {}
        for key, word, tone, sign in CARDS:
            card = NumberCard(self.look, f"card_{key}", word, tone, sign)
            card.clicked.connect(lambda _c=False, key=key: self._open_list(key))
            self.cards[key] = card
            row.addWidget(card, 1)
        layout.addLayout(row)
        lower = QHBoxLayout()
        lower.setSpacing(10)
        lower.addWidget(self._make_calendar(), 6)
        lower.addWidget(self._make_right(), 5)
        layout.addLayout(lower, 1)
        return content

    def _make_calendar(self) -> QWidget:
        box = panel("calendar_panel")
        layout = QVBoxLayout(box)
        layout.setContentsMargins(16, 12, 16, 16)
        head = QHBoxLayout()
        head.addWidget(labelled("到期日历", "heading"), 1)
        back = push_button("", "calendar_back", "flat", "上一个月")
        back.setAccessibleName("上一个月")
        back.setIcon(self.look.icon("left"))
        back.clicked.connect(lambda: self._turn(-1))
        self._month_label = labelled("", "", "calendar_month")
        self._month_label.setMinimumWidth(80)
        self._month_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        forth = push_button("", "calendar_forth", "flat", "下一个月")
        forth.setAccessibleName("下一个月")
        forth.setIcon(self.look.icon("right"))
        forth.clicked.connect(lambda: self._turn(1))
        for widget in (back, self._month_label, forth):
            head.addWidget(widget)
        layout.addLayout(head)
        self.calendar = DueCalendar(self.look)
        self.calendar.day_opened.connect(self._open_day)
        layout.addWidget(self.calendar, 1)
        return box

    def _make_right(self) -> QWidget:
        box = panel("matters_panel")
        layout = QVBoxLayout(box)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(6)
        layout.addWidget(labelled("今天该做的", "heading"))
        self._matters = QVBoxLayout()
        self._matters.setSpacing(2)
        layout.addLayout(self._matters)
        layout.addSpacing(8)
        head = QHBoxLayout()
        head.addWidget(labelled("牵头单位", "heading"), 1)
        every = push_button("全部单位 →", "workbench_units", "link")
        every.clicked.connect(lambda: self.workspace.open_place(Place("units")))
        head.addWidget(every)
        layout.addLayout(head)
        self.units = UnitBars(self.look)
        self.units.unit_opened.connect(self._open_unit)
        layout.addWidget(self.units, 1)
        return box

    def _show(self, facts: WorkbenchFacts) -> None:
        self._stack.setCurrentIndex(0 if facts.task_count else 1)
        month = Period.containing(facts.cutoff)
        self._report.setText(f"生成 {month.short_name}通报")
        share = f"，完成率 {facts.done_count * 100 / facts.task_count:.1f}%" if facts.task_count else ""
        self._facts.setText(f"{month.name} · 截止 {facts.cutoff:%m月%d日} · 共 {facts.task_count:,} 项{share}")
        for number in facts.numbers:
            self.cards[number.key].show_number(number.count, number.detail)
        if self._month == month:
            self._show_days(facts.days)
        else:
            self._read_days()
        self._read_units()
        clear(self._matters)
        for matter in facts.matters:
            self._matters.addWidget(self._matter_row(matter))
        if not facts.matters:
            self._matters.addWidget(labelled("没有逾期和临近到期的任务。", "secondary"))

    def _read_units(self) -> None:
        cutoff = self.workspace.cutoff
        job = self.workspace.query(lambda session, _p: read_units(session, cutoff), self, lists=True)
        job.on_success(self.units.show_units).start()

    def _matter_row(self, matter: Matter) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        chip = ChipLabel(self.look, "matter_sign")
        chip.show_light(matter.tone, {"red": "逾期", "yellow": "临期"}.get(matter.tone, "待定"), matter.sign)
        row.addWidget(chip)
        name = f"matter_{matter.task_id}" if matter.task_id is not None else "matter_doubts"
        link = ElidedButton(matter.text, name)
        link.clicked.connect(lambda: self._open_matter(matter))
        row.addWidget(link, 1)
        return box

    def _open_matter(self, matter: Matter) -> None:
        if matter.task_id is None:
            self._open_doubts()
        else:
            self.workspace.open_place(Place("ledger", task_id=matter.task_id))

    def _open_list(self, key: str) -> None:
        if key == "doubts":
            self._open_doubts()
            return
        cutoff = self.workspace.cutoff
        ready = LIST_OF_KEY[key]
        query = TaskQuery(cutoff, ready.conditions(cutoff))
        self.workspace.open_place(Place("ledger", query=query, title=ready.name))

    def _open_doubts(self) -> None:
        from ui.dialogs.doubts import DoubtsDialog

        DoubtsDialog(self, self.workspace).open()

    def _open_unit(self, unit: GroupCount) -> None:
        condition = Condition("lead", "is", (unit.key,)) if unit.key else Condition("lead", "empty")
        query = TaskQuery(self.workspace.cutoff, (condition,))
        self.workspace.open_place(Place("ledger", query=query, title=unit.label))

    def _open_day(self, day: dt.date) -> None:
        query = TaskQuery(self.workspace.cutoff, (Condition("due", "is", (day.isoformat(),)),))
        self.workspace.open_place(Place("ledger", query=query, title=f"{day:%m月%d日}到期"))

    def _turn(self, steps: int) -> None:
        self._month = self._month.shifted(steps)
        self._read_days()

    def _read_days(self) -> None:
        cutoff, month = self.workspace.cutoff, self._month
        job = self.workspace.query(lambda session, _p: read_due_days(session, cutoff, month), self, lists=True)
        job.on_success(self._show_days).start()

    def _show_days(self, days: dict[dt.date, DueDay]) -> None:
        self._month_label.setText(self._month.name)
        self.calendar.show_month(self._month, days, self.workspace.cutoff)

    def _on_cutoff_changed(self) -> None:
        self._month = Period.containing(self.workspace.cutoff)
        self.refresh_when_seen()

    def _on_ledger_changed(self, _changes: ChangeSet) -> None:
        self.refresh_when_seen()
