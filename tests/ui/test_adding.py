"""Files and pictures come in: dropped, pasted, stopped and gone on with, and each that did not is told."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from ledger_app.domain.evidence import Evidence, EvidenceVersion, TaskEvidence
from ledger_app.evidence import act_record
from ledger_app.services import adding
from ledger_app.services.adding import take_in
from tests.pictures import a_png
from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from ui.app import ApplicationWindow
from ui.jobs import CancelToken
from ui.pages.ledger import LedgerPage
from ui.workspace import Place

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
COPY = Qt.DropAction.CopyAction


def urls(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(window: ApplicationWindow, point: QPoint, *paths: Path) -> str:
    """Drag files to a point, read what is promised there, and let go."""
    data = urls(*paths)
    QApplication.sendEvent(window, QDragEnterEvent(QPointF(point), COPY, data, LEFT, NONE))
    QApplication.sendEvent(window, QDragMoveEvent(QPointF(point), COPY, data, LEFT, NONE))
    hint = window.findChild(QLabel, "drop_hint")
    assert hint is not None
    assert hint.isVisible()
    promised = hint.text()
    QApplication.sendEvent(window, QDropEvent(QPointF(point), COPY, data, LEFT, NONE))
    assert not hint.isVisible()
    return promised


def titles_of(window: ApplicationWindow, task_id: int) -> set[str]:
    assert window.workspace is not None
    with window.workspace.ledger.read() as session:
        ids = [link.evidence_id for link in session.of(TaskEvidence).find(task_id=task_id)]
        return {piece.title for piece in session.of(Evidence).find(id=ids)} if ids else set()


def count(window: ApplicationWindow) -> int:
    assert window.workspace is not None
    with window.workspace.ledger.read() as session:
        return session.of(Evidence).count()


def press(qtbot: QtBot, window: ApplicationWindow, name: str) -> None:
    button = window.findChild(QPushButton, name)
    assert button is not None
    qtbot.mouseClick(button, LEFT)


@pytest.fixture
def ledger_page(opened: ApplicationWindow, settle: Settle) -> LedgerPage:
    opened.show_place(Place("ledger"))
    settle()
    assert isinstance(opened.page, LedgerPage)
    return opened.page


def rows_of(page: LedgerPage, number: int) -> list[int]:
    model = page.grid.model()
    return [row for row in range(model.rowCount()) if page.model.task_id(row) is not None][:number]


def point_of(window: ApplicationWindow, page: LedgerPage, row: int) -> QPoint:
    grid = page.grid
    return grid.viewport().mapTo(window, grid.visualRect(grid.model().index(row, 2)).center())


def a_folder(folder: Path) -> Path:
    (folder / "照片").mkdir(parents=True)
    (folder / "会议记录.txt").write_text("会议记录", encoding="utf-8")
    (folder / "照片" / "现场.png").write_bytes(a_png(4, 4))
    (folder / "照片" / "Thumbs.db").write_bytes(b"x")
    (folder / "~$会议记录.docx").write_bytes(b"x")
    return folder


def test_a_folder_dropped_on_one_of_several_chosen_tasks_goes_to_all_of_them(
    opened: ApplicationWindow, ledger_page: LedgerPage, settle: Settle, tmp_path: Path
) -> None:
    rows = rows_of(ledger_page, 3)
    ids = [ledger_page.model.task_id(row) for row in rows]
    selection = ledger_page.grid.selectionModel()
    selection.clear()
    for row in rows[:2]:
        selection.select(ledger_page.grid.model().index(row, 2), selection.SelectionFlag.Select)
    assert ledger_page.grid.chosen_tasks() == ids[:2]
    promised = drop(opened, point_of(opened, ledger_page, rows[1]), a_folder(tmp_path / "六月材料"))
    assert promised == "松开：成为选中的 2 项任务的佐证"
    settle()
    for task_id in ids[:2]:
        assert task_id is not None
        assert {"会议记录", "现场"} <= titles_of(opened, task_id)
    assert ids[2] is not None
    assert "现场" not in titles_of(opened, ids[2])
    said = opened.findChild(QLabel, "undo_banner_text")
    assert said is not None
    assert "已添加 2 份佐证到 2 项任务" in said.text()
    assert "2 个系统、隐藏或临时文件没有收入" in said.text()


def test_a_file_dropped_beside_the_chosen_tasks_goes_to_its_own(
    opened: ApplicationWindow, ledger_page: LedgerPage, settle: Settle, tmp_path: Path
) -> None:
    rows = rows_of(ledger_page, 3)
    selection = ledger_page.grid.selectionModel()
    for row in rows[:2]:
        selection.select(ledger_page.grid.model().index(row, 2), selection.SelectionFlag.Select)
    (tmp_path / "单独.txt").write_text("单独", encoding="utf-8")
    assert drop(opened, point_of(opened, ledger_page, rows[2]), tmp_path / "单独.txt") == "松开：成为这项任务的佐证"
    settle()
    ids = [ledger_page.model.task_id(row) for row in rows]
    assert [("单独" in titles_of(opened, one)) for one in ids if one is not None] == [False, False, True]


def test_files_dragged_away_again_leave_nothing_said(
    opened: ApplicationWindow, ledger_page: LedgerPage, tmp_path: Path
) -> None:
    data = urls(a_folder(tmp_path / "a"))
    QApplication.sendEvent(opened, QDragEnterEvent(QPointF(700, 20), COPY, data, LEFT, NONE))
    QApplication.sendEvent(opened, QDragMoveEvent(QPointF(700, 20), COPY, data, LEFT, NONE))
    hint = opened.findChild(QLabel, "drop_hint")
    assert hint is not None
    assert hint.text() == "松开：作为计划文件导入"
    QApplication.sendEvent(opened, QDragLeaveEvent())
    assert not hint.isVisible()


def test_on_the_evidence_page_files_come_in_without_a_task(
    opened: ApplicationWindow, settle: Settle, tmp_path: Path
) -> None:
    opened.show_place(Place("evidence"))
    settle()
    before = count(opened)
    assert drop(opened, QPoint(600, 400), a_folder(tmp_path / "a")) == "松开：存为佐证材料"
    settle()
    assert count(opened) == before + 2


@pytest.mark.parametrize("as_image", [True, False])
def test_a_pasted_picture_is_kept_as_it_was(
    as_image: bool, opened: ApplicationWindow, ledger_page: LedgerPage, settle: Settle
) -> None:
    data, image = QMimeData(), QImage(5, 4, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    if as_image:
        data.setImageData(image)
    else:
        data.setData("image/png", QByteArray(a_png(7, 3)))
    QGuiApplication.clipboard().setMimeData(data)
    (row,) = rows_of(ledger_page, 1)
    ledger_page.grid.setCurrentIndex(ledger_page.grid.model().index(row, 2))
    task_id = ledger_page.model.task_id(row)
    assert task_id is not None
    opened.paste_files()
    settle()
    (title,) = [title for title in titles_of(opened, task_id) if title.startswith("粘贴图片 ")]
    assert opened.workspace is not None
    with opened.workspace.ledger.read() as session:
        (piece,) = session.of(Evidence).find(title=title)
        (version,) = session.of(EvidenceVersion).find(evidence_id=piece.id)
    content = opened.workspace.ledger.store.path_of(version.sha256).read_bytes()
    assert version.original_name.endswith(".png")
    if as_image:
        assert QImage.fromData(content).convertToFormat(image.format()) == image
    else:
        assert content == a_png(7, 3)


def test_copied_text_is_no_picture(opened: ApplicationWindow, settle: Settle) -> None:
    data = QMimeData()
    data.setText("一段文字")
    data.setData("image/png", QByteArray(a_png()))
    QGuiApplication.clipboard().setMimeData(data)
    opened.show_place(Place("evidence"))
    settle()
    before = count(opened)
    opened.paste_files()
    settle()
    assert count(opened) == before


def test_a_long_list_of_failures_can_be_read_and_copied(
    qtbot: QtBot, opened: ApplicationWindow, settle: Settle, tmp_path: Path, recorded: RecordedMessages
) -> None:
    good = tmp_path / "好.txt"
    good.write_text("好", encoding="utf-8")
    before = count(opened)
    assert opened.workspace is not None
    opened.workspace.evidence_offered.emit([*(tmp_path / f"没有{n}.txt" for n in range(30)), good], ())
    settle()
    assert count(opened) == before + 1
    assert recorded.texts == []
    listed = opened.findChild(QPlainTextEdit, "adding_result_list")
    assert listed is not None
    assert len(listed.toPlainText().splitlines()) == 30
    press(qtbot, opened, "adding_result_copy")
    assert QGuiApplication.clipboard().text() == listed.toPlainText()
    press(qtbot, opened, "adding_result_close")


def a_stopped_act(window: ApplicationWindow, folder: Path, stop_after: int) -> None:
    """Leave the record of an act that was cut off after some files."""

    class Stop(Exception):
        pass

    class Counter:
        def step(self, done: int, total: int, label: str = "") -> None:
            if total and len(record.stored) == stop_after:
                raise Stop

    assert window.workspace is not None
    workspace = window.workspace
    record = act_record.begin(workspace.session.acts_folder, [folder], [], "2024-06-30T08:00:00Z")
    with pytest.raises(Stop):
        take_in(workspace.ledger.store, record, progress=Counter())


@pytest.fixture
def stopped(opened: ApplicationWindow, settle: Settle, tmp_path: Path, ledger_folder: Path) -> ApplicationWindow:
    """Return the window that was opened again after an act of five files was cut off after two."""
    for number in range(5):
        (tmp_path / "六月").mkdir(exist_ok=True)
        (tmp_path / "六月" / f"{number}.txt").write_text(f"第 {number} 份", encoding="utf-8")
    a_stopped_act(opened, tmp_path / "六月", 2)
    opened.ledger_acts.close_ledger()
    opened.ledger_acts.open_folder(ledger_folder)
    settle()
    return opened


@pytest.fixture(autouse=True)
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files be stored one after the other, so that a stop falls between any two."""
    monkeypatch.setattr(adding, "_SEVERAL", 1)


def words(window: ApplicationWindow) -> str:
    bar, label = window.findChild(QLabel, "unfinished_words"), ""
    if bar is not None and bar.isVisible():
        label = bar.text()
    return label


@pytest.mark.parametrize(
    ("decision", "added"), [("unfinished_go_on", 5), ("unfinished_keep", 2), ("unfinished_drop", 0)]
)
def test_what_was_cut_off_is_offered_at_the_next_start(
    decision: str, added: int, qtbot: QtBot, stopped: ApplicationWindow, settle: Settle
) -> None:
    said = stopped.findChild(QLabel, "undo_banner_text")
    assert said is not None
    assert "没有做完" in said.text()
    before = count(stopped)
    stopped.show_place(Place("evidence"))
    settle()
    assert "“六月” 没有做完，已存入 2 / 5 个文件。" in words(stopped)
    press(qtbot, stopped, decision)
    settle()
    assert count(stopped) == before + added
    qtbot.waitUntil(lambda: words(stopped) == "")
    assert stopped.workspace is not None
    assert act_record.unfinished(stopped.workspace.session.acts_folder) == []


def test_stopping_leaves_an_act_that_can_be_gone_on_with(
    qtbot: QtBot, opened: ApplicationWindow, settle: Settle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        (tmp_path / "七月").mkdir(exist_ok=True)
        (tmp_path / "七月" / f"{number}.txt").write_text(f"第 {number} 份七月材料", encoding="utf-8")
    opened.show_place(Place("evidence"))
    settle()
    before = count(opened)
    as_it_was: Callable[..., None] = CancelToken.step
    seen: list[str] = []

    def step(self: CancelToken, done: int, total: int, label: str = "") -> None:
        seen.append(label)
        if label.startswith("4 / 6 个"):
            self.cancel()
        as_it_was(self, done, total, label)

    monkeypatch.setattr(CancelToken, "step", step)
    assert opened.workspace is not None
    opened.workspace.evidence_offered.emit([tmp_path / "七月"], ())
    settle()
    assert count(opened) == before
    assert "已存入 3 / 6 个文件" in words(opened)
    monkeypatch.undo()
    press(qtbot, opened, "unfinished_go_on")
    settle()
    assert count(opened) == before + 6
    assert words(opened) == ""
    opened.workspace.undo()
    settle()
    assert count(opened) == before


def test_a_closed_task_takes_nothing_and_nothing_is_read_for_it(
    opened: ApplicationWindow, settle: Settle, tmp_path: Path, recorded: RecordedMessages
) -> None:
    (tmp_path / "材料.txt").write_text("材料", encoding="utf-8")
    assert opened.workspace is not None
    stored = {path.name for path in (opened.workspace.ledger.folder / "evidence").rglob("*")}
    opened.workspace.evidence_offered.emit([tmp_path / "材料.txt"], (10_000,))
    settle()
    assert [getattr(error, "code", "") for error in recorded.errors] == ["SVC-004"]
    assert {path.name for path in (opened.workspace.ledger.folder / "evidence").rglob("*")} == stored


def test_more_bytes_than_qt_can_count_are_told(qtbot: QtBot, opened: ApplicationWindow) -> None:
    told: list[tuple[int, int]] = []
    job = opened.runner.query(lambda progress: progress.step(3 << 31, 4 << 31, os.sep))
    job.on_progress(lambda done, total, _label: told.append((done, total))).start()
    qtbot.waitUntil(lambda: bool(told))
    assert told[0][0] * 4 == told[0][1] * 3
