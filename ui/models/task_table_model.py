"""The one model of the ledger grid: any number of tasks, of which only what is on sight is read.

The database gives the ids of a query in order, and of a grouped one the groups with their counts; a group's ids are
read when it is unfolded.  Rows are read in pages of 200 when a view asks for one, off the UI thread, and what stood
there stays until the new page has come.  Sorting, filtering and grouping are the database's: a new `TaskQuery` makes
a new list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.grid import GroupCount, Sorting, TaskQuery
from ledger_app.domain.task import CustomField
from ledger_app.messages import text_of
from ledger_app.ports import Progress, ReadSession
from ledger_app.services.cell_fields import CellField, cell_field, cell_text
from ui.jobs import QueryJob
from ui.models.columns import COLUMNS, Column, GridRow, columns_with
from ui.models.grid_layout import GridLayout
from ui.models.row_pages import RowPages
from ui.workspace import Workspace

# A list that is grouped anew begins unfolded up to this size; a longer one with its headings, of which it reads counts.
UNFOLDED_AT_MOST = 3_000
# From so many unfolded groups on, one list of everything is quicker than one of each.
GROUPS_BY_ONES = 12
ROW_ROLE = Qt.ItemDataRole.UserRole  # the GridRow, None while it is being read
GROUP_ROLE = Qt.ItemDataRole.UserRole + 1  # the GroupCount of a heading row, None for a task
COLUMN_ROLE = Qt.ItemDataRole.UserRole + 2  # the Column
TASK_ID_ROLE = Qt.ItemDataRole.UserRole + 3  # the id of the row's task, None for a heading
# A change of any of these may change a row of the grid or its place.
TABLES = (
    "task",
    "task_owner",
    "task_leader",
    "deadline",
    "extension",
    "milestone",
    "occurrence",
    "progress_entry",
    "task_evidence",
    "expected_evidence",
    "closing",
    "verification",
    "slip_task",
    "custom_field",
    "custom_value",
    "plan",
    "unit",
    "person",
    "post",
    "post_holder",
    "setting",
)

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Listing:
    """What a query selects.

    Attributes:
        ids: in order; of a grouped list the unfolded ones alone.
        groups: with their counts, none for a flat list; unfolded: ids of the open groups by their keys.
        custom: the ledger's own columns.
    """

    query: TaskQuery
    ids: Sequence[int] = ()
    groups: tuple[GroupCount, ...] = ()
    unfolded: Mapping[str, Sequence[int]] = field(default_factory=dict)
    custom: tuple[CustomField, ...] = ()

    @property
    def count(self) -> int:
        """Return how many tasks are selected, folded ones included."""
        return sum(group.count for group in self.groups) if self.groups else len(self.ids)


class TaskTableModel(QAbstractTableModel):
    """Tasks by row, `columns` by column; in a grouped list each group has a heading row.

    Signals:
        listed: a query's list has come (its Listing).
        counted: how many tasks of each light the query would show without the chip on lights (a mapping).
        totalled: what the query selects, counted as one group (a GroupCount).
        columns_changed: the ledger has other columns of its own now; follows a reset.
    """

    listed = Signal(object)
    counted = Signal(object)
    totalled = Signal(object)
    columns_changed = Signal()

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        """Begin empty; `show_query` fills it."""
        super().__init__(parent)
        self._workspace = workspace
        self._columns = COLUMNS
        self._asked = TaskQuery(workspace.cutoff)
        self._uncounted: TaskQuery | None = None
        self._listing = Listing(self._asked)
        self._layout = GridLayout((), (), {})
        self._unfolded: set[str] | None = None  # what the next list unfolds; None = by its size
        self._unfold_first: set[str] | None = None  # what the first grouped list unfolds
        self._pages = RowPages(workspace, self)
        self._pages.arrived.connect(self._on_arrived)
        self._list_job: QueryJob[Listing] | None = None
        self._count_job: QueryJob[tuple[Mapping[str, int], GroupCount]] | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the columns, hidden ones included: the program's own, then the ledger's."""
        return self._columns

    @property
    def query(self) -> TaskQuery:
        """Return the query that was asked for last; what is shown may still be the one before."""
        return self._asked

    @property
    def listing(self) -> Listing:
        """Return what is shown."""
        return self._listing

    def show_query(self, query: TaskQuery, uncounted: TaskQuery | None = None) -> None:
        """List what a query selects; the old list stays until the new one has come.

        Args:
            query: what to list.
            uncounted: what `counted` is to count instead: the query without the chip on lights.
        """
        if query.group_by != self._asked.group_by:
            self._unfolded, self._unfold_first = self._unfold_first, None
        self._asked = query
        self._uncounted = uncounted
        if self._list_job is not None:
            self._list_job.cancel()
        unfolded = None if self._unfolded is None else frozenset(self._unfolded)
        job = self._workspace.query(
            lambda session, progress: _list(session, query, unfolded, progress), self, lists=True
        )
        self._list_job = job.on_success(self._take_listing).start()

    def unfold_first(self, keys: set[str] | None) -> None:
        """Unfold these groups of the first grouped list, as they were left; None = by its size."""
        self._unfold_first = keys

    def reload(self) -> None:
        """Read the list and its rows again."""
        self.forget_freshness()
        self.show_query(self.query, self._uncounted)

    def task_id(self, row: int) -> int | None:
        """Return the id of the task in a row, None for a heading."""
        position = self._layout.position(row)
        return None if position is None else self._layout.ids[position]

    def row_of(self, task_id: int) -> int | None:
        """Return the row of a task, None if it is not listed or its group is folded."""
        return self._layout.row_of(task_id)

    def group_at(self, row: int) -> GroupCount | None:
        """Return the group whose heading a row is, None for a task."""
        return self._layout.group_at(row)

    def heading_row(self, key: str) -> int | None:
        """Return the heading row of a group, None if there is no such group."""
        return self._layout.heading_row(key)

    def heading_of(self, row: int) -> int | None:
        """Return the heading row of the group that a row belongs to, None in a flat list."""
        return self._layout.heading_of(row)

    def is_folded(self, key: str) -> bool:
        """Say whether a group shows its heading alone."""
        return self._layout.is_folded(key)

    def set_folded(self, key: str, is_folded: bool) -> None:
        """Fold a group, or unfold it once its ids have been read."""
        if is_folded == self.is_folded(key):
            return
        self._unfolded = set(self._listing.unfolded)
        if is_folded:
            self._unfolded.discard(key)
            kept = {name: ids for name, ids in self._listing.unfolded.items() if name != key}
            self._show_listing(replace(self._listing, unfolded=kept))
        else:
            self._unfolded.add(key)
            self._read_group(key)

    def set_all_folded(self, is_folded: bool) -> None:
        """Fold all groups, or unfold them once their ids have been read."""
        self._unfolded = set() if is_folded else {group.key for group in self._listing.groups}
        if is_folded:
            self._show_listing(replace(self._listing, unfolded={}))
        else:
            self.show_query(self.query, self._uncounted)

    def sort_by(self, sorting: tuple[Sorting, ...]) -> None:
        """Let the database sort by several fields, the first first; none is the plan's own order."""
        if sorting != self.query.sorting:
            uncounted = None if self._uncounted is None else replace(self._uncounted, sorting=sorting)
            self.show_query(replace(self.query, sorting=sorting), uncounted)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Let the database sort by one column; column -1 is the plan's own order."""
        name = self._columns[column].field if 0 <= column < len(self._columns) else ""
        self.sort_by((Sorting(name, order is Qt.SortOrder.DescendingOrder),) if name else ())

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of rows, headings included."""
        return 0 if parent.isValid() else self._layout.row_count

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns, hidden ones included."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's text, tooltip, alignment, row or group; asks for the page when it is not here yet."""
        if not index.isValid() or index.column() >= len(self._columns):
            return None
        column = self._columns[index.column()]
        if role == COLUMN_ROLE:
            return column
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.alignment
        if role == TASK_ID_ROLE:
            return self.task_id(index.row())
        group = self.group_at(index.row())
        if group is not None or role == GROUP_ROLE:
            return self._group_data(group, index.column(), role)
        row = self._row(index.row())
        if role == ROW_ROLE or row is None:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.value(row)
        if role == Qt.ItemDataRole.EditRole:
            return cell_text(column.edits, row.facts, row.judgement, row.custom)
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.judgement.reason if column.key == "light" else column.value(row)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Say of a cell whether it can be changed: column, ledger and task must allow it."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() and not self.why_fixed(index) else flags

    def cell_field(self, column: int) -> CellField | None:
        """Return what the cells of a column change, None for a column that only shows."""
        return cell_field(self._columns[column].edits, {one.id: one for one in self._listing.custom})

    def why_fixed(self, index: Index) -> str:
        """Return in one Chinese sentence why a cell cannot be changed, "" if it can."""
        if self._workspace.is_read_only:
            return "这本台账以只读方式打开，不能修改。"
        if self.task_id(index.row()) is None:
            return "这是分组的标题行，不能修改。"
        column = self._columns[index.column()]
        if self.cell_field(index.column()) is None:
            return text_of("SVC-270", {"field": column.heading})
        row = self._row(index.row())
        if row is not None and row.facts.closing_step == "approved":
            return text_of("SVC-040", {"task": row.facts.code, "what": f"修改{column.heading}"})
        return ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's heading."""
        if orientation is Qt.Orientation.Vertical or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.heading
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.alignment
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip or None
        return None

    def forget_freshness(self) -> None:
        """Let every row be read again when it is next on sight; until then it shows what it showed."""
        self._pages.forget_freshness()

    def is_touched_by(self, changes: ChangeSet) -> bool:
        """Say whether an operation may have changed what is listed."""
        return changes.touches(*TABLES)

    def _group_data(self, group: GroupCount | None, column: int, role: int) -> object:
        if role == GROUP_ROLE or group is None:
            return group
        if role == Qt.ItemDataRole.AccessibleTextRole or (column == 0 and role == Qt.ItemDataRole.DisplayRole):
            return f"{group.label}，{group.count} 项"
        return None

    def _row(self, row: int) -> GridRow | None:
        position = self._layout.position(row)
        return None if position is None else self._pages.row(position)

    def _on_arrived(self, first: int, last: int) -> None:
        if last < len(self._layout.ids):
            self._tell_changed(self._layout.row_at(first), self._layout.row_at(last))

    def _tell_changed(self, first: int, last: int) -> None:
        if 0 <= first <= last < self._layout.row_count:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))

    def _read_group(self, key: str) -> None:
        """Read the ids of one group and unfold it, if the same list is still shown then."""
        listing = self._listing

        def unfold(ids: Sequence[int]) -> None:
            if self._listing.query == listing.query and any(group.key == key for group in self._listing.groups):
                self._show_listing(replace(self._listing, unfolded={**self._listing.unfolded, key: ids}))

        query = replace(listing.query, group=key)
        self._workspace.query(lambda session, _progress: session.task_ids(query), self, lists=True).on_success(
            unfold
        ).start()

    def _take_listing(self, listing: Listing) -> None:
        self._list_job = None
        if listing.query.cutoff != self._listing.query.cutoff:
            self.forget_freshness()
        if self._unfolded is None:
            self._unfolded = set(listing.unfolded) if listing.groups else None
        self._show_listing(listing)
        self.listed.emit(listing)
        self._count(listing.query)

    def _show_listing(self, listing: Listing) -> None:
        """Show a list; views are reset only where another row stands somewhere."""
        columns = columns_with(listing.custom)
        others = [(one.key, one.heading) for one in columns] != [(one.key, one.heading) for one in self._columns]
        shown = self._listing
        same = (listing.ids, listing.groups, listing.unfolded) == (shown.ids, shown.groups, shown.unfolded)
        if same and not others:
            self._listing = listing
            self._pages.keep(listing.query)
            self._tell_changed(0, self._layout.row_count - 1)
            return
        self.beginResetModel()
        self._listing = listing
        self._columns = columns
        self._layout = GridLayout(listing.ids, listing.groups, listing.unfolded)
        self._pages.show(self._layout.ids, listing.query)
        self.endResetModel()
        if others:
            self.columns_changed.emit()

    def _count(self, query: TaskQuery) -> None:
        """Count the lights after the list: the two side by side would each judge the whole ledger."""
        if self._count_job is not None:
            self._count_job.cancel()
        plain = self._uncounted or query

        def count(session: ReadSession, _progress: Progress) -> tuple[Mapping[str, int], GroupCount]:
            total = session.totals(query)
            return (dict(total.lights) if plain == query else session.light_counts(plain)), total

        self._count_job = self._workspace.query(count, self, lists=True).on_success(self._take_counts).start()

    def _take_counts(self, counts: tuple[Mapping[str, int], GroupCount]) -> None:
        self._count_job = None
        self.counted.emit(counts[0])
        self.totalled.emit(counts[1])


def _list(session: ReadSession, query: TaskQuery, unfolded: frozenset[str] | None, progress: Progress) -> Listing:
    """Read a list: ids, or groups with the ids of those that are unfolded (None = all of a short list)."""
    custom = tuple(session.of(CustomField).find())
    if not query.group_by:
        return Listing(query, session.task_ids(query), custom=custom)
    groups = tuple(session.groups(query))
    progress.step(1, 2)
    count = sum(group.count for group in groups)
    if unfolded is None:
        unfolded = frozenset(group.key for group in groups) if count <= UNFOLDED_AT_MOST else frozenset()
    wanted = [group for group in groups if group.key in unfolded]
    if len(wanted) <= GROUPS_BY_ONES:
        parts = {group.key: session.task_ids(replace(query, group=group.key)) for group in wanted}
        return Listing(query, (), groups, parts, custom)
    ids = session.task_ids(query)
    parts, start = {}, 0
    for group in groups:
        if group.key in unfolded:
            parts[group.key] = ids[start : start + group.count]
        start += group.count
    return Listing(query, (), groups, parts, custom)
