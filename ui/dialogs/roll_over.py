"""年度结转: where the new ledger goes, its year, and which tasks go on; a tick and a reason for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ledger_app.domain.carrying import CARRY_NAMES, USUALLY_CARRIED, CarryLine
from ledger_app.messages import describe
from ledger_app.ports import Progress, ReadSession
from ledger_app.services.roll_over import (
    RolledOver,
    RollOverChoice,
    RollOverNote,
    lines_to_carry,
    roll_over_note,
    usual_next_year,
)
from ui.dialogs.form import FormDialog
from ui.entry_button import entry_button
from ui.number_field import NumberField
from ui.pages.page import labelled
from ui.workspace import Backend, Workspace

_COLUMNS = (("编号", 90), ("任务", 300), ("为何结转", 100), ("牵头单位", 120), ("时限", 160), ("最近进展", 110))
_LINE = Qt.ItemDataRole.UserRole
Facts = tuple[int, list[CarryLine], RollOverNote | None]


class RollOverDialog(FormDialog):
    """The guided act; the window's ledger stays open until the new one is there."""

    def __init__(
        self, parent: QWidget, workspace: Workspace, backend: Backend, on_done: Callable[[Path, RolledOver], object]
    ) -> None:
        """Read what may go on."""
        note = (
            "下一年度新建一本台账：单位名册、设置、自定义列和视图照搬，勾选的任务带着最近一次进展结转过去，"
            "每项都链接到本台账里的历史。本台账除标记“已结转”外不作任何改动。"
        )
        super().__init__(parent, "roll_over_dialog", "年度结转", "结转", note)
        self._workspace = workspace
        self._backend = backend
        self._on_done = on_done
        self._is_running = False
        self.setMinimumSize(980, 600)
        self.year = NumberField("roll_over_year", "新台账年度", 1990, 2100)
        self.folder = QLineEdit()
        self.folder.setObjectName("roll_over_folder")
        self.folder.setAccessibleName("新台账文件夹")
        self.folder.setPlaceholderText("一个空文件夹，或还没有的文件夹")
        self.with_files = QCheckBox("同时复制佐证文件和计划原件（不勾选时只留清单，文件仍在本台账里）")
        self.with_files.setObjectName("roll_over_files")
        self.with_files.setAccessibleName(self.with_files.text())
        self.add_row("新台账年度", self.year)
        self.add_row("放在", self._folder_row())
        self.add_row("", self.with_files)
        self.sorts: dict[str, QCheckBox] = {}
        self.extra.addLayout(self._make_list())
        self._trouble = labelled("", "error", "roll_over_trouble")
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        self.extra.addWidget(self._trouble)
        self.verb_button.setEnabled(False)
        self.folder.textChanged.connect(lambda _text: self._count())
        self.year.committed.connect(lambda value: self._read(int(value)))
        self._read(None)

    def chosen(self) -> tuple[int, ...]:
        """Return the ids of the ticked tasks, from top to bottom."""
        items = (self.table.item(row, 0) for row in range(self.table.rowCount()))
        return tuple(item.data(_LINE).task_id for item in items if item and item.checkState() is Qt.CheckState.Checked)

    def accept(self) -> None:
        """Make the new ledger; the form stays until it is there."""
        if self._is_running or not self.verb_button.isEnabled():
            return
        to = Path(self.folder.text().strip())
        choice = RollOverChoice(int(self.year.value()), self.chosen(), self.with_files.isChecked())
        session, backend = self._workspace.session, self._backend
        self._set_running(is_running=True)

        def run(progress: Progress) -> RolledOver:
            return backend.roll_over(session, to, choice, progress)

        job = self._workspace.runner.query(run).owned_by(self).with_progress("正在结转")
        job.on_success(lambda done: self._finish(to, done)).on_failure(self._on_refused).start()

    def _folder_row(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        choose = entry_button("roll_over_choose")
        choose.clicked.connect(self._choose_folder)
        row.addWidget(self.folder, 1)
        row.addWidget(choose)
        return box

    def _make_list(self) -> QVBoxLayout:
        column = QVBoxLayout()
        self._sorts = QHBoxLayout()
        self._sorts.setSpacing(12)
        column.addLayout(self._sorts)
        self.table = QTableWidget(0, len(_COLUMNS))
        self.table.setObjectName("roll_over_tasks")
        self.table.setAccessibleName("可以结转的任务，空格勾选")
        self.table.setHorizontalHeaderLabels([heading for heading, _ in _COLUMNS])
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        for number, (_, width) in enumerate(_COLUMNS):
            self.table.setColumnWidth(number, width)
        self.table.itemChanged.connect(lambda _item: self._count())
        column.addWidget(self.table, 1)
        return column

    def _read(self, year: int | None) -> None:
        today, cutoff = self._workspace.today, self._workspace.cutoff

        def read(session: ReadSession, _progress: Progress) -> Facts:
            wanted = year or usual_next_year(session, today)
            return wanted, lines_to_carry(session, cutoff, wanted), roll_over_note(session)

        self._workspace.query(read, self).on_success(self._take).start()

    def _take(self, facts: Facts) -> None:
        year, lines, note = facts
        self.year.show_value(float(year))
        if not self.folder.text():
            here = self._workspace.ledger.folder
            self.folder.setText(str(here.parent / f"{self._workspace.settings.bureau_name or '台账'}{year}年度"))
        if note is not None:
            self._say(f"本台账已于 {note.on} 结转 {note.tasks} 项到“{note.path}”。再次结转会另建一本。")
        self._make_sorts(lines)
        self.table.blockSignals(True)
        self.table.setRowCount(len(lines))
        for row, line in enumerate(lines):
            self._show_line(row, line)
        self.table.blockSignals(False)
        self._count()

    def _make_sorts(self, lines: list[CarryLine]) -> None:
        """Make a tick for each sort of task that there is."""
        while (item := self._sorts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        counts = Counter(line.why for line in lines)
        self.sorts = {}
        for why, name in CARRY_NAMES.items():
            if counts[why]:
                box = QCheckBox(f"{name} {counts[why]}")
                box.setObjectName(f"roll_over_{why}")
                box.setAccessibleName(f"结转{name}的任务")
                box.setChecked(why in USUALLY_CARRIED)
                box.toggled.connect(lambda is_on, why=why: self._tick_all(why, is_on=is_on))
                self.sorts[why] = box
                self._sorts.addWidget(box)
        self._sorts.addStretch(1)

    def _show_line(self, row: int, line: CarryLine) -> None:
        due = line.due.isoformat() if line.due else "—"
        if line.overdue_since is not None:
            due = f"{due}（已过期）"
        last = f"{line.period} {line.percent:g}%" if line.percent is not None else line.period
        texts = (line.code, line.title, CARRY_NAMES[line.why], line.unit or "—", due, last or "—")
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            self.table.setItem(row, column, item)
            if column == 0:
                item.setData(_LINE, line)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                ticked = line.why in USUALLY_CARRIED
                item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def _tick_all(self, why: str, *, is_on: bool) -> None:
        self.table.blockSignals(True)
        for row in range(self.table.rowCount()):
            item = self.table.item(row, 0)
            if item is not None and item.data(_LINE).why == why:
                item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
        self.table.blockSignals(False)
        self._count()

    def _count(self) -> None:
        count = len(self.chosen())
        self.verb_button.setText(f"结转 {count} 项")
        self.verb_button.setEnabled(bool(count and self.folder.text().strip()) and not self._is_running)

    def _choose_folder(self) -> None:
        folder = self._workspace.messages.choose_folder("选一个空文件夹放新台账")
        if folder is not None:
            self.folder.setText(str(folder))

    def _finish(self, to: Path, done: RolledOver) -> None:
        self._set_running(is_running=False)
        super().accept()
        self._on_done(to, done)

    def _on_refused(self, error: Exception) -> None:
        self._set_running(is_running=False)
        self._say(describe(error))

    def _set_running(self, *, is_running: bool) -> None:
        self._is_running = is_running
        self._count()

    def _say(self, text: str) -> None:
        self._trouble.setText(text)
        self._trouble.setVisible(bool(text))
