"""The recognising process watched from outside, with stand-ins that die, hang, or talk nonsense."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger_app.errors import Cancelled, UnreadableFileError
from ledger_app.intake.ocr import process
from ledger_app.intake.ocr.limits import OcrLimits
from ledger_app.intake.ocr.process import Recognised, recognise
from ledger_app.intake.source import Source
from ledger_app.messages import describe

LIMITS = OcrLimits(start_seconds=20, page_seconds=20, failures=2)
SHORT = OcrLimits(start_seconds=20, page_seconds=0.4, failures=2)

# A process that speaks as it should; a test puts its mischief where `on(page)` is.
STAND_IN = """
import os, sys, time
sys.path.insert(0, {root!r})
from ledger_app.intake.ocr.wire import *
given = sys.stdin.buffer
request = decode_request(given.readline())
data = given.read(request.size)
def say(message):
    sys.stdout.buffer.write(encode(message) if not isinstance(message, bytes) else message)
    sys.stdout.buffer.flush()
def read(page):
    line = TextLine(data.decode(), tuple(map(float, range(len(data)))), 0.0, 9.0, 5.0, 2.0, (1.0,) * len(data))
    say(PageRead(page, 600.0, 800.0, 0.0, False, (line,), (), ()))
def on(page):
{mischief}
say(Ready())
for page in request.pages or (1, 2):
    if page > request.after:
        say(Begun(page))
        on(page)
say(Finished())
"""

Play = Callable[[str], None]


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch, root_dir: Path) -> Play:
    """Let a stand-in be the recognising process; `play(mischief)` sets what it does on each page."""

    def prepare(mischief: str) -> None:
        body = "\n".join("    " + line for line in mischief.splitlines())
        program = STAND_IN.format(root=str(root_dir), mischief=body)
        monkeypatch.setattr(process, "command", lambda: [sys.executable, "-c", program])

    return prepare


def ran(*pages: int, limits: OcrLimits = LIMITS, progress: Callable[[int, int], None] | None = None) -> Recognised:
    return recognise(Source("扫描.pdf", b"abc", progress=progress), "pdf", pages, limits)


def numbers(found: Recognised) -> tuple[list[int], tuple[int, ...]]:
    return [page.page for page in found.pages], found.failed


def test_pages_come_back_and_progress_is_told(play: Play) -> None:
    play("read(page)")
    steps: list[tuple[int, int]] = []
    found = ran(2, 5, 6, progress=lambda done, total: steps.append((done, total)))
    assert numbers(found) == ([2, 5, 6], ())
    assert found.pages[0].lines[0].text == "abc"
    assert steps[0] == (0, 3)
    assert steps[-1] == (3, 3)
    assert steps == sorted(steps)


def test_a_page_that_cannot_be_recognised_costs_only_itself(play: Play) -> None:
    play("say(PageFailed(page)) if page == 2 else read(page)")
    assert numbers(ran(1, 2, 3)) == ([1, 3], (2,))


@pytest.mark.parametrize("mischief", ["os._exit(1)", "os.abort()", "say(b'nonsense\\n')", "sys.stdout.close()"])
def test_a_page_on_which_the_process_is_lost_costs_only_itself(play: Play, mischief: str) -> None:
    play(f"if page == 2:\n    {mischief}\n    time.sleep(60)\nread(page)")
    limits = OcrLimits(start_seconds=20, page_seconds=1.5, failures=2)
    assert numbers(ran(1, 2, 3, limits=limits)) == ([1, 3], (2,))


def test_a_page_that_takes_too_long_is_given_up(play: Play) -> None:
    play("if page == 1:\n    time.sleep(60)\nread(page)")
    assert numbers(ran(1, 4, limits=SHORT)) == ([4], (1,))


def test_after_several_losses_the_rest_is_given_up(play: Play) -> None:
    play("os._exit(1) if page > 2 else read(page)")
    assert numbers(ran(1, 2, 3, 4, 5, 6, 7)) == ([1, 2], (3, 4, 5, 6, 7))


def test_a_file_no_page_of_which_can_be_recognised_is_refused(play: Play) -> None:
    play("os._exit(1)")
    with pytest.raises(UnreadableFileError, match="INT-134") as caught:
        ran(1, 2)
    assert "扫描.pdf" in describe(caught.value)


def test_pictures_stop_where_the_process_is_lost(play: Play) -> None:
    play("os._exit(1)")
    with pytest.raises(UnreadableFileError, match="INT-134"):
        recognise(Source("照片.jpg", b"abc"), "picture", (), LIMITS)


def test_what_the_process_refuses_is_refused(play: Play) -> None:
    play("say(Refused('INT-133', {'what': '9×9 点'}))\nos._exit(0)")
    with pytest.raises(UnreadableFileError, match="INT-133") as caught:
        ran(1)
    assert "9×9 点" in describe(caught.value)


@pytest.mark.parametrize("words", [["no such program"], [sys.executable, "-c", "raise SystemExit(3)"]])
def test_a_process_that_does_not_start_is_one_sentence(monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    monkeypatch.setattr(process, "command", lambda: words)
    with pytest.raises(UnreadableFileError, match="INT-131") as caught:
        ran(1)
    assert "run.py ocr" in describe(caught.value)


def test_cancelling_ends_the_process_at_once(play: Play, tmp_path: Path) -> None:
    told = tmp_path / "pid"
    play(f"open({str(told)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)")

    def cancel(_done: int, _total: int) -> None:
        if told.exists() and told.read_text():
            raise Cancelled

    with pytest.raises(Cancelled):
        ran(1, progress=cancel)
    with pytest.raises(ProcessLookupError):
        os.kill(int(told.read_text()), 0)


def test_too_many_pages_are_refused_before_anything_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "command", lambda: ["no such program"])
    with pytest.raises(UnreadableFileError, match="INT-115"):
        ran(*range(1, 12), limits=OcrLimits(pages=10))


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert process.command()[1:] == ["-P", "-m", "ledger_app.intake.ocr.worker"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert process.command() == [sys.executable, "--ocr-worker"]
