"""The line above the pages that says the facts of a kept report's period have changed since."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from ledger_app.domain.period import Period
from ledger_app.domain.snapshot import RowDifference
from ledger_app.domain.supervision import Snapshot
from ledger_app.services.report_history import change_words
from ui.entry_button import entry_button
from ui.pages.page import labelled


class SinceBar(QFrame):
    """Hidden while the report still says what the ledger says.

    Signals:
        show_wanted: what changed is to be listed.
        correct_wanted: a correction is to be drafted.
    """

    show_wanted = Signal()
    correct_wanted = Signal()

    def __init__(self) -> None:
        """Begin hidden."""
        super().__init__()
        self.setObjectName("reports_since")
        self.setProperty("role", "note")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 6, 4)
        row.setSpacing(8)
        self.words = labelled("", "", "reports_since_words")
        row.addWidget(self.words, 1)
        show = entry_button("since_show")
        show.clicked.connect(self.show_wanted)
        self._correct = entry_button("since_correct")
        self._correct.clicked.connect(self.correct_wanted)
        row.addWidget(show)
        row.addWidget(self._correct)
        self.hide()

    def tell(self, snapshot: Snapshot, rows: Sequence[RowDifference], *, may_correct: bool) -> None:
        """Say what changed since a report; nothing is said where nothing did."""
        month = Period.parse(snapshot.period).name
        self.words.setText(f"{month}快照（{snapshot.number}）之后有 {change_words(rows)}")
        self._correct.setVisible(may_correct)
        self.setVisible(bool(rows))
