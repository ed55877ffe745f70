"""Several units in one line, parted by 、: typed by name, short name, alias or pinyin initials, or pasted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLabel, QLineEdit

from ledger_app.domain.roster import fold_name
from ledger_app.domain.task import OwnerRole
from ledger_app.services.owners import OwnerChoice
from ui.unit_picker import UnitName

_BREAK = re.compile(r"[、，,；;\n\t]+|\s{2,}")
_KNOWN_BREAK = "\u3000"
_MOST_OFFERED = 12
_COMMIT_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class UnitsEdit(QLineEdit):
    """A line of units with a list of those that match what is being typed.

    `reading` is the label under it, which the form puts in its place: it names those that the roster does not know.
    """

    def __init__(self, name: str, label: str) -> None:
        """Begin with no units to choose from; `set_units` fills it."""
        super().__init__()
        self._units: list[UnitName] = []
        self._ids: dict[str, int] = {}
        self._label = label
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setPlaceholderText("名称、简称或拼音首字母，几个单位用顿号隔开")
        self.reading = QLabel()
        self.reading.setObjectName(f"{name}_reading")
        self.reading.setProperty("role", "secondary")
        self.reading.setWordWrap(True)
        self.reading.hide()
        self._offered = QStringListModel(self)
        self._list = QCompleter(self._offered, self)
        self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list.setWidget(self)
        self._list.activated.connect(self._take)
        popup = self._list.popup()
        if popup is not None:
            popup.setProperty("role", "popup")
        self.textEdited.connect(self._offer)
        self.textChanged.connect(self._read)
        self.editingFinished.connect(self._settle)

    def set_units(self, units: Sequence[UnitName]) -> None:
        """Offer these units."""
        self._units = list(units)
        found: dict[str, set[int]] = {}
        for unit in units:
            for name in (unit.shown, *unit.known_by.split(_KNOWN_BREAK), *unit.known_by.split()):
                found.setdefault(fold_name(name), set()).add(unit.unit_id)
        self._ids = {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}
        self._read()

    def choices(self, role: OwnerRole) -> tuple[OwnerChoice, ...]:
        """Return the owners that are written here, each once; names outside the roster go in as written."""
        found: dict[str, OwnerChoice] = {}
        for name in self._names():
            unit_id = self._ids.get(fold_name(name))
            choice = OwnerChoice(role, unit_id) if unit_id is not None else OwnerChoice(role, raw=name)
            found.setdefault(str(unit_id or name), choice)
        return tuple(found.values())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter and Tab take what is chosen in the list, so that they do not leave the field."""
        popup = self._list.popup()
        if popup is not None and popup.isVisible() and event.key() in _COMMIT_KEYS:
            row = max(popup.currentIndex().row(), 0)
            self._take(self._offered.stringList()[row])
            popup.hide()
            event.accept()
            return
        super().keyPressEvent(event)

    def _names(self) -> list[str]:
        return [name.strip() for name in _BREAK.split(self.text()) if name.strip()]

    def _offer(self) -> None:
        """Show the units that match the name at the cursor."""
        start, end = self._span()
        typed = self.text()[start:end].strip().lower()
        others = _BREAK.split(f"{self.text()[:start]}、{self.text()[end:]}")
        taken = {self._ids.get(fold_name(name)) for name in others}
        matches = [
            unit.shown for unit in self._units if typed and typed in unit.known_by.lower() and unit.unit_id not in taken
        ]
        self._offered.setStringList(matches[:_MOST_OFFERED])
        popup = self._list.popup()
        if matches and popup is not None:
            self._list.complete()
            popup.setCurrentIndex(self._offered.index(0, 0))
        elif popup is not None:
            popup.hide()

    def _take(self, shown: str) -> None:
        """Put a unit in place of the name at the cursor."""
        start, end = self._span()
        tail = self.text()[end:].lstrip("、，,；; ")
        text = f"{self.text()[:start]}{shown}、"
        self.setText(text + tail)
        self.setCursorPosition(len(text))

    def _span(self) -> tuple[int, int]:
        """Return where the name at the cursor begins and ends."""
        at, text = self.cursorPosition(), self.text()
        start = max((text.rfind(mark, 0, at) for mark in "、，,；;"), default=-1) + 1
        ends = [found for mark in "、，,；;" if (found := text.find(mark, at)) >= 0]
        return start, min(ends, default=len(text))

    def _settle(self) -> None:
        """Write initials and aliases out as the units they mean; while the field is in use they stay as typed."""
        if self.hasFocus():
            return
        shown = {unit.unit_id: unit.shown for unit in self._units}
        names = [shown.get(self._ids.get(fold_name(name), 0), name) for name in self._names()]
        text = "、".join(dict.fromkeys(names))
        if text != self.text():
            self.setText(text)

    def _read(self) -> None:
        unknown = [name for name in self._names() if fold_name(name) not in self._ids] if self._units else []
        self.reading.setText(
            f"单位名册里没有：{'、'.join(unknown)}（保存后原样登记，可在任务里认领）" if unknown else ""
        )
        if self.reading.parentWidget() is not None:
            self.reading.setVisible(bool(unknown))
