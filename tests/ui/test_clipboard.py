"""What was copied in other programs is pasted as a plan: read, reviewed, kept as a file, undone at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import QMetaType, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from ledger_app.bootstrap import create_session
from ledger_app.domain.plan import Plan
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.task import Task
from ledger_app.intake.readers import Source, read_source
from tests.intake import clipboard_payloads as payloads
from tests.ui.conftest import Settle
from ui.actions import Act
from ui.app import ApplicationWindow
from ui.clipboard import taken_from
from ui.pages.plans import PlansPage
from ui.workspace import Place

ROWS: payloads.Rows = (
    ("序号", "重点任务", "责任单位", "完成时限"),
    (1, "建设胸痛中心", "县人民医院", "2024年6月底"),
    (2, "规范村卫生室", "基层股", "2024年12月底"),
)
HTML = payloads.cf_html(payloads.excel(ROWS, merged_title="2024年重点任务分解表"))


class Pasteboard:
    """The system's clipboard; Python's own data must not outlive the interpreter in it."""

    def put(self, formats: Mapping[str, bytes], *, files: tuple[Path, ...] = (), picture: QImage | None = None) -> None:
        data = QMimeData()
        for name, content in formats.items():
            data.setData(name, content)
        if files:
            data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        if picture is not None:
            data.setImageData(picture)
        QGuiApplication.clipboard().setMimeData(data)


@pytest.fixture
def pasteboard(qapp: QGuiApplication) -> Iterator[Pasteboard]:
    yield Pasteboard()
    QGuiApplication.clipboard().clear()


@pytest.fixture
def page(window: ApplicationWindow, settle: Settle, tmp_path: Path) -> PlansPage:
    session = create_session(tmp_path / "新台账", "青禾县卫生健康局")
    window.ledger_acts.adopt(session, LedgerSettings())
    settle()
    window.show_place(Place("plans"))
    settle()
    assert isinstance(window.page, PlansPage)
    return window.page


def _press_keys(qtbot: QtBot, window: ApplicationWindow, settle: Settle, *, shift: bool) -> None:
    keys = Qt.KeyboardModifier.ControlModifier
    keys = keys | Qt.KeyboardModifier.ShiftModifier if shift else keys
    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_V, keys)
    settle()


def _failed(page: PlansPage) -> list[str]:
    return [line.text() for line in page.bar.findChildren(QLabel) if line.objectName().startswith("queue_failed_")]


def test_a_copied_table_is_imported_and_kept_as_a_file(
    qtbot: QtBot, window: ApplicationWindow, page: PlansPage, pasteboard: Pasteboard, settle: Settle
) -> None:
    pasteboard.put({"text/html": HTML, "text/plain": payloads.tabbed(ROWS).encode()})
    window.show_place(Place("workbench"))
    _press_keys(qtbot, window, settle, shift=True)
    assert window.page is page
    assert page.title_label.text().startswith("导入 · 剪贴板 ")
    assert page.confirm_button.text() == "确认导入 2 项"
    qtbot.mouseClick(page.confirm_button, Qt.MouseButton.LeftButton)
    settle()
    with page.workspace.ledger.read() as session:
        plan = session.of(Plan).find()[0]
        assert [task.title for task in session.of(Task).find()] == ["建设胸痛中心", "规范村卫生室"]
    assert plan.source_name.startswith("剪贴板 ")
    assert plan.source_name.endswith(".html")
    assert plan.source_sha256 is not None
    with page.workspace.ledger.store.open(plan.source_sha256) as stream:
        kept = stream.read()
    # What is kept reads as it read when it was pasted, so that places in it hold.
    assert read_source(Source(plan.source_name, kept)).sha256 == plan.source_sha256
    window.actions_[Act.UNDO].trigger()
    settle()
    with page.workspace.ledger.read() as session:
        assert session.of(Task).count() == 0


def test_the_same_copied_twice_is_reviewed_once(
    qtbot: QtBot, window: ApplicationWindow, page: PlansPage, pasteboard: Pasteboard, settle: Settle
) -> None:
    pasteboard.put({"text/html": HTML})
    _press_keys(qtbot, window, settle, shift=True)
    first = page.current
    _press_keys(qtbot, window, settle, shift=True)
    assert page.queue.ready == (first,)
    pasteboard.put({"text/html": HTML.replace("胸痛".encode(), "卒中".encode())})
    _press_keys(qtbot, window, settle, shift=True)
    # Two pastes of one minute can be told apart.
    assert len({one.path.name for one in page.queue.ready}) == len(page.queue.ready) == 2


def test_the_plain_key_pastes_on_the_page_of_plans_but_not_in_its_fields(
    qtbot: QtBot, window: ApplicationWindow, page: PlansPage, pasteboard: Pasteboard, settle: Settle
) -> None:
    pasteboard.put({"text/plain": "一、建设胸痛中心，6月底前完成。（责任单位：县人民医院）".encode()})
    search = window.top_bar.search.findChild(QLineEdit) or window.top_bar.search
    search.setFocus()
    _press_keys(qtbot, window, settle, shift=False)
    assert page.queue.files == ()
    page.setFocus()
    _press_keys(qtbot, window, settle, shift=False)
    assert len(page.queue.ready) == 1


@pytest.mark.parametrize("shift", [False, True])
def test_copied_files_are_files_to_import(
    qtbot: QtBot, window: ApplicationWindow, page: PlansPage, pasteboard: Pasteboard, settle: Settle, tmp_path: Path,
    shift: bool,
) -> None:  # fmt: skip
    files = (tmp_path / "甲.txt", tmp_path / "乙.txt")
    for file in files:
        file.write_text(f"一、{file.stem}组培训，年底前完成。（责任单位：县医院）", encoding="utf-8")
    pasteboard.put({"text/plain": b"x"}, files=files)
    _press_keys(qtbot, window, settle, shift=shift)
    assert tuple(one.path for one in page.queue.ready) == files


@pytest.mark.parametrize("formats", [{}, {"text/plain": b"  \r\n"}, {"application/x-other": b"1"}])
def test_nothing_to_read_is_one_sentence_that_goes_with_the_next_paste(
    qtbot: QtBot, window: ApplicationWindow, page: PlansPage, pasteboard: Pasteboard, settle: Settle,
    formats: dict[str, bytes],
) -> None:  # fmt: skip
    pasteboard.put(formats)
    _press_keys(qtbot, window, settle, shift=True)
    assert [text.startswith("剪贴板里没有可以导入的文字或表格") for text in _failed(page)] == [True]
    pasteboard.put({"text/html": HTML})
    _press_keys(qtbot, window, settle, shift=True)
    assert _failed(page) == []


def test_a_clipboard_that_was_cleared_is_empty(
    qtbot: QtBot, window: ApplicationWindow, page: PlansPage, pasteboard: Pasteboard, settle: Settle
) -> None:
    QGuiApplication.clipboard().clear()
    _press_keys(qtbot, window, settle, shift=False)
    assert ["剪贴板里没有" in text for text in _failed(page)] == [True]
    window.show_place(Place("ledger"))
    _press_keys(qtbot, window, settle, shift=False)
    assert window.page is not page


def test_a_copied_picture_without_the_recognition_is_one_sentence(
    qtbot: QtBot,
    window: ApplicationWindow,
    page: PlansPage,
    pasteboard: Pasteboard,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ledger_app.intake.ocr.installed.is_installed", lambda: False)
    picture = QImage(60, 40, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFF)
    pasteboard.put({}, picture=picture)
    _press_keys(qtbot, window, settle, shift=True)
    assert ["要有文字识别扩展" in text for text in _failed(page)] == [True]


def test_what_is_copied_is_read_beside_the_window(
    page: PlansPage, pasteboard: Pasteboard, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []
    monkeypatch.setattr(
        "ledger_app.intake.clipboard.sources", lambda *_args: threads.append(threading.current_thread()) or ()
    )
    pasteboard.put({"text/html": HTML})
    page.actions_[Act.IMPORT_CLIPBOARD].trigger()
    settle()
    assert threads
    assert threads[0] is not threading.main_thread()


def test_each_format_is_asked_for_once_and_only_where_it_counts(page: PlansPage) -> None:
    class Watched(QMimeData):
        asked: list[str] = []  # noqa: RUF012 - one object only

        def retrieveData(self, name: str, kind: QMetaType) -> object:  # noqa: N802 - Qt's name
            self.asked.append(name)
            return super().retrieveData(name, kind)

    data = Watched()
    for name in (payloads.SHEET, "text/html", "text/rtf", "text/plain", "image/png"):
        data.setData(name, b"x")
    copied = taken_from(data, page.workspace.now)
    assert list(copied.formats) == [payloads.SHEET, "text/plain"]
    assert sorted(name for name in data.asked if name != "text/uri-list") == sorted(copied.formats)


def test_the_empty_page_and_the_list_have_a_button(
    qtbot: QtBot, page: PlansPage, pasteboard: Pasteboard, settle: Settle
) -> None:
    pasteboard.put({"text/html": HTML})
    start = page.findChild(QPushButton, "plans_start_paste")
    assert start is not None
    assert start.isVisible()
    assert not page.paste_button.isVisible()
    qtbot.mouseClick(start, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    settle()
    qtbot.mouseClick(page.confirm_button, Qt.MouseButton.LeftButton)
    settle()
    qtbot.mouseClick(page.back_button, Qt.MouseButton.LeftButton)
    assert page.paste_button.isVisible()
    qtbot.mouseClick(page.paste_button, Qt.MouseButton.LeftButton)
    settle()
    assert page.current is not None
    assert page.current.earlier
