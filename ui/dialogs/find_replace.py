"""查找和替换: a text in chosen columns, over the chosen rows or the whole list; what would change is seen first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ledger_app.domain.grid import TaskQuery
from ledger_app.ports import Progress, ReadSession
from ledger_app.services.cell_edits import EditPlan
from ledger_app.services.cell_fields import CellField
from ledger_app.services.cell_reading import EditTime
from ledger_app.services.cell_search import Found, Replacement, find_cells, searchable
from ui.dialogs.edit_preview import FRAME_PX, plan_table
from ui.jobs import QueryJob
from ui.pages.page import labelled, push_button
from ui.views.form_grid import FormGrid
from ui.workspace import Workspace

SIZE, WAIT_MS = QSize(820, 560), 250
_ALL = "全部文字列"


class FindReplaceDialog(QDialog):
    """Fields above, what was found below.

    Signals:
        wanted: the plan that is shown is to be written (an EditPlan).
    """

    wanted = Signal(object)

    def __init__(
        self, parent: QWidget, workspace: Workspace, query: TaskQuery, chosen: Sequence[int], fields: Sequence[str]
    ) -> None:
        """Look through the tasks of a query.

        Args:
            parent: the window.
            workspace: the open ledger.
            query: what the grid lists.
            chosen: the chosen rows where there are several, none otherwise.
            fields: fields of the chosen columns; what cannot be searched is left out.
        """
        super().__init__(parent)
        self._workspace, self._query, self._chosen = workspace, query, tuple(chosen)
        self._wished = tuple(fields)
        self._job: QueryJob[Found] | None = None
        self._plan = EditPlan()
        self.time = EditTime(workspace.today, workspace.cutoff, workspace.calendar)
        self.setObjectName("find_replace_dialog")
        self.setWindowTitle("查找和替换")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._search)
        self._make_fields()
        self.table, self._rows = plan_table("find_replace_table", workspace.look, self)
        self._said = labelled("输入要查找的文字，下面列出会怎样修改。", "secondary", "find_replace_said")
        self._said.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(self._form())
        layout.addWidget(self._said)
        layout.addWidget(self.table, 1)
        layout.addLayout(self._buttons())
        room = (parent.screen().availableGeometry().size() - FRAME_PX).expandedTo(QSize(400, 300))
        self.resize(SIZE.boundedTo(room))
        self.find_box.setFocus()
        job = workspace.query(lambda session, _p: searchable(session), self)
        job.on_success(self._offer_fields).start()

    def _make_fields(self) -> None:
        self.find_box = _line("find_replace_find", "查找")
        self.instead = _line("find_replace_instead", "替换为")
        self.instead.setPlaceholderText("不填就是删去查找的文字")
        self.where = QComboBox()
        self.where.setObjectName("find_replace_where")
        self.where.setAccessibleName("在哪些列里")
        self.rows = QComboBox()
        self.rows.setObjectName("find_replace_rows")
        self.rows.setAccessibleName("在哪些任务里")
        if self._chosen:
            self.rows.addItem(f"选中的 {len(self._chosen):,} 项任务", "chosen")
        self.rows.addItem("列表里的全部任务", "all")
        self.exact = QCheckBox("区分大小写")
        self.exact.setObjectName("find_replace_exact")
        self.whole = QCheckBox("整格相同才算")
        self.whole.setObjectName("find_replace_whole")
        for field in (self.find_box, self.instead):
            field.textChanged.connect(self._wait)
        for box in (self.where, self.rows):
            box.currentIndexChanged.connect(self._wait)
        for tick in (self.exact, self.whole):
            tick.toggled.connect(self._wait)

    def _form(self) -> FormGrid:
        grid = FormGrid()
        grid.add_pair("查找", self.find_box, "替换为", self.instead)
        grid.add_pair("列", self.where, "范围", self.rows)
        ticks = QHBoxLayout()
        ticks.addWidget(self.exact)
        ticks.addWidget(self.whole)
        ticks.addStretch(1)
        grid.add_layout(ticks)
        return grid

    def _buttons(self) -> QHBoxLayout:
        close = push_button("关闭", "find_replace_close")
        close.clicked.connect(self.reject)
        self.verb_button = QPushButton("全部替换")
        self.verb_button.setObjectName("find_replace_accept")
        self.verb_button.setProperty("kind", "primary")
        self.verb_button.setDefault(True)
        self.verb_button.setEnabled(False)
        self.verb_button.clicked.connect(self._replace)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        row.addWidget(self.verb_button)
        return row

    def _offer_fields(self, fields: Sequence[tuple[str, CellField]]) -> None:
        names = [name for name, _ in fields]
        wished = [name for name in self._wished if name in names]
        labels = dict(fields)
        self.where.blockSignals(True)
        if wished:
            self.where.addItem("选中的列：" + "、".join(labels[name].label for name in wished), wished)
        self.where.addItem(_ALL, names)
        for name, field in fields:
            self.where.addItem(field.label, [name])
        self.where.blockSignals(False)
        self._wait()

    def _wait(self) -> None:
        """Search once the typing pauses; until then what is shown cannot be written."""
        self.verb_button.setEnabled(False)
        self._timer.start()

    def _search(self) -> None:
        if self._job is not None:
            self._job.cancel()
        fields = tuple(self.where.currentData() or ())
        wanted = Replacement(
            self.find_box.text(),
            self.instead.text(),
            fields,
            is_exact_case=self.exact.isChecked(),
            is_whole=self.whole.isChecked(),
        )
        if not wanted.find or not fields:
            self._show(Found(EditPlan(), 0, 0))
            return
        chosen = self._chosen if self.rows.currentData() == "chosen" else None
        query, time = self._query, self.time

        def look(session: ReadSession, progress: Progress) -> Found:
            ids = session.task_ids(query) if chosen is None else chosen
            return find_cells(session, ids, wanted, time, progress)

        self._said.setText("正在查找……")
        self._job = self._workspace.query(look, self, lists=True).on_success(self._show).start()

    def _show(self, found: Found) -> None:
        self._job = None
        self._plan = found.plan
        self._rows.show_plan(found.plan)
        if not self.find_box.text():
            self._said.setText("输入要查找的文字，下面列出会怎样修改。")
        elif not found.cells:
            self._said.setText("没有找到。")
        else:
            refused = len(found.plan.refusals)
            more = f"，其中 {refused:,} 格不能替换（红字，写明了原因）" if refused else ""
            self._said.setText(f"找到 {found.hits:,} 处，在 {found.cells:,} 个单元格里{more}。")
        count = len(found.plan.changes)
        self.verb_button.setText(f"替换 {count:,} 个单元格" if count else "全部替换")
        self.verb_button.setEnabled(bool(count))

    def _replace(self) -> None:
        self.wanted.emit(self._plan)
        self.accept()


def _line(name: str, label: str) -> QLineEdit:
    line = QLineEdit()
    line.setObjectName(name)
    line.setAccessibleName(label)
    return line
