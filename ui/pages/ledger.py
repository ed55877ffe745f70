"""台账: the grid over all tasks with ready-made lists, groups, light chips and find, and the detail pane beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.grid import Condition, GroupCount, Sorting, TaskQuery
from ledger_app.domain.period import Period
from ledger_app.domain.view import GridView
from ledger_app.services import progress as progress_service
from ledger_app.services import tasks as task_service
from ledger_app.services.views import StoredView
from ui.actions import Act, Actions, Need
from ui.detail.many_panel import MOST_TASKS
from ui.detail.pane import DetailPane
from ui.elided_label import ElidedLabel
from ui.entry_button import entry_button
from ui.left_tasks import tell_repeated
from ui.models.cell_sums import sums_text
from ui.models.columns import GridRow, read_rows
from ui.models.grid_totals import totals_text
from ui.models.task_lists import CHIPS, GROUPINGS, LIST_OF_KEY
from ui.models.task_table_model import Listing, TaskTableModel
from ui.pages.ledger_cells import LedgerCells
from ui.pages.ledger_filters import GridFilters
from ui.pages.ledger_head import LedgerHead, action_button
from ui.pages.ledger_menus import LedgerMenus
from ui.pages.ledger_place import LedgerPlace
from ui.pages.ledger_views import SavedViews
from ui.pages.page import EmptyState, Page, panel
from ui.views.grid_cursor import parts
from ui.views.task_grid import TaskGrid
from ui.workspace import Place, Workspace

# Of more rows than this the line below the grid only counts.
MOST_SUMMED = 5_000


class LedgerPage(Page):
    """Grid and detail."""

    def __init__(self, workspace: Workspace, actions: Actions) -> None:
        """Make the page and list what was listed last."""
        super().__init__("ledger", "台账", workspace, actions)
        self.model = TaskTableModel(workspace, self)
        self.grid = TaskGrid(self.model, self.look, workspace.settings.colour_scheme)
        self.filters = GridFilters(workspace, self.grid, self.model)
        self.detail = DetailPane(workspace, actions)
        self._list_key = "all"
        self._wanted: Place | None = None
        self._special: tuple[str, TaskQuery] | None = None
        self._group = ""
        self._total: GroupCount | None = None
        self._layout_timer = _timer(self, 500, self.remember)
        self.bar = LedgerHead(self.look, actions)
        self.head.addWidget(self.bar, 1)
        self._make_body()
        self.setFocusProxy(self.grid)
        self.views = SavedViews(self, workspace, self.view)
        self.place = LedgerPlace(self)
        self.model.unfold_first(self.place.unfolded)
        self._was_listed = False
        self.cells = LedgerCells(self)
        self._sums = ""
        self._sum_timer = _timer(self, 120, self._add_up)
        self._connect()
        self._show_scheme()
        remembered = self.views.remembered()
        if remembered is not None:
            self.views.shown_id, view = remembered
            self.show_view(view)
        else:
            # The ledger's default view is shown when it has been read; nothing would be gained by listing twice.
            self.views.loaded.connect(self._on_first_loaded)

    @property
    def has_primary(self) -> bool:
        """An empty ledger offers to import a plan."""
        return self._stack.currentWidget() is self._empty

    def needs(self) -> set[Need]:
        """Say that a task is chosen, and that one can find here."""
        here = {Need.FINDABLE, Need.FILTERABLE} | ({Need.EXPORTABLE} if self.model.listing.count else set())
        return {*here, Need.TASK} if self.grid.chosen_tasks() else here

    def export_page(self) -> None:
        """Ask how and where to, then write the list as it is arranged."""
        from ui.pages.ledger_export import export_grid

        export_grid(self)

    def copy_page(self) -> None:
        """Put the list, or its chosen rows, into the clipboard."""
        from ui.pages.ledger_export import copy_grid

        copy_grid(self)

    def show_place(self, place: Place) -> None:
        """Show a list, or a task in it; a task that the list does not hold is shown in the list of all."""
        if place.words:
            self._forget_filters()
            self.bar.find_words(place.words)
            self._choose_list("all")
        elif place.query is not None:
            self._special = (place.title, place.query)
            self._forget_filters()
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

    def view(self) -> GridView:
        """Return how the grid is arranged."""
        layout = self.grid.layout_
        return GridView(
            ready_list=self._list_key,
            chip=self.bar.chip,
            conditions=self.filters.conditions,
            joined=self.filters.joined,
            sorting=self.model.query.sorting,
            group_by=self._group,
            columns=layout.as_view(),
            fits_width=layout.fits_width,
            frozen=layout.frozen,
            rows=self.grid.row_height,
        )

    @property
    def shown_list(self) -> str:
        """Return the key of the ready-made list that is shown, "" where a view or another page's list is."""
        return self._list_key if self._special is None and self.views.shown_id is None else ""

    def show_view(self, view: GridView) -> None:
        """Arrange the grid otherwise and list by it; what this ledger does not know is left out."""
        self._special = None
        self._list_key = view.ready_list if view.ready_list in LIST_OF_KEY else "all"
        self._group = view.group_by
        self.bar.clear_filter()
        self.bar.press_chip(view.chip if any(key == view.chip for key, _, _ in CHIPS) else "")
        self.filters.set_all(view.conditions, view.joined)
        self.grid.layout_.apply(view.columns, fits_width=view.fits_width, frozen=view.frozen)
        self.grid.set_row_height(view.rows)
        self._show_query(sorting=view.sorting)

    def find_in_page(self) -> None:
        """Put the keyboard into the field for finding."""
        self.bar.find_box.setFocus()
        self.bar.find_box.selectAll()

    def task_ids_for_drop(self, position: QPoint) -> tuple[int, ...] | None:
        """Return the task under a point, of the grid's row or of the pane; all chosen ones where it is one of them."""
        chosen = tuple(self.grid.chosen_tasks())
        over_pane = self.detail.rect().contains(self.detail.mapFrom(self, position))
        if over_pane and len(chosen) > 1:
            return chosen
        if over_pane and self.detail.task_id is not None:
            return (self.detail.task_id,)
        viewport = self.grid.viewport()
        point = viewport.mapFrom(self, position)
        task_id = self.grid.task_at(point) if viewport.rect().contains(point) else None
        if task_id is None:
            return None
        return chosen if task_id in chosen else (task_id,)

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
        layout.addWidget(self.filters.bar)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.grid)
        start = action_button(self.actions_, Act.IMPORT_PLAN, "ledger_start", "primary")
        self._empty = EmptyState(
            "ledger_empty", "台账还是空的", "导入一份计划文件，任务、单位和时限会自动读出来。", start
        )
        self._stack.addWidget(self._empty)
        everything = entry_button("ledger_everything")
        everything.clicked.connect(self._show_everything)
        self._stack.addWidget(
            EmptyState("ledger_no_match", "没有符合条件的任务", "换一个列表，或清除筛选和查找的字。", everything)
        )
        layout.addWidget(self._stack, 1)
        self._count = ElidedLabel("", "ledger_count", "secondary")
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
        self.bar.group_chosen.connect(self.group_by)
        self.bar.fold_wanted.connect(self.model.set_all_folded)
        self.bar.filter_changed.connect(self._show_query)
        self.filters.changed.connect(self._show_query)
        self.model.totalled.connect(self._on_totalled)
        self.menus = LedgerMenus(self)
        self.views.chosen.connect(self._on_view_chosen)
        self.views.loaded.connect(lambda _is_first: self._show_names())
        self.grid.task_shown.connect(self._on_task_shown)
        self.grid.task_opened.connect(lambda _id: self.detail.focus_first())
        self.grid.selectionModel().selectionChanged.connect(lambda *_: self._on_selected())
        self.grid.arranged.connect(self._layout_timer.start)
        self.splitter.splitterMoved.connect(lambda *_: self._layout_timer.start())
        self.workspace.cutoff_changed.connect(self.refresh_when_seen)
        self.workspace.settings_changed.connect(self._on_settings_changed)
        self.workspace.ledger_changed.connect(self._on_ledger_changed)
        acts = {
            Act.FILE_PROGRESS: self._file_progress,
            Act.DELETE_TASK: self._delete_chosen,
            Act.FILTERS: self._edit_filters,
        }
        for act, receive in acts.items():
            self.actions_[act].triggered.connect(receive)

    def _query(self) -> tuple[TaskQuery, TaskQuery]:
        """Return what is to be listed, and the same without the pressed chip: what the chips count."""
        cutoff = self.workspace.cutoff
        if self._special is not None:
            base = self._special[1]
            scope = (*base.scope, *base.conditions)
        else:
            base = TaskQuery(cutoff)
            scope = LIST_OF_KEY[self._list_key].conditions(cutoff)
        plain = replace(
            base,
            cutoff=cutoff,
            conditions=self.filters.conditions,
            joined=self.filters.joined,
            scope=scope,
            search=self.bar.search,
            group_by=self._group or None,
            sorting=self.model.query.sorting,
        )
        chosen = self.bar.lights
        return (replace(plain, scope=(*scope, Condition("light", "any_of", chosen))) if chosen else plain), plain

    def _show_query(self, sorting: tuple[Sorting, ...] | None = None) -> None:
        query, plain = self._query()
        if sorting is not None:
            query, plain = replace(query, sorting=sorting), replace(plain, sorting=sorting)
        self._show_names()
        self.model.show_query(query, plain)
        self.grid.show_columns()
        self._layout_timer.start()

    @property
    def list_name(self) -> str:
        """Return the name of the list or view that is shown."""
        if self._special is not None:
            return self._special[0]
        shown = self.views.shown
        return shown.name if shown is not None else LIST_OF_KEY[self._list_key].name

    def _show_names(self) -> None:
        name = self.list_name
        heading = next((one.heading for one in self.model.columns if one.field == self._group and self._group), "")
        self.bar.show_names(name, GROUPINGS[self._group] if GROUPINGS.get(self._group) and self._group else heading)

    def _choose_list(self, key: str) -> None:
        self._list_key = key if key in LIST_OF_KEY else "all"
        self._special = None
        self.views.shown_id = None
        self._show_query()

    def group_by(self, field: str) -> None:
        """Group the list by a field, "" for a plain list."""
        self._group = field
        self._show_query()

    def _on_view_chosen(self, stored: StoredView) -> None:
        self.views.shown_id = stored.id
        self.show_view(stored.view)

    def _on_first_loaded(self, is_first: bool) -> None:
        if not is_first:
            return
        default = self.views.default
        if self._special is not None or self._wanted is not None:
            self._show_query()
        elif default is not None:
            self._on_view_chosen(default)
        else:
            self._choose_list("all")

    def _forget_filters(self) -> None:
        """Take away whatever hides a task of the list."""
        self.bar.clear_filter()
        self.filters.set_all((), "and")

    def _show_everything(self) -> None:
        self._forget_filters()
        self._choose_list("all")

    def _on_listed(self, listing: Listing) -> None:
        if listing.count:
            self._stack.setCurrentIndex(0)
        else:
            self._stack.setCurrentIndex(1 if listing.query.is_plain else 2)
        self.needs_changed.emit()
        self._show_names()
        is_first, self._was_listed = not self._was_listed, True
        if self._wanted is not None:
            self._show_wanted(may_widen=False)
        elif is_first and self._special is None and self.place.restore():
            return
        elif self.grid.current_task is None and listing.count and not self.grid.currentIndex().isValid():
            first = next((id_ for row in range(2) if (id_ := self.model.task_id(row)) is not None), None)
            if first is not None:
                self.grid.show_task(first)

    def _show_wanted(self, *, may_widen: bool) -> None:
        wanted = self._wanted
        if wanted is None or wanted.task_id is None:
            return
        if self.grid.show_task(wanted.task_id):
            self._wanted = None
        elif may_widen:
            if self._group and self.model.listing.groups:
                self._group = ""
            self._show_everything()
        else:
            self._wanted = None
            self.detail.show_task(wanted.task_id)
        if wanted.tab:
            self.detail.show_tab(wanted.tab)
        if wanted.period:
            self.detail.progress.show_month(Period.parse(wanted.period))

    def _on_totalled(self, total: GroupCount) -> None:
        self._total = total
        self._show_totals()

    def _on_selected(self) -> None:
        self._sums = ""
        self._show_totals()
        self._sum_timer.start()
        rows = sum(part.height() for part in parts(self.grid.selectionModel().selection()))
        self.detail.show_chosen(self.grid.chosen_tasks() if 1 < rows <= MOST_TASKS else ())
        self.needs_changed.emit()

    def _add_up(self) -> None:
        """Read what the chosen cells hold, and write below the grid what they add up to."""
        ids, numbers = self.grid.chosen_tasks(), self.grid.chosen_columns()
        if len(ids) * len(numbers) < 2 or len(ids) > MOST_SUMMED:
            return
        columns = [self.model.columns[number] for number in numbers]
        cutoff, settings = self.workspace.cutoff, self.workspace.settings
        job = self.workspace.query(lambda session, _p: read_rows(session, ids, cutoff, settings), self)

        def show(rows: Sequence[GridRow]) -> None:
            if ids == self.grid.chosen_tasks() and numbers == self.grid.chosen_columns():
                self._sums = sums_text(rows, columns)
                self._show_totals()

        job.on_success(show).start()

    def _show_totals(self) -> None:
        """Write below the grid what is chosen and what the list adds up to."""
        if self._total is None:
            return
        groups = f" · {len(self.model.listing.groups)} 组" if self.model.listing.groups else ""
        rows, columns = self.grid.chosen_rows(), self.grid.chosen_columns()
        text = totals_text(self._total, self.workspace.settings.colour_scheme)
        chosen = ""
        if len(rows) * len(columns) > 1:
            sums = f" · {self._sums}" if self._sums else ""
            chosen = f"已选 {len(rows):,} 行 × {len(columns)} 列{sums}　｜　"
        self._count.show_text(f"{chosen}{text}{groups}")

    def _on_task_shown(self, task_id: int | None) -> None:
        if task_id != self.detail.task_id:
            self.detail.show_task(task_id)
            self._layout_timer.start()
        self.needs_changed.emit()

    def _file_progress(self) -> None:
        if self.isVisible():
            self.detail.start_filing()

    def _edit_filters(self) -> None:
        if self.isVisible():
            self.filters.open_editor()

    def file_no_change(self) -> None:
        """File for the chosen tasks that nothing has changed this month."""
        ids, period = self.grid.chosen_tasks(), self.workspace.period
        job = self.workspace.change(lambda work, _p: progress_service.no_change(work, ids, period), self)
        job.on_success(lambda repeated: tell_repeated(self.workspace, "本月无变化", len(ids), repeated)).start()

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
        self.grid.set_scheme(scheme)
        self.bar.show_scheme(scheme)

    def remember(self) -> None:
        """Keep how the page is arranged for the next start; a list from another page is not kept."""
        if not self._was_listed:
            # What was remembered last has not been shown yet.
            return
        if self._special is None:
            self.views.remember()
            self.place.remember()
        self.workspace.state.save_layout(self.splitter)


def _timer(owner: QWidget, interval_ms: int, receive: object) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(interval_ms)
    timer.timeout.connect(receive)
    return timer
