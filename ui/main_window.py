"""The one window: navigation, top bar, the page, status line; which page is shown, and what is dropped on it.

What concerns the ledger as a whole (open, make, back up, check) is `ui/ledger_acts.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ui.actions import PAGES, Act, Actions, Need
from ui.clipboard import copied_files, copied_now, copied_picture, files_in
from ui.context_key import ask_for_menu, is_menu_key
from ui.dialogs.messages import MessageBoxes, Messages
from ui.jobs import JobRunner
from ui.look import Look
from ui.navigation import NARROW_PX, Navigation
from ui.page_table import PAGE_OF_ACT, make_page
from ui.places import PageName, Place
from ui.state import WindowState
from ui.status_line import StatusLine
from ui.top_bar import TopBar
from ui.window_parts import PartWalk, lead_tab

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QCloseEvent,
        QDragEnterEvent,
        QDragLeaveEvent,
        QDragMoveEvent,
        QDropEvent,
        QKeyEvent,
        QResizeEvent,
    )

    from ledger_app.domain.changes import ChangeSet, Operation
    from ui.banner import UndoBanner
    from ui.drop_hint import DropHint
    from ui.entries.entry import ActionEntry
    from ui.pages.page import Page
    from ui.pages.welcome import WelcomePage
    from ui.workspace import Workspace

FOLD_BELOW_PX = 1200
# What the pages and the frame around them need to show all at once, and what the window can be made to.
LEAST, SMALLEST = QSize(900, 470), QSize(600, 320)
ROUND_PX = 80
PAGE_KEY = "window/page"


class MainWindow(QMainWindow):
    """The window; holds one workspace at a time, or none.

    Signals:
        ledger_chosen: one of the ledgers opened last is wanted again (its folder).
    """

    ledger_chosen = Signal(object)

    def __init__(self, look: Look, state: WindowState, messages: Messages | None = None) -> None:
        """Make the shell; pages are made when they are first shown."""
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle("任务台账")
        self.setWindowIcon(look.icon("app", "accent"))
        self.setAcceptDrops(True)
        # A screen of 1366x768 at 150 % has 911x512 points, the system's bar among them; at 200 % the pages scroll.
        self.setMinimumSize(SMALLEST)
        # Methods, not lambdas: what a signal of the look holds of a lambda would keep a closed window in memory.
        look.changed.connect(self._renew_icon)
        self.look = look
        self.state = state
        self.messages: Messages = messages or MessageBoxes(self, state)
        self.runner = JobRunner()
        self.runner.failed.connect(self.messages.show_error)
        self.actions_ = Actions(self, look)
        self.workspace: Workspace | None = None
        self._pages: dict[PageName, Page] = {}
        self._page: Page | None = None
        self._welcome: WelcomePage | None = None
        self._banner: UndoBanner | None = None
        self._hint: DropHint | None = None
        self._steps: tuple[Operation | None, Operation | None] = (None, None)
        self._parts = PartWalk(self)
        self._build()
        self._connect()
        if not state.restore_geometry(self):
            self.resize(1366, 740)

    def _renew_icon(self) -> None:
        self.setWindowIcon(self.look.icon("app", "accent"))

    def _show_note(self, text: str) -> None:
        self._show_banner(text, can_undo=False)

    def set_workspace(self, workspace: Workspace | None) -> None:
        """Show a ledger from now on, or the first page when there is none."""
        self._drop_pages()
        self.workspace = workspace
        self.top_bar.search.set_workspace(workspace)
        if workspace is None:
            self.setWindowTitle("任务台账")
            self.status.show_ledger("尚未打开台账", None)
            self.status.show_backup("")
            for act in PAGES:
                self.actions_[act].setChecked(False)
            self.show_welcome()
        else:
            workspace.ledger_changed.connect(self._on_ledger_changed)
            workspace.place_requested.connect(self.show_place)
            workspace.banner_requested.connect(self._show_banner)
            workspace.note_requested.connect(self._show_note)
            workspace.cutoff_changed.connect(self.show_facts)
            workspace.settings_changed.connect(self.show_facts)
            self.show_facts()
            self.show_place(Place(self._last_page()))
        self._ask_next_steps()

    @property
    def page(self) -> Page | None:
        """Return the page that is shown, None while no ledger is open."""
        return self._page

    @property
    def welcome(self) -> WelcomePage:
        """Return the first page, made now if it was not yet."""
        if self._welcome is None:
            from ui.pages.welcome import WelcomePage

            self._welcome = WelcomePage(self.actions_, self.look, self.state, self.runner)
            self._welcome.folder_chosen.connect(self.ledger_chosen)
            self._stack.addWidget(self._welcome)
        return self._welcome

    def show_welcome(self) -> None:
        """Show the first page, with the ledgers opened last."""
        self.welcome.show_recent()
        self._stack.setCurrentWidget(self.welcome)

    def show_place(self, place: Place) -> None:
        """Show a page, made now if it was not yet, and let it show the place."""
        if self.workspace is None:
            return
        page = self._pages.get(place.page)
        if page is None:
            page = self._pages[place.page] = make_page(place.page, self.workspace, self.actions_)
            page.needs_changed.connect(self._update_needs)
            self._stack.addWidget(page)
        self._page = page
        self._stack.setCurrentWidget(page)
        for act in PAGES:
            self.actions_[act].setChecked(PAGE_OF_ACT[act] == place.page)
        self._hide_banner()
        page.setFocus()
        page.show_place(place)
        self._update_needs()

    def show_facts(self) -> None:
        """Write the ledger's name and cut-off date into title and status line."""
        workspace = self.workspace
        if workspace is not None:
            name = workspace.title
            self.setWindowTitle(f"{name} — 任务台账")
            self.status.show_ledger(name, workspace.cutoff, is_read_only=workspace.is_read_only)

    def may_close_ledger(self) -> bool:
        """Ask the pages about unsaved work; return whether the ledger may be closed."""
        return all(page.may_close() for page in self._pages.values())

    def _last_page(self) -> PageName:
        """Return the page that was shown when the window was closed last."""
        kept = self.state.text(PAGE_KEY)
        return next((name for name in PAGE_OF_ACT.values() if name == kept), "workbench")

    def leave_field(self) -> None:
        """Take the keyboard out of the field it is in, so that what was typed last is saved."""
        field = self.focusWidget()
        if field is not None:
            field.clearFocus()

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Lead Tab through the window in reading order, whenever its parts were made."""
        return lead_tab(self, is_next=is_next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the context menu of what has the keyboard with Shift+F10, where the system does not."""
        focus: QWidget | None = self.focusWidget()
        if focus is not None and is_menu_key(event):
            ask_for_menu(focus)
            event.accept()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the jobs, remember the window, release the ledger."""
        if not self.may_close_ledger():
            event.ignore()
            return
        self.state.save_geometry(self)
        if self.page is not None:
            self.state.set_text(PAGE_KEY, self.page.name)
        self.leave_field()
        self.runner.close()
        session = self.workspace.session if self.workspace else None
        self._drop_pages()
        self.workspace = None
        if session is not None:
            session.close()
        self.state.sync()
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the navigation in a narrow window."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < FOLD_BELOW_PX
        if is_narrow != self.navigation.is_folded:
            self.navigation.set_folded(is_narrow)
            self.top_bar.set_folded(is_narrow)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files from the system's file windows and from chat programs."""
        if self._can_take(event):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Keep taking them while they move, and say what they would become."""
        if self._can_take(event) and self.page is not None:
            event.acceptProposedAction()
            position = event.position().toPoint()
            self._drop_hint().show_at(position, self.page.task_ids_for_drop(self.page.mapFrom(self, position)))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Say nothing any more when they are taken elsewhere."""
        super().dragLeaveEvent(event)
        self._drop_hint().hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Let files become evidence of the task they fall on, or plans to import anywhere else."""
        self._drop_hint().hide()
        files = files_in(event.mimeData())
        page = self.page
        if not files or self.workspace is None or page is None:
            return
        event.acceptProposedAction()
        position = page.mapFrom(self, event.position().toPoint())
        task_ids = page.task_ids_for_drop(position)
        if task_ids is None:
            self.show_place(Place("plans", files=files))
        else:
            self.workspace.evidence_offered.emit(files, task_ids)

    def _build(self) -> None:
        centre = QWidget()
        centre.setObjectName("centre")
        outer = QVBoxLayout(centre)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.top_bar = TopBar(self.actions_, self.look, centre)
        self.navigation = Navigation(self.actions_, self.look)
        self._stack = QStackedWidget()
        self._stack.setObjectName("pages")
        self.status = StatusLine(self.runner, self.actions_)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.navigation)
        middle.addWidget(self._scrolling(self._stack), 1)
        outer.addWidget(self.top_bar)
        outer.addLayout(middle, 1)
        outer.addWidget(self.status)
        self.setCentralWidget(centre)

    def _scrolling(self, pages: QStackedWidget) -> QScrollArea:
        """Let the pages scroll in a window smaller than they need: a small screen at 200 % has 683x384 points."""
        pages.setMinimumSize(LEAST.width() - NARROW_PX, LEAST.height() - ROUND_PX)
        area = QScrollArea()
        area.setObjectName("pages_scroll")
        area.setAccessibleName("页面")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(pages)
        return area

    def _connect(self) -> None:
        acts: dict[Act, Callable[[], object]] = {
            Act.UNDO: self._undo,
            Act.REDO: self._redo,
            Act.SEARCH: self._start_search,
            Act.FIND_IN_PAGE: self._on_page(lambda page: page.find_in_page()),
            Act.REFRESH: self._on_page(lambda page: page.refresh()),
            Act.PRINT: self._on_page(lambda page: page.print_page()),
            Act.EXPORT: self._on_page(lambda page: page.export_page()),
            Act.COPY_TABLE: self._on_page(lambda page: page.copy_page()),
            Act.PASTE_FILES: self.paste_files,
            Act.IMPORT_CLIPBOARD: self.import_clipboard,
            Act.NEXT_PART: partial(self._go_to_part, 1),
            Act.PREVIOUS_PART: partial(self._go_to_part, -1),
            Act.COMMANDS: self._show_commands,
            Act.QUIT: self.close,
        }
        for act in PAGES:
            acts[act] = partial(self.show_place, Place(PAGE_OF_ACT[act]))
        for act, tab in ((Act.GO_RETURNS, "returns"), (Act.GO_SLIPS, "slips")):
            acts[act] = partial(self.show_place, Place("units", tab=tab))
        for act, receive in acts.items():
            self.actions_.connect_act(act, receive)
        self.top_bar.search.place_chosen.connect(self.show_place)

    def _on_page(self, verb: Callable[[Page], None]) -> Callable[[], None]:
        def run() -> None:
            if self.page is not None:
                verb(self.page)

        return run

    def _undo(self) -> None:
        if self.workspace is not None:
            self.workspace.undo()

    def _redo(self) -> None:
        if self.workspace is not None:
            self.workspace.redo()

    def _show_commands(self) -> None:
        from ui.command_list import CommandList

        dialog = CommandList(self, self.actions_, self.look, self.page)
        # When the list is gone: an act may open a dialog of its own.
        dialog.chosen.connect(lambda chosen: QTimer.singleShot(0, self, lambda: self._carry_out(chosen)))
        dialog.open()

    def _carry_out(self, chosen: Act | ActionEntry) -> None:
        """Do an act, or press a button of the page; of another page show that one and lead to the button."""
        from ui.command_list import button_of

        if isinstance(chosen, Act):
            self.actions_[chosen].trigger()
            return
        is_here = self.page is not None and self.page.name == chosen.page
        if not is_here:
            self.show_place(Place(cast("PageName", chosen.page), tab=chosen.tab))
        button = button_of(self.page, chosen) if self.page is not None else None
        if button is not None and is_here:
            button.click()
        elif button is not None:
            button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _go_to_part(self, step: int) -> None:
        shown = self._stack.currentWidget()
        self._parts.step((self.top_bar, self.navigation, self.status), shown, step)

    def _start_search(self) -> None:
        self.top_bar.search.begin()

    def _on_ledger_changed(self, _changes: ChangeSet) -> None:
        self._hide_banner()
        self._ask_next_steps()

    def _show_banner(self, text: str, *, can_undo: bool = True) -> None:
        if self._banner is None:
            from ui.banner import UndoBanner

            self._banner = UndoBanner(self._stack)
            self._banner.undo_asked.connect(self.actions_[Act.UNDO].trigger)
        self._banner.show_text(text, can_undo=can_undo)

    def _hide_banner(self) -> None:
        if self._banner is not None:
            self._banner.hide()

    def _ask_next_steps(self) -> None:
        if self.workspace is None:
            self._show_next_steps((None, None))
        else:
            self.workspace.next_steps().on_success(self._show_next_steps).start()

    def _show_next_steps(self, steps: tuple[Operation | None, Operation | None]) -> None:
        self._steps = steps
        for act, step in zip((Act.UNDO, Act.REDO), steps, strict=True):
            self.actions_.set_name(act, step.name if step else "")
        self._update_needs()

    def _update_needs(self) -> None:
        met: set[Need] = set()
        if self.workspace is not None:
            met.add(Need.LEDGER)
            page_needs = self.page.needs() if self.page else set()
            met |= page_needs & {Need.PRINTABLE, Need.FINDABLE, Need.FILTERABLE, Need.EXPORTABLE}
            if not self.workspace.is_read_only:
                met.add(Need.WRITABLE)
                met |= page_needs & {Need.TASK}
                met |= {need for need, step in zip((Need.UNDOABLE, Need.REDOABLE), self._steps, strict=True) if step}
        self.actions_.set_met(met)
        self.top_bar.set_primary(is_primary=self.page is not None and not self.page.has_primary)

    def _drop_hint(self) -> DropHint:
        if self._hint is None:
            from ui.drop_hint import DropHint

            self._hint = DropHint(self)
        return self._hint

    def _can_take(self, event: QDropEvent) -> bool:
        writable = self.workspace is not None and not self.workspace.is_read_only
        return writable and any(url.isLocalFile() for url in event.mimeData().urls())

    def paste_files(self) -> None:
        """Take copied files or a copied picture as evidence, on the page of plans whatever was copied as a plan.

        A text field that has the keyboard never gets here.
        """
        if self.page is not None and self.page.name == "plans":
            self.import_clipboard()
            return
        if self.workspace is None or self.workspace.is_read_only or self.page is None:
            return
        ids = tuple(self.page.chosen_task_ids())
        files = copied_files()
        picture = copied_picture(self.workspace.now) if not files else None
        if files:
            self.workspace.evidence_offered.emit(files, ids)
        elif picture is not None:
            self.workspace.picture_pasted.emit(picture, ids)

    def import_clipboard(self) -> None:
        """Take what was copied in another program as plans: files, a table, a text or a picture."""
        if self.workspace is None or self.workspace.is_read_only:
            return
        copied = copied_now(self.workspace.now)
        self.show_place(Place("plans", files=copied.files, copied=None if copied.files else copied))

    def _drop_pages(self) -> None:
        for page in self._pages.values():
            page.remember()
            self._stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self._page = None
