"""工作台: what needs somebody today, how far the month is, when things are due; each number opens its list."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QStorageInfo, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.grid import TaskQuery
from ledger_app.domain.period import Period
from ledger_app.services import returns
from ui.actions import Act, Actions
from ui.entry_button import entry_button
from ui.jobs import QueryJob
from ui.models.month_way import MonthWay, read_month_way
from ui.models.task_lists import LIST_OF_KEY
from ui.models.workbench import WorkbenchFacts, read_workbench
from ui.pages.page import EmptyState, Page, labelled
from ui.pages.workbench_due import DuePanel
from ui.pages.workbench_right import MattersPanel
from ui.views.card_grid import CardGrid
from ui.views.month_way import MonthWayStrip
from ui.views.number_card import LEAST_WIDTH_PX, NumberCard
from ui.workspace import Place, SecondPlace, Workspace

# Key of the number, word, tone, sign; the key is that of a ready-made list, "doubts" opens the doubts.
CARDS = (
    ("overdue", "逾期", "red", "▲"),
    ("due_soon", "临期", "yellow", "■"),
    ("lagging", "进度滞后", "yellow", "■"),
    ("unreported", "应报未报", "yellow", "■"),
    ("sent_back", "退回补正", "red", "▲"),
    ("pending", "待核查销号", "blue", "◆"),
    ("extension", "延期待批", "blue", "◆"),
    ("no_evidence", "缺佐证", "grey", "○"),
    ("doubts", "待定读数", "grey", "○"),
)
PANELS_LEAST_PX = 330
# A backup older than this is said with a sign.
BACKUP_OLD_DAYS = 3


class WorkbenchPage(Page):
    """Numbers, the month's way, due dates, today's matters, charts."""

    def __init__(self, workspace: Workspace, actions: Actions) -> None:
        """Make the page and read it."""
        super().__init__("workbench", "工作台", workspace, actions)
        self._job: QueryJob[WorkbenchFacts] | None = None
        self._facts = labelled("", "secondary", "workbench_facts")
        self.head.addWidget(self._facts, 1)
        self._report = entry_button("workbench_report")
        self._colour_icons()
        self.look.changed.connect(self._colour_icons)
        self._report.clicked.connect(self._open_report)
        self.head.addWidget(self._report)
        self._stack = QStackedWidget()
        start = entry_button("workbench_start", tip=actions[Act.IMPORT_PLAN].toolTip())
        start.clicked.connect(actions[Act.IMPORT_PLAN].trigger)
        start.setEnabled(not workspace.is_read_only)
        words = "从一份计划文件开始：把工作要点、实施方案或任务分解表拖进窗口，几分钟就能变成台账。"
        self._stack.addWidget(self._make_content())
        self._stack.addWidget(EmptyState("workbench_empty", "台账还是空的", words, start))
        self.body.addWidget(self._stack)
        workspace.ledger_changed.connect(self._on_ledger_changed)
        workspace.cutoff_changed.connect(self._on_cutoff_changed)
        workspace.settings_changed.connect(self.refresh_when_seen)
        workspace.calendar_changed.connect(self.refresh_when_seen)
        self.refresh()

    def refresh(self) -> None:
        """Count anew; what stands there stays until then."""
        if self._job is not None:
            self._job.cancel()
        workspace = self.workspace
        cutoff, settings, calendar = workspace.cutoff, workspace.settings, workspace.calendar
        job = workspace.query(lambda session, _p: read_workbench(session, cutoff, settings, calendar), self, lists=True)
        self._job = job.on_success(self._show).start()
        month = Period.containing(cutoff)
        way = workspace.query(lambda session, _p: read_month_way(session, month, cutoff, settings), self)
        way.on_success(self._show_way).start()
        session = workspace.session
        backup = workspace.runner.query(lambda _p: (session.last_backup(), session.second_backup())).owned_by(self)
        backup.on_success(lambda found: self._show_backup(*found)).start()
        self.due.refresh()

    def _make_content(self) -> QWidget:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.cards: dict[str, NumberCard] = {}
        for key, word, tone, sign in CARDS:
            card = NumberCard(self.look, f"card_{key}", word, tone, sign)
            card.clicked.connect(lambda _c=False, key=key: self._open_list(key))
            self.cards[key] = card
        layout.addWidget(CardGrid(self.cards.values(), LEAST_WIDTH_PX))
        self.way = MonthWayStrip(self.look)
        self.way.step_wanted.connect(self._take_step)
        self.way.station_wanted.connect(self._look_at_step)
        self.way.backup_wanted.connect(self.actions_[Act.BACK_UP].trigger)
        layout.addWidget(self.way)
        lower = QHBoxLayout()
        lower.setSpacing(8)
        self.due = DuePanel(self.workspace)
        self.due.calendar_wanted.connect(self._open_calendar)
        self.right = MattersPanel(self.workspace)
        self.right.doubts_wanted.connect(self._open_doubts)
        self.due.setMinimumHeight(PANELS_LEAST_PX)
        for panel, stretch in ((self.due, 6), (self.right, 5)):
            lower.addWidget(panel, stretch)
        layout.addLayout(lower, 1)
        scroll = QScrollArea()
        scroll.setObjectName("workbench_scroll")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        return scroll

    def _colour_icons(self) -> None:
        self._report.setIcon(self.look.icon("report"))

    def _show(self, facts: WorkbenchFacts) -> None:
        self._stack.setCurrentIndex(0 if facts.task_count else 1)
        month = Period.containing(facts.cutoff)
        self._report.setText(f"生成 {month.short_name}通报")
        share = f"，完成率 {facts.done_count * 100 / facts.task_count:.1f}%" if facts.task_count else ""
        self._facts.setText(
            f"{month.name} · 截止 {facts.cutoff.month:02}月{facts.cutoff.day:02}日 · 共 {facts.task_count:,} 项{share}"
        )
        for number in facts.numbers:
            self.cards[number.key].show_number(number.count, number.detail)
        self.right.show_facts(facts)

    def _show_way(self, way: MonthWay) -> None:
        self.way.show_way(way, can_write=not self.workspace.is_read_only)

    def _show_backup(self, at: dt.datetime | None, second: SecondPlace | None) -> None:
        folder = self.workspace.ledger.folder
        place = f"{drive_name(QStorageInfo(str(folder)))}，台账文件夹内"
        if at is None:
            self.way.show_backup("▲ 还没有验证过的备份", "点击立即备份")
            return
        days = (self.workspace.today - at.date()).days
        age = "今天" if days <= 0 else f"{days}天前"
        sign = "■ " if days > BACKUP_OLD_DAYS else "✓ "
        tip = f"上次经过验证的备份：{at:%Y-%m-%d %H:%M}（{age}），在 {place}。点击另存一份备份。"
        if second is not None and not second.is_there:
            missing = f"第二备份位置“{second.place}”找不到：备份盘没有插好？插好后重新打开台账就会补上。"
            self.way.show_backup("▲ 第二备份盘不在", f"{missing}\n{tip}")
            return
        if second is not None:
            tip += f"\n第二备份位置：{second.place}，{f'{second.at:%Y-%m-%d %H:%M}' if second.at else '还没有备份'}。"
        self.way.show_backup(f"{sign}备份 {age}", tip)

    def _take_step(self, name: str) -> None:
        """Go on with a station of the month's way."""
        period = self.workspace.period
        if name == "ask":
            job = self.workspace.change(lambda work, _p: returns.ask(work, period), self)
            job.on_success(lambda changes: self.workspace.say_done(f"已{changes.name}")).start()
        elif name == "receive":
            self.workspace.open_place(Place("units", tab="returns", period=period))
        elif name == "chase":
            from ui.pages.workbench_chase import Chaser

            Chaser(self, self.workspace).start()
        else:
            self._open_report()

    def _look_at_step(self, name: str) -> None:
        """Show what a station is about; asking units changes the ledger and is left to the button."""
        self._take_step("receive" if name == "ask" else name)

    def _open_report(self) -> None:
        self.workspace.open_place(Place("reports", period=self.workspace.period))

    def _open_calendar(self) -> None:
        from ui.dialogs.work_calendar import WorkCalendarDialog

        WorkCalendarDialog(self, self.workspace).open()

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

    def _on_cutoff_changed(self) -> None:
        self.due.follow_cutoff()
        self.refresh_when_seen()

    def _on_ledger_changed(self, _changes: ChangeSet) -> None:
        self.right.forget_trend()
        self.refresh_when_seen()


def drive_name(drive: QStorageInfo) -> str:
    """Return what a drive is called: its label with the letter on Windows, else where it is mounted."""
    root = drive.rootPath().rstrip("/") or "/"
    label = drive.name()
    return f"{label}（{root}）" if label and label != root else f"磁盘 {root}"
