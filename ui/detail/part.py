"""A part of a tab: a heading with its act beside it, and rows that are made anew for each task."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QDoubleValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from ui.detail.tab import DetailTab, clear, text_label
from ui.entry_button import entry_button
from ui.models.task_detail import TaskDetail
from ui.pages.page import labelled
from ui.places import Place


class DetailPart(QWidget):
    """Base of the parts; subclasses fill `rows` in `fill`."""

    def __init__(self, tab: DetailTab, name: str, title: str, *buttons: QPushButton) -> None:
        """Make an empty part that belongs to a tab and saves through it."""
        super().__init__()
        self.tab = tab
        self.workspace = tab.workspace
        self.look = tab.look
        self.setObjectName(f"part_{name}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(4)
        self.heading = labelled(title, "heading", f"part_{name}_title")
        head.addWidget(self.heading, 1)
        self.acts = buttons
        for button in buttons:
            head.addWidget(button)
        layout.addLayout(head)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(4)
        layout.addLayout(self.rows)

    @property
    def detail(self) -> TaskDetail | None:
        """Return the task that is shown."""
        return self.tab.detail

    @property
    def is_writable(self) -> bool:
        """Say whether the task can be changed: not in a ledger opened for reading, not once it is struck off."""
        return not self.workspace.is_read_only and self.detail is not None and not self.detail.is_closed

    def show_detail(self, detail: TaskDetail) -> None:
        """Show a task; its rows are made anew."""
        clear(self.rows)
        for button in self.acts:
            button.setVisible(self.is_writable)
        self.fill(detail)

    def fill(self, detail: TaskDetail) -> None:
        """Make the rows."""
        raise NotImplementedError

    def add_text(self, text: str, role: str = "", name: str = "") -> None:
        """Put a line of text below the others."""
        self.rows.addWidget(text_label(text, role, name))

    def add_print(self, kind: str, text: str, slip_ids: tuple[int, ...] = ()) -> None:
        """Put a button below that shows a form about the task, or a slip of it, as it will be printed."""
        name = f"print_{kind}" + (f"_{slip_ids[0]}" if slip_ids else "")
        button = entry_button("print", name.removeprefix("print_"), text=text)
        button.setIcon(self.look.icon("print"))
        button.clicked.connect(lambda _c=False: self._print(kind, slip_ids))
        row = QHBoxLayout()
        row.addWidget(button)
        row.addStretch(1)
        self.rows.addLayout(row)

    def _print(self, kind: str, slip_ids: tuple[int, ...]) -> None:
        if self.detail is not None:
            task_ids = () if slip_ids else (self.detail.task.id,)
            self.workspace.open_place(Place("reports", report_kind=kind, task_ids=task_ids, slip_ids=slip_ids))

    def add_empty(self, text: str) -> None:
        """Say that there is nothing yet, and what to do."""
        self.add_text(text, "secondary", f"{self.objectName()}_empty")


class PercentField(QLineEdit):
    """A percentage of 0 to 100, or nothing."""

    def __init__(self, name: str, label: str) -> None:
        """Make an empty field."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setFixedWidth(64)
        self.setPlaceholderText("未填")
        validator = QDoubleValidator(0, 100, 1, self)
        validator.setNotation(QDoubleValidator.Notation.StandardNotation)
        self.setValidator(validator)

    def value(self) -> float | None:
        """Return the number, None if there is none."""
        try:
            return float(self.text().strip())
        except ValueError:
            return None

    def show_value(self, value: float | None) -> None:
        """Show a number."""
        self.setText("" if value is None else f"{value:g}")


def more_button(name: str, label: str) -> tuple[QToolButton, QMenu]:
    """Return a button "⋯" with the menu it opens: rarer acts on one row."""
    button = QToolButton()
    button.setObjectName(name)
    button.setText("⋯")
    button.setAccessibleName(label)
    button.setToolTip(label)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    menu = QMenu(button)
    menu.setObjectName(f"{name}_menu")
    button.setMenu(menu)
    return button, menu
