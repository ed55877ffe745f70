"""The imported plans as the page lists them, and one plan with its text, items and tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication

from ledger_app.domain.plan import Doubt, Plan, PlanDocument, PlanItem, PlanStatus
from ledger_app.domain.roster import Match, Roster
from ledger_app.domain.task import Task, TaskSource
from ledger_app.ports import ReadSession
from ledger_app.services.lookup import roster_of
from ui.models.card_list import CardListModel, Heading
from ui.models.columns import day
from ui.models.item_card import ItemCard, stored_card

PLAN_STATUS_NAMES: dict[PlanStatus, str] = {
    "active": "在用",
    "archived": "已归档",
    "withdrawn": "已撤销",
    "superseded": "已有新版",
}

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan with the number of its items, of its tasks, and of the questions still open."""

    plan: Plan
    item_count: int
    task_count: int
    doubt_count: int


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """One column of the list."""

    key: str
    heading: str
    value: Callable[[PlanLine], str]
    width_px: int
    is_right: bool = False


COLUMNS: tuple[PlanColumn, ...] = (
    PlanColumn("title", "计划", lambda line: line.plan.title, 300),
    PlanColumn("number", "文号", lambda line: line.plan.doc_number or "—", 132),
    PlanColumn("issuer", "发文单位", lambda line: line.plan.issuer or "—", 128),
    PlanColumn("issued", "成文日期", lambda line: day(line.plan.issued), 88, is_right=True),
    PlanColumn("year", "年度", lambda line: str(line.plan.plan_year or "—"), 48, is_right=True),
    PlanColumn("items", "条目", lambda line: str(line.item_count), 48, is_right=True),
    PlanColumn("tasks", "任务", lambda line: str(line.task_count), 48, is_right=True),
    PlanColumn("doubts", "待定", lambda line: str(line.doubt_count or "—"), 48, is_right=True),
    PlanColumn("status", "状态", lambda line: PLAN_STATUS_NAMES[line.plan.status], 60),
    PlanColumn("received", "导入日期", lambda line: day(line.plan.received), 88, is_right=True),
    PlanColumn("file", "源文件", lambda line: line.plan.source_name or "—", 200),
)


class PlanTableModel(QAbstractTableModel):
    """Plans by row, newest first; narrowed by words."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._all: list[PlanLine] = []
        self._shown: list[PlanLine] = []
        self._words = ""

    @property
    def plan_count(self) -> int:
        """Return how many plans there are, whether shown or not."""
        return len(self._all)

    def show_lines(self, lines: Sequence[PlanLine]) -> None:
        """Show these plans."""
        self._all = list(lines)
        self._narrow()

    def show_words(self, words: str) -> None:
        """Show only the plans in which these words occur."""
        self._words = words.strip()
        self._narrow()

    def plan_at(self, row: int) -> Plan | None:
        """Return the plan of a row."""
        return self._shown[row].plan if 0 <= row < len(self._shown) else None

    def row_of(self, plan_id: int) -> int | None:
        """Return the row of a plan, None if it is not shown."""
        return next((row for row, line in enumerate(self._shown) if line.plan.id == plan_id), None)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of plans shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's text or alignment."""
        if not index.isValid():
            return None
        column = COLUMNS[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.value(self._shown[index.row()])
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == 0:
            return QGuiApplication.palette().link()
        return _alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's heading."""
        if orientation is Qt.Orientation.Vertical or not 0 <= section < len(COLUMNS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].heading
        return _alignment(COLUMNS[section]) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _narrow(self) -> None:
        self.beginResetModel()
        self._shown = [
            line for line in self._all if not self._words or any(self._words in one.value(line) for one in COLUMNS)
        ]
        self.endResetModel()


@dataclass(frozen=True, slots=True)
class OpenPlan:
    """One plan with everything the page shows of it.

    Attributes:
        items: in the order of the paper.
        tasks: item id -> (task id, code) of the tasks made of it, in the order of their codes.
        roster: the units of today.
    """

    plan: Plan
    text: str
    items: tuple[PlanItem, ...]
    tasks: Mapping[int, tuple[tuple[int, str], ...]]
    roster: Roster


class PlanItemModel(CardListModel):
    """The items of an open plan under their headings; keys are item ids."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._open: OpenPlan | None = None
        self._items: dict[str, PlanItem] = {}
        self._cards: dict[str, ItemCard] = {}
        self._matches: dict[str, Match] = {}

    def show_plan(self, plan: OpenPlan | None, words: str = "") -> None:
        """Show a plan's items, those in which the words occur."""
        self._open = plan
        self._cards.clear()
        self._matches.clear()
        items = plan.items if plan is not None else ()
        self._items = {str(item.id): item for item in items if not words or words in item.text or words in item.no}
        sections: dict[str, list[str]] = {}
        for key, item in self._items.items():
            sections.setdefault(item.path[0] if item.path else "", []).append(key)
        rows: list[Heading | str] = []
        for title, keys in sections.items():
            if title:
                rows.append(Heading(title, tuple(keys)))
            rows += keys
        self.show_rows(rows)

    def card(self, key: str) -> ItemCard | None:
        """Return the card of an item."""
        if self._open is None or key not in self._items:
            return None
        if key not in self._cards:
            codes = tuple(code for _, code in self._open.tasks.get(int(key), ()))
            self._cards[key] = stored_card(self._items[key], codes, self._match)
        return self._cards[key]

    def tip(self, key: str) -> str:
        """Return the item's own words."""
        return self._items[key].text[:400]

    def _match(self, name: str) -> Match:
        if name not in self._matches and self._open is not None:
            self._matches[name] = self._open.roster.match(name)
        return self._matches[name]


def read_plan_lines(session: ReadSession) -> list[PlanLine]:
    """Read the plans, newest first."""
    plans = sorted(session.of(Plan).find(), key=lambda plan: plan.id, reverse=True)
    waiting = [doubt for doubt in session.of(Doubt).find(answer=None) if doubt.task_id]
    task_ids = sorted({doubt.task_id for doubt in waiting if doubt.task_id})
    plan_of = {task.id: task.plan_id for task in session.of(Task).find(id=task_ids)} if task_ids else {}
    doubts = [plan_of.get(doubt.task_id or 0) for doubt in waiting]
    return [
        PlanLine(
            plan,
            session.of(PlanItem).count(plan_id=plan.id),
            session.of(Task).count(plan_id=plan.id),
            doubts.count(plan.id),
        )
        for plan in plans
    ]


def read_open_plan(session: ReadSession, plan_id: int) -> OpenPlan | None:
    """Read a plan with its text, items and tasks; None when it is gone."""
    plan = session.of(Plan).get(plan_id)
    if plan is None:
        return None
    document = session.of(PlanDocument).get(plan_id)
    items = sorted(session.of(PlanItem).find(plan_id=plan_id), key=lambda item: (item.ordinal, item.id))
    sources = session.of(TaskSource).find(plan_item_id=[item.id for item in items]) if items else []
    task_ids = sorted({source.task_id for source in sources})
    codes = {task.id: task.code for task in session.of(Task).find(id=task_ids)} if task_ids else {}
    made: dict[int, list[tuple[int, str]]] = {}
    for source in sources:
        if source.plan_item_id is not None and source.task_id in codes:
            made.setdefault(source.plan_item_id, []).append((source.task_id, codes[source.task_id]))
    tasks = {item_id: tuple(sorted(pairs, key=lambda pair: pair[1])) for item_id, pairs in made.items()}
    text = document.text if document is not None else ""
    return OpenPlan(plan, text, tuple(items), tasks, roster_of(session))


def _alignment(column: PlanColumn) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.is_right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
