"""设置: a value is saved when its field is left, once, and can be undone."""

from __future__ import annotations

from dataclasses import fields

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from ledger_app.bootstrap import open_session
from ledger_app.domain.settings import LedgerSettings
from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from ui.actions import Act
from ui.app import ApplicationWindow
from ui.fields import ChoiceField
from ui.models.setting_rows import GROUPS
from ui.number_field import NumberField
from ui.workspace import Place


def shown(opened: ApplicationWindow, settle: Settle) -> ApplicationWindow:
    opened.show_place(Place("settings"))
    settle()
    return opened


def stored(window: ApplicationWindow) -> LedgerSettings:
    assert window.workspace is not None
    with window.workspace.ledger.read() as session:
        return session.settings()


def test_every_setting_of_a_ledger_can_be_set() -> None:
    offered = [row.field for group in GROUPS for row in group.rows]
    assert sorted(offered) == sorted(field.name for field in fields(LedgerSettings))


def test_a_name_is_saved_on_leaving_the_field_and_undone(
    qtbot: QtBot, opened: ApplicationWindow, settle: Settle
) -> None:
    window = shown(opened, settle)
    before = stored(window).bureau_name
    name = window.findChild(QLineEdit, "setting_bureau_name")
    assert name is not None
    name.selectAll()
    qtbot.keyClicks(name, "Qinghe")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    settle()
    assert stored(window).bureau_name == "Qinghe"
    assert "Qinghe" in window.windowTitle()
    window.actions_[Act.UNDO].trigger()
    settle()
    assert stored(window).bureau_name == before
    assert name.text() == before


def test_a_threshold_that_contradicts_another_is_refused_and_shown_as_it_was(
    qtbot: QtBot, opened: ApplicationWindow, settle: Settle, recorded: RecordedMessages
) -> None:
    window = shown(opened, settle)
    red = window.findChild(NumberField, "setting_lag_red")
    assert red is not None
    red.setFocus()
    red.selectAll()
    qtbot.keyClicks(red, "5")
    qtbot.keyClick(red, Qt.Key.Key_Return)
    settle()
    assert [getattr(error, "code", "") for error in recorded.errors] == ["SVC-027"]
    assert stored(window).lag_red == 30.0
    recorded.errors.clear()


def test_a_choice_changes_what_the_lights_mean(qtbot: QtBot, opened: ApplicationWindow, settle: Settle) -> None:
    window = shown(opened, settle)
    scheme = window.findChild(ChoiceField, "setting_colour_scheme")
    assert scheme is not None
    scheme.setFocus()
    qtbot.keyClick(scheme, Qt.Key.Key_Down)
    settle()
    assert stored(window).colour_scheme == "four_lights"


def test_a_ledger_opened_to_read_offers_nothing_to_change(
    window: ApplicationWindow, ledger_folder: object, settle: Settle
) -> None:
    with open_session(ledger_folder):  # type: ignore[arg-type]  # somebody else writes meanwhile
        window.ledger_acts.open_folder(ledger_folder, read_only=True)  # type: ignore[arg-type]
        settle()
        shown(window, settle)
        name = window.findChild(QLineEdit, "setting_bureau_name")
        number = window.findChild(NumberField, "setting_cutoff_day")
        assert name is not None
        assert number is not None
        assert name.isReadOnly()
        assert not number.isEnabled()


def test_the_search_index_is_made_anew(
    qtbot: QtBot, opened: ApplicationWindow, settle: Settle, recorded: RecordedMessages
) -> None:
    window = shown(opened, settle)
    assert window.workspace is not None
    with window.workspace.ledger.read() as session:
        before = session.search("医院")
    button = window.findChild(QPushButton, "settings_rebuild")
    assert button is not None
    button.click()
    settle()
    assert [title for title, _, _ in recorded.texts] == ["查找索引"]
    assert not recorded.errors
    with window.workspace.ledger.read() as session:
        assert session.search("医院") == before
