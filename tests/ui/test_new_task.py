"""The form for new tasks and the way from a pasted text: by keyboard, with what was read shown beside it."""

from __future__ import annotations

from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QCompleter,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ledger_app.domain.task import Deadline, Task, TaskOwner, TaskSource
from ledger_app.services import custom_fields
from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from ui.actions import Act
from ui.app import ApplicationWindow
from ui.views.task_form import TaskForm

W = TypeVar("W", bound=QWidget)


def _child(parent: QWidget, kind: type[W], name: str) -> W:
    found = parent.findChild(kind, name)
    assert found is not None, f"no {name}"
    return found


def _type(edit: QLineEdit, text: str) -> None:
    """Type as an input method does, all at once."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(edit, event)


def _dialogs(name: str) -> list[QDialog]:
    tops = QApplication.topLevelWidgets()
    return [one for one in tops if isinstance(one, QDialog) and one.objectName() == name and one.isVisible()]


def _tasks(window: ApplicationWindow) -> list[Task]:
    assert window.workspace is not None
    with window.workspace.ledger.read() as session:
        return session.of(Task).find(plan_id=None)


@pytest.fixture
def dialog(opened: ApplicationWindow, settle: Settle) -> QDialog:
    opened.actions_[Act.NEW_TASK].trigger()
    settle()
    (found,) = _dialogs("new_task_dialog")
    return found


def _choose(box: QComboBox, word: str) -> None:
    box.setCurrentIndex(box.findText(word))
    box.activated.emit(box.currentIndex())


def test_a_task_is_typed_and_another_follows_it(
    qtbot: QtBot, opened: ApplicationWindow, dialog: QDialog, settle: Settle
) -> None:
    title, due = _child(dialog, QLineEdit, "new_task_title"), _child(dialog, QLineEdit, "new_task_due")
    assert title.hasFocus()
    assert not _child(dialog, QPushButton, "new_task_dialog_accept").isEnabled()
    _type(title, "甲")
    assert due.text() == "交办后15日内", "an instruction has its usual term"
    due.clear()
    _type(due, "明年一季度")
    assert "03-31" in _child(dialog, QLabel, "new_task_due_reading").text()
    _type(_child(dialog, QLineEdit, "new_task_reference"), "县长批示12号")
    qtbot.mouseClick(_child(dialog, QPushButton, "new_task_add_source"), Qt.MouseButton.LeftButton)
    _type(_child(dialog, QLineEdit, "new_task_reference_2"), "党组会纪要")
    qtbot.keyClick(title, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    settle()
    assert (title.text(), due.text()) == ("", "交办后15日内")
    assert "已登记" in _child(dialog, QLabel, "new_task_said").text()
    assert _child(dialog, QLineEdit, "new_task_reference").text() == "县长批示12号", "the same source goes on"
    _type(title, "乙")
    qtbot.keyClick(title, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert _dialogs("new_task_dialog") == []
    first, second = _tasks(opened)
    assert (first.title, second.title, second.source_ref) == ("甲", "乙", "县长批示12号")
    assert opened.workspace is not None
    with opened.workspace.ledger.read() as session:
        assert [one.source_ref for one in session.of(TaskSource).find(task_id=first.id)] == ["党组会纪要"]
        (deadline,) = session.of(Deadline).find(task_id=first.id)
    assert (deadline.raw, deadline.current_due is not None) == ("明年一季度", True)


def test_a_deadline_that_cannot_be_read_is_not_saved(
    qtbot: QtBot, opened: ApplicationWindow, dialog: QDialog, settle: Settle
) -> None:
    _type(_child(dialog, QLineEdit, "new_task_title"), "甲")
    due = _child(dialog, QLineEdit, "new_task_due")
    due.setText("胡说")
    assert "看不懂" in _child(dialog, QLabel, "new_task_due_reading").text()
    qtbot.mouseClick(_child(dialog, QPushButton, "new_task_dialog_accept"), Qt.MouseButton.LeftButton)
    settle()
    assert due.hasFocus()
    assert _tasks(opened) == []


def test_nothing_is_read_while_an_input_method_composes(qtbot: QtBot, dialog: QDialog) -> None:
    due = _child(dialog, QLineEdit, "new_task_due")
    due.clear()
    due.setFocus()
    QApplication.sendEvent(due, QInputMethodEvent("nian di", []))
    assert _child(dialog, QLabel, "new_task_due_reading").text() == ""
    done = QInputMethodEvent("", [])
    done.setCommitString("年底前")
    QApplication.sendEvent(due, done)
    qtbot.waitUntil(lambda: "12-31" in _child(dialog, QLabel, "new_task_due_reading").text())


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_units_are_found_by_initials_and_several_stand_in_a_line(
    qtbot: QtBot, opened: ApplicationWindow, dialog: QDialog, settle: Settle
) -> None:
    from ui.unit_picker import read_unit_names

    assert opened.workspace is not None
    with opened.workspace.ledger.read() as session:
        units = [one for one in read_unit_names(session) if len(one.known_by.split("\u3000")[-1]) > 3][:2]
    initials = units[0].known_by.split()[-1]
    lead = _child(dialog, QLineEdit, "new_task_lead")
    lead.setFocus()
    qtbot.keyClicks(lead, initials)
    popup = next(one for one in lead.findChildren(QCompleter)).popup()
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(lead, Qt.Key.Key_Return)
    assert lead.text() == f"{units[0].shown}、"
    assert _dialogs("new_task_dialog"), "Enter takes the unit, it does not save"
    lead.setText(f"{lead.text()}{units[1].shown}、没有的单位")
    assert "没有的单位" in _child(dialog, QLabel, "new_task_lead_reading").text()
    _type(_child(dialog, QLineEdit, "new_task_title"), "甲")
    qtbot.mouseClick(_child(dialog, QPushButton, "new_task_dialog_accept"), Qt.MouseButton.LeftButton)
    settle()
    (task,) = _tasks(opened)
    with opened.workspace.ledger.read() as session:
        owners = [(one.role, one.unit_id) for one in session.of(TaskOwner).find(task_id=task.id)]
    assert owners == [("lead", units[0].unit_id), ("lead", units[1].unit_id), ("lead", None)]


def test_a_rectification_fills_its_fields_and_own_columns(
    qtbot: QtBot, opened: ApplicationWindow, settle: Settle
) -> None:
    workspace = opened.workspace
    assert workspace is not None
    with workspace.ledger.write() as work:
        own = custom_fields.define(work, "投资额", "number").field
    opened.actions_[Act.NEW_TASK].trigger()
    settle()
    (dialog,) = _dialogs("new_task_dialog")
    assert not _child(dialog, QWidget, "new_task_rectification").isVisibleTo(dialog)
    _choose(_child(dialog, QComboBox, "new_task_preset"), "问题整改")
    assert _child(dialog, QWidget, "new_task_rectification").isVisibleTo(dialog)
    _choose(_child(dialog, QComboBox, "new_task_rectification_kind"), "立行立改")
    assert _child(dialog, QLineEdit, "new_task_due").text() == "立即"
    _type(_child(dialog, QLineEdit, "new_task_title"), "整改处方点评")
    _child(dialog, QPlainTextEdit, "new_task_rectification_problem").setPlainText("点评流于形式")
    qtbot.keyClicks(_child(dialog, QLineEdit, f"new_task_field_{own.id}"), "12")
    qtbot.mouseClick(_child(dialog, QPushButton, "new_task_dialog_accept"), Qt.MouseButton.LeftButton)
    settle()
    (task,) = _tasks(opened)
    with workspace.ledger.read() as session:
        values = {one.field.name: one.value for one in custom_fields.values_of(session, task.id) if one.value}
    assert values == {"投资额": "12", "问题表现": "点评流于形式", "整改类型": "立行立改"}


def test_what_was_typed_is_not_lost_by_one_key(qtbot: QtBot, dialog: QDialog, recorded: RecordedMessages) -> None:
    recorded.agrees = False
    _type(_child(dialog, QLineEdit, "new_task_title"), "甲")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert "还没有登记" in recorded.questions[0]
    recorded.agrees = True


def test_minutes_become_several_tasks(qtbot: QtBot, opened: ApplicationWindow, dialog: QDialog, settle: Settle) -> None:
    form = dialog.findChild(TaskForm)
    assert form is not None
    form.choose_preset("meeting")
    _type(_child(dialog, QLineEdit, "new_task_reference"), "党组会纪要第8期")
    qtbot.mouseClick(_child(dialog, QPushButton, "new_task_from_text"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(_dialogs("tasks_from_text_dialog")))
    (other,) = _dialogs("tasks_from_text_dialog")
    text = "会议强调，要加强领导。\n一、完成药品清点，9月底前办结。\n二、每月5日前汇总上报。"
    _child(other, QPlainTextEdit, "from_text_text").setPlainText(text)
    table = _child(other, QTableWidget, "from_text_table")
    qtbot.waitUntil(lambda: table.rowCount() == 3)
    accept = _child(other, QPushButton, "from_text_accept")
    assert accept.text() == "登记 2 项任务"
    item = table.item(1, 0)
    assert item is not None
    item.setText("药品清点")
    qtbot.mouseClick(accept, Qt.MouseButton.LeftButton)
    settle()
    assert [(one.title, one.source_kind, one.source_ref) for one in _tasks(opened)] == [
        ("药品清点", "meeting", "党组会纪要第8期"),
        ("每月5日前汇总上报", "meeting", "党组会纪要第8期"),
    ]
    assert opened.workspace is not None
    opened.workspace.undo()
    settle()
    assert _tasks(opened) == []


def test_a_text_may_be_reviewed_like_a_file(
    qtbot: QtBot, opened: ApplicationWindow, dialog: QDialog, settle: Settle
) -> None:
    qtbot.mouseClick(_child(dialog, QPushButton, "new_task_from_text"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(_dialogs("tasks_from_text_dialog")))
    (other,) = _dialogs("tasks_from_text_dialog")
    _child(other, QPlainTextEdit, "from_text_text").setPlainText(
        "一、完成药品清点，9月底前办结。\n二、每月5日前汇总上报。"
    )
    settle()
    qtbot.mouseClick(_child(other, QPushButton, "from_text_review"), Qt.MouseButton.LeftButton)
    settle()
    assert opened.page is not None
    assert opened.page.objectName() == "page_plans"
