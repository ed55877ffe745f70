"""Change one item before it is imported: title, kind, owners, deadline; what was read stays beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QWidget

from ledger_app.domain.task import TaskOwner
from ledger_app.services.owners import OwnerChoice
from ui.detail.owner_editor import OwnerEditor
from ui.fields import ChoiceField, DateField, LineField
from ui.look import Look
from ui.models.item_edit import ITEM_KIND_NAMES, due_by_hand, owner_by_hand, primary_deadline
from ui.models.review import Review
from ui.models.task_detail import OwnerLine
from ui.pages.page import labelled, push_button
from ui.unit_picker import UnitName

OWNERS_PX = 104


class ItemEditor(QFrame):
    """Fields of one item; each change is taken at once, nothing is written to the ledger.

    Signals:
        edited: the item was changed (its key).
        name_claimed: a printed name is this unit, here and everywhere in the file (name, unit id).
        closed: the person has done.
    """

    edited = Signal(str)
    name_claimed = Signal(str, int)
    closed = Signal()

    def __init__(self, look: Look) -> None:
        """Begin without an item."""
        super().__init__()
        self._review: Review | None = None
        self._key = ""
        self._names: dict[int, str] = {}
        self.setObjectName("item_editor")
        self.setAccessibleName("修改这一项")
        self.setProperty("role", "note")
        self.title = LineField("item_title", "任务名称")
        self.kind = ChoiceField("item_kind", "类别", ITEM_KIND_NAMES.items())
        self.due = DateField("item_due", "完成时限", look)
        self._raw = labelled("", "secondary", "item_raw")
        self.owners = OwnerEditor(look)
        self._reset = push_button("恢复原样", "item_reset", "link", "这一项改回文件里读出的样子")
        self._close = push_button("收起", "item_close", "link", "收起（Esc）")
        self._lay_out()
        self.title.committed.connect(self._on_title)
        self.kind.committed.connect(self._on_kind)
        self.due.committed.connect(self._on_due)
        self.owners.committed.connect(self._on_owners)
        self.owners.claim_wanted.connect(self.name_claimed)
        self._reset.clicked.connect(self._on_reset)
        self._close.clicked.connect(self.closed)

    @property
    def key(self) -> str:
        """Return the key of the item shown, "" for none."""
        return self._key

    def set_units(self, units: Sequence[UnitName], full_names: dict[int, str]) -> None:
        """Offer these units; `full_names` are those that are written for a unit chosen here."""
        self._names = full_names
        self.owners.set_units(units)

    def show_item(self, review: Review, key: str) -> None:
        """Show an item as it would be imported."""
        self._review, self._key = review, key
        item = review.item(key)
        self.title.show_value(item.title)
        self.title.setPlaceholderText(item.text[:60])
        self.kind.show_value(item.kind)
        primary = primary_deadline(item)
        self.due.show_value(_day(primary.date) if primary and primary.kind != "recurring" else None, review.today.year)
        words = f"原文“{primary.reading.raw}”　{primary.reading.reason}" if primary else "文中没有写明时限"
        self._raw.setText(self._raw.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, 330))
        self._raw.setToolTip(words)
        lines = []
        for number, owner in enumerate(item.owners):
            units = review.match(owner.name).units
            unit_id = units[0].id if len(units) == 1 else None if not units else -1
            lines.append(OwnerLine(TaskOwner(0, 0, owner.role, unit_id, owner.name, number), owner.name))
        self.owners.show_owners(lines, is_read_only=False)
        self._reset.setEnabled(review.edit_of(key) != type(review.edit_of(key))())

    def start(self) -> None:
        """Put the keyboard into the title."""
        self.title.setFocus()
        self.title.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.addWidget(labelled("名称", "secondary"), 0, 0)
        grid.addWidget(self.title, 0, 1)
        self.kind.setFixedWidth(104)
        grid.addWidget(self.kind, 0, 2)
        grid.addWidget(labelled("时限", "secondary"), 1, 0)
        due = QHBoxLayout()
        due.setSpacing(8)
        self.due.setFixedWidth(170)
        due.addWidget(self.due)
        due.addWidget(self._raw, 1)
        grid.addLayout(due, 1, 1, 1, 2)
        grid.addWidget(labelled("单位", "secondary"), 2, 0, Qt.AlignmentFlag.AlignTop)
        area = QScrollArea()
        area.setObjectName("item_owners_area")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedHeight(OWNERS_PX)
        area.viewport().setAutoFillBackground(False)
        area.setWidget(self.owners)
        self.owners.setAutoFillBackground(False)
        grid.addWidget(area, 2, 1, 1, 2)
        row = QWidget()
        buttons = QHBoxLayout(row)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.addStretch(1)
        buttons.addWidget(self._reset)
        buttons.addWidget(self._close)
        grid.addWidget(row, 3, 0, 1, 3)

    def _on_title(self, text: str) -> None:
        if self._review is not None:
            self._review.edit(self._key, replace(self._review.edit_of(self._key), title=text.strip() or None))
            self._tell()

    def _on_kind(self, key: str) -> None:
        kind = next((one for one in ITEM_KIND_NAMES if one == key), None)
        if self._review is not None and kind is not None:
            self._review.edit(self._key, replace(self._review.edit_of(self._key), kind=kind))
            self._tell()

    def _on_due(self, day: dt.date | None) -> None:
        if self._review is not None:
            deadlines = due_by_hand(self._review.item(self._key), day)
            self._review.edit(self._key, replace(self._review.edit_of(self._key), deadlines=deadlines))
            self._tell()

    def _on_owners(self, choices: Sequence[OwnerChoice]) -> None:
        if self._review is None:
            return
        before = self._review.item(self._key).owners
        named = [(choice.raw or self._names.get(choice.unit_id or 0, ""), choice.role) for choice in choices]
        owners = tuple(owner_by_hand(name, role, before) for name, role in dict(named).items() if name)
        self._review.edit(self._key, replace(self._review.edit_of(self._key), owners=owners))
        self._tell()

    def _on_reset(self) -> None:
        if self._review is not None:
            self._review.reset(self._key)
            self._tell()

    def _tell(self) -> None:
        key = self._key
        if self._review is not None:
            self.show_item(self._review, key)
        self.edited.emit(key)


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None
