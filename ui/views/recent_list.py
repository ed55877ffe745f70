"""The ledgers opened last, one row each; a missing one is grey and can be taken off the list."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.detail.tab import clear
from ui.entry_button import entry_button
from ui.jobs import JobRunner
from ui.look import Look
from ui.models.recent_ledgers import RecentLedger, missing, remembered
from ui.pages.page import labelled
from ui.state import WindowState


class RecentList(QWidget):
    """Rows of buttons, in the order of last use.

    Signals:
        folder_chosen: a ledger is to be opened (its path).
    """

    folder_chosen = Signal(object)

    def __init__(self, look: Look, state: WindowState, runner: JobRunner) -> None:
        """Begin empty; `refresh` fills it."""
        super().__init__()
        self.setObjectName("recent_list")
        self._look = look
        self._state = state
        self._runner = runner
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(2)

    def refresh(self) -> None:
        """List them anew; which of them are not there is found out meanwhile."""
        ledgers = remembered(self._state)
        self._show(ledgers)
        folders = [ledger.folder for ledger in ledgers]

        def mark(gone: set[Path]) -> None:
            if gone and folders == self._state.recent:
                self._show([replace(one, is_there=one.folder not in gone) for one in ledgers])

        if folders:
            self._runner.query(lambda _progress: missing(folders)).owned_by(self).on_success(mark).start()

    def _show(self, ledgers: list[RecentLedger]) -> None:
        clear(self._rows)
        for number, ledger in enumerate(ledgers):
            self._rows.addWidget(self._row(ledger, number))

    def _row(self, ledger: RecentLedger, number: int) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        button = entry_button("recent", number, text=f"{ledger.title}    {ledger.folder.parent}")
        button.setIcon(self._look.icon("ledger", "accent"))
        button.setIconSize(QSize(16, 16))
        button.setToolTip(str(ledger.folder))
        button.setEnabled(ledger.is_there)
        button.clicked.connect(lambda: self.folder_chosen.emit(ledger.folder))
        row.addWidget(button)
        row.addStretch(1)
        row.addWidget(labelled(ledger.detail, "secondary", f"recent_detail_{number}"))
        remove = entry_button("recent_remove", number)
        remove.setAccessibleName(f"从列表里去掉 {ledger.title}")
        remove.setIcon(self._look.icon("close"))
        remove.clicked.connect(lambda: self._forget(ledger))
        row.addWidget(remove)
        return box

    def _forget(self, ledger: RecentLedger) -> None:
        self._state.forget(ledger.folder)
        self.refresh()
