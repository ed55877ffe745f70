"""A form in two columns of fields with headings between them, for dialogs that hold many fields."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QLayout, QWidget

from ui.pages.page import labelled

LABEL_WIDTH_PX = 76
_MIDDLE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_TOP = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
_TALL_PX = 44


class FormGrid(QGridLayout):
    """Rows of one wide field or two narrow ones, each with its label."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.setContentsMargins(0, 0, 8, 0)
        self.setHorizontalSpacing(10)
        self.setVerticalSpacing(6)
        self.setColumnMinimumWidth(0, LABEL_WIDTH_PX)
        self.setColumnStretch(1, 1)
        self.setColumnStretch(3, 1)
        self._row = 0

    def add_heading(self, text: str) -> QLabel:
        """Begin a group."""
        label = labelled(text, "heading")
        if self._row:
            self.setRowMinimumHeight(self._row, 8)
            self._row += 1
        self.addWidget(label, self._row, 0, 1, 4)
        self._row += 1
        return label

    def add_wide(self, label: str, field: QWidget, *below: QWidget) -> QLabel:
        """Add a field over the whole width, with what belongs under it."""
        words = self._label(label, field)
        self.addWidget(words, self._row, 0, _TOP if field.sizeHint().height() > _TALL_PX else _MIDDLE)
        self.addWidget(field, self._row, 1, 1, 3)
        self._row += 1
        for widget in below:
            self.addWidget(widget, self._row, 1, 1, 3)
            self._row += 1
        return words

    def add_pair(self, label: str, field: QWidget, other_label: str, other: QWidget) -> tuple[QLabel, QLabel]:
        """Add two fields beside each other."""
        words = self._label(label, field), self._label(other_label, other)
        for column, (one, widget) in enumerate(zip(words, (field, other), strict=True)):
            self.addWidget(one, self._row, column * 2, _MIDDLE)
            self.addWidget(widget, self._row, column * 2 + 1)
        self._row += 1
        return words

    def add_layout(self, layout: QLayout) -> None:
        """Add a layout in the fields' columns."""
        self.addLayout(layout, self._row, 1, 1, 3)
        self._row += 1

    def _label(self, text: str, field: QWidget) -> QLabel:
        words = QLabel(text)
        words.setBuddy(field)
        return words
