"""The real dialogs: one sentence, the code, the verb on the button; cancelled work says nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from ledger_app.errors import BugError, Cancelled, RejectedError
from ui.dialogs.messages import MessageBoxes
from ui.state import WindowState


@pytest.fixture
def boxes(qtbot: QtBot, state: WindowState) -> MessageBoxes:
    window = QWidget()
    qtbot.addWidget(window)
    boxes = MessageBoxes(window, state)
    boxes.keep = window  # type: ignore[attr-defined]
    return boxes


def _answer(press: str) -> list[tuple[str, str, list[str]]]:
    """Press a button of the next box by its text; return what the box said once it did."""
    seen: list[tuple[str, str, list[str]]] = []

    def act() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        seen.append((box.text(), box.informativeText(), [button.text() for button in box.buttons()]))
        next(button for button in box.buttons() if button.text() == press).click()

    QTimer.singleShot(0, act)
    return seen


def test_an_error_is_one_sentence_with_its_code(boxes: MessageBoxes) -> None:
    seen = _answer("知道了")
    boxes.show_error(RejectedError("SVC-001", task="9-99"))
    text, code, _ = seen[0]
    assert "9-99" in text
    assert "SVC-001" in code


def test_a_fault_of_ours_shows_no_trace(boxes: MessageBoxes) -> None:
    seen = _answer("知道了")
    boxes.show_error(ZeroDivisionError("division by zero"))
    assert "Traceback" not in seen[0][0]
    assert "ZeroDivisionError" in seen[0][1]
    seen = _answer("知道了")
    boxes.show_error(BugError("DB-090", field="x"))
    assert seen


def test_the_report_of_a_fault_is_written_and_handed_over(
    boxes: MessageBoxes, state: WindowState, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "交给维护.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    seen = _answer("保存报告…")
    boxes.show_error(ZeroDivisionError("division by zero"))
    (report,) = state.path.parent.glob("crash-*.txt")
    assert report.name in seen[0][1]
    assert "ZeroDivisionError" in target.read_text("utf-8")
    assert target.read_bytes() == report.read_bytes()
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    _answer("打开所在文件夹")
    boxes.show_error(ZeroDivisionError())
    assert [Path(url.toLocalFile()) for url in opened] == [state.path.parent]


def test_cancelled_work_says_nothing(boxes: MessageBoxes) -> None:
    boxes.show_error(Cancelled())
    assert QApplication.activeModalWidget() is None


@pytest.mark.parametrize(("press", "agreed"), [("删除 3 项", True), ("取消", False)])
def test_a_question_names_its_verb(boxes: MessageBoxes, press: str, agreed: bool) -> None:
    seen = _answer(press)
    assert boxes.ask("要删除这 3 项吗？", "删除 3 项", is_dangerous=True) is agreed
    assert set(seen[0][2]) == {"删除 3 项", "取消"}


@pytest.mark.parametrize(("press", "index"), [("只读打开", 0), ("接管", 1), ("取消", -1)])
def test_a_choice_tells_which(boxes: MessageBoxes, press: str, index: int) -> None:
    _answer(press)
    assert boxes.choose("台账正被占用。", ["只读打开", "接管"]) == index


def test_a_text_is_shown_whole(boxes: MessageBoxes) -> None:
    seen = _answer("知道了")
    boxes.show_text("检查结果", "发现 1 处问题：", "佐证材料缺失")
    assert seen[0][:2] == ("发现 1 处问题：", "佐证材料缺失")


def test_files_are_chosen_in_the_folder_of_last_time(
    boxes: MessageBoxes, state: WindowState, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[str] = []

    def choose(_parent: QWidget, _title: str, folder: str, _filters: str) -> tuple[list[str], str]:
        asked.append(folder)
        return [str(tmp_path / "计划.docx")], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", choose)
    assert boxes.choose_files("选择计划文件") == [tmp_path / "计划.docx"]
    boxes.choose_files("选择计划文件")
    assert asked == ["", str(tmp_path)]
    assert state.last_folder == str(tmp_path)


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("getSaveFileName", lambda boxes: boxes.choose_target("备份到", "台账.backup", "")),
        ("getExistingDirectory", lambda boxes: boxes.choose_folder("选择文件夹")),
    ],
)
def test_nothing_chosen_is_none(
    boxes: MessageBoxes, monkeypatch: pytest.MonkeyPatch, name: str, call: Callable[[MessageBoxes], object]
) -> None:
    monkeypatch.setattr(QFileDialog, name, lambda *_: ("", "") if name == "getSaveFileName" else "")
    assert call(boxes) is None
