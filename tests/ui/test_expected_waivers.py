"""无需材料 in the detail pane, and the ledger's own usual papers, by typing and clicking."""

from __future__ import annotations

from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ledger_app.domain.evidence import ExpectedEvidence
from ledger_app.services import expected_evidence
from tests.ui.detail_desk import Desk
from ui.detail.saving_dialog import SavingDialog
from ui.dialogs.expected_evidence import ExpectedDialog, open_expected_dialog
from ui.dialogs.expected_waivers import TemplatesDialog

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)

W = TypeVar("W", bound=QObject)


def _found(parent: QWidget, kind: type[W], name: str) -> W:
    found = parent.findChild(kind, name)
    assert found is not None, name
    return found


def _expected(desk: Desk) -> list[ExpectedEvidence]:
    with desk.workspace.ledger.read() as session:
        return session.of(ExpectedEvidence).find(task_id=desk.task.id)


def _say_why(desk: Desk, reason: str) -> None:
    dialog = _found(desk.pane.window(), SavingDialog, "waiver_dialog")
    _found(dialog, QLineEdit, "waiver_reason").setText(reason)
    desk.qtbot.mouseClick(dialog.verb_button, Qt.MouseButton.LeftButton)
    desk.settle()


@pytest.fixture
def paper(desk: Desk) -> ExpectedEvidence:
    """Return the one paper that the shown task should have."""
    with desk.workspace.ledger.write() as work:
        changes = expected_evidence.add_by_hand(work, desk.task.id, "实施方案")
    desk.workspace.ledger_changed.emit(changes)
    desk.tab("evidence")
    desk.settle()
    return _expected(desk)[0]


def _choose(desk: Desk, paper: ExpectedEvidence, name: str) -> None:
    desk.qtbot.mouseClick(_found(desk.pane, QPushButton, f"expected_more_{paper.id}"), Qt.MouseButton.LeftButton)
    menu = _found(desk.pane, QMenu, "expected_menu")
    action = next(one for one in menu.actions() if one.objectName() == name)
    menu.close()
    action.trigger()


def test_a_paper_is_waived_with_its_reason_and_expected_again(desk: Desk, paper: ExpectedEvidence) -> None:
    _choose(desk, paper, "expected_waive")
    _say_why(desk, "由上级统一制定")
    assert _expected(desk)[0].waived_reason == "由上级统一制定"
    assert "缺" not in _found(desk.pane, QLabel, "expected_title").text()
    _choose(desk, paper, "expected_again")
    desk.settle()
    assert _expected(desk)[0].waived_reason == ""
    assert "缺 1 项" in _found(desk.pane, QLabel, "expected_title").text()


def test_a_reason_is_asked_for_and_the_whole_task_is_waived(desk: Desk, paper: ExpectedEvidence) -> None:
    assert paper.waived_reason == ""
    desk.qtbot.mouseClick(_found(desk.pane, QPushButton, "expected_waive_all"), Qt.MouseButton.LeftButton)
    _say_why(desk, "")
    dialog = _found(desk.pane.window(), SavingDialog, "waiver_dialog")
    assert "原因" in _found(dialog, QLabel, "waiver_dialog_trouble").text()
    _say_why(desk, "会议传达即可")
    assert [one.waived_reason for one in _expected(desk)] == ["会议传达即可"]


def test_usual_papers_are_changed_and_offered_at_once(desk: Desk, qtbot: QtBot) -> None:
    open_expected_dialog(desk.pane, desk.workspace, [desk.task.id])
    desk.settle()
    dialog = desk.pane.findChild(ExpectedDialog)
    assert dialog is not None
    qtbot.mouseClick(_found(dialog, QPushButton, "expected_templates"), Qt.MouseButton.LeftButton)
    desk.settle()
    templates = _found(dialog, TemplatesDialog, "templates_dialog")
    templates.fields["once"].setPlainText("培训签到册\n考试成绩单")
    qtbot.waitUntil(templates.isActiveWindow)
    qtbot.keyClick(templates.fields["once"], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    (shown,) = [one for one in desk.pane.findChildren(ExpectedDialog) if one.isVisible()]
    top = shown.tree.topLevelItem(0)
    assert top is not None
    names = [top.child(row).text(0) for row in range(top.childCount())]
    assert names[-2:] == ["培训签到册", "考试成绩单"]
    shown.reject()
