"""The detail pane beside the grid: light, code and name of one task, and its six tabs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QTabWidget, QVBoxLayout, QWidget

from ledger_app.domain.changes import ChangeSet
from ui.actions import Actions
from ui.detail.basic_tab import BasicTab, code_of
from ui.detail.deadlines_tab import DeadlinesTab
from ui.detail.evidence_tab import EvidenceTab
from ui.detail.focus import kept_typing
from ui.detail.history_tab import HistoryTab
from ui.detail.many_panel import ManyPanel
from ui.detail.progress_tab import ProgressTab
from ui.detail.supervision_tab import SupervisionTab
from ui.detail.tab import DetailTab, text_label
from ui.elided_label import ElidedLabel
from ui.jobs import QueryJob
from ui.models.columns import days_text
from ui.models.task_detail import TaskDetail, read_detail
from ui.pages.page import EmptyState, labelled
from ui.print_menu import task_papers_button
from ui.unit_picker import UnitName, read_unit_names
from ui.views.chips import ChipLabel
from ui.workspace import Workspace

TAB_NAMES = ("basic", "progress", "deadlines", "evidence", "supervision", "history")

_WAIT_MS = 120
# What the pane shows of a task; the grid beside it reads only some of it.
_SHOWN_TABLES = (
    *("task", "task_owner", "task_leader", "task_source", "deadline", "extension", "milestone", "occurrence"),
    *("target", "progress_entry", "closing", "verification", "slip", "slip_task", "expected_evidence"),
    *("task_evidence", "evidence", "evidence_version", "custom_field", "custom_value"),
    *("unit", "person", "post", "post_holder", "plan"),
)


class DetailPane(QFrame):
    """Shows one task; what stood there stays until the next one has been read."""

    def __init__(self, workspace: Workspace, actions: Actions) -> None:
        """Make the pane with no task."""
        super().__init__()
        self.workspace = workspace
        self.task_id: int | None = None
        self._job: QueryJob[TaskDetail | None] | None = None
        self._detail: TaskDetail | None = None
        self.setObjectName("detail_pane")
        self.setAccessibleName("任务详情")
        self.setProperty("role", "panel")
        self.setMinimumWidth(300)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(EmptyState("detail_empty", "没有选中任务", "在左边选一项任务，这里显示它的全部内容。"))
        self._stack.addWidget(self._make_body(actions))
        self.many = ManyPanel(workspace)
        self._stack.addWidget(self.many)
        self._many_ids: tuple[int, ...] = ()
        # Drawing a selection with the mouse changes it many times a second.
        self._many_timer = QTimer(self)
        self._many_timer.setSingleShot(True)
        self._many_timer.setInterval(_WAIT_MS)
        self._many_timer.timeout.connect(self._show_many)
        workspace.ledger_changed.connect(self._on_ledger_changed)
        self._read_units()

    def show_task(self, task_id: int | None) -> None:
        """Show another task, or none."""
        self.task_id = task_id
        if self._job is not None:
            self._job.cancel()
        if task_id is None:
            self._detail = None
            if not self._many_ids:
                self._stack.setCurrentIndex(0)
            return
        cutoff, settings = self.workspace.cutoff, self.workspace.settings
        job = self.workspace.query(lambda session, _p: read_detail(session, task_id, cutoff, settings), self)
        self._job = job.on_success(self._take).start()

    def show_chosen(self, task_ids: Sequence[int]) -> None:
        """Show several chosen tasks together; of one or none, the task that is shown stays."""
        self._many_ids = tuple(task_ids) if len(task_ids) > 1 else ()
        if self._many_ids:
            self._many_timer.start()
        else:
            self._many_timer.stop()
            self._show_one()

    def _show_many(self) -> None:
        self.many.show_tasks(self._many_ids)
        self._stack.setCurrentWidget(self.many)

    def _show_one(self) -> None:
        self._many_ids = ()
        self._stack.setCurrentIndex(1 if self._detail is not None else 0)

    def reload(self) -> None:
        """Read the task again, and the chosen ones where several are."""
        self.show_task(self.task_id)
        if self._many_ids:
            self.many.show_tasks(self._many_ids)

    def show_tab(self, name: str) -> None:
        """Bring a tab to the front ("progress")."""
        if name in TAB_NAMES:
            self.tabs.setCurrentIndex(TAB_NAMES.index(name))

    def start_filing(self) -> None:
        """Put the keyboard into this period's progress."""
        self._show_one()
        self.show_tab("progress")
        self.progress.start_filing()

    def focus_first(self) -> None:
        """Put the keyboard into the pane."""
        self.tabs.currentWidget().setFocus()
        self.tabs.tabBar().setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_body(self, actions: Actions) -> QWidget:
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 10, 0, 0)
        layout.setSpacing(6)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        self._light = ChipLabel(self.workspace.look, "detail_light")
        self._days = labelled("", "secondary", "detail_days")
        # Shortened where the light, the days and the button leave too little room.
        self._code = ElidedLabel("", "detail_code", "secondary")
        row.addWidget(self._light)
        row.addWidget(self._days)
        row.addWidget(self._code, 1)
        row.addWidget(task_papers_button(self.workspace, lambda: () if self.task_id is None else (self.task_id,)))
        layout.addLayout(row)
        self._title = text_label("", "title", "detail_title")
        self._title.setContentsMargins(12, 0, 12, 2)
        self._title.setMaximumHeight(4 * self.fontMetrics().lineSpacing())
        layout.addWidget(self._title)
        self.basic = BasicTab(self.workspace)
        self.progress = ProgressTab(self.workspace)
        self.deadlines = DeadlinesTab(self.workspace)
        self.basic.deadlines_wanted.connect(lambda: self.show_tab("deadlines"))
        self.evidence = EvidenceTab(self.workspace, actions)
        self._all: dict[str, DetailTab] = {
            "基本": self.basic,
            "进展": self.progress,
            "时限": self.deadlines,
            "佐证": self.evidence,
            "督办": SupervisionTab(self.workspace),
            "历史": HistoryTab(self.workspace),
        }
        self.tabs = QTabWidget()
        self.tabs.setObjectName("detail_tabs")
        self.tabs.setAccessibleName("任务详情的分页")
        self.tabs.setDocumentMode(True)
        for title, tab in self._all.items():
            self.tabs.addTab(tab, title)
        self.tabs.currentChanged.connect(self._fill_tab)
        layout.addWidget(self.tabs, 1)
        return body

    def _take(self, detail: TaskDetail | None) -> None:
        if detail is None:
            self.show_task(None)
            return
        judged = detail.row.judgement
        self._light.show_light(judged.tone, judged.word + ("*" if judged.is_overridden else ""), judged.sign)
        self._light.setToolTip(judged.reason)
        self._days.setText(days_text(detail.row))
        self._code.show_text(code_of(detail.task))
        self._title.setText(detail.task.title)
        self._title.setToolTip(detail.task.title)
        facts = detail.row.facts
        count = f"{facts.evidence_count}/{facts.expected_count}" if facts.expected_count else str(facts.evidence_count)
        self.tabs.setTabText(
            TAB_NAMES.index("evidence"), f"佐证 {count}" if facts.evidence_count or facts.expected_count else "佐证"
        )
        self._detail = detail
        self._fill_tab()
        if not self._many_ids:
            self._stack.setCurrentIndex(1)

    def _fill_tab(self) -> None:
        """Fill the tab on sight; the others are filled when they are looked at."""
        tab = self.tabs.currentWidget()
        if isinstance(tab, DetailTab) and self._detail is not None and tab.detail is not self._detail:
            with kept_typing(tab):
                tab.show_detail(self._detail)

    def _on_ledger_changed(self, changes: ChangeSet) -> None:
        if changes.touches("unit", "unit_alias"):
            self._read_units()
        if self.task_id is not None and changes.touches(*_SHOWN_TABLES):
            self.reload()

    def _read_units(self) -> None:
        job = self.workspace.query(lambda session, _p: read_unit_names(session), self)
        job.on_success(self._take_units).start()

    def _take_units(self, units: list[UnitName]) -> None:
        self.basic.set_units(units)
        self.many.set_units(units)
