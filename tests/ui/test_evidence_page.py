"""佐证材料: list, places, preview, properties, links, versions, the bin, and the check of the files."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QTableView, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ledger_app.domain.evidence import Evidence, EvidenceVersion, TaskEvidence
from ledger_app.domain.task import Task
from ledger_app.errors import LedgerError
from ledger_app.ports import ReadSession
from ledger_app.services import evidence
from ledger_app.services.files import take
from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from ui.app import ApplicationWindow
from ui.dialogs.evidence_faults import FaultsDialog
from ui.dialogs.task_picker import TaskPicker
from ui.models.evidence_table import COLUMNS
from ui.pages.evidence import EvidencePage
from ui.views.evidence_list import TITLE_PX
from ui.workspace import Place

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)

W = TypeVar("W", bound=QWidget)
R = TypeVar("R")


@pytest.fixture
def page(opened: ApplicationWindow, settle: Settle) -> EvidencePage:
    opened.show_place(Place("evidence"))
    settle()
    assert isinstance(opened.page, EvidencePage)
    return opened.page


def _child(parent: QWidget, kind: type[W], name: str) -> W:
    found = parent.findChild(kind, name)
    assert found is not None, f"no {name}"
    return found


def _press(qtbot: QtBot, parent: QWidget, name: str) -> None:
    qtbot.mouseClick(_child(parent, QPushButton, name), Qt.MouseButton.LeftButton)


def _read(page: EvidencePage, look_up: Callable[[ReadSession], R]) -> R:
    with page.workspace.ledger.read() as session:
        return look_up(session)


def _stored(page: EvidencePage, evidence_id: int) -> Evidence:
    found = _read(page, lambda session: session.of(Evidence).get(evidence_id))
    assert found is not None
    return found


def _choose(page: EvidencePage, words: str, settle: Settle) -> Evidence:
    page.find_field.setText(words)
    settle()
    assert page.current is not None
    return page.current.evidence


def _add(page: EvidencePage, path: Path, settle: Settle, task_ids: list[int] | None = None) -> Evidence:
    with page.workspace.ledger.write() as work:
        attached = evidence.attach(work, [take(page.workspace.ledger.store, path)], task_ids or [])
    page.refresh()
    settle()
    return attached.evidence[0]


def test_the_list_shows_what_the_ledger_holds_and_can_be_narrowed(
    page: EvidencePage, qtmodeltester: ModelTester, settle: Settle
) -> None:
    count = _read(page, lambda session: session.of(Evidence).count())
    assert page.model.rowCount() == count > 2
    qtmodeltester.check(page.model)
    qtmodeltester.check(page.places.model)
    title = page.current.evidence.title if page.current else ""
    assert _child(page, QLabel, "evidence_name").toolTip() == title
    from ledger_app.domain.pinyin import initials

    page.find_field.setText(initials(title))
    assert page.model.rowCount() >= 1
    assert page.current is not None
    assert page.current.evidence.title == title
    page.find_field.setText("没有这样的材料")
    assert page.model.rowCount() == 0
    assert page.current is None
    assert not _child(page, QPushButton, "evidence_open").isEnabled()


def test_a_narrow_list_keeps_its_titles_and_hides_other_columns(page: EvidencePage, settle: Settle) -> None:
    page.table.setMaximumWidth(700)
    page.table.resize(700, 300)
    assert not any(page.table.isColumnHidden(number) for number in range(len(COLUMNS)))
    page.table.setFixedWidth(250)
    page.table.resize(250, 300)
    assert page.table.columnWidth(0) >= TITLE_PX
    assert page.table.isColumnHidden(len(COLUMNS) - 1)
    page.table.setFixedWidth(700)
    page.table.resize(700, 300)
    assert not any(page.table.isColumnHidden(number) for number in range(len(COLUMNS)))


def test_places_narrow_to_a_task_to_loose_pieces_and_to_the_bin(
    page: EvidencePage, settle: Settle, tmp_path: Path, qtbot: QtBot
) -> None:
    loose = tmp_path / "没挂任务.txt"
    loose.write_text("一份材料", encoding="utf-8")
    piece = _add(page, loose, settle)
    page.places.choose("loose")
    assert [page.model.row_at(0).evidence.id] == [piece.id]  # type: ignore[union-attr]
    link = _read(page, lambda session: session.of(TaskEvidence).find())[0]
    page.show_place(Place("evidence", task_id=link.task_id))
    assert page.chosen_task_ids() == (link.task_id,)
    assert page.task_ids_for_drop(QPoint(5, 5)) == (link.task_id,)
    rows = [page.model.row_at(row) for row in range(page.model.rowCount())]
    assert all(row is not None and link.task_id in row.task_ids for row in rows)
    page.places.choose("bin")
    assert page.model.rowCount() == 0
    page.show_place(Place("evidence", evidence_id=piece.id))
    settle()
    assert page.current is not None
    assert page.current.evidence.id == piece.id
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    settle()
    assert _stored(page, piece.id).removed_at is not None
    page.places.choose("bin")
    assert page.model.rowCount() == 1
    page.workspace.undo()
    settle()
    assert _stored(page, piece.id).removed_at is None


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("医共体", "preview_pages"),
        ("抽查情况", "preview_book"),
        ("互认项目", "preview_pages"),
        ("示意图", "preview_picture"),
    ],
)
def test_each_kind_of_file_shows_itself(page: EvidencePage, qtbot: QtBot, settle: Settle, name: str, part: str) -> None:
    _choose(page, name, settle)
    qtbot.waitUntil(lambda: not page.preview.is_reading, timeout=20_000)
    assert page.preview.parts.currentWidget().objectName() == part
    assert _child(page, QLabel, "preview_note").text()


def test_unreadable_and_foreign_files_show_their_facts(
    page: EvidencePage, qtbot: QtBot, settle: Settle, tmp_path: Path
) -> None:
    files = {
        "坏图.png": b"\x89PNG\r\n\x1a\n broken",
        "坏文档.docx": b"PK\x03\x04 broken",
        "坏版式.pdf": b"%PDF-1.7 broken",
        "压缩.rar": b"Rar!\x1a\x07\x00 whatever",
    }
    for name, content in files.items():
        path = tmp_path / name
        path.write_bytes(content)
        _add(page, path, settle)
        _choose(page, path.stem, settle)
        qtbot.waitUntil(lambda: not page.preview.is_reading, timeout=20_000)
        assert page.preview.parts.currentWidget().objectName() == "", name
        note = _child(page, QLabel, "preview_note").text()
        assert note.endswith("。"), name
        assert "Traceback" not in note


def test_properties_are_saved_one_by_one_and_undone(page: EvidencePage, qtbot: QtBot, settle: Settle) -> None:
    piece = page.current
    assert piece is not None
    details, key = page.details, piece.evidence.id
    details.title.setText("改过的名称")
    qtbot.keyClick(details.title, Qt.Key.Key_Return)
    settle()
    details.date.edit.setText("2024-6-3")
    qtbot.keyClick(details.date.edit, Qt.Key.Key_Return)
    settle()
    details.pages.setText("12")
    qtbot.keyClick(details.pages, Qt.Key.Key_Return)
    settle()
    _child(page, QCheckBox, "evidence_personal").click()
    settle()
    stored = _stored(page, key)
    assert (stored.title, str(stored.document_date), stored.page_count, stored.is_personal) == (
        "改过的名称",
        "2024-06-03",
        12,
        True,
    )
    page.workspace.undo()
    settle()
    assert not _stored(page, key).is_personal
    assert not _child(page, QCheckBox, "evidence_personal").isChecked()


def test_a_wrong_value_is_refused_in_one_sentence_and_the_stored_one_comes_back(
    page: EvidencePage, qtbot: QtBot, settle: Settle, recorded: RecordedMessages
) -> None:
    title = page.current.evidence.title if page.current else ""
    page.details.pages.setText("很多")
    qtbot.keyClick(page.details.pages, Qt.Key.Key_Return)
    page.details.title.setText("   ")
    qtbot.keyClick(page.details.title, Qt.Key.Key_Return)
    settle()
    assert [error.code for error in recorded.errors if isinstance(error, LedgerError)] == ["SVC-027", "SVC-020"]
    assert page.details.pages.text() == ""
    assert page.details.title.text() == title


def test_what_is_typed_belongs_to_the_piece_it_was_typed_for(page: EvidencePage, settle: Settle) -> None:
    first = page.current
    assert first is not None
    page.details.number.setText("青卫发〔2024〕3号")
    page.table.selectRow(1)
    settle()
    assert _stored(page, first.evidence.id).doc_number == "青卫发〔2024〕3号"
    assert page.current is not None
    assert _stored(page, page.current.evidence.id).doc_number == ""
    assert page.details.number.text() == ""


def test_links_are_made_by_finding_the_task_and_taken_off(
    page: EvidencePage, qtbot: QtBot, opened: ApplicationWindow, settle: Settle
) -> None:
    piece = page.current
    assert piece is not None
    linked = {link.task_id for link in _read(page, lambda session: session.of(TaskEvidence).find())}
    task = next(task for task in _read(page, lambda session: session.of(Task).find()) if task.id not in linked)
    page.details.setCurrentIndex(1)
    _press(qtbot, page.details, "evidence_link_more")
    picker = opened.findChild(TaskPicker)
    assert picker is not None
    picker.field.setText(task.code)
    qtbot.waitUntil(lambda: picker.list.count() == 1)
    qtbot.keyClick(picker.field, Qt.Key.Key_Return)
    assert "1 项任务" in picker.verb_button.text()
    qtbot.mouseClick(picker.verb_button, Qt.MouseButton.LeftButton)
    settle()
    links = _read(page, lambda session: session.of(TaskEvidence).find(evidence_id=piece.evidence.id))
    assert task.id in {link.task_id for link in links}
    with qtbot.waitSignal(page.workspace.place_requested) as asked:
        _press(qtbot, page.details, f"evidence_task_{task.id}")
    assert asked.args == [Place("ledger", task_id=task.id, tab="evidence")]
    opened.show_place(Place("evidence"))
    link = next(link for link in links if link.task_id == task.id)
    caption = _child(page.details, QLineEdit, f"evidence_caption_{link.id}")
    caption.setText("证明已印发")
    qtbot.keyClick(caption, Qt.Key.Key_Return)
    settle()
    stored = _read(page, lambda session: session.of(TaskEvidence).get(link.id))
    assert stored is not None
    assert stored.caption == "证明已印发"
    _press(qtbot, page.details, f"evidence_unlink_{link.id}")
    settle()
    assert _read(page, lambda session: session.of(TaskEvidence).get(link.id)) is None


def test_a_new_version_keeps_the_old_one_readable(
    page: EvidencePage,
    qtbot: QtBot,
    settle: Settle,
    recorded: RecordedMessages,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    piece = page.current
    assert piece is not None
    newer = tmp_path / "第二版.txt"
    newer.write_text("改好的内容", encoding="utf-8")
    recorded.files = [newer]
    page.details.setCurrentIndex(2)
    _press(qtbot, page.details, "evidence_new_version")
    settle()
    versions = _read(page, lambda session: session.of(EvidenceVersion).find(evidence_id=piece.evidence.id))
    assert [version.number for version in versions] == [1, 2]
    assert page.current is not None
    assert page.current.version_count == 2
    shown: list[Path] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(Path(url.toLocalFile())))
    _press(qtbot, page.details, "evidence_version_1")
    settle()
    _press(qtbot, page, "evidence_open")
    settle()
    assert [path.name for path in shown] == [versions[0].original_name, "第二版.txt"]
    for path in shown:
        shutil.rmtree(path.parent, ignore_errors=True)


def test_a_piece_comes_back_from_the_bin_to_a_task(
    page: EvidencePage, qtbot: QtBot, opened: ApplicationWindow, settle: Settle
) -> None:
    piece = page.current
    assert piece is not None
    _press(qtbot, page, "evidence_discard")
    settle()
    page.places.choose("bin")
    assert page.details.title.isReadOnly()
    _press(qtbot, page, "evidence_restore")
    picker = opened.findChild(TaskPicker)
    assert picker is not None
    qtbot.waitUntil(lambda: picker.list.count() > 1)
    picker.list.item(0).setCheckState(Qt.CheckState.Checked)
    qtbot.mouseClick(picker.verb_button, Qt.MouseButton.LeftButton)
    settle()
    assert _stored(page, piece.evidence.id).removed_at is None


def test_the_check_names_what_is_no_longer_as_it_was_stored(
    page: EvidencePage, qtbot: QtBot, settle: Settle, recorded: RecordedMessages
) -> None:
    _press(qtbot, page, "evidence_check")
    settle()
    assert "全部与存入时一致" in recorded.texts[-1][1]
    row = page.model.row_at(1)
    assert row is not None
    assert row.version is not None
    path = page.workspace.ledger.store.path_of(row.version.sha256)
    path.chmod(0o600)
    path.write_bytes(b"tampered")
    _press(qtbot, page, "evidence_check")
    settle()
    dialog = _child(page.window(), FaultsDialog, "faults_dialog")
    assert "1 处与存入时不一致" in dialog.said.text()
    item = dialog.tree.topLevelItem(0)
    assert item is not None
    assert row.evidence.title in item.text(0)
    assert item.text(1) == "内容被改动"
    _press(qtbot, dialog, "faults_show")
    assert page.current is not None
    assert page.current.evidence.id == row.evidence.id
    assert _child(page, QPushButton, "evidence_check").isEnabled()


def test_sorting_by_a_heading_keeps_the_cursor_on_its_piece(page: EvidencePage) -> None:
    table = _child(page, QTableView, "evidence_list")
    table.selectRow(page.model.rowCount() - 1)
    before = page.current
    assert before is not None
    sizes = [column.key for column in _columns()].index("size")
    table.sortByColumn(sizes, Qt.SortOrder.AscendingOrder)
    rows = [page.model.row_at(row) for row in range(page.model.rowCount())]
    assert [row.size_bytes for row in rows if row] == sorted(row.size_bytes for row in rows if row)
    assert page.current is not None
    assert page.current.evidence.id == before.evidence.id


def _columns() -> tuple[object, ...]:
    from ui.models.evidence_table import COLUMNS

    return COLUMNS


def test_an_empty_ledger_says_what_the_page_is_for(window: ApplicationWindow, settle: Settle, tmp_path: Path) -> None:
    from ledger_app.bootstrap import create_session
    from ledger_app.domain.settings import LedgerSettings

    window.ledger_acts.adopt(create_session(tmp_path / "空", "空"), LedgerSettings())
    window.show_place(Place("evidence"))
    settle()
    assert window.page is not None
    assert _child(window.page, QPushButton, "evidence_start").isVisible()
