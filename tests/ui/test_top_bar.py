"""The bar on top: one marked button a page."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Settle
from ui.actions import Act
from ui.app import ApplicationWindow

# Pages where the bar's own button is the one that is marked.
_BY_THE_BAR = {Act.GO_WORKBENCH, Act.GO_LEDGER, Act.GO_PLANS, Act.GO_EVIDENCE, Act.GO_SETTINGS}


@pytest.mark.parametrize(
    "act",
    [*sorted(_BY_THE_BAR, key=lambda one: one.value), Act.GO_REPORTS, Act.GO_UNITS, Act.GO_RETURNS, Act.GO_SLIPS],
)
def test_a_page_has_one_marked_button(opened: ApplicationWindow, settle: Settle, act: Act) -> None:
    opened.actions_[act].trigger()
    settle()
    page = opened.page
    assert page is not None
    bar = opened.top_bar.findChild(QPushButton, "bar_import_plan")
    assert bar is not None
    assert (bar.property("kind") == "primary") is (act in _BY_THE_BAR)
    if act is not Act.GO_LEDGER:  # the pane beside the list has a form of its own
        marked = [one for one in opened.findChildren(QPushButton) if one.property("kind") == "primary"]
        shown = [one.objectName() for one in marked if one.isVisible()]
        assert len(shown) <= 1, shown


def test_without_a_ledger_the_first_page_marks_its_own(qtbot: QtBot, window: ApplicationWindow) -> None:
    bar = window.top_bar.findChild(QPushButton, "bar_import_plan")
    assert bar is not None
    assert bar.property("kind") == ""
