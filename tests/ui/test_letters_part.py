"""函件 and the menus that print: from a task, from a unit, to the register and on to a slip."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QMenu, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ledger_app.domain.grid import Condition, TaskQuery
from ledger_app.domain.supervision import Letter, Slip
from ledger_app.services.letters import LetterState
from tests.ui.conftest import CUTOFF, Settle
from ui.app import ApplicationWindow
from ui.monthly.letters_part import LettersPart
from ui.pages.reports import ReportsPage
from ui.pages.units import UnitsPage
from ui.print_menu import TASK_PAPERS, UNIT_PAPERS, add_task_papers
from ui.workspace import Place, Workspace


def press(parent: QWidget, name: str) -> None:
    button = parent.findChild(QPushButton, name)
    assert button is not None
    assert button.isEnabled()
    button.click()


def workspace_of(window: ApplicationWindow) -> Workspace:
    assert window.workspace is not None
    return window.workspace


def letters_of(window: ApplicationWindow) -> list[Letter]:
    with workspace_of(window).ledger.read() as session:
        return session.of(Letter).find()


def reports_page(window: ApplicationWindow, settle: Settle) -> ReportsPage:
    settle()
    page = window.page
    assert isinstance(page, ReportsPage)
    page.refresh()
    settle()
    return page


def send(window: ApplicationWindow, settle: Settle) -> None:
    """Keep the chase notices of June."""
    workspace_of(window).open_place(Place("reports", report_kind="chase"))
    press(reports_page(window, settle), "reports_keep")
    settle()


def register(window: ApplicationWindow, settle: Settle) -> LettersPart:
    window.show_place(Place("units", tab="letters"))
    settle()
    page = window.page
    assert isinstance(page, UnitsPage)
    return page.letters


def test_kept_letters_stand_in_the_register_and_are_answered(
    qtbot: QtBot, opened: ApplicationWindow, settle: Settle
) -> None:
    send(opened, settle)
    part = register(opened, settle)
    assert part.model.row_total() == len(letters_of(opened)) > 1
    assert part.current is not None
    number = part.current.letter.number
    qtbot.keyClick(part.table, Qt.Key.Key_Space)
    dialog = part.findChild(QDialog, "slip_reply_dialog")
    assert dialog is not None
    text = dialog.findChild(QPlainTextEdit, "slip_reply")
    assert text is not None
    text.setPlainText("已安排，下月完成")
    press(dialog, "slip_reply_dialog_accept")
    settle()
    assert [one.reply for one in letters_of(opened) if one.number == number] == ["已安排，下月完成"]
    part.chips["replied"].click()
    assert [line.letter.number for line in part.model.lines if part.model.lets_through(line)] == [number]


def test_a_letter_nobody_answered_becomes_a_slip(opened: ApplicationWindow, settle: Settle) -> None:
    send(opened, settle)
    part = register(opened, settle)
    line = next(one for one in part.model.lines if one.tasks)
    part.table.choose_rows([part.model.row_of(line.letter.id) or 0])
    press(part, "letters_slip_act")
    settle()
    dialog = next(one for one in part.findChildren(QDialog) if one.isVisible())
    press(dialog, f"{dialog.objectName()}_accept")
    settle()
    with workspace_of(opened).ledger.read() as session:
        slip = session.of(Slip).find()[-1]
    assert line.letter.number in slip.basis
    after = next(one for one in part.model.lines if one.letter.id == line.letter.id)
    assert (after.state, after.slip) == (LetterState.ESCALATED, slip)
    button = part.findChild(QPushButton, "letters_slip_act")
    assert button is not None
    assert not button.isEnabled()


def test_the_paper_is_opened_again_from_the_register(opened: ApplicationWindow, settle: Settle) -> None:
    send(opened, settle)
    part = register(opened, settle)
    press(part, "letters_show_act")
    page = opened.page
    settle()
    page = opened.page
    assert isinstance(page, ReportsPage)
    assert page.shows_kept
    assert page.content.startswith(b"%PDF")


def test_without_letters_the_register_says_how_they_come(opened: ApplicationWindow, settle: Settle) -> None:
    part = register(opened, settle)
    assert part.stack.currentIndex() == 1
    press(part, "letters_first_letter")
    assert reports_page(opened, settle).form.kind == "letter"


@pytest.mark.parametrize("kind", TASK_PAPERS)
def test_papers_about_the_chosen_tasks_are_asked_for_from_the_grid(
    kind: str, opened: ApplicationWindow, settle: Settle
) -> None:
    workspace = workspace_of(opened)
    with workspace.ledger.read() as session:
        ids = session.task_ids(TaskQuery(CUTOFF, (Condition("light", "any_of", ("overdue",)),)))[:2]
    menu = QMenu(opened)
    papers = add_task_papers(menu, workspace, ids)
    assert papers.title() == "打印（2 项）"
    action = papers.findChild(QAction, f"print_tasks_{kind}")
    assert action is not None
    action.trigger()
    request = reports_page(opened, settle).form.request()
    assert (request.kind, request.task_ids) == (kind, tuple(ids))


@pytest.mark.parametrize("kind", UNIT_PAPERS)
def test_papers_for_a_unit_are_asked_for_from_the_roster(kind: str, opened: ApplicationWindow, settle: Settle) -> None:
    opened.show_place(Place("units"))
    settle()
    page = opened.page
    assert isinstance(page, UnitsPage)
    assert page.current is not None
    unit_id = page.current.unit.id
    action = page.print_button.menu().findChild(QAction, f"print_unit_{kind}")
    assert action is not None
    action.trigger()
    request = reports_page(opened, settle).form.request()
    assert (request.kind, request.unit_id) == (kind, unit_id)
