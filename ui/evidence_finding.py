"""Looks for words inside the files of evidence while somebody types, and hands the hits to a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ledger_app.services.evidence_texts import matching_evidence

if TYPE_CHECKING:
    from ledger_app.domain.evidence_text import TextHit
    from ui.jobs import QueryJob
    from ui.workspace import Workspace

DELAY_MS = 150
SHORTEST = 2
"""Characters from which on files are looked into; a single one stands in nearly all of them."""


class EvidenceFinder(QObject):
    """Searches once nobody has typed for a moment.

    Signals:
        found: the words, and the hits by evidence id; empty when nothing is looked for.
    """

    found = Signal(str, object)

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        """Look into a workspace's evidence."""
        super().__init__(parent)
        self._workspace = workspace
        self._words = ""
        self._job: QueryJob[dict[int, TextHit]] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._search)
        workspace.texts_read.connect(self._again)

    def look_for(self, words: str) -> None:
        """Look for other words; what was found for those before is out of date at once."""
        self._words = words.strip()
        if self._job is not None:
            self._job.cancel()
        if len(self._words) >= SHORTEST:
            self._timer.start()
        else:
            self._timer.stop()
            self.found.emit(self._words, {})

    def _again(self) -> None:
        if self._words:
            self.look_for(self._words)

    def _search(self) -> None:
        words, texts = self._words, self._workspace.ledger.texts
        job = self._workspace.query(lambda session, _progress: matching_evidence(session, texts, words), self)
        self._job = job.on_success(lambda hits: self._show(words, hits)).start()

    def _show(self, words: str, hits: dict[int, TextHit]) -> None:
        if words == self._words:
            self.found.emit(words, hits)
