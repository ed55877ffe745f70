"""What every tab of the detail pane is, and the small rows they are made of."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.ports import UnitOfWork
from ui.models.task_detail import TaskDetail
from ui.pages.page import labelled
from ui.workspace import Workspace


class DetailTab(QScrollArea):
    """A tab; shows one task, and changes it through the workspace's jobs."""

    def __init__(self, name: str, workspace: Workspace) -> None:
        """Make an empty column; subclasses fill `column`."""
        super().__init__()
        self.workspace = workspace
        self.look = workspace.look
        self.detail: TaskDetail | None = None
        self.setObjectName(f"tab_{name}")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setObjectName(f"tab_{name}_inner")
        inner.setProperty("role", "plain")
        inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(12, 12, 12, 12)
        self.column.setSpacing(4)
        self.setWidget(inner)

    def show_detail(self, detail: TaskDetail) -> None:
        """Show a task, or the same task anew."""
        self.detail = detail

    def save(self, verb: Callable[[UnitOfWork], ChangeSet]) -> None:
        """Change the ledger by a verb of the services; an error brings the stored values back."""
        job = self.workspace.change(lambda work, _progress: verb(work), self)
        job.on_failure(self._on_refused).start()

    def _on_refused(self, error: Exception) -> None:
        self.workspace.messages.show_error(error)
        if self.detail is not None:
            self.show_detail(self.detail)

    def add_field(self, label: str, field: QWidget) -> None:
        """Put a field under its label."""
        words = labelled(label, "secondary")
        words.setBuddy(field)
        self.column.addSpacing(4)
        self.column.addWidget(words)
        self.column.addWidget(field)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        inner = item.layout()
        if inner is not None:
            clear(inner)
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def text_label(text: str, role: str = "", name: str = "") -> QLabel:
    """Return a label that wraps and whose text can be chosen and copied."""
    label = labelled(text, role, name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label
