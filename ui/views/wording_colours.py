"""Colours in the text of a template: placeholders, brackets of parts that may drop out, faults."""

from __future__ import annotations

import re

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from ledger_app.reports.narrative import check_text
from ui.look import Look

_TERM = re.compile(r"(?:有|无)?[{｛][^{}｛｝\n]*[}｝]")
_BRACKETS = re.compile(r"[〔〕]")


class WordingColours(QSyntaxHighlighter):
    """Colours each paragraph as it is typed; a fault is underlined too, so that it shows without colour."""

    def __init__(self, document: QTextDocument, look: Look) -> None:
        """Colour a document."""
        super().__init__(document)
        self._look = look
        look.changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:
        """Colour one paragraph."""
        term = QTextCharFormat()
        term.setForeground(self._look.colour("blue_text"))
        term.setBackground(self._look.colour("blue_ground"))
        for match in _TERM.finditer(text):
            self.setFormat(match.start(), len(match[0]), term)
        bracket = QTextCharFormat()
        bracket.setForeground(self._look.colour("yellow_text"))
        bracket.setFontWeight(QFont.Weight.Bold)
        for match in _BRACKETS.finditer(text):
            self.setFormat(match.start(), 1, bracket)
        wrong = QTextCharFormat()
        wrong.setForeground(self._look.colour("red_text"))
        wrong.setUnderlineColor(self._look.colour("red_text"))
        wrong.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        for fault in check_text(text):
            self.setFormat(fault.start, fault.end - fault.start, wrong)
