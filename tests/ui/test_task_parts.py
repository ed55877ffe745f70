"""A task is split by keyboard, its parts are seen with how far they are, and the splitting is taken back."""

from __future__ import annotations

from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ledger_app.domain.task import Deadline, Task
from tests.ui.conftest import Settle
from ui.app import ApplicationWindow
from ui.dialogs.task_parts import TaskPartsDialog

W = TypeVar("W", bound=QWidget)

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)


def _child(parent: QWidget, kind: type[W], name: str) -> W:
    found = parent.findChild(kind, name)
    assert found is not None, f"no {name}"
    return found


def _open(window: ApplicationWindow, settle: Settle, task_id: int) -> QDialog:
    assert window.workspace is not None
    TaskPartsDialog(window, window.workspace, task_id).open()
    settle()
    tops = QApplication.topLevelWidgets()
    return next(one for one in tops if isinstance(one, TaskPartsDialog) and one.isVisible())


def _first(window: ApplicationWindow) -> Task:
    assert window.workspace is not None
    with window.workspace.ledger.read() as session:
        return session.of(Task).find()[0]


def _parts(window: ApplicationWindow, task: Task) -> list[Task]:
    assert window.workspace is not None
    with window.workspace.ledger.read() as session:
        return session.of(Task).find(parent_id=task.id)


def test_a_task_is_split_and_joined_again(qtbot: QtBot, opened: ApplicationWindow, settle: Settle) -> None:
    task = _first(opened)
    dialog = _open(opened, settle, task.id)
    accept = _child(dialog, QPushButton, "parts_accept")
    _child(dialog, QLineEdit, "part_title_1").setText("制定方案")
    assert not accept.isEnabled(), "one part is no split"
    _child(dialog, QLineEdit, "part_title_2").setText("组织实施")
    _child(dialog, QLineEdit, "part_due_2").setText("2030-08-31")
    qtbot.mouseClick(_child(dialog, QPushButton, "part_add"), Qt.MouseButton.LeftButton)
    _child(dialog, QLineEdit, "part_title_3").setText("总结验收")
    assert accept.text() == "拆成 3 项"
    qtbot.mouseClick(accept, Qt.MouseButton.LeftButton)
    settle()
    made = _parts(opened, task)
    assert [one.title for one in made] == ["制定方案", "组织实施", "总结验收"]
    assert opened.workspace is not None
    with opened.workspace.ledger.read() as session:
        assert [str(one.current_due) for one in session.of(Deadline).find(task_id=made[1].id)] == ["2030-08-31"]
    dialog = _open(opened, settle, task.id)
    assert "已拆成 3 项，完成 0/3" in _child(dialog, QLabel, "parts_state").text()
    qtbot.mouseClick(_child(dialog, QPushButton, "parts_join"), Qt.MouseButton.LeftButton)
    settle()
    assert _parts(opened, task) == []
    assert _first(opened).standing == "active"


def test_a_part_becomes_a_task_of_its_own(qtbot: QtBot, opened: ApplicationWindow, settle: Settle) -> None:
    task = _first(opened)
    dialog = _open(opened, settle, task.id)
    for number in (1, 2):
        _child(dialog, QLineEdit, f"part_title_{number}").setText(f"第{number}步")
    qtbot.mouseClick(_child(dialog, QPushButton, "parts_accept"), Qt.MouseButton.LeftButton)
    settle()
    part = _parts(opened, task)[0]
    dialog = _open(opened, settle, part.id)
    assert f"上级任务：{task.code}" in _child(dialog, QLabel, "parts_state").text()
    qtbot.mouseClick(_child(dialog, QPushButton, "parts_free"), Qt.MouseButton.LeftButton)
    settle()
    assert [one.title for one in _parts(opened, task)] == ["第2步"]


def test_a_deadline_that_cannot_be_read_is_not_saved(qtbot: QtBot, opened: ApplicationWindow, settle: Settle) -> None:
    task = _first(opened)
    dialog = _open(opened, settle, task.id)
    for number in (1, 2):
        _child(dialog, QLineEdit, f"part_title_{number}").setText(f"第{number}步")
    _child(dialog, QLineEdit, "part_due_1").setText("胡说")
    qtbot.mouseClick(_child(dialog, QPushButton, "parts_accept"), Qt.MouseButton.LeftButton)
    settle()
    assert dialog.isVisible()
    assert _parts(opened, task) == []
