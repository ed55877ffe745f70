"""The first steps: a place with advice, name and roster, all by the window's own buttons."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from ledger_app.domain.unit import Unit
from tests.ui.recorded import RecordedMessages
from tests.ui.sheet_hands import Settle
from ui.actions import Act
from ui.app import ApplicationWindow
from ui.dialogs.new_ledger import NewLedgerDialog
from ui.dialogs.roster_import import RosterImportDialog

ROSTER = "单位名称,类别\n青禾县人民医院,医院\n青禾县疾控中心,疾控\n"


@pytest.fixture
def dialog(qtbot: QtBot, window: ApplicationWindow, settle: Settle) -> NewLedgerDialog:
    window.begin()
    window.actions_[Act.NEW_LEDGER].trigger()
    found = window.findChild(NewLedgerDialog)
    assert found is not None
    settle()
    return found


def field(dialog: NewLedgerDialog, name: str) -> QLineEdit:
    found = dialog.findChild(QLineEdit, name)
    assert found is not None
    return found


def button(dialog: NewLedgerDialog, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, name)
    assert found is not None
    return found


def advice(dialog: NewLedgerDialog) -> str:
    found = dialog.findChild(QLabel, "new_ledger_advice")
    assert found is not None
    return found.text()


def type_folder(qtbot: QtBot, dialog: NewLedgerDialog, text: str, expected: str) -> None:
    field(dialog, "new_ledger_folder").setText(text)
    qtbot.waitUntil(lambda: expected in advice(dialog))


def test_a_place_is_suggested_and_nothing_is_made_there(dialog: NewLedgerDialog) -> None:
    place = Path(field(dialog, "new_ledger_folder").text())
    assert place.is_absolute()
    assert not place.exists()


def test_what_speaks_against_a_place_is_said_while_it_is_typed(
    qtbot: QtBot, dialog: NewLedgerDialog, tmp_path: Path
) -> None:
    accept = button(dialog, "new_ledger_dialog_accept")
    type_folder(qtbot, dialog, "台账", "完整的位置")
    assert not accept.isEnabled()
    (tmp_path / "有东西").mkdir()
    (tmp_path / "有东西" / "a.txt").write_text("")
    type_folder(qtbot, dialog, str(tmp_path / "有东西"), "已经有别的东西")
    assert not accept.isEnabled()
    type_folder(qtbot, dialog, str(tmp_path / "桌面" / "台账"), "■")
    assert accept.isEnabled()
    assert not (tmp_path / "桌面").exists()


def test_that_nothing_secret_may_enter_is_said(dialog: NewLedgerDialog) -> None:
    found = dialog.findChild(QLabel, "new_ledger_secret")
    assert found is not None
    assert "涉密" in found.text()


def test_name_and_roster_can_wait(
    qtbot: QtBot, window: ApplicationWindow, dialog: NewLedgerDialog, settle: Settle, tmp_path: Path
) -> None:
    type_folder(qtbot, dialog, str(tmp_path / "新" / "2024年"), "■")
    button(dialog, "new_ledger_dialog_accept").click()
    settle()
    assert window.workspace is not None
    assert window.page is not None
    assert window.page.name == "workbench"


def test_the_roster_is_shown_and_imported_after_the_ledger_is_made(
    qtbot: QtBot,
    window: ApplicationWindow,
    dialog: NewLedgerDialog,
    recorded: RecordedMessages,
    settle: Settle,
    tmp_path: Path,
) -> None:
    roster = tmp_path / "名册.csv"
    roster.write_text(ROSTER, encoding="utf-8")
    recorded.files = [roster]
    type_folder(qtbot, dialog, str(tmp_path / "2024年"), "■")
    field(dialog, "new_ledger_name").setText("青禾县卫生健康局")
    button(dialog, "new_ledger_choose_roster").click()
    button(dialog, "new_ledger_dialog_accept").click()
    qtbot.waitUntil(lambda: window.findChild(RosterImportDialog) is not None, timeout=20_000)
    shown = window.findChild(RosterImportDialog)
    assert shown is not None
    shown.accept()
    settle()
    assert window.workspace is not None
    with window.workspace.ledger.read() as session:
        names = {unit.name for unit in session.of(Unit).find()}
        assert session.settings().bureau_name == "青禾县卫生健康局"
    assert {"青禾县人民医院", "青禾县疾控中心"} <= names


def test_leaving_makes_nothing(window: ApplicationWindow, dialog: NewLedgerDialog) -> None:
    button(dialog, "new_ledger_dialog_cancel").click()
    assert window.workspace is None
