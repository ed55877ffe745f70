"""The ledger's own columns are defined, ordered, retired and deleted in the settings."""

from __future__ import annotations

from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from ledger_app.domain.task import Task
from ledger_app.services import custom_fields
from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from ui.app import ApplicationWindow
from ui.workspace import Place

W = TypeVar("W", bound=QWidget)


def _child(parent: QWidget, kind: type[W], name: str) -> W:
    found = parent.findChild(kind, name)
    assert found is not None, f"no {name}"
    return found


def _dialog() -> QWidget:
    tops = QApplication.topLevelWidgets()
    return next(one for one in tops if one.objectName() == "custom_field_dialog" and one.isVisible())


def _names(window: ApplicationWindow) -> list[str]:
    table = _child(window, QTableWidget, "custom_fields_table")
    items = [table.item(row, 0) for row in range(table.rowCount())]
    return [item.text() for item in items if item is not None]


def _press(qtbot: QtBot, parent: QWidget, name: str) -> None:
    button = _child(parent, QPushButton, name)
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def page(opened: ApplicationWindow, settle: Settle) -> ApplicationWindow:
    opened.show_place(Place("settings"))
    settle()
    return opened


def _define(qtbot: QtBot, page: ApplicationWindow, settle: Settle, name: str, kind: str, options: str = "") -> None:
    _press(qtbot, page, "custom_field_add")
    dialog = _dialog()
    _child(dialog, QLineEdit, "custom_field_name").setText(name)
    box = _child(dialog, QComboBox, "custom_field_kind")
    box.setCurrentIndex(box.findText(kind))
    _child(dialog, QPlainTextEdit, "custom_field_options").setPlainText(options)
    _press(qtbot, dialog, "custom_field_dialog_accept")
    settle()


def test_columns_are_added_ordered_and_retired(qtbot: QtBot, page: ApplicationWindow, settle: Settle) -> None:
    assert _names(page) == []
    _define(qtbot, page, settle, "投资额", "数字")
    _define(qtbot, page, settle, "进度档", "选项", "快\n慢\n")
    assert _names(page) == ["投资额", "进度档"]
    table = _child(page, QTableWidget, "custom_fields_table")
    table.selectRow(1)
    _press(qtbot, page, "custom_field_up")
    settle()
    assert _names(page) == ["进度档", "投资额"]
    assert not _child(page, QPushButton, "custom_field_up").isEnabled(), "the moved one is still chosen"
    _press(qtbot, page, "custom_field_retire")
    settle()
    state = table.item(0, 4)
    assert state is not None
    assert state.text() == "停用"
    assert _child(page, QPushButton, "custom_field_retire").text() == "恢复使用"
    assert page.workspace is not None
    page.workspace.undo()
    settle()
    assert _child(page, QPushButton, "custom_field_retire").text() == "停用"


def test_a_choice_needs_words_and_a_name_is_given_once(
    qtbot: QtBot, page: ApplicationWindow, settle: Settle, recorded: RecordedMessages
) -> None:
    _press(qtbot, page, "custom_field_add")
    dialog = _dialog()
    _child(dialog, QLineEdit, "custom_field_name").setText("进度档")
    box = _child(dialog, QComboBox, "custom_field_kind")
    box.setCurrentIndex(box.findText("选项"))
    accept = _child(dialog, QPushButton, "custom_field_dialog_accept")
    assert not accept.isEnabled()
    _child(dialog, QPlainTextEdit, "custom_field_options").setPlainText("快\n慢")
    _press(qtbot, dialog, "custom_field_dialog_accept")
    settle()
    _define(qtbot, page, settle, "进度档", "文字")
    assert [getattr(error, "code", "") for error in recorded.errors] == ["SVC-190"]


def test_a_renamed_word_takes_its_values_along_and_deleting_asks(
    qtbot: QtBot, page: ApplicationWindow, settle: Settle, recorded: RecordedMessages
) -> None:
    workspace = page.workspace
    assert workspace is not None
    _define(qtbot, page, settle, "进度档", "选项", "快\n慢")
    with workspace.ledger.write() as work:
        task = work.of(Task).find()[0]
        field = custom_fields.fields_of(work)[0]
        custom_fields.set_value(work, [task.id], field.id, "快")
    page.show_place(Place("ledger"))
    page.show_place(Place("settings"))
    table = _child(page, QTableWidget, "custom_fields_table")
    table.selectRow(0)
    _press(qtbot, page, "custom_field_change")
    dialog = _dialog()
    _child(dialog, QPlainTextEdit, "custom_field_options").setPlainText("很快\n慢")
    _press(qtbot, dialog, "custom_field_dialog_accept")
    settle()
    with workspace.ledger.read() as session:
        assert [one.value for one in custom_fields.values_of(session, task.id)] == ["很快"]
    recorded.agrees = False
    _press(qtbot, page, "custom_field_remove")
    settle()
    assert "1 项任务" in recorded.questions[-1]
    assert _names(page) == ["进度档"]
    recorded.agrees = True
    _press(qtbot, page, "custom_field_remove")
    settle()
    assert _names(page) == []
