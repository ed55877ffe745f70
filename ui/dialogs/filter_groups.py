"""筛选条件: all conditions of the grid together, in groups joined by 且 or 或; a group is a pair of brackets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ledger_app.domain.grid import Condition, FilterPart, GroupCount, Joint, TaskQuery
from ui.dialogs.form import FormDialog
from ui.elided_button import ElidedButton
from ui.entry_button import entry_button
from ui.jobs import QueryJob
from ui.models.columns import Column
from ui.models.filter_draft import FilterDraft
from ui.models.grid_filters import condition_text, filter_text
from ui.pages.page import labelled, panel
from ui.views.header_filter import HeaderFilter
from ui.workspace import Workspace

_WITHIN: dict[Joint, str] = {"and": "同时符合（且）", "or": "符合任何一个（或）"}
_BETWEEN: dict[Joint, str] = {"and": "各组都要符合（且）", "or": "符合任何一组（或）"}
_COUNT_DELAY_MS = 150


class FilterDialog(FormDialog):
    """Edits a filter; nothing is filtered before the button is pressed.

    Attributes:
        draft: the filter as it stands in the dialog.
    """

    def __init__(
        self,
        parent: QWidget,
        workspace: Workspace,
        columns: Sequence[Column],
        query: TaskQuery,
        given: tuple[Sequence[FilterPart], Joint],
    ) -> None:
        """Begin with a filter in force.

        Args:
            parent: the window.
            workspace: reads values and counts.
            columns: what can be filtered by.
            query: the list without any filter.
            given: the filter: its parts, and how they are joined.
        """
        note = "每一组相当于一对括号。例如：第 1 组“逾期 或 滞后”，第 2 组“时限不晚于 6 月底”，各组都要符合。"
        super().__init__(parent, "filter_dialog", "筛选条件", "应用筛选", note)
        self._workspace = workspace
        self._columns = [one for one in columns if one.field and one.filter_kind != "none"]
        self._query = query
        self._open: HeaderFilter | None = None
        self._count_job: QueryJob[GroupCount] | None = None
        self._count: int | None = None
        self.draft = FilterDraft(*given)
        self.setMinimumSize(560, 440)
        self.resize(620, 500)
        self._make_head()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.extra.addWidget(self._area, 1)
        self.words = labelled("", "secondary", "filter_words")
        self.words.setWordWrap(True)
        self.extra.addWidget(self.words)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_COUNT_DELAY_MS)
        self._timer.timeout.connect(self._read_count)
        self.show_groups()

    def show_groups(self, focus: str = "") -> None:
        """Show the groups as they stand now; `focus` names the control that gets the keyboard."""
        inner = QWidget()
        inner.setObjectName("filter_groups")
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for number in range(len(self.draft.groups)):
            layout.addWidget(self._make_group(number))
        layout.addStretch(1)
        self._area.setWidget(inner)
        # Both would paint the page's colour over the dialog's.
        self._area.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        self.between.setEnabled(len(self.draft.groups) > 1)
        self._say()
        self._timer.start()
        wanted = self.findChild(QWidget, focus or "filter_group_add_0")
        if wanted is not None:
            wanted.setFocus()

    def edit(self, number: int, place: int | None, column: Column, below: QWidget) -> None:
        """Open the filter of a column for a condition, `place` None for one more."""
        if self._open is not None:
            self._open.put_away()
        given = self.draft.groups[number].conditions[place] if place is not None else None
        opened = HeaderFilter(self, self._workspace, column, self._query, given, sorts=False)
        opened.applied.connect(lambda condition: self._take(number, place, condition))
        opened.closed.connect(self._on_closed)
        self._open = opened
        opened.show_below(below.mapToGlobal(QPoint(0, below.height())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Close an open filter: what it stands below has moved."""
        super().resizeEvent(event)
        if self._open is not None:
            self._open.put_away()

    def _make_head(self) -> None:
        row = QHBoxLayout()
        self.between = self._choice("filter_between", "各组之间", _BETWEEN, self.draft.joined, self._join_groups)
        row.addWidget(labelled("各组之间", ""))
        row.addWidget(self.between)
        row.addStretch(1)
        add = entry_button("filter_add_group")
        add.clicked.connect(self._add_group)
        row.addWidget(add)
        self.extra.addLayout(row)

    def _make_group(self, number: int) -> QFrame:
        group = self.draft.groups[number]
        frame = panel(f"filter_group_{number}")
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(labelled(f"第 {number + 1} 组", "heading"))
        head.addWidget(
            self._choice(
                f"filter_within_{number}",
                f"第 {number + 1} 组的条件之间",
                _WITHIN,
                group.joined,
                lambda joined: self._join_within(number, joined),
            )
        )
        head.addStretch(1)
        add = entry_button("filter_group_add", number)
        add.setMenu(self._column_menu(number, add))
        head.addWidget(add)
        away = entry_button("filter_group_remove", number)
        away.setEnabled(len(self.draft.groups) > 1 or bool(group.conditions))
        away.clicked.connect(lambda: self._change(lambda: self.draft.remove_group(number)))
        head.addWidget(away)
        layout.addLayout(head)
        for place, condition in enumerate(group.conditions):
            layout.addLayout(self._make_row(number, place, condition))
        if not group.conditions:
            layout.addWidget(labelled("还没有条件，点“加条件”。", "secondary"))
        return frame

    def _make_row(self, number: int, place: int, condition: Condition) -> QHBoxLayout:
        row = QHBoxLayout()
        text = condition_text(self._columns, condition)
        button = ElidedButton(text, f"filter_row_{number}_{place}", "点击修改")
        column = next((one for one in self._columns if one.field == condition.field), None)
        if column is None:
            button.setEnabled(False)
        else:
            button.clicked.connect(lambda: self.edit(number, place, column, button))
        row.addWidget(button, 1)
        move = entry_button("filter_move", f"{number}_{place}")
        move.setAccessibleName(f"移到另一组：{text}")
        menu = QMenu(move)
        for target in [*range(len(self.draft.groups)), None]:
            if target != number:
                action = menu.addAction("新的一组" if target is None else f"第 {target + 1} 组")
                action.setObjectName("move_new" if target is None else f"move_{target}")
                action.triggered.connect(
                    lambda _checked=False, target=target: self._change(lambda: self.draft.move(number, place, target))
                )
        move.setMenu(menu)
        row.addWidget(move)
        away = entry_button("filter_away", f"{number}_{place}", tip=f"去掉：{text}")
        away.setAccessibleName(f"去掉条件：{text}")
        away.setIcon(self._workspace.look.icon("close"))
        away.clicked.connect(lambda: self._change(lambda: self.draft.remove(number, place)))
        row.addWidget(away)
        return row

    def _column_menu(self, number: int, button: QPushButton) -> QMenu:
        menu = QMenu(button)
        for column in self._columns:
            action = menu.addAction(column.heading.replace("&", "&&"))
            action.setObjectName(f"add_{column.field}")
            action.triggered.connect(
                lambda _checked=False, column=column: self.edit(number, None, column, button),
            )
        return menu

    def _choice(
        self, name: str, label: str, words: dict[Joint, str], chosen: Joint, receive: Callable[[Joint], object]
    ) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        box.setAccessibleName(label)
        for joined, text in words.items():
            box.addItem(text, joined)
        box.setCurrentIndex(box.findData(chosen))
        box.currentIndexChanged.connect(lambda _place: receive(box.currentData()))
        return box

    def _join_groups(self, joined: Joint) -> None:
        self.draft.joined = joined
        self._say()
        self._timer.start()

    def _join_within(self, number: int, joined: Joint) -> None:
        self.draft.groups[number].joined = joined
        self._say()
        self._timer.start()

    def _add_group(self) -> None:
        number = self.draft.add_group()
        self.show_groups(f"filter_group_add_{number}")

    def _change(self, act: Callable[[], object]) -> None:
        act()
        # The control that asked is on the page that goes away: it must have returned before.
        QTimer.singleShot(0, self, self.show_groups)

    def _take(self, number: int, place: int | None, condition: Condition | None) -> None:
        if condition is not None:
            self.draft.put(number, place, condition)
        elif place is not None:
            self.draft.remove(number, place)
        self.show_groups(f"filter_group_add_{number}")

    def _on_closed(self) -> None:
        self._open = None

    def _say(self) -> None:
        """Write the filter in words, with the number of tasks that fit it."""
        words = filter_text(self._columns, self.draft.parts(), self.draft.joined) or "没有条件，列出全部任务。"
        count = "" if self._count is None else f"\n符合的任务：{self._count:,} 项"
        self.words.setText(f"{words}{count}")

    def _read_count(self) -> None:
        if self._count_job is not None:
            self._count_job.cancel()
        query = replace(self._query, conditions=self.draft.parts(), joined=self.draft.joined, sorting=())
        job = self._workspace.query(lambda session, _p: session.totals(query), self, lists=True)
        self._count_job = job.on_success(self._take_count).start()

    def _take_count(self, total: GroupCount) -> None:
        self._count = total.count
        self._say()
