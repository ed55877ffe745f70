"""Evidence in the window: read in the background, found by its words, describing itself, put in order."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QLabel, QLineEdit, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from ledger_app.domain.evidence import Evidence, TaskEvidence
from ledger_app.services import evidence as evidence_service
from ledger_app.services.files import take_all
from tests.ui.conftest import Settle
from ui.app import ApplicationWindow
from ui.detail.evidence_tab import EvidenceTab
from ui.evidence_reading import EvidenceReading
from ui.models.evidence_table import FOUND_ROLE
from ui.pages.evidence import EvidencePage
from ui.workspace import Place

LEFT = Qt.MouseButton.LeftButton
NOTICE = "沐卫发〔2024〕12号\n关于开展村医培训的通知\n各乡镇卫生院：\n请组织好心肺复苏演练。\n联系人电话 13900001111\n"
BROKEN = b"PK\x03\x04" + b"word/document.xml" * 9


@pytest.fixture
def page(
    opened: ApplicationWindow, settle: Settle, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> EvidencePage:
    """Show the page after two files were linked to a task and all were read; scans are not recognised."""
    monkeypatch.setattr("ledger_app.intake.ocr.installed.is_installed", lambda: False)
    workspace = opened.workspace
    assert workspace is not None
    for name, content in (("扫描0007.txt", NOTICE.encode()), ("坏.docx", BROKEN)):
        (tmp_path / name).write_bytes(content)
    files = take_all(workspace.ledger.store, [tmp_path / "扫描0007.txt", tmp_path / "坏.docx"]).taken
    with workspace.ledger.write() as work:
        changes = evidence_service.attach(work, files, [1]).changes
    workspace.ledger_changed.emit(changes)
    reading = opened.findChild(EvidenceReading, "evidence_reading")
    assert reading is not None
    with qtbot.waitSignal(workspace.texts_read, timeout=20_000):
        reading.read_now()
    opened.show_place(Place("evidence"))
    settle()
    assert isinstance(opened.page, EvidencePage)
    return opened.page


def titles(page: EvidencePage) -> list[str]:
    return [row.evidence.title for row in page.model.shown]


def piece(page: EvidencePage, evidence_id: int) -> Evidence:
    with page.workspace.ledger.read() as session:
        found = session.of(Evidence).get(evidence_id)
    assert found is not None
    return found


def open_scan(page: EvidencePage, qtbot: QtBot, settle: Settle) -> int:
    """Put the cursor on the notice and return its id once its suggestions are shown."""
    found = next(row.evidence.id for row in page.model.shown if row.evidence.title == "扫描0007")
    page.show_place(Place("evidence", evidence_id=found))
    settle()
    qtbot.waitUntil(page.details.suggestions.isVisible)
    return found


def press(page: EvidencePage, qtbot: QtBot, name: str) -> None:
    button = page.findChild(QPushButton, name)
    assert button is not None, name
    assert button.isEnabled(), name
    qtbot.mouseClick(button, LEFT)


def test_words_in_the_middle_of_a_file_find_it(page: EvidencePage, qtbot: QtBot) -> None:
    page.find_field.insert("复苏")
    qtbot.waitUntil(lambda: titles(page) == ["扫描0007"])
    assert "心肺复苏演练" in page.model.index(0, 0).data(FOUND_ROLE)
    page.find_field.clear()
    qtbot.waitUntil(lambda: len(titles(page)) > 2)
    assert page.model.index(0, 0).data(FOUND_ROLE) == ""


def test_ctrl_k_finds_files_by_their_words_and_opens_them(
    opened: ApplicationWindow, page: EvidencePage, qtbot: QtBot, settle: Settle
) -> None:
    box = opened.top_bar.search
    box.begin()
    box.insert("心肺复苏演练")
    qtbot.waitUntil(box.hits.isVisible)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    settle()
    assert page.current is not None
    assert page.current.evidence.title == "扫描0007"


def test_one_key_takes_what_the_file_says(page: EvidencePage, qtbot: QtBot, settle: Settle) -> None:
    found = open_scan(page, qtbot, settle)
    assert page.findChild(QPushButton, "suggest_take_doc_number") is not None
    qtbot.keyClick(page.details.suggestions, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    settle()
    taken = piece(page, found)
    assert (taken.title, taken.kind, taken.doc_number) == ("关于开展村医培训的通知", "通知", "沐卫发〔2024〕12号")
    assert taken.is_personal
    assert page.details.title.text() == "关于开展村医培训的通知"
    qtbot.waitUntil(lambda: not page.details.suggestions.isVisible())
    page.workspace.undo()
    settle()
    assert piece(page, found).title == "扫描0007"


def test_one_field_is_taken_alone_and_a_no_is_kept(page: EvidencePage, qtbot: QtBot, settle: Settle) -> None:
    found = open_scan(page, qtbot, settle)
    press(page, qtbot, "suggest_take_kind")
    settle()
    assert (piece(page, found).kind, piece(page, found).doc_number) == ("通知", "")
    qtbot.waitUntil(lambda: page.findChild(QPushButton, "suggest_take_kind") is None)
    press(page, qtbot, "suggest_no_person")
    settle()
    assert (piece(page, found).is_personal, piece(page, found).personal_basis) == (False, "人工确认")
    qtbot.waitUntil(lambda: page.findChild(QPushButton, "suggest_no_person") is None)


def test_the_words_of_all_files_in_one_dialog(page: EvidencePage, qtbot: QtBot, settle: Settle) -> None:
    press(page, qtbot, "evidence_words")
    dialog = page.findChild(QDialog, "evidence_texts")
    assert dialog is not None
    unreadable = dialog.findChild(QListWidget, "words_unreadable")
    counts = dialog.findChild(QLabel, "words_counts")
    fills = dialog.findChild(QCheckBox, "words_fills")
    assert unreadable is not None
    assert counts is not None
    assert fills is not None
    qtbot.waitUntil(lambda: unreadable.count() > 0)
    assert unreadable.findItems("“坏.docx”没有读出文字（", Qt.MatchFlag.MatchStartsWith)
    assert f"{unreadable.count()} 份没有读出文字" in counts.text()
    qtbot.mouseClick(fills, LEFT, pos=QPoint(8, fills.height() // 2))
    settle()
    take = dialog.findChild(QPushButton, "words_take")
    assert take is not None
    qtbot.waitUntil(take.isEnabled)
    qtbot.mouseClick(take, LEFT)
    settle()
    qtbot.waitUntil(lambda: not take.isEnabled())
    with page.workspace.ledger.read() as session:
        assert session.read_setting("evidence.fills") == "1"
        assert "沐卫发〔2024〕12号" in {one.doc_number for one in session.of(Evidence).find()}
    (broken,) = unreadable.findItems("“坏.docx”", Qt.MatchFlag.MatchStartsWith)
    unreadable.setCurrentItem(broken)
    show = dialog.findChild(QPushButton, "words_show")
    assert show is not None
    qtbot.mouseClick(show, LEFT)
    settle()
    assert page.current is not None
    assert page.current.evidence.title == "坏"


def test_order_and_further_pieces_of_a_task(
    opened: ApplicationWindow, page: EvidencePage, qtbot: QtBot, settle: Settle
) -> None:
    opened.show_place(Place("ledger", task_id=1, tab="evidence"))
    settle()

    def order() -> list[int]:
        with page.workspace.ledger.read() as session:
            links = session.of(TaskEvidence).find(task_id=1)
        return [link.id for link in sorted(links, key=lambda link: link.number)]

    before = order()
    down = opened.findChild(QPushButton, f"linked_down_{before[0]}")
    assert down is not None
    qtbot.mouseClick(down, LEFT)
    settle()
    assert order() == [before[1], before[0], *before[2:]]
    choose = opened.findChild(QPushButton, "linked_choose")
    assert choose is not None
    qtbot.mouseClick(choose, LEFT)
    picker = opened.findChild(QDialog, "evidence_picker")
    assert picker is not None
    found = picker.findChild(QListWidget, "evidence_picker_list")
    field = picker.findChild(QLineEdit, "evidence_picker_field")
    verb = picker.findChild(QPushButton, "evidence_picker_accept")
    assert found is not None
    assert field is not None
    assert verb is not None
    qtbot.waitUntil(lambda: found.count() > 0)
    field.insert("医共体三项")
    qtbot.waitUntil(lambda: found.count() == 1)
    found.item(0).setCheckState(Qt.CheckState.Checked)
    assert verb.text() == "关联 1 份材料"
    qtbot.mouseClick(verb, LEFT)
    settle()
    assert len(order()) == len(before) + 1
    QApplication.processEvents()


def test_pieces_of_a_task_are_looked_at_large_one_after_the_other(
    opened: ApplicationWindow, page: EvidencePage, qtbot: QtBot, settle: Settle
) -> None:
    opened.show_place(Place("ledger", task_id=1, tab="evidence"))
    settle()
    with page.workspace.ledger.read() as session:
        links = sorted(session.of(TaskEvidence).find(task_id=1), key=lambda link: link.number)
    look = opened.findChild(QPushButton, f"linked_look_{links[0].id}")
    assert look is not None
    look.setFocus()
    qtbot.keyClick(look, Qt.Key.Key_Space)
    tab = opened.findChild(EvidenceTab)
    assert tab is not None
    window = tab.large.window
    assert window is not None
    first = window.windowTitle()
    qtbot.keyClick(window, Qt.Key.Key_Up)
    assert window.windowTitle() == first, "there is none before the first"
    qtbot.keyClick(window, Qt.Key.Key_Down)
    assert window.windowTitle() != first
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert tab.large.window is None
    title = opened.findChild(QPushButton, f"evidence_show_{links[0].id}")
    assert title is not None
    assert title.width() > tab.viewport().width() // 2, "the title keeps its room beside the buttons"
