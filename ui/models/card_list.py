"""Lists of item cards: section headings and items by row; one for a review, one for an imported plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ui.models.item_card import ItemCard, review_card
from ui.models.review import Review

KEY_ROLE = Qt.ItemDataRole.UserRole  # the item's key, "" for a heading
CARD_ROLE = Qt.ItemDataRole.UserRole + 1  # the ItemCard, None for a heading
HEAD_ROLE = Qt.ItemDataRole.UserRole + 2  # the Heading, None for an item

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's row: title, its items, how many of them are ticked (None where nothing can be ticked)."""

    title: str
    keys: tuple[str, ...]
    ticked: int | None = None


class CardListModel(QAbstractListModel):
    """Headings and items; items are told apart by their keys."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._rows: list[Heading | str] = []
        self._row_of: dict[str, int] = {}

    def card(self, key: str) -> ItemCard | None:
        """Return the card of an item."""
        raise NotImplementedError

    def show_rows(self, rows: Sequence[Heading | str]) -> None:
        """Show these headings and items."""
        self.beginResetModel()
        self._rows = list(rows)
        self._row_of = {row: number for number, row in enumerate(rows) if isinstance(row, str)}
        self.endResetModel()

    def key_at(self, row: int) -> str:
        """Return the key of the item in a row, "" for a heading."""
        found = self._rows[row] if 0 <= row < len(self._rows) else ""
        return found if isinstance(found, str) else ""

    def row_of(self, key: str) -> int | None:
        """Return the row of an item, None if it is not shown."""
        return self._row_of.get(key)

    def item_keys(self) -> list[str]:
        """Return the items shown, from top to bottom."""
        return list(self._row_of)

    def tell_changed(self) -> None:
        """Let the views paint everything anew; the rows stay."""
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of rows, headings included."""
        return 0 if parent.isValid() else len(self._rows)

    def tick_rows(self, rows: Iterable[int], *, is_on: bool) -> None:
        """Tick or untick the items in some rows, those of headings too, at once."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return an item's card and key, a heading, or what a screen reader says."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if isinstance(row, Heading):
            return self._heading_data(row, role)
        if role == KEY_ROLE:
            return row
        # Asked of every row by layouts: a card is made only for what is on sight.
        card = self.card(row) if role != HEAD_ROLE else None
        if role == CARD_ROLE or card is None:
            return card
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return " ".join(filter(None, (card.no, card.title, card.chip.text if card.chip else "")))
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tip(row)
        if role == Qt.ItemDataRole.CheckStateRole and card.is_on is not None:
            return Qt.CheckState.Checked if card.is_on else Qt.CheckState.Unchecked
        return None

    def heading(self, row: Heading) -> Heading:
        """Return a heading as it is now."""
        return row

    def tip(self, _key: str) -> str:
        """Return an item's tooltip."""
        return ""

    def _heading_data(self, row: Heading, role: int) -> object:
        heading = self.heading(row)
        if role == HEAD_ROLE:
            return heading
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{heading.title}，{len(heading.keys)} 项"
        if role == Qt.ItemDataRole.CheckStateRole and heading.ticked is not None:
            if heading.ticked == 0:
                return Qt.CheckState.Unchecked
            whole = heading.ticked == len(heading.keys)
            return Qt.CheckState.Checked if whole else Qt.CheckState.PartiallyChecked
        return "" if role == KEY_ROLE else None


class ReviewListModel(CardListModel):
    """The items of one review, all of them or those a filter lets through.

    Signals:
        ticked: items were ticked or unticked.
    """

    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin without a review."""
        super().__init__(parent)
        self.review: Review | None = None
        self._cards: dict[str, ItemCard] = {}

    def show_review(self, review: Review | None, shown: str = "all", words: str = "") -> None:
        """Show a review's items.

        Args:
            review: the review, None for none.
            shown: "all", "accepted", "open" (with open questions) or "left" (not imported).
            words: text that must occur in title, number or owners, "" for any.
        """
        self.review = review
        self._cards.clear()
        self.show_rows(_rows_of(review, shown, words) if review is not None else [])

    def refresh(self) -> None:
        """Show the same items as they are now; none comes or goes while somebody looks at the list."""
        self._cards.clear()
        self.tell_changed()

    def card(self, key: str) -> ItemCard | None:
        """Return the card of an item."""
        if self.review is None:
            return None
        if key not in self._cards:
            self._cards[key] = review_card(self.review, key)
        return self._cards[key]

    def heading(self, row: Heading) -> Heading:
        """Return a heading with the ticks counted."""
        ticked = sum(self.review.is_accepted(key) for key in row.keys) if self.review is not None else 0
        return Heading(row.title, row.keys, ticked)

    def tip(self, key: str) -> str:
        """Return the item's own words and what is asked about it."""
        if self.review is None:
            return ""
        asked = [question.text for question in self.review.open_questions if key in question.item_keys]
        return "\n".join([self.review.item(key).text[:400], *(f"待定：{text}" for text in asked)])

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or untick an item, or all items of a heading."""
        if role != Qt.ItemDataRole.CheckStateRole or self.review is None or not index.isValid():
            return False
        row = self._rows[index.row()]
        self.set_ticked(row.keys if isinstance(row, Heading) else (row,), Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def tick_rows(self, rows: Iterable[int], *, is_on: bool) -> None:
        """Tick or untick the items in some rows, those of headings too, in one step."""
        found = [self._rows[row] for row in rows]
        keys = [key for row in found for key in (row.keys if isinstance(row, Heading) else (row,))]
        self.set_ticked(dict.fromkeys(keys), is_on)

    def set_ticked(self, keys: Iterable[str], is_on: bool) -> None:
        """Tick or untick items."""
        if self.review is not None:
            self.review.accept(keys, is_on)
            self.refresh()
            self.ticked.emit()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let items and headings be ticked."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.isValid() else flags


def _rows_of(review: Review, shown: str, words: str) -> list[Heading | str]:
    """Return the items that pass under their headings; in a file of several plans each has a heading of its own."""
    rows: list[Heading | str] = []
    sections = review.sections()
    for number in range(len(review.proposal.plans)):
        own_sections = [section for section in sections if section.plan == number]
        keys = {key for section in own_sections for key in section.keys if _passes(review, key, shown, words)}
        if keys and len(review.proposal.plans) > 1:
            rows.append(
                Heading(f"《{review.plan_title(number)}》", tuple(key for key in review.keys if key in keys), 0)
            )
        is_first = True
        for section in own_sections:
            own = tuple(key for key in section.keys if key in keys)
            # What stands before the first heading of a plan needs none.
            if own and (section.title or not is_first):
                rows.append(Heading(section.title or "（无标题段落）", own, 0))
            is_first = is_first and not own
            rows += own
    return rows


def _passes(review: Review, key: str, shown: str, words: str) -> bool:
    if shown == "accepted" and not review.is_accepted(key):
        return False
    if shown == "left" and review.is_accepted(key):
        return False
    if shown == "open" and not (review.is_accepted(key) and review.open_count(key)):
        return False
    if not words:
        return True
    item = review.item(key)
    return any(words in text for text in (item.no, item.title, item.text, *(owner.name for owner in item.owners)))
