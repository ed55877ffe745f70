"""工作台: six numbers that open their lists, due days, matters, units, the open questions."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from ledger_app.domain.plan import Doubt
from tests.ui.conftest import CUTOFF, Settle
from ui.actions import Act
from ui.app import ApplicationWindow
from ui.models.workbench import read_workbench
from ui.pages.ledger import LedgerPage
from ui.pages.workbench import CARDS, WorkbenchPage
from ui.workspace import Place


@pytest.fixture
def page(opened: ApplicationWindow, settle: Settle) -> WorkbenchPage:
    opened.show_place(Place("workbench"))
    settle()
    page = opened.page
    assert isinstance(page, WorkbenchPage)
    return page


def _count(page: WorkbenchPage, key: str) -> int:
    return int(page.cards[key].text().rpartition(" ")[2].replace(",", ""))


@pytest.mark.parametrize("key", [key for key, *_ in CARDS if key != "doubts"])
def test_each_number_opens_a_list_of_as_many_tasks(
    qtbot: QtBot, page: WorkbenchPage, opened: ApplicationWindow, settle: Settle, key: str
) -> None:
    count = _count(page, key)
    qtbot.mouseClick(page.cards[key], Qt.MouseButton.LeftButton)
    settle()
    ledger = opened.page
    assert isinstance(ledger, LedgerPage)
    assert ledger.model.rowCount() == count


def test_the_open_questions_open_their_task(
    qtbot: QtBot, page: WorkbenchPage, opened: ApplicationWindow, settle: Settle
) -> None:
    with page.workspace.ledger.read() as session:
        count = session.of(Doubt).count(answer=None)
    assert _count(page, "doubts") == count
    qtbot.mouseClick(page.cards["doubts"], Qt.MouseButton.LeftButton)
    settle()
    dialog = next(one for one in QApplication.topLevelWidgets() if one.objectName() == "doubts_dialog")
    questions = dialog.findChild(QListWidget, "doubts_list")
    assert questions is not None
    assert questions.count() == count
    questions.itemActivated.emit(questions.item(0))
    settle()
    assert isinstance(opened.page, LedgerPage)
    assert opened.page.detail.task_id is not None


def test_a_matter_of_today_opens_its_task(
    qtbot: QtBot, page: WorkbenchPage, opened: ApplicationWindow, settle: Settle
) -> None:
    matters = [button for button in page.findChildren(QPushButton) if button.objectName().startswith("matter_")]
    assert matters
    qtbot.mouseClick(matters[0], Qt.MouseButton.LeftButton)
    settle()
    assert isinstance(opened.page, LedgerPage)
    assert f"matter_{opened.page.detail.task_id}" == matters[0].objectName()


def test_a_day_of_the_calendar_opens_what_is_due_on_it(
    page: WorkbenchPage, opened: ApplicationWindow, settle: Settle
) -> None:
    with page.workspace.ledger.read() as session:
        facts = read_workbench(session, CUTOFF, page.workspace.settings)
    due = facts.days[CUTOFF]
    assert due.open_count + due.done_count > 0
    page.calendar.day_opened.emit(CUTOFF)
    settle()
    assert isinstance(opened.page, LedgerPage)
    assert opened.page.model.rowCount() == due.open_count + due.done_count


def test_the_calendar_turns_and_is_used_by_keys(qtbot: QtBot, page: WorkbenchPage, settle: Settle) -> None:
    button = page.findChild(QPushButton, "calendar_forth")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    assert "2024年7月" in page.calendar.accessibleName()
    page.calendar.setFocus()
    opened_days: list[object] = []
    page.calendar.day_opened.connect(opened_days.append)
    for _ in range(31):
        qtbot.keyClick(page.calendar, Qt.Key.Key_Right)
    qtbot.keyClick(page.calendar, Qt.Key.Key_Return)
    assert opened_days, "the last day of July has tasks due"


def test_the_circular_of_the_month_is_one_press_away(
    qtbot: QtBot, page: WorkbenchPage, opened: ApplicationWindow, settle: Settle
) -> None:
    button = page.findChild(QPushButton, "workbench_report")
    assert button is not None
    assert button.text() == "生成 6月通报"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    keep = opened.findChild(QPushButton, "reports_keep")
    assert keep is not None
    qtbot.waitUntil(lambda: "2024-06" in keep.text(), timeout=20_000)
    settle()


def test_a_unit_opens_its_tasks(qtbot: QtBot, page: WorkbenchPage, opened: ApplicationWindow, settle: Settle) -> None:
    page.units.setFocus()
    qtbot.keyClick(page.units, Qt.Key.Key_Down)
    qtbot.keyClick(page.units, Qt.Key.Key_Return)
    settle()
    ledger = opened.page
    assert isinstance(ledger, LedgerPage)
    assert ledger.model.rowCount() > 0
    name = ledger.bar.list_button.text()
    assert {ledger.model.index(row, 3).data() for row in range(ledger.model.rowCount())}, name


def test_numbers_follow_a_change_elsewhere_when_the_page_is_seen_again(
    page: WorkbenchPage, opened: ApplicationWindow, settle: Settle
) -> None:
    overdue = _count(page, "overdue")
    page.cards["overdue"].click()
    settle()
    ledger = opened.page
    assert isinstance(ledger, LedgerPage)
    ledger.grid.selectAll()
    ledger.actions_[Act.DELETE_TASK].trigger()
    settle()
    opened.show_place(Place("workbench"))
    settle()
    assert overdue > 0
    assert _count(page, "overdue") == 0
