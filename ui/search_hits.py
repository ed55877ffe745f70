"""The list below the search field: hits by kind with the found words marked, all tasks of a text, recent searches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ledger_app.domain.grid import SearchHit
from ui.look import SECONDARY_PT, Look
from ui.marked_text import draw_marked
from ui.places import Place

ROW_PX, HEADING_PX = 44, 26
MOST_PX = 460
KIND_NAMES = {
    "task": "任务",
    "unit": "单位",
    "plan": "计划",
    "item": "计划原文",
    "evidence": "佐证",
    "progress": "进展",
}
ENTRY_ROLE = Qt.ItemDataRole.UserRole
# A kind that has more hits than this shows so many of them while other kinds have some too.
_MOST_OF_KIND = 6
# So many hits of a kind are looked for at most, however many there are.
_MOST_FOUND = {"unit": 8, "plan": 8, "evidence": 12}


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a kind over its hits."""

    text: str


@dataclass(frozen=True, slots=True)
class AllTasks:
    """The row that opens the ledger with every task in which the words occur; count None = not counted yet."""

    words: str
    count: int | None = None

    @property
    def text(self) -> str:
        """Return what the row says."""
        number = "" if self.count is None else f" {self.count:,} 项"
        return f"在台账中查看全部{number}任务"


@dataclass(frozen=True, slots=True)
class Recent:
    """Words that were searched for before."""

    words: str


Entry = SearchHit | Heading | AllTasks | Recent


def place_of(hit: SearchHit, words: str = "") -> Place:
    """Return where a hit is opened: its task where it has one, at the month of its progress; else its own page."""
    if hit.kind == "unit":
        return Place("units", unit_id=hit.id)
    if hit.kind == "plan":
        return Place("plans", plan_id=hit.id)
    if hit.kind == "item":
        return Place("plans", plan_id=hit.plan_id, plan_item_id=hit.id)
    if hit.kind == "evidence":
        return Place("evidence", evidence_id=hit.id, words=words)
    tab = "progress" if hit.kind == "progress" else ""
    return Place("ledger", task_id=hit.task_id or hit.id, tab=tab, period=hit.period)


class HitList(QFrame):
    """A frame over the window; the keyboard stays in the field."""

    def __init__(self, look: Look, window: QWidget) -> None:
        """Begin hidden."""
        super().__init__(window)
        self._window = window
        self.setObjectName("search_hits")
        self.setProperty("role", "popup")
        self.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(2)
        self._none = QLabel()
        self._none.setObjectName("search_none")
        self._none.setProperty("role", "secondary")
        self._none.setContentsMargins(8, 8, 8, 8)
        self.view = QListView()
        self.view.setObjectName("search_hit_list")
        self.view.setAccessibleName("查找结果")
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._delegate = _HitDelegate(look, self.view)
        self.view.setItemDelegate(self._delegate)
        self._model = QStandardItemModel(self)
        self.view.setModel(self._model)
        layout.addWidget(self._none)
        layout.addWidget(self.view)

    def show_hits(self, text: str, hits: Sequence[SearchHit], field: QWidget, limit: int) -> None:
        """Show hits by kind below the field, or that there are none.

        Args:
            text: what was searched for.
            hits: best first.
            field: stand below it.
            limit: so many hits at most were asked for.
        """
        entries: list[Entry] = []
        kinds = list(dict.fromkeys(hit.kind for hit in hits))
        for kind in kinds:
            own = [hit for hit in hits if hit.kind == kind]
            shown = own if len(kinds) == 1 else own[:_MOST_OF_KIND]
            is_cut = len(own) >= _MOST_FOUND[kind] if kind in _MOST_FOUND else len(hits) >= limit
            number = f" {len(own)}{' 条以上' if is_cut else ' 条'}" if kind != "task" else ""
            entries.append(Heading(f"{KIND_NAMES[kind]}{number}"))
            entries += shown
        if any(hit.task_id is not None for hit in hits):
            entries.append(AllTasks(text))
        self._delegate.terms = text.lower().split()
        self._none.setText(f"没有找到“{text}”。可以换几个字，或用单位简称、拼音首字母再试。")
        self._show(entries, field)

    def show_recent(self, words: Sequence[str], field: QWidget) -> None:
        """Show what was searched for before; nothing is shown where there is nothing."""
        self._delegate.terms = []
        if words:
            self._show([Heading("最近查找"), *map(Recent, words)], field)
            self.view.setCurrentIndex(QModelIndex())

    def show_count(self, words: str, count: int) -> None:
        """Write how many tasks the words occur in, if that is still what is shown."""
        for row in range(self._model.rowCount()):
            item = self._model.item(row)
            entry = item.data(ENTRY_ROLE)
            if isinstance(entry, AllTasks) and entry.words == words:
                counted = AllTasks(words, count)
                item.setData(counted, ENTRY_ROLE)
                item.setText(counted.text)

    def chosen(self) -> Entry | None:
        """Return what is chosen, None for nothing."""
        entry = self.view.currentIndex().data(ENTRY_ROLE)
        return entry if isinstance(entry, SearchHit | AllTasks | Recent) else None

    def move_by(self, step: int) -> None:
        """Choose another row; headings are passed over."""
        row = self.view.currentIndex().row() + step
        while 0 <= row < self._model.rowCount():
            if self._model.item(row).isSelectable():
                self.view.setCurrentIndex(self._model.index(row, 0))
                return
            row += step

    def move_to_end(self, *, is_last: bool) -> None:
        """Choose the first or the last row."""
        self.view.setCurrentIndex(QModelIndex())
        if is_last:
            self.view.setCurrentIndex(self._model.index(self._model.rowCount() - 1, 0))
        else:
            self.move_by(1)

    def _show(self, entries: Sequence[Entry], field: QWidget) -> None:
        self._model.clear()
        for entry in entries:
            self._model.appendRow(_item(entry))
        self._none.setVisible(not entries)
        self.view.setVisible(bool(entries))
        self.move_to_end(is_last=False)
        corner = field.mapTo(self._window, QPoint(0, field.height() + 2))
        height = sum(_height(entry) for entry in entries) + 14 if entries else 48
        room = self._window.height() - corner.y() - 8
        self.setGeometry(QRect(corner, QSize(max(field.width(), 520), min(height, MOST_PX, room))))
        self.show()
        self.raise_()


def _item(entry: Entry) -> QStandardItem:
    item = QStandardItem(_words_of(entry))
    item.setData(entry, ENTRY_ROLE)
    item.setEditable(False)
    if isinstance(entry, Heading):
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
    return item


def above_of(hit: SearchHit) -> str:
    """Return the first line of a hit: what was found, and of what a plan says the plan."""
    return f"{hit.title}　《{hit.plan_title.strip('《》')}》" if hit.plan_title else hit.title


def below_of(hit: SearchHit) -> str:
    """Return the second line of a hit: where the words were found, then the words."""
    where = f"{hit.period[:4]}年{int(hit.period[5:])}月　" if hit.period else ""
    return where + " ".join(hit.snippet.split())


def _words_of(entry: Entry) -> str:
    if isinstance(entry, SearchHit):
        return f"{KIND_NAMES[entry.kind]}：{entry.title}"
    return entry.words if isinstance(entry, Recent) else entry.text


def _height(entry: object) -> int:
    has_snippet = isinstance(entry, SearchHit) and bool(entry.snippet)
    return ROW_PX if has_snippet else HEADING_PX if isinstance(entry, Heading) else 30


class _HitDelegate(QStyledItemDelegate):
    """A hit is its title, and below it the stretch of text that was found; the words stand out in both."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.terms: list[str] = []

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, _height(index.data(ENTRY_ROLE)))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry = index.data(ENTRY_ROLE)
        box: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, self._look.colour("selection"))
        painter.save()
        inner = box.adjusted(12, 0, -8, 0)
        if isinstance(entry, Heading):
            self._plain(painter, inner, entry.text, "secondary", is_small=True)
        elif isinstance(entry, AllTasks):
            self._plain(painter, inner, f"{entry.text}  →", "accent")
        elif isinstance(entry, Recent):
            self._plain(painter, inner, entry.words, "text")
        elif isinstance(entry, SearchHit):
            self._hit(painter, inner, entry)
        painter.restore()

    def _hit(self, painter: QPainter, box: QRect, hit: SearchHit) -> None:
        upper = box if not hit.snippet else box.adjusted(0, 3, 0, -box.height() // 2 + 1)
        self._marked(painter, upper, above_of(hit), "text", painter.font())
        if hit.snippet:
            font = QFont(painter.font())
            font.setPointSizeF(SECONDARY_PT)
            lower = box.adjusted(0, box.height() // 2, 0, -3)
            self._marked(painter, lower, below_of(hit), "secondary", font)

    def _plain(self, painter: QPainter, box: QRect, text: str, colour: str, *, is_small: bool = False) -> None:
        if is_small:
            font = QFont(painter.font())
            font.setPointSizeF(SECONDARY_PT)
            painter.setFont(font)
        painter.setPen(self._look.colour(colour))
        short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, short)

    def _marked(self, painter: QPainter, box: QRect, text: str, colour: str, font: QFont) -> None:
        draw_marked(painter, box, text, self.terms, self._look, colour, font)
