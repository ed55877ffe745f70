"""The one model of the ledger grid: any number of tasks, of which only what is on sight is read.

The database gives the ids of a query in order (and its groups); rows are read in pages of 200 when a view asks
for one, off the UI thread, and what stood there stays until the new page has come.  Sorting, filtering and
grouping are the database's: a new `TaskQuery` makes a new id list.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.grid import Condition, GroupCount, Sorting, TaskQuery
from ledger_app.ports import Progress, ReadSession
from ui.jobs import QueryJob
from ui.models.columns import COLUMNS, GridRow, read_rows
from ui.workspace import Workspace

PAGE_ROWS = 200
# Pages kept in memory; a screen shows one or two.
PAGES_KEPT = 25
PAGE_JOBS_AT_ONCE = 4
ROW_ROLE = Qt.ItemDataRole.UserRole  # the GridRow, None while it is being read
GROUP_ROLE = Qt.ItemDataRole.UserRole + 1  # the GroupCount of a heading row, None for a task
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
    "slip_task",
    "plan",
    "unit",
    "setting",
)

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Listing:
    """What a query selects: ids in order, and its groups if any."""

    query: TaskQuery
    ids: Sequence[int] = ()
    groups: tuple[GroupCount, ...] = ()


class TaskTableModel(QAbstractTableModel):
    """Tasks by row, `COLUMNS` by column; in a grouped list each group has a heading row.

    Signals:
        listed: a query's ids have come (its Listing).
        counted: how many tasks of each light the query would show without its conditions on lights (a mapping).
    """

    listed = Signal(object)
    counted = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        """Begin empty; `show_query` fills it."""
        super().__init__(parent)
        self._workspace = workspace
        self._asked = TaskQuery(workspace.cutoff)
        self._listing = Listing(self._asked)
        self._starts: list[int] = []  # heading row of each group
        self._before: list[int] = []  # number of listed ids before each group
        self._folded: set[str] = set()
        self._row_count = 0
        self._rows: dict[int, GridRow] = {}
        self._fresh: set[int] = set()  # ids of rows read since the last change
        self._page_order: list[int] = []
        self._wanted: list[int] = []
        self._jobs: dict[int, QueryJob[list[GridRow]]] = {}
        self._list_job: QueryJob[Listing] | None = None
        self._count_job: QueryJob[Mapping[str, int]] | None = None
        self._index_of: dict[int, int] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._read_wanted)

    @property
    def query(self) -> TaskQuery:
        """Return the query that was asked for last; what is shown may still be the one before."""
        return self._asked

    @property
    def listing(self) -> Listing:
        """Return what is shown."""
        return self._listing

    def show_query(self, query: TaskQuery) -> None:
        """List what a query selects; the old list stays until the new one has come."""
        self._asked = query
        if self._list_job is not None:
            self._list_job.cancel()
        job = self._workspace.query(lambda session, progress: _list(session, query, progress), self)
        self._list_job = job.on_success(self._take_listing).start()

    def reload(self) -> None:
        """Read the list and its rows again."""
        self.forget_freshness()
        self.show_query(self.query)

    def task_id(self, row: int) -> int | None:
        """Return the id of the task in a row, None for a heading."""
        position = self._position(row)
        return None if position is None else self._listing.ids[position]

    def row_of(self, task_id: int) -> int | None:
        """Return the row of a task, None if it is not listed or its group is folded."""
        if self._index_of is None:
            self._index_of = {id_: position for position, id_ in enumerate(self._listing.ids)}
        position = self._index_of.get(task_id)
        return None if position is None else self._row_at(position)

    def group_at(self, row: int) -> GroupCount | None:
        """Return the group whose heading a row is, None for a task."""
        if not self._starts:
            return None
        number = bisect_right(self._starts, row) - 1
        return self._listing.groups[number] if self._starts[number] == row else None

    def is_folded(self, key: str) -> bool:
        """Say whether a group shows its heading alone."""
        return key in self._folded

    def set_folded(self, key: str, is_folded: bool) -> None:
        """Fold a group or unfold it."""
        if is_folded != (key in self._folded):
            self.beginResetModel()
            (self._folded.add if is_folded else self._folded.discard)(key)
            self._lay_out()
            self.endResetModel()

    def set_all_folded(self, is_folded: bool) -> None:
        """Fold all groups or unfold them."""
        self.beginResetModel()
        self._folded = {group.key for group in self._listing.groups} if is_folded else set()
        self._lay_out()
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of rows, headings included."""
        return 0 if parent.isValid() else self._row_count

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns, hidden ones included."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's text, tooltip, alignment, row or group; asks for the page when it is not here yet."""
        if not index.isValid():
            return None
        column = COLUMNS[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.alignment
        group = self.group_at(index.row())
        if group is not None or role == GROUP_ROLE:
            return self._group_data(group, index.column(), role)
        row = self._row(index.row())
        if role == ROW_ROLE or row is None:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.value(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.judgement.reason if column.key == "light" else column.value(row)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's heading."""
        if orientation is Qt.Orientation.Vertical or not 0 <= section < len(COLUMNS):
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.heading
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.alignment
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip or None
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Let the database sort by a column; column -1 is the plan's own order."""
        name = COLUMNS[column].field if 0 <= column < len(COLUMNS) else ""
        sorting = (Sorting(name, order is Qt.SortOrder.DescendingOrder),) if name else ()
        if sorting != self.query.sorting:
            self.show_query(replace(self.query, sorting=sorting))

    def _group_data(self, group: GroupCount | None, column: int, role: int) -> object:
        if role == GROUP_ROLE or group is None:
            return group
        if column == 0 and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{group.label}，{group.count} 项"
        return None

    def _position(self, row: int) -> int | None:
        """Return which of the listed ids a row shows, None for a heading."""
        if not self._starts:
            return row if 0 <= row < len(self._listing.ids) else None
        number = bisect_right(self._starts, row) - 1
        if self._starts[number] == row:
            return None
        return self._before[number] + row - self._starts[number] - 1

    def _row_at(self, position: int) -> int | None:
        """Return the row that shows one of the listed ids, None while its group is folded."""
        if not self._starts:
            return position
        number = bisect_right(self._before, position) - 1
        if self._listing.groups[number].key in self._folded:
            return None
        return self._starts[number] + 1 + position - self._before[number]

    def _row(self, row: int) -> GridRow | None:
        position = self._position(row)
        if position is None:
            return None
        id_ = self._listing.ids[position]
        if id_ not in self._fresh:
            self._want(position // PAGE_ROWS)
        return self._rows.get(id_)

    def _want(self, page: int) -> None:
        if page not in self._jobs and page not in self._wanted:
            self._wanted.append(page)
            self._timer.start()

    def _read_wanted(self) -> None:
        """Start the jobs for what was asked for last; what scrolled past meanwhile is not read."""
        wanted, self._wanted = self._wanted[-PAGE_JOBS_AT_ONCE:], []
        for page, job in list(self._jobs.items())[: max(0, len(self._jobs) + len(wanted) - PAGE_JOBS_AT_ONCE)]:
            job.cancel()
            del self._jobs[page]
        for page in wanted:
            self._read_page(page)

    def _read_page(self, page: int) -> None:
        listing, settings = self._listing, self._workspace.settings
        ids = list(listing.ids[page * PAGE_ROWS : (page + 1) * PAGE_ROWS])

        def read(session: ReadSession, _progress: Progress) -> list[GridRow]:
            return read_rows(session, ids, listing.query.cutoff, settings)

        job = self._workspace.query(read, self)
        self._jobs[page] = job.on_success(lambda rows: self._take_page(page, ids, rows)).start()

    def _take_page(self, page: int, ids: Sequence[int], rows: Iterable[GridRow]) -> None:
        self._jobs.pop(page, None)
        self._rows.update((row.facts.id, row) for row in rows)
        self._fresh.update(ids)
        self._page_order = [*(known for known in self._page_order if known != page), page]
        while len(self._page_order) > PAGES_KEPT:
            self._drop_page(self._page_order.pop(0))
        first = self._row_at(page * PAGE_ROWS)
        last = self._row_at(page * PAGE_ROWS + len(ids) - 1)
        # A page may begin or end in a folded group; then all is told to be new, and views repaint what they show.
        self._tell_changed(0 if first is None else first, self._row_count - 1 if last is None else last)

    def _tell_changed(self, first: int, last: int) -> None:
        if 0 <= first <= last < self._row_count:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))

    def _drop_page(self, page: int) -> None:
        for id_ in self._listing.ids[page * PAGE_ROWS : (page + 1) * PAGE_ROWS]:
            self._rows.pop(id_, None)
            self._fresh.discard(id_)

    def _take_listing(self, listing: Listing) -> None:
        self._list_job = None
        judged_anew = listing.query.cutoff != self._listing.query.cutoff
        if judged_anew:
            self.forget_freshness()
        same = listing.ids == self._listing.ids and listing.groups == self._listing.groups
        if same:
            self._listing = listing
            self._tell_changed(0, self._row_count - 1)
        else:
            self._stop_pages()
            self.beginResetModel()
            self._listing = listing
            self._lay_out()
            self.endResetModel()
        self.listed.emit(listing)
        self._count(listing.query)

    def _count(self, query: TaskQuery) -> None:
        """Count the lights after the list: the two side by side would each judge the whole ledger."""
        if self._count_job is not None:
            self._count_job.cancel()
        plain = replace(query, conditions=_without_lights(query), sorting=(), group_by=None)
        count = self._workspace.query(lambda session, _progress: session.light_counts(plain), self)
        self._count_job = count.on_success(self.counted.emit).start()

    def _lay_out(self) -> None:
        self._index_of = None
        self._starts, self._before = [], []
        row = before = 0
        for group in self._listing.groups:
            self._starts.append(row)
            self._before.append(before)
            row += 1 + (0 if group.key in self._folded else group.count)
            before += group.count
        self._row_count = row if self._listing.groups else len(self._listing.ids)

    def _stop_pages(self) -> None:
        for job in self._jobs.values():
            job.cancel()
        self._jobs.clear()
        self._wanted.clear()
        self._page_order.clear()
        if len(self._rows) > PAGES_KEPT * PAGE_ROWS:
            self._rows.clear()
            self._fresh.clear()

    def forget_freshness(self) -> None:
        """Let every row be read again when it is next on sight; until then it shows what it showed."""
        for job in self._jobs.values():
            job.cancel()
        self._jobs.clear()
        self._fresh.clear()

    def is_touched_by(self, changes: ChangeSet) -> bool:
        """Say whether an operation may have changed what is listed."""
        return changes.touches(*TABLES)


def _list(session: ReadSession, query: TaskQuery, progress: Progress) -> Listing:
    ids = session.task_ids(query)
    progress.step(1, 2)
    return Listing(query, ids, tuple(session.groups(query)) if query.group_by else ())


def _without_lights(query: TaskQuery) -> tuple[Condition, ...]:
    """Return the conditions but those on the light: the chips count what each of them would show."""
    return tuple(one for one in query.conditions if one.field != "light")
