"""What the tests of the grid do with their hands: press, open, read, change."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ledger_app.ports import ReadSession, UnitOfWork
from tests.ui.conftest import Settle
from ui.pages.ledger import LedgerPage
from ui.views.header_filter import HeaderFilter


def column(page: LedgerPage, key: str) -> int:
    return page.grid.layout_.number_of(key)


def texts(page: LedgerPage, settle: Settle, key: str) -> list[str]:
    settle()
    found = [page.model.index(row, column(page, key)).data() for row in range(page.model.rowCount())]
    settle()
    return [page.model.index(row, column(page, key)).data() for row in range(len(found))]


def click_heading(
    qtbot: QtBot, page: LedgerPage, key: str, *, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    page.grid.horizontalScrollBar().setValue(max(page.grid.head.sectionPosition(column(page, key)) - 200, 0))
    head = page.grid.head
    at = QPoint(head.sectionViewportPosition(column(page, key)) + 14, head.height() // 2)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, modifier, at)


def open_filter(qtbot: QtBot, page: LedgerPage, settle: Settle, key: str) -> HeaderFilter:
    """Open the filter of a column with the mouse."""
    box = page.grid.head.button_box(column(page, key))
    qtbot.mouseClick(page.grid.head.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    settle()
    return the_filter(page)


def the_filter(page: LedgerPage) -> HeaderFilter:
    found = [one for one in page.window().findChildren(HeaderFilter) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def child(parent: QWidget, kind: type[QWidget], name: str) -> QWidget:
    found = parent.findChild(kind, name)
    assert found is not None, f"no {name}"
    return found


def press(qtbot: QtBot, parent: QWidget, name: str) -> None:
    qtbot.mouseClick(child(parent, QPushButton, name), Qt.MouseButton.LeftButton)


def menu_of(page: LedgerPage, button: str) -> QMenu:
    menu = child(page, QPushButton, button).menu()  # type: ignore[attr-defined]
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    return menu


def trigger(menu: QMenu, name: str) -> None:
    for action in menu.actions():
        if action.menu() is not None and name.startswith(action.menu().objectName().split("_")[0]):
            for inner in action.menu().actions():
                if inner.objectName() == name:
                    inner.trigger()
                    return
        if action.objectName() == name:
            action.trigger()
            return
    raise AssertionError(name)


def read(page: LedgerPage, ask: Callable[[ReadSession], object]) -> object:
    with page.workspace.ledger.read() as session:
        return ask(session)


def change(page: LedgerPage, settle: Settle, act: Callable[[UnitOfWork], object]) -> None:
    def work(unit: UnitOfWork, _progress: object) -> object:
        unit.describe("test", "测试")
        act(unit)
        return unit.changes()

    page.workspace.change(work, page).start()
    settle()


# Sorting
