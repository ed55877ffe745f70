"""The preview beside the list of evidence: the current content of a piece."""

from __future__ import annotations

from ui.entry_button import entry_button
from ui.models.evidence_table import EvidenceRow
from ui.preview.pane import PreviewPane, Shown
from ui.workspace import Workspace


def shown_file(row: EvidenceRow | None) -> Shown | None:
    """Return the file of a piece, None where there is none."""
    if row is None or row.version is None:
        return None
    return Shown(row.version.sha256, row.version.original_name, row.media_type, row.size_bytes, row.icon)


class EvidencePreview(PreviewPane):
    """The preview of one piece of evidence, with the way to the large window."""

    def __init__(self, workspace: Workspace) -> None:
        """Begin with nothing."""
        super().__init__(workspace)
        self.large_button = entry_button("preview_large")
        self.large_button.setEnabled(False)
        self.foot.addWidget(self.large_button)

    def show_row(self, row: EvidenceRow | None, words: str = "") -> None:
        """Show a piece of evidence, words in it marked; what stood there stays until the new one is read."""
        file = shown_file(row)
        self.large_button.setEnabled(file is not None)
        self.show_file(file, words)
