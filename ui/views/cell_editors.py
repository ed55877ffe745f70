"""The editors of the grid's cells, one for each kind of field; each is a text that the service reads.

An editor never changes anything itself.  While an input method composes, what is composed is no text yet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QLabel, QLineEdit, QPlainTextEdit, QWidget

from ledger_app.intake.typed_deadline import Basis, read_typed, reading_of
from ledger_app.services.cell_fields import CellField
from ui.fields import DateField
from ui.look import Look
from ui.unit_picker import UnitName
from ui.units_edit import UnitsEdit

CellEditor = QLineEdit | QPlainTextEdit
MOST_LINES, LEAST_WIDE_PX = 8, 240
ROLE = "cell_editor"


class CellLine(QLineEdit):
    """One line of text."""

    def __init__(self, parent: QWidget, label: str, hint: str = "") -> None:
        """Begin empty."""
        super().__init__(parent)
        self.setObjectName("cell_editor")
        self.setAccessibleName(label)
        self.setProperty("role", ROLE)
        self.setPlaceholderText(hint)
        self.bubble: QLabel | None = None

    @property
    def has_list(self) -> bool:
        """Say whether a list of choices is open that takes the keys."""
        return False


class CellChoice(CellLine):
    """One of some words: typed, or taken from the list below."""

    def __init__(self, parent: QWidget, label: str, words: Sequence[str]) -> None:
        """Offer the words; all of them are listed when the editor opens."""
        super().__init__(parent, label)
        self._list = QCompleter(QStringListModel(list(words), self), self)
        self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list.setWidget(self)
        self._list.activated.connect(self._take)
        popup = self._list.popup()
        if popup is not None:
            popup.setProperty("role", "popup")
            popup.setObjectName("cell_choices")
        self._words = list(words)
        self.textEdited.connect(self._point_at)

    @property
    def has_list(self) -> bool:
        """Say whether the list is open."""
        popup = self._list.popup()
        return popup is not None and popup.isVisible()

    def open_list(self) -> None:
        """Show the words, the present one chosen."""
        self._list.complete()
        self._point_at(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list with Alt+Down, take the chosen word with Enter or Tab."""
        if event.key() == Qt.Key.Key_Down and not self.has_list:
            self.open_list()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _point_at(self, text: str) -> None:
        popup = self._list.popup()
        place = next((place for place, word in enumerate(self._words) if text and word.startswith(text)), -1)
        if isinstance(popup, QAbstractItemView) and popup.isVisible() and place >= 0:
            popup.setCurrentIndex(popup.model().index(place, 0))

    def _take(self, word: str) -> None:
        self.setText(word)


class CellUnits(UnitsEdit):
    """Units by name, alias or initials, parted by 、; those the roster does not know are named below."""

    def __init__(self, parent: QWidget, label: str, units: Sequence[UnitName]) -> None:
        """Offer these units."""
        super().__init__("cell_editor", label)
        self.setParent(parent)
        self.setProperty("role", ROLE)
        self.bubble = self.reading
        self.reading.setParent(parent)
        self.reading.setProperty("role", "bubble")
        self.reading.setWordWrap(False)
        self.set_units(units)
        self.textChanged.connect(self._say_unknown)

    @property
    def has_list(self) -> bool:
        """Say whether the list of units is open."""
        popup = self._list.popup()
        return popup is not None and popup.isVisible()

    def _say_unknown(self, _text: str) -> None:
        # A cell takes known units alone, other than the field of a form that this one is made of.
        self.reading.setText(self.reading.text().partition("（")[0])
        place_bubble(self)


class CellDue(CellLine):
    """A deadline in words or as a day; what it means stands below while it is typed, Alt+Down opens a calendar."""

    def __init__(self, parent: QWidget, label: str, hint: str, basis: Basis, look: Look) -> None:
        """Read words against `basis`."""
        super().__init__(parent, label, hint)
        self._basis, self._look = basis, look
        self.bubble = QLabel(parent)
        self.bubble.setObjectName("cell_editor_reading")
        self.bubble.setProperty("role", "bubble")
        self.bubble.hide()
        self.textChanged.connect(self._read)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the calendar with Alt+Down."""
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
            event.accept()
        else:
            super().keyPressEvent(event)

    def open_calendar(self) -> None:
        """Let a day be picked; it is written into the editor."""
        field = DateField("cell_day", self.accessibleName(), self._look)
        field.setParent(self)
        field.hide()
        field.setGeometry(self.rect())
        rows = read_typed(self.text(), self._basis)
        field.show_value(next((row.original_due for row in rows), None))
        field.committed.connect(lambda day: self.setText(day.isoformat() if day else ""))
        field.open_calendar()

    def _read(self, text: str) -> None:
        if self.bubble is None:
            return
        said = reading_of(read_typed(text, self._basis), self._basis) if text.strip() else ""
        self.bubble.setText(f"读作 {said}" if said else "看不懂这个时限" if text.strip() else "")
        self.bubble.setVisible(bool(text.strip()) and self.isVisible())
        place_bubble(self)


class CellText(QPlainTextEdit):
    """Several lines; Enter takes them, Alt+Enter begins a new line."""

    has_list = False
    bubble: QLabel | None = None

    def __init__(self, parent: QWidget, label: str) -> None:
        """Begin empty; grows with its text."""
        super().__init__(parent)
        self.setObjectName("cell_editor")
        self.setAccessibleName(label)
        self.setProperty("role", ROLE)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.least_px = 0
        self.textChanged.connect(self._grow)

    def text(self) -> str:
        """Return what stands there."""
        return self.toPlainText()

    def setText(self, text: str) -> None:
        """Put another text there."""
        self.setPlainText(text)

    def new_line(self) -> None:
        """Begin a new line at the cursor."""
        self.insertPlainText("\n")

    def _grow(self) -> None:
        lines = max(1, int(self.document().size().height()))
        wanted = max(self.least_px, min(lines, MOST_LINES) * self.fontMetrics().lineSpacing() + 14)
        parent = self.parentWidget()
        room = parent.height() if parent is not None else wanted
        self.resize(self.width(), min(wanted, room))
        if self.geometry().bottom() > room:
            self.move(self.x(), max(0, room - self.height()))


def make_editor(
    parent: QWidget, field: CellField, hint: str, units: Sequence[UnitName], basis: Callable[[], Basis], look: Look
) -> CellEditor:
    """Return the editor of a field's kind, a child of `parent`."""
    label = f"修改{field.label}"
    if field.kind == "long":
        return CellText(parent, label)
    if field.kind == "units":
        return CellUnits(parent, label, units)
    if field.kind in ("due", "day"):
        return CellDue(parent, label, hint, basis(), look)
    if field.choices:
        return CellChoice(parent, label, field.choices)
    return CellLine(parent, label, hint)


def text_in(editor: QWidget) -> str:
    """Return what was typed into an editor."""
    return editor.text() if isinstance(editor, QLineEdit | CellText) else ""


def write_into(editor: QWidget, text: str, *, is_chosen: bool) -> None:
    """Put a text into an editor: chosen, so that what is typed replaces it, or with the cursor at its end."""
    if isinstance(editor, QLineEdit):
        editor.setText(text)
        if is_chosen:
            editor.selectAll()
        else:
            editor.deselect()
            editor.end(False)
    elif isinstance(editor, CellText):
        editor.setPlainText(text)
        if is_chosen:
            editor.selectAll()
        else:
            editor.moveCursor(QTextCursor.MoveOperation.End)


def place_bubble(editor: QWidget) -> None:
    """Put the line that says how a text is read below its editor, above it where there is no room."""
    bubble = getattr(editor, "bubble", None)
    parent = editor.parentWidget()
    if not isinstance(bubble, QLabel) or parent is None:
        return
    bubble.setMaximumWidth(max(LEAST_WIDE_PX, parent.width() - 8))
    bubble.adjustSize()
    below = editor.geometry().bottomLeft() + QPoint(0, 2)
    fits = below.y() + bubble.height() <= parent.height()
    top = below.y() if fits else editor.geometry().top() - bubble.height() - 2
    bubble.move(max(0, min(below.x(), parent.width() - bubble.width())), top)
    bubble.raise_()
