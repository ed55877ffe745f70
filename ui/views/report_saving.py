"""The menu 导出 of the page of reports: a report as Word file or workbook, and all papers of a period in a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ledger_app.domain.supervision import Snapshot
from ledger_app.ports import Progress
from ledger_app.services.report_files import FORM_NAMES, FileForm, faces_note, kept_file
from ledger_app.services.report_folder import FolderMade, export_all, folder_name
from ledger_app.services.report_request import ReportRequest
from ui.entry_button import add_entry, entry_button
from ui.models.report_files import write_file
from ui.workspace import Workspace

_WITHOUT_TABLES: frozenset[str] = frozenset({"slip", "closing", "extension", "meeting", "leader"})
_WithKept = Callable[[Callable[[Snapshot], object]], object]


class ReportSaving:
    """Saves what the page shows, in other forms than PDF.

    Attributes:
        button: opens the menu.
    """

    def __init__(
        self, page: QWidget, workspace: Workspace, with_kept: _WithKept, request: Callable[[], ReportRequest]
    ) -> None:
        """Make the button.

        Args:
            page: owns button and jobs.
            workspace: of the open ledger.
            with_kept: does something with the report that is shown, kept first where it is a draft.
            request: what the form asks for.
        """
        self._page = page
        self._workspace = workspace
        self._with_kept = with_kept
        self._request = request
        self.button = entry_button("reports_export")
        self._menu = QMenu(page)
        self._menu.setObjectName("reports_export_menu")
        self._menu.setAccessibleName("导出报表")
        self._menu.setToolTipsVisible(True)
        self._shown: list[QAction] = [
            add_entry(self._menu, "reports_export_word", lambda: self._ask("docx")),
            add_entry(self._menu, "reports_export_excel", lambda: self._ask("xlsx")),
        ]
        self._menu.addSeparator()
        self._all = add_entry(self._menu, "reports_export_all", self._ask_all)
        self.button.setMenu(self._menu)

    def show_state(self, kind: str, *, is_shown: bool) -> None:
        """Let through what can be done: a report is shown, of this kind; nothing is kept in a read-only ledger."""
        word, excel = self._shown
        word.setEnabled(is_shown)
        excel.setEnabled(is_shown and kind not in _WITHOUT_TABLES)
        self._all.setEnabled(not self._workspace.is_read_only)

    def _ask(self, form: FileForm) -> None:
        self._with_kept(lambda snapshot: self._save(snapshot, form))

    def _save(self, snapshot: Snapshot, form: FileForm) -> None:
        name = f"{snapshot.title}（{snapshot.number}）.{form}"
        target = self._workspace.messages.choose_target(
            f"存为 {FORM_NAMES[form]}", name, f"{FORM_NAMES[form]} (*.{form})"
        )
        if target is None:
            return
        session = self._workspace.session

        def write(progress: Progress) -> Path:
            with session.ledger.read() as reading:
                fonts = session.fonts(reading.settings())
                content = kept_file(reading, session.ledger.store, fonts, snapshot.id, form, progress)
            return write_file(target, content)

        job = self._workspace.runner.query(write).owned_by(self._page).with_progress(f"写 {FORM_NAMES[form]}")
        job.on_success(lambda path: self._workspace.say_done(f"已保存到 {path}{_said_of(form)}"))
        job.on_failure(self._workspace.messages.show_error).start()

    def _ask_all(self) -> None:
        request = self._request()
        chosen = self._workspace.messages.choose_folder("全部导出：材料存到哪里（在那里新建一个文件夹）")
        if chosen is None:
            return
        session, folder = self._workspace.session, chosen / folder_name(request.period)

        def write(progress: Progress) -> FolderMade:
            return export_all(session.ledger, session.fonts, request, folder, progress)

        job = self._workspace.runner.change(write).owned_by(self._page).with_progress("全部导出")
        job.on_success(self._say_made).on_failure(self._workspace.messages.show_error).start()

    def _say_made(self, made: FolderMade) -> None:
        less = f"，{len(made.left_out)} 种没有内容，没有生成" if made.left_out else ""
        self._workspace.say_done(f"已导出 {len(made.files)} 个文件到 {made.folder}{less}")


def _said_of(form: FileForm) -> str:
    """Return what should be known about the faces of a Word file, "" for others."""
    return f"。{faces_note()}" if form == "docx" else ""
