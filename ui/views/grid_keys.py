"""The keys of the grid: they move and edit as in Excel, and name what the page does to the chosen cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView

from ui.clipboard import files_in
from ui.models.task_table_model import TaskTableModel

if TYPE_CHECKING:
    from ui.views.task_grid import TaskGrid

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TAB = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_VERBS = {
    (Qt.KeyboardModifier.NoModifier, Qt.Key.Key_Delete): "clear",
    (CTRL, Qt.Key.Key_D): "fill_down",
    (CTRL, Qt.Key.Key_Semicolon): "today",
    (CTRL, Qt.Key.Key_Apostrophe): "copy_above",
    (CTRL | SHIFT, Qt.Key.Key_R): "fill_right",
    (CTRL | SHIFT, Qt.Key.Key_H): "replace",
    (CTRL | SHIFT, Qt.Key.Key_C): "copy_with_head",
}
_ACTION = QAbstractItemView.CursorAction
EDGE_KEYS = {
    _ACTION.MoveHome: Qt.Key.Key_Home,
    _ACTION.MoveEnd: Qt.Key.Key_End,
    _ACTION.MoveUp: Qt.Key.Key_Up,
    _ACTION.MoveDown: Qt.Key.Key_Down,
    _ACTION.MoveLeft: Qt.Key.Key_Left,
    _ACTION.MoveRight: Qt.Key.Key_Right,
}
MOVES = frozenset(EDGE_KEYS.values())
_ACTIONS = {key: action for action, key in EDGE_KEYS.items()} | {
    Qt.Key.Key_PageUp: _ACTION.MovePageUp,
    Qt.Key.Key_PageDown: _ACTION.MovePageDown,
}


class GridKeys:
    """Takes the keys that mean something else in a table of tasks than in Qt's own."""

    def __init__(self, grid: TaskGrid, model: TaskTableModel) -> None:
        """Serve a grid."""
        self._grid, self._tasks = grid, model

    def take(self, event: QKeyEvent) -> bool:
        """Do what a key means here; say whether it means anything."""
        verb = verb_of(event)
        if verb:
            self._grid.key_pressed.emit(verb)
            return True
        return self._take_group_key(event) or self._take_cell_key(event)

    def _take_group_key(self, event: QKeyEvent) -> bool:
        """Open a filter or a menu, fold a group; say whether the key was one of these."""
        index, key = self._grid.currentIndex(), Qt.Key(event.key())
        group = self._tasks.group_at(index.row()) if index.isValid() else None
        if event.modifiers() & _ALT and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._open_below_heading(index, is_filter=key == Qt.Key.Key_Down)
        elif group is not None and key in (Qt.Key.Key_Left, Qt.Key.Key_Right, *_ENTER):
            turned = not self._tasks.is_folded(group.key)
            wished = {Qt.Key.Key_Left: True, Qt.Key.Key_Right: False}.get(key, turned)
            self._tasks.set_folded(group.key, wished)
        else:
            return False
        return True

    def _take_cell_key(self, event: QKeyEvent) -> bool:
        """Move to another cell, edit it, choose rows and columns; say whether the key was one of these."""
        grid, key, modifiers = self._grid, Qt.Key(event.key()), event.modifiers()
        step = -1 if modifiers & SHIFT or key == Qt.Key.Key_Backtab else 1
        if modifiers & SHIFT and key in _ACTIONS:
            grid.cursor_.extend_to(grid.moveCursor(_ACTIONS[key], modifiers & ~SHIFT))
        elif key in _TAB and modifiers & CTRL:
            grid.leave(is_next=step > 0)
        elif key in _ENTER and modifiers & _ALT:
            grid.open_at(grid.currentIndex())
        elif key in _ENTER:
            grid.cursor_.step(0, step)
        elif key in _TAB:
            grid.cursor_.step(step, 0)
        elif key in (Qt.Key.Key_F2, Qt.Key.Key_Backspace):
            grid.edit_cell(grid.currentIndex(), None if key == Qt.Key.Key_F2 else "")
        elif key == Qt.Key.Key_Space and modifiers & (SHIFT | CTRL):
            (grid.cursor_.choose_rows if modifiers & SHIFT else grid.cursor_.choose_columns)()
        else:
            return False
        return True

    def _open_below_heading(self, index: QModelIndex, *, is_filter: bool) -> None:
        """Open the filter, or the menu, of the column that has the cursor."""
        number = index.column() if index.isValid() else self._grid.layout_.shown()[0]
        if is_filter and self._tasks.columns[number].filter_kind != "none":
            self._grid.want_filter(number)
        else:
            self._grid.want_menu(number)


def verb_of(event: QKeyEvent) -> str:
    """Return what a key does to the chosen cells, "" for other keys."""
    if event.matches(QKeySequence.StandardKey.Copy):
        return "copy"
    if event.matches(QKeySequence.StandardKey.Cut):
        return "cut"
    if event.matches(QKeySequence.StandardKey.Paste):
        offered = QGuiApplication.clipboard().mimeData()
        # Files that were copied are evidence, and the window's.
        return "paste" if _has_text(offered) and not files_in(offered) else ""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return _VERBS.get((modifiers, Qt.Key(event.key())), "")


def _has_text(offered: QMimeData | None) -> bool:
    """Say whether a clipboard holds text; one that was cleared comes as None, whatever Qt's types say."""
    return offered is not None and offered.hasText()
