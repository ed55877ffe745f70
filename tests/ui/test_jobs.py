"""Jobs: results come on the UI thread, one writer at a time, cancelling, errors, closing."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ledger_app.domain.changes import ChangeSet
from ledger_app.errors import Cancelled, RejectedError
from ledger_app.ports import Progress
from ui.jobs import CancelToken, JobRunner


@pytest.fixture
def runner() -> JobRunner:
    return JobRunner()


def _wait(qtbot: QtBot, runner: JobRunner) -> None:
    qtbot.waitUntil(lambda: not runner.running)


def test_the_result_comes_on_the_ui_thread(qtbot: QtBot, runner: JobRunner) -> None:
    seen: list[tuple[int, threading.Thread]] = []
    workers: list[threading.Thread] = []

    def work(_progress: Progress) -> int:
        workers.append(threading.current_thread())
        return 7

    runner.query(work).on_success(lambda value: seen.append((value, threading.current_thread()))).start()
    _wait(qtbot, runner)
    assert seen == [(7, threading.main_thread())]
    assert workers[0] is not threading.main_thread()


def test_an_error_nobody_takes_reaches_the_runner(qtbot: QtBot, runner: JobRunner) -> None:
    def fail(_progress: Progress) -> None:
        raise RejectedError("SVC-001", task="9-99")

    with qtbot.waitSignal(runner.failed) as blocker:
        runner.query(fail).start()
    assert isinstance(blocker.args[0], RejectedError)


def test_an_error_that_is_taken_goes_nowhere_else(qtbot: QtBot, runner: JobRunner) -> None:
    taken: list[Exception] = []

    def fail(_progress: Progress) -> None:
        raise ValueError("odd")

    with qtbot.assertNotEmitted(runner.failed):
        runner.query(fail).on_failure(taken.append).start()
        _wait(qtbot, runner)
    assert isinstance(taken[0], ValueError)


def test_writers_run_one_at_a_time_and_in_order(qtbot: QtBot, runner: JobRunner) -> None:
    at_once: list[int] = []
    order: list[int] = []
    running = 0
    lock = threading.Lock()

    def write(number: int) -> None:
        nonlocal running
        with lock:
            running += 1
            at_once.append(running)
        order.append(number)
        with lock:
            running -= 1

    for number in range(20):
        runner.change(lambda _p, number=number: write(number)).start()
    _wait(qtbot, runner)
    assert order == list(range(20))
    assert max(at_once) == 1


def test_readers_run_beside_a_writer(qtbot: QtBot, runner: JobRunner) -> None:
    release = threading.Event()
    done: list[str] = []
    runner.change(lambda _p: release.wait(10)).start()
    runner.query(lambda _p: "read").on_success(done.append).start()
    qtbot.waitUntil(lambda: done == ["read"])
    release.set()
    _wait(qtbot, runner)


def test_a_change_is_told_once_to_everybody(qtbot: QtBot, runner: JobRunner) -> None:
    changes = ChangeSet(rows={"task": {1: "changed"}})
    told: list[object] = []
    runner.changed.connect(told.append)
    runner.change(lambda _p: changes).start()
    runner.change(lambda _p: ChangeSet()).start()
    _wait(qtbot, runner)
    assert told == [changes]


def test_cancelled_work_stops_at_its_next_step_and_tells_nothing(qtbot: QtBot, runner: JobRunner) -> None:
    begun, results = threading.Event(), []
    stopped_at: list[int] = []

    def work(progress: Progress) -> str:
        for number in range(10_000_000):
            begun.set()
            try:
                progress.step(number, 0)
            except Cancelled:
                stopped_at.append(number)
                raise
        return "to the end"

    job = runner.query(work).on_success(results.append).on_failure(results.append).start()
    begun.wait(10)
    job.cancel()
    _wait(qtbot, runner)
    assert results == []
    assert stopped_at


def test_a_writer_that_committed_before_it_was_cancelled_is_told(qtbot: QtBot, runner: JobRunner) -> None:
    told: list[object] = []
    runner.changed.connect(told.append)
    committed = threading.Event()
    release = threading.Event()

    def work(_progress: Progress) -> ChangeSet:
        committed.set()
        release.wait(10)
        return ChangeSet(rows={"task": {1: "added"}})

    job = runner.change(work).start()
    committed.wait(10)
    job.cancel()
    release.set()
    _wait(qtbot, runner)
    assert len(told) == 1


def test_results_for_a_widget_that_is_gone_are_dropped(qtbot: QtBot, runner: JobRunner) -> None:
    owner = QObject()
    release, results = threading.Event(), []
    runner.query(lambda _p: release.wait(10)).owned_by(owner).on_success(results.append).start()
    owner.deleteLater()
    qtbot.waitUntil(lambda: not _is_alive(owner))
    release.set()
    _wait(qtbot, runner)
    assert results == []


def _is_alive(thing: QObject) -> bool:
    from shiboken6 import isValid

    return bool(isValid(thing))


def test_progress_comes_at_most_ten_times_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([10.0 + number * 0.01 for number in range(100)])
    monkeypatch.setattr("ui.jobs.time.monotonic", lambda: next(times))
    reported: list[int] = []
    token = CancelToken(lambda done, _total, _label: reported.append(done))
    for number in range(100):
        token.step(number, 100)
    # 100 steps over one second.
    assert 9 <= len(reported) <= 11


def test_closing_waits_for_what_was_typed_last(runner: JobRunner) -> None:
    written: list[int] = []
    for number in range(5):
        runner.change(lambda _p, number=number: written.append(number)).start()
    runner.close()
    assert written == [0, 1, 2, 3, 4]
    assert runner.running == ()


def test_closing_stops_long_work(runner: JobRunner) -> None:
    begun = threading.Event()

    def work(progress: Progress) -> None:
        while True:
            begun.set()
            progress.step(0, 0)

    runner.change(work).with_progress("正在导入").start()
    begun.wait(10)
    runner.close()
    assert runner.running == ()
