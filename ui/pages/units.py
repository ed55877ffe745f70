"""单位: the roster, other names of units, groups; every change is one operation that can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from ledger_app.domain.period import Period
from ledger_app.domain.unit import UNIT_KIND_NAMES
from ui.actions import Actions, Need
from ui.entry_button import entry_button
from ui.fields import ChoiceField
from ui.jobs import QueryJob
from ui.models.unit_table import (
    COLUMNS,
    GroupLine,
    GroupTableModel,
    RosterView,
    UnitLine,
    UnitTableModel,
    read_roster_view,
)
from ui.monthly.letters_part import LettersPart
from ui.monthly.returns_part import ReturnsPart
from ui.monthly.slips_part import SlipsPart
from ui.pages.page import EmptyState, Page, labelled, panel
from ui.print_menu import unit_papers_button
from ui.roster.posts_part import PostsPart
from ui.roster.unit_acts import UnitActs
from ui.views.unit_form import UnitForm
from ui.workspace import Place, Workspace

if TYPE_CHECKING:
    from ledger_app.reports.sheet import Sheet

ROW_PX = 28
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
        self.acts = UnitActs(self, workspace, lambda: self.model.lines)
        self._make_head()
        self._stack = QStackedWidget()
        self._stack.setObjectName("units_parts")
        start = entry_button("units_start")
        start.clicked.connect(self.acts.import_file)
        start.setEnabled(not workspace.is_read_only)
        self._empty = EmptyState("units_empty", "还没有单位名册", _PURPOSE, start)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("units_tabs")
        self.tabs.setAccessibleName("单位和单位组")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._make_units(), "单位")
        self.tabs.addTab(self._make_groups(), "单位组")
        self.posts = PostsPart(workspace)
        self.tabs.addTab(self.posts, "职务人员")
        self.returns = ReturnsPart(workspace)
        self.slips = SlipsPart(workspace)
        self.tabs.addTab(self.returns, "报送登记")
        self.tabs.addTab(self.slips, "督办单")
        self.letters = LettersPart(workspace)
        self.tabs.addTab(self.letters, "函件")
        self.tabs.currentChanged.connect(self._show_head)
        self._stack.addWidget(self.tabs)
        self._stack.addWidget(self._empty)
        self.body.addWidget(self._stack, 1)
        self._connect()
        self.refresh()

    @property
    def has_primary(self) -> bool:
        """Each tab has its own."""
        return True

    def needs(self) -> set[Need]:
        """The roster can be narrowed, and every list handed over."""
        return {Need.FINDABLE, Need.EXPORTABLE}

    def list_sheet(self) -> Sheet | None:
        """Return the list of the tab that is shown."""
        from ui.models.text_sheet import view_sheet

        table = next((one for one in self.tabs.currentWidget().findChildren(QTableView) if one.isVisible()), None)
        name = self.tabs.tabText(self.tabs.currentIndex()).split(" ")[0]
        return view_sheet(self.workspace.title, name, f"{self.workspace.today} 导出", table) if table else None

    def show_place(self, place: Place) -> None:
        """Show a unit, posts (tab "posts"), the returns of a month ("returns") or a register ("slips", "letters")."""
        if place.tab == "returns":
            self.tabs.setCurrentWidget(self.returns)
            self.returns.show_month(Period.parse(place.period or self.workspace.period))
            self.returns.table.setFocus()
        elif place.tab == "slips":
            self.tabs.setCurrentWidget(self.slips)
            self.slips.table.setFocus()
        elif place.tab == "letters":
            self.tabs.setCurrentWidget(self.letters)
            self.letters.table.setFocus()
        elif place.tab == "posts":
            self.tabs.setCurrentWidget(self.posts)
            self.posts.refresh()
        elif place.unit_id is not None:
            self._wanted = place.unit_id
            self.tabs.setCurrentIndex(0)
            self.find_field.clear()
            self.kind.show_value("")
            self.model.show_kind("")
            self._choose(place.unit_id)
        elif place.files:
            self.tabs.setCurrentIndex(0)
            self.acts.import_from(place.files[0])

    def refresh(self) -> None:
        """Read the roster anew."""
        if self._job is not None:
            self._job.cancel()
        cutoff = self.workspace.cutoff
        job = self.workspace.query(lambda session, _progress: read_roster_view(session, cutoff), self)
        self._job = job.on_success(self._take).start()

    def find_in_page(self) -> None:
        """Put the keyboard into the field that narrows what is shown."""
        if self.tabs.currentWidget() is self.posts:
            self.posts.find_field.setFocus()
            return
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
        self.import_button = entry_button("units_import")
        self.import_button.setIcon(self.look.icon("import"))
        self.group_button = entry_button("units_new_group")
        self.print_button = unit_papers_button(self.workspace, self._printed_unit)
        self.export_button = entry_button("units_export")
        self.new_button = entry_button("units_new")
        self.head.addWidget(self.print_button)
        for button in (self.import_button, self.export_button, self.group_button, self.new_button):
            button.setEnabled(button is self.export_button or not self.workspace.is_read_only)
            self.head.addWidget(button)

    def _printed_unit(self) -> int | None:
        return self.current.unit.id if self.current is not None else None

    def _show_head(self, tab: int) -> None:
        """Show the acts on the roster only beside the roster."""
        self.print_button.setVisible(tab == 0)
        for button in (self.import_button, self.export_button, self.group_button, self.new_button):
            button.setVisible(tab < self.tabs.indexOf(self.posts))

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
        self.edit_group_button = entry_button("group_edit")
        self.remove_group_button = entry_button("group_remove")
        self.history_button = entry_button("group_history_open")
        self._group_note = labelled("", "secondary", "group_note")
        row.addWidget(self._group_note, 1)
        row.addWidget(self.history_button)
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
        self.import_button.clicked.connect(self.acts.import_file)
        self.export_button.clicked.connect(self.acts.export_file)
        self.new_button.clicked.connect(self.acts.new_unit)
        self.group_button.clicked.connect(lambda _c=False: self.acts.open_group(None))
        self.history_button.clicked.connect(self._show_history)
        self.edit_group_button.clicked.connect(self._edit_group)
        self.remove_group_button.clicked.connect(self._remove_group)
        self.form.tasks_wanted.connect(self.acts.show_tasks)
        self.form.merge_wanted.connect(self.acts.merge)
        self.form.close_wanted.connect(self.acts.close_unit)
        self.form.remove_wanted.connect(self.acts.remove)
        self.acts.unit_wanted.connect(self._want_unit)
        self.acts.groups_wanted.connect(lambda: self.tabs.setCurrentIndex(1))
        self.workspace.cutoff_changed.connect(self.refresh_when_seen)
        self.workspace.ledger_changed.connect(self._on_ledger_changed)
        self.look.changed.connect(self._show_icons)

    def _show_icons(self) -> None:
        self.import_button.setIcon(self.look.icon("import"))

    def _take(self, roster: RosterView) -> None:
        chosen = self._wanted if self._wanted is not None else self._current_id()
        self.model.show_lines(roster.lines)
        self.groups.show_groups(roster.groups)
        active = sum(line.is_active for line in roster.lines)
        self._facts.setText(f"{active} 个单位 · {len(roster.groups)} 个组" if roster.lines else "")
        self.tabs.setTabText(1, f"单位组 {len(roster.groups)}" if roster.groups else "单位组")
        self._stack.setCurrentWidget(self.tabs if roster.lines or roster.groups else self._empty)
        self._group_note.setText(f"文件里写统称时，按这里的成员展开；所列为 {self.workspace.cutoff} 的成员")
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
        chosen = self._group() is not None
        self.history_button.setEnabled(chosen)
        for button in (self.edit_group_button, self.remove_group_button):
            button.setEnabled(chosen and not self.workspace.is_read_only)

    def _group(self) -> GroupLine | None:
        return self.groups.group_at(self.group_table.currentIndex().row())

    def _edit_group(self) -> None:
        line = self._group()
        if line is not None and not self.workspace.is_read_only:
            self.acts.open_group(line)

    def _show_history(self) -> None:
        line = self._group()
        if line is not None:
            self.acts.show_history(line)

    def _remove_group(self) -> None:
        line = self._group()
        if line is not None:
            self.acts.remove_group(line)

    def _want_unit(self, unit_id: int) -> None:
        self._wanted = unit_id
        self.refresh()

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
