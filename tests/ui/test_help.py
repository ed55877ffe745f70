"""The manual in the window: F1 at the right page, finding, going back, an error's entry, the PDF of the whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ledger_app.errors import EnvironmentFault
from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from ui.actions import Act
from ui.app import ApplicationWindow
from ui.dialogs.messages import MessageBoxes
from ui.help.dialog_key import KEY_NAME
from ui.help.topics import topic_of
from ui.help.window import HelpWindow
from ui.workspace import Place


@pytest.fixture
def manual(window: ApplicationWindow) -> Iterator[HelpWindow]:
    """Return the window of the manual, opened over the first page."""
    window.actions_[Act.MANUAL].trigger()
    shown = window.handbook.shown
    assert shown is not None
    yield shown
    shown.close()


def text_of(manual: HelpWindow) -> str:
    return manual.browser.toPlainText()


def test_it_opens_at_the_beginning_where_no_ledger_is_open(manual: HelpWindow) -> None:
    assert manual.isVisible()
    assert manual.place == "quick-start"
    assert "十分钟上手" in text_of(manual)


TOPICS = {
    Place("workbench"): "workbench",
    Place("ledger"): "ledger",
    Place("plans"): "plans",
    Place("reports"): "reports",
    Place("units"): "units",
    Place("units", tab="returns"): "monthly",
    Place("units", tab="slips"): "slips",
    Place("settings"): "settings",
}


def test_f1_opens_the_topic_of_the_page_and_the_part_with_the_keyboard(
    opened: ApplicationWindow, settle: Settle
) -> None:
    for place, topic in TOPICS.items():
        opened.show_place(place)
        settle()
        assert topic_of(opened.page, opened.page) == topic
    opened.show_place(Place("ledger"))
    settle()
    pane = opened.findChild(QWidget, "tab_progress")
    assert pane is not None
    assert topic_of(pane, opened.page) == "detail#progress"


def test_a_dialog_has_f1_and_the_manual_stays_when_it_closes(opened: ApplicationWindow, qtbot: QtBot) -> None:
    opened.actions_[Act.CUTOFF].trigger()
    dialog = next(one for one in opened.findChildren(QDialog) if one.isVisible())
    field = dialog.findChild(QLineEdit)
    assert field is not None
    field.setFocus()
    qtbot.waitUntil(lambda: dialog.findChild(QWidget, "") is not None and _has_key(dialog))
    qtbot.keyClick(field, Qt.Key.Key_F1)
    shown = opened.handbook.shown
    assert shown is not None
    assert shown.place == "window#cutoff"
    assert shown.parentWidget() is dialog
    dialog.reject()
    assert shown.parentWidget() is opened
    assert shown.isVisible()
    shown.close()


def _has_key(dialog: QDialog) -> bool:
    return any(child.objectName() == KEY_NAME for child in dialog.children())


def test_two_characters_are_found_and_marked(qtbot: QtBot, manual: HelpWindow) -> None:
    manual.find_field.setText("延期")
    assert manual.hits.count() > 5
    qtbot.keyClick(manual.find_field, Qt.Key.Key_Return)
    assert manual.place.startswith("closing")
    marked = manual.browser.extraSelections()
    assert len(marked) >= text_of(manual).count("延期") > 1
    qtbot.keyClick(manual.find_field, Qt.Key.Key_Escape)
    assert manual.find_field.text() == ""
    assert manual.browser.extraSelections() == []


def test_what_is_nowhere_is_said(qtbot: QtBot, manual: HelpWindow) -> None:
    qtbot.keyClicks(manual.find_field, "qqxx")
    assert manual.hits.count() == 0
    said = manual.findChild(QWidget, "help_said")
    assert said is not None
    assert said.property("text") == "没有找到，换几个字试试"


def test_links_lead_on_and_back(qtbot: QtBot, manual: HelpWindow) -> None:
    manual.browser.anchorClicked.emit(QUrl("closing#after"))
    assert manual.place == "closing#after"
    back, forth = (manual.findChild(QPushButton, name) for name in ("help_back", "help_forth"))
    assert back is not None
    assert forth is not None
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert manual.place == "quick-start"
    assert forth.isEnabled()
    qtbot.mouseClick(forth, Qt.MouseButton.LeftButton)
    assert manual.place == "closing#after"


def test_the_contents_open_topics(manual: HelpWindow) -> None:
    group = manual.contents.topLevelItem(1)
    assert group is not None
    manual.contents.setCurrentItem(group.child(0))
    assert manual.place == "workbench"


def test_text_grows_and_is_remembered(qtbot: QtBot, window: ApplicationWindow, manual: HelpWindow) -> None:
    larger = manual.findChild(QPushButton, "help_larger")
    assert larger is not None
    before = manual.browser.document().size().height()
    for _ in range(3):
        qtbot.mouseClick(larger, Qt.MouseButton.LeftButton)
    assert manual.browser.document().size().height() > before
    manual.close()
    assert window.state.text("help/text_step") == "3"


def test_nothing_outside_the_folder_of_pictures_is_read(manual: HelpWindow, tmp_path: Path) -> None:
    outside = tmp_path / "shot.png"
    outside.write_bytes(b"x")
    image = QTextDocument.ResourceType.ImageResource.value
    for name in (outside.as_uri(), "file:///etc/passwd", "http" + "://example.org/a.png"):
        assert manual.browser.loadResource(image, QUrl(name)) is None
    assert manual.browser.loadResource(image, QUrl("ledger.png")) is not None


def test_an_error_leads_to_its_entry(window: ApplicationWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtWidgets import QMessageBox

    monkeypatch.setattr(QMessageBox, "exec", lambda box: box.buttons()[-1].click())
    boxes = MessageBoxes(window, window.state)
    boxes.explain = window.handbook.open_error
    boxes.show_error(EnvironmentFault("DB-010", host="甲", user="乙", since="今天"))
    shown = window.handbook.shown
    assert shown is not None
    assert shown.place == "errors-ledger#DB-010"
    shown.close()


def test_the_whole_is_saved_as_a_pdf(
    window: ApplicationWindow,
    recorded: RecordedMessages,
    manual: HelpWindow,
    qtbot: QtBot,
    settle: Settle,
    tmp_path: Path,
) -> None:
    target = tmp_path / "手册.pdf"
    recorded.target = target
    save = manual.findChild(QPushButton, "help_save")
    assert save is not None
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    settle()
    assert target.read_bytes()[:5] == b"%PDF-"
    assert "已存成 PDF" in recorded.texts[-1][1]


def test_every_control_has_a_name_and_dark_pictures_are_dimmed(manual: HelpWindow, window: ApplicationWindow) -> None:
    focusable = [
        one for one in manual.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.objectName()
    ]
    assert [
        one.objectName() for one in focusable if not one.accessibleName() and one.objectName().startswith("help")
    ] == []
    image = QTextDocument.ResourceType.ImageResource.value
    light = manual.browser.loadResource(image, QUrl("ledger.png"))
    window.look.choose("dark")
    dark = manual.browser.loadResource(image, QUrl("ledger.png"))
    assert light.pixelColor(5, 5).lightness() > dark.pixelColor(5, 5).lightness()  # type: ignore[attr-defined]
    window.look.choose("light")
