"""The lines of a plan's new issue as rows; ticking a row takes it over, makes a task of it, or calls tasks off."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt, Signal

from ledger_app.domain.plan_revision import Change, LineKind
from ui.models.card_list import CARD_ROLE, KEY_ROLE, CardListModel, Heading, Index
from ui.models.revision import Line, RevisionReview
from ui.models.revision_card import RevisionCard, card_of, plain_text

OPEN, RENUMBERED = "open", "renumbered"


class RevisionListModel(CardListModel):
    """The lines of the new issues in one file, all of them or those a filter lets through.

    Signals:
        decided: something was ticked or unticked.
    """

    decided = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.revision: RevisionReview | None = None
        self._revision_cards: dict[str, RevisionCard] = {}

    def show_revision(self, revision: RevisionReview | None, shown: str = "all", words: str = "") -> None:
        """Show the lines of a file.

        Args:
            revision: None for none.
            shown: "all", a `LineKind`, or "open".
            words: text that must occur in an item, number or code, "" for any.
        """
        self.revision = revision
        self._revision_cards.clear()
        self.show_rows(_rows_of(revision, shown, words) if revision is not None else [])

    def refresh(self) -> None:
        """Show the same lines as they are now."""
        self._revision_cards.clear()
        self.tell_changed()

    def revision_card(self, key: str) -> RevisionCard | None:
        """Return what is shown of a line."""
        line = self.revision.line(key) if self.revision is not None else None
        if line is None or self.revision is None:
            return None
        if key not in self._revision_cards:
            self._revision_cards[key] = card_of(self.revision, line)
        return self._revision_cards[key]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a line's card and key, what a screen reader says, and its tick."""
        row = self._rows[index.row()] if index.isValid() else None
        if not isinstance(row, str) or role == KEY_ROLE:
            return super().data(index, role)
        if role == Qt.ItemDataRole.CheckStateRole:
            line = self.revision.line(row) if self.revision is not None else None
            is_on = self.revision.is_on(line) if self.revision is not None and line is not None else None
            return None if is_on is None else Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked
        if role not in (CARD_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        card = self.revision_card(row)
        return card if role == CARD_ROLE or card is None else plain_text(card)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or untick a line."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        self.tick_rows([index.row()], is_on=Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def tick_rows(self, rows: Iterable[int], *, is_on: bool) -> None:
        """Tick or untick the lines in some rows in one step."""
        if self.revision is not None:
            self.revision.turn([key for key in map(self.key_at, rows) if key], is_on)
            self.refresh()
            self.decided.emit()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let lines be ticked."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.isValid() else flags


def _rows_of(revision: RevisionReview, shown: str, words: str) -> list[Heading | str]:
    """Return the lines that pass; in a file of several plans each has a heading of its own."""
    rows: list[Heading | str] = []
    for number in revision.found.issues:
        keys = [
            line.key
            for line in revision.lines
            if line.number == number and _passes(revision, line, shown) and _says(line, words)
        ]
        if len(revision.found.issues) > 1 and keys:
            rows.append(Heading(f"《{revision.review.plan_title(number)}》", tuple(keys)))
        rows += keys
    return rows


def _passes(revision: RevisionReview, line: Line, shown: str) -> bool:
    if shown == "all":
        return True
    if shown == OPEN:
        return revision.is_open(line)
    if shown == RENUMBERED:
        return line.kind is LineKind.UNCHANGED and Change.NUMBER in line.line.changes
    return line.kind == shown


def _says(line: Line, words: str) -> bool:
    if not words:
        return True
    texts = [text for item in (line.old, line.new) if item is not None for text in (item.no, item.title, item.text)]
    return any(words in text for text in (*texts, *(task.code for task in line.tasks)))
