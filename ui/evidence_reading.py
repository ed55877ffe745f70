"""Reads the words of evidence while the window is open: quietly, file after file, going on where it stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from ledger_app.errors import EnvironmentFault

if TYPE_CHECKING:
    from ledger_app.domain.changes import ChangeSet
    from ledger_app.ports import Ledger, Progress
    from ledger_app.services.evidence_texts import ReadTexts
    from ui.jobs import QueryJob
    from ui.workspace import Workspace

DELAY_MS = 5_000
"""After the ledger was opened or evidence came in: what a person does next comes first."""
TITLE = "正在读取材料文字"
_PART = 100
"""Files of one run; what was read shows after each."""


class EvidenceReading(QTimer):
    """Starts a reading once nothing has changed for a moment; a person may stop it until evidence comes in again."""

    def __init__(self, workspace: Workspace) -> None:
        """Watch a workspace that can be written; goes with it."""
        super().__init__(workspace)
        self._workspace = workspace
        self._job: QueryJob[ReadTexts] | None = None
        self.setObjectName("evidence_reading")
        self.setSingleShot(True)
        self.setInterval(DELAY_MS)
        self.timeout.connect(self.read_now)
        workspace.ledger_changed.connect(self._on_changed)
        workspace.texts_wanted.connect(self.read_now)
        self.start()

    def read_now(self) -> None:
        """Begin, unless a reading is under way."""
        if self._job is not None:
            return
        ledger = self._workspace.ledger
        job = self._workspace.runner.query(lambda progress: _read(ledger, progress)).owned_by(self)
        job.on_success(self._on_read).on_failure(self._on_failed).with_progress(TITLE)
        self._workspace.runner.stopped.connect(self._on_stopped)
        self._job = job.start()

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.touches("evidence", "evidence_version"):
            self.start()

    def _on_read(self, done: ReadTexts) -> None:
        self._end()
        if done.read:
            self._workspace.texts_read.emit()
            self._fill()
        if done.left:
            self.start(0)

    def _on_failed(self, error: Exception) -> None:
        # Nothing of the ledger is wrong; the dialog of the words says why they cannot be read.
        self._end()
        self._workspace.say_noted(str(_words_of(error)))

    def _on_stopped(self, job: object) -> None:
        if job is self._job:
            self._end()

    def _end(self) -> None:
        self._job = None
        self._workspace.runner.stopped.disconnect(self._on_stopped)

    def _fill(self) -> None:
        """Write what newly read files say into empty fields, where the ledger is set so."""
        from ledger_app.services.evidence_describing import fill_unasked, fills_unasked, suggestions

        texts = self._workspace.ledger.texts

        def offered(is_wanted: bool) -> None:
            if is_wanted:
                self._workspace.change(lambda work, _progress: fill_unasked(work, texts), self).start()

        query = self._workspace.query(
            lambda session, _progress: fills_unasked(session) and bool(suggestions(session, texts)), self
        )
        query.on_success(offered).start()


def _read(ledger: Ledger, progress: Progress) -> ReadTexts:
    from ledger_app.evidence.text_reader import TextReader
    from ledger_app.services.evidence_texts import read_texts

    reader = TextReader()
    try:
        return read_texts(ledger, reader, progress, _PART)
    finally:
        reader.close()


def _words_of(error: Exception) -> str:
    from ledger_app.messages import describe

    if isinstance(error, EnvironmentFault):
        return describe(error)
    raise error
