"""Everything a person can press or choose is declared: name, place, key, page of the manual."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QMenu, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from ledger_app.services import indicators
from resources import locate
from tests.ui.conftest import Settle
from ui.actions import PAGES, REGISTRY, Act
from ui.app import ApplicationWindow
from ui.dialogs.shortcuts import ShortcutsDialog
from ui.entries.entry import ActionEntry
from ui.entries.registry import all_actions, entry_named
from ui.keys import said_key
from ui.workspace import Place

TOPICS = {one.stem for one in (locate.root() / "manual").glob("*.md")}
# Buttons without an entry, by the start or the end of their names, and why.
EXEMPT_STARTS = {
    "qt_": "made by Qt for its own widgets",
    "_q_": "made by Qt for its own widgets",
    "nav_": "follows an act",
    "bar_": "follows an act",
    "welcome_": "follows an act",
    "chip_": "a filter of the list below, named by its count",
}
EXEMPT_ENDS = {
    "_accept": "the button that carries a dialog out",
    "_cancel": "leaves a dialog",
    "_close": "leaves a dialog",
    "_calendar": "belongs to its date field",
}
# Buttons that follow an act of the window.
OF_ACTS = frozenset({"ledger_new", "ledger_export", "ledger_start"})
DIALOGS = (Act.CUTOFF, Act.JOURNAL, Act.NEW_TASK, Act.SHORTCUTS, Act.SPLIT_TASK)


def test_every_entry_says_where_it_belongs() -> None:
    for one in all_actions():
        assert one.id, one
        assert one.text, one
        assert one.section, one
        assert one.topic in TOPICS, one
    ids = Counter((one.id, one.way == "act") for one in all_actions())
    assert [id_ for id_, count in ids.items() if count > 1] == []


def test_every_act_is_an_entry() -> None:
    assert {one.id for one in all_actions() if one.way == "act"} == {act.name.lower() for act in Act}


def test_no_key_does_two_things_in_one_place() -> None:
    """The same words may stand on a button and in a menu; a key must not mean two things in one section."""
    meaning: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for one in all_actions():
        if one.shortcut and one.way != "act":
            meaning[one.section, one.shortcut].add(one.name)
    # Space takes the ticks of items away that have one.
    allowed = {("导入核对", "Space"), ("导入核对", "Esc"), ("导入核对", "Ctrl+Z"), ("导入核对", "Ctrl+Y")}
    clashes = {place: names for place, names in meaning.items() if len(names) > 1 and place not in allowed}
    assert clashes == {}


def test_every_key_is_one_that_qt_understands() -> None:
    wrong = [one.id for one in all_actions() if one.shortcut and not QKeySequence(one.shortcut).toString()]
    assert wrong == []


@pytest.mark.parametrize("act", PAGES)
def test_every_button_of_a_page_is_declared(opened: ApplicationWindow, settle: Settle, act: Act) -> None:
    _go(opened, settle, act)
    assert _undeclared(opened) == []
    assert _mute_buttons(opened) == []


@pytest.mark.parametrize("tab", ["progress", "deadlines", "evidence", "supervision", "history"])
def test_every_button_of_the_detail_pane_is_declared(opened: ApplicationWindow, settle: Settle, tab: str) -> None:
    _go(opened, settle, Act.GO_LEDGER)
    page = opened.page
    assert page is not None
    page.grid.selectRow(1)  # type: ignore[attr-defined]
    settle()
    page.detail.show_tab(tab)  # type: ignore[attr-defined]
    settle()
    assert _undeclared(opened) == []


@pytest.mark.parametrize("act", [Act.GO_RETURNS, Act.GO_SLIPS])
def test_every_button_of_the_months_round_is_declared(opened: ApplicationWindow, settle: Settle, act: Act) -> None:
    _go(opened, settle, act)
    assert _undeclared(opened) == []


@pytest.mark.parametrize("act", DIALOGS)
def test_every_button_of_a_dialog_is_declared(opened: ApplicationWindow, settle: Settle, act: Act) -> None:
    _go(opened, settle, Act.GO_LEDGER)
    opened.actions_[act].trigger()
    settle()
    (dialog,) = [one for one in opened.findChildren(QDialog) if one.isVisible()]
    assert _undeclared(dialog) == []
    dialog.reject()


@pytest.mark.parametrize(("act", "name"), [(Act.GO_LEDGER, "task_grid"), (Act.GO_EVIDENCE, "evidence_list")])
def test_context_menus_open_by_key_and_are_declared(
    monkeypatch: pytest.MonkeyPatch, opened: ApplicationWindow, settle: Settle, act: Act, name: str
) -> None:
    shown: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, *_args: shown.append(menu))
    _go(opened, settle, act)
    assert opened.page is not None
    view = opened.page.findChild(QWidget, name)
    assert view is not None
    view.setFocus()
    view.selectRow(1)  # type: ignore[attr-defined]
    settle()
    _press_menu_key(view)
    (menu,) = shown
    own = {opened.actions_[one] for one in Act}
    actions = [one for part in (menu, *menu.findChildren(QMenu)) for one in part.actions()]
    stray = [one.text() for one in actions if not one.isSeparator() and one not in own and not _declared(one)]
    assert stray == []


def test_shift_f10_opens_the_menu_of_the_chosen_task(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, opened: ApplicationWindow, settle: Settle
) -> None:
    """The key as it comes from the system, through the window."""
    shown: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, *_args: shown.append(menu))
    _go(opened, settle, Act.GO_LEDGER)
    grid = opened.page.grid  # type: ignore[union-attr]
    grid.setFocus()
    grid.selectRow(1)
    settle()
    qtbot.keyClick(opened.windowHandle(), Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    settle()
    assert [menu.objectName() for menu in shown] == ["task_menu"]


def test_the_menus_of_the_ledgers_head_are_declared(opened: ApplicationWindow, settle: Settle) -> None:
    _go(opened, settle, Act.GO_LEDGER)
    assert opened.page is not None
    own = {opened.actions_[one] for one in Act}
    for name in ("ledger_list", "ledger_group", "ledger_columns"):
        button = opened.page.findChild(QPushButton, name)
        assert button is not None
        menu = button.menu()
        menu.aboutToShow.emit()
        actions = [one for part in (menu, *menu.findChildren(QMenu)) for one in part.actions() if not one.menu()]
        stray = [one.text() for one in actions if not one.isSeparator() and one not in own and not _declared(one)]
        assert actions
        assert stray == []


@pytest.fixture
def reviewing(opened: ApplicationWindow, settle: Settle, tmp_path: Path) -> ApplicationWindow:
    """Return the window with a plan of three items in review."""
    file = tmp_path / "要点.txt"
    file.write_text(
        "2024年示例县卫生工作要点\n一、提升服务能力\n（一）建设胸痛中心。一是6月底前完成选址；二是购置设备2台。"
        "（县人民医院牵头）\n（二）开展培训。8月前完成首轮。（县人民医院负责）\n（三）组织巡诊。9月前派队3支。（县疾控中心负责）\n",
        encoding="utf-8",
    )
    opened.show_place(Place("plans", files=(file,)))
    settle()
    return opened


def test_every_button_of_the_review_is_declared(reviewing: ApplicationWindow) -> None:
    assert _undeclared(reviewing) == []
    assert _mute_buttons(reviewing) == []


def test_the_menus_of_the_review_are_declared(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, reviewing: ApplicationWindow, settle: Settle
) -> None:
    """Over the items, over the document, and from each button with a menu."""
    shown: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, *_args: shown.append(menu))
    page = reviewing.page
    assert page is not None
    items, paper = (page.findChild(QWidget, name) for name in ("review_items", "review_paper"))
    assert items is not None
    assert paper is not None
    qtbot.keyClick(items, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    settle()
    _press_menu_key(items)
    paper.customContextMenuRequested.emit(QPoint(40, 40))
    assert len(shown) == 2
    for button in page.findChildren(QPushButton):
        if button.isVisible() and button.menu() is not None:  # type: ignore[redundant-expr]
            button.menu().aboutToShow.emit()
            shown.append(button.menu())
    for menu in shown:
        assert _stray(menu) == [], menu.objectName()


@pytest.mark.parametrize("name", ["indicator_more"])
def test_the_menu_of_the_standards_is_declared(
    monkeypatch: pytest.MonkeyPatch, opened: ApplicationWindow, settle: Settle, name: str
) -> None:
    shown: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, *_args: shown.append(menu))
    with opened.workspace.ledger.write() as work:  # type: ignore[union-attr]
        tree = indicators.create_tree(work, "2024年考核").tree
        indicators.add(work, tree.id, None, "领导机构")
    settle()
    _go(opened, settle, Act.GO_EVIDENCE)
    assert opened.page is not None
    by_indicator = opened.page.findChild(QAbstractButton, "evidence_by_indicator")
    if by_indicator is not None:
        by_indicator.click()
        settle()
    button = opened.page.findChild(QPushButton, name)
    assert button is not None
    button.click()
    (menu,) = shown
    assert menu.actions()
    assert _stray(menu) == []


def _stray(menu: QMenu) -> list[str]:
    actions = [one for part in (menu, *menu.findChildren(QMenu)) for one in part.actions() if not one.menu()]
    return [one.text() for one in actions if not one.isSeparator() and not _declared(one)]


def test_the_keys_that_work_are_the_keys_that_are_said(opened: ApplicationWindow, settle: Settle) -> None:
    """A button's own key, and each key a page listens to, stand in the registry."""
    for act in (*PAGES, Act.GO_RETURNS, Act.GO_SLIPS):
        _go(opened, settle, act)
    said = {QKeySequence(one.shortcut).toString() for one in all_actions() if one.shortcut}
    for button in opened.findChildren(QPushButton):
        found = entry_named(button.objectName())
        if found is not None and not button.shortcut().isEmpty():
            assert button.shortcut() == QKeySequence(found.shortcut), button.objectName()
    unsaid = [one.key().toString() for one in opened.findChildren(QShortcut) if one.key().toString() not in said]
    assert unsaid == []


def test_the_list_of_shortcuts_shows_every_entry(qtbot: QtBot, window: ApplicationWindow) -> None:
    dialog = ShortcutsDialog(window, "导入核对")
    qtbot.addWidget(dialog)
    shown = {tuple(_cell(dialog, row, column) for column in range(3)) for row in range(dialog.table.rowCount())}
    assert {(one.section, one.text, said_key(one)) for one in all_actions()} == shown
    assert {("导入核对·已有台账", "列对应", "Ctrl+M"), ("导入核对·已有台账", "更新进展", "Ctrl+G")} <= shown
    assert _cell(dialog, 0, 0).startswith("导入核对")


def _cell(dialog: ShortcutsDialog, row: int, column: int) -> str:
    item = dialog.table.item(row, column)
    assert item is not None
    return item.text()


def _go(window: ApplicationWindow, settle: Settle, act: Act) -> None:
    window.actions_[act].trigger()
    settle()


def _press_menu_key(view: QWidget) -> None:
    viewport = view.viewport()  # type: ignore[attr-defined]
    box = view.visualRect(view.currentIndex())  # type: ignore[attr-defined]
    point = box.center() if box.isValid() else QPoint(5, 5)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, point, viewport.mapToGlobal(point))
    QApplication.sendEvent(viewport, event)


def _declared(action: QAction) -> bool:
    return entry_named(action.objectName()) is not None


def _buttons(root: QWidget) -> list[QAbstractButton]:
    found: list[QAbstractButton] = [*root.findChildren(QPushButton), *root.findChildren(QToolButton)]
    return [one for one in found if one.isVisible() and one.focusPolicy() != Qt.FocusPolicy.NoFocus]


def _undeclared(root: QWidget) -> list[str]:
    texts = {spec.text.removesuffix("…") for spec in REGISTRY.values()}
    missing = []
    for button in _buttons(root):
        name = button.objectName()
        is_chip = type(button).__name__ in {"FilterChip", "NumberCard"}
        is_exempt = name.startswith(tuple(EXEMPT_STARTS)) or name.endswith(tuple(EXEMPT_ENDS)) or name in OF_ACTS
        if entry_named(name) is None and not is_exempt and not is_chip:
            missing.append(f"{type(button).__name__} {name} {button.text()} {button.text() in texts}")
    return missing


def _mute_buttons(root: QWidget) -> list[str]:
    """Return buttons that are off without the registry saying when they are on, and icons without name and key."""
    found = []
    for button in _buttons(root):
        entry: ActionEntry | None = entry_named(button.objectName())
        if entry is None:
            continue
        if not button.isEnabled() and not entry.when and entry.way == "button":
            found.append(f"{entry.id}: off, nobody says when it is on")
        if not button.text() and said_key(entry) not in button.toolTip():
            found.append(f"{entry.id}: icon without its key: {button.toolTip()}")
        if not button.text() and not button.accessibleName():
            found.append(f"{entry.id}: icon without a name")
    return found
