"""The excepthook: a trace in a file, one Chinese sentence on the screen, once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from ui.actions import Act
from ui.app import ApplicationWindow, exception_hook


def _raise() -> None:
    raise ZeroDivisionError("division by zero")


def _caught() -> tuple[type[BaseException], BaseException, object]:
    try:
        _raise()
    except ZeroDivisionError:
        kind, error, trace = sys.exc_info()
        assert kind is not None
        assert error is not None
        return kind, error, trace
    raise AssertionError


def test_a_fault_is_written_down_and_told_once(
    window: ApplicationWindow, recorded: RecordedMessages, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "日志" / "error.log"
    hook = exception_hook(window, log)
    kind, error, trace = _caught()
    hook(kind, error, trace)  # type: ignore[arg-type]
    hook(kind, error, trace)  # type: ignore[arg-type]
    assert log.read_text(encoding="utf-8").count("ZeroDivisionError: division by zero") == 2
    assert recorded.errors == [error, error]
    recorded.errors.clear()
    capsys.readouterr()


def test_a_log_that_cannot_be_written_makes_no_second_fault(
    window: ApplicationWindow, recorded: RecordedMessages, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    hook = exception_hook(window, tmp_path / "file" / "error.log")
    hook(*_caught())  # type: ignore[arg-type]
    assert len(recorded.errors) == 1
    recorded.errors.clear()
    capsys.readouterr()


def test_the_badge_counts_what_is_overdue(opened: ApplicationWindow, settle: Settle, qtbot: object) -> None:
    from PySide6.QtWidgets import QPushButton

    button = opened.findChild(QPushButton, f"nav_{Act.GO_WORKBENCH.name.lower()}")
    assert button is not None
    qtbot.waitUntil(lambda: "项" in button.accessibleName(), timeout=10_000)  # type: ignore[attr-defined]
    settle()
