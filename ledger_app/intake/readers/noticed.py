"""What a reader of word-processor files meets on the way and leaves aside or takes in its own manner."""

from __future__ import annotations

from dataclasses import dataclass

from ledger_app.intake.readers.building import DocumentBuilder


@dataclass(slots=True)
class Noticed:
    """Counts over one document, for the findings."""

    inserted: int = 0
    deleted: int = 0
    hidden: int = 0
    notes: int = 0
    boxes: int = 0
    embedded: int = 0

    def say(self, builder: DocumentBuilder) -> None:
        """Say what was met besides plain text."""
        if self.inserted or self.deleted:
            builder.note("warning", "INT-151", inserted=self.inserted, deleted=self.deleted)
        if self.hidden:
            builder.note("warning", "INT-152", count=self.hidden)
        if self.notes:
            builder.note("info", "INT-153", count=self.notes)
        if self.boxes:
            builder.note("info", "INT-154", count=self.boxes)
        if self.embedded:
            builder.note("warning", "INT-155", count=self.embedded)
