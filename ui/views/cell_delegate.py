"""Editing in the cells of the grid: which editor, where it stands, and what its keys mean, as in Excel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QApplication, QLineEdit, QStyleOptionViewItem, QWidget

from ledger_app.intake.typed_deadline import Basis
from ledger_app.services.cell_fields import hint_of
from ui.look import Look
from ui.models.columns import GridRow
from ui.models.task_table_model import ROW_ROLE, TaskTableModel
from ui.unit_picker import UnitName
from ui.views.cell_editors import (
    LEAST_WIDE_PX,
    CellChoice,
    CellText,
    make_editor,
    place_bubble,
    text_in,
    write_into,
)
from ui.views.task_delegate import TaskDelegate

if TYPE_CHECKING:
    from ui.views.task_grid import TaskGrid

Index = QModelIndex | QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TAB = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_ARROWS = {
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
}


class CellDelegate(TaskDelegate):
    """Paints cells, and opens editors in those that can be changed.

    Signals:
        typed: a text was given for a cell (task id, column number, text, whether all chosen cells of the column get
            it).
    """

    typed = Signal(object, int, str, bool)

    def __init__(self, look: Look, grid: TaskGrid, scheme: str, model: TaskTableModel) -> None:
        """Edit the cells of a grid; `set_sources` says where units and days come from."""
        super().__init__(look, grid, scheme)
        self._grid, self._tasks = grid, model
        self._units: Callable[[], Sequence[UnitName]] = tuple
        self._basis: Callable[[], Basis] | None = None
        self._is_for_all = False
        self.is_overwriting = False  # opened by typing: the arrow keys leave the editor

    def set_sources(self, units: Callable[[], Sequence[UnitName]], basis: Callable[[], Basis]) -> None:
        """Say which units editors offer, and what typed days are read against."""
        self._units, self._basis = units, basis

    def createEditor(self, _parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget | None:  # type: ignore[override]
        """Make the editor of a column, in the view that paints the cell."""
        field = self._tasks.cell_field(index.column())
        if field is None or self._basis is None:
            return None
        parent = self._grid.view_of(index).viewport()
        basis = self._basis()
        row = index.data(ROW_ROLE)
        if isinstance(row, GridRow):
            facts = row.facts
            basis = replace(basis, issued=facts.issued, year=facts.plan_year or basis.year)
        edits = self._tasks.columns[index.column()].edits
        custom = {one.id: one for one in self._tasks.listing.custom}
        editor = make_editor(parent, field, hint_of(edits, custom), self._units(), lambda: basis, self._look)
        bubble = getattr(editor, "bubble", None)
        if bubble is not None:
            editor.destroyed.connect(bubble.deleteLater)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Fill the editor once: what is being typed is not overwritten when the row is read anew."""
        if not editor.property("filled") or not editor.hasFocus():
            editor.setProperty("filled", True)
            write_into(editor, str(index.data(Qt.ItemDataRole.EditRole) or ""), is_chosen=True)

    def setModelData(self, editor: QWidget, _model: QAbstractItemModel, index: Index) -> None:
        """Tell what was typed; nothing is told where it is what stood there."""
        task_id, text = self._tasks.task_id(index.row()), text_in(editor)
        is_same = text == str(index.data(Qt.ItemDataRole.EditRole) or "")
        if task_id is not None and (self._is_for_all or not is_same):
            self.typed.emit(task_id, index.column(), text, self._is_for_all)
        self._is_for_all = False

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Lay the editor over its cell, wider where the cell is narrow."""
        view = self._grid.view_of(index)
        box = QRect(option.rect)
        own = view.visualRect(index)
        box.setLeft(own.left())
        box.setWidth(own.width())
        is_long = isinstance(editor, CellText)
        wide = max(box.width(), LEAST_WIDE_PX if is_long else min(LEAST_WIDE_PX, 150))
        room = view.viewport().width()
        box.setWidth(min(wide, room))
        box.moveLeft(max(0, min(box.left(), room - box.width())))
        box.setHeight(max(box.height(), 30))
        editor.setGeometry(box)
        if isinstance(editor, CellText):
            editor.least_px = box.height()
            editor.textChanged.emit()
        place_bubble(editor)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Take the keys that end an editor; the list of an editor has them first."""
        if isinstance(event, QKeyEvent) and isinstance(editor, QLineEdit | CellText):
            if event.type() is QEvent.Type.ShortcutOverride and event.key() in (*_ENTER, *_TAB, *_ARROWS):
                event.accept()
                return False
            if event.type() is QEvent.Type.KeyPress:
                return self._take_key(editor, event)
        if event.type() is QEvent.Type.FocusOut and QApplication.activePopupWidget() is not None:
            return False  # a list or a calendar of the editor is no leaving
        return bool(super().eventFilter(editor, event))

    def _take_key(self, editor: QLineEdit | CellText, event: QKeyEvent) -> bool:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if getattr(editor, "has_list", False):
            return False
        has_shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if key in _ENTER and modifiers & Qt.KeyboardModifier.AltModifier:
            if isinstance(editor, CellText):
                editor.new_line()
            return True
        if key in _ENTER and modifiers & Qt.KeyboardModifier.ControlModifier:
            self._is_for_all = True
            self._end(editor, None)
            return True
        if key in _ENTER:
            self._end(editor, (0, -1 if has_shift else 1))
            return True
        if key in _TAB:
            self._end(editor, (-1 if key == Qt.Key.Key_Backtab or has_shift else 1, 0))
            return True
        if key == Qt.Key.Key_Escape:
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)
            return True
        is_plain = modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        leaves = is_plain and key in _ARROWS and self.is_overwriting and not isinstance(editor, CellChoice)
        if leaves:
            self._end(editor, _ARROWS[key])
        return leaves

    def _end(self, editor: QWidget, step: tuple[int, int] | None) -> None:
        """Give the text, close the editor and move the cursor."""
        if isinstance(editor, QLineEdit):
            editor.editingFinished.emit()  # units typed by initials are written out
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        self._grid.setFocus()
        if step is not None:
            self._grid.cursor_.step(*step)
