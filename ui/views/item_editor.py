"""Change one item before it is imported: title, kind, owners, deadline, words; what was read stays beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ledger_app.domain.task import TaskOwner
from ledger_app.services.owners import OwnerChoice
from ui.detail.owner_editor import OwnerEditor
from ui.entry_button import entry_button
from ui.fields import ChoiceField, DateField, LineField, TextField
from ui.look import Look
from ui.models.item_edit import (
    ITEM_KIND_NAMES,
    NO_EDIT,
    due_by_hand,
    lines_of,
    note_of,
    owner_by_hand,
    primary_deadline,
)
from ui.models.review import Review
from ui.models.task_detail import OwnerLine
from ui.pages.page import labelled
from ui.unit_picker import UnitName
from ui.views.target_editor import TargetEditor

TABS_PX, LEAST_PX = 236, 132

_TOP = Qt.AlignmentFlag.AlignTop


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
        self._lines: list[OwnerLine] = []
        self.setObjectName("item_editor")
        self.setAccessibleName("修改这一项")
        self.setProperty("role", "note")
        self.title = LineField("item_title", "任务名称")
        self.kind = ChoiceField("item_kind", "类别", ITEM_KIND_NAMES.items())
        self.due = DateField("item_due", "完成时限", look)
        self._raw = labelled("", "secondary", "item_raw")
        self.owners = OwnerEditor(look)
        self.text = TextField("item_text", "正文", 2)
        self.measures = TextField("item_measures", "措施，一行一条", 3)
        self.targets = TargetEditor()
        self.note = LineField("item_note", "备注")
        self._reset = entry_button("item_reset")
        self._close = entry_button("item_close")
        self._lay_out()
        self.title.committed.connect(self._on_title)
        self.kind.committed.connect(self._on_kind)
        self.due.committed.connect(self._on_due)
        self.owners.committed.connect(self._on_owners)
        self.text.committed.connect(lambda text: self._change(text=text.strip() or None))
        self.measures.committed.connect(lambda text: self._change(measures=lines_of(text)))
        self.targets.committed.connect(lambda targets: self._change(targets=targets))
        self.note.committed.connect(lambda text: self._change(note=text.strip()))
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
        self.due.show_value(_day(primary.date) if primary and primary.kind != "recurring" else None, review.usual_year)
        words = f"原文“{primary.reading.raw}”　{primary.reading.reason}" if primary else "文中没有写明时限"
        self._raw.setText(
            self._raw.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, max(self.width() - 290, 120))
        )
        self._raw.setToolTip(words)
        lines = []
        for number, owner in enumerate(item.owners):
            units = review.match(owner.name).units
            unit_id = units[0].id if len(units) == 1 else None if not units else -1
            lines.append(OwnerLine(TaskOwner(0, 0, owner.role, unit_id, owner.name, number), owner.name))
        if lines != self._lines:
            self._lines = lines
            self.owners.show_owners(lines, is_read_only=False)
        self.text.show_value(item.text)
        self.measures.show_value("\n".join(item.measures))
        self.targets.show_targets(item.targets)
        self.note.show_value(note_of(item))
        self._reset.setEnabled(review.edit_of(key) != NO_EDIT)

    def start(self) -> None:
        """Put the keyboard into the title."""
        self.tabs.setCurrentIndex(0)
        self.title.setFocus()
        self.title.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 2, 8, 4)
        layout.setSpacing(0)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("item_tabs")
        self.tabs.setAccessibleName("修改这一项")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._make_first(), "名称、时限、单位")
        self.tabs.addTab(self._make_second(), "正文、措施、目标")
        corner = QWidget()
        buttons = QHBoxLayout(corner)
        buttons.setContentsMargins(0, 0, 4, 0)
        buttons.addWidget(self._reset)
        buttons.addWidget(self._close)
        self.tabs.setCornerWidget(corner)
        # Where the window is low the fields scroll, so that the item in the list stays in sight.
        self.tabs.setMinimumHeight(LEAST_PX)
        self.tabs.setMaximumHeight(TABS_PX)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        layout.addWidget(self.tabs)

    def _make_first(self) -> QWidget:
        page, grid = _page()
        grid.addWidget(labelled("名称", "secondary"), 0, 0)
        grid.addWidget(self.title, 0, 1)
        self.kind.setFixedWidth(104)
        grid.addWidget(self.kind, 0, 2)
        grid.addWidget(labelled("时限", "secondary"), 1, 0)
        due = QHBoxLayout()
        due.setSpacing(8)
        self.due.setFixedWidth(170)
        due.addWidget(self.due)
        self._raw.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        due.addWidget(self._raw, 1)
        grid.addLayout(due, 1, 1, 1, 2)
        grid.addWidget(labelled("单位", "secondary"), 2, 0, _TOP)
        grid.addWidget(self.owners, 2, 1, 1, 2, _TOP)
        grid.setRowStretch(3, 1)
        return _scrolled(page, "item_owners_area")

    def _make_second(self) -> QWidget:
        page, grid = _page()
        self.measures.setPlaceholderText("一行一条")
        rows: tuple[tuple[str, QWidget], ...] = (
            ("正文", self.text),
            ("措施", self.measures),
            ("目标", self.targets),
            ("备注", self.note),
        )
        for number, (word, field) in enumerate(rows):
            grid.addWidget(labelled(word, "secondary"), number, 0, _TOP)
            grid.addWidget(field, number, 1)
        return _scrolled(page, "item_words_area")

    def _on_title(self, text: str) -> None:
        self._change(title=text.strip() or None)

    def _on_kind(self, key: str) -> None:
        kind = next((one for one in ITEM_KIND_NAMES if one == key), None)
        if self._review is not None and kind is not None:
            self._review.set_kind([self._key], kind)
            self._tell()

    def _on_due(self, day: dt.date | None) -> None:
        if self._review is not None:
            self._change(deadlines=due_by_hand(self._review.item(self._key), day))

    def _change(self, **values: Any) -> None:  # noqa: ANN401 - fields of ItemEdit
        if self._review is not None:
            self._review.edit(self._key, replace(self._review.edit_of(self._key), **values))
            self._tell()

    def _on_owners(self, choices: Sequence[OwnerChoice]) -> None:
        if self._review is None:
            return
        before = self._review.item(self._key).owners
        named = [(choice.raw or self._names.get(choice.unit_id or 0, ""), choice.role) for choice in choices]
        owners = tuple(owner_by_hand(name, role, before) for name, role in dict(named).items() if name)
        self._change(owners=owners)

    def _on_reset(self) -> None:
        if self._review is not None:
            self._review.reset(self._key)
            self._tell()

    def _tell(self) -> None:
        key = self._key
        if self._review is not None:
            self.show_item(self._review, key)
        self.edited.emit(key)


def _page() -> tuple[QWidget, QGridLayout]:
    page = QWidget()
    grid = QGridLayout(page)
    grid.setContentsMargins(4, 8, 4, 4)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(6)
    return page, grid


def _scrolled(content: QWidget, name: str) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setAutoFillBackground(False)
    area.setWidget(content)
    content.setAutoFillBackground(False)
    return area


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None
