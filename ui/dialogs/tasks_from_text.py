"""从文字新建: paste minutes, an instruction or rows of a table, see what was read, register what is ticked."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ledger_app.domain.supervision import Holiday
from ledger_app.domain.task import SOURCE_KIND_NAMES
from ledger_app.domain.workday import WorkCalendar
from ledger_app.intake.typed_deadline import Basis, reading_of, said_day
from ledger_app.ports import ReadSession
from ledger_app.services.tasks import Created, NewTask, create_many
from ledger_app.services.text_tasks import ReadTask, read_tasks
from ui.clipboard import Copied
from ui.entry_button import entry_button
from ui.jobs import QueryJob
from ui.pages.page import labelled, push_button
from ui.unit_picker import read_unit_names
from ui.workspace import Place, Workspace

SIZE, FRAME_PX = QSize(820, 620), QSize(24, 80)
WAIT_MS = 300
TITLE, UNITS, DUE = range(3)
_HEADS = ("任务名称（可改）", "责任单位", "完成时限")

Found = tuple[tuple[ReadTask, ...], dict[int, str], Basis]


class TasksFromTextDialog(QDialog):
    """A text above, the tasks read from it below, each with a tick."""

    def __init__(self, parent: QWidget, workspace: Workspace, source: NewTask) -> None:
        """Make the dialog.

        Args:
            parent: the window.
            workspace: the open ledger.
            source: what all tasks have in common: kind, number and day of their source.
        """
        super().__init__(parent)
        self._workspace = workspace
        self._source = replace(source, title="", content="", deadlines=(), targets=(), values={}, rectification={})
        self._found: tuple[ReadTask, ...] = ()
        self._job: QueryJob[Found] | None = None
        self._is_stale = False
        self.setObjectName("tasks_from_text_dialog")
        self.setWindowTitle("从文字新建任务")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._read)
        self.text = QPlainTextEdit()
        self.text.setObjectName("from_text_text")
        self.text.setAccessibleName("会议纪要、批示或表格的文字")
        self.text.setPlaceholderText("在这里粘贴会议纪要、领导批示，或从表格复制的几行；下面随即列出读出的任务")
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self._wait)
        self.table = self._make_table()
        self._said = labelled("", "secondary", "from_text_said")
        self._said.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self._where())
        layout.addWidget(self.text, 2)
        layout.addWidget(self._said)
        layout.addWidget(self.table, 3)
        layout.addLayout(self._buttons())
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self._create)
        room = (parent.screen().availableGeometry().size() - FRAME_PX).expandedTo(QSize(400, 300))
        self.resize(SIZE.boundedTo(room))
        self.text.setFocus()
        self._show_counts()

    def reject(self) -> None:
        """Leave; a text that was read but not used is asked about."""
        question = "读出的任务还没有登记，确定不要了吗？"
        if not self._found or self._workspace.messages.ask(question, "不登记", is_dangerous=True):
            super().reject()

    def _where(self) -> QLabel:
        source = self._source
        parts = [SOURCE_KIND_NAMES[source.source_kind], source.source_ref.strip()]
        issued = f"，交办日期 {source.issued.isoformat()}" if source.issued else ""
        words = f"来源：{' '.join(part for part in parts if part)}{issued}（在“新任务”里填好来源再打开，可以更改）"
        label = labelled(words, "secondary", "from_text_source")
        label.setWordWrap(True)
        return label

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, len(_HEADS))
        table.setObjectName("from_text_table")
        table.setAccessibleName("读出的任务，空格勾选，F2 改名称")
        table.setHorizontalHeaderLabels(list(_HEADS))
        table.verticalHeader().hide()
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setWordWrap(True)
        header = table.horizontalHeader()
        header.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(UNITS, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(DUE, QHeaderView.ResizeMode.Interactive)
        table.setColumnWidth(UNITS, 190)
        table.setColumnWidth(DUE, 210)
        table.itemChanged.connect(lambda _item: self._show_counts())
        return table

    def _buttons(self) -> QHBoxLayout:
        review = entry_button("from_text_review")
        review.clicked.connect(self._review)
        cancel = push_button("取消", "from_text_cancel")
        cancel.clicked.connect(self.reject)
        self.verb_button = QPushButton("登记任务")
        self.verb_button.setObjectName("from_text_accept")
        self.verb_button.setProperty("kind", "primary")
        self.verb_button.setToolTip("登记勾选的任务（Ctrl+Return）")
        self.verb_button.clicked.connect(self._create)
        row = QHBoxLayout()
        row.addWidget(review)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.verb_button)
        return row

    def _wait(self) -> None:
        """Read once the typing pauses; until then nothing old can be registered."""
        self._is_stale = True
        self._show_counts()
        self._timer.start()

    def _read(self) -> None:
        if self._job is not None:
            self._job.cancel()
        text, source, today = self.text.toPlainText(), self._source, self._workspace.today

        def work(session: ReadSession, _progress: object) -> Found:
            basis = Basis(today, source.issued, None, WorkCalendar(session.of(Holiday).find()))
            names = {unit.unit_id: unit.shown for unit in read_unit_names(session)}
            return read_tasks(session, text, basis, source), names, basis

        self._job = self._workspace.query(work, self)
        self._job.on_success(self._show).on_failure(self._workspace.messages.show_error).start()

    def _show(self, found: Found) -> None:
        self._found, names, basis = found
        self._is_stale = False
        self.table.blockSignals(True)
        self.table.setRowCount(len(self._found))
        for row, one in enumerate(self._found):
            title = QTableWidgetItem(one.new.title)
            title.setCheckState(Qt.CheckState.Checked if one.is_likely else Qt.CheckState.Unchecked)
            title.setToolTip(one.new.content)
            units = "、".join(names.get(owner.unit_id or 0, owner.raw) for owner in one.new.owners)
            reading = reading_of(one.new.deadlines, basis)
            days = [said_day(row.original_due) for row in one.new.deadlines if row.original_due is not None]
            self.table.setItem(row, TITLE, title)
            for column, words, tip in ((UNITS, units, units), (DUE, "、".join(days) or reading, reading)):
                item = QTableWidgetItem(words or "未读出，可登记后补")
                item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
                item.setToolTip(tip)
                self.table.setItem(row, column, item)
        self.table.blockSignals(False)
        self.table.resizeRowsToContents()
        self._show_counts()

    def _ticked(self) -> list[NewTask]:
        chosen = []
        for row, one in enumerate(self._found):
            item = self.table.item(row, TITLE)
            if item is not None and item.checkState() is Qt.CheckState.Checked:
                chosen.append(replace(one.new, title=item.text().strip() or one.new.title))
        return chosen

    def _show_counts(self) -> None:
        count = len(self._ticked())
        self.verb_button.setText(f"登记 {count} 项任务" if count else "登记任务")
        self.verb_button.setEnabled(bool(count) and not self._is_stale)
        left = len(self._found) - count
        hint = f"，{left} 段没有勾选（看来不是任务）" if left else ""
        self._said.setText(f"读出 {len(self._found)} 段，勾选 {count} 项{hint}" if self._found else "还没有读出任务")

    def _create(self) -> None:
        news = self._ticked()
        if not news or self._is_stale:
            return
        job = self._workspace.change(lambda work, _p: create_many(work, news), self)
        job.on_success(self._on_created).start()

    def _on_created(self, created: Created) -> None:
        self.accept()
        self._workspace.open_place(Place("ledger", task_id=created.tasks[0].id))

    def _review(self) -> None:
        """Hand the text to the import review, as if it had been pasted on the page of plans."""
        from ledger_app.intake.clipboard import name_at

        text = self.text.toPlainText()
        if not text.strip():
            return
        copied = Copied(name_at(self._workspace.now), formats={"text/plain": text.encode()})
        self.accept()
        self._workspace.open_place(Place("plans", copied=copied))
