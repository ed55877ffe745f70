"""The imported plans as the page lists them, and one plan with its text, items and tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

from ledger_app.domain.plan import Doubt, Plan, PlanDocument, PlanItem, PlanStatus
from ledger_app.domain.roster import Match, Roster
from ledger_app.domain.task import Task, TaskSource
from ledger_app.ports import ReadSession
from ledger_app.services.lookup import roster_of
from ui.models.card_list import CardListModel, Heading
from ui.models.columns import day
from ui.models.item_card import ItemCard, stored_card
from ui.models.list_table import LEFT, RIGHT, ListColumn, ListTableModel

PLAN_STATUS_NAMES: dict[PlanStatus, str] = {
    "active": "在用",
    "archived": "已归档",
    "withdrawn": "已撤销",
    "superseded": "已有新版",
}


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan with the number of its items, of its tasks, and of the questions still open."""

    plan: Plan
    item_count: int
    task_count: int
    doubt_count: int


COLUMNS: tuple[ListColumn[PlanLine], ...] = (
    ListColumn("title", "计划", lambda line: line.plan.title, 300),
    ListColumn("number", "文号", lambda line: line.plan.doc_number or "—", 132),
    ListColumn("issuer", "发文单位", lambda line: line.plan.issuer or "—", 128),
    ListColumn("issued", "成文日期", lambda line: day(line.plan.issued), 88, is_right=True),
    ListColumn("year", "年度", lambda line: str(line.plan.plan_year or "—"), 48, is_right=True),
    ListColumn("items", "条目", lambda line: str(line.item_count), 48, is_right=True),
    ListColumn("tasks", "任务", lambda line: str(line.task_count), 48, is_right=True),
    ListColumn("doubts", "待定", lambda line: str(line.doubt_count or "—"), 48, is_right=True),
    ListColumn("status", "状态", lambda line: PLAN_STATUS_NAMES[line.plan.status], 60),
    ListColumn("received", "导入日期", lambda line: day(line.plan.received), 88, is_right=True),
    ListColumn("file", "源文件", lambda line: line.plan.source_name or "—", 160),
)


class PlanTableModel(ListTableModel[PlanLine]):
    """Plans by row, newest first; narrowed by words."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(COLUMNS, parent)
        self._words = ""

    @property
    def plan_count(self) -> int:
        """Return how many plans there are, whether shown or not."""
        return len(self.lines)

    def show_words(self, words: str) -> None:
        """Show only the plans in which these words occur."""
        self._words = words.strip()
        self.narrow()

    def plan_at(self, row: int) -> Plan | None:
        """Return the plan of a row."""
        line = self.line_at(row)
        return line.plan if line is not None else None

    def key_of(self, line: PlanLine) -> int:
        """Return the plan's id."""
        return line.plan.id

    def lets_through(self, line: PlanLine) -> bool:
        """Say whether the words occur in any column."""
        return not self._words or any(self._words in column.value(line) for column in COLUMNS)

    def special(self, _line: PlanLine, column: ListColumn[PlanLine], role: int) -> object:
        """Return the colour of a link for the title."""
        is_link = role == Qt.ItemDataRole.ForegroundRole and column.key == "title"
        return QGuiApplication.palette().link() if is_link else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's heading, at the side of its cells."""
        is_place = role == Qt.ItemDataRole.TextAlignmentRole and orientation is Qt.Orientation.Horizontal
        if is_place and 0 <= section < len(COLUMNS):
            return RIGHT if COLUMNS[section].is_right else LEFT
        return super().headerData(section, orientation, role)


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
