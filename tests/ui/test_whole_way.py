"""The whole way in the window: first run, import, edit, progress, evidence, undo, search, report, settings."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ledger_app.domain.evidence import TaskEvidence
from ledger_app.domain.plan import Plan
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.task import Task
from resources import locate
from tests.ui.conftest import CUTOFF, Settle
from tests.ui.recorded import RecordedMessages
from ui.actions import Act
from ui.app import ApplicationWindow
from ui.pages.ledger import LedgerPage
from ui.pages.page import Page

W = TypeVar("W", bound=QWidget)


def _child(parent: QWidget, kind: type[W], name: str) -> W:
    found = parent.findChild(kind, name)
    assert found is not None, f"no {name}"
    return found


def _press(qtbot: QtBot, parent: QWidget, name: str) -> None:
    button = _child(parent, QPushButton, name)
    assert button.isEnabled(), f"{name} cannot be pressed"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def _count(window: ApplicationWindow, entity: type[object]) -> int:
    assert window.workspace is not None
    with window.workspace.ledger.read() as session:
        return session.of(entity).count()


def _go(window: ApplicationWindow, act: Act, settle: Settle) -> Page:
    window.actions_[act].trigger()
    settle()
    assert window.page is not None
    return window.page


def _make_ledger(
    qtbot: QtBot, window: ApplicationWindow, recorded: RecordedMessages, settle: Settle, folder: Path
) -> None:
    folder.mkdir()
    recorded.folder = folder
    _press(qtbot, window, "welcome_new_ledger")
    _press(qtbot, window, "new_ledger_choose")
    _child(window, QLineEdit, "new_ledger_name").setText("青禾县卫生健康局")
    qtbot.waitUntil(_child(window, QPushButton, "new_ledger_dialog_accept").isEnabled)
    _press(qtbot, window, "new_ledger_dialog_accept")
    settle()
    assert window.workspace is not None
    assert "青禾县卫生健康局" in window.windowTitle()
    window.workspace.set_cutoff(CUTOFF)


def _import_plan(qtbot: QtBot, window: ApplicationWindow, recorded: RecordedMessages, settle: Settle) -> int:
    """Import a sample plan through its review and return the number of tasks."""
    recorded.files = [next(file for file in locate.samples().iterdir() if file.suffix == ".docx")]
    plans = _go(window, Act.IMPORT_PLAN, settle)
    assert plans.name == "plans"
    assert _count(window, Task) == 0, "nothing is written before it is confirmed"
    _press(qtbot, plans, "plans_confirm")
    settle()
    assert _count(window, Plan) == 1
    return _count(window, Task)


def _work_on_a_task(
    qtbot: QtBot, window: ApplicationWindow, ledger: LedgerPage, recorded: RecordedMessages, settle: Settle
) -> None:
    """Rename the chosen task, file its progress and attach evidence."""
    title = _child(ledger, QLineEdit, "task_title")
    title.setText("改过的名称")
    title.editingFinished.emit()
    settle()
    rows = range(ledger.model.rowCount())
    assert "改过的名称" in {ledger.model.index(row, 2).data() for row in rows}
    window.actions_[Act.FILE_PROGRESS].trigger()
    settle()
    ledger.detail.progress.text.setPlainText("完成选址，开工 3 个。")
    ledger.detail.progress.percent.setText("40")
    _press(qtbot, ledger, "progress_save")
    settle()
    assert _count(window, ProgressEntry) == 1
    assert window.workspace is not None
    proof = window.workspace.ledger.folder.parent / "开工报告.txt"
    proof.write_text("已开工。", encoding="utf-8")
    recorded.files = [proof]
    window.actions_[Act.ADD_EVIDENCE].trigger()
    settle()
    assert _count(window, TaskEvidence) == 1


def _undo_and_redo(window: ApplicationWindow, settle: Settle) -> None:
    for act, left in ((Act.UNDO, 0), (Act.REDO, 1)):
        for _ in range(2):
            window.actions_[act].trigger()
            settle()
        assert (_count(window, TaskEvidence), _count(window, ProgressEntry)) == (left, left)


def _search(qtbot: QtBot, window: ApplicationWindow, settle: Settle, text: str) -> None:
    window.actions_[Act.GO_WORKBENCH].trigger()
    settle()
    window.actions_[Act.SEARCH].trigger()
    window.top_bar.search.insert(text)
    qtbot.waitUntil(window.top_bar.search.hits.isVisible)
    settle()
    qtbot.keyClick(window.top_bar.search, Qt.Key.Key_Return)
    settle()


def test_from_the_first_start_to_a_printed_circular(
    qtbot: QtBot, window: ApplicationWindow, recorded: RecordedMessages, settle: Settle, tmp_path: Path
) -> None:
    _make_ledger(qtbot, window, recorded, settle, tmp_path / "2024年台账")
    tasks = _import_plan(qtbot, window, recorded, settle)
    assert tasks > 20
    ledger = _go(window, Act.GO_LEDGER, settle)
    assert isinstance(ledger, LedgerPage)
    assert ledger.model.rowCount() == tasks
    task_id = ledger.grid.current_task
    _work_on_a_task(qtbot, window, ledger, recorded, settle)
    _undo_and_redo(window, settle)
    _search(qtbot, window, settle, "改过")
    assert ledger.detail.task_id == task_id
    reports = _go(window, Act.GO_REPORTS, settle)
    recorded.target = tmp_path / "通报.pdf"
    qtbot.waitUntil(_child(reports, QPushButton, "reports_save").isEnabled, timeout=20_000)
    _press(qtbot, reports, "reports_save")
    settle()
    assert recorded.target.read_bytes().startswith(b"%PDF")
    for act in (Act.GO_PLANS, Act.GO_EVIDENCE, Act.GO_UNITS, Act.GO_SETTINGS):
        _go(window, act, settle)
    assert recorded.errors == []
