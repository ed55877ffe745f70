"""Joins the pages of a report with the figures on them: which are on the page in view, and what is behind one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ledger_app.domain.grid import Condition, TaskQuery
from ui.entry_button import entry_button
from ui.models.report_figures import Behind, FigureLine, kept_figures, read_behind
from ui.places import Place
from ui.views.figure_panel import FigurePanel

if TYPE_CHECKING:
    import datetime as dt

    from ledger_app.ports import Progress, ReadSession
    from ui.views.figure_picker import FigurePicker
    from ui.views.pdf_viewer import PdfViewer
    from ui.workspace import Workspace


class ReportFigures(QObject):
    """The panel beside the pages, opened by a button or a click on a figure."""

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        """Make the panel, hidden; `attach` joins it with the viewer once there is one."""
        super().__init__(parent)
        self._workspace = workspace
        self._viewer: PdfViewer | None = None
        self._picker: FigurePicker | None = None
        self._lines: Sequence[FigureLine] = ()
        self._behind: Behind | None = None
        self._cutoff: dt.date | None = None
        self._snapshot_id: int | None = None
        self._page = 1
        self.button = entry_button("reports_figures")
        self.button.clicked.connect(self.toggle)
        self.panel = FigurePanel()
        self.panel.hide()
        self.panel.figure_chosen.connect(self._choose)
        self.panel.task_opened.connect(lambda task: workspace.open_place(Place("ledger", task_id=task)))
        self.panel.list_wanted.connect(self._open_list)
        self.panel.closed.connect(self.close)

    @property
    def lines(self) -> Sequence[FigureLine]:
        """Return all figures of the report."""
        return self._lines

    @property
    def behind(self) -> Behind | None:
        """Return the tasks that are listed."""
        return self._behind

    def attach(self, viewer: PdfViewer) -> None:
        """Watch a viewer."""
        from ui.views.figure_picker import FigurePicker

        self._viewer = viewer
        self._picker = FigurePicker(viewer.pages, self._workspace.look)
        self._picker.picked.connect(self._on_picked)
        viewer.page_changed.connect(self._on_page)

    def take(self, lines: Sequence[FigureLine], cutoff: dt.date | None, snapshot_id: int | None = None) -> None:
        """Take the figures of the report on show; of a kept one with its number in the ledger."""
        self._lines, self._cutoff, self._snapshot_id = lines, cutoff, snapshot_id
        self._behind = None
        if self._picker is not None:
            self._picker.take(lines)
        self._show_page()

    def take_kept(self, snapshot_id: int, cutoff: dt.date) -> None:
        """Find the figures of a kept report."""
        self.take((), cutoff, snapshot_id)
        job = self._workspace.query(partial(kept_figures, self._workspace.session, snapshot_id), self)

        def arrive(lines: list[FigureLine]) -> None:
            if self._snapshot_id == snapshot_id:
                self.take(lines, cutoff, snapshot_id)

        job.on_success(arrive).start()

    def toggle(self) -> None:
        """Show the panel, or hide it where it is shown."""
        if self.panel.isVisible():
            self.close()
        else:
            self.open()

    def open(self) -> None:
        """Show the panel with the keyboard in it."""
        self.panel.show()
        self._show_page()
        self.panel.take_focus()

    def close(self) -> None:
        """Hide the panel."""
        self.panel.hide()
        if self._picker is not None:
            self._picker.mark(None)
        if self._viewer is not None:
            self._viewer.pages.setFocus()

    def _on_page(self, page: int) -> None:
        if page != self._page:
            self._page = page
            self._show_page()

    def _show_page(self) -> None:
        own = [line for line in self._lines if line.page == self._page - 1]
        self.panel.show_lines(own, self._page)

    def _on_picked(self, line: FigureLine) -> None:
        self.panel.show()
        if line.page != self._page - 1:
            self._page = line.page + 1
            self._show_page()
        self.panel.choose(line)
        self._choose(line)

    def _choose(self, line: FigureLine) -> None:
        if self._picker is not None:
            self._picker.mark(line)
        cutoff = self._cutoff
        if cutoff is None:
            return

        def read(session: ReadSession, progress: Progress) -> Behind:
            return read_behind(line.ids, cutoff, self._snapshot_id, session, progress)

        self._workspace.query(read, self).on_success(self._show_behind).start()

    def _show_behind(self, behind: Behind) -> None:
        self._behind = behind
        self.panel.show_behind(behind)

    def _open_list(self) -> None:
        if self._behind is not None:
            codes = tuple(task.code for task in self._behind.tasks)
            query = TaskQuery(self._workspace.cutoff, scope=(Condition("code", "any_of", codes),))
            self._workspace.open_place(Place("ledger", query=query, title="报表数字里的任务"))
