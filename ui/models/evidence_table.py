"""The pieces of evidence as the page lists them: one row a piece, narrowed by place and words, sorted by column."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ledger_app.domain.evidence import Evidence, EvidenceVersion, StoredFile, TaskEvidence
from ledger_app.domain.evidence_text import TextHit
from ledger_app.domain.natural_order import natural_key
from ledger_app.domain.pinyin import initials
from ledger_app.domain.supervision import Closing
from ledger_app.domain.task import Task
from ledger_app.evidence.kinds import FORMAT_NAMES
from ledger_app.ports import ReadSession
from ui.models.columns import day
from ui.open_file import size_text

ID_ROLE = Qt.ItemDataRole.UserRole
LINE_ROLE = Qt.ItemDataRole.UserRole + 1
FOUND_ROLE = Qt.ItemDataRole.UserRole + 2
"""What was found inside the file and where, as one line; "" for nothing."""
AWAY_ROLE = Qt.ItemDataRole.UserRole + 3
"""Whether the drive that the files lie on is not there, so that none can be looked at."""
_AWAY_TIP = "放佐证材料的磁盘现在不在，接上以后就能查看"

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_MEDIA_ICONS = {
    **dict.fromkeys(("jpeg", "png", "gif", "bmp", "tiff", "webp", "heic"), "image"),
    **dict.fromkeys(("xlsx", "xls"), "ledger"),
    **dict.fromkeys(("docx", "doc", "rtf", "text", "ofd", "pdf"), "plan"),
}


def media_icon(media_type: str) -> str:
    """Return the name of the icon of a format."""
    return _MEDIA_ICONS.get(media_type, "evidence")


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A piece of evidence with its current content and its tasks.

    Attributes:
        version: current content, None if it has none (a damaged ledger).
        media_type: short name of its format; size_bytes: of its content.
        version_count: contents it had so far.
        task_ids: tasks it is linked to.
        is_bound: one of them was struck off, so that nothing of it may change.
    """

    evidence: Evidence
    version: EvidenceVersion | None
    media_type: str = "bin"
    size_bytes: int = 0
    version_count: int = 0
    task_ids: tuple[int, ...] = ()
    is_bound: bool = False

    @property
    def is_in_bin(self) -> bool:
        """Say whether it was put into the bin."""
        return self.evidence.removed_at is not None

    @property
    def second_line(self) -> str:
        """Return what stands below the title: document number, author, and file name or format."""
        name = self.version.original_name if self.version is not None else ""
        if PurePath(name).stem == self.evidence.title:
            name = FORMAT_NAMES.get(self.media_type, "")
        return " · ".join(filter(None, (self.evidence.doc_number, self.evidence.author, name)))

    @property
    def icon(self) -> str:
        """Return the name of the icon of its format."""
        return media_icon(self.media_type)


@dataclass(frozen=True, slots=True)
class EvidenceColumn:
    """One column: what stands in it, and by what it is sorted."""

    key: str
    heading: str
    value: Callable[[EvidenceRow], str]
    order: Callable[[EvidenceRow], Any]
    width_px: int
    is_right: bool = False


def _added(row: EvidenceRow) -> str:
    return row.evidence.added_at[:10] or "—"


def _date(row: EvidenceRow) -> str:
    return day(row.evidence.document_date)


COLUMNS: tuple[EvidenceColumn, ...] = (
    EvidenceColumn("title", "材料", lambda row: row.evidence.title, lambda row: natural_key(row.evidence.title), 240),
    EvidenceColumn("kind", "类别", lambda row: row.evidence.kind or "—", lambda row: row.evidence.kind, 62),
    EvidenceColumn("date", "日期", _date, _date, 82, is_right=True),
    EvidenceColumn(
        "size", "大小", lambda row: size_text(row.size_bytes), lambda row: row.size_bytes, 62, is_right=True
    ),
    EvidenceColumn(
        "versions", "版本", lambda row: str(row.version_count), lambda row: row.version_count, 48, is_right=True
    ),
    EvidenceColumn(
        "tasks", "任务", lambda row: str(len(row.task_ids)), lambda row: len(row.task_ids), 48, is_right=True
    ),
    EvidenceColumn("added", "存入", _added, lambda row: row.evidence.added_at, 82, is_right=True),
)


@dataclass(frozen=True, slots=True)
class EvidenceTask:
    """A task that has evidence, for the list at the left."""

    id: int
    code: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class EvidenceList:
    """Everything the page lists, read in one session."""

    rows: tuple[EvidenceRow, ...] = ()
    tasks: tuple[EvidenceTask, ...] = ()


class EvidenceTableModel(QAbstractTableModel):
    """Evidence by row; narrowing and sorting happen here, on what one job read.

    A place is "all", "loose" (without a task), "bin", or "task:ID".
    """

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty, at the newest."""
        super().__init__(parent)
        self._all: tuple[EvidenceRow, ...] = ()
        self._shown: list[EvidenceRow] = []
        self._row_of: dict[int, int] = {}
        self._place = "all"
        self._members: Collection[int] | None = None
        self._words = ""
        self._is_away = False
        self._hits: Mapping[int, TextHit] = {}
        self._column = len(COLUMNS) - 1
        self._descending = True

    def show_rows(self, rows: Sequence[EvidenceRow]) -> None:
        """Show these pieces."""
        self._all = tuple(rows)
        self._narrow()

    def show_place(self, place: str, members: Collection[int] | None = None) -> None:
        """Show only what lies at a place; `members` are the pieces of one that only others know (an indicator's)."""
        self._place, self._members = place, members
        self._narrow()

    def show_words(self, words: str) -> None:
        """Show only what these words occur in: title, number, kind, file name, note, or the title's initials."""
        self._words = words.strip().lower()
        self._hits = {}
        self._narrow()

    def show_hits(self, words: str, hits: Mapping[int, TextHit]) -> None:
        """Show also the pieces in whose files the words stand; hits for other words than those shown are dropped."""
        if words.lower() == self._words and (hits or self._hits):
            self._hits = hits
            self._narrow()

    def show_away(self, *, is_away: bool) -> None:
        """Say whether the drive of the files is not there."""
        if is_away is not self._is_away:
            self._is_away = is_away
            if self._shown:
                last = self.index(len(self._shown) - 1, len(COLUMNS) - 1)
                self.dataChanged.emit(self.index(0, 0), last)

    def words_in(self, evidence_id: int) -> str:
        """Return the words that stand in a piece's file, "" where they do not."""
        return self._words if evidence_id in self._hits else ""

    def count(self, place: str) -> int:
        """Return how many pieces lie at a place."""
        return sum(_lies_at(row, place) for row in self._all)

    @property
    def shown(self) -> tuple[EvidenceRow, ...]:
        """Return the pieces that are shown, in order."""
        return tuple(self._shown)

    def row_at(self, row: int) -> EvidenceRow | None:
        """Return the piece in a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, evidence_id: int) -> int | None:
        """Return the row of a piece, None if it is not shown."""
        return self._row_of.get(evidence_id)

    def find(self, evidence_id: int) -> EvidenceRow | None:
        """Return a piece, whether it is shown or not."""
        return next((row for row in self._all if row.evidence.id == evidence_id), None)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of pieces shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's text and alignment, and the piece."""
        if not index.isValid():
            return None
        row, column = self._shown[index.row()], COLUMNS[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return "不在" if self._is_away and column.key == "size" else column.value(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            name = row.version.original_name if row.version is not None else ""
            away = _AWAY_TIP if self._is_away else ""
            return "\n".join(filter(None, (row.evidence.title, name, row.evidence.note, away)))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == ID_ROLE:
            return row.evidence.id
        if role == FOUND_ROLE:
            return _found_in(self._hits.get(row.evidence.id))
        if role == AWAY_ROLE:
            return self._is_away
        return row if role == LINE_ROLE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's heading."""
        if orientation is Qt.Orientation.Vertical or not 0 <= section < len(COLUMNS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].heading
        return _alignment(COLUMNS[section]) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; ties by id."""
        if 0 <= column < len(COLUMNS):
            self._column, self._descending = column, order is Qt.SortOrder.DescendingOrder
            self._narrow()

    def _lies_here(self, row: EvidenceRow) -> bool:
        if self._members is not None:
            return not row.is_in_bin and row.evidence.id in self._members
        return _lies_at(row, self._place)

    def _is_found(self, row: EvidenceRow) -> bool:
        return row.evidence.id in self._hits or _holds(row, self._words)

    def _narrow(self) -> None:
        self.beginResetModel()
        found = [row for row in self._all if self._lies_here(row) and self._is_found(row)]
        order = COLUMNS[self._column].order
        found.sort(key=lambda row: row.evidence.id)
        found.sort(key=order, reverse=self._descending)
        self._shown = found
        self._row_of = {row.evidence.id: number for number, row in enumerate(found)}
        self.endResetModel()


def read_evidence(session: ReadSession) -> EvidenceList:
    """Read all evidence with its current contents and its tasks."""
    versions: dict[int, list[EvidenceVersion]] = {}
    for version in session.of(EvidenceVersion).find():
        versions.setdefault(version.evidence_id, []).append(version)
    files = {file.id: file for file in session.of(StoredFile).find()}
    links: dict[int, list[int]] = {}
    for link in session.of(TaskEvidence).find():
        links.setdefault(link.evidence_id, []).append(link.task_id)
    closed = _closed_tasks(session)
    rows = []
    for evidence in session.of(Evidence).find():
        own = versions.get(evidence.id, [])
        current = max(own, key=lambda version: version.number, default=None)
        file = files.get(current.sha256) if current is not None else None
        rows.append(
            EvidenceRow(
                evidence,
                current,
                file.media_type if file is not None else "bin",
                file.size_bytes if file is not None else 0,
                len(own),
                tuple(links.get(evidence.id, ())),
                not closed.isdisjoint(links.get(evidence.id, ())),
            )
        )
    return EvidenceList(tuple(rows), _tasks(session, rows))


def _closed_tasks(session: ReadSession) -> set[int]:
    """Return the tasks that are struck off: those whose latest step says so."""
    latest: dict[int, Closing] = {}
    for step in session.of(Closing).find():
        known = latest.get(step.task_id)
        if known is None or (step.on_date, step.id) > (known.on_date, known.id):
            latest[step.task_id] = step
    return {task_id for task_id, step in latest.items() if step.step == "approved"}


def _tasks(session: ReadSession, rows: Sequence[EvidenceRow]) -> tuple[EvidenceTask, ...]:
    counts: dict[int, int] = {}
    for row in rows:
        for task_id in row.task_ids if not row.is_in_bin else ():
            counts[task_id] = counts.get(task_id, 0) + 1
    tasks = session.of(Task).find(id=sorted(counts)) if counts else []
    return tuple(
        EvidenceTask(task.id, task.code, task.title, counts[task.id])
        for task in sorted(tasks, key=lambda task: (task.code, task.id))
    )


def _lies_at(row: EvidenceRow, place: str) -> bool:
    if place == "bin":
        return row.is_in_bin
    if row.is_in_bin:
        return False
    if place == "loose":
        return not row.task_ids
    return place == "all" or int(place.removeprefix("task:")) in row.task_ids


def _holds(row: EvidenceRow, words: str) -> bool:
    if not words:
        return True
    evidence = row.evidence
    name = row.version.original_name if row.version is not None else ""
    texts = (evidence.title, evidence.doc_number, evidence.kind, name, evidence.note, evidence.author)
    if any(words in text.lower() for text in texts):
        return True
    return words.isascii() and words.isalpha() and words in initials(evidence.title)


def _found_in(hit: TextHit | None) -> str:
    if hit is None or not hit.snippet:
        return ""
    place = f"第 {hit.page} 页　" if hit.page is not None else f"{hit.sheet}　" if hit.sheet else ""
    return place + hit.snippet


def _alignment(column: EvidenceColumn) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.is_right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
