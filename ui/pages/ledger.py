"""台账: the grid over all tasks with ready-made lists, groups, light chips and find, and the detail pane beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.grid import Condition, TaskQuery
from ledger_app.services import progress as progress_service
from ledger_app.services import tasks as task_service
from ui.actions import Act, Actions, Need
from ui.detail.pane import DetailPane
from ui.models.task_lists import GROUPINGS, LIST_OF_KEY
from ui.models.task_table_model import Listing, TaskTableModel
from ui.pages.ledger_head import LedgerHead, action_button
from ui.pages.page import EmptyState, Page, labelled, panel, push_button
from ui.views.task_grid import TaskGrid
from ui.workspace import Place, Workspace


class LedgerPage(Page):
    """Grid and detail."""

    def __init__(self, workspace: Workspace, actions: Actions) -> None:
        """Make the page and list what was listed last."""
        super().__init__("ledger", "台账", workspace, actions)
        self.model = TaskTableModel(workspace, self)
        self.grid = TaskGrid(self.model, self.look, workspace.state, workspace.settings.colour_scheme)
        self.detail = DetailPane(workspace, actions)
        self._list_key = "all"
        self._wanted: Place | None = None
        self._special: tuple[str, TaskQuery] | None = None
        self._layout_timer = _timer(self, 500, self._save_layout)
        self.bar = LedgerHead(self.look, actions)
        self.head.addWidget(self.bar, 1)
        self._make_body()
        self.setFocusProxy(self.grid)
        self._connect()
        self._show_scheme()
        group = workspace.state.text("ledger/group")
        self._set_group(group if group in GROUPINGS else "", remember=False)
        self._choose_list(workspace.state.text("ledger/list", "all"))

    def needs(self) -> set[Need]:
        """Say that a task is chosen, and that one can find here."""
        return {Need.FINDABLE, Need.TASK} if self.grid.chosen_tasks() else {Need.FINDABLE}

    def show_place(self, place: Place) -> None:
        """Show a list, or a task in it; a task that the list does not hold is shown in the list of all."""
        if place.query is not None:
            self._special = (place.title, place.query)
            self._wanted = place if place.task_id is not None else None
            self._show_query()
        elif place.task_id is not None:
            self._wanted = place
            self._show_wanted(may_widen=True)

    def refresh(self) -> None:
        """Read list and task anew, at the cut-off date in force."""
        self.model.forget_freshness()
        self._show_query()
        self.detail.reload()

    def find_in_page(self) -> None:
        """Put the keyboard into the field for finding."""
        self.bar.find_box.setFocus()
        self.bar.find_box.selectAll()

    def task_ids_for_drop(self, position: QPoint) -> tuple[int, ...] | None:
        """Return the task under a point: of the grid's row, or of the pane."""
        over_pane = self.detail.rect().contains(self.detail.mapFrom(self, position))
        if over_pane and self.detail.task_id is not None:
            return (self.detail.task_id,)
        viewport = self.grid.viewport()
        point = viewport.mapFrom(self, position)
        task_id = self.grid.task_at(point) if viewport.rect().contains(point) else None
        return None if task_id is None else (task_id,)

    def chosen_task_ids(self) -> Sequence[int]:
        """Return the chosen tasks."""
        return self.grid.chosen_tasks()

    def may_close(self) -> bool:
        """Ask about progress that was typed and not saved."""
        return not self.detail.progress.has_drafts or self.workspace.messages.ask(
            "有填写了还没有保存的进展。", "不保存，继续", detail="离开后这些文字就没有了。", is_dangerous=True
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc leave one level: the pane for the grid, then the filter for the whole list."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.detail.isAncestorOf(QApplication.focusWidget() or self):
            self.grid.setFocus()
        elif self.bar.search or self.bar.lights:
            self.bar.clear_filter()
            self._show_query()
            self.grid.setFocus()

    def _make_body(self) -> None:
        left = panel("grid_panel")
        layout = QVBoxLayout(left)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.grid)
        start = action_button(self.actions_, Act.IMPORT_PLAN, "ledger_start", "primary")
        self._empty = EmptyState(
            "ledger_empty", "台账还是空的", "导入一份计划文件，任务、单位和时限会自动读出来。", start
        )
        self._stack.addWidget(self._empty)
        everything = push_button("看全部任务", "ledger_everything")
        everything.clicked.connect(self._show_everything)
        self._stack.addWidget(
            EmptyState("ledger_no_match", "没有符合条件的任务", "换一个列表，或清除筛选和查找的字。", everything)
        )
        layout.addWidget(self._stack, 1)
        self._count = labelled("", "secondary", "ledger_count")
        self._count.setContentsMargins(8, 3, 8, 3)
        layout.addWidget(self._count)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("ledger_splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.detail)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.setSizes([860, 320])
        self.workspace.state.restore_layout(self.splitter)
        self.body.addWidget(self.splitter)

    def _connect(self) -> None:
        self.model.listed.connect(self._on_listed)
        self.model.counted.connect(self.bar.show_counts)
        self.bar.list_chosen.connect(self._choose_list)
        self.bar.group_chosen.connect(self._set_group)
        self.bar.fold_wanted.connect(self.model.set_all_folded)
        self.bar.filter_changed.connect(self._show_query)
        column_menu = QMenu(self.bar.column_button)
        column_menu.aboutToShow.connect(lambda: self.grid.fill_column_menu(column_menu))
        self.bar.column_button.setMenu(column_menu)
        self.grid.task_shown.connect(self._on_task_shown)
        self.grid.task_opened.connect(lambda _id: self.detail.focus_first())
        self.grid.menu_wanted.connect(self._show_menu)
        self.grid.selectionModel().selectionChanged.connect(lambda *_: self.needs_changed.emit())
        self.grid.columns_sized.connect(self._layout_timer.start)
        self.splitter.splitterMoved.connect(lambda *_: self._layout_timer.start())
        self.workspace.cutoff_changed.connect(self.refresh_when_seen)
        self.workspace.settings_changed.connect(self._on_settings_changed)
        self.workspace.ledger_changed.connect(self._on_ledger_changed)
        acts = {Act.FILE_PROGRESS: self._file_progress, Act.DELETE_TASK: self._delete_chosen}
        for act, receive in acts.items():
            self.actions_[act].triggered.connect(receive)

    def _query(self) -> TaskQuery:
        if self._special is not None:
            base = self._special[1]
        else:
            cutoff = self.workspace.cutoff
            base = TaskQuery(cutoff, LIST_OF_KEY[self._list_key].conditions(cutoff))
        chosen = self.bar.lights
        conditions = (*base.conditions, Condition("light", "any_of", chosen)) if chosen else base.conditions
        return replace(
            base,
            cutoff=self.workspace.cutoff,
            conditions=conditions,
            search=self.bar.search,
            group_by=self._group or None,
            sorting=self.model.query.sorting,
        )

    _group = ""

    def _show_query(self) -> None:
        name = self._special[0] if self._special is not None else LIST_OF_KEY[self._list_key].name
        self.bar.show_names(name, self._group)
        self.model.show_query(self._query())

    def _choose_list(self, key: str) -> None:
        self._list_key = key if key in LIST_OF_KEY else "all"
        self._special = None
        self.workspace.state.set_text("ledger/list", self._list_key)
        self._show_query()

    def _set_group(self, field: str, *, remember: bool = True) -> None:
        self._group = field
        if remember:
            self.workspace.state.set_text("ledger/group", field)
            self._show_query()

    def _show_everything(self) -> None:
        self.bar.clear_filter()
        self._choose_list("all")

    def _on_listed(self, listing: Listing) -> None:
        is_plain = not (listing.query.conditions or listing.query.search or listing.query.unit_id)
        if listing.ids:
            self._stack.setCurrentIndex(0)
        else:
            self._stack.setCurrentIndex(1 if is_plain else 2)
        groups = f"，{len(listing.groups)} 组" if listing.groups else ""
        self._count.setText(f"共 {len(listing.ids):,} 项{groups}")
        if self._wanted is not None:
            self._show_wanted(may_widen=False)
        elif self.grid.current_task is None and listing.ids:
            first = self.model.row_of(listing.ids[0])
            if first is not None:
                self.grid.show_task(listing.ids[0])

    def _show_wanted(self, *, may_widen: bool) -> None:
        wanted = self._wanted
        if wanted is None or wanted.task_id is None:
            return
        if self.grid.show_task(wanted.task_id):
            self._wanted = None
        elif may_widen:
            if self._group:
                self.model.set_all_folded(False)
            self._show_everything()
        else:
            self._wanted = None
            self.detail.show_task(wanted.task_id)
        if wanted.tab:
            self.detail.show_tab(wanted.tab)

    def _on_task_shown(self, task_id: int | None) -> None:
        if task_id != self.detail.task_id:
            self.detail.show_task(task_id)
        self.needs_changed.emit()

    def _show_menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setObjectName("task_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.actions_[Act.FILE_PROGRESS])
        menu.addAction(self.actions_[Act.ADD_EVIDENCE])
        count = len(self.grid.chosen_tasks())
        same = menu.addAction(f"登记“本月无变化”（{count} 项）")
        same.setObjectName("menu_no_change")
        same.setEnabled(not self.workspace.is_read_only)
        same.triggered.connect(self._no_change_chosen)
        copy = menu.addAction("复制")
        copy.setObjectName("menu_copy")
        copy.setIcon(self.look.icon("copy"))
        copy.triggered.connect(self.grid.copy_chosen)
        menu.addSeparator()
        menu.addAction(self.actions_[Act.DELETE_TASK])
        menu.popup(point)

    def _file_progress(self) -> None:
        if self.isVisible():
            self.detail.start_filing()

    def _no_change_chosen(self) -> None:
        ids, period = self.grid.chosen_tasks(), self.workspace.period
        job = self.workspace.change(lambda work, _p: progress_service.no_change(work, ids, period), self)
        job.on_success(lambda _changes: self.workspace.say_done(f"已为 {len(ids)} 项任务登记本月无变化")).start()

    def _delete_chosen(self) -> None:
        ids = self.grid.chosen_tasks()
        if not ids or not self.isVisible():
            return
        job = self.workspace.change(lambda work, _p: task_service.remove(work, ids), self)
        job.on_success(lambda _changes: self.workspace.say_done(f"已删除 {len(ids)} 项任务")).start()

    def _on_ledger_changed(self, changes: ChangeSet) -> None:
        if self.model.is_touched_by(changes):
            self.refresh_when_seen()

    def _on_settings_changed(self) -> None:
        self._show_scheme()
        self.refresh_when_seen()

    def _show_scheme(self) -> None:
        scheme = self.workspace.settings.colour_scheme
        self.grid.delegate.scheme = scheme
        self.bar.show_scheme(scheme)

    def _save_layout(self) -> None:
        self.grid.save_layout()
        self.workspace.state.save_layout(self.splitter)


def _timer(owner: QWidget, interval_ms: int, receive: object) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(interval_ms)
    timer.timeout.connect(receive)
    return timer
