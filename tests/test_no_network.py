"""No network code anywhere, and no window library on the way of the console command."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.source_code import PRODUCT, ROOT, is_under, modules

# Modules whose purpose is to talk to another machine.
NETWORK = (
    "aiohttp",
    "asyncio",
    "ftplib",
    "http",
    "httpx",
    "imaplib",
    "multiprocessing.connection",
    "multiprocessing.managers",
    "nntplib",
    "paramiko",
    "poplib",
    "requests",
    "smtplib",
    "socket",
    "socketserver",
    "ssl",
    "telnetlib",
    "urllib.error",
    "urllib.request",
    "urllib.robotparser",
    "urllib3",
    "webbrowser",
    "websockets",
    "wsgiref",
    "xmlrpc",
    "PySide6.QtHttpServer",
    "PySide6.QtNetwork",
    "PySide6.QtNetworkAuth",
    "PySide6.QtWebChannel",
    "PySide6.QtWebEngineCore",
    "PySide6.QtWebEngineWidgets",
    "PySide6.QtWebSockets",
)

# Runs the console command in a process where a socket or a Qt module ends it at once.
GUARDED = """
import runpy, sys

def forbid(event, arguments):
    if event.startswith("socket.") or event.startswith(("urllib.", "http.", "ftplib.", "smtplib.")):
        sys.stderr.write("network: " + event + "\\n")
        raise SystemExit(97)
    if event == "import" and arguments[0].partition(".")[0] in {"PySide6", "shiboken6"}:
        sys.stderr.write("window library: " + arguments[0] + "\\n")
        raise SystemExit(98)

sys.addaudithook(forbid)
sys.argv[0] = "ledger-app"
runpy.run_module("ledger_app", run_name="__main__", alter_sys=True)
"""
SAMPLES = ROOT / "resources" / "samples"

needs_command = pytest.mark.skipif(
    not (ROOT / "ledger_app" / "__main__.py").exists(), reason="the console command is not there"
)


@pytest.mark.parametrize("folder", PRODUCT)
def test_no_module_of_the_product_imports_network_code(folder: str) -> None:
    offences = [
        f"{module.where(entry.line)} imports {entry.name}"
        for module in modules(folder)
        for entry in module.imports
        if is_under(entry.name, *NETWORK)
    ]
    assert not offences, "the product has no network code:\n  " + "\n  ".join(offences)


def test_no_module_of_the_product_names_qts_network_classes() -> None:
    sign = re.compile(r"\bQ(NetworkAccessManager|TcpSocket|TcpServer|UdpSocket|SslSocket|LocalServer|WebEngine\w+)\b")
    offences = [
        f"{module.path}: {found.group()}" for module in modules(*PRODUCT) if (found := sign.search(module.text))
    ]
    assert not offences, offences


def command(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run one console command without network and window library."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("QT_")}
    environment["PYTHONPATH"] = str(ROOT)
    environment["PYTHONUTF8"] = "1"
    return subprocess.run(
        [sys.executable, "-c", GUARDED, *words],
        cwd=cwd,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(
    ("program", "code"),
    [("import socket; socket.socket()", 97), ("import PySide6.QtCore", 98), ("print('sound')", 0)],
)
def test_the_guard_itself_stops_what_it_must(program: str, code: int) -> None:
    guard = GUARDED.split("sys.argv[0]", maxsplit=1)[0] + program
    done = subprocess.run([sys.executable, "-c", guard], capture_output=True, check=False)
    assert done.returncode == code


@needs_command
def test_the_commands_work_without_network_and_window_library(tmp_path: Path) -> None:
    plan = next(iter(sorted(SAMPLES.glob("*.docx"))))
    evidence = next(iter(sorted((SAMPLES / "evidence").glob("*.txt"))))

    def run(*words: str) -> str:
        done = command(*words, cwd=tmp_path)
        assert done.returncode == 0, f"{words}: exit {done.returncode}\n{done.stderr}"
        assert "Traceback" not in done.stderr
        return done.stdout

    assert json.loads(run("extract", str(plan), "--json"))["plans"]
    run("init", "台账", "--name", "青禾县测试台账")
    run("import", str(plan), "--ledger", "台账", "--year", "2024")
    tasks = json.loads(run("list", "--ledger", "台账", "--json"))
    assert tasks
    code = tasks[0]["code"]
    run("progress", "--ledger", "台账", "--task", code, "--period", "2024-05", "--percent", "40", "--text", "已启动。")
    run("attach", "--ledger", "台账", "--task", code, str(evidence))
    run("report", "--ledger", "台账", "--kind", "monthly", "--period", "2024-06", "--out", "通报.pdf")
    run("check", "--ledger", "台账")
    run("backup", "--ledger", "台账", "--out", "备份.zip")
    run("restore", "备份.zip", "--to", "恢复")
    assert json.loads(run("list", "--ledger", "恢复", "--json"))[0]["code"] == code
    assert (tmp_path / "通报.pdf").read_bytes().startswith(b"%PDF")
