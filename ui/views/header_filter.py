"""The filter of one column: sort, compare, or tick values; a frame over the window below the heading.

It is a child of the window, not a window of its own, so that input methods work in its fields.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ledger_app.domain.grid import Condition, TaskQuery
from ui.entry_button import entry_button
from ui.models.columns import Column
from ui.models.grid_filters import COMPARISONS
from ui.pages.page import hairline
from ui.views.compare_fields import CompareFields
from ui.views.value_ticks import ValueTicks
from ui.workspace import Workspace

WIDTH_PX = 300
_SORTS = (("up", "升序", False), ("down", "降序", True), ("", "不按此列排序", None))


class HeaderFilter(QFrame):
    """Says how a column shall be filtered or sorted; does neither.

    Signals:
        applied: the condition on the column, None for none.
        sort_wanted: by this column, falling or not; None takes the column out of the order.
        closed: it is put away.
    """

    applied = Signal(object)
    sort_wanted = Signal(object)
    closed = Signal()

    def __init__(
        self,
        window: QWidget,
        workspace: Workspace,
        column: Column,
        query: TaskQuery,
        given: Condition | None,
        *,
        sorts: bool = True,
    ) -> None:
        """Make the filter of a column.

        Args:
            window: what it is shown over.
            workspace: reads the values.
            column: to filter by.
            query: the list whose values are offered.
            given: the condition in force that is to be changed, None for none.
            sorts: offer to sort by the column too.
        """
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        self._column = column
        self._is_closing = False
        self._awaits = False
        self.setObjectName("header_filter")
        self.setAccessibleName(f"筛选：{column.heading}")
        self.setProperty("role", "popup")
        self.setFixedWidth(WIDTH_PX)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(10, 8, 10, 10)
        self._layout.setSpacing(6)
        self._sort_buttons: list[QWidget] = []
        if sorts:
            self._add_sorting()
        self.compare: CompareFields | None = None
        self.ticks: ValueTicks | None = None
        if COMPARISONS[column.filter_kind]:
            self.compare = CompareFields(column, workspace.look, query.cutoff.year)
            self.compare.chosen.connect(self._on_changed)
            self.compare.entered.connect(self._apply)
            self._layout.addWidget(self.compare)
        # Long texts are hardly ever the same: there is no list of them.
        if column.filter_kind != "long_text":
            self.ticks = ValueTicks(workspace, column, query, given)
            self.ticks.changed.connect(self._on_changed)
            self.ticks.entered.connect(self._apply)
            self._layout.addWidget(self.ticks)
        verbs = ("清除此列筛选", "应用筛选") if sorts else ("去掉此条件", "确定")
        self._add_buttons(*verbs, can_clear=given is not None)
        if self.compare is not None and given is not None and given.op != "any_of":
            self.compare.show_condition(given)
        self._on_changed()

    def show_below(self, point: QPoint) -> None:
        """Show it below a heading (global point), within the window, and give it the keyboard."""
        self.adjustSize()
        at = self._window.mapFromGlobal(point)
        left = max(4, min(at.x(), self._window.width() - self.width() - 4))
        top = max(4, min(at.y(), self._window.height() - self.height() - 4))
        self.move(left, top)
        self.show()
        self.raise_()
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        if self.ticks is not None:
            self.ticks.read()
            self.ticks.search.setFocus(Qt.FocusReason.PopupFocusReason)
        if self.compare is not None and (self.ticks is None or self.compare.comparison is not None):
            self.compare.choice.setFocus(Qt.FocusReason.PopupFocusReason)

    def put_away(self) -> None:
        """Close it; what was not applied is forgotten."""
        if self._is_closing:
            return
        self._is_closing = True
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self.hide()
        self.closed.emit()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Put it away when the mouse is pressed anywhere else; menus and calendars of its own stay its own."""
        if event.type() is QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            is_own = watched is self or self.isAncestorOf(watched)
            if not is_own and watched.window() is self._window and QApplication.activePopupWidget() is None:
                self.put_away()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Apply with Enter, leave with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._apply()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Keep Tab within the frame."""
        stops = [one for one in self._tab_stops() if one.isVisibleTo(self) and one.isEnabled()]
        now = QApplication.focusWidget()
        place = stops.index(now) if now in stops else -1
        stops[(place + (1 if is_next else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _tab_stops(self) -> list[QWidget]:
        compare = self.compare.tab_stops() if self.compare is not None else []
        ticks: list[QWidget] = [self.ticks.search, self.ticks.list] if self.ticks is not None else []
        return [*self._sort_buttons, *compare, *ticks, self._clear_button, self._apply_button]

    def _add_sorting(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        for icon, text, wish in _SORTS:
            button = entry_button(f"filter_sort_{icon or 'none'}", text=text, tip=f"{self._column.heading}：{text}")
            if icon:
                button.setIcon(self._workspace.look.icon(icon))
            button.clicked.connect(lambda _checked=False, wish=wish: self._sort(wish))
            row.addWidget(button)
            self._sort_buttons.append(button)
        row.addStretch(1)
        self._layout.addLayout(row)
        self._layout.addWidget(hairline())

    def _add_buttons(self, clear: str, apply: str, *, can_clear: bool) -> None:
        row = QHBoxLayout()
        self._clear_button = entry_button("filter_clear", text=clear)
        self._clear_button.clicked.connect(lambda: self._give(None))
        self._clear_button.setEnabled(can_clear)
        self._apply_button = entry_button("filter_apply", text=apply)
        self._apply_button.clicked.connect(self._apply)
        row.addWidget(self._clear_button)
        row.addStretch(1)
        row.addWidget(self._apply_button)
        self._layout.addLayout(row)

    def _on_changed(self) -> None:
        """Let ticks count only without a comparison; apply what was waited for."""
        is_compared = self.compare is not None and self.compare.comparison is not None
        if self.ticks is not None:
            self.ticks.setEnabled(not is_compared)
            self._apply_button.setEnabled(is_compared or self.ticks.is_waiting or bool(self.ticks.values.chosen))
            if self._awaits and not self.ticks.is_waiting:
                self._apply()

    def _apply(self) -> None:
        """Give the condition; a comparison goes before ticks, and a search that was typed is waited for."""
        if self.compare is not None and self.compare.comparison is not None:
            condition = self.compare.condition()
            if condition is None:
                self.compare.mark_missing()
            else:
                self._give(condition)
        elif self.ticks is None:
            self._give(None)
        elif self.ticks.is_waiting:
            self._awaits = True
            self.ticks.read()
        elif self.ticks.values.chosen:
            self._give(self.ticks.condition())
        self._awaits = self._awaits and self.ticks is not None and self.ticks.is_waiting

    def _give(self, condition: Condition | None) -> None:
        # Enter comes from the field and, as Qt hands it on, from the frame: one of them counts.
        if not self._is_closing:
            self.applied.emit(condition)
            self.put_away()

    def _sort(self, wish: bool | None) -> None:
        self.sort_wanted.emit(wish)
        self.put_away()
