"""The menus of the grid: of one column, and of all columns and rows; whatever the mouse can do stands here too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QMenu

from ledger_app.domain.filter_tree import filtered_fields
from ledger_app.domain.grid import Sorting
from ledger_app.domain.view import MOST_FROZEN
from ui.dialogs.columns import ColumnsDialog
from ui.dialogs.form import FormDialog
from ui.entry_button import add_entry
from ui.models.task_table_model import TaskTableModel
from ui.number_field import NumberField
from ui.views.column_layout import ALWAYS_SHOWN, LEAST_PX, MOST_PX
from ui.views.grid_rows import ROW_WORDS
from ui.views.task_grid import TaskGrid


@dataclass(frozen=True, slots=True)
class ColumnActs:
    """What the page does for a column's menu: filter by a field, take its filter away, group by a field ("" = not)."""

    open_filter: Callable[[int], None]
    clear_filter: Callable[[str], None]
    group_by: Callable[[str], None]


def fill_grid_menu(menu: QMenu, grid: TaskGrid) -> None:
    """Fill the menu of all columns and rows."""
    menu.clear()
    layout = grid.layout_
    add_entry(menu, "columns_dialog", lambda: open_columns_dialog(grid))
    rows = menu.addMenu("行高")
    rows.setObjectName("rows_menu")
    for height, word in ROW_WORDS.items():
        action = add_entry(rows, "rows", partial(grid.set_row_height, height), key=height, text=word)
        action.setCheckable(True)
        action.setChecked(grid.row_height == height)
    frozen = menu.addMenu("冻结左侧列")
    frozen.setObjectName("frozen_menu")
    shown = layout.shown()
    for count in range(min(MOST_FROZEN, len(shown) - 1) + 1):
        text = f"到“{layout.columns[shown[count - 1]].heading}”（{count} 列）" if count else "不冻结"
        action = add_entry(frozen, "frozen", partial(layout.freeze, count), key=count, text=text)
        action.setCheckable(True)
        action.setChecked(layout.frozen == count)
    menu.addSeparator()
    add_entry(menu, "columns_fit", lambda: layout.fit(layout.shown()))
    add_entry(menu, "columns_fill", layout.fit_window)
    add_entry(menu, "columns_reset", layout.reset)


def fill_column_menu(menu: QMenu, grid: TaskGrid, model: TaskTableModel, number: int, acts: ColumnActs) -> None:
    """Fill the menu of one column."""
    column, layout, query = model.columns[number], grid.layout_, model.query
    name = column.field
    if name:
        add_entry(menu, "column_up", lambda: model.sort_by((Sorting(name),)))
        add_entry(menu, "column_down", lambda: model.sort_by((Sorting(name, descending=True),)))
        others = tuple(one for one in query.sorting if one.field != name)
        if others:
            add_entry(menu, "column_then_up", lambda: model.sort_by((*others, Sorting(name))))
            then_down = Sorting(name, descending=True)
            add_entry(menu, "column_then_down", lambda: model.sort_by((*others, then_down)))
        if len(others) < len(query.sorting):
            add_entry(menu, "column_unsort", lambda: model.sort_by(others))
        menu.addSeparator()
        if column.filter_kind != "none":
            add_entry(menu, "column_filter", lambda: acts.open_filter(number))
        if name in filtered_fields(query.conditions):
            add_entry(menu, "column_unfilter", lambda: acts.clear_filter(name))
        if column.can_group:
            is_grouped = query.group_by == name
            text = "取消分组" if is_grouped else "按此列分组"
            add_entry(menu, "column_group", lambda: acts.group_by("" if is_grouped else name), text=text)
        menu.addSeparator()
    else:
        note = menu.addAction("此列由程序写出，不能排序、筛选和分组")
        note.setObjectName("column_note")
        note.setEnabled(False)
        menu.addSeparator()
    shown = layout.shown()
    place = shown.index(number) if number in shown else -1
    text = "取消冻结" if layout.frozen == place + 1 else "冻结到这一列"
    at = 0 if layout.frozen == place + 1 else place + 1
    freeze = add_entry(menu, "column_freeze", lambda: layout.freeze(at), text=text)
    freeze.setEnabled(0 <= place < min(MOST_FROZEN, len(shown) - 1))
    add_entry(menu, "column_left", lambda: layout.move(number, -1)).setEnabled(place > 0)
    add_entry(menu, "column_right", lambda: layout.move(number, 1)).setEnabled(place < len(shown) - 1)
    add_entry(menu, "column_fit", lambda: layout.fit([number]))
    add_entry(menu, "column_width", lambda: _ask_width(grid, number))
    hide = add_entry(menu, "column_hide", lambda: layout.set_shown(number, is_shown=False))
    hide.setEnabled(column.key != ALWAYS_SHOWN)
    menu.addSeparator()
    add_entry(menu, "columns_dialog", lambda: open_columns_dialog(grid))


def open_columns_dialog(grid: TaskGrid) -> ColumnsDialog:
    """Open 列设置 for a grid."""
    dialog = ColumnsDialog(grid.window(), grid.layout_)
    dialog.open()
    return dialog


def _ask_width(grid: TaskGrid, number: int) -> None:
    dialog = FormDialog(grid.window(), "column_width_dialog", "列宽", "改变列宽")
    field = NumberField("column_width_px", "列宽（像素）", LEAST_PX, MOST_PX)
    field.show_value(grid.columnWidth(number))
    dialog.add_row(f"“{grid.layout_.columns[number].heading}”的宽度（像素）", field)
    dialog.on_accepted(lambda: grid.layout_.set_width(number, int(field.value())))
    dialog.open()
