"""收件文件夹: chosen in the settings, what arrives is offered above the evidence, filed, kept or passed over."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from ledger_app.domain.evidence import Evidence, TaskEvidence
from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from ui.app import ApplicationWindow
from ui.dialogs.task_picker import TaskPicker
from ui.inbox import Inbox
from ui.views.inbox_bar import InboxBar
from ui.workspace import Place


@pytest.fixture
def arrivals(tmp_path: Path) -> Path:
    """Return a folder in which two files have arrived."""
    folder = tmp_path / "微信文件"
    folder.mkdir()
    (folder / "签到表.txt").write_text("签到", encoding="utf-8")
    (folder / "会议照片.txt").write_text("照片", encoding="utf-8")
    return folder


@pytest.fixture
def inbox(opened: ApplicationWindow, settle: Settle, arrivals: Path, recorded: RecordedMessages, qtbot: QtBot) -> Inbox:
    """Return the inbox, its folder chosen on the page of settings and looked into twice."""
    opened.show_place(Place("settings"))
    settle()
    recorded.folder = arrivals
    press(qtbot, opened, "inbox_choose")
    settle()
    assert opened.workspace is not None
    look(opened, settle)
    opened.show_place(Place("evidence"))
    settle()
    return opened.workspace.inbox


def press(qtbot: QtBot, window: ApplicationWindow, name: str) -> None:
    button = window.findChild(QPushButton, name)
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[no-untyped-call]


def look(window: ApplicationWindow, settle: Settle) -> None:
    assert window.workspace is not None
    window.workspace.inbox.look()
    settle()


def bar_of(window: ApplicationWindow) -> InboxBar:
    bar = window.findChild(InboxBar)
    assert bar is not None
    return bar


def listed(window: ApplicationWindow) -> list[str]:
    rows = bar_of(window).findChild(QListWidget, "inbox_list")
    assert rows is not None
    return [rows.item(row).text().split("　")[0] for row in range(rows.count())]


def titles(window: ApplicationWindow) -> set[str]:
    assert window.workspace is not None
    with window.workspace.ledger.read() as session:
        return {piece.title for piece in session.of(Evidence).find()}


def test_without_a_folder_there_is_no_tray(opened: ApplicationWindow, settle: Settle) -> None:
    opened.show_place(Place("evidence"))
    settle()
    assert not bar_of(opened).isVisible()


def test_what_arrives_is_offered_and_kept_and_comes_back_when_undone(
    inbox: Inbox, opened: ApplicationWindow, settle: Settle, qtbot: QtBot, arrivals: Path
) -> None:
    assert bar_of(opened).isVisible()
    assert bar_of(opened).show_button.text() == "待归档 2 个"
    assert not bar_of(opened).add_button.isVisible()
    press(qtbot, opened, "inbox_show")
    assert listed(opened) == ["会议照片.txt", "签到表.txt"]
    rows = bar_of(opened).list
    rows.clearSelection()
    assert not bar_of(opened).add_button.isEnabled()
    rows.item(0).setSelected(True)
    press(qtbot, opened, "inbox_add")
    settle()
    assert "会议照片" in titles(opened)
    assert listed(opened) == ["签到表.txt"]
    assert (arrivals / "会议照片.txt").exists()
    assert opened.workspace is not None
    opened.workspace.undo()
    settle()
    look(opened, settle)
    assert [file.path.name for file in inbox.waiting] == ["会议照片.txt", "签到表.txt"]


def test_what_arrives_can_be_linked_to_tasks(
    inbox: Inbox, opened: ApplicationWindow, settle: Settle, qtbot: QtBot
) -> None:
    press(qtbot, opened, "inbox_show")
    press(qtbot, opened, "inbox_link")
    settle()
    picker = opened.findChild(TaskPicker)
    assert picker is not None
    field = picker.findChild(QLineEdit, "task_picker_field")
    assert field is not None
    picker.list.item(0).setCheckState(Qt.CheckState.Checked)
    task_id = picker.list.item(0).data(Qt.ItemDataRole.UserRole)
    qtbot.mouseClick(picker.verb_button, Qt.MouseButton.LeftButton)  # type: ignore[no-untyped-call]
    settle()
    assert inbox.waiting == ()
    assert not bar_of(opened).isVisible()
    assert opened.workspace is not None
    with opened.workspace.ledger.read() as session:
        pieces = {link.evidence_id for link in session.of(TaskEvidence).find(task_id=task_id)}
        linked = {piece.title for piece in session.of(Evidence).find(id=list(pieces))}
    assert {"会议照片", "签到表"} <= linked


def test_what_is_passed_over_is_not_offered_again_unless_it_changes(
    inbox: Inbox, opened: ApplicationWindow, settle: Settle, qtbot: QtBot, arrivals: Path, ledger_folder: Path
) -> None:
    press(qtbot, opened, "inbox_show")
    press(qtbot, opened, "inbox_ignore")
    assert inbox.waiting == ()
    opened.ledger_acts.close_ledger()
    opened.ledger_acts.open_folder(ledger_folder)
    settle()
    assert opened.workspace is not None
    again = opened.workspace.inbox
    assert again.folder == arrivals
    (arrivals / "签到表.txt").write_text("签到，又补了两个人", encoding="utf-8")
    look(opened, settle)
    look(opened, settle)
    assert [file.path.name for file in again.waiting] == ["签到表.txt"]


def test_a_pulled_stick_is_said_and_comes_back(
    inbox: Inbox, opened: ApplicationWindow, settle: Settle, arrivals: Path
) -> None:
    away = arrivals.with_name("away")
    arrivals.rename(away)
    look(opened, settle)
    words = bar_of(opened).findChild(QLabel, "inbox_words")
    assert words is not None
    assert words.text().startswith("找不到收件文件夹")
    assert not bar_of(opened).show_button.isVisible()
    away.rename(arrivals)
    look(opened, settle)
    assert len(inbox.waiting) == 2


def test_stopping_leaves_folder_and_files(
    inbox: Inbox, opened: ApplicationWindow, settle: Settle, qtbot: QtBot, arrivals: Path
) -> None:
    opened.show_place(Place("settings"))
    settle()
    press(qtbot, opened, "inbox_stop")
    settle()
    assert inbox.folder is None
    assert inbox.waiting == ()
    assert len(list(arrivals.iterdir())) == 2
    opened.show_place(Place("evidence"))
    assert not bar_of(opened).isVisible()
