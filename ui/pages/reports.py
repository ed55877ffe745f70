"""报表: choose, see the real pages, keep them under a number, print, save; and the history of what was kept.

What is shown is either a draft (made from the ledger as it stands, nothing stored) or a kept report, byte for byte
as it was printed.  Only kept reports leave the window: a number on paper always has its frozen figures.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.period import Period
from ledger_app.domain.supervision import Snapshot
from ledger_app.errors import EnvironmentFault
from ledger_app.messages import describe
from ledger_app.ports import Progress
from ledger_app.services import reports
from ledger_app.services.reports import ReportMade, ReportRequest
from ui.actions import Actions, Need
from ui.elided_label import ElidedLabel
from ui.entry_button import entry_button
from ui.jobs import QueryJob
from ui.models.report_choices import ReportChoices, named_choice, read_choices
from ui.models.report_files import Drafted, SlipsSaved, compose_draft, save_each_slip, stored_pdf, write_file
from ui.pages.page import Page, labelled, panel
from ui.pages.report_past import ReportPast, face_lines
from ui.report_figures import ReportFigures
from ui.report_words import ReportWords
from ui.views.report_form import ReportForm
from ui.views.report_memory import ReportMemory
from ui.views.report_saving import ReportSaving
from ui.workspace import Place, Workspace

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from ui.views.pdf_viewer import PdfViewer

_AfterKeeping = Callable[[Snapshot], object]

DRAFT_DELAY_MS = 350
_OFFERED = (
    "unit",
    "unit_alias",
    "plan",
    "unit_leader",
    "task_leader",
    "post_holder",
    "saved_view",
    "custom_field",
    "setting",
)
"""Tables from which the form offers choices."""
SIDE_WIDTH_PX = 280


class ReportsPage(Page):
    """Left what is wanted and what was kept, right the pages."""

    def __init__(self, workspace: Workspace, actions: Actions) -> None:
        """Make the page; the first draft is begun when it is shown."""
        super().__init__("reports", "报表", workspace, actions)
        self._viewer: PdfViewer | None = None
        self._job: QueryJob[Drafted] | None = None
        self._shown: Snapshot | None = None
        self._content = b""
        self._is_stale = True
        self.past = ReportPast(self)
        self._memory = ReportMemory(workspace.state, workspace.title)
        self.figures = ReportFigures(workspace, self)
        self.words = ReportWords(self, workspace, self._asked_for)
        self.words.changed.connect(self._on_form)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_DELAY_MS)
        self._timer.timeout.connect(self._draft)
        self._make_head()
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setObjectName("reports_splitter")
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._make_side())
        self._splitter.addWidget(self._make_stage())
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([SIDE_WIDTH_PX, 900])
        self.body.addWidget(self._splitter, 1)
        workspace.runner.stopped.connect(self._on_stopped)
        workspace.ledger_changed.connect(self._on_ledger_changed)
        workspace.settings_changed.connect(self._on_settings)
        self._read_history()
        self._read_units()

    @property
    def content(self) -> bytes:
        """Return the PDF that is shown, empty while there is none."""
        return self._content

    @property
    def has_primary(self) -> bool:
        """留存 is what the page is for."""
        return True

    def needs(self) -> set[Need]:
        """Return that there is something to print and to find in, once pages are shown."""
        return {Need.PRINTABLE, Need.FINDABLE} if self._content else set()

    def refresh(self) -> None:
        """Make the draft anew and read the history."""
        self._read_history()
        if self._shown is None:
            self._draft()

    def show_place(self, place: Place) -> None:
        """Show a kept report, or the draft where it is out of date."""
        if place.snapshot_id is not None:
            self._open_snapshot(place.snapshot_id)
        elif place.report_kind:
            self._ask_for(place)
        elif place.period:
            self.form.show_request("monthly", Period.parse(place.period))
        elif self._is_stale and self._shown is None:
            self._draft()

    def _ask_for(self, place: Place) -> None:
        """Ask for a kind about the tasks, slips or the unit of a place, and name them in the form."""
        job = self.workspace.query(lambda session, _p: named_choice(session, place.task_ids, place.slip_ids), self)

        def take(words: str) -> None:
            self.form.show_wanted(place, self.workspace.cutoff, words)

        job.on_success(take).start()

    def _pick_tasks(self) -> None:
        from ui.dialogs.task_picker import TaskPicker

        picker = TaskPicker(self, self.workspace, "选择要打印的任务", "选定")

        def take(ids: list[int]) -> None:
            job = self.workspace.query(lambda session, _p: named_choice(session, ids, ()), self)
            job.on_success(lambda words: self.form.options.choose(ids, (), words)).start()

        picker.on_chosen(take)
        picker.open()

    @property
    def shows_kept(self) -> bool:
        """Say whether a kept report is shown, not a draft."""
        return self._shown is not None

    def show_kept(self, snapshot: Snapshot) -> None:
        """Show a kept report."""
        self._show_kept(snapshot)

    def remember(self) -> None:
        """Keep what was chosen for the next start."""
        self._memory.remember(self.form)

    def find_in_page(self) -> None:
        """Put the keyboard into the viewer's field for finding."""
        if self._viewer is not None:
            self._viewer.find()

    def print_page(self) -> None:
        """Print what is shown; a draft is kept under its number first."""
        self._with_kept(self._choose_printer)

    def _request(self) -> ReportRequest:
        return self.form.request()

    def _make_head(self) -> None:
        self._state = ElidedLabel("", "reports_state", "secondary")
        self.head.addWidget(self._state, 1)
        self.head.addWidget(self.words.wordings_button)
        self.head.addWidget(self.words.edit_button)
        self._save_button = entry_button("reports_save")
        self._save_button.setIcon(self.look.icon("save"))
        self._save_button.clicked.connect(lambda: self._with_kept(self._save_as))
        self._saving = ReportSaving(self, self.workspace, self._with_kept, self._request)
        self._each_button = entry_button("reports_each")
        self._each_button.clicked.connect(lambda: self._with_kept(self._save_each))
        self._each_button.setVisible(False)
        self._print_button = entry_button("reports_print")
        self._print_button.setIcon(self.look.icon("print"))
        self._print_button.clicked.connect(self.print_page)
        self._keep_button = entry_button("reports_keep")
        self._keep_button.clicked.connect(lambda: self._keep(self._show_kept))
        for button in (self._save_button, self._each_button, self._print_button, self._keep_button):
            button.setEnabled(False)
            self.head.addWidget(button)
        self.head.insertWidget(self.head.indexOf(self._each_button), self._saving.button)
        self._saving.show_state("monthly", is_shown=False)

    def _make_side(self) -> QWidget:
        side = panel("reports_side")
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        self.form = ReportForm(self.look, self.workspace.settings, self.workspace.today, self.workspace.cutoff)
        self.form.changed.connect(self._on_form)
        self.form.options.tasks_wanted.connect(self._pick_tasks)
        scroll = QScrollArea()
        scroll.setObjectName("reports_form_scroll")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.form)
        self.form.setProperty("role", "plain")
        self.form.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column.addWidget(labelled("要生成的报表", "heading"))
        column.addWidget(scroll, 4)
        kept = QHBoxLayout()
        kept.addWidget(labelled("已留存", "heading"))
        kept.addStretch(1)
        kept.addWidget(self.past.button)
        column.addLayout(kept)
        self._history = QListWidget()
        self._history.setObjectName("reports_history")
        self._history.setAccessibleName("已留存的报表")
        self._history.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._history.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._history.setWordWrap(False)
        self._history.itemActivated.connect(self._on_history)
        self._history.itemClicked.connect(self._on_history)
        self._no_history = labelled("留存过的报表列在这里，随时可以原样再打印。", "secondary", "reports_no_history")
        self._no_history.setWordWrap(True)
        column.addWidget(self._no_history)
        column.addWidget(self._history, 3)
        side.setMinimumWidth(SIDE_WIDTH_PX)
        return side

    def _make_stage(self) -> QWidget:
        self._stage = QStackedWidget()
        self._stage.setObjectName("reports_stage")
        self._waiting = labelled("正在排版…", "secondary", "reports_waiting")
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._waiting.setWordWrap(True)
        self._stage.addWidget(self._waiting)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._notes = QLabel()
        self._notes.setObjectName("reports_notes")
        self._notes.setWordWrap(True)
        box = QFrame()
        box.setObjectName("reports_notes_box")
        box.setProperty("role", "note")
        inside = QHBoxLayout(box)
        inside.setContentsMargins(10, 6, 10, 6)
        inside.addWidget(self._notes)
        self._notes_box = box
        box.hide()
        column.addWidget(self.past.bar)
        column.addWidget(box)
        self._viewer_place = column
        self._stage.addWidget(holder)
        return self._stage

    def _view(self) -> PdfViewer:
        """Return the viewer, made when the first pages are to be shown: Qt's PDF modules load with it."""
        if self._viewer is None:
            from ui.views.pdf_viewer import PdfViewer

            self._viewer = PdfViewer("reports_viewer", self.look)
            self._viewer.bar.add_folding(self.figures.button, self.past.faces_button)
            self.figures.attach(self._viewer)
            both = QSplitter(Qt.Orientation.Horizontal)
            both.setObjectName("reports_pages")
            both.setChildrenCollapsible(False)
            both.addWidget(self._viewer)
            both.addWidget(self.figures.panel)
            both.setStretchFactor(0, 1)
            self._viewer_place.addWidget(both, 1)
        return self._viewer

    def _asked_for(self) -> ReportRequest:
        return self.form.request()

    def _on_form(self) -> None:
        self._shown = None
        self._history.clearSelection()
        self._history.setCurrentRow(-1)
        self._timer.start()

    def _on_settings(self) -> None:
        self.form.take_settings(self.workspace.settings)
        self._mark_stale()

    def _on_ledger_changed(self, changes: ChangeSet) -> None:
        if changes.touches("snapshot"):
            self._read_history()
        if changes.touches(*_OFFERED):
            self._read_units()
        if not set(changes.rows) <= {"snapshot", "snapshot_row", "stored_file"}:
            self._mark_stale()

    def _mark_stale(self) -> None:
        self._is_stale = True
        if self._shown is None and self.isVisible():
            self._timer.start()

    def _draft(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self._timer.stop()
        self._is_stale = False
        if not self._content:
            self._wait("正在排版…")
        request, session = self.words.applied(self.form.request()), self.workspace.session
        job = self.workspace.query(partial(compose_draft, session, request), self)
        job.with_progress("正在排版").on_progress(self._tell_progress)
        self._job = job.on_success(self._show_draft).on_failure(self._show_refusal).start()

    def _tell_progress(self, done: int, total: int, _label: str) -> None:
        if not self._content and total:
            self._waiting.setText(f"正在排版… {min(done * 100 // total, 99)}%")

    def _on_stopped(self, job: object) -> None:
        if job is self._job and not self._content:
            self._wait("已停止排版。改动左边的选项，或按 F5 重新排版。")

    def _show_draft(self, drafted: Drafted) -> None:
        self._shown = None
        self._show(drafted.content, drafted.notes)
        self.figures.take(drafted.figures, drafted.cutoff)
        self.words.follow(is_draft=True)
        self.past.show_faces(face_lines(drafted.faces))
        kept, comparable = ([(one.id, one.number) for one in some] for some in (drafted.kept, drafted.comparable))
        self.form.options.set_past(self.form.request(), kept, comparable)
        self.past.look_at(drafted.kept[0] if drafted.kept else None)
        self._state.show_text(f"草稿，尚未留存 · {drafted.title}")
        self._keep_button.setText(f"留存为 {drafted.number}")
        self._keep_button.setVisible(True)
        self._keep_button.setEnabled(not self.workspace.is_read_only)

    def _show_refusal(self, error: Exception) -> None:
        """Say in the place of the pages why there are none."""
        self._content = b""
        self._wait(describe(error))
        self._state.show_text("")

    def _wait(self, text: str) -> None:
        self._waiting.setText(text)
        self._stage.setCurrentIndex(0)
        for button in (self._save_button, self._each_button, self._print_button, self._keep_button):
            button.setEnabled(False)
        self._saving.show_state(self.form.kind, is_shown=False)
        self.needs_changed.emit()

    def _show(self, content: bytes, notes: tuple[str, ...]) -> None:
        self._content = content
        self._view().show_bytes(content)
        self._notes.setText("\n".join(notes))
        self._notes_box.setVisible(bool(notes))
        self._stage.setCurrentIndex(1)
        can_leave = self._shown is not None or not self.workspace.is_read_only
        self._save_button.setEnabled(can_leave)
        self._print_button.setEnabled(can_leave)
        kind = self._shown.kind if self._shown is not None else self.form.kind
        self._saving.show_state(kind, is_shown=can_leave)
        self._each_button.setVisible(kind == "slip" and self._view().page_count > 1)
        self._each_button.setEnabled(not self.workspace.is_read_only)
        self.needs_changed.emit()

    def _keep(self, then: _AfterKeeping) -> None:
        """Freeze, number and print the draft into the store, then go on with it."""
        request, session = self.words.applied(self.form.request()), self.workspace.session

        def make(progress: Progress) -> ReportMade:
            with session.ledger.write() as work:
                fonts = session.fonts(work.settings())
                return reports.make(work, session.ledger.store, fonts, request, progress)

        self._keep_button.setEnabled(False)
        job = self.workspace.runner.change(make).owned_by(self).with_progress("生成报表")
        job.on_success(lambda made: self._on_kept(made, then)).on_failure(self._on_not_kept).start()

    def _on_kept(self, made: ReportMade, then: _AfterKeeping) -> None:
        self.workspace.say_done(f"已留存 {made.snapshot.number}，共 {made.pages} 页")
        then(made.snapshot)

    def _on_not_kept(self, error: Exception) -> None:
        self._keep_button.setEnabled(True)
        self.workspace.messages.show_error(error)

    def _with_kept(self, act: _AfterKeeping) -> None:
        """Do something with the kept report that is shown; keep the draft first if one is shown."""
        if self._shown is not None:
            act(self._shown)
        else:
            self._keep(lambda snapshot: self._show_kept(snapshot, act))

    def _show_kept(self, snapshot: Snapshot, then: _AfterKeeping | None = None) -> None:
        ledger = self.workspace.ledger

        def take(content: bytes) -> None:
            self._shown = snapshot
            self._show(content, ())
            self.figures.take_kept(snapshot.id, snapshot.cutoff)
            self.words.follow(is_draft=False)
            self.past.show_faces(face_lines(snapshot.faces))
            self.past.look_at(snapshot)
            self._state.show_text(f"已留存 {snapshot.number} · 截至 {snapshot.cutoff} · {snapshot.title}")
            self._keep_button.setVisible(False)
            if then is not None:
                then(snapshot)

        self._timer.stop()
        job = self.workspace.runner.query(partial(stored_pdf, ledger, snapshot.id)).owned_by(self)
        job.on_success(take).start()

    def _open_snapshot(self, snapshot_id: int) -> None:
        job = self.workspace.query(lambda session, _p: session.of(Snapshot).get(snapshot_id), self)
        job.on_success(lambda snapshot: self._show_kept(snapshot) if snapshot is not None else None).start()

    def _on_history(self, item: QListWidgetItem) -> None:
        snapshot = item.data(Qt.ItemDataRole.UserRole)
        if self._shown is None or self._shown.id != snapshot.id:
            self._show_kept(snapshot)

    def _read_history(self) -> None:
        self.workspace.query(lambda session, _p: session.of(Snapshot).find(), self).on_success(
            self._show_history
        ).start()

    def _show_history(self, snapshots: list[Snapshot]) -> None:
        self._history.clear()
        for snapshot in sorted(snapshots, key=lambda one: one.id, reverse=True):
            item = QListWidgetItem(f"{snapshot.number}\n{snapshot.title}")
            item.setToolTip(f"{snapshot.title}\n截至 {snapshot.cutoff}，{snapshot.created_by} 生成")
            item.setData(Qt.ItemDataRole.UserRole, snapshot)
            self._history.addItem(item)
            if self._shown is not None and self._shown.id == snapshot.id:
                self._history.setCurrentItem(item)
        self._no_history.setVisible(not snapshots)
        self._history.setVisible(bool(snapshots))
        if self._shown is not None and all(snapshot.id != self._shown.id for snapshot in snapshots):
            # Its making was undone while it was shown.
            self._shown = None
            self._draft()

    def _read_units(self) -> None:
        cutoff = self.workspace.cutoff

        def take(choices: ReportChoices) -> None:
            self.form.set_units(choices.units)
            self.form.options.set_choices(choices.leaders, choices.plans, choices.wordings)
            self.form.paper.set_choices(choices.views, choices.columns)
            self._memory.recall(self.form)

        self.workspace.query(lambda session, _p: read_choices(session, cutoff), self).on_success(take).start()

    def _save_as(self, snapshot: Snapshot) -> None:
        name = f"{snapshot.title}（{snapshot.number}）.pdf"
        target = self.workspace.messages.choose_target("另存 PDF", name, "PDF 文件 (*.pdf)")
        if target is None:
            return
        content = self._content
        job = self.workspace.runner.query(lambda _progress: write_file(target, content)).owned_by(self)
        job.on_success(lambda path: self.workspace.say_done(f"已保存到 {path}")).start()

    def _save_each(self, snapshot: Snapshot) -> None:
        folder = self.workspace.messages.choose_folder("督办单存到哪个文件夹")
        if folder is None:
            return
        session = self.workspace.session

        def make(progress: Progress) -> SlipsSaved:
            return save_each_slip(session, snapshot.id, folder, progress)

        job = self.workspace.runner.change(make).owned_by(self).with_progress("生成督办单")
        job.on_success(lambda saved: self.workspace.say_done(f"已保存 {saved.count} 张督办单到 {folder}"))
        job.on_failure(self.workspace.messages.show_error).start()

    def _choose_printer(self, _snapshot: Snapshot) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

        from ui.views.pdf_printing import set_up

        if not QPrinterInfo.availablePrinterNames():
            self.workspace.messages.show_error(EnvironmentFault("UI-031"))
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        set_up(printer, self._view().document, self._shown.title if self._shown else "")
        dialog = QPrintDialog(printer, self)
        dialog.setObjectName("print_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setMinMax(1, max(self._view().page_count, 1))
        dialog.accepted.connect(lambda: self._print(printer))
        # Only QDialog's own form of open takes no receiver.
        QDialog.open(dialog)

    def _print(self, printer: QPrinter) -> None:
        try:
            count = self._view().print_on(printer)
        except EnvironmentFault as error:
            self.workspace.messages.show_error(error)
        else:
            self.workspace.say_noted(f"已把 {count} 页送到打印机“{printer.printerName()}”")
