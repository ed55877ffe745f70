"""What every page is: a title row with its acts, the content below, and what the window may ask of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.actions import Actions, Need
from ui.workspace import PageName, Place, Workspace

if TYPE_CHECKING:
    from ledger_app.reports.sheet import Sheet

MARGIN_PX = 12
BUTTON_PX = 28


class Page(QWidget):
    """Base of the pages; made when first shown, thrown away with its ledger.

    Signals:
        needs_changed: what the page can do now has changed (`needs`).
    """

    needs_changed = Signal()

    def __init__(self, name: PageName, title: str, workspace: Workspace, actions: Actions) -> None:
        """Make the title row; subclasses fill `head` and `body`."""
        super().__init__()
        self._is_stale = False
        self.name = name
        self.workspace = workspace
        self.look = workspace.look
        self.actions_ = actions
        self.setObjectName(f"page_{name}")
        self.setAccessibleName(title)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(MARGIN_PX, 10, MARGIN_PX, MARGIN_PX)
        outer.setSpacing(10)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.title_label = labelled(title, "title", f"{name}_title")
        self.head.addWidget(self.title_label)
        # As high with buttons as without: what is below does not jump from tab to tab.
        self.head.addStrut(BUTTON_PX)
        outer.addLayout(self.head)
        self.body = QVBoxLayout()
        self.body.setSpacing(10)
        outer.addLayout(self.body, 1)

    def needs(self) -> set[Need]:
        """Return which needs of acts the page meets (a chosen task, something to print)."""
        return set()

    @property
    def has_primary(self) -> bool:
        """Say whether the page's own first button is marked: then the bar on top marks none."""
        return False

    @property
    def help_topic(self) -> str:
        """Return what help is about while this page is shown: the page's Chinese name."""
        return self.accessibleName()

    def show_place(self, place: Place) -> None:
        """Show a place of this page; called each time the window comes here."""

    def refresh(self) -> None:
        """Read everything anew."""

    def refresh_when_seen(self) -> None:
        """Read everything anew, now or when the page is next on sight: nobody waits for what nobody sees."""
        self._is_stale = not self.isVisible()
        if not self._is_stale:
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was put off."""
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self.refresh()

    def find_in_page(self) -> None:
        """Put the keyboard into the page's own field for finding."""

    def print_page(self) -> None:
        """Print what is shown; called only while the page meets `Need.PRINTABLE`."""

    def list_sheet(self) -> Sheet | None:
        """Return the list that is shown as a table, None while there is none."""
        return None

    def export_page(self) -> None:
        """Write the list that is shown to a file; called only while the page meets `Need.EXPORTABLE`."""
        sheet = self.list_sheet()
        if sheet is not None:
            from ui.exporting import export_sheet

            export_sheet(self, self.workspace, sheet)

    def copy_page(self) -> None:
        """Put the list that is shown into the clipboard; called only while the page meets `Need.EXPORTABLE`."""
        sheet = self.list_sheet()
        if sheet is not None:
            from ledger_app.reports.plain_table import copied_table
            from ui.exporting import copy_from

            copy_from(self, self.workspace, lambda: copied_table(sheet))

    def task_ids_for_drop(self, _position: QPoint) -> tuple[int, ...] | None:
        """Return the tasks that files dropped here become evidence of; () = evidence without a task, None = plans."""
        return None

    def chosen_task_ids(self) -> Sequence[int]:
        """Return the tasks chosen on this page."""
        return ()

    def shown_tree_id(self) -> int | None:
        """Return the indicator tree that this page shows, None for none."""
        return None

    def remember(self) -> None:
        """Keep what the page is to look like at the next start; called before it is thrown away."""

    def may_close(self) -> bool:
        """Ask about unsaved work; return whether the page may be left for good."""
        return True


def labelled(text: str, role: str, name: str = "") -> QLabel:
    """Return a label with a role of the style sheet ("title", "heading", "secondary", ...)."""
    label = QLabel(text)
    label.setProperty("role", role)
    if name:
        label.setObjectName(name)
    return label


def push_button(text: str, name: str, kind: str = "", tip: str = "") -> QPushButton:
    """Return a named button; kind "primary", "flat", "link" or "" for the plain one."""
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAccessibleName(text)
    button.setProperty("kind", kind)
    button.setAutoDefault(False)
    if tip:
        button.setToolTip(tip)
    return button


def panel(name: str) -> QFrame:
    """Return a white panel with one hairline around it."""
    frame = QFrame()
    frame.setObjectName(name)
    frame.setProperty("role", "panel")
    return frame


def hairline() -> QFrame:
    """Return a line that tells two parts of a panel apart."""
    line = QFrame()
    line.setProperty("role", "hairline")
    line.setFixedHeight(1)
    return line


class EmptyState(QWidget):
    """What a page shows while it has nothing: what it is for, and the buttons that start it."""

    def __init__(self, name: str, title: str, text: str, *buttons: QPushButton) -> None:
        """Put title, text and buttons in the middle."""
        super().__init__()
        self.setObjectName(name)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addStretch(2)
        self.title = labelled(title, "title")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text = labelled(text, "secondary")
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text.setWordWrap(True)
        layout.addWidget(self.title)
        layout.addWidget(self.text)
        if buttons:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addStretch(1)
            for button in buttons:
                button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
                row.addWidget(button)
            row.addStretch(1)
            layout.addSpacing(8)
            layout.addLayout(row)
        layout.addStretch(3)
