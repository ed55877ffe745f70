"""The indicators at the left of the evidence page: which standard, its tree, and the acts on both."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QStackedWidget, QTreeView, QVBoxLayout, QWidget

from ledger_app.domain.indicators import coverage
from ui.dragged import EVIDENCE_MIME, INDICATOR_MIME, carried
from ui.entry_button import entry_button
from ui.look import Look
from ui.models.indicator_places import ID_ROLE, IndicatorLine, IndicatorModel, IndicatorTrees
from ui.pages.page import labelled
from ui.views.evidence_places import CountDelegate, EvidencePlaces

_PROXY_KEYS = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "out",
    Qt.Key.Key_Right: "in",
}


class IndicatorPlaces(QWidget):
    """The trees; one is shown.

    Signals:
        place_chosen: another indicator is to be shown ("indicator:ID", "tree:ID" for a whole tree).
        menu_wanted: what can be done is asked for (global position).
        key_pressed: an act by keyboard ("delete", "edit", "add", "up", "down", "in", "out").
        moved: an indicator was dragged (its id, the one it comes below or None, the sibling it stands before or None).
        evidence_dropped: pieces were dropped onto an indicator (its id, their ids).
        files_dropped: files were dropped onto an indicator (its id, their paths).
    """

    place_chosen = Signal(str)
    menu_wanted = Signal(QPoint)
    key_pressed = Signal(str)
    moved = Signal(int, object, object)
    evidence_dropped = Signal(int, object)
    files_dropped = Signal(int, object)

    def __init__(self, look: Look) -> None:
        """Begin without trees."""
        super().__init__()
        self.setObjectName("indicator_places_panel")
        self._found = IndicatorTrees()
        self._place = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 4, 0)
        self.trees = QComboBox()
        self.trees.setObjectName("indicator_trees")
        self.trees.setAccessibleName("考核标准")
        self.trees.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.trees.setMinimumContentsLength(6)
        self.trees.currentIndexChanged.connect(lambda _index: self._show_tree())
        self.more_button = entry_button("indicator_more")
        self.more_button.setAccessibleName("考核标准和指标的操作")
        self.more_button.setIcon(look.icon("menu"))
        self.more_button.clicked.connect(
            lambda: self.menu_wanted.emit(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))
        )
        row.addWidget(self.trees, 1)
        row.addWidget(self.more_button)
        layout.addLayout(row)
        self.model = IndicatorModel(self)
        self.view = _Tree(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(CountDelegate(look, self.view))
        self.view.customContextMenuRequested.connect(
            lambda at: self.menu_wanted.emit(self.view.viewport().mapToGlobal(at))
        )
        self.view.selectionModel().currentChanged.connect(self._on_current)
        self.none = labelled("还没有考核标准。\n从评分表导入，或新建后逐个添加指标。", "secondary", "indicator_none")
        self.none.setWordWrap(True)
        self.none.setContentsMargins(12, 8, 8, 8)
        self.none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._make_coverage(layout)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.none)
        self._stack.addWidget(self.view)
        layout.addWidget(self._stack, 1)
        self._look = look
        # By a method, not a lambda: the look outlives this view when another ledger is opened.
        look.changed.connect(self._show_icon)

    def _make_coverage(self, layout: QVBoxLayout) -> None:
        """Put below the choice of a standard how far it is proven, and the switch that lists all evidence."""
        self.covered = labelled("", "secondary", "indicator_coverage")
        self.covered.setWordWrap(True)
        self.covered.setContentsMargins(12, 0, 8, 0)
        layout.addWidget(self.covered)
        self.everything = QCheckBox("列出全部材料")
        self.everything.setObjectName("indicator_everything")
        self.everything.setAccessibleName("列出全部材料")
        self.everything.setToolTip("右边列出台账里的全部材料，选中几件拖到指标上就挂好了；也可以从文件夹里拖文件过来")
        self.everything.toggled.connect(lambda _on: self._tell())
        holder = QHBoxLayout()
        holder.setContentsMargins(12, 0, 8, 0)
        holder.addWidget(self.everything)
        layout.addLayout(holder)

    def _show_icon(self) -> None:
        self.more_button.setIcon(self._look.icon("menu"))

    @property
    def place(self) -> str:
        """Return the place chosen, "" while there is no tree, "all" while everything is listed."""
        return "all" if self._place and self.everything.isChecked() else self._place

    @property
    def tree_id(self) -> int | None:
        """Return the tree that is shown, None while there is none."""
        found = self.trees.currentData()
        return int(found) if found is not None else None

    @property
    def indicator_id(self) -> int | None:
        """Return the indicator that has the cursor, None for none."""
        found = self.view.currentIndex().data(ID_ROLE)
        return int(found) if found is not None else None

    def show_trees(self, found: IndicatorTrees, wanted_tree: int | None = None) -> None:
        """Show these trees and keep the one and the indicator that were shown, or show the wanted one."""
        tree_id, indicator_id = wanted_tree or self.tree_id, self.indicator_id
        closed = {id_ for id_ in self._shown_ids() if not self._is_expanded(id_)}
        self._found = found
        self.trees.blockSignals(True)
        self.trees.clear()
        for tree in found.trees:
            self.trees.addItem(tree.title, tree.id)
        self.trees.setCurrentIndex(max(0, self.trees.findData(tree_id)))
        self.trees.blockSignals(False)
        self._stack.setCurrentWidget(self.view if found.trees else self.none)
        self._show_tree(indicator_id, closed)

    def members(self) -> frozenset[int] | None:
        """Return the evidence of the place chosen, None while everything is listed."""
        if self.everything.isChecked():
            return None
        lines = self._found.of_tree(self.tree_id)
        if self.indicator_id is None:
            return frozenset().union(*(line.members for line in lines))
        return next((line.members for line in lines if line.indicator.id == self.indicator_id), frozenset())

    def next_bare(self) -> None:
        """Put the cursor on the next indicator that has nothing, from the top again after the last one."""
        lines = self._found.of_tree(self.tree_id)
        bare = [line.indicator.id for line in lines if line.place.is_leaf and not line.members]
        order = [line.indicator.id for line in lines]
        here = order.index(self.indicator_id) if self.indicator_id in order else -1
        after = [one for one in bare if order.index(one) > here] or bare
        if after:
            self.choose(after[0])

    def choose(self, indicator_id: int) -> None:
        """Put the cursor on an indicator."""
        item = self.model.item_of(indicator_id)
        if item is not None:
            self.view.setCurrentIndex(item.index())
            self.view.scrollTo(item.index())

    def _show_tree(self, indicator_id: int | None = None, closed: set[int] | None = None) -> None:
        self.view.selectionModel().blockSignals(True)
        lines = self._found.of_tree(self.tree_id)
        self.model.show_lines(lines)
        self.covered.setText(coverage_said(lines))
        self.covered.setVisible(bool(lines))
        self.view.expandAll()
        for one in closed or ():
            item = self.model.item_of(one)
            if item is not None:
                self.view.setExpanded(item.index(), False)
        self.view.selectionModel().blockSignals(False)
        if indicator_id is not None:
            self.choose(indicator_id)
        self._tell()

    def _shown_ids(self) -> list[int]:
        return [line.indicator.id for line in self._found.of_tree(self.tree_id)]

    def _is_expanded(self, indicator_id: int) -> bool:
        item = self.model.item_of(indicator_id)
        return item is None or not item.hasChildren() or self.view.isExpanded(item.index())

    def _on_current(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._tell()

    def _tell(self) -> None:
        indicator, tree = self.indicator_id, self.tree_id
        self._place = f"indicator:{indicator}" if indicator is not None else f"tree:{tree}" if tree is not None else ""
        self.everything.setVisible(tree is not None)
        if self._place:
            self.place_chosen.emit(self.place)


def coverage_said(lines: Sequence[IndicatorLine]) -> str:
    """Return how far a standard is proven, in one sentence; "" for none."""
    found = coverage([line.place for line in lines], {line.indicator.id for line in lines if line.members})
    if not found.leaf_count:
        return ""
    scores = f"{found.total:g} 分，" if found.total else ""
    if not found.bare:
        return f"{scores}{found.leaf_count} 项指标都有材料"
    lost = f"（{found.bare_score:g} 分）" if found.bare_score else ""
    return f"{scores}{found.leaf_count} 项指标，{len(found.bare)} 项还没有材料{lost}"


class _Tree(QTreeView):
    """The tree, with the keys that change an outline."""

    def __init__(self, places: IndicatorPlaces) -> None:
        super().__init__()
        self._places = places
        self.setObjectName("indicator_tree")
        self.setAccessibleName("考核指标")
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QTreeView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.CopyAction)

    def dropEvent(self, event: QDropEvent) -> None:
        """Say what was dropped where; the rows themselves follow the ledger, so nothing is moved here."""
        index = self.indexAt(event.position().toPoint())
        where, data = self.dropIndicatorPosition(), event.mimeData()
        dragged = carried(data, INDICATOR_MIME)
        target = index.data(ID_ROLE)
        if dragged:
            parent, before = self._place_of(index, where)
            self._places.moved.emit(dragged[0], parent, before)
        elif target is not None and data.hasFormat(EVIDENCE_MIME):
            self._places.evidence_dropped.emit(int(target), carried(data, EVIDENCE_MIME))
        elif target is not None and data.hasUrls():
            paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
            self._places.files_dropped.emit(int(target), paths)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.setState(QTreeView.State.NoState)
        self.viewport().update()

    def _place_of(self, index: QModelIndex, where: QTreeView.DropIndicatorPosition) -> tuple[int | None, int | None]:
        """Return below which and before which indicator a dragged one comes."""
        if not index.isValid():
            return None, None
        target, parent = int(index.data(ID_ROLE)), index.parent().data(ID_ROLE)
        above = int(parent) if parent is not None else None
        if where is QTreeView.DropIndicatorPosition.AboveItem:
            return above, target
        if where is QTreeView.DropIndicatorPosition.BelowItem:
            after = index.siblingAtRow(index.row() + 1).data(ID_ROLE)
            return above, int(after) if after is not None else None
        return target, None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by Alt+Shift with an arrow, as outlines in Word; Delete, F2 and Insert do what they always do."""
        plain = {Qt.Key.Key_Delete: "delete", Qt.Key.Key_F2: "edit", Qt.Key.Key_Insert: "add"}
        both = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
        key = Qt.Key(event.key())
        act = _PROXY_KEYS.get(key) if event.modifiers() & both == both else plain.get(key)
        if act is None:
            super().keyPressEvent(event)
        else:
            self._places.key_pressed.emit(act)

    def sizeHint(self) -> QSize:
        """Return a size that does not ask for more than the list of tasks beside it."""
        return QSize(160, 200)


class EvidenceSide(QFrame):
    """The two ways to look at evidence, by task and by indicator, with the switch between them.

    Signals:
        place_chosen: another place is to be shown.
    """

    place_chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        """Begin with the tasks."""
        super().__init__()
        self.setObjectName("evidence_side")
        self.setProperty("role", "panel")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 6, 1, 1)
        layout.setSpacing(6)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(4)
        self.by_task = entry_button("evidence_by_task")
        self.by_indicator = entry_button("evidence_by_indicator")
        for button in (self.by_task, self.by_indicator):
            button.setCheckable(True)
            button.setAutoExclusive(True)
            row.addWidget(button, 1)
        self.by_task.setChecked(True)
        layout.addLayout(row)
        self.tasks = EvidencePlaces(look)
        self.tasks.setProperty("role", "plain")
        self.indicators = IndicatorPlaces(look)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.tasks)
        self._stack.addWidget(self.indicators)
        layout.addWidget(self._stack, 1)
        self.by_task.toggled.connect(self._on_switched)
        self.tasks.place_chosen.connect(lambda place: self._pass_on(place, is_task=True))
        self.indicators.place_chosen.connect(lambda place: self._pass_on(place, is_task=False))

    @property
    def is_by_indicator(self) -> bool:
        """Say whether the indicators are shown."""
        return self.by_indicator.isChecked()

    @property
    def place(self) -> str:
        """Return the place chosen; of the indicators "" while there is no tree."""
        return self.indicators.place if self.is_by_indicator else self.tasks.place

    def choose(self, place: str) -> None:
        """Choose a place of the tasks' list, and show that list."""
        self.by_task.setChecked(True)
        self.tasks.choose(place)

    def _pass_on(self, place: str, *, is_task: bool) -> None:
        if is_task is not self.is_by_indicator:
            self.place_chosen.emit(place)

    def _on_switched(self, is_task: bool) -> None:
        self._stack.setCurrentWidget(self.tasks if is_task else self.indicators)
        self.place_chosen.emit(self.place)
