"""台账: the grid over all tasks with ready-made lists, groups, light chips and find, and the detail pane beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ledger_app.domain.grid import Condition, TaskQuery
from ledger_app.domain.tones import Light, sign_of, tone_of
from ledger_app.services import progress as progress_service
from ledger_app.services import tasks as task_service
from ui.actions import Act, Actions, Need
from ui.detail.pane import DetailPane
from ui.models.task_lists import CHIPS, GROUPINGS, LIST_OF_KEY, READY_LISTS, counted
from ui.models.task_table_model import Listing, TaskTableModel
from ui.pages.page import EmptyState, Page, labelled, panel, push_button
from ui.views.chips import FilterChip
from ui.views.task_grid import TaskGrid
from ui.workspace import Place, Workspace

FIND_DELAY_MS = 200


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
        self._chips: dict[str, FilterChip] = {}
        self._layout_timer = _timer(self, 500, self._save_layout)
        self._find_timer = _timer(self, FIND_DELAY_MS, self._show_query)
        self._make_head()
        self._make_body()
        self.setFocusProxy(self.grid)
        self._connect()
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
        """Read list and task anew."""
        self.model.reload()
        self.detail.reload()

    def find_in_page(self) -> None:
        """Put the keyboard into the field for finding."""
        self.find_box.setFocus()
        self.find_box.selectAll()

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

    def _make_head(self) -> None:
        self.list_button = push_button("", "ledger_list", "", "换一个列表")
        self.group_button = push_button("", "ledger_group", "", "按什么分组")
        self._list_menu = QMenu(self.list_button)
        for one in READY_LISTS:
            action = self._list_menu.addAction(one.name)
            action.setObjectName(f"list_{one.key}")
            action.triggered.connect(lambda _c=False, key=one.key: self._choose_list(key))
        self.list_button.setMenu(self._list_menu)
        group_menu = QMenu(self.group_button)
        for field, word in GROUPINGS.items():
            action = group_menu.addAction(word)
            action.setObjectName(f"group_{field or 'none'}")
            action.triggered.connect(lambda _c=False, field=field: self._set_group(field))
        group_menu.addSeparator()
        for text, folded in (("全部折叠", True), ("全部展开", False)):
            action = group_menu.addAction(text)
            action.setObjectName("group_fold" if folded else "group_unfold")
            action.triggered.connect(lambda _c=False, folded=folded: self.model.set_all_folded(folded))
        self.group_button.setMenu(group_menu)
        self.head.addWidget(self.list_button)
        self.head.addWidget(self.group_button)
        for key, word, values in CHIPS:
            chip = FilterChip(self.look, f"chip_{key}", word)
            light = Light(values[0])
            tone = tone_of(light, self.workspace.settings.colour_scheme)
            chip.show_tone(tone, sign_of(tone, is_done=light.is_done))
            chip.toggled.connect(lambda is_on, key=key: self._on_chip(key, is_on=is_on))
            self._chips[key] = chip
            self.head.addWidget(chip)
        self.head.addStretch(1)
        self.find_box = QLineEdit()
        self.find_box.setObjectName("ledger_find")
        self.find_box.setAccessibleName("在本页查找")
        self.find_box.setPlaceholderText("在本页查找  Ctrl+F")
        self.find_box.setClearButtonEnabled(True)
        self.find_box.setMaximumWidth(180)
        self.head.addWidget(self.find_box)
        self.column_button = push_button("列", "ledger_columns", "flat", "显示哪些列、行高")
        self.column_button.setIcon(self.look.icon("columns"))
        column_menu = QMenu(self.column_button)
        column_menu.aboutToShow.connect(lambda: self.grid.fill_column_menu(column_menu))
        self.column_button.setMenu(column_menu)
        self.head.addWidget(self.column_button)
        self.new_button = self._action_button(Act.NEW_TASK, "ledger_new", "")
        self.new_button.setIcon(self.look.icon("add"))
        self.head.addWidget(self.new_button)

    def _make_body(self) -> None:
        left = panel("grid_panel")
        layout = QVBoxLayout(left)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.grid)
        start = self._action_button(Act.IMPORT_PLAN, "ledger_start", "primary")
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
        self.model.counted.connect(self._on_counted)
        self.grid.task_shown.connect(self._on_task_shown)
        self.grid.task_opened.connect(lambda _id: self.detail.focus_first())
        self.grid.menu_wanted.connect(self._show_menu)
        self.grid.selectionModel().selectionChanged.connect(lambda *_: self.needs_changed.emit())
        self.grid.columns_sized.connect(self._layout_timer.start)
        self.splitter.splitterMoved.connect(lambda *_: self._layout_timer.start())
        self.find_box.textChanged.connect(lambda _text: self._find_timer.start())
        self.workspace.cutoff_changed.connect(self._show_query)
        acts = {Act.FILE_PROGRESS: self._file_progress, Act.DELETE_TASK: self._delete_chosen}
        for act, receive in acts.items():
            self.actions_[act].triggered.connect(receive)

    def _action_button(self, act: Act, name: str, kind: str) -> QPushButton:
        action = self.actions_[act]
        button = push_button(action.iconText(), name, kind, action.toolTip())
        button.clicked.connect(action.trigger)
        action.enabledChanged.connect(button.setEnabled)
        button.setEnabled(action.isEnabled())
        return button

    def _query(self) -> TaskQuery:
        if self._special is not None:
            base = self._special[1]
        else:
            cutoff = self.workspace.cutoff
            base = TaskQuery(cutoff, LIST_OF_KEY[self._list_key].conditions(cutoff))
        chosen = tuple(value for key, _, values in CHIPS if self._chips[key].isChecked() for value in values)
        conditions = (*base.conditions, Condition("light", "any_of", chosen)) if chosen else base.conditions
        return replace(
            base,
            cutoff=self.workspace.cutoff,
            conditions=conditions,
            search=self.find_box.text().strip(),
            group_by=self._group or None,
            sorting=self.model.query.sorting,
        )

    _group = ""

    def _show_query(self) -> None:
        name = self._special[0] if self._special is not None else LIST_OF_KEY[self._list_key].name
        self.list_button.setText(f"列表：{name} ▾")
        self.group_button.setText(f"分组：{GROUPINGS[self._group]} ▾" if self._group else "分组 ▾")
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
        self.find_box.clear()
        for chip in self._chips.values():
            chip.blockSignals(True)
            chip.setChecked(False)
            chip.blockSignals(False)
        self._choose_list("all")

    def _on_chip(self, _key: str, *, is_on: bool) -> None:
        if is_on:
            for key, chip in self._chips.items():
                if key != _key and chip.isChecked():
                    chip.blockSignals(True)
                    chip.setChecked(False)
                    chip.blockSignals(False)
        self._show_query()

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

    def _on_counted(self, lights: dict[str, int]) -> None:
        for key, _, values in CHIPS:
            self._chips[key].show_count(counted(lights, values))

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

    def _save_layout(self) -> None:
        self.grid.save_layout()
        self.workspace.state.save_layout(self.splitter)


def _timer(owner: QWidget, interval_ms: int, receive: object) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(interval_ms)
    timer.timeout.connect(receive)
    return timer
