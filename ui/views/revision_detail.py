"""One line of a plan's new issue in full: each field old and new beside each other, with what to take over."""

from __future__ import annotations

from functools import partial
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ledger_app.domain.plan_revision import Change, LineKind
from ledger_app.domain.word_diff import Piece, PieceKind
from ui.detail.tab import clear
from ui.look import Look
from ui.models.revision import Line, RevisionReview
from ui.models.revision_card import Pair, card_of
from ui.pages.page import labelled


class RevisionDetail(QScrollArea):
    """Shows the line that has the cursor.

    Signals:
        taken: a change is to be taken over or left (line key, `Change`, whether it is).
        reason_given: why withdrawn tasks are called off.
    """

    taken = Signal(str, object, bool)
    reason_given = Signal(str)

    def __init__(self, look: Look) -> None:
        """Make it empty."""
        super().__init__()
        self._look = look
        self._shown: tuple[RevisionReview, Line] | None = None
        self._boxes: list[QCheckBox] = []
        self.setObjectName("revision_detail")
        self.setAccessibleName("新旧对照")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setProperty("role", "plain")
        inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(12, 8, 12, 8)
        self._column.setSpacing(6)
        self._head = labelled("", "heading", "revision_detail_head")
        self._head.setTextFormat(Qt.TextFormat.PlainText)
        self._head.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._column.addWidget(self._head)
        self._note = labelled("", "secondary", "revision_detail_note")
        self._note.setWordWrap(True)
        self._column.addWidget(self._note)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._column.addLayout(self._grid)
        self._column.addWidget(self._make_reason())
        self._column.addStretch(1)
        self.setWidget(inner)
        look.changed.connect(self._show_again)

    def show_line(self, revision: RevisionReview | None, line: Line | None) -> None:
        """Show a line, None for none."""
        self._shown = (revision, line) if revision is not None and line is not None else None
        self._show_again()

    def start(self) -> None:
        """Put the keyboard on the first thing that can be decided here."""
        if self._boxes:
            self._boxes[0].setFocus()
        elif self._reason_box.isVisible():
            self.reason_field.setFocus()

    def _make_reason(self) -> QWidget:
        self._reason_box = QWidget()
        row = QHBoxLayout(self._reason_box)
        row.setContentsMargins(0, 0, 0, 0)
        words = labelled("取消原因", "secondary")
        self.reason_field = QLineEdit()
        self.reason_field.setObjectName("revision_reason")
        self.reason_field.setAccessibleName("取消原因，各撤销项共用")
        self.reason_field.setToolTip("写入每一项被取消的任务；不填写时注明是计划修订")
        self.reason_field.setMaxLength(200)
        words.setBuddy(self.reason_field)
        self.reason_field.editingFinished.connect(lambda: self.reason_given.emit(self.reason_field.text()))
        row.addWidget(words)
        row.addWidget(self.reason_field, 1)
        return self._reason_box

    def _show_again(self) -> None:
        clear(self._grid)
        self._boxes = []
        for part in (self._head, self._note, self._reason_box):
            part.setVisible(self._shown is not None)
        if self._shown is None:
            return
        revision, line = self._shown
        card = card_of(revision, line)
        self._head.setText(" ".join(filter(None, (card.codes, card.no, card.title))))
        self._head.setToolTip(self._head.text())
        self._note.setText(card.note)
        self._note.setVisible(bool(card.note))
        is_off = line.kind is LineKind.WITHDRAWN and bool(revision.is_on(line))
        self._reason_box.setVisible(is_off)
        self.reason_field.setPlaceholderText(f"计划修订：《{revision.review.plan_title(line.number)}》不再列入")
        if not self.reason_field.hasFocus():
            self.reason_field.setText(revision.reason)
        for row, pair in enumerate(card.pairs):
            self._grid.addWidget(self._label_of(revision, line, pair), row, 0, Qt.AlignmentFlag.AlignTop)
            for column, pieces, side in ((1, pair.old, "原"), (2, pair.new, "新")):
                self._grid.addWidget(self._text(pieces, f"{pair.label}，{side}"), row, column)

    def _label_of(self, revision: RevisionReview, line: Line, pair: Pair) -> QWidget:
        if pair.change is None or revision.is_on(line) is None or not line.tasks:
            return labelled(pair.label, "secondary")
        box = QCheckBox(pair.label)
        box.setObjectName(f"revision_take_{pair.change}")
        box.setAccessibleName(f"采用新版的{pair.label}")
        box.setToolTip("勾选：任务改用新版；不勾选：任务保持不变")
        box.setChecked(pair.change in revision.takes(line))
        self._boxes.append(box)
        box.toggled.connect(partial(self._on_toggled, line.key, pair.change))
        return box

    def _on_toggled(self, key: str, change: Change, is_on: bool) -> None:
        self.taken.emit(key, change, is_on)

    def _text(self, pieces: tuple[Piece, ...], name: str) -> QLabel:
        label = QLabel("".join(self._marked(piece) for piece in pieces) or "—")
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setAccessibleName(f"{name}：{''.join(piece.text for piece in pieces) or '没有'}")
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        return label

    def _marked(self, piece: Piece) -> str:
        text = escape(piece.text).replace("\n", "<br>")
        if piece.kind is PieceKind.SAME:
            return text
        tone = "red" if piece.kind is PieceKind.GONE else "green"
        line = "line-through" if piece.kind is PieceKind.GONE else "underline"
        colours = (self._look.colour(f"{tone}_{part}").name() for part in ("ground", "text"))
        return '<span style="background-color:{};color:{};text-decoration:{}">{}</span>'.format(*colours, line, text)
