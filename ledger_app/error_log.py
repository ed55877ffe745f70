"""The record of what went wrong on this PC, for whoever maintains it: a log of bounded size, a report of each fault.

Window and command line write the same `error.log`.  A record says where in the program an error came up and of which
kind it is, never what stands in the ledger: of words and numbers that an error carries only codes are kept, of paths
only what lies below the program.  Writing never raises: a full disk must not turn one fault into two.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import sys
import threading
from pathlib import Path

from ledger_app.errors import BugError, Cancelled, LedgerError
from ledger_app.version import VERSION

LOG_NAME = "error.log"
REPORT_PREFIX, REPORT_SUFFIX = "crash-", ".txt"
MOST_BYTES = 512_000
OLD_LOGS = 3
MOST_REPORTS = 10

_TURN = threading.Lock()
_FRAME = re.compile(r'^(\s*File ")(.*?)(", line \d+, in .*)$')
_OUR_FOLDERS = ("ledger_app", "db", "ui", "resources", "site-packages")
# What a person writes or is known by: runs of Chinese, of many digits, and paths.
_WORDS = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]+")
_NUMBERS = re.compile(r"\d{5,}[xX]?")
_PATHS = re.compile(r"(?:[A-Za-z]:[\\/]|\\\\|/)[^\s'\"<>|]*")


def is_fault(error: BaseException) -> bool:
    """Say whether an error is the program's own, which nobody who uses it can do anything about."""
    return isinstance(error, BugError) or not isinstance(error, LedgerError | KeyboardInterrupt | SystemExit)


def record_of(error: BaseException) -> str:
    """Return what is kept of an error: the code of one that was foreseen, the trace of a fault."""
    if isinstance(error, LedgerError) and not is_fault(error):
        cause = f" ({type(error.__cause__).__name__})" if error.__cause__ is not None else ""
        return f"{type(error).__name__} {error.code}{cause}"
    import traceback  # nothing of it is needed to start

    lines = "".join(traceback.TracebackException.from_exception(error).format()).splitlines()
    return "\n".join(_kept(line) for line in lines)


class ErrorLog:
    """The log in one folder, and the reports beside it; any thread may write."""

    def __init__(self, folder: Path) -> None:
        """Write in a folder, which is made when it is needed."""
        self.folder = folder

    @property
    def path(self) -> Path:
        """Return the log that is being written."""
        return self.folder / LOG_NAME

    def note(self, error: BaseException, where: str) -> None:
        """Write an error down; `where` is the part of the program ("window", "job", "command")."""
        if isinstance(error, Cancelled):
            return
        text = f"{_now():%Y-%m-%d %H:%M:%S} {VERSION} {where}\n{record_of(error)}\n\n"
        with _TURN, contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._turn_over()
            with self.path.open("a", encoding="utf-8") as file:
                file.write(text)

    def report(self, error: BaseException) -> Path | None:
        """Write what a maintainer needs about a fault into a file of its own; None if it cannot be written."""
        import platform

        now = _now()
        text = "\n".join(
            (
                f"任务台账 {VERSION} 意外问题报告  {now:%Y-%m-%d %H:%M:%S}",
                f"系统 {platform.platform()}  Python {platform.python_version()}  {_qt_version()}".rstrip(),
                "本报告只含程序出错的位置和类型，不含台账内容、文件名和个人信息。",
                "",
                record_of(error),
                "",
            )
        )
        with _TURN:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                path = self.folder / f"{REPORT_PREFIX}{now:%Y%m%d-%H%M%S-%f}{REPORT_SUFFIX}"
                path.write_text(text, encoding="utf-8")
            except OSError:
                return None
            for old in sorted(self.folder.glob(f"{REPORT_PREFIX}*{REPORT_SUFFIX}"))[:-MOST_REPORTS]:
                with contextlib.suppress(OSError):
                    old.unlink()
        return path

    def _turn_over(self) -> None:
        """Put the log aside once it is full, and the oldest one away."""
        if not self.path.exists() or self.path.stat().st_size < MOST_BYTES:
            return
        for number in range(OLD_LOGS, 0, -1):
            older = self.folder / f"{LOG_NAME}.{number}"
            newer = self.folder / f"{LOG_NAME}.{number - 1}" if number > 1 else self.path
            if newer.exists():
                newer.replace(older)


def _kept(line: str) -> str:
    """Return a line of a trace without words, long numbers and the folders of this PC."""
    frame = _FRAME.match(line)
    if frame is not None:
        return f"{frame[1]}{_below(frame[2])}{frame[3]}"
    if line.startswith("    "):
        return line  # the program's own source
    return _NUMBERS.sub("#", _WORDS.sub("…", _PATHS.sub("<path>", line)))


def _below(path: str) -> str:
    parts = Path(path.replace("\\", os.sep)).parts
    places = [place for place, part in enumerate(parts) if part in _OUR_FOLDERS]
    return "/".join(parts[places[0] :] if places else parts[-1:])


def _qt_version() -> str:
    core = sys.modules.get("PySide6.QtCore")
    return f"Qt {core.qVersion()}" if core is not None else ""


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()
