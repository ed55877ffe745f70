"""The keyboard all through: Tab in reading order, F6 from part to part, a whole job without the mouse."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from ledger_app.domain.progress import ProgressEntry
from tests.ui.conftest import Settle
from ui.actions import PAGES, Act
from ui.app import ApplicationWindow
from ui.window_parts import is_passed, stops_of, takes_keyboard

DIALOGS = (Act.CUTOFF, Act.JOURNAL, Act.NEW_TASK, Act.SHORTCUTS, Act.COMMANDS, Act.SPLIT_TASK)
MOST_STOPS = 400
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None, "the keyboard is nowhere"
    return found


def compose(text: str) -> None:
    """Give what has the keyboard a text as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(focus(), event)


def walk(qtbot: QtBot, first: QWidget) -> list[QWidget]:
    """Return where Tab stops, from a control on until it is back there; the cells of a table keep Tab to themselves."""
    first.setFocus()
    QApplication.processEvents()
    seen = [focus()]
    while len(seen) < MOST_STOPS:
        leaves = Qt.KeyboardModifier.ControlModifier if focus().objectName() == "task_grid" else NONE
        qtbot.keyClick(focus(), Qt.Key.Key_Tab, leaves)
        if focus() is seen[0]:
            return seen
        assert focus() not in seen, f"{focus().objectName()} comes twice: {[one.objectName() for one in seen]}"
        seen.append(focus())
    raise AssertionError("Tab never comes back")


NONE = Qt.KeyboardModifier.NoModifier


@pytest.mark.parametrize("act", [*PAGES, Act.GO_RETURNS, Act.GO_SLIPS])
def test_tab_visits_every_control_of_the_window_once(
    qtbot: QtBot, opened: ApplicationWindow, settle: Settle, act: Act
) -> None:
    opened.actions_[act].trigger()
    settle()
    wanted = [one for one in opened.findChildren(QWidget) if takes_keyboard(one) and not is_passed(one)]
    wanted = [one for one in wanted if one.window() is opened]
    inner = [one for one in wanted if any(other is not one and other.isAncestorOf(one) for other in wanted)]
    stops = walk(qtbot, stops_of(opened)[0])
    unseen = [f"{type(one).__name__} {one.objectName()}" for one in wanted if one not in stops and one not in inner]
    assert unseen == []


@pytest.mark.parametrize("act", DIALOGS)
def test_tab_follows_reading_order_in_a_dialog(
    qtbot: QtBot, opened: ApplicationWindow, settle: Settle, act: Act
) -> None:
    opened.actions_[Act.GO_LEDGER].trigger()
    settle()
    opened.actions_[act].trigger()
    settle()
    (dialog,) = [one for one in opened.findChildren(QDialog) if one.isVisible()]
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    expected = stops_of(dialog)
    stops = walk(qtbot, expected[0])
    dialog.reject()
    assert [one.objectName() for one in stops] == [one.objectName() for one in expected]


def test_what_is_read_comes_in_lines_from_above(opened: ApplicationWindow, settle: Settle) -> None:
    """The order that Tab follows is the one that eyes see: in the head of the ledger from the left to the right."""
    opened.actions_[Act.GO_LEDGER].trigger()
    settle()
    page = opened.page
    assert page is not None
    head = [one for one in stops_of(page) if one.parentWidget().objectName() == "ledger_head"]
    places = [one.mapTo(page, QPoint(0, 0)).x() for one in head]
    assert len(places) > 3
    assert all(left < right for left, right in pairwise(places))


def test_f6_goes_through_the_parts_and_comes_back_to_where_each_had_the_keyboard(
    qtbot: QtBot, opened: ApplicationWindow, settle: Settle
) -> None:
    opened.actions_[Act.GO_LEDGER].trigger()
    settle()
    page = opened.page
    assert page is not None
    grid = page.grid  # type: ignore[attr-defined]
    grid.setFocus()
    grid.selectRow(1)
    settle()
    parts = []
    for _ in range(8):
        qtbot.keyClick(focus(), Qt.Key.Key_F6)
        parts.append(focus())
        if focus() is grid:
            break
    assert parts[-1] is grid
    assert any(page.detail.isAncestorOf(one) for one in parts), "the pane"  # type: ignore[attr-defined]
    assert any(opened.navigation.isAncestorOf(one) for one in parts), "the navigation"
    qtbot.keyClick(focus(), Qt.Key.Key_F6, SHIFT)
    assert focus() is not grid
    qtbot.keyClick(focus(), Qt.Key.Key_F6)
    assert focus() is grid


def test_a_whole_job_without_the_mouse(qtbot: QtBot, opened: ApplicationWindow, settle: Settle) -> None:
    """Go to the ledger, find a task, file its progress, save, undo: keys alone."""
    before = _entries(opened)
    qtbot.keyClick(opened, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: opened.page is not None and opened.page.name == "ledger")
    settle()
    page = opened.page
    assert page is not None
    grid = page.grid  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: grid.model().rowCount() > 1)
    count = grid.model().rowCount()
    qtbot.keyClick(focus(), Qt.Key.Key_F, CONTROL)
    assert isinstance(focus(), QLineEdit)
    compose("药品")
    qtbot.waitUntil(lambda: 0 < grid.model().rowCount() < count)
    settle()
    while focus() is not grid:
        qtbot.keyClick(focus(), Qt.Key.Key_F6)
    qtbot.keyClick(grid, Qt.Key.Key_Home, CONTROL)
    settle()
    qtbot.keyClick(grid, Qt.Key.Key_R, CONTROL)
    settle()
    qtbot.waitUntil(lambda: isinstance(focus(), QTextEdit | QLineEdit) or focus().inherits("QPlainTextEdit"))
    compose("已抽查12家药店")
    qtbot.keyClick(focus(), Qt.Key.Key_Return, CONTROL)
    settle()
    qtbot.waitUntil(lambda: _entries(opened) == before + 1)
    opened.leave_field()
    qtbot.keyClick(opened, Qt.Key.Key_Z, CONTROL)
    settle()
    qtbot.waitUntil(lambda: _entries(opened) == before)


def _entries(window: ApplicationWindow) -> int:
    assert window.workspace is not None
    with window.workspace.ledger.read() as session:
        return sum("已抽查12家药店" in one.text for one in session.of(ProgressEntry).find())
