"""The row above the grid: which list, which groups, chips of lights, find, columns, new task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QWidget

from ledger_app.domain.tones import Light, sign_of, tone_of
from ui.actions import Act, Actions
from ui.entry_button import add_entry, entry_button
from ui.look import Look
from ui.models.columns import Column
from ui.models.task_lists import CHIPS, GROUPINGS, READY_LISTS, counted
from ui.pages.page import push_button
from ui.views.chips import FilterChip

FIND_DELAY_MS = 200
# Ways to word the row, the longest first: letters of a name, whether buttons say what they are, and 新任务 its name.
_WORDINGS = ((12, True, True), (12, False, True), (12, False, False), (6, False, False), (4, False, False))
LEAST_PX = 720


class LedgerHead(QWidget):
    """Says what the clerk wants to see; lists nothing itself.

    Signals:
        list_chosen: a ready-made list (its key).
        group_chosen: what to group by (its field, "" for none).
        fold_wanted: all groups folded or unfolded.
        filter_changed: another chip, or other words to find.
    """

    list_chosen = Signal(str)
    group_chosen = Signal(str)
    fold_wanted = Signal(bool)
    filter_changed = Signal()

    def __init__(self, look: Look, actions: Actions) -> None:
        """Make the row."""
        super().__init__()
        self._look = look
        self._names = ("", "")
        self.setObjectName("ledger_head")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self.list_button = entry_button("ledger_list")
        self.group_button = entry_button("ledger_group")
        for button in (self.list_button, self.group_button):
            button.setMenu(QMenu(button))
        self._row.addWidget(self.list_button)
        self._row.addWidget(self.group_button)
        self.chips: dict[str, FilterChip] = {}
        for key, word, _ in CHIPS:
            chip = FilterChip(look, f"chip_{key}", word)
            chip.clicked.connect(lambda _checked=False, key=key: self._on_chip(key))
            self.chips[key] = chip
            self._row.addWidget(chip)
        self._row.addStretch(1)
        self._make_find_box()
        self.column_button = entry_button("ledger_columns")
        self.column_button.setIcon(look.icon("columns"))
        self.column_button.setAccessibleName("列和行高")
        self.new_button = action_button(actions, Act.NEW_TASK, "ledger_new")
        self.new_button.setIcon(look.icon("add"))
        self._new_text = self.new_button.text()
        self._row.addWidget(self.column_button)
        self.export_button = action_button(actions, Act.EXPORT, "ledger_export", "flat")
        self.export_button.setText("")
        self.export_button.setIcon(look.icon("save"))
        self._row.addWidget(self.export_button)
        look.changed.connect(self._set_icons)
        self._row.addWidget(self.new_button)

    @property
    def search(self) -> str:
        """Return the words to find."""
        return self.find_box.text().strip()

    @property
    def lights(self) -> tuple[str, ...]:
        """Return the states that the pressed chip stands for, none without one."""
        return tuple(value for key, _, values in CHIPS if self.chips[key].isChecked() for value in values)

    def show_names(self, list_name: str, group: str) -> None:
        """Write the names of the list or view and of the grouping ("" for none) on their buttons."""
        self._names = (list_name, group)
        self._write_names()
        self.list_button.setToolTip(f"现在看的是“{list_name}”；换一个列表或视图，保存现在的样子")

    @property
    def chip(self) -> str:
        """Return the key of the pressed chip, "" for none."""
        return next((key for key, chip in self.chips.items() if chip.isChecked()), "")

    def press_chip(self, pressed: str) -> None:
        """Press one chip, "" for none, telling nobody."""
        for key, chip in self.chips.items():
            chip.setChecked(key == pressed)

    def show_counts(self, lights: Mapping[str, int]) -> None:
        """Write on each chip how many tasks it stands for."""
        for key, _, values in CHIPS:
            self.chips[key].show_count(counted(lights, values))
        self._write_names()

    def show_scheme(self, scheme: str) -> None:
        """Give the chips the colours of the ledger's scheme."""
        for key, _, values in CHIPS:
            light = Light(values[0])
            tone = tone_of(light, scheme)
            self.chips[key].show_tone(tone, sign_of(tone, is_done=light.is_done))

    def minimumSizeHint(self) -> QSize:
        """Return the room that the row takes when it says least; what it says now follows the window."""
        return QSize(LEAST_PX, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Save room on narrow windows and at high magnification."""
        super().resizeEvent(event)
        self._write_names()

    def _set_icons(self) -> None:
        for button, name in ((self.column_button, "columns"), (self.export_button, "save"), (self.new_button, "add")):
            button.setIcon(self._look.icon(name))

    def _write_names(self) -> None:
        """Say as much as there is room for: the buttons say less, then the names are shortened; no chip is cut."""
        for longest, is_full, has_verb in _WORDINGS:
            self._word(longest, is_full=is_full, has_verb=has_verb)
            if self._row.minimumSize().width() <= self.width():
                return

    def _word(self, longest: int, *, is_full: bool, has_verb: bool) -> None:
        name, group = (_short(text, longest) for text in self._names)
        self.column_button.setText("列" if is_full else "")
        self.new_button.setText(self._new_text if has_verb else "")
        self._row.setSpacing(8 if is_full else 4)
        self.list_button.setText(f"视图：{name} ▾" if is_full else f"{name} ▾")
        grouped = f"分组：{group} ▾" if is_full else f"{group} ▾"
        self.group_button.setText(grouped if group else "分组 ▾")
        for button in (self.list_button, self.group_button):
            button.setMinimumWidth(button.sizeHint().width())

    def find_words(self, words: str) -> None:
        """Write words to find into their field, telling nobody."""
        self.find_box.blockSignals(True)
        self.find_box.setText(words)
        self.find_box.blockSignals(False)
        self._timer.stop()

    def clear_filter(self) -> None:
        """Release the chips and forget the words, telling nobody."""
        self.find_words("")
        for chip in self.chips.values():
            chip.setChecked(False)

    def fill_list_menu(self, menu: QMenu, chosen: str) -> None:
        """Put the ready-made lists into a menu; `chosen` is the key of the one that is shown, "" for none."""
        for one in READY_LISTS:
            action = add_entry(menu, "list", key=one.key, text=one.name)
            action.setCheckable(True)
            action.setChecked(one.key == chosen)
            action.triggered.connect(lambda _checked=False, key=one.key: self.list_chosen.emit(key))

    def fill_group_menu(self, menu: QMenu, columns: Sequence[Column], chosen: str) -> None:
        """Put what tasks can be grouped by into a menu: the usual groupings, then the other columns."""
        usual = list(GROUPINGS.items())
        more = [(one.field, one.heading) for one in columns if one.can_group and one.field not in GROUPINGS]
        for place, (field, word) in enumerate([*usual, *more]):
            if place == len(usual):
                menu.addSeparator()
            action = add_entry(menu, "group", key=field or "none", text=word)
            action.setCheckable(True)
            action.setChecked(field == chosen)
            action.triggered.connect(lambda _checked=False, field=field: self.group_chosen.emit(field))
        menu.addSeparator()
        for name, is_folded in (("group_fold", True), ("group_unfold", False)):
            add_entry(menu, name, partial(self.fold_wanted.emit, is_folded)).setEnabled(bool(chosen))

    def _make_find_box(self) -> None:
        self.find_box = QLineEdit()
        self.find_box.setObjectName("ledger_find")
        self.find_box.setAccessibleName("在本页查找")
        self.find_box.setPlaceholderText("在本页查找  Ctrl+F")
        self.find_box.setClearButtonEnabled(True)
        self.find_box.setMaximumWidth(180)
        self._row.addWidget(self.find_box)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FIND_DELAY_MS)
        self._timer.timeout.connect(self.filter_changed)
        self.find_box.textChanged.connect(lambda _text: self._timer.start())

    def _on_chip(self, pressed: str) -> None:
        """Release the other chips: one question at a time."""
        for key, chip in self.chips.items():
            if key != pressed:
                chip.setChecked(False)
        self.filter_changed.emit()


def _short(name: str, longest: int) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1]}…"


def action_button(actions: Actions, act: Act, name: str, kind: str = "") -> QPushButton:
    """Return a page's button for an act; it follows whether the act is possible."""
    action = actions[act]
    button = push_button(action.iconText(), name, kind, action.toolTip())
    button.clicked.connect(action.trigger)
    action.enabledChanged.connect(button.setEnabled)
    button.setEnabled(action.isEnabled())
    return button
