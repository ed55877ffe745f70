"""The list of commands: everything by its words or initials, with its key, and why not now."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QMenu, QPushButton, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Settle
from ui.actions import PAGES, REGISTRY, Act, Need
from ui.app import ApplicationWindow
from ui.command_list import WHY_NOT, CommandList, page_commands

# Actions outside the registry, by the start of their object names, and why they stand there.
ELSEWHERE = {
    "qt_": "made by Qt for its own widgets",
    "_q_": "made by Qt for its own widgets",
    "list_": "one a ready-made list; made anew whenever the menu opens",
    "view_": "one a saved view",
    "group_": "one a grouping",
    "month_": "one a month",
    "fill_": "one a field",
}


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


def test_the_buttons_of_the_page_are_commands_too(qtbot: QtBot, opened: ApplicationWindow, settle: Settle) -> None:
    opened.actions_[Act.GO_UNITS].trigger()
    settle()
    commands = command_list(opened)
    commands.field.setText("新单位组")
    (found, *_) = commands.shown()
    assert (found.text, found.menu) == ("新单位组", "本页")
    qtbot.keyClick(commands.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(isinstance(one, QDialog) and one.isVisible() for one in _dialogs(opened)))
    for dialog in _dialogs(opened):
        dialog.reject()


def _dialogs(window: ApplicationWindow) -> list[QDialog]:
    return [one for one in window.findChildren(QDialog) if not isinstance(one, CommandList)]


@pytest.mark.parametrize("act", PAGES)
def test_no_act_of_a_page_is_out_of_reach(opened: ApplicationWindow, settle: Settle, act: Act) -> None:
    """Every button says what it does in the list of commands, or belongs to an act; every action is registered."""
    opened.actions_[act].trigger()
    settle()
    page = opened.page
    assert page is not None
    own = {opened.actions_[one] for one in Act}
    strays = [
        f"{one.objectName() or one.text()} of {type(one.parent()).__name__}"
        for one in page.findChildren(QAction)
        if one not in own and not _is_known(one, page)
    ]
    assert strays == []
    texts = {spec.text.removesuffix("…") for spec in REGISTRY.values()}
    listed = {one.act for one in page_commands(page, texts)}
    lost = [one.objectName() for one in page.findChildren(QPushButton) if not _is_listed(one, page, texts, listed)]
    assert lost == []


def _is_known(action: QAction, page: QWidget) -> bool:
    in_menu = any(action in menu.actions() or action is menu.menuAction() for menu in page.findChildren(QMenu))
    made_by_qt = type(action.parent()).__module__.startswith("PySide6") and not action.text()
    return in_menu or made_by_qt or action.objectName().startswith(tuple(ELSEWHERE))


def _is_listed(button: QPushButton, page: QWidget, texts: set[str], listed: set[object]) -> bool:
    text = (button.text() or button.accessibleName()).removesuffix(" ▾").removesuffix("…").strip()
    return button in listed or text in texts or button.isCheckable() or not button.isVisibleTo(page)


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
