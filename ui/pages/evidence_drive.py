"""The strip that says that the drive of the evidence is away or nearly full, and looks for it until it is back."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ledger_app.evidence.upkeep import drive_room
from ledger_app.messages import text_of
from ledger_app.ports import Progress
from ui.open_file import size_text
from ui.pages.page import labelled
from ui.workspace import Workspace

_LOOK_EVERY_MS = 3000


class DriveStrip(QFrame):
    """Hidden while all is well.

    Signals:
        returned: the drive that was away is there again.
        away_told: whether the drive is away, after each look.
    """

    returned = Signal()
    away_told = Signal(bool)

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        """Look once, and go on looking while the drive is away."""
        super().__init__(parent)
        self._workspace = workspace
        self._was_away = False
        self.setObjectName("evidence_drive_note")
        self.setProperty("role", "note")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        self.said = labelled("", "", "evidence_drive_said")
        self.said.setWordWrap(True)
        row.addWidget(self.said, 1)
        self.hide()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look_again)
        workspace.files_mended.connect(self.look_again)

    def look_again(self) -> None:
        """Ask in the background: a drive that sleeps may take seconds to answer."""
        store, place = self._workspace.ledger.store, self._workspace.session.store_place()

        def look(_progress: Progress) -> tuple[bool, str]:
            if store.is_away:
                return True, text_of("EVI-090", {"folder": place.folder})
            room = drive_room(place.folder)
            low = room is not None and room.is_low
            return False, f"放佐证材料的磁盘快满了，只剩 {size_text(room.free_bytes)}。" if room and low else ""

        self._workspace.runner.query(look).owned_by(self).on_success(lambda found: self._show(*found)).start()

    def _show(self, is_away: bool, words: str) -> None:
        self.said.setText(words)
        self.setVisible(bool(words))
        self.away_told.emit(is_away)
        if is_away and not self._timer.isActive():
            self._timer.start()
        if not is_away:
            self._timer.stop()
            if self._was_away:
                self.returned.emit()
        self._was_away = is_away
