"""佐证材料: what lies in the ledger's store, for which tasks, with preview, properties and versions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ledger_app.domain.changes import ChangeSet
from ledger_app.ports import Progress, UnitOfWork
from ledger_app.services import evidence as evidence_service
from ledger_app.services import files as file_service
from ui.actions import Act, Actions, Need
from ui.dialogs.evidence_space import open_space_dialog
from ui.dialogs.evidence_texts import EvidenceTextsDialog
from ui.dialogs.task_picker import TaskPicker
from ui.entry_button import add_entry, entry_button
from ui.evidence_finding import EvidenceFinder
from ui.jobs import QueryJob
from ui.models.evidence_table import EvidenceList, EvidenceRow, EvidenceTableModel, read_evidence
from ui.models.indicator_places import IndicatorTrees, read_indicators
from ui.open_file import open_stored, size_text
from ui.pages.evidence_bin import BinStrip
from ui.pages.evidence_check import FilesCheck
from ui.pages.evidence_drive import DriveStrip
from ui.pages.evidence_indicators import IndicatorActs
from ui.pages.page import EmptyState, Page, hairline, labelled, panel
from ui.preview.window import LargePreview
from ui.views.evidence_details import EvidenceDetails
from ui.views.evidence_drag import EvidenceDrag
from ui.views.evidence_list import EvidenceListView
from ui.views.evidence_preview import EvidencePreview, shown_file
from ui.views.inbox_bar import InboxBar
from ui.views.indicator_places import EvidenceSide
from ui.views.unfinished_bar import UnfinishedBar
from ui.workspace import Place, Workspace

if TYPE_CHECKING:
    from ledger_app.reports.sheet import Sheet

_TABLES = (
    *("evidence", "evidence_version", "task_evidence", "stored_file"),
    "closing",
    *("indicator_tree", "indicator", "indicator_evidence", "indicator_task"),
)
_PURPOSE = (
    "把通知、会议记录、照片、数据表拖进窗口，程序会复制一份放进台账并记下校验值。"
    "拖到某项任务上就直接挂到那项任务；同一份文件可以支持多项任务。"
)


class EvidencePage(Page):
    """Places at the left, the list in the middle, preview and properties at the right."""

    def __init__(self, workspace: Workspace, actions: Actions) -> None:
        """Make the page and read the list."""
        super().__init__("evidence", "佐证材料", workspace, actions)
        self._job: QueryJob[tuple[EvidenceList, IndicatorTrees]] | None = None
        self._wanted: int | None = None
        self._asked: tuple[int | None, str] = (None, "")
        self._kept: int | None = None
        self._codes: dict[int, str] = {}
        self._make_head()
        self._stack = QStackedWidget()
        self._stack.setObjectName("evidence_parts")
        start = entry_button("evidence_start", tip=actions[Act.ADD_EVIDENCE].toolTip())
        start.clicked.connect(actions[Act.ADD_EVIDENCE].trigger)
        start.setEnabled(not workspace.is_read_only)
        self._empty = EmptyState("evidence_empty", "还没有佐证材料", _PURPOSE, start)
        self._make_splitter()
        self._stack.addWidget(self.splitter)
        self._stack.addWidget(self._empty)
        self.body.addWidget(UnfinishedBar(workspace, self))
        self.body.addWidget(InboxBar(workspace, workspace.inbox, self))
        self._drive = DriveStrip(self, workspace)
        self._drive.returned.connect(self.refresh)
        self._drive.away_told.connect(lambda is_away: self.model.show_away(is_away=is_away))
        self.body.addWidget(self._drive)
        self.body.addWidget(self._stack, 1)
        self._connect()
        self._drive.look_again()
        self.refresh()

    @property
    def has_primary(self) -> bool:
        """Without evidence the page itself offers to add some."""
        return self._stack.currentWidget() is self._empty

    def needs(self) -> set[Need]:
        """The list can be narrowed and handed over."""
        return {Need.FINDABLE, Need.EXPORTABLE} if self.model.rowCount() else {Need.FINDABLE}

    def list_sheet(self) -> Sheet | None:
        """Return the catalogue of what is shown, with file names, numbers and the tasks' codes."""
        from ui.models.evidence_catalogue import catalogue

        return catalogue(self.workspace.title, f"{self.workspace.today} 导出", self.model.shown, self._codes)

    def show_place(self, place: Place) -> None:
        """Show a piece of evidence, or the evidence of a task."""
        if place.evidence_id is not None:
            self._asked = (place.evidence_id, place.words)
            self._show_piece(place.evidence_id)
        elif place.task_id is not None:
            self.side.choose(f"task:{place.task_id}")

    def refresh(self) -> None:
        """Read the list anew."""
        if self._job is not None:
            self._job.cancel()
        job = self.workspace.query(lambda session, _p: (read_evidence(session), read_indicators(session)), self)
        self._job = job.on_success(self._take).start()

    def find_in_page(self) -> None:
        """Put the keyboard into the field that narrows the list."""
        self.find_field.setFocus()
        self.find_field.selectAll()

    def task_ids_for_drop(self, _position: QPoint) -> tuple[int, ...] | None:
        """Let files dropped here become evidence of the task that is shown, or of none."""
        return self._place_tasks()

    def chosen_task_ids(self) -> Sequence[int]:
        """Return the task whose evidence is shown, for files that are added."""
        return self._place_tasks()

    @property
    def current(self) -> EvidenceRow | None:
        """Return the piece that has the cursor."""
        index = self.table.currentIndex()
        return self.model.row_at(index.row()) if index.isValid() else None

    def _place_tasks(self) -> tuple[int, ...]:
        place = self.side.place
        return (int(place.removeprefix("task:")),) if place.startswith("task:") else ()

    def _make_head(self) -> None:
        self._facts = labelled("", "secondary", "evidence_counts")
        self.head.addWidget(self._facts)
        self.words_button = entry_button("evidence_words")
        self.words_button.clicked.connect(lambda: EvidenceTextsDialog(self, self.workspace).open())
        self.head.addWidget(self.words_button)
        self.head.addStretch(1)
        self.find_field = QLineEdit()
        self.find_field.setObjectName("evidence_find")
        self.find_field.setAccessibleName("查找材料")
        self.find_field.setPlaceholderText("名称、文号、文件里的字或首字母")
        self.find_field.setClearButtonEnabled(True)
        self.find_field.setProperty("role", "search")
        self.find_field.setFixedWidth(210)
        tip = "逐个读出全部文件，核对与存入时是否一致；只查不改"
        self.check_button = entry_button("evidence_check", tip=tip)
        self.check_button.setIcon(self.look.icon("shield"))
        tip = self.actions_[Act.ADD_EVIDENCE].toolTip()
        self.add_button = entry_button("evidence_add_files", tip=tip)
        self.add_button.setIcon(self.look.icon("add"))
        self.add_button.setEnabled(not self.workspace.is_read_only)
        self.space_button = entry_button("evidence_space")
        self.space_button.clicked.connect(lambda: open_space_dialog(self, self.workspace))
        self.pack_button = entry_button("evidence_pack", tip=self.actions_[Act.PACK_EVIDENCE].toolTip())
        self.pack_button.setIcon(self.look.icon("save"))
        self.pack_button.clicked.connect(self.actions_[Act.PACK_EVIDENCE].trigger)
        for widget in (self.find_field, self.check_button, self.space_button, self.pack_button, self.add_button):
            self.head.addWidget(widget)

    def _make_splitter(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("evidence_splitter")
        self.splitter.setChildrenCollapsible(False)
        self.side = EvidenceSide(self.look)
        self.side.setMinimumWidth(150)
        self.places = self.side.tasks
        self.indicators = IndicatorActs(self, self.workspace, self.side.indicators)
        self.splitter.addWidget(self.side)
        self.splitter.addWidget(self._make_list())
        self.splitter.addWidget(self._make_right())
        self.splitter.setSizes([176, 628, 372])
        for number, share in enumerate((0, 1, 0)):
            self.splitter.setStretchFactor(number, share)
        self.workspace.state.restore_layout(self.splitter)

    def _make_list(self) -> QWidget:
        middle = panel("evidence_list_panel")
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        self.model = EvidenceTableModel(self)
        self.table = EvidenceListView(self.model, self.look)
        layout.addWidget(self.table, 1)
        self._bin_note = BinStrip(middle, self.workspace)
        self.restore_button = self._bin_note.restore_button
        layout.addWidget(self._bin_note)
        self._bin_note.hide()
        return middle

    def _make_right(self) -> QWidget:
        right = panel("evidence_right")
        layout = QVBoxLayout(right)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        self.preview = EvidencePreview(self.workspace)
        self.details = EvidenceDetails(self.workspace)
        inner = QSplitter(Qt.Orientation.Vertical)
        inner.setObjectName("evidence_right_splitter")
        inner.setChildrenCollapsible(False)
        inner.addWidget(self.preview)
        inner.addWidget(self.details)
        inner.setSizes([280, 330])
        self.workspace.state.restore_layout(inner)
        inner.splitterMoved.connect(lambda: self.workspace.state.save_layout(inner))
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 8, 6)
        self._name = labelled("", "heading", "evidence_name")
        self.open_button = entry_button("evidence_open")
        self.open_button.setIcon(self.look.icon("open_out"))
        self.bin_button = entry_button("evidence_discard")
        self.bin_button.setAccessibleName("放入回收站")
        self.bin_button.setIcon(self.look.icon("delete"))
        head.addWidget(self._name, 1)
        head.addWidget(self.open_button)
        head.addWidget(self.bin_button)
        layout.addLayout(head)
        layout.addWidget(hairline())
        layout.addWidget(inner, 1)
        return right

    def _connect(self) -> None:
        self.splitter.splitterMoved.connect(lambda: self.workspace.state.save_layout(self.splitter))
        self._finder = EvidenceFinder(self.workspace, self)
        self._finder.found.connect(self.model.show_hits)
        self.find_field.textChanged.connect(self._on_words)
        self.side.place_chosen.connect(self._on_place)
        self.model.modelAboutToBeReset.connect(self._keep_current)
        self.model.modelReset.connect(self._put_back)
        self._drag = EvidenceDrag(self.table, self._chosen_ids)
        self._check = FilesCheck(self.workspace, self.check_button)
        self.add_button.clicked.connect(self.actions_[Act.ADD_EVIDENCE].trigger)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.large = LargePreview(self, self.workspace, self._step, self.preview.pool)
        self.table.looked.connect(self._look_large)
        self.preview.large_button.clicked.connect(self._look_large)
        self.table.opened.connect(self._open_current)
        self.table.discarded.connect(self._discard)
        self.table.menu_wanted.connect(self._open_menu)
        self.open_button.clicked.connect(self._open_current)
        self.bin_button.clicked.connect(self._discard)
        self.restore_button.clicked.connect(self._restore)
        self.details.link_wanted.connect(self._link)
        self.details.version_wanted.connect(self._add_version)
        self.workspace.ledger_changed.connect(self._on_ledger_changed)
        self.look.changed.connect(self._set_icons)

    def shown_tree_id(self) -> int | None:
        """Return the standard that is shown, None while the tasks are."""
        return self.side.indicators.tree_id if self.side.is_by_indicator else None

    def _take(self, read: tuple[EvidenceList, IndicatorTrees]) -> None:
        found, trees = read
        self._codes = {task.id: task.code for task in found.tasks}
        self.model.show_rows(found.rows)
        counts = {place: self.model.count(place) for place in ("all", "loose", "bin")}
        self.places.model.show_tasks(found.tasks, counts)
        self.places.restore()
        self.indicators.show_trees(trees)
        self._on_place(self.side.place)
        size = sum(row.size_bytes for row in found.rows if not row.is_in_bin)
        self._facts.setText(f"{counts['all']} 件 · {size_text(size)}" if counts["all"] else "")
        self._stack.setCurrentWidget(self.splitter if found.rows or trees.trees else self._empty)
        self.needs_changed.emit()

    def _keep_current(self) -> None:
        self._kept = self.current.evidence.id if self.current is not None else None

    def _put_back(self) -> None:
        """Put the cursor where it was, or on what is to be shown, after the list was made anew."""
        self._choose(self._wanted if self._wanted is not None else self._kept)

    def _show_piece(self, evidence_id: int) -> None:
        self._wanted = evidence_id
        row = self.model.find(evidence_id)
        if row is not None:
            self.find_field.clear()
            self.side.choose("bin" if row.is_in_bin else "all")
            self._choose(evidence_id)

    def _choose(self, evidence_id: int | None) -> None:
        """Put the cursor on a piece, or on the first one."""
        row = self.model.row_of(evidence_id) if evidence_id is not None else None
        if row is not None and evidence_id == self._wanted:
            self._wanted = None
        index = self.model.index(row or 0, 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.table.selectionModel().setCurrentIndex(index, flags)
        self.table.scrollTo(index)
        self._show_current()

    def _on_words(self, words: str) -> None:
        self.table.mark_words(words)
        self.model.show_words(words)
        self._finder.look_for(words)

    def _on_place(self, place: str) -> None:
        self.model.show_place(place, self.side.indicators.members() if self.side.is_by_indicator else None)
        self._bin_note.setVisible(place == "bin")

    def _on_row(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._show_current()

    def _show_current(self) -> None:
        row = self.current
        self.preview.show_row(row, self._words_wanted(row))
        self.large.follow(shown_file(row))
        self._bin_note.show_piece(row.evidence if row is not None else None)
        self.details.show_row(row)
        title = row.evidence.title if row is not None else ""
        self._name.setText(self._name.fontMetrics().elidedText(title, Qt.TextElideMode.ElideMiddle, 220))
        self._name.setToolTip(title)
        self.open_button.setEnabled(row is not None and row.version is not None)
        writable = not self.workspace.is_read_only
        self.bin_button.setVisible(writable and row is not None and not row.is_in_bin and not row.is_bound)
        self.restore_button.setEnabled(writable and row is not None)

    def _words_wanted(self, row: EvidenceRow | None) -> str:
        """Return the word to be shown in a piece's file: the first of those by which it was found."""
        if row is None:
            return ""
        piece, words = self._asked
        found = words if piece == row.evidence.id and words else self.model.words_in(row.evidence.id)
        return found.split()[0] if found.strip() else ""

    def _open_current(self) -> None:
        row = self.current
        if row is not None and row.version is not None:
            open_stored(self.workspace, row.version.sha256, row.version.original_name, self)

    def _look_large(self) -> None:
        self.large.open(shown_file(self.current), self.find_field.text())

    def _step(self, by: int) -> None:
        """Go to the piece before or behind the current one."""
        row = self.table.currentIndex().row() + by
        if 0 <= row < self.model.rowCount():
            self.table.selectRow(row)
            self.table.setCurrentIndex(self.model.index(row, 0))

    def _open_menu(self, at: QPoint) -> None:
        row = self.current
        if row is None:
            return
        menu = QMenu(self)
        menu.setObjectName("evidence_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        acts: list[tuple[str, Callable[[], object]]] = [
            ("evidence_menu_look", self._look_large),
            ("evidence_menu_open", self._open_current),
        ]
        if not self.workspace.is_read_only:
            if row.is_in_bin:
                acts.append(("evidence_menu_restore", self._restore))
            else:
                piece = row.evidence.id
                acts.append(("evidence_menu_link", lambda: self._link(piece)))
                chosen = [one.evidence.id for one in self._chosen_rows() if not one.is_in_bin] or [piece]
                acts.append(("evidence_menu_indicator", lambda: self.indicators.link_evidence(chosen)))
                line = self.indicators.line if self.side.is_by_indicator else None
                if line is not None and not line.own.isdisjoint(chosen):
                    off = ("evidence_menu_off", lambda: self.indicators.unlink_evidence(chosen))
                    acts.append(off)
                acts.append(("evidence_menu_version", lambda: self._add_version(piece)))
                acts.append(("evidence_menu_discard", self._discard))
        for name, receive in acts:
            add_entry(menu, name, receive)
        menu.popup(at)

    def _discard(self) -> None:
        rows = [row for row in self._chosen_rows() if not row.is_in_bin]
        if not rows or self.workspace.is_read_only:
            return
        ids = [row.evidence.id for row in rows]
        name = f"“{rows[0].evidence.title[:20]}”" if len(rows) == 1 else f" {len(rows)} 份材料"
        self._change(lambda work: evidence_service.discard(work, ids), f"已把{name}放入回收站")

    def _chosen_rows(self) -> list[EvidenceRow]:
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [row for number in rows if (row := self.model.row_at(number)) is not None]

    def _chosen_ids(self) -> list[int]:
        """Return the pieces marked in the list that are in use."""
        return [row.evidence.id for row in self._chosen_rows() if not row.is_in_bin]

    def _restore(self) -> None:
        row = self.current
        if row is None:
            return
        piece = row.evidence.id
        picker = TaskPicker(self, self.workspace, "恢复材料", "恢复", f"“{row.evidence.title}”要支持哪些任务？")
        picker.on_chosen(
            lambda ids: self._change(lambda work: evidence_service.restore(work, piece, ids), "已从回收站恢复")
        )
        picker.open()

    def _link(self, evidence_id: int) -> None:
        ids = [row.evidence.id for row in self._chosen_rows() if not row.is_in_bin]
        pieces = ids if evidence_id in ids else [evidence_id]
        what = f"选中的 {len(pieces)} 份材料" if len(pieces) > 1 else "这份材料"
        picker = TaskPicker(self, self.workspace, "关联到任务", "关联", f"{what}要支持哪些任务？")
        picker.on_chosen(
            lambda tasks: self._change(
                lambda work: evidence_service.link(work, pieces, tasks), f"已关联到 {len(tasks)} 项任务"
            )
        )
        picker.open()

    def _add_version(self, evidence_id: int) -> None:
        chosen = self.workspace.messages.choose_files("选择新版本的文件")
        if not chosen:
            return
        path, store = Path(chosen[0]), self.workspace.ledger.store

        def done(_changes: ChangeSet) -> None:
            self.workspace.say_done(f"已换成“{path.name}”，旧版本仍可查看")

        def work(unit_of_work: UnitOfWork, progress: Progress) -> ChangeSet:
            return evidence_service.add_version(unit_of_work, evidence_id, file_service.take(store, path, progress))

        job = self.workspace.change(work, self)
        job.with_progress(f"正在存入 {path.name}").on_success(done).start()

    def _change(self, verb: Callable[[UnitOfWork], ChangeSet], done: str) -> None:
        job = self.workspace.change(lambda work, _progress: verb(work), self)
        job.on_success(lambda _changes: self.workspace.say_done(done)).start()

    def _on_ledger_changed(self, changes: ChangeSet) -> None:
        if changes.touches(*_TABLES, "task"):
            self.refresh()

    def _set_icons(self) -> None:
        self.add_button.setIcon(self.look.icon("add"))
        self.check_button.setIcon(self.look.icon("shield"))
        self.pack_button.setIcon(self.look.icon("save"))
        self.open_button.setIcon(self.look.icon("open_out"))
        self.bin_button.setIcon(self.look.icon("delete"))
