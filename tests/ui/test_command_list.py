"""The list of commands: everything by its words or initials, with its key, and why not now."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Settle
from ui.actions import PAGES, REGISTRY, Act, Need
from ui.app import ApplicationWindow
from ui.command_list import CommandList
from ui.entries.acts import WHY_NOT
from ui.entries.entry import ActionEntry


def command_list(window: ApplicationWindow) -> CommandList:
    window.actions_[Act.COMMANDS].trigger()
    found = window.findChild(CommandList)
    assert found is not None
    return found


def test_every_act_is_in_the_list_without_a_ledger_too(window: ApplicationWindow) -> None:
    listed = command_list(window).shown()
    assert {one.act for one in listed} == set(Act)
    for one in listed:
        assert isinstance(one.act, Act)
        is_possible = REGISTRY[one.act].need is Need.NOTHING
        assert one.obstacle == ("" if is_possible else "先打开一本台账"), one.text


@pytest.mark.parametrize(("typed", "act"), [("导出", Act.EXPORT), ("dc", Act.EXPORT), ("qjcz", Act.SEARCH)])
def test_words_and_initials_find_an_act(opened: ApplicationWindow, typed: str, act: Act) -> None:
    commands = command_list(opened)
    commands.field.setText(typed)
    assert commands.shown()[0].act is act


def test_enter_carries_out_what_is_chosen(qtbot: QtBot, opened: ApplicationWindow, settle: Settle) -> None:
    commands = command_list(opened)
    qtbot.keyClicks(commands.field, "alt+6")
    qtbot.keyClick(commands.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened.page is not None and opened.page.name == "units")
    settle()


def test_what_cannot_be_done_stays_and_says_why(qtbot: QtBot, opened: ApplicationWindow) -> None:
    commands = command_list(opened)
    commands.field.setText("打印")
    assert commands.shown()[0].obstacle == "当前页没有可打印的报表"
    qtbot.keyClick(commands.field, Qt.Key.Key_Return)
    assert commands.isVisible()
    commands.reject()


def test_every_need_has_its_reason() -> None:
    assert set(WHY_NOT) == set(Need) - {Need.NOTHING}


def test_what_the_page_offers_is_a_command_too(qtbot: QtBot, opened: ApplicationWindow, settle: Settle) -> None:
    opened.actions_[Act.GO_UNITS].trigger()
    settle()
    commands = command_list(opened)
    commands.field.setText("新单位组")
    (found, *_) = commands.shown()
    assert (found.text, found.menu, found.obstacle) == ("新单位组", "单位组", "")
    qtbot.keyClick(commands.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(isinstance(one, QDialog) and one.isVisible() for one in _dialogs(opened)))
    for dialog in _dialogs(opened):
        dialog.reject()


def test_what_another_page_offers_leads_there_and_does_nothing(
    qtbot: QtBot, opened: ApplicationWindow, settle: Settle
) -> None:
    commands = command_list(opened)
    commands.field.setText("新单位组")
    (found, *_) = commands.shown()
    assert isinstance(found.act, ActionEntry)
    assert "转到" in found.tip
    qtbot.keyClick(commands.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened.page is not None and opened.page.name == "units")
    settle()
    assert not [one for one in _dialogs(opened) if one.isVisible()]
    assert opened.focusWidget().objectName() == "units_new_group"


def test_what_stands_in_a_menu_says_how_to_get_there(opened: ApplicationWindow, settle: Settle) -> None:
    opened.actions_[Act.GO_LEDGER].trigger()
    settle()
    commands = command_list(opened)
    commands.field.setText("冻结到这一列")
    assert "Shift+F10" in commands.shown()[0].obstacle
    commands.reject()


def _dialogs(window: ApplicationWindow) -> list[QDialog]:
    return [one for one in window.findChildren(QDialog) if not isinstance(one, CommandList)]


def test_no_key_of_a_page_clashes_with_an_act(opened: ApplicationWindow, settle: Settle) -> None:
    keys = {QKeySequence(spec.shortcut).toString() for spec in REGISTRY.values() if spec.shortcut}
    for act in PAGES:
        opened.actions_[act].trigger()
        settle()
    own = {opened.actions_[one] for one in Act}
    clashes = [
        f"{one.objectName()} {one.shortcut().toString()}"
        for kind in (QAction, QPushButton)
        for one in opened.findChildren(kind)
        if one not in own and one.shortcut().toString() in keys
    ]
    assert clashes == []


def test_help_begins_with_the_page_on_sight(opened: ApplicationWindow, settle: Settle) -> None:
    opened.actions_[Act.GO_LEDGER].trigger()
    settle()
    opened.actions_[Act.SHORTCUTS].trigger()
    dialog = opened.findChild(QDialog, "shortcuts_dialog")
    assert dialog is not None
    assert dialog.windowTitle() == "快捷键一览 · 台账"
    table = dialog.findChild(QTableWidget, "shortcuts_table")
    assert table is not None
    first = table.item(0, 0)
    assert first is not None
    assert first.text() == "台账"
    dialog.close()
