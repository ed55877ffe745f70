"""The indicator trees at the left of the evidence page: what hangs on each indicator, itself and below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from ledger_app.domain.evidence import (
    Evidence,
    Indicator,
    IndicatorEvidence,
    IndicatorTask,
    IndicatorTree,
    TaskEvidence,
)
from ledger_app.domain.indicators import IndicatorPlace, in_order
from ledger_app.domain.task import Task
from ledger_app.ports import ReadSession
from ui.dragged import EVIDENCE_MIME, INDICATOR_MIME, carrying

ID_ROLE = Qt.ItemDataRole.UserRole
COUNT_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator with what proves it.

    Attributes:
        members: evidence linked to it or come with its tasks, and that of all indicators below it.
        own: evidence linked to it directly.
        tasks: (id, number and title) of its tasks.
    """

    place: IndicatorPlace
    members: frozenset[int]
    own: frozenset[int]
    tasks: tuple[tuple[int, str], ...]

    @property
    def indicator(self) -> Indicator:
        """Return the indicator itself."""
        return self.place.indicator


@dataclass(frozen=True, slots=True)
class IndicatorTrees:
    """All trees; lines: tree id -> its indicators in order."""

    trees: tuple[IndicatorTree, ...] = ()
    lines: tuple[tuple[int, tuple[IndicatorLine, ...]], ...] = ()

    def of_tree(self, tree_id: int | None) -> tuple[IndicatorLine, ...]:
        """Return the indicators of a tree."""
        return dict(self.lines).get(tree_id or 0, ())

    def line(self, indicator_id: int) -> IndicatorLine | None:
        """Return an indicator of any tree."""
        every = (line for _tree, lines in self.lines for line in lines)
        return next((line for line in every if line.indicator.id == indicator_id), None)


class IndicatorModel(QStandardItemModel):
    """One tree of indicators; a row shows number and title, and how many pieces prove it."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._items: dict[int, QStandardItem] = {}

    def show_lines(self, lines: Sequence[IndicatorLine]) -> None:
        """Show these indicators."""
        self.clear()
        self._items = {}
        for line in lines:
            item = QStandardItem(line.place.name)
            item.setEditable(False)
            item.setData(line.indicator.id, ID_ROLE)
            is_bare = line.place.is_leaf and not line.members
            item.setData("缺" if is_bare else len(line.members), COUNT_ROLE)
            score = f"{line.indicator.score:g} 分" if line.indicator.score is not None else ""
            item.setToolTip("\n".join(filter(None, (line.place.name, score, line.indicator.note))))
            said = "还没有材料" if is_bare else f"{len(line.members)} 件"
            item.setData(f"{line.place.name}，{said}", Qt.ItemDataRole.AccessibleTextRole)
            parent = self._items.get(line.indicator.parent_id or 0)
            (parent if parent is not None else self.invisibleRootItem()).appendRow(item)
            self._items[line.indicator.id] = item

    def mimeTypes(self) -> list[str]:
        """Return what can be dropped onto an indicator: indicators, evidence, files."""
        return [INDICATOR_MIME, EVIDENCE_MIME, "text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return what a dragged indicator carries."""
        return carrying(INDICATOR_MIME, [int(index.data(ID_ROLE)) for index in indexes])

    def canDropMimeData(
        self,
        data: QMimeData,
        _action: Qt.DropAction,
        _row: int,
        _column: int,
        parent: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Let indicators drop anywhere, evidence and files onto an indicator only."""
        if data.hasFormat(INDICATOR_MIME):
            return True
        return parent.isValid() and (data.hasFormat(EVIDENCE_MIME) or data.hasUrls())

    def item_of(self, indicator_id: int) -> QStandardItem | None:
        """Return the row of an indicator, None if it is not shown."""
        return self._items.get(indicator_id)


def read_indicators(session: ReadSession) -> IndicatorTrees:
    """Read all trees with what hangs on them."""
    trees = session.of(IndicatorTree).find()
    if not trees:
        return IndicatorTrees()
    in_use = {piece.id for piece in session.of(Evidence).find(removed_at=None)}
    own: dict[int, set[int]] = {}
    for link in session.of(IndicatorEvidence).find():
        own.setdefault(link.indicator_id, set()).add(link.evidence_id)
    tasks: dict[int, list[int]] = {}
    for one in session.of(IndicatorTask).find():
        tasks.setdefault(one.indicator_id, []).append(one.task_id)
    task_ids = tuple({task_id for some in tasks.values() for task_id in some})
    names = {task.id: f"{task.code}　{task.title}" for task in session.of(Task).find(id=task_ids)}
    pieces: dict[int, set[int]] = {}
    for proof in session.of(TaskEvidence).find(task_id=task_ids):
        pieces.setdefault(proof.task_id, set()).add(proof.evidence_id)
    lines = []
    for tree in trees:
        places = in_order(session.of(Indicator).find(tree_id=tree.id))
        members = _members(places, own, tasks, pieces)
        lines.append(
            (
                tree.id,
                tuple(
                    IndicatorLine(
                        place,
                        frozenset(members[place.indicator.id] & in_use),
                        frozenset(own.get(place.indicator.id, set()) & in_use),
                        tuple((id_, names[id_]) for id_ in tasks.get(place.indicator.id, ()) if id_ in names),
                    )
                    for place in places
                ),
            )
        )
    return IndicatorTrees(tuple(trees), tuple(lines))


def _members(
    places: Sequence[IndicatorPlace],
    own: dict[int, set[int]],
    tasks: dict[int, list[int]],
    pieces: dict[int, set[int]],
) -> dict[int, set[int]]:
    """Return what proves each indicator; what proves one below it counts for the one above."""
    found: dict[int, set[int]] = {}
    for place in places:
        id_ = place.indicator.id
        found[id_] = own.get(id_, set()).union(*(pieces.get(task_id, set()) for task_id in tasks.get(id_, ())))
    for place in reversed(places):
        parent = place.indicator.parent_id
        if parent in found:
            found[parent] |= found[place.indicator.id]
    return found
