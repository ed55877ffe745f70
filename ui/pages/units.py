"""单位: the roster, other names of units, groups; every change is one operation that can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.grid import TaskQuery
from ledger_app.domain.period import Period
from ledger_app.domain.roster import fold_name
from ledger_app.domain.unit import UNIT_KIND_NAMES, Unit
from ledger_app.ports import UnitOfWork
from ledger_app.services import roster_file
from ledger_app.services import units as unit_service
from ledger_app.services.lookup import row_of
from ui.actions import Actions, Need
from ui.dialogs.roster_import import RosterImportDialog
from ui.dialogs.unit_dialogs import CloseDialog, GroupDialog, MergeDialog, NewUnitDialog
from ui.fields import ChoiceField
from ui.jobs import QueryJob
from ui.models.unit_table import COLUMNS, GroupTableModel, RosterView, UnitLine, UnitTableModel, read_roster_view
from ui.monthly.returns_part import ReturnsPart
from ui.monthly.slips_part import SlipsPart
from ui.pages.page import EmptyState, Page, labelled, panel, push_button
from ui.unit_picker import UnitName
from ui.views.unit_form import UnitForm
from ui.workspace import Place, Workspace

ROW_PX = 28
ROSTER_FILTER = "名册 (*.xlsx *.xls *.et *.csv *.txt);;所有文件 (*)"
_TABLES = ("unit", "unit_alias", "unit_group", "unit_group_member", "task_owner")
_PURPOSE = (
    "有了名册，计划文件里的单位名称会自动对上。可以导入 Excel、WPS 或 CSV 名册（只要有“单位名称”一列），"
    "也可以在导入计划时顺手新建。"
)


class UnitsPage(Page):
    """The roster at the left, the chosen unit at the right; groups on a tab of their own."""

    def __init__(self, workspace: Workspace, actions: Actions) -> None:
        """Make the page and read the roster."""
        super().__init__("units", "单位", workspace, actions)
        self._job: QueryJob[RosterView] | None = None
        self._wanted: int | None = None
        self._roster = RosterView()
        self._make_head()
        self._stack = QStackedWidget()
        self._stack.setObjectName("units_parts")
        start = push_button("导入单位名册", "units_start", "primary", "选一个 Excel、WPS 或 CSV 文件")
        start.clicked.connect(self._import)
        start.setEnabled(not workspace.is_read_only)
        self._empty = EmptyState("units_empty", "还没有单位名册", _PURPOSE, start)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("units_tabs")
        self.tabs.setAccessibleName("单位和单位组")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._make_units(), "单位")
        self.tabs.addTab(self._make_groups(), "单位组")
        self.returns = ReturnsPart(workspace)
        self.slips = SlipsPart(workspace)
        self.tabs.addTab(self.returns, "报送登记")
        self.tabs.addTab(self.slips, "督办单")
        self.tabs.currentChanged.connect(self._show_head)
        self._stack.addWidget(self.tabs)
        self._stack.addWidget(self._empty)
        self.body.addWidget(self._stack, 1)
        self._connect()
        self.refresh()

    def needs(self) -> set[Need]:
        """The roster can be narrowed."""
        return {Need.FINDABLE}

    def show_place(self, place: Place) -> None:
        """Show a unit, the returns of a month (tab "returns") or the register of slips (tab "slips")."""
        if place.tab == "returns":
            self.tabs.setCurrentWidget(self.returns)
            self.returns.show_month(Period.parse(place.period or self.workspace.period))
            self.returns.table.setFocus()
        elif place.tab == "slips":
            self.tabs.setCurrentWidget(self.slips)
            self.slips.table.setFocus()
        elif place.unit_id is not None:
            self._wanted = place.unit_id
            self.tabs.setCurrentIndex(0)
            self.find_field.clear()
            self.kind.show_value("")
            self.model.show_kind("")
            self._choose(place.unit_id)

    def refresh(self) -> None:
        """Read the roster anew."""
        if self._job is not None:
            self._job.cancel()
        job = self.workspace.query(lambda session, _progress: read_roster_view(session), self)
        self._job = job.on_success(self._take).start()

    def find_in_page(self) -> None:
        """Put the keyboard into the field that narrows the roster."""
        self.tabs.setCurrentIndex(0)
        self.find_field.setFocus()
        self.find_field.selectAll()

    def task_ids_for_drop(self, _position: QPoint) -> tuple[int, ...] | None:
        """Take what is dropped here for plans, like everywhere else."""
        return None

    def may_close(self) -> bool:
        """Ask before what was typed for units and is not saved is thrown away."""
        if not self.returns.has_drafts():
            return True
        text = "“按单位填报”里还有没保存的内容，关闭后就没有了。"
        return self.workspace.messages.ask(text, "不保存，关闭", is_dangerous=True)

    @property
    def current(self) -> UnitLine | None:
        """Return the unit that has the cursor."""
        index = self.table.currentIndex()
        return self.model.line_at(index.row()) if index.isValid() else None

    def _make_head(self) -> None:
        self._facts = labelled("", "secondary", "units_counts")
        self.head.addWidget(self._facts)
        self.head.addStretch(1)
        self.import_button = push_button("导入名册…", "units_import", "", "从 Excel、WPS 或 CSV 文件导入，先预览再写入")
        self.import_button.setIcon(self.look.icon("import"))
        self.group_button = push_button("新单位组…", "units_new_group", "", "给一批单位起一个统称，如“各乡镇卫生院”")
        self.new_button = push_button("新单位…", "units_new", "primary", "手工添加一个单位")
        for button in (self.import_button, self.group_button, self.new_button):
            button.setEnabled(not self.workspace.is_read_only)
            self.head.addWidget(button)

    def _show_head(self, tab: int) -> None:
        """Show the acts on the roster only beside the roster."""
        for button in (self.import_button, self.group_button, self.new_button):
            button.setVisible(tab < self.tabs.indexOf(self.returns))

    def _make_units(self) -> QWidget:
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("units_splitter")
        self.splitter.setChildrenCollapsible(False)
        left = panel("units_list_panel")
        layout = QVBoxLayout(left)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(self._make_filters())
        self.model = UnitTableModel(self)
        self.table = _table("unit_list", "单位名册")
        self.table.setModel(self.model)
        for number, column in enumerate(COLUMNS):
            self.table.setColumnWidth(number, column.width_px)
        self.table.horizontalHeader().setStretchLastSection(True)
        layout.addWidget(self.table, 1)
        self.form = UnitForm(self.workspace)
        right = panel("unit_form_panel")
        inner = QVBoxLayout(right)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.addWidget(self.form)
        self.splitter.addWidget(left)
        self.splitter.addWidget(right)
        self.splitter.setSizes([840, 332])
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.workspace.state.restore_layout(self.splitter)
        return self.splitter

    def _make_filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(8)
        self.find_field = QLineEdit()
        self.find_field.setObjectName("unit_find")
        self.find_field.setAccessibleName("查找单位")
        self.find_field.setPlaceholderText("名称、别名或拼音首字母")
        self.find_field.setClearButtonEnabled(True)
        self.find_field.setProperty("role", "search")
        self.find_field.setFixedWidth(220)
        self.kind = ChoiceField("unit_kind_filter", "只看一类单位", [("", "全部类别"), *UNIT_KIND_NAMES.items()])
        self.kind.setFixedWidth(140)
        row.addWidget(self.find_field)
        row.addWidget(self.kind)
        row.addStretch(1)
        return row

    def _make_groups(self) -> QWidget:
        box = panel("groups_panel")
        layout = QVBoxLayout(box)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(8)
        self.edit_group_button = push_button("修改成员…", "group_edit", "", "改组名或增减成员（Enter）")
        self.remove_group_button = push_button("删除单位组", "group_remove", "", "只删统称，单位不受影响，可以撤销")
        row.addWidget(labelled("文件里写统称时，按这里的成员展开", "secondary"), 1)
        row.addWidget(self.edit_group_button)
        row.addWidget(self.remove_group_button)
        layout.addLayout(row)
        self.groups = GroupTableModel(self)
        self.group_table = _table("group_list", "单位组")
        self.group_table.setModel(self.groups)
        for column, width in enumerate((220, 60, 600)):
            self.group_table.setColumnWidth(column, width)
        self.group_table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        layout.addWidget(self.group_table, 1)
        return box

    def _connect(self) -> None:
        self.splitter.splitterMoved.connect(lambda: self.workspace.state.save_layout(self.splitter))
        self.find_field.textChanged.connect(self._on_words)
        self.kind.committed.connect(self._on_kind)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.activated.connect(lambda _index: self.form.start())
        self.group_table.selectionModel().currentRowChanged.connect(lambda *_args: self._show_group_buttons())
        self.group_table.activated.connect(lambda _index: self._edit_group())
        self.import_button.clicked.connect(self._import)
        self.new_button.clicked.connect(self._new_unit)
        self.group_button.clicked.connect(self._new_group)
        self.edit_group_button.clicked.connect(self._edit_group)
        self.remove_group_button.clicked.connect(self._remove_group)
        self.form.tasks_wanted.connect(self._show_tasks)
        self.form.merge_wanted.connect(self._merge)
        self.form.close_wanted.connect(self._close_unit)
        self.form.remove_wanted.connect(self._remove)
        self.workspace.ledger_changed.connect(self._on_ledger_changed)
        self.look.changed.connect(lambda: self.import_button.setIcon(self.look.icon("import")))

    def _take(self, roster: RosterView) -> None:
        chosen = self._wanted if self._wanted is not None else self._current_id()
        self._roster = roster
        self.model.show_lines(roster.lines)
        self.groups.show_groups(roster.groups)
        active = sum(line.is_active for line in roster.lines)
        self._facts.setText(f"{active} 个单位 · {len(roster.groups)} 个组" if roster.lines else "")
        self.tabs.setTabText(1, f"单位组 {len(roster.groups)}" if roster.groups else "单位组")
        self._stack.setCurrentWidget(self.tabs if roster.lines or roster.groups else self._empty)
        if roster.groups:
            self.group_table.selectRow(0)
        self._show_group_buttons()
        self._choose(chosen)

    def _current_id(self) -> int | None:
        return self.current.unit.id if self.current is not None else None

    def _choose(self, unit_id: int | None) -> None:
        """Put the cursor on a unit, or on the first one."""
        row = self.model.row_of(unit_id) if unit_id is not None else None
        if row is not None and unit_id == self._wanted:
            self._wanted = None
        index = self.model.index(row or 0, 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.table.selectionModel().setCurrentIndex(index, flags)
        self.table.scrollTo(index)
        self.form.show_line(self.current)

    def _on_words(self, words: str) -> None:
        chosen = self._current_id()
        self.model.show_words(words)
        self._choose(chosen)

    def _on_kind(self, kind: str) -> None:
        chosen = self._current_id()
        self.model.show_kind(kind)
        self._choose(chosen)

    def _on_row(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self.form.show_line(self.current)

    def _show_group_buttons(self) -> None:
        chosen = self.groups.group_at(self.group_table.currentIndex().row()) is not None
        for button in (self.edit_group_button, self.remove_group_button):
            button.setEnabled(chosen and not self.workspace.is_read_only)

    def _names(self) -> list[UnitName]:
        return [
            UnitName(line.unit.id, line.unit.short_name or line.unit.name, line.known_by.replace("\n", "　"))
            for line in self.model.lines
            if line.is_active
        ]

    def _new_unit(self) -> None:
        dialog = NewUnitDialog(self)

        def added(result: unit_service.UnitAdded) -> None:
            self._wanted = result.unit.id
            self.workspace.say_done(f"已添加单位“{result.unit.name}”")
            self.refresh()

        def take() -> None:
            unit = dialog.unit()
            self.workspace.change(lambda work, _p: unit_service.add(work, unit), self).on_success(added).start()

        dialog.on_accepted(take)
        dialog.open()

    def _import(self) -> None:
        chosen = self.workspace.messages.choose_files("选择单位名册", ROSTER_FILTER)
        if chosen:
            path = chosen[0]
            job = self.workspace.runner.query(lambda _progress: roster_file.read_roster(path)).owned_by(self)
            job.on_success(lambda rows: self._preview(path, rows)).with_progress(f"正在读取 {path.name}").start()

    def _preview(self, path: Path, rows: list[roster_file.RosterRow]) -> None:
        known = {fold_name(line.unit.name): line.unit.name for line in self.model.lines if line.is_active}
        dialog = RosterImportDialog(self, path.name, rows, known)
        dialog.on_accepted(lambda: self._take_rows(rows))
        dialog.open()

    def _take_rows(self, rows: list[roster_file.RosterRow]) -> None:
        def done(result: roster_file.RosterImported) -> None:
            completed = f"，补充 {len(result.completed)} 个" if result.completed else ""
            self.workspace.say_done(f"已导入名册：新增 {len(result.added)} 个单位{completed}")
            if result.findings:
                lines = [finding.message for finding in result.findings]
                self.workspace.messages.show_text("导入名册", "名册已导入，请留意：", "\n".join(lines[:30]))

        self.workspace.change(lambda work, _p: roster_file.import_roster(work, rows), self).on_success(done).start()

    def _show_tasks(self, line: UnitLine) -> None:
        query = TaskQuery(self.workspace.cutoff, unit_id=line.unit.id)
        self.workspace.open_place(Place("ledger", query=query, title=line.unit.short_name or line.unit.name))

    def _merge(self, line: UnitLine) -> None:
        dialog = MergeDialog(self, line.unit, self._names())

        def take() -> None:
            into = dialog.picker.unit_id
            if into is not None:
                self._wanted = into
                self._change(lambda work: unit_service.merge(work, line.unit.id, into), f"已并入“{line.unit.name}”")

        dialog.on_accepted(take)
        dialog.open()

    def _close_unit(self, line: UnitLine) -> None:
        unit_id = line.unit.id
        if not line.is_active:

            def reopen(work: UnitOfWork) -> ChangeSet:
                stored = row_of(work, Unit, unit_id, "单位")
                return unit_service.change(work, replace(stored, active_to=None, successor_id=None))

            self._change(reopen, f"已恢复使用“{line.unit.name}”")
            return
        dialog = CloseDialog(self, self.look, line.unit, self._names(), self.workspace.today)

        def take() -> None:
            day, successor = dialog.day.value() or self.workspace.today, dialog.successor.unit_id
            self._change(lambda work: unit_service.close(work, unit_id, day, successor), f"已停用“{line.unit.name}”")

        dialog.on_accepted(take)
        dialog.open()

    def _remove(self, line: UnitLine) -> None:
        self._change(lambda work: unit_service.remove(work, line.unit.id), f"已删除单位“{line.unit.name}”")

    def _new_group(self) -> None:
        self._open_group(None)

    def _edit_group(self) -> None:
        line = self.groups.group_at(self.group_table.currentIndex().row())
        if line is not None and not self.workspace.is_read_only:
            self._open_group(line.group.id)

    def _open_group(self, group_id: int | None) -> None:
        line = next((one for one in self._roster.groups if one.group.id == group_id), None)
        dialog = GroupDialog(self, [one.unit for one in self.model.lines if one.is_active], line)

        def save(name: str, unit_ids: list[int]) -> None:
            self.tabs.setCurrentIndex(1)
            self._change(lambda work: unit_service.set_group(work, name, unit_ids, group_id), f"已保存单位组“{name}”")

        dialog.on_saved(save)
        dialog.open()

    def _remove_group(self) -> None:
        line = self.groups.group_at(self.group_table.currentIndex().row())
        if line is not None:
            group = line.group
            self._change(lambda work: unit_service.remove_group(work, group.id), f"已删除单位组“{group.name}”")

    def _change(self, verb: Callable[[UnitOfWork], ChangeSet], done: str) -> None:
        job = self.workspace.change(lambda work, _progress: verb(work), self)
        job.on_success(lambda _changes: self.workspace.say_done(done)).start()

    def _on_ledger_changed(self, changes: ChangeSet) -> None:
        if changes.touches(*_TABLES):
            self.refresh()


def _table(name: str, label: str) -> QTableView:
    table = QTableView()
    table.setObjectName(name)
    table.setAccessibleName(label)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW_PX)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return table
