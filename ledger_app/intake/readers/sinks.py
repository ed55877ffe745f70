"""Where the paragraphs of word-processor files go: into the document, or into one cell of a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from ledger_app.intake.document import Cell
from ledger_app.intake.readers.building import DocumentBuilder, clean_line, text_cell
from ledger_app.intake.readers.grid import Rows


@dataclass(slots=True)
class InlineText:
    """The visible characters of one paragraph while they are collected, and how they look."""

    pieces: list[str] = field(default_factory=list)
    has_bold: bool = False
    has_plain: bool = False
    size: int | None = None

    def add(self, text: str, *, is_bold: bool = False, size: int | None = None) -> None:
        """Append characters of one run; size is in half points."""
        self.pieces.append(text)
        if not text.strip():
            return
        if not (self.has_bold or self.has_plain):
            self.size = size
        if is_bold:
            self.has_bold = True
        else:
            self.has_plain = True

    def join_after(self, before: InlineText) -> None:
        """Put another paragraph's characters in front, as when its mark was deleted."""
        self.pieces[:0] = before.pieces
        if before.has_bold or before.has_plain:
            self.size = before.size
        self.has_bold = self.has_bold or before.has_bold
        self.has_plain = self.has_plain or before.has_plain

    @property
    def text(self) -> str:
        """Return all characters."""
        return "".join(self.pieces)


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """What a paragraph is besides its characters; `style` is the style's name."""

    style: str = ""
    label: str = ""
    label_gap: str = ""
    level: int | None = None
    outline: int | None = None
    is_centred: bool = False


class Sink(Protocol):
    """Takes paragraphs and tables in reading order."""

    carried: InlineText | None

    def add_paragraph(self, inline: InlineText, look: ParagraphLook) -> None:
        """Take a paragraph."""

    def add_table(self, rows: Rows) -> None:
        """Take a table."""


class BodySink:
    """Hands paragraphs and tables to the document."""

    def __init__(self, builder: DocumentBuilder) -> None:
        """Write into a builder."""
        self.carried: InlineText | None = None
        self._builder = builder

    def add_paragraph(self, inline: InlineText, look: ParagraphLook) -> None:
        """Append a paragraph to the document."""
        self._builder.add_paragraph(
            inline.text,
            label=look.label,
            label_gap=look.label_gap,
            level=look.level,
            style=look.style,
            outline_level=look.outline,
            is_centred=look.is_centred,
            is_bold=inline.has_bold and not inline.has_plain,
            size_pt=None if inline.size is None else inline.size / 2,
        )

    def add_table(self, rows: Rows) -> None:
        """Append a table to the document."""
        self._builder.add_table(rows)


class CellSink:
    """Collects the lines of one cell; a number without text is kept, for that is how 序号 columns look."""

    def __init__(self) -> None:
        """Begin an empty cell."""
        self.carried: InlineText | None = None
        self._lines: list[str] = []

    def add_paragraph(self, inline: InlineText, look: ParagraphLook) -> None:
        """Append a paragraph as a line."""
        text = clean_line(inline.text)
        if text:
            self._lines.append(look.label + look.label_gap + text)
        elif look.label:
            self._lines.append(look.label)

    def add_table(self, rows: Rows) -> None:
        """Append a nested table, a line a row, its cells apart by tabs."""
        for row in rows:
            texts = (cell.text for cell in row if not cell.is_merged_copy)
            self._lines.append("\t".join(text for text in texts if text))

    @property
    def cell(self) -> Cell:
        """Return the cell."""
        return text_cell("\n".join(self._lines))
