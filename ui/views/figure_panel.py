"""Beside the pages of a report: the figures of the page in view, and the tasks behind the chosen one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui.entry_button import entry_button
from ui.models.report_figures import Behind, FigureLine
from ui.pages.page import labelled, panel

_DATA = Qt.ItemDataRole.UserRole


class FigurePanel(QWidget):
    """Two lists: arrow keys go through the figures, Enter on a task opens it.

    Signals:
        figure_chosen: a `FigureLine`, from the list.
        task_opened: the id of a task.
        list_wanted: the tasks on show are wanted in the ledger.
        closed: the panel is not wanted any more.
    """

    figure_chosen = Signal(object)
    task_opened = Signal(int)
    list_wanted = Signal()
    closed = Signal()

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__()
        self.setObjectName("report_figures")
        self._lines: list[FigureLine] = []
        side = panel("report_figures_panel")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(side)
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(6)
        head = QHBoxLayout()
        self._heading = labelled("数字来源", "heading", "report_figures_heading")
        head.addWidget(self._heading, 1)
        close = entry_button("report_figures_close")
        close.clicked.connect(self.closed)
        head.addWidget(close)
        column.addLayout(head)
        self._figures = self._make_list("report_figures_list", "本页的数字，上下键选择")
        self._figures.currentRowChanged.connect(self._on_row)
        column.addWidget(self._figures, 2)
        self._meaning = labelled("", "", "report_figures_meaning")
        self._meaning.setWordWrap(True)
        column.addWidget(self._meaning)
        self._tasks = self._make_list("report_figures_tasks", "这个数字背后的任务，回车打开")
        self._tasks.itemActivated.connect(lambda item: self.task_opened.emit(int(item.data(_DATA))))
        column.addWidget(self._tasks, 3)
        self._gone = labelled("", "secondary", "report_figures_gone")
        self._gone.setWordWrap(True)
        column.addWidget(self._gone)
        self._open = entry_button("report_figures_open")
        self._open.clicked.connect(self.list_wanted)
        column.addWidget(self._open)
        self.setMinimumWidth(240)
        self.clear()

    @property
    def lines(self) -> Sequence[FigureLine]:
        """Return the figures that are listed."""
        return self._lines

    def clear(self) -> None:
        """List nothing."""
        self.show_lines([], 0)

    def show_lines(self, lines: Sequence[FigureLine], page: int) -> None:
        """List the figures of a page (from 1)."""
        self._lines = list(lines)
        self._figures.blockSignals(True)
        self._figures.clear()
        for line in lines:
            item = QListWidgetItem(line.label)
            item.setToolTip(f"{line.label}：{line.meaning}")
            self._figures.addItem(item)
        self._figures.setCurrentRow(-1)
        self._figures.blockSignals(False)
        self._heading.setText(f"数字来源 · 第 {page} 页" if page else "数字来源")
        self._tasks.clear()
        self._gone.hide()
        self._open.setEnabled(False)
        self._meaning.setText("点页面上或列表里的数字，查看它说的是哪几项任务。" if lines else "这一页没有可查的数字。")

    def choose(self, line: FigureLine) -> None:
        """Mark a figure of the list without saying so."""
        if line in self._lines:
            self._figures.blockSignals(True)
            self._figures.setCurrentRow(self._lines.index(line))
            self._figures.blockSignals(False)
        self._meaning.setText(line.meaning)

    def show_behind(self, behind: Behind) -> None:
        """List the tasks behind the chosen figure."""
        self._tasks.clear()
        for task in behind.tasks:
            item = QListWidgetItem(f"{task.code}　{task.title}\n{task.state}　{task.lead or '未明确牵头单位'}")
            item.setToolTip(task.title)
            item.setData(_DATA, task.id)
            self._tasks.addItem(item)
        self._gone.setText(f"另有 {behind.gone} 项任务已从台账中删除。")
        self._gone.setVisible(bool(behind.gone))
        self._open.setEnabled(bool(behind.tasks))

    def take_focus(self) -> None:
        """Put the keyboard into the list of figures."""
        self._figures.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._figures.currentRow() < 0 and self._lines:
            self._figures.setCurrentRow(0)

    def _on_row(self, row: int) -> None:
        if 0 <= row < len(self._lines):
            self._meaning.setText(self._lines[row].meaning)
            self.figure_chosen.emit(self._lines[row])

    @staticmethod
    def _make_list(name: str, words: str) -> QListWidget:
        made = QListWidget()
        made.setObjectName(name)
        made.setAccessibleName(words)
        made.setTextElideMode(Qt.TextElideMode.ElideRight)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setMinimumHeight(60)
        return made
