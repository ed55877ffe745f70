"""打印: papers about the chosen tasks, or about one unit, as entries of a menu; each opens its preview on 报表."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QMenu, QPushButton

from ui.entry_button import add_entry, entry_button
from ui.places import Place
from ui.workspace import Workspace

TASK_PAPERS = ("slip", "letter", "chase", "closing", "extension", "unit", "evidence")
UNIT_PAPERS = ("unit", "slip", "letter", "chase")


def add_task_papers(menu: QMenu, workspace: Workspace, task_ids: Sequence[int]) -> QMenu:
    """Put a menu of the papers about tasks at the end of another; return it."""
    papers = menu.addMenu(f"打印（{len(task_ids)} 项）" if len(task_ids) > 1 else "打印")
    papers.setObjectName("print_tasks_menu")
    papers.menuAction().setObjectName("print_tasks")
    _fill_tasks(papers, workspace, task_ids)
    papers.setEnabled(bool(task_ids))
    return papers


def task_papers_button(workspace: Workspace, chosen: Callable[[], Sequence[int]]) -> QPushButton:
    """Return a button with a menu of the papers about tasks; `chosen` says which when it opens."""
    button = entry_button("print_task")
    button.setIcon(workspace.look.icon("print"))
    menu = QMenu(button)
    menu.setObjectName("print_task_menu")

    def fill() -> None:
        menu.clear()
        _fill_tasks(menu, workspace, chosen())

    menu.aboutToShow.connect(fill)
    button.setMenu(menu)
    return button


def unit_papers_button(workspace: Workspace, chosen: Callable[[], int | None]) -> QPushButton:
    """Return a button with a menu of the papers for a unit; `chosen` says which."""
    button = entry_button("print_unit")
    button.setIcon(workspace.look.icon("print"))
    menu = QMenu(button)
    menu.setObjectName("print_unit_menu")

    def show(kind: str) -> None:
        unit_id = chosen()
        if unit_id is not None:
            workspace.open_place(Place("reports", report_kind=kind, unit_id=unit_id))

    for kind in UNIT_PAPERS:
        add_entry(menu, f"print_unit_{kind}", partial(show, kind))
    button.setMenu(menu)
    return button


def _fill_tasks(menu: QMenu, workspace: Workspace, task_ids: Sequence[int]) -> None:
    ids = tuple(task_ids)
    for kind in TASK_PAPERS:
        place = Place("reports", report_kind=kind, task_ids=ids)
        add_entry(menu, f"print_tasks_{kind}", partial(workspace.open_place, place))
