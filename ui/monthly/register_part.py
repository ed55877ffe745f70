"""What the registers of the monthly round and of the posts share: read when first seen, and anew while on sight."""

from __future__ import annotations

from abc import abstractmethod
from typing import Generic, TypeVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from ui.jobs import QueryJob
from ui.pages.page import panel
from ui.workspace import Workspace

T = TypeVar("T")


class RegisterPart(QWidget, Generic[T]):
    """Pages of which one is on sight; what they show is read in one job, while the part can be seen."""

    def __init__(self, name: str, workspace: Workspace) -> None:
        """Make the part without pages."""
        super().__init__()
        self.setObjectName(f"{name}_part")
        self.workspace = workspace
        self.look = workspace.look
        self._job: QueryJob[T] | None = None
        self._is_stale = True
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.stack = QStackedWidget()
        self.stack.setObjectName(f"{name}_parts")
        layout.addWidget(self.stack)

    @abstractmethod
    def reading(self) -> QueryJob[T]:
        """Prepare the job that reads everything the part shows."""

    @abstractmethod
    def take(self, found: T) -> None:
        """Show what was read."""

    def refresh(self) -> None:
        """Read everything anew; what stands there stays until then."""
        self._is_stale = not self.isVisible()
        if self._is_stale:
            return
        if self._job is not None:
            self._job.cancel()
        self._job = self.reading().on_success(self.take).start()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was put off."""
        super().showEvent(event)
        if self._is_stale:
            self.refresh()


def register_panel(name: str) -> tuple[QFrame, QVBoxLayout]:
    """Return a panel, and the column inside its border."""
    box = panel(name)
    layout = QVBoxLayout(box)
    layout.setContentsMargins(1, 1, 1, 1)
    layout.setSpacing(0)
    return box, layout
