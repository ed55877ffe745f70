"""The words of the circular on show: edited by hand for one report, or by its template for all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ledger_app.services import reports
from ledger_app.services.report_words import CircularWords, circular_words
from ledger_app.services.reports import ReportRequest
from ledger_app.services.wordings import read_wordings
from ui.entry_button import entry_button

if TYPE_CHECKING:
    from ledger_app.ports import Progress, ReadSession
    from ledger_app.reports.wording_default import Wording
    from ui.workspace import Workspace

_Key = tuple[object, ...]


class ReportWords(QObject):
    """Holds what was edited, each report's for itself, until the window closes.

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
        self._edited: dict[_Key, str] = {}
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

    def _use(self, key: _Key, text: str) -> None:
        if text:
            self._edited[key] = text
        else:
            self._edited.pop(key, None)
        self.changed.emit()

    def _read(self, request: ReportRequest, show: Callable[[CircularWords, tuple[Wording, ...]], object]) -> None:
        clock = self._workspace.session.clock

        def read(session: ReadSession, _progress: Progress) -> tuple[CircularWords, tuple[Wording, ...]]:
            made = reports.draft(session, request, clock.today(), clock.now())
            return circular_words(made.context), read_wordings(session)

        job = self._workspace.query(read, self)
        job.on_success(lambda found: show(*found)).on_failure(self._workspace.messages.show_error).start()


def _key(request: ReportRequest) -> _Key:
    """Return what tells one report from another, whatever date or number it bears."""
    return (request.kind, str(request.period), request.unit_id, request.leader, request.plan_id, request.corrects_id)
