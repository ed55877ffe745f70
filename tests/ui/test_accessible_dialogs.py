"""The dialogs that acts open: every control has an object name and a Chinese name, and the keyboard reaches it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QTableView
from shiboken6 import isValid

from tests.ui.conftest import Settle
from tests.ui.test_accessible import _ours, _says
from ui.actions import PAGES, Act
from ui.app import ApplicationWindow
from ui.pages.ledger import LedgerPage
from ui.pages.units import UnitsPage

CHINESE = re.compile(r"[\u4e00-\u9fff]")
DIALOGS = (
    Act.CUTOFF,
    Act.JOURNAL,
    Act.NEW_TASK,
    Act.SHORTCUTS,
    Act.COMMANDS,
    Act.EXPORT,
    Act.SPLIT_TASK,
    Act.ROLL_OVER,
    Act.FILTERS,
    Act.ISSUE_SLIP,
    Act.EXPECTED_EVIDENCE,
    Act.PACK_EVIDENCE,
    Act.RECENT,
)
# Tab of the detail pane -> the buttons in it that open a form.
FORMS_OF_TABS = {
    "supervision": ("extension_request", "verification_add", "closing_asked", "slip_issue"),
    "deadlines": ("deadline_add", "milestone_add", "turns_rule"),
    "evidence": ("expected_add",),
    "basic": ("source_add_other",),
}
# Tab of the page 单位 -> the buttons in it that open a form.
FORMS_OF_UNITS = {
    0: ("units_new", "unit_merge", "unit_close"),
    1: ("units_new_group", "group_edit", "group_history_open"),
    2: ("posts_first",),
    3: ("returns_chase", "returns_send_back"),
    4: ("slips_first", "slips_first_late"),
}


def _open(window: ApplicationWindow, settle: Settle, act: Act) -> QDialog:
    window.actions_[Act.GO_LEDGER].trigger()
    settle()
    window.actions_[act].trigger()
    settle()
    (found,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
    return found


@pytest.mark.parametrize("act", DIALOGS)
def test_every_control_of_a_dialog_is_named_and_reached(opened: ApplicationWindow, settle: Settle, act: Act) -> None:
    assert _faults(_open(opened, settle, act), settle) == []


@pytest.mark.parametrize("tab", FORMS_OF_TABS)
def test_every_control_of_the_forms_of_a_task_is_named_and_reached(
    opened: ApplicationWindow, settle: Settle, tab: str
) -> None:
    opened.actions_[Act.GO_LEDGER].trigger()
    settle()
    page = opened.page
    assert isinstance(page, LedgerPage)
    page.grid.selectRow(2)
    settle()
    page.detail.show_tab(tab)
    settle()
    assert _forms_faults(opened, settle, FORMS_OF_TABS[tab]) == []


@pytest.mark.parametrize("tab", FORMS_OF_UNITS)
def test_every_control_of_the_forms_of_units_is_named_and_reached(
    opened: ApplicationWindow, settle: Settle, tab: int
) -> None:
    opened.actions_[Act.GO_UNITS].trigger()
    settle()
    page = opened.page
    assert isinstance(page, UnitsPage)
    page.tabs.setCurrentIndex(tab)
    settle()
    for table in page.tabs.currentWidget().findChildren(QTableView):
        if table.isVisible() and table.model().rowCount():
            table.selectRow(0)
    settle()
    assert _forms_faults(opened, settle, FORMS_OF_UNITS[tab]) == []


def _forms_faults(window: ApplicationWindow, settle: Settle, buttons: Sequence[str]) -> list[str]:
    """Open what buttons open, one after the other; return what is wrong with each."""
    found = []
    for name in buttons:
        button = next((one for one in window.findChildren(QPushButton, name) if one.isVisible()), None)
        assert button is not None, f"no {name}"
        button.click()
        settle()
        (dialog,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
        found += [f"{name}: {fault}" for fault in _faults(dialog, settle)]
    return found


def _faults(dialog: QDialog, settle: Settle) -> list[str]:
    """Return the controls of a dialog without a name, words or the keyboard; Esc closes it."""
    controls = [one for one in _ours(dialog) if one.isVisible()]
    assert controls
    assert CHINESE.search(dialog.windowTitle())
    found = [f"nameless {type(one).__name__}" for one in controls if not one.objectName()]
    found += [f"speechless {one.objectName()}" for one in controls if not _says(one, dialog)]
    enabled = [one for one in controls if one.isEnabled()]
    found += [f"deaf {one.objectName()}" for one in enabled if one.focusPolicy() == Qt.FocusPolicy.NoFocus]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    is_left = not isValid(dialog) or not dialog.isVisible()
    if not is_left:
        found.append("Esc does not leave it")
        dialog.reject()
    settle()
    return found


@pytest.mark.parametrize("act", [*PAGES, Act.GO_RETURNS, Act.GO_SLIPS])
def test_names_are_chinese(opened: ApplicationWindow, settle: Settle, act: Act) -> None:
    opened.actions_[act].trigger()
    settle()
    page = opened.page
    assert page is not None
    names = {one.objectName(): one.accessibleName() for one in _ours(page) if one.accessibleName()}
    foreign = [f"{key} {name}" for key, name in names.items() if not CHINESE.search(name) and not name.isdigit()]
    assert foreign == []
