"""The dialogs that acts open: every control has an object name and a Chinese name, and the keyboard reaches it."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from tests.ui.conftest import Settle
from tests.ui.test_accessible import _ours, _says
from ui.actions import PAGES, Act
from ui.app import ApplicationWindow

CHINESE = re.compile(r"[\u4e00-\u9fff]")
DIALOGS = (Act.CUTOFF, Act.JOURNAL, Act.NEW_TASK, Act.SHORTCUTS, Act.COMMANDS, Act.EXPORT, Act.SPLIT_TASK)


def _open(window: ApplicationWindow, settle: Settle, act: Act) -> QDialog:
    window.actions_[Act.GO_LEDGER].trigger()
    settle()
    window.actions_[act].trigger()
    settle()
    (found,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
    return found


@pytest.mark.parametrize("act", DIALOGS)
def test_every_control_of_a_dialog_is_named_and_reached(opened: ApplicationWindow, settle: Settle, act: Act) -> None:
    dialog = _open(opened, settle, act)
    controls = [one for one in _ours(dialog) if one.isVisible()]
    assert controls
    assert CHINESE.search(dialog.windowTitle())
    nameless = [type(one).__name__ for one in controls if not one.objectName()]
    speechless = [one.objectName() for one in controls if not _says(one, dialog)]
    deaf = [one.objectName() for one in controls if one.isEnabled() and one.focusPolicy() == Qt.FocusPolicy.NoFocus]
    dialog.reject()
    settle()
    assert (nameless, speechless, deaf) == ([], [], [])


@pytest.mark.parametrize("act", PAGES)
def test_names_are_chinese(opened: ApplicationWindow, settle: Settle, act: Act) -> None:
    opened.actions_[act].trigger()
    settle()
    page = opened.page
    assert page is not None
    names = {one.objectName(): one.accessibleName() for one in _ours(page) if one.accessibleName()}
    foreign = [f"{key} {name}" for key, name in names.items() if not CHINESE.search(name) and not name.isdigit()]
    assert foreign == []
