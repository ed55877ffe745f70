"""Care for stored files through the window: what a check finds is put right, the bin is emptied after asking."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ledger_app.domain.evidence import Evidence
from ledger_app.services import second_place
from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from ui.app import ApplicationWindow
from ui.dialogs.evidence_faults import FaultsDialog
from ui.dialogs.evidence_space import SpaceDialog
from ui.models.evidence_table import AWAY_ROLE, COLUMNS, EvidenceRow
from ui.pages.evidence import EvidencePage
from ui.pages.evidence_drive import DriveStrip
from ui.workspace import Place

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)

W = TypeVar("W", bound=QObject)


@pytest.fixture
def page(opened: ApplicationWindow, settle: Settle) -> EvidencePage:
    opened.show_place(Place("evidence"))
    settle()
    assert isinstance(opened.page, EvidencePage)
    return opened.page


def _found(parent: QWidget, kind: type[W], name: str) -> W:
    found = parent.findChild(kind, name)
    assert found is not None, name
    return found


def _press(qtbot: QtBot, parent: QWidget, name: str) -> None:
    button = _found(parent, QPushButton, name)
    assert button.isEnabled(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def _rows(page: EvidencePage) -> list[EvidenceRow]:
    return [row for number in range(page.model.rowCount()) if (row := page.model.row_at(number)) is not None]


def _damage(page: EvidencePage, row: EvidenceRow) -> bytes:
    """Change a stored file by hand and return what it was."""
    assert row.version is not None
    path = page.workspace.ledger.store.path_of(row.version.sha256)
    content = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(b"tampered")
    return content


def _checked(page: EvidencePage, qtbot: QtBot, settle: Settle) -> FaultsDialog:
    _press(qtbot, page, "evidence_check")
    settle()
    return _found(page.window(), FaultsDialog, "faults_dialog")


def test_a_changed_file_is_put_right_by_choosing_the_original_only(
    page: EvidencePage, qtbot: QtBot, settle: Settle, recorded: RecordedMessages, tmp_path: Path
) -> None:
    content = _damage(page, _rows(page)[0])
    dialog = _checked(page, qtbot, settle)
    other, original = tmp_path / "另一份.bin", tmp_path / "原件.bin"
    other.write_bytes(content + b"!")
    original.write_bytes(content)
    recorded.files = [other]
    _press(qtbot, dialog, "faults_choose")
    settle()
    assert dialog.tree.topLevelItemCount() == 1
    assert "EVI-062" in str(recorded.errors[-1])
    recorded.files = [original]
    _press(qtbot, dialog, "faults_choose")
    settle()
    assert dialog.tree.topLevelItemCount() == 0
    assert "都已处理" in dialog.said.text()
    dialog.reject()
    _press(qtbot, page, "evidence_check")
    settle()
    assert "全部与存入时一致" in recorded.texts[-1][1]


def test_the_second_place_gives_back_what_is_damaged_here(
    page: EvidencePage, qtbot: QtBot, settle: Settle, recorded: RecordedMessages, tmp_path: Path
) -> None:
    place = tmp_path / "移动硬盘"
    place.mkdir()
    ledger = page.workspace.ledger
    with ledger.write() as work:
        second_place.set_second_place(work, place, ledger.folder)
    page.workspace.session.back_up_if_due()
    for row in _rows(page)[:2]:
        _damage(page, row)
    dialog = _checked(page, qtbot, settle)
    count = dialog.tree.topLevelItemCount()
    assert count >= 2
    _press(qtbot, dialog, "faults_backup")
    settle()
    assert dialog.tree.topLevelItemCount() == 0
    assert not recorded.errors
    dialog.reject()


def test_a_file_nobody_named_is_taken_in_or_binned(
    page: EvidencePage, qtbot: QtBot, settle: Settle, recorded: RecordedMessages
) -> None:
    page.workspace.ledger.store.put_bytes(b"left by somebody")
    page.workspace.ledger.store.put_bytes(b"left by somebody else")
    before = page.model.count("loose")
    dialog = _checked(page, qtbot, settle)
    assert dialog.tree.topLevelItemCount() == 2
    _press(qtbot, dialog, "faults_adopt")
    settle()
    assert page.model.count("loose") == before + 1
    _press(qtbot, dialog, "faults_bin")
    settle()
    assert page.model.count("bin") == 1
    assert not recorded.errors
    dialog.reject()


def test_the_bin_says_who_put_it_there_and_is_emptied_after_asking(
    page: EvidencePage, qtbot: QtBot, settle: Settle, recorded: RecordedMessages
) -> None:
    row = _rows(page)[0]
    assert row.version is not None
    path = page.workspace.ledger.store.path_of(row.version.sha256)
    page.table.selectRow(0)
    _press(qtbot, page, "evidence_discard")
    settle()
    page.side.choose("bin")
    settle()
    said = _found(page, QLabel, "evidence_bin_said")
    assert "移入：把材料" in said.text()
    recorded.agrees = False
    _press(qtbot, page, "evidence_empty_bin")
    settle()
    assert "永久删除回收站里的 1 件材料，腾出" in recorded.questions[-1]
    assert path.is_file()
    recorded.agrees = True
    _press(qtbot, page, "evidence_empty_bin")
    settle()
    assert not path.exists()
    with page.workspace.ledger.read() as session:
        assert session.of(Evidence).get(row.evidence.id) is None
    assert page.workspace.ledger.check(page.workspace.ledger.store).is_sound  # type: ignore[attr-defined]


def test_the_store_is_moved_to_another_drive_that_may_go_and_come_back(
    page: EvidencePage, qtbot: QtBot, settle: Settle, recorded: RecordedMessages, tmp_path: Path
) -> None:
    drive = tmp_path / "移动硬盘"
    drive.mkdir()
    _press(qtbot, page, "evidence_space")
    settle()
    dialog = _found(page, SpaceDialog, "space_dialog")
    assert "个）" in _found(dialog, QLabel, "space_stored").text()
    assert "台账文件夹里" in _found(dialog, QLabel, "space_place").text()
    recorded.folder = drive
    _press(qtbot, dialog, "space_move")
    settle()
    assert "都已核对" in recorded.texts[-1][1]
    store = page.workspace.ledger.store
    assert all(store.has(row.version.sha256) for row in _rows(page) if row.version is not None)
    assert list(drive.iterdir())
    strip = _found(page, QLabel, "evidence_drive_said")
    assert not strip.isVisible()
    drive.rename(tmp_path / "拔掉了")
    _found(page, DriveStrip, "evidence_drive_note").look_again()
    settle()
    assert strip.isVisible()
    assert "请接上磁盘" in strip.text()
    assert page.model.rowCount() > 0
    assert {_said(page, number) for number in range(page.model.rowCount())} == {("不在", True)}
    (tmp_path / "拔掉了").rename(drive)
    qtbot.waitUntil(lambda: not strip.isVisible())
    settle()
    assert not any(is_away for _size, is_away in (_said(page, row) for row in range(page.model.rowCount())))
    assert not recorded.errors


def _said(page: EvidencePage, row: int) -> tuple[str, bool]:
    """Return what the column of sizes says of a row and whether the row is grey."""
    size = next(number for number, column in enumerate(COLUMNS) if column.key == "size")
    index = page.model.index(row, size)
    return str(index.data()), bool(index.data(AWAY_ROLE))
