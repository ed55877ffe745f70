"""The small number beside 工作台: how many tasks are overdue, kept up to date without disturbing anything else."""

from __future__ import annotations

from PySide6.QtCore import QTimer

from ledger_app.domain.grid import TaskQuery
from ledger_app.domain.tones import Light
from ui.actions import Act
from ui.navigation import Navigation
from ui.workspace import Workspace

DELAY_MS = 800


class Badges(QTimer):
    """Counts once nothing has changed for a moment and nobody else is reading."""

    def __init__(self, workspace: Workspace, navigation: Navigation) -> None:
        """Watch a workspace; goes with it."""
        super().__init__(workspace)
        self._workspace = workspace
        self._navigation = navigation
        self.setSingleShot(True)
        self.setInterval(DELAY_MS)
        self.timeout.connect(self._count)
        for signal in (workspace.ledger_changed, workspace.cutoff_changed, workspace.settings_changed):
            signal.connect(self._wait)
        self.start()

    def _wait(self, _changes: object = None) -> None:
        self.start()

    def _count(self) -> None:
        workspace = self._workspace
        # Long work that says how far it is (files being read) judges nothing.
        if any(not job.title for job in workspace.runner.running):
            # Two readers side by side would each judge the whole ledger.
            self.start()
            return
        query = TaskQuery(workspace.cutoff)
        job = workspace.query(lambda session, _progress: session.light_counts(query), self, lists=True)
        job.on_success(
            lambda lights: self._navigation.set_badge(Act.GO_WORKBENCH, lights.get(Light.OVERDUE.value, 0))
        ).start()
