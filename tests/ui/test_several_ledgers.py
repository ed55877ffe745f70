"""Several ledgers: the last ones, switching, a second window that only reads, a new name, the year roll-over."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ledger_app.bootstrap import create_session, open_session
from ledger_app.domain.task import CarriedTask, Task
from ledger_app.errors import EnvironmentFault
from ledger_app.messages import describe
from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from ui.actions import Act
from ui.app import ApplicationWindow
from ui.dialogs.recent import RecentDialog
from ui.dialogs.roll_over import RollOverDialog
from ui.models.recent_ledgers import remembered
from ui.workspace import Place

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)


def press(qtbot: QtBot, parent: QWidget, name: str) -> None:
    button = parent.findChild(QPushButton, name)
    assert button is not None, name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[no-untyped-call]


def label(parent: QWidget, name: str) -> str:
    found = parent.findChild(QLabel, name)
    assert found is not None, name
    return found.text()


def test_the_last_ledgers_are_listed_with_what_they_hold(
    qtbot: QtBot, opened: ApplicationWindow, settle: Settle, tmp_path: Path
) -> None:
    assert opened.workspace is not None
    here = opened.workspace.ledger.folder
    opened.state.note_opened(tmp_path / "拔掉的U盘")
    opened.actions_[Act.RECENT].trigger()
    settle()
    dialog = opened.findChild(RecentDialog)
    assert dialog is not None
    first, second = remembered(opened.state)
    assert (first.folder, second.folder) == (tmp_path / "拔掉的U盘", here)
    assert second.tasks
    assert f"{second.tasks} 项任务" in label(dialog, "recent_detail_1")
    qtbot.waitUntil(lambda: "U盘" in label(dialog, "recent_detail_0"))
    missing = dialog.findChild(QPushButton, "recent_0")
    assert missing is not None
    assert not missing.isEnabled()
    press(qtbot, dialog, "recent_remove_0")
    settle()
    assert opened.state.recent == [here]


def test_switching_lets_the_ledger_before_go(
    qtbot: QtBot, opened: ApplicationWindow, settle: Settle, tmp_path: Path
) -> None:
    assert opened.workspace is not None
    before = opened.workspace.ledger.folder
    create_session(tmp_path / "另一本", "另一本").close()
    opened.state.note_opened(tmp_path / "另一本")
    opened.actions_[Act.RECENT].trigger()
    settle()
    dialog = opened.findChild(RecentDialog)
    assert dialog is not None
    press(qtbot, dialog, "recent_0")
    qtbot.waitUntil(lambda: opened.workspace is not None and opened.workspace.ledger.folder == tmp_path / "另一本")
    settle()
    assert not (before / "ledger.lock").exists()
    open_session(before).close()


def test_a_second_window_reads_and_says_who_writes(opened: ApplicationWindow) -> None:
    assert opened.workspace is not None
    folder = opened.workspace.ledger.folder
    with pytest.raises(EnvironmentFault) as caught:
        open_session(folder)
    assert caught.value.code == "DB-010"
    assert "只读" in describe(caught.value)
    with open_session(folder, read_only=True) as second, second.ledger.read() as session:
        assert session.of(Task).count() > 0


def test_a_ledger_gets_another_name_and_its_old_one_back(
    qtbot: QtBot, opened: ApplicationWindow, settle: Settle
) -> None:
    before = opened.windowTitle()
    opened.actions_[Act.RENAME_LEDGER].trigger()
    field = opened.findChild(QLineEdit, "ledger_name")
    assert field is not None
    field.setText("医改专项台账")
    press(qtbot, opened, "rename_dialog_accept")
    settle()
    qtbot.waitUntil(lambda: "医改专项台账" in opened.windowTitle())
    assert opened.workspace is not None
    opened.workspace.undo()
    settle()
    qtbot.waitUntil(lambda: opened.windowTitle() == before)


def test_a_name_left_as_it_is_shown_still_follows_the_bureau(
    qtbot: QtBot, opened: ApplicationWindow, settle: Settle
) -> None:
    assert opened.workspace is not None
    before = opened.windowTitle()
    opened.actions_[Act.RENAME_LEDGER].trigger()
    press(qtbot, opened, "rename_dialog_accept")
    settle()
    assert opened.windowTitle() == before
    assert not opened.workspace.has_own_name


def test_a_year_is_rolled_over_into_a_new_ledger(
    qtbot: QtBot, opened: ApplicationWindow, settle: Settle, recorded: RecordedMessages, tmp_path: Path
) -> None:
    assert opened.workspace is not None
    old = opened.workspace.ledger.folder
    with opened.workspace.ledger.read() as session:
        uids = {task.uid for task in session.of(Task).find()}
    opened.actions_[Act.ROLL_OVER].trigger()
    settle()
    dialog = opened.findChild(RollOverDialog)
    assert dialog is not None
    count = len(dialog.chosen())
    assert count == dialog.table.rowCount() - (
        int(box.text().split()[-1]) if (box := dialog.sorts.get("unclosed")) else 0
    )
    sort = dialog.findChild(QCheckBox, "roll_over_unfinished")
    assert sort is not None
    sort.setChecked(False)
    assert len(dialog.chosen()) < count
    sort.setChecked(True)
    assert dialog.verb_button.text() == f"结转 {count} 项"
    busy = tmp_path / "有东西"
    busy.mkdir()
    (busy / "x").write_text("x", "utf-8")
    dialog.folder.setText(str(busy))
    press(qtbot, dialog, "roll_over_dialog_accept")
    settle()
    assert "已有其他内容" in label(dialog, "roll_over_trouble")
    to = tmp_path / "2025年度"
    dialog.folder.setText(str(to))
    recorded.agrees = True
    press(qtbot, dialog, "roll_over_dialog_accept")
    qtbot.waitUntil(lambda: opened.workspace is not None and opened.workspace.ledger.folder == to, timeout=20_000)
    settle()
    with opened.workspace.ledger.read() as session:
        carried = session.of(CarriedTask).find()
        assert len(carried) == count == session.of(Task).count()
        assert {task.uid for task in session.of(Task).find()} <= uids
        assert {one.ledger_path for one in carried} == {str(old)}
        assert session.settings().year == int(dialog_year(recorded))
        reported = next(one for one in carried if one.entry_count)
    opened.show_place(Place("ledger", task_id=reported.task_id))
    qtbot.waitUntil(lambda: opened.findChild(QPushButton, f"carried_open_{reported.id}") is not None)
    press(qtbot, opened, f"carried_open_{reported.id}")
    qtbot.waitUntil(lambda: opened.workspace is not None and opened.workspace.ledger.folder == old, timeout=20_000)
    qtbot.waitUntil(lambda: "（已结转）" in opened.windowTitle())
    settle()
    opened.ledger_acts.close_ledger()
    with open_session(old, read_only=True) as before, before.ledger.read() as session:
        assert {task.uid for task in session.of(Task).find()} == uids


def dialog_year(recorded: RecordedMessages) -> str:
    """Return the year named by the ledger's folder in the question."""
    return next(text for text in recorded.questions if "已结转" in text).rpartition("年度")[0][-4:]
