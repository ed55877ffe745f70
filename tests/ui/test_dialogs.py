"""Small dialogs and the status line: the journal undoes any step, the cut-off date, running jobs and their stop."""

from __future__ import annotations

import datetime as dt
import threading
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QProgressBar, QPushButton, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from ledger_app.domain.task import Task
from ledger_app.ports import Progress
from ledger_app.services import tasks
from tests.ui.conftest import CUTOFF, Settle
from tests.ui.recorded import RecordedMessages
from ui.actions import Act
from ui.app import ApplicationWindow

W = TypeVar("W", bound=QWidget)


def _child(parent: QWidget, kind: type[W], name: str) -> W:
    found = parent.findChild(kind, name)
    assert found is not None, f"no {name}"
    return found


def _dialog(name: str) -> QWidget:
    return next(one for one in QApplication.topLevelWidgets() if one.objectName() == name and one.isVisible())


def _titles(window: ApplicationWindow) -> set[str]:
    assert window.workspace is not None
    with window.workspace.ledger.read() as session:
        return {task.title for task in session.of(Task).find(code=["2-01", "2-02"])}


def _rename(window: ApplicationWindow, code: str, title: str) -> None:
    workspace = window.workspace
    assert workspace is not None
    with workspace.ledger.read() as session:
        task = session.of(Task).find(code=code)[0]
    workspace.change(lambda work, _p: tasks.edit(work, task.id, task.version, {"title": title}), window).start()


def test_an_earlier_step_is_undone_from_the_journal_and_later_ones_stay(
    qtbot: QtBot, opened: ApplicationWindow, settle: Settle
) -> None:
    _rename(opened, "2-01", "甲改")
    settle()
    _rename(opened, "2-02", "乙改")
    settle()
    opened.actions_[Act.JOURNAL].trigger()
    settle()
    dialog = _dialog("journal_dialog")
    table = _child(dialog, QTableWidget, "journal_table")
    rows = [item.text() for row in range(table.rowCount()) if (item := table.item(row, 1)) is not None]
    assert "2-02" in rows[0]
    table.selectRow(1)
    act = _child(dialog, QPushButton, "journal_act")
    assert act.text() == "撤销这一步"
    qtbot.mouseClick(act, Qt.MouseButton.LeftButton)
    settle()
    titles = _titles(opened)
    assert "乙改" in titles
    assert "甲改" not in titles


def test_undoing_the_import_of_days_ago_keeps_and_names_what_was_touched_since(
    qtbot: QtBot, opened: ApplicationWindow, settle: Settle, recorded: RecordedMessages
) -> None:
    _rename(opened, "2-01", "后来改过")
    settle()
    assert opened.workspace is not None
    imported = next(one for one in opened.workspace.ledger.operations() if "工作要点" in one.name)
    opened.workspace.undo(imported.id)
    settle()
    assert recorded.errors == []
    title, text, detail = recorded.texts[-1]
    assert title == "已撤销"
    assert "保留" in text
    assert "2-01" in detail or "后来改过" in detail
    assert "后来改过" in _titles(opened)


def test_the_cutoff_date_is_chosen_and_shown(qtbot: QtBot, opened: ApplicationWindow, settle: Settle) -> None:
    qtbot.mouseClick(_child(opened, QPushButton, "status_cutoff"), Qt.MouseButton.LeftButton)
    dialog = _dialog("cutoff_dialog")
    field = _child(dialog, QLineEdit, "cutoff_date")
    assert field.text() == CUTOFF.isoformat()
    field.setText("5月底")
    qtbot.mouseClick(_child(dialog, QPushButton, "cutoff_dialog_accept"), Qt.MouseButton.LeftButton)
    settle()
    assert opened.workspace is not None
    assert opened.workspace.cutoff == dt.date(2024, 5, 31)
    assert "2024-05-31" in _child(opened, QPushButton, "status_cutoff").text()


def test_long_work_is_shown_with_a_stop_that_stops_it(qtbot: QtBot, opened: ApplicationWindow, settle: Settle) -> None:
    begun, results = threading.Event(), []

    def work(progress: Progress) -> None:
        done = 0
        while True:
            done += 1
            progress.step(done % 100, 100, "第一份")
            begun.set()

    opened.runner.query(work).with_progress("正在读取").on_success(results.append).start()
    label, bar = _child(opened, QLabel, "status_job"), _child(opened, QProgressBar, "status_progress")
    qtbot.waitUntil(lambda: label.text() == "正在读取：第一份")
    assert bar.isVisible()
    assert bar.maximum() == 100
    qtbot.mouseClick(_child(opened, QPushButton, "status_stop"), Qt.MouseButton.LeftButton)
    settle()
    assert not bar.isVisible()
    assert results == []


def test_the_status_line_says_what_is_not_saved_yet(qtbot: QtBot, opened: ApplicationWindow, settle: Settle) -> None:
    release = threading.Event()
    saved = _child(opened, QLabel, "status_saved")
    opened.runner.change(lambda _progress: release.wait(10)).start()
    qtbot.waitUntil(lambda: "正在保存" in saved.text())
    release.set()
    qtbot.waitUntil(lambda: saved.text() == "全部更改已保存")
    settle()
