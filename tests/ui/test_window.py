"""The shell: first run, opening, navigation, undo and redo, search, dropping, closing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from ledger_app.bootstrap import create_session, open_session
from ledger_app.domain.evidence import Evidence, TaskEvidence
from ledger_app.domain.grid import TaskQuery
from ledger_app.errors import LedgerError
from ledger_app.services import tasks
from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from ui.actions import PAGES, Act
from ui.app import ApplicationWindow
from ui.page_table import PAGE_OF_ACT
from ui.workspace import Place


def press(qtbot: QtBot, window: ApplicationWindow, name: str) -> None:
    """Press a button by its name."""
    button = window.findChild(QPushButton, name)
    assert button is not None, f"no button {name}"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def label(window: ApplicationWindow, name: str) -> str:
    found = window.findChild(QLabel, name)
    assert found is not None
    return found.text()


def test_first_run_makes_a_ledger_where_the_clerk_wants_it(
    qtbot: QtBot, window: ApplicationWindow, recorded: RecordedMessages, settle: Settle, tmp_path: Path
) -> None:
    assert window.page is None
    recorded.folder = tmp_path / "新台账"
    recorded.folder.mkdir()
    press(qtbot, window, "welcome_new_ledger")
    press(qtbot, window, "new_ledger_choose")
    settle()
    name = window.findChild(QLineEdit, "new_ledger_name")
    assert name is not None
    qtbot.keyClicks(name, "Qinghe")
    qtbot.waitUntil(window.findChild(QPushButton, "new_ledger_dialog_accept").isEnabled)
    press(qtbot, window, "new_ledger_dialog_accept")
    settle()
    assert not recorded.errors
    assert window.workspace is not None
    assert (recorded.folder / "ledger.sqlite3").is_file()
    assert window.page is not None
    assert window.page.name == "workbench"
    assert window.state.recent == [recorded.folder]


def test_the_practice_ledger_is_filled_and_says_that_it_is_one(
    qtbot: QtBot, window: ApplicationWindow, settle: Settle
) -> None:
    press(qtbot, window, "welcome_open_practice")
    settle()
    assert window.workspace is not None
    assert "练习" in window.windowTitle()
    with window.workspace.ledger.read() as session:
        assert sum(session.light_counts(_everything(window)).values()) > 50


def _everything(window: ApplicationWindow) -> TaskQuery:
    assert window.workspace is not None
    return TaskQuery(window.workspace.cutoff)


def test_a_folder_that_is_no_ledger_is_refused_in_one_sentence(
    window: ApplicationWindow, recorded: RecordedMessages, settle: Settle, tmp_path: Path
) -> None:
    window.ledger_acts.open_folder(tmp_path / "nothing")
    settle()
    assert [error.code for error in recorded.errors if isinstance(error, LedgerError)] == ["DB-007"]
    assert window.workspace is None


def test_a_locked_ledger_is_offered_for_reading(
    window: ApplicationWindow, recorded: RecordedMessages, settle: Settle, ledger_folder: Path
) -> None:
    with open_session(ledger_folder):
        window.ledger_acts.open_folder(ledger_folder)
        settle()
        assert "只读" in recorded.questions[0]
        assert window.workspace is not None
        assert window.workspace.is_read_only
        assert "只读" in label(window, "status_ledger")
        assert not window.actions_[Act.IMPORT_PLAN].isEnabled()
        assert not window.actions_[Act.NEW_TASK].isEnabled()
        window.ledger_acts.close_ledger()


def test_who_writes_elsewhere_is_named_and_one_press_makes_it_writable_after(
    qtbot: QtBot, window: ApplicationWindow, settle: Settle, ledger_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.other_writer.INTERVAL_MS", 20)
    with open_session(ledger_folder):
        window.ledger_acts.open_folder(ledger_folder)
        qtbot.waitUntil(lambda: "正在修改，这里只读" in label(window, "status_saved"))
        assert window.findChild(QPushButton, "status_take").isHidden()
        window.show_place(Place("plans"))
    qtbot.waitUntil(lambda: "对方已关闭" in label(window, "status_saved"))
    press(qtbot, window, "status_take")
    settle()
    assert window.workspace is not None
    assert not window.workspace.is_read_only
    assert window.page is not None
    assert window.page.name == "plans"
    assert label(window, "status_saved") == "全部更改已保存"
    assert window.findChild(QPushButton, "status_take").isHidden()


@pytest.mark.parametrize("act", PAGES)
def test_every_page_opens_by_its_key(qtbot: QtBot, opened: ApplicationWindow, settle: Settle, act: Act) -> None:
    opened.actions_[act].trigger()
    settle()
    assert opened.page is not None
    assert opened.page.name == PAGE_OF_ACT[act]
    assert opened.actions_[act].isChecked()


def test_the_navigation_folds_in_a_narrow_window(opened: ApplicationWindow) -> None:
    assert not opened.navigation.is_folded
    opened.resize(1100, 700)
    assert opened.navigation.is_folded
    assert opened.navigation.width() == 48
    opened.resize(1366, 768)
    assert opened.navigation.width() == 160


def test_undo_and_redo_name_what_they_would_do(opened: ApplicationWindow, settle: Settle) -> None:
    workspace = opened.workspace
    assert workspace is not None
    new = tasks.NewTask(title="召开安全生产会议")
    workspace.change(lambda work, _p: tasks.create(work, new), opened).start()
    settle()
    undo, redo = opened.actions_[Act.UNDO], opened.actions_[Act.REDO]
    assert "召开安全生产会议" in undo.text()
    count = _count(opened)
    undo.trigger()
    settle()
    assert _count(opened) == count - 1
    assert "召开安全生产会议" in redo.text()
    redo.trigger()
    settle()
    assert _count(opened) == count


def _count(window: ApplicationWindow) -> int:
    assert window.workspace is not None
    with window.workspace.ledger.read() as session:
        return sum(session.light_counts(_everything(window)).values())


def test_search_finds_while_typing_and_opens_the_task(qtbot: QtBot, opened: ApplicationWindow, settle: Settle) -> None:
    opened.actions_[Act.SEARCH].trigger()
    box = opened.top_bar.search
    qtbot.waitUntil(box.hasFocus)
    box.insert("医共体")
    hits = box.hits
    qtbot.waitUntil(hits.isVisible, timeout=5000)
    settle()
    assert hits.view.model().rowCount() > 0
    qtbot.keyClick(box, Qt.Key.Key_Return)
    settle()
    assert opened.page is not None
    assert not hits.isVisible()


def test_a_word_without_hit_says_so_and_escape_leaves(qtbot: QtBot, opened: ApplicationWindow, settle: Settle) -> None:
    box = opened.top_bar.search
    box.setFocus()
    box.insert("月球基地")
    qtbot.waitUntil(box.hits.isVisible, timeout=5000)
    settle()
    assert "没有找到" in label(opened, "search_none")
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not box.hits.isVisible()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == ""


def _drop(window: ApplicationWindow, files: list[Path], point: QPoint) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in files])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(point), Qt.DropAction.CopyAction, data, left, none)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(point), Qt.DropAction.CopyAction, data, left, none))


def test_a_file_dropped_on_a_task_becomes_its_evidence(
    opened: ApplicationWindow, settle: Settle, tmp_path: Path
) -> None:
    opened.show_place(Place("ledger"))
    settle()
    page = opened.page
    assert page is not None
    grid = page.grid  # type: ignore[attr-defined]
    row = next(row for row in range(grid.model().rowCount()) if grid.model().task_id(row) is not None)
    task_id = grid.model().task_id(row)
    point = grid.viewport().mapTo(opened, grid.visualRect(grid.model().index(row, 2)).center())
    file = tmp_path / "现场照片说明.txt"
    file.write_text("六月十日现场检查记录。", encoding="utf-8")
    _drop(opened, [file], point)
    settle()
    assert opened.workspace is not None
    with opened.workspace.ledger.read() as session:
        titles = [
            evidence.title
            for link in session.of(TaskEvidence).find(task_id=task_id)
            if (evidence := session.of(Evidence).get(link.evidence_id)) is not None
        ]
    assert "现场照片说明" in titles
    assert "已添加 1 份佐证" in label(opened, "undo_banner_text")


def test_files_copied_in_a_file_window_are_pasted_as_evidence(
    qtbot: QtBot, opened: ApplicationWindow, settle: Settle, tmp_path: Path
) -> None:
    file = tmp_path / "会议签到表.txt"
    file.write_text("签到", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    QGuiApplication.clipboard().setMimeData(data)
    opened.show_place(Place("ledger"))
    settle()
    opened.paste_files()
    # Python's own data must not outlive the interpreter in Qt's clipboard.
    QGuiApplication.clipboard().clear()
    settle()
    assert "佐证" in label(opened, "undo_banner_text")
    press(qtbot, opened, "undo_banner_button")
    settle()
    assert opened.workspace is not None
    with opened.workspace.ledger.read() as session:
        assert not [one for one in session.of(Evidence).find() if one.title == "会议签到表"]


def test_backup_proves_itself_and_says_what_it_holds(
    opened: ApplicationWindow, recorded: RecordedMessages, settle: Settle, tmp_path: Path
) -> None:
    recorded.target = tmp_path / "备份.backup"
    opened.actions_[Act.BACK_UP].trigger()
    settle()
    assert recorded.target.is_file()
    title, text, detail = recorded.texts[-1]
    assert title == "备份完成"
    assert "可以恢复" in text
    assert "项任务" in detail


def test_check_of_a_sound_ledger_says_so(opened: ApplicationWindow, recorded: RecordedMessages, settle: Settle) -> None:
    opened.actions_[Act.CHECK].trigger()
    settle()
    assert "完好" in recorded.texts[-1][1]


def test_another_ledger_replaces_the_one_before(opened: ApplicationWindow, settle: Settle, tmp_path: Path) -> None:
    create_session(tmp_path / "第二本", "乙县卫生健康局").close()
    opened.ledger_acts.open_folder(tmp_path / "第二本")
    settle()
    assert opened.workspace is not None
    assert opened.workspace.ledger.folder == tmp_path / "第二本"
    assert _count(opened) == 0


def test_closing_gives_the_ledger_back(qtbot: QtBot, opened: ApplicationWindow, ledger_folder: Path) -> None:
    opened.close()
    with open_session(ledger_folder) as session:
        assert not session.ledger.is_read_only


def test_dialogs_of_the_menus_open_and_close(qtbot: QtBot, opened: ApplicationWindow, settle: Settle) -> None:
    for act, name in (
        (Act.JOURNAL, "journal_dialog"),
        (Act.SHORTCUTS, "shortcuts_dialog"),
        (Act.CUTOFF, "cutoff_dialog"),
        (Act.NEW_TASK, "new_task_dialog"),
    ):
        opened.actions_[act].trigger()
        settle()
        dialogs = [one for one in QApplication.topLevelWidgets() if one.objectName() == name and one.isVisible()]
        assert dialogs, name
        qtbot.keyClick(dialogs[0], Qt.Key.Key_Escape)
        assert not dialogs[0].isVisible()
        del dialogs


def test_the_window_fits_a_small_screen_at_150_percent(opened: ApplicationWindow, settle: Settle) -> None:
    for act in PAGES:
        opened.actions_[act].trigger()
        settle()
        opened.resize(911, 472)
        assert (opened.width(), opened.height()) == (911, 472), act
