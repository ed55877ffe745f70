"""The words of the circular on show: edited by hand for one report, or by its template for all."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ledger_app.errors import EnvironmentFault
from ledger_app.reports.word_drafts import read_drafts, write_drafts
from ledger_app.services import reports
from ledger_app.services.report_words import CircularWords, circular_words
from ledger_app.services.reports import ReportRequest
from ledger_app.services.wordings import read_wordings
from ui.entry_button import entry_button

if TYPE_CHECKING:
    from ledger_app.ports import Progress, ReadSession
    from ledger_app.reports.wording_default import Wording
    from ui.workspace import Workspace

EDIT, EDITED = "编辑文字…", "文字已改…"


class ReportWords(QObject):
    """Holds what was edited, each report's for itself, on this PC until it is given up.

    Signals:
        changed: the report on show says something else now.
    """

    changed = Signal()

    def __init__(self, page: QWidget, workspace: Workspace, request: Callable[[], ReportRequest]) -> None:
        """Make the buttons; `request` returns what the form asks for."""
        super().__init__(page)
        self._page = page
        self._workspace = workspace
        self._request = request
        self._edited = read_drafts(workspace.session.words_file)
        self.edit_button = entry_button("reports_text")
        self.edit_button.clicked.connect(self.edit)
        self.edit_button.setEnabled(False)
        self.wordings_button = entry_button("reports_wordings")
        self.wordings_button.clicked.connect(self.open_wordings)

    def applied(self, request: ReportRequest) -> ReportRequest:
        """Return a request with the words edited for it."""
        return replace(request, edited=self._edited.get(_key(request), "")) if request.is_circular else request

    def follow(self, *, is_draft: bool) -> None:
        """Offer what can be done about the report on show."""
        is_circular = self._request().is_circular
        self.edit_button.setVisible(is_circular)
        self.wordings_button.setVisible(is_circular)
        self.edit_button.setEnabled(is_circular and is_draft)
        is_edited = is_draft and _key(self._request()) in self._edited
        self.edit_button.setText(EDITED if is_edited else EDIT)
        self.edit_button.setAccessibleName("编辑文字，已改过" if is_edited else "编辑文字")

    def edit(self) -> None:
        """Open the words of the report on show."""
        request = self.applied(self._request())
        self._read(request, lambda words, _kept: self._open_text(request, words))

    def open_wordings(self) -> None:
        """Open the templates, with the figures of the report on show."""
        self._read(self.applied(self._request()), self._open_templates)

    def _open_text(self, request: ReportRequest, words: CircularWords) -> None:
        from ui.dialogs.report_text import ReportTextDialog

        dialog = ReportTextDialog(self._page, self._workspace.look, words.written, request.edited)
        dialog.used.connect(lambda text: self._use(_key(request), text))
        dialog.open()

    def _open_templates(self, words: CircularWords, kept: tuple[Wording, ...]) -> None:
        from ui.dialogs.wordings import WordingsDialog

        dialog = WordingsDialog(self._page, self._workspace, words.facts, kept)
        if words.wording in kept:
            dialog.show_wording(words.wording.name)
        dialog.open()

    def _use(self, key: str, text: str) -> None:
        self._edited.pop(key, None)
        if text:
            self._edited[key] = text
        try:
            write_drafts(self._workspace.session.words_file, self._edited)
        except EnvironmentFault as error:
            self._workspace.messages.show_error(error)
        self.changed.emit()

    def _read(self, request: ReportRequest, show: Callable[[CircularWords, tuple[Wording, ...]], object]) -> None:
        clock = self._workspace.session.clock

        def read(session: ReadSession, _progress: Progress) -> tuple[CircularWords, tuple[Wording, ...]]:
            made = reports.draft(session, request, clock.today(), clock.now())
            return circular_words(made.context), read_wordings(session)

        job = self._workspace.query(read, self)
        job.on_success(lambda found: show(*found)).on_failure(self._workspace.messages.show_error).start()


def _key(request: ReportRequest) -> str:
    """Return what tells one report from another, whatever date or number it bears."""
    parts = (request.kind, str(request.period), request.unit_id, request.leader, request.plan_id, request.corrects_id)
    return json.dumps(parts, ensure_ascii=False)
