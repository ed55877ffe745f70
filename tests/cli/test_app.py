"""What holds for the program as a whole; started as a program of its own where that is the point."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ledger_app import bootstrap
from ledger_app.cli import app, keeping
from ledger_app.cli.output import DEBUG_VARIABLE
from ledger_app.error_log import LOG_NAME
from tests.cli.conftest import Cli

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"PySide6", "reportlab", "openpyxl", "lxml", "sqlite_utils", "docx", "pypdfium2", "python_calamine"}


def start(*words: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "ledger_app", *map(str, words)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )


def test_the_main_way_through_the_real_program(plan: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "台账"
    proof, out = tmp_path / "证明.txt", tmp_path / "六月.pdf"
    proof.write_text("x", encoding="utf-8")
    # The language of the machine must not matter: pipes carry UTF-8 whatever it is.
    steps = [
        ("init", ledger, "--name", "青禾县卫生健康局"),
        ("import", plan, "--ledger", ledger),
        (
            "progress",
            "--ledger",
            ledger,
            "--task",
            "1-01",
            "--period",
            "2024-06",
            "--percent",
            "40",
            "--text",
            "进行中",
        ),
        ("attach", "--ledger", ledger, "--task", "1-01", proof),
        ("report", "--ledger", ledger, "--kind", "monthly", "--period", "2024-06", "--out", out),
        ("check", "--ledger", ledger, "--json"),
    ]
    for step in steps:
        done = start(*step, LC_ALL="C", LANG="C", PYTHONIOENCODING="gbk")
        assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["sound"]
    assert "没有发现问题" in done.stderr.decode()
    assert out.read_bytes().startswith(b"%PDF-")


def test_listing_loads_no_heavy_library(ledger: Path) -> None:
    program = (
        "import sys; from ledger_app.cli.app import run; "
        f"code = run(['list', '--ledger', {str(ledger)!r}, '--json']); "
        f"print(code, sorted({HEAVY!r} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "0 []"
    assert len(json.loads(done.stdout)) == 3


def test_a_reader_that_goes_away_is_no_fault(ledger: Path) -> None:
    words = [sys.executable, "-m", "ledger_app", "list", "--ledger", str(ledger), "--json"]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.close()
        assert child.stderr.read() == b""
    assert child.returncode == 0


def test_a_reader_that_goes_away_is_no_fault_in_the_words_of_windows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Gone(io.FileIO):
        def write(self, data: object) -> int:
            raise OSError(22, "Invalid argument")

    raw = Gone(tmp_path / "out", "w")
    stream = io.TextIOWrapper(io.BufferedWriter(raw), encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", stream)
    assert app._is_reader_gone(OSError(22, "Invalid argument"))  # noqa: SLF001 - no pipe here speaks like that
    with contextlib.suppress(OSError):
        stream.close()


def test_an_invalid_argument_elsewhere_is_a_fault() -> None:
    assert not app._is_reader_gone(OSError(22, "Invalid argument"))  # noqa: SLF001 - as above


def test_an_unexpected_fault_is_one_sentence_and_a_trace_only_if_wanted(
    cli: Cli, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(keeping, "create_session", broken)
    monkeypatch.setattr(app, "settings_folder", lambda: tmp_path / "设置")
    answer = cli("init", tmp_path / "x")
    assert (answer.code, answer.out, len(answer.lines)) == (2, "", 1)
    assert "ZeroDivisionError" in answer.err
    monkeypatch.setenv(DEBUG_VARIABLE, "1")
    assert app.run(["init", str(tmp_path / "x")]) == 2
    assert "Traceback" in capsys.readouterr().err
    assert (tmp_path / "设置" / LOG_NAME).read_text("utf-8").count(" command\n") == 2


def test_stopping_by_hand_is_said(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(keeping, "create_session", stopped)
    answer = cli("init", tmp_path / "x")
    assert (answer.code, answer.err) == (2, "已取消，没有留下未完成的内容。\n")


Opened = list[tuple[Path | None, tuple[Path, ...]]]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Return what the window is opened with, instead of a window."""
    found: Opened = []

    def window(folder: Path | None, files: tuple[Path, ...]) -> int:
        found.append((folder, files))
        return 0

    monkeypatch.setattr(bootstrap, "run_desktop", window)
    return found


@pytest.mark.parametrize("word", ["", "folder", "marker"])
def test_a_ledger_alone_opens_the_window(word: str, cli: Cli, ledger: Path, opened: Opened) -> None:
    words = {"": [], "folder": [ledger], "marker": [ledger / "打开台账.ledger"]}[word]
    assert cli(*words).code == 0
    assert opened == [(words[0] if words else None, ())]


def test_files_dropped_on_the_icon_are_plans_for_the_window(
    cli: Cli, ledger: Path, tmp_path: Path, opened: Opened
) -> None:
    plans = [tmp_path / "要点.docx", tmp_path / "分解表.xlsx"]
    for plan in plans:
        plan.write_bytes(b"")
    assert cli(*plans).code == 0
    assert cli(plans[0], ledger).code == 0
    assert opened == [(None, tuple(plans)), (ledger, (plans[0],))]


def test_words_that_are_neither_files_nor_commands_open_no_window(
    cli: Cli, ledger: Path, tmp_path: Path, opened: Opened
) -> None:
    for words in ([tmp_path / "没有.docx"], [ledger, ledger], [ledger, "--json"]):
        with pytest.raises(SystemExit):
            cli(*words)
    assert opened == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_without_a_display_the_window_is_refused_in_one_sentence(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    answer = cli()
    assert (answer.code, answer.out, len(answer.lines)) == (2, "", 1)
    assert "没有图形界面" in answer.err


def test_the_ledger_meant_by_its_parts(tmp_path: Path) -> None:
    for name in ("打开台账.ledger", "ledger.sqlite3"):
        assert bootstrap.ledger_folder(tmp_path / name) == tmp_path
    assert bootstrap.ledger_folder(tmp_path) == tmp_path
    (tmp_path / "名为.ledger").mkdir()
    assert bootstrap.ledger_folder(tmp_path / "名为.ledger") == tmp_path / "名为.ledger"


def test_left_overs_are_cleared_when_a_writer_opens(ledger: Path) -> None:
    gone = ledger / "evidence" / f"~in-{'0' * 8}-1-{'0' * 16}.part"
    gone.write_bytes(b"half")
    os.utime(gone, (1, 1))
    with bootstrap.open_session(ledger, read_only=True):
        assert gone.exists()
    with bootstrap.open_session(ledger):
        assert not gone.exists()
