"""Edit the words of one report before it is printed: figures are marked, numbers that differ from the ledger named."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from ledger_app.reports.model import Block
from ledger_app.reports.narrative import AIM_CHARACTERS, MOST_CHARACTERS, length_of
from ledger_app.reports.rewording import Mismatch, Reworded, body_text, reword
from ui.entry_button import entry_button
from ui.look import Look
from ui.pages.page import labelled

CHECK_DELAY_MS = 250
_PLACE = Qt.ItemDataRole.UserRole


class ReportTextDialog(QDialog):
    """The whole text, one paragraph a line.

    Signals:
        used: the text to print, "" where it is as the template writes it.
    """

    used = Signal(str)

    def __init__(self, parent: QWidget, look: Look, written: Sequence[Block], text: str) -> None:
        """Show a text.

        Args:
            parent: the page.
            look: for colours.
            written: the body as the template writes it now.
            text: as edited before, "" = not yet.
        """
        super().__init__(parent)
        self.setObjectName("report_text")
        self.setWindowTitle("编辑通报文字")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 560)
        self._look = look
        self._written = written
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CHECK_DELAY_MS)
        self._timer.timeout.connect(self._check)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(8)
        note = labelled(
            "一行是一段；“一、”“（一）”开头的行是标题。标蓝的数字来自台账，不动它就仍能查到是哪几项。", "secondary"
        )
        note.setWordWrap(True)
        layout.addWidget(note)
        self.editor = QPlainTextEdit()
        self.editor.setObjectName("report_text_editor")
        self.editor.setAccessibleName("通报文字")
        self.editor.setTabChangesFocus(True)
        self.editor.setPlainText(text or body_text(written))
        self.editor.textChanged.connect(self._timer.start)
        layout.addWidget(self.editor, 1)
        self.faults = QListWidget()
        self.faults.setObjectName("report_text_faults")
        self.faults.setAccessibleName("与台账不同的数字，回车跳到那里")
        self.faults.setMaximumHeight(96)
        self.faults.itemActivated.connect(self._go_to)
        self.faults.itemClicked.connect(self._go_to)
        layout.addWidget(self.faults)
        layout.addLayout(self._make_buttons())
        self._check()
        self.editor.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the text with Ctrl+Enter."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._use()
        else:
            super().keyPressEvent(event)

    def _make_buttons(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        back = entry_button("report_text_back")
        back.clicked.connect(self._back)
        self._count = labelled("", "secondary", "report_text_count")
        cancel = entry_button("report_text_cancel")
        cancel.clicked.connect(self.reject)
        use = entry_button("report_text_use")
        use.clicked.connect(self._use)
        buttons.addWidget(back)
        buttons.addWidget(self._count, 1)
        buttons.addWidget(cancel)
        buttons.addWidget(use)
        return buttons

    def _back(self) -> None:
        # As an edit of its own, so that Ctrl+Z brings the words back.
        cursor = QTextCursor(self.editor.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(body_text(self._written))

    def _use(self) -> None:
        text = self.editor.toPlainText()
        self.used.emit("" if text == body_text(self._written) else text)
        self.accept()

    def _check(self) -> None:
        read = reword(self._written, self.editor.toPlainText())
        self._mark(read)
        self.faults.clear()
        for one in read.mismatches:
            item = QListWidgetItem(_said(one))
            item.setData(_PLACE, (one.start, one.end))
            self.faults.addItem(item)
        self.faults.setVisible(bool(read.mismatches))
        count = length_of(read.blocks)
        advice = (
            "，超过 4000 字的上限"
            if count > MOST_CHARACTERS
            else "，宜在 1500 字以内"
            if count > AIM_CHARACTERS
            else ""
        )
        self._count.setText(f"{count} 字{advice}")

    def _mark(self, read: Reworded) -> None:
        linked, wrong = QTextCharFormat(), QTextCharFormat()
        linked.setForeground(self._look.colour("blue_text"))
        linked.setBackground(self._look.colour("blue_ground"))
        wrong.setForeground(self._look.colour("red_text"))
        wrong.setUnderlineColor(self._look.colour("red_text"))
        wrong.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        marks = [(one.start, one.end, linked) for one in read.linked if one.figure.task_ids]
        marks += [(one.start, one.end, wrong) for one in read.mismatches]
        self.editor.setExtraSelections([self._selection(*mark) for mark in marks])

    def _selection(self, start: int, end: int, look: QTextCharFormat) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.editor.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        selection.cursor = cursor
        selection.format = look
        return selection

    def _go_to(self, item: QListWidgetItem) -> None:
        start, end = item.data(_PLACE)
        cursor = self.editor.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.editor.setTextCursor(cursor)
        self.editor.setFocus()


def _said(one: Mismatch) -> str:
    return f"文中写 {one.written} {one.unit}，台账为 {one.counted} {one.unit}（“{one.near}”）"
