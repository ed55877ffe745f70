"""Rows of the grid as they are read: pages of 200 on sight, off the UI thread, kept until they are out of date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from ledger_app.domain.grid import TaskQuery
from ledger_app.ports import Progress, ReadSession
from ui.jobs import QueryJob
from ui.models.columns import GridRow, read_rows
from ui.workspace import Workspace

PAGE_ROWS = 200
# Pages kept in memory; a screen shows one or two.
PAGES_KEPT = 25
PAGE_JOBS_AT_ONCE = 4


class RowPages(QObject):
    """The rows of one list of ids; a row that is asked for and not here is read with its page.

    Signals:
        arrived: rows have come (first and last position in the list).
    """

    arrived = Signal(int, int)

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        """Begin with an empty list."""
        super().__init__(parent)
        self._workspace = workspace
        self._query = TaskQuery(workspace.cutoff)
        self._ids: Sequence[int] = ()
        self._rows: dict[int, GridRow] = {}
        self._fresh: set[int] = set()  # ids of rows read since the last change
        self._order: list[int] = []
        self._wanted: list[int] = []
        self._jobs: dict[int, QueryJob[list[GridRow]]] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._read_wanted)

    def row(self, position: int) -> GridRow | None:
        """Return the row at a place of the list as it was last read, None if it never was; asks for it anew if old."""
        id_ = self._ids[position]
        if id_ not in self._fresh:
            self._want(position // PAGE_ROWS)
        return self._rows.get(id_)

    def show(self, ids: Sequence[int], query: TaskQuery) -> None:
        """Take another list; rows that stood in the old one are still known."""
        self._stop()
        self._order.clear()
        if len(self._rows) > PAGES_KEPT * PAGE_ROWS:
            self._rows.clear()
            self._fresh.clear()
        self._ids, self._query = ids, query

    def keep(self, query: TaskQuery) -> None:
        """Read the same list by another query from now on; what is being read goes on."""
        self._query = query

    def forget_freshness(self) -> None:
        """Let every row be read again when it is next on sight; until then it shows what it showed."""
        self._stop()
        self._fresh.clear()

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
            self._read(page)

    def _read(self, page: int) -> None:
        cutoff, settings = self._query.cutoff, self._workspace.settings
        ids = list(self._ids[page * PAGE_ROWS : (page + 1) * PAGE_ROWS])

        def read(session: ReadSession, _progress: Progress) -> list[GridRow]:
            return read_rows(session, ids, cutoff, settings)

        job = self._workspace.query(read, self)
        self._jobs[page] = job.on_success(lambda rows: self._take(page, ids, rows)).start()

    def _take(self, page: int, ids: Sequence[int], rows: Iterable[GridRow]) -> None:
        self._jobs.pop(page, None)
        self._rows.update((row.facts.id, row) for row in rows)
        self._fresh.update(ids)
        self._order = [*(known for known in self._order if known != page), page]
        while len(self._order) > PAGES_KEPT:
            self._drop(self._order.pop(0))
        if ids:
            self.arrived.emit(page * PAGE_ROWS, page * PAGE_ROWS + len(ids) - 1)

    def _drop(self, page: int) -> None:
        for id_ in self._ids[page * PAGE_ROWS : (page + 1) * PAGE_ROWS]:
            self._rows.pop(id_, None)
            self._fresh.discard(id_)

    def _stop(self) -> None:
        for job in self._jobs.values():
            job.cancel()
        self._jobs.clear()
        self._wanted.clear()
