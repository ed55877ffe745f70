"""Choose a unit by typing: full name, short name, alias or pinyin initials."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, QStringListModel, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit

from ledger_app.domain.unit import Unit, UnitAlias
from ledger_app.ports import ReadSession

_SEPARATOR = "　"


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit with all it can be found by.

    Attributes:
        shown: short name, or the name; known_by: name, short name, aliases and initials, joined.
    """

    unit_id: int
    shown: str
    known_by: str


def read_unit_names(session: ReadSession) -> list[UnitName]:
    """Read the active units in the roster's order."""
    aliases: dict[int, list[str]] = {}
    for alias in session.of(UnitAlias).find():
        aliases.setdefault(alias.unit_id, []).append(alias.alias)
    units = sorted(session.of(Unit).find(active_to=None), key=lambda unit: (unit.sort, unit.id))
    return [
        UnitName(
            unit.id,
            unit.short_name or unit.name,
            _SEPARATOR.join(filter(None, [unit.name, unit.short_name, *aliases.get(unit.id, ()), unit.pinyin])),
        )
        for unit in units
    ]


class UnitPicker(QLineEdit):
    """A field with a list of units that match what is typed.

    Signals:
        picked: a unit was chosen (its id).
    """

    picked = Signal(int)

    def __init__(self, name: str, label: str) -> None:
        """Begin with no units; `set_units` fills it."""
        super().__init__()
        self._units: list[UnitName] = []
        self.unit_id: int | None = None
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setPlaceholderText("输入名称、简称或拼音首字母")
        self._strings = QStringListModel(self)
        self._completer = QCompleter(_Matching(self._strings, self), self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.activated[QModelIndex].connect(self._on_activated)  # type: ignore[index]
        popup = self._completer.popup()
        if popup is not None:
            popup.setProperty("role", "popup")
        self.setCompleter(self._completer)
        self.textEdited.connect(self._on_edited)
        self.returnPressed.connect(self._on_return)

    def set_units(self, units: Sequence[UnitName]) -> None:
        """Offer these units."""
        self._units = list(units)
        self._strings.setStringList([unit.shown for unit in units])
        model = self._completer.model()
        if isinstance(model, _Matching):
            model.known_by = [unit.known_by.lower() for unit in units]
            model.set_text("")

    def pick(self, unit_id: int | None) -> None:
        """Choose a unit, or none."""
        self.unit_id = unit_id
        self.setText(next((unit.shown for unit in self._units if unit.unit_id == unit_id), ""))

    def _on_edited(self, text: str) -> None:
        model = self._completer.model()
        if isinstance(model, _Matching):
            model.set_text(text)
        exact = [unit for unit in self._units if text.strip() in unit.known_by.split(_SEPARATOR)]
        self.unit_id = exact[0].unit_id if len(exact) == 1 else None

    def _on_activated(self, index: QModelIndex) -> None:
        unit = next((one for one in self._units if one.shown == index.data()), None)
        if unit is not None:
            self.pick(unit.unit_id)
            self.picked.emit(unit.unit_id)

    def _on_return(self) -> None:
        model = self._completer.model()
        if self.unit_id is None and model.rowCount() == 1:
            self._on_activated(model.index(0, 0))
        elif self.unit_id is not None:
            self.picked.emit(self.unit_id)


class _Matching(QSortFilterProxyModel):
    """Lets through the units whose names, aliases or initials hold the typed text."""

    def __init__(self, source: QStringListModel, parent: UnitPicker) -> None:
        super().__init__(parent)
        self.known_by: list[str] = []
        self._text = ""
        self.setSourceModel(source)

    def set_text(self, text: str) -> None:
        self._text = text.strip().lower()
        self.invalidate()

    def filterAcceptsRow(self, row: int, _parent: object) -> bool:
        return not self._text or (row < len(self.known_by) and self._text in self.known_by[row])
