"""计划文件: the imported plans, one of them with its text, and the review of files that are to be imported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.unit import Unit
from ledger_app.ports import Progress, ReadSession, UnitOfWork
from ledger_app.services.import_plan import ImportSummary, import_plan
from ledger_app.services.revision_reading import PlanRevision
from ui.actions import Act, Actions, Need
from ui.clipboard import Copied
from ui.entry_button import add_entry, entry_button
from ui.import_queue import ImportQueue, QueuedFile
from ui.models.plan_table import OpenPlan, PlanLine, read_plan_lines
from ui.models.review import Review
from ui.open_file import open_stored
from ui.pages.page import EmptyState, Page, labelled
from ui.unit_picker import UnitName, read_unit_names
from ui.views.ledger_part import LedgerPart, records_text
from ui.views.plan_list import PlanList
from ui.views.plan_reader import PlanReader
from ui.views.queue_bar import QueueBar
from ui.views.review_panel import ReviewPanel
from ui.views.revision_part import RevisionPart, done_text
from ui.workspace import Place, Workspace

if TYPE_CHECKING:
    from ledger_app.reports.sheet import Sheet

_TABLES = ("plan", "plan_item", "task", "task_source", "doubt")
_RECORD_TABLES = ("progress_entry", "closing", "custom_value", "deadline", "expected_evidence")
_ELIDE = Qt.TextElideMode.ElideMiddle
_UNIT_TABLES = ("unit", "unit_alias", "unit_group", "unit_group_member")
_PURPOSE = (
    "支持 Word、WPS、Excel、PDF、文本和网页。把文件拖进窗口，或者在别的程序里复制了再粘贴进来；"
    "核对后生成任务，每个单位、时限和目标都能追到原文那句话。"
)


class PlansPage(Page):
    """List, reader and review, one at a time."""

    def __init__(self, workspace: Workspace, actions: Actions) -> None:
        """Make the page and read the list of plans."""
        super().__init__("plans", "计划文件", workspace, actions)
        self.queue = ImportQueue(workspace, self)
        self.current: QueuedFile | None = None
        self._make_head()
        self._make_body()
        self._connect()
        self._read_plans()
        self._read_units()
        self._show_part(self._resting())

    @property
    def has_primary(self) -> bool:
        """Reading a plan over ends with 确认导入; without plans the page itself offers to import one."""
        return self._stack.currentWidget() in (self.review, self.empty)

    def needs(self) -> set[Need]:
        """Each part has a field to find in; the list of plans can be handed over."""
        is_list = self._stack.currentWidget() is self.list
        return {Need.FINDABLE, Need.EXPORTABLE} if is_list else {Need.FINDABLE}

    def list_sheet(self) -> Sheet | None:
        """Return the list of plans as it is narrowed."""
        from ui.models.text_sheet import view_sheet

        return view_sheet(self.workspace.title, "计划文件", f"{self.workspace.today} 导出", self.list.table)

    def show_place(self, place: Place) -> None:
        """Take files for review, or open a plan at an item."""
        if place.files:
            self.take_files(place.files)
        elif place.copied is not None:
            self.take_copied(place.copied)
        elif place.plan_id is not None:
            self.open_plan(place.plan_id, place.plan_item_id)

    def take_files(self, files: Sequence[Path]) -> bool:
        """Read files for review."""
        if self.workspace.is_read_only:
            return False
        self.queue.add(files)
        return True

    def take_copied(self, copied: Copied) -> None:
        """Read what was copied in another program for review."""
        if not self.workspace.is_read_only:
            self.queue.add_copied(copied)

    def open_plan(self, plan_id: int, item_id: int | None = None) -> None:
        """Show a plan's text and items."""
        self._show_part(self.reader)
        self.reader.show_plan(plan_id, item_id)

    def open_review(self, file: QueuedFile) -> None:
        """Show the review of a file that was read."""
        if file.review is None:
            return
        is_new = self.current is not file
        self.current = file
        self._show_part(self.review)
        if is_new:
            self.review.show_review(file.review)
            self.revision.show_file(file)
            self.ledger.show_review(file.review)
        self._show_head()

    def refresh(self) -> None:
        """Read the list and the open plan anew."""
        self._read_plans()
        self.reader.reload()

    def find_in_page(self) -> None:
        """Put the keyboard into the field of the part that is shown."""
        part = self._stack.currentWidget()
        if part is self.review and self.revision.is_list_shown:
            self.revision.find_words()
        elif isinstance(part, PlanList | PlanReader | ReviewPanel):
            part.find_in_page()

    def may_close(self) -> bool:
        """Ask about reviews in which something was decided."""
        if not self.queue.has_decisions and not self.revision.is_decided():
            return True
        count = len(self.queue.ready)
        return self.workspace.messages.ask(
            f"还有 {count} 份计划文件没有确认导入。",
            "放弃核对",
            detail="已经做的核对还没有写入台账，关闭后需要重新核对。",
            is_dangerous=True,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the review or the reader with Esc, what stands before the review first; a review goes on later."""
        is_escape = event.key() == Qt.Key.Key_Escape
        if is_escape and self._stack.currentWidget() is self.review and self.ledger.is_other_part:
            self.ledger.show_part("review")
        elif event.key() == Qt.Key.Key_Escape and self._stack.currentWidget() is not self._resting():
            self._show_part(self._resting())
        else:
            super().keyPressEvent(event)

    def _make_head(self) -> None:
        self._facts = labelled("", "secondary", "plans_facts")
        self.head.addWidget(self._facts)
        self.head.addStretch(1)
        self.back_button = entry_button("plans_back")
        self.source_button = entry_button("plans_source")
        self.source_button.setIcon(self.look.icon("open_out"))
        self.paste_button = entry_button("plans_paste", tip=self.actions_[Act.IMPORT_CLIPBOARD].toolTip())
        self.paste_button.setIcon(self.look.icon("copy"))
        self.paste_button.setEnabled(not self.workspace.is_read_only)
        self.queue_button = entry_button("plans_queue")
        self.queue_button.setAccessibleName("文件队列")
        self._queue_menu = QMenu(self.queue_button)
        self._queue_menu.setObjectName("plans_queue_menu")
        self.queue_button.setMenu(self._queue_menu)
        self.leave_button = entry_button("plans_leave")
        self.confirm_button = entry_button("plans_confirm")
        self.confirm_button.setShortcut("Ctrl+Return")
        for button in self._buttons():
            self.head.addWidget(button)

    def _buttons(self) -> tuple[QWidget, ...]:
        return (
            self.back_button,
            self.source_button,
            self.paste_button,
            self.queue_button,
            self.leave_button,
            self.confirm_button,
        )

    def _make_body(self) -> None:
        self.bar = QueueBar(self.queue, self.look)
        self.body.addWidget(self.bar)
        self._stack = QStackedWidget()
        self._stack.setObjectName("plans_parts")
        start = entry_button("plans_start", tip=self.actions_[Act.IMPORT_PLAN].toolTip())
        start.clicked.connect(self.actions_[Act.IMPORT_PLAN].trigger)
        start.setEnabled(not self.workspace.is_read_only)
        paste = entry_button("plans_start_paste", tip=self.actions_[Act.IMPORT_CLIPBOARD].toolTip())
        paste.clicked.connect(self.actions_[Act.IMPORT_CLIPBOARD].trigger)
        paste.setEnabled(not self.workspace.is_read_only)
        self.empty = EmptyState("plans_empty", "还没有导入计划文件", _PURPOSE, start, paste)
        self.list = PlanList(self.workspace)
        self.reader = PlanReader(self.workspace)
        self.review = ReviewPanel(self.workspace)
        self.revision = RevisionPart(self.workspace, self.review, self)
        self.ledger = LedgerPart(self.workspace, self.review, self._revisions, self)
        for part in (self.empty, self.list, self.reader, self.review):
            self._stack.addWidget(part)
        self.body.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.back_button.clicked.connect(lambda: self._show_part(self._resting()))
        self.source_button.clicked.connect(self._open_source)
        self.paste_button.clicked.connect(self.actions_[Act.IMPORT_CLIPBOARD].trigger)
        self.leave_button.clicked.connect(self._leave)
        self.confirm_button.clicked.connect(self._confirm)
        self._queue_menu.aboutToShow.connect(self._fill_queue_menu)
        self.list.plan_opened.connect(self.open_plan)
        self.list.table.selectionModel().currentRowChanged.connect(self._on_row_changed)
        self.reader.plan_shown.connect(self._on_plan_shown)
        self.review.changed.connect(self._show_head)
        self.revision.changed.connect(self.ledger.refresh)
        self.revision.changed.connect(self._show_head)
        self.ledger.changed.connect(self._show_head)
        self.review.reread_wanted.connect(self._reread)
        self.queue.changed.connect(self._show_head)
        self.queue.file_ready.connect(self._on_file_ready)
        self.queue.file_reread.connect(self._on_file_reread)
        self.workspace.ledger_changed.connect(self._on_ledger_changed)
        self.look.changed.connect(self._set_icons)

    def _resting(self) -> QWidget:
        """Return what the page shows while nothing is open: the list, or what the page is for."""
        return self.list if self.list.model.plan_count else self.empty

    def _show_part(self, part: QWidget) -> None:
        self._stack.setCurrentWidget(part)
        self._show_head()
        self.needs_changed.emit()

    def _show_head(self) -> None:
        part, file = self._stack.currentWidget(), self.current
        is_review = part is self.review and file is not None
        is_reader = part is self.reader
        plan = self.reader.plan if is_reader else None
        shown = {
            self.back_button: is_review or is_reader,
            self.source_button: plan is not None and plan.plan.source_sha256 is not None,
            self.paste_button: part is self.list,
            self.queue_button: bool(self.queue.ready) and (not is_review or len(self.queue.ready) > 1),
            self.leave_button: is_review,
            self.confirm_button: is_review,
        }
        for button, is_shown in shown.items():
            button.setVisible(is_shown)
        ready = self.queue.ready
        place = ready.index(file) + 1 if is_review and file in ready else 0
        self.queue_button.setText(f"文件队列 {place}/{len(ready)} ▾" if place else f"待核对 {len(ready)} 个文件 ▾")
        if is_review and file is not None and file.review is not None:
            self._show_review_head(file, file.review)
        elif plan is not None:
            self._set_title(plan.plan.title)
            about = (plan.plan.doc_number, plan.plan.issuer, plan.plan.issued and plan.plan.issued.isoformat())
            self._set_facts(*about, f"计划年度 {plan.plan.plan_year}" if plan.plan.plan_year else "")
        else:
            self._set_title("计划文件")
            self._set_facts(f"{self.list.model.plan_count} 份" if part is self.list else "")

    def _show_review_head(self, file: QueuedFile, review: Review) -> None:
        self._set_title(f"导入 · {file.path.name}")
        plans = review.proposal.plans
        first = plans[0] if plans else None
        facts: list[str | None] = []
        if first is not None:
            year = first.plan_year or review.year
            issued = first.issued.isoformat() if first.issued else ""
            facts = [first.doc_number, issued, f"计划年度 {year}" if year else "没有写明年度"]
        if len(plans) > 1:
            facts.append(f"含 {len(plans)} 份计划")
        if file.earlier:
            facts.append(f"这个文件 {file.earlier[0].received or '以前'} 已导入过，相同的各项不会重复")
        self._set_facts(*facts)
        count = len(review.accepted())
        revision = self.revision.revision_of(file)
        words = self.revision.confirm_text(file) or f"确认导入 {count} 项"
        self.confirm_button.setText(words + self.ledger.confirm_words())
        # Another text takes a button's key away.
        self.confirm_button.setShortcut("Ctrl+Return")
        self.confirm_button.setAccessibleName(self.confirm_button.text())
        is_some = self.ledger.has_news or (revision.has_effect if revision is not None else count > 0)
        is_known = self.revision.is_known(file) and self.ledger.is_known
        self.confirm_button.setEnabled(is_some and is_known and not self._is_importing)

    _is_importing = False

    def _set_title(self, text: str) -> None:
        shown = self.title_label.fontMetrics().elidedText(text, _ELIDE, 460)
        self.title_label.setText(shown)
        self.title_label.setToolTip(text if shown != text else "")

    def _set_facts(self, *facts: object) -> None:
        text = " · ".join(str(fact) for fact in facts if fact)
        self._facts.setText(self._facts.fontMetrics().elidedText(text, _ELIDE, 420))
        self._facts.setToolTip(text)

    def _fill_queue_menu(self) -> None:
        self._queue_menu.clear()
        for number, file in enumerate(self.queue.ready):
            open_count = len(file.review.open_questions) if file.review is not None else 0
            text = file.path.name + (f"（待定 {open_count}）" if open_count else "")
            action = add_entry(self._queue_menu, "queue_file", key=number, text=text)
            action.setCheckable(True)
            action.setChecked(file is self.current)
            action.triggered.connect(partial(self._on_queue_chosen, file))

    def _on_queue_chosen(self, file: QueuedFile, *_args: object) -> None:
        self.open_review(file)

    def _on_file_ready(self, file: QueuedFile) -> None:
        if self._stack.currentWidget() is not self.review or self.current is None:
            self.open_review(file)
        self._show_head()

    def _on_file_reread(self, file: QueuedFile) -> None:
        if file is self.current:
            self.review.show_reread()
            self.ledger.show_review(file.review)
            self._show_head()
        self.revision.refresh(file)

    def _reread(self) -> None:
        if self.current is not None:
            self.queue.read_again(self.current)

    def _revisions(self) -> Mapping[int, PlanRevision]:
        """Return what the file under review is a new issue of, as decided so far."""
        revision = self.revision.revision_of(self.current)
        return revision.decisions() if revision is not None else {}

    def _leave(self) -> None:
        file = self.current
        if file is None or file.review is None:
            return
        is_touched = file.review.is_touched or self.revision.is_decided(file)
        if is_touched and not self.workspace.messages.ask(
            f"放弃对“{file.path.name}”的核对？", "不导入这份", detail="已经做的核对没有写入台账，放弃后不能找回。"
        ):
            return
        self._finish(file)

    def _finish(self, file: QueuedFile) -> None:
        """Drop a file and go on with the next one, or rest."""
        self.queue.remove(file)
        self.revision.drop(file)
        self.current = None
        if self.queue.ready:
            self.open_review(self.queue.ready[0])
        else:
            self._show_part(self._resting())

    def _confirm(self) -> None:
        file = self.current
        if file is None or file.review is None or self._is_importing:
            return
        # What is being typed counts: a field gives its value when the keyboard leaves it.
        self.confirm_button.setFocus()
        if not (self.revision.may_confirm(file) and self.ledger.may_confirm()):
            return
        proposal, path = file.review.proposal, file.path
        decisions = self.revision.with_decisions(file, file.review.decisions())
        store = self.workspace.ledger.store

        def work(unit_of_work: UnitOfWork, progress: Progress) -> ImportSummary:
            # In place before the rows that name it.
            source = file.take_into(store, progress)
            return import_plan(unit_of_work, proposal, source, decisions, progress)

        back_up = partial(self.workspace.back_up_before_import, decisions.count(proposal.plans))
        self._is_importing = True
        self._show_head()
        job = self.workspace.change(work, self, before=back_up).with_progress(f"正在导入 {path.name}")
        job.on_success(lambda summary: self._on_imported(file, summary)).on_failure(self._on_refused)
        job.start()

    def _on_refused(self, error: Exception) -> None:
        self._is_importing = False
        self._show_head()
        self.workspace.messages.show_error(error)

    def _on_imported(self, file: QueuedFile, summary: ImportSummary) -> None:
        self._is_importing = False
        self._finish(file)
        if self.current is None and summary.plans:
            self.open_plan(summary.plans[0].id)
        notes = [one.message for one in summary.findings if one.code.startswith("SVC-")]
        if summary.plans and summary.revisions:
            self.workspace.say_done(done_text(summary) + records_text(summary))
            return
        if summary.updates.tasks and not summary.tasks:
            self.workspace.say_done(f"已从“{file.path.name}”{summary.updates.words}")
            return
        if not summary.tasks:
            self.workspace.messages.show_text(
                "导入计划文件", f"“{file.path.name}”没有新的任务可以导入。", "\n".join(notes)
            )
            return
        skipped = f"，{len(summary.skipped)} 项台账已有、没有重复" if summary.skipped else ""
        waiting = f"，{summary.doubt_count} 处待确认" if summary.doubt_count else ""
        self.workspace.say_done(
            f"已从“{file.path.name}”导入 {len(summary.tasks)} 项任务{records_text(summary)}{skipped}{waiting}"
        )

    def _open_source(self) -> None:
        plan = self.reader.plan
        if plan is not None and plan.plan.source_sha256 is not None:
            open_stored(self.workspace, plan.plan.source_sha256, plan.plan.source_name, self)

    def _on_row_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self.needs_changed.emit()

    def _on_plan_shown(self, plan: OpenPlan | None) -> None:
        if plan is None and self._stack.currentWidget() is self.reader:
            # Undone while it was looked at.
            self._show_part(self._resting())
        self._show_head()

    def _on_ledger_changed(self, changes: ChangeSet) -> None:
        if changes.touches(*_TABLES):
            self.refresh()
            self.revision.refresh()
        if changes.touches(*_TABLES, *_RECORD_TABLES) and self.current is not None:
            self.ledger.refresh(anew=True)
        if changes.touches(*_UNIT_TABLES):
            self._read_units()
            for file in self.queue.ready:
                self.queue.read_again(file)

    def _read_plans(self) -> None:
        job = self.workspace.query(lambda session, _progress: read_plan_lines(session), self)
        job.on_success(self._take_plans).start()

    def _take_plans(self, lines: list[PlanLine]) -> None:
        self.list.show_lines(lines)
        if self._stack.currentWidget() in (self.list, self.empty):
            self._show_part(self._resting())

    def _read_units(self) -> None:
        self.workspace.query(lambda session, _progress: _units(session), self).on_success(self._take_units).start()

    def _take_units(self, found: tuple[list[UnitName], dict[int, str]]) -> None:
        self.review.set_units(*found)

    def _set_icons(self) -> None:
        self.source_button.setIcon(self.look.icon("open_out"))
        self.paste_button.setIcon(self.look.icon("copy"))


def _units(session: ReadSession) -> tuple[list[UnitName], dict[int, str]]:
    return read_unit_names(session), {unit.id: unit.name for unit in session.of(Unit).find(active_to=None)}
