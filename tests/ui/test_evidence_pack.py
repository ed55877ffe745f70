"""迎检材料包 and 应有材料 through the window: choose, see what there is, press, read what was written."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ledger_app.domain.evidence import ExpectedEvidence, TaskEvidence
from ledger_app.domain.grid import Condition
from ledger_app.domain.task import Task
from ledger_app.domain.view import GridView
from ledger_app.ports import ReadSession
from ledger_app.services import views
from tests.bags import faults_of, files_of
from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from ui.actions import Act
from ui.app import ApplicationWindow
from ui.dialogs.evidence_pack import PackDialog
from ui.dialogs.expected_evidence import ExpectedDialog
from ui.workspace import Place

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)

W = TypeVar("W", bound=QObject)


def _found(window: QWidget, kind: type[W], name: str = "") -> W:
    found = window.findChild(kind, name) if name else window.findChild(kind)
    assert found is not None, f"no {kind.__name__} {name}"
    return found


def _task_with_evidence(session: ReadSession) -> Task:
    link = session.of(TaskEvidence).find()[0]
    task = session.of(Task).get(link.task_id)
    assert task is not None
    return task


def _task(window: ApplicationWindow) -> Task:
    assert window.workspace is not None
    with window.workspace.ledger.read() as session:
        return _task_with_evidence(session)


def _expected(window: ApplicationWindow, task: Task) -> list[ExpectedEvidence]:
    assert window.workspace is not None
    with window.workspace.ledger.read() as session:
        return session.of(ExpectedEvidence).find(task_id=task.id)


def _pack_dialog(window: ApplicationWindow, settle: Settle) -> PackDialog:
    window.actions_[Act.PACK_EVIDENCE].trigger()
    settle()
    return _found(window, PackDialog)


@pytest.mark.parametrize("shape", ["folder", "zip"])
def test_all_tasks_become_a_valid_pack_where_the_clerk_says(
    opened: ApplicationWindow, settle: Settle, recorded: RecordedMessages, tmp_path: Path, qtbot: QtBot, shape: str
) -> None:
    opened.show_place(Place("evidence"))
    settle()
    dialog = _pack_dialog(opened, settle)
    qtbot.waitUntil(dialog.verb_button.isEnabled)
    assert "缺少材料" in dialog.said.text()
    dialog.name.setText("半年督查")
    dialog.shape.show_value(shape)
    recorded.folder, recorded.target = tmp_path, tmp_path / "半年督查.zip"
    recorded.agrees = False
    qtbot.mouseClick(dialog.verb_button, Qt.MouseButton.LeftButton)
    settle()
    target = tmp_path / "半年督查" if shape == "folder" else recorded.target
    files = files_of(target)
    assert faults_of(files) == []
    assert "data/00-材料目录.pdf" in files
    assert recorded.questions[-1].startswith("已打包 ")


def test_a_unit_must_be_chosen_and_without_a_place_the_dialog_stays(
    opened: ApplicationWindow, settle: Settle, recorded: RecordedMessages, qtbot: QtBot
) -> None:
    dialog = _pack_dialog(opened, settle)
    dialog.scope.show_value("unit")
    settle()
    assert not dialog.verb_button.isEnabled()
    dialog.scope.show_value("plan")
    qtbot.waitUntil(dialog.verb_button.isEnabled)
    assert dialog.plan.isVisible()
    assert not dialog.unit.isVisible()
    assert dialog.name.text() == dialog.plan.currentText()
    recorded.folder = None
    qtbot.mouseClick(dialog.verb_button, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    dialog.reject()


def test_a_view_is_packed_with_labels_for_the_box_and_numbers_for_the_archive(
    opened: ApplicationWindow, settle: Settle, recorded: RecordedMessages, tmp_path: Path, qtbot: QtBot
) -> None:
    task = _task(opened)
    assert opened.workspace is not None
    with opened.workspace.ledger.write() as work:
        views.save(work, "迎检任务", GridView(conditions=(Condition("code", "is", (task.code,)),)))
    dialog = _pack_dialog(opened, settle)
    dialog.scope.show_value("view")
    qtbot.waitUntil(dialog.verb_button.isEnabled)
    assert dialog.name.text() == "迎检任务"
    assert "1 项任务" in dialog.said.text()
    dialog.fonds.setText("A1")
    qtbot.waitUntil(lambda: "档号的全宗号不对" in dialog.said.text())
    assert not dialog.verb_button.isEnabled()
    dialog.fonds.setText("A001")
    dialog.box.setChecked(True)
    qtbot.waitUntil(dialog.verb_button.isEnabled)
    recorded.folder, recorded.agrees = tmp_path, False
    qtbot.mouseClick(dialog.verb_button, Qt.MouseButton.LeftButton)
    settle()
    files = files_of(tmp_path / "迎检任务")
    assert faults_of(files) == []
    assert "data/00-档案盒封面和脊背.pdf" in files


def test_expected_papers_are_ticked_kept_and_matched(opened: ApplicationWindow, settle: Settle, qtbot: QtBot) -> None:
    task = _task(opened)
    opened.show_place(Place("ledger", task_id=task.id, tab="evidence"))
    settle()
    opened.actions_[Act.EXPECTED_EVIDENCE].trigger()
    settle()
    dialog = _found(opened, ExpectedDialog)
    dialog.usual.setChecked(True)
    qtbot.mouseClick(dialog.verb_button, Qt.MouseButton.LeftButton)
    settle()
    rows = _expected(opened, task)
    assert {"通知或方案", "工作照片"} <= {row.name for row in rows}
    title = _found(opened, QLabel, "expected_title")
    assert title.text() == f"应有材料　{len(rows)} 项，缺 {len(rows)} 项"
    more = _found(opened, QPushButton, f"expected_more_{rows[0].id}")
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    menu = _found(opened, QMenu, "expected_menu")
    menu.actions()[0].trigger()
    menu.close()
    settle()
    assert _expected(opened, task)[0].evidence_id is not None
    assert f"缺 {len(rows) - 1} 项" in _found(opened, QLabel, "expected_title").text()
    opened.actions_[Act.UNDO].trigger()
    settle()
    assert _expected(opened, task)[0].evidence_id is None
