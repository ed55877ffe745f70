"""Faults: a trace in a file, one Chinese sentence on the screen, wherever they come up."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from types import TracebackType

import pytest
from pytestqt.qtbot import QtBot

from ledger_app.error_log import LOG_NAME, ErrorLog
from ledger_app.errors import RejectedError
from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from ui.actions import Act
from ui.app import ApplicationWindow, fault_taker
from ui.faults import FaultTaker


def _caught() -> tuple[type[BaseException], BaseException, TracebackType | None]:
    try:
        raise ZeroDivisionError("division by zero")
    except ZeroDivisionError as error:
        return type(error), error, error.__traceback__


@pytest.fixture
def log(window: ApplicationWindow) -> Path:
    return window.state.path.parent / LOG_NAME


@pytest.mark.usefixtures("capsys")
def test_a_fault_is_written_down_and_told(window: ApplicationWindow, recorded: RecordedMessages, log: Path) -> None:
    faults = fault_taker(window)
    kind, error, trace = _caught()
    faults.take(kind, error, trace)
    faults.take(kind, error, trace)
    assert log.read_text(encoding="utf-8").count("ZeroDivisionError: division by zero") == 2
    assert recorded.errors == [error, error]
    recorded.errors.clear()


@pytest.mark.usefixtures("capsys")
def test_a_fault_behind_its_own_message_is_not_told_again(
    window: ApplicationWindow, recorded: RecordedMessages, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = fault_taker(window)
    shown: list[BaseException] = []

    def show(error: BaseException) -> None:
        shown.append(error)
        faults.take(*_caught())

    monkeypatch.setattr(recorded, "show_error", show)
    faults.take(*_caught())
    assert len(shown) == 1


@pytest.mark.usefixtures("capsys")
def test_a_fault_on_another_thread_is_told_on_the_window_s(
    qtbot: QtBot, window: ApplicationWindow, recorded: RecordedMessages, monkeypatch: pytest.MonkeyPatch, log: Path
) -> None:
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    told_on: list[threading.Thread] = []
    show = recorded.show_error
    monkeypatch.setattr(recorded, "show_error", lambda error: (told_on.append(threading.current_thread()), show(error)))
    fault_taker(window).install()

    def work() -> None:
        raise ZeroDivisionError

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(recorded.errors) == 1)
    assert told_on == [threading.main_thread()]
    assert "ZeroDivisionError" in log.read_text("utf-8")
    recorded.errors.clear()


def test_what_a_job_fails_by_is_written_down_whoever_shows_it(
    window: ApplicationWindow, recorded: RecordedMessages, settle: Settle, log: Path
) -> None:
    fault_taker(window).watch(window.runner)
    taken: list[Exception] = []

    def work(_progress: object) -> None:
        raise RejectedError("SVC-001", task="张三的任务")

    window.runner.query(work).on_failure(taken.append).start()
    settle()
    window.runner.query(work).start()
    settle()
    assert (len(taken), len(recorded.errors)) == (1, 1)
    text = log.read_text("utf-8")
    assert text.count("RejectedError SVC-001") == 2
    assert "张三" not in text
    recorded.errors.clear()


@pytest.mark.usefixtures("capsys")
def test_a_log_that_cannot_be_written_makes_no_second_fault(
    window: ApplicationWindow, recorded: RecordedMessages, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    FaultTaker(recorded, ErrorLog(tmp_path / "file" / "folder"), window).take(*_caught())
    assert len(recorded.errors) == 1
    recorded.errors.clear()


def test_the_badge_counts_what_is_overdue(opened: ApplicationWindow, settle: Settle, qtbot: object) -> None:
    from PySide6.QtWidgets import QPushButton

    button = opened.findChild(QPushButton, f"nav_{Act.GO_WORKBENCH.name.lower()}")
    assert button is not None
    qtbot.waitUntil(lambda: "项" in button.accessibleName(), timeout=10_000)  # type: ignore[attr-defined]
    settle()
