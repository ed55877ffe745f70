"""Garbage is collected on the UI thread, and only there."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui import collector
from ui.collector import Collector
from ui.jobs import JobRunner


class Knot:
    """Something that only the collector can free."""

    def __init__(self) -> None:
        self.itself = self


def test_the_interpreter_no_longer_collects_by_itself(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collector, "INTERVAL_MS", 10)
    gc.enable()
    owner = QObject()
    Collector(owner)
    assert not gc.isenabled()
    knot = weakref.ref(Knot())
    heap = [[number] for number in range(2_000)]
    qtbot.waitUntil(lambda: knot() is None, timeout=5_000)
    assert len(heap) == 2_000


def test_a_worker_is_never_the_last_to_hold_a_job(qtbot: QtBot) -> None:
    runner = JobRunner()
    freed_on: list[str] = []

    class Result:
        def __del__(self) -> None:
            freed_on.append(threading.current_thread().name)

    for _ in range(50):
        held = Result()
        runner.query(lambda _progress, held=held: None).start()  # type: ignore[misc]
        del held
    qtbot.waitUntil(lambda: not runner.running)
    qtbot.waitUntil(lambda: len(freed_on) == 50, timeout=5_000)
    assert set(freed_on) == {threading.main_thread().name}
    runner.close()
