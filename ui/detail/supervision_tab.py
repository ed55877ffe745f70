"""督办: the way to being struck off, checks, extensions, slips."""

from __future__ import annotations

from ui.detail.closing_part import ClosingPart
from ui.detail.extension_part import ExtensionPart
from ui.detail.part import DetailPart
from ui.detail.slips_part import SlipsPart
from ui.detail.tab import DetailTab
from ui.detail.verification_part import VerificationPart
from ui.models.task_detail import TaskDetail
from ui.workspace import Workspace


class SupervisionTab(DetailTab):
    """Four parts below each other."""

    def __init__(self, workspace: Workspace) -> None:
        """Make the parts."""
        super().__init__("supervision", workspace)
        self.parts: tuple[DetailPart, ...] = (
            ClosingPart(self),
            VerificationPart(self),
            ExtensionPart(self),
            SlipsPart(self),
        )
        for part in self.parts:
            self.column.addWidget(part)
        self.column.addStretch(1)

    def show_detail(self, detail: TaskDetail) -> None:
        """Show a task's supervision."""
        super().show_detail(detail)
        for part in self.parts:
            part.show_detail(detail)
