"""第二备份位置: chosen and tried in the settings, filled with the day's backup, missed on the workbench."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from db.backup import list_backups
from ledger_app.bootstrap import open_session
from ledger_app.errors import LedgerError
from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from ui.app import ApplicationWindow
from ui.pages.workbench import WorkbenchPage
from ui.views.second_backup import SecondBackupPanel
from ui.workspace import Place

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)


@pytest.fixture
def part(opened: ApplicationWindow, settle: Settle) -> SecondBackupPanel:
    opened.show_place(Place("settings"))
    settle()
    found = opened.findChild(SecondBackupPanel)
    assert found is not None
    return found


def press(qtbot: QtBot, button: QPushButton) -> None:
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[no-untyped-call]


def test_a_second_place_gets_the_backup_and_its_evidence_and_is_missed_when_away(
    qtbot: QtBot,
    opened: ApplicationWindow,
    part: SecondBackupPanel,
    settle: Settle,
    recorded: RecordedMessages,
    tmp_path: Path,
) -> None:
    assert opened.workspace is not None
    folder = opened.workspace.ledger.folder
    drive = tmp_path / "移动硬盘"
    drive.mkdir()
    assert not part.now_button.isEnabled()
    recorded.folder = drive
    press(qtbot, part.choose_button)
    settle()
    assert "还没有备份" in part.state.text()
    assert list(drive.iterdir()) == [], "what was written to try it is gone"
    press(qtbot, part.now_button)
    settle()
    assert "已验证" in part.state.text()
    (place,) = drive.iterdir()
    assert place.name.startswith(folder.name)
    assert len(list_backups(place)) == 1
    stored = sorted(file.name for file in (folder / "evidence").glob("??/*"))
    assert sorted(file.name for file in (place / "evidence").glob("??/*")) == stored
    shutil.rmtree(drive)
    opened.show_place(Place("workbench"))
    settle()
    page = opened.page
    assert isinstance(page, WorkbenchPage)
    page.refresh()
    qtbot.waitUntil(lambda: "第二备份盘不在" in page.way.backup.text())
    opened.workspace.undo()
    settle()
    page.refresh()
    qtbot.waitUntil(lambda: "第二备份盘不在" not in page.way.backup.text())


def test_a_place_that_is_no_good_is_refused(
    qtbot: QtBot,
    opened: ApplicationWindow,
    part: SecondBackupPanel,
    settle: Settle,
    recorded: RecordedMessages,
    tmp_path: Path,
) -> None:
    assert opened.workspace is not None
    for folder in (tmp_path / "没有", opened.workspace.ledger.folder / "backups"):
        recorded.folder = folder
        press(qtbot, part.choose_button)
        settle()
    assert [one.code for one in recorded.errors if isinstance(one, LedgerError)] == ["SVC-315", "SVC-316"]
    assert part.state.text() == "还没有设置。"


def test_a_drive_that_is_away_keeps_nobody_from_the_ledgers_own_backup(ledger_folder: Path, tmp_path: Path) -> None:
    from ledger_app.services.second_place import set_second_place

    drive = tmp_path / "盘"
    drive.mkdir()
    with open_session(ledger_folder) as session:
        with session.ledger.write() as work:
            set_second_place(work, drive, ledger_folder)
        drive.rmdir()
        before = len(list_backups(ledger_folder / "backups"))
        session.back_up_if_due()
        assert not drive.exists()
        assert len(list_backups(ledger_folder / "backups")) >= before
        second = session.second_backup()
        assert second is not None
        assert not second.is_there
