"""The menus of the ledger page: lists and views, groups, one column, all columns, the chosen tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from ui.actions import Act
from ui.entry_button import add_entry
from ui.indicator_linking import link_tasks_to_indicators
from ui.print_menu import add_task_papers
from ui.views.column_menu import ColumnActs, fill_column_menu, fill_grid_menu

if TYPE_CHECKING:
    from ui.pages.ledger import LedgerPage


class LedgerMenus(QObject):
    """Makes the menus when they are opened, from what the page shows then."""

    def __init__(self, page: LedgerPage) -> None:
        """Join the menus to the page's buttons and grid."""
        super().__init__(page)
        self._page = page
        bar, grid = page.bar, page.grid
        bar.column_button.setMenu(QMenu(bar.column_button))
        for button, fill in (
            (bar.list_button, self._fill_lists),
            (bar.group_button, self._fill_groups),
            (bar.column_button, self._fill_columns),
        ):
            button.menu().aboutToShow.connect(fill)
        grid.menu_wanted.connect(self._show_tasks)
        grid.column_menu_wanted.connect(self.show_column)

    def show_column(self, number: int, point: QPoint) -> None:
        """Show the menu of a column at a global point."""
        page = self._page
        menu = self._made("column_menu")
        acts = ColumnActs(page.grid.want_filter, lambda field: page.filters.put(field, None), page.group_by)
        fill_column_menu(menu, page.grid, page.model, number, acts)
        menu.popup(point)

    def _fill_lists(self) -> None:
        menu = self._page.bar.list_button.menu()
        menu.clear()
        self._page.bar.fill_list_menu(menu, self._page.shown_list)
        menu.addSeparator()
        menu.addAction(self._page.actions_[Act.FILTERS])
        menu.addSeparator()
        self._page.views.fill_menu(menu)

    def _fill_groups(self) -> None:
        menu = self._page.bar.group_button.menu()
        menu.clear()
        self._page.bar.fill_group_menu(menu, self._page.model.columns, self._page.model.query.group_by or "")

    def _fill_columns(self) -> None:
        fill_grid_menu(self._page.bar.column_button.menu(), self._page.grid)

    def _show_tasks(self, point: QPoint) -> None:
        """Show what can be done with the chosen tasks."""
        page = self._page
        menu = self._made("task_menu")
        menu.addAction(page.actions_[Act.FILE_PROGRESS])
        menu.addAction(page.actions_[Act.ISSUE_SLIP])
        menu.addAction(page.actions_[Act.ADD_EVIDENCE])
        count = len(page.grid.chosen_tasks())
        same = add_entry(menu, "menu_no_change", page.file_no_change, text=f"登记“本月无变化”（{count} 项）")
        same.setEnabled(not page.workspace.is_read_only)
        tasks = page.grid.chosen_tasks()
        link = add_entry(menu, "menu_indicator", lambda: link_tasks_to_indicators(page, page.workspace, tasks))
        link.setEnabled(not page.workspace.is_read_only)
        menu.addSeparator()
        page.cells.fill_menu(menu)
        menu.addSeparator()
        add_task_papers(menu, page.workspace, page.grid.chosen_tasks())
        menu.addAction(page.actions_[Act.EXPORT])
        menu.addAction(page.actions_[Act.SPLIT_TASK])
        menu.addAction(page.actions_[Act.DELETE_TASK])
        menu.popup(point)

    def _made(self, name: str) -> QMenu:
        menu = QMenu(self._page)
        menu.setObjectName(name)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu
