"""The registry of acts: every key once, every act to be reached, every icon there."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from ui.actions import MENUS, PAGES, REGISTRY, Act, Need
from ui.app import ApplicationWindow
from ui.dialogs.shortcuts import ShortcutsDialog
from ui.mnemonics import LETTERS, with_letter


def test_every_act_is_described() -> None:
    assert set(REGISTRY) == set(Act)
    for act, spec in REGISTRY.items():
        assert spec.text, act
        assert spec.tip, act
        assert spec.menu in MENUS, act


def test_no_two_acts_share_a_key() -> None:
    keys = [QKeySequence(spec.shortcut).toString() for spec in REGISTRY.values() if spec.shortcut]
    assert all(keys), "a key that Qt does not understand"
    assert [key for key, count in Counter(keys).items() if count > 1] == []


def test_the_keys_of_the_office_are_kept() -> None:
    """The keys that the design promises."""
    promised = {
        Act.SEARCH: "Ctrl+K",
        Act.IMPORT_PLAN: "Ctrl+I",
        Act.NEW_TASK: "Ctrl+N",
        Act.ADD_EVIDENCE: "Ctrl+E",
        Act.PRINT: "Ctrl+P",
        Act.UNDO: "Ctrl+Z",
        Act.REDO: "Ctrl+Y",
        Act.FIND_IN_PAGE: "Ctrl+F",
        Act.MANUAL: "F1",
        Act.SHORTCUTS: "Ctrl+F1",
    }
    assert {act: REGISTRY[act].shortcut for act in promised} == promised
    assert [REGISTRY[act].shortcut for act in PAGES] == [f"Alt+{number}" for number in range(1, 8)]


def test_every_icon_is_shipped(root_dir: Path) -> None:
    missing = [spec.icon for spec in REGISTRY.values() if spec.icon and not _icon(root_dir, spec.icon).is_file()]
    assert missing == []


def _icon(root: Path, name: str) -> Path:
    return root / "resources" / "icons" / f"{name}.svg"


def test_every_act_is_in_the_menu(window: ApplicationWindow) -> None:
    menu = window.top_bar.menu
    menu.aboutToShow.emit()
    reachable = {action for part in menu.findChildren(QMenu) for action in part.actions()}
    assert {window.actions_[act] for act in Act} <= reachable


def test_every_act_does_something(window: ApplicationWindow) -> None:
    for act in Act:
        action = window.actions_[act]
        # Deleting and the conditions belong to the ledger page, which is made when it is first shown.
        if act not in (Act.DELETE_TASK, Act.FILTERS):
            assert action.receivers("2triggered(bool)") > 0, act


def test_every_act_of_the_page_of_keys_can_be_found(qtbot: QtBot, window: ApplicationWindow) -> None:
    dialog = ShortcutsDialog(window)
    qtbot.addWidget(dialog)
    texts = {dialog.table.item(row, 1).text() for row in range(dialog.table.rowCount())}  # type: ignore[union-attr]
    assert {spec.text for spec in REGISTRY.values()} <= texts
    dialog.find_box.setText("ctrl+k")
    shown = [row for row in range(dialog.table.rowCount()) if not dialog.table.isRowHidden(row)]
    assert len(shown) == 1


def test_without_a_ledger_only_what_makes_sense_can_be_done(window: ApplicationWindow) -> None:
    for act, spec in REGISTRY.items():
        assert window.actions_[act].isEnabled() == (spec.need is Need.NOTHING), act


def test_every_button_of_the_window_has_a_name(opened: ApplicationWindow) -> None:
    buttons = [*opened.findChildren(QPushButton), *opened.findChildren(QToolButton)]
    nameless = [button for button in buttons if _is_ours(button) and not (button.objectName() and _says(button))]
    assert nameless == []


def _is_ours(button: QPushButton | QToolButton) -> bool:
    # Qt puts buttons of its own into line edits, scroll bars and calendars.
    return (not button.objectName().startswith("qt_") and type(button).__module__ != "PySide6.QtWidgets") or bool(
        button.text()
    )


def _says(button: QPushButton | QToolButton) -> bool:
    return bool(button.accessibleName() or button.text())


def test_undo_can_be_named(window: ApplicationWindow) -> None:
    action: QAction = window.actions_[Act.UNDO]
    window.actions_.set_name(Act.UNDO, "填报 2-07 的6月进展")
    assert "2-07" in action.text()
    assert "2-07" in action.toolTip()
    window.actions_.set_name(Act.UNDO, "")
    assert action.iconText() == "撤销"


def test_a_letter_chooses_one_act_of_a_menu(window: ApplicationWindow) -> None:
    menu = window.top_bar.menu
    menu.aboutToShow.emit()
    window.actions_.set_name(Act.UNDO, "改名为 A&B")
    parts = [action.menu() for action in menu.actions()]
    assert len(parts) == len(MENUS)
    for part in (menu, *parts):
        assert isinstance(part, QMenu)
        letters = [QKeySequence.mnemonic(action.text()).toString() for action in part.actions()]
        assert all(letters), [action.text() for action in part.actions()]
        assert [letter for letter, count in Counter(letters).items() if count > 1] == []
    assert set(LETTERS) == {act.name for act in Act}


def test_letters_are_written_as_chinese_programs_do() -> None:
    assert with_letter("新建台账…", "N") == "新建台账(&N)…"
    assert with_letter("退出", "X") == "退出(&X)"
