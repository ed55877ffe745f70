"""The indicators at the left of the evidence page: which standard, its tree, and the acts on both."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QStackedWidget, QTreeView, QVBoxLayout, QWidget

from ui.entry_button import entry_button
from ui.look import Look
from ui.models.indicator_places import ID_ROLE, IndicatorModel, IndicatorTrees
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
    """

    place_chosen = Signal(str)
    menu_wanted = Signal(QPoint)
    key_pressed = Signal(str)

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
        self._stack = QStackedWidget()
        self._stack.addWidget(self.none)
        self._stack.addWidget(self.view)
        layout.addWidget(self._stack, 1)
        self._look = look
        # By a method, not a lambda: the look outlives this view when another ledger is opened.
        look.changed.connect(self._show_icon)

    def _show_icon(self) -> None:
        self.more_button.setIcon(self._look.icon("menu"))

    @property
    def place(self) -> str:
        """Return the place chosen, "" while there is no tree."""
        return self._place

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

    def members(self) -> frozenset[int]:
        """Return the evidence of the place chosen."""
        lines = self._found.of_tree(self.tree_id)
        if self.indicator_id is None:
            return frozenset().union(*(line.members for line in lines))
        return next((line.members for line in lines if line.indicator.id == self.indicator_id), frozenset())

    def choose(self, indicator_id: int) -> None:
        """Put the cursor on an indicator."""
        item = self.model.item_of(indicator_id)
        if item is not None:
            self.view.setCurrentIndex(item.index())
            self.view.scrollTo(item.index())

    def _show_tree(self, indicator_id: int | None = None, closed: set[int] | None = None) -> None:
        self.view.selectionModel().blockSignals(True)
        self.model.show_lines(self._found.of_tree(self.tree_id))
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
        if self._place:
            self.place_chosen.emit(self._place)


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
